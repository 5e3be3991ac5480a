"""Observations written in Vietnamese and read back are the same to the last digit."""

from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import as_observations, load, normalize, read_reference, save
from thienhuong_analysis.observations.normalize import read_figures
from thienhuong_analysis.observations.processed import VIETNAMESE, write_vietnamese
from thienhuong_analysis.observations.schema import OBSERVATION_COLUMNS, STATUSES
from thienhuong_analysis.observations.validation.judge import Judge
from thienhuong_analysis.observations.vietnamese import declared, in_figures

REFERENCE = read_reference(Folder(INSTALLED))
VALUES = st.floats(-1e15, 1e15, allow_subnormal=False) | st.floats(0, 1) | st.integers(0, 10**9).map(float)


@st.composite
def observations(draw: st.DrawFn) -> dict[str, object]:
    """Draw one observation that the reference tables know."""
    indicator = draw(st.sampled_from(sorted(REFERENCE.indicators.index)))
    unit = REFERENCE.indicators.at[indicator, "unit"]
    value = draw(st.sampled_from([0.0, 1.0]) if unit == "none" else VALUES)
    period = draw(st.sampled_from(["2025", "2026-H1", "2026-Q3", "2026-M09", "1999"]))
    return {
        "locality": draw(st.sampled_from(sorted(REFERENCE.localities.index))),
        "indicator": indicator,
        "breakdown": draw(st.sampled_from(["total", "services", "agriculture_fishery", "a=b;c=d"])),
        "period": period,
        "year": int(period[:4]),
        "unit": unit,
        "status": draw(st.sampled_from(STATUSES)),
        "value": _possible(value, indicator, unit),
        "as_of": draw(st.dates(date(1950, 1, 1), date(2035, 12, 31))),
        "cell": "a.csv:2",
        "source": draw(st.sampled_from(sorted(REFERENCE.sources.index))),
    }


def _possible(value: float, indicator: str, unit: str) -> float:
    if indicator in ("population", "households"):
        return abs(value) or 1.0
    if REFERENCE.indicators.at[indicator, "kind"] == "share":
        return abs(value) / 1e15
    return value + 0.0 if unit.endswith("vnd") or unit in ("usd", "fraction") else abs(value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(observations(), min_size=1, max_size=12))
def test_any_set_of_observations_survives_the_way_through_vietnamese(tmp_path: Path, drawn) -> None:
    frame = as_observations(pd.DataFrame(drawn, columns=list(OBSERVATION_COLUMNS)))
    write_vietnamese(frame, REFERENCE, tmp_path / VIETNAMESE)
    raw = read_figures(tmp_path / VIETNAMESE, VIETNAMESE, declared(VIETNAMESE), {})
    judged = Judge(REFERENCE)(raw)
    assert judged["state"].eq("accepted").all(), judged["reason"].map(str).tolist()
    back = as_observations(judged)
    pd.testing.assert_frame_equal(back.drop(columns="cell"), frame.drop(columns="cell"))


def test_numbers_are_written_with_dots_between_thousands_and_a_comma_before_decimals() -> None:
    said = [
        in_figures(value, unit)
        for value, unit in (
            (45140.0, "persons"),
            (1234567.125, "billion_vnd"),
            (0.0072, "fraction"),
            (-5.0, "count"),
            (1e-7, "none"),
            (0.0, "none"),
            (1e15, "count"),
            (0.30000000000000004, "fraction"),
        )
    ]
    assert said == [
        "45.140",
        "1.234.567,125",
        "0,72",
        "-5",
        "0,0000001",
        "chưa đạt",
        "1.000.000.000.000.000",
        "30,000000000000004",
    ]


def test_the_file_is_one_that_a_vietnamese_excel_opens(root) -> None:
    root.table('Chỉ tiêu,Năm,Giá trị,Đơn vị\nDân số,2025,45.140,\nTỷ lệ hộ nghèo,2025,"0,72",%\n')
    save(normalize(Folder(root.path)), Folder(root.path))
    raw = (root.path / "data/processed" / VIETNAMESE).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    assert raw.decode("utf-8-sig").splitlines()[1:] == [
        "Phường Thiên Hương;Dân số;Tổng số;2025;45.140;người;Chính thức;office;31/01/2026;"
        "thienhuong/so-lieu.csv:2",
        "Phường Thiên Hương;Tỷ lệ hộ nghèo;Tổng số;2025;0,72;%;Chính thức;office;31/01/2026;"
        "thienhuong/so-lieu.csv:3",
    ]
    assert load(Folder(root.path)).observations["value"].tolist() == [45140.0, 0.0072]

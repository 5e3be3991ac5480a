"""Raw files become observations; what cannot be used is kept beside them with its reason."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thienhuong_analysis.errors import FolderError, ObservationError
from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import as_observations, load, normalize, save
from thienhuong_analysis.observations.text import clean
from thienhuong_analysis.observations.values.numerals import is_missing

CONSTANTS = "{locality: thienhuong, status: actual, source: office, as_of: 2026-01-31}"
HEADER = "Chỉ tiêu,Năm,Giá trị,Đơn vị\n"


def rejected_for(root, row: str) -> str:
    """Return the reason for which a row is rejected."""
    root.table(HEADER + row)
    result = root.normalize()
    assert len(result.rejected) == 1 and result.observations.empty
    return result.rejected["reason"].iloc[0]


def test_a_row_becomes_an_observation_in_the_canonical_unit_with_its_place(root) -> None:
    root.table(HEADER + '"Tỷ lệ hộ nghèo",2025,"0,72",%\n')
    [row] = root.normalize().observations.to_dict("records")
    assert row == {
        "locality": "thienhuong",
        "indicator": "poverty_rate",
        "breakdown": "total",
        "period": "2025",
        "year": 2025,
        "value": 0.0072,
        "unit": "fraction",
        "status": "actual",
        "as_of": date(2026, 1, 31),
        "source": "office",
        "cell": "thienhuong/so-lieu.csv:2",
    }


@pytest.mark.parametrize(
    ("text", "unit", "indicator", "value"),
    [
        ("14%", "", "Tốc độ tăng GRDP", 0.14),
        ("14%/năm", "", "grdp_growth", 0.14),
        ("14", "%", "Growth of GRDP", 0.14),
        ("≥ 98%", "%", "poverty_rate", 0.98),
        ("150 tỷ đồng", "", "thu  NGÂN sách", 150),
        ("1.234,5", "tỷ đồng", "budget_revenue", 1234.5),
        ("2,5 nghìn tỷ", "", "budget_revenue", 2500),
        ("(12,3)", "tỷ đồng", "budget_revenue", -12.3),
        ("45.140", "người", "Dân số", 45140),
        ("45.140", "", "population", 45140),
        ("đạt", "", "Phường không ma túy", 1),
        ("chưa", "", "drug_free_ward", 0),
    ],
)
def test_figures_are_read_as_officials_write_them(
    root, text: str, unit: str, indicator: str, value: float
) -> None:
    root.table(f'{HEADER}{indicator},2025,"{text}",{unit}\n')
    assert root.normalize().observations["value"].tolist() == [value]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "Tỷ lệ hộ ngèo,2025,1,%",
            'no indicator is called "Tỷ lệ hộ ngèo"; did you mean Tỷ lệ hộ nghèo?',
        ),
        (",2025,1,%", "the indicator is missing; fill it in"),
        ("qqq,2025,1,%", 'no indicator is called "qqq" or nearly so'),
        ("Dân số,25,1,", '"25" is not a period; write 2026, 2026-H1, 2026-Q3 or 2026-M09'),
        ("Dân số,2025,1.2.3,", '"1.2.3" is not a number; write 1.234,5 or leave the cell empty'),
        ("Dân số,2025,5,%", '"%" cannot stand for persons; write it in người'),
        (
            'Tỷ lệ hộ nghèo,2025,"0,5",điểm phần trăm',
            '"điểm phần trăm" cannot stand for fraction; write it in %',
        ),
        ('Tỷ lệ hộ nghèo,2025,"0,5",', "the figure has no unit; write % beside it"),
        ('Tỷ lệ hộ nghèo,2025,"0,5",%/năm', '"%/năm" cannot stand for fraction; write it in %'),
        (
            "Thu ngân sách,2025,150 tỷ đồng,triệu đồng",
            'the cell says "tỷ đồng", its column "triệu đồng"; keep one of them',
        ),
        ("Dân số,2025,0x10,", '"x10" is not a known unit'),
        (
            "Phường không ma túy,2025,gần xong,",
            '"gần xong" does not say whether it is done; write đạt or chưa đạt',
        ),
    ],
)
def test_what_cannot_be_used_is_rejected_with_what_to_do(root, row: str, reason: str) -> None:
    assert rejected_for(root, row).startswith(reason)


@pytest.mark.parametrize(
    ("constants", "reason"),
    [
        (
            "{locality: thienhuog, status: actual, source: office, as_of: 2026-01-31}",
            'no locality is called "thienhuog"',
        ),
        (
            "{locality: thienhuong, status: real, source: office, as_of: 2026-01-31}",
            '"real" is not a status',
        ),
        (
            "{locality: thienhuong, status: actual, source: ofice, as_of: 2026-01-31}",
            "did you mean office?",
        ),
        (
            "{locality: thienhuong, status: actual, source: office, as_of: 31.1.2026}",
            '"31.1.2026" is not a date',
        ),
        (
            "{locality: thienhuong, status: actual, source: office, as_of: 2026-01-31, "
            "breakdown: Cả phường}",
            '"Cả phường" is not a breakdown; write total',
        ),
    ],
)
def test_a_constant_that_means_nothing_rejects_the_rows_it_stands_for(
    root, constants: str, reason: str
) -> None:
    root.write("thienhuong/a.csv", "i,n,g\nDân số,2025,1\n")
    root.declare(
        "files:\n  - file: a.csv\n    columns: {indicator: i, period: n, value: g}\n"
        f"    constants: {constants}"
    )
    assert reason in root.normalize().rejected["reason"].iloc[0]


def test_a_rejected_row_keeps_its_place_and_text(root) -> None:
    root.table(HEADER + "Dân số,2024,45.000,\nDân sổng,2025,=cmd,\n")
    assert root.normalize().rejected.to_dict("records") == [
        {
            "file": "thienhuong/so-lieu.csv",
            "cell": "thienhuong/so-lieu.csv:3",
            "indicator": "Dân sổng",
            "text": "=cmd",
            "reason": 'no indicator is called "Dân sổng"; did you mean Dân số?',
        }
    ]


def test_missing_figures_are_neither_read_nor_rejected_but_listed(root) -> None:
    root.table(HEADER + "Dân số,2023,...,\nDân số,2024,,\nDân số,2025,45.900,\n")
    result = root.normalize()
    assert result.files.to_dict("records") == [
        {"file": "thienhuong/so-lieu.csv", "read": 1, "accepted": 1, "rejected": 0, "missing": 2}
    ]
    assert result.quality["cell"].tolist() == [
        "thienhuong/so-lieu.csv:2",
        "thienhuong/so-lieu.csv:3",
    ]


def test_a_table_without_rows_is_counted_with_nothing_read(root) -> None:
    root.table(HEADER)
    result = root.normalize()
    assert result.files.iloc[0].tolist() == ["thienhuong/so-lieu.csv", 0, 0, 0, 0]
    assert result.observations.empty and list(result.observations.dtypes) == list(
        as_observations(result.observations).dtypes
    )


CELLS = st.sampled_from(
    [
        "1",
        "1,5",
        "1.234",
        "1.2.3",
        "",
        "...",
        "-",
        "x",
        "nhiều",
        "14%",
        "150 tỷ đồng",
        "đạt",
        "=1",
        "nan",
    ]
) | st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=6)
NAMES = st.sampled_from(
    [
        "Dân số",
        "enterprises",
        "Tỷ lệ hộ nghèo",
        "drug_free_ward",
        "grdp_growth",
        "Dân sổng",
        "I. Kinh tế",
    ]
)
UNKNOWN = {"Dân sổng", "I. Kinh tế"}
ROWS = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from(["2025", "2026-H1", "26", ""]),
        CELLS,
        st.sampled_from(["", "%", "người"]),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(ROWS)
def test_every_cell_is_accepted_rejected_or_missing_and_exactly_one_of_them(root, rows) -> None:
    path = root.path / "data/raw/thienhuong/so-lieu.csv"
    root.table(HEADER)
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([HEADER.strip().split(","), *rows])
    result = root.normalize()
    [counts] = result.files.to_dict("records")
    words = sum(not clean(value) and name in UNKNOWN for name, _, value, _ in rows)
    missing = sum(is_missing(value) for _, _, value, _ in rows) - words
    assert counts["accepted"] + counts["rejected"] == counts["read"] == len(rows) - missing - words
    assert (counts["accepted"], counts["rejected"], counts["missing"]) == (
        len(result.observations), len(result.rejected), missing)
    quality = result.quality
    absent = quality.loc[quality["message"].str.contains("no figure yet"), "cell"]
    cells = [*result.observations["cell"], *result.rejected["cell"], *absent]
    assert len(set(cells)) == len(cells) == len(rows) - words
    told = quality.loc[quality["message"].str.contains("lines that hold words"), "values"]
    assert len(told) == (words > 0)


def test_excel_and_csv_with_the_same_figures_give_the_same_observations(root) -> None:
    rows = [
        ["Chỉ tiêu", "Năm", "Giá trị", "Đơn vị"],
        ["Dân số", 2025, 45140, "người"],
        ["Tỷ lệ hộ nghèo", 2025, 0.0072, "%"],
        ["Thu ngân sách", "Năm 2025", "1.234,5", "tỷ đồng"],
    ]
    root.table(
        HEADER
        + 'Dân số,2025,45140,người\nTỷ lệ hộ nghèo,2025,"0,72%",%\n'
        + 'Thu ngân sách,2025,"1.234,5",tỷ đồng\n'
    )
    first = root.normalize().observations
    root.excel("so-lieu.xlsx", rows, formats={(2, 2): "0.00%"})
    root.declare(
        (root.path / "data/raw/thienhuong/sources.yaml")
        .read_text(encoding="utf-8")
        .replace(".csv", ".xlsx")
    )
    second = root.normalize().observations
    pd.testing.assert_frame_equal(first.drop(columns="cell"), second.drop(columns="cell"))
    assert (
        second.set_index("indicator").loc["poverty_rate", "cell"]
        == "thienhuong/so-lieu.xlsx!Số liệu!C3"
    )


def test_a_wide_table_of_a_semicolon_file_is_read_with_a_place_for_each_year(root) -> None:
    root.write(
        "thienhuong/rong.csv",
        "\ufeffBáo cáo\n\nChỉ tiêu;ĐVT;2025;Năm 2026\nDân số;người;45.140;45.450\n",
    )
    root.declare(
        "files:\n  - file: rong.csv\n    layout: wide\n    decimal: vi\n"
        "    columns: {indicator: Chỉ tiêu, unit: ĐVT}\n"
        "    constants: {locality: thienhuong, status: estimate, source: paper, as_of: 2026-12-31}"
    )
    frame = root.normalize().observations
    assert frame[["period", "value", "cell"]].to_numpy().tolist() == [
        ["2025", 45140.0, "thienhuong/rong.csv:4:C"],
        ["2026", 45450.0, "thienhuong/rong.csv:4:D"],
    ]


def test_rows_on_one_cell_stand_in_order_of_rising_authority(root) -> None:
    rows = [
        "5,actual,blog,2026-01-31",
        "4,actual,office,2026-01-31",
        "3,preliminary,blog,2026-02-01",
        "2,implied,office,2026-03-01",
        "1,assumption,office,2026-04-01",
    ]
    root.write("thienhuong/a.csv", "g,s,n,d\n" + "\n".join(rows))
    root.declare(
        "files:\n  - file: a.csv\n    columns: {value: g, status: s, source: n, as_of: d}\n"
        "    constants: {locality: thienhuong, indicator: enterprises, period: 2025}"
    )
    assert root.normalize().observations["value"].tolist() == [1, 2, 5, 4, 3]


def test_a_declaration_further_down_is_found_and_a_forgotten_file_is_reported(root) -> None:
    root.table(HEADER + "Dân số,2025,1,\n")
    root.write("thienhuong/2026/kinh-te.csv", "x\n1\n")
    root.write("thienhuong/2026/~$kinh-te.xlsx", "lock")
    root.write("thienhuong/2026/b.csv", "i,g\nDân số,5\n")
    root.write(
        "thienhuong/2026/sources.yaml",
        "files:\n  - file: b.csv\n    columns: {indicator: i, value: g}\n    constants: "
        "{locality: thienhuong, period: 2026, status: estimate, source: office, as_of: 2027-01-31}",
    )
    result = root.normalize()
    assert result.observations["cell"].tolist() == [
        "thienhuong/so-lieu.csv:2",
        "thienhuong/2026/b.csv:2",
    ]
    assert result.quality["file"].tolist() == ["thienhuong/2026/kinh-te.csv"]
    assert result.quality["severity"].tolist() == ["high"]


def test_a_declared_file_that_is_missing_stops_everything_with_one_sentence(root) -> None:
    root.table(HEADER)
    (root.path / "data/raw/thienhuong/so-lieu.csv").unlink()
    with pytest.raises(ObservationError, match=r"thienhuong/so-lieu.csv is declared but missing"):
        root.normalize()


def test_a_missing_column_is_named_with_the_file(root) -> None:
    root.table("Chỉ tiêu,Năm,Số\n")
    with pytest.raises(
        ObservationError, match=r'thienhuong/so-lieu.csv: no row holds the column "Giá trị"'
    ):
        root.normalize()


def test_two_runs_write_the_same_bytes(root) -> None:
    root.table(HEADER + 'Dân số,2025,"45.140",\nDân sổng,2025,=cmd,\nTỷ lệ hộ nghèo,2025,140%,\n')
    digests = []
    for _ in range(2):
        save(root.normalize(), Folder(root.path))
        files = sorted((root.path / "data/processed").iterdir())
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert digests[0] == digests[1]
    assert set(digests[0]) == {
        "files.csv",
        "missing.csv",
        "observations.csv",
        "observations.parquet",
        "quality.csv",
        "rejected.csv",
        "revisions.csv",
        "so-lieu.csv",
    }


def test_what_is_saved_can_be_read_back_and_runs_nothing(root) -> None:
    root.table(
        HEADER + 'Dân số,2025,45.140,\nDân sổng,2025,=cmd,\nThu ngân sách,2025,"-12,5",tỷ đồng\n'
    )
    result = root.normalize()
    save(result, Folder(root.path))
    processed = root.path / "data/processed"
    pd.testing.assert_frame_equal(
        pd.read_parquet(processed / "observations.parquet"), result.observations
    )
    table = pd.read_csv(processed / "observations.csv")
    assert table["value"].tolist() == [-12.5, 45140.0]
    assert table["as_of"].tolist() == ["2026-01-31", "2026-01-31"]
    assert pd.read_csv(processed / "rejected.csv")["text"].tolist() == ["'=cmd"]
    finding = pd.read_csv(processed / "quality.csv").iloc[0]
    assert finding["message"].startswith('no indicator is called "Dân sổng"')
    assert json.loads(finding["values"])["text"] == "Dân sổng"


def test_an_output_folder_that_cannot_be_written_is_one_sentence(root) -> None:
    root.table(HEADER)
    (root.path / "data/processed").write_text("a file", encoding="utf-8")
    with pytest.raises(FolderError, match=r"cannot be written"):
        save(root.normalize(), Folder(root.path))


def test_a_folder_is_read_again_only_after_a_change(root) -> None:
    root.table(HEADER + "Dân số,2025,45.140,\n")
    first = load(Folder(root.path))
    assert load(Folder(root.path)) is first
    root.table(HEADER + "Dân số,2025,45.141,\n", name="khac.csv")
    assert load(Folder(root.path)).observations["value"].tolist() == [45141.0]


def test_all_that_comes_with_the_software_is_accepted() -> None:
    result = normalize(Folder(Path(INSTALLED)))
    assert len(result.rejected) == 0
    assert (result.files["accepted"] > 0).all() and result.files["missing"].sum() == 0
    assert not set(result.quality["severity"]) & {"error", "high"}


def test_what_only_looks_like_a_file_is_passed_over(root) -> None:
    root.table(HEADER + "Dân số,2025,45140,người\n")
    ward = root.path / "data" / "raw" / "thienhuong"
    (ward / "old.xlsx").mkdir()
    (ward / "lost.xlsx").symlink_to("nowhere")
    assert root.normalize().observations["value"].tolist() == [45140]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [("a" * 300 + ".csv", "is declared but missing"), ("a**.csv", "no file fits a"),
     ("a" * 300 + ".xlsx", "is declared but missing")],
)
def test_a_name_that_no_disk_takes_is_one_sentence(root, file: str, sentence: str) -> None:
    root.table(HEADER, name=file[-9:])
    root.declare(f"files:\n  - {{file: '{file}', layout: auto, sheet: '*', constants: "
                 "{locality: thienhuong, source: office, as_of: 2026-01-31}}\n")
    with pytest.raises(ObservationError, match=sentence):
        root.normalize()


def test_a_sheet_that_cannot_be_used_keeps_no_other_from_being_read(root) -> None:
    root.table(HEADER)
    with xlsxwriter.Workbook(str(root.path / "data/raw/thienhuong/nam.xlsx")) as book:
        for name, row in {"2024": ["Dân số", 2024, 44512, "người"], "Ghi chú": ["xem"],
                          "2025": ["Dân số", 2025, 45140, "người"]}.items():
            page = book.add_worksheet(name)
            page.write_row("A1", HEADER.strip().split(",") if len(row) > 1 else ["Phòng Kinh tế"])
            page.write_row("A2", row)
    root.declare(f"""\
files:
  - file: nam.xlsx
    sheet: '*'
    columns: {{indicator: Chỉ tiêu, period: Năm, value: Giá trị, unit: Đơn vị}}
    constants: {CONSTANTS}
""")
    found = normalize(Folder(root.path))
    assert found.observations["value"].tolist() == [44512, 45140]
    [failure] = found.failures
    assert str(failure).startswith("thienhuong/nam.xlsx: no row holds the column")


def test_a_second_heading_is_no_news_where_another_declaration_reads_it(root) -> None:
    rows = "Chỉ tiêu;2024;2025\nDân số;44512;45140\n\nChỉ tiêu;2026;2027\nDân số;45600;46100\n"
    root.write("thienhuong/hai-bang.csv", rows)
    once = f"""\
  - file: hai-bang.csv
    layout: wide
    columns: {{indicator: Chỉ tiêu}}
    constants: {CONSTANTS}
"""
    root.declare(f"files:\n{once}")
    assert root.normalize().quality["severity"].tolist() == ["high", "low"]
    root.declare(f"files:\n{once}{once}    header_row: 4\n")
    found = root.normalize()
    assert found.observations["value"].tolist() == [44512, 45140, 45600, 46100]
    assert not found.quality["severity"].isin(["error", "high"]).any()


def test_a_declared_encoding_that_is_refused_is_no_matter_where_the_text_is_ascii(root) -> None:
    root.table("Chi tieu,Nam,Gia tri,Don vi\nDan so,2025,45140,nguoi\n",
               "    encoding: tcvn3\n    legacy: refuse\n")
    assert root.normalize().observations["value"].tolist() == [45140]

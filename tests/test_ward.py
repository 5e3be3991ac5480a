"""The ward: a folder opened, at a day, under a scenario."""

from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.errors import FolderError, ObservationError, ProjectionError, ScenarioError
from thienhuong_analysis.publishing.forms import write_forms

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


def test_an_empty_folder_gets_everything_that_comes_installed(tmp_path, ward):
    empty = th.Ward.open(tmp_path)
    pd.testing.assert_frame_equal(empty.assess(2026, draws=50), ward.assess(2026, draws=50))


def test_the_baseline_is_what_the_programme_says(ward):
    assert ward.known().value("enterprises", year=2025) == 250
    assert ward.known().status("enterprises", "total", 2025) == "actual"


def test_the_preferred_of_two_populations_is_the_one_with_the_better_grade(ward):
    assert ward.known().value("population", year=2025) == 45_140


def test_the_target_scenario_keeps_the_programmes_own_rates(ward):
    projection = ward.project("target", draws=20)
    for sector, rate in {"agriculture_fishery": 0.022, "industry_construction": 0.165,
                         "services": 0.158}.items():
        series = projection.find("grdp", sector)
        path = np.append(series.base, series.point)
        np.testing.assert_allclose(path[1:] / path[:-1] - 1, rate, rtol=1e-12)
    assert projection.find("enterprises_per_1000").point[-1] == pytest.approx(20, abs=1e-9)


def test_with_the_citys_structure_the_sector_rates_make_more_than_fourteen_percent(ward):
    total = ward.project("target", draws=20).find("grdp")
    assert (total.point[-1] / total.base) ** 0.2 - 1 == pytest.approx(0.157, abs=5e-4)


def test_a_null_scenario_differs_from_its_parent_by_exactly_nothing(tmp_path, ward):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "null.yaml").write_text(
        "id: 'null'\nname: {vi: Không, en: Nothing}\ndescription: {vi: Không đổi gì., en: No change.}\n"
        "extends: trend\n", encoding="utf-8")
    other = th.Ward.open(tmp_path)
    a, b = other.project("trend", draws=500), other.project("null", draws=500)
    assert all((a.series[key].draws == b.series[key].draws).all() for key in a.series)
    assert (a.table()["value"] == b.table()["value"]).all()


def test_what_became_known_later_is_not_seen(ward):
    earlier = th.Ward.open(ROOT / "data/sample", as_of="2027-06-30")
    assert earlier.vintage() <= date(2027, 6, 30)
    assert earlier.known().history("enterprises").index.max() == 2026


def test_a_review_of_a_year_does_not_see_the_years_after_it():
    sample = th.Ward.open(ROOT / "data/sample")
    assert sample.assess(2026, draws=50)["latest_year"].max() == 2026


@pytest.mark.parametrize(("ask", "kind", "match"), [
    (lambda: th.Ward.open(ROOT / "nowhere"), FolderError, "give --root an existing one"),
    (lambda: th.Ward.open(ROOT, "30/6/2026"), ObservationError, "write it like 2026-06-30"),
    (lambda: th.Ward.open(ROOT, "1900-01-01").vintage(), ObservationError, "no figure was known"),
    (lambda: th.Ward.open(ROOT).project("trent"), ScenarioError, "did you mean trend"),
    (lambda: th.Ward.open(ROOT).assess(2019, draws=5), ProjectionError, "no year of the programme"),
    (lambda: th.Ward.open(ROOT).project(draws=5).find("poverty"), ProjectionError, "mean poverty_rate"),
])
def test_a_question_that_cannot_be_answered_says_why(ask, kind, match):
    with pytest.raises(kind, match=match):
        ask()


def test_the_structures_of_the_city_are_the_citys_and_no_others(ward):
    structures = ward.city_structures()
    assert {locality for _, locality, _ in structures} == {"haiphong_old", "haiphong_new"}
    assert {period for period, _, _ in structures} == {"2017", "2018-M09", "2024-H1", "2025"}


def test_filled_forms_tell_task_states_and_remarks_as_of_any_day(tmp_path):
    place = tmp_path / "data" / "raw" / "thienhuong" / "2026"
    blank = write_forms(th.Ward.open(tmp_path), 2026, tmp_path / "forms")[5]
    place.mkdir(parents=True)
    for file in (ROOT / "data" / "raw" / "thienhuong").iterdir():
        (place.parent / file.name).write_bytes(file.read_bytes())
    for day, state in (("31/07/2026", "đang thực hiện"), ("31/01/2027", "hoàn thành")):
        form = openpyxl.load_workbook(blank)
        form["Chỉ tiêu"]["B5"], form["Nhiệm vụ"]["F6"], form["Kiến nghị"]["A6"] = day, state, f"đến {day}"
        form["Chỉ tiêu"]["J9"] = "chưa tổng hợp"
        form.save(place / f"{day.replace('/', '-')}.xlsx")
    told = {}
    for as_of in ("2026-06-30", "2026-12-31", None):
        ward = th.Ward.open(tmp_path, as_of)
        told[as_of] = (ward.tasks(2026)["state"].tolist(), ward.remarks(2026)["text"].tolist())
        assert ward.tasks(2027).empty and ward.remarks(2025).empty
    assert told == {"2026-06-30": ([], []), "2026-12-31": (["going_on"], ["đến 31/07/2026"]),
                    None: (["done"], ["đến 31/01/2027"])}
    coverage = th.Ward.open(tmp_path).coverage(2026).set_index("id")
    assert coverage.loc["PL13.1", ["delivered", "status"]].tolist() == [True, "done"]
    assert coverage.loc["PL13.1", "cell"] == "thienhuong/2026/31-01-2027.xlsx!Nhiệm vụ!F6"
    assert coverage.loc["crime_investigation_rate", "note"].tolist() == ["chưa tổng hợp", "", ""]
    again = write_forms(th.Ward.open(tmp_path), 2027, tmp_path / "forms")[5]
    assert openpyxl.load_workbook(again)["Nhiệm vụ"]["E6"].value == "hoàn thành"


def test_the_ward_hands_a_backtest_on(tmp_path):
    rows = [(f"C{c}", "x", year, 100 * 1.03 ** (year - 1999) * (1 + ((c + 3) * year) % 7 / 100))
            for c in range(5) for year in range(2000, 2012)]
    path = tmp_path / "panel.csv"
    pd.DataFrame(rows, columns=["country", "indicator", "year", "value"]).to_csv(path, index=False)
    found = th.Ward.backtest(path, history=4, horizon=2)
    assert set(found.scores["model"]) == {"shrunk", "pooled_growth", "drift", "last_growth", "last_value"}

"""What was asked of each unit, and what came: on a programme and figures made by hand."""

from datetime import date

import pandas as pd
import pytest

from thienhuong_analysis.assessment import asked, coverage, due_tasks
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import Programme

NOT_USED = pd.DataFrame()
PROGRAMME = Programme(
    units=pd.DataFrame({"lead_unit": ["office", "police"], "name_vi": ["Văn phòng", "Công an"],
                        "name_en": ["Office", "Police"]}),
    indicators=pd.DataFrame(
        [("crime", "fraction", "share", "police"), ("people", "persons", "level", "office"),
         ("safe", "none", "milestone", "police;office"), ("budget", "none", "milestone", "office")],
        columns=["indicator_id", "unit", "kind", "lead_unit"]).assign(better="higher"),
    targets=pd.DataFrame(
        [("crime_total", "crime", "total", "ge", 85, "percent", "each_year"),
         ("crime_total_2030", "crime", "total", "ge", 95, "percent", "by_year"),
         ("crime_serious", "crime", "serious", "ge", 90, "percent", "each_year"),
         ("safe", "safe", "total", "done", None, "none", "by_year"),
         ("budget", "budget", "total", "done", None, "none", "each_year")],
        columns=["target_id", "indicator_id", "breakdown", "comparator", "value", "unit", "cadence"],
    ).assign(from_year=float("nan"), by_year=float("nan"), citation="B.I.1"),
    citations=NOT_USED, projects=NOT_USED,
    tasks=pd.DataFrame([("T1", "police", None, None), ("T2", "office", 2026.0, 2026.0),
                        ("T3", "police", 2027.0, 2028.0), ("T4", "office", None, 2025.0)],
                       columns=["task_id", "lead_unit", "from_year", "to_year"]))
NO_TASKS = pd.DataFrame(columns=["task_id", "state", "note", "cell"])


def known(*rows: tuple[str, str, str, str, float]) -> Known:
    """Figures: indicator, breakdown, period, status, value."""
    frame = pd.DataFrame(rows, columns=["indicator", "breakdown", "period", "status", "value"])
    years = frame["period"].str[:4].astype("int64")
    return Known(frame.assign(locality="thienhuong", year=years, as_of=date(2027, 1, 31),
                              cell=[f"a.xlsx!A!H{n}" for n in range(len(frame))]), "thienhuong")


def keys(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(frame[["lead_unit", "id", "breakdown"]].itertuples(index=False, name=None))


def test_every_indicator_is_asked_for_by_the_parts_its_targets_name_else_as_a_total():
    assert keys(asked(PROGRAMME, known(), 2026)) == [
        ("office", "people", "total"), ("office", "safe", "total"), ("office", "budget", "total"),
        ("office", "T2", ""), ("police", "crime", "total"), ("police", "crime", "serious"),
        ("police", "safe", "total"), ("police", "T1", "")]


@pytest.mark.parametrize(("year", "due"), [(2025, ["T1", "T4"]), (2026, ["T1", "T2"]), (2028, ["T1", "T3"])])
def test_tasks_are_asked_for_in_their_years_and_those_without_years_always(year, due):
    assert list(due_tasks(PROGRAMME, year)["task_id"]) == due


@pytest.mark.parametrize(("status", "value", "again"), [
    ("actual", 1.0, False), ("estimate", 1.0, False), ("actual", 0.0, True), ("implied", 1.0, True)])
def test_a_milestone_that_was_reached_is_not_asked_for_again(status, value, again):
    found = asked(PROGRAMME, known(("safe", "total", "2026", status, value)), 2027)
    assert ("safe" in set(found["id"])) == again


def test_a_milestone_of_every_year_is_asked_for_every_year_and_one_of_this_year_this_year():
    before = known(("budget", "total", "2026", "actual", 1.0), ("safe", "total", "2027", "actual", 1.0))
    assert {"budget", "safe"} <= set(asked(PROGRAMME, before, 2027)["id"])


@pytest.mark.parametrize(("period", "status", "delivered"), [
    ("2026", "actual", True), ("2026", "preliminary", True), ("2026", "estimate", True),
    ("2026", "implied", False), ("2026", "assumption", False), ("2025", "actual", False),
    ("2026-H1", "actual", False)])
def test_only_a_measured_figure_of_the_whole_year_counts_as_delivered(period, status, delivered):
    frame = coverage(PROGRAMME, known(("people", "total", period, status, 45_140.0)), NO_TASKS, 2026)
    row = frame[frame["id"] == "people"].iloc[0]
    assert (row["delivered"], row["status"], row["cell"]) == (
        (True, status, "a.xlsx!A!H0") if delivered else (False, "", ""))
    assert frame["delivered"].sum() == delivered


def test_a_figure_of_another_place_or_part_is_not_what_was_asked_for():
    other = known(("crime", "serious", "2026", "actual", 0.9))
    found = coverage(PROGRAMME, other, NO_TASKS, 2026)
    assert keys(found[found["delivered"]]) == [("police", "crime", "serious")]
    city = Known(other.observations.assign(locality="haiphong"), "thienhuong")
    assert not coverage(PROGRAMME, city, NO_TASKS, 2026)["delivered"].any()


def test_a_task_is_delivered_when_it_has_a_state_and_reasons_go_with_what_is_missing():
    tasks = pd.DataFrame([("T1", "late", "thiếu kinh phí", "b.xlsx!T!F6"),
                          ("T2", "", "chờ ý kiến", "b.xlsx!T!F7")],
                         columns=["task_id", "state", "note", "cell"])
    found = coverage(PROGRAMME, known(), tasks, 2026, {"crime/serious": "chưa tổng hợp"}).set_index(
        ["id", "breakdown"])[["delivered", "status", "cell", "note"]]
    assert tuple(found.loc[("T1", "")]) == (True, "late", "b.xlsx!T!F6", "thiếu kinh phí")
    assert tuple(found.loc[("T2", "")]) == (False, "", "", "chờ ý kiến")
    assert tuple(found.loc[("crime", "serious")]) == (False, "", "", "chưa tổng hợp")
    assert tuple(found.loc[("crime", "total")]) == (False, "", "", "")

"""Whatever is missing or changed, a check answers; and its smallest change ends what it is a change of."""

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import thienhuong_analysis as th
from thienhuong_analysis.assessment.audit import CHECKS, audit, replaced
from thienhuong_analysis.observations import Known

ROOT = Path(__file__).parents[3]
TARGETS = ("grdp_total", "grdp_services", "enterprises_per_1000", "household_business_conversions",
           "innovative_enterprises_share", "income_per_capita", "budget_revenue", "poverty_rate",
           "poor_households", "schools_level_2_share", "friendly_government",
           "digital_transformation_plan", "solid_waste_collection_rate", "social_insurance_share",
           "online_files_each_year", "online_files_2030", "public_investment_capital",
           "public_investment_disbursement_rate")
USED_BY = {1: TARGETS[:2], 2: TARGETS[2:4], 3: ("grdp_total", "income_per_capita"),
           4: ("grdp_total", "budget_revenue"), 9: TARGETS[-2:], 11: (TARGETS[2], TARGETS[4])}


def texts(check):
    return [str(said) for part in check.parts for said in (part.finding, part.condition, part.change) if said]


@pytest.mark.parametrize("target_id", TARGETS)
def test_without_one_of_its_targets_a_check_names_it_and_the_others_answer(evidence, with_rows, target_id):
    given = with_rows("targets", lambda table: table[table["target_id"] != target_id])
    before, after = audit(evidence), audit(given)
    lacking = [part for check in after for part in check.parts if part.verdict == "cannot_tell"
               and target_id in str(part.finding)]
    assert lacking
    assert all(part.condition for part in lacking)
    untouched = [number for number, used in USED_BY.items() if target_id not in used]
    for number in untouched:
        assert texts(after[number - 1]) == texts(before[number - 1])


@pytest.mark.parametrize("target_id", TARGETS)
def test_a_target_without_a_value_or_with_zero_ends_in_a_sentence(evidence, target_id):
    for value in (math.nan, 0.0):
        programme = replaced(evidence.programme, {target_id: value})
        assert all(texts(check) for check in audit(replace(evidence, programme=programme)))


@pytest.mark.parametrize("target_id", TARGETS)
@pytest.mark.parametrize("year", [2025, 2026])
def test_a_target_that_ends_at_once_ends_in_a_sentence(evidence, target_id, year):
    programme = replaced(evidence.programme, {f"{target_id}.by_year": year})
    assert all(texts(check) for check in audit(replace(evidence, programme=programme)))


@pytest.mark.parametrize("table", ["targets", "citations", "projects", "tasks"])
@pytest.mark.parametrize("columns", [True, False])
def test_an_empty_table_of_the_programme_ends_in_a_sentence(with_rows, table, columns):
    given = with_rows(table, lambda frame: frame.iloc[:0] if columns or table == "targets"
                      else pd.DataFrame())
    checks = audit(given)
    assert all(texts(check) for check in checks)
    if table == "targets":
        assert {check.verdict for check in checks if check.number not in (10, 12)} == {"cannot_tell"}


def test_without_a_single_figure_the_checks_that_need_one_say_which(evidence):
    nothing = Known(evidence.own.observations.iloc[:0], "thienhuong")
    checks = audit(replace(evidence, own=nothing, city=nothing, assumptions=pd.DataFrame()))
    assert (checks[1].verdict, checks[10].verdict) == ("cannot_tell", "cannot_tell")
    assert "population" in texts(checks[10])[0]
    assert checks[0].verdict == "consistent_if"
    assert "21.4%" in texts(checks[0])[0]
    assert math.isnan(checks[0].parts[0].residual)


def test_a_folder_of_its_own_with_the_sample_year_is_audited():
    assert len(th.Ward.open(ROOT / "data" / "sample").audit()) == 12


def test_an_empty_folder_is_audited_with_what_comes_installed(tmp_path, evidence):
    assert [check.verdict for check in th.Ward.open(tmp_path).audit()] == [
        check.verdict for check in audit(evidence)]


PERCENT = st.integers(1, 400).map(lambda tenths: tenths / 10)
YEAR = st.integers(2026, 2030)
CHANGED = st.fixed_dictionaries({}, optional={
    "grdp_total": PERCENT, "grdp_agriculture_fishery": PERCENT, "grdp_industry_construction": PERCENT,
    "grdp_services": PERCENT, "enterprises_per_1000": st.integers(1, 60),
    "household_business_conversions": st.integers(0, 2_000),
    "innovative_enterprises_share": st.integers(1, 100),
    "income_per_capita": PERCENT, "budget_revenue": PERCENT, "poverty_rate": PERCENT,
    "schools_level_2_share": st.integers(1, 130), "solid_waste_collection_rate": st.integers(1, 130),
    "online_files_each_year": st.integers(1, 100), "online_files_2030": st.integers(1, 100),
    "public_investment_disbursement_rate": st.integers(1, 100), "friendly_government.by_year": YEAR,
    "digital_transformation_plan.by_year": YEAR, "social_insurance_share.by_year": YEAR,
    "health_insurance_share": st.integers(1, 100), "civilised_urban_standard.by_year": YEAR})


def mended(given, check, place):
    """The part after its smallest change."""
    programme = replaced(given.programme, check.parts[place].changes)
    return CHECKS[check.number - 1](replace(given, programme=programme)).parts[place]


@pytest.mark.parametrize("number", range(1, 13))
def test_the_smallest_change_makes_a_part_of_the_programme_consistent(evidence, number):
    check = CHECKS[number - 1](evidence)
    for place, part in enumerate(check.parts):
        if part.changes:
            assert part.verdict != "consistent"
            assert mended(evidence, check, place).verdict == "consistent"


def test_the_programme_has_changes_to_test(evidence):
    assert {check.number for check in audit(evidence) for part in check.parts if part.changes} == {2, 7, 8,
                                                                                                  11, 12}


@settings(max_examples=25)
@given(changes=CHANGED, levels=st.none() | st.tuples(*[st.integers(1, 100)] * 3))
def test_the_smallest_change_makes_its_part_consistent_in_any_programme(evidence, knowing, changes, levels):
    given = evidence if levels is None else knowing({("grdp", sector): level for sector, level in zip(
        ("agriculture_fishery", "industry_construction", "services"), levels, strict=True)})
    given = replace(given, programme=replaced(given.programme, changes))
    for check in audit(given):
        for place, part in enumerate(check.parts):
            if part.changes:
                after = mended(given, check, place)
                assert after.verdict == "consistent", (check.number, place, part.changes)

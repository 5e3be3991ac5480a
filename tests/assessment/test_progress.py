"""How the targets stand as of a year, asked of a ward; and the same table of several scenarios."""

import math
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.assessment import Progress
from thienhuong_analysis.assessment.arrival import required_paces
from thienhuong_analysis.assessment.progress import compared
from thienhuong_analysis.errors import (
    ObservationError,
    ProgrammeError,
    ProjectionError,
    ScenarioError,
)
from thienhuong_analysis.ward import Ward

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def progress(sample):
    return sample.progress(2027, draws=200)


def test_progress_is_that_of_the_ward_its_year_scenario_draws_and_seed(sample):
    found = sample.progress(2026, "delayed", draws=20, seed=7)
    assert isinstance(found, Progress)
    pd.testing.assert_frame_equal(found.assessment, sample.assess(2026, "delayed", draws=20, seed=7))
    assert found.projection is sample.project("delayed", draws=20, seed=7, year=2026)


def test_progress_looks_at_nothing_after_its_year(sample):
    found = sample.progress(2026, draws=200)
    assert found.arrivals()["latest_year"].max() == 2026
    assert found.rules()["changes"].max() == 1


def test_progress_looks_at_nothing_that_became_known_later():
    then = Ward.open(ROOT / "data" / "sample", as_of="2027-06-30").progress(2027, draws=20)
    assert then.arrivals()["latest_year"].max() == 2026


def test_every_target_with_a_way_is_in_the_arrivals_and_no_other(progress):
    goals = progress.ward.programme.by_id
    found = set(progress.arrivals()["target_id"])
    assert not {name for name in found if goals[name].cadence == "each_year"
                or goals[name].comparator in ("done", "eq")}
    assert {"grdp_total", "enterprises_per_1000", "poverty_rate", "public_investment_capital"} <= found


def test_every_target_that_the_rules_judge_has_an_arrival(progress):
    assert set(progress.rules()["target_id"]) <= set(progress.arrivals()["target_id"])


def test_the_paces_of_the_arrivals_are_those_required_from_the_latest_figure(progress):
    kinds = progress.ward.programme.by_id
    for row in progress.arrivals().itertuples():
        if row.arrival_year == row.latest_year or kinds[row.target_id].cadence == "period_total":
            continue
        expected = required_paces(row.latest, row.goal, row.last_year - row.latest_year,
                                  share=kinds[row.target_id].kind == "share")
        for name, pace in expected.items():
            assert getattr(row, name) == pytest.approx(pace, nan_ok=True)


def test_the_joint_chance_without_names_is_that_of_all_targets_with_a_probability(progress):
    chances = progress.assessment.set_index("target_id")["probability"].dropna()
    answer = progress.joint()
    assert list(answer.marginal) == list(chances.index)
    np.testing.assert_allclose(list(answer.marginal.values()), chances)


def test_targets_may_be_named_by_their_indicator_and_twice(progress):
    answer = progress.joint(["poverty_rate", "grdp_total", "grdp_total"])
    assert list(answer.marginal) == ["poverty_rate", "grdp_total"]


def test_the_joint_chance_holds_for_the_enterprises_of_both_targets(installed):
    answer = installed.progress(2026, "target", draws=400).joint(
        ["enterprises_per_1000", "household_business_conversions"])
    assert answer.lower - 1e-9 <= answer.probability <= answer.upper + 1e-9


@pytest.mark.parametrize(("names", "kind", "said"), [
    (["grpd_total"], ProgrammeError, "no target is called grpd_total; did you mean grdp_total?"),
    (["grdp"], ProgrammeError, "grdp has several targets: grdp_total, grdp_agriculture_fishery"),
    (["grdp_total", "elections_2026"], ProjectionError, "elections_2026 has no probability"),
    (["solid_waste_collection_rate"], ProjectionError, "solid_waste_collection_rate has no probability")])
def test_what_cannot_be_met_together_is_said_in_one_sentence(progress, names, kind, said):
    with pytest.raises(kind, match=said) as error:
        progress.joint(names)
    assert "\n" not in str(error.value)


def test_a_target_with_figures_is_not_said_to_have_none(progress):
    # all of the waste is collected, and nobody has counted out of how much: judged by its pace
    assert progress.assessment.set_index("target_id").at["solid_waste_collection_rate", "latest"] == 1
    with pytest.raises(ProjectionError) as error:
        progress.joint(["solid_waste_collection_rate"])
    assert "judged" in str(error.value) and "targets that have one: budget_revenue" in str(error.value)


@pytest.mark.parametrize(("ask", "kind", "said"), [
    (lambda ward: ward.progress(2019, draws=5).rules(), ProjectionError, "2019 is no year of the programme"),
    (lambda ward: ward.progress(2026, "trent", draws=5).arrivals(), ScenarioError, "did you mean trend"),
    (lambda ward: ward.as_known("1900-01-01").progress(2026, draws=5).joint(), ObservationError,
     "no figure was known")])
def test_progress_that_cannot_be_told_says_why(installed, ask, kind, said):
    with pytest.raises(kind, match=said):
        ask(installed)


def test_after_the_programme_no_year_has_a_share_but_every_target_its_milestones(sample):
    found = sample.progress(2031, draws=20)
    assert found.this_years_share().empty
    counted = {name for name, target in sample.programme.by_id.items() if target.comparator != "done"}
    assert set(found.milestones()["target_id"]) == counted


def test_a_ward_that_has_only_counted_from_2026_on_is_judged_without_a_base(tmp_path):
    place = tmp_path / "data" / "raw" / "thienhuong"
    shutil.copytree(ROOT / "data" / "raw" / "thienhuong", place)
    figures = pd.read_csv(place / "baseline.csv", dtype=str)
    more = pd.concat([figures.iloc[:1]] * 2).assign(
        indicator="health_insurance_share", period=["2026", "2027"], value=["93", "95"], unit="percent",
        status="actual", as_of=["2027-01-31", "2028-01-31"], note="")
    pd.concat([figures, more]).to_csv(place / "baseline.csv", index=False)
    found = Ward.open(tmp_path).progress(2027, draws=20)
    row = found.rules().set_index("target_id").loc["health_insurance_share"]
    # 2 points a year: 95 + 6 = 101 of 98; growth since 2025 is not known
    assert (row["growth_label"], row["miss_label"]) == ("not_applicable", "on_track")
    arrival = found.arrivals().set_index("target_id").loc["health_insurance_share"]
    # logits 2.586689, 2.944439 and 3.891820: 0.35775 a year, 0.947381 to go: three years
    assert arrival["arrival_year"] == 2030 and arrival["present_pace"] == pytest.approx(0.35775, abs=1e-5)


# several scenarios


def test_tables_of_scenarios_are_put_together_target_by_target():
    one = pd.DataFrame({"target_id": ["b", "a"], "value": [1, 2]})
    other = pd.DataFrame({"target_id": ["b", "a", "c"], "value": [3, 4, 5]})
    table = compared({"trend": one, "delayed": other})
    assert table.to_dict("list") == {
        "scenario": ["trend", "delayed", "trend", "delayed", "delayed"],
        "target_id": ["b", "b", "a", "a", "c"], "value": [1, 3, 2, 4, 5]}


def test_long_tables_of_scenarios_keep_the_order_of_targets_and_of_scenarios():
    ids = [f"t{i % 37}" for i in range(0, 37 * 5, 5)]
    tables = {name: pd.DataFrame({"target_id": ids}) for name in ("trend", "target", "delayed")}
    table = compared(tables)
    assert table["target_id"].tolist() == [name for name in ids for _ in tables]
    assert table["scenario"].tolist() == list(tables) * 37


def test_the_table_of_one_scenario_stays_as_it_is():
    table = pd.DataFrame({"target_id": ["b", "a"], "value": [1, 2]})
    assert compared({"trend": table}) is table


def test_tables_without_targets_keep_the_order_of_the_scenarios():
    tables = {name: pd.DataFrame({"probability": [value]}) for name, value in (("trend", 0.3), ("slow", 0.1))}
    assert compared(tables).to_dict("list") == {"scenario": ["trend", "slow"], "probability": [0.3, 0.1]}


def test_two_empty_tables_make_an_empty_one():
    empty = pd.DataFrame(columns=["target_id", "value"])
    assert compared({"trend": empty, "delayed": empty}).empty


def test_delay_lowers_the_chance_of_growth_in_the_same_draws(installed):
    trend, delayed = (installed.progress(2026, name, draws=400).joint(["grdp_total"])
                      for name in ("trend", "delayed"))
    assert delayed.probability < trend.probability
    assert math.isclose(trend.probability, trend.marginal["grdp_total"])

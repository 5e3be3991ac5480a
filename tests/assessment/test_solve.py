"""Goal-seek with one lever: closed forms, brackets, and what cannot be reached."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

import thienhuong_analysis as th
from thienhuong_analysis.assessment import solve
from thienhuong_analysis.assessment.goals import Goal
from thienhuong_analysis.assessment.handles import handle, moved, settled
from thienhuong_analysis.assessment.search import without_effect
from thienhuong_analysis.assessment.tornado import with_figure
from thienhuong_analysis.errors import ProgrammeError, ProjectionError, ScenarioError
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import project
from thienhuong_analysis.projections.enterprises import births_required, simulated_register
from thienhuong_analysis.projections.poverty import probability_no_poor
from thienhuong_analysis.scenarios import Setting

ROOT = Path(__file__).parents[2]
DENSITY = "enterprises_per_1000"
FEW = {"draws": 150}


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture(scope="module")
def births(ward):
    return ward.solve(DENSITY, "births", draws=2_000)


def test_births_on_the_central_path_equal_the_closed_form(ward, births):
    # S* = 20 P/1000; B = [S* − S0(1−δ)^5 − Σ C(1−δ)^(5−j)] δ / [1 − (1−δ)^5], by hand
    people = 45_140 * 1.0063**5
    staying = 0.91 ** np.arange(5)
    needed = (20 * people / 1000 - 250 * 0.91**5 - 45 * staying.sum()) * 0.09 / (1 - 0.91**5)
    assert births.state == "solved"
    assert births.moves[0].number == pytest.approx(needed, rel=1e-6)
    assert births.closed_form == pytest.approx(needed, rel=1e-12)
    assert births.reached[0].after == pytest.approx(20, abs=1e-6)


def test_births_equal_the_root_of_the_mean_of_the_simulator_to_its_error(ward):
    inputs, draws = ward.inputs(draws=10_000), 10_000
    uniforms = inputs.streams.uniforms("enterprises", len(YEARS), 3)
    flat = np.full(len(YEARS), 1.0)
    target = 20 * 45_140 * 1.0063**5 / 1000

    def simulated(number):
        return simulated_register(250, number * flat, 90 * flat, 0.5 * flat, 0.09 * flat, 2.0,
                                  uniforms).stock[:, -1]

    root = optimize.brentq(lambda number: simulated(number).mean() - target, 50, 300, xtol=1e-2)
    found = ward.solve(DENSITY, "births", draws=50).moves[0].number
    slope = (simulated(root + 1).mean() - simulated(root - 1).mean()) / 2
    error = simulated(root).std() / np.sqrt(draws) / slope
    assert found == pytest.approx(root, abs=4 * error)
    assert error < 0.1


def test_the_answer_for_a_chance_has_it_and_a_little_less_has_not(ward):
    found = ward.solve(DENSITY, "births", probability=0.8, **FEW)
    assert found.bracket.missed_chance < 0.8 <= found.bracket.met_chance
    assert found.bracket.met - found.bracket.missed < 0.01
    inputs, target = ward.inputs(**FEW), ward.programme.target(DENSITY)
    for number, chance in ((found.bracket.missed, found.bracket.missed_chance),
                           (found.bracket.met, found.bracket.met_chance)):
        settings = {**inputs.settings, "births": Setting(number, "test")}
        projection = project(replace(inputs, settings=settings))
        assert np.mean(projection.draws(DENSITY)[:, -1] >= target.value) == chance


def test_a_higher_chance_takes_more(ward, births):
    low, high = (ward.solve(DENSITY, "births", probability=p, **FEW).moves[0].number for p in (0.3, 0.9))
    assert low < births.moves[0].number < high


def test_growth_of_one_sector_is_the_root_of_the_sum_of_sectors(ward):
    found = ward.solve("grdp_total", "growth.industry_construction", **FEW)
    shares = [ward.project(draws=5).find("grdp", s).base / 100 for s in (
        "agriculture_fishery", "industry_construction", "services")]
    rest = shares[0] * 1.0156**5 + shares[2] * 1.0824**5
    rate = ((1.14**5 - rest) / shares[1]) ** 0.2 - 1
    assert found.moves[0].number == pytest.approx(rate, rel=1e-8)


def test_exits_from_poverty_for_a_chance_that_nobody_is_poor_match_the_closed_form(ward):
    base = ward.inputs(draws=1_000)
    quiet = replace(base, settings={**base.settings, "poverty_entry": Setting(0.0, "test")})
    target = replace(ward.programme.target("poor_households"), cadence="by_year", by_year=2030)
    found = solve(quiet, [target], ["poverty_exit"], probability=0.5)
    poor = round(project(quiet).find("poor_households").base)
    rate = optimize.brentq(lambda x: probability_no_poor(poor, x, 0.0, 5) - 0.5, 0.01, 0.99)
    slope = (probability_no_poor(poor, rate + 1e-4, 0.0, 5) - probability_no_poor(poor, rate, 0.0, 5)) / 1e-4
    assert found.moves[0].number == pytest.approx(rate, abs=4 * np.sqrt(0.25 / 1_000) / slope)


def test_a_target_that_is_met_needs_no_change(ward):
    found = ward.solve("poverty_rate", "poverty_exit", **FEW)
    assert found.state == "met"
    assert found.moves[0].needed == tuple(found.moves[0].handle.present)
    assert found.reached[0].before == found.reached[0].after


def test_a_lever_that_is_too_weak_is_named_at_its_bound_with_the_best_it_reaches(ward):
    found = ward.solve(DENSITY, "exit_rate", **FEW)
    assert (found.state, found.moves[0].number, found.moves[0].at_bound) == ("infeasible", 0, "lowest")
    # nobody leaves: 250 + 5·38 + 225 enterprises
    assert found.reached[0].after == pytest.approx(1000 * 665 / (45_140 * 1.0063**5))


def test_a_lever_without_effect_says_which_ones_have_one(ward):
    found = ward.solve("grdp_total", "births", **FEW)
    assert found.state == "no_effect"
    assert set(found.effective) == {
        "growth.agriculture_fishery", "growth.industry_construction", "growth.services",
        "value_share_per_hectare.industry_construction", "value_share_per_hectare.services"}


@pytest.mark.parametrize("lever", ["transition.poor.other", "poverty_semi_elasticity"])
def test_a_lever_that_works_only_with_others_is_refused_alone_and_never_proposed(ward, lever):
    inputs, target = ward.inputs(draws=50), ward.programme.target("poverty_rate")
    inputs = with_figure(with_figure(inputs, "poor_households", 400), "poverty_exit", 0.0)
    with pytest.raises(ProjectionError, match=r"give all six|needs poverty_reference_growth"):
        solve(inputs, [target], [lever])
    other = solve(inputs, [target], ["births"])
    assert "poverty_exit" in other.effective and lever not in other.effective


def test_projects_are_solved_for_like_any_lever(ward):
    found = ward.solve("grdp_total", "value_share_per_hectare.services", draws=1)
    assert found.state == "solved" and found.reached[0].after == pytest.approx(0.14, abs=1e-6)


def test_volatility_has_an_effect_on_a_chance_only(ward):
    inputs, goal = ward.inputs(draws=5), Goal(ward.programme.target("grdp_total"))
    handles = {"volatility": handle(inputs, "volatility", project(inputs))}
    assert without_effect(goal, handles["volatility"], lambda number: project(
        moved(inputs, {"volatility": number}, handles)))
    found = ward.solve("grdp_total", "volatility", probability=0.3, **FEW)
    assert found.state == "solved" and found.moves[0].number > 1.5


def test_a_lever_that_is_a_path_is_shifted_as_a_whole(ward):
    found = ward.solve("grdp_total", "growth.services", scenario="delayed", **FEW)
    move = found.moves[0]
    assert move.handle.how == "shifted" and move.number == pytest.approx(np.mean(move.needed))
    np.testing.assert_allclose(np.array(move.needed) - move.handle.present, move.number - move.handle.start)
    assert found.reached[0].after == pytest.approx(0.14, abs=1e-9)


def test_a_total_given_by_year_is_scaled_and_compared_with_the_total_thought_plausible(ward):
    move = ward.solve(DENSITY, "conversions", "delayed", **FEW).moves[0]
    # what is missing of 20 per 1,000 comes from converted ones, as they are spread and as they survive
    missing = 20 * 45_140 * 1.0063**5 / 1000 - 250 * 0.91**5 - 38 * (0.91 ** np.arange(5)).sum()
    survive = np.array([30, 30, 130, 130, 130]) / 450 @ 0.91 ** np.arange(5)[::-1]
    assert move.handle.how == "scaled" and move.handle.start == 450
    assert move.number == pytest.approx(missing / (0.5 * survive), rel=1e-7)
    np.testing.assert_allclose(move.needed, np.array([30, 30, 130, 130, 130]) * move.number / 450)
    assert (move.handle.range.low, move.handle.range.high) == (0, 450)


def test_the_mean_of_a_path_is_compared_with_what_is_thought_plausible_of_a_year(ward):
    found = ward.solve(DENSITY, "births", "accelerated", **FEW).moves[0].handle
    assert found.start == 40.5
    assert (found.range.low, found.range.high) == (30, 43)
    # no year below 0: the first, at 38, is 2.5 below the mean
    assert found.lowest == 2.5 and found.path(found.lowest).min() == 0


def test_a_total_of_which_no_year_has_any_is_spread_evenly(ward):
    inputs = ward.inputs(draws=1)
    inputs = replace(inputs, settings={**inputs.settings, "conversions": Setting(np.zeros(5), "test")})
    found = handle(inputs, "conversions", project(inputs))
    np.testing.assert_allclose(found.path(450), 90)
    assert found.start == 0 and found.highest == 500_000


def test_a_total_of_which_some_years_have_none_is_bound_by_the_others(ward):
    inputs = ward.inputs(draws=1)
    some = Setting(np.array([0, 0, 0, 100, 300.0]), "test")
    inputs = replace(inputs, settings={**inputs.settings, "conversions": some})
    found = handle(inputs, "conversions", project(inputs))
    assert (found.lowest, found.highest) == pytest.approx((0, 100_000 / 0.75))


def test_a_lever_that_the_scenario_solves_for_starts_from_what_came_out(ward):
    found = ward.solve(DENSITY, "births", "target", probability=0.8, **FEW)
    people = 45_140 * 1.0063**5
    start = births_required(20 * people / 1000, 250, np.full(5, 90.0), np.full(5, 0.09))
    assert found.moves[0].handle.source == "solved"
    assert found.moves[0].handle.start == pytest.approx(start)
    assert found.moves[0].number > start


def test_a_rate_that_the_ward_has_counted_is_where_the_lever_stands():
    sample = th.Ward.open(ROOT / "data/sample")
    found = sample.solve(DENSITY, "births", **FEW)
    move = found.moves[0]
    assert (move.handle.source, found.first_year) == ("measured", 2028)
    counted = sample.known().history("enterprise_births")
    assert move.handle.start == pytest.approx(counted.loc[2026:].mean())
    assert found.closed_form == pytest.approx(move.number, rel=1e-6)


def test_a_strict_target_is_answered_with_a_number_that_meets_it(ward):
    inputs = ward.inputs(**FEW)
    worse = replace(inputs, settings={**inputs.settings, "poverty_exit": Setting(0.0, "test"),
                                      "poverty_entry": Setting(0.001, "test")})
    target = ward.programme.target("poverty_rate")
    found = solve(worse, [target], ["poverty_exit"])
    assert found.state == "solved"
    assert found.reached[0].after < 0.005
    assert found.reached[0].after == pytest.approx(0.005, abs=1e-8)
    before = project(worse)
    handles = {"poverty_exit": handle(worse, "poverty_exit", before)}
    missed = project(moved(worse, {"poverty_exit": found.bracket.missed}, handles))
    assert not Goal(target).holds(missed)


@pytest.mark.parametrize(("targets", "levers", "more", "error", "says"), [
    (DENSITY, "birth", {}, ScenarioError, "did you mean births"),
    ("enterprises_per_100", "births", {}, ProgrammeError, "did you mean enterprises_per_1000"),
    ("budget_revenue", "births", {}, ProjectionError, "lacks a figure to start from"),
    ("drug_free_ward", "births", {}, ProjectionError, "milestone"),
    (DENSITY, ["births", "births"], {}, ScenarioError, "named twice"),
    (DENSITY, [], {}, ScenarioError, "without a lever"),
    (DENSITY, "births", {"probability": 80}, ScenarioError, "between 0 and 1"),
    ([DENSITY, DENSITY], "births", {}, ProgrammeError, "named twice"),
    (DENSITY, "births", {"weights": {"exit_rate": 1}}, ScenarioError, "is no lever of this question"),
    (DENSITY, "births", {"weights": {"births": 0}}, ScenarioError, "above 0"),
])
def test_what_cannot_be_asked_is_answered_in_one_sentence(ward, targets, levers, more, error, says):
    with pytest.raises(error, match=says):
        ward.solve(targets, levers, draws=50, **more)


def test_when_all_years_are_known_nothing_is_left_to_solve():
    inputs = th.Ward.open(ROOT / "data/sample").inputs(draws=20)
    target = replace(inputs.programme.target(DENSITY), by_year=2026)
    with pytest.raises(ProjectionError, match="all years of"):
        solve(inputs, [target], ["births"])


def test_the_same_question_has_the_same_answer(ward):
    first, second = (ward.solve(DENSITY, "births", **FEW).as_dict() for _ in range(2))
    assert first == second


def test_a_share_that_must_be_whole_is_reached_by_what_is_missing_over_the_years_left(sample):
    name = "digital_skills_households_share"
    found = sample.solve(name, f"change.{name}", year=2027, **FEW)
    # 86 % in 2027, and three years to go
    assert found.state == "solved"
    assert found.moves[0].number == pytest.approx((1 - 0.86) / 3, rel=1e-8)
    assert found.reached[0].after == pytest.approx(1, abs=2e-9)
    assert found.as_dict()["targets"][0]["chance_after"] is None


def test_a_chance_of_a_whole_share_is_solved_for_where_it_is_counted_and_refused_where_not(sample):
    name = "smart_classroom_schools_share"
    with pytest.raises(ProjectionError, match="not counted out of a whole"):
        sample.solve(name, f"change.{name}", year=2027, probability=0.8, **FEW)
    inputs = sample.inputs(year=2027, **FEW)
    counted = replace(inputs, bases={name: "enterprises"})
    found = solve(counted, [inputs.programme.target(name)], [f"change.{name}"], probability=0.8)
    assert found.state == "solved"
    assert found.bracket.missed_chance < 0.8 <= found.bracket.met_chance


def test_a_rate_asked_for_from_now_on_leaves_the_shocks_that_came_as_they_are():
    # every draw grows by what the lever is raised by, in each of the three years ahead
    inputs = th.Ward.open(ROOT / "data/sample").inputs(draws=50)
    before = project(inputs)
    held = settled(inputs, before)
    found = handle(inputs, "growth.services", before)
    after = project(moved(held, {"growth.services": 0.15}, {"growth.services": found}))
    gain = after.draws("grdp", "services")[:, 2:] / before.draws("grdp", "services")[:, 2:]
    rise = 1.15 / (1 + found.present[2:])
    np.testing.assert_allclose(gain, np.broadcast_to(np.cumprod(rise), gain.shape))
    np.testing.assert_array_equal(project(held).draws("grdp"), before.draws("grdp"))

"""Several levers: the least effort against a grid, its conditions, and targets together."""

from pathlib import Path

import numpy as np
import pytest
from scipy import optimize

import thienhuong_analysis as th
from thienhuong_analysis.assessment.effort import Problem, just_met, least_effort
from thienhuong_analysis.assessment.goals import Goal
from thienhuong_analysis.assessment.handles import handle, moved
from thienhuong_analysis.errors import ScenarioError
from thienhuong_analysis.projections import project

ROOT = Path(__file__).parents[2]
DENSITY = "enterprises_per_1000"
GROWTH = ["growth.industry_construction", "growth.services"]


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture(scope="module")
def grown(ward):
    return ward.solve("grdp_total", GROWTH, draws=100)


def _growth(ward, industry, services):
    """Return average growth of the total, by hand."""
    agriculture, ind, ser = (ward.project(draws=5).find("grdp", s).base for s in (
        "agriculture_fishery", "industry_construction", "services"))
    total = agriculture * 1.0156**5 + ind * (1 + industry) ** 5 + ser * (1 + services) ** 5
    return (total / 100) ** 0.2 - 1


def test_no_point_of_a_fine_grid_reaches_the_target_with_less_effort(ward, grown):
    scale = [move.handle.scale for move in grown.moves]
    efforts = []
    for services in np.linspace(0.07, 0.16, 400):
        industry = optimize.brentq(lambda x, s=services: _growth(ward, x, s) - 0.14, -0.3, 0.9)
        efforts.append(((industry - 0.1456) / scale[0]) ** 2 + ((services - 0.0824) / scale[1]) ** 2)
    assert grown.effort <= min(efforts) * (1 + 1e-9)
    assert grown.effort == pytest.approx(min(efforts), rel=1e-3)


def test_at_the_answer_more_effort_buys_the_same_with_every_lever(ward, grown):
    numbers = [move.number for move in grown.moves]
    scale = np.array([move.handle.scale for move in grown.moves])
    steps = (np.array(numbers) - [0.1456, 0.0824]) / scale
    slopes = []
    for j in range(2):
        ends = [list(numbers), list(numbers)]
        ends[0][j] -= 1e-5
        ends[1][j] += 1e-5
        slopes.append((_growth(ward, *ends[1]) - _growth(ward, *ends[0])) / 2e-5 * scale[j])
    prices = 2 * steps / slopes
    assert prices[0] == pytest.approx(prices[1], rel=1e-4)
    assert prices[0] > 0
    assert grown.reached[0].after == pytest.approx(0.14, abs=1e-9)


def test_a_lever_with_more_weight_moves_less(ward, grown):
    heavy = ward.solve("grdp_total", GROWTH, weights={GROWTH[0]: 10.0}, draws=100)
    assert heavy.moves[0].number < grown.moves[0].number
    assert heavy.moves[1].number > grown.moves[1].number


def test_a_lever_at_its_bound_stays_there_and_the_others_do_the_rest(ward):
    found = ward.solve(DENSITY, ["births", "exit_rate", "conversion_uptake"], draws=100)
    births, exits, uptake = found.moves
    assert (exits.number, exits.at_bound, uptake.number, uptake.at_bound) == (0, "lowest", 1, "highest")
    # nobody leaves, all 450 convert: what is missing of 20 per 1,000 is born
    assert births.number == pytest.approx((20 * 45_140 * 1.0063**5 / 1000 - 250 - 450) / 5, rel=1e-7)


def test_two_targets_that_share_no_lever_are_solved_as_if_alone(ward, grown):
    both = ward.solve(["grdp_total", DENSITY], [*GROWTH, "births"], draws=100)
    assert [move.number for move in both.moves[:2]] == pytest.approx(
        [move.number for move in grown.moves], rel=1e-5)
    assert both.moves[2].number == pytest.approx(ward.solve(DENSITY, "births", draws=100).closed_form,
                                                 rel=1e-5)
    assert max(0, sum(r.chance_after for r in both.reached) - 1) <= both.joint_chance <= min(
        r.chance_after for r in both.reached)


def test_each_target_gets_the_chance_that_was_asked_for(ward):
    found = ward.solve("grdp_total", GROWTH, probability=0.7, draws=300)
    assert found.state == "solved"
    assert 0.7 <= found.reached[0].chance_after < 0.72


def test_levers_that_cannot_do_it_even_together_come_as_near_as_they_can(ward):
    found = ward.solve(DENSITY, ["exit_rate", "conversion_uptake"], draws=100)
    assert found.state == "infeasible"
    assert [move.at_bound for move in found.moves] == ["lowest", "highest"]
    assert found.reached[0].after == pytest.approx(1000 * (250 + 190 + 450) / (45_140 * 1.0063**5))


def test_a_lever_without_effect_stays_where_it_is(ward, grown):
    found = ward.solve("grdp_total", [*GROWTH, "births"], draws=100)
    assert np.isnan(found.moves[2].number)
    assert found.moves[2].needed == (38.0,) * 5
    assert found.moves[0].number == pytest.approx(grown.moves[0].number, rel=1e-6)


def test_the_linear_step_is_the_answer_where_the_goal_is_linear(ward):
    inputs = ward.inputs(draws=1)
    before = project(inputs)
    found = [handle(inputs, key, before) for key in ("births", "conversion_uptake")]
    named = {one.key: one for one in found}
    problem = Problem([Goal(ward.programme.target(DENSITY))], found,
                      lambda numbers: project(moved(inputs, numbers, named)), {"conversion_uptake": 50.0})
    step = just_met(problem, problem.linear_step())
    np.testing.assert_allclose(least_effort(problem), step, rtol=1e-6)
    assert problem.gaps(step)[0] == pytest.approx(0, abs=1e-8)


def test_effort_cannot_be_counted_from_nowhere():
    sample = th.Ward.open(ROOT / "data/sample")
    with pytest.raises(ScenarioError, match="no value to start from"):
        sample.solve("budget_revenue", ["growth.budget_revenue", "births"], probability=0.95, draws=50)

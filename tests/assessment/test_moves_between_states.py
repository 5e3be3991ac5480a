"""Levers of the three states of poverty: bound by what the other moves out of a state leave."""

from dataclasses import replace

import numpy as np
import pytest

from thienhuong_analysis.assessment import solve, tornado
from thienhuong_analysis.assessment.handles import handle
from thienhuong_analysis.projections import project
from thienhuong_analysis.scenarios import Setting

MOVES = {"transition.poor.near_poor": 0.3, "transition.poor.other": 0.1,
         "transition.near_poor.poor": 0.05, "transition.near_poor.other": 0.2,
         "transition.other.poor": 0.003, "transition.other.near_poor": 0.002}


@pytest.fixture
def three(installed):
    """Return inputs with all six moves, some of them different."""

    def make(**more):
        inputs = installed.inputs(draws=100)
        moves = {**MOVES, **{key.replace("__", "."): value for key, value in more.items()}}
        return replace(inputs, settings={**inputs.settings, **{
            key: Setting(value, "test") for key, value in moves.items()}})

    return make


def test_a_target_out_of_reach_is_answered_with_the_move_at_its_bound(installed, three):
    found = solve(three(), [installed.programme.target("poor_households")], ["transition.poor.other"])
    move = found.moves[0]
    assert (found.state, move.at_bound) == ("infeasible", "highest")
    assert move.number == pytest.approx(0.7) and move.handle.lowest == 0
    # all 54 leave poverty; of 276 near-poor one in twenty and of all the rest 3 in 1,000 come new
    rest = 45_140 / 3.5 - 54 - 276
    assert found.reached[0].after == pytest.approx(276 * 0.05 + rest * 0.003, rel=1e-9)


def test_a_move_within_its_room_is_solved_for(installed, three):
    found = solve(three(), [installed.programme.target("poverty_rate")], ["transition.poor.other"])
    assert found.state == "solved" and 0.1 < found.moves[0].number < 0.7
    assert found.reached[0].after == pytest.approx(0.005, abs=1e-7)


def test_two_moves_out_of_one_state_together_never_pass_all_of_it(installed, three):
    both = ["transition.poor.other", "transition.poor.near_poor"]
    target = installed.programme.target("poor_households")
    found = solve(three(), [target], both)
    assert found.state == "infeasible" and {move.at_bound for move in found.moves} == {"highest"}
    assert sum(move.number for move in found.moves) == pytest.approx(1)
    within = solve(three(), [installed.programme.target("poverty_rate")], both)
    assert within.state == "solved" and sum(move.number for move in within.moves) < 1


def test_the_room_of_a_path_is_that_of_its_tightest_year(three):
    inputs = three(transition__poor__other=np.array([0.1, 0.2, 0.3, 0.4, 0.5]))
    found = handle(inputs, "transition.poor.other", project(inputs))
    # 0.3 + 0.5 leaves 0.2 in the last year
    assert found.how == "shifted" and found.highest == pytest.approx(0.3 + 0.2)
    assert found.path(found.highest)[-1] == pytest.approx(0.7)
    shut = three(transition__poor__near_poor=0.6, transition__poor__other=0.4)
    assert handle(shut, "transition.poor.other", project(shut)).highest == pytest.approx(0.4)


def test_moves_count_among_the_levers_that_have_an_effect(installed, three):
    found = solve(three(), [installed.programme.target("poverty_rate")], ["growth.services"])
    assert found.state == "no_effect" and set(MOVES) < set(found.effective)


def test_the_tornado_names_the_moves_that_it_has_no_range_for(installed, three):
    found = tornado(three(), installed.programme.target("poverty_rate"))
    assert set(MOVES) == set(found.left_out)

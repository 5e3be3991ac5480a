"""Households in three states: matrices, expectation, draws, and where they come from."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.projections import project
from thienhuong_analysis.projections.transitions import (
    MOVES,
    counted_moves,
    expected_states,
    simulated_states,
    transition_matrix,
    transitions_between,
)

MATRIX = np.array([[0.6, 0.3, 0.1], [0.05, 0.75, 0.2], [0.001, 0.004, 0.995]])
LEVERS = {f"transition.{before}.{after}": MATRIX[i, j]
          for i, before in enumerate(("poor", "near_poor", "other"))
          for j, after in enumerate(("poor", "near_poor", "other")) if i != j}
COUNTED = {("household_transitions", f"from={before};to={after}"): {2026: 1000 * MATRIX[i, j]}
           for i, before in enumerate(("poor", "near_poor", "other"))
           for j, after in enumerate(("poor", "near_poor", "other"))}
START, HOUSEHOLDS, NO_BREAK = np.array([54.0, 276]), np.full(6, 12_900.0), np.ones((5, 2))


def test_lists_of_two_years_give_the_moves_of_those_in_both():
    before = {"a": "poor", "b": "poor", "c": "near_poor", "d": "other", "gone": "poor"}
    after = {"a": "poor", "b": "near_poor", "c": "other", "d": "other", "new": "poor"}
    assert transitions_between(before, after).tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 1]]


def test_a_state_that_is_none_is_named():
    with pytest.raises(ProjectionError, match="household a: rich is none of poor, near_poor, other"):
        transitions_between({"a": "poor"}, {"a": "rich"})


def test_rows_of_a_matrix_sum_to_one():
    np.testing.assert_allclose(transition_matrix(1000 * MATRIX), MATRIX)


def test_a_state_that_held_nobody_tells_no_matrix():
    assert transition_matrix(np.array([[0.0, 0, 0], [1, 1, 1], [1, 1, 1]])) is None


def test_the_expected_path_is_the_power_of_the_matrix():
    path = expected_states(START, np.broadcast_to(MATRIX, (5, 3, 3)), HOUSEHOLDS, NO_BREAK)
    start = np.append(START, 12_900 - START.sum())
    np.testing.assert_allclose(path[-1], start @ np.linalg.matrix_power(MATRIX, 5))


@given(st.lists(st.floats(0, 0.45), min_size=6, max_size=6))
def test_draws_keep_every_household_and_are_whole(chances):
    matrix = np.zeros((3, 3))
    for chance, (i, j) in zip(chances, ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)), strict=True):
        matrix[i, j] = chance
    matrix += np.diag(1 - matrix.sum(axis=1))
    uniforms = np.random.default_rng(1).random((20, 5, len(MOVES)))
    drawn = simulated_states(START, np.broadcast_to(matrix, (5, 3, 3)), HOUSEHOLDS, NO_BREAK, uniforms)
    assert (drawn >= 0).all() and (drawn.sum(axis=2) == 12_900).all()
    np.testing.assert_array_equal(drawn, np.round(drawn))


def test_the_mean_of_the_draws_is_the_expected_path():
    uniforms = np.random.default_rng(2).random((8000, 5, len(MOVES)))
    matrices = np.broadcast_to(MATRIX, (5, 3, 3))
    drawn = simulated_states(START, matrices, HOUSEHOLDS, NO_BREAK, uniforms)
    error = drawn.std(axis=0) / np.sqrt(8000)
    assert (np.abs(drawn.mean(axis=0) - expected_states(START, matrices, HOUSEHOLDS, NO_BREAK))
            < 4.5 * error).all()


def test_a_restatement_multiplies_the_poor_and_the_near_poor_once_and_each_by_its_own_factor():
    still = np.broadcast_to(np.eye(3), (5, 3, 3))
    factors = np.array([[1, 1], [2.0, 3.0], [1, 1], [1, 1], [1, 1]])
    path = expected_states(START, still, HOUSEHOLDS, factors)
    assert path[:, 0].tolist() == [54, 108, 108, 108, 108] and path[-1].sum() == 12_900
    assert path[:, 1].tolist() == [276, 828, 828, 828, 828]
    drawn = simulated_states(START, still, HOUSEHOLDS, factors, np.full((3, 5, 6), 0.5))
    assert (drawn[:, -1, :2] == [108, 828]).all()


def marked(**factors):
    return pd.DataFrame([{"indicator": name, "year": 2027, "restatement_factor": factor}
                         for name, factor in factors.items()])


NOBODY_MOVES = dict.fromkeys(LEVERS, 0.0)


@pytest.mark.parametrize(("factors", "poor", "near"), [
    ({"poor_households": 2.0, "near_poor_households": 3.0}, 600, 1800),
    ({"poor_households": 2.0}, 600, 600), ({"near_poor_rate": 3.0}, 300, 1800)])
def test_poor_and_near_poor_are_restated_by_the_factors_declared_for_each(inputs, factors, poor, near):
    made = project(inputs(NOBODY_MOVES, breaks=marked(**factors)))
    for name, value in (("poor_households", poor), ("near_poor_households", near)):
        series = made.find(name)
        assert series.point[0] == (series.base) and (series.point[1:] == value).all()
        assert ("restatement" in series.rests_on) == (value != series.base)


def test_near_poor_ones_counted_before_the_new_definition_only_are_restated_to_it(inputs):
    made = project(inputs(NOBODY_MOVES, breaks=marked(near_poor_households=3.0),
                          figures={"poor_households": {2025: 300.0, 2026: 280.0, 2027: 500.0},
                                   "near_poor_households": {2025: 600.0, 2026: 590.0}}))
    assert made.find("near_poor_households").point[2:].tolist() == [1770.0] * 3
    assert made.find("poor_households").point[2:].tolist() == [500.0] * 3


def test_moves_of_the_first_year_of_a_new_standard_are_not_pooled(inputs):
    # from the end of one year to the end of the next: households were judged by two standards
    definitions = pd.DataFrame([
        {"indicator": "poor_households", "definition": definition, "from_year": first, "to_year": last}
        for definition, first, last in (("old", 2022, 2025), ("new", 2026, 2030))])
    figures = {key: {2026: 50.0, 2027: moved[2026]} for key, moved in COUNTED.items()}
    counted = counted_moves(inputs(figures=figures, definitions=definitions), "new")
    assert {tuple(moves.index) for moves in counted.values()} == {(2027,)}


@pytest.mark.parametrize("source", ["scenario", "lists"])
def test_matrices_come_from_the_scenario_or_from_the_household_lists(inputs, source):
    made = project(inputs(LEVERS) if source == "scenario" else inputs(figures=COUNTED))
    poor, near = made.find("poor_households"), made.find("near_poor_households")
    households = made.find("households")
    start = np.array([300.0, 600, households.base - 900])
    np.testing.assert_allclose([poor.point[0], near.point[0]], (start @ MATRIX)[:2])
    assert ("transition.poor.other" in poor.rests_on) == (source == "scenario")
    np.testing.assert_allclose(made.find("poverty_rate").point, poor.point / households.point)


def test_without_either_there_are_two_states_and_no_near_poor_ones(inputs):
    made = project(inputs())
    assert ("near_poor_households", "total") not in made.series
    assert "poverty_exit" in made.find("poor_households").rests_on


@pytest.mark.parametrize("lever", [{"poverty_exit": 0.3}, {"poverty_exit": "required"}])
def test_a_scenario_that_sets_exits_is_heard_even_where_lists_are_counted(inputs, lever):
    made = project(inputs(lever, figures=COUNTED))
    assert "poverty_exit" in made.find("poor_households").rests_on
    assert ("near_poor_households", "total") not in made.series


def test_an_elasticity_beside_transitions_is_refused(inputs):
    with pytest.raises(ProjectionError, match="works with two states"):
        project(inputs(LEVERS | {"poverty_semi_elasticity": 0.01, "poverty_reference_growth": 0.1}))


def test_some_transitions_alone_are_refused(inputs):
    with pytest.raises(ProjectionError, match=r"gives transition\.poor\.near_poor but not .*give all six"):
        project(inputs({"transition.poor.near_poor": 0.3}))


def test_more_than_all_of_a_state_is_refused(inputs):
    with pytest.raises(ProjectionError, match="transitions out of near_poor sum to more than 1"):
        project(inputs(LEVERS | {"transition.near_poor.other": 0.98}))

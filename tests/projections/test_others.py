"""Random walks of all other indicators."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import expit, logit

from thienhuong_analysis.projections.others import other_series, random_walk

NORMALS = np.random.default_rng(3).normal(size=(4000, 5))


def series(made, name="clean_water_share"):
    return {s.indicator: s for s in other_series(made, set())}.get(name)


def test_a_walk_in_logs_of_a_table_worked_out_by_hand():
    point, draws = random_walk(100, np.log([1.1, 1.2]), np.log(2), np.array([[1.0, -1.0]]),
                               share=False)
    np.testing.assert_allclose(point, [110, 132])
    np.testing.assert_allclose(draws, [[220, 132]])


def test_a_walk_of_odds_of_a_table_worked_out_by_hand():
    # odds 1 → 2 → 4: shares 1/2 → 2/3 → 4/5; a shock of ln 2 once doubles them again
    point, draws = random_walk(0.5, np.log([2.0, 2.0]), np.log(2), np.array([[0.0, 1.0]]),
                               share=True)
    np.testing.assert_allclose(point, [2 / 3, 4 / 5])
    np.testing.assert_allclose(draws, [[2 / 3, 8 / 9]])


@given(st.floats(0.001, 0.999), st.floats(-0.5, 0.5), st.floats(0, 1),
       hnp.arrays(float, (3, 5), elements=st.floats(-4, 4)))
def test_a_share_stays_between_its_bounds(last, drift, sd, normals):
    point, draws = random_walk(last, np.full(5, drift), sd, normals, share=True)
    assert ((draws > 0) & (draws < 1)).all() and ((point > 0) & (point < 1)).all()


def test_the_spread_of_a_walk_grows_with_the_root_of_time():
    logs = np.log(random_walk(1, np.zeros(5), 0.05, NORMALS, share=False)[1])
    np.testing.assert_allclose(logs.std(axis=0), 0.05 * np.sqrt(np.arange(1, 6)), rtol=0.05)


def test_one_figure_alone_stays_where_it_is_and_says_so(inputs):
    found = series(inputs())
    np.testing.assert_allclose(found.point, 0.8)
    assert "no_change" in found.rests_on


def test_two_figures_continue_their_mean_change_of_odds(inputs):
    found = series(inputs(figures={"clean_water_share": {2025: 0.5, 2027: 0.8}}))
    # odds 1 → 4 in two years: doubled every year, 8, 16, 32 from 2028 on
    np.testing.assert_allclose(found.point[2:], [8 / 9, 16 / 17, 32 / 33])
    assert found.rests_on == ("share_volatility",) and found.known_years == 2


def test_two_figures_of_a_level_continue_their_mean_growth(inputs):
    found = series(inputs(figures={"budget_revenue": {2025: 100, 2026: 120}}), "budget_revenue")
    np.testing.assert_allclose(found.point, 100 * 1.2 ** np.arange(1, 6))
    assert (found.draws[:, 0] == 120).all()


def test_a_growth_that_a_scenario_sets_is_exactly_that_of_the_path(inputs):
    found = series(inputs({"growth.budget_revenue": [0.1, 0.2, 0.0, -0.1, 0.14]}), "budget_revenue")
    np.testing.assert_allclose(found.point[1:] / found.point[:-1] - 1, [0.2, 0.0, -0.1, 0.14])
    assert found.point[0] == pytest.approx(110) and "growth.budget_revenue" in found.rests_on


def test_a_change_that_a_scenario_sets_is_in_points_a_year(inputs):
    found = series(inputs({"change.clean_water_share": 0.03}))
    np.testing.assert_allclose(found.point, [0.83, 0.86, 0.89, 0.92, 0.95])


def test_a_change_beyond_the_bound_stops_at_it(inputs):
    found = series(inputs({"change.clean_water_share": 0.1}))
    np.testing.assert_allclose(found.point, [0.9, 1, 1, 1, 1], rtol=1e-12)
    assert (found.point[1:] == 1).all()
    assert (found.draws <= 1).all()


def test_a_change_set_by_year_begins_with_the_first_year_not_known(inputs):
    found = series(inputs({"change.clean_water_share": [0.5, 0.5, 0.01, 0.02, 0.03]},
                          figures={"clean_water_share": {2025: 0.8, 2026: 0.85, 2027: 0.87}}))
    np.testing.assert_allclose(found.point, [0.85, 0.87, 0.88, 0.90, 0.93])


@pytest.mark.parametrize("figure", [0.0, 1.0])
def test_a_share_at_its_bound_has_no_projection(inputs, figure):
    assert series(inputs(figures={"clean_water_share": {2025: figure}})) is None


@pytest.mark.parametrize("base", [0.0, 1.0])
def test_a_share_that_has_left_its_bound_is_not_thrown_to_the_other(inputs, base):
    found = series(inputs(figures={"clean_water_share": {2025: base, 2026: 0.5}}))
    if found is not None:
        assert np.isfinite(found.draws).all()
        assert ((found.point > 0.01) & (found.point < 0.99)).all()


def test_a_level_that_has_left_zero_does_not_grow_without_end(inputs):
    found = series(inputs(figures={"budget_revenue": {2025: 0.0, 2026: 50.0}}), "budget_revenue")
    assert found is None or np.isfinite(found.draws).all()


def test_the_median_of_the_draws_is_the_path(inputs):
    found = series(inputs(draws=4000, figures={"clean_water_share": {2025: 0.5, 2026: 0.6}}))
    odds = logit(np.median(found.draws[:, 1:], axis=0)) - logit(found.point[1:])
    assert (np.abs(odds) < 4 * 1.2533 * 0.2 * np.sqrt(np.arange(1, 5) / 4000)).all()
    assert expit(logit(0.6) + logit(0.6)) == pytest.approx(found.point[1])


def test_milestones_and_what_is_projected_already_are_left_out(inputs):
    made = inputs(figures={"drug_free_ward": {2025: 0.0}})
    assert {s.indicator for s in other_series(made, {"population", "enterprises"})} == {
        "clean_water_share", "budget_revenue"}

"""Poor households: the chances that nobody is poor, and the exits a target needs."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.projections import Streams, project
from thienhuong_analysis.projections.people import household_series, population_series
from thienhuong_analysis.projections.poverty import (
    exit_required,
    expected_poor,
    most_poor_allowed,
    poverty_series,
    probability_at_most,
    probability_no_poor,
    simulated_poor,
    two_state_path,
)

DRAWS = 20_000
UNIFORMS = Streams(2025, DRAWS).uniforms("poverty", 5, 2)
rates = st.floats(0, 1)


def path(value, years=5):
    return np.full(years, float(value))


def series(made):
    households = household_series(made, population_series(made))
    return {s.indicator: s for s in poverty_series(made, households)}


@pytest.mark.parametrize(("entries", "chance"), [(0.0, 0.212), (0.5, 0.074)])
def test_the_chance_that_nobody_is_poor_is_the_methods_number(entries, chance):
    assert probability_no_poor(30, 0.45, entries, 5) == pytest.approx(chance, abs=5e-4)


@pytest.mark.parametrize(("entries", "chance"), [(0.0, 0.212), (0.5, 0.074)])
def test_the_simulation_gives_the_methods_number(entries, chance):
    none = (simulated_poor(30, path(0.45), path(entries), UNIFORMS)[:, -1] == 0).mean()
    assert none == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / DRAWS) + 5e-4)


@given(st.integers(0, 40), rates, st.floats(0, 5), st.integers(1, 8))
def test_the_chance_that_nobody_is_poor_is_that_of_two_independent_counts(poor, leave, entries,
                                                                          years):
    stay = (1 - leave) ** years
    still_entered = entries * sum((1 - leave) ** (years - j) for j in range(1, years + 1))
    oracle = stats.binom(poor, stay).pmf(0) * stats.poisson(still_entered).pmf(0)
    assert probability_no_poor(poor, leave, entries, years) == pytest.approx(oracle, abs=1e-12)


@pytest.mark.parametrize(("poor", "leave", "entries"), [
    (30, 0.45, 0.5), (60, 0.2, 4.0), (0, 0.3, 7.0), (25, 0.1, 0.0)])
def test_the_poor_of_the_last_year_are_binomial_plus_poisson(poor, leave, entries):
    drawn = simulated_poor(poor, path(leave), path(entries), UNIFORMS)[:, -1].astype(int)
    entered = entries * sum((1 - leave) ** (5 - j) for j in range(1, 6))
    counts = np.arange(0, 200)
    law = np.convolve(stats.binom(poor, (1 - leave) ** 5).pmf(counts),
                      stats.poisson(entered).pmf(counts))[:200]
    observed, expected = np.bincount(drawn, minlength=200), DRAWS * law
    bins = np.cumsum(expected) // 200  # pool the counts so that each bin expects about 200
    pooled = [np.bincount(bins.astype(int), weights) for weights in (observed, expected)]
    seen, wanted = (np.array(p)[np.array(pooled[1]) > 5] for p in pooled)
    assert len(seen) > 3
    assert stats.chisquare(seen, wanted * seen.sum() / wanted.sum()).pvalue > 1e-3


def test_the_mean_of_the_simulation_is_the_expected_path():
    leave, entries = np.array([0.1, 0.2, 0.3, 0.4, 0.5]), np.array([9.0, 7, 5, 3, 1])
    drawn = simulated_poor(120, leave, entries, UNIFORMS)
    error = drawn.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(drawn.mean(axis=0) - expected_poor(120, leave, entries)) < 4 * error).all()
    assert (drawn >= 0).all() and (drawn == np.round(drawn)).all()


def test_the_expected_poor_of_a_table_worked_out_by_hand():
    # 100 − 40 + 5 = 65; 65 − 13 + 8 = 60
    found = expected_poor(100, np.array([0.4, 0.2]), np.array([5.0, 8.0]))
    np.testing.assert_allclose(found, [65, 60])


@given(st.integers(0, 500), rates, st.floats(0, 50))
def test_exits_moved_a_little_move_each_draw_a_little(poor, leave, entries):
    few = UNIFORMS[:50]
    less = simulated_poor(poor, path(leave), path(entries), few)
    more = simulated_poor(poor, path(min(1, leave + 0.001)), path(entries), few)
    assert (more <= less).all() and (less - more).max() <= 0.005 * (poor + 5 * entries) + 6


@settings(max_examples=30)
@given(st.integers(0, 300), st.integers(0, 300), rates)
def test_every_draw_is_monotone_in_the_households_that_are_poor(one, other, leave):
    less, more = (simulated_poor(poor, path(leave), path(3), UNIFORMS[:50])
                  for poor in sorted((one, other)))
    assert (more >= less).all()


@given(rates, st.floats(0.01, 0.9), st.floats(0.0, 0.09))
def test_the_rate_follows_its_recursion(start, leave, enter):
    found, rate = two_state_path(start, leave, enter, 6), start
    for year in range(6):
        rate = (1 - leave) * rate + enter * (1 - rate)
        assert found[year] == pytest.approx(rate, abs=1e-12)


def test_the_rate_comes_to_rest_where_exits_meet_entries():
    assert two_state_path(0.5, 0.3, 0.02, 400)[-1] == pytest.approx(0.02 / 0.32, rel=1e-12)
    np.testing.assert_allclose(two_state_path(0.02 / 0.32, 0.3, 0.02, 5), 0.02 / 0.32, rtol=1e-12)


def test_the_way_to_rest_is_halved_in_every_half_life():
    # 1 − e − x = ½^(1/3), so ln ½ / ln(1 − e − x) = 3 years
    enter = 0.01
    leave = 1 - enter - 0.5 ** (1 / 3)
    rest = enter / (enter + leave)
    way = two_state_path(0.4, leave, enter, 9) - rest
    np.testing.assert_allclose(way[[2, 5, 8]] / (0.4 - rest), [0.5, 0.25, 0.125], rtol=1e-12)


def test_a_rate_without_exits_and_entries_stays():
    np.testing.assert_allclose(two_state_path(0.3, 0, 0, 4), 0.3)


def test_all_poor_and_all_others_change_places_when_both_rates_are_one():
    np.testing.assert_allclose(two_state_path(0.3, 1, 1, 3), [0.7, 0.3, 0.7], atol=1e-15)


@pytest.mark.parametrize(("rate", "households", "allowed"), [
    (0.005, 12_900, 64), (0.005, 12_800, 63), (0.005, 12_801, 64), (0.005, 200, 0), (0.005, 201, 1),
    (0.005, 199, 0), (0.005, 1, 0), (0.005, 12_897.14, 64), (0.07, 100, 6), (0.29, 100, 28)])
def test_the_poor_allowed_are_those_strictly_below_the_rate(rate, households, allowed):
    assert most_poor_allowed(rate, households) == allowed


@given(st.integers(1, 100_000))
def test_the_poor_allowed_below_half_a_percent_are_right_in_whole_numbers(households):
    allowed = most_poor_allowed(0.005, households)
    assert Fraction(allowed, households) < Fraction(5, 1000) <= Fraction(allowed + 1, households)


@given(st.floats(1, 1000), st.floats(0, 1000), st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_the_exits_required_leave_just_the_allowed(poor, allowed, entries):
    entries = np.array(entries)
    years = len(entries)

    def last(leave):
        return expected_poor(poor, path(leave, years), entries)[-1]

    found = exit_required(poor, allowed, entries)
    if last(0) <= allowed:
        assert found == 0
    elif last(1) >= allowed:
        assert found == 1
    else:
        assert last(found) == pytest.approx(allowed, abs=1e-6)
        oracle = optimize.bisect(lambda x: last(x) - allowed, 0, 1, xtol=1e-10)
        assert found == pytest.approx(oracle, abs=1e-6)


def test_the_exits_required_of_a_case_worked_out_by_hand():
    # 100 households, 25 allowed after two years, no entries: (1 − x)² = 1/4
    assert exit_required(100, 25, np.zeros(2)) == pytest.approx(0.5, rel=1e-12)


def test_entries_of_the_last_year_cannot_be_undone_by_any_exits():
    assert exit_required(100, 5, np.array([0.0, 8.0])) == 1


@pytest.mark.parametrize(("leave", "entries", "expected"), [(1, 0, 0), (0, 0, 30)])
def test_rates_at_their_ends_leave_nothing_to_chance(leave, entries, expected):
    assert (simulated_poor(30, path(leave), path(entries), UNIFORMS[:500])[:, -1] == expected).all()


def test_required_exits_leave_the_most_poor_allowed_in_2030(inputs):
    # 45,150 people / 3.5 = 12,900 households that do not grow: at most 64 poor
    found = series(inputs({"poverty_exit": "required", "population_growth": 0}))
    assert found["poor_households"].point[-1] == pytest.approx(64, abs=1e-9)
    assert found["poverty_rate"].point[-1] == pytest.approx(64 / 12_900, abs=1e-12)
    np.testing.assert_allclose(found["poverty_rate"].draws, found["poor_households"].draws / 12_900)


def test_required_exits_never_make_a_ward_that_has_met_the_target_poorer_than_it_is(inputs):
    found = series(inputs({"poverty_exit": "required"}, assumed={"poor_households": 30}))
    assert found["poor_households"].point[-1] <= 30


def test_entries_grow_with_the_households(inputs):
    # 1 % of 10,000 households that grow by a tenth a year, all of whom leave within the year
    found = series(inputs({"poverty_exit": 1, "poverty_entry": 0.01, "population_growth": 0.1},
                          figures={"households": {2025: 10_000}}))
    assert found["poor_households"].point.tolist() == pytest.approx(
        [110, 121, 133.1, 146.41, 161.051])
    np.testing.assert_allclose(found["poverty_rate"].point, 0.01)


def test_poor_households_counted_start_the_projection(inputs):
    counted = {"poor_households": {2025: 100, 2026: 80}, "households": {2025: 10_000, 2026: 10_000}}
    found = series(inputs({"poverty_exit": 0.25, "poverty_entry": 0.001, "population_growth": 0},
                          figures=counted))
    # 80 − 20 + 0.001 · 10,000 = 70
    assert found["poor_households"].point[:2].tolist() == pytest.approx([80, 70])
    assert (found["poor_households"].draws[:, 0] == 80).all()
    assert "poor_households" not in found["poor_households"].rests_on


def test_a_measured_rate_is_turned_into_households(inputs):
    figures = {"poverty_rate": {2025: 0.01, 2026: 0.008},
               "households": {2025: 10_000, 2026: 11_000}}
    found = series(inputs(figures=figures))
    assert found["poor_households"].base == pytest.approx(100)
    assert found["poor_households"].point[0] == pytest.approx(88)
    assert found["poverty_rate"].point[0] == pytest.approx(0.008)


def test_poor_households_from_a_rate_and_assumed_households_say_what_they_rest_on(inputs):
    found = series(inputs(figures={"poverty_rate": {2025: 0.01}}))
    assert found["poor_households"].base == pytest.approx(0.01 * 45_150 / 3.5)
    assert "household_size" in found["poor_households"].rests_on


def test_a_rate_measured_later_than_the_last_count_is_used_too(inputs):
    figures = {"poor_households": {2025: 100}, "poverty_rate": {2025: 0.01, 2026: 0.008},
               "households": {2025: 10_000, 2026: 10_000}}
    assert series(inputs(figures=figures))["poverty_rate"].point[0] == pytest.approx(0.008)


# at most so many, and the link to income


@pytest.mark.parametrize(("poor", "allowed", "exit_rate", "entries"), [
    (30, 64, 0.2, 3.0), (300, 64, 0.25, 4.0), (54, 10, 0.32, 2.6), (0, 3, 0.5, 1.0)])
def test_at_most_so_many_poor_is_the_share_of_the_simulated(poor, allowed, exit_rate, entries):
    uniforms = np.random.default_rng(6).random((20_000, 5, 2))
    drawn = simulated_poor(poor, np.full(5, exit_rate), np.full(5, entries), uniforms)[:, -1]
    assert probability_at_most(poor, allowed, exit_rate, entries, 5) == pytest.approx(
        (drawn <= allowed).mean(), abs=0.015)


@pytest.mark.parametrize(("entries", "expected"), [(0.0, 0.212), (0.5, 0.074)])
def test_at_most_none_is_the_closed_form_of_none(entries, expected):
    chance = probability_at_most(30, 0, 0.45, entries, 5)
    assert chance == pytest.approx(probability_no_poor(30, 0.45, entries, 5), rel=1e-12)
    assert chance == pytest.approx(expected, abs=5e-4)


def test_below_half_a_per_cent_is_met_already_at_thirty_of_twelve_thousand_nine_hundred():
    allowed = most_poor_allowed(0.005, 12_900)
    assert allowed == 64 and probability_at_most(30, allowed, 0.2, 3.0, 5) > 0.999


def test_each_point_of_growth_beyond_the_reference_lifts_beta_points_out(inputs):
    levers = {"poverty_exit": 0.0, "poverty_entry": 0.0, "poverty_semi_elasticity": 0.05,
              "poverty_reference_growth": 0.08, "growth.budget_revenue": 0.1, "population_growth": 0.0}
    made = project(inputs(levers))
    grdp = np.append(100, made.find("grdp").point)
    eased = 0.05 * (grdp[1:] / grdp[:-1] - 1 - 0.08) * 45_150 / 3.5
    expected = np.maximum(300 - np.cumsum(eased), 0)
    np.testing.assert_allclose(made.find("poor_households").point, expected)


def test_growth_below_the_reference_pushes_households_in(inputs):
    levers = {"poverty_exit": 0.0, "poverty_entry": 0.0, "poverty_semi_elasticity": 0.05,
              "poverty_reference_growth": 0.3}
    series = project(inputs(levers, draws=400)).find("poor_households")
    assert (np.diff(series.point) > 0).all() and series.draws[:, -1].mean() > 300


def test_growth_of_grdp_per_head_stands_in_where_income_is_not_known(inputs):
    levers = {"poverty_exit": 0.0, "poverty_entry": 0.0, "poverty_semi_elasticity": 0.05,
              "poverty_reference_growth": 0.08, "population_growth": 0.02}
    found = project(inputs(levers, figures={"income_per_capita": {2026: 90.0, 2027: 99.0}}))
    grdp, income = (found.find(name) for name in ("grdp", "income_per_capita"))
    assert np.isnan(income.base)
    growth = np.append(grdp.point[0] / grdp.base / 1.02 - 1, income.point[1:] / income.point[:-1] - 1)
    eased = 0.05 * (growth - 0.08) * found.find("households").point
    np.testing.assert_allclose(found.find("poor_households").point, 300 - np.cumsum(eased))


def test_the_link_alone_is_refused(inputs):
    with pytest.raises(ProjectionError, match="poverty_semi_elasticity needs poverty_reference_growth"):
        project(inputs({"poverty_semi_elasticity": 0.05}))


def test_a_rate_that_was_reported_is_shown_as_it_was(inputs):
    made = project(inputs(figures={"poor_households": {2025: 300, 2026: 280}, "households": {2025: 12_900},
                                   "poverty_rate": {2026: 0.0215}})).find("poverty_rate")
    assert made.point[0] == 0.0215 and (made.draws[:, 0] == 0.0215).all()

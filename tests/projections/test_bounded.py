"""Shares at 100 %: failures out of N, against the closed form; and count noise where the base is small."""

import numpy as np
import pytest
from scipy import integrate, stats

from thienhuong_analysis.projections import project
from thienhuong_analysis.projections.bounded import (
    failure_chance,
    probability_of_no_failure,
    simulated_failures,
)

WATER = "clean_water_share"


def all_met(inputs, figures, draws=20_000, levers=None):
    made = project(inputs(levers, figures=figures, draws=draws, bases={WATER: "households"}))
    return made.find(WATER)


def test_no_failure_in_n_more_is_the_integral_over_the_chance_of_one():
    a, b = failure_chance(np.array([0.0, 0.0]), np.array([8.0, 9.0]))
    integral = integrate.quad(lambda q: stats.beta.pdf(q, a, b) * (1 - q) ** 30, 0, 1)[0]
    assert probability_of_no_failure((a, b), 30) == pytest.approx(integral, rel=1e-6)


def test_simulated_failures_are_beta_binomial():
    rng = np.random.default_rng(5)
    drawn = simulated_failures((1.5, 15.5), np.array([8.0]), rng.random(40_000), rng.random((40_000, 1)))
    found = np.bincount(drawn[:, 0].astype(int), minlength=9) / 40_000
    np.testing.assert_allclose(found, stats.betabinom.pmf(np.arange(9), 8, 1.5, 15.5), atol=0.01)


def test_the_chance_that_all_years_hold_is_that_of_the_closed_form(inputs):
    series = all_met(inputs, {"households": {2025: 40.0}, WATER: {2025: 1.0}},
                     levers={"population_growth": 0.0})
    share = (series.draws == 1).all(axis=1).mean()
    assert share == pytest.approx(probability_of_no_failure((0.5, 40.5), 200), abs=0.015)


def test_a_failure_seen_after_the_bound_was_reached_makes_further_ones_likelier(inputs):
    households = {"households": {2025: 40.0, 2026: 40.0, 2027: 40.0}}
    clean, failed = (all_met(inputs, households | {WATER: {2025: 1.0, 2026: between, 2027: 1.0}},
                             levers={"population_growth": 0.0}) for between in (1.0, 0.95))
    for series, failures in ((clean, 0), (failed, 2)):
        share = (series.draws[:, 2:] == 1).all(axis=1).mean()
        assert share == pytest.approx(probability_of_no_failure((0.5 + failures, 120.5 - failures), 120),
                                      abs=0.015)


def test_who_failed_before_the_bound_was_reached_does_not_count(inputs):
    # 2 and 1 of 40 on the way up; at 100 % nobody: what is to come is judged by that year alone
    series = all_met(inputs, {"households": {2025: 40.0, 2026: 40.0, 2027: 40.0},
                              WATER: {2025: 0.95, 2026: 0.975, 2027: 1.0}},
                     levers={"population_growth": 0.0})
    share = (series.draws[:, 2:] == 1).all(axis=1).mean()
    assert share == pytest.approx(probability_of_no_failure((0.5, 40.5), 120), abs=0.015)


def test_a_share_of_many_that_reaches_100_percent_is_not_projected_to_fall_back(inputs):
    series = all_met(inputs, {"households": {2025: 45_000.0}, WATER: {2025: 0.992, 2026: 0.996, 2027: 1.0}},
                     draws=2000)
    assert (series.point[1:] == 1).all() and (np.median(series.draws[:, 1:], axis=0) == 1).all()
    assert series.out_of is None  # no chance is told of it, as none was below the bound


def test_every_draw_at_a_bound_is_a_whole_number_out_of_n(inputs):
    series = all_met(inputs, {"households": {2025: 40.0}, WATER: {2025: 1.0}}, draws=200)
    counted = series.draws * series.out_of
    np.testing.assert_allclose(counted, np.round(counted), atol=1e-9)
    assert ((series.draws >= 0) & (series.draws <= 1)).all() and (series.point == 1).all()


def test_a_share_at_zero_is_counted_from_below(inputs):
    series = all_met(inputs, {"households": {2025: 40.0}, WATER: {2025: 0.0}}, draws=200)
    assert (series.point == 0).all() and series.draws.mean() < 0.1


def test_a_scenario_may_leave_the_bound(inputs):
    series = all_met(inputs, {"households": {2025: 40.0}, WATER: {2025: 1.0}}, draws=400,
                     levers={f"change.{WATER}": -0.05})
    np.testing.assert_allclose(series.point, [0.95, 0.9, 0.85, 0.8, 0.75])
    assert series.draws[:, -1].mean() == pytest.approx(0.75, abs=0.03)


def test_without_a_whole_a_share_at_its_bound_is_not_projected(inputs):
    made = project(inputs(figures={WATER: {2025: 1.0}}))
    assert (WATER, "total") not in made.series


def test_a_share_of_few_has_count_noise_and_one_of_many_has_none(inputs):
    few, many = (all_met(inputs, {"households": {2025: number}}, draws=400) for number in (12.0, 90_000.0))
    counted = few.draws * few.out_of
    np.testing.assert_allclose(counted, np.round(counted), atol=1e-9)
    assert many.out_of is None and len(np.unique(many.draws)) == many.draws.size


def test_count_noise_adds_the_binomial_variance_and_no_bias(inputs):
    small, large = (all_met(inputs, {"households": {2025: number}}, levers={"population_growth": 0.0})
                    for number in (50.0, 90_000.0))
    first, without = small.draws[:, 0], large.draws[:, 0]
    assert first.mean() == pytest.approx(without.mean(), abs=0.003)
    noise = (without * (1 - without)).mean() / 50
    assert first.var() == pytest.approx(without.var() + noise, rel=0.05)


def test_counts_are_drawn_as_whole_numbers(inputs):
    made = project(inputs(figures={"household_businesses": {2025: 900.0}}, draws=4000))
    drawn = made.draws("household_businesses")
    np.testing.assert_array_equal(drawn, np.round(drawn))
    # a walk in logs with a Poisson count on top of it
    walk = 900**2 * (np.exp(2 * 2 * 0.05**2) - np.exp(2 * 0.05**2))
    assert drawn[:, 0].var() == pytest.approx(900 * np.exp(0.05**2) + walk, rel=0.12)

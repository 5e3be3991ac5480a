"""Scores against quadrature, hand-made tables and each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from thienhuong_analysis.projections import scores


def crps_by_quadrature(distribution, actual):
    """∫ (F(x) − 1{x ≥ y})² dx, the definition."""
    below, _ = integrate.quad(lambda x: distribution.cdf(x) ** 2, -np.inf, actual)
    above, _ = integrate.quad(lambda x: distribution.sf(x) ** 2, actual, np.inf)
    return below + above


@pytest.mark.parametrize("freedom", [2.0, 4.0, 10.0, 50.0])
@pytest.mark.parametrize("actual", [-3.0, 0.02, 0.5])
def test_the_students_crps_is_the_integral_that_defines_it(freedom, actual):
    found = scores.crps_student(actual, 0.1, 0.3, freedom)
    assert found == pytest.approx(crps_by_quadrature(stats.t(freedom, 0.1, 0.3), actual), rel=1e-6)


@pytest.mark.parametrize("actual", [-1.0, 0.1, 2.0])
def test_the_normal_crps_is_the_integral_that_defines_it(actual):
    found = scores.crps_normal(actual, 0.1, 0.3)
    assert found == pytest.approx(crps_by_quadrature(stats.norm(0.1, 0.3), actual), rel=1e-6)


def test_a_student_of_many_degrees_of_freedom_scores_as_a_normal():
    normal = scores.crps_normal(0.4, 0.1, 0.3)
    assert scores.crps_student(0.4, 0.1, 0.3, 1e8) == pytest.approx(normal, rel=1e-6)


def test_a_distribution_without_a_mean_scores_infinity():
    assert np.isinf(scores.crps_student(0.0, 0.0, 1.0, 1.0))


def test_the_log_score_is_the_log_of_the_density():
    y, df = np.array([-2.0, 0.0, 0.7]), np.array([1.0, 3.0, 12.0])
    np.testing.assert_allclose(scores.log_score(y, 0.1, 0.3, df), stats.t(df, 0.1, 0.3).logpdf(y), rtol=1e-12)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=12), st.integers(-60, 60))
def test_the_crps_of_draws_is_that_of_all_their_pairs(draws, actual):
    x = np.array(draws, dtype=float)
    by_pairs = np.abs(x - actual).mean() - np.abs(x[:, None] - x).mean() / 2
    assert scores.crps_draws(actual, x) == pytest.approx(by_pairs, abs=1e-9)


def test_the_crps_of_many_draws_is_that_of_their_distribution():
    draws = stats.norm(0.1, 0.3).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert scores.crps_draws(0.4, draws) == pytest.approx(scores.crps_normal(0.4, 0.1, 0.3), abs=1e-5)


def test_the_crps_of_many_quantiles_is_that_of_their_distribution():
    levels = (np.arange(5_000) + 0.5) / 5_000
    quantiles = stats.t(5, 0.1, 0.3).ppf(levels)
    expected = scores.crps_student(0.4, 0.1, 0.3, 5)
    assert scores.crps_quantiles(0.4, quantiles, levels) == pytest.approx(expected, rel=1e-3)


def test_draws_are_scored_cell_by_cell():
    draws, actual = np.array([[1.0, 0.0], [3.0, 4.0]]), np.array([3.0, 2.0])
    # |1−3|, |3−3| mean 1, less half of the mean over pairs (0+2+2+0)/4; 2 less half of 2
    np.testing.assert_allclose(scores.crps_draws(actual, draws), [0.5, 1.0])


@pytest.mark.parametrize("actual, lower, upper, alpha, expected", [
    (5, 4, 9, 0.2, 5),        # inside: the width
    (4, 4, 9, 0.2, 5),        # on the edge: inside
    (2, 4, 9, 0.2, 25),       # 5 + 10·2
    (12, 4, 9, 0.2, 35),      # 5 + 10·3
    (12, 4, 9, 0.05, 125),    # 5 + 40·3
])
def test_the_interval_score_by_hand(actual, lower, upper, alpha, expected):
    assert scores.interval_score(actual, lower, upper, alpha) == pytest.approx(expected)


def test_the_weighted_interval_score_by_hand():
    # y = 12, m = 8: ½·4 + 0.1·35 + 0.025·IS(2, 11 at 5 %) = 2 + 3.5 + 0.025·(9 + 40) = 6.725; over 2.5
    found = scores.weighted_interval_score(12, 8, [4, 2], [9, 11], [0.2, 0.05])
    assert found == pytest.approx(6.725 / 2.5)


def test_the_weighted_interval_score_is_the_crps_of_its_quantiles():
    quantiles, levels = [2.0, 4.0, 8.0, 9.0, 11.0], [0.025, 0.1, 0.5, 0.9, 0.975]
    by_intervals = scores.weighted_interval_score(12, 8, [4, 2], [9, 11], [0.2, 0.05])
    assert scores.crps_quantiles(12, quantiles, levels) == pytest.approx(by_intervals)


@pytest.mark.parametrize("actual", [0.0, 0.7, -2.5])
def test_the_weighted_interval_score_of_many_intervals_is_the_crps(actual):
    alphas = np.arange(1, 1000) / 1000
    lower, upper = stats.norm.ppf(alphas / 2), stats.norm.ppf(1 - alphas / 2)
    crps, _ = integrate.quad(lambda x: (stats.norm.cdf(x) - (x >= actual))**2, -12, 12, points=[actual])
    found = scores.weighted_interval_score(actual, 0.0, lower, upper, alphas)
    assert found == pytest.approx(crps, rel=5e-3)


def test_an_interval_of_80_percent_covers_80_percent():
    truth = stats.t(4, 1, 2).ppf((np.arange(1000) + 0.5) / 1000)
    low, high = scores.student_interval(1.0, 2.0, 4.0, 0.8)
    assert scores.covered(truth, low, high).mean() == pytest.approx(0.8, abs=0.002)


def test_skill_is_the_share_of_the_reference_score_that_is_saved():
    np.testing.assert_allclose(scores.skill([0.05, 0.1, 0.2], 0.1), [0.5, 0, -1])
    assert np.isnan(scores.skill(0.1, 0.0))

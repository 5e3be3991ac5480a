"""Counts by the inverse distribution function, against scipy's."""

import numpy as np
import pytest
from scipy import special, stats

from thienhuong_analysis.projections.counts import binomial, negative_binomial, poisson

RNG = np.random.default_rng(11)
UNIFORMS = np.concatenate([RNG.random(4000), [1e-12, 1 - 1e-12, 0.5]])


@pytest.mark.parametrize("chance", [0.0, 1e-5, 0.09, 0.5, 0.97, 1.0])
@pytest.mark.parametrize("trials", [0, 1, 30, 450])
def test_a_binomial_of_one_chance_is_the_exact_inverse(chance, trials):
    expected = stats.binom.ppf(UNIFORMS, trials, chance) if trials and 0 < chance < 1 else trials * chance
    np.testing.assert_array_equal(binomial(UNIFORMS, trials, chance), np.broadcast_to(
        expected, UNIFORMS.shape))


@pytest.mark.parametrize(("low", "high"), [(0, 3), (250, 640), (0, 5), (100_000, 400_000)])
def test_trials_that_differ_from_draw_to_draw_are_each_inverted_exactly(low, high):
    trials = RNG.integers(low, high, UNIFORMS.size)
    np.testing.assert_array_equal(binomial(UNIFORMS, trials, 0.12), stats.binom.ppf(
        UNIFORMS, trials, 0.12))


@pytest.mark.parametrize("trials", [1, 12, 800, 12_900, 45_140])
@pytest.mark.parametrize("centre", [-9.0, -2.0, 0.0, 4.0])
def test_chances_that_differ_from_draw_to_draw_are_each_inverted_exactly(trials, centre):
    chance = special.expit(RNG.normal(centre, 0.5, UNIFORMS.size))
    np.testing.assert_array_equal(binomial(UNIFORMS, trials, chance),
                                  stats.binom.ppf(UNIFORMS, trials, chance))


@pytest.mark.parametrize("mean", [0.0, 0.002, 2.6, 41.0, 3000.0])
def test_poisson_counts_are_the_exact_inverse(mean):
    np.testing.assert_array_equal(poisson(UNIFORMS, mean), stats.poisson.ppf(UNIFORMS, mean))


@pytest.mark.parametrize("overdispersion", [1.01, 2.0, 9.0])
def test_negative_binomial_counts_are_the_exact_inverse(overdispersion):
    expected = stats.nbinom.ppf(UNIFORMS, 38 / (overdispersion - 1), 1 / overdispersion)
    np.testing.assert_array_equal(negative_binomial(UNIFORMS, 38, overdispersion), expected)


def test_negative_binomial_counts_have_the_mean_and_the_variance_that_was_asked_for():
    drawn = negative_binomial((np.arange(100_000) + 0.5) / 100_000, 40, 2.5)
    assert drawn.mean() == pytest.approx(40, rel=1e-3) and drawn.var() == pytest.approx(100, rel=5e-3)


def test_a_chance_moved_a_little_moves_no_draw_by_more_than_a_little():
    trials = np.full(UNIFORMS.size, 700)
    moved = binomial(UNIFORMS, trials, 0.101) - binomial(UNIFORMS, trials, 0.1)
    assert ((moved >= 0) & (moved <= 3)).all()


def test_the_shape_of_the_uniforms_is_kept():
    grid = UNIFORMS[:60].reshape(20, 3)
    assert binomial(grid, 10, 0.3).shape == poisson(grid, 3.0).shape == grid.shape
    np.testing.assert_array_equal(binomial(grid, 10, np.full((20, 3), 0.3)), binomial(grid, 10, 0.3))

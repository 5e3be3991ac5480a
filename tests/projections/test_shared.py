"""Shocks that all indicators share: as declared, and no distribution is changed by them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import project
from thienhuong_analysis.projections.shared import common_shock, correlated, sector_news

DRAWS = 20_000
ERROR = 4 / np.sqrt(DRAWS)


def rank_correlation(one, other):
    return stats.spearmanr(one, other).statistic


def of_normals(rank):
    """The correlation of normals that have this rank correlation."""
    return 2 * np.sin(np.pi * rank / 6)


@pytest.fixture
def many(inputs):
    made = inputs(draws=DRAWS)
    return made.streams, made.calibration


def test_the_common_shock_of_each_year_is_a_standard_normal_of_its_own(many):
    shock = common_shock(*many)
    assert shock.shape == (DRAWS, len(YEARS))
    for t in range(len(YEARS)):
        assert stats.kstest(shock[:, t], "norm").pvalue > 1e-3
    between = np.corrcoef(shock, rowvar=False) - np.eye(len(YEARS))
    assert np.abs(between).max() < ERROR


def test_the_common_shock_is_the_news_of_the_sectors_weighted_by_their_spread(many):
    streams, calibration = many
    news = sector_news(streams, calibration, "grdp.shock", len(YEARS))
    weighted = (news * calibration.scale).sum(axis=2)
    expected = weighted / np.sqrt(calibration.scale @ calibration.correlation @ calibration.scale)
    np.testing.assert_allclose(common_shock(streams, calibration), expected, atol=1e-12)


@pytest.mark.parametrize("loading", [-0.9, -0.3, 0.15, 0.5, 1.0])
def test_correlated_uniforms_are_uniform_still_and_have_the_correlation_declared(many, loading):
    common = common_shock(*many)[:, 0]
    made = correlated(many[0].uniforms("mine", 5)[:, 0], common, loading)
    assert stats.kstest(made, "uniform").pvalue > 1e-3
    assert np.corrcoef(stats.norm.ppf(made), common)[0, 1] == pytest.approx(loading, abs=ERROR)


def test_two_that_follow_the_common_shock_have_the_product_of_their_loadings(many):
    common = common_shock(*many)[:, 0]
    one, other = (correlated(many[0].uniforms(name, 5)[:, 0], common, loading)
                  for name, loading in (("a", 0.5), ("b", -0.3)))
    assert of_normals(rank_correlation(one, other)) == pytest.approx(-0.15, abs=1.5 * ERROR)


def test_a_loading_of_zero_leaves_every_uniform_as_it_was(many):
    own = many[0].uniforms("mine", 5)
    assert correlated(own, common_shock(*many), 0.0) is own


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=8))
def test_any_loadings_make_a_correlation_matrix(loadings):
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1)
    assert np.linalg.eigvalsh(matrix).min() > -1e-9


def test_births_follow_growth_and_exits_go_the_other_way(inputs):
    made = project(inputs(draws=DRAWS))
    growth = made.draws("grdp")[:, 0]
    births = of_normals(rank_correlation(growth, made.draws("enterprise_births")[:, 0]))
    exits = of_normals(rank_correlation(growth, made.draws("enterprise_exits")[:, 0]))
    budget = of_normals(rank_correlation(growth, made.draws("budget_revenue")[:, 0]))
    # the drift of growth and of the budget has an error of its own, so that the link is a little weaker
    assert 0.35 < births < 0.52 and -0.33 < exits < -0.18 and 0.2 < budget < 0.52


def test_no_shock_has_another_distribution_because_it_is_shared(inputs):
    apart, together = (project(inputs(draws=DRAWS, loadings=loadings)) for loadings in (
        {}, inputs().loadings))
    for name in ("enterprise_births", "household_business_conversions", "budget_revenue"):
        assert stats.ks_2samp(apart.draws(name)[:, -1], together.draws(name)[:, -1]).pvalue > 1e-3, name
    exits = (made.draws("enterprise_exits")[:, 0] for made in (apart, together))
    assert stats.ks_2samp(*exits).pvalue > 1e-3
    # births and exits that move apart in one year leave the stock less certain
    assert together.draws("enterprises").std() > apart.draws("enterprises").std()


def test_growth_is_the_same_whether_the_others_follow_it_or_not(inputs):
    apart, together = (project(inputs(loadings=loadings)) for loadings in ({}, inputs().loadings))
    np.testing.assert_array_equal(apart.draws("grdp"), together.draws("grdp"))
    np.testing.assert_array_equal(apart.draws("clean_water_share"), together.draws("clean_water_share"))

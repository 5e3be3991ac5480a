"""Moments of growth, shrunk from few years near by towards many far away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from thienhuong_analysis.projections import calibrate

# Log growth by year; the formulas of METHOD section 1 worked out by hand in the comments.
CITY = np.expm1([[0.10, 0.02], [0.14, 0.02], [0.12, 0.05]])  # m = 3
NATION = np.expm1([[0.05, 0.01], [0.07, 0.05]])


@pytest.fixture
def by_hand():
    return calibrate(CITY, NATION, prior_years=4, drift_years=2, persistence=0.3)


def test_means_and_spreads_are_those_of_log_growth(by_hand):
    np.testing.assert_allclose(by_hand.city_growth, [0.12, 0.03], rtol=1e-12)
    np.testing.assert_allclose(by_hand.nation_growth, [0.06, 0.03], rtol=1e-12)
    np.testing.assert_allclose(by_hand.city_sd**2, [0.0004, 0.0003], rtol=1e-12)
    np.testing.assert_allclose(by_hand.nation_sd**2, [0.0002, 0.0008], rtol=1e-12)


def test_the_scale_weighs_prior_and_own_variance_by_their_degrees_of_freedom(by_hand):
    # (4·0.0002 + 2·0.0004)/6 and (4·0.0008 + 2·0.0003)/6
    np.testing.assert_allclose(by_hand.scale**2, [0.0016 / 6, 0.0038 / 6], rtol=1e-12)
    assert by_hand.degrees_of_freedom == 6


def test_the_drift_weighs_own_and_prior_mean_by_their_years(by_hand):
    # (3·0.12 + 2·0.06)/5 and (3·0.03 + 2·0.03)/5
    np.testing.assert_allclose(by_hand.shrunk_growth, [0.096, 0.03], rtol=1e-12)
    np.testing.assert_allclose(by_hand.drift_sd**2, [0.0016 / 30, 0.0038 / 30], rtol=1e-12)


def test_all_that_went_in_is_kept_for_the_report(by_hand):
    assert (by_hand.years, by_hand.prior_years, by_hand.drift_years) == (3, 4, 2)
    assert by_hand.persistence == 0.3 and by_hand.nation_years == 2


def test_growth_of_two_years_adds_both_shocks_what_persists_and_twice_the_error_of_the_drift(by_hand):
    # σ̂² (2 + 2·0.3 + 4/(3 + 2))
    np.testing.assert_allclose(by_hand.scale_ahead(2)**2, by_hand.scale**2 * 3.4, rtol=1e-12)


def test_one_year_alone_leaves_the_spread_to_the_prior():
    one = calibrate(CITY[:1], NATION, prior_years=4, drift_years=2, persistence=0.3)
    np.testing.assert_allclose(one.scale**2, [0.0002, 0.0008], rtol=1e-12)
    assert one.degrees_of_freedom == 4
    # (1·0.10 + 2·0.06)/3 and (1·0.02 + 2·0.03)/3
    np.testing.assert_allclose(one.shrunk_growth, [0.22 / 3, 0.08 / 3], rtol=1e-12)


def test_the_correlation_is_the_nations():
    nation = np.expm1(np.random.default_rng(1).normal(size=(30, 3)) / 50)
    found = calibrate(nation[:3], nation, prior_years=4, drift_years=2, persistence=0.3).correlation
    logs = np.log1p(nation)
    for i in range(3):
        for j in range(3):
            oracle = 1 if i == j else stats.pearsonr(logs[:, i], logs[:, j]).statistic
            assert found[i, j] == pytest.approx(oracle, abs=1e-12)


growth = st.lists(st.integers(-20, 30).map(lambda percent: percent / 100), min_size=2,
                  max_size=8)
varying = growth.filter(lambda rates: len(set(rates)) > 1)


@given(growth, varying, st.floats(0.5, 50), st.floats(0.5, 50))
def test_the_shrunk_moments_lie_between_own_and_prior(city, nation, prior_years, drift_years):
    found = calibrate(np.c_[city, city], np.c_[nation, nation], prior_years=prior_years,
                      drift_years=drift_years, persistence=0)
    for shrunk, own, prior in ((found.scale, found.city_sd, found.nation_sd),
                               (found.shrunk_growth, found.city_growth, found.nation_growth)):
        assert (np.minimum(own, prior) - 1e-12 <= shrunk).all()
        assert (shrunk <= np.maximum(own, prior) + 1e-12).all()

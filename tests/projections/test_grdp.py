"""GRDP by sector: the path with no shocks, and the shocks."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from thienhuong_analysis.projections import (
    SECTORS,
    Calibration,
    Streams,
    average_growth,
    calibrate,
    contributions,
    lmdi,
    shocks_that_came,
)
from thienhuong_analysis.projections.grdp import grdp_series, growth_shocks, realised_shocks, sector_paths
from thienhuong_analysis.projections.grdp_past import Past, sector_past
from thienhuong_analysis.projections.shared import sector_news

DRAWS = 20_000
SCALE = np.array([0.01, 0.03, 0.02])
CORRELATION = np.array([[1, -0.3, 0.1], [-0.3, 1, 0.6], [0.1, 0.6, 1]])
RATES = hnp.arrays(float, (5, 3), elements=st.floats(-0.5, 1.0))
LEVELS = hnp.arrays(float, 3, elements=st.floats(1e-3, 1e6))
NEVER = 1e15  # so many years that what is estimated from them is certain


def calibration(prior_years=NEVER, drift_years=NEVER, persistence=0.4):
    return Calibration(3, prior_years, drift_years, np.zeros(3), np.zeros(3), SCALE, SCALE, SCALE,
                       CORRELATION, persistence)


@pytest.fixture(scope="module")
def normal_shocks():
    return growth_shocks(Streams(2025, DRAWS), calibration(), 5, 1.0)


@given(LEVELS, RATES)
def test_without_shocks_each_sector_grows_at_exactly_its_rate(start, rates):
    path = np.vstack([start, sector_paths(start, rates)])
    np.testing.assert_allclose(path[1:] / path[:-1] - 1, rates, rtol=1e-12, atol=1e-12)


def test_a_shock_moves_its_own_year_and_all_that_follow():
    shocks = np.zeros((1, 3, 2))
    shocks[0, 1, 0] = np.log(1.5)
    rates = np.full((3, 2), 0.1)
    ratio = sector_paths(np.array([10.0, 20.0]), rates, shocks)[0] / sector_paths(
        np.array([10.0, 20.0]), rates)
    np.testing.assert_allclose(ratio, [[1, 1], [1.5, 1], [1.5, 1]], rtol=1e-12)


@given(LEVELS, RATES)
def test_contributions_of_a_projection_add_up_to_its_growth(start, rates):
    path = np.vstack([start, sector_paths(start, rates)])
    total = path.sum(axis=1)
    np.testing.assert_allclose(contributions(path).sum(axis=1), total[1:] / total[:-1] - 1,
                               rtol=1e-12, atol=1e-12)
    assert lmdi(path[0], path[-1]).sum() == pytest.approx(np.log(total[-1] / total[0]), rel=1e-12,
                                                          abs=1e-11)


@given(st.floats(1e-3, 1e6), st.floats(-0.5, 1.0), st.integers(1, 10))
def test_average_growth_undoes_compounding(base, rate, years):
    assert float(average_growth(base, base * (1 + rate) ** years, years)) == pytest.approx(
        rate, rel=1e-9, abs=1e-12)


def test_shocks_have_the_calibrated_variance_in_every_year(normal_shocks):
    # a variance from M normals has a standard error of σ²·√(2/M)
    np.testing.assert_allclose(normal_shocks.var(axis=0), np.broadcast_to(SCALE**2, (5, 3)),
                               rtol=4 * np.sqrt(2 / DRAWS))
    assert np.abs(normal_shocks.mean(axis=0) / SCALE).max() < 4 / np.sqrt(DRAWS)


@pytest.mark.parametrize("year", range(5))
def test_shocks_of_sectors_correlate_as_calibrated(normal_shocks, year):
    found = np.corrcoef(normal_shocks[:, year], rowvar=False)
    np.testing.assert_allclose(found, CORRELATION, atol=4 / np.sqrt(DRAWS))


@pytest.mark.parametrize("lag", [1, 2, 3, 4])
def test_shocks_persist_with_the_power_of_the_lag(normal_shocks, lag):
    for sector in range(3):
        found = np.corrcoef(normal_shocks[:, 0, sector], normal_shocks[:, lag, sector])[0, 1]
        assert found == pytest.approx(0.4**lag, abs=4 / np.sqrt(DRAWS))


def test_shocks_without_persistence_forget():
    shocks = growth_shocks(Streams(1, DRAWS), calibration(persistence=0.0), 5, 1.0)[:, :, 1]
    found = np.corrcoef(shocks, rowvar=False)
    np.testing.assert_allclose(found, np.eye(5), atol=4 / np.sqrt(DRAWS))


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 10))
def test_shocks_scale_with_volatility(factor):
    few = Streams(2025, 50)
    np.testing.assert_allclose(growth_shocks(few, calibration(5), 5, factor),
                               factor * growth_shocks(few, calibration(5), 5, 1.0), rtol=1e-12)


@pytest.mark.parametrize("year", [0, 4])
def test_shocks_estimated_from_few_years_are_student_t(year):
    few = calibration(prior_years=3.0)  # ν₀ + m − 1 = 5 degrees of freedom
    standard = growth_shocks(Streams(2025, DRAWS), few, 5, 1.0)[:, year] / SCALE
    for sector in range(3):
        assert stats.kstest(standard[:, sector], stats.t(5).cdf).pvalue > 1e-3
    assert stats.kstest(standard[:, 0], stats.norm.cdf).pvalue < 1e-6


def test_the_error_of_the_drift_is_shared_by_all_years_of_a_draw():
    # with ρ = 0: variance 1 + 1/(m + κ), covariance between years 1/(m + κ); here m + κ = 4
    shocks = growth_shocks(Streams(9, DRAWS), calibration(drift_years=1.0, persistence=0.0), 5, 1.0)
    covariance = np.cov(shocks[:, :, 2] / SCALE[2], rowvar=False)
    np.testing.assert_allclose(covariance, np.eye(5) + 0.25, atol=0.05)


def test_the_error_of_the_drift_correlates_between_sectors():
    shocks = growth_shocks(Streams(9, DRAWS), calibration(drift_years=1.0, persistence=0.0), 5, 1.0)
    found = np.corrcoef(shocks.sum(axis=1), rowvar=False)
    np.testing.assert_allclose(found, CORRELATION, atol=4 / np.sqrt(DRAWS))


def test_the_total_is_the_sum_of_the_sectors(inputs):
    total, *sectors = grdp_series(inputs())
    np.testing.assert_allclose(total.point, sum(s.point for s in sectors), rtol=1e-12)
    np.testing.assert_allclose(total.draws, sum(s.draws for s in sectors), rtol=1e-12)
    assert total.breakdown == "total" and tuple(s.breakdown for s in sectors) == SECTORS


def test_without_a_known_level_the_base_is_an_index_of_100_split_by_the_assumed_shares(inputs):
    total, *sectors = grdp_series(inputs())
    assert [s.base for s in sectors] == pytest.approx([5, 60, 35])
    assert total.base == pytest.approx(100)
    assert {s.unit for s in (total, *sectors)} == {"index_2025"}
    assert all("base_share.services" in s.rests_on for s in (total, *sectors))


def test_a_known_total_is_split_by_the_assumed_shares(inputs):
    total, *sectors = grdp_series(inputs(figures={"grdp": {2025: 4000.0}}))
    assert [s.base for s in sectors] == pytest.approx([200, 2400, 1400])
    assert total.unit == "billion_vnd" and "base_share.services" in total.rests_on


def test_known_sectors_stand_as_they_are_and_rest_on_no_assumed_share(inputs):
    levels = {("grdp", sector): {2025: value, 2026: value * 1.1}
              for sector, value in zip(SECTORS, (100.0, 900.0, 500.0), strict=True)}
    total, *sectors = grdp_series(inputs(figures=levels))
    assert total.base == 1500 and total.unit == "billion_vnd" and total.known_years == 1
    assert (total.draws[:, 0] == pytest.approx(1650)) and total.point[0] == pytest.approx(1650)
    assert sectors[0].point[1] == pytest.approx(110 * 1.02)  # from what was measured, not from 2025
    assert not any("base_share" in key for s in (total, *sectors) for key in s.rests_on)


def test_measured_growth_of_2026_moves_the_index_for_all_draws(inputs):
    growth = {("grdp_growth", sector): {2026: rate}
              for sector, rate in zip(SECTORS, (0.01, 0.2, -0.1), strict=True)}
    total, *sectors = grdp_series(inputs(figures=growth))
    assert [s.point[0] for s in sectors] == pytest.approx([5.05, 72, 31.5])
    assert (total.draws[:, 0] == total.point[0]).all() and total.known_years == 1
    assert (total.draws[:, 1] != total.point[1]).any()


def test_measured_growth_of_the_total_moves_the_sum_of_the_sectors(inputs):
    total, *sectors = grdp_series(inputs(figures={"grdp_growth": {2026: 0.1}}))
    assert total.base == pytest.approx(100) and total.point[0] == pytest.approx(110)
    np.testing.assert_allclose(total.draws[:, 0], 110, rtol=1e-12)
    # the sectors keep the proportions that the scenario's rates give them
    shares = np.array([5, 60, 35]) * [1.02, 1.14, 1.08]
    np.testing.assert_allclose([s.point[0] for s in sectors], 110 * shares / shares.sum())


@pytest.mark.parametrize("year", [2026, 2027, 2030])
def test_a_known_total_is_kept_whatever_year_it_is_of(inputs, year):
    total, *sectors = grdp_series(inputs(figures={"grdp": {2025: 4000.0, year: 5000.0}}))
    assert total.point[year - 2026] == pytest.approx(5000)
    assert sum(s.point[year - 2026] for s in sectors) == pytest.approx(5000)
    assert np.isfinite(total.draws[:, year - 2026:]).all()


def test_known_sectors_need_no_assumed_shares(inputs):
    levels = {("grdp", sector): {2025: 100.0} for sector in SECTORS}
    shares = tuple(f"base_share.{sector}" for sector in SECTORS)
    assert grdp_series(inputs(figures=levels, without=shares))[0].base == 300


def test_sectors_known_for_different_years_start_from_the_last_year_that_all_share(inputs):
    levels = {("grdp", SECTORS[0]): {2025: 100.0, 2026: 102.0, 2027: 104.0},
              ("grdp", SECTORS[1]): {2025: 900.0, 2026: 990.0},
              ("grdp", SECTORS[2]): {2025: 500.0, 2027: 600.0}}
    for series in grdp_series(inputs(figures=levels)):
        assert np.isfinite(series.draws).all() and np.isfinite(series.point).all()


def test_half_of_the_draws_lie_below_the_path_with_no_shocks(inputs):
    for series in grdp_series(inputs(draws=4000))[1:]:
        below = (series.draws < series.point).mean(axis=0)
        np.testing.assert_allclose(below, 0.5, atol=4 * 0.5 / np.sqrt(4000))


def test_no_volatility_leaves_only_the_path_with_no_shocks(inputs):
    for series in grdp_series(inputs({"volatility": 0.0})):
        np.testing.assert_allclose(series.draws, np.broadcast_to(series.point, series.draws.shape),
                                   rtol=1e-12)


def test_a_history_of_as_many_years_as_sectors_is_no_obstacle(inputs):
    # three years determine a correlation of three sectors of rank two only
    nation = np.array([[0.03, 0.08, 0.07], [0.02, 0.05, 0.06], [0.04, 0.03, 0.09]])
    short = calibrate(nation, nation, prior_years=4, drift_years=4, persistence=0.3)
    assert np.isfinite(grdp_series(replace(inputs(), calibration=short))[0].draws).all()


# what a known year teaches


def test_the_next_shock_starts_from_the_one_that_came():
    # no error of the drift, no doubt of the variance: e[t] = ρ e[t−1] + √(1−ρ²) η[t] from what came
    came, streams, sure = np.array([[0.02, -0.06, 0.01]]), Streams(2025, 200), calibration()
    given = growth_shocks(streams, sure, 5, 1.5, came)
    news, shock = sector_news(streams, sure, "grdp.shock", 5), came[0] / (1.5 * SCALE)
    for t in range(1, 5):
        shock = 0.4 * shock + np.sqrt(1 - 0.4**2) * news[:, t]
        np.testing.assert_allclose(given[:, t], 1.5 * SCALE * shock, atol=1e-7)


@pytest.mark.parametrize("came", [[[0.02, -0.06, 0.01]], [[0.02, -0.06, 0.01], [-0.01, 0.03, 0.0]]])
def test_shocks_to_come_are_the_conditional_normals_of_the_whole_chain(came):
    # all years and sectors as one normal vector of 15, conditioned by the textbook
    sure = calibration(drift_years=1.0)  # m + κ = 4
    time = 0.4 ** np.abs(np.subtract.outer(range(5), range(5))) + 0.25
    whole = np.kron(time, np.outer(SCALE, SCALE) * CORRELATION)
    k = 3 * len(came)
    gain = whole[k:, :k] @ np.linalg.inv(whole[:k, :k])
    found = growth_shocks(Streams(7, DRAWS), sure, 5, 1.0, np.array(came))[:, len(came):].reshape(DRAWS, -1)
    left = whole[k:, k:] - gain @ whole[:k, k:]
    error = 4.5 * np.sqrt(np.diag(left) / DRAWS)
    assert (np.abs(found.mean(axis=0) - gain @ np.ravel(came)) < error).all()
    spread = np.sqrt(np.outer(np.diag(left), np.diag(left)))
    np.testing.assert_allclose(np.cov(found, rowvar=False) / spread, left / spread, atol=0.06)


def test_what_came_over_two_years_together_is_the_sum_of_their_shocks():
    came = [0.02, -0.06, 0.01]
    found = growth_shocks(Streams(3, 50), calibration(5), 5, 1.5, np.array([[np.nan] * 3, came]))
    np.testing.assert_allclose(found[:, :2].sum(axis=1), np.broadcast_to(came, (50, 3)), atol=1e-12)


def measured(rates, years=(2026,)):
    return {("grdp_growth", sector): dict.fromkeys(years, rate)
            for sector, rate in zip(SECTORS, rates, strict=True)}


def test_a_bad_year_makes_the_next_ones_worse_and_leaves_the_scenarios_path_as_it_is(inputs):
    def growth(rates):
        made = grdp_series(inputs(figures=measured(rates), draws=4000))[2]
        return np.median(np.log(made.draws[:, 1] / made.draws[:, 0])), made.point[1] / made.point[0] - 1

    as_planned, bad = growth((0.02, 0.14, 0.08)), growth((0.02, 0.04, 0.08))
    # ρ = 0.3 and 1/(m + κ) = 1/13 of the drift: (0.3 + 1/13)/(1 + 1/13) of what came goes on
    assert bad[0] - as_planned[0] == pytest.approx((0.3 + 1 / 13) / (1 + 1 / 13) * np.log(1.04 / 1.14))
    assert as_planned[0] == pytest.approx(np.log(1.14), abs=4 * 1.2533 * 0.045 / np.sqrt(4000))
    assert as_planned[1] == bad[1] == pytest.approx(0.14)


def test_a_year_as_the_scenario_has_it_leaves_the_fan_around_its_path(inputs):
    for series in grdp_series(inputs(figures=measured((0.02, 0.14, 0.08)), draws=4000))[1:]:
        below = (series.draws < series.point)[:, 1:].mean(axis=0)
        np.testing.assert_allclose(below, 0.5, atol=4 * 0.5 / np.sqrt(4000))


def test_of_a_total_alone_every_sector_has_the_same_shock(inputs):
    past = sector_past(inputs(figures={"grdp_growth": {2026: 0.05}}))
    growth = np.broadcast_to([0.02, 0.14, 0.08], (5, 3))
    expected = np.log(1.05 / (0.05 * 1.02 + 0.6 * 1.14 + 0.35 * 1.08))
    np.testing.assert_allclose(realised_shocks(past, growth), [[expected] * 3])


def test_projects_that_come_as_planned_are_no_shock():
    past = Past(np.array([[10.0, 20.0, 30.0], [11.0, 22.0, 38.0]]), np.array([60.0, 71.0]), 1.0, "", ())
    growth, added = np.full((5, 3), 0.1), np.array([[0.0, 0, 0], [0, 0, 5]])
    np.testing.assert_allclose(realised_shocks(past, growth, added), [[0, 0, 0]], atol=1e-12)


def test_projects_of_a_scenario_are_in_what_was_expected_of_a_known_year(inputs):
    # 8 ha clear at the end of 2025 add 0.5 each from 2026 on, at once; services were to grow by 8 % besides
    sites = pd.DataFrame({"sector": ["services"], "end": [2025.0], "area": [8.0]}, index=["park"])
    levels = {("grdp", sector): {2025: level, 2026: then} for sector, level, then in zip(
        SECTORS, (50.0, 600, 350), (50 * 1.02, 600 * 1.14, 350 * 1.08 + 4), strict=True)}
    levers = {"value_per_hectare.services": 0.5, "project_ramp": 0.0}
    came = shocks_that_came(inputs(levers, figures=levels, sites=sites))
    np.testing.assert_allclose(came, [[0, 0, 0]], atol=1e-12)
    assert shocks_that_came(inputs(figures=levels))[0, 2] > 0.01


def test_without_volatility_a_known_year_leaves_only_the_path(inputs):
    for series in grdp_series(inputs({"volatility": 0.0}, figures=measured((0.01, 0.2, -0.1)))):
        np.testing.assert_allclose(series.draws, np.broadcast_to(series.point, series.draws.shape))


def test_a_sector_without_anything_teaches_nothing():
    past = Past(np.array([[0.0, 20.0, 30.0], [0.0, 22.0, 33.0]]), np.array([50.0, 55.0]), 1.0, "", ())
    np.testing.assert_allclose(realised_shocks(past, np.full((5, 3), 0.1)), [[0, 0, 0]], atol=1e-12)


def test_with_known_years_the_first_draws_of_a_long_run_are_those_of_a_short_one(inputs):
    figures = measured((0.01, 0.2, -0.1), (2026, 2027))
    long, short = (grdp_series(inputs(figures=figures, draws=draws))[0].draws for draws in (300, 60))
    np.testing.assert_array_equal(long[:60], short)


# a total beside its sectors


def reported(inputs, figures):
    return grdp_series(inputs(figures=figures))


SECTOR_LEVELS = {("grdp", sector): {2025: level, 2026: 1.1 * level}
                 for sector, level in zip(SECTORS, (50.0, 600.0, 350.0), strict=True)}


def test_a_total_reported_beside_its_sectors_is_shown_as_it_was(inputs):
    total, *sectors = reported(inputs, SECTOR_LEVELS | {("grdp", "total"): {2025: 1060.0, 2026: 1155.0}})
    assert total.base == 1060 and total.point[0] == 1155 and (total.draws[:, 0] == 1155).all()
    # product taxes keep their part from then on
    np.testing.assert_allclose(total.point[1:], 1.05 * sum(s.point for s in sectors)[1:])
    np.testing.assert_allclose(total.draws[:, 1:], 1.05 * sum(s.draws for s in sectors)[:, 1:])
    assert "constant_taxes" in total.rests_on and "constant_taxes" not in sectors[0].rests_on


def test_a_growth_of_the_total_beside_growth_of_the_sectors_is_kept_too(inputs):
    rates = {("grdp_growth", sector): {2026: 0.10} for sector in SECTORS}
    total, *sectors = reported(inputs, rates | {("grdp_growth", "total"): {2026: 0.11}})
    assert total.unit == "index_2025" and total.point[0] == pytest.approx(111)
    assert sum(s.point[0] for s in sectors) == pytest.approx(110)


def test_totals_alone_are_shared_by_the_assumed_structure_in_money(inputs):
    total, *sectors = reported(inputs, {("grdp", "total"): {2025: 1000.0, 2026: 1090.0}})
    assert {series.unit for series in (total, *sectors)} == {"billion_vnd"}
    assert (total.base, total.point[0]) == (1000, pytest.approx(1090))
    assert "constant_taxes" not in total.rests_on


def test_sectors_alone_add_up_to_the_total(inputs):
    total, *sectors = reported(inputs, SECTOR_LEVELS)
    assert total.unit == "billion_vnd" and total.base == 1000
    np.testing.assert_allclose(total.point, sum(s.point for s in sectors))


def test_a_first_total_with_its_growth_tells_the_level_of_the_base_year(inputs):
    total, *_ = reported(inputs, {("grdp", "total"): {2026: 1100.0}, ("grdp_growth", "total"): {2026: 0.1}})
    assert total.unit == "billion_vnd" and total.base == pytest.approx(1000)
    assert total.point[0] == pytest.approx(1100)


@pytest.mark.parametrize("figures", [
    {("grdp", "total"): {2027: 1200.0}}, {("grdp", "services"): {2025: 350.0}},
    {("grdp", "total"): {2026: 1100.0}},
    {("grdp", "total"): {2027: 1200.0}, ("grdp_growth", "total"): {2026: 0.1}}])
def test_a_level_that_cannot_be_linked_to_the_base_year_is_never_mixed_into_an_index(inputs, figures):
    total, *sectors = reported(inputs, figures)
    assert {series.unit for series in (total, *sectors)} == {"index_2025"}
    assert total.base == 100 and total.point.max() < 300

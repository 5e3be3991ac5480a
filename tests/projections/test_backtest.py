"""The backtest: nothing looks ahead, the baselines are the textbook's, and the method earns its keep."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from thienhuong_analysis.errors import ObservationError, ProjectionError
from thienhuong_analysis.projections import Streams, backtest, calibrate, make_panel, read_panel
from thienhuong_analysis.projections.calibration import variance_ahead
from thienhuong_analysis.projections.forecasts import growth_ahead
from thienhuong_analysis.projections.grdp import growth_shocks
from thienhuong_analysis.projections.pooling import (
    chosen_weights,
    median_of_others,
    pooled_prior,
    shrunk_forecast,
)
from thienhuong_analysis.projections.windows import growth_to_date, windows

SHARED = Path(os.environ.get("THIENHUONG_SHARED", "nowhere")) / "data" / "bulk"


def made(countries=12, years=20, indicators=("x",), seed=1):
    """Growth with a mean of its own for each country and a spread that differs between them."""
    rng = np.random.default_rng(seed)
    rows = []
    for indicator in indicators:
        for c in range(countries):
            spread = 0.03 * np.sqrt(6 / rng.chisquare(6))
            growth = 0.03 + 0.02 * rng.normal() + spread * rng.normal(size=years)
            rows += [(f"C{c:02}", indicator, 1990 + t, value)
                     for t, value in enumerate(100 * np.exp(np.cumsum(growth)))]
    return pd.DataFrame(rows, columns=["country", "indicator", "year", "value"])


def score(result, model, horizon, column, indicator="all"):
    scores = result.scores
    return scores[(scores["model"] == model) & (scores["horizon"] == horizon)
                  & (scores["indicator"] == indicator)][column].item()


def prior_of(panel, history=5):
    return pooled_prior(windows(panel.logs, history), growth_to_date(panel.logs), panel.indicator,
                        history)


@pytest.fixture(scope="module")
def result():
    return backtest(make_panel(made()), history=5, horizon=3)


def test_every_year_with_enough_behind_and_ahead_is_an_origin(result):
    # 20 values: origins 1995–2008 for one year ahead, two fewer for three
    assert score(result, "shrunk", 1, "forecasts") == 12 * 14
    assert score(result, "shrunk", 3, "forecasts") == 12 * 12
    assert result.forecasts["origin"].min() == 1995


def test_the_random_walk_with_drift_is_the_textbooks(result):
    row = result.forecasts.iloc[100]
    own = made().query("country == @row.country").set_index("year")["value"].pipe(np.log).diff()
    past = own.loc[row.origin - 4:row.origin]
    h = row.horizon
    assert row["drift.location"] == pytest.approx(h * past.mean())
    assert row["drift.scale"] == pytest.approx(past.std() * np.sqrt(h * (1 + h / 5)))
    assert row["drift.freedom"] == 4


def test_the_last_value_and_the_last_growth_are_what_they_say(result):
    row = result.forecasts.iloc[100]
    own = made().query("country == @row.country").set_index("year")["value"].pipe(np.log).diff()
    assert row["last_value.location"] == 0
    assert row["last_growth.location"] == pytest.approx(row.horizon * own[row.origin])


def test_what_came_is_the_growth_between_the_two_years(result):
    row = result.forecasts.iloc[77]
    values = made().query("country == @row.country").set_index("year")["value"]
    assert row["actual"] == pytest.approx(np.log(values[row.origin + row.horizon] / values[row.origin]))


def test_the_scores_are_the_means_of_the_forecasts(result):
    two = result.forecasts.query("horizon == 2")
    assert score(result, "shrunk", 2, "crps") == pytest.approx(two["shrunk.crps"].mean())
    assert score(result, "drift", 2, "coverage_80") == pytest.approx(two["drift.in_80"].mean())
    errors = two["shrunk.location"] - two["actual"]
    assert score(result, "shrunk", 2, "bias") == pytest.approx(errors.mean())
    expected = 1 - two["shrunk.crps"].mean() / two["drift.crps"].mean()
    assert score(result, "shrunk", 2, "skill") == pytest.approx(expected)


def test_the_range_of_skill_holds_the_skill_and_is_none_for_the_reference(result):
    low, mid, high = (score(result, "shrunk", 2, name) for name in ("skill_low", "skill", "skill_high"))
    assert low < mid < high
    assert score(result, "drift", 2, "skill_low") == score(result, "drift", 2, "skill_high") == 0


def test_nothing_after_the_origin_changes_a_forecast():
    frame = made(indicators=("x", "y"))
    later = frame["year"] > 2002
    shaken = frame.assign(value=np.where(later, frame["value"] * np.exp(np.sin(frame.index)), frame["value"]))
    before, after = (backtest(make_panel(f), history=4, horizon=4).forecasts for f in (frame, shaken))
    known = before["origin"] <= 2002
    columns = [name for name in before if name.endswith(("location", "scale", "freedom"))]
    pd.testing.assert_frame_equal(before.loc[known, columns], after.loc[known, columns])
    assert not np.allclose(before["actual"], after["actual"])


def test_an_economys_prior_is_the_others_alone():
    frame = made()
    other = frame.copy()
    other.loc[other["country"] == "C03", "value"] = 7.0 * (frame["year"] - 1980)
    panels = [make_panel(f) for f in (frame, other)]
    first, second = map(prior_of, panels)
    np.testing.assert_array_equal(first.drift[3], second.drift[3])
    np.testing.assert_array_equal(first.variance[3], second.variance[3])
    assert (first.variance[4, 10:] != second.variance[4, 10:]).any()


def test_the_prior_is_the_others_median_mean_growth_so_far_and_median_spread_of_late():
    frame = made(countries=6, years=12)
    prior = prior_of(make_panel(frame), 4)
    levels = frame[frame["country"] != "C02"].pivot(index="year", columns="country", values="value")
    others = np.log(levels)
    assert prior.drift[2, 9] == pytest.approx(((others.loc[1999] - others.loc[1990]) / 9).median())
    assert prior.variance[2, 9] == pytest.approx(others.diff().loc[1996:1999].var().median())


def test_an_economy_without_a_value_at_the_origin_is_taken_as_last_known_but_not_for_ever():
    frame = made(countries=6, years=20)
    ended = frame[(frame["country"] == "C00") | (frame["year"] <= 2000)]
    prior = prior_of(make_panel(ended), 4)
    full = prior_of(make_panel(frame), 4)
    assert prior.others[0, 10:15].tolist() == [5, 5, 5, 5, 5] and prior.others[0, 15] == 0
    assert prior.variance[0, 14] == full.variance[0, 10] and prior.drift[0, 14] == full.drift[0, 10]


def test_the_weights_are_those_under_which_the_past_of_others_was_most_likely():
    panel = make_panel(made(countries=5, years=12))
    own, actual, prior = windows(panel.logs, 4), growth_ahead(panel.logs, 2), prior_of(panel, 4)
    weights = chosen_weights(own, prior, actual, panel.indicator)
    series, origin = 2, 9

    def past(nu, kappa, rho):
        forecast = shrunk_forecast(own, prior, 2, prior_years=nu, drift_years=kappa, persistence=rho)
        total = 0.0
        for s in range(5):
            for t in range(12):
                for h in (1, 2):
                    if s != series and t + h <= origin and np.isfinite(own.drift[s, t]):
                        total += stats.t(forecast.freedom[s, t, 0], forecast.location[s, t, h - 1],
                                         forecast.scale[s, t, h - 1]).logpdf(actual[s, t, h - 1])
        return total

    grid = [(nu, kappa, rho) for nu in (2, 4, 8, 16, 32) for kappa in (1, 2.5, 5, 10, 20, 40)
            for rho in (-0.2, 0, 0.2, 0.4, 0.6)]
    best = max(grid, key=lambda candidate: past(*candidate))
    assert best == (weights.prior_years[series, origin], weights.drift_years[series, origin],
                    weights.persistence[series, origin])


def test_the_median_of_others_is_the_median_without_the_row():
    values = np.random.default_rng(3).normal(size=(9, 40))
    values[np.random.default_rng(4).random(values.shape) < 0.3] = np.nan
    found, others = median_of_others(values)
    for i in range(9):
        rest = np.delete(values, i, axis=0)
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(found[i], [np.nanmedian(c) if np.isfinite(c).any() else np.nan
                                                  for c in rest.T])
        np.testing.assert_array_equal(others[i], np.isfinite(rest).sum(axis=0))


def test_the_backtest_and_the_projection_are_one_method():
    """The closed form that is scored has the quantiles of the draws that are projected."""
    rng = np.random.default_rng(5)
    nation, city = rng.normal(0.05, 0.02, (20, 3)), rng.normal(0.08, 0.03, (3, 3))
    found = calibrate(city, nation, prior_years=6, drift_years=5, persistence=0.4)
    draws = np.cumsum(growth_shocks(Streams(1, 40_000), found, 5, 1.0), axis=1)
    for ahead in (1, 5):
        law = stats.t(found.degrees_of_freedom, 0, found.scale_ahead(ahead)[1])
        for p in (0.1, 0.9, 0.975):
            assert law.cdf(np.quantile(draws[:, ahead - 1, 1], p)) == pytest.approx(p, abs=0.006)


def test_a_calibrated_window_is_forecast_as_calibrate_says():
    panel = make_panel(made(countries=6, years=9))
    own, prior = windows(panel.logs, 4), prior_of(panel, 4)
    forecast = shrunk_forecast(own, prior, 3, prior_years=8, drift_years=5, persistence=0.3)
    growth = np.expm1(np.diff(panel.logs[2, 4:9]))[:, None]
    # a "nation" of two years that has just the prior's mean and variance
    half = np.sqrt(prior.variance[2, 8] / 2)
    nation = np.expm1(prior.drift[2, 8] + np.array([[-half], [half]]))
    found = calibrate(np.c_[growth, growth], np.c_[nation, nation], prior_years=8, drift_years=5,
                      persistence=0.3)
    assert forecast.location[2, 8, 2] == pytest.approx(3 * found.shrunk_growth[0])
    assert forecast.scale[2, 8, 2] == pytest.approx(found.scale_ahead(3)[0])
    assert forecast.freedom[2, 8, 0] == found.degrees_of_freedom


def test_persistent_shocks_add_up_as_a_simulated_autoregression_does():
    rng, rho = np.random.default_rng(2), 0.5
    e = rng.normal(size=100_000)
    total = e.copy()
    for _ in range(4):
        e = rho * e + np.sqrt(1 - rho**2) * rng.normal(size=len(e))
        total += e
    assert variance_ahead(5, rho, np.inf, 1.0) == pytest.approx(total.var(), rel=0.02)


def test_shrinking_earns_its_keep_on_growth_of_the_kind_it_assumes():
    result = backtest(make_panel(made(countries=60, years=24, seed=7)), history=4, horizon=5)
    assert score(result, "shrunk", 5, "skill_low") > 0
    assert 0.74 < score(result, "shrunk", 5, "coverage_80") < 0.86


def test_one_economy_alone_stands_by_itself():
    result = backtest(make_panel(made(countries=1)), history=5, horizon=2)
    assert score(result, "shrunk", 2, "crps") == pytest.approx(score(result, "drift", 2, "crps"))
    assert result.weights["prior_years"].item() == 0 and result.weights["others"].item() == 0
    assert np.isnan(score(result, "shrunk", 2, "skill_low"))


def test_gaps_zeros_and_flat_series_are_scored_like_any_others():
    frame = made()
    frame = frame[~((frame["country"] == "C01") & (frame["year"] % 3 == 0))]
    frame.loc[(frame["country"] == "C02") & (frame["year"] == 2000), "value"] = 0
    frame.loc[frame["country"] == "C03", "value"] = 5.0
    result = backtest(make_panel(frame), history=5, horizon=3)
    numbers = result.forecasts.select_dtypes("number")
    assert np.isfinite(numbers.to_numpy()).all()
    assert {"C01", "C02", "C03"} <= set(result.forecasts["country"])
    assert result.left_out == {"not_positive": 1}


def test_series_of_every_second_year_are_scored_two_and_four_years_ahead():
    frame = made(years=24)
    result = backtest(make_panel(frame[frame["year"] % 2 == 0]), history=6, horizon=5)
    assert sorted(set(result.scores["horizon"])) == [2, 4]


def test_a_short_series_is_counted_and_lends_the_others_nothing_wrong():
    frame = made()
    short = frame[(frame["country"] != "C00") | (frame["year"] < 1994)]
    result = backtest(make_panel(short), history=5, horizon=3)
    assert result.left_out == {"short": 1} and "C00" not in set(result.forecasts["country"])


def test_the_order_of_rows_and_names_of_countries_change_nothing(result):
    frame = made().sample(frac=1, random_state=3)
    again = backtest(make_panel(frame), history=5, horizon=3)
    pd.testing.assert_frame_equal(result.scores, again.scores)


@pytest.mark.parametrize("history, horizon", [(1, 5), (0, 5), (5, 0), (5, 101)])
def test_a_history_or_horizon_out_of_range_is_one_sentence(history, horizon):
    with pytest.raises(ProjectionError, match="out of range"):
        backtest(make_panel(made(countries=2)), history=history, horizon=horizon)


def test_series_that_are_all_too_short_are_one_sentence():
    with pytest.raises(ObservationError, match="the longest has 4 values"):
        backtest(make_panel(made(years=4)), history=5, horizon=5)


@pytest.fixture(scope="module")
def panel():
    return read_panel(SHARED / "etd_three_sector_1990_2018.csv")


@pytest.fixture(scope="module")
def found(panel):
    return backtest(panel)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")
class TestTheGivenData:
    def test_2907_forecasts_five_years_ahead(self, found):
        assert score(found, "shrunk", 5, "forecasts") == 2907

    def test_the_intervals_cover_what_they_say(self, found):
        assert 0.77 <= score(found, "shrunk", 5, "coverage_80") <= 0.83
        assert 0.92 <= score(found, "shrunk", 5, "coverage_95") <= 0.97

    def test_the_crps_is_15_percent_below_the_random_walk_with_drift(self, found):
        assert score(found, "shrunk", 5, "skill") >= 0.15

    def test_the_random_walk_covers_70_percent_as_was_measured_before(self, found):
        assert score(found, "drift", 5, "coverage_80") == pytest.approx(0.70, abs=0.01)
        assert score(found, "drift", 5, "crps") == pytest.approx(0.096, abs=0.001)

    @pytest.mark.parametrize("half", [0, 1])
    def test_it_holds_on_halves_of_the_economies(self, panel, half):
        names = np.random.default_rng(1).permutation(np.unique(panel.country.astype(str)))
        chosen = np.isin(panel.country.astype(str), names[half::2])
        part = replace(panel, country=panel.country[chosen], indicator=panel.indicator[chosen],
                       logs=panel.logs[chosen])
        found = backtest(part)
        assert 0.75 <= score(found, "shrunk", 5, "coverage_80") <= 0.85
        assert score(found, "shrunk", 5, "skill_low") > 0

    def test_poverty_of_the_provinces_is_scored_without_complaint(self):
        found = backtest(read_panel(SHARED / "gso_province_poverty_rate_2006_2016.csv"))
        assert found.left_out["not_positive"] == 6 and len(found.scores)

"""The backtest: the projection method and simpler ones, run from every year of the past and scored."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError, ProjectionError
from thienhuong_analysis.projections.forecasts import (
    Forecast,
    drift_forecast,
    growth_ahead,
    last_growth_forecast,
    last_value_forecast,
)
from thienhuong_analysis.projections.panel import Panel
from thienhuong_analysis.projections.pooling import (
    Prior,
    Weights,
    chosen_weights,
    pooled_forecast,
    pooled_prior,
)
from thienhuong_analysis.projections.scores import covered, crps_student, skill, student_interval
from thienhuong_analysis.projections.windows import Windows, growth_to_date, windows

Array = NDArray[np.float64]
LEAST_HISTORY, MOST_YEARS = 2, 100
OURS, REFERENCE, ALL = "shrunk", "drift", "all"
RESAMPLES = 2000

COLUMNS = ("indicator", "horizon", "model", "forecasts", "series", "economies", "crps", "coverage_80",
           "coverage_95", "bias", "skill", "skill_low", "skill_high")


@dataclass(frozen=True)
class Backtest:
    """What a backtest found.

    Args
        scores : DataFrame  columns ``COLUMNS``: one row an indicator (and ``all``), horizon and model;
            CRPS and bias in log points, skill against the random walk with drift, with the 95 % range
            that resampling whole economies gives it
        forecasts : DataFrame  every forecast: country, indicator, origin, horizon, actual, and for each
            model its location, scale, degrees of freedom and CRPS
        weights : DataFrame  ν₀, κ and ρ by indicator as chosen at the last origin, and how many other
            economies there were
        history, horizon : int  as asked for [years]
        left_out : dict  reason -> rows not used, as ``Panel`` has it; ``short`` counts series
    """

    scores: pd.DataFrame
    forecasts: pd.DataFrame
    weights: pd.DataFrame
    history: int
    horizon: int
    left_out: dict[str, int]


def backtest(panel: Panel, *, history: int = 5, horizon: int = 5, seed: int = 2025) -> Backtest:
    """Return the scores of the projection method and of simpler ones from every possible origin.

    A year is an origin for a series that has a value there, reaches back over the whole history and has at
    least three values in it; all methods are scored on the same forecasts.

    Args
        history : int  years that a forecast may look back on its own series [years]
        horizon : int  the longest way ahead [years]
        seed : int  of the resampling

    Raises
        ProjectionError: history or horizon out of range
        ObservationError: no series is long enough
    """
    for name, value, least in (("history", history, LEAST_HISTORY), ("horizon", horizon, 1)):
        if not least <= value <= MOST_YEARS:
            raise ProjectionError("--{name} {value} is out of range; give from {least} to {most} years",
                                  name=name, value=value, least=least, most=MOST_YEARS)
    own, actual = windows(panel.logs, history), growth_ahead(panel.logs, horizon)
    scored = own.complete[..., None] & np.isfinite(actual)
    if not scored.any():
        raise ObservationError(
            "no series has {history} years of history, three values in them and one within {horizon} years "
            "after; the longest has {most} values: give a smaller --history, or longer series",
            history=history, horizon=horizon, most=int(np.isfinite(panel.logs).sum(axis=1).max()))
    prior = pooled_prior(own, growth_to_date(panel.logs), panel.indicator, history)
    weights = chosen_weights(own, prior, actual, panel.indicator)
    models = {
        OURS: pooled_forecast(own, prior, weights, horizon),
        "pooled_growth": _pooled_growth(own, prior, horizon),
        REFERENCE: drift_forecast(own, horizon),
        "last_growth": last_growth_forecast(own, horizon),
        "last_value": last_value_forecast(own, horizon)}
    forecasts = _table(panel, models, actual, scored)
    left_out = dict(panel.left_out)
    short = int((~scored.any(axis=(1, 2))).sum())
    if short:
        left_out["short"] = short
    return Backtest(_scores(forecasts, list(models), seed), forecasts,
                    _last_weights(panel, prior, weights, own), history, horizon, left_out)


def _pooled_growth(own: Windows, prior: Prior, horizon: int) -> Forecast:
    """Return the others' median growth for everybody, as wide as the others' median spread.

    With no pool it is the series' own mean growth without the error of the drift.
    """
    h = np.arange(1, horizon + 1)
    pooled = np.isfinite(prior.drift)
    drift = np.where(pooled, prior.drift, own.drift)
    variance = np.where(pooled, prior.variance, own.variance)
    return Forecast.of(drift[..., None] * h, variance[..., None] * h,
                       np.where(pooled, prior.others, own.changes - 1))


def _table(panel: Panel, models: dict[str, Forecast], actual: Array,
           scored: NDArray[np.bool_]) -> pd.DataFrame:
    series, origin, ahead = np.nonzero(scored)
    truth = actual[scored]
    columns: dict[str, object] = {
        "country": panel.country[series], "indicator": panel.indicator[series],
        "origin": panel.years[origin], "horizon": ahead + 1, "actual": truth}
    for name, forecast in models.items():
        location, scale = forecast.location[scored], forecast.scale[scored]
        freedom = np.broadcast_to(forecast.freedom, scored.shape)[scored]
        columns |= {f"{name}.location": location, f"{name}.scale": scale, f"{name}.freedom": freedom,
                    f"{name}.crps": crps_student(truth, location, scale, freedom)}
        for share in (80, 95):
            columns[f"{name}.in_{share}"] = covered(
                truth, *student_interval(location, scale, freedom, share / 100))
    return pd.DataFrame(columns)


def _scores(forecasts: pd.DataFrame, models: list[str], seed: int) -> pd.DataFrame:
    rows = []
    by_indicator = forecasts.groupby("indicator", sort=True)
    for indicator, part in [(ALL, forecasts), *((str(name), part) for name, part in by_indicator)]:
        for horizon, found in part.groupby("horizon", sort=True):
            ranges = _skill_ranges(found, models, seed)
            series = len(found[["country", "indicator"]].drop_duplicates())
            for name in models:
                crps = found[f"{name}.crps"].mean()
                rows.append((
                    indicator, horizon, name, len(found), series,
                    found["country"].nunique(), crps, found[f"{name}.in_80"].mean(),
                    found[f"{name}.in_95"].mean(), (found[f"{name}.location"] - found["actual"]).mean(),
                    float(skill(crps, found[f"{REFERENCE}.crps"].mean())), *ranges[name]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _skill_ranges(found: pd.DataFrame, models: list[str], seed: int) -> dict[str, tuple[float, float]]:
    """Return the 95 % range of each model's skill, whole economies drawn with replacement.

    An economy's forecasts overlap and hang together, so they are drawn together; both methods are scored
    on the same draws, so that what is hard for both cancels.
    """
    sums = found.groupby("country", sort=True)[[f"{name}.crps" for name in models]].sum()
    n = len(sums)
    if n < 2:
        return dict.fromkeys(models, (np.nan, np.nan))
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    totals = pd.DataFrame(times @ sums.to_numpy(float), columns=models)
    return {name: tuple(np.nanquantile(skill(totals[name], totals[REFERENCE]), [0.025, 0.975]).tolist())
            for name in models}


def _last_weights(panel: Panel, prior: Prior, weights: Weights, own: Windows) -> pd.DataFrame:
    """Return what was chosen at the last origin of each indicator, the commonest among its series."""
    rows = []
    for name in dict.fromkeys(panel.indicator):
        pool = panel.indicator == name
        known = np.isfinite(own.drift[pool])
        last = int(np.flatnonzero(known.any(axis=0)).max(initial=0))
        here = known[:, last]
        if not here.any():
            continue
        chosen = pd.DataFrame({
            "prior_years": weights.prior_years[pool][here, last],
            "drift_years": weights.drift_years[pool][here, last],
            "persistence": weights.persistence[pool][here, last]})
        commonest = chosen.value_counts().index[0]
        rows.append((name, int(panel.years[last]), int(prior.others[pool][here, last].max()), *commonest))
    return pd.DataFrame(rows, columns=["indicator", "origin", "others", "prior_years", "drift_years",
                                       "persistence"])

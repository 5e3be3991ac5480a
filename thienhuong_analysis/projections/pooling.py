"""What others tell of a series: the pooled prior, and how much weight it deserves.

Nothing here looks ahead: at each origin the prior comes from the other economies' years up to then, and
the weights from forecasts of other economies whose truth was known by then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.projections.calibration import shrunk_drift, shrunk_variance, variance_ahead
from thienhuong_analysis.projections.forecasts import Forecast
from thienhuong_analysis.projections.scores import log_score
from thienhuong_analysis.projections.windows import Windows, latest

Array = NDArray[np.float64]
LEAST_OTHERS = 3
"""With fewer other economies there is no pool, and a series stands by itself."""

VARIANCE_YEARS = (8.0, 2.0, 4.0, 16.0, 32.0)
DRIFT_YEARS = (5.0, 1.0, 2.5, 10.0, 20.0, 40.0)
PERSISTENCE = (0.2, 0.0, -0.2, 0.4, 0.6)
"""The values of ν₀, κ and ρ among which the past chooses; the first of each where there is no past yet."""


@dataclass(frozen=True)
class Prior:
    """The pooled prior of each series at each origin, from the other economies with the same indicator.

    Args
        drift : ndarray (series, origin)  μ₀, the median of the others' mean growth in all their years so
            far [log points a year]
        variance : ndarray (series, origin)  s₀², the median of the others' s² [log points²]
        others : ndarray (series, origin)  how many there were
    """

    drift: Array
    variance: Array
    others: Array


@dataclass(frozen=True)
class Weights:
    """ν₀, κ and ρ chosen for each series at each origin, each an ndarray (series, origin); 0 with no pool."""

    prior_years: Array
    drift_years: Array
    persistence: Array


def pooled_prior(own: Windows, to_date: Array, indicator: NDArray[np.object_], within: int) -> Prior:
    """Return the prior of each series at each origin: medians, which no odd economy moves, of the others.

    Args
        to_date : ndarray (series, origin)  mean growth in all years so far [log points a year]
        indicator : ndarray (series)  an economy has one series of each
        within : int  an economy without a value at the origin is taken as it was last known, if that is
            not longer ago than this [years]

    Notes
        As in ``calibrate``, the few years near by are drawn towards the many years of others: a mean needs
        years. The variance is the others' over the same window, measured as s² is.
    """
    drift, variance, others = (np.full_like(own.drift, np.nan) for _ in range(3))
    drifts, variances = latest(to_date, within), latest(own.variance, within)
    for name in dict.fromkeys(indicator):
        pool = indicator == name
        drift[pool], _ = median_of_others(drifts[pool])
        variance[pool], others[pool] = median_of_others(variances[pool])
    enough = others >= LEAST_OTHERS
    return Prior(np.where(enough, drift, np.nan), np.where(enough, variance, np.nan), others)


def shrunk_forecast(own: Windows, prior: Prior, horizon: int, *, prior_years: float, drift_years: float,
                    persistence: float) -> Forecast:
    """Return the forecast of the projection's own method, one to ``horizon`` years ahead.

    References
        METHOD section 1, by the functions that ``calibrate`` uses.
    """
    freedom = own.changes - 1
    variance = shrunk_variance(own.variance, freedom, prior.variance, prior_years)
    drift = shrunk_drift(own.drift, own.years, prior.drift, drift_years)
    ahead = [variance_ahead(h, persistence, own.years, drift_years) for h in range(1, horizon + 1)]
    return Forecast.of(drift[..., None] * np.arange(1, horizon + 1),
                       variance[..., None] * np.stack(ahead, axis=-1), prior_years + freedom)


def chosen_weights(own: Windows, prior: Prior, actual: Array,
                   indicator: NDArray[np.object_]) -> Weights:
    """Return the weights under which the past was most likely, as seen from each origin.

    For each candidate (ν₀, κ, ρ) the log scores of all forecasts of the same indicator that other
    economies would have got are added up, as far as their target years are not later than the origin;
    the candidate with the largest sum is taken.

    Args
        actual : ndarray (series, origin, horizon)  growth that came, cumulated [log points]
        indicator : ndarray (series)  an economy has one series of each
    """
    pools, pool = np.unique(indicator.astype(str), return_inverse=True)
    member = (pool[:, None] == np.arange(len(pools))).astype(float)
    best = np.full(own.drift.shape, -np.inf)
    found = np.zeros((3, *own.drift.shape))
    for candidate in _candidates():
        known = _known_by(_log_scores(own, prior, actual, *candidate))
        others = (member @ (member.T @ known)) - known
        better = others > best
        best = np.where(better, others, best)
        for kept, value in zip(found, candidate, strict=True):
            kept[better] = value
    found[:, ~np.isfinite(prior.drift)] = 0
    return Weights(*found)


def pooled_forecast(own: Windows, prior: Prior, weights: Weights, horizon: int) -> Forecast:
    """Return the forecast with the weights chosen at each origin; with no pool a series stands by itself."""
    shape = (*own.drift.shape, horizon)
    result = Forecast(np.full(shape, np.nan), np.full(shape, np.nan), np.full((*shape[:-1], 1), np.nan))
    alone = Prior(np.nan_to_num(prior.drift), np.nan_to_num(prior.variance), prior.others)
    triples = np.stack([weights.prior_years, weights.drift_years, weights.persistence], axis=-1)
    for triple in np.unique(triples.reshape(-1, 3), axis=0):
        here = (triples == triple).all(axis=-1)
        forecast = shrunk_forecast(own, alone, horizon, prior_years=triple[0], drift_years=triple[1],
                                   persistence=triple[2])
        result.location[here], result.scale[here] = forecast.location[here], forecast.scale[here]
        result.freedom[here] = forecast.freedom[here]
    return result


def median_of_others(values: Array) -> tuple[Array, Array]:
    """Return for each row the median of the other rows' known values, column by column, and their number.

    Example
        >>> median_of_others(np.array([[1.0], [2.0], [9.0], [np.nan]]))[0].ravel().tolist()
        [5.5, 5.0, 1.5, 2.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    known = np.isfinite(values)
    others = known.sum(axis=0) - known

    def at(place: NDArray[np.int64]) -> Array:
        shifted = place + (place >= rank)
        return np.asarray(np.take_along_axis(ordered, np.clip(shifted, 0, len(values) - 1), axis=0))

    median = (at((others - 1) // 2) + at(others // 2)) / 2
    return np.where(others > 0, median, np.nan), others.astype(float)


def _candidates() -> Iterator[tuple[float, float, float]]:
    """Return all triples (ν₀, κ, ρ)."""
    return product(VARIANCE_YEARS, DRIFT_YEARS, PERSISTENCE)


def _log_scores(own: Windows, prior: Prior, actual: Array, prior_years: float, drift_years: float,
                persistence: float) -> Array:
    """Return the log score of every forecast, ndarray (series, origin, horizon), 0 where there is none."""
    forecast = shrunk_forecast(own, prior, actual.shape[-1], prior_years=prior_years,
                               drift_years=drift_years, persistence=persistence)
    return np.nan_to_num(log_score(actual, forecast.location, forecast.scale, forecast.freedom))


def _known_by(scores: Array) -> Array:
    """Return the sum of each series' scores whose target year is not after each year, (series, year)."""
    years = scores.shape[1]
    by_target = np.zeros(scores.shape[:2])
    for h in range(1, min(scores.shape[-1], years - 1) + 1):
        by_target[:, h:] += scores[:, :years - h, h - 1]
    return by_target.cumsum(axis=1)

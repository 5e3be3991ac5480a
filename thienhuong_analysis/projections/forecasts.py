"""Forecasts of cumulated growth, and the simple methods that any other has to beat.

References
    Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2 and 5.5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.projections.windows import Windows

Array = NDArray[np.float64]
NARROWEST = 1e-9
"""A series that never moved gets this scale instead of none [log points]."""
LEAST_FREEDOM = 2.0
"""Two changes leave one degree of freedom, at which the score of a forecast would be infinite."""


@dataclass(frozen=True)
class Forecast:
    """A Student-t forecast of the growth cumulated from each origin to each horizon.

    Args
        location, scale : ndarray (series, origin, horizon)  [log points]
        freedom : ndarray (series, origin, 1)  degrees of freedom
    """

    location: Array
    scale: Array
    freedom: Array

    @classmethod
    def of(cls, location: Array, variance: Array, freedom: Array) -> "Forecast":
        """Return a forecast from its variance, the scale and the degrees of freedom kept from vanishing."""
        return cls(location, np.maximum(np.sqrt(variance), NARROWEST),
                   np.maximum(freedom, LEAST_FREEDOM)[..., None])


def drift_forecast(own: Windows, horizon: int) -> Forecast:
    """Return the random walk with drift from own history alone, with the error of the drift.

    The variance ahead is ``s² (h + h²/m)``, and because s² is itself an estimate the quantiles are
    Student's.
    """
    h = np.arange(1, horizon + 1)
    return Forecast.of(own.drift[..., None] * h,
                       own.variance[..., None] * (h + h**2 / own.years[..., None]), own.changes - 1)


def last_value_forecast(own: Windows, horizon: int) -> Forecast:
    """Return no change: a random walk without drift, as wide as growth has been large."""
    h = np.arange(1, horizon + 1)
    variance = own.square[..., None] * h
    return Forecast.of(np.zeros_like(variance), variance, own.changes)


def last_growth_forecast(own: Windows, horizon: int) -> Forecast:
    """Return the latest growth going on: growth itself a random walk, as wide as its turns have been.

    Shocks to growth last, so that after h years their effect has the variance ``Σ i²``, i = 1 … h.
    """
    h = np.arange(1, horizon + 1)
    return Forecast.of(own.last[..., None] * h, own.turn[..., None] * np.cumsum(h**2), own.changes - 1)


def growth_ahead(logs: Array, horizon: int) -> Array:
    """Return the growth that came after each year, ndarray (series, year, horizon), NaN where unknown."""
    result = np.full((*logs.shape, horizon), np.nan)
    for h in range(1, min(horizon, logs.shape[1] - 1) + 1):
        result[:, :-h, h - 1] = logs[:, h:] - logs[:, :-h]
    return result

"""How volatile growth is: the city's few years, shrunk towards the nation's many."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FIRST_YEAR_OF_CITY = 2018
"""Hải Phòng's growth counts from here on: of 2017 two sources disagree on industry by 1.6 points."""


def shrunk_variance(own: Array | float, freedom: Array | float, prior: Array | float,
                    prior_years: float) -> Array:
    """Return ``σ̂² = (ν₀ s₀² + (m−1) s²)/(ν₀ + m − 1)``.

    Args
        own, prior : ndarray  s² and s₀² [log points²]
        freedom : ndarray  m − 1, the degrees of freedom of the own variance
        prior_years : float  ν₀, what the prior counts for [years]

    Example
        >>> float(shrunk_variance(0.0004, 2, 0.0002, 4).round(6))
        0.000267
    """
    return np.asarray((prior_years * prior + freedom * own) / (prior_years + freedom))


def shrunk_drift(own: Array | float, years: Array | float, prior: Array | float,
                 prior_years: float) -> Array:
    """Return ``μ̂ = (m ḡ + κ μ₀)/(m + κ)``.

    Args
        own, prior : ndarray  ḡ and μ₀ [log points a year]
        years : ndarray  m
        prior_years : float  κ, what the prior counts for [years]

    Example
        >>> float(shrunk_drift(0.12, 3, 0.06, 2).round(3))
        0.096
    """
    return np.asarray((years * own + prior_years * prior) / (years + prior_years))


def variance_ahead(ahead: int, persistence: float, years: Array | float, drift_years: float) -> Array:
    """Return the variance of growth cumulated over years to come, in units of σ̂².

    Shocks that each keep the share ρ of the last one add up to ``h + 2 Σ_{k<h} (h − k) ρ^k``; the error of
    the drift, the same in all years, adds ``h²/(m + κ)``.

    Args
        ahead : int  h [years]
        persistence : float  ρ
        years : ndarray  m
        drift_years : float  κ

    Example
        >>> float(variance_ahead(2, 0.5, 5, 5).round(3))  # 2 + 2·0.5 + 4/10
        3.4
    """
    lags = np.arange(1, ahead)
    shocks = ahead + 2 * float(((ahead - lags) * persistence**lags).sum())
    return np.asarray(shocks + ahead**2 / (np.asarray(years) + drift_years))


@dataclass(frozen=True)
class Calibration:
    """Scale, correlation and persistence of the growth shocks, with all that went into them.

    Args
        years : int  m, full sector splits of the city
        prior_years : float  ν₀, what the prior variance counts for [years]
        drift_years : float  κ, what the prior drift counts for [years]
        city_growth, nation_growth : ndarray (sector)  ḡ and μ₀ [log points a year]
        city_sd, nation_sd : ndarray (sector)  s and s₀ [log points]
        scale : ndarray (sector)  σ̂ [log points]
        correlation : ndarray (sector, sector)  from the nation's history
        persistence : float  ρ of the shocks
        nation_years : int  how many years the prior comes from
    """

    years: int
    prior_years: float
    drift_years: float
    city_growth: NDArray[np.float64]
    nation_growth: NDArray[np.float64]
    city_sd: NDArray[np.float64]
    nation_sd: NDArray[np.float64]
    scale: NDArray[np.float64]
    correlation: NDArray[np.float64]
    persistence: float
    nation_years: int = 0

    @property
    def degrees_of_freedom(self) -> float:
        """ν₀ + m − 1."""
        return self.prior_years + self.years - 1

    @property
    def shrunk_growth(self) -> NDArray[np.float64]:
        """μ̂ = (m ḡ + κ μ₀)/(m + κ), ndarray (sector) [log points a year]."""
        return shrunk_drift(self.city_growth, self.years, self.nation_growth, self.drift_years)

    @property
    def drift_sd(self) -> NDArray[np.float64]:
        """σ̂/√(m + κ), ndarray (sector) [log points a year]."""
        return np.asarray(self.scale / np.sqrt(self.years + self.drift_years))

    def scale_ahead(self, ahead: int) -> NDArray[np.float64]:
        """Return the scale of growth cumulated over years to come, ndarray (sector) [log points].

        It is what the backtest scores: the draws of the projection have this scale at every year.
        """
        return np.asarray(self.scale * np.sqrt(variance_ahead(
            ahead, self.persistence, self.years, self.drift_years)))


def calibrate(city: NDArray[np.float64], nation: NDArray[np.float64], *, prior_years: float,
              drift_years: float, persistence: float) -> Calibration:
    """Return the shrunk moments of sector growth.

    Args
        city : ndarray (year, sector)  growth of the few years known near by [rate]
        nation : ndarray (year, sector)  growth of the long history [rate]
        prior_years, drift_years : float  ν₀ and κ [years]
        persistence : float  ρ

    Notes
        With one year the city has no spread of its own and the prior stands alone. The correlation
        of so few years would be noise: it is the nation's.

    References
        METHOD section 1: ``σ̂² = (ν₀ s₀² + (m−1) s²)/(ν₀ + m − 1)``.
    """
    near, far = np.log1p(city), np.log1p(nation)
    m = len(near)
    s2 = near.var(axis=0, ddof=1) if m > 1 else np.zeros(near.shape[1])
    s02 = far.var(axis=0, ddof=1)
    scale = np.sqrt(shrunk_variance(s2, m - 1, s02, prior_years))
    return Calibration(m, prior_years, drift_years, near.mean(axis=0), far.mean(axis=0), np.sqrt(s2),
                       np.sqrt(s02), scale, np.corrcoef(far, rowvar=False), persistence, len(far))

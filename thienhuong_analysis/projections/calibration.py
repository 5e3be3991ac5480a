"""How volatile growth is: the city's few years, shrunk towards the nation's many."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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

    @property
    def degrees_of_freedom(self) -> float:
        """ν₀ + m − 1."""
        return self.prior_years + self.years - 1

    @property
    def shrunk_growth(self) -> NDArray[np.float64]:
        """μ̂ = (m ḡ + κ μ₀)/(m + κ), ndarray (sector) [log points a year]."""
        return np.average([self.city_growth, self.nation_growth], axis=0,
                          weights=[self.years, self.drift_years])

    @property
    def drift_sd(self) -> NDArray[np.float64]:
        """σ̂/√(m + κ), ndarray (sector) [log points a year]."""
        return np.asarray(self.scale / np.sqrt(self.years + self.drift_years))


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
    scale = np.sqrt((prior_years * s02 + (m - 1) * s2) / (prior_years + m - 1))
    return Calibration(m, prior_years, drift_years, near.mean(axis=0), far.mean(axis=0), np.sqrt(s2),
                       np.sqrt(s02), scale, np.corrcoef(far, rowvar=False), persistence)

"""Shocks that all indicators share: one common shock a year, which each follows as closely as declared."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.streams import SMALLEST, Streams

Array = NDArray[np.float64]


def sector_news(streams: Streams, calibration: Calibration, name: str, *years: int) -> Array:
    """Return standard normals that are correlated between sectors, ndarray (draw, *years, sector).

    Notes
        Sums run sector by sector, so that the first draws of a long run are to the last bit those of a
        short one.
    """
    values, vectors = np.linalg.eigh(calibration.correlation)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    normals = streams.normals(name, *years, len(root))
    news: Array = normals[..., :1] * root[:, 0]
    for factor in range(1, len(root)):
        news = news + normals[..., factor:factor + 1] * root[:, factor]
    return news


def common_shock(streams: Streams, calibration: Calibration) -> Array:
    """Return the common shock of each year, ndarray (draw, year) of independent standard normals.

    It is the news in growth: the sectors' shocks of that year, each weighted by its spread.

    Notes
        It depends on the seed and the calibration only: all scenarios share it, and a further indicator
        does not move it.
    """
    news, weights = sector_news(streams, calibration, "grdp.shock", len(YEARS)), calibration.scale
    length = np.sqrt(weights @ calibration.correlation @ weights)
    total = np.zeros(news.shape[:-1])
    for sector, weight in enumerate(weights / length):
        total += weight * news[..., sector]
    return total


def correlated(uniforms: Array, common: Array, loading: float) -> Array:
    """Return uniforms whose normals have the correlation ``loading`` with the common shock.

    A Gaussian copula: ``Φ(λ F + √(1−λ²) Φ⁻¹(u))`` is uniform again, so that whatever is drawn with it
    keeps its distribution. Two indicators with loadings λ₁ and λ₂ have the correlation ``λ₁ λ₂``, and any
    set of loadings between −1 and 1 makes a correlation matrix.

    Args
        uniforms, common : ndarray (…)
        loading : float  λ, between −1 and 1; at 0 the uniforms come back as they are

    Example
        >>> correlated(np.array([0.5]), np.array([1.0]), 1.0).round(4).tolist()
        [0.8413]
    """
    if loading == 0:
        return uniforms
    mixed = loading * common + np.sqrt(1 - loading**2) * ndtri(uniforms)
    return np.asarray(np.clip(ndtr(mixed), SMALLEST, 1 - SMALLEST))

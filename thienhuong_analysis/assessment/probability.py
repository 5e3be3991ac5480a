"""The chance that a target is met, counted over the draws."""

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.programme import YEARS, Target
from thienhuong_analysis.projections import Series, average_growth


def outcome(target: Target, series: Series, paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the target is about, for each path.

    Args
        series : Series  of the target's indicator
        paths : ndarray (…, year 2026–2030)  draws, or the point path

    Returns
        ndarray (…)  average growth, total or value in the last year; (…, year) for a yearly target
    """
    first, last = target.first_year - YEARS[0], target.last_year - YEARS[0]
    if target.cadence == "period_total":
        return np.asarray(np.nansum(paths[..., first:last + 1], axis=-1))
    if target.is_growth and target.cadence != "each_year":
        start = series.base if first == 0 else paths[..., first - 1]
        return average_growth(start, paths[..., last], last - first + 1)
    if target.cadence == "each_year":
        if target.is_growth:
            before = np.full((*paths.shape[:-1], 1), series.base)
            paths = paths / np.concatenate([before, paths[..., :-1]], axis=-1) - 1
        return paths[..., first:last + 1]
    return paths[..., last]


def met(target: Target, series: Series) -> NDArray[np.bool_]:
    """Return in which draws the target is met, ndarray (draw); a yearly target in all its years.

    A year that nobody has counted is not a year missed.
    """
    reached = outcome(target, series, series.draws)
    if target.cadence == "each_year":
        return np.asarray((target.holds(reached) | np.isnan(reached)).all(axis=-1))
    return np.asarray(target.holds(reached))


def standard_error(probability: float, draws: int) -> float:
    """Return the Monte-Carlo error of a probability, ``√(p(1−p)/M)``.

    Example
        >>> standard_error(0.5, 10_000)
        0.005
    """
    return float(np.sqrt(probability * (1 - probability) / draws))



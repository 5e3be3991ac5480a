"""How fast it must go: the pace that a target requires, in the metric that suits it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from thienhuong_analysis.programme import BASE_YEAR, YEARS, Target
from thienhuong_analysis.scenarios import SHAPES


@dataclass(frozen=True)
class Metric:
    """The scale φ on which a steady pace is a straight line, and its inverse."""

    name: str
    forward: Callable[[NDArray[np.float64] | float], NDArray[np.float64]]
    back: Callable[[NDArray[np.float64] | float], NDArray[np.float64]]


COMPOUND = Metric("compound", np.log, np.exp)
LINEAR = Metric("linear", np.asarray, np.asarray)
LOGIT = Metric("logit", logit, expit)


def metric_of(target: Target, *values: float) -> Metric:
    """Return ``ln`` for levels, the logit for shares, and the identity at or next to a bound.

    Args
        values : float  every value that will be put on the scale [canonical unit]
    """
    if target.kind == "share":
        return LOGIT if all(0 < value < 1 for value in values) else LINEAR
    return COMPOUND if all(value > 0 for value in values) else LINEAR


def required_growth(value: float, target: float, years: int) -> float:
    """Return the compound yearly growth still needed, ``(y*/y_t)^{1/n} − 1``.

    Example
        >>> round(required_growth(250, 700, 5), 4)
        0.2287
    """
    return float((target / value) ** (1 / years) - 1)


def required_step(value: float, target: float, years: int) -> float:
    """Return the equal yearly step still needed, ``(y* − y_t)/n``.

    Example
        >>> required_step(0.80, 0.95, 5)
        0.03
    """
    return round((target - value) / years, 15)


def required_average_growth(average: float, realised: float, done: int, years: int) -> float:
    """Return the growth needed in the years left for an average over all of them.

    Args
        average : float  ḡ, the target [rate]
        realised : float  G = y_t/y_b, the factor reached so far
        done : int  years passed
        years : int  years in all

    Example
        10 % over five years after a first year of 8 %:

        >>> round(required_average_growth(0.10, 1.08, 1, 5), 4)
        0.1051
    """
    return float(((1 + average) ** years / realised) ** (1 / (years - done)) - 1)


def required_per_year(total: float, realised: float, years: int) -> float:
    """Return the yearly flow still needed for a total of the period, ``(C − Σ realised)/n``."""
    return (total - realised) / years


def pace_ratio(target: Target, base: float, latest: float, year: int) -> float:
    """Return R_φ, the pace seen over the pace required, on the target's own metric.

    Args
        base, latest : float  values of 2025 and of ``year`` [canonical unit]

    Returns
        float  1 on pace; NaN where no time has passed or nothing is left to go

    References
        METHOD section 6, rule 3.
    """
    metric = metric_of(target, base, latest, target.value)
    way = float(metric.forward(target.value) - metric.forward(base)) / (target.last_year - BASE_YEAR)
    if year <= BASE_YEAR or way == 0 or target.holds(base):
        return float("nan")
    return float(metric.forward(latest) - metric.forward(base)) / (year - BASE_YEAR) / way


def required_path(target: Target, base: float, shape: str = "linear") -> NDArray[np.float64]:
    """Return the path that the target requires, ndarray (year 2025–2030).

    Args
        base : float  the value of 2025; NaN where it is not known
        shape : str  how the way is spread over the years, one of ``scenarios.SHAPES``; growth and yearly
            targets have none

    Notes
        Growth compounds from the base, or from 100 where no base is known; a yearly target holds in
        every year; a total of the period accumulates evenly; a value by a year is approached in a
        straight line on the target's metric, and stands alone where no base is known; where the base
        meets it already, it only has to be kept.
    """
    years = np.arange(BASE_YEAR, YEARS[-1] + 1)
    passed = years - BASE_YEAR
    if target.is_growth:
        return np.asarray((100.0 if np.isnan(base) else base) * (1 + target.value) ** passed)
    if target.cadence == "each_year":
        return np.where(years >= target.first_year, target.value, np.nan)
    if target.cadence == "period_total":
        length = target.last_year - target.first_year + 1
        return target.value * SHAPES[shape](np.clip((years - target.first_year + 1) / length, 0, 1))
    if np.isnan(base) or target.comparator == "done":
        return np.where(years >= target.last_year, target.value, np.nan)
    if target.holds(base):
        return np.full(len(years), target.value)
    metric = metric_of(target, base, target.value)
    share = SHAPES[shape](np.clip(passed / (target.last_year - BASE_YEAR), 0, 1))
    start, end = metric.forward(base), metric.forward(target.value)
    return np.asarray(metric.back(start + (end - start) * share))

"""When a target arrives at the present pace, and how long one may wait and still catch up."""

import math

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.pace import COMPOUND, LINEAR, LOGIT, Metric
from thienhuong_analysis.assessment.trajectory import Trajectory, trajectory
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, Programme
from thienhuong_analysis.projections import FIRST_YEAR_OF_CITY, Projection

_COLUMNS = ["target_id", "unit", "latest", "latest_year", "goal", "last_year", "compound", "linear", "logit",
            "metric", "present_pace", "arrival_year", "best_pace", "best_of", "last_start", "catching_up",
            "assumed"]


def required_paces(value: float, goal: float, years: int, *, share: bool = False) -> dict[str, float]:
    """Return the yearly pace still needed in three metrics.

    Args
        value, goal : float  now and at the end
        years : int  years left
        share : bool  only a share has a logit

    Returns
        dict  ``compound`` [rate], ``linear`` [unit a year], ``logit`` [logits a year]; NaN where the metric
        has no place for a value

    Example
        >>> {name: round(pace, 4) for name, pace in required_paces(0.80, 0.95, 5, share=True).items()}
        {'compound': 0.035, 'linear': 0.03, 'logit': 0.3116}
    """
    if years <= 0:
        return dict.fromkeys(("compound", "linear", "logit"), float("nan"))
    positive, inside = min(value, goal) > 0, share and 0 < value < 1 and 0 < goal < 1
    return {
        "compound": math.expm1(_pace(COMPOUND, value, goal, years)) if positive else float("nan"),
        "linear": _pace(LINEAR, value, goal, years),
        "logit": _pace(LOGIT, value, goal, years) if inside else float("nan")}


def years_needed(value: float, goal: float, pace: float, metric: Metric) -> float:
    """Return how many years a pace takes to the goal; infinite where it leads nowhere or away.

    Args
        pace : float  a year, on the metric

    Example
        >>> round(years_needed(250, 700, 0.2, COMPOUND), 2)
        5.15
    """
    way = float(metric.forward(goal) - metric.forward(value))
    if way == 0:
        return 0.0
    return way / pace if pace * way > 0 else math.inf


def last_year_to_start(value: float, goal: float, best: float, metric: Metric, last_year: int, *,
                       strict: bool = False) -> float:
    """Return the last year after which the best pace ever seen still leads to the goal in time.

    Args
        best : float  the best yearly pace, on the metric
        strict : bool  the goal must be passed, not only reached

    Returns
        float  a year; one that is past says that catching up takes more than has ever been seen; −inf
        where the best pace leads nowhere

    Example
        Two years at the best pace are needed, so one may stand still until the end of 2028:

        >>> last_year_to_start(400, 576, math.log(1.2), COMPOUND, 2030)
        2028.0
    """
    return last_year - _whole(years_needed(value, goal, best, metric), strict=strict)


def arrivals(programme: Programme, known: Known, city: Known, projection: Projection) -> pd.DataFrame:
    """Return, for every target with a figure, the paces it needs and when it arrives.

    Args
        known, city : Known  the ward, and the city whose best pace stands in where the ward has no two years

    Returns
        DataFrame  the columns of ``_COLUMNS``: paces needed in three metrics, of a total of the period only
        the linear one; ``metric`` that suits the target, the present and the best pace on it, in the units of
        ``required_paces``; ``arrival_year`` NaN where the present pace never arrives; ``best_of``
        ward, city or empty; ``last_start`` the last year in which catching up is still within the best
        pace, NaN where the target is met or no pace is known, −inf where the best one leads away from it;
        ``catching_up`` possible, too_late (more than the best pace is needed), leads_away, met or unknown;
        ``assumed`` the latest figure is an assumption
    """
    units = programme.indicators.set_index("indicator_id")["unit"]
    rows = []
    for target in programme.by_id.values():
        series = projection.series.get((target.indicator_id, target.breakdown))
        path = trajectory(target, known, series)
        if path is not None:
            unit = units[target.indicator_id] if series is None else series.unit
            rows.append({**_arrival(path, city), "unit": unit})
    return pd.DataFrame(rows, columns=_COLUMNS)


def _arrival(path: Trajectory, city: Known) -> dict[str, object]:
    target, metric = path.target, path.metric
    latest, year = float(path.values.iloc[-1]), int(path.values.index[-1])
    paces = _yearly_paces(path.values, metric)
    present = float(paces.iloc[-1]) if len(paces) else math.nan
    own = paces if len(paces) else _city_paces(city, path)
    best = float((path.direction * own).max() * path.direction) if len(own) else math.nan
    arrived, strict = path.arrived(latest), target.comparator in ("gt", "lt")
    needed = _whole(years_needed(latest, path.goal, present, metric), strict=strict) if (
        path.direction * present > 0) else math.inf
    last_start = math.nan if arrived or math.isnan(best) else last_year_to_start(
        latest, path.goal, best, metric, path.last_year, strict=strict) if (
            path.direction * best > 0) else -math.inf
    required = required_paces(latest, path.goal, 0 if arrived else path.last_year - year,
                              share=target.kind == "share")
    if target.cadence == "period_total":
        required["compound"] = math.nan
    return {
        "target_id": target.target_id, "latest": latest, "latest_year": year, "goal": path.goal,
        "last_year": path.last_year, **required, "metric": metric.name,
        "present_pace": _yearly(present, metric),
        "arrival_year": year if arrived else year + needed if math.isfinite(needed) else math.nan,
        "best_pace": _yearly(best, metric),
        "best_of": "" if not len(own) else "ward" if len(paces) else "city",
        "last_start": last_start,
        "catching_up": "met" if arrived else "unknown" if math.isnan(best) else "leads_away" if (
            math.isinf(last_start)) else "too_late" if last_start < year else "possible",
        "assumed": path.assumed and year == BASE_YEAR}


def _whole(years: float, *, strict: bool) -> float:
    """Return the whole years after which a goal is reached, or passed if that is asked for."""
    if not math.isfinite(years):
        return years
    return float(math.floor(years + 1e-9) + 1 if strict else math.ceil(years - 1e-9))


def _pace(metric: Metric, value: float, goal: float, years: int) -> float:
    return float(metric.forward(goal) - metric.forward(value)) / years


def _yearly(pace: float, metric: Metric) -> float:
    return math.expm1(pace) if metric is COMPOUND else pace


def _yearly_paces(values: pd.Series, metric: Metric) -> pd.Series:
    years = np.diff(values.index.to_numpy(float))
    return pd.Series(np.diff(metric.forward(values.to_numpy(float))) / years, index=values.index[1:])


def _city_paces(city: Known, path: Trajectory) -> pd.Series:
    """Return the city's paces from one year to the next: of its level, or of its growth where it prints that.

    A number of things a year is another one in a city, so on the linear metric shares and ratios only. Its
    growth counts from the year from which it calibrates the spread too.
    """
    metric, target = path.metric, path.target
    rates = city.history(f"{target.indicator_id}_growth", target.breakdown).loc[FIRST_YEAR_OF_CITY:]
    if len(rates) and metric is COMPOUND:
        return np.log1p(rates)
    levels = city.history(target.indicator_id, target.breakdown)
    usable = {"compound": (levels > 0).all(), "logit": levels.between(0, 1, inclusive="neither").all(),
              "linear": target.kind in ("share", "ratio")}[metric.name]
    if len(levels) < 2 or not usable:
        return levels.iloc[:0]
    return _yearly_paces(levels, metric)[np.diff(levels.index) == 1]

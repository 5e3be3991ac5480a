"""Published rules of progress, side by side: what each says of the same figures, and where they disagree."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.trajectory import Trajectory, trajectory
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, Programme
from thienhuong_analysis.projections import Projection

GOOD = ("reached", "on_track", "slightly_off", "likely", "more_likely_than_not", "on_pace", "met", "done")
BAD = ("acceleration_needed", "limited", "deterioration", "off_track", "wrong_direction", "at_risk",
       "unlikely", "behind", "missed")
NOT_APPLICABLE = "not_applicable"
_RATIOS = ((0.95, "on_track"), (0.60, "acceleration_needed"), (0.0, "limited"))
_MISSES = ((0.05, "on_track"), (0.20, "slightly_off"))
_CHANGES = 5
_DIGITS = 9
"""So many digits of a measure are compared with a threshold: the rest is rounding error."""


class Ruling(NamedTuple):
    """What a rule computes, and the word it has for it.

    Args
        measure : float  NaN where the rule cannot be applied
        label : str
        changes : int  how many yearly changes it rests on
    """

    measure: float
    label: str
    changes: int = 0


def growth_ratio_rule(first: float, latest: float, goal: float, *, passed: int, years: int,
                      direction: int, arrived: bool = False) -> Ruling:
    """Return the ratio of the growth seen to the growth required, ``R = d·CAGR_obs/|CAGR_req|``.

    Args
        first, latest, goal : float  values of the first year, now, and in the target year
        passed, years : int  years from the first to now, and to the target year
        direction : int  +1 if higher is better, −1 if lower
        arrived : bool  the latest value satisfies the target

    Returns
        Ruling  ``reached``; ``on_track`` from 0.95; ``acceleration_needed`` from 0.60; ``limited`` from 0;
        ``deterioration``

    Notes
        Growth needs positive values: at a value or target of zero or below the rule cannot be applied,
        and near zero it judges small steps as large ones. What began beyond the goal and is beyond it no
        longer has deteriorated, with no ratio.

    References
        Open SDG, https://open-sdg.readthedocs.io/en/latest/progress-methodology/, after Eurostat's ratio
        of actual to required growth.

    Example
        >>> growth_ratio_rule(250, 300, 700, passed=1, years=5, direction=1).label
        'acceleration_needed'
    """
    if arrived:
        return Ruling(float("nan"), "reached", passed)
    if not min(first, latest, goal) > 0 or np.isnan([first, latest, goal]).any() or min(passed, years) <= 0:
        return Ruling(float("nan"), NOT_APPLICABLE)
    required = (goal / first) ** (1 / years) - 1
    seen = direction * ((latest / first) ** (1 / passed) - 1)
    if direction * required <= 0:
        return Ruling(float("nan"), "deterioration" if seen < 0 else NOT_APPLICABLE, passed)
    ratio = round(seen / abs(required), _DIGITS)
    return Ruling(float(ratio), next((label for least, label in _RATIOS if ratio >= least), "deterioration"),
                  passed)


def extrapolation_rule(values: pd.Series, goal: float, *, last_year: int, direction: int,
                       arrived: bool = False) -> Ruling:
    """Return how far a straight line through the last changes misses the target, of the way still to go.

    Args
        values : Series by year  the latest last
        goal : float
        last_year : int  the target year
        arrived : bool  the latest value satisfies the target

    Returns
        Ruling  ``on_track`` below 5 %; ``slightly_off`` up to 20 %; ``off_track``; ``wrong_direction`` where
        the distance does not shrink; ``changes`` says between how many figures changes were seen

    Notes
        The published rule takes the last six figures, so five changes, and in exceptional cases the last
        four; with fewer it is applied here too, and ``changes`` tells. Over a gap the change is that of a
        year on average. What is reached is published as such only if the line does not leave it again.

    References
        Destatis, status of indicators, https://dns-indikatoren.de/en/status: mean of the last five yearly
        changes; the symbols sun, sun and cloud, cloud, thunderstorm.

    Example
        >>> path = pd.Series([80.0, 81, 82, 83, 84, 85], index=range(2020, 2026))
        >>> extrapolation_rule(path, 95, last_year=2030, direction=1).label
        'off_track'
    """
    recent = values.sort_index().iloc[-(_CHANGES + 1):]
    if len(recent) < 2:
        return Ruling(float("nan"), "reached" if arrived else NOT_APPLICABLE)
    passed, changes = int(recent.index[-1] - recent.index[0]), len(recent) - 1
    change, latest = float(recent.iloc[-1] - recent.iloc[0]) / passed, float(recent.iloc[-1])
    expected = latest + change * max(last_year - int(recent.index[-1]), 0)
    miss = max(direction * (goal - expected), 0.0)
    way = abs(goal - latest)
    if arrived:
        stays = miss == 0
        return Ruling(0.0 if stays else float("nan"), "reached" if stays else "wrong_direction", changes)
    share = round(miss / way, _DIGITS) if way else 0.0
    if direction * change <= 0:
        return Ruling(share, "wrong_direction", changes)
    return Ruling(share, next((label for most, label in _MISSES if share < most or (
        label == "slightly_off" and share <= most)), "off_track"), changes)


def pace_rule(path: Trajectory) -> float:
    """Return R_φ, the pace seen over the pace required since the base year, on the target's own metric.

    References
        METHOD section 6, rule 3: identity at bounds, ``ln`` for levels, logit for shares.
    """
    start = path.target.first_year - 1 if path.target.cadence != "by_year" else BASE_YEAR
    if start not in path.values.index or path.values.index[-1] <= start or path.arrived(path.values[start]):
        return float("nan")
    scale = path.metric.forward
    way = float(scale(path.goal) - scale(path.values[start])) / (path.last_year - start)
    gone = float(scale(path.values.iloc[-1]) - scale(path.values[start])) / (path.values.index[-1] - start)
    return float(gone / way)


def compare_rules(programme: Programme, known: Known, projection: Projection,
                  verdicts: Mapping[str, str]) -> pd.DataFrame:
    """Return what the three rules say of every target that has figures to judge.

    Args
        known : Known  figures up to the year of the review
        verdicts : mapping  target -> the verdict of the default rule, as ``assess`` gives it

    Returns
        DataFrame  target_id, growth_ratio, growth_label, miss, miss_label, changes, pace_ratio, verdict,
        disagree (some rule calls it good, another bad), assumed (the figure of 2025 is an assumption)
    """
    rows = []
    for target in programme.by_id.values():
        path = trajectory(target, known, projection.series.get((target.indicator_id, target.breakdown)))
        if path is None or len(path.values) < 2:
            continue
        start = path.target.first_year - 1 if target.cadence != "by_year" else BASE_YEAR
        latest_year, latest = int(path.values.index[-1]), float(path.values.iloc[-1])
        arrived, first = path.arrived(latest), float(path.values.get(start, np.nan))
        ratio = growth_ratio_rule(first, latest, path.goal, passed=latest_year - start,
                                  years=path.last_year - start, direction=path.direction, arrived=arrived)
        miss = extrapolation_rule(path.values, path.goal, last_year=path.last_year,
                                  direction=path.direction, arrived=arrived)
        labels = {ratio.label, miss.label, verdicts[target.target_id]}
        rows.append({"target_id": target.target_id, "growth_ratio": ratio.measure,
                     "growth_label": ratio.label, "miss": miss.measure, "miss_label": miss.label,
                     "changes": miss.changes,
                     "pace_ratio": pace_rule(path), "verdict": verdicts[target.target_id],
                     "disagree": bool(labels & {*GOOD}) and bool(labels & {*BAD}),
                     "assumed": path.assumed})
    return pd.DataFrame(rows, columns=["target_id", "growth_ratio", "growth_label", "miss", "miss_label",
                                       "changes", "pace_ratio", "verdict", "disagree", "assumed"])

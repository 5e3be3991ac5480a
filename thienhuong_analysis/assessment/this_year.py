"""What to do now: this year's share of the way, in things that can be counted."""

import math
from typing import Any

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.pace import required_path
from thienhuong_analysis.programme import YEARS, Programme
from thienhuong_analysis.projections import Projection
from thienhuong_analysis.projections.enterprises import births_required


def milestones(programme: Programme, assessment: pd.DataFrame, shape: str = "linear") -> pd.DataFrame:
    """Return the value that each target requires in each year, under a shape of the way.

    Args
        assessment : DataFrame  as ``assess`` gives it; its baselines are where the ways begin
        shape : str  one of ``scenarios.SHAPES``

    Returns
        DataFrame  target_id, unit, and a column a year from 2026 [canonical unit]; of growth targets the
        average rate; targets whose way is not known before its end have NaN until then
    """
    bases, units = (assessment.set_index("target_id")[name] for name in ("baseline", "unit"))
    rows = []
    for target in programme.by_id.values():
        if target.comparator == "done":
            continue
        path = required_path(target, float(bases[target.target_id]), shape)[1:]
        values = [target.value] * len(YEARS) if target.is_growth else path.tolist()
        rows.append([target.target_id, units[target.target_id], *values])
    return pd.DataFrame(rows, columns=["target_id", "unit", *YEARS])


def this_years_share(programme: Programme, assessment: pd.DataFrame, projection: Projection, year: int,
                     shape: str = "linear", *, exposure: float = 0.0) -> pd.DataFrame:
    """Return what has to be done within a year to stay on the required path, counted.

    Enterprises to be born, households to leave poverty on balance, points of coverage, money: from the
    end of the year before to the milestone of the year.

    Args
        assessment : DataFrame  as ``assess`` gives it
        exposure : float  part of a year in which enterprises of the same year may exit

    Returns
        DataFrame  target_id, lead_unit, what (``births``, ``exits_from_poverty``, ``points``, ``amount``),
        amount [count, fraction or the target's unit], from_value, to_value, assumed (it rests on
        assumptions); what needs nothing is left out

    Notes
        Births needed: ``births_required`` for one year, to ``milestone × population/1000``, with the
        conversions and the exit rate of the central path. Where nobody has counted those of a year that is
        over, or households, what is missing is told in the unit of the target; where the end of the year
        before is neither known nor projected, nothing is.
    """
    due = milestones(programme, assessment, shape).set_index("target_id")
    rows = []
    for row in assessment.itertuples():
        if row.target_id not in due.index or row.cadence not in ("by_year", "period_total") or (
                year not in YEARS or row.unit == "none"):
            continue
        goal = float(due.at[row.target_id, year])
        start = _before(row, projection, year)
        if math.isnan(goal) or math.isnan(start):
            continue
        rows += _counted(row, projection, year, start, goal, exposure)
    return pd.DataFrame(rows, columns=["target_id", "lead_unit", "what", "amount", "from_value", "to_value",
                                       "assumed"])


def _before(row: Any, projection: Projection, year: int) -> float:
    """Return where a target stood at the end of the year before, on the central path where nobody knows."""
    series = projection.series.get((row.indicator_id, row.breakdown))
    if row.cadence == "period_total":
        first = max(int(row.from_year), YEARS[0]) if pd.notna(row.from_year) else YEARS[0]
        if year <= first:
            return 0.0
        if series is not None:
            return float(series.point[first - YEARS[0]:year - YEARS[0]].sum())
    if series is None:
        return float(row.latest) if pd.notna(row.latest_year) and row.latest_year == year - 1 else math.nan
    return float(series.base if year == YEARS[0] else series.point[year - YEARS[0] - 1])


def _counted(row: Any, projection: Projection, year: int, start: float, goal: float,
             exposure: float) -> list[dict[str, object]]:
    """Return the one row of a target, in things where they can be counted; none where nothing is needed."""
    at, up = year - YEARS[0], row.comparator in ("ge", "gt")
    what, amount = "points" if row.unit == "fraction" else "amount", goal - start if up else start - goal
    if row.indicator_id == "enterprises_per_1000":
        births = _births(projection, at, goal, exposure)
        if not math.isnan(births):
            what, amount = "births", float(math.ceil(births - 1e-9))
    if row.indicator_id == "poverty_rate":
        over = _at_end(projection, "poor_households", at - 1) - goal * _at_end(projection, "households", at)
        if not math.isnan(over):
            what = "exits_from_poverty"
            amount = float(math.floor(over + 1e-9) + 1 if row.comparator == "lt" else math.ceil(over - 1e-9))
    return [{"target_id": row.target_id, "lead_unit": row.lead_unit, "what": what, "amount": amount,
             "from_value": start, "to_value": goal,
             "assumed": _assumed(row, projection, what, at)}] if amount > 1e-12 else []


def _assumed(row: Any, projection: Projection, what: str, at: int) -> bool:
    """Say whether a row rests on assumptions: its start, or the flows that things are counted with."""
    series = projection.series.get((row.indicator_id, row.breakdown))
    if series is None:
        return False
    rests = bool(series.rests_on) and (what in ("births", "exits_from_poverty") or at > series.known_years)
    return rests or bool(series.base_rests_on)


def _births(projection: Projection, at: int, goal: float, exposure: float) -> float:
    """Return the births that bring the stock to the goal, with the exit rate that the path goes by."""
    stock, births, conversions, exits = (_at_end(projection, name, year) for name, year in (
        ("enterprises", at - 1), ("enterprise_births", at), ("household_business_conversions", at),
        ("enterprise_exits", at)))
    exit_rate = exits / (stock + exposure * (births + conversions))
    return births_required(goal * _at_end(projection, "population", at) / 1000, stock,
                           np.array([conversions]), np.array([exit_rate]), exposure=exposure)


def _at_end(projection: Projection, indicator: str, at: int) -> float:
    """Return the central path at the end of a year, of 2025 before the first."""
    series = projection.find(indicator)
    return float(series.base if at < 0 else series.point[at])

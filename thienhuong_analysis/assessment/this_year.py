"""What to do now: this year's share of the way, in things that can be counted."""

import math
from typing import Any

import pandas as pd

from thienhuong_analysis.assessment.pace import required_path
from thienhuong_analysis.programme import YEARS, Programme
from thienhuong_analysis.projections import Projection


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
                     shape: str = "linear") -> pd.DataFrame:
    """Return what has to be done within a year to stay on the required path, counted.

    Enterprises to be born, households to leave poverty on balance, points of coverage, money: from the
    end of the year before to the milestone of the year.

    Args
        assessment : DataFrame  as ``assess`` gives it

    Returns
        DataFrame  target_id, lead_unit, what (``births``, ``exits_from_poverty``, ``points``, ``amount``),
        amount [count, fraction or the target's unit], from_value, to_value; what needs nothing is left out

    Notes
        Births needed: ``milestone × population/1000 − stock + exits − conversions`` of the year, with the
        exits and conversions of the central path. Where the end of the year before is neither known nor
        projected, nothing is told.
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
        rows += _counted(row, projection, year, start, goal)
    return pd.DataFrame(rows, columns=["target_id", "lead_unit", "what", "amount", "from_value", "to_value"])


def _before(row: Any, projection: Projection, year: int) -> float:
    """Return where a target stood at the end of the year before, on the central path where nobody knows."""
    series = projection.series.get((row.indicator_id, row.breakdown))
    if row.cadence == "period_total":
        first = int(row.from_year) if pd.notna(row.from_year) else YEARS[0]
        if year <= first:
            return 0.0
        if series is not None:
            return float(series.point[first - YEARS[0]:year - YEARS[0]].sum())
    if series is None:
        return float(row.latest) if pd.notna(row.latest_year) and row.latest_year == year - 1 else math.nan
    return float(series.base if year == YEARS[0] else series.point[year - YEARS[0] - 1])


def _counted(row: Any, projection: Projection, year: int, start: float,
             goal: float) -> list[dict[str, object]]:
    at, up = year - YEARS[0], row.comparator in ("ge", "gt")
    said = {"target_id": row.target_id, "lead_unit": row.lead_unit, "from_value": start, "to_value": goal}
    if row.indicator_id == "enterprises_per_1000":
        flows = {name: float(projection.find(name).point[at]) for name in (
            "population", "household_business_conversions", "enterprise_exits")}
        stock = projection.find("enterprises")
        before = stock.base if at == 0 else stock.point[at - 1]
        births = (goal * flows["population"] / 1000 - float(before) + flows["enterprise_exits"]
                  - flows["household_business_conversions"])
        return [{**said, "what": "births", "amount": float(math.ceil(births - 1e-9))}] if births > 0 else []
    if row.indicator_id == "poverty_rate":
        households, poor = projection.find("households"), projection.find("poor_households")
        before = poor.base if at == 0 else poor.point[at - 1]
        over = float(before) - goal * float(households.point[at])
        if math.isnan(over):
            return []
        leave = math.floor(over + 1e-9) + 1 if row.comparator == "lt" else math.ceil(over - 1e-9)
        return [{**said, "what": "exits_from_poverty", "amount": float(leave)}] if leave > 0 else []
    way = goal - start if up else start - goal
    what = "points" if row.unit == "fraction" else "amount"
    return [{**said, "what": what, "amount": way}] if way > 1e-12 else []


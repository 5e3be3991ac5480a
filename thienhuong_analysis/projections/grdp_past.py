"""Gross regional product so far: sectors and total from what was reported, as levels or as an index."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR, YEARS
from thienhuong_analysis.projections.inputs import MEASURED, Inputs

SECTORS = ("agriculture_fishery", "industry_construction", "services")
INDEX = 100.0
"""The total of 2025 where its level is not known."""


@dataclass(frozen=True)
class Past:
    """What is known of GRDP, from 2025 to the last year in which all three sectors are known.

    Args
        sectors : ndarray (year, sector)  [unit]
        total : ndarray (year)  as reported; else the sum of the sectors at the last ratio reported
        ratio : float  the total over the sum of the sectors, of the last year
        unit : str  ``billion_vnd``, or ``index_2025`` where no level is known
        rests_on : tuple of str  the assumptions behind the structure of 2025
    """

    sectors: NDArray[np.float64]
    total: NDArray[np.float64]
    ratio: float
    unit: str
    rests_on: tuple[str, ...]

    @property
    def known_years(self) -> int:
        """How many of the projected years are known already."""
        return len(self.total) - 1


def sector_past(inputs: Inputs) -> Past:
    """Return GRDP so far.

    A year is known by the levels of its sectors, or by their growth; or by the level or growth of
    the total alone, which the sectors then share as the scenario makes them grow.

    Notes
        A total reported for 2026 with its growth tells the level of 2025 too. A level that cannot be
        linked to 2025 in any of these ways is left out: an index and billion VND are never joined.
    """
    history = partial(inputs.known.history, statuses=MEASURED)
    levels, rates = (pd.DataFrame({s: history(name, s) for s in SECTORS}).dropna().reindex(
        range(BASE_YEAR, LAST_YEAR + 1)) for name in ("grdp", "grdp_growth"))
    total, total_rate = history("grdp").to_dict(), history("grdp_growth").to_dict()
    own = bool(levels.notna().any(axis=None))
    if not own and BASE_YEAR not in total and {BASE_YEAR + 1} <= set(total) & set(total_rate):
        total[BASE_YEAR] = total[BASE_YEAR + 1] / (1 + total_rate[BASE_YEAR + 1])
    unit = "billion_vnd" if own or BASE_YEAR in total else "index_2025"
    rests_on = () if own else tuple(f"base_share.{sector}" for sector in SECTORS)
    values = np.full((LAST_YEAR - BASE_YEAR + 1, len(SECTORS)), np.nan)
    values[0] = levels.loc[BASE_YEAR] if own else total.get(BASE_YEAR, INDEX) * np.array(
        [inputs.assumed(base_share) for base_share in rests_on])
    before = values[0]
    for t, year in enumerate(YEARS):
        unbroken = not np.isnan(values[t, 0])
        expected = before * (1 + np.array([inputs.lever(f"growth.{s}")[t] for s in SECTORS]))
        if own and levels.loc[year].notna().all():
            values[t + 1] = levels.loc[year]
        elif unbroken and rates.loc[year].notna().all():
            values[t + 1] = before * (1 + rates.loc[year])
        elif unit == "billion_vnd" and year in total:
            values[t + 1] = expected * total[year] / expected.sum()
        elif unbroken and year in total_rate:
            values[t + 1] = expected * before.sum() * (1 + total_rate[year]) / expected.sum()
        before = expected if np.isnan(values[t + 1, 0]) else values[t + 1]
    last = int(np.flatnonzero(np.isfinite(values[:, 0])).max(initial=0))
    values = values[:last + 1]
    if unit == "index_2025":
        total = {}
    totals, ratio = _totals(values.sum(axis=1), total, total_rate)
    return Past(values, totals, ratio, unit, rests_on)


def _totals(sums: NDArray[np.float64], levels: dict[int, float],
            rates: dict[int, float]) -> tuple[NDArray[np.float64], float]:
    """Return the total of each year as reported, and its ratio to the sectors in the last.

    Example
        >>> _totals(np.array([90.0, 99.0]), {2025: 100.0}, {})[0].tolist()
        [100.0, 110.0]
    """
    totals, ratio = np.full(len(sums), np.nan), 1.0
    for t, expected in enumerate(sums):
        year = BASE_YEAR + t
        if year in levels:
            totals[t] = levels[year]
        elif t and year in rates and np.isfinite(totals[t - 1]):
            totals[t] = totals[t - 1] * (1 + rates[year])
        if np.isfinite(totals[t] / expected) and not np.isclose(totals[t], ratio * expected, rtol=1e-12):
            ratio = float(totals[t] / expected)
        if np.isnan(totals[t]):
            totals[t] = ratio * expected
    return totals, ratio

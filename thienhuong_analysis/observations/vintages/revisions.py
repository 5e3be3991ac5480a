"""Revisions: what was known of a figure, and how it changed when a later report came."""

from datetime import date

import numpy as np
import pandas as pd

from thienhuong_analysis.observations.validation.figures import CELL, Figures, same_figure

REVISION_COLUMNS = (*CELL, "unit", "before", "after", "change", "relative_change", *(
    f"{name}_{when}" for name in ("status", "as_of", "source", "cell") for when in ("before", "after")))


def as_known(observations: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the observations that were known on a day, in their order.

    Args
        observations : DataFrame  as ``normalize`` gives it; as_of may be a category
    """
    codes, days = pd.factorize(observations["as_of"])
    return observations[np.array([known <= day for known in days], bool)[codes]]


def revisions(observations: pd.DataFrame) -> pd.DataFrame:
    """Return one row for every time that the figure in use for a cell became another.

    What one is told on one day by several is a contradiction and no revision: the last of that day
    counts. A figure of lesser authority that comes later changes nothing, nor does the same figure
    printed with more digits.

    Args
        observations : DataFrame  rows on one cell in order of rising authority

    Returns
        DataFrame  columns ``REVISION_COLUMNS``; before, after, change (after less before) in the
        canonical unit, relative_change a fraction, NaN where the figure was 0; by cell and day

    Example
        >>> row = {"locality": "a", "indicator": "enterprises", "breakdown": "total", "period": "2025",
        ...        "year": 2025, "unit": "count", "status": "actual", "source": "office", "cell": "f:2"}
        >>> told = pd.DataFrame([row | {"value": 250.0, "as_of": date(2026, 1, 31)},
        ...                      row | {"value": 260.0, "as_of": date(2026, 6, 30)}])
        >>> revisions(told)[["before", "after", "change"]].to_dict("records")
        [{'before': 250.0, 'after': 260.0, 'change': 10.0}]
    """
    figures = Figures(observations)
    several = np.flatnonzero(~(figures.best & np.r_[True, figures.best[:-1]][:len(figures.best)]))
    day = figures.codes("as_of")[0][several]
    order = several[np.lexsort((several, day, figures.cell[several]))]
    # In order of days, a figure comes into use if nothing of more authority was known by then.
    cell, day = figures.cell[order], figures.codes("as_of")[0][order]
    ends = np.ones(len(order), bool)
    ends[:-1] = (cell[1:] != cell[:-1]) | (day[1:] != day[:-1])
    used = order[ends & (order == np.maximum.accumulate(order))] if len(order) else order
    before, after = used[:-1], used[1:]
    changed = (figures.cell[before] == figures.cell[after]) & ~same_figure(
        figures.value[before], figures.value[after])
    before, after = before[changed], after[changed]
    old, new = observations.iloc[figures.order[before]], observations.iloc[figures.order[after]]
    table = {name: new[name].to_numpy(object) for name in (*CELL, "unit")}
    change = figures.value[after] - figures.value[before]
    relative = np.full(len(change), np.nan)
    np.divide(change, figures.value[before], out=relative, where=figures.value[before] != 0)
    both = {f"{name}_{when}": rows[name].to_numpy(object) for name in ("status", "as_of", "source", "cell")
            for when, rows in (("before", old), ("after", new))}
    return pd.DataFrame({**table, "before": figures.value[before], "after": figures.value[after],
                         "change": change, "relative_change": relative, **both},
                        columns=list(REVISION_COLUMNS))

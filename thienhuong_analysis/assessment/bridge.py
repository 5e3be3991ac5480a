"""The bridge between two views of one figure: which part of the change comes from what.

References
    Shapley 1953: each cause counts for the mean of what it adds over all orders in which the causes may
    come; the parts sum to the change whatever the order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from math import factorial

import numpy as np
import pandas as pd

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import Inputs, Projection, Vintage, project

CAUSES = ("history_revised", "new_actual", "assumptions", "scenario")
"""What can change a projection between two days, beside the method itself; assumptions with the factors
that restate figures to a new definition."""

_PRINTED = 1e-9
"""Published tables hold ten digits: what differs by less is the same figure."""

_CELL = ["locality", "indicator", "breakdown", "period"]


@dataclass(frozen=True)
class Bridge:
    """A figure at two days, and what lies between.

    Args
        before, after : float  [canonical unit]
        parts : mapping  cause -> its part; ``CAUSES``, and ``method`` where the code has changed
        published : bool  the earlier figure was published, with its assumptions and scenario
        unit : str  the series' own, or ``own_index`` (its value of 2025 = 100) where that has changed
    """

    before: float
    after: float
    parts: Mapping[str, float]
    unit: str
    published: bool = False

    def table(self) -> pd.DataFrame:
        """Return the bridge as a table: columns step, value; the first and last are levels."""
        return pd.DataFrame({"step": ["before", *self.parts, "after"],
                             "value": [self.before, *self.parts.values(), self.after]})


def shapley(causes: Sequence[str], value: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Return each cause's part of ``value(all) − value(none)``.

    Args
        value : function  set of causes that have come -> the figure

    Example
        >>> prices = {frozenset(): 6.0, frozenset("p"): 12.0, frozenset("q"): 9.0, frozenset("pq"): 18.0}
        >>> shapley(["p", "q"], prices.__getitem__)
        {'p': 7.5, 'q': 4.5}
    """
    n = len(causes)
    known = {frozenset(some): value(frozenset(some))
             for size in range(n + 1) for some in combinations(causes, size)}
    return {cause: sum(
        factorial(len(some)) * factorial(n - 1 - len(some)) / factorial(n) * (known[some | {cause}] - amount)
        for some, amount in known.items() if cause not in some) for cause in causes}


def bridge(before: Inputs, after: Inputs, indicator: str, breakdown: str = "total", year: int = YEARS[-1], *,
           published: float | None = None) -> Bridge:
    """Return the bridge of one figure of the central path between the inputs of two days.

    Args
        before, after : Inputs  of the same scenario and ward
        published : float  what was printed then; where it differs from what the present code makes of the
            same inputs, the difference is the part of the ``method``

    Raises
        ProjectionError: the series was not projected before, or a year that is not projected

    Notes
        A figure of a year that was known before is history, whatever its value now; one of a year, or of
        an indicator, that was not known is a new actual. An assumption that one day lacks is taken from
        the other, so that a figure that replaces it counts as the new actual that it is. Where the unit has
        changed (an index, then VND), all is put as a percentage of the value of 2025.
    """
    if year not in YEARS:
        raise ProjectionError("{year} is not projected; give a year from {first} to {last}", year=year,
                              first=YEARS[0], last=YEARS[-1])
    known = {mixed: _figures(before.known, after.known, *mixed) for mixed in product((False, True), repeat=2)}
    idle = {cause for cause, same in (("assumptions", _assumptions(before, after, frozenset()).equals(
        _assumptions(before, after, frozenset(CAUSES))) and before.factors == after.factors),
        ("scenario", _alike(before, after))) if same}

    @cache
    def projected(come: frozenset[str]) -> Projection:
        return project(replace(
            after, streams=replace(before.streams, draws=1),
            known=known["history_revised" in come, "new_actual" in come],
            calibration=(after if {"history_revised", "new_actual"} & come else before).calibration,
            assumptions=_assumptions(before, after, come),
            breaks=(after if "assumptions" in come else before).breaks, settings=(
                after if "scenario" in come else before).settings))

    none, everything = frozenset[str](), frozenset(CAUSES) - idle
    now = projected(everything).find(indicator, breakdown)
    if (indicator, breakdown) not in projected(none).series:
        raise ProjectionError("{indicator} ({breakdown}) was not projected on {date}; there is nothing to "
                              "bridge from", indicator=indicator, breakdown=breakdown, date=before.vintage)
    then = projected(none).find(indicator, breakdown)
    changed = then.unit != now.unit

    def value(come: frozenset[str]) -> float:
        found = projected(come - idle).find(indicator, breakdown)
        return float(found.point[YEARS.index(year)]) * (100 / found.base if changed else 1)

    parts = shapley(CAUSES, value)
    first, last = value(none), value(everything)
    unit = "own_index" if changed else now.unit
    start = first if published is None else published * (100 / then.base if changed else 1)
    if np.isclose(first, start, rtol=_PRINTED, atol=0):
        return Bridge(first, last, parts, unit, published is not None)
    return Bridge(start, last, parts | {"method": first - start}, unit, published=True)


def as_published(inputs: Inputs, vintage: Vintage) -> Inputs:
    """Return inputs with the levers, assumptions and figures of a stored projection in their place."""
    values = pd.Series(vintage.record["assumptions"], dtype=float)
    breaks = pd.DataFrame(vintage.record.get("restatements", []), columns=[
        "indicator", "year", "restatement_factor"])
    return replace(inputs, settings=vintage.settings, assumptions=values.rename("value").to_frame(),
                   breaks=breaks, known=Known(vintage.figures, inputs.locality), vintage=vintage.day)


def _alike(before: Inputs, after: Inputs) -> bool:
    """Say whether two days have the same levers, whoever set them."""
    return before.settings.keys() == after.settings.keys() and all(
        setting.required == after.settings[key].required
        and (setting.required or np.array_equal(setting.by_year, after.settings[key].by_year))
        for key, setting in before.settings.items())


def _figures(before: Known, after: Known, revised: bool, new: bool) -> Known:
    """Return the figures with the history of one day and the actuals of one day."""
    old, now = (known.rows for known in (before, after))
    cells = pd.MultiIndex.from_frame(old[_CELL])
    is_history = pd.MultiIndex.from_frame(now[_CELL]).isin(cells)
    parts = [now[is_history] if revised else old]
    if new:
        parts.append(now[~is_history])
    return Known(pd.concat(parts), after.locality)


def _assumptions(before: Inputs, after: Inputs, come: frozenset[str]) -> pd.DataFrame:
    """Return the assumptions of one day, those it lacks from the other."""
    first, other = (after, before) if "assumptions" in come else (before, after)
    lacking = other.assumptions.index.difference(first.assumptions.index, sort=False)
    return pd.concat([first.assumptions[["value"]], other.assumptions.loc[lacking, ["value"]]])

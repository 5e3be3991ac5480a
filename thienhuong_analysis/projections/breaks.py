"""Breaks of definition in a projected series: which definition holds in which year, and what bridges them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import BASE_YEAR, YEARS

if TYPE_CHECKING:
    from thienhuong_analysis.projections.inputs import Inputs


@dataclass(frozen=True)
class Restatement:
    """How a series gets from one definition to the next.

    Args
        definitions : tuple of str  the definition that each value of 2026–2030 is by; empty where the
            indicator has none
        breaks : tuple of int  first years of new definitions
        factors : ndarray (year 2026–2030)  what the stock of the year before is multiplied with; 1 where
            nothing changes, and where nobody has given a factor
    """

    definitions: tuple[str, ...]
    breaks: tuple[int, ...]
    factors: NDArray[np.float64]

    @property
    def bridged(self) -> bool:
        """Whether some factor is used."""
        return bool((self.factors != 1).any())


def restatement(inputs: "Inputs", indicators: tuple[str, ...], known: int) -> Restatement:
    """Return the definitions of a projected series, and the factors that are known.

    Args
        indicators : tuple of str  the series and others by the same definition; the first that has a row
            in ``breaks.csv`` gives the factor
        known : int  projected years that are figures already

    Notes
        Two definitions are joined only by a factor that somebody has given. Without one the projection
        goes on by the definition of the last figure, and says so.
    """
    marked = inputs.factors
    official = [definition_of(inputs, indicators[0], year) for year in (BASE_YEAR, *YEARS)]
    current, names = official[known], official[1:known + 1]
    breaks, factors = [], np.ones(len(YEARS))
    for t, year in enumerate(YEARS):
        given = [marked[name, year] for name in indicators if (name, year) in marked]
        if not given and official[t + 1] == official[t]:
            names += [current] if t >= known else []
            continue
        breaks.append(year)
        factor = next((value for value in given if np.isfinite(value)), np.nan)
        if t >= known:
            if np.isfinite(factor) and current == official[t]:
                factors[t], current = factor, official[t + 1]
            names.append(current)
    return Restatement(tuple(names) if any(names) else (), tuple(breaks), factors)


def since_break(inputs: "Inputs", indicator: str, years: NDArray[np.int64],
                values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the figures that may be compared with the last: earlier ones restated, or left out.

    Args
        years, values : ndarray (figure)  rising years
    """
    found = restatement(inputs, (indicator,), len(YEARS))
    for year in found.breaks:
        before = years < year
        if not before.any() or not (~before).any():
            continue
        factor = inputs.factors.get((indicator, year), np.nan)
        if np.isnan(factor):
            years, values = years[~before], values[~before]
        else:
            values = np.where(before, values * factor, values)
    return years, values


def refuse_unused(inputs: "Inputs", indicators: Collection[str]) -> None:
    """Refuse a factor for an indicator that no model restates.

    Args
        indicators : collection of str  those whose models know no change of definition

    Raises
        ProjectionError: one of them has a factor in ``breaks.csv``
    """
    for (indicator, year), factor in inputs.factors.items():
        if indicator in indicators and np.isfinite(factor):
            raise ProjectionError("breaks.csv: no projection of {indicator} uses a restatement factor; leave "
                                  "that of {year} empty and report the earlier figures by the new definition",
                                  indicator=indicator, year=year)


def definition_of(inputs: "Inputs", indicator: str, year: int) -> str:
    """Return the definition that an indicator has in a year, empty where it has none."""
    return next((name for first, last, name in inputs.spans.get(indicator, ()) if first <= year <= last), "")

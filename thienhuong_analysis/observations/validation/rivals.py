"""Several figures for one cell: contradictions of one source, of several, and later revisions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures, Integers, same_figure
from thienhuong_analysis.observations.validation.findings import Findings

_CLASHES = (
    ("duplicate", "high",
     _("{source} gives both {other} and {value} for {indicator} ({breakdown}), {locality} {period}, on one "
       "day; keep one of them")),
    ("duplicate", "medium",
     _("sources differ on {indicator} ({breakdown}), {locality} {period}: {other} ({other_source}) and "
       "{value} ({source}); the last is used, so ask which one holds")),
    ("revision", "low",
     _("a later figure differs: {indicator} ({breakdown}), {locality} {period} was {other} ({other_source}, "
       "{other_day}) and is {value} ({source}, {as_of}); the last is used, nothing needs to be done")),
)


def check_rivals(figures: Figures, findings: Findings) -> None:
    """Add the cells that have several figures which differ by more than rounding.

    What one source says twice is set side by side; beside the figure that is used stands, of the same
    day, the one farthest from it, else the one before it.
    """
    starts, value = figures.starts, figures.value
    if len(starts) == len(value):
        return
    sizes = np.diff(np.r_[starts, len(value)])
    last = np.repeat(starts + sizes - 1, sizes)
    differs = ~same_figure(value, value[last])
    if not differs.any():
        return
    day = figures.codes("as_of")[0]
    one, two = _said_twice(figures, np.flatnonzero(_in_cell(np.logical_or, differs, starts, sizes)))
    differs &= ~np.isin(figures.cell, figures.cell[two])
    that_day = differs & (day == day[last])
    contested = _in_cell(np.logical_or, that_day, starts, sizes)
    off = np.where(contested, np.abs(value - value[last]), np.arange(len(value)))
    off = np.where(np.where(contested, that_day, differs), off, -1.0)
    other = np.flatnonzero((off >= 0) & (off == _in_cell(np.maximum, off, starts, sizes)))
    other = other[np.unique(figures.cell[other], return_index=True)[1]]
    for (check, severity, message), here, there in zip(
            _CLASHES, (two, last[other[contested[other]]], last[other[~contested[other]]]),
            (one, other[contested[other]], other[~contested[other]]), strict=True):
        rivals = figures.frame.iloc[figures.order[there]]
        findings.note(check, severity, message, figures.frame, figures.order[here], other=value[there],
                      other_source=rivals["source"].to_numpy(object),
                      other_day=rivals["as_of"].to_numpy(object))


def _said_twice(figures: Figures, places: Integers) -> tuple[Integers, Integers]:
    """Return the first two different figures of one source and day, for each cell that has such."""
    day, source = figures.codes("as_of")[0], figures.codes("source")[0]
    told = places[np.lexsort((places, day[places], source[places], figures.cell[places]))]
    one, two = told[:-1], told[1:]
    twice = ((figures.cell[one] == figures.cell[two]) & (source[one] == source[two])
             & (day[one] == day[two]) & ~same_figure(figures.value[one], figures.value[two]))
    first = np.unique(figures.cell[two[twice]], return_index=True)[1]
    return one[twice][first], two[twice][first]


def _in_cell(combine: np.ufunc, what: NDArray[Any], starts: Integers, sizes: Integers) -> NDArray[Any]:
    """Return for every figure what the figures of its cell give together."""
    together: NDArray[Any] = np.repeat(combine.reduceat(what, starts), sizes)
    return together

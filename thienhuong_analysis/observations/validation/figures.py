"""Accepted figures with their keys as whole numbers, made once and shared by all checks."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

CELL = ("locality", "indicator", "breakdown", "period")
"""What a figure speaks of; several figures on one cell are rivals or revisions."""

_LARGEST = 2**62


class Figures:
    """Figures in the order of their cells, those on one cell in the order they came in.

    All arrays are in this order; ``order`` leads back to the rows of ``frame``.

    Args
        frame : DataFrame  the columns of observations, and what else the checks look at; rows on one
            cell in order of rising authority; texts may be categories
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._known: dict[str, tuple[Integers, list[Any]]] = {}
        cell = np.zeros(len(frame), np.int64)
        codes = {name: in_order(frame[name]) for name in CELL}
        for name in CELL:
            found, texts = codes[name]
            self._periods = max(1, len(texts))
            if len(cell) and int(cell.max()) * self._periods >= _LARGEST:
                cell = np.unique(cell, return_inverse=True)[1]
            cell = cell * self._periods + found
        ordered = bool((cell[1:] >= cell[:-1]).all())
        self.order = np.arange(len(cell)) if ordered else np.argsort(cell, kind="stable")
        self.cell: Integers = cell[self.order]
        for name, (found, texts) in codes.items():
            self._known[name] = found[self.order], texts
        self.value: NDArray[np.float64] = frame["value"].to_numpy(float)[self.order]
        self.year: Integers = frame["year"].to_numpy(np.int64)[self.order]

    def codes(self, name: str) -> tuple[Integers, list[Any]]:
        """Return a column as whole numbers, and the sorted texts or days that they stand for."""
        if name not in self._known:
            found, texts = in_order(self.frame[name])
            self._known[name] = found[self.order], texts
        return self._known[name]

    def where(self, name: str, test: Callable[[Any], bool]) -> Mask:
        """Whether what stands in a column passes a test, which is asked once of each text."""
        found, texts = self.codes(name)
        return np.array([test(text) for text in texts], bool)[found]

    def days(self, name: str, day: Callable[[Any], date]) -> Integers:
        """Return a column as days, counted from 1/1/1."""
        found, texts = self.codes(name)
        return np.array([day(text).toordinal() for text in texts], np.int64)[found]

    def key(self, places: Integers, *names: str) -> Integers:
        """Return one whole number for each combination of columns, at some places."""
        key = np.zeros(places.shape, np.int64)
        for name in names:
            found, texts = self.codes(name)
            key = key * max(1, len(texts)) + found[places]
        return key

    @cached_property
    def starts(self) -> Integers:
        """Where each cell begins."""
        return np.flatnonzero(np.r_[True, self.cell[1:] != self.cell[:-1]][:len(self.cell)])

    @cached_property
    def best(self) -> Mask:
        """Whether a figure is the last of its cell, which is the one that is used."""
        last = np.ones(len(self.cell), bool)
        last[:-1] = self.cell[1:] != self.cell[:-1]
        return last

    def of(self, indicator: str) -> Integers:
        """Return where the figures of an indicator stand that are used, one a cell."""
        _, names = self.codes("indicator")
        if indicator not in names:
            return np.zeros(0, np.int64)
        order, bounds = self._by_indicator
        code = names.index(indicator)
        return order[bounds[code]:bounds[code + 1]]

    @cached_property
    def _by_indicator(self) -> tuple[Integers, Integers]:
        found, names = self.codes("indicator")
        used = np.flatnonzero(self.best)
        short = found[used].astype(np.int16 if len(names) < 2**15 else np.int64)
        order = used[np.argsort(short, kind="stable")]
        return order, np.searchsorted(found[order], np.arange(len(names) + 1))

    @property
    def series(self) -> Integers:
        """One whole number for each locality, indicator and breakdown."""
        return self.cell // self._periods

    @cached_property
    def yearly(self) -> Mask:
        """Whether a figure is of a whole year."""
        return self.where("period", lambda period: len(period) == 4)


def in_order(column: "pd.Series[Any]") -> tuple[Integers, list[Any]]:
    """Return a column as whole numbers in the order of its texts or days, and those that occur."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        found, texts = column.cat.codes.to_numpy(), column.cat.categories.to_numpy(object)
    else:
        found, texts = pd.factorize(column, use_na_sentinel=True)
        texts = np.asarray(texts, dtype=object)
    if len(found) and found.min() < 0:
        raise ValueError(f"{column.name} is missing in a figure")
    used = np.flatnonzero(np.bincount(found, minlength=len(texts)))
    order = sorted(used, key=lambda i: texts[i])
    rank = np.zeros(len(texts), np.int64)
    rank[order] = np.arange(len(order))
    return (rank[found] if len(texts) else found.astype(np.int64)), [texts[i] for i in order]


def half_unit(values: NDArray[np.float64], *, coarsest: int = 0) -> NDArray[np.float64]:
    """Return half a unit of the last digit to which the figures of a row are printed.

    Zeros at the end are lost in a number, so the finest figure of a row speaks for all of it.

    Args
        values : ndarray (row,) or (row, figure)
        coarsest : int  up to 10**coarsest: money that is written in thousands of billions

    Returns
        ndarray (row,)

    Example
        >>> half_unit(np.array([[4.19, 4.2], [45140.0, 12.0]])).tolist()
        [0.005, 0.5]
    """
    table = np.abs(values if values.ndim == 2 else values[:, None])
    half, left = np.full(len(table), 0.5e-9), np.arange(len(table))
    for digits in range(-coarsest, 9):
        scaled = table[left] * 10.0**digits
        # What a float cannot hold of a printed number grows with the number.
        whole = (np.abs(scaled - np.rint(scaled)) <= 1e-9 + 1e-12 * scaled).all(axis=1)
        half[left[whole]] = 0.5 * 10.0**-digits
        left = left[~whole]
    return half


def same_figure(one: NDArray[np.float64], other: NDArray[np.float64]) -> Mask:
    """Whether figures are the same, as far as the one with fewer digits goes.

    Example
        >>> same_figure(np.array([0.0419, 45140.0]), np.array([0.0418932, 45141.0])).tolist()
        [True, False]
    """
    same: Mask = np.equal(one, other)
    left = np.flatnonzero(~same)
    half = np.maximum(half_unit(one[left]), half_unit(other[left]))
    same[left] = np.abs(one[left] - other[left]) <= half * (1 + 1e-6)
    return same

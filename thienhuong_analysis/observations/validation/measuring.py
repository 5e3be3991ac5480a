"""Figures measured: numbers read by the column, and turned into canonical units by what is said of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.tables.raw import RawFigures
from thienhuong_analysis.observations.validation.ranges import is_growth
from thienhuong_analysis.observations.values.columns import Complaints, Numbers, attempt, categories, scaled
from thienhuong_analysis.observations.values.numerals import (
    Cell,
    Figure,
    Notation,
    Percent,
    parse_milestone,
    parse_number,
    shown,
)
from thienhuong_analysis.observations.values.units import as_printed, scale

_TOO_LARGE = 1e18


class Units:
    """Pairs of an indicator and a written unit, and for each row which pair it has.

    Args
        codes : ndarray (row) of int
        foreign : bool  units are kept as they are printed
    """

    def __init__(self, codes: NDArray[Any], *, foreign: bool) -> None:
        self.codes = codes
        self.foreign = foreign
        self.pairs: list[tuple[str, str]] = []
        self.canonical: list[str] = []
        self.kinds: list[str] = []
        self.exponents: list[int | None] = []
        self.percents: list[int | None] = []

    def add(self, indicator: str, canonical: str, text: str, kind: str = "") -> None:
        """Note a pair, and the powers of ten that plain numbers and percent cells are multiplied by.

        Args
            kind : str  of the indicator, where it is a registered one
        """
        self.pairs.append((indicator, text))
        self.canonical.append(canonical)
        self.kinds.append(kind)
        known = canonical not in ("", "none")
        size, _ = attempt(self._scale, text, len(self.pairs) - 1) if known else (None, None)
        percent, _ = attempt(self._scale, "%", len(self.pairs) - 1) if known else (None, None)
        self.exponents.append(_power_of_ten(size))
        self.percents.append(_power_of_ten(percent * 100) if percent and text in ("", "%") else None)

    def rows(self, pairs: Iterable[bool]) -> NDArray[np.bool_]:
        """Return which rows have one of the pairs that are chosen."""
        chosen: NDArray[np.bool_] = np.array([*pairs, False])[self.codes]
        return chosen

    def _scale(self, text: str, pair: int) -> Fraction:
        (indicator, unit), canonical = self.pairs[pair], self.canonical[pair]
        if not self.foreign:
            return scale(text, canonical, yearly=is_growth(indicator))
        kept, size = as_printed(text)
        if kept != canonical:
            raise ObservationError('the cell says "{cell_unit}", its column "{unit}"; keep one of them',
                                   cell_unit=text, unit=unit)
        return size

    def measure(self, figure: Figure, pair: int) -> float:
        """Return a figure in the canonical unit.

        Raises
            ObservationError: no unit, a wrong one, or two that differ
        """
        written = figure.rest if figure.rest != "fraction" else "%"
        texts = [text for text in (written, self.pairs[pair][1]) if text] or [""]
        if len({self._scale(text, pair) for text in texts}) > 1:
            raise ObservationError('the cell says "{cell_unit}", its column "{unit}"; keep one of them',
                                   cell_unit=written, unit=self.pairs[pair][1])
        size = self._scale(texts[0], pair) * (100 if figure.rest == "fraction" else 1)
        return float(Fraction(figure.number) * size)


def measured(raw: RawFigures, numbers: Numbers, units: Units, complaints: Complaints,
              ) -> tuple[NDArray[np.float64], Any, Any]:
    """Return values [canonical unit], bounds and footnote marks; what is wrong goes to the complaints."""
    exponents = np.array([-999 if e is None else e for e in units.exponents])[units.codes]
    percents = np.array([-999 if e is None else e for e in units.percents])[units.codes]
    chosen = np.where(numbers.percent, percents, exponents)
    plain = ~np.asarray(numbers.digits.is_null().to_numpy(zero_copy_only=False)) & (chosen > -999)
    values = np.full(len(raw), np.nan)
    rows = np.flatnonzero(plain)
    whole = len(rows) == len(raw)
    values[rows] = scaled(numbers.digits if whole else numbers.digits.take(pa.array(rows)), chosen[rows])
    bounds, marks = np.zeros(len(raw), np.int32), np.zeros(len(raw), np.int32)
    seen: dict[str, list[str]] = {"bound": [""], "mark": [""]}
    done: dict[tuple[Cell, bool, int], tuple[Any, ObservationError | None]] = {}
    for row in np.flatnonzero(~plain & ~numbers.missing & (complaints.codes == 0)):
        cell, pair = cell_at(raw.values, int(row)), int(units.codes[row])
        key = (cell, isinstance(cell, Percent), pair)
        if key not in done:
            done[key] = attempt(_one, cell, numbers.notation, units, pair)
        figure, fault = done[key]
        if fault:
            complaints.note_rows(np.array([row]), fault)
            continue
        number, bound, mark = figure
        values[row] = number
        bounds[row], marks[row] = _code(seen["bound"], bound), _code(seen["mark"], mark)
    _check_sizes(raw, values, complaints)
    return values, categories(bounds, seen["bound"]), categories(marks, seen["mark"])


def _one(cell: Cell, notation: Notation, units: Units, pair: int) -> tuple[float, str, str]:
    if units.canonical[pair] == "none":
        figure = parse_milestone(cell)
        return (float(figure.number), "", "") if figure else (np.nan, "", "")
    figure = parse_number(cell, notation)
    return (units.measure(figure, pair), figure.bound, figure.mark) if figure else (np.nan, "", "")


def _check_sizes(raw: RawFigures, values: NDArray[np.float64], complaints: Complaints) -> None:
    large = np.flatnonzero(np.abs(values) >= _TOO_LARGE)
    for row in large:
        complaints.note_rows(np.array([row]), ObservationError(
            '"{text}" is not a number; write {example} or leave the cell empty',
            text=shown(cell_at(raw.values, int(row)))[:60], example="1.234,5"))


def _power_of_ten(size: Fraction | None) -> int | None:
    """Return n where a size is 10ⁿ, else None."""
    if size is None:
        return None
    exponent = Decimal(size.numerator).adjusted() - Decimal(size.denominator).adjusted()
    return exponent if Fraction(10) ** exponent == size else None


def _code(seen: list[str], text: str) -> int:
    if text not in seen:
        seen.append(text)
    return seen.index(text)


def cell_at(values: Sequence[Cell] | pa.Array, row: int) -> Cell:
    """Return the cell of a row."""
    cell: Cell = values[row].as_py() if isinstance(values, pa.Array) else values[row]
    return cell

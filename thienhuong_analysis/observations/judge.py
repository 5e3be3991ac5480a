"""Raw figures judged: what each role refers to, what the number is, or why it cannot be used."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.columns import Numbers, attempt, categories, read_numbers, scaled
from thienhuong_analysis.observations.declaration import Role
from thienhuong_analysis.observations.numerals import (
    Cell,
    Figure,
    Notation,
    Percent,
    parse_milestone,
    parse_number,
    shown,
)
from thienhuong_analysis.observations.periods import parse_day, parse_period, split_period
from thienhuong_analysis.observations.prices import PriceBasis, check_prices
from thienhuong_analysis.observations.raw import RawFigures
from thienhuong_analysis.observations.reference import Reference, bare, resolver
from thienhuong_analysis.observations.schema import BREAKDOWN, STATUSES
from thienhuong_analysis.observations.text import clean, fold, slug
from thienhuong_analysis.observations.units import as_printed, scale

_ROLES: tuple[Role, ...] = ("locality", "indicator", "breakdown", "period", "status", "as_of", "source")
_YEARLY = re.compile(r"_growth(_|$)")
_NEVER_ZERO = ("population", "households")
_TOO_LARGE = 1e18


class Judge:
    """The names and units that raw figures are judged by.

    Args
        reference : Reference  indicators, localities, sources and synonyms
        prices : mapping  indicator -> the price basis that it is counted in
    """

    def __init__(self, reference: Reference, prices: Mapping[str, PriceBasis] | None = None) -> None:
        self._reference = reference
        self._prices = prices or {}
        self._words = {
            kind: {fold(text): key for key, texts in reference.also(kind).items() for text in texts}
            for kind in ("breakdown", "status")}
        tables: dict[Role, pd.DataFrame] = {"locality": reference.localities,
                                            "indicator": reference.indicators}
        self._resolve: dict[Role, Callable[[str], object]] = {
            **{role: resolver(role, table, "name_vi", "name_en", also=reference.also(role))
               for role, table in tables.items()},
            "breakdown": self._breakdown, "period": parse_period, "status": self._status,
            "as_of": parse_day, "source": resolver("source", reference.sources)}

    def __call__(self, raw: RawFigures) -> pd.DataFrame:
        """Return raw figures with every role resolved and a verdict on each.

        Returns
            DataFrame  the columns of observations, and file, text, bound, mark, kind, reason (an
            ObservationError or None), state (accepted, rejected, missing; words where a line has no
            figure and names no indicator); rows as in the file
        """
        solved: dict[Role, NDArray[Any]] = {}
        verdict = _Verdict(len(raw))
        for role in _ROLES:
            resolve = slug if role == "indicator" and raw.foreign else self._resolve[role]
            solved[role], faults = raw.said[role].map(partial(_said, role, resolve))
            verdict.note(raw.said[role].codes, faults)
        numbers = read_numbers(raw.values, raw.decimal)
        units = self._units(raw, solved["indicator"], verdict)
        values, bounds, marks = _measured(raw, numbers, units, verdict)
        names = raw.said["indicator"]
        frame = pd.DataFrame({
            role: categories(raw.said[role].codes, [str(text or "") for text in solved[role]])
            for role in _ROLES if role not in ("as_of", "indicator")})
        ids = [str(known or text) for known, text in zip(solved["indicator"], names.distinct, strict=True)]
        unknown = np.array([known is None for known in solved["indicator"]])[names.codes]
        texts = _texts(raw.values)
        states = np.where(numbers.missing, np.where(unknown & (texts == ""), 3, 2), verdict.codes > 0)
        return frame.assign(
            indicator=categories(names.codes, ids), unit=categories(units.codes, units.canonical),
            kind=categories(names.codes, [self._kind(known) for known in solved["indicator"]]),
            as_of=categories(raw.said["as_of"].codes, [day or date.min for day in solved["as_of"]]),
            value=values,
            year=np.array([int(str(period or "0")[:4]) for period in solved["period"]]
                          )[raw.said["period"].codes],
            cell=pd.array(raw.cells, dtype="str"), file=categories(np.zeros(len(raw), int), [raw.file]),
            text=texts, bound=bounds, mark=marks, reason=verdict.reasons(),
            state=categories(states, ["accepted", "rejected", "missing", "words"]))

    def _kind(self, indicator: str | None) -> str:
        return str(self._reference.indicators["kind"].get(indicator, "")) if indicator else ""

    def _units(self, raw: RawFigures, indicators: NDArray[Any], verdict: "_Verdict") -> "_Units":
        """Return what each pair of indicator and unit in the file means."""
        names, units = raw.said["indicator"], raw.said["unit"]
        pairs, codes = np.unique(names.codes.astype(np.int64) * len(units.distinct) + units.codes,
                                 return_inverse=True)
        found, faults = _Units(codes, foreign=raw.foreign), []
        for pair in pairs:
            name, unit = divmod(int(pair), len(units.distinct))
            indicator, text = indicators[name], units.distinct[unit]
            if indicator is None:
                found.add("", "", text)
            elif raw.foreign:
                found.add(indicator, as_printed(text)[0], text)
            else:
                found.add(indicator, str(self._reference.indicators.at[indicator, "unit"]), text)
            about = (names.distinct[name], text, raw.context)
            faults.append(attempt(check_prices, indicator, about, self._prices)[1] if indicator else None)
        verdict.note(codes, faults)
        return found

    def _breakdown(self, text: str) -> str:
        known = self._words["breakdown"]
        for name in (text, bare(text)):
            if fold(name) in known:
                return known[fold(name)]
        if not re.fullmatch(BREAKDOWN, text or "total"):
            raise ObservationError('"{text}" is not a breakdown; write total, or an id like services',
                                   text=text[:60])
        return text or "total"

    def _status(self, text: str) -> str:
        folded = fold(text).rstrip(".")
        known = self._words["status"] | {word: word for word in STATUSES}
        if folded in known:
            return known[folded]
        if split_period(text).status == "plan":
            raise ObservationError('"{text}" is a plan, and what is planned is no figure; declare its column '
                                   "under ignore", text=text[:60])
        close = nearest(folded, known)
        raise ObservationError('"{text}" is not a status; did you mean {nearest}?', text=text[:60],
                               nearest=known.get(close, ", ".join(STATUSES)))


def _said(role: Role, resolve: Callable[[str], object], text: str) -> object:
    """Return what a text refers to, unless it is missing or some of its bytes could not be read."""
    if not text and role != "breakdown":
        raise ObservationError("the {kind} is missing; fill it in", kind=role)
    if "\ufffd" in text:
        raise ObservationError('"{text}" holds bytes that are not UTF-8; save the file as “CSV UTF-8”, or '
                               "declare its encoding", text=text[:60])
    return resolve(text)


class _Units:
    """Pairs of an indicator and a written unit, and for each row which pair it has."""

    def __init__(self, codes: NDArray[Any], *, foreign: bool) -> None:
        self.codes = codes
        self.foreign = foreign
        self.pairs: list[tuple[str, str]] = []
        self.canonical: list[str] = []
        self.exponents: list[int | None] = []
        self.percents: list[int | None] = []

    def add(self, indicator: str, canonical: str, text: str) -> None:
        """Note a pair, and the powers of ten that plain numbers and percent cells are multiplied by."""
        self.pairs.append((indicator, text))
        self.canonical.append(canonical)
        known = canonical not in ("", "none")
        size, _ = attempt(self._scale, text, len(self.pairs) - 1) if known else (None, None)
        percent, _ = attempt(self._scale, "%", len(self.pairs) - 1) if known else (None, None)
        self.exponents.append(_power_of_ten(size))
        self.percents.append(_power_of_ten(percent * 100) if percent and text in ("", "%") else None)

    def _scale(self, text: str, pair: int) -> Fraction:
        (indicator, unit), canonical = self.pairs[pair], self.canonical[pair]
        if not self.foreign:
            return scale(text, canonical, yearly=bool(_YEARLY.search(indicator)))
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


class _Verdict:
    """For each row the first complaint about it, if there is one."""

    def __init__(self, rows: int) -> None:
        self.codes: NDArray[np.int32] = np.zeros(rows, np.int32)
        self.faults: list[ObservationError | None] = [None]

    def note(self, codes: NDArray[Any], faults: list[ObservationError | None]) -> None:
        """Note complaints by code on the rows that have none yet."""
        if not any(faults):
            return
        lookup = np.zeros(len(faults), np.int32)
        for code, fault in enumerate(faults):
            if fault:
                lookup[code] = len(self.faults)
                self.faults.append(fault)
        self.codes = np.where(self.codes > 0, self.codes, lookup[codes])

    def note_rows(self, rows: NDArray[Any], fault: ObservationError) -> None:
        """Note one complaint on some rows."""
        self.faults.append(fault)
        self.codes[rows] = np.where(self.codes[rows] > 0, self.codes[rows], len(self.faults) - 1)

    def reasons(self) -> NDArray[Any]:
        """Return the complaint of each row, None where there is none."""
        faults = np.empty(len(self.faults), dtype=object)
        faults[:] = self.faults
        return faults[self.codes]


def _measured(raw: RawFigures, numbers: Numbers, units: _Units, verdict: _Verdict,
              ) -> tuple[NDArray[np.float64], Any, Any]:
    """Return values [canonical unit], bounds and footnote marks; what is wrong goes to the verdict."""
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
    for row in np.flatnonzero(~plain & ~numbers.missing & (verdict.codes == 0)):
        cell, pair = _cell(raw.values, int(row)), int(units.codes[row])
        key = (cell, isinstance(cell, Percent), pair)
        if key not in done:
            done[key] = attempt(_one, cell, numbers.notation, units, pair)
        figure, fault = done[key]
        if fault:
            verdict.note_rows(np.array([row]), fault)
            continue
        number, bound, mark = figure
        values[row] = number
        bounds[row], marks[row] = _code(seen["bound"], bound), _code(seen["mark"], mark)
    _check_sizes(raw, values, units, verdict)
    return values, categories(bounds, seen["bound"]), categories(marks, seen["mark"])


def _one(cell: Cell, notation: Notation, units: _Units, pair: int) -> tuple[float, str, str]:
    if units.canonical[pair] == "none":
        figure = parse_milestone(cell)
        return (float(figure.number), "", "") if figure else (np.nan, "", "")
    figure = parse_number(cell, notation)
    return (units.measure(figure, pair), figure.bound, figure.mark) if figure else (np.nan, "", "")


def _check_sizes(raw: RawFigures, values: NDArray[np.float64], units: _Units, verdict: _Verdict) -> None:
    large = np.flatnonzero(np.abs(values) >= _TOO_LARGE)
    for row in large:
        verdict.note_rows(np.array([row]), ObservationError(
            '"{text}" is not a number; write {example} or leave the cell empty',
            text=shown(_cell(raw.values, int(row)))[:60], example="1.234,5"))
    counted = np.array([indicator in _NEVER_ZERO for indicator, _ in units.pairs] or [False])[units.codes]
    for row in np.flatnonzero(counted & (values <= 0)):
        verdict.note_rows(np.array([row]), ObservationError(
            "{indicator} cannot be {number}; other figures are counted per head of it",
            indicator=units.pairs[units.codes[row]][0], number=shown(float(values[row]))))


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


def _cell(values: Sequence[Cell] | pa.Array, row: int) -> Cell:
    cell: Cell = values[row].as_py() if isinstance(values, pa.Array) else values[row]
    return cell


def _texts(values: Sequence[Cell] | pa.Array) -> Any:
    texts = values if isinstance(values, pa.Array) else [clean(shown(cell)) for cell in values]
    return pd.array(texts, dtype="str")

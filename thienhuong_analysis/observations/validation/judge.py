"""Raw figures judged: what each role refers to, what the number is, or why it cannot be used."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.metadata.declaration import Role
from thienhuong_analysis.observations.metadata.prices import PriceBasis, check_prices, price_basis
from thienhuong_analysis.observations.metadata.reference import Reference, bare, resolver
from thienhuong_analysis.observations.reading.grids import Remark
from thienhuong_analysis.observations.schema import BREAKDOWN, STATUSES
from thienhuong_analysis.observations.tables.raw import UNLIKE, RawFigures
from thienhuong_analysis.observations.text import _, alike, clean, fold, slug
from thienhuong_analysis.observations.validation.impossible import refuse_impossible
from thienhuong_analysis.observations.validation.measuring import Units, measured
from thienhuong_analysis.observations.validation.ranges import MONEY
from thienhuong_analysis.observations.values.columns import Complaints, attempt, categories, read_numbers
from thienhuong_analysis.observations.values.numerals import Cell, shown
from thienhuong_analysis.observations.values.periods import parse_day, parse_period, split_period
from thienhuong_analysis.observations.values.units import as_printed, thing_of

_ROLES: tuple[Role, ...] = ("locality", "indicator", "breakdown", "period", "status", "as_of", "source")
_ANYTHING = ("dn", "items", "count")
"""Units of things that are counted, whatever they are."""


class Judge:
    """The names and units that raw figures are judged by.

    Args
        reference : Reference  indicators, localities, sources and synonyms
        prices : mapping  indicator -> the price basis that it is counted in
    """

    def __init__(self, reference: Reference, prices: Mapping[str, PriceBasis] | None = None) -> None:
        self._reference = reference
        self._prices = prices or {}
        self._also = reference.also("indicator")
        self._words = {
            kind: {fold(text): (key, text) for key, texts in reference.also(kind).items() for text in texts}
            for kind in ("breakdown", "status")}
        self._words["status"] |= {word: (word, word) for word in STATUSES}
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
        complaints = Complaints(len(raw))
        for role in _ROLES:
            resolve = (slug if role == "indicator" and raw.foreign else
                       _as_id if role == "breakdown" and raw.ids else self._resolve[role])
            solved[role], faults = raw.said[role].map(partial(_said, role, resolve))
            complaints.note(raw.said[role].codes, faults)
        numbers = read_numbers(raw.values, raw.decimal)
        units = self._units(raw, solved["indicator"], complaints)
        values, bounds, marks = measured(raw, numbers, units, complaints)
        refuse_impossible(raw, values, units, complaints)
        names = raw.said["indicator"]
        frame = pd.DataFrame({
            role: categories(raw.said[role].codes, [str(text or "") for text in solved[role]])
            for role in _ROLES if role not in ("as_of", "indicator")})
        ids = [str(known or text) for known, text in zip(solved["indicator"], names.distinct, strict=True)]
        unknown = np.array([known is None for known in solved["indicator"]])[names.codes]
        texts = _texts(raw.values)
        states = np.where(numbers.missing, np.where(unknown & (texts == ""), 3, 2), complaints.codes > 0)
        return frame.assign(
            indicator=categories(names.codes, ids), unit=categories(units.codes, units.canonical),
            kind=categories(names.codes, [self._kind(known) for known in solved["indicator"]]),
            as_of=categories(raw.said["as_of"].codes, [day or date.min for day in solved["as_of"]]),
            value=values,
            year=np.array([int(str(period or "0")[:4]) for period in solved["period"]]
                          )[raw.said["period"].codes],
            cell=pd.array(raw.cells, dtype="str"), file=categories(np.zeros(len(raw), int), [raw.file]),
            text=texts, bound=bounds, mark=marks, reason=complaints.reasons(),
            state=categories(states, ["accepted", "rejected", "missing", "words"]))

    def unsaid_prices(self, raw: RawFigures) -> list[Remark]:
        """Return a remark for each indicator in constant prices of whose prices the file says nothing."""
        names, units, remarks = raw.said["indicator"], raw.said["unit"], []
        for code, name in enumerate([] if raw.foreign else names.distinct):
            rows = names.codes == code
            indicator = attempt(self._resolve["indicator"], name)[0] if rows.any() else None
            basis = self._prices.get(str(indicator))
            said = (name, raw.context, *(units.distinct[unit] for unit in np.unique(units.codes[rows])))
            if basis is None or basis.kind != "constant" or any(map(price_basis, said)):
                continue
            if self._reference.indicators.at[indicator, "unit"] in MONEY:
                remarks.append(Remark("medium", "prices", raw.cells[int(rows.argmax())].as_py(), name, _(
                    "{indicator} is counted in {basis}, but nothing in the file says so; make sure, and "
                    "write it into the heading"), {"indicator": indicator, "basis": basis.said()}))
        return remarks

    def _kind(self, indicator: str | None) -> str:
        return str(self._reference.indicators["kind"].get(indicator, "")) if indicator else ""

    def _units(self, raw: RawFigures, indicators: NDArray[Any], complaints: Complaints) -> Units:
        """Return what each pair of indicator and unit in the file means."""
        names, units = raw.said["indicator"], raw.said["unit"]
        pairs, codes = np.unique(names.codes.astype(np.int64) * len(units.distinct) + units.codes,
                                 return_inverse=True)
        found, faults = Units(codes, foreign=raw.foreign), []
        for pair in pairs:
            name, unit = divmod(int(pair), len(units.distinct))
            indicator, text = indicators[name], units.distinct[unit]
            if indicator is None:
                found.add("", "", text)
            elif raw.foreign:
                found.add(indicator, as_printed(text)[0], text)
            else:
                found.add(indicator, str(self._reference.indicators.at[indicator, "unit"]), text,
                          self._kind(indicator))
            about = (names.distinct[name], text, raw.context)
            faults.append(attempt(self._check_unit, indicator, about, raw.foreign)[1] if indicator else None)
        complaints.note(codes, faults)
        return found

    def _check_unit(self, indicator: str, about: tuple[str, str, str], foreign: bool) -> None:
        """Refuse two units, prices of another basis, and a unit that names other things than are counted."""
        label, text, _context = about
        if UNLIKE in text:
            raise ObservationError("two units are given, {units}; keep the right one", units=text[:60])
        check_prices(indicator, about, self._prices)
        if foreign or not text or self._reference.indicators.at[indicator, "unit"] != "count":
            return
        named = self._reference.indicators.loc[indicator, ["name_vi", "name_en", "unit"]]
        counted = " ".join(map(fold, (label, *named, *self._also.get(indicator, ()), *_ANYTHING)))
        if thing_of(text) not in counted:
            raise ObservationError('"{unit}" is not what {indicator} counts; correct the unit or the '
                                   "indicator", unit=text[:60], indicator=indicator)

    def _breakdown(self, text: str) -> str:
        known = self._words["breakdown"]
        for name in (text, bare(text)):
            key, also = known.get(fold(name), ("", ""))
            if key and (" " in also or alike(name, also.casefold())):
                return key
        return _as_id(text)

    def _status(self, text: str) -> str:
        if UNLIKE in text:
            raise ObservationError("two statuses are given, {statuses}; keep the right one",
                                   statuses=text[:60])
        folded, known = fold(text).rstrip("."), self._words["status"]
        if folded in known:
            return known[folded][0]
        if split_period(text).status == "plan":
            raise ObservationError('"{text}" is a plan, and what is planned is no figure; take it out, or '
                                   "declare its column under ignore", text=text[:60])
        close = nearest(folded, known)
        raise ObservationError('"{text}" is not a status; did you mean {nearest}?', text=text[:60],
                               nearest=known[close][1] if close in known else ", ".join(STATUSES))


def _as_id(text: str) -> str:
    if not re.fullmatch(BREAKDOWN, text or "total"):
        raise ObservationError('"{text}" is not a breakdown; write total, or an id like services',
                               text=text[:60])
    return text or "total"


def _said(role: Role, resolve: Callable[[str], object], text: str) -> object:
    """Return what a text refers to, unless it is missing or some of its bytes could not be read."""
    if not text and role != "breakdown":
        raise ObservationError("the {kind} is missing; fill it in", kind=role)
    if "\ufffd" in text:
        raise ObservationError('"{text}" holds bytes that are not UTF-8; save the file as “CSV UTF-8”, or '
                               "declare its encoding", text=text[:60])
    return resolve(text)


def _texts(values: Sequence[Cell] | pa.Array) -> Any:
    texts = values if isinstance(values, pa.Array) else [clean(shown(cell)) for cell in values]
    return pd.array(texts, dtype="str")

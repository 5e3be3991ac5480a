"""Whole columns at once: texts by their few distinct values, and numbers where they are written plainly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import clean
from thienhuong_analysis.observations.values.numerals import (
    Cell,
    Notation,
    Percent,
    is_missing,
    notations,
    shown,
)

_WHOLE = r"^-?[0-9]+$"
_PLAIN = {"vi": r"^-?([1-9][0-9]{0,2}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?$",
          "en": r"^-?([1-9][0-9]{0,2}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$"}


@dataclass(frozen=True)
class Texts:
    """A column of texts as its distinct values and, for each row, which of them it holds.

    Args
        codes : ndarray (row) of int
        distinct : list of str  cleaned, each once
    """

    codes: NDArray[np.int32]
    distinct: list[str]

    @classmethod
    def of(cls, values: Iterable[Cell] | pa.Array) -> "Texts":
        """Return the texts of cells, in NFC and with single spaces."""
        if not isinstance(values, pa.Array):
            values = pa.array([shown(cell) for cell in values], pa.string())
        coded = values.dictionary_encode()
        cleaned, codes = np.unique([clean(text) for text in coded.dictionary.to_pylist()] or [""],
                                   return_inverse=True)
        return cls(codes.astype(np.int32)[coded.indices.to_numpy(zero_copy_only=False)],
                   [str(text) for text in cleaned])

    @classmethod
    def constant(cls, text: str, rows: int) -> "Texts":
        """Return the same text for so many rows."""
        return cls(np.zeros(rows, np.int32), [clean(text)])

    def map(self, function: Callable[[str], Any]) -> tuple[NDArray[Any], list[ObservationError | None]]:
        """Return a function's results by distinct value, and its complaints, which are not raised."""
        results, faults = [], []
        for text in self.distinct:
            result, fault = attempt(function, text)
            results.append(result)
            faults.append(fault)
        solved = np.empty(len(results), dtype=object)
        solved[:] = results
        return solved, faults

    def array(self) -> NDArray[Any]:
        """Return the text of each row."""
        return np.array(self.distinct, dtype=object)[self.codes]


def attempt(function: Callable[..., Any], *given: object) -> tuple[Any, ObservationError | None]:
    """Return what a function gives, or None and its complaint."""
    try:
        return function(*given), None
    except ObservationError as error:
        return None, error


@dataclass(frozen=True)
class Numbers:
    """A column of cells, read as far as it is plain.

    Args
        digits : Array (row) of str  with a decimal point and nothing else; null where not plain
        percent : ndarray (row) of bool  the cell's format shows the number as percent
        missing : ndarray (row) of bool  the cell says that there is no figure
        notation : str  the notation that was declared or that the column settles, else ``auto``
    """

    digits: pa.Array
    percent: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    notation: Notation


def read_numbers(cells: Sequence[Cell] | pa.Array, decimal: Notation = "auto") -> Numbers:
    """Return the plain numbers of a column; ``1.234`` is read as the rest of the column is written.

    Args
        cells : sequence of Cell, or Array of str
        decimal : str  the declared notation; with ``auto`` the column settles it, if it has cells that
            can be read in one way only, all in the same notation
    """
    texts, numeric, percent = _as_texts(cells)
    whole = _matches(texts, _WHOLE) | numeric
    reads = {name: _matches(texts, pattern) & ~numeric for name, pattern in _PLAIN.items()}
    rest = np.flatnonzero(~(whole | reads["vi"] | reads["en"]))
    coded = texts.take(pa.array(rest)).dictionary_encode()
    others, which = coded.dictionary.to_pylist(), coded.indices.to_numpy(zero_copy_only=False)
    missing = np.zeros(len(texts), dtype=bool)
    missing[rest] = np.array([is_missing(text) for text in others] or [False])[which]
    notation = decimal
    if decimal == "auto":
        seen = {name for name, other in (("vi", "en"), ("en", "vi"))
                if (reads[name] & ~reads[other]).any()} | set().union(*map(notations, others))
        notation = seen.pop() if len(seen) == 1 else "auto"  # type: ignore[assignment]
    digits = pc.if_else(pa.array(whole), texts, pa.scalar(None, pa.string()))
    for name, (group, point) in {"vi": (".", ","), "en": (",", ".")}.items():
        other = "en" if name == "vi" else "vi"
        taken = reads[name] & ~whole & ((~reads[other]) if notation == "auto" else notation == name)
        if taken.any():
            read = pc.replace_substring(pc.replace_substring(texts, group, ""), point, ".")
            digits = pc.if_else(pa.array(taken), read, digits)
    return Numbers(digits, percent, missing, notation)


def scaled(digits: pa.Array, exponents: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return numbers times powers of ten, rounded once: 2.2 and −2 give 0.022.

    Args
        digits : Array (row) of str
        exponents : ndarray (row) of int

    Returns
        ndarray (row)  NaN where there are no digits
    """
    if exponents.any():
        powers = pc.binary_join_element_wise("e", pa.array(exponents).cast(pa.string()), "")
        digits = pc.binary_join_element_wise(digits, powers, "")
    return np.asarray(digits.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=float) + 0.0


def _as_texts(cells: Sequence[Cell] | pa.Array) -> tuple[pa.Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return cells as trimmed texts, which of them were numbers, and which of those percent."""
    if isinstance(cells, pa.Array):
        nothing = np.zeros(len(cells), dtype=bool)
        return pc.utf8_trim_whitespace(cells), nothing, nothing
    numeric = np.array([isinstance(cell, float) and abs(cell) < 1e15 for cell in cells], dtype=bool)
    percent = numeric & np.array([isinstance(cell, Percent) for cell in cells], dtype=bool)
    return pa.array([_plain(cell) if number else shown(cell).strip()
                     for cell, number in zip(cells, numeric, strict=True)], pa.string()), numeric, percent


def _plain(number: Cell) -> str:
    text = repr(float(number))
    return np.format_float_positional(float(number), trim="-") if "e" in text else text


def _matches(texts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    return np.asarray(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False), dtype=bool)


def categories(codes: NDArray[Any], values: Sequence[Any]) -> pd.Categorical:
    """Return a column of few different values from these and the code of each row; two may be the same."""
    distinct = list(dict.fromkeys(values)) or [""]
    places = {value: place for place, value in enumerate(distinct)}
    renumbered = np.array([places[value] for value in values] or [0])[codes]
    return pd.Categorical.from_codes(renumbered, pd.Index(distinct, dtype=object))


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames with the same columns one below the other; categories stay categories."""
    return pd.DataFrame({name: union_categoricals([frame[name] for frame in frames])
                         if isinstance(frames[0][name].dtype, pd.CategoricalDtype)
                         else pd.concat([frame[name] for frame in frames], ignore_index=True)
                         for name in frames[0]})


class Complaints:
    """For each row the first complaint about it, if there is one.

    Args
        rows : int  how many there are
    """

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

"""Findings: what was found, how grave it is, at which cell, and what to do about it."""

import string
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.observations.reading.grids import Remark
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.values.numerals import shown

SEVERITIES = ("error", "high", "medium", "low")
"""From a cell that cannot be used down to one that is worth a glance."""

MOST = 200
"""So many findings of one check and severity are told for each file; the others are counted."""

_COLUMNS = ["severity", "check", "file", "sheet", "cell", "text", "message", "values"]
_MORE = _("and {count} more findings of this kind in this file; mend those above first")


class Amount(float):
    """A figure in a finding, with its unit: a number to count with, a figure as people write it.

    Example
        >>> f"{Amount(1.4, 'fraction')} {Amount(45140.0, 'persons')}"
        '140% 45140'
    """

    unit: str

    def __new__(cls, number: float, unit: str = "") -> "Amount":
        """Return the number, rounded to ten significant digits, with its unit."""
        made = super().__new__(cls, f"{number:.10g}")
        made.unit = unit
        return made

    def __format__(self, spec: str) -> str:
        share = self.unit == "fraction"
        return format(float(self), spec) if spec else shown(
            float(f"{100 * self if share else self:.10g}")) + "%" * share


class Findings:
    """Findings as they are made; ``table`` gives them with the most severe first."""

    def __init__(self) -> None:
        self._rows: list[dict[str, object]] = []
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, check: str, severity: str, message: str, place: Mapping[str, Any],
            values: Mapping[str, object] | None = None) -> None:
        """Note a finding.

        Args
            check : str  what was looked for: range, jump, sum, …
            severity : str  error, high, medium or low
            message : str  a sentence with ``{names}``, which says what was found and what to do; the
                msgid of the catalogues
            place : mapping  file, cell and text, as far as there are any
            values : mapping  what the names stand for
        """
        file, cell, text = (str(place.get(name, "")) for name in ("file", "cell", "text"))
        self._counts[check, severity, file] += 1
        if self._counts[check, severity, file] <= MOST:
            inner = cell.removeprefix(f"{file}!")
            sheet = inner.rpartition("!")[0] if inner != cell else ""
            self._rows.append({
                "severity": severity, "check": check, "file": file, "sheet": sheet, "cell": cell,
                "text": text, "message": message, "values": dict(values or {})})

    def take(self, file: str, remarks: Sequence[Remark]) -> None:
        """Note what was remarked while a file was read."""
        for remark in remarks:
            self.add(remark.check, remark.severity, remark.message,
                     {"file": file, "cell": remark.cell, "text": remark.text}, remark.values)

    def note(self, check: str, severity: str, message: str, frame: pd.DataFrame,
             rows: NDArray[np.intp], **values: Sequence[Any] | NDArray[Any]) -> None:
        """Note the same finding of many rows; only those that will be told are looked at one by one.

        Args
            frame : DataFrame  file, cell, text, unit, and what else the sentence names
            rows : ndarray (finding)  positions in the frame
            values : sequences (finding)  what the sentence names and the frame has not, or not so;
                floats are figures in the row's unit
        """
        if not len(rows):
            return
        found, files = pd.factorize(frame["file"].iloc[rows])
        turn = pd.Series(found).groupby(found).cumcount().to_numpy()
        told = np.flatnonzero(turn < MOST)
        names = {name for _, name, _, _ in string.Formatter().parse(message) if name}
        taken = frame.iloc[rows[told]].to_dict("records")
        for i, row in zip(told.tolist(), taken, strict=True):
            given = {name: values[name][i] if name in values else row[name] for name in sorted(names)}
            self.add(check, severity, message, row,
                     {name: _plain(value, str(row["unit"])) for name, value in given.items()})
        for file, count in zip(files, np.bincount(found[turn >= MOST]), strict=False):
            self._counts[check, severity, str(file)] += int(count)

    def table(self) -> pd.DataFrame:
        """Return the findings: severity, check, file, sheet, cell, text, message, values (a dict)."""
        more: list[dict[str, object]] = [
            {"severity": severity, "check": check, "file": file, "sheet": "", "cell": "", "text": "",
             "message": _MORE, "values": {"count": count - MOST}}
            for (check, severity, file), count in self._counts.items() if count > MOST]
        rows = sorted([*self._rows, *more], key=lambda row: (
            SEVERITIES.index(str(row["severity"])), str(row["file"]), str(row["check"])))
        return pd.DataFrame(rows, columns=_COLUMNS, dtype=object)


def _plain(value: Any, unit: str) -> object:
    """Return a value without numpy's types, so that it can be written and compared."""
    if isinstance(value, float):
        return value if isinstance(value, Amount) else Amount(value, unit)
    if isinstance(value, np.integer):
        return int(value)
    return value if isinstance(value, int | date) else str(value)

"""Text files into grids: any separator, any encoding that is known; a long file is read in bulk."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.encodings import decode, encoding_of
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.reading.legacy import CP1258, TCVN3, refusal
from thienhuong_analysis.observations.values.numerals import Cell

SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = ",;\t|"
_LONG = 1_000_000
"""From so many bytes on, rows are read in bulk; the beginning is always read row by row."""
_HEAD_LINES = 200
_MOST_ODD = 10_000
_MOST_BY_ROW = 60_000_000


def read_text(path: Path, label: str, encoding: str = "auto", *, refuse_legacy: bool = False,
              ) -> Iterator[Grid]:
    """Yield the ways in which a text file can be read, one a separator.

    Args
        label : str  how places and messages call the file
        encoding : str  as declared; ``auto`` recognises it
        refuse_legacy : bool  raise where it is TCVN3

    Raises
        ObservationError: an encoding that is not known or not right
    """
    data = path.read_bytes()
    # What the beginning of a long file seems to be is verified while the rest is read.
    beginning = data if len(data) <= _LONG else data[:data.rfind(b"\n", 0, _LONG) + 1] or data
    name = encoding_of(beginning, label, encoding)
    old = {"tcvn3": TCVN3.name, "cp1258": CP1258.name}.get(name, "")
    legacy = next((line for line in data.decode("latin-1").splitlines() if not line.isascii()), ""
                  ) if name == "tcvn3" and refuse_legacy else ""
    if legacy:
        raise refusal(TCVN3, label, legacy)
    if name in ("utf-8", "utf-8-sig"):
        data = data.removeprefix(b"\xef\xbb\xbf")
    else:
        data = decode(data, name, label).encode()
    for delimiter in DELIMITERS:
        if len(data) <= _LONG:
            grid = _by_row(decode(data, "utf-8", label), delimiter, label)
        else:
            grid = _beginning(data, delimiter, label)
        yield replace(grid, encoding=old)


def _by_row(text: str, delimiter: str, label: str) -> Grid:
    """Return a grid with every row of a text, up to where its quotation marks break off."""
    rows: list[list[Cell]] = []
    lines, line, damage = [], 1, None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(list(row))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        damage = ObservationError("{file}:{line}: {why}; check the quotation marks",
                                  file=label, line=line, why=error)
    return Grid(label, rows, lines, damage=damage)


def _beginning(data: bytes, delimiter: str, label: str) -> Grid:
    """Return the first lines of a long file as a grid that can give the rest."""
    ends = [match.end() for match in _line_ends(data)]
    cut = ends[-1] if ends else len(data)
    head = _by_row(decode(data[:cut], "utf-8", label), delimiter, label)
    if head.damage or not head.rows:  # a quoted cell runs on beyond the first lines
        return Grid(label, head.rows, head.lines, more=lambda: _all_by_row(data, delimiter, label))
    return Grid(label, head.rows, head.lines, more=lambda: _in_bulk(data, cut, len(ends), head, delimiter))


def _line_ends(data: bytes) -> Iterator["re.Match[bytes]"]:
    for number, match in enumerate(re.finditer(rb"\r\n|\n|\r", data), 1):
        yield match
        if number == _HEAD_LINES:
            return


def _all_by_row(data: bytes, delimiter: str, label: str) -> Grid:
    if len(data) > _MOST_BY_ROW:
        raise ObservationError("{file} is too long to be read with line breaks inside its cells; take them "
                               "out, or split the file", file=label)
    return _by_row(decode(data, "utf-8", label), delimiter, label)


def _in_bulk(data: bytes, cut: int, above: int, head: Grid, delimiter: str) -> Grid:
    """Return head and tail, which begins below so many lines.

    Rows of another length than most are read one by one, and follow the head.
    """
    width, tail = int(np.bincount([len(row) for row in head.rows[-50:]]).argmax()), memoryview(data)[cut:]
    odd: list[tuple[int, str]] = []

    def note(row: pa.csv.InvalidRow) -> str:
        odd.append((row.number, row.text))
        return "skip" if len(odd) <= _MOST_ODD else "error"

    try:
        table = _parsed(tail, delimiter, width, None)
    except pa.ArrowInvalid:
        try:
            table = _parsed(tail, delimiter, width, note)
        except pa.ArrowInvalid:
            return _all_by_row(data, delimiter, head.label)
    lines = data.count(b"\n", cut) + (not data.endswith(b"\n"))
    if len(table) + len(odd) != lines:  # a line break inside a cell
        return _all_by_row(data, delimiter, head.label)
    numbers = np.delete(np.arange(lines), [number - 1 for number, _ in odd]) + above + 1
    empty = np.logical_and.reduce([pc.equal(column, "").to_numpy() for column in table.columns])
    if empty.any():
        table, numbers = table.filter(pa.array(~empty)), numbers[~empty]
    rows, places = list(head.rows), list(head.lines)
    for number, text in odd:
        try:
            rows += [list(row) for row in csv.reader([text], delimiter=delimiter)] or [[]]
        except csv.Error:
            return _all_by_row(data, delimiter, head.label)
        places.append(above + number)
    return Grid(head.label, rows, places, tail=table, tail_lines=numbers)


def _parsed(data: memoryview, delimiter: str, width: int,
            note: Callable[[pa.csv.InvalidRow], str] | None) -> pa.Table:
    """Return rows of so many texts; with a handler for other rows in one thread, which numbers them."""
    names = [str(column) for column in range(width)]
    return pa.csv.read_csv(
        pa.BufferReader(data), pa.csv.ReadOptions(use_threads=note is None, column_names=names),
        pa.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=note),
        pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False))

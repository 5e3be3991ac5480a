"""Grids into raw figures, from long tables (a row a figure) and wide ones (several figures a row)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa

from thienhuong_analysis.observations.columns import Texts
from thienhuong_analysis.observations.declaration import Role, Table
from thienhuong_analysis.observations.downloads import download
from thienhuong_analysis.observations.grids import Grid
from thienhuong_analysis.observations.headings import Header, find_header, no_header
from thienhuong_analysis.observations.numerals import Cell, is_missing, shown
from thienhuong_analysis.observations.raw import SAID, RawFigures, Remark
from thienhuong_analysis.observations.text import _, clean, fold
from thienhuong_analysis.observations.units import split_unit

_COLUMN_NUMBER = re.compile(r"\(?(?:([0-9]{1,2})|([A-Ha-h]))\)?(?: ?=.*)?")
_NOTE = re.compile(r"\(?\*|ghi chu|chu thich|nguon|note|source|nguoi lap|thu truong|chu tich|[(*]\d")


def raw_figures(grids: Iterable[Grid], table: Table, names: Mapping[str, Sequence[str]] | None = None,
                ) -> RawFigures:
    """Return every cell that may hold a figure, with all that is said of it.

    Args
        grids : iterable of Grid  the ways to read the file; the first that has the heading is taken
        table : Table  its declaration
        names : mapping role -> usual headings, for tables whose columns are not declared

    Raises
        ObservationError: no heading with the declared columns, two columns of one name, or a file that
            breaks off
    """
    seen = []
    for grid in grids:
        seen.append(grid)
        header = None if table.layout == "auto" else find_header(grid, table, names or {})
        if header:
            whole = grid.whole()
            if whole.damage:
                raise whole.damage
            return _figures(whole, table, header)
    if table.layout == "auto":
        return download(seen, table, names or {})
    raise no_header(seen, table, names or {})


def _figures(grid: Grid, table: Table, header: Header) -> RawFigures:
    wide, values = table.layout == "wide", list(header.values)
    rows, remarks = _body(grid, header)
    columns: dict[Role, Texts] = {role: Texts.of(grid.column(j, rows)) for role, j in header.columns.items()
                                  if role in SAID}
    columns = {role: _filled_down(texts, grid, header.columns[role], rows) for role, texts in columns.items()}
    if "indicator" in columns:
        columns["unit"] = _with_labels(columns.get("unit"), columns["indicator"])
    count, total = len(values), len(grid.places(values[0], rows))
    said = {}
    for role in SAID:
        above = [heading.get(role, "") for heading in header.values.values()]
        general = table.constants.get(role, header.unit if role == "unit" else "")
        told = [_repeat(columns[role], count)] if role in columns else []
        if any(above):
            told.insert(len(told) if role == "unit" else 0, _tile(above, total))
        said[role] = reduce(_first_said, [*told, Texts.constant(general, total * count)])
    cells: pa.Array
    numbers: Any
    if not wide:
        cells = grid.places(values[0], rows)
        numbers = grid.column(values[0], rows)
    else:
        cells = pa.array(_row_by_row([grid.places(j, rows, wide=True).to_pylist() for j in values]))
        numbers = _row_by_row([_listed(grid.column(j, rows)) for j in values])
    remarks += converted(grid)
    remarks += [Remark("low", "file", grid.place(header.bottom, j, wide=True), heading, _(
        "the column “{column}” is not declared, so its cells are not read") if heading else _(
        "a column without a heading holds numbers; they are not read, since nothing says what they are"),
        {"column": heading}) for j, heading in header.unread.items() if _has_numbers(grid, j, rows)]
    titles: list[list[Cell]] = [*grid.rows[:header.top], *(
        [row[j] for j in values if j < len(row)] for row in grid.rows[header.top:header.bottom + 1])]
    context = " ".join(clean(shown(cell)) for line in titles for cell in line if cell != "")
    return RawFigures(grid.label, cells, said, numbers, table.decimal, context, remarks=remarks)


def converted(grid: Grid) -> list[Remark]:
    """Return remarks on text that was in an encoding from before Unicode."""
    place, remarks = grid.place(0, 0), []
    if grid.encoding:
        remarks.append(Remark("low", "encoding", place, "", _(
            "the file is in {encoding} and was converted to Unicode; look through its texts"),
            {"encoding": grid.encoding}))
    if grid.converted:
        remarks.append(Remark("low", "encoding", place, "", _(
            "{count} texts were in TCVN3 (ABC) and were converted to Unicode; look through them"),
            {"count": grid.converted}))
    return remarks


def _with_labels(units: Texts | None, labels: Texts) -> Texts:
    """Return the unit of each row: the one in its column, else the one in its label."""
    inside = Texts(labels.codes, [split_unit(label)[1] for label in labels.distinct])
    return inside if units is None else _first_said(units, inside)


def _body(grid: Grid, header: Header) -> tuple[list[int], list[Remark]]:
    """Return the rows below the heading that say something, and remarks on those that hold only text."""
    columns = [*header.columns.values(), *header.values]
    first = header.bottom + 1
    if first < len(grid.rows) and _are_column_numbers(grid.rows[first], columns):
        first += 1
    named = header.columns.get("indicator", header.columns.get("breakdown"))
    rows, texts = [], []
    heading = _folded(grid, header.bottom, columns)
    for i in range(first, len(grid.rows)):
        if _folded(grid, i, columns) == heading:
            continue  # printed again on the next page
        cells = {j: shown(grid.rows[i][j]).strip() if j < len(grid.rows[i]) else "" for j in columns}
        figures = [cells[j] for j in header.values]
        said = cells[named] if named is not None else "".join(cells.values())
        leading = next((shown(cell).strip() for cell in grid.rows[i] if cell != ""), "")
        if not any(figures) and _NOTE.match(fold(leading)):
            texts.append((i, leading))
        elif said or not all(map(is_missing, figures)):
            rows.append(i)
    return rows, [Remark("low", "file", grid.place(i, 0), text[:60], _(
        "a note below the table; nothing in it is read as a figure"), {}) for i, text in texts]


def _folded(grid: Grid, row: int, columns: Sequence[int]) -> list[str]:
    return [fold(shown(cell)) for j, cell in enumerate(grid.rows[row]) if j in columns]


def _are_column_numbers(row: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Whether a row numbers the columns, ``A | B | 1 | 2 = 3/1``, as printed forms do."""
    texts = [shown(row[j]).strip() for j in sorted(columns) if j < len(row) and shown(row[j]).strip()]
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(one[1]) for one in found if one and one[1]]
    letters = [one[2].upper() for one in found if one and one[2]]
    return (len(texts) >= 2 and all(found) and numbers == list(range(1, len(numbers) + 1))
            and letters == list("ABCDEFGH"[:len(letters)]) and (len(letters) > 0 or len(numbers) > 2))


def _filled_down(texts: Texts, grid: Grid, column: int, rows: Sequence[int]) -> Texts:
    """Repeat a text over the rows that its merged cell spans."""
    spans = [(a[0], b[0]) for a, b in grid.merged if a[1] <= column <= b[1] and b[0] > a[0]]
    if not spans:
        return texts
    codes, position = texts.codes.copy(), {row: k for k, row in enumerate(rows)}
    for first, last in spans:
        if first in position:
            for row in range(first + 1, last + 1):
                if row in position:
                    codes[position[row]] = codes[position[first]]
    return Texts(codes, texts.distinct)


def _repeat(texts: Texts, count: int) -> Texts:
    return texts if count == 1 else Texts(np.repeat(texts.codes, count), texts.distinct)


def _tile(above: Sequence[str], rows: int) -> Texts:
    distinct = list(dict.fromkeys(map(clean, above)))
    codes = np.array([distinct.index(clean(text)) for text in above], np.int32)
    return Texts(np.tile(codes, rows), distinct)


def _first_said(first: Texts, second: Texts) -> Texts:
    """Return what the first says, and the second where the first is silent."""
    silent = np.array([not text for text in first.distinct])[first.codes]
    if not silent.any():
        return first
    codes = np.where(silent, second.codes + len(first.distinct), first.codes)
    return Texts(codes.astype(np.int32), [*first.distinct, *second.distinct])


def _row_by_row(columns: Sequence[Sequence[Any]]) -> list[Any]:
    return [cell for row in zip(*columns, strict=True) for cell in row]


def _listed(cells: list[Cell] | pa.Array) -> list[Cell]:
    return cells.to_pylist() if isinstance(cells, pa.Array) else cells


def _has_numbers(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    return any(isinstance(row[column], float) or any(map(str.isdigit, shown(row[column])))
               for row in (grid.rows[i] for i in rows[:200]) if column < len(row))

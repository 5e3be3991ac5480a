"""Grids into raw figures, from long tables (a row a figure) and wide ones (several figures a row)."""

import re
from collections.abc import Iterable, Mapping, Sequence
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

_COLUMN_NUMBERS = re.compile(r"\(?(?:[A-Ha-h]|[0-9]{1,2})\)?(?: ?=.*)?")
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
    count, total = len(values), len(grid.places(values[0], rows))
    said = {}
    for role in SAID:
        above = [heading.get(role, "") for heading in header.values.values()]
        if any(above) and role in columns:
            said[role] = _both(_repeat(columns[role], count), _tile(above, total), first=role == "unit")
        elif any(above):
            given = table.constants.get(role, header.unit if role == "unit" else "")
            said[role] = _tile([text or given for text in above], total)
        elif role in columns:
            said[role] = _repeat(columns[role], count)
        else:
            given = table.constants.get(role, header.unit if role == "unit" else "")
            said[role] = Texts.constant(given, total * count)
    if not wide:
        cells: pa.Array = grid.places(values[0], rows)
        numbers: list[Cell] | pa.Array = grid.column(values[0], rows)
    else:
        cells = pa.array(_row_by_row([grid.places(j, rows, wide=True).to_pylist() for j in values]))
        numbers = _row_by_row([_listed(grid.column(j, rows)) for j in values])
    remarks += converted(grid)
    remarks += [Remark("low", "file", grid.place(header.bottom, j, wide=True), heading, _(
        "the column “{column}” is not declared, so its cells are not read"), {"column": heading})
        for j, heading in header.unread.items() if _has_numbers(grid, j, rows)]
    context = " ".join(clean(shown(cell)) for row in grid.rows[:header.top] for cell in row if cell != "")
    return RawFigures(grid.label, cells, said, numbers, table.decimal, context, remarks=remarks)


def converted(grid: Grid) -> list[Remark]:
    """Return a remark where text of the grid was in TCVN3."""
    if not grid.converted:
        return []
    return [Remark("low", "encoding", grid.place(0, 0), "", _(
        "{count} texts were in TCVN3 (ABC) and were converted to Unicode; look through them"),
        {"count": grid.converted})]


def _body(grid: Grid, header: Header) -> tuple[list[int], list[Remark]]:
    """Return the rows below the heading that say something, and remarks on those that hold only text."""
    columns = [*header.columns.values(), *header.values]
    first = header.bottom + 1
    if first < len(grid.rows) and _are_column_numbers(grid.rows[first], columns):
        first += 1
    named = header.columns.get("indicator", header.columns.get("breakdown"))
    rows, texts = [], []
    for i in range(first, len(grid.rows)):
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


def _are_column_numbers(row: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Whether a row numbers the columns, ``A | B | 1 | 2 = 3/1``, as printed forms do."""
    texts = [shown(row[j]).strip() for j in columns if j < len(row) and shown(row[j]).strip()]
    digits = [int(found[1]) for found in map(re.compile(r"\(?([0-9]+)").match, texts) if found]
    return (len(texts) >= 2 and all(map(_COLUMN_NUMBERS.fullmatch, texts))
            and len(digits) >= min(3, len(texts) - 1) and digits == list(range(1, len(digits) + 1)))


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


def _both(rows: Texts, above: Texts, *, first: bool) -> Texts:
    """Return what the headings say, or what the rows say; the other where one says nothing.

    Args
        first : bool  the rows go before the headings
    """
    mine, other = (rows, above) if first else (above, rows)
    silent = np.array([not text for text in mine.distinct])[mine.codes]
    codes = np.where(silent, other.codes + len(mine.distinct), mine.codes)
    return Texts(codes.astype(np.int32), [*mine.distinct, *other.distinct])


def _row_by_row(columns: Sequence[Sequence[Any]]) -> list[Any]:
    return [cell for row in zip(*columns, strict=True) for cell in row]


def _listed(cells: list[Cell] | pa.Array) -> list[Cell]:
    return cells.to_pylist() if isinstance(cells, pa.Array) else cells


def _has_numbers(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    return any(isinstance(row[column], float) or any(map(str.isdigit, shown(row[column])))
               for row in (grid.rows[i] for i in rows[:200]) if column < len(row))

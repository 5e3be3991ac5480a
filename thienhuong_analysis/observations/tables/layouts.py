"""Grids into raw figures, from long tables (a row a figure) and wide ones (several figures a row)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
import pyarrow as pa

from thienhuong_analysis.observations.metadata.declaration import Role, Table
from thienhuong_analysis.observations.reading.grids import Grid, Remark
from thienhuong_analysis.observations.tables.downloads import download
from thienhuong_analysis.observations.tables.headings import Header, find_header, no_header
from thienhuong_analysis.observations.tables.raw import SAID, UNLIKE, RawFigures
from thienhuong_analysis.observations.tables.spans import holds_figure, lines_above
from thienhuong_analysis.observations.text import _, clean, fold
from thienhuong_analysis.observations.values.columns import Texts
from thienhuong_analysis.observations.values.numerals import Cell, is_missing, shown
from thienhuong_analysis.observations.values.periods import is_period, split_period, stacked
from thienhuong_analysis.observations.values.units import same_unit, split_unit

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
    grid, rows, remarks = _body(grid, header)
    columns: dict[Role, Texts] = {role: Texts.of(grid.column(j, rows)) for role, j in header.columns.items()
                                  if role in SAID}
    columns = {role: _filled_down(texts, grid, header.columns[role], rows) for role, texts in columns.items()}
    if "period" in columns:
        columns |= _dated(columns["period"], columns.get("status"))
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
        if told and role in _ONE:
            told = [reduce(partial(_agreed, _ONE[role]), told)]
        said[role] = reduce(_first_said, [*told, Texts.constant(general, total * count)])
    cells: pa.Array
    numbers: Any
    if not wide:
        cells = grid.places(values[0], rows)
        numbers = grid.column(values[0], rows)
    else:
        cells = pa.array(_row_by_row([grid.places(j, rows, wide=True).to_pylist() for j in values]))
        numbers = _row_by_row([_listed(grid.column(j, rows)) for j in values])
    remarks += grid.told()
    remarks += [_unread(grid.place(header.bottom, j, wide=True), heading)
                for j, heading in header.unread.items() if _has_numbers(grid, j, rows)]
    titles: list[list[Cell]] = [*(grid.rows[i] for i in lines_above(grid, header.top)), *(
        [row[j] for j in values if j < len(row)] for row in grid.rows[header.top:header.bottom + 1])]
    context = " ".join(clean(shown(cell)) for line in titles for cell in line if cell != "")
    return RawFigures(grid.label, cells, said, numbers, table.decimal, context, remarks=remarks)


def _dated(periods: Texts, statuses: Texts | None) -> dict[Role, Texts]:
    """Return periods without the status that some name, ``Sơ bộ 2025``, and each row's status."""
    said = [split_period(text) for text in periods.distinct]
    if not any(one.period and one.status for one in said):
        return {"period": periods}
    named = [text if one.status == "plan" else one.status if one.period else ""
             for text, one in zip(periods.distinct, said, strict=True)]
    told = Texts(periods.codes, named)
    bare = [one.period if one.period and not one.rest else text
            for text, one in zip(periods.distinct, said, strict=True)]
    return {"period": Texts(periods.codes, bare),
            "status": told if statuses is None else _agreed(_same_status, told, statuses)}


def _with_labels(units: Texts | None, labels: Texts) -> Texts:
    """Return the unit of each row: the one in its column, else the one in its label."""
    inside = Texts(labels.codes, [split_unit(label)[1] for label in labels.distinct])
    return inside if units is None else _agreed(same_unit, units, inside)


def _body(grid: Grid, header: Header) -> tuple[Grid, list[int], list[Remark]]:
    """Return the rows below the heading that say something, and remarks on those that hold only text.

    A heading that is printed again is left out; another one ends the table.

    Returns
        grid : Grid  with those rows of the tail only
        rows : list of int  of the others
        remarks : list of Remark
    """
    first = header.bottom + 1
    if first < len(grid.rows) - 1 and _are_column_numbers(grid.rows[first]):
        first += 1
    columns = [*header.columns.values(), *header.values]
    named = header.columns.get("indicator", header.columns.get("breakdown"))
    block = [_folded(grid.rows[i], columns) for i in range(header.top, header.bottom + 1)]
    rows: list[int] = []
    texts: list[tuple[int, str]] = []
    again = 0
    for i in range(first, len(grid.rows)):
        if again := again - 1 if again > 1 else len(block) * (block == [
                _folded(row, columns) for row in grid.rows[i:i + len(block)]]):
            continue  # printed again on the next page
        if _is_heading(grid.rows[i], header):
            return grid.of_tail(np.empty(0, int)), rows, [
                *_notes(grid, texts), _other_heading(grid.place(i, 0), grid.lines[i])]
        cells = {j: shown(grid.cell(i, j)).strip() for j in columns}
        figures = [cells[j] for j in header.values]
        said = cells[named] if named is not None else "".join(cells.values())
        leading = next((shown(cell).strip() for cell in grid.rows[i] if cell != ""), "")
        if not any(figures) and _NOTE.match(fold(leading)):
            texts.append((i, leading))
        elif said or not all(map(is_missing, figures)):
            rows.append(i)
    grid, others = _tail(grid, header, columns)
    return grid, rows, [*_notes(grid, texts), *others]


def _tail(grid: Grid, header: Header, columns: Sequence[int]) -> tuple[Grid, list[Remark]]:
    """Return the grid without headings in its tail, and without what stands below another one."""
    if grid.tail is None:
        return grid, []
    suspects: set[int] = set()
    for role, j in header.columns.items():
        if j < grid.tail.num_columns and role != "value":
            texts = Texts.of(grid.tail.column(j).combine_chunks())
            named = np.array([fold(text) in header.names[role] for text in texts.distinct])
            suspects |= set(np.flatnonzero(named[texts.codes]).tolist())
    kept, heading = np.ones(grid.tail.num_rows, bool), _folded(grid.rows[header.bottom], columns)
    for i in sorted(suspects):
        row = [str(cell) for cell in grid.tail.slice(i, 1).to_pylist()[0].values()]
        if _folded(row, columns) == heading:
            kept[i] = False
        elif _is_heading(row, header):
            line = int(grid.tail_lines[i])
            kept[i:] = False
            return grid.of_tail(kept), [_other_heading(f"{grid.label}:{line}", line)]
    return grid if kept.all() else grid.of_tail(kept), []


def _is_heading(row: Sequence[Cell], header: Header) -> bool:
    """Whether a row is a heading: it names columns or several years, and holds no figure."""
    texts = {j: clean(shown(cell)) for j, cell in enumerate(row)}
    values = [texts[j] for j in header.values if texts.get(j)]
    if any(map(holds_figure, values)):
        return False
    if any(fold(texts.get(j, "")) in header.names[role] for role, j in header.columns.items()
           if role != "value"):
        return True
    years = sum(is_period(text) and (not text.isdigit() or not any(
        texts.get(j) for j in header.columns.values())) for text in values)
    return years > 1 and years > len(values) / 2


def _other_heading(place: str, line: int) -> Remark:
    return Remark("high", "file", place, "", _(
        "another heading stands in row {row}; nothing below it is read here: declare that table by its own "
        "header_row"), {"row": line})


def _notes(grid: Grid, texts: Sequence[tuple[int, str]]) -> list[Remark]:
    return [Remark("low", "file", grid.place(i, 0), text[:60], _(
        "a note below the table; nothing in it is read as a figure"), {}) for i, text in texts]


def _folded(row: Sequence[Cell], columns: Sequence[int]) -> list[str]:
    return [fold(shown(row[j])) if j < len(row) else "" for j in columns]


def _are_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns, ``A | B | 1 | 2 = 3/1``, as printed forms do."""
    texts = [shown(cell).strip() for cell in row if shown(cell).strip()]
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
            for row in range(first + 1, min(last + 1, len(grid.rows))):
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


def _agreed(same: Callable[[str, str], bool], first: Texts, second: Texts) -> Texts:
    """Return what either says; where both say something else, both, for the judge to refuse."""
    pairs, codes = np.unique(first.codes.astype(np.int64) * len(second.distinct) + second.codes,
                             return_inverse=True)
    texts = []
    for one, other in (divmod(int(pair), len(second.distinct)) for pair in pairs):
        said, also = first.distinct[one], second.distinct[other]
        texts.append(said or also if not (said and also) or same(said, also) else f"{said}{UNLIKE}{also}")
    distinct = list(dict.fromkeys(texts))
    places = np.array([distinct.index(text) for text in texts], np.int32)
    return Texts(places[codes] if len(places) else codes.astype(np.int32), distinct or [""])


def _same_status(said: str, also: str) -> bool:
    return fold(said) == fold(also) or (bool(status := stacked((said,)).status) and (
        status == stacked((also,)).status))


_ONE: Mapping[Role, Callable[[str, str], bool]] = {"unit": same_unit, "status": _same_status}
"""Roles that a row and its heading may both tell, and when they tell the same."""


def _row_by_row(columns: Sequence[Sequence[Any]]) -> list[Any]:
    return [cell for row in zip(*columns, strict=True) for cell in row]


def _listed(cells: list[Cell] | pa.Array) -> list[Cell]:
    return cells.to_pylist() if isinstance(cells, pa.Array) else cells


def _unread(place: str, heading: str) -> Remark:
    if heading:
        return Remark("low", "file", place, heading, _(
            "the column “{column}” is not declared, so its cells are not read"), {"column": heading})
    return Remark("high", "file", place, "", _(
        "a column without a heading holds numbers; they are not read, since nothing says what they are"), {})


def _has_numbers(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    return any(isinstance(row[column], float) or any(map(str.isdigit, shown(row[column])))
               for row in (grid.rows[i] for i in rows) if column < len(row))

"""Grids into one row a figure, whatever the layout: long (a row a figure) or wide (a column a year)."""

from collections.abc import Iterable

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.declaration import Table
from thienhuong_analysis.observations.numerals import Cell, is_missing, shown
from thienhuong_analysis.observations.periods import is_period
from thienhuong_analysis.observations.readers import Grid
from thienhuong_analysis.observations.text import clean, fold

ROLES = ("locality", "indicator", "breakdown", "period", "unit", "status", "source", "as_of")
COLUMNS = ("file", "cell", *ROLES, "decimal", "value")
"""Of a raw figure: where it stands, what is said of it (text), how it is written, and the cell."""

_TITLE_ROWS = 100


def raw_figures(grids: Iterable[Grid], table: Table) -> pd.DataFrame:
    """Return every cell that may hold a figure, with all that is said of it, as text.

    Args
        grids : iterable of Grid  the ways to read the file; the first that has the header is taken
        table : Table  its declaration

    Returns
        DataFrame  columns ``COLUMNS``; rows in the order of the file

    Raises
        ObservationError: no header with the declared columns, or two columns of one name
    """
    first = None
    for grid in grids:
        first = first or grid
        header = _find_header(grid, table)
        if header is not None:
            return _figures(grid, table, header)
    assert first is not None
    raise _no_header(first, table)


def _figures(grid: Grid, table: Table, header: int) -> pd.DataFrame:
    names = [fold(shown(cell)) for cell in grid.rows[header]]
    columns = {role: _position(grid, names, name) for role, name in table.columns.items()}
    values = ({columns["value"]: ""} if table.layout == "long" else
              {j: shown(cell) for j, cell in enumerate(grid.rows[header]) if is_period(shown(cell))})
    for name in values.values():
        if table.layout == "wide":
            _position(grid, names, name)
    filled = [(i, row) for i, row in enumerate(grid.rows) if i > header and not _is_blank(row, columns, values)]
    wide = table.layout == "wide"
    body = {j: [row[j] if j < len(row) else "" for _, row in filled] for j in {*columns.values(), *values}}
    texts = {role: [clean(shown(cell)) for cell in body[columns[role]]] if role in columns
             else clean(table.constants.get(role, "")) for role in ROLES}
    parts = []
    for j, period in values.items():
        said = texts | ({"period": clean(period)} if wide else {})
        parts.append(pd.DataFrame({
            "file": grid.label, "cell": [grid.place(i, j, wide=wide) for i, _ in filled], **said,
            "decimal": table.decimal, "value": pd.Series(body[j], dtype=object)}, columns=list(COLUMNS)))
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def _find_header(grid: Grid, table: Table) -> int | None:
    wanted = {fold(name) for name in table.columns.values()}
    for i, row in enumerate(grid.rows[:_TITLE_ROWS]):
        if table.header_row not in (None, grid.lines[i]):
            continue
        if wanted <= {fold(shown(cell)) for cell in row} and (
                table.layout == "long" or any(is_period(shown(cell)) for cell in row)):
            return i
    return None


def _no_header(grid: Grid, table: Table) -> ObservationError:
    names = list(table.columns.values())
    rows = [[shown(cell) for cell in row] for row in grid.rows[:_TITLE_ROWS]]
    best = max(rows, key=lambda row: len({fold(n) for n in names} & {fold(text) for text in row}), default=[])
    missing = [name for name in names if fold(name) not in {fold(text) for text in best}]
    if not missing:
        return ObservationError("{file}: the table is declared wide, but no column is headed by a year; "
                                "head them 2025, 2026 or declare layout: long", file=grid.label)
    return ObservationError('{file}: no row holds the column "{column}"; did you mean "{nearest}"?',
                            file=grid.label, column=missing[0],
                            nearest=nearest(missing[0], filter(None, best)))


def _position(grid: Grid, names: list[str], name: str) -> int:
    if names.count(fold(name)) > 1:
        raise ObservationError('{file}: two columns are headed "{column}"; rename one of them',
                               file=grid.label, column=name)
    return names.index(fold(name))


def _is_blank(row: list[Cell], columns: dict[str, int], values: dict[int, str]) -> bool:
    """Whether a row says nothing of any figure: a separator, a title, a note below the table."""
    used = [row[j] for j in values if j < len(row)]
    named = columns.get("indicator", columns.get("breakdown", -1))
    label = row[named] if 0 <= named < len(row) else ""
    return all(is_missing(cell) for cell in used) and (label == "" or not any(map(shown, used)))

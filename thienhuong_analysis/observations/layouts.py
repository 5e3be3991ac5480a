"""Grids into one row a figure, from long tables (a row a figure) and wide (a column a year)."""

from collections.abc import Iterable

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.declaration import Role, Table
from thienhuong_analysis.observations.numerals import Cell, is_missing, shown
from thienhuong_analysis.observations.periods import is_period
from thienhuong_analysis.observations.readers import Grid
from thienhuong_analysis.observations.text import clean, fold

_ROLES: tuple[Role, ...] = ("locality", "indicator", "breakdown", "period", "unit", "status",
                            "source", "as_of")
RAW_COLUMNS = ("file", "cell", *_ROLES, "decimal", "value")
"""Of a raw figure: where it stands, what is said of it (text), how it is written, and the cell."""

_TITLE_ROWS = 100


def raw_figures(grids: Iterable[Grid], table: Table) -> pd.DataFrame:
    """Return every cell that may hold a figure, with all that is said of it, as text.

    Args
        grids : iterable of Grid  the ways to read the file; the first that has the header is taken
        table : Table  its declaration

    Returns
        DataFrame  columns ``RAW_COLUMNS``; rows in the order of the file

    Raises
        ObservationError: no header with the declared columns, or two columns of one name
    """
    declared = {fold(name) for name in table.columns.values()}
    best: tuple[int, Grid, list[str]] | None = None
    for grid in grids:
        for row, cells in enumerate(grid.rows[:_TITLE_ROWS]):
            names = [fold(shown(cell)) for cell in cells]
            found = len(declared.intersection(names))
            if best is None or found > best[0]:
                best = found, grid, [clean(shown(cell)) for cell in cells]
            if found == len(declared) and table.header_row in (None, grid.lines[row]) and (
                    table.layout == "long" or any(map(is_period, names))):
                if grid.damage:
                    raise grid.damage
                return _figures(grid, table, row, names)
    if best is None:
        raise ObservationError("{file} is empty; fill it in or take it out of sources.yaml",
                               file=table.file)
    raise _no_header(best[1], best[2], table)


def _figures(grid: Grid, table: Table, header: int, names: list[str]) -> pd.DataFrame:
    wide = table.layout == "wide"
    columns = {role: names.index(fold(name)) for role, name in table.columns.items()}
    values = [j for j, name in enumerate(names) if is_period(name)] if wide else [columns["value"]]
    for j in {*columns.values(), *values}:
        if names.count(names[j]) > 1:
            raise ObservationError('{file}: two columns are headed "{column}"; rename one of them',
                                   file=grid.label, column=shown(grid.rows[header][j]))
    rows = [i for i in range(header + 1, len(grid.rows))
            if not _is_blank(grid.rows[i], columns, values)]
    body = {j: [row[j] if j < len(row) else "" for row in (grid.rows[i] for i in rows)]
            for j in {*columns.values(), *values}}
    texts = {role: [clean(shown(cell)) for cell in body[columns[role]]] if role in columns
             else clean(table.constants.get(role, "")) for role in _ROLES}
    said = pd.DataFrame(texts, index=range(len(rows)), dtype=object)
    parts = [said.assign(
        file=grid.label, cell=[grid.place(i, j, wide=wide) for i in rows], decimal=table.decimal,
        period=clean(shown(grid.rows[header][j])) if wide else said["period"],
        value=pd.Series(body[j], dtype=object)) for j in values]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)[list(RAW_COLUMNS)]


def _no_header(grid: Grid, texts: list[str], table: Table) -> ObservationError:
    """Say which declared column is missing from the row that holds most of them."""
    declared = {fold(name): name for name in table.columns.values()}
    missing = [name for key, name in declared.items() if key not in map(fold, texts)]
    if missing:
        free = [text for text in texts if text and fold(text) not in declared] or texts
        return ObservationError(
            '{file}: no row holds the column "{column}"; did you mean {nearest}?', file=grid.label,
            column=missing[0], nearest=nearest(missing[0], free))
    if table.header_row is not None:
        return ObservationError("{file}: row {row} is not the header; correct header_row or leave "
                                "it out", file=grid.label, row=table.header_row)
    return ObservationError("{file}: the table is declared wide, but no column is headed by a "
                            "year; head them 2025, 2026 or declare layout: long", file=grid.label)


def _is_blank(row: list[Cell], columns: dict[Role, int], values: list[int]) -> bool:
    """Whether a row says nothing: it is empty, or has neither an indicator's name nor a figure."""
    texts = {j: shown(row[j]).strip() if j < len(row) else "" for j in {*columns.values(), *values}}
    named = texts[columns["indicator"]] if "indicator" in columns else any(texts.values())
    return not named and all(is_missing(texts[j]) for j in values)

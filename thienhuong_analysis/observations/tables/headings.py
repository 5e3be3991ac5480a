"""Headings of tables: where they are, and what each column is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.metadata.declaration import NEEDED, Role, Table
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.tables.spans import (
    TITLE_ROWS,
    Heading,
    goes_on,
    headings_of,
    holds_figure,
    stands_above,
    unit_above,
)
from thienhuong_analysis.observations.text import clean, fold
from thienhuong_analysis.observations.values.numerals import shown
from thienhuong_analysis.observations.values.periods import split_period, stacked

_DEEPEST = 4
_PART = re.compile(
    r"\b(?:thang|quy|luy ke|cung ky|so voi|tang|giam|toc do|chi so|co cau|ty (?:le|trong)|trong do|nu|nam"
    r"|thanh thi|nong thon|month|quarter|growth|index|share|of which|male|female)\b|[%/]")
"""Words that make a figure another one, wherever they stand above it."""
_NOTES = ("ghi chú", "note")
NO_FIGURES = {"stt", "tt", "so tt", "so thu tu", "no", "no.", "ma", "ma so"}
"""Headings, folded, of columns that only number the rows."""


@dataclass(frozen=True)
class Header:
    """A heading that was found.

    Args
        top, bottom : int  its first and last row in the grid
        columns : mapping role -> column
        values : mapping column -> what its heading says of the figures below, by role
        unread : mapping column -> heading  of columns that nothing declares; empty where there is none
        unit : str  the unit that is printed above the table
        double : list of str  headings that two columns bear
        names : mapping role -> set of str  what its column may be called, folded
    """

    top: int
    bottom: int
    columns: dict[Role, int]
    values: dict[int, dict[Role, str]]
    unread: dict[int, str] = field(default_factory=dict)
    unit: str = ""
    double: list[str] = field(default_factory=list)
    names: Mapping[Role, set[str]] = field(default_factory=dict)


def find_header(grid: Grid, table: Table, names: Mapping[str, Sequence[str]]) -> Header | None:
    """Return the first heading that has all declared columns; None where the grid has none.

    Args
        names : mapping role -> usual headings, for tables whose columns are not declared

    Raises
        ObservationError: two columns of one heading
    """
    for bottom, depth in _candidates(grid, table):
        header = _described(grid, bottom, depth, table, names)
        if header is None:
            continue
        if depth > 1 and table.header_row and not table.header_rows and _same(
                header, _described(grid, bottom, depth - 1, table, names)):
            continue  # the declared row says nothing
        header = _grown(grid, header, table, names)
        if header.double:
            raise ObservationError('{file}: two columns are headed "{column}"; rename one of them',
                                   file=grid.label, column=header.double[0])
        return header
    return None


def _grown(grid: Grid, header: Header, table: Table, names: Mapping[str, Sequence[str]]) -> Header:
    """Return a heading with the rows below that go on with it, and those above that change it."""
    if table.header_rows or len(table.across) > 1:
        return header
    roles = {j for role, j in header.columns.items() if role != "value"}

    def deeper(below: int, above: int) -> Header | None:
        depth = header.bottom + below - header.top + above + 1
        return _described(grid, header.bottom + below, depth, table, names) if depth <= _DEEPEST else None

    below = above = 0
    while (header.bottom + below + 1 < len(grid.rows) and goes_on(grid, header.bottom + below + 1, roles)
           and deeper(below + 1, 0)):
        below += 1
    while (table.header_row is None and header.top - above > 0
           and stands_above(grid, header.top - above - 1, roles) and deeper(below, above + 1)):
        above += 1
    found = [deeper(below, rows) or header for rows in range(above + 1)]
    return next(one for one in found if _same(one, found[-1]))


def _same(header: Header, other: Header | None) -> bool:
    return other is not None and (header.columns, header.values) == (other.columns, other.values)


def _described(grid: Grid, bottom: int, depth: int, table: Table,
               names: Mapping[str, Sequence[str]]) -> Header | None:
    """Return what so many rows say as a heading; None where a declared or needed role is missing."""
    headings = headings_of(grid, bottom, depth)
    columns, double = _columns(headings, table, names)
    values = _values(headings, columns, table, names)
    if not set(table.columns) <= set(columns) or not values or not all(
            role in columns or role in table.constants or role in _said(values) for role in NEEDED):
        return None
    taken = {*columns.values(), *values} | {j for j, heading in enumerate(headings) if heading.text and (
        fold(heading.text) in NO_FIGURES or heading.is_called(table.ignore))}
    width = max(len(row) for row in grid.rows[bottom:])
    unread = {j: headings[j].text if j < len(headings) else "" for j in range(width) if j not in taken}
    called = {role: {fold(name) for name in (table.columns.get(role, ""), *names.get(role, ()))} - {""}
              for role in columns}
    return Header(bottom - depth + 1, bottom, columns, values, unread, unit_above(grid, bottom - depth + 1),
                  [*double, *_repeated(values, headings)], called)


def no_header(grids: Sequence[Grid], table: Table, names: Mapping[str, Sequence[str]]) -> ObservationError:
    """Return the sentence that says which column is missing from the row that holds most of them."""
    wanted = {role: [name] for role, name in table.columns.items()} or {
        role: list(names.get(role, ())) for role in NEEDED if role not in table.constants}
    best: tuple[int, Grid, list[str]] | None = None
    for grid in grids:
        for row in grid.rows[:TITLE_ROWS]:
            texts = [clean(shown(cell)) for cell in row]
            found = sum(Heading((text,), "").is_called(called)
                        for called in wanted.values() for text in texts)
            if any(map(str.isalnum, "".join(texts))) and (best is None or found > best[0]):
                best = found, grid, texts
    if best is None:
        return ObservationError("{file} is empty; fill it in or take it out of sources.yaml",
                                file=grids[0].label if grids else table.file)
    _found, grid, texts = best
    for role, called in wanted.items():
        lost = called and not any(Heading((text,), "").is_called(called) for text in texts)
        if lost and (table.columns or table.layout == "long" or role not in ("value", *table.across)):
            free = [text for text in texts if text and not any(
                Heading((text,), "").is_called(others) for others in wanted.values())]
            return ObservationError(
                '{file}: no row holds the column "{column}"; did you mean {nearest}?', file=grid.label,
                column=called[0], nearest=nearest(called[0], free or texts))
    if table.header_row is not None:
        return ObservationError("{file}: row {row} is not the header; correct header_row or leave "
                                "it out", file=grid.label, row=table.header_row)
    if table.layout == "long":
        return ObservationError("{file}: no row is a heading with every column that is needed; declare the "
                                "columns, or give what is missing under constants", file=grid.label)
    return ObservationError("{file}: the table is declared wide, but no column is headed by a "
                            "year; head them 2025, 2026 or declare layout: long", file=grid.label)


def _candidates(grid: Grid, table: Table) -> Iterator[tuple[int, int]]:
    least = len(table.across) if table.layout == "wide" else 1
    depths = (table.header_rows,) if table.header_rows else range(least, _DEEPEST + 1)
    for bottom in range(min(TITLE_ROWS, len(grid.rows))):
        for depth in depths:
            top = bottom - depth + 1
            if top < 0:
                continue
            titles = any(sum(cell != "" for cell in row) < 2 for row in grid.rows[top:bottom])
            figures = depth > 1 and any(
                holds_figure(shown(cell)) for row in grid.rows[top:bottom + 1] for cell in row)
            if not titles and not figures and table.header_row in (None, grid.lines[top]):
                yield bottom, depth


def _columns(headings: Sequence[Heading], table: Table,
             names: Mapping[str, Sequence[str]]) -> tuple[dict[Role, int], list[str]]:
    """Return role -> column, and the names that two columns bear."""
    wanted: dict[Role, Sequence[str]] = {role: [name] for role, name in table.columns.items()} or {
        role: called for role, called in names.items()  # type: ignore[misc]
        if role not in table.constants and not (table.layout == "wide" and role in ("value", *table.across))}
    columns, double = {}, []
    marks = any(not heading.text.isascii() for heading in headings)  # then Nam is one of the two sexes
    for role, called in wanted.items():
        found = [j for j, heading in enumerate(headings) if heading.levels and heading.is_called(called)
                 and not (marks and "nam" in map(str.casefold, heading.levels))]
        if found:
            columns[role] = found[0]
            double += [headings[found[0]].text] * (len(found) > 1)
    return columns, double


def _values(headings: Sequence[Heading], columns: Mapping[Role, int], table: Table,
            names: Mapping[str, Sequence[str]]) -> dict[int, dict[Role, str]]:
    """Return the columns of figures, with what their headings say by role."""
    if table.layout == "long":
        return {columns["value"]: _unit(headings[columns["value"]]) | _plan(headings[columns["value"]])
                } if "value" in columns else {}
    free = {j: heading for j, heading in enumerate(headings) if heading.levels and j not in columns.values()
            and fold(heading.text) not in NO_FIGURES and not heading.is_called([*table.ignore, *_NOTES])}
    if table.across == ["period"]:
        return {j: roles | _unit(free[j]) for j, roles in _periods(free, names.get("value", ())).items()}
    return {j: _across(heading, table.across) | _unit(heading) for j, heading in free.items()}


def _periods(headings: Mapping[int, Heading], plain: Sequence[str]) -> dict[int, dict[Role, str]]:
    """Return the period of each column that has one, with its status.

    A heading that says something else besides is given whole as its period, for the judge to refuse: its
    figures may be parts, comparisons or plans. What all columns share, and the name of a value, is no such
    thing.
    """
    dated = {j: heading.levels for j, heading in headings.items() if stacked(heading.levels).period}
    shared = set.intersection(*map(set, dated.values())) if len(dated) > 1 else set()
    no_matter = {level for level in shared if not _PART.search(fold(level))} | {
        level for levels in dated.values() for level in levels if Heading((level,), "").is_called(plain)}
    found: dict[int, dict[Role, str]] = {}
    for j, levels in dated.items():
        said = stacked([level for level in levels if level not in no_matter or _says(level)])
        if said.status == "plan":
            found[j] = {"period": said.period, "status": headings[j].text}  # so that the judge can say which
        elif not said.rest:
            found[j] = {"period": said.period, "status": said.status} if said.status else {
                "period": said.period}
        elif len(levels) > 1:
            found[j] = {"period": headings[j].text}
    return found


def _says(level: str) -> bool:
    """Whether a level names a period or a status."""
    said = stacked((level,))
    return bool(said.period or said.status)


def _plan(heading: Heading) -> dict[Role, str]:
    """Return the status of a long table's column of values where its heading calls it a plan."""
    return {"status": heading.text} if stacked(heading.levels).status == "plan" else {}


def _across(heading: Heading, roles: Sequence[Role]) -> dict[Role, str]:
    """Return a heading's rows by the roles that were declared for them."""
    levels = heading.levels[-len(roles):]
    given: dict[Role, str] = dict(zip(roles[-len(levels):], levels, strict=True))
    if "period" in given:
        said = split_period(given["period"])
        if said.period and not said.rest:
            given["period"] = said.period
            if said.status:
                given["status"] = said.status
    return given


def _unit(heading: Heading) -> dict[Role, str]:
    return {"unit": heading.unit} if heading.unit else {}


def _said(values: Mapping[int, Mapping[Role, str]]) -> set[Role]:
    return {"value", *set.intersection(*(set(roles) for roles in values.values()))}


def _repeated(values: Mapping[int, Mapping[Role, str]], headings: Sequence[Heading]) -> list[str]:
    """Return the headings of two columns that say the same."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    double = []
    for j, roles in values.items():
        key = tuple(sorted(roles.items()))
        if key in seen:
            double.append(headings[j].text)
        seen.add(key)
    return double

"""Headings of tables: where they are, what each column is, and what stands above the figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.declaration import NEEDED, Role, Table
from thienhuong_analysis.observations.grids import Grid
from thienhuong_analysis.observations.numerals import shown
from thienhuong_analysis.observations.periods import split_period
from thienhuong_analysis.observations.reference import bare
from thienhuong_analysis.observations.text import clean, fold
from thienhuong_analysis.observations.units import UNIT_AFTER, is_unit, split_unit

TITLE_ROWS = 100
_DEEPEST = 4
_NO_FIGURES = {"stt", "tt", "so tt", "so thu tu", "no", "no.", "ma", "ma so"}


class Heading(NamedTuple):
    """What stands above one column, from top to bottom, and the unit that it names."""

    levels: tuple[str, ...]
    unit: str

    @property
    def text(self) -> str:
        """The whole heading in one line."""
        return " ".join(self.levels)


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
    """

    top: int
    bottom: int
    columns: dict[Role, int]
    values: dict[int, dict[Role, str]]
    unread: dict[int, str] = field(default_factory=dict)
    unit: str = ""
    double: list[str] = field(default_factory=list)


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
        least = len(table.across) if table.layout == "wide" else 1
        if depth > least and not table.header_rows and _described(grid, bottom, depth - 1, table, names):
            continue  # the row above adds nothing
        if header.double:
            raise ObservationError('{file}: two columns are headed "{column}"; rename one of them',
                                   file=grid.label, column=header.double[0])
        return header
    return None


def _described(grid: Grid, bottom: int, depth: int, table: Table,
               names: Mapping[str, Sequence[str]]) -> Header | None:
    """Return what so many rows say as a heading; None where a declared or needed role is missing."""
    headings = headings_of(grid, bottom, depth)
    columns, double = _columns(headings, table, names)
    values = _values(headings, columns, table)
    if not set(table.columns) <= set(columns) or not values or not all(
            role in columns or role in table.constants or role in _said(values) for role in NEEDED):
        return None
    taken, ignored = {*columns.values(), *values}, {*_NO_FIGURES, *map(fold, table.ignore)}
    taken |= {j for j, heading in enumerate(headings) if heading.text and fold(heading.text) in ignored}
    width = max(len(row) for row in grid.rows[bottom:bottom + TITLE_ROWS])
    unread = {j: headings[j].text if j < len(headings) else "" for j in range(width) if j not in taken}
    return Header(bottom - depth + 1, bottom, columns, values, unread, unit_above(grid, bottom - depth + 1),
                  [*double, *_repeated(values, headings)])


def no_header(grids: Sequence[Grid], table: Table, names: Mapping[str, Sequence[str]]) -> ObservationError:
    """Return the sentence that says which column is missing from the row that holds most of them."""
    wanted = {role: [name] for role, name in table.columns.items()} or {
        role: list(names.get(role, ())) for role in NEEDED if role not in table.constants}
    best: tuple[int, Grid, list[str]] | None = None
    for grid in grids:
        for row in grid.rows[:TITLE_ROWS]:
            texts = [clean(shown(cell)) for cell in row]
            found = sum(_is_called(Heading((text,), ""), called)
                        for called in wanted.values() for text in texts)
            if any(map(str.isalnum, "".join(texts))) and (best is None or found > best[0]):
                best = found, grid, texts
    if best is None:
        return ObservationError("{file} is empty; fill it in or take it out of sources.yaml",
                                file=grids[0].label if grids else table.file)
    _found, grid, texts = best
    for role, called in wanted.items():
        lost = called and not any(_is_called(Heading((text,), ""), called) for text in texts)
        if lost and (table.columns or table.layout == "long" or role not in ("value", *table.across)):
            free = [text for text in texts if text and not any(
                _is_called(Heading((text,), ""), others) for others in wanted.values())]
            return ObservationError(
                '{file}: no row holds the column "{column}"; did you mean {nearest}?', file=grid.label,
                column=called[0], nearest=nearest(called[0], free or texts))
    if table.header_row is not None:
        return ObservationError("{file}: row {row} is not the header; correct header_row or leave "
                                "it out", file=grid.label, row=table.header_row)
    return ObservationError("{file}: the table is declared wide, but no column is headed by a "
                            "year; head them 2025, 2026 or declare layout: long", file=grid.label)


def headings_of(grid: Grid, bottom: int, depth: int) -> list[Heading]:
    """Return what stands above each column in so many rows, merged cells and gaps filled in."""
    rows = range(bottom - depth + 1, bottom + 1)
    width = max((len(grid.rows[row]) for row in rows), default=0)
    levels: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        texts = [clean(shown(cell)) for cell in grid.rows[row]] + [""] * (width - len(grid.rows[row]))
        if row < bottom:
            _fill(texts, grid, row)
        for level, text in zip(levels, texts, strict=True):
            if text and text not in level:
                level.append(text)
    return [_heading(level) for level in levels]


def unit_above(grid: Grid, top: int) -> str:
    """Return the unit of a line like ``Đơn vị tính: Tỷ đồng`` above a table."""
    for row in grid.rows[max(0, top - TITLE_ROWS):top]:
        for text in (clean(shown(cell)) for cell in row):
            found = UNIT_AFTER.search(fold(text))
            unit = text[found.end():].strip(" ().") if found and len(fold(text)) == len(text) else ""
            if unit and is_unit(unit):
                return unit
    return ""


def _candidates(grid: Grid, table: Table) -> Iterator[tuple[int, int]]:
    least = len(table.across) if table.layout == "wide" else 1
    depths = (table.header_rows,) if table.header_rows else range(least, _DEEPEST + 1)
    for bottom in range(min(TITLE_ROWS, len(grid.rows))):
        for depth in depths:
            top = bottom - depth + 1
            if top >= 0 and table.header_row in (None, grid.lines[top]):
                yield bottom, depth


def _fill(texts: list[str], grid: Grid, row: int) -> None:
    """Repeat a text over the columns that its merged cell spans; without merged cells, over the gap."""
    spans = [(a, b) for a, b in grid.merged if a[0] <= row <= b[0]]
    for (_, first), (_, last) in spans:
        texts[first:last + 1] = [texts[first]] * len(texts[first:last + 1])
    if not grid.merged:
        for j in range(1, len(texts)):
            below = shown(grid.rows[row + 1][j]).strip() if j < len(grid.rows[row + 1]) else ""
            texts[j] = texts[j] or (texts[j - 1] if below else "")


def _heading(levels: Sequence[str]) -> Heading:
    plain, units = zip(*map(split_unit, levels), strict=True) if levels else ((), ())
    return Heading(tuple(filter(None, map(bare, plain))), next(filter(None, reversed(units)), ""))


def _is_called(heading: Heading, names: Sequence[str]) -> bool:
    texts = {fold(text) for text in (*heading.levels, heading.text)}
    return any(fold(name) in texts or fold(bare(split_unit(name)[0])) in texts for name in names)


def _columns(headings: Sequence[Heading], table: Table,
             names: Mapping[str, Sequence[str]]) -> tuple[dict[Role, int], list[str]]:
    """Return role -> column, and the names that two columns bear."""
    wanted: dict[Role, Sequence[str]] = {role: [name] for role, name in table.columns.items()} or {
        role: called for role, called in names.items()  # type: ignore[misc]
        if role not in table.constants and not (table.layout == "wide" and role in ("value", *table.across))}
    columns, double = {}, []
    for role, called in wanted.items():
        found = [j for j, heading in enumerate(headings) if heading.levels and _is_called(heading, called)]
        if found:
            columns[role] = found[0]
            double += [headings[found[0]].text] * (len(found) > 1)
    return columns, double


def _values(headings: Sequence[Heading], columns: Mapping[Role, int],
            table: Table) -> dict[int, dict[Role, str]]:
    """Return the columns of figures, with what their headings say by role."""
    if table.layout == "long":
        return {columns["value"]: _unit(headings[columns["value"]])} if "value" in columns else {}
    ignored = {*_NO_FIGURES, *map(fold, table.ignore), "ghi chu", "note"}
    free = {j: heading for j, heading in enumerate(headings) if heading.levels
            and j not in columns.values() and fold(heading.text) not in ignored}
    if table.across == ["period"]:
        said = {j: _period(heading) for j, heading in free.items()}
        return {j: roles | _unit(free[j]) for j, roles in said.items() if roles}
    return {j: _across(heading, table.across) | _unit(heading) for j, heading in free.items()}


def _period(heading: Heading) -> dict[Role, str]:
    """Return the period that a heading is, with the status that it or what stands above says."""
    said = [split_period(level) for level in heading.levels]
    found = next((one for one in reversed(said) if one.period and not one.rest), None)
    if found is None:
        return {}
    status = found.status or next((one.status for one in said if one.status), "")
    status = heading.text if status == "plan" else status  # so that the judge can say which
    return {"period": found.period, "status": status} if status else {"period": found.period}


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

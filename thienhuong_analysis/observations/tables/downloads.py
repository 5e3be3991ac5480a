"""Downloads of statistics offices: headings, dimensions, periods and units are found, not declared."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import pandas as pd
import pyarrow as pa

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.metadata.declaration import Role, Table
from thienhuong_analysis.observations.metadata.reference import bare
from thienhuong_analysis.observations.reading.grids import Grid, Remark
from thienhuong_analysis.observations.tables.headings import NO_FIGURES
from thienhuong_analysis.observations.tables.raw import SAID, RawFigures
from thienhuong_analysis.observations.tables.spans import TITLE_ROWS, headings_of, unit_above
from thienhuong_analysis.observations.text import _, alike, clean, fold, slug
from thienhuong_analysis.observations.values.columns import Texts, attempt
from thienhuong_analysis.observations.values.numerals import Cell, is_missing, parse_number, shown
from thienhuong_analysis.observations.values.periods import is_period, month_of, split_period
from thienhuong_analysis.observations.values.units import is_unit, split_unit

_LONGEST = 120
_FEW_MONTHS = 3
_BY = re.compile(r"\b(?:by|chia theo|phan theo|theo)\s+")
_JOINED = re.compile(r"\s*(?:,|\band\b|\bva\b|;)\s*")
_BASE_YEAR = re.compile(r"[0-9]{4} ?= ?100|(?:constant|gia so sanh|gia co dinh)(?: nam)? [0-9]{4}")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MARKS = re.compile(r"\s*(?:\(\*+\)|\*+)")
_TOTALS = ("total", "tổng số", "tổng cộng", "cộng", "chung")
_PERCENT = re.compile(r"percentage|percent|ty le phan tram")
_TIME = ("year", "years", "năm", "kỳ", "time", "month", "tháng", "quarter", "quý", "period")


@dataclass(frozen=True)
class _Column:
    """A column: the label of its rows, their number, unit or time, or figures."""

    kind: str
    name: str
    period: str = ""
    month: str = ""
    status: str = ""
    unit: str = ""


def download(grids: Sequence[Grid], table: Table, names: Mapping[str, Sequence[str]]) -> RawFigures:
    """Return the figures of a statistics office's download, with all that the file says of them.

    Columns of text are dimensions; what stands above the figures is a period, a member of a further
    dimension, or both. With one dimension the breakdown is its member, with several
    ``key=member;key=member``.
    The indicator is the declared one, else the title as an id.

    Args
        grids : sequence of Grid  the ways to read the file
        names : mapping role -> usual headings

    Raises
        ObservationError: no heading is found, or the file breaks off
    """
    found = [(grid, bottom) for grid in grids if (bottom := _heading_row(grid)) is not None]
    if not found:
        if not any(cell != "" for grid in grids for row in grid.rows for cell in row):
            raise ObservationError("{file} is empty; fill it in or take it out of sources.yaml",
                                   file=grids[0].label)
        raise ObservationError("{file}: no heading with figures below it is found; declare header_row, or "
                               "the columns and layout: long or wide", file=grids[0].label)
    grid, bottom = max(found, key=lambda pair: len(pair[0].rows[pair[1]]))
    grid = grid.whole()
    if grid.damage:
        raise grid.damage
    depth = _depth(grid, bottom)
    rows = [i for i in range(bottom + 1, len(grid.rows)) if any(shown(cell).strip() for cell in grid.rows[i])]
    columns = _described(grid, bottom, depth, rows, names)
    rows, notes = _without_notes(grid, rows, columns)
    title = _title(grid, bottom - depth + 1, table)
    if year := _one_year(columns, title):
        columns = [replace(column, period=year) if column.kind == "value" else column for column in columns]
        notes.append(Remark("low", "year", grid.place(bottom, 0), title[:60], _(
            "headings name no year; {year} is taken from the title or the other headings"), {"year": year}))
    unit = unit_above(grid, bottom - depth + 1) or ("%" if _PERCENT.match(fold(title)) else "")
    return _figures(grid, table, columns, rows, title, notes, unit)


def _figures(grid: Grid, table: Table, columns: Sequence[_Column], rows: Sequence[int], title: str,
             remarks: list[Remark], unit: str) -> RawFigures:
    labels = [j for j, column in enumerate(columns) if column.kind == "label"]
    values = [j for j, column in enumerate(columns) if column.kind == "value"]
    keys, across, indicator = _dimensions(title, columns, labels, values)
    records: list[tuple[str, ...]] = []
    cells: list[Cell] = []
    merged = {(row, j): (first[0], first[1]) for first, last in grid.merged for j in labels
              if first[1] <= j <= last[1] for row in range(first[0], min(last[0] + 1, len(grid.rows)))}
    for i in rows:
        texts = [clean(shown(grid.cell(*merged.get((i, j), (i, j))))) for j in range(len(columns))]
        members, units = zip(*(split_unit(texts[j]) for j in labels), strict=True) if labels else ((), ())
        row_unit = next((texts[j] for j, column in enumerate(columns) if column.kind == "unit"), "")
        row_unit = row_unit or ("%" if "%" in units else next(filter(None, reversed(units)), ""))
        when = [split_period(texts[j]) for j, column in enumerate(columns) if column.kind == "time"]
        for j in values:
            column = columns[j]
            of_cell = [*map(_member, members), *([_member(column.name) or "total"] if across else [])]
            period = column.period or next((one.period or one.rest for one in when), "")
            records.append((
                grid.place(i, j, wide=len(values) > 1), _breakdown(keys, of_cell),
                f"{period}-{column.month}" if column.month and period else period,
                _unit(column.unit, row_unit) or table.constants.get("unit", "") or unit,
                column.status or next((one.status for one in when if one.status), "")))
            cells.append(grid.cell(i, j))
    frame = pd.DataFrame(records, columns=["cell", "breakdown", "period", "unit", "status"], dtype=object)
    if frame.empty:
        raise ObservationError("{file}: there is no figure below the heading", file=grid.label)
    remarks += [*grid.told(), *_told_apart(frame)]
    given: dict[Role, str] = {"indicator": indicator, "status": "actual", "unit": "", "period": "",
                              **table.constants}
    said: dict[Role, Texts] = {role: Texts.of([text or given[role] for text in frame[role]]) if role in frame
            else Texts.constant(given[role], len(frame)) for role in SAID}
    return RawFigures(grid.label, pa.array(frame["cell"], pa.string()), said, cells, table.decimal, title,
                      foreign="indicator" not in table.constants, ids=True, remarks=remarks)


def _heading_row(grid: Grid) -> int | None:
    """Return the last row of text and periods before the first row with figures."""
    last = None
    for i, row in enumerate(grid.rows[:TITLE_ROWS]):
        cells = [cell for cell in row if shown(cell).strip()]
        plain = [cell for cell in cells if _is_figure(cell) and not is_period(shown(cell))]
        if len(cells) >= 2 and last is not None and (plain or (
                len(row) == len(grid.rows[last]) and any(map(_is_figure, cells)))):
            return last
        if len(cells) >= 2 and not plain:
            last = i
    return None


def _is_figure(cell: Cell) -> bool:
    if is_missing(cell):
        return True
    said = split_period(shown(cell))
    if said.period and said.rest:  # “2023 Nam” is a heading, though nam can be years
        return False
    figure, _fault = attempt(parse_number, cell, "en")
    return figure is not None and (figure.rest in ("", "fraction") or is_unit(figure.rest))


def _depth(grid: Grid, bottom: int) -> int:
    """Return how many rows the heading has: those right above it that span several columns."""
    depth = 1
    while depth < 4 and bottom - depth >= 0 and sum(
            shown(cell).strip() != "" for cell in grid.rows[bottom - depth]) >= 2:
        depth += 1
    return depth


def _described(grid: Grid, bottom: int, depth: int, rows: Sequence[int],
               names: Mapping[str, Sequence[str]]) -> list[_Column]:
    found: list[_Column] = []
    headings = headings_of(grid, bottom, depth)
    marks = any(not heading.text.isascii() for heading in headings)  # then Nam is one of the two sexes
    months = [month_of(heading.text) for heading in headings]
    for j, heading in enumerate(headings):
        cells = [grid.rows[i][j] for i in rows if j < len(grid.rows[i]) and shown(grid.rows[i][j]).strip()]
        figures, word = sum(map(_is_figure, cells)), clean(heading.text).casefold()
        times = bool(cells) and all(is_period(shown(cell)) for cell in cells)
        said = split_period(_MARKS.sub("", heading.text))
        month = months[j] if len({*months}) > _FEW_MONTHS else ""  # May alone is a trade
        called = {role for role, texts in names.items() if fold(heading.text) in map(fold, texts)}
        beside = any(column.kind == "value" for column in found)
        named = word in _TIME or (word in map(fold, _TIME) and not (marks and word == "nam"))
        if named or (times and word and word != "nam" and not (
                said.period or month or beside or "value" in called)):
            found.append(_Column("time", heading.text))
        elif "unit" in called:
            found.append(_Column("unit", heading.text))
        elif word and fold(word) in NO_FIGURES:
            found.append(_Column("number", heading.text))
        elif said.period or month or (figures > len(cells) / 2) or (j and not cells):
            rest = said.rest if said.period else "" if month or "value" in called else heading.text
            found.append(_Column("value", rest, said.period, month, said.status, heading.unit))
        else:
            found.append(_Column("label", heading.text))
    return found


def _one_year(columns: Sequence[_Column], title: str) -> str:
    """Return the one year of headings that name none, by the other headings or by the title."""
    periods = {column.period for column in columns if column.kind == "value"}
    unsaid = [column.name for column in columns if column.kind == "value" and not column.period]
    if not unsaid or any(column.kind == "time" for column in columns) or any(map(_YEAR.search, unsaid)):
        return ""
    years = periods - {""}
    return _year_of(title) if not years else years.pop() if len(years) == 1 else ""


def _without_notes(grid: Grid, rows: Sequence[int], columns: Sequence[_Column],
                   ) -> tuple[list[int], list[Remark]]:
    """Return the rows that belong to the table; a line with nothing beside its text is a note."""
    values = [j for j, column in enumerate(columns) if column.kind == "value"]
    kept, notes = [], []
    for i in rows:
        row = grid.rows[i]
        if any(shown(row[j]).strip() for j in values if j < len(row)):
            kept.append(i)
        else:
            text = next(shown(cell).strip() for cell in row if shown(cell).strip())
            notes.append(Remark("low", "file", grid.place(i, 0), text[:60],
                                _("a line without figures; it is not read"), {}))
    return kept, notes


def _title(grid: Grid, top: int, table: Table) -> str:
    """Return the title above the table, else the file's name without the number before it."""
    lines = [next((clean(shown(cell)) for cell in row if shown(cell).strip()), "") for row in grid.rows[:top]]
    stem = re.sub(r"^\d+[ ._-]+", "", PurePosixPath(table.file).stem)
    return grid.title or next(filter(None, lines), stem)


def _year_of(title: str) -> str:
    """Return the one year that a title names, apart from the base year of prices or of an index."""
    years = set(_YEAR.findall(_BASE_YEAR.sub("", fold(title))))
    return years.pop() if len(years) == 1 else ""


def _dimensions(title: str, columns: Sequence[_Column], labels: Sequence[int], values: Sequence[int],
                ) -> tuple[list[str], bool, str]:
    """Return the keys of the breakdown, whether the headings give one of them, and the indicator's id."""
    across = len({fold(columns[j].name) for j in values}) > 1 or any(
        columns[j].name and columns[j].period for j in values)
    folded, named = fold(bare(title)), [fold(columns[j].name) for j in labels]
    listed = [name for name in (*named, *(fold(c.name) for c in columns if c.kind == "time")) if name]
    head, rest = folded, ""
    for by in reversed(list(_BY.finditer(folded))):
        if any(name in folded[by.end():] for name in listed):
            head, rest = folded[:by.start()], folded[by.end():]
            break
    for name in named:
        rest = rest.replace(name, ",", 1)
    rest = ", ".join(part for part in _JOINED.split(rest) if part and part not in map(fold, _TIME))
    keys = [slug(name) or f"column_{j + 1}" for j, name in zip(labels, named, strict=True)]
    if across:
        keys.append(slug(rest) or "item")
    unique = [key if key not in keys[:n] else f"{key}_{n + 1}" for n, key in enumerate(keys)]
    return unique, across, slug(bare(split_unit(head)[0]))[:_LONGEST].strip("_")


def _breakdown(keys: Sequence[str], members: Sequence[str]) -> str:
    """Return a breakdown; a row without a label is left with an empty one, for the judge to refuse."""
    if len(keys) == 1 and members[0]:
        return members[0]
    return ";".join(f"{key}={member}" for key, member in zip(keys, members, strict=True)) or "total"


def _member(text: str) -> str:
    if "\ufffd" in text:  # for the judge to refuse
        return text
    return "total" if any(alike(bare(text), total) for total in _TOTALS) else slug(bare(text))


def _unit(above: str, beside: str) -> str:
    """Return the unit of a figure: a row of percent stays one below a heading of thousands."""
    return beside if beside == "%" or not above else above


def _told_apart(frame: pd.DataFrame) -> list[Remark]:
    """Number labels that stand twice in one table, in place; return a remark on each of them."""
    repeat = frame.groupby(["breakdown", "period"], sort=False).cumcount().to_numpy()
    again = (repeat > 0) & ~frame["breakdown"].str.contains("=(?:;|$)").to_numpy()
    frame.loc[again, "breakdown"] = frame["breakdown"][again] + "_" + pd.Series(
        (repeat + 1).astype(str), index=frame.index)[again]
    first = frame[again].drop_duplicates("breakdown")
    return [Remark("medium", "duplicate", row.cell, "", _(
        "this label stands more than once; here it is called {breakdown}"), {"breakdown": row.breakdown})
        for row in first.itertuples()]

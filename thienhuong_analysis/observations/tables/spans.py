"""What stands above each column of a table, in the rows of its heading and in lines above them."""

from collections.abc import Sequence
from typing import NamedTuple

from thienhuong_analysis.observations.metadata.reference import bare
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.text import clean, fold
from thienhuong_analysis.observations.values.columns import attempt
from thienhuong_analysis.observations.values.numerals import is_missing, parse_number, shown
from thienhuong_analysis.observations.values.periods import is_period, stacked
from thienhuong_analysis.observations.values.units import UNIT_AFTER, is_unit, split_unit

TITLE_ROWS = 100
"""How far above a table its titles may begin, and how far down its heading may stand."""


class Heading(NamedTuple):
    """What stands above one column, from top to bottom, and the unit that it names."""

    levels: tuple[str, ...]
    unit: str

    @property
    def text(self) -> str:
        """The whole heading in one line."""
        return " ".join(self.levels)

    def is_called(self, names: Sequence[str]) -> bool:
        """Whether one of its levels, or all together, is one of these names, with or without a unit."""
        texts = {fold(text) for text in (*self.levels, self.text)}
        return any(fold(name) in texts or fold(bare(split_unit(name)[0])) in texts for name in names)


def headings_of(grid: Grid, bottom: int, depth: int) -> list[Heading]:
    """Return what stands above each column in so many rows, merged cells and gaps filled in."""
    rows = range(bottom - depth + 1, bottom + 1)
    width = max((len(grid.rows[row]) for row in rows), default=0)
    levels: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        texts = [clean(shown(cell)) for cell in grid.rows[row]] + [""] * (width - len(grid.rows[row]))
        if row < bottom:
            _fill(texts, grid, row, bottom)
        for level, text in zip(levels, texts, strict=True):
            if text and text not in level:
                level.append(text)
    return [_heading(level) for level in levels]


def lines_above(grid: Grid, top: int) -> range:
    """Return the rows above a table that may say something of it: those below the last row of figures."""
    first = max(0, top - TITLE_ROWS)
    for row in range(top - 1, first - 1, -1):
        figures = sum(holds_figure(shown(cell)) for cell in grid.rows[row])
        if figures and sum(shown(cell).strip() != "" for cell in grid.rows[row]) > 1:
            return range(row + 1, top)
    return range(first, top)


def unit_above(grid: Grid, top: int) -> str:
    """Return the unit of the nearest line like ``Đơn vị tính: Tỷ đồng`` above a table."""
    for row in reversed(lines_above(grid, top)):
        for text in (clean(shown(cell)) for cell in grid.rows[row]):
            found = UNIT_AFTER.search(fold(text))
            unit = text[found.end():].strip(" ().") if found and len(fold(text)) == len(text) else ""
            if unit and is_unit(unit):
                return unit
    return ""


def goes_on(grid: Grid, row: int, roles: set[int]) -> bool:
    """Whether a row goes on with the heading above it: words or periods, none of them in a role's column."""
    texts = _texts(grid, row)
    return bool(texts) and not roles & set(texts) and not any(
        is_missing(text) or holds_figure(text) for text in texts.values())


def stands_above(grid: Grid, row: int, roles: set[int]) -> bool:
    """Whether a row belongs to the heading below it, and is no title, letterhead or line with a unit."""
    texts = _texts(grid, row)
    if not goes_on(grid, row, roles) or any(UNIT_AFTER.search(fold(text)) for text in texts.values()):
        return False
    if len(texts) > 1:
        return True
    [text] = texts.values()
    said = stacked((text,))
    return is_unit(text) or bool((said.status or said.period) and not said.rest) or any(
        first[0] == row and last[1] > first[1] for first, last in grid.merged)


def holds_figure(text: str) -> bool:
    """Whether a cell's text is a figure, and no period."""
    return (any(map(str.isdigit, text)) and not is_period(text)
            and attempt(parse_number, text, "vi")[0] is not None)


def _texts(grid: Grid, row: int) -> dict[int, str]:
    texts = {j: clean(shown(cell)) for j, cell in enumerate(grid.rows[row])}
    return {j: text for j, text in texts.items() if text}


def _fill(texts: list[str], grid: Grid, row: int, bottom: int) -> None:
    """Repeat a text over the columns that its merged cell spans; in a row without such, over gaps."""
    spans = [(a[1], b[1]) for a, b in grid.merged if a[0] <= row <= b[0]]
    for first, last in spans:
        texts[first:last + 1] = [texts[first]] * len(texts[first:last + 1])
    if not any(last > first for first, last in spans):
        for j in range(1, len(texts)):
            below = any(shown(cells[j]).strip() for cells in grid.rows[row + 1:bottom + 1] if j < len(cells))
            texts[j] = texts[j] or (texts[j - 1] if below else "")


def _heading(levels: Sequence[str]) -> Heading:
    plain, units = zip(*map(split_unit, levels), strict=True) if levels else ((), ())
    return Heading(tuple(filter(None, map(bare, plain))), next(filter(None, reversed(units)), ""))

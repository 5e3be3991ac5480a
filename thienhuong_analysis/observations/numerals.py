"""Numbers as Vietnamese offices write them, read strictly: no guess is better than a wrong one."""

import math
import re
from typing import Literal, NamedTuple

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import clean, fold

Notation = Literal["vi", "en", "auto"]
"""``1.234,5``, ``1,234.5``, or decided cell by cell."""

_DONE = {"dat", "da dat", "hoan thanh", "da hoan thanh", "done", "yes", "1"}
_NOT_DONE = {"chua", "chua dat", "chua hoan thanh", "not yet", "no", "0"}
_MARKS = ".…-–—− "
_NO_FIGURE = {"x", "n/a", "chua co so lieu", "no data yet"}
_SHAPE = re.compile(r"([≥≤><~]=?)? ?([-–−+])? ?([0-9](?:[0-9., ]*[0-9])?) ?(.*)")
_REST = re.compile(r"$|[%‰]|(?![eE][-+]?[0-9])[^\W\d_²³¹¼½¾]")


def _pattern(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+|\d+"
    return re.compile(rf"({grouped})(?:{point}(\d+))?", re.ASCII)


_PATTERNS = {"vi": _pattern(r"\.", ","), "en": _pattern(",", r"\.")}
_TOO_LARGE = 1e18
_EXAMPLES = {"vi": "1.234,5", "en": "1,234.5"}


class Figure(NamedTuple):
    """A number, the text after it (a unit or nothing), and the sign ≥ or the like before it."""

    number: float
    rest: str = ""
    bound: str = ""


class Percent(float):
    """A number that its cell shows as percent: the fraction 0.14, of a cell that reads 14%."""


Cell = str | float | Percent | Figure
"""What a cell holds: text, a number, or a number that its format shows with a unit."""


def shown(cell: Cell) -> str:
    """Return what a cell says, as text.

    Example
        >>> shown(2025.0), shown(Figure(14.0, "%"))
        ('2025', '14%')
    """
    if isinstance(cell, str):
        return cell
    number, rest, bound = cell if isinstance(cell, Figure) else Figure(cell)
    return f"{bound}{number:.15g}{rest}"


def is_missing(cell: Cell) -> bool:
    """Whether a cell is empty or holds a mark that says: no figure (``...``, ``-``, ``x``)."""
    return isinstance(cell, str) and (not clean(cell).strip(_MARKS) or fold(cell) in _NO_FIGURE)


def parse_number(cell: Cell, decimal: Notation = "auto") -> Figure | None:
    """Return the number in a cell and the text after it; None where the cell says there is none.

    Args
        cell : str | float | Figure  ``1.234,5``, ``1 234,5``, ``(12,3)``, ``≥ 98%``, ``46,07ha``
        decimal : str  the notation; with ``auto`` a cell that can be read two ways is an error

    Raises
        ObservationError: not a number, or two readings; the sentence says what to write

    Example
        >>> parse_number("1.234,5 tỷ đồng")
        Figure(number=1234.5, rest='tỷ đồng', bound='')
    """
    if is_missing(cell):
        return None
    text = clean(shown(cell))
    figure = Figure(math.nan)
    if not isinstance(cell, str):
        figure = cell if isinstance(cell, Figure) else Figure(cell)
    else:
        minus = re.fullmatch(r"\((?![-–−+])([^()]+)\)(.*)", text)
        found = _SHAPE.fullmatch("".join(minus.groups()) if minus else text)
        if found and _REST.match(found[4]):
            bound, sign, body, rest = found.groups(default="")
            number = _read(body, decimal)
            figure = Figure(0 - number if minus or sign not in "+" else number, rest, bound)
    if math.isnan(figure.number) or abs(figure.number) >= _TOO_LARGE:
        raise ObservationError('"{text}" is not a number; write {example} or leave the cell empty',
                               text=text[:60], example=_EXAMPLES.get(decimal, "1.234,5"))
    return figure


def parse_milestone(cell: Cell) -> Figure | None:
    """Return 1 for ``đạt``, ``done``; 0 for ``chưa``, ``not yet``; None where nothing is said.

    Raises
        ObservationError: neither

    Example
        >>> parse_milestone("Chưa hoàn thành").number
        0.0
    """
    word = fold(shown(cell))
    if word in _DONE | _NOT_DONE:
        return Figure(float(word in _DONE))
    if is_missing(cell):
        return None
    raise ObservationError('"{text}" does not say whether it is done; write đạt or chưa đạt',
                           text=clean(shown(cell))[:60])


def _read(body: str, decimal: Notation) -> float:
    """Return the one reading of digits and separators, NaN where there is none."""
    matches = {name: pattern.fullmatch(body) for name, pattern in _PATTERNS.items()
               if decimal in (name, "auto")}
    readings = {name: float(f"{re.sub('[., ]', '', match[1])}.{match[2] or 0}")
                for name, match in matches.items() if match}
    if len(set(readings.values())) > 1:
        raise ObservationError(
            '"{text}" is {vi} in Vietnamese notation, {en} in English; declare decimal: vi or en',
            text=body[:60], **{name: shown(number) for name, number in readings.items()})
    return next(iter(readings.values()), math.nan)

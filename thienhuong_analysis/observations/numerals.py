"""Numbers as Vietnamese offices write them, read strictly: a wrong guess is worse than a question."""

import math
import re
from typing import Literal, NamedTuple

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import clean, fold

Notation = Literal["vi", "en", "auto"]
"""``1.234,5``, ``1,234.5``, or decided cell by cell."""

DONE = {"dat", "da dat", "hoan thanh", "da hoan thanh", "done", "yes", "1"}
NOT_DONE = {"chua", "chua dat", "chua hoan thanh", "not yet", "no", "0"}
_MISSING = {"x", "n/a", "chua co so lieu", "no data yet"}
_EXAMPLES = {"vi": "1.234,5", "en": "1,234.5", "auto": "1.234,5"}
_SHAPE = re.compile(r"(?P<bound>[≥≤><~]=?)? ?(?P<sign>[-–−+])? ?(?P<body>\d(?:[\d., ]*\d)?)(?P<rest>.*)",
                    re.ASCII)
_REST = re.compile(r" ?(?:$|(?![eE][-+]?\d)[^\W\d_]|[%‰]).*")


def _notation(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+|\d+"
    return re.compile(rf"({grouped})(?:{point}(\d+))?", re.ASCII)


_NOTATIONS = {"vi": _notation(r"\.", ","), "en": _notation(",", r"\.")}


class Figure(NamedTuple):
    """A number, the text after it (a unit or nothing), and the sign ≥ or the like before it."""

    number: float
    rest: str = ""
    bound: str = ""


Cell = str | float | Figure
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
    return isinstance(cell, str) and (
        not (text := fold(cell)).strip(".- ") or text in _MISSING)


def parse_number(cell: Cell, decimal: Notation = "auto") -> Figure | None:
    """Return the number in a cell and the text after it; None where the cell says there is none.

    Args
        cell : str | float | Figure  ``1.234,5``, ``1 234,5``, ``(12,3)``, ``≥ 98%``, ``150 tỷ đồng``
        decimal : str  the notation; with ``auto`` a cell that can be read two ways is an error

    Raises
        ObservationError: not a number, or two readings; the sentence says what to write

    Example
        >>> parse_number("1.234,5 tỷ đồng")
        Figure(number=1234.5, rest='tỷ đồng', bound='')
    """
    if isinstance(cell, Figure):
        return cell
    if isinstance(cell, float):
        return Figure(_finite(cell, shown(cell), decimal))
    if is_missing(cell):
        return None
    text = clean(cell)
    negative = re.fullmatch(r"\((?![-–−+])([^()]+)\)(.*)", text)
    found = _SHAPE.fullmatch("".join(negative.groups()) if negative else text)
    if found is None or not _REST.fullmatch(found["rest"]):
        raise _not_a_number(text, decimal)
    number = _finite(_read(found["body"], text, decimal), text, decimal)
    minus = bool(negative) or (found["sign"] or "+") != "+"
    return Figure(-number if minus else number, found["rest"].strip(), found["bound"] or "")


def parse_milestone(cell: Cell) -> Figure | None:
    """Return 1 for ``đạt``, ``hoàn thành``, ``done``; 0 for ``chưa``, ``not yet``; None for no figure.

    Raises
        ObservationError: neither

    Example
        >>> parse_milestone("Chưa hoàn thành").number
        0.0
    """
    word = fold(shown(cell))
    if word in DONE | NOT_DONE:
        return Figure(float(word in DONE))
    if is_missing(cell):
        return None
    raise ObservationError('"{text}" does not say whether it is done; write đạt or chưa đạt',
                           text=clean(shown(cell))[:60])


def _read(body: str, text: str, decimal: Notation) -> float:
    notations = ("vi", "en") if decimal == "auto" else (decimal,)
    matches = {name: _NOTATIONS[name].fullmatch(body) for name in notations}
    readings = {name: float(re.sub("[., ]", "", match[1]) + "." + (match[2] or "0"))
                for name, match in matches.items() if match}
    if not readings:
        raise _not_a_number(text, decimal)
    if len(set(readings.values())) > 1:
        raise ObservationError(
            '"{text}" is {vi} in Vietnamese notation and {en} in English; declare decimal: vi or en',
            text=text, **{name: shown(number) for name, number in readings.items()})
    return next(iter(readings.values()))


def _finite(number: float, text: str, decimal: Notation) -> float:
    if not math.isfinite(number):
        raise _not_a_number(text, decimal)
    return number


def _not_a_number(text: str, decimal: Notation) -> ObservationError:
    return ObservationError('"{text}" is not a number; write {example} or leave the cell empty',
                            text=text[:60], example=_EXAMPLES[decimal])

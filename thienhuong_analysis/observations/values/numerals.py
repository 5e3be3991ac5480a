"""Numbers as Vietnamese offices write them, read strictly: no guess is better than a wrong one."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import clean, fold

Notation = Literal["vi", "en", "auto"]
"""``1.234,5``, ``1,234.5``, or decided cell by cell."""

_DONE = {"dat", "da dat", "hoan thanh", "da hoan thanh", "done", "yes", "1"}
_NOT_DONE = {"chua", "chua dat", "chua hoan thanh", "not yet", "no", "0"}
_MARKS = ".…-–—− "
_NO_FIGURE = {"x", "n/a", "na", "n.a.", "chua co so lieu", "no data yet"}
_FOOTNOTE = re.compile(
    r"(?<=[^\W_]|[%)]) ?(\*+|\(\*+\)|\([0-9a-z]\)|(?<=[0-9)%])[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[†‡]+)$", re.IGNORECASE)
_BOUNDS = {
    ">": "trên|hơn|lớn hơn|cao hơn|over|more than|above", "<": "dưới|nhỏ hơn|thấp hơn|under|below|less than",
    "≥": "từ|ít nhất|tối thiểu|không dưới|không thấp hơn|at least", "≤": "không quá|tối đa|at most|up to",
    "~": "khoảng|gần|xấp xỉ|about|nearly|approximately", "": "đạt"}
_WORDS = {word: sign for sign, words in _BOUNDS.items() for word in words.split("|")}
_BEFORE = re.compile(rf"(?:đạt )?({'|'.join(sorted(_WORDS, key=len, reverse=True))}) (?=[0-9])",
                     re.IGNORECASE)
_AFTER = re.compile(r",? (trở lên|trở xuống|or more|or less)$", re.IGNORECASE)
_ENDINGS = {"trở lên": "≥", "or more": "≥", "trở xuống": "≤", "or less": "≤"}
_SHAPE = re.compile(r"([≥≤><~]=?)? ?([-–−+])? ?([0-9](?:[0-9., ]*[0-9])?) ?(.*)")
_REST = re.compile(r"$|[%‰]|(?![eE][-+]?[0-9])[^\W\d_²³¹¼½¾]")


def _pattern(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+|\d+"
    return re.compile(rf"({grouped})(?:{point}(\d+))?", re.ASCII)


_PATTERNS: dict[Notation, re.Pattern[str]] = {"vi": _pattern(r"\.", ","), "en": _pattern(",", r"\.")}
_TOO_LARGE = Decimal(10) ** 18
_EXAMPLES = {"vi": "1.234,5", "en": "1,234.5"}


class Figure(NamedTuple):
    """A number as it is printed, and what stands around it.

    Args
        number : Decimal  exactly as printed
        rest : str  the text after it: a unit or nothing
        bound : str  the sign ``≥`` before it, or the one that words like ``trên`` stand for
        mark : str  the mark of a footnote
    """

    number: Decimal
    rest: str = ""
    bound: str = ""
    mark: str = ""


class Percent(float):
    """A number that its cell shows as percent: the fraction 0.14, of a cell that reads 14%."""


Cell = str | float | Percent
"""What a cell holds: text, a number, or a number that its format shows as percent."""


def shown(cell: Cell) -> str:
    """Return what a cell says, as text.

    Example
        >>> shown(2025.0), shown(Percent(0.14))
        ('2025', '14%')
    """
    if isinstance(cell, str):
        return cell
    return f"{cell * 100:.15g}%" if isinstance(cell, Percent) else f"{cell:.15g}"


def is_missing(cell: Cell) -> bool:
    """Whether a cell is empty or holds a mark that says: no figure (``...``, ``-``, ``x``)."""
    return isinstance(cell, str) and (not clean(cell).strip(_MARKS) or fold(cell) in _NO_FIGURE)


def parse_number(cell: Cell, decimal: Notation = "auto") -> Figure | None:
    """Return the number in a cell and what stands around it; None where the cell says there is none.

    Args
        cell : str | float | Percent  ``1.234,5``, ``1 234,5``, ``(12,3)``, ``từ 85% trở lên``, ``46,07ha``
        decimal : str  the notation; with ``auto`` a cell that can be read two ways is an error

    Raises
        ObservationError: not a number, or two readings; the sentence says what to write

    Example
        >>> parse_number("dưới 1.234,5 tỷ đồng (1)")
        Figure(number=Decimal('1234.5'), rest='tỷ đồng', bound='<', mark='(1)')
    """
    if is_missing(cell):
        return None
    text, number = clean(shown(cell)), None
    rest = bound = mark = ""
    if not isinstance(cell, str):
        number, rest = Decimal(repr(float(cell))), "fraction" if isinstance(cell, Percent) else ""
    elif (parts := _parts(text)) is not None:
        sign, body, rest, bound, mark = parts
        number = _read(body, decimal)
        number = None if number is None else number * sign + 0
    if text.startswith("="):
        raise ObservationError('"{text}" is a formula without a result; open the file in Excel and save it, '
                               "or write the number", text=text[:60])
    if number is None or not number.is_finite() or abs(number) >= _TOO_LARGE:
        raise ObservationError('"{text}" is not a number; write {example} or leave the cell empty',
                               text=text[:60], example=_EXAMPLES.get(decimal, "1.234,5"))
    return Figure(number, rest, bound, mark)


def notations(text: str) -> set[Notation]:
    """Return the notation that a text can only be in, if there is exactly one.

    Example
        >>> notations("1.234,5 ha"), notations("1.234 ha"), notations("2026")
        ({'vi'}, set(), set())
    """
    parts = _parts(clean(text))
    found: set[Notation] = {name for name, pattern in _PATTERNS.items()
                            if parts and pattern.fullmatch(parts[1])}
    return found if len(found) == 1 else set()


def parse_milestone(cell: Cell) -> Figure | None:
    """Return 1 for ``đạt``, ``done``; 0 for ``chưa``, ``not yet``; None where nothing is said.

    Raises
        ObservationError: neither

    Example
        >>> parse_milestone("Chưa hoàn thành").number
        Decimal('0')
    """
    word = fold(shown(cell))
    if word in _DONE | _NOT_DONE:
        return Figure(Decimal(word in _DONE))
    if is_missing(cell):
        return None
    raise ObservationError('"{text}" does not say whether it is done; write đạt or chưa đạt',
                           text=clean(shown(cell))[:60])


def _parts(text: str) -> tuple[int, str, str, str, str] | None:
    """Return sign, digits, the text after them, bound and footnote mark; None where the shape is another."""
    marked = _FOOTNOTE.search(text)
    text = text[:marked.start()] if marked else text
    before, after = _BEFORE.match(text), _AFTER.search(text)
    text = text[before.end() if before else 0:after.start() if after else None]
    minus = re.fullmatch(r"\((?![-–−+])([^()]+)\)(.*)", text)
    found = _SHAPE.fullmatch("".join(minus.groups()) if minus else text)
    if found is None or not _REST.match(found[4]):
        return None
    bound, sign, body, rest = found.groups(default="")
    if before or after:
        bound = _ENDINGS[after[1].lower()] if after else _WORDS[before[1].lower()]  # type: ignore[index]
    return -1 if minus or sign not in "+" else 1, body, rest, bound, marked[1] if marked else ""


def _read(body: str, decimal: Notation) -> Decimal | None:
    """Return the one reading of digits and separators, None where there is none."""
    matches = {name: pattern.fullmatch(body) for name, pattern in _PATTERNS.items()
               if decimal in (name, "auto")}
    readings = {name: Decimal(f"{re.sub('[., ]', '', match[1])}.{match[2] or 0}")
                for name, match in matches.items() if match}
    if len(set(readings.values())) > 1:
        raise ObservationError(
            '"{text}" is {vi} in Vietnamese notation, {en} in English; declare decimal: vi or en',
            text=body[:60], **{name: shown(float(number)) for name, number in readings.items()})
    return next(iter(readings.values()), None)

"""Periods and days as they are written in cells and headers."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import clean, fold

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_PERIODS = [re.compile(pattern) for pattern in (
    rf"(?:ca nam )?(?:nam |year )?{_YEAR}(?P<part>-(?:h[12]|q[1-4]|m0[1-9]|m1[0-2]))?",
    rf"(?:quy|q) ?(?P<quarter>[1-4]|i{{1,3}}|iv) ?(?:/|nam|-)? ?{_YEAR}",
    rf"(?:thang|t) ?(?P<month>0?[1-9]|1[0-2]) ?(?:/|nam|-) ?{_YEAR}",
    rf"(?P<half>6) thang (?:dau )?(?:nam )?{_YEAR}",
    rf"{_YEAR} ?- ?(?P<next>(?:19|20)[0-9]{{2}})",
)]
_RANGE = re.compile(r"((?:19|20)[0-9]{2}) ?- ?((?:19|20)[0-9]{2})(?![0-9])")
_WHOLE = {"", "ca nam", "tong so", "tong cong", "chung", "total", "full year"}
"""Words above a figure that leave it what it is."""
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LONGEST = 24
_MONTHS = {"H": 6, "Q": 3, "M": 1}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_QUALIFIED = {
    "preliminary": "so bo|prel|pre|preliminary", "estimate": "uoc thuc hien|uoc tinh|uoc th|uoc|est|estimate",
    "actual": "thuc hien|chinh thuc|th|actual", "plan": "ke hoach|kh|du kien|muc tieu|plan|target"}
_STATUS = {word: status for status, words in _QUALIFIED.items() for word in words.split("|")}
_PLANS = tuple(_QUALIFIED["plan"].split("|"))
_WORDS = "|".join(sorted(_STATUS, key=len, reverse=True))
_WORD = re.compile(rf"(?:^|(?<=[ (,]))(?:{_WORDS})\.?(?=$|[ ),0-9]|nam)")
_MONTH_NAMES = {name: f"M{number:02}" for number, names in enumerate((
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december"), 1) for name in names.split()}


class Said(NamedTuple):
    """What a header says: a period, a status, and the rest of its words, folded; empty where nothing."""

    period: str
    status: str
    rest: str


def parse_period(text: str) -> str:
    """Return a period in the form that observations use; a school year counts as the year it begins in.

    Raises
        ObservationError: not a period

    Example
        >>> parse_period("Năm 2026"), parse_period("2026-h1"), parse_period("Quý III/2026")
        ('2026', '2026-H1', '2026-Q3')
    """
    period = _period(fold(text))
    if not period and split_period(text).period:
        raise ObservationError('"{text}" says more than a period; write 2026, 2026-H1, 2026-Q3 or '
                               "2026-M09, or declare the column under ignore", text=text[:60])
    if not period:
        raise ObservationError('"{text}" is not a period; write 2026, 2026-H1, 2026-Q3 or 2026-M09',
                               text=text[:60])
    return period


def is_period(text: str) -> bool:
    """Whether a text is a period and nothing else, apart from a status.

    Example
        >>> is_period("Sơ bộ 2016"), is_period("2016 Tổng số")
        (True, False)
    """
    said = split_period(text)
    return bool(said.period) and not said.rest


@lru_cache(maxsize=4096)
def split_period(text: str) -> Said:
    """Return the period and the status that a header names, and what else it says.

    Example
        >>> split_period("Prel. 2016 Salary & wage")
        Said(period='2016', status='preliminary', rest='salary & wage')
    """
    folded = re.sub(r"^x(?=(?:19|20)[0-9]{2}(?:\.|$))", "", fold(text))
    if " " not in folded:  # names of columns as R writes them: Pre..2016.Total
        folded = " ".join(re.sub("[._]", " ", folded).split())
    status, bare = _qualified(folded)
    several = _RANGE.search(bare)
    if several and int(several[2]) != int(several[1]) + 1:
        return Said("", "", folded)
    for begin, end in _windows(bare):
        period = _period(bare[begin:end])
        if period:
            rest = " ".join(f"{bare[:begin]} {bare[end:]}".split()).strip(" ,-()")
            return Said(period, status, rest)
    return Said("", "" if bare else status, folded)


def stacked(levels: Sequence[str]) -> Said:
    """Return what the levels of one heading say together; a level that is no period is part of one or rest.

    Args
        levels : sequence of str  from top to bottom

    Example
        >>> stacked(("Năm 2026", "Thực hiện 6 tháng"))
        Said(period='2026-H1', status='actual', rest='')
        >>> stacked(("Năm 2026", "So với cùng kỳ"))
        Said(period='2026', status='', rest='so voi cung ky')
    """
    statuses, texts = [], []
    for level in levels:
        folded = fold(level)
        status, bare = _qualified(folded)
        if status == "plan" and bare and not (_period(bare) or folded.startswith(_PLANS)):
            status, bare = "", folded  # measured by the plan, not planned
        statuses.append(status)
        if bare == "nam" and "ă" not in clean(level).casefold():
            bare = "(nam)"  # of the two sexes one, no year
        texts += [bare] * (bare not in {*_WHOLE, "nam"} and bare not in texts)
    status = "plan" if "plan" in statuses else next(filter(None, reversed(statuses)), "")
    for together in (" ".join(reversed(texts)), " ".join(texts)):
        if period := _period(together):
            return Said(period, status, "")
    period = next(filter(None, map(_period, reversed(texts))), "")
    return Said(period, status, " ".join(text for text in texts if _period(text) != period or not period))


def month_of(text: str) -> str:
    """Return the month that a header names, ``M01`` to ``M12``; empty where it names none.

    Example
        >>> month_of("Sep."), month_of("Tháng 9"), month_of("Total")
        ('M09', 'M09', '')
    """
    folded = fold(text).rstrip(".")
    numbered = re.fullmatch(r"(?:thang|t|month) ?(0?[1-9]|1[0-2])", folded)
    if numbered:
        return f"M{int(numbered[1]):02}"
    return _MONTH_NAMES.get(folded, "")


@lru_cache(maxsize=4096)
def last_day(period: str) -> date:
    """Return the day on which a period ends.

    Example
        >>> last_day("2026-Q3").isoformat()
        '2026-09-30'
    """
    year, _, part = period.partition("-")
    months = _MONTHS[part[0]] * int(part[1:]) if part else 12
    return date(int(year) + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def parse_day(text: str) -> date:
    """Return a date written as ``2026-01-31``, or with the day first as ``31/01/2026``.

    Raises
        ObservationError: not such a date

    Example
        >>> parse_day("3/2/2026").isoformat()
        '2026-02-03'
    """
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise ObservationError('"{text}" is not a date; write it like 2026-01-31',
                               text=text[:60]) from error


def _period(folded: str) -> str:
    """Return the period that a folded text is, empty where it is none."""
    for pattern in _PERIODS:
        found = pattern.fullmatch(folded)
        if found:
            said = found.groupdict()
            if said.get("next") and int(said["next"]) != int(said["year"]) + 1:
                continue
            part = (said.get("part") or "").upper()
            if said.get("quarter"):
                part = f"-Q{_ROMAN.get(said['quarter'], said['quarter'])}"
            elif said.get("month"):
                part = f"-M{int(said['month']):02}"
            elif said.get("half"):
                part = "-H1"
            return f"{said['year']}{part}"
    return ""


def _qualified(folded: str) -> tuple[str, str]:
    """Return the status that a folded text names, and the text without it."""
    word = _WORD.search(folded)
    if word is None:
        return "", folded
    return _STATUS[word[0].rstrip(".")], f"{folded[:word.start()]} {folded[word.end():]}".strip(" ,()")


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches at either end in which a period may stand, the longest first."""
    ends = [*(match.start() for match in re.finditer(r"[ ),]+", text[:_LONGEST + 1])), len(text)]
    tail = max(0, len(text) - _LONGEST)
    begins = [tail + match.end() for match in re.finditer(r"[ (,]+", text[tail:])]
    pairs = [*((0, end) for end in ends), *((begin, len(text)) for begin in begins)]
    return sorted((pair for pair in pairs if 4 <= pair[1] - pair[0] <= _LONGEST),
                  key=lambda pair: pair[0] - pair[1])

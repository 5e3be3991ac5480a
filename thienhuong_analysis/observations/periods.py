"""Periods and days as they are written in cells and headers."""

import re
from datetime import date, timedelta
from functools import lru_cache

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import fold

_PERIOD = re.compile(r"(?:nam )?((?:19|20)[0-9]{2})(-(?:h[12]|q[1-4]|m0[1-9]|m1[0-2]))?")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_MONTHS = {"H": 6, "Q": 3, "M": 1}


def parse_period(text: str) -> str:
    """Return a period in the form that observations use.

    Raises
        ObservationError: not a period

    Example
        >>> parse_period("Năm 2026"), parse_period("2026-h1")
        ('2026', '2026-H1')
    """
    found = _PERIOD.fullmatch(fold(text))
    if found is None:
        raise ObservationError('"{text}" is not a period; write 2026, 2026-H1, 2026-Q3 or 2026-M09',
                               text=text[:60])
    return found[1] + (found[2] or "").upper()


def is_period(text: str) -> bool:
    """Whether a header names a period."""
    return _PERIOD.fullmatch(fold(text)) is not None


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

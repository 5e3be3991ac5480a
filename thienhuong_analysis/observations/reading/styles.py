"""How cells look, where that changes what they mean: percent, legacy fonts, formulas that failed."""

import re
from collections.abc import Iterable
from typing import NamedTuple

Position = tuple[int, int]
"""Row and column, from 0."""

Area = tuple[Position, Position]
"""The first and the last cell of a merged area."""

_NOT_SHOWN = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]', re.DOTALL)


class Look(NamedTuple):
    """The cells of a sheet whose look matters.

    Args
        percent : iterable of (row, column)  cells whose number the format multiplies by a hundred
        fonts : dict  the legacy Vietnamese font of a cell
        errors : dict  what a cell shows whose formula failed: ``#DIV/0!``
    """

    percent: Iterable[Position]
    fonts: dict[Position, str]
    errors: dict[Position, str]


def shows_percent(number_format: str) -> bool:
    r"""Whether a number format shows 0.14 as 14%: a sign in quotes or escaped is only text.

    Example
        >>> [shows_percent(code) for code in ("0.0%", '0.0" %"', r"0\%", "[Red]-0%;0_%")]
        [True, False, False, True]
    """
    return "%" in _NOT_SHOWN.sub("", number_format)


def is_legacy(font: str) -> bool:
    """Whether a font shows Vietnamese only from one of the old byte tables, TCVN3 or VNI.

    Example
        >>> [is_legacy(font) for font in (".VnTime", ".VNARIALH", "VNI-Times", "Times New Roman")]
        [True, True, True, False]
    """
    return font.strip().lower().startswith((".vn", "vni"))

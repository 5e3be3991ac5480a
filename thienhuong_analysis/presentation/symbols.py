"""The symbols in the equations of the coherence audit, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thienhuong_analysis.observations.text import _

if TYPE_CHECKING:
    from thienhuong_analysis.presentation.wording import Wording

_DENSITY, _PEOPLE = _("enterprises per 1,000 people asked for"), _("population of the base year")
_PRODUCT, _INFLATION = _("yearly growth of the product"), _("inflation a year")
_YEARS = _("years that two places give")

SYMBOLS = {
    1: {"g": _("yearly growth of the total"), "n": _("number of years"),
        "g_s": _("yearly growth of a sector"),
        "w_s": _("share of that sector in the product of the base year"),
        "g_T": _("yearly growth of product taxes less subsidies"), "w_T": _("their share in the product")},
    2: {"D": _DENSITY, "P": _PEOPLE, "S₀": _("enterprises of the base year"),
        "C": _("conversions over the whole period"), "B": _("enterprises founded less those that close")},
    3: {"g": _PRODUCT, "π": _INFLATION, "i": _("yearly growth of income per head"),
        "p": _("yearly growth of population"), "s": _("yearly growth of the product against all income")},
    4: {"β": _("growth of revenue per growth of the product"), "r": _("yearly growth of revenue"),
        "g": _PRODUCT, "π": _INFLATION},
    5: {"K": _("poor households in the last year"), "p": _("poverty rate that must not be reached"),
        "H": _("number of households"), "K*": _("poor households that the other target allows"),
        "K_2025": _("poor households of the base year")},
    6: {"q_1, q_2": _("shares that the places ask for"), "q": _("share asked for"),
        "N_1, N_2": _("schools that the places speak of"), "s_1, s_2": _("standards that the places name")},
    7: {"T_1, T_2": _YEARS, "q_1, q_2": _("shares that the places ask for")},
    8: {"T_1, T_2": _YEARS, "t": _("a year"), "t₀": _("the first year"), "T": _("the last year"),
        "q_t": _("share asked for in a year"), "q_y": _("share asked for every year"),
        "q_T": _("share asked for in the last year")},
    9: {"I_t": _("capital of a year"), "d_t": _("share of it that is disbursed"),
        "d": _("share that is to be disbursed")},
    10: {"a_j": _("areas to be cleared, in ha"), "A": _("area of the ward, in km²"),
         "T_1": _("year of the decision on a project"), "T_2": _("year of its land clearance"),
         "A_02, A_03": _("projects of Appendices 02 and 03")},
    11: {"q": _("share of innovative enterprises asked for"), "D": _DENSITY, "P": _PEOPLE},
    12: {"S": _("numbers of the sections"), "n": _("how many there are"),
         "y_1, y_2": _("shares and years that the places print")},
}
"""Number of a check -> symbol -> what it stands for."""


def legend(number: int, words: Wording) -> str:
    """Return what the symbols of a check stand for; empty where it has none.

    Example
        >>> from thienhuong_analysis.presentation.wording import Wording
        >>> legend(9, Wording("en"))
        'I_t: capital of a year; d_t: share of it that is disbursed; d: share that is to be disbursed'
    """
    return "; ".join(f"{symbol}: {words.say(text)}" for symbol, text in SYMBOLS.get(number, {}).items())

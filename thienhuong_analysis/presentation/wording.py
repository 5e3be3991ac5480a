"""What reports say, in Vietnamese or English: sentences, numbers, units, dates, verdicts."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thienhuong_analysis.errors import ThienhuongError

if TYPE_CHECKING:
    import pandas as pd

LANGUAGES = ("vi", "en")
MISSING = "…"
"""What the statistical office prints where a figure exists but is not known."""

_DIGITS = {"per_1000_people": 1, "billion_vnd": 1, "million_vnd": 1, "index_2025": 1,
           "hectares": 2, "square_km": 2}


@dataclass(frozen=True)
class Wording:
    """The words of one language; ``say`` looks an English sentence up in its catalogue.

    Args
        lang : str  ``vi`` or ``en``

    Raises
        ThienhuongError: another language

    Example
        >>> Wording("vi").number(1234.5, 1), Wording("en").number(1234.5, 1)
        ('1.234,5', '1,234.5')
    """

    lang: str = "vi"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ThienhuongError("reports are written in vi or en, not in {lang}", lang=self.lang)

    def say(self, msgid: str, /, **values: object) -> str:
        """Return the sentence in this language, with its values put in."""
        return _catalogue(self.lang).get(msgid, msgid).format(**values)

    def number(self, x: float, digits: int | None = None) -> str:
        """Return a number with so many decimals; None: as many as it needs, at most two."""
        from babel.numbers import format_decimal

        if math.isnan(x):
            return MISSING
        return str(format_decimal(_rounded(x, digits), _pattern(digits), locale=self.lang))

    def percent(self, fraction: float, digits: int | None = 1) -> str:
        """Return a fraction as percent.

        Example
            >>> Wording("vi").percent(0.14), Wording("en").percent(0.005, None)
            ('14,0%', '0.5%')
        """
        from babel.numbers import format_percent

        if math.isnan(fraction):
            return MISSING
        places = 4 if digits is None else digits + 2
        return str(format_percent(_rounded(fraction, places), _pattern(digits) + "%",
                                  locale=self.lang))

    def figure(self, x: float, unit: str, *, exact: bool = False) -> str:
        """Return a value in its unit's usual precision, without the unit's name; percent keeps its sign.

        Args
            x : float  [canonical unit]
            exact : bool  as many decimals as it needs, at most two, instead of the usual ones
        """
        if unit == "none":
            return MISSING if math.isnan(x) else self.say("met") if x >= 1 else self.say("not yet met")
        if unit == "fraction":
            return self.percent(x, None if exact else 2 if 0 < abs(x) < 0.00995 else 1)
        return self.number(x, None if exact else _DIGITS.get(unit, 0))

    def value(self, x: float, unit: str, *, exact: bool = False) -> str:
        """Return a value with its unit.

        Example
            >>> Wording("vi").value(150, "billion_vnd", exact=True)
            '150 tỷ đồng'
        """
        text = self.figure(x, unit, exact=exact)
        templates = {
            "per_1000_people": self.say("{value} per 1,000 people", value=text),
            "billion_vnd": self.say("{value} billion VND", value=text),
            "million_vnd": self.say("{value} million VND", value=text),
            "persons": self.say("{value} people", value=text),
            "households": self.say("{value} households", value=text),
            "hectares": f"{text} ha", "square_km": f"{text} km²",
        }
        return text if text == MISSING else templates.get(unit, text)

    def unit(self, unit: str) -> str:
        """Return the name of a unit as it stands on an axis or in a table's heading."""
        return {"fraction": "%", "billion_vnd": self.say("billion VND"),
                "million_vnd": self.say("million VND"), "index_2025": "2025 = 100",
                "per_1000_people": self.say("per 1,000 people"), "persons": self.say("people"),
                "households": self.say("households"), "hectares": "ha", "square_km": "km²",
                }.get(unit, "")

    def chance(self, p: float) -> str:
        """Return a probability as percent that claims no certainty the draws do not have.

        Example
            >>> Wording("en").chance(0.9996), Wording("en").chance(0.312)
            ('over 99%', '31%')
        """
        if 0.99 < p < 1:
            return self.say("over {percent}", percent=self.percent(0.99, 0))
        if 0 < p < 0.01:
            return self.say("under {percent}", percent=self.percent(0.01, 0))
        return self.percent(p, 0)

    def probability(self, p: float) -> str:
        """Return a probability as percent and in the fixed words of the verdicts.

        Example
            >>> Wording("en").probability(0.31)
            '31% (at risk)'
        """
        if math.isnan(p):
            return self.verdict("no_data")
        word = ("likely" if p >= 0.8 else "more_likely_than_not" if p >= 0.5
                else "at_risk" if p >= 0.2 else "unlikely")
        return f"{self.chance(p)} ({self.verdict(word)})"

    def verdict(self, name: str) -> str:
        """Return the fixed word of a verdict."""
        return {"likely": self.say("likely to be met"),
                "more_likely_than_not": self.say("more likely than not"),
                "at_risk": self.say("at risk"), "unlikely": self.say("unlikely to be met"),
                "no_data": self.say("no data yet"), "done": self.say("done"),
                "not_done_yet": self.say("not done yet"), "met": self.say("met"),
                "missed": self.say("missed")}[name]

    def status(self, name: str) -> str:
        """Return the word for a figure's status."""
        return {"actual": self.say("actual"), "preliminary": self.say("preliminary"),
                "estimate": self.say("estimate"), "implied": self.say("implied by the programme"),
                "assumption": self.say("assumption")}.get(name, name)

    def breakdown(self, member: str) -> str:
        """Return the name of a sector or another part of an indicator."""
        return {"total": self.say("Total"),
                "agriculture_fishery": self.say("Agriculture, fishery"),
                "industry_construction": self.say("Industry, construction"),
                "services": self.say("Services"),
                "product_taxes": self.say("Product taxes less subsidies"),
                "very_serious": self.say("Very serious crimes"),
                "especially_serious": self.say("Especially serious crimes")}.get(member, member)

    def date(self, day: datetime.date | str) -> str:
        """Return a date, ``10/9/2025`` or ``10 September 2025``; text that is none stays as it is."""
        from babel.dates import format_date

        try:
            day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError:
            return str(day)
        return str(format_date(day, "d/M/y" if self.lang == "vi" else "d MMMM y", locale=self.lang))

    def list(self, items: Iterable[str]) -> str:
        """Return items as a list in a sentence: ``a, b và c``."""
        from babel.lists import format_list

        return str(format_list(list(items), locale=self.lang))

    def names(self, frame: pd.DataFrame, key: str) -> dict[str, str]:
        """Return the name of each row by its key, from ``name_vi`` or ``name_en``."""
        frame = frame if key in frame else frame.reset_index()
        return dict(zip(frame[key], frame[f"name_{self.lang}"], strict=True))


def _pattern(digits: int | None) -> str:
    return "#,##0.##" if digits is None else "#,##0." + "0" * digits if digits else "#,##0"


def _rounded(x: float, digits: int | None) -> float:
    return round(float(x), 2 if digits is None else digits) + 0.0


@lru_cache
def _catalogue(lang: str) -> dict[str, str]:
    if lang == "en":
        return {}
    from babel.messages.pofile import read_po

    with (Path(__file__).parent / "locale" / f"{lang}.po").open("rb") as opened:
        return {str(message.id): str(message.string)
                for message in read_po(opened, locale=lang) if message.id and message.string}

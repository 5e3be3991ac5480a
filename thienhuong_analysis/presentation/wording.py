"""What reports say, in Vietnamese or English: sentences, terms, numbers, units and dates."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thienhuong_analysis.errors import ThienhuongError

if TYPE_CHECKING:
    import pandas as pd

MISSING = "…"
"""What the statistical office prints where a figure exists but is not known."""


def _(msgid: str) -> str:
    """Mark a text for the catalogue."""
    return msgid


_TERMS = {
    "likely": _("likely to be met"), "more_likely_than_not": _("more likely than not"),
    "at_risk": _("at risk"), "unlikely": _("unlikely to be met"), "no_data": _("no data yet"),
    "not_begun": _("not begun"), "going_on": _("going on"), "late": _("late"),
    "not_reported": _("not reported"),
    "done": _("done"), "not_done_yet": _("not done yet"), "met": _("met"), "missed": _("missed"),
    "no_change": _("no change, for want of figures of two years"),
    "restatement": _("a factor that restates figures to the new definition"),
    "constant_taxes": _("product taxes less subsidies keep their part of the total"),
    "failures_out_of": _("failures counted out of the whole, from a prior of half a failure"),
    "births_growth": _("Yearly growth of births of enterprises"),
    "exposure_of_new": _("Part of their first year in which new enterprises may exit"),
    "poverty_semi_elasticity": _("Points of the poverty rate for each per cent of income growth"),
    "poverty_reference_growth": _("Income growth at which exits from poverty are as assumed"),
    "delay_spread": _("Further delay that is drawn at random, at most, in years"),
    "poor": _("poor"), "near_poor": _("near-poor"), "other": _("other households"),
    "on_pace": _("on pace"), "behind": _("behind"),
    "reached": _("reached"), "on_track": _("on track"), "acceleration_needed": _("acceleration needed"),
    "limited": _("limited progress"), "deterioration": _("moving away"), "slightly_off": _("slightly off"),
    "off_track": _("off track"), "wrong_direction": _("wrong direction"),
    "not_applicable": _("cannot be applied"),
    "actual": _("actual"), "preliminary": _("preliminary"), "estimate": _("estimate"),
    "implied": _("implied by the programme"), "assumption": _("assumption"),
    "programme": _("printed in the programme"), "computed": _("computed"),
    "consistent": _("consistent"), "consistent_if": _("consistent if a condition holds"),
    "cannot_tell": _("cannot be told"), "conflict": _("conflict"),
    "total": _("Total"), "agriculture_fishery": _("Agriculture, fishery"),
    "industry_construction": _("Industry, construction"), "services": _("Services"),
    "product_taxes": _("Product taxes less subsidies"),
    "statistics_office": _("standard of the statistics office"),
    "standard_2016_2020": _("standard of 2016–2020"), "standard_2022_2025": _("standard of 2022–2025"),
    "draws": _("Number of simulations"), "seed": _("Seed of the random numbers"), "lang": _("Language"),
    "year": _("Year of the review"), "as_of": _("Figures known on"),
    "very_serious": _("Very serious crimes"), "especially_serious": _("Especially serious crimes"),
    "B.I": _("I. Economic development"), "B.III": _("III. Culture and society"),
    "B.IV": _("IV. Defence and security"),
    "B.V": _("V. Internal affairs, government, administrative reform and digital transformation"),
    "H": _("official"), "M": _("press quoting an official body"), "L": _("secondary"),
    "billion_vnd": _("billion VND"), "million_vnd": _("million VND"), "persons": _("people"),
    "per_1000_people": _("per 1,000 people"), "households": _("households"), "years": _("years"),
    "enterprises": _("enterprises"), "projects": _("projects"), "sections": _("sections"),
    "places": _("places"),
    "hectares": "ha", "square_km": "km²", "index_2025": _("total of 2025 = 100"),
    "history_revised": _("Earlier figures revised"), "new_actual": _("New figures"),
    "assumptions": _("Assumptions"), "scenario": _("Scenario"), "method": _("Method of projection"),
    "before": _("Before"), "after": _("After"), "own_index": _("value of 2025 = 100"),
    "fraction": "%",
    "count": "", "none": "",
}
_LEVERS = {
    "growth": _("Growth: {series}"), "change": _("Yearly change: {series}"),
    "projects": _("Value added by the projects: {series}"),
    "value_per_hectare": _("Value added per hectare of the projects, billion VND: {series}"),
    "value_share_per_hectare": _("Value added per hectare of the projects, as a share of the GRDP of 2025: "
                                 "{series}"),
}
_DIGITS = {"per_1000_people": 1, "billion_vnd": 1, "million_vnd": 1, "index_2025": 1, "own_index": 1,
           "hectares": 2, "square_km": 2}
_CHANCES = ((0.8, "likely"), (0.5, "more_likely_than_not"), (0.2, "at_risk"), (0.0, "unlikely"))


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
        if self.lang not in ("vi", "en"):
            raise ThienhuongError("reports are written in vi or en, not in {lang}", lang=self.lang)

    def say(self, msgid: str, /, **values: object) -> str:
        """Return the sentence in this language, with its values put in."""
        said = {name: self.say(value.message, **value.values)
                if isinstance(value, ThienhuongError) else value for name, value in values.items()}
        return _catalogue(self.lang).get(msgid, msgid).format(**said)

    def term(self, name: str) -> str:
        """Return the word for a verdict, status, sector, unit, part or grade; else its name."""
        term = _TERMS.get(name, name)
        return self.say(term) if term else ""

    verdict = breakdown = status = term

    def lever(self, key: str, names: Mapping[str, str] | None = None) -> str:
        """Return the name of a lever that moves one series: ``growth.services``.

        Args
            names : mapping  indicator -> what it is called in this language
        """
        kind, _, series = key.partition(".")
        if kind == "transition":
            before, _dot, after = series.partition(".")
            if before == after:
                return self.say("Households that stay {state} in a year", state=self.term(before))
            return self.say("Households that turn from {before} to {after} in a year",
                            before=self.term(before), after=self.term(after))
        if kind not in _LEVERS:
            return self.term(key)
        return self.say(_LEVERS[kind], series=self.term((names or {}).get(series, series)))

    def number(self, x: float, digits: int | None = None) -> str:
        """Return a number with so many decimals; None: as many as it needs, at most two."""
        from babel.numbers import format_decimal

        return MISSING if math.isnan(x) else str(format_decimal(
            round(float(x), 2 if digits is None else digits) + 0.0, _pattern(digits),
            locale=self.lang))

    def percent(self, fraction: float, digits: int | None = 1) -> str:
        """Return a fraction as percent.

        Example
            >>> Wording("vi").percent(0.14), Wording("en").percent(0.005, None)
            ('14,0%', '0.5%')
        """
        return MISSING if math.isnan(fraction) else self.number(100 * fraction, digits) + "%"

    def figure(self, x: float, unit: str, *, exact: bool = False) -> str:
        """Return a value in its unit's usual precision, without the unit's name but with %.

        Args
            x : float  [canonical unit]
            exact : bool  as many decimals as it needs, at most two
        """
        if unit == "none" and not math.isnan(x):
            return self.say("met") if x >= 1 else self.say("not yet met")
        if unit == "fraction":
            return self.percent(x, None if exact else 2 if 0 < abs(x) < 0.00995 else 1)
        return self.number(x, None if exact else _DIGITS.get(unit, 0))

    def value(self, x: float, unit: str, *, exact: bool = False) -> str:
        """Return a value with its unit.

        Example
            >>> Wording("vi").value(150, "billion_vnd", exact=True)
            '150 tỷ đồng'
        """
        if unit == "per_1000_people" and not math.isnan(x):
            return self.say("{number} per 1,000 people", number=self.figure(x, unit, exact=exact))
        silent = unit in ("fraction", "index_2025", "own_index") or math.isnan(x)
        return f"{self.figure(x, unit, exact=exact)} {'' if silent else self.term(unit)}".strip()

    def captioned(self, title: str, unit: str) -> str:
        """Return a title with the unit in brackets, where the title does not say it already.

        Example
            >>> Wording("en").captioned("Population", "persons"), Wording("vi").captioned("Tỷ lệ", "none")
            ('Population (people)', 'Tỷ lệ')
        """
        unsaid = "" if unit == "per_1000_people" else self.term(unit)
        return f"{title} ({unsaid})" if unsaid else title

    def signed(self, x: float, unit: str) -> str:
        """Return a change with its sign, of fractions in points; a small one with two digits that count.

        Example
            >>> Wording("en").signed(0.000012, "fraction"), Wording("vi").signed(-12.5, "count")
            ('+0.0012', '-12,5')
        """
        x = 100 * x if unit == "fraction" else x
        small = 0 < abs(x) < 0.01
        return ("+" if x > 0 else "") + self.number(
            x, min(6, 1 - math.floor(math.log10(abs(x)))) if small else None)

    def change(self, x: float, unit: str) -> str:
        """Return a change with its sign, and for fractions the word for points."""
        text = self.signed(x, unit)
        return self.say("{change} points", change=text) if unit == "fraction" else text

    def chance(self, p: float) -> str:
        """Return a probability as percent; draws that all agree are still no certainty, NaN is a dash.

        Rounding never lifts it to a better verdict: it gets a decimal then, or is said to be under it.

        Example
            >>> Wording("en").chance(1.0), Wording("en").chance(0.312), Wording("en").chance(0.496)
            ('over 99%', '31%', '49.6%')
        """
        if math.isnan(p):
            return "–"
        if p > 0.99:
            return self.say("over {percent}", percent=self.percent(0.99, 0))
        if p < 0.01:
            return self.say("under {percent}", percent=self.percent(0.01, 0))
        digits = next((d for d in (0, 1) if self.label(round(p, 2 + d)) == self.label(p)), None)
        if digits is None:
            return self.say("under {percent}", percent=self.percent(round(p, 3), 0))
        return self.percent(p, digits)

    def probability(self, p: float) -> str:
        """Return a probability as percent and in the fixed words of the verdicts.

        Example
            >>> Wording("en").probability(0.31)
            '31% (at risk)'
        """
        name = self.label(p)
        return self.term(name) if name == "no_data" else f"{self.chance(p)} ({self.term(name)})"

    @staticmethod
    def label(p: float) -> str:
        """Return the verdict that a probability stands for, METHOD section 6."""
        return next((name for lowest, name in _CHANCES if p >= lowest), "no_data")

    def date(self, day: datetime.date | str) -> str:
        """Return a date, ``10/9/2025`` or ``10 September 2025``; other text stays as it is."""
        from babel.dates import format_date

        try:
            day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError:
            return str(day)
        return str(format_date(day, "d/M/y" if self.lang == "vi" else "d MMMM y", locale=self.lang))

    def period(self, period: str) -> str:
        """Return a period in words: ``2024-H1`` is the first half of 2024."""
        year, _, part = period.partition("-")
        return {"H1": self.say("first half of {year}", year=year),
                "M09": self.say("first nine months of {year}", year=year)}.get(part, period)

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


@lru_cache
def _catalogue(lang: str) -> dict[str, str]:
    if lang == "en":
        return {}
    from babel.messages.pofile import read_po

    with (Path(__file__).parent / "locale" / f"{lang}.po").open("rb") as opened:
        return {str(message.id): str(message.string)
                for message in read_po(opened, locale=lang) if message.id and message.string}

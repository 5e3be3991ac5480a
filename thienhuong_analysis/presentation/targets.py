"""How a target is called, what it asks, and how each of its columns is shown in a table."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from thienhuong_analysis.presentation.display import Cell, Column
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR, Programme
from thienhuong_analysis.programme.targets import COMPARATORS

SIGNS = {"likely": "▲", "more_likely_than_not": "△", "at_risk": "▽", "unlikely": "▼",
         "no_data": "○", "done": "✓", "met": "✓", "not_done_yet": "□", "missed": "✗",
         "on_pace": "△", "behind": "▽"}
"""A mark for every verdict, so that colour is never the only sign."""

_COMPARISONS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}


def target_names(programme: Programme, words: Wording) -> dict[str, str]:
    """Return what each target is called: indicator, part, and when, where two share both."""
    indicators = words.names(programme.indicators, "indicator_id")
    names = pd.Series({row.target_id: indicators[row.indicator_id] + (
        "" if row.breakdown in ("", "total") else f" – {words.term(row.breakdown)}")
        for row in _rows(programme)})
    doubled = names.duplicated(keep=False)
    return {row.target_id: f"{names[row.target_id]} ({_when(row, words)})"
            if doubled[row.target_id] else names[row.target_id] for row in _rows(programme)}


def requirements(programme: Programme, words: Wording) -> dict[str, tuple[str, str]]:
    """Return what each target asks, as the document prints it, and when: ``("≥ 14%/năm", …)``."""
    return {row.target_id: (_what(row, words), _when(row, words)) for row in _rows(programme)}


def verdict_class(verdict: str) -> str:
    """Return the class of a verdict in the stylesheet."""
    return "verdict-" + verdict.removesuffix("_than_not").removesuffix("_yet").replace("_", "-")


def verdict_cell(row: Any, words: Wording, detail: str = "", reason: str = "") -> Cell:
    """Return a verdict with its word, sign and colour; without the colour where it rests on assumptions.

    Args
        row : a row with ``verdict`` and ``assumed``
        reason : str  what it rests on, in words
    """
    word, sign = words.term(row.verdict), SIGNS[row.verdict]
    if not row.assumed:
        return Cell(word, detail, sign=sign, css=verdict_class(row.verdict))
    return Cell(word, sign=sign, css="assumed", badge=words.say("on assumptions"),
                reason=reason or words.say("rests on assumptions"))


def target_columns(programme: Programme, words: Wording, year: int, *,
                   reasons: Mapping[str, str] | None = None) -> dict[str, Column]:
    """Return the columns a table of targets may have, over rows of the assessment.

    Args
        year : int  the year of the review
        reasons : mapping  target -> what its probability rests on, in words
    """
    names, units = target_names(programme, words), words.names(programme.units, "lead_unit")
    texts = {row.target_id: row.text_en if words.lang == "en" else programme.in_cells(
        row.citation, row.quote_vi) for row in _rows(programme)}
    asked = requirements(programme, words)

    def value(x: float, unit: str) -> str:
        return "" if math.isnan(x) else words.value(x, unit)

    def projected(row: Any) -> Cell:
        other = not pd.isna(row.by_year) and row.by_year != LAST_YEAR and not math.isnan(row.projected)
        return Cell(value(row.projected, row.unit), str(int(row.by_year)) if other else "",
                    node=f"target.{row.target_id}")

    def assessment(row: Any) -> Cell:
        return verdict_cell(row, words, why(row), (reasons or {}).get(row.target_id, ""))

    def error(row: Any) -> str:
        shown = words.number(100 * row.standard_error)
        certain = not 0.01 <= row.probability <= 0.99
        return "" if certain or shown == "0" else words.say("simulation error ± {error} points", error=shown)

    def why(row: Any) -> str:
        if row.verdict == "missed" and row.cadence == "each_year" and held(row):
            return words.say("missed in an earlier year")
        if row.verdict == "no_data" and row.latest_status == "implied":
            return words.say("not measured yet")
        if row.verdict == "no_data" and not pd.isna(row.latest_year) and row.latest_year > BASE_YEAR:
            return words.say("no figure of {year} to start from", year=BASE_YEAR)
        return ""

    def units_of(row: Any) -> str:
        return "; ".join(units[name] for name in row.lead_unit.split(";"))

    return {
        "target": Column(words.say("Target"), lambda row: names[row.target_id]),
        "target_text": Column(words.say("Target"),
                              lambda row: Cell(names[row.target_id], texts[row.target_id])),
        "theme": Column(words.say("Part of the programme"), lambda row: words.term(row.theme)),
        "lead_unit": Column(words.say("Lead unit"), units_of),
        "asked": Column(words.say("Asked for"), lambda row: Cell(
            *asked[row.target_id], node=f"target.{row.target_id}")),
        "latest": Column(words.say("Latest"), lambda row: _latest(row, words), numeric=True),
        "milestone": Column(words.say("Milestone {year}", year=year), lambda row: (
            "" if row.comparator == "done" else Cell(
                value(row.milestone, row.unit), node=f"{row.target_id}.milestone.{year}")), numeric=True),
        "projected": Column(words.say("Projected {year}", year=LAST_YEAR), projected, numeric=True),
        "probability": Column(words.say("Probability"), lambda row: (
            "" if math.isnan(row.probability) or row.verdict in ("met", "missed")
            else Cell(words.chance(row.probability), error(row), node=f"chance.{row.target_id}")),
                              numeric=True),
        "assessment": Column(words.say("Assessment"), assessment),
        "section": Column(words.say("Section"), lambda row: row.citation),
    }


def held(row: Any) -> bool:
    """Return whether the latest figure of a target, taken alone, satisfies it."""
    return bool(COMPARATORS[row.comparator](row.latest, row.target))


def known_so_far(row: Any) -> float:
    """Return the latest figure of a target, else where it starts; NaN where neither is known."""
    if not math.isnan(row.latest) or row.cadence == "period_average":
        return float(row.latest)
    return 0.0 if row.cadence == "period_total" else float(row.baseline)


def _latest(row: Any, words: Wording) -> str | Cell:
    value = known_so_far(row)
    if math.isnan(row.latest) and row.cadence == "period_average" and not pd.isna(row.latest_year):
        return Cell(words.say("delivered"), str(row.latest_year))
    if math.isnan(value) or (math.isnan(row.latest) and row.cadence == "period_total"):
        return words.value(math.nan, row.unit)
    status = "" if row.latest_status == "actual" else row.latest_status
    plain = row.cadence not in ("period_average", "period_total")
    return Cell(words.value(value, row.unit), str(row.latest_year), badge=words.term(status),
                reason=words.say("an assumption, not a figure") if status == "assumption" else "",
                node=f"{row.indicator_id}.{row.breakdown}.{row.latest_year}" if plain else "")


def _rows(programme: Programme) -> list[Any]:
    return list(programme.targets.itertuples())


def _what(row: Any, words: Wording) -> str:
    if row.comparator == "done":
        return words.say("to be achieved")
    value, percent = float(row.value), words.percent(float(row.value) / 100, None)
    text = {"percent": percent, "percent_per_year": words.say("{percent} a year", percent=percent)}
    if row.comparator == "eq" and value == 0:
        return words.say("none at all")
    if row.comparator == "ge" and row.unit == "percent" and value == 100:
        return percent
    return f"{_COMPARISONS[row.comparator]}\N{NO-BREAK SPACE}" + text.get(
        row.unit, words.value(value, row.unit, exact=True))


def _when(row: Any, words: Wording) -> str:
    last = LAST_YEAR if math.isnan(row.by_year) else int(row.by_year)
    first = BASE_YEAR + 1 if math.isnan(row.from_year) else int(row.from_year)
    if row.comparator == "done" and row.cadence == "by_year" and not math.isnan(row.by_year):
        return words.say("in {year}", year=last)
    return {"each_year": words.say("every year"),
            "by_year": words.say("by {year}", year=last),
            "period_average": words.say("on average {first}–{last}", first=first, last=last),
            "period_total": words.say("in all {first}–{last}", first=first, last=last)}[row.cadence]

"""The tables of a report, each from a tidy frame."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from thienhuong_analysis.presentation.display import Cell, Column, Table, lay_out, tabulate
from thienhuong_analysis.presentation.targets import SIGNS, target_columns
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import LAST_YEAR, YEARS, Programme
from thienhuong_analysis.scenarios import Setting

__all__ = ["SIGNS", "assumption_names", "assumptions_table", "lay_out", "scorecard",
           "sources_table", "targets_without_data"]


def scorecard(assessment: pd.DataFrame, programme: Programme, *, year: int, lang: str,
              by: str = "theme", assumptions: pd.DataFrame | None = None) -> Table:
    """Return every target with what it asks, where it stands, its chances and its verdict.

    Args
        assessment : DataFrame  one row a target, as ``Ward.assess`` gives it
        year : int  the year of the review
        by : str  ``theme`` or ``lead_unit``; a target of several units stands under each
        assumptions : DataFrame  indexed by key; their names and reasons go into footnotes
    """
    words = Wording(lang)
    reasons = {row.target_id: words.say("Rests on assumptions: {names}.", names="; ".join(
        assumption_names(row.rests_on, words, assumptions))) for row in assessment.itertuples()}
    columns = target_columns(programme, words, year, reasons=reasons)
    shown = dict.fromkeys(("target_text", by, "asked", "latest", "milestone", "projected", "probability",
                           "assessment", "lead_unit", "section"))
    notes: tuple[str, ...] = ()
    if assumptions is not None and assessment["assumed"].any():
        keys = dict.fromkeys(";".join(assessment["rests_on"]).split(";"))
        used = assumptions.loc[[key for key in keys if key in assumptions.index]].itertuples()
        notes = (words.say("What is marked “on assumptions” rests on:"), *(
            f"{getattr(row, f'name_{lang}')}: {_shown(row, words)}. "
            f"{getattr(row, f'reason_{lang}')}" for row in used))
    rows = _under(assessment, by, programme).itertuples()
    return tabulate(rows, [columns[name] for name in shown],
                    words.say("Targets of the programme, review of {year}", year=year), lang,
                    group=columns[by].heading, notes=notes)


def targets_without_data(assessment: pd.DataFrame, programme: Programme, *, lang: str) -> Table:
    """Return the targets that nobody has measured, under the unit that owes the figure.

    A figure that is assumed stands in for one that is owed.
    """
    words = Wording(lang)
    columns = target_columns(programme, words, LAST_YEAR)
    owed = (assessment["verdict"] == "no_data") | (assessment["latest_status"] == "assumption")
    rows = _under(assessment[owed], "lead_unit", programme)
    shown = [columns[name] for name in ("target", "lead_unit", "asked", "section")]
    return tabulate(rows.itertuples(), shown, words.say("Targets without figures yet"), lang,
                    group=columns["lead_unit"].heading)


def assumption_names(rests_on: str | Iterable[str], words: Wording,
                     assumptions: pd.DataFrame | None = None) -> list[str]:
    """Return the names of assumptions by their keys; those that only scenarios set are levers."""
    names = {} if assumptions is None else words.names(assumptions, "assumption")
    keys = rests_on.split(";") if isinstance(rests_on, str) else rests_on
    return [names.get(key) or words.lever(key) for key in keys if key]


def assumptions_table(assumptions: pd.DataFrame, *, lang: str) -> Table:
    """Return the assumptions with value, range and reason.

    A column ``shown`` holds the value in words where a scenario sets it.
    """
    words = Wording(lang)
    return tabulate(assumptions.itertuples(), [
        Column(words.say("Assumption"), lambda row: getattr(row, f"name_{lang}")),
        Column(words.say("Value"), lambda row: _shown(row, words), numeric=True),
        Column(words.say("Range"), lambda row: "" if row.low != row.low else (
            f"{_amount(row.low, row.unit, words)} – {_amount(row.high, row.unit, words)}"), numeric=True),
        Column(words.say("Reason"), lambda row: getattr(row, f"reason_{lang}"))],
        words.say("Assumptions"), lang)


def in_use(assumptions: pd.DataFrame, settings: Mapping[str, Setting], solved: Mapping[str, float],
           names: Mapping[str, str], words: Wording) -> pd.DataFrame:
    """Return the assumptions with what a scenario sets or solves for in their place.

    Args
        settings : mapping  lever -> setting
        solved : mapping  lever -> what came out, of those left to be solved for
        names : mapping  indicator or scenario -> what it is called in this language

    Returns
        DataFrame  as the assumptions, with a column ``shown``: the value in words, where it is set
    """
    frame = assumptions.assign(shown="")
    for key, setting in settings.items():
        if setting.required and key not in solved:
            continue
        if key not in frame.index:
            frame.loc[key, f"name_{words.lang}"] = words.lever(key, names)
        reason = (words.say("Solved for, so that the target is just reached.") if setting.required
                  else words.say("Set by the scenario “{scenario}”.", scenario=names[setting.set_by]))
        values = [solved[key]] if setting.required else list(setting.by_year)
        frame.loc[key, ["shown", f"reason_{words.lang}"]] = [path_text(key, values, words), reason]
    return frame


def is_number(key: str) -> bool:
    """Say whether a lever is a plain number, no rate or share.

    Example
        >>> is_number("births"), is_number("growth.services")
        (True, False)
    """
    return key.partition(".")[0] in ("births", "conversions", "delay_years", "volatility", "delay_spread",
                                     "project_ramp", "value_per_hectare", "poverty_semi_elasticity")


def path_text(key: str, values: Iterable[float], words: Wording) -> str:
    """Return a lever's values: one where all years are alike, else each with its year."""
    counted = is_number(key)
    said = [words.number(value) if counted else words.percent(value, None) for value in values]
    return said[0] if len(set(said)) == 1 else "; ".join(
        f"{year}: {value}" for year, value in zip(YEARS, said, strict=True))


def sources_table(sources: pd.DataFrame, *, lang: str) -> Table:
    """Return where the figures come from: title, address, publisher, date and grade."""
    words = Wording(lang)
    return tabulate(sources.fillna("").itertuples(), [
        Column(words.say("Source"), lambda row: Cell(row.title, row.url)),
        Column(words.say("Publisher"), lambda row: row.publisher),
        Column(words.say("Published"), lambda row: words.date(row.published)),
        Column(words.say("Grade"), lambda row: words.term(row.grade))], words.say("Sources"), lang)


def _under(assessment: pd.DataFrame, by: str, programme: Programme) -> pd.DataFrame:
    """Return the rows in the order of their headings; a target of several units once for each."""
    if by != "lead_unit":
        return assessment.sort_values(by, kind="stable")
    frame = assessment.assign(lead_unit=assessment["lead_unit"].str.split(";")).explode("lead_unit")
    order = list(programme.units["lead_unit"])
    return frame.sort_values("lead_unit", key=lambda units: units.map(order.index), kind="stable")


def _amount(x: float, unit: str, words: Wording) -> str:
    return words.number(x) if unit == "none" else words.value(x, unit, exact=True)


def _shown(row: Any, words: Wording) -> str:
    return getattr(row, "shown", "") or _amount(row.value, row.unit, words)

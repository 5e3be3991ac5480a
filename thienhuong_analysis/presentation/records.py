"""Tables of record: the files read, what was found in them, the tasks, the scenarios."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment import due_tasks
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.presentation.deliveries import task_state, timing
from thienhuong_analysis.presentation.display import Cell, Table
from thienhuong_analysis.presentation.tables import SIGNS, lay_out, path_text
from thienhuong_analysis.presentation.targets import requirements, target_names, verdict_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thienhuong_analysis.observations import Known
    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.programme import Programme
    from thienhuong_analysis.scenarios import Scenario, Setting


def files_table(files: pd.DataFrame, words: Wording) -> Table:
    """Return the files read with counts of cells."""
    names = {"read": words.say("Cells read"), "accepted": words.say("Accepted"),
             "rejected": words.say("Rejected")}
    cells = lay_out(files.itertuples(), {words.say("File"): lambda row: row.file, **{
        heading: (lambda row, name=name: words.number(getattr(row, name), 0))
        for name, heading in names.items()}})
    return Table(cells, words.say("Files read"), words.lang, set(names.values()))


def findings_table(quality: pd.DataFrame, names: Mapping[str, str], words: Wording) -> Table:
    """Return what the checks found and what to do about it: the ward's first, the gravest first.

    Args
        names : mapping  id of an indicator, a place, a source or a definition -> what it is called in
            this language
    """
    grave = {"error": words.say("wrong"), "high": words.say("grave"), "medium": words.say("moderate"),
             "low": words.say("slight")}
    order = quality.sort_values("severity", key=lambda s: s.map(list(grave).index), kind="stable")
    order = order.assign(other=order["file"].str.startswith("reference/")).sort_values("other", kind="stable")
    heading = words.say("Figures")
    cells = lay_out(order.itertuples(), {
        heading: lambda row: words.say("Public figures for reference") if row.other else words.say(
            "Figures of the ward"),
        words.say("Severity"): lambda row: grave[row.severity],
        words.say("Place"): lambda row: row.cell or row.file,
        words.say("Text found"): lambda row: row.text,
        words.say("Finding"): lambda row: words.say(row.message, **{
            key: _said(key, value, names, words) for key, value in row.values.items()})})
    return Table(cells, words.say("Findings"), words.lang, group=heading)


def revisions_table(revisions: pd.DataFrame, names: Mapping[str, str], words: Wording) -> Table:
    """Return the figures that a later report changed, the latest first.

    Args
        revisions : DataFrame  as ``observations.revisions`` gives it
        names : mapping  as ``findings_table`` takes it
    """
    def told(row: Any, when: str) -> Cell:
        figure = words.value(getattr(row, when), row.unit, exact=True)
        return Cell(figure, f"{words.status(getattr(row, f'status_{when}'))}, "
                            f"{words.date(getattr(row, f'as_of_{when}'))}")

    def change(row: Any) -> str:
        points = row.unit == "fraction"
        amount = words.number(row.change * (100 if points else 1), 2 if points else None)
        return words.say("{change} points", change=amount) if points else (
            f"{amount} ({words.percent(row.relative_change)})")

    def source(row: Any) -> str:
        return " → ".join(dict.fromkeys(names.get(key, key) for key in (row.source_before, row.source_after)))

    before, after, changed = words.say("Before"), words.say("After"), words.say("Change")
    order = revisions.sort_values("as_of_after", ascending=False, kind="stable")
    cells = lay_out(order.itertuples(), {
        words.say("Indicator"): lambda row: names.get(row.indicator, row.indicator) + (
            "" if row.breakdown == "total" else f": {words.breakdown(row.breakdown)}"),
        words.say("Locality"): lambda row: names.get(row.locality, row.locality),
        words.say("Period"): lambda row: words.period(row.period),
        before: lambda row: told(row, "before"), after: lambda row: told(row, "after"), changed: change,
        words.say("Source"): source})
    return Table(cells, words.say("Revised figures"), words.lang, {before, after, changed})


def rejected_table(rejected: pd.DataFrame, quality: pd.DataFrame, names: Mapping[str, str],
                   words: Wording) -> Table:
    """Return the cells that could not be used, with the reason as the findings say it."""
    reasons = {row.cell: words.say(row.message, **row.values)
               for row in quality[quality["severity"] == "error"].itertuples()}
    cells = lay_out(rejected.itertuples(), {
        words.say("Place"): lambda row: row.cell,
        words.say("Indicator"): lambda row: names.get(row.indicator, row.indicator),
        words.say("Text found"): lambda row: row.text,
        words.say("Reason"): lambda row: reasons.get(row.cell, row.reason)})
    return Table(cells, words.say("Rejected cells"), words.lang)


def coverage_table(programme: Programme, known: Known, words: Wording) -> Table:
    """Return for every indicator the years in which it has figures, under its lead unit."""
    names = words.names(programme.indicators, "indicator_id")
    units = words.names(programme.units, "lead_unit")
    years: dict[str, list[str]] = {}
    for row in programme.indicators.itertuples():
        found = {(year, known.status(row.indicator_id, breakdown, year) == "implied")
                 for breakdown in known.breakdowns(row.indicator_id)
                 for year in known.history(row.indicator_id, breakdown).index}
        years[row.indicator_id] = [f"{year} ({words.term('implied')})" if implied else str(year)
                                   for year, implied in sorted(found)]
    rows = programme.indicators.sort_values("lead_unit", key=lambda s: s.map(list(units).index),
                                            kind="stable")
    cells = lay_out(rows.itertuples(), {
        words.say("Indicator"): lambda row: names[row.indicator_id],
        words.say("Lead unit"): lambda row: units[row.lead_unit],
        words.say("Years with figures"): lambda row: ", ".join(years[row.indicator_id]) or Cell(
            words.term("no_data"), css=verdict_class("no_data"))})
    return Table(cells, words.say("Figures by indicator"), words.lang, group=words.say("Lead unit"))


def tasks_table(programme: Programme, states: pd.DataFrame, year: int, words: Wording) -> Table:
    """Return the tasks that fall into a year with their states, under their lead units.

    Args
        states : DataFrame  as ``Ward.tasks`` gives it
    """
    units = words.names(programme.units, "lead_unit")
    due = due_tasks(programme, year).sort_values(
        "lead_unit", key=lambda s: s.map(list(units).index), kind="stable")
    cells = lay_out(due.itertuples(), {
        words.say("Task"): lambda row: getattr(row, f"task_{words.lang}"),
        words.say("Lead unit"): lambda row: units[row.lead_unit],
        words.say("Timing"): lambda row: Cell(
            timing(row.timing, words), badge=words.say("due this year") if row.to_year == year else ""),
        words.say("State"): lambda row: task_state(row.task_id, states, words),
        words.say("Product"): lambda row: getattr(row, f"product_{words.lang}"),
        words.say("Section"): lambda row: row.task_id})
    return Table(cells, words.say("Tasks of {year}", year=year), words.lang, group=words.say("Lead unit"))


def scenarios_table(scenarios: Mapping[str, Scenario], words: Wording) -> Table:
    """Return the scenarios and what they say."""
    cells = lay_out(scenarios.values(), {
        words.say("Scenario"): lambda s: getattr(s.name, words.lang),
        words.say("Extends"): lambda s: getattr(scenarios[s.extends].name, words.lang) if s.extends else "",
        words.say("What it says"): lambda s: getattr(s.description, words.lang)})
    return Table(cells, words.say("Scenarios"), words.lang)


def chances_table(assessments: Mapping[str, pd.DataFrame], programme: Programme, words: Wording) -> Table:
    """Return the probability of each target under each scenario.

    Args
        assessments : mapping  scenario's name in this language -> frame of ``Ward.assess``
    """
    names, asked = target_names(programme, words), requirements(programme, words)
    chances = pd.DataFrame({name: frame.set_index("target_id")["probability"]
                            for name, frame in assessments.items()}).dropna(how="all")
    cells = lay_out(chances.itertuples(), {
        words.say("Target"): lambda row: names[row.Index],
        words.say("Asked for"): lambda row: Cell(*asked[row.Index]),
        **{name: (lambda row, name=name: _chance(chances.at[row.Index, name], words)) for name in chances}})
    note = words.say("Every probability holds under its scenario and the assumptions; ± at most "
                     "{error} points from the number of simulations.", error=words.number(
                         100 * max(frame["standard_error"].max() for frame in assessments.values()), 1))
    return Table(cells, words.say("Chance of meeting each target, by scenario"), words.lang,
                 set(chances), notes=(note,))


def levers_table(settings: Mapping[str, Mapping[str, Setting]], names: Mapping[str, str],
                 assumptions: pd.DataFrame, series: Mapping[str, str], words: Wording) -> Table:
    """Return what each scenario sets, lever by lever.

    Args
        settings : mapping  scenario -> lever -> setting
        names : mapping  scenario -> its name in this language
        series : mapping  indicator -> its name in this language
    """
    titles = words.names(assumptions.reset_index(), "assumption")
    keys = dict.fromkeys(key for found in settings.values() for key in found)
    cells = lay_out(keys, {
        words.say("Lever"): lambda key: titles.get(key) or words.lever(key, series),
        **{names[name]: (lambda key, found=found: _path(key, found.get(key), words))
           for name, found in settings.items()}})
    return Table(cells, words.say("What the scenarios set"), words.lang, set(names.values()))


def _chance(probability: float, words: Wording) -> str | Cell:
    if np.isnan(probability):
        return ""
    name = words.label(probability)
    return Cell(words.chance(probability), sign=SIGNS[name], detail=words.verdict(name))


def _path(key: str, setting: Setting | None, words: Wording) -> str:
    if setting is None:
        return words.say("as assumed")
    if setting.required:
        return words.say("as much as the target needs")
    return path_text(key, setting.by_year, words)


_NAMED = {"indicator", "breakdown", "locality", "first", "second", "source", "other_source", "before",
          "after", "decree", "status", "before_status", "state", "other_state"}


def _said(key: str, value: object, names: Mapping[str, str], words: Wording) -> object:
    """Return a value of a finding as a reader of this language expects it."""
    if isinstance(value, Amount):
        return words.value(value, value.unit, exact=True) if value.unit else words.number(value)
    if isinstance(value, date):
        return words.date(value)
    if key == "count":
        return words.number(float(str(value)), 0)
    if key == "period":
        return words.period(str(value))
    return names.get(str(value)) or words.term(str(value)) if key in _NAMED else value

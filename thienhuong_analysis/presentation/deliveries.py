"""What the lead units have delivered: figures, task states and remarks, and what is still missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.assessment import due_tasks
from thienhuong_analysis.presentation.display import Cell, Column, Table, tabulate
from thienhuong_analysis.presentation.targets import verdict_class

if TYPE_CHECKING:
    import pandas as pd

    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.programme import Programme

TASK_SIGNS = {"done": "✓", "going_on": "△", "not_begun": "□", "late": "▽", "not_reported": "○"}
"""A mark for every state of a task, the best first."""


def coverage_by_unit_table(coverage: pd.DataFrame, programme: Programme, year: int, words: Wording) -> Table:
    """Return for every lead unit how much it has delivered for a year, and what is missing.

    Args
        coverage : DataFrame  as ``Ward.coverage`` gives it
    """
    names = words.names(programme.indicators, "indicator_id")

    def share(rows: pd.DataFrame, kind: str) -> str:
        rows = rows[rows["kind"] == kind]
        return f"{rows['delivered'].sum()}/{len(rows)}" if len(rows) else "–"

    def missing(rows: pd.DataFrame) -> Cell:
        if rows["delivered"].all():
            return Cell(words.say("nothing is missing"), sign=TASK_SIGNS["done"])
        said = [part for _, own in rows.groupby("kind", sort=False) for part in _missing(own, names, words)]
        return Cell("; ".join(said), sign=TASK_SIGNS["not_reported"], css=verdict_class("no_data"))

    units = words.names(programme.units, "lead_unit")
    return tabulate(coverage.groupby("lead_unit", sort=False), [
        Column(words.say("Lead unit"), lambda item: units[item[0]]),
        Column(words.say("Figures delivered"), lambda item: share(item[1], "indicator"), numeric=True),
        Column(words.say("Task states delivered"), lambda item: share(item[1], "task"), numeric=True),
        Column(words.say("Still missing"), lambda item: missing(item[1]))],
        words.say("What each unit has delivered for {year}", year=year), words.lang)


def remarks_table(remarks: pd.DataFrame, programme: Programme, year: int, words: Wording) -> Table:
    """Return the units' difficulties and proposals, in their own words.

    Args
        remarks : DataFrame  as ``Ward.remarks`` gives it
    """
    units = words.names(programme.units, "lead_unit")
    subjects = {"difficulties": words.say("Difficulties and obstacles"),
                "proposals": words.say("Proposals and requests")}
    order = remarks.sort_values("lead_unit", key=lambda column: column.map(list(units).index), kind="stable")
    return tabulate(order.itertuples(), [
        Column(words.say("Subject"), lambda row: subjects[row.subject]),
        Column(words.say("Lead unit"), lambda row: units[row.lead_unit]),
        Column(words.say("In the unit's own words"), lambda row: Cell(
            row.text, words.say("reported on {date}", date=words.date(row.as_of))))],
        words.say("Difficulties and proposals reported for {year}", year=year), words.lang,
        group=words.say("Lead unit"))


def task_counts_table(tasks: pd.DataFrame, programme: Programme, year: int, words: Wording) -> Table:
    """Return how many tasks of each lead unit stand how.

    Args
        tasks : DataFrame  as ``Ward.tasks`` gives it
    """
    units, states = words.names(programme.units, "lead_unit"), _states(tasks)
    due = due_tasks(programme, year)
    due = due.assign(state=due["task_id"].map(states).fillna("not_reported"))

    def count(state: str) -> Column:
        return Column(f"{TASK_SIGNS[state]} {words.term(state)}",
                      lambda item: str((item[1]["state"] == state).sum()), numeric=True)

    rows = [*((units[unit], due[due["lead_unit"] == unit]) for unit in units
              if unit in set(due["lead_unit"])), (words.term("total"), due)]
    return tabulate(rows, [
        Column(words.say("Lead unit"), lambda item: item[0]),
        *(count(state) for state in TASK_SIGNS if state in set(due["state"])),
        Column(words.say("All"), lambda item: str(len(item[1])), numeric=True)],
        words.say("Tasks of {year} by state", year=year), words.lang)


def task_state(task_id: str, tasks: pd.DataFrame, words: Wording) -> Cell:
    """Return the state of a task with its sign, and what its unit says of it."""
    state = _states(tasks).get(task_id, "not_reported")
    note = dict(zip(tasks["task_id"], tasks["note"], strict=True)).get(task_id, "")
    css = verdict_class("no_data") if state == "not_reported" else ""
    return Cell(words.term(state), note, sign=TASK_SIGNS[state], css=css)


def timing(text: str, words: Wording) -> str:
    """Return when a task is due, which the programme says in Vietnamese."""
    if words.lang == "vi":
        return text
    said = {"Hằng năm": "every year", "Hàng năm": "every year", "Thường xuyên": "at all times"}
    return said.get(text) or re.sub(r"Tháng (\d+)", r"\1", text)


def _states(tasks: pd.DataFrame) -> dict[str, str]:
    return {row.task_id: row.state for row in tasks.itertuples() if row.state}


def _missing(rows: pd.DataFrame, names: dict[str, str], words: Wording) -> list[str]:
    """Return what is missing of one kind, by name unless nothing of it came and no reason was given."""
    is_task = rows["kind"].iloc[0] == "task"
    if not rows["delivered"].any() and not rows["note"].any():
        return [words.say("all task states") if is_task else words.say("all figures")]
    return [_name(row, names, words) + (f" ({row.note})" if row.note else "")
            for row in rows[~rows["delivered"]].itertuples()]


def _name(row: Any, names: dict[str, str], words: Wording) -> str:
    if row.kind == "task":
        return words.say("task {task}", task=row.id)
    return names[row.id] + ("" if row.breakdown == "total" else f" – {words.term(row.breakdown)}")

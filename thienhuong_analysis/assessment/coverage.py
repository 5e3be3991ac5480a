"""What a year's forms ask of each unit, and what it has delivered."""

from collections.abc import Mapping

import pandas as pd

from thienhuong_analysis.observations import Known
from thienhuong_analysis.observations.forms.layout import code
from thienhuong_analysis.programme import Programme
from thienhuong_analysis.projections import MEASURED

_ASKED = ["lead_unit", "kind", "id", "breakdown"]


def due_tasks(programme: Programme, year: int) -> pd.DataFrame:
    """Return the tasks that fall into a year, rows as in the programme; those without years always do."""
    tasks = programme.tasks
    return tasks[~((tasks["from_year"] > year) | (tasks["to_year"] < year))]


def asked(programme: Programme, known: Known, year: int) -> pd.DataFrame:
    """Return all that the forms of a year ask, unit by unit, in the order of the programme.

    Every indicator is asked for, by the breakdowns that its targets name, else as a total; a
    milestone that was reached in an earlier year is not asked for again.

    Args
        known : Known  what is known of the ward

    Returns
        DataFrame  lead_unit, kind (``indicator`` or ``task``), id, breakdown
    """
    before = known.rows[(known.rows["year"] < year) & known.rows["status"].isin(MEASURED)]
    lasting = {target.indicator_id for target in programme.by_id.values()
               if target.comparator == "done" and target.cadence != "each_year"}
    reached = lasting & set(before.loc[before["value"] >= 1, "indicator"])
    rows: list[tuple[str, str, str, str]] = []
    for indicator in programme.indicators.itertuples():
        parts = dict.fromkeys(target.breakdown for target in programme.by_id.values()
                              if target.indicator_id == indicator.indicator_id) or ["total"]
        rows += [(unit, "indicator", str(indicator.indicator_id), part) for part in parts
                 for unit in str(indicator.lead_unit).split(";") if indicator.indicator_id not in reached]
    rows += [(unit, "task", str(task.task_id), "") for task in due_tasks(programme, year).itertuples()
             for unit in str(task.lead_unit).split(";")]
    order = list(programme.units["lead_unit"])
    return pd.DataFrame(rows, columns=_ASKED).sort_values(
        "lead_unit", key=lambda units: units.map(order.index), kind="stable", ignore_index=True)


def coverage(programme: Programme, known: Known, tasks: pd.DataFrame, year: int,
             notes: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what each unit was asked for in a year, and whether it has delivered it.

    A figure is delivered when one of the whole year was measured, if only as an estimate; a task
    when it has a state.

    Args
        tasks : DataFrame  task_id, state, note, cell; one row a task
        notes : mapping  code of a figure -> what its unit says of it

    Returns
        DataFrame  lead_unit, kind, id, breakdown, delivered, status, cell, note
    """
    rows = known.rows[(known.rows["year"] == year) & known.rows["status"].isin(MEASURED)]
    figures = {(row.indicator, row.breakdown): (row.status, row.cell) for row in rows.itertuples()}
    states = {row.task_id: (row.state, row.cell) for row in tasks.itertuples() if row.state}
    said = dict(zip(tasks["task_id"], tasks["note"], strict=True)) | dict(notes or {})
    frame = asked(programme, known, year)
    found = [figures.get((row.id, row.breakdown), ("", "")) if row.kind == "indicator"
             else states.get(row.id, ("", "")) for row in frame.itertuples()]
    return frame.assign(
        delivered=[bool(status) for status, _ in found], status=[status for status, _ in found],
        cell=[cell for _, cell in found],
        note=[said.get(code(row.id, row.breakdown) if row.kind == "indicator" else row.id, "")
              for row in frame.itertuples()])

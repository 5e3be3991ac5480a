"""One page for the chair: how many targets stand how, which need attention, who must do what."""

from typing import Any

import pandas as pd

from thienhuong_analysis.presentation.deliveries import task_counts_table
from thienhuong_analysis.presentation.display import Column, Page, Prose, Table, tabulate
from thienhuong_analysis.presentation.tables import targets_without_data
from thienhuong_analysis.presentation.targets import SIGNS, known_so_far, target_columns
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import Programme

_WORST_FIRST = ("missed", "unlikely", "at_risk", "behind")


def chair_page(assessment: pd.DataFrame, programme: Programme, *, year: int, lang: str,
               tasks: pd.DataFrame | None = None) -> Page:
    """Return the state of the programme on one page.

    Args
        assessment : DataFrame  one row a target, as ``Ward.assess`` gives it
        year : int  the year of the review
        tasks : DataFrame | None  as ``Ward.tasks`` gives it; counted where any unit has reported
    """
    words = Wording(lang)
    columns = target_columns(programme, words, year)
    counted = [] if tasks is None or tasks.empty else [task_counts_table(tasks, programme, year, words)]
    tables = (_counts(assessment, words), _attention(assessment, columns, words),
              _this_year(assessment, columns, words, year), *counted,
              _who_must_report(targets_without_data(assessment, programme, lang=lang), words))
    return Page((Prose(_summary(assessment, words, year)),
                 *(table for table in tables if len(table.frame))), "chair")


def _summary(assessment: pd.DataFrame, words: Wording, year: int) -> str:
    counts = assessment["verdict"].value_counts()
    said = "; ".join(f"{words.term(name)}: {counts[name]}" for name in SIGNS if name in counts)
    text = words.say("Review of {year}: {count} targets. {counts}.", year=year,
                     count=len(assessment), counts=said[:1].upper() + said[1:])
    assumed = int(assessment["assumed"].sum())
    return text if not assumed else text + " " + words.say(
        "Of these, {count} assessments rest on assumptions and are to be read as a scenario, not "
        "as a finding.", count=assumed)


def _counts(assessment: pd.DataFrame, words: Wording) -> Table:
    def count(name: str) -> Column:
        return Column(f"{SIGNS[name]} {words.term(name)}",
                      lambda row: str((row[1]["verdict"] == name).sum()), numeric=True)

    seen = [name for name in SIGNS if name in set(assessment["verdict"])]
    return tabulate([*assessment.groupby("theme"), ("total", assessment)], [
        Column(words.say("Part of the programme"), lambda row: words.term(row[0])),
        *map(count, seen), Column(words.say("All"), lambda row: str(len(row[1])), numeric=True),
    ], words.say("Targets by assessment"), words.lang)


def _attention(assessment: pd.DataFrame, columns: dict[str, Column], words: Wording) -> Table:
    rows = assessment[assessment["verdict"].isin(_WORST_FIRST)]
    rows = rows.assign(order=rows["verdict"].map(_WORST_FIRST.index))
    rows = rows.sort_values(["order", "probability"], kind="stable").head(5)
    return tabulate(rows.itertuples(), [columns[name] for name in (
        "target", "asked", "probability", "assessment", "lead_unit")],
        words.say("Targets that need attention first"), words.lang)


def _this_year(assessment: pd.DataFrame, columns: dict[str, Column], words: Wording,
               year: int) -> Table:
    def left(row: Any) -> float:
        way = row.milestone - known_so_far(row)
        return float(min(way, 0) if row.comparator in ("lt", "le", "eq") else max(way, 0))

    def change(row: Any) -> str:
        size, sign = abs(left(row)), "+" if left(row) > 0 else "−"
        if row.unit == "fraction":
            return words.say("{change} points", change=sign + words.number(100 * size))
        return sign + words.value(size, row.unit)

    def due(row: Any) -> bool:
        return bool(row.comparator == "done" and row.verdict != "done" and not pd.isna(row.by_year)
                    and row.by_year == year)

    rows = [row for row in assessment.itertuples()
            if due(row) or (row.comparator != "done" and abs(left(row)) > 0
                            and row.latest_status != "assumption")]
    still = Column(words.say("Still to do"), lambda row: (
        words.say("to be achieved") if due(row) else change(row)), numeric=True)
    return tabulate(rows, [
        columns["target"], columns["latest"], columns["milestone"], still, columns["lead_unit"]],
        words.say("Gap to the milestones of {year}, on the computed path", year=year), words.lang)


def _who_must_report(missing: Table, words: Wording) -> Table:
    target = missing.frame.columns[0]
    return tabulate(missing.frame.groupby(missing.group, sort=False)[target], [
        Column(missing.group, lambda row: row[0]),
        Column(words.say("Number"), lambda row: str(len(row[1])), numeric=True),
        Column(words.say("Figures to report"), lambda row: "; ".join(row[1]))],
        words.say("Figures that are missing, and who has to report them"), words.lang)

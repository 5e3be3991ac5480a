"""Yearly forms to fill in: one workbook a lead unit, with what the programme asks of it and no more."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from thienhuong_analysis.folder import whole
from thienhuong_analysis.observations.forms.layout import LAYOUTS, code
from thienhuong_analysis.observations.metadata.prices import read_prices
from thienhuong_analysis.observations.text import _, fold
from thienhuong_analysis.presentation.deliveries import timing
from thienhuong_analysis.presentation.targets import requirements
from thienhuong_analysis.presentation.wording import MISSING, Wording
from thienhuong_analysis.publishing.form_book import FormBook
from thienhuong_analysis.records import LOCALITY
from thienhuong_analysis.ward import Ward

_DRAWS = 50
"""Milestones stand on the required path, which no draw moves."""

_GUIDE = (
    ("", _("This form reports on the year {year} of the ward's action programme: section C.4 asks every "
           "lead unit to report each year on progress and results, on difficulties and on proposals.")),
    ("", _("Fill in the white cells only. Grey cells are locked and for reference. Codes and headings "
           "must stay as they are: the form is read by them.")),
    ("", _("Day of the report: the day on which the figures were closed, like 31/01/{next}. Without it no"
           " figure can be accepted.")),
    ("indicators", _("Figures are those of the whole year {year}, in the unit of the row, with a decimal "
                     "comma and a full stop between thousands: 1.234,5. Cells for rates are set to "
                     "percent: 14 and 14% are both 14%. What the programme counts over the whole period "
                     "is reported for the year {year} alone, not cumulated.")),
    ("indicators", _("Every figure needs a status. Actual: settled or published by the competent "
                     "authority. Preliminary: complete, but may still be revised. Estimate: not all "
                     "sources are in yet.")),
    ("indicators", _("Where there is no figure, leave the cell empty and say why in the comment; never "
                     "enter 0 or a guess instead.")),
    ("tasks", _("Every task needs a state. Not begun; going on: as planned; done: the product is there; "
                "late: behind its time, with the reason in the comment.")),
    ("", _("The last sheet is for difficulties and proposals.")),
    ("", _("Send the file to the Office of the People's Council and People's Committee, without changing "
           "its format (.xlsx). There it is put into data/raw/thienhuong/{year}/ and read with "
           "“thienhuong normalize”; what cannot be accepted is sent back with its cell and the reason.")),
)
"""Each paragraph with the sheet that it is about, where not every form has it."""
_NOTHING = _("The programme gives this unit no indicator and, in {year}, no task; only the sheet for "
             "difficulties and proposals is to be filled in.")


def write_forms(ward: Ward, year: int, out: Path, *, lang: str = "vi",
                filled: pd.DataFrame | None = None) -> list[Path]:
    """Write a form for every lead unit; the same inputs give the same bytes.

    Args
        out : Path  the folder
        filled : DataFrame | None  observations of the year, to be written into the cells; their day
            too where it is the same for all

    Returns
        list of Path  the files, in the order of the units

    Raises
        FolderError: a file cannot be written
    """
    words, layout = Wording(lang), LAYOUTS[lang]
    known = _known(filled, year)
    figures, tasks = _figures(ward, year, words, known), _tasks(ward, year, words)
    days = {row["as_of"] for row in known.values()}
    day = days.pop() if len(days) == 1 else None
    written = []
    for unit in ward.programme.units.to_dict("records"):
        name, slug = str(unit[f"name_{lang}"]), re.sub(r"[^a-z0-9]+", "-", fold(unit["name_vi"]))
        rows, todo = figures.get(unit["lead_unit"], []), tasks.get(unit["lead_unit"], [])
        parts = [*(["indicators"] if rows else []), *(["tasks"] if todo else []), "remarks"]
        path = out / f"{layout.prefix}-{year}-{slug}.xlsx"
        with whole(path) as beside, FormBook(beside, words, layout, unit=unit["lead_unit"], name=name,
                                             year=year, parts=parts) as book:
            texts = [text for part, text in _GUIDE if not part or part in parts]
            guide = [f"{number}. {words.say(text, year=year, next=year + 1)}"
                     for number, text in enumerate(texts, start=1)]
            if len(parts) == 1:
                guide.insert(0, words.say(_NOTHING, year=year))
            book.guide(words.say("HOW TO FILL IN THE REPORT OF {year}", year=year), guide)
            if rows:
                book.figures(words.say("INDICATORS OF {year}", year=year), rows, day)
            if todo:
                book.tasks(words.say("TASKS OF {year}", year=year), todo, day)
            book.remarks(words.say("DIFFICULTIES AND PROPOSALS OF {year}", year=year), day)
        written.append(path)
    return written


def _known(filled: pd.DataFrame | None, year: int) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the last figure of each cell that a form can hold."""
    if filled is None:
        return {}
    own = filled[(filled["locality"] == LOCALITY) & (filled["period"] == str(year))
                 & filled["status"].isin(LAYOUTS["vi"].statuses.values())]
    return {(row["indicator"], row["breakdown"]): row for row in own.to_dict("records")}


def _figures(ward: Ward, year: int, words: Wording, known: Mapping[tuple[str, str], Mapping[str, Any]],
             ) -> dict[str, list[dict[str, object]]]:
    """Return the rows of every unit's table of indicators."""
    layout, before = LAYOUTS[words.lang], ward.known(year - 1)
    indicators = ward.programme.indicators.set_index("indicator_id")
    names = words.names(ward.programme.indicators, "indicator_id")
    names |= {indicator: words.say("{name}, in {basis}", name=names[indicator], basis=basis.said())
              for indicator, basis in read_prices(ward.folder).items()
              if basis.kind == "constant" and indicator in names}
    asked, statuses = requirements(ward.programme, words), {v: k for k, v in layout.statuses.items()}
    targets = {key: list(rows.itertuples()) for key, rows in ward.assess(year, draws=_DRAWS).groupby(
        ["indicator_id", "breakdown"])}
    found: dict[str, list[dict[str, object]]] = {}
    for row in ward.asked(year).query("kind == 'indicator'").itertuples():
        key, unit = (row.id, row.breakdown), indicators.at[row.id, "unit"]
        last, status = before.value(*key, year - 1), before.status(*key, year - 1)
        cell: dict[str, object] = {
            "id": code(*key), "name": names[row.id], "canonical": unit, "unit": layout.unit(row.id, unit),
            "breakdown": "" if row.breakdown == "total" else words.term(row.breakdown),
            "asked": "\n".join(f"{', '.join(asked[target.target_id])} ({target.citation})"
                               for target in targets.get(key, [])),
            "before": MISSING if math.isnan(last) else (
                f"{words.figure(last, unit, exact=True)} ({words.term(status)})"),
            "milestone": "\n".join(_milestone(target, unit, words) for target in targets.get(key, []))}
        if key in known:
            cell |= {"value": float(known[key]["value"]), "status": statuses[known[key]["status"]]}
        found.setdefault(row.lead_unit, []).append(cell)
    return found


def _milestone(target: Any, unit: str, words: Wording) -> str:
    """Return what a target asks of the year, and whether that rests on an assumption."""
    if math.isnan(target.milestone):
        return MISSING
    if target.comparator == "done":
        return words.say("to be achieved")
    if target.unit != unit:
        return words.say("{percent} a year", percent=words.percent(target.milestone, None))
    text = words.value(target.milestone, unit, exact=True)
    if target.cadence == "period_total":
        return words.say("{value} cumulated", value=text)
    assumed = target.cadence == "by_year" and target.baseline_status == "assumption"
    return f"{text} ({words.term('assumption')})" if assumed else text


def _tasks(ward: Ward, year: int, words: Wording) -> dict[str, list[dict[str, object]]]:
    """Return the rows of every unit's table of tasks."""
    tasks = ward.programme.tasks.set_index("task_id")
    states = {state: word for word, state in LAYOUTS[words.lang].states.items()}
    before = ward.tasks(year - 1).set_index("task_id")["state"].map(states)
    found: dict[str, list[dict[str, object]]] = {}
    for row in ward.asked(year).query("kind == 'task'").itertuples():
        task = tasks.loc[row.id]
        found.setdefault(row.lead_unit, []).append({
            "id": row.id, "name": task[f"task_{words.lang}"], "timing": timing(task["timing"], words),
            "product": task[f"product_{words.lang}"], "before": before.get(row.id, MISSING)})
    return found

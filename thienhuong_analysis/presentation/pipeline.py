"""The project pipeline in tables: the dated plan, and what it adds to a sector where a figure is given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from thienhuong_analysis.presentation.display import Cell, Column, Prose, Table, tabulate
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import SECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.programme import Programme


def plan_table(plan: pd.DataFrame, reasons: pd.DataFrame, delay_years: float, words: Wording) -> Table:
    """Return every project of Appendices 01–03: its years, its land, its sector and its state.

    Args
        plan : DataFrame  as ``pipeline`` gives it
        reasons : DataFrame  index project_id; reason_vi, reason_en of the sector
        delay_years : float  of the scenario
    """
    def year(value: float, late: float = 0.0) -> str:
        return words.say("not given") if np.isnan(value) else str(math.ceil(value + late))

    def sector(row: Any) -> str | Cell:
        if not row.sector:
            return ""
        return Cell(words.breakdown(row.sector), badge=words.term("assumption"),
                    reason=str(reasons.at[row.Index, f"reason_{words.lang}"]))

    columns = [
        Column(words.say("Project"), lambda row: getattr(row, f"name_{words.lang}")),
        Column(words.say("Appendices"), lambda row: row.appendices.replace(";", ", ")),
        Column(words.say("Starts in"), lambda row: year(row.start), numeric=True),
        Column(words.say("Ends in"), lambda row: year(row.end), numeric=True),
        Column(words.say("Land to clear"), lambda row: "" if np.isnan(row.area) else words.value(
            row.area, "hectares", exact=True), numeric=True),
        Column(words.say("Sector"), sector),
        Column(words.say("State as printed"), lambda row: row.state)]
    if delay_years:
        columns.insert(4, Column(words.say("With the delay"), lambda row: year(row.end, delay_years),
                                 numeric=True))
    notes = (words.say("{count} projects, {undated} without a year; {area} of land to clear.",
                       count=len(plan), undated=int(plan["end"].isna().sum()),
                       area=words.value(plan["area"].sum(), "hectares", exact=True)),)
    return tabulate(plan.itertuples(), columns, words.say("Projects of Appendices 01–03 as a dated plan"),
                    words.lang, notes=notes)


def no_effect(words: Wording) -> Prose:
    """Return the sentence for a scenario that gives no value per hectare, the programme giving none."""
    return Prose(words.say(
        "No figure is given: the programme does not say what the projects add per hectare, nor does this "
        "scenario. So they change nothing in the projection of GRDP, and a delay changes nothing through "
        "them. A scenario that sets “{lever}”, or “{money}” where the ward's GRDP is known in VND, brings "
        "them in.", lever=words.lever("value_share_per_hectare.services"),
        money=words.lever("value_per_hectare.services")))


def effect_table(with_projects: Mapping[str, NDArray[np.float64]],
                 without: Mapping[str, NDArray[np.float64]], unit: str, ramp: float,
                 words: Wording) -> Table:
    """Return what the projects add to each sector, and to all as a share of GRDP.

    Args
        with_projects, without : mapping  sector -> ndarray (year), central paths [unit]
        ramp : float  years from cleared land to full use
    """
    added = {sector: with_projects[sector] - without[sector] for sector in SECTORS}
    total = np.sum([without[sector] for sector in SECTORS], axis=0)
    rows = [{words.say("Sector"): words.breakdown(sector),
             **{str(year): words.figure(x, unit) for year, x in zip(YEARS, path, strict=True)}}
            for sector, path in added.items()]
    share = np.sum(list(added.values()), axis=0) / total
    rows.append({words.say("Sector"): words.say("All, as a share of GRDP without projects"),
                 **{str(year): words.percent(x) for year, x in zip(YEARS, share, strict=True)}})
    frame = pd.DataFrame(rows)
    caption = words.say("What the projects add on the central path ({unit})", unit=words.term(unit))
    note = words.say("Hectares × value per hectare × part in use, evenly over {ramp} years from the end of "
                     "land clearance.", ramp=words.number(ramp))
    return Table(frame, caption, words.lang, numeric=frame.columns[1:], notes=(note,))


def milestones_table(assessment: pd.DataFrame, programme: Programme, words: Wording) -> Table:
    """Return the milestones in the order of the years in which they are due: done or not, no distribution.

    Args
        assessment : DataFrame  one row a target
    """
    names = words.names(programme.indicators, "indicator_id")
    verdicts = assessment.set_index("target_id")["verdict"]
    due = sorted((goal for goal in programme.by_id.values() if goal.comparator == "done"
                  and goal.cadence == "by_year"), key=lambda goal: goal.last_year)
    return tabulate(due, [
        Column(words.say("Milestone"), lambda goal: names[goal.indicator_id]),
        Column(words.say("Due by"), lambda goal: Cell(str(goal.last_year), detail="" if goal.by_year else
               words.say("no year printed: the programme's horizon")), numeric=True),
        Column(words.say("State"), lambda goal: words.verdict(verdicts[goal.target_id])),
        Column(words.say("Section"), lambda goal: goal.citation)],
        words.say("Milestones by the year in which they are due"), words.lang)


def correlation_table(correlations: pd.DataFrame, words: Wording) -> Table:
    """Return how closely each shock follows the common one, and the correlations that follow from it.

    Args
        correlations : DataFrame  as ``read_correlations`` gives it
    """
    names, value = words.names(correlations, "shock"), correlations["value"]
    shown = [name for name in value.index if name != "others"]
    frame = pd.DataFrame([{
        words.say("Shock"): Cell(names[row], badge=words.term("assumption"),
                                 reason=str(correlations.at[row, f"reason_{words.lang}"])),
        words.say("with growth (range)"): Cell(
            words.number(value[row], 2), detail=f"{words.number(correlations.at[row, 'low'], 2)} – "
                                                f"{words.number(correlations.at[row, 'high'], 2)}"),
        **{names[other]: "1" if other == row else words.number(value[row] * value[other], 2)
           for other in shown}} for row in value.index])
    notes = (words.say("The common shock is the news in GRDP growth of the year. Each shock follows it with "
                       "the correlation in the first column; two shocks have the product of theirs. The "
                       "distribution of each is not changed by it."),)
    return Table(frame, words.say("Correlations between the shocks of one year"), words.lang,
                 numeric=frame.columns[1:], notes=notes)

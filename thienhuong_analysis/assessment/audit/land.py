"""Land clearance: its area, its year, and the projects that it is for."""

import pandas as pd

from thienhuong_analysis.assessment.audit.check import Answer, Part, check, gathered
from thienhuong_analysis.assessment.audit.printed import half_unit
from thienhuong_analysis.assessment.audit.said import Absent, Figure, Quote, Said, listed
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _, clean

_UNDECIDED = ("thẩm định", "đề xuất chủ trương")
_NO_INVESTOR = "chưa xác định"
HECTARES = 100
"""In a square kilometre."""


@check(10, _("Does land clearance fit to the ward, and to the projects it is for?"))
def land_clearance(evidence: Stated) -> Answer:
    """Sum the areas to be cleared, and compare the projects of Appendices 02 and 03."""
    return gathered(evidence, _area, _undecided, _unmatched)


def _appendix(evidence: Stated, number: int) -> pd.DataFrame:
    rows = evidence.programme.projects
    if not rows.empty:
        rows = rows[pd.to_numeric(rows["appendix"], errors="coerce") == number]
    if rows.empty:
        raise Absent(_("the programme has no projects in Appendix {number}"), number=f"{number:02d}")
    return rows


def _quotes(rows: pd.DataFrame) -> tuple[Quote, ...]:
    return tuple(Quote(row.project_id, row.citation, row.quote_vi) for row in rows.itertuples())


def _area(evidence: Stated) -> Answer:
    rows = _appendix(evidence, 3)
    rows = rows[rows["area_ha"].notna()]
    if rows.empty:
        raise Absent(_("Appendix {number} gives no area"), number="03")
    cleared = round(float(rows["area_ha"].sum()), 6)
    slack = sum(half_unit(float(row.area_ha), str(row.quote_vi)) for row in rows.itertuples())
    figures = tuple(Figure(Said(_("area of {project}"), project=row.project_id),
                           Amount(float(row.area_ha), "hectares"), "programme", row.citation)
                    for row in rows.itertuples())
    when = tuple(str(int(year)) for year in sorted(rows["start_year"].dropna().unique()))
    facts = {"number": len(rows), "sum": Amount(cleared, "hectares"), "years": when}
    equation = f"Σ a_j ≤ {HECTARES} A"
    try:
        area, known = evidence.known("area", _("area of the ward"))
    except Absent:
        return (Part(equation, Said(_("{number} areas make {sum}, to be cleared in {years}"), **facts),
                     "cannot_tell", Said(_("the area of the ward")), tolerance=slack, unit="hectares"),
                ), _quotes(rows), figures
    fits = cleared <= HECTARES * area + slack
    finding = Said(_("{number} areas make {sum}, to be cleared in {years}: {share} of the ward's area"),
                   **facts, share=Amount(round(cleared / (HECTARES * area), 3), "fraction"))
    change = None if fits else Said(_("at most {most} are cleared"), most=Amount(HECTARES * area, "hectares"))
    return (Part(equation, finding, "consistent" if fits else "conflict", None, cleared - HECTARES * area,
                 slack, "hectares", change),), _quotes(rows), (*figures, known, *evidence.rivals("area"))


def _undecided(evidence: Stated) -> Answer:
    """Return the projects whose land is to be cleared though nobody has decided on them yet."""
    planned, cleared = _appendix(evidence, 2), _appendix(evidence, 3)
    both = planned[planned["project_id"].isin(cleared["project_id"])]
    if both.empty:
        raise Absent(_("no project of Appendix 02 has a row in Appendix 03"))
    waiting = both[both["state"].map(lambda state: _has(state, *_UNDECIDED))]
    alone = waiting[waiting["developer"].map(lambda name: _has(name, _NO_INVESTOR))]
    dates = cleared.loc[cleared["project_id"].isin(waiting["project_id"]), "start_year"].dropna()
    equation = "T_1 ≤ T_2"
    if waiting.empty:
        return (Part(equation, Said(_("the projects whose land is to be cleared are decided on")),
                     "consistent", None, 0.0, 0.0, "projects"),), (), ()
    finding = Said(_("{waiting} of {number} projects are under appraisal or still a proposal, {alone} "
                     "without an investor; their land is to be cleared from {year} on"), waiting=len(waiting),
                   number=len(both), alone=len(alone),
                   year=int(dates.min()) if len(dates) else Said(_("an unnamed year")))
    quotes = tuple(Quote(row.project_id, row.citation, row.state) for row in waiting.itertuples())
    quotes += tuple(Quote(row.project_id, row.citation, row.developer) for row in alone.itertuples())
    return (Part(equation, finding, "consistent_if", Said(_(
        "every one of them is decided on, and has its investor, before its land is cleared")),
        float(len(waiting)), 0.0, "projects",
        Said(_("clearance of these {waiting} is dated by the decision on them, not by a year"),
             waiting=len(waiting))),), quotes, ()


def _unmatched(evidence: Stated) -> Answer:
    """Return the projects that stand in one of the two appendices only."""
    planned, cleared = _appendix(evidence, 2), _appendix(evidence, 3)
    no_land = planned[~planned["project_id"].isin(cleared["project_id"])]
    no_plan = cleared[~cleared["project_id"].isin(planned["project_id"])]
    equation, number = "A_02 = A_03", len(no_land) + len(no_plan)
    if not number:
        return (Part(equation, Said(_("every project of Appendix 02 has its row in Appendix 03, and the "
                                      "other way round")), "consistent", None, 0.0, 0.0, "projects"),), (), ()
    condition, change = [], []
    if len(no_land):
        condition.append(Said(_("{projects} need no land"), projects=tuple(no_land["citation"])))
        change.append(Said(_("Appendix 03 says so of {projects}"), projects=tuple(no_land["citation"])))
    if len(no_plan):
        condition.append(Said(_("{projects} have begun already"), projects=tuple(no_plan["citation"])))
        change.append(Said(_("Appendix 02 names {projects}"), projects=tuple(no_plan["citation"])))
    finding = Said(_("{planned} projects of Appendix 02 have no row in Appendix 03, {cleared} the other way "
                     "round"), planned=len(no_land), cleared=len(no_plan))
    return (Part(equation, finding, "consistent_if", listed(condition), float(number), 0.0, "projects",
                 listed(change)),), _quotes(pd.concat([no_land, no_plan])), ()


def _has(text: object, *words: str) -> bool:
    return any(word in clean(str(text)).casefold() for word in words)

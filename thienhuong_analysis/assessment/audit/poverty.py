"""Poverty: a rate that allows some poor households beside the promise to keep having none."""

import math

from thienhuong_analysis.assessment.audit.check import Answer, Part, check, gathered
from thienhuong_analysis.assessment.audit.printed import Printed, figures_of, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.said import Absent, Figure, Said, listed
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR


def most_allowed(limit: Printed, households: float = 1) -> int:
    """Return the most poor households that a target allows.

    Args
        limit : Printed  a rate, or a number of households
        households : float  that the rate is of; 1 for a number
    """
    bound = round(limit.value * households, 9)
    return math.ceil(bound) - 1 if limit.target.comparator == "lt" else math.floor(bound)


@check(5, _("Do the two targets on poor households ask for the same?"))
def poverty_twice(evidence: Stated) -> Answer:
    """Compare the poverty rate of 2030 with the promise to keep having no poor household."""
    return gathered(evidence, _limits, _kept)


def _limits(evidence: Stated) -> Answer:
    rate, none = evidence.target("poverty_rate"), evidence.target("poor_households")
    households, counted = _households(evidence)
    allowed, kept = most_allowed(rate, households), most_allowed(none)
    residual, slack = float(allowed - kept), tolerance((households, rate), (1, none))
    same = abs(residual) <= slack
    assumed = any(figure.status == "assumption" for figure in counted)
    finding = Said(_("of {households}, “{first}” allows {allowed} to be poor, “{second}” {kept}: with a "
                     "number in between one target is met and the other missed"),
                   first=rate.target.target_id, second=none.target.target_id,
                   households=Amount(round(households), "households"), allowed=Amount(allowed),
                   kept=Amount(kept))
    if assumed:
        finding = listed([finding, Said(_("the number of households rests on an assumption"))])
    change = None if same else Said(
        _("{place} asks for what {other} asks for, or the other way round"), place=rate.quote.citation,
        other=none.quote.citation)
    part = Part("K ≤ ⌈p · H⌉ − 1,  K ≤ K*", finding, "consistent" if same else "conflict", None, residual,
                slack, "households", change)
    return (part,), (*quotes_of(rate, none), *evidence.again("poverty_rate"),
                     *evidence.again("poor_households")), (*figures_of(rate, none), *counted)


def _kept(evidence: Stated) -> Answer:
    """Return whether there is what the programme says is kept."""
    none = evidence.target("poor_households")
    if none.target.cadence != "each_year":
        raise Absent(_("{target} says nothing of {year}"), target=none.target.target_id, year=BASE_YEAR)
    poor, equation = evidence.measured("poor_households"), f"K_{BASE_YEAR} ≤ K*"
    finding = Said(_("to keep {kept} poor households means that there were no more in {year}"),
                   kept=Amount(none.value), year=BASE_YEAR)
    if poor is not None:
        residual = poor - none.value
        kept = residual <= none.half
        figure = evidence.known("poor_households", _("poor households in 2025"))[1] if poor else None
        return (Part(equation, finding, "consistent" if kept else "conflict", None, residual, none.half,
                     "households", None if kept else Said(_("“keep” becomes “reach”"))),
                ), quotes_of(none), (figure,) if figure else ()
    figures: tuple[Figure, ...] = ()
    if evidence.own.status("poor_households", "total", BASE_YEAR) == "implied":
        figures = (Figure(Said(_("poor households in {year}, as “keep” implies"), year=BASE_YEAR),
                          Amount(evidence.own.value("poor_households", year=BASE_YEAR), "households"),
                          "implied", none.quote.citation, f"poor_households.total.{BASE_YEAR}"),)
    if "poor_households" in evidence.assumptions.index:
        figures += (Figure(Said(_("poor households in {year}, as the projections assume"), year=BASE_YEAR),
                           Amount(evidence.assumed("poor_households"), "households"), "assumption",
                           "assumptions.csv", "assumption.poor_households"),)
    return (Part(equation, finding, "cannot_tell", Said(
        _("the number of poor households in {year}, from the yearly review of households"), year=BASE_YEAR),
        unit="households"),), quotes_of(none), figures


def _households(evidence: Stated) -> tuple[float, tuple[Figure, ...]]:
    """Return the households of the ward: counted, else the population by the assumed size of a household."""
    try:
        number, figure = evidence.known("households", _("households in 2025"))
        return number, (figure,)
    except Absent:
        people, lived = evidence.known("population", _("population of the ward in 2025"))
        size = evidence.assumed("household_size")
        return people / size, (lived, *evidence.rivals("population"), Figure(
            Said(_("persons per household")), Amount(size), "assumption", "assumptions.csv",
            "assumption.household_size"), Figure(
            Said(_("households, population by persons per household")),
            Amount(round(people / size), "households"), "assumption"))

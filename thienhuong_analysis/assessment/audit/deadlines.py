"""Deadlines: the years that several places give to one target, and a plan that outlasts its own."""

from thienhuong_analysis.assessment.audit.check import Answer, Part, check, gathered
from thienhuong_analysis.assessment.audit.levels import every_year_and_last, whole
from thienhuong_analysis.assessment.audit.reading import period, years
from thienhuong_analysis.assessment.audit.said import Absent, Quote, Said
from thienhuong_analysis.assessment.audit.stated import BY_YEAR, Stated
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import LAST_YEAR


@check(7, _("Do dates and limits agree between the programme and its appendices?"))
def dates_in_the_appendices(evidence: Stated) -> Answer:
    """Compare the years of friendly government and of the digital plan, and the words on waste."""
    return gathered(evidence, lambda given: due(given, "friendly_government"), _digital_plan,
                    lambda given: whole(given, "solid_waste_collection_rate"))


@check(8, _("Is every target dated, and do its steps lead up to it?"))
def dated_targets(evidence: Stated) -> Answer:
    """Look for the year of social insurance, and compare online files of every year with those of 2030."""
    return gathered(evidence, lambda given: due(given, "social_insurance_share"),
                    lambda given: every_year_and_last(given, "online_files_each_year", "online_files_2030"))


def due(evidence: Stated, target_id: str) -> Answer:
    """Return whether the places that name a target give it one year.

    Raises
        Absent: no place gives a year
    """
    printed = evidence.target(target_id)
    target, places = printed.target, evidence.again(target_id)
    dated = [(year, place) for place in places for year in years(place.text_vi)]
    quotes = (printed.quote, *(place for _year, place in dated))
    equation, agreed = "T_1 = T_2", len({year for year, _place in dated}) == 1
    changes = {target_id + BY_YEAR: dated[0][0]} if agreed else {}
    if target.by_year is None and not dated:
        raise Absent(_("no place gives {target} a year; {last} is taken, the end of the programme"),
                     target=target_id, last=LAST_YEAR)
    if target.by_year is None:
        year, place = dated[0]
        finding = Said(_("{first} gives {target} no year, {other} says {year}"), first=printed.quote.citation,
                       target=target_id, other=place.citation, year=year)
        return (Part(equation, finding, "consistent_if", Said(
            _("the year of {other} holds"), other=place.citation), unit="years",
            change=Said(_("{first} names {year} too"), first=printed.quote.citation, year=year),
            changes=changes),), quotes, ()
    apart = [(year, place) for year, place in dated if year != target.by_year]
    if not apart:
        finding = Said(_("every place that dates {target} says {year}"), target=target_id,
                       year=target.by_year)
        return (Part(equation, finding, "consistent", None, 0.0, 0.0, "years"),), quotes, ()
    year, place = apart[0]
    finding = Said(_("{first} wants {target} by {year}, {other} by {other_year}"),
                   first=printed.quote.citation, target=target_id, year=target.by_year, other=place.citation,
                   other_year=year)
    return (Part(equation, finding, "conflict", None, float(target.by_year - year), 0.0, "years",
                 Said(_("{first} says {year} as {other} does"), first=printed.quote.citation, year=year,
                      other=place.citation), changes),), quotes, ()


def _digital_plan(evidence: Stated) -> Answer:
    """Return whether the digital plan is dated as long as the period that it is a plan for."""
    task, printed = evidence.task("PL11.3"), evidence.target("digital_transformation_plan")
    covered = period(str(task.task_vi))
    if covered is None:
        raise Absent(_("the words of {task} name no period"), task=task.task_id)
    end, until = covered[1], printed.target.last_year
    residual, fits = float(end - until), end <= until
    finding = Said(_("“{plan}” is for {first}–{last}; {task} gives {until} as the last year"),
                   plan=printed.target.target_id, first=covered[0], last=end, task=task.task_id, until=until)
    condition = Said(_("{until} is the year by which the plan is issued, as the column of products says, not "
                       "the one in which it has been carried out"), until=until)
    part = Part("T_1 ≤ T_2", finding, "consistent" if fits else "consistent_if",
                None if fits else condition, residual, 0.0, "years", None if fits else Said(
                    _("the task runs until {last}, or it is to issue the plan and no more"), last=end),
                {} if fits else {printed.target.target_id + BY_YEAR: end})
    return (part,), (printed.quote, Quote(task.task_id, task.task_id, str(task.product_vi),
                                          str(task.product_en))), ()

"""Levels: shares that cannot be exceeded, and shares of every year beside that of the last one."""

from thienhuong_analysis.assessment.audit.check import Answer, Part
from thienhuong_analysis.assessment.audit.printed import figures_of, half_unit, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.reading import percentages
from thienhuong_analysis.assessment.audit.said import Figure, Said, percent
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import YEARS


def whole(evidence: Stated, target_id: str) -> Answer:
    """Return whether the shares that several places ask for are one, and no more than the whole."""
    printed = evidence.target(target_id)
    places = [place for place in evidence.again(target_id) if percentages(place.text_vi)]
    asked = [(share / 100, half_unit(share, place.text_vi) / 100, place)
             for place in places for share in percentages(place.text_vi)]
    quotes, equation = (printed.quote, *places), "q_1 = q_2 ≤ 1"
    if printed.value > 1:
        return (Part(equation, Said(_("{place} asks for {share}, which is more than there is"),
                                    place=printed.quote.citation, share=Amount(printed.value, "fraction")),
                     "conflict", None, printed.value - 1, printed.half, "fraction",
                     Said(_("a share of {share}"), share=Amount(1, "fraction")), {target_id: 100}),
                ), quotes, (printed.figure,)
    if not asked:
        return (Part(equation, Said(_("{target} is named in one place only"), target=target_id),
                     "consistent", None, 0.0, printed.half, "fraction"),), quotes, (printed.figure,)
    share, half, place = max(asked, key=lambda one: abs(one[0] - printed.value))
    residual, slack = share - printed.value, half + printed.half
    if abs(residual) > slack:
        finding = Said(_("{place} asks for {share}, {other} for {else_share}"), place=printed.quote.citation,
                       share=Amount(printed.value, "fraction"), other=place.citation,
                       else_share=Amount(share, "fraction"))
        one = len({share for share, _half, _place in asked}) == 1 and share <= 1
        return (Part(equation, finding, "conflict", None, residual, slack, "fraction",
                     Said(_("{place} asks for what {other} asks for"), place=printed.quote.citation,
                          other=place.citation), {target_id: round(100 * share, 10)} if one else {}),
                ), quotes, (printed.figure,)
    said = _("{places} ask for {share} of “{target}”; more than that there cannot be") \
        if printed.value == 1 else _("{places} ask for {share} of “{target}”")
    finding = Said(said, places=(printed.quote.citation, *(one.citation for one in places)),
                   target=target_id, share=Amount(printed.value, "fraction"))
    return (Part(equation, finding, "consistent", None, residual, slack, "fraction"),
            ), quotes, (printed.figure,)


def every_year_and_last(evidence: Stated, yearly_id: str, last_id: str) -> Answer:
    """Return the path from what holds every year to what holds by the last one."""
    yearly, last = evidence.target(yearly_id), evidence.target(last_id)
    residual, slack = last.value - yearly.value, tolerance((1, last), (1, yearly))
    steps = max(1, last.target.last_year - YEARS[0])
    pace = residual / steps
    quotes = (*quotes_of(yearly, last), *evidence.again(last_id))
    if residual < -slack:
        finding = Said(_("{every} is asked for every year, {last} for {year}: the second asks for nothing"),
                       every=Amount(yearly.value, "fraction"), last=Amount(last.value, "fraction"),
                       year=last.target.last_year)
        return (Part("q_y ≤ q_T", finding, "conflict", None, residual, slack, "fraction",
                     Said(_("{share} by {year}"), share=Amount(yearly.value, "fraction"),
                          year=last.target.last_year), {last_id: round(100 * yearly.value, 10)}),
                ), quotes, figures_of(yearly, last)
    finding = Said(_("“{target}”: {every} every year and {last} by {year} are a path; evenly, {pace} points "
                     "more a year from {first} on"), target=yearly_id, every=Amount(yearly.value, "fraction"),
                   last=Amount(last.value, "fraction"), year=last.target.last_year,
                   pace=Amount(round(100 * pace, 2)), first=YEARS[0])
    path = tuple(Figure(Said(_("implied for {year}, evenly"), year=year),
                        percent(yearly.value + pace * step, 2), "computed")
                 for step, year in enumerate(range(YEARS[0], YEARS[0] + steps + 1)))
    return (Part("q_t = q_y + (q_T − q_y)(t − t₀)/(T − t₀) ≥ q_y", finding, "consistent", None, residual,
                 slack, "fraction"),), quotes, (*figures_of(yearly, last), *path)

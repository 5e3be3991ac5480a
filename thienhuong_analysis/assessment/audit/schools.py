"""Schools at level 2: one target in three wordings, of which schools and of which standard."""

from thienhuong_analysis.assessment.audit.check import Answer, Part, check, gathered
from thienhuong_analysis.assessment.audit.printed import Printed, half_unit
from thienhuong_analysis.assessment.audit.reading import percentages
from thienhuong_analysis.assessment.audit.said import Absent, Quote, Said, listed
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _, clean

TARGET = "schools_level_2_share"
_PUBLIC = ("công lập",)
_FACILITIES = ("cơ sở vật chất mức", "csvc mức")
_NATIONAL = ("chuẩn quốc gia mức",)


@check(6, _("Do the places that name the schools at level 2 mean the same?"))
def schools_at_level_2(evidence: Stated) -> Answer:
    """Compare the wordings of the target on schools at level 2: its share, its base, its standard."""
    return gathered(evidence, _share, _base, _standard)


def _places(evidence: Stated) -> tuple[Printed, tuple[Quote, ...]]:
    printed, again = evidence.target(TARGET), evidence.again(TARGET)
    if not again:
        raise Absent(_("{target} is named in one place only"), target=TARGET)
    return printed, (printed.quote, *again)


def _share(evidence: Stated) -> Answer:
    printed, places = _places(evidence)
    shares = [(share / 100, place) for place in places[1:] for share in percentages(place.text_vi)]
    apart = [(share, place) for share, place in shares if abs(share - printed.value) > printed.half
             + half_unit(100 * share, place.text_vi) / 100]
    residual = max((share - printed.value for share, _place in shares), key=abs, default=0.0)
    slack = printed.half + max((half_unit(100 * share, place.text_vi) / 100 for share, place in shares),
                               default=0.0)
    finding = listed(Said(_("{place} asks for {share}"), place=place.citation,
                          share=Amount(share, "fraction"))
                     for share, place in [(printed.value, printed.quote), *shares])
    change = Said(_("{place} asks for {share} as {other} does"), place=printed.quote.citation,
                  share=Amount(apart[0][0], "fraction"), other=apart[0][1].citation) if apart else None
    part = Part("q_1 = q_2 = …", finding, "conflict" if apart else "consistent", None, residual, slack,
                "fraction", change, {TARGET: round(100 * apart[0][0], 10)} if _agree(apart, shares) else {})
    return (part,), places, (printed.figure,)


def _agree(apart: list[tuple[float, Quote]], shares: list[tuple[float, Quote]]) -> bool:
    """Whether all other places print one share, so that the target alone can follow them."""
    return bool(apart) and len({share for share, _place in shares}) == 1


def _base(evidence: Stated) -> Answer:
    places = _places(evidence)[1]
    public = [place.citation for place in places if _has(place, _PUBLIC)]
    every = [place.citation for place in places if not _has(place, _PUBLIC)]
    return _told("q · N_1 = q · N_2", public, every, Said(
        _("{some} speak of public schools, {others} of schools"), some=tuple(public), others=tuple(every)),
        Said(_("every school of the ward is public")), Said(_("“public schools” in every place"))), places, ()


def _standard(evidence: Stated) -> Answer:
    places = _places(evidence)[1]
    facilities = [place.citation for place in places if _has(place, _FACILITIES)]
    national = [place.citation for place in places if _has(place, _NATIONAL)]
    return _told("s_1 = s_2 = …", facilities, national, Said(
        _("{some} name the standard of facilities, {others} the national standard of schools"),
        some=tuple(facilities), others=tuple(national)),
        Said(_("a school is counted at level 2 of both standards or of neither")),
        Said(_("one standard in every place"))), places, ()


def _told(equation: str, some: list[str], others: list[str], finding: Said, condition: Said,
          change: Said) -> tuple[Part, ...]:
    if some and others:
        return (Part(equation, finding, "consistent_if", condition, change=change),)
    return (Part(equation, Said(_("every place says the same of this")), "consistent"),)


def _has(place: Quote, words: tuple[str, ...]) -> bool:
    return any(word in clean(place.text_vi).casefold() for word in words)

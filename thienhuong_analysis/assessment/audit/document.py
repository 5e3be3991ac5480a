"""The document itself: how it numbers its parts, and how often it says a thing in other words."""

from thienhuong_analysis.assessment.audit.check import Answer, Part, check, gathered
from thienhuong_analysis.assessment.audit.printed import Printed
from thienhuong_analysis.assessment.audit.reading import numeral, percentages, sections, years
from thienhuong_analysis.assessment.audit.said import Absent, Quote, Said, listed
from thienhuong_analysis.assessment.audit.stated import BY_YEAR, Stated
from thienhuong_analysis.observations.text import _


@check(12, _("Does the document number its parts without a gap, and name each target the same way?"))
def the_document_itself(evidence: Stated) -> Answer:
    """Look for gaps in the numbering, and for targets that are named twice with other words."""
    return gathered(evidence, _numbering, _other_figures, _no_figures)


def _numbering(evidence: Stated) -> Answer:
    found = sections(evidence.programme.document)
    if not found:
        raise Absent(_("the text of the programme is not in data/raw/programme/source"))
    numbers = [number for number in range(1, 100) if numeral(number) in found]
    missing = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
    finding = Said(_("part B has the sections {there}"), there=tuple(found))
    if missing:
        finding = Said(_("part B has the sections {there}, without {missing}"), there=tuple(found),
                       missing=tuple(map(numeral, missing)))
    change = Said(_("the {number} sections are numbered one by one"), number=len(found)) if missing else None
    quotes = tuple(Quote(f"B.{name}", f"B.{name}", text) for name, text in found.items())
    return (Part("S = {1, 2, …, n}", finding, "conflict" if missing else "consistent", None,
                 float(len(missing)), 0.0, "sections", change),), quotes, ()


def _named_again(evidence: Stated) -> list[tuple[Printed, Quote]]:
    """Return every further place beside the target that it names."""
    found = []
    for target_id in evidence.programme.targets["target_id"]:
        again = evidence.again(target_id)
        found += [(evidence.target(target_id), place) for place in again]
    if not found:
        raise Absent(_("the programme's tables name no target a second time"))
    return found


def _percent(printed: Printed) -> float | None:
    return round(100 * printed.value, 10) if printed.unit == "fraction" else None


def _apart(printed: Printed, place: Quote) -> dict[str, float]:
    """Return what a place prints otherwise than the target, as a change of the target."""
    share, shares, dated = _percent(printed), percentages(place.text_vi), years(place.text_vi)
    name, changes = printed.target.target_id, dict[str, float]()
    if share is not None and shares and share not in shares:
        changes[name] = min(shares, key=lambda other: abs(other - share))
    if printed.target.by_year is not None and dated and printed.target.by_year not in dated:
        changes[name + BY_YEAR] = dated[0]
    return changes


def _other_figures(evidence: Stated) -> Answer:
    """Return whether the places that name a target again print another share or year."""
    named = _named_again(evidence)
    apart = [(printed, place, some) for printed, place in named if (some := _apart(printed, place))]
    which = tuple(dict.fromkeys(printed.target.target_id for printed, _place, _some in apart))
    finding = listed([
        Said(_("{targets} targets are named in {places} further places"), places=len(named),
             targets=len({printed.target.target_id for printed, _place in named})),
        Said(_("another share or year is printed in {number} of them: {which}"), number=len(apart),
             which=which) if apart else Said(_("none prints another share or year"))])
    quotes = tuple(quote for printed, place, _some in apart for quote in (printed.quote, place))
    change = Said(_("the appendices repeat share and year of the programme, or the programme takes "
                    "theirs")) if apart else None
    return (Part("y_1 = y_2 = …", finding, "conflict" if apart else "consistent", None,
                 float(len(apart)), 0.0, "places", change, _settled(named)),), quotes, ()


def _settled(named: list[tuple[Printed, Quote]]) -> dict[str, float]:
    """Return the changes of targets to what all their further places print, none where these disagree."""
    changes: dict[str, float] = {}
    for printed, place in named:
        changes |= _apart(printed, place)
    for printed, place in named:
        after = changes.get(printed.target.target_id)
        by_year = changes.get(printed.target.target_id + BY_YEAR)
        if (after is not None and percentages(place.text_vi) and after not in percentages(place.text_vi)) or (
                by_year is not None and years(place.text_vi) and by_year not in years(place.text_vi)):
            return {}
    return changes


def _no_figures(evidence: Stated) -> Answer:
    """Return whether places name a target again in words alone, without its share."""
    silent = [(printed, place) for printed, place in _named_again(evidence)
              if _percent(printed) is not None and not percentages(place.text_vi)]
    if not silent:
        return (Part("", Said(_("every further place repeats the share of its target")),
                     "consistent"),), (), ()
    which = tuple(dict.fromkeys(printed.target.target_id for printed, _place in silent))
    places = tuple(dict.fromkeys(place.citation for _printed, place in silent))
    quotes = tuple(quote for printed, place in silent for quote in (printed.quote, place))
    return (Part("", Said(_("{places} name {which} in other words, without the share"), places=places,
                          which=which), "consistent_if", Said(_("they mean the same target")),
                 change=Said(_("{places} repeat the share, or refer to the section that gives it"),
                             places=places)),), quotes, ()

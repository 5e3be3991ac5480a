"""A check: an equation between figures of the programme, what is left over, and what would mend it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any

from thienhuong_analysis.assessment.audit.said import Absent, Figure, Quote, Said
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations.text import _

VERDICTS = ("consistent", "consistent_if", "cannot_tell", "conflict")
"""From the best to the gravest.

``consistent_if``: both can hold, if something is so that the programme does not say. ``conflict``: two
places ask for different things of one quantity, further apart than rounding explains.
"""


@dataclass(frozen=True)
class Part:
    """One equation of a check.

    Args
        equation : str  in symbols, the same in every language
        finding : Said  what comes out
        verdict : str  one of ``VERDICTS``
        condition : Said | None  what a ``consistent_if`` asks for, what a ``cannot_tell`` needs
        residual, tolerance : float  what is left over, and what rounding explains of it [unit]; NaN
            where nothing is counted
        unit : str  ``fraction``, ``rate`` (of growth), ``years``, ``hectares``, ``billion_vnd``, what is
            counted (``enterprises``, ``households``, ``projects``, ``sections``, ``places``) or ``none``
        change : Said | None  the smallest change that would make the figures say the same
        changes : mapping  the same for a program, as ``replaced`` takes it, where numbers alone make
            the part ``consistent``
    """

    equation: str
    finding: Said
    verdict: str
    condition: Said | None = None
    residual: float = math.nan
    tolerance: float = math.nan
    unit: str = "none"
    change: Said | None = None
    changes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A question to the programme about itself, answered; its verdict is that of its gravest part."""

    number: int
    check_id: str
    title: Said
    parts: tuple[Part, ...]
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def verdict(self) -> str:
        """The gravest verdict among the parts."""
        return self.gravest.verdict

    @property
    def gravest(self) -> Part:
        """The first part among those with the gravest verdict."""
        return max(self.parts, key=lambda part: VERDICTS.index(part.verdict))

    def as_dict(self) -> dict[str, Any]:
        """Return the check as plain values for JSON, sentences in English, None where nothing is counted."""
        return {
            "number": self.number, "check": self.check_id, "question": str(self.title),
            "verdict": self.verdict, "parts": [{
                "equation": part.equation, "finding": str(part.finding), "verdict": part.verdict,
                "condition": part.condition and str(part.condition), "residual": _plain(part.residual),
                "tolerance": _plain(part.tolerance), "unit": part.unit,
                "change": part.change and str(part.change), "changes": dict(part.changes)}
                for part in self.parts],
            "quotes": [asdict(quote) for quote in self.quotes],
            "figures": [{"name": str(figure.name), "value": float(figure.value), "unit": figure.value.unit,
                         "status": figure.status, "source": figure.source} for figure in self.figures]}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


Answer = tuple[tuple[Part, ...], tuple[Quote, ...], tuple[Figure, ...]]


def check(number: int, title: str) -> Callable[[Callable[[Stated], Answer]], Callable[[Stated], Check]]:
    """Turn a function of the evidence into a check; where a figure is absent, the check says so.

    Args
        number : int  as in the method, 1–12
        title : str  the question, marked for the catalogue
    """
    def named(answer: Callable[[Stated], Answer]) -> Callable[[Stated], Check]:
        @wraps(answer)
        def answered(evidence: Stated) -> Check:
            return Check(number, answer.__name__, Said(title), *gathered(evidence, answer))
        return answered
    return named


def gathered(evidence: Stated, *answers: Callable[[Stated], Answer]) -> Answer:
    """Return several answers as one, quotes and figures once; an answer that lacks something says what."""
    parts: list[Part] = []
    quotes: dict[Quote, None] = {}
    figures: dict[str, Figure] = {}
    for answer in answers:
        try:
            some, words, numbers = answer(evidence)
        except Absent as absent:
            some, words, numbers = (_unanswered(absent),), (), ()
        parts += some
        quotes |= dict.fromkeys(words)
        for figure in numbers:
            figures.setdefault(f"{figure.name}|{figure.source}", figure)
    return tuple(parts), tuple(quotes), tuple(figures.values())


def _unanswered(absent: Absent) -> Part:
    return Part("", absent.said, "cannot_tell",
                Said(_("this figure or these words in the programme's tables or among the observations")))

"""Figures as the programme prints them, and how far their rounding goes."""

import re
from dataclasses import dataclass

from thienhuong_analysis.assessment.audit.said import Figure, Quote, Said
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import Target

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed, in its canonical unit, with half a unit of its last digit."""

    value: float
    half: float
    quote: Quote
    target: Target
    unit: str
    condition: str = ""

    @property
    def figure(self) -> Figure:
        """The figure for the list of what a check used."""
        return Figure(Said(_("{target} in the programme"), target=self.target.target_id),
                      Amount(self.value, self.unit), "programme", self.quote.citation,
                      f"target.{self.target.target_id}")


def half_unit(value: float, quote: str) -> float:
    """Return half a unit of the last digit that a figure is printed with.

    Args
        value : float  as printed; where the quote does not hold it, its own decimals count

    Example
        >>> half_unit(10.5, "tăng bình quân 10,5%/năm"), half_unit(1, "1,0ha 2026")
        (0.05, 0.05)
    """
    found = [text for text in _NUMBER.findall(quote)
             if float(text.replace(".", "").replace(",", ".")) == value]
    text = found[0] if found else f"{value:.10g}".replace(".", ",")
    return float(f"5e-{len(text.partition(',')[2]) + 1}")


def tolerance(*terms: tuple[float, Printed]) -> float:
    """Return how far rounding alone can move a residual, ``½ Σ |a_j| 10^(−digits_j)``.

    Args
        terms : pairs of (slope of the residual in the figure, figure)
    """
    return sum(abs(slope) * printed.half for slope, printed in terms)


def quotes_of(*printed: Printed) -> tuple[Quote, ...]:
    """Return the words of several targets."""
    return tuple(one.quote for one in printed)


def figures_of(*printed: Printed) -> tuple[Figure, ...]:
    """Return several targets as figures."""
    return tuple(one.figure for one in printed)

"""Births of enterprises needed a year, against the population and the rate at which enterprises close."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.assessment.audit import births_grid
from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Cell, Chart, Column, Table, tabulate
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from thienhuong_analysis.presentation.wording import Wording

_COLOURS = ("#123f6b", "#2a8c7c", "#e8a33d", "#99407f")


@dataclass(frozen=True)
class Accounted:
    """What the programme accounts for, and what it asks.

    Args
        stock : float  enterprises of 2025
        conversions : float  of the whole period
        density : float  the target [per 1,000 people]
        people : float  population of 2025 [persons]
    """

    stock: float
    conversions: float
    density: float
    people: float

    @property
    def enough(self) -> float:
        """The population at which stock and conversions would be exactly enough [persons]."""
        return 1000 * (self.stock + self.conversions) / self.density

    def needed(self, population: float) -> int:
        """Return the whole enterprises that the density asks for at a population."""
        return math.ceil(round(self.density * population / 1000, 6))

    def births(self, populations: NDArray[np.float64], exit_rates: Sequence[float]) -> NDArray[np.float64]:
        """Return the births needed a year, ndarray (exit rate, population)."""
        return births_grid(populations, np.array(exit_rates), stock=self.stock,
                           conversions=self.conversions, density=self.density)


def births_chart(facts: Accounted, exit_rates: Sequence[float], words: Wording, *, title: str,
                 notes: tuple[str, ...] = ()) -> Chart:
    """Return the births needed a year by population, a line an exit rate, with both populations marked.

    Args
        exit_rates : sequence of float  shares of enterprises that close in a year, rising
    """
    marked = {facts.enough: words.say("just enough without any exit"),
              facts.people: words.say("population of {year}", year=BASE_YEAR)}
    steps = _steps(facts)
    line = np.union1d(np.linspace(steps[0], steps[-1], 61), list(marked))
    lines, top = facts.births(line, exit_rates), 1.24 * facts.births(steps[-1:], exit_rates).max()
    with theme.drawing(4.2) as figure:
        axes = figure.subplots()
        for births, colour in zip(lines, _COLOURS, strict=False):
            axes.plot(line, births, color=colour)
        axes.set_xlim(steps[0], steps[-1])
        axes.set_ylim(0, top)
        for place, name in marked.items():
            axes.axvline(place, **theme.DASHED)
            axes.annotate(textwrap.fill(f"{words.number(place, 0)}: {name}", 21), (place, 0.98 * top), (4, 0),
                          textcoords="offset points", va="top", fontsize=9, color=theme.TARGET)
        axes.xaxis.set_major_formatter(lambda x, _: words.number(x, 0))
        axes.set_xlabel(words.say("Population {year}", year=LAST_YEAR))
        theme.value_axis(axes, words, "count", words.say("Births of enterprises needed a year"))
        theme.beside(axes, [(float(births[-1]), name, colour) for births, name, colour
                            in zip(lines, _named(exit_rates, words), _COLOURS, strict=False)])
        svg = theme.to_svg(figure)
    table = _table(facts, np.union1d(steps, list(marked)), exit_rates, words, title, marked)
    return Chart(svg, _alt(facts, exit_rates, words, title), title, table, notes)


def _alt(facts: Accounted, exit_rates: Sequence[float], words: Wording, title: str) -> str:
    ends = exit_rates[0], exit_rates[-1]
    low, high = facts.births(np.array([facts.people]), ends)[:, 0]
    return words.say(
        "{title}: {stock} enterprises of {base} and {conversions} conversions are exactly enough for "
        "{density} per 1,000 people at a population of {enough}, if none closes. At the {people} people of "
        "{base}, {low} births a year are needed with an exit rate of {lowest}, {high} with {highest}.",
        title=title, stock=words.number(facts.stock), base=BASE_YEAR,
        conversions=words.number(facts.conversions), density=words.number(facts.density),
        enough=words.number(facts.enough, 0), people=words.number(facts.people, 0), low=words.number(low, 1),
        high=words.number(high, 1), lowest=words.percent(ends[0], None), highest=words.percent(ends[1], None))


def _table(facts: Accounted, populations: NDArray[np.float64], exit_rates: Sequence[float], words: Wording,
           title: str, marked: Mapping[float, str]) -> Table:
    rows = list(zip(populations.tolist(), facts.births(populations, exit_rates).T.tolist(), strict=True))
    return tabulate(rows, [
        Column(words.say("Population {year}", year=LAST_YEAR),
               lambda row: Cell(words.number(row[0], 0), badge=marked.get(row[0], ""))),
        Column(words.say("Enterprises needed"), lambda row: words.number(facts.needed(row[0]), 0),
               numeric=True),
        *(_column(name, k, words) for k, name in enumerate(_named(exit_rates, words)))], title, words.lang)


def _column(name: str, k: int, words: Wording) -> Column:
    return Column(name, lambda row: words.number(row[1][k], 1), numeric=True)


def _named(exit_rates: Sequence[float], words: Wording) -> list[str]:
    return [words.say("exit rate {rate}", rate=words.percent(rate, None)) for rate in exit_rates]


def _steps(facts: Accounted) -> NDArray[np.float64]:
    """Return populations in round steps, from below both marked ones to above them."""
    low, high = sorted((facts.enough, facts.people))
    step = 10.0 ** math.floor(math.log10(high / 2)) / 2
    return np.array([step * k for k in range(math.floor(0.85 * low / step),
                                             math.ceil(1.12 * high / step) + 1)])

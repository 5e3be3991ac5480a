"""A new year's figures beside what was projected, and two readings of what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Column, Table, by_year, tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thienhuong_analysis.presentation.wording import Wording


def misses_table(misses: pd.DataFrame, titles: Mapping[tuple[str, str], str],
                 asked: Mapping[tuple[str, str], str], year: int, words: Wording) -> Table:
    """Return every series with a new figure: projected, actual, and 2030 by both readings.

    Args
        misses : DataFrame  as ``Past.new_year`` gives it
        titles, asked : mapping  (indicator, breakdown) -> what it is called, what its target asks
    """
    last = int(misses["last_year"].iloc[0])

    def amount(column: str, row: Any, *, signed: bool) -> str:
        value = getattr(row, column)
        return words.change(value, row.unit) if signed else words.figure(value, row.unit)

    headings = {
        words.say("Projected {year}", year=year): ("expected", False),
        words.say("Figure {year}", year=year): ("actual", False), words.say("Miss"): ("miss", True),
        words.say("{year} if the plan catches up", year=last): ("catches_up", False),
        words.say("{year} if the miss persists", year=last): ("persists", False)}
    columns = [Column(words.say("Indicator"),
                      lambda row: titles[row.indicator, row.breakdown] + _unit(row, words)),
               *(Column(heading, partial(amount, name, signed=signed), numeric=True)
                 for heading, (name, signed) in headings.items()),
               Column(words.say("Asked for"), lambda row: asked.get((row.indicator, row.breakdown), ""))]
    notes = (words.say(
        "The plan catches up: the miss shrinks evenly to nothing in {year}, where the path then is as it was "
        "projected. The miss persists: it stays as large in proportion, or in points where the figure is a "
        "share or 0.", year=last),)
    return tabulate(misses.itertuples(), columns, words.say(
        "Figures of {year} against what was projected", year=year), words.lang, notes=notes)


def readings_chart(readings: pd.DataFrame, figures: pd.DataFrame, required: Mapping[int, float], unit: str,
                   words: Wording, *, title: str) -> Chart:
    """Return the path as projected before a figure came, and its two readings after it.

    Args
        readings : DataFrame  as ``Past.readings`` gives it
        figures : DataFrame (year, value)  what is known so far
        required : mapping  year -> value of the path to the target, empty where there is none
    """
    names = {"before": words.say("As projected before"), "catches_up": words.say("The plan catches up"),
             "persists": words.say("The miss persists")}
    colours = {"before": theme.SCENARIOS[4], "catches_up": theme.SCENARIOS[2], "persists": theme.SCENARIOS[1]}
    known = dict(zip(figures["year"], figures["value"], strict=True))
    first, last = int(readings.index[0]), int(readings.index[-1])
    with theme.drawing(3.9) as figure:
        axes, labels = figure.subplots(), []
        for key, name in names.items():
            axes.plot(readings.index, readings[key], color=colours[key], marker="o", markersize=4,
                      linestyle="--" if key == "before" else "-")
            labels.append((float(readings[key].iloc[-1]),
                           f"{name}\n{words.figure(readings[key].iloc[-1], unit)}", colours[key]))
        axes.plot(list(known), list(known.values()), "o", color=theme.INK, markersize=7, zorder=5)
        if required:
            axes.plot(list(required), list(required.values()), **theme.DASHED)
            goal = list(required.values())[-1]
            labels.append((goal, words.say("Target\n{value}", value=words.figure(goal, unit)), theme.TARGET))
        theme.year_axis(axes, sorted({*known, *required, *readings.index}))
        theme.value_axis(axes, words, unit)
        theme.beside(axes, labels)
        svg = theme.to_svg(figure)
    ends = [f"{name} {words.figure(readings[key].iloc[-1], unit)}" for key, name in names.items()]
    alt = words.say("{title}: the figure of {year} is {actual}, projected was {expected}; in {last}: {ends}.",
                    title=title, year=first, actual=words.value(readings["persists"].iloc[0], unit),
                    expected=words.value(readings["before"].iloc[0], unit), last=last, ends=words.list(ends))
    columns = {words.say("Figure"): known, **{name: readings[key].to_dict() for key, name in names.items()},
               words.say("Required path"): required}
    caption = words.captioned(title, unit)
    shown = {name: {int(year): words.figure(x, unit) for year, x in values.items()}
             for name, values in columns.items() if values}
    return Chart(svg, alt, title, by_year(shown, caption, words))


def _unit(row: Any, words: Wording) -> str:
    return "" if row.unit == "fraction" else words.captioned("", row.unit)

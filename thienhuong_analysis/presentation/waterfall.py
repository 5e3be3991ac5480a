"""A bridge as a picture: the figure then, what has moved it, the figure now."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Column, tabulate

if TYPE_CHECKING:
    from thienhuong_analysis.assessment import Bridge
    from thienhuong_analysis.presentation.wording import Wording

_UP, _DOWN, _LEVEL = "#2a8c7c", "#e8a33d", theme.CENTRE


def waterfall(bridge: Bridge, words: Wording, *, title: str, before: str, after: str, year: int) -> Chart:
    """Return the bridge of one figure as bars between two levels.

    Args
        before, after : str  what the two levels are called, with their days
        year : int  the figure's
    """
    unit = bridge.unit
    steps = {before: bridge.before, **{words.term(cause): part for cause, part in bridge.parts.items()},
             after: bridge.after}

    levels = {name: words.figure(steps[name], unit, exact=unit == "fraction") for name in (before, after)}
    marks = {name: levels.get(name) or words.signed(value, unit) for name, value in steps.items()}
    texts = {name: levels.get(name) or words.change(value, unit) for name, value in steps.items()}
    with theme.drawing(3.6) as figure:
        axes, running = figure.subplots(), bridge.before
        for x, (name, value) in enumerate(steps.items()):
            level = name in (before, after)
            bottom = 0.0 if level else running
            axes.bar(x, value, 0.62, bottom, color=_LEVEL if level else _UP if value >= 0 else _DOWN)
            running = value if level else running + value
            axes.annotate(marks[name], (x, max(bottom, running)), (0, 4), ha="center", fontsize=9.5,
                          textcoords="offset points")
        ends = sorted((bridge.before, bridge.after))
        spread = max(abs(bridge.after - bridge.before), *(abs(part) for part in bridge.parts.values()), 1e-12)
        cut = 6 * spread < ends[0] < 50 * spread
        if cut:
            axes.set_ylim(ends[0] - 3 * spread, ends[1] + 1.5 * spread)
        axes.set_xticks(range(len(steps)), [_broken(name) for name in steps])
        theme.value_axis(axes, words, unit)
        axes.margins(y=0.12)
        svg = theme.to_svg(figure)
    moved = [f"{name} {texts[name]}" for name in steps if name not in (before, after) and steps[name]]
    alt = words.say("{title}, value of {year}: {before} was {old}, {after} is {new}.", title=title, year=year,
                    before=before, old=texts[before], after=after, new=texts[after])
    alt += " " + (words.say("What moved it: {parts}.", parts=words.list(moved)) if moved
                  else words.say("Nothing has moved it."))
    caption = words.captioned(title, unit)
    notes = [words.say("The axis does not begin at 0.")] if cut else []
    if not bridge.published:
        notes.append(words.say("No projection was published of the figures of the earlier day: today's "
                               "assumptions and scenario stand for both days."))
    return Chart(svg, alt, title, tabulate(steps, [
        Column(words.say("Step"), str), Column(words.say("Value {year}", year=year), lambda name: texts[name],
                                               numeric=True)], caption, words.lang), tuple(notes))


def _broken(name: str) -> str:
    return textwrap.fill(name, 14, break_long_words=False)

"""The tornado: what moves a target most, widest at the top, as value and as chance."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, MaxNLocator

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.believe import basis_of, ground, reading
from thienhuong_analysis.presentation.display import Cell, Chart, Column, tabulate
from thienhuong_analysis.presentation.targets import target_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from thienhuong_analysis.assessment.tornado import Bar, Tornado
    from thienhuong_analysis.presentation.believe import Names

_LOW, _HIGH = "#e8a33d", "#123f6b"


def tornado_chart(found: Tornado, names: Names) -> Chart:
    """Return the bars of a target: on the left its value on the central path, on the right its chance."""
    words, target = names.words, found.target
    title = words.say("What moves “{target}” most",
                      target=target_names(names.programme, words)[target.target_id])
    with theme.drawing(1.9 + 0.52 * len(found.bars), 7.4) as figure:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.35, 1))
        theme.line_names(left, [textwrap.fill(names.lever(bar.key), 32) for bar in found.bars])
        _bars(left, [bar.values for bar in found.bars], found.value)
        _bars(right, [bar.chances for bar in found.bars], found.chance)
        for y, bar in enumerate(found.bars):
            _end_labels(left, y, bar, found.value, names)
        left.axvline(target.value, **theme.DASHED)
        fraction = target.is_growth or _unit(found, names) == "fraction"
        for axes, percent, heading in ((left, fraction, words.say("Value on the central path")),
                                       (right, True, words.say("Chance"))):
            axes.xaxis.set_major_locator(MaxNLocator(4))
            axes.xaxis.set_major_formatter(FuncFormatter(
                lambda x, _, percent=percent: words.percent(x, None) if percent else words.number(x)))
            axes.set_title(heading, loc="left", fontsize=10, color=theme.SOFT, pad=10)
            axes.margins(x=0.24)
        right.set_xlim(-0.02, 1.02)
        right.set_xticks([0, 0.5, 1])
        right.grid(visible=True, axis="x")
        svg = theme.to_svg(figure)
    widest = found.bars[0]
    ends = [names.value(target.target_id, value) for value in widest.values]
    alt = words.say(
        "{title}, value of {year}: now {now}, with a chance of {chance}. Widest is “{lever}”: from {low} at "
        "its low to {high} at its high; {count} levers and assumed figures are compared.", title=title,
        year=target.last_year, now=names.value(target.target_id, found.value),
        chance=words.chance(found.chance), lever=names.lever(widest.key), low=ends[0], high=ends[1],
        count=len(found.bars))
    notes = [words.say("Amber: the lever at its low; blue: at its high; upright line: as things are; dashed: "
                       "the target. Where no distribution is known, low and high are assumptions."),
             words.say("Simulation error of a chance: at most ± {error} points.",
                       error=words.number(50 / found.draws**0.5, 1))]
    if cut := [names.quoted(bar.key) for bar in found.bars if bar.cut]:
        notes.append(words.say("Not the whole range, which goes beyond the bound: {levers}.",
                               levers=words.list(cut)))
    if found.left_out:
        notes.append(words.say("Left out for want of a range: {levers}.", levers=words.list(
            names.quoted(key) for key in found.left_out)))
    table = tabulate(found.bars, _columns(found, names), title, words.lang)
    return Chart(svg, alt, title, table, tuple(notes))


def _columns(found: Tornado, names: Names) -> list[Column]:
    words, target_id = names.words, found.target.target_id

    def both(bar: Bar) -> str:
        low, high = (_end(bar, end, names) for end in bar.ends)
        return words.say("{low} – {high}", low=low, high=high)

    return [
        Column(words.say("Lever or assumption"), lambda bar: names.lever(bar.key)),
        Column(words.say("Low and high"), lambda bar: Cell(
            both(bar), ground(bar.handle, words) if bar.handle else basis_of(bar.range.basis, words)),
               numeric=True),
        Column(words.say("Value at both"), lambda bar: words.say(
            "{low} – {high}", low=names.value(target_id, bar.values[0]),
            high=names.value(target_id, bar.values[1])), numeric=True),
        Column(words.say("Chance at both"), lambda bar: words.say(
            "{low} – {high}", low=words.chance(bar.chances[0]), high=words.chance(bar.chances[1])),
            numeric=True)]


def _bars(axes: Axes, pairs: list[tuple[float, float]], now: float) -> None:
    for y, pair in enumerate(pairs):
        for end, colour in zip(pair, (_LOW, _HIGH), strict=True):
            axes.barh(y, end - now, 0.56, now, color=colour)
    axes.axvline(now, color=theme.INK, linewidth=1)


def _end_labels(axes: Axes, y: int, bar: Bar, now: float, names: Names) -> None:
    """Write a lever's low and high at the ends of its bar; where both lie on one side, the farther alone."""
    if bar.swing == 0:
        return
    ends = list(zip(bar.values, bar.ends, strict=True))
    if (bar.values[0] - now) * (bar.values[1] - now) > 0:
        ends = [max(ends, key=lambda end: abs(end[0] - now))]
    for value, end in ends:
        if value != now:
            side = 1 if value > now else -1
            axes.annotate(_end(bar, end, names), (value, y), (4 * side, 0), textcoords="offset points",
                          ha="left" if side > 0 else "right", va="center", fontsize=8, color=theme.SOFT)


def _end(bar: Bar, end: float, names: Names) -> str:
    if bar.handle is not None:
        return reading(bar.handle, end, names.words)
    unit = str(names.assumptions.at[bar.key, "unit"])
    return names.words.number(end) if unit == "none" else names.words.figure(end, unit, exact=True)


def _unit(found: Tornado, names: Names) -> str:
    units = names.programme.indicators.set_index("indicator_id")["unit"]
    return str(units[found.target.indicator_id])

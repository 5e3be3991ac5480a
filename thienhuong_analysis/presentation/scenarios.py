"""Scenarios side by side: one line each, and how wide each may end."""

import math
from collections.abc import Mapping

import pandas as pd

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, by_year
from thienhuong_analysis.presentation.fan import one_series, required_by_year
from thienhuong_analysis.presentation.wording import Wording


def compare(table: pd.DataFrame, required: pd.DataFrame | None = None, *, lang: str, title: str,
            names: Mapping[str, str], base: float = math.nan, axis: str = "",
            notes: tuple[str, ...] = ()) -> Chart:
    """Return the central path of each scenario, with the 80 % range of its last year beside it.

    Args
        table : DataFrame  a projection table of several scenarios, one indicator and breakdown
        required : DataFrame (year, value)  the path to the target
        names : mapping  scenario -> its name in this language, in the order to be shown
        base : float  the value of the year before, where all start from; NaN where it is not known
        axis : str  what the axis counts, where the unit does not say it
    """
    words, unit = Wording(lang), str(table["unit"].iloc[0])
    paths = {names[scenario]: one_series(table[table["scenario"] == scenario])[1]
             for scenario in names if scenario in set(table["scenario"])}
    lines = {name: path["point"] for name, path in paths.items()}
    years = next(iter(lines.values())).index
    if not math.isnan(base):
        lines = {name: pd.concat([pd.Series({years[0] - 1: base}), line]) for name, line in lines.items()}
    need = required_by_year(required)
    with theme.drawing(3.9) as figure:
        axes, labels = figure.subplots(), []
        for i, (name, line) in enumerate(lines.items()):
            colour = theme.SCENARIOS[i % len(theme.SCENARIOS)]
            axes.plot(line.index, line, color=colour, marker="osD^v"[i % 5], markersize=5)
            axes.plot([years[-1] + 0.16 + 0.11 * i] * 2, paths[name][["0.1", "0.9"]].iloc[-1],
                      color=colour, linewidth=4, alpha=0.55, solid_capstyle="butt")
            labels.append((line.iloc[-1], f"{name}\n{words.figure(line.iloc[-1], unit)}", colour))
        if need:
            axes.plot(list(need), list(need.values()), **theme.DASHED)
            goal = list(need.values())[-1]
            labels.append((goal, words.say("Target\n{value}", value=words.figure(goal, unit)),
                           theme.TARGET))
        theme.year_axis(axes, sorted({*need, *lines[name].index}))
        theme.value_axis(axes, words, unit, axis)
        theme.beside(axes, labels)
        svg = theme.to_svg(figure)
    ends = [f"{name} {words.figure(line.iloc[-1], unit)}" for name, line in lines.items()]
    alt = words.say("{title}, {first}–{last}; central paths in {last}: {ends}.", title=title,
                    first=min(next(iter(lines.values())).index), last=years[-1], ends=words.list(ends))
    if need:
        alt += " " + words.say("The target is {target}.", target=words.value(goal, unit))
    columns = {name: {year: words.figure(x, unit) for year, x in line.items()}
               for name, line in {**lines, words.say("Required path"): need}.items() if len(line)}
    for name, path in paths.items():
        low, high = (words.figure(x, unit) for x in path[["0.1", "0.9"]].iloc[-1])
        columns[f"{name}, {words.percent(0.8, 0)}"] = {years[-1]: f"{low} – {high}"}
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, line in lines.items():
        alike.setdefault(tuple(words.figure(x, unit) for x in line), []).append(name)
    covered = tuple(words.say("The lines of {names} coincide; only the last one is seen.", names=words.list(
        words.say("“{name}”", name=name) for name in same)) for same in alike.values() if len(same) > 1)
    note = words.say("Upright bars at the right: the range of four in five simulated outcomes in "
                     "{year}.", year=years[-1])
    caption = words.captioned(title, unit)
    return Chart(svg, alt, title, by_year(columns, caption, words), (note, *covered, *notes))

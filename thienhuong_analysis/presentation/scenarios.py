"""Scenarios side by side: one line each, and how wide each may end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Table
from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    import pandas as pd


def compare(table: pd.DataFrame, required: pd.DataFrame | None = None, *, lang: str, title: str,
            names: Mapping[str, str], axis: str = "", notes: tuple[str, ...] = ()) -> Chart:
    """Return the central path of each scenario, with the 80 % range of its last year beside it.

    Args
        table : DataFrame  a projection table of several scenarios, one indicator and breakdown
        required : DataFrame (year, value)  the path to the target
        names : mapping  scenario -> its name in this language, in the order to be shown
        axis : str  what the axis counts, where the unit does not say it
    """
    words = Wording(lang)
    unit = str(table["unit"].iloc[0])
    wide = table[table["output_type"] == "point"].pivot(index="year", columns="scenario",
                                                        values="value")
    wide = wide[[name for name in names if name in wide]]
    final = int(wide.index[-1])
    ends = table[(table["output_type"] == "quantile") & (table["year"] == final)]
    ends = ends.assign(level=ends["output_type_id"].astype(float)).pivot(
        index="scenario", columns="level", values="value")
    with theme.drawing(3.9) as figure:
        axes = figure.subplots()
        if unit == "index_2025":
            wide.loc[int(wide.index[0]) - 1] = 100.0
            wide = wide.sort_index()
        labels = []
        for i, scenario in enumerate(wide):
            colour = theme.SCENARIOS[i % len(theme.SCENARIOS)]
            axes.plot(wide.index, wide[scenario], color=colour, marker="osD^v"[i % 5], markersize=5)
            at = final + 0.16 + 0.11 * i
            axes.plot([at, at], ends.loc[scenario, [0.1, 0.9]], color=colour, linewidth=4,
                      alpha=0.55, solid_capstyle="butt")
            labels.append((float(wide[scenario].iloc[-1]), f"{names[scenario]}\n"
                           f"{words.figure(wide[scenario].iloc[-1], unit)}", colour))
        if required is not None:
            axes.plot(required["year"], required["value"], color=theme.TARGET, linewidth=1.6,
                      linestyle=(0, (4, 2)))
            goal = float(required["value"].iloc[-1])
            labels.append((goal, words.say("Target\n{value}", value=words.figure(goal, unit)),
                           theme.TARGET))
        theme.year_axis(axes, list(wide.index))
        theme.value_axis(axes, words, unit, axis)
        figure.draw_without_rendering()
        theme.beside(axes, labels)
        svg = theme.to_svg(figure)
    reached = [f"{names[name]} {words.figure(wide[name].iloc[-1], unit)}" for name in wide]
    alt = words.say("{title}, {first}–{last}; central paths in {last}: {reached}.", title=title,
                    first=wide.index[0], last=final, reached=words.list(reached))
    if required is not None:
        alt += " " + words.say("The target is {target}.", target=words.value(goal, unit))
    ranges = words.say("Upright bars at the right: the range of four in five simulated outcomes "
                       "in {year}.", year=final)
    return Chart(svg, alt, title, _table(words, title, wide, ends, required, unit, names),
                 (ranges, *notes))


def _table(words: Wording, title: str, wide: pd.DataFrame, ends: pd.DataFrame,
           required: pd.DataFrame | None, unit: str, names: Mapping[str, str]) -> Table:
    shown = wide.map(lambda x: words.figure(x, unit)).rename(columns=dict(names))
    shown.insert(0, words.say("Year"), [str(year) for year in wide.index])
    if required is not None:
        path = dict(zip(required["year"], required["value"], strict=True))
        shown[words.say("Required path")] = [
            words.figure(path[year], unit) if year in path else "" for year in wide.index]
    shown.loc[-1] = [words.say("80%, {year}", year=wide.index[-1]), *(
        f"{words.figure(ends.loc[name, 0.1], unit)} – {words.figure(ends.loc[name, 0.9], unit)}"
        for name in wide), *([""] if required is not None else [])]
    caption = f"{title} ({words.unit(unit)})" if words.unit(unit) else title
    return Table(shown, caption, words.lang, numeric=set(shown.columns[1:]))

"""The fan chart: how far a figure may open out, beside what was promised and what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Cell, Chart, Table
from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_EDGES = {0.95: ("0.025", "0.975"), 0.80: ("0.1", "0.9"), 0.50: ("0.25", "0.75")}
_HOLLOW = ("assumption", "implied", "estimate")


def fan_chart(table: pd.DataFrame, observed: pd.DataFrame | None = None,
              required: pd.DataFrame | None = None, *, lang: str, title: str, scenario: str = "",
              probability: float | None = None, assumed: Sequence[str] = (),
              calibration_years: int | None = None, axis: str = "",
              notes: tuple[str, ...] = ()) -> Chart:
    """Return the bands of 50, 80 and 95 %, the central path, the required path and the figures so far.

    Args
        table : DataFrame  a projection table of one scenario, indicator and breakdown
        observed : DataFrame (year, value, status)  in the table's unit, the best known last
        required : DataFrame (year, value)  the path to the target, which is its last value
        scenario : str  its name in this language
        probability : float  of meeting the target
        assumed : sequence of str  names of the assumptions that the projection rests on
        calibration_years : int  years of history behind the bands
        axis : str  what the axis counts, where the unit does not say it

    Raises
        ProjectionError: the table holds no series, or several
    """
    words = Wording(lang)
    paths, unit = _paths(table)
    actual = _observed(observed, unit, int(paths.index[0]))
    paths = _from_last_known(paths, actual)
    with theme.drawing() as figure:
        axes = figure.subplots()
        _draw(axes, paths, actual, required)
        theme.year_axis(axes, sorted({*actual, *paths.index}))
        theme.value_axis(axes, words, unit, axis)
        last = paths.iloc[-1]
        labels = [(last["point"], words.say("Central path\n{value}", value=words.figure(
            last["point"], unit)), theme.CENTRE)]
        if required is not None:
            goal = float(required["value"].iloc[-1])
            labels.append((goal, words.say("Target\n{value}", value=words.figure(goal, unit)),
                           theme.TARGET))
        figure.draw_without_rendering()
        theme.beside(axes, labels)
        figure.legend(handles=_key(words, actual, required=required is not None),
                      loc="outside lower left", ncols=3, frameon=False, fontsize=9,
                      handlelength=1.6, columnspacing=1.4, labelcolor=theme.SOFT)
        svg = theme.to_svg(figure)
    return Chart(svg, _alt(words, title, scenario, paths, unit, required), title,
                 _table(words, title, paths, actual, required, unit),
                 (*_notes(words, scenario, probability, assumed, calibration_years), *notes))


def _paths(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    series = table[["scenario", "indicator", "breakdown"]].drop_duplicates()
    if len(series) != 1:
        raise ProjectionError("a fan chart shows one series, not {count}; choose one scenario, "
                              "indicator and breakdown", count=len(series))
    rows = table[table["output_type"] != "sample"]
    names = [str(kind) if kind != "quantile" else f"{float(level):g}"
             for kind, level in zip(rows["output_type"], rows["output_type_id"], strict=True)]
    paths = rows.assign(name=names).pivot_table(index="year", columns="name", values="value")
    return paths, str(rows["unit"].iloc[0])


def _observed(observed: pd.DataFrame | None, unit: str, first: int) -> dict[int, tuple[float, str]]:
    rows: Any = [] if observed is None else observed.dropna(subset="value").itertuples()
    known = {int(row.year): (float(row.value), str(row.status)) for row in rows}
    return {first - 1: (100.0, "definition"), **known} if unit == "index_2025" else known


def _from_last_known(paths: pd.DataFrame, actual: dict[int, tuple[float, str]]) -> pd.DataFrame:
    """Open the fan at the figure of the year before it, where there is one."""
    start = int(paths.index[0]) - 1
    if start in actual:
        paths.loc[start] = actual[start][0]
    return paths.sort_index()


def _draw(axes: Axes, paths: pd.DataFrame, actual: dict[int, tuple[float, str]],
          required: pd.DataFrame | None) -> None:
    for share, (low, high) in _EDGES.items():
        axes.fill_between(paths.index, paths[low], paths[high], color=theme.BANDS[share],
                          linewidth=0)
    axes.plot(paths.index, paths["point"], color=theme.CENTRE)
    if required is not None:
        axes.plot(required["year"], required["value"], color=theme.TARGET, linestyle=(0, (4, 2)),
                  linewidth=1.6, marker="D", markevery=[-1], markersize=6, clip_on=False)
    for year, (value, status) in actual.items():
        if status == "definition":
            continue
        hollow = status in _HOLLOW
        axes.plot(year, value, "o", markersize=7, markeredgecolor=theme.INK, markeredgewidth=1.5,
                  color="white" if hollow else theme.INK, clip_on=False, zorder=5)
    axes.margins(x=0.03)


def _key(words: Wording, actual: dict[int, tuple[float, str]], *, required: bool) -> list[Any]:
    """Return the marks explained under the plot: bands in the first line, the others below."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def line(label: str, **look: Any) -> Line2D:
        return Line2D([], [], label=label, **look)

    dot = {"marker": "o", "linestyle": "none", "markeredgecolor": theme.INK}
    seen = {status in _HOLLOW for _, status in actual.values() if status != "definition"}
    others = [line(words.say("Required path"), color=theme.TARGET, linestyle=(0, (3, 1.5)),
                   linewidth=1.6)] if required else []
    others += [line(words.say("Measured"), color=theme.INK, **dot)] if False in seen else []
    others += [line(words.say("Assumed, implied or estimated"), color="white", **dot)
               ] if True in seen else []
    others += [line("", linestyle="none")] * (3 - len(others))
    bands = [Patch(color=colour, label=words.percent(share, 0))
             for share, colour in reversed(theme.BANDS.items())]
    return [mark for pair in zip(bands, others, strict=True) for mark in pair]


def _alt(words: Wording, title: str, scenario: str, paths: pd.DataFrame, unit: str,
         required: pd.DataFrame | None) -> str:
    last, years = paths.iloc[-1], paths.index
    text = words.say(
        "{title}, {first}–{last}: the central path reaches {point} in {last}; four in five "
        "simulated outcomes lie between {low} and {high}.", title=title, first=years[0],
        last=years[-1], point=words.value(last["point"], unit), low=words.figure(last["0.1"], unit),
        high=words.value(last["0.9"], unit))
    if scenario:
        text += " " + words.say("Scenario: {name}.", name=scenario)
    if required is None:
        return text
    goal = float(required["value"].iloc[-1])
    shown = words.value(goal, unit)
    if goal > last["0.9"]:
        return text + " " + words.say("The target, {target}, lies above that range.", target=shown)
    if goal < last["0.1"]:
        return text + " " + words.say("The target, {target}, lies below that range.", target=shown)
    return text + " " + words.say("The target, {target}, lies within that range.", target=shown)


def _notes(words: Wording, scenario: str, probability: float | None, assumed: Sequence[str],
           calibration_years: int | None) -> tuple[str, ...]:
    notes = [words.say("Bands, from dark to light: where 50%, 80% and 95% of the simulated outcomes "
                       "lie.")]
    if calibration_years is not None:
        notes[0] += " " + words.say("Years of history behind them: {years}.", years=calibration_years)
    if probability is not None and not math.isnan(probability):
        chance = words.chance(probability) if assumed else words.probability(probability)
        notes.insert(0, words.say("Probability of meeting the target: {chance}.", chance=chance)
                     if not scenario else
                     words.say("Probability of meeting the target in scenario “{scenario}”: {chance}.",
                               scenario=scenario, chance=chance))
    if assumed:
        notes.append(words.say("Rests on assumptions: {names}.", names=words.list(assumed)))
    return tuple(notes)


def _table(words: Wording, title: str, paths: pd.DataFrame, actual: dict[int, tuple[float, str]],
           required: pd.DataFrame | None, unit: str) -> Table:
    import pandas as pd

    need: dict[int, float] = {} if required is None else dict(
        zip(required["year"], required["value"], strict=True))
    year = words.say("Year")
    rows: list[dict[str, str | Cell]] = []
    for at in sorted({*paths.index, *actual, *need}):
        value, status = actual.get(at, (math.nan, ""))
        row: dict[str, str | Cell] = {year: str(at)}
        row[words.say("Figure")] = Cell(words.figure(value, unit) if status else "", badge=(
            words.status(status) if status not in ("", "actual", "definition") else ""))
        if need:
            row[words.say("Required path")] = (
                words.figure(need[at], unit) if at in need else "")
        inside = at in paths.index and at not in actual
        row |= {words.say("Central path"): words.figure(paths.at[at, "point"], unit) if inside else "",
                words.say("Median"): words.figure(paths.at[at, "median"], unit) if inside else ""}
        for share, (low, high) in reversed(_EDGES.items()):
            row[words.percent(share, 0)] = "" if not inside else (
                f"{words.figure(paths.at[at, low], unit)} – {words.figure(paths.at[at, high], unit)}")
        rows.append(row)
    frame = pd.DataFrame(rows)
    caption = f"{title} ({words.unit(unit)})" if words.unit(unit) else title
    return Table(frame, caption, words.lang, numeric=set(frame.columns) - {year})

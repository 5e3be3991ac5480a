"""The fan chart: how far a figure may open out, beside what was promised and what was measured."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Cell, Chart, Table, by_year
from thienhuong_analysis.presentation.wording import Wording

_EDGES = {0.95: ("0.025", "0.975"), 0.80: ("0.1", "0.9"), 0.50: ("0.25", "0.75")}
_HOLLOW = ("assumption", "implied", "estimate")
Figures = dict[int, tuple[float, str]]


def fan_chart(table: pd.DataFrame, observed: pd.DataFrame | None = None,
              required: pd.DataFrame | None = None, *, lang: str, title: str, scenario: str = "",
              probability: float | None = None, assumed: Sequence[str] = (),
              calibration_years: int | None = None, axis: str = "", breaks: Sequence[int] = (),
              notes: tuple[str, ...] = ()) -> Chart:
    """Return bands of 50, 80 and 95 %, the central path, the required path and the figures so far.

    Args
        table : DataFrame  a projection table of one scenario, indicator and breakdown
        observed : DataFrame (year, value, status)  in the table's unit, the best known last
        required : DataFrame (year, value)  the path to the target, which is its last value
        scenario : str  its name in this language
        probability : float  of meeting the target
        assumed : sequence of str  names of the assumptions that the projection rests on
        calibration_years : int  years of history behind the bands
        axis : str  what the axis counts, where the unit does not say it
        breaks : sequence of int  first years of new definitions, marked by a line

    Raises
        ProjectionError: the table holds no series, or several
    """
    words, unit, paths = Wording(lang), *one_series(table)
    figures, need = _figures(observed), required_by_year(required)
    if unit == "index_2025" and table["breakdown"].iloc[0] == "total":
        figures = {int(paths.index[0]) - 1: (100.0, "definition")} | figures
    goal = list(need.values())[-1] if need else math.nan
    with theme.drawing() as figure:
        axes = figure.subplots()
        _draw(axes, paths, figures, need)
        for year in breaks:
            axes.axvline(year - 0.5, color=theme.SOFT, linewidth=1, linestyle=":")
        theme.year_axis(axes, sorted({*figures, *paths.index}))
        theme.value_axis(axes, words, unit, axis)
        centre = paths["point"].iloc[-1]
        labels = [(centre, words.say("Central path\n{value}", value=words.figure(centre, unit)),
                   theme.CENTRE)]
        if need:
            labels.append((goal, words.say("Target\n{value}", value=words.figure(goal, unit)),
                           theme.TARGET))
        theme.beside(axes, labels)
        key = _key(words, paths, figures, need)
        if key["labels"]:
            figure.legend(**key, loc="outside lower left", ncols=2, frameon=False, fontsize=9,
                          handlelength=2.4, columnspacing=1.6, labelcolor=theme.SOFT)
        svg = theme.to_svg(figure)
    alt = _alt(words, title, unit, paths=paths, first=min({*figures, *paths.index}), goal=goal)
    if scenario:
        alt += " " + words.say("Scenario: {name}.", name=scenario)
    key_of_it = f"{table['indicator'].iloc[0]}.{table['breakdown'].iloc[0]}"
    table_of_it = _table(words, title, unit, key_of_it, paths=paths, figures=figures, need=need)
    return Chart(svg, alt, title, table_of_it, (
        *_notes(words, scenario, probability, assumed, calibration_years), *notes))


def one_series(table: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return the unit of a projection table of one series, and its paths: a row a year.

    Raises
        ProjectionError: the table holds no series, or several
    """
    count = len(table[["scenario", "indicator", "breakdown"]].drop_duplicates())
    if count != 1:
        raise ProjectionError("a fan chart shows one series, not {count}; choose one scenario, "
                              "indicator and breakdown", count=count)
    rows = table[table["output_type"] != "sample"]
    names = [kind if kind != "quantile" else f"{float(level):g}"
             for kind, level in zip(rows["output_type"], rows["output_type_id"], strict=True)]
    paths = rows.assign(name=names).pivot_table("value", "year", "name")
    return str(rows["unit"].iloc[0]), paths


def required_by_year(required: pd.DataFrame | None) -> dict[int, float]:
    """Return the path to a target by year, the years left out in which it asks for nothing."""
    rows: Any = [] if required is None else required.dropna(subset="value").itertuples()
    return {int(row.year): float(row.value) for row in rows}


def _figures(observed: pd.DataFrame | None) -> Figures:
    rows: Any = [] if observed is None else observed.dropna(subset="value").itertuples()
    return {int(row.year): (float(row.value), str(row.status)) for row in rows}


def _draw(axes: Axes, paths: pd.DataFrame, figures: Figures, need: dict[int, float]) -> None:
    start = int(paths.index[0]) - 1
    if start in figures:
        base = pd.DataFrame(figures[start][0], [start], paths.columns)
        paths = pd.concat([base, paths])
    for share, (low, high) in _EDGES.items():
        axes.fill_between(paths.index, paths[low], paths[high], color=theme.BANDS[share],
                          linewidth=0)
    axes.plot(paths.index, paths["point"], color=theme.CENTRE)
    if need:
        axes.plot(list(need), list(need.values()), marker="D", markevery=[-1], markersize=6,
                  clip_on=False, **theme.DASHED)
    for year, (value, status) in figures.items():
        if status != "definition":
            axes.plot(year, value, "o", markersize=7, markeredgecolor=theme.INK, clip_on=False,
                      color="white" if status in _HOLLOW else theme.INK, markeredgewidth=1.5,
                      zorder=5)
    axes.margins(x=0.03)


def _key(words: Wording, paths: pd.DataFrame, figures: Figures,
         need: dict[int, float]) -> dict[str, Any]:
    """Return the marks explained under the plot, those that are in it."""
    dot: Any = {"marker": "o", "linestyle": "none", "markeredgecolor": theme.INK}
    kinds = {status in _HOLLOW for _, status in figures.values() if status != "definition"}
    marks = [(tuple(Patch(color=theme.BANDS[share]) for share in sorted(theme.BANDS)),
              words.say("50%, 80%, 95% of the simulated outcomes")
              if (paths["0.9"] > paths["0.1"]).any() else ""),
             (Line2D([], [], **theme.DASHED), words.say("Required path") if need else ""),
             (Line2D([], [], color=theme.INK, **dot),
              words.say("Measured") if False in kinds else ""),
             (Line2D([], [], color="white", **dot),
              words.say("Assumed, implied or estimated") if True in kinds else "")]
    shown = {label: mark for mark, label in marks if label}
    return {"handles": list(shown.values()), "labels": list(shown),
            "handler_map": {tuple: HandlerTuple(None, pad=0)}}


def _alt(words: Wording, title: str, unit: str, *, paths: pd.DataFrame, first: int,
         goal: float) -> str:
    last, target = paths.iloc[-1], words.value(goal, unit)
    text = words.say("{title}, {first}–{last}: the central path reaches {point} in {last}.",
                     title=title, first=first, last=paths.index[-1],
                     point=words.value(last["point"], unit))
    if last["0.1"] < last["0.9"]:
        text += " " + words.say("Four in five simulated outcomes lie between {low} and {high}.",
                                low=words.figure(last["0.1"], unit),
                                high=words.value(last["0.9"], unit))
    if goal > last["0.9"]:
        text += " " + words.say("The target, {target}, lies above them.", target=target)
    elif goal < last["0.1"]:
        text += " " + words.say("The target, {target}, lies below them.", target=target)
    elif not math.isnan(goal):
        text += " " + words.say("The target, {target}, lies among them.", target=target)
    return text


def _notes(words: Wording, scenario: str, probability: float | None, assumed: Sequence[str],
           calibration_years: int | None) -> list[str]:
    notes = []
    if probability is not None and not math.isnan(probability):
        chance = words.chance(probability) if assumed else words.probability(probability)
        notes.append(words.say("Probability of meeting the target: {chance}.", chance=chance)
                     if not scenario else words.say(
                         "Probability of meeting the target in scenario “{scenario}”: {chance}.",
                         scenario=scenario, chance=chance))
    if assumed:
        notes.append(words.say("Rests on assumptions: {names}.", names="; ".join(assumed)))
    if calibration_years is not None:
        notes.append(words.say("Years of history behind the bands: {years}.",
                               years=calibration_years))
    return notes


def _table(words: Wording, title: str, unit: str, key: str, *, paths: pd.DataFrame, figures: Figures,
           need: dict[int, float]) -> Table:
    def shown(values: Any) -> dict[int, str]:
        return {year: words.figure(value, unit) for year, value in values.items()}

    columns: dict[str, Any] = {words.say("Figure"): {
        year: Cell(words.figure(value, unit), node=f"{key}.{year}", badge="" if status in (
            "actual", "definition") else words.term(status)) for year, (value, status) in figures.items()}}
    centre = {year: Cell(text, node=f"{key}.{year}") for year, text in shown(paths["point"]).items()}
    columns |= {words.say("Required path"): shown(need), words.say("Central path"): centre,
                words.say("Median"): shown(paths["median"])}
    for share in sorted(_EDGES):
        low, high = (shown(paths[edge]) for edge in _EDGES[share])
        columns[words.percent(share, 0)] = {year: f"{low[year]} – {high[year]}" for year in low}
    return by_year({name: column for name, column in columns.items() if column},
                   words.captioned(title, unit), words)

"""All targets in one picture: how likely each is to be met."""

import textwrap

import pandas as pd

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, tabulate
from thienhuong_analysis.presentation.targets import target_columns, target_names
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import LAST_YEAR, Programme

_ZONES = {"unlikely": (0.0, 0.2), "at_risk": (0.2, 0.5), "more_likely_than_not": (0.5, 0.8),
          "likely": (0.8, 1.0)}


def scorecard_chart(assessment: pd.DataFrame, programme: Programme, *, lang: str, title: str,
                    notes: tuple[str, ...] = ()) -> Chart:
    """Return the probability of every target that is still open and has one, the least likely last.

    Args
        assessment : DataFrame  one row a target, as ``Ward.assess`` gives it
    """
    words = Wording(lang)
    names = target_names(programme, words)
    rows = assessment[~assessment["verdict"].isin(("met", "missed"))].dropna(subset="probability")
    rows = rows.sort_values("probability", ascending=False, kind="stable")
    with theme.drawing(1.1 + 0.42 * max(1, len(rows))) as figure:
        axes = figure.subplots()
        theme.line_names(axes, [textwrap.fill(names[target], 36) for target in rows["target_id"]])
        for word, (low, high) in _ZONES.items():
            axes.axvline(low, color=theme.GRID, linewidth=1)
            axes.text((low + high) / 2, -0.75, textwrap.fill(words.term(word), 12), ha="center",
                      va="bottom", fontsize=8.5, color=theme.SOFT)
        for y, (p, assumed) in enumerate(zip(rows["probability"], rows["assumed"], strict=True)):
            axes.plot([0, p], [y, y], color=theme.GRID, zorder=1)
            axes.plot(p, y, "o", markersize=9, markeredgecolor=theme.INK, markeredgewidth=1.6,
                      color="white" if assumed else theme.INK, clip_on=False)
            axes.annotate(words.chance(p), (p, y), (9, 0), textcoords="offset points", va="center",
                          fontsize=9.5)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.2, 0.5, 0.8, 1], [words.percent(x, 0) for x in (0, 0.2, 0.5, 0.8, 1)])
        svg = theme.to_svg(figure)
    if rows.empty:
        alt = words.say("{title}: no target has a probability yet.", title=title)
    else:
        best, worst = rows.iloc[0], rows.iloc[-1]
        alt = words.say(
            "{title}: probabilities of {count} targets, from {low} (“{lowest}”) to {high} "
            "(“{highest}”); {under} of them are below {half}.", title=title, count=len(rows),
            low=words.chance(worst["probability"]), lowest=names[worst["target_id"]],
            high=words.chance(best["probability"]), highest=names[best["target_id"]],
            under=int((rows["probability"] < 0.5).sum()), half=words.percent(0.5, 0))
    columns = target_columns(programme, words, LAST_YEAR)
    table = tabulate(rows.itertuples(), [columns[name] for name in
                                         ("target", "probability", "assessment")], title, lang)
    if rows["assumed"].any():
        notes = (words.say("Hollow: the probability rests on assumptions."), *notes)
    return Chart(svg, alt, title, table, notes)

"""Sectors: what each adds to growth, and what share of the whole it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Table
from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def contributions(frame: pd.DataFrame, *, lang: str, title: str,
                  notes: tuple[str, ...] = ()) -> Chart:
    """Return the sectors' contributions to each year's growth, stacked, with the total above.

    Args
        frame : DataFrame (year, breakdown, value)  contributions [fraction]; the total is their sum
    """
    words = Wording(lang)
    wide = _wide(frame)
    total = wide.sum(axis=1)
    with theme.drawing() as figure:
        axes = figure.subplots()
        _stack(axes, wide, words, percent_inside=False)
        for year, growth in total.items():
            axes.annotate(words.percent(growth), (year, wide.loc[year].clip(lower=0).sum()),
                          (0, 4), textcoords="offset points", ha="center", weight="bold")
        axes.axhline(0, color=theme.SOFT, linewidth=0.8)
        axes.margins(y=0.12)
        theme.value_axis(axes, words, "fraction", words.say("percentage points; total above, %"))
        _name_beside(axes, wide, words)
        svg = theme.to_svg(figure)
    last = wide.iloc[-1].sort_values(ascending=False)
    alt = words.say("{title}, {first}–{last}: in {last} the total grows by {growth}; most comes from "
                    "“{sector}”, {value} points.", title=title, first=wide.index[0],
                    last=wide.index[-1], growth=words.percent(total.iloc[-1]),
                    sector=words.breakdown(last.index[0]), value=words.number(100 * last.iloc[0], 1))
    return Chart(svg, alt, title, _table(words, title, wide.assign(total=total)), notes)


def structure(frame: pd.DataFrame, *, lang: str, title: str, notes: tuple[str, ...] = ()) -> Chart:
    """Return the sectors' shares of the whole in each year.

    Args
        frame : DataFrame (year, breakdown, value)  parts in one unit, or shares; without the total
    """
    words = Wording(lang)
    wide = _wide(frame)
    wide = wide.div(wide.sum(axis=1), axis=0)
    with theme.drawing() as figure:
        axes = figure.subplots()
        _stack(axes, wide, words, percent_inside=True)
        axes.set_ylim(0, 1)
        theme.value_axis(axes, words, "fraction")
        _name_beside(axes, wide, words)
        svg = theme.to_svg(figure)
    moves = [words.say("“{sector}” from {first} to {last}", sector=words.breakdown(sector),
                       first=words.percent(wide[sector].iloc[0]),
                       last=words.percent(wide[sector].iloc[-1])) for sector in wide]
    alt = words.say("{title}, {first}–{last}: {moves}.", title=title, first=wide.index[0],
                    last=wide.index[-1], moves=words.list(moves))
    return Chart(svg, alt, title, _table(words, title, wide), notes)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    wide = frame[frame["breakdown"] != "total"].pivot(index="year", columns="breakdown",
                                                      values="value")
    order = list(theme.SECTORS)
    return wide[sorted(wide, key=lambda sector: order.index(sector) if sector in order else 99)]


def _colour(sector: str) -> str:
    return theme.SECTORS.get(sector, theme.GRID)


def _stack(axes: Axes, wide: pd.DataFrame, words: Wording, *, percent_inside: bool) -> None:
    """Draw one bar a year, what is negative below the line."""
    for sign in (1, -1):
        part = wide.clip(lower=0) if sign > 0 else wide.clip(upper=0)
        bottom = part.cumsum(axis=1) - part
        for sector in wide:
            axes.bar(wide.index, part[sector], 0.62, bottom[sector], color=_colour(sector),
                     edgecolor="white", linewidth=0.8)
    for sector in wide if percent_inside else ():
        middle = wide.cumsum(axis=1)[sector] - wide[sector] / 2
        for year, share in wide[sector].items():
            if share > 0.045:
                axes.text(year, middle[year], words.percent(share), ha="center", va="center",
                          fontsize=9, color="white" if sector == "industry_construction"
                          else theme.INK)
    theme.year_axis(axes, list(wide.index))


def _name_beside(axes: Axes, wide: pd.DataFrame, words: Wording) -> None:
    last = wide.iloc[-1]
    middles = last.cumsum() - last / 2
    names = [(float(middles[sector]), words.breakdown(sector).replace(", ", ",\n"), _ink(sector))
             for sector in wide]
    axes.get_figure(root=True).draw_without_rendering()  # type: ignore[union-attr]
    theme.beside(axes, names)


def _ink(sector: str) -> str:
    """Return the sector's colour, dark enough to read on white."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(_colour(sector))
    heavy = 0.3 * red + 0.6 * green + 0.1 * blue
    return str(to_hex([part * min(1.0, 0.36 / heavy) for part in (red, green, blue)]))


def _table(words: Wording, title: str, wide: pd.DataFrame) -> Table:
    shown = wide.map(words.percent).rename(columns=words.breakdown)
    shown.insert(0, words.say("Year"), [str(year) for year in wide.index])
    return Table(shown, title, words.lang, numeric=set(shown.columns[1:]))

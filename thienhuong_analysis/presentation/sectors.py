"""Sectors: what each adds to growth, and what share of the whole it is."""

import pandas as pd
from matplotlib.axes import Axes

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, by_year
from thienhuong_analysis.presentation.wording import Wording


def contributions(frame: pd.DataFrame, *, lang: str, title: str,
                  notes: tuple[str, ...] = ()) -> Chart:
    """Return the sectors' contributions to each year's growth, stacked, with the total above.

    Args
        frame : DataFrame (year, breakdown, value)  contributions [fraction]; the total is their sum
    """
    words, wide = Wording(lang), _wide(frame)
    total = wide.sum(axis=1)
    with theme.drawing() as figure:
        axes = figure.subplots()
        _stack(axes, wide)
        for year, growth in total.items():
            axes.annotate(words.percent(growth), (year, wide.loc[year].clip(lower=0).sum()),
                          (0, 4), textcoords="offset points", ha="center", weight="bold")
        axes.axhline(0, color=theme.SOFT, linewidth=0.8)
        axes.margins(y=0.12)
        theme.value_axis(axes, words, "fraction",
                         words.say("% of last year's total; its growth above the bars"))
        svg = _with_names(axes, wide, words)
    first, last, biggest = total.index[0], total.index[-1], wide.iloc[-1].idxmax()
    alt = words.say("{title}, {first}–{last}: growth of the total in {last} is {growth}; the "
                    "largest part is “{sector}”, {value} points.",
                    title=title, first=first, last=last, growth=words.percent(total[last]),
                    sector=words.term(biggest),
                    value=words.number(100 * wide.loc[last, biggest], 1))
    return _chart(svg, alt, title, wide=wide.assign(total=total), words=words, notes=notes)


def structure(frame: pd.DataFrame, *, lang: str, title: str, notes: tuple[str, ...] = ()) -> Chart:
    """Return the sectors' shares of the whole in each year.

    Args
        frame : DataFrame (year, breakdown, value)  parts in one unit, or shares; without the total
    """
    words, wide = Wording(lang), _wide(frame)
    wide = wide.div(wide.sum(axis=1), axis=0)
    with theme.drawing() as figure:
        axes = figure.subplots()
        _stack(axes, wide)
        middles = wide.cumsum(axis=1) - wide / 2
        for sector in wide:
            dark = sector == "industry_construction"
            for year, share in wide.loc[wide[sector] > 0.042, sector].items():
                axes.text(year, middles.loc[year, sector], words.percent(share), ha="center",
                          va="center", fontsize=9, color="white" if dark else theme.INK)
        axes.set_ylim(0, 1)
        theme.value_axis(axes, words, "fraction")
        svg = _with_names(axes, wide, words)
    first, last = wide.index[0], wide.index[-1]
    moves = [words.say("“{sector}” from {first} to {last}", sector=words.term(sector),
                       first=words.percent(shares[first]), last=words.percent(shares[last]))
             for sector, shares in wide.items()]
    alt = words.say("{title}, {first}–{last}: {moves}.", title=title, first=first, last=last,
                    moves=words.list(moves))
    return _chart(svg, alt, title, wide=wide, words=words, notes=notes)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    wide = frame[frame["breakdown"] != "total"].pivot_table("value", "year", "breakdown")
    return wide[sorted(wide, key=[*theme.SECTORS, *wide].index)]


def _colour(sector: str) -> str:
    return theme.SECTORS.get(sector, theme.SOFT)


def _stack(axes: Axes, wide: pd.DataFrame) -> None:
    """Draw one bar a year, what is negative below the line."""
    for part in (wide.clip(lower=0), wide.clip(upper=0)):
        bottom = part.cumsum(axis=1) - part
        for sector in wide:
            axes.bar(wide.index, part[sector], 0.62, bottom[sector], edgecolor="white",
                     color=_colour(sector))
    theme.year_axis(axes, list(wide.index))


def _with_names(axes: Axes, wide: pd.DataFrame, words: Wording) -> str:
    last = wide.iloc[-1]
    middles = last.cumsum() - last / 2
    theme.beside(axes, [(middles[sector], words.term(sector).replace(", ", ",\n"), _colour(sector))
                        for sector in wide])
    return theme.to_svg(axes.get_figure(root=True))  # type: ignore[arg-type]


def _chart(svg: str, alt: str, title: str, *, wide: pd.DataFrame, words: Wording,
           notes: tuple[str, ...]) -> Chart:
    columns = {words.term(sector): {year: words.percent(x) for year, x in values.items()}
               for sector, values in wide.items()}
    return Chart(svg, alt, title, by_year(columns, title, words), notes)

"""Enterprises: the stock at each year's end, and what comes and goes in between."""

import pandas as pd

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, by_year
from thienhuong_analysis.presentation.wording import Wording

_COLOURS = {"enterprise_births": "#2a8c7c", "household_business_conversions": "#123f6b",
            "enterprise_exits": "#e8a33d"}


def flows(frame: pd.DataFrame, *, lang: str, title: str, notes: tuple[str, ...] = ()) -> Chart:
    """Return the stock of enterprises above its yearly births, conversions and exits.

    Args
        frame : DataFrame (year, indicator, value)  of ``enterprises`` (with the base year, if
            known), ``enterprise_births``, ``household_business_conversions``, ``enterprise_exits``;
            a projection table of one scenario is cut down to its central path
    """
    words = Wording(lang)
    if "output_type" in frame:
        frame = frame[frame["output_type"] == "point"]
    wide = frame[frame["indicator"].isin(("enterprises", *_COLOURS))].pivot_table(
        "value", "year", "indicator")
    stock, flow = wide["enterprises"].dropna(), wide[list(_COLOURS)].dropna(how="all").fillna(0)
    births, conversions, exits = (flow[name] for name in _COLOURS)
    operating = words.say("Operating at the end of the year")
    names = (words.say("Newly founded"), words.say("Converted from household businesses"),
             words.say("Ceased"))
    with theme.drawing(4.8) as figure:
        top, low = figure.subplots(2, sharex=True, height_ratios=(1, 1.1))
        top.plot(stock.index, stock, color=theme.CENTRE, marker="o", markersize=5)
        for year, value in stock.items():
            top.annotate(words.number(value, 0), (year, value), (0, 7), ha="center",
                         textcoords="offset points", fontsize=9.5)
        top.set_ylim(0, stock.max() * 1.22)
        bars = ((births, 0 * births), (conversions, births), (-exits, 0 * exits))
        for (height, bottom), colour in zip(bars, _COLOURS.values(), strict=True):
            low.bar(flow.index, height, 0.62, bottom, color=colour, edgecolor="white")
        low.axhline(0, color=theme.SOFT, linewidth=0.8)
        low.margins(y=0.08)
        theme.year_axis(low, list(wide.index))
        theme.value_axis(top, words, "count", operating)
        theme.value_axis(low, words, "count", words.say("Come (above) and gone (below)"))
        low.yaxis.set_major_formatter(lambda x, _: words.number(abs(x)))
        theme.beside(low, [(float((height / 2 + bottom).iloc[-1]), _two_lines(name), colour)
                           for (height, bottom), name, colour
                           in zip(bars, names, _COLOURS.values(), strict=True)])
        svg = theme.to_svg(figure)
    sums = [words.number(flow[name].sum(), 0) for name in _COLOURS]
    alt = words.say(
        "{title}: from {start} in {first} to {end} in {last}; {births} newly founded, "
        "{conversions} converted from household businesses, {exits} ceased.", title=title,
        start=words.number(stock.iloc[0], 0), first=stock.index[0],
        end=words.number(stock.iloc[-1], 0), last=stock.index[-1], births=sums[0],
        conversions=sums[1], exits=sums[2])
    columns = {name: {year: words.number(x, 0) for year, x in values.items()} for name, values
               in zip((operating, *names), (stock, births, conversions, exits), strict=True)}
    return Chart(svg, alt, title, by_year(columns, title, words), notes)


def _two_lines(text: str) -> str:
    """Break a long label at the space nearest its middle."""
    spaces = [i for i, letter in enumerate(text) if letter == " "]
    if len(text) < 18 or not spaces:
        return text
    cut = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:cut]}\n{text[cut + 1:]}"

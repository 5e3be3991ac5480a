"""Enterprises: the stock at each year's end, and what comes and goes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Table
from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    import pandas as pd

_FLOWS = {"enterprise_births": "#3f9e8f", "household_business_conversions": "#1b4f84",
          "enterprise_exits": "#d9822b"}


def flows(frame: pd.DataFrame, *, lang: str, title: str, notes: tuple[str, ...] = ()) -> Chart:
    """Return the stock of enterprises above its yearly births, conversions and exits.

    Args
        frame : DataFrame (year, indicator, value)  of ``enterprises`` (with the base year, if known),
            ``enterprise_births``, ``household_business_conversions``, ``enterprise_exits``; a
            projection table of one scenario is cut down to its central path
    """
    words = Wording(lang)
    if "output_type" in frame:
        frame = frame[frame["output_type"] == "point"]
    wide = frame.pivot_table(index="year", columns="indicator", values="value")
    stock = wide["enterprises"].dropna()
    names = {"enterprise_births": words.say("Newly founded"),
             "household_business_conversions": words.say("Converted from\nhousehold businesses"),
             "enterprise_exits": words.say("Ceased")}
    with theme.drawing(4.8) as figure:
        top, low = figure.subplots(2, sharex=True, height_ratios=(1, 1.1))
        top.plot(stock.index, stock, color=theme.CENTRE, marker="o", markersize=5)
        for year, value in stock.items():
            top.annotate(words.number(value, 0), (year, value), (0, 7), ha="center",
                         textcoords="offset points", fontsize=9.5)
        top.set_ylim(0, stock.max() * 1.22)
        flow = wide[list(_FLOWS)].dropna(how="all").fillna(0)
        up = flow.drop(columns="enterprise_exits")
        base = up.cumsum(axis=1) - up
        for name, colour in _FLOWS.items():
            height, bottom = (-flow[name], 0) if name == "enterprise_exits" else (up[name], base[name])
            low.bar(flow.index, height, 0.62, bottom, color=colour, edgecolor="white", linewidth=0.8)
        low.axhline(0, color=theme.SOFT, linewidth=0.8)
        theme.year_axis(low, sorted(wide.index))
        theme.value_axis(top, words, "count", words.say("Operating at the end of the year"))
        theme.value_axis(low, words, "count", words.say("Come and gone during the year"))
        low.yaxis.set_major_formatter(lambda x, _: words.number(abs(x)))
        figure.draw_without_rendering()
        last = flow.iloc[-1]
        heights = (last.iloc[0] / 2, last.iloc[0] + last.iloc[1] / 2, -last.iloc[2] / 2)
        theme.beside(low, [(float(at), names[name], colour) for at, (name, colour)
                           in zip(heights, _FLOWS.items(), strict=True)])
        svg = theme.to_svg(figure)
    sums = {name: words.number(flow[name].sum(), 0) for name in _FLOWS}
    alt = words.say(
        "{title}: from {start} in {first} to {end} in {last}; {births} newly founded, {conversions} "
        "converted from household businesses, {exits} ceased.", title=title,
        start=words.number(stock.iloc[0], 0), first=stock.index[0],
        end=words.number(stock.iloc[-1], 0), last=stock.index[-1], births=sums["enterprise_births"],
        conversions=sums["household_business_conversions"], exits=sums["enterprise_exits"])
    shown = wide[["enterprises", *_FLOWS]].map(lambda x: words.number(x, 0)).rename(
        columns={name: text.replace("\n", " ") for name, text in names.items()}
        | {"enterprises": words.say("Operating at the end of the year")})
    shown.insert(0, words.say("Year"), [str(year) for year in wide.index])
    return Chart(svg, alt, title, Table(shown, title, lang, numeric=set(shown.columns[1:])), notes)

"""The triangle of base shares: with which structures the sectors' rates make the growth of the total."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.assessment.audit import border, implied_growth
from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Column, tabulate
from thienhuong_analysis.programme import BASE_YEAR
from thienhuong_analysis.projections import SECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from thienhuong_analysis.presentation.wording import Wording

    Array = NDArray[np.float64]

CORNERS = np.array([[0.5, math.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
"""Where each sector alone stands: agriculture at the top, industry at the left, services at the right."""


@dataclass(frozen=True)
class Structure:
    """Shares by sector, with their name and the growth that the sectors' rates make of them."""

    name: str
    shares: Array
    growth: float


def region(total: float, rates: Array, years: int) -> Array:
    """Return the corners of the region of shares with which the total grows at least so fast.

    Returns
        ndarray (corner, sector)  one after the other around the region; no row where it is empty

    Example
        >>> region(0.1, np.array([0.0, 0.2, 0.2]), 1).round(2).tolist()
        [[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.0, 0.5]]
    """
    whole, corners = np.eye(len(rates)), []
    crossings = {frozenset(limit[:2]): _shares(*limit, len(rates)) for limit in border(total, rates, years)}
    for i in range(len(rates)):
        if (1 + rates[i]) ** years >= (1 + total) ** years:
            corners.append(whole[i])
        edge = frozenset((i, (i + 1) % len(rates)))
        if edge in crossings:
            corners.append(crossings[edge])
    return np.array(corners).reshape(-1, len(rates))


def triangle_chart(total: float, rates: Array, years: int, known: Mapping[str, Array], words: Wording, *,
                   title: str) -> Chart:
    """Return the triangle with the region that allows the total, and the structures that are known.

    Args
        total : float  growth of the total that is asked for [rate]
        rates : ndarray (sector)  growth of the sectors [rate]
        known : mapping  name of a structure -> ndarray (sector), shares that sum to 1
    """
    limits = border(total, rates, years)
    edges = [Structure(words.say("limit: the rest is “{sector}”", sector=words.term(SECTORS[fast])),
                       _shares(slow, fast, share, len(rates)), total) for slow, fast, share in limits]
    found = [Structure(name, shares, implied_growth(shares, rates, years)) for name, shares in known.items()]
    alone = [Structure(words.say("“{sector}” alone", sector=words.term(sector)), shares, float(rate))
             for sector, shares, rate in zip(SECTORS, np.eye(len(SECTORS)), rates, strict=True)]
    with theme.drawing(5.2) as figure:
        axes = figure.subplots()
        inside = region(total, rates, years) @ CORNERS
        if len(inside):
            axes.fill(*inside.T, color=theme.BANDS[0.8], linewidth=0)
        _lattice(axes, words)
        if len(edges) == 2:
            axes.plot(*np.array([edge.shares @ CORNERS for edge in edges]).T, **theme.DASHED)
        for (_, _, share), edge in zip(limits, edges, strict=True):
            _limit(axes, edge.shares @ CORNERS, words.percent(share))
        for k, structure in enumerate(found):
            _point(axes, structure, words, rise=11 + 14 * (len(found) - 1 - k))
        for structure, corner, sector in zip(alone, CORNERS, SECTORS, strict=True):
            _corner(axes, corner, f"{words.term(sector)}\n" + words.say(
                "{percent} a year", percent=words.percent(structure.growth)))
        axes.set_aspect("equal")
        axes.set_axis_off()
        svg = theme.to_svg(figure)
    table = tabulate([*found, *edges, *alone], [
        Column(words.say("Structure of {year}", year=BASE_YEAR), lambda row: row.name),
        *(_column(sector, words) for sector in SECTORS),
        Column(words.say("Average growth a year"), lambda row: words.percent(row.growth), numeric=True)],
        title, words.lang)
    notes = (words.say("Every point is a structure of {year}; the nearer a corner, the larger that sector. "
                       "In the blue region the sectors' rates make at least {total} a year, on the dashed "
                       "line exactly that. Product taxes less subsidies are left out.", year=BASE_YEAR,
                       total=words.percent(total)),
             words.say("Marks at the left edge: share of “{first}”; below: of “{second}”; at the right: of "
                       "“{third}”.", **dict(zip(("first", "second", "third"), map(words.term, SECTORS),
                                                strict=True))))
    return Chart(svg, _alt(title, total, limits, found, rates, words), title, table, notes)


def _alt(title: str, total: float, limits: list[tuple[int, int, float]], found: list[Structure],
         rates: Array, words: Wording) -> str:
    told = [words.say("{title}: triangle of the shares of the sectors in {year}.", title=title,
                      year=BASE_YEAR)]
    if limits:
        ends = [words.say("“{slow}” has at most {share} with “{fast}” as the rest",
                          share=words.percent(share), slow=words.term(SECTORS[slow]),
                          fast=words.term(SECTORS[fast])) for slow, fast, share in limits]
        told.append(words.say("A total of {total} a year is reached where {limits}.",
                              total=words.percent(total), limits=words.list(ends)))
    else:
        told.append(words.say("Every structure reaches {total} a year.", total=words.percent(total))
                    if rates.min() >= total
                    else words.say("No structure reaches {total} a year.", total=words.percent(total)))
    told += [words.say("{name}: {shares}; the sectors' rates make {growth} a year.", name=one.name,
                       shares=words.list(f"“{words.term(sector)}” {words.percent(share)}" for sector, share
                                         in zip(SECTORS, one.shares, strict=True)),
                       growth=words.percent(one.growth)) for one in found]
    return " ".join(told)


def _shares(slow: int, fast: int, share: float, count: int) -> Array:
    shares = np.zeros(count)
    shares[slow], shares[fast] = share, 1 - share
    return shares


def _lattice(axes: Axes, words: Wording) -> None:
    """Draw the triangle with a line for every fifth of each share, named at the edge where it ends."""
    axes.fill(*CORNERS.T, fill=False, edgecolor=theme.SOFT, linewidth=1.2)
    for k, name in enumerate(SECTORS):
        for step in (0.2, 0.4, 0.6, 0.8):
            ends = [_shares(k, other % 3, step, 3) @ CORNERS for other in (k + 1, k + 2)]
            axes.plot(*np.array(ends).T, color=theme.GRID, linewidth=0.8)
            mark = axes.annotate(words.percent(step, 0), ends[0], (_AWAY[k][0] * 5, _AWAY[k][1] * 5),
                                 textcoords="offset points", ha="center", va="center", fontsize=8,
                                 color=theme.SOFT)
            mark.set_gid(f"xtick_{name}_{step:g}")


_AWAY = ((-2.4, 0.6), (0, -1.8), (2.4, 0.6))
"""Away from the edge at which the marks of each share stand: left, below, right."""


def _column(sector: str, words: Wording) -> Column:
    k = SECTORS.index(sector)
    return Column(words.term(sector), lambda row: words.percent(row.shares[k]), numeric=True)


def _limit(axes: Axes, place: Array, text: str) -> None:
    side = -1 if place[0] < 0.5 else 1
    axes.plot(*place, marker="o", markersize=6, color=theme.TARGET)
    axes.annotate(text, (place[0], place[1]), (side * 34, 8), textcoords="offset points",
                  ha="center", va="center", weight="bold", color=theme.TARGET)


def _point(axes: Axes, structure: Structure, words: Wording, *, rise: float) -> None:
    place = structure.shares @ CORNERS
    axes.plot(*place, marker="D", markersize=7, color=theme.INK)
    growth = words.say("{percent} a year", percent=words.percent(structure.growth))
    axes.annotate(f"{structure.name}: {growth}", (place[0], place[1]), (0, rise), ha="center",
                  textcoords="offset points", fontsize=9.5, color=theme.INK)


def _corner(axes: Axes, place: Array, text: str) -> None:
    top = place[1] > 0
    axes.annotate(text, (place[0], place[1]), (0, 8 if top else -22), textcoords="offset points",
                  ha="center", va="bottom" if top else "top", weight="bold", fontsize=9.5)

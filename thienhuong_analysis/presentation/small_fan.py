"""A small fan, drawn at once: for pictures that follow a slider, where the large ones would be late."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.presentation.display import Cell, Chart, Prose, Table, by_year
from thienhuong_analysis.programme import BASE_YEAR, YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.projections import Series

_WIDTH, _HEIGHT = 300, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 56, 10, 24
_BANDS = {0.025: "#dce8f3", 0.1: "#b3cfe6", 0.25: "#7fabd1"}
_SOFT, _GRID, _CENTRE, _TARGET = "#5b6875", "#d8dee4", "#123f6b", "#b3261e"
_FONT = "DejaVu Sans, Verdana, Arial, sans-serif"


def small_fan(series: Series, before: Series, required: NDArray[np.float64] | None, words: Wording,
              title: str) -> Chart:
    """Return one series with its bands, the central path it had before, and the way to its target.

    Args
        before : Series  of the scenario that the sliders start from
        required : ndarray (year 2025–2030)  the path to the target; None where there is no target
    """
    years, unit = (BASE_YEAR, *YEARS), series.unit
    point, old = (np.append(found.base, found.point) for found in (series, before))
    tails = [*_BANDS, *(1 - q for q in reversed(_BANDS))]
    quantiles = np.quantile(series.draws, tails, axis=0)
    need = np.full(len(years), np.nan) if required is None else required
    everything = np.concatenate([point, old, quantiles.ravel(), need])
    everything = everything[np.isfinite(everything)]
    low, high = float(everything.min()), float(everything.max())
    low, high = (low - 0.5, high + 0.5) if low == high else (low - 0.04 * (high - low), high)

    def x(i: float) -> float:
        return _LEFT + i / (len(years) - 1) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    def line(values: Sequence[float] | NDArray[np.float64]) -> str:
        return " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in enumerate(values) if np.isfinite(v))

    parts = []
    for value in _round_ticks(low, high):
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
                     f'stroke="{_GRID}"/>')
        parts.append(_text(_LEFT - 5, y(value) + 3.5, words.percent(value, None)
                           if unit == "fraction" else words.number(value), "end"))
    for (_, colour), under, over in zip(_BANDS.items(), quantiles, quantiles[::-1], strict=False):
        rim = [*enumerate(np.append(point[0], over)), *reversed([*enumerate(np.append(point[0], under))])]
        parts.append(f'<polygon fill="{colour}" points="'
                     + " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in rim if np.isfinite(v)) + '"/>')
    parts.append(f'<polyline fill="none" stroke="{_SOFT}" stroke-width="1.4" points="{line(old)}"/>')
    parts.append(f'<polyline fill="none" stroke="{_CENTRE}" stroke-width="2.4" points="{line(point)}"/>')
    ends = [(y(point[-1]), words.figure(point[-1], unit), _CENTRE)]
    if np.isfinite(need).any():
        parts.append(f'<polyline fill="none" stroke="{_TARGET}" stroke-width="1.6" stroke-dasharray="4 2" '
                     f'points="{line(need)}"/>')
        ends.append((y(need[-1]), words.figure(need[-1], unit), _TARGET))
    for place, text, colour in _apart(ends):
        parts.append(_text(_WIDTH - _RIGHT + 6, place + 3.5, text, "start", colour))
    for i in (0, len(years) - 1):
        parts.append(_text(x(i), _HEIGHT - 7, str(years[i]), "middle"))
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
           f'font-family="{_FONT}" font-size="10">{"".join(parts)}</svg>')
    caption = words.captioned(title, unit)
    return Chart(svg, _alt(series, before, need, words, title), caption, _table(
        series, before, need, quantiles, words, caption))


def what_is_drawn(words: Wording) -> Prose:
    """Return what the lines and bands of these pictures are."""
    return Prose(words.say(
        "In the pictures: dark blue is the central path, grey the path before the levers were moved, dashed "
        "red the way to the target; the bands hold 50%, 80% and 95% of the simulated outcomes."))


def _round_ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two values, at most five.

    Example
        >>> _round_ticks(97.0, 218.9)
        [100.0, 150.0, 200.0]
    """
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def _alt(series: Series, before: Series, need: NDArray[np.float64], words: Wording, title: str) -> str:
    alt = words.say(
        "{title}, {first}–{last}: the central path ends at {value}, before the change at {before}; four in "
        "five simulated outcomes lie between {low} and {high}.", title=title, first=BASE_YEAR, last=YEARS[-1],
        value=words.value(series.point[-1], series.unit), before=words.value(before.point[-1], series.unit),
        low=words.figure(float(np.quantile(series.draws[:, -1], 0.1)), series.unit),
        high=words.figure(float(np.quantile(series.draws[:, -1], 0.9)), series.unit))
    if np.isfinite(need[-1]):
        alt += " " + words.say("The target is {target}.", target=words.value(float(need[-1]), series.unit))
    return alt


def _table(series: Series, before: Series, need: NDArray[np.float64], quantiles: NDArray[np.float64],
           words: Wording, caption: str) -> Table:
    def shown(values: NDArray[np.float64], first: int) -> dict[int, str | Cell]:
        return {first + i: words.figure(float(v), series.unit) for i, v in enumerate(values)
                if np.isfinite(v)}

    columns = {words.say("Central path"): shown(series.point, YEARS[0]),
               words.say("Before the change"): shown(before.point, YEARS[0]),
               words.percent(0.1, 0): shown(quantiles[1], YEARS[0]),
               words.percent(0.9, 0): shown(quantiles[-2], YEARS[0])}
    if np.isfinite(need).any():
        columns[words.say("Required path")] = shown(need, BASE_YEAR)
    return by_year(columns, caption, words)


def _text(x: float, y: float, text: str, anchor: str, colour: str = _SOFT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _apart(ends: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Return labels at least a line apart, in the order of their heights."""
    ends = sorted(ends)
    if len(ends) == 2 and ends[1][0] - ends[0][0] < 12:
        middle = (ends[0][0] + ends[1][0]) / 2
        ends = [(middle - 6, *ends[0][1:]), (middle + 6, *ends[1][1:])]
    return ends

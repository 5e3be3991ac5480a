"""What each series knew of itself at each year: moments of growth over the last few years, gaps allowed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST_CHANGES = 2
"""So many changes are needed before anything can be said of their spread."""


@dataclass(frozen=True)
class Windows:
    """Moments of the growth known at every origin; each an ndarray (series, origin), NaN where unknown.

    Args
        years : m, from the first to the last value in the window
        changes : how many changes those values make; fewer than ``years`` where there are gaps
        drift : ḡ, the mean growth [log points a year]
        variance : s², of yearly growth about its mean [log points²]
        square : mean square of yearly growth [log points²]
        last : the latest growth [log points a year]
        turn : mean square of the change of growth from one time to the next [log points²]
        complete : whether the series reaches back over the whole window
    """

    years: Array
    changes: Array
    drift: Array
    variance: Array
    square: Array
    last: Array
    turn: Array
    complete: NDArray[np.bool_]


def windows(logs: Array, history: int) -> Windows:
    """Return the moments of every series at every origin from the values of the last ``history`` years.

    A window of five years holds the values of six years' ends, so five growth rates.

    Args
        logs : ndarray (series, year)  NaN where there is no value
        history : int  [years]

    Notes
        A change over a gap of g years is taken as g equal changes with one shock of variance g: its drift
        is what the two ends say, and its square counts over g.
    """
    before, gap = _previous(logs)
    change = logs - before
    rate = change / gap
    turn = rate - _previous(rate, of=logs)[0]
    since = gap + _previous(gap, of=logs)[0]
    n, total, span, turns, turned = (np.zeros_like(logs) for _ in range(5))
    with np.errstate(invalid="ignore"):
        for back in range(history):
            known = _shifted(gap, back) + back <= history
            n += known
            total += np.where(known, _shifted(change, back), 0)
            span += np.where(known, _shifted(gap, back), 0)
            both = _shifted(since, back) + back <= history
            turns += both
            turned += np.where(both, _shifted(turn, back) ** 2, 0)
        usable = np.isfinite(logs) & (n >= LEAST_CHANGES)
        drift, squares, deviations = total / span, np.zeros_like(logs), np.zeros_like(logs)
        for back in range(history):
            known, over = _shifted(gap, back) + back <= history, _shifted(gap, back)
            past = _shifted(change, back)
            squares += np.where(known, past**2 / over, 0)
            deviations += np.where(known, (past - drift * over) ** 2 / over, 0)
        moments = np.where(usable, [span, n, drift, deviations / (n - 1), squares / n, rate,
                                    turned / turns], np.nan)
    begun = np.logical_or.accumulate(np.isfinite(logs), axis=1)
    reaches = np.zeros_like(begun)
    reaches[:, history:] = begun[:, :-history]
    years, changes, drift, variance, square, last, turn = moments
    return Windows(years, changes, drift, variance, square, last, turn, usable & reaches)


def growth_to_date(logs: Array) -> Array:
    """Return the mean growth of each series from its first value to each year, ndarray (series, year).

    NaN where the year has no value, or the series made fewer than two changes by then.

    Example
        >>> growth_to_date(np.array([[0.0, 0.1, 0.4, np.nan, 0.8]])).round(2).tolist()
        [[nan, nan, 0.2, nan, 0.2]]
    """
    known = np.isfinite(logs)
    first = known.argmax(axis=1)[:, None]
    since = np.arange(logs.shape[1]) - first
    usable = known & (known.cumsum(axis=1) > LEAST_CHANGES)
    start = np.take_along_axis(logs, first, axis=1)
    return np.where(usable, (logs - start) / np.where(since > 0, since, 1), np.nan)


def latest(values: Array, within: int) -> Array:
    """Return at each year the last known value, if it is not older than so many years.

    Example
        >>> latest(np.array([[1.0, np.nan, np.nan, np.nan]]), 2).tolist()
        [[1.0, 1.0, 1.0, nan]]
    """
    result = values.copy()
    for back in range(1, within + 1):
        result = np.where(np.isnan(result), _shifted(values, back), result)
    return result


def _shifted(values: Array, back: int) -> Array:
    """Return what was there so many years before."""
    moved = np.full_like(values, np.nan)
    moved[:, back:] = values[:, :max(values.shape[1] - back, 0)]
    return moved


def _previous(values: Array, of: Array | None = None) -> tuple[Array, Array]:
    """Return the value at the last known year before each known one, and how many years lie between.

    Args
        of : ndarray (series, year)  whose known years count, if not those of the values
    """
    known = np.isfinite(values if of is None else of)
    year = np.arange(values.shape[1])
    latest = np.maximum.accumulate(np.where(known, year, -1), axis=1)
    before = np.concatenate([np.full((len(values), 1), -1), latest[:, :-1]], axis=1)
    found = known & (before >= 0)
    taken = np.take_along_axis(values, np.maximum(before, 0), axis=1)
    return np.where(found, taken, np.nan), np.where(found, year - before, np.nan)

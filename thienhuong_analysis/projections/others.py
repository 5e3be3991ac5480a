"""All other indicators, from their own few figures: shares on the logit scale, the rest in logs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections.bounded import failure_chance, simulated_failures
from thienhuong_analysis.projections.breaks import Restatement, restatement, since_break
from thienhuong_analysis.projections.counts import binomial, poisson
from thienhuong_analysis.projections.inputs import History, Inputs, Series

_INSIDE = 1e-6
"""How close to 0 or 1 a share comes that a scenario or a factor puts beyond."""
LARGE = 5_000
"""A share of a larger whole has no count noise: 0.7 points at most, a tenth of what a year moves it."""


def random_walk(last: float, drift: NDArray[np.float64], sd: float, normals: NDArray[np.float64], *,
                share: bool, drift_error: NDArray[np.float64] | float = 0.0,
                factors: NDArray[np.float64] | None = None,
                ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the point path and draws of a random walk with drift after the last known year.

    Args
        last : float  the latest value known
        drift : ndarray (year)  yearly change of the logit (shares) or of the logarithm
        sd : float  standard deviation of that change
        normals : ndarray (draw, year)
        share : bool  a share stays between 0 and 1
        drift_error : ndarray (draw, 1)  how far the drift itself may be off, the same in all years
        factors : ndarray (year)  what the value of the year before is multiplied with; None: no break

    Returns
        ndarray (year), ndarray (draw, year)
    """
    forward, back = (logit, expit) if share else (np.log, np.exp)
    start = forward(last)
    paths = start + np.cumsum(drift), start + np.cumsum(drift + drift_error + sd * normals, axis=1)
    for t in () if factors is None else np.flatnonzero(factors != 1):
        for path in paths:
            before = path[..., t - 1:t] if t else start
            value = factors[t] * back(before)  # type: ignore[index]
            path[..., t:] += forward(_inside(value) if share else value) - before
    return back(paths[0]), back(paths[1])


def other_series(inputs: Inputs, done: set[str],
                 wholes: Mapping[str, Series] | None = None) -> list[Series]:
    """Return a projection of every indicator that has a baseline and none yet, each by its kind.

    Args
        done : set of str  indicators that have a model of their own
        wholes : mapping  indicator -> projected counts that a share may be a share of

    Notes
        A milestone has no distribution: it is done or not, by the dated plan. A share at 0 or 1 has no
        logit: its failures are counted where it is known out of how many, else only the required path is.
    """
    result = []
    for row in inputs.programme.indicators.itertuples():
        if row.indicator_id in done or row.kind == "milestone":
            continue
        for breakdown in inputs.known.breakdowns(row.indicator_id):
            history = inputs.measured(row.indicator_id, breakdown)
            if history is None:
                continue
            found = _Figures(row.indicator_id, breakdown, row.unit, row.kind, history,
                             _sizes(inputs, row.indicator_id, breakdown, wholes or {}))
            series = _at_bound(inputs, found) if found.at_bound else _series(inputs, found)
            if series:
                result.append(series)
    return result


@dataclass(frozen=True)
class _Figures:
    """What is known of one series; ``sizes`` is what a share is a share of, ndarray (year 2025–2030)."""

    indicator: str
    breakdown: str
    unit: str
    kind: str
    history: History
    sizes: NDArray[np.float64] | None

    @property
    def name(self) -> str:
        return f"{self.indicator}.{self.breakdown}"

    @property
    def at_bound(self) -> bool:
        return self.kind == "share" and self.history.last in (0.0, 1.0)

    @property
    def of_few(self) -> bool:
        return self.sizes is not None and bool(np.nanmax(self.sizes) <= LARGE)


def _series(inputs: Inputs, found: _Figures) -> Series | None:
    history, share, count = found.history, found.kind == "share", found.kind == "count"
    years = len(YEARS) - history.known_years
    if not history.last > 0 or (share and history.last >= 1):
        return None
    change = restatement(inputs, (found.indicator,), history.known_years)
    factors = change.factors[history.known_years:]
    drift, set_by, changes = _drift(inputs, found.indicator, history, factors, share=share,
                                    flow=found.kind == "flow")
    spread = "share_volatility" if share else "level_volatility"
    sd = inputs.assumed(spread)
    error = sd / np.sqrt(changes) * inputs.streams.normals(f"{found.name}.drift", 1) if changes else 0.0
    normals = inputs.normals(found.name, found.indicator)[:, len(YEARS) - years:]
    start = float(np.mean(_comparable(inputs, found)[1])) if found.kind == "flow" else history.last
    point, draws = random_walk(start, drift, sd, normals, share=share, drift_error=error, factors=factors)
    if share and f"change.{found.indicator}" in set_by:  # the scale of the draws ends short of 0 and 1
        changes_set = inputs.settings[f"change.{found.indicator}"].by_year[history.known_years:]
        point = np.clip(stepped(history.last, changes_set, factors), 0, 1)
    whole = None
    if count or (share and found.of_few):
        uniforms = inputs.streams.uniforms(f"{found.name}.count", len(YEARS))[:, len(YEARS) - years:]
        if count:
            draws = poisson(uniforms, draws)
        else:
            whole = np.round(found.sizes[1:])  # type: ignore[index]
            draws = binomial(uniforms, whole[len(YEARS) - years:], draws) / whole[len(YEARS) - years:]
    return Series(found.indicator, found.breakdown, found.unit, history.followed_by(point),
                  history.followed_by(draws), history.base, history.known_years,
                  (*set_by, spread, *_bridge(change)), definitions=change.definitions,
                  breaks=change.breaks, out_of=whole, factors=_between(inputs, found, change))


def _at_bound(inputs: Inputs, found: _Figures) -> Series | None:
    """Return a share that stands at 0 or 1, its failures beta-binomial out of the whole.

    Notes
        Failures of the years before the bound was first reached say how far it was then, not how often it
        is missed now. The chance that nobody out of a large whole fails is no more to be had from them than
        below the bound: such a share is judged by its figures there and here.
    """
    history, sizes = found.history, found.sizes
    if sizes is None:
        return None
    known, top = history.known_years, history.last == 1.0
    years, values = _comparable(inputs, found)
    reached = int(np.flatnonzero(values == history.last)[0])
    values, past = values[reached:], np.round(sizes[years[reached:] - BASE_YEAR])
    failures = np.round(past * (1 - values if top else values))
    change = restatement(inputs, (found.indicator,), known)
    setting = inputs.settings.get(f"change.{found.indicator}")
    changes = np.zeros(len(YEARS)) if setting is None else setting.by_year
    path = stepped(history.last, changes[known:], change.factors[known:]) - history.last
    whole = np.round(sizes[1:])
    failed = simulated_failures(
        failure_chance(failures, past), whole[known:],
        inputs.streams.uniforms(f"{found.name}.chance"),
        inputs.streams.uniforms(f"{found.name}.count", len(YEARS))[:, known:], path if top else -path)
    draws = failed / whole[known:]
    point = np.clip(history.last + path, 0, 1)
    return Series(found.indicator, found.breakdown, found.unit, history.followed_by(point),
                  history.followed_by(1 - draws if top else draws), history.base, known,
                  ("no_change" if setting is None else f"change.{found.indicator}", "failures_out_of",
                   *_bridge(change)), definitions=change.definitions, breaks=change.breaks,
                  out_of=whole if found.of_few else None)


def stepped(last: float, changes: NDArray[np.float64],
            factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a share that changes by so many points a year, ``f[t] p[t−1] + c[t]``, ndarray (year).

    Notes
        It may leave 0 to 1, so that what leads beyond must first be taken back; what is restated is a share.

    Example
        >>> stepped(0.5, np.array([0.1, 0.1]), np.array([1.0, 0.5])).round(3).tolist()
        [0.6, 0.4]
    """
    path = np.empty(len(changes))
    for t, (change, factor) in enumerate(zip(changes, factors, strict=True)):
        last = path[t] = (last if factor == 1 else factor * min(max(last, 0.0), 1.0)) + change
    return path


def _inside(share: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(np.clip(share, _INSIDE, 1 - _INSIDE))


def _bridge(change: Restatement) -> tuple[str, ...]:
    return ("restatement",) if change.bridged else ()


def _between(inputs: Inputs, found: _Figures, change: Restatement) -> NDArray[np.float64] | None:
    """Return what compares each year with the one before, of known years too; None where nothing does."""
    given = np.array([inputs.factors.get((found.indicator, year), np.nan) for year in YEARS])
    past = np.isfinite(given) & (np.arange(len(YEARS)) < found.history.known_years)
    factors = np.where(past, given, change.factors)
    return factors if (factors != 1).any() else None


def _comparable(inputs: Inputs, found: _Figures) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return years and figures that may be compared with the last, as ``since_break`` gives them."""
    seen = np.flatnonzero(np.isfinite(found.history.values))
    return since_break(inputs, found.indicator, BASE_YEAR + seen, found.history.values[seen])


def _sizes(inputs: Inputs, indicator: str, breakdown: str,
           wholes: Mapping[str, Series]) -> NDArray[np.float64] | None:
    """Return what a share is a share of, ndarray (year 2025–2030); None where nobody has counted it."""
    base = inputs.bases.get(indicator)
    if base is None:
        return None
    if base in wholes and breakdown == "total":
        sizes = np.append(wholes[base].base, wholes[base].point)
    else:
        counted = inputs.measured(base, breakdown)
        if counted is None:
            return None
        left = np.full(len(YEARS) - counted.known_years, counted.last)
        sizes = pd.Series(np.append(counted.values, left)).ffill().bfill().to_numpy(float)
    return sizes if np.isfinite(sizes).all() and (np.round(sizes) >= 1).all() else None


def _drift(inputs: Inputs, indicator: str, history: History, factors: NDArray[np.float64], *,
           share: bool, flow: bool) -> tuple[NDArray[np.float64], tuple[str, ...], int]:
    """Return the drift of the remaining years, who set it, and from how many changes it was seen.

    It is the scenario's, else the mean change seen, else 0. Figures at 0 or, for a share, at 1 have no
    place on the scale and tell no change; a flow goes on at its mean.
    """
    years = len(factors)
    key = f"change.{indicator}" if share else f"growth.{indicator}"
    setting = inputs.settings.get(key)
    if setting is not None:
        path = setting.by_year[len(YEARS) - years:]
        if not share:
            return np.log1p(path), (key,), 0
        levels = _inside(stepped(history.last, path, factors))
        before = _inside(np.append(history.last, levels[:-1]))
        before = np.where(factors == 1, before, _inside(factors * before))
        return logit(levels) - logit(before), (key,), 0
    inside = np.flatnonzero((history.values > 0) & ((history.values < 1) | (not share)))
    when, values = since_break(inputs, indicator, BASE_YEAR + inside, history.values[inside])
    if flow or len(when) < 2:
        return np.zeros(years), ("no_change",), 1
    first, last = (logit if share else np.log)(values[[0, -1]])
    passed = int(when[-1] - when[0])
    return np.full(years, (last - first) / passed), (), passed

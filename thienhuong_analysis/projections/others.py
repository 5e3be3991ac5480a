"""All other indicators, from their own few figures: shares on the logit scale, the rest in logs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections.bounded import failure_chance, simulated_failures
from thienhuong_analysis.projections.breaks import restatement, since_break
from thienhuong_analysis.projections.counts import binomial, poisson
from thienhuong_analysis.projections.inputs import History, Inputs, Series

LARGE = 5_000
"""A share of a larger whole has no count noise: 0.7 points at most, a tenth of what a year moves it."""


def random_walk(last: float, drift: NDArray[np.float64], sd: float, normals: NDArray[np.float64], *,
                share: bool, drift_error: NDArray[np.float64] | float = 0.0,
                ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the point path and draws of a random walk with drift after the last known year.

    Args
        last : float  the latest value known
        drift : ndarray (year)  yearly change of the logit (shares) or of the logarithm
        sd : float  standard deviation of that change
        normals : ndarray (draw, year)
        share : bool  a share stays between 0 and 1
        drift_error : ndarray (draw, 1)  how far the drift itself may be off, the same in all years

    Returns
        ndarray (year), ndarray (draw, year)
    """
    forward, back = (logit, expit) if share else (np.log, np.exp)
    start = forward(last)
    return back(start + np.cumsum(drift)), back(
        start + np.cumsum(drift + drift_error + sd * normals, axis=1))


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


def _series(inputs: Inputs, found: _Figures) -> Series | None:
    history, share, count = found.history, found.kind == "share", found.kind == "count"
    years = len(YEARS) - history.known_years
    if not history.last > 0 or (share and history.last >= 1):
        return None
    drift, set_by, changes = _drift(inputs, found.indicator, history, years, share=share,
                                    flow=found.kind == "flow")
    spread = "share_volatility" if share else "level_volatility"
    sd = inputs.assumed(spread)
    error = sd / np.sqrt(changes) * inputs.streams.normals(f"{found.name}.drift", 1) if changes else 0.0
    normals = inputs.normals(found.name, found.indicator)[:, len(YEARS) - years:]
    start = float(np.nanmean(history.values)) if found.kind == "flow" else history.last
    point, draws = random_walk(start, drift, sd, normals, share=share, drift_error=error)
    if share and f"change.{found.indicator}" in set_by:
        point = np.clip(_set_levels(inputs, found.indicator, history)[1:], 0, 1)
    whole = None
    if count or (share and found.sizes is not None and np.nanmax(found.sizes) <= LARGE):
        uniforms = inputs.streams.uniforms(f"{found.name}.count", len(YEARS))[:, len(YEARS) - years:]
        if count:
            draws = poisson(uniforms, draws)
        else:
            whole = np.round(found.sizes[1:])  # type: ignore[index]
            draws = binomial(uniforms, whole[len(YEARS) - years:], draws) / whole[len(YEARS) - years:]
    change = restatement(inputs, (found.indicator,), history.known_years)
    return Series(found.indicator, found.breakdown, found.unit, history.followed_by(point),
                  history.followed_by(draws), history.base, history.known_years, (*set_by, spread),
                  definitions=change.definitions, breaks=change.breaks, out_of=whole)


def _at_bound(inputs: Inputs, found: _Figures) -> Series | None:
    """Return a share that stands at 0 or 1, its failures beta-binomial out of the whole."""
    history, sizes = found.history, found.sizes
    if sizes is None:
        return None
    known, top = history.known_years, history.last == 1.0
    values, past = history.values, np.round(sizes[:history.known_years + 1])
    seen = np.isfinite(values)
    failures = np.round(past * (1 - values if top else values))[seen]
    setting = inputs.settings.get(f"change.{found.indicator}")
    path = np.zeros(len(YEARS) - known) if setting is None else np.cumsum(setting.by_year[known:])
    whole = np.round(sizes[1:])
    failed = simulated_failures(
        failure_chance(failures, past[seen]), whole[known:],
        inputs.streams.uniforms(f"{found.name}.chance"),
        inputs.streams.uniforms(f"{found.name}.count", len(YEARS))[:, known:], path if top else -path)
    draws = failed / whole[known:]
    point = np.clip(history.last + path, 0, 1)
    return Series(found.indicator, found.breakdown, found.unit, history.followed_by(point),
                  history.followed_by(1 - draws if top else draws), history.base, known,
                  ("no_change" if setting is None else f"change.{found.indicator}", "failures_out_of"),
                  out_of=whole)


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


def _drift(inputs: Inputs, indicator: str, history: History, years: int, *, share: bool,
           flow: bool) -> tuple[NDArray[np.float64], tuple[str, ...], int]:
    """Return the drift of the remaining years, who set it, and from how many changes it was seen.

    It is the scenario's, else the mean change seen, else 0. Figures at 0 or, for a share, at 1 have no
    place on the scale and tell no change; a flow goes on at its mean.
    """
    key = f"change.{indicator}" if share else f"growth.{indicator}"
    setting = inputs.settings.get(key)
    if setting is not None:
        if not share:
            return np.log1p(setting.by_year[len(YEARS) - years:]), (key,), 0
        levels = np.clip(_set_levels(inputs, indicator, history), 1e-6, 1 - 1e-6)
        return np.diff(logit(levels)), (key,), 0
    inside = np.flatnonzero((history.values > 0) & ((history.values < 1) | (not share)))
    when, values = since_break(inputs, indicator, BASE_YEAR + inside, history.values[inside])
    if flow or len(when) < 2:
        return np.zeros(years), ("no_change",), 1
    first, last = (logit if share else np.log)(values[[0, -1]])
    passed = int(when[-1] - when[0])
    return np.full(years, (last - first) / passed), (), passed


def _set_levels(inputs: Inputs, indicator: str, history: History) -> NDArray[np.float64]:
    """Return a share as a scenario sets its change, from the last year known on; it may leave 0 to 1."""
    changes = inputs.settings[f"change.{indicator}"].by_year[history.known_years:]
    return history.last + np.append(0, np.cumsum(changes))

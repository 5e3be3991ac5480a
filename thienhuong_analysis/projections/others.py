"""All other indicators, from their own few figures: shares on the logit scale, the rest in logs."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.inputs import History, Inputs, Series


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


def other_series(inputs: Inputs, done: set[str]) -> list[Series]:
    """Return a projection of every indicator that has a baseline and none yet.

    A share at 0 or 1 has no logit: for it only the required path is known.
    """
    result = []
    for row in inputs.programme.indicators.itertuples():
        if row.indicator_id in done or row.kind == "milestone":
            continue
        for breakdown in inputs.known.breakdowns(row.indicator_id):
            history = inputs.measured(row.indicator_id, breakdown)
            series = history and _series(inputs, row.indicator_id, breakdown, row.unit, row.kind, history)
            if series:
                result.append(series)
    return result


def _series(inputs: Inputs, indicator: str, breakdown: str, unit: str, kind: str,
            history: History) -> Series | None:
    share, years = kind == "share", len(YEARS) - history.known_years
    if not history.last > 0 or (share and history.last >= 1):
        return None
    drift, set_by, changes = _drift(inputs, indicator, history, years, share=share, flow=kind == "flow")
    spread = "share_volatility" if share else "level_volatility"
    sd, name = inputs.assumed(spread), f"{indicator}.{breakdown}"
    error = sd / np.sqrt(changes) * inputs.streams.normals(f"{name}.drift", 1) if changes else 0.0
    normals = inputs.streams.normals(name, len(YEARS))[:, len(YEARS) - years:]
    start = float(np.nanmean(history.values)) if kind == "flow" else history.last
    point, draws = random_walk(start, drift, sd, normals, share=share, drift_error=error)
    return Series(indicator, breakdown, unit, history.followed_by(point), history.followed_by(draws),
                  history.base, history.known_years, (*set_by, spread))


def _drift(inputs: Inputs, indicator: str, history: History, years: int, *, share: bool,
           flow: bool) -> tuple[NDArray[np.float64], tuple[str, ...], int]:
    """Return the drift of the remaining years, who set it, and from how many changes it was seen.

    It is the scenario's, else the mean change seen, else 0. Figures at 0 or, for a share, at 1 have no
    place on the scale and tell no change; a flow goes on at its mean.
    """
    key = f"change.{indicator}" if share else f"growth.{indicator}"
    setting = inputs.settings.get(key)
    if setting is not None:
        path = setting.by_year[len(YEARS) - years:]
        if not share:
            return np.log1p(path), (key,), 0
        levels = history.last + np.append(0, np.cumsum(path))
        return np.diff(logit(np.clip(levels, 1e-6, 1 - 1e-6))), (key,), 0
    inside = np.flatnonzero((history.values > 0) & ((history.values < 1) | (not share)))
    if flow or len(inside) < 2:
        return np.zeros(years), ("no_change",), 1
    first, last = (logit if share else np.log)(history.values[inside[[0, -1]]])
    passed = int(inside[-1] - inside[0])
    return np.full(years, (last - first) / passed), (), passed

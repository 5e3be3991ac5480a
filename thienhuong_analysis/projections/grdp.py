"""Gross regional product by sector: growth, shocks, and the sum of the sectors."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.grdp_past import SECTORS, Past, sector_past
from thienhuong_analysis.projections.inputs import History, Inputs, Series
from thienhuong_analysis.projections.pipeline import project_effect
from thienhuong_analysis.projections.shared import sector_news
from thienhuong_analysis.projections.streams import Streams


def sector_paths(start: NDArray[np.float64], growth: NDArray[np.float64],
                 shocks: NDArray[np.float64] | float = 0.0) -> NDArray[np.float64]:
    """Return sector levels, ``Y[t] = Y[t−1] (1 + g[t]) exp(e[t])``.

    Args
        start : ndarray (sector)  levels of the last known year
        growth : ndarray (year, sector)  the scenario's rates
        shocks : ndarray (draw, year, sector)  log points; 0 for the path with no shocks

    Returns
        ndarray (…, year, sector)

    Example
        >>> sector_paths(np.array([10.0]), np.array([[0.1], [0.1]])).round(3).ravel().tolist()
        [11.0, 12.1]
    """
    return np.asarray(start * np.exp(np.cumsum(np.log1p(growth) + shocks, axis=-2)))


def growth_shocks(streams: Streams, calibration: Calibration, years: int, volatility: float,
                  realised: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Return shocks to log growth, ndarray (draw, year, sector).

    Persistent, correlated between sectors, Student-t (the variance is estimated from few years, so
    one mixing variable a draw), with the error of the drift itself, which stays the same for all
    years of a draw.

    Args
        years : int  number of years
        volatility : float  how much more a ward moves than the city it is calibrated on [factor]
        realised : ndarray (known year, sector)  the shocks that came, as ``realised_shocks`` gives them

    References
        METHOD section 1; ``volatility`` is an assumption that the report shows.
    """
    yearly = sector_news(streams, calibration, "grdp.shock", len(YEARS))[:, :years]
    drift = sector_news(streams, calibration, "grdp.drift")
    df = calibration.degrees_of_freedom
    mixing = np.sqrt(df / (2 * gammaincinv(df / 2, streams.uniforms("grdp.mixing"))))
    rho, shocks = calibration.persistence, np.empty_like(yearly)
    for t in range(years):
        shocks[:, t] = yearly[:, t] if t == 0 else (
            rho * shocks[:, t - 1] + np.sqrt(1 - rho**2) * yearly[:, t])
    errors = shocks * calibration.scale + drift[:, None] * calibration.drift_sd
    errors = np.asarray(volatility * mixing[:, None, None] * errors)
    return errors if realised is None or not volatility else _given(realised, errors, calibration)


def _given(realised: NDArray[np.float64], errors: NDArray[np.float64],
           calibration: Calibration) -> NDArray[np.float64]:
    """Return draws of the shocks given those that came, which they then hold themselves.

    Notes
        Each draw is moved by the regression on what came, times by how much it missed that: normal draws
        with the right conditional distribution, and the random numbers of the years ahead as they were. All
        sectors share the correlation in time, ``ρ^|i−j| + 1/(m + κ)``, so that each learns from itself only.
    """
    t = np.arange(errors.shape[1])
    between = calibration.persistence ** np.abs(t[:, None] - t) + 1 / (
        calibration.years + calibration.drift_years)
    seen = np.flatnonzero(np.isfinite(realised[:, 0]))
    sums = np.array([(t <= now) & (t > before) for before, now in pairwise((-1, *seen))], float).reshape(
        len(seen), len(t))
    gain = between @ sums.T @ np.linalg.pinv(sums @ between @ sums.T)
    missed = [realised[now] - sum(errors[:, i] for i in np.flatnonzero(span))
              for now, span in zip(seen, sums, strict=True)]
    for column, miss in zip(gain.T, missed, strict=True):
        errors = errors + column[:, None] * miss[:, None]
    return errors


def realised_shocks(past: Past, growth: NDArray[np.float64],
                    added: NDArray[np.float64] | float = 0.0) -> NDArray[np.float64]:
    """Return by how much growth so far strayed from the scenario's, in logarithms.

    Args
        growth : ndarray (year 2026–2030, sector)  the scenario's rates
        added : ndarray (year 2025 … last known, sector)  what projects have added on the central path

    Returns
        ndarray (known year, sector)  NaN where a year is not known; the next one that is holds the shocks of
        all years since the last
    """
    levels, added = past.sectors, np.broadcast_to(added, past.sectors.shape)
    shocks = np.full((past.known_years, len(SECTORS)), np.nan)
    for before, now in pairwise(np.flatnonzero(np.isfinite(levels[:, 0]))):
        path = sector_paths(levels[before], growth[before:now])[-1] + added[now] - added[before]
        both = (levels[now] > 0) & (path > 0)
        shocks[now - 1] = np.log(np.divide(levels[now], path, out=np.ones(len(SECTORS)), where=both))
    return shocks


def average_growth(base: NDArray[np.float64] | float, last: NDArray[np.float64] | float,
                   years: int) -> NDArray[np.float64]:
    """Return the compound yearly rate, ``(Y_T/Y_b)^{1/(T−b)} − 1``.

    Example
        >>> round(float(average_growth(100, 161.051, 5)), 6)
        0.1
    """
    return np.asarray((np.asarray(last) / base) ** (1 / years) - 1)


def grdp_series(inputs: Inputs) -> list[Series]:
    """Return the total and the three sectors, as an index (2025 = 100) where no level is known.

    Notes
        Where the ward reports a total beside its sectors, known years show the total as it was reported;
        from then on it keeps its ratio to the sum of the sectors (product taxes less subsidies belong to
        no sector). Projects add to a sector only where a scenario gives their value per hectare. The path
        goes on at the scenario's rates; the draws go on from the shocks that came.
    """
    past = sector_past(inputs)
    known, start = past.known_years, past.sectors[-1]
    growth = _rates(inputs)[known:]
    volatility = float(inputs.lever("volatility")[0])
    came = shocks_that_came(inputs) if inputs.grdp_shocks is None else inputs.grdp_shocks
    shocks = growth_shocks(inputs.streams, inputs.calibration, len(YEARS), volatility, came)[:, known:]
    point, draws = sector_paths(start, growth), sector_paths(start, growth, shocks)
    result = []
    for i, sector in enumerate(SECTORS):
        history = History(past.sectors[:, i], past.rests_on)
        rests: tuple[str, ...] = (f"growth.{sector}", "volatility")
        effect = project_effect(inputs, sector, float(past.total[0]), past.unit, known)
        if effect is not None:
            point[:, i] += effect[0]
            draws[:, :, i] += effect[1]
            rests = (*rests, *effect[2])
        result.append(Series("grdp", sector, past.unit, history.followed_by(point[:, i]),
                             history.followed_by(draws[:, :, i]), history.base, known,
                             (*history.rests_on, *rests), base_rests_on=history.rests_on))
    total = History(past.total)
    taxes = () if past.ratio == 1 else ("constant_taxes",)
    own = dict.fromkeys(key for series in result for key in series.rests_on)
    return [Series("grdp", "total", past.unit, total.followed_by(past.ratio * point.sum(axis=-1)),
                   total.followed_by(past.ratio * draws.sum(axis=-1)), total.base, known, (*own, *taxes),
                   base_rests_on=past.rests_on if past.unit == "index_2025" else ()), *result]


def shocks_that_came(inputs: Inputs) -> NDArray[np.float64]:
    """Return by how much the ward's growth so far strayed from the scenario's, as ``realised_shocks``."""
    past = sector_past(inputs)
    return realised_shocks(past, _rates(inputs), _added(inputs, past))


def _rates(inputs: Inputs) -> NDArray[np.float64]:
    return np.column_stack([inputs.lever(f"growth.{sector}") for sector in SECTORS])


def _added(inputs: Inputs, past: Past) -> NDArray[np.float64]:
    """Return what projects have added since 2025 on the central path, ndarray (year 2025 … last, sector)."""
    added = np.zeros(past.sectors.shape)
    for i, sector in enumerate(SECTORS if past.known_years else ()):
        effect = project_effect(inputs, sector, float(past.total[0]), past.unit)
        if effect is not None:
            added[1:, i] = effect[0][:past.known_years]
    return added

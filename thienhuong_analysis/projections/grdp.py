"""Gross regional product by sector: growth, shocks, and the sum of the sectors."""

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv

from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR, YEARS
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.inputs import MEASURED, History, Inputs, Series
from thienhuong_analysis.projections.streams import Streams

SECTORS = ("agriculture_fishery", "industry_construction", "services")
INDEX = 100.0
"""The total of 2025 where its level is not known."""


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


def growth_shocks(streams: Streams, calibration: Calibration, years: int,
                  volatility: float) -> NDArray[np.float64]:
    """Return shocks to log growth, ndarray (draw, year, sector).

    Persistent, correlated between sectors, Student-t (the variance is estimated from few years, so
    one mixing variable a draw), with the error of the drift itself, which stays the same for all
    years of a draw.

    Args
        years : int  number of years
        volatility : float  how much more a ward moves than the city it is calibrated on [factor]

    References
        METHOD section 1; ``volatility`` is an assumption that the report shows.
    """
    sectors = len(calibration.scale)
    values, vectors = np.linalg.eigh(calibration.correlation)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    yearly = streams.normals("grdp.shock", len(YEARS), sectors)[:, :years] @ root.T
    drift = streams.normals("grdp.drift", sectors) @ root.T
    df = calibration.degrees_of_freedom
    mixing = np.sqrt(df / (2 * gammaincinv(df / 2, streams.uniforms("grdp.mixing"))))
    rho, shocks = calibration.persistence, np.empty_like(yearly)
    for t in range(years):
        shocks[:, t] = yearly[:, t] if t == 0 else (
            rho * shocks[:, t - 1] + np.sqrt(1 - rho**2) * yearly[:, t])
    errors = shocks * calibration.scale + drift[:, None] * calibration.drift_sd
    return np.asarray(volatility * mixing[:, None, None] * errors)


def average_growth(base: NDArray[np.float64] | float, last: NDArray[np.float64] | float,
                   years: int) -> NDArray[np.float64]:
    """Return the compound yearly rate, ``(Y_T/Y_b)^{1/(T−b)} − 1``.

    Example
        >>> round(float(average_growth(100, 161.051, 5)), 6)
        0.1
    """
    return np.asarray((np.asarray(last) / base) ** (1 / years) - 1)


def grdp_series(inputs: Inputs) -> list[Series]:
    """Return the three sectors and their sum, as an index (2025 = 100) where no level is known."""
    histories, unit = _sector_histories(inputs)
    known = histories[0].known_years
    growth = np.column_stack([inputs.lever(f"growth.{sector}") for sector in SECTORS])[known:]
    volatility = float(inputs.lever("volatility")[0])
    start = np.array([history.last for history in histories])
    shocks = growth_shocks(inputs.streams, inputs.calibration, len(YEARS), volatility)[:, known:]
    point, draws = sector_paths(start, growth), sector_paths(start, growth, shocks)
    own = tuple(f"growth.{sector}" for sector in SECTORS)
    result = []
    for i, (sector, history) in enumerate(zip(SECTORS, histories, strict=True)):
        result.append(Series("grdp", sector, unit, history.followed_by(point[:, i]),
                             history.followed_by(draws[:, :, i]), history.base, known,
                             (*history.rests_on, f"growth.{sector}", "volatility"),
                             base_rests_on=history.rests_on))
    return [Series("grdp", "total", unit, sum(s.point for s in result),  # type: ignore[arg-type]
                   sum(s.draws for s in result), sum(s.base for s in result),  # type: ignore[arg-type]
                   known, (*histories[0].rests_on, *own, "volatility"),
                   base_rests_on=histories[0].rests_on if unit == "index_2025" else ()), *result]


def _sector_histories(inputs: Inputs) -> tuple[list[History], str]:
    """Return the sectors from 2025 to the last year in which all three are known, and the unit.

    A year is known by the levels of its sectors, or by their growth; or by the level or growth of
    the total alone, which the sectors then share as the scenario makes them grow.
    """
    history = partial(inputs.known.history, statuses=MEASURED)
    levels, rates = (pd.DataFrame({s: history(name, s) for s in SECTORS}).dropna().reindex(
        range(BASE_YEAR, LAST_YEAR + 1)) for name in ("grdp", "grdp_growth"))
    total, total_rate = history("grdp"), history("grdp_growth")
    own = bool(levels.notna().any(axis=None))
    unit = "billion_vnd" if own or BASE_YEAR in total.index else "index_2025"
    rests_on = () if own else tuple(f"base_share.{sector}" for sector in SECTORS)
    values = np.full((LAST_YEAR - BASE_YEAR + 1, len(SECTORS)), np.nan)
    values[0] = levels.loc[BASE_YEAR] if own else total.get(BASE_YEAR, INDEX) * np.array(
        [inputs.assumed(base_share) for base_share in rests_on])
    before = values[0]
    for t, year in enumerate(YEARS):
        unbroken = not np.isnan(values[t, 0])
        expected = before * (1 + np.array([inputs.lever(f"growth.{s}")[t] for s in SECTORS]))
        if own and levels.loc[year].notna().all():
            values[t + 1] = levels.loc[year]
        elif unbroken and rates.loc[year].notna().all():
            values[t + 1] = before * (1 + rates.loc[year])
        elif unit == "billion_vnd" and year in total.index:
            values[t + 1] = expected * total[year] / expected.sum()
        elif unbroken and year in total_rate.index:
            values[t + 1] = expected * before.sum() * (1 + total_rate[year]) / expected.sum()
        before = expected if np.isnan(values[t + 1, 0]) else values[t + 1]
    last = int(np.flatnonzero(np.isfinite(values[:, 0])).max(initial=0))
    return [History(values[:last + 1, i], rests_on) for i in range(len(SECTORS))], unit

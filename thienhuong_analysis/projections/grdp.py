"""Gross regional product by sector: growth, shocks, and the sum of the sectors."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.grdp_past import SECTORS, sector_past
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
    yearly = sector_news(streams, calibration, "grdp.shock", len(YEARS))[:, :years]
    drift = sector_news(streams, calibration, "grdp.drift")
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
    """Return the total and the three sectors, as an index (2025 = 100) where no level is known.

    Notes
        Where the ward reports a total beside its sectors, known years show the total as it was reported;
        from then on it keeps its ratio to the sum of the sectors (product taxes less subsidies belong to
        no sector). Projects add to a sector only where a scenario gives their value per hectare.
    """
    past = sector_past(inputs)
    known, start = past.known_years, past.sectors[-1]
    growth = np.column_stack([inputs.lever(f"growth.{sector}") for sector in SECTORS])[known:]
    volatility = float(inputs.lever("volatility")[0])
    shocks = growth_shocks(inputs.streams, inputs.calibration, len(YEARS), volatility)[:, known:]
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

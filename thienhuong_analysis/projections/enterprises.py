"""Enterprises per 1,000 people: a register's stock with its births, conversions and exits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.inputs import History, Inputs, Series

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Register:
    """Stock at the end of each year and the flows of the year, ndarray (…, year) [enterprises]."""

    stock: Array
    births: Array
    conversions: Array
    exits: Array


def expected_register(stock: float, births: Array, conversions: Array, exit_rate: Array) -> Register:
    """Return the path with no shocks, ``S[t] = S[t−1] + births + conversions − δ S[t−1]``.

    Args
        stock : float  enterprises at the end of the last known year
        births, conversions : ndarray (year)  entries of each year
        exit_rate : ndarray (year)  δ, of those there at the start of the year

    References
        Eurostat–OECD Manual on Business Demography Statistics (2007).
    """
    stocks, exits = np.empty(len(births)), np.empty(len(births))
    for t in range(len(births)):
        exits[t] = exit_rate[t] * stock
        stock = stocks[t] = stock + births[t] + conversions[t] - exits[t]
    return Register(stocks, births, conversions, exits)


def simulated_register(stock: float, births: Array, candidates: Array, uptake: Array,
                       exit_rate: Array, overdispersion: float, uniforms: Array) -> Register:
    """Return draws of the register, whole enterprises.

    Exits are binomial, births negative binomial with variance ``overdispersion`` × mean,
    conversions binomial out of the year's candidates. All come from stored uniforms through the
    inverse distribution function, so a lever moved a little moves each draw a little.

    Args
        candidates : ndarray (year)  household businesses that may convert
        uptake : ndarray (year)  chance that one does
        uniforms : ndarray (draw, year, 3)

    Returns
        Register of ndarray (draw, year)
    """
    conversions = stats.binom.ppf(uniforms[:, :, 0], np.round(candidates), uptake)
    if overdispersion > 1:
        size = np.maximum(births, 1e-9) / (overdispersion - 1)
        births = stats.nbinom.ppf(uniforms[:, :, 1], size, 1 / overdispersion)
    else:
        births = stats.poisson.ppf(uniforms[:, :, 1], births)
    stocks, exits = np.empty_like(births), np.empty_like(births)
    current = np.full(len(uniforms), np.round(stock))
    for t in range(births.shape[1]):
        exits[:, t] = stats.binom.ppf(uniforms[:, t, 2], current, exit_rate[t])
        current = stocks[:, t] = current + births[:, t] + conversions[:, t] - exits[:, t]
    return Register(stocks, births, conversions, exits)


def births_required(target: float, stock: float, conversions: Array, exit_rate: Array) -> float:
    """Return the constant number of births a year that brings the stock to a target.

    Args
        target : float  enterprises at the end of the last year
        stock : float  at the end of the year before the first
        conversions, exit_rate : ndarray (year)

    Notes
        With a constant exit rate this is ``[S* − S₀(1−δ)ⁿ − conversions surviving] δ/[1 − (1−δ)ⁿ]``;
        with none, ``[S* − S₀ − conversions]/n``. Negative where the target is reached without.

    Example
        >>> births_required(700, 250, np.array([450.0]), np.array([0.0]))
        0.0
    """
    staying = np.append(np.cumprod(1 - exit_rate[::-1])[::-1], 1.0)
    return float((target - stock * staying[0] - conversions @ staying[1:]) / staying[1:].sum())


def spread(total_or_path: Array, is_total: bool, realised: float, years: int) -> Array:
    """Return a flow of the remaining years: a total less what is done, evenly, or a path as it is."""
    if is_total:
        return np.full(years, max(float(total_or_path[0]) - realised, 0.0) / years)
    return total_or_path[-years:]


def enterprise_series(inputs: Inputs, population: Series) -> list[Series]:
    """Return stock, flows and density per 1,000 people."""
    history = inputs.history("enterprises", "enterprises")
    known, years = history.known_years, len(YEARS) - history.known_years
    uptake = inputs.lever("conversion_uptake")[known:]
    flows = {name: _realised(inputs, name, known)
             for name in ("enterprise_births", "household_business_conversions", "enterprise_exits")}
    opening = history.values[:-1]
    births, own_births = _lever_or_own(inputs, "births", flows["enterprise_births"], np.ones(known))
    exit_rate, own_exits = _lever_or_own(inputs, "exit_rate", flows["enterprise_exits"], opening)
    births, exit_rate = births[known:], exit_rate[known:]
    setting = inputs.settings.get("conversions")
    candidates = spread(inputs.lever("conversions"), setting is None or np.isscalar(setting.value),
                        float(np.nansum(flows["household_business_conversions"])), years)
    if inputs.is_required("births") and years:
        density = inputs.programme.target("enterprises_per_1000").value
        births = np.full(years, max(0.0, births_required(
            density * population.point[-1] / 1000, history.last, candidates * uptake, exit_rate)))
    point = expected_register(history.last, births, candidates * uptake, exit_rate)
    draws = simulated_register(history.last, births, candidates, uptake, exit_rate,
                               inputs.assumed("birth_overdispersion"),
                               inputs.streams.uniforms("enterprises", len(YEARS), 3)[:, known:])
    rests = (*history.rests_on, *own_births, "conversions", "conversion_uptake", *own_exits)
    stock = Series("enterprises", "total", "count", history.followed_by(point.stock),
                   history.followed_by(draws.stock), history.base, known, rests)
    density_series = Series("enterprises_per_1000", "total", "per_1000_people",
                            1000 * stock.point / population.point, 1000 * stock.draws / population.draws,
                            1000 * stock.base / population.base, known,
                            (*rests, *population.rests_on))
    moved = [Series(name, "total", "count", _after(flows[name], expected), _after(flows[name], drawn),
                    float("nan"), known, rests)
             for name, expected, drawn in (
                 ("enterprise_births", point.births, draws.births),
                 ("household_business_conversions", point.conversions, draws.conversions),
                 ("enterprise_exits", point.exits, draws.exits))]
    return [stock, *moved, density_series]


def _realised(inputs: Inputs, flow: str, known: int) -> Array:
    return inputs.known.history(flow, "total").reindex(YEARS[:known]).to_numpy(float)


def _lever_or_own(inputs: Inputs, lever: str, flow: Array,
                  exposure: Array) -> tuple[Array, tuple[str, ...]]:
    """Return a lever by year; where no scenario sets it and the ward has counted, the ward's own rate."""
    if lever in inputs.settings or not len(flow) or np.isnan(flow + exposure).any():
        return inputs.lever(lever), (lever,)
    return np.full(len(YEARS), flow.sum() / exposure.sum()), ()


def _after(realised: Array, paths: Array) -> Array:
    return History(np.append(np.nan, realised)).followed_by(paths)

"""Enterprises per 1,000 people: a register's stock with its births, conversions and exits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.counts import binomial, negative_binomial
from thienhuong_analysis.projections.inputs import MEASURED, History, Inputs, Series

Array = NDArray[np.float64]
FLOWS = ("enterprise_births", "household_business_conversions", "enterprise_exits")


@dataclass(frozen=True)
class Register:
    """Stock at the end of each year and the flows of the year, ndarray (…, year) [enterprises]."""

    stock: Array
    births: Array
    conversions: Array
    exits: Array


def expected_register(stock: float, births: Array, conversions: Array, exit_rate: Array,
                      counted_exits: Array | None = None, exposure: float = 0.0) -> Register:
    """Return the path with no shocks, ``S[t] = S[t−1] + births + conversions − δ S[t−1]``.

    Args
        stock : float  enterprises at the end of the last known year
        births, conversions : ndarray (year)  entries of each year
        exit_rate : ndarray (year)  δ, of those there at the start of the year
        counted_exits : ndarray (year)  exits already counted, NaN in the other years
        exposure : float  part of their first year in which new ones may exit: 0, or ½ for half a year

    References
        Eurostat–OECD Manual on Business Demography Statistics (2007).
    """
    stocks, exits = np.empty(len(births)), np.empty(len(births))
    for t in range(len(births)):
        counted = np.nan if counted_exits is None else counted_exits[t]
        exits[t] = exit_rate[t] * (stock + exposure * (births[t] + conversions[t])) if np.isnan(
            counted) else counted
        stock = stocks[t] = stock + births[t] + conversions[t] - exits[t]
    return Register(stocks, births, conversions, exits)


def simulated_register(stock: float, births: Array, candidates: Array, uptake: Array,
                       exit_rate: Array, overdispersion: float, uniforms: Array,
                       counted: Register | None = None, exposure: float = 0.0,
                       exposed_uniforms: Array | None = None) -> Register:
    """Return draws of the register, whole enterprises.

    Exits are binomial, births negative binomial with variance ``overdispersion`` × mean,
    conversions binomial out of the year's candidates. All come from stored uniforms through the
    inverse distribution function, so a lever moved a little moves each draw a little.

    Args
        candidates : ndarray (year)  household businesses that may convert
        uptake : ndarray (year)  chance that one does
        uniforms : ndarray (draw, year, 3)
        counted : Register of ndarray (year)  flows already counted, NaN in the other years
        exposure : float  as in ``expected_register``
        exposed_uniforms : ndarray (draw, year)  for the exits of new ones, where they are exposed

    Returns
        Register of ndarray (draw, year)
    """
    whole = np.diff(np.round(np.cumsum(candidates)), prepend=0)
    conversions, born = (np.empty((len(uniforms), len(births))) for _ in range(2))
    for t in range(len(births)):
        conversions[:, t] = binomial(uniforms[:, t, 0], float(whole[t]), float(uptake[t]))
        born[:, t] = negative_binomial(uniforms[:, t, 1], float(births[t]), overdispersion)
    if counted is not None:
        born = _known_first(counted.births, born)
        conversions = _known_first(counted.conversions, conversions)
    stocks, exits = np.empty_like(born), np.empty_like(born)
    current = np.full(len(uniforms), np.round(stock))
    for t in range(born.shape[1]):
        exits[:, t] = binomial(uniforms[:, t, 2], np.maximum(current, 0), float(exit_rate[t]))
        if exposure and exposed_uniforms is not None:
            exits[:, t] += binomial(exposed_uniforms[:, t], born[:, t] + conversions[:, t],
                                    float(exposure * exit_rate[t]))
        if counted is not None:
            exits[:, t] = _known_first(counted.exits[t], exits[:, t])
        current = stocks[:, t] = current + born[:, t] + conversions[:, t] - exits[:, t]
    return Register(stocks, born, conversions, exits)


def births_required(target: float, stock: float, conversions: Array, exit_rate: Array,
                    births: Array | None = None, counted_exits: Array | None = None, *,
                    growth: float = 0.0, exposure: float = 0.0) -> float:
    """Return the births of the first open year that bring the stock to a target.

    They stay the same in every year, or grow at ``growth``.

    Args
        target : float  enterprises at the end of the last year
        stock : float  at the end of the year before the first
        conversions, exit_rate : ndarray (year)
        births : ndarray (year)  births already counted, NaN in the years that are open; None: all
        counted_exits, exposure : as in ``expected_register``
        growth : float  yearly growth of births [rate]

    Notes
        The last stock is linear in births, so that two paths give the answer. With a constant exit
        rate it is ``[S* − S₀(1−δ)ⁿ − conversions surviving] δ/[1 − (1−δ)ⁿ]``; with none,
        ``[S* − S₀ − conversions]/n``. Negative where the target is reached without.

    Example
        >>> births_required(700, 250, np.array([450.0]), np.array([0.0]))
        0.0
    """
    known = np.full(len(conversions), np.nan) if births is None else births
    shape = growing(1.0, growth, known)
    none, one = (expected_register(stock, _known_first(known, number * shape), conversions, exit_rate,
                                   counted_exits, exposure).stock[-1] for number in (0, 1))
    return float((target - none) / (one - none))


def births_required_closed(target: float, stock: float, conversions: Array, exit_rate: float,
                           growth: float = 0.0) -> float:
    """Return the first year's births by the closed form, at one exit rate and with no exits of new ones.

    ``[S* − S₀(1−δ)ⁿ − Σ_j C_j (1−δ)^{n−j}] / Σ_j (1+g)^{j−1}(1−δ)^{n−j}``; with constant births the
    divisor is ``[1 − (1−δ)ⁿ]/δ``, and n at δ = 0.

    Args
        target, stock : float  S* and S₀ [enterprises]
        conversions : ndarray (year)  C_j
        exit_rate : float  δ
        growth : float  g, of births

    Example
        >>> round(births_required_closed(903, 250, np.full(5, 90.0), 0.0), 1)
        40.6
    """
    n = len(conversions)
    staying = (1 - exit_rate) ** np.arange(n - 1, -1, -1)
    missing = target - stock * (1 - exit_rate) ** n - float(conversions @ staying)
    if growth:
        return float(missing / ((1 + growth) ** np.arange(n) @ staying))
    return float(missing / n if exit_rate == 0 else missing * exit_rate / (1 - (1 - exit_rate) ** n))


def growing(first: float, growth: float, counted: Array) -> Array:
    """Return births that start at a number in the first open year and grow from there.

    Args
        counted : ndarray (year)  births already counted, NaN in the years that are open

    Example
        >>> growing(100, 0.1, np.array([38.0, np.nan, np.nan])).round(1).tolist()
        [100.0, 100.0, 110.0]
    """
    passed = np.maximum(np.cumsum(np.isnan(counted)) - 1, 0)
    return np.asarray(first * (1 + growth) ** passed)


def spread(total: float, counted: Array, known: int = 0) -> Array:
    """Return a total of the period, less what has been counted, evenly over the years still open.

    Args
        counted : ndarray (year)  NaN in the years without a count
        known : int  years that are over, counted or not

    Example
        >>> spread(450, np.array([130.0, np.nan, np.nan]), 1).tolist()
        [0.0, 160.0, 160.0]
    """
    is_open = np.isnan(counted) & (np.arange(len(counted)) >= known)
    left = max(total - float(np.nansum(counted)), 0.0)
    return np.where(is_open, left / max(is_open.sum(), 1), 0.0)


def enterprise_series(inputs: Inputs, population: Series) -> list[Series]:
    """Return stock, flows and density per 1,000 people."""
    history = inputs.counted("enterprises", "enterprises_per_1000", population, per=1000)
    known = history.known_years
    counted = Register(np.empty(0), *(inputs.known.history(flow, "total", statuses=MEASURED).reindex(
        YEARS).to_numpy(float) for flow in FLOWS))
    births, own_births = _lever_or_own(inputs, "births", counted.births, np.ones(len(YEARS)))
    exit_rate, own_exits = _lever_or_own(inputs, "exit_rate", counted.exits, _opening(history))
    candidates, uptake = inputs.lever("conversions"), inputs.lever("conversion_uptake")
    if "conversions" not in inputs.settings or np.isscalar(inputs.settings["conversions"].value):
        candidates = spread(float(candidates[0]), counted.conversions, known)
    open_ = Register(*(flow[known:] for flow in (
        np.empty(len(YEARS)), counted.births, counted.conversions, counted.exits)))
    births, exit_rate, candidates, uptake = (x[known:] for x in (births, exit_rate, candidates, uptake))
    conversions = _known_first(open_.conversions, candidates * uptake)
    growth, exposure = (0.0 if found is None else float(found[0]) for found in map(
        inputs.optional, ("births_growth", "exposure_of_new")))
    solved = {}
    if inputs.is_required("births") and np.isnan(open_.births).any():
        density = inputs.programme.target("enterprises_per_1000").value
        births = growing(max(0.0, births_required(
            density * population.point[-1] / 1000, history.last, conversions, exit_rate, open_.births,
            open_.exits, growth=growth, exposure=exposure)), growth, open_.births)
        solved = {"births": float(births[0])}
    elif growth:
        births = births * growing(1.0, growth, open_.births)
    point = expected_register(history.last, _known_first(open_.births, births), conversions, exit_rate,
                              open_.exits, exposure)
    uniforms = inputs.uniforms("enterprises", "household_business_conversions", "enterprise_births",
                               "enterprise_exits")[:, known:]
    of_new = inputs.uniforms("enterprises.new", "enterprise_exits")[:, known:, 0] if exposure else None
    draws = simulated_register(history.last, births, candidates, uptake, exit_rate,
                               inputs.assumed("birth_overdispersion"), uniforms, open_, exposure, of_new)
    set_here = (key for key in ("births_growth", "exposure_of_new") if key in inputs.settings)
    rests = (*history.rests_on, *own_births, *set_here, "conversions", "conversion_uptake", *own_exits)
    stock = Series("enterprises", "total", "count", history.followed_by(point.stock),
                   history.followed_by(draws.stock), history.base, known, rests,
                   base_rests_on=history.rests_on, solved=solved)
    density_series = Series("enterprises_per_1000", "total", "per_1000_people",
                            1000 * stock.point / population.point, 1000 * stock.draws / population.draws,
                            1000 * stock.base / population.base, known,
                            (*rests, *population.rests_on),
                            base_rests_on=(*history.rests_on, *population.base_rests_on))
    moved = [Series(name, "total", "count", _after(past[:known], expected),
                    _after(past[:known], drawn), float("nan"), int(np.isfinite(past).cumprod().sum()), rests)
             for name, past, expected, drawn in zip(
                 FLOWS, (counted.births, counted.conversions, counted.exits),
                 (point.births, point.conversions, point.exits),
                 (draws.births, draws.conversions, draws.exits), strict=True)]
    return [stock, *moved, inputs.as_reported(density_series)]


def _opening(history: History) -> Array:
    """Return the stock at the start of each projected year, NaN where it is not known."""
    return np.append(history.values, np.full(len(YEARS), np.nan))[:len(YEARS)]


def _lever_or_own(inputs: Inputs, lever: str, flow: Array,
                  exposure: Array) -> tuple[Array, tuple[str, ...]]:
    """Return a lever by year; where no scenario sets it and the ward has counted, the ward's own rate."""
    seen = np.isfinite(flow) & np.isfinite(exposure)
    if lever in inputs.settings or not seen.any():
        return inputs.lever(lever), (lever,)
    return np.full(len(YEARS), flow[seen].sum() / exposure[seen].sum()), ()


def _known_first(known: Array, otherwise: Array) -> Array:
    return np.where(np.isnan(known), otherwise, known)


def _after(realised: Array, paths: Array) -> Array:
    return History(np.append(np.nan, realised)).followed_by(paths)

"""The poverty rate: households counted, with exits from poverty and entries into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import BASE_YEAR
from thienhuong_analysis.projections.breaks import Restatement, definition_of, restatement
from thienhuong_analysis.projections.counts import binomial, poisson
from thienhuong_analysis.projections.inputs import History, Inputs, Series
from thienhuong_analysis.projections.transitions import (
    SHOCKS,
    expected_states,
    simulated_states,
    transitions,
)

Array = NDArray[np.float64]
_LINK = ("poverty_semi_elasticity", "poverty_reference_growth")


def expected_poor(poor: float, exit_rate: Array, entries: Array, factors: Array | None = None,
                  eased: Array | None = None) -> Array:
    """Return poor households with no shocks, ``K[t] = (1−x) K[t−1] + ν``.

    Args
        poor : float  poor households at the end of the last known year
        exit_rate : ndarray (year)  x, share of them that leave poverty
        entries : ndarray (year)  ν, households that fall into it
        factors : ndarray (year)  restatement of the year before; None: no break
        eased : ndarray (year)  households that income growth lifts out (negative: that it pushes in)

    Returns
        ndarray (year) [households]
    """
    path = np.empty(len(exit_rate))
    for t in range(len(exit_rate)):
        poor = poor if factors is None else poor * factors[t]
        shift = 0.0 if eased is None else float(eased[t])
        staying = max(poor - max(shift, 0.0) - exit_rate[t] * poor, 0.0)
        poor = path[t] = staying + entries[t] + max(-shift, 0.0)
    return path


def simulated_poor(poor: float, exit_rate: Array, entries: Array, uniforms: Array,
                   factors: Array | None = None, eased: Array | None = None) -> Array:
    """Return draws of poor households: binomial exits, Poisson entries.

    Args
        uniforms : ndarray (draw, year, 2)
        factors : ndarray (year)  as in ``expected_poor``; what comes out is rounded to whole households
        eased : ndarray (draw, year)  as in ``expected_poor``; it raises or lowers the chances

    Returns
        ndarray (draw, year) [households]
    """
    current = np.full(len(uniforms), np.round(poor))
    path = np.empty((len(uniforms), len(entries)))
    for t in range(path.shape[1]):
        if factors is not None:
            current = np.round(current * factors[t])
        chance: Array | float = float(exit_rate[t])
        new: Array | float = float(entries[t])
        if eased is not None:
            chance = np.clip(chance + np.maximum(eased[:, t], 0) / np.maximum(current, 1), 0, 1)
            new = new + np.maximum(-eased[:, t], 0)
        leave = binomial(uniforms[:, t, 0], current, chance)
        current = path[:, t] = current - leave + poisson(uniforms[:, t, 1], new)
    return path


def probability_no_poor(poor: int, exit_rate: float, entries: float, years: int) -> float:
    """Return the chance that no household is poor at the end, ``[1−(1−x)ⁿ]^K₀ exp(−ν Σ(1−x)^{n−j})``.

    Args
        poor : int  K₀ [households]
        exit_rate : float  x a year
        entries : float  ν [households a year]
        years : int  n

    Example
        >>> round(probability_no_poor(30, 0.45, 0.0, 5), 3), round(probability_no_poor(30, 0.45, 0.5, 5), 3)
        (0.212, 0.074)
    """
    staying = (1 - exit_rate) ** np.arange(years + 1)
    return float((1 - staying[-1]) ** poor * np.exp(-entries * staying[:-1].sum()))


def probability_at_most(poor: int, allowed: int, exit_rate: float, entries: float, years: int) -> float:
    """Return the chance that at most so many households are poor at the end.

    ``K_T`` = Binomial(K₀, (1−x)ⁿ) + Poisson(ν Σ(1−x)^{n−j}), exits and entries independent.

    Args
        poor : int  K₀ [households]
        allowed : int  [households]
        exit_rate : float  x a year
        entries : float  ν [households a year]
        years : int  n

    Notes
        With ``allowed = ⌈0.005 H⌉ − 1`` it is the chance that the rate is below 0.5 %.

    Example
        >>> round(probability_at_most(30, 0, 0.45, 0.5, 5), 3)
        0.074
    """
    staying = (1 - exit_rate) ** np.arange(years + 1)
    stay = np.arange(min(poor, allowed) + 1)
    return float(stats.binom.pmf(stay, poor, staying[-1]) @ stats.poisson.cdf(
        allowed - stay, entries * staying[:-1].sum())) if allowed >= 0 else 0.0


def two_state_path(rate: float, exit_rate: float, entry_rate: float, years: int) -> Array:
    """Return poverty rates by ``p[t+1] = (1−x) p[t] + e (1−p[t])``, ndarray (year).

    Example
        >>> two_state_path(0.1, 0.3, 0.0, 2).round(4).tolist()
        [0.07, 0.049]
    """
    steady = entry_rate / (entry_rate + exit_rate) if entry_rate + exit_rate else rate
    return np.asarray(steady + (rate - steady) * (1 - exit_rate - entry_rate) ** np.arange(1, years + 1))


def most_poor_allowed(rate: float, households: float) -> int:
    """Return the largest count of poor households whose rate is still below a bound.

    Example
        >>> most_poor_allowed(0.005, 12_900)
        64
    """
    return int(np.ceil(round(rate * households, 9))) - 1


def exit_required(poor: float, allowed: float, entries: Array, factors: Array | None = None,
                  eased: Array | None = None) -> float:
    """Return the constant exit rate that leaves just the allowed poor households at the end.

    Notes
        0 where no exits are needed, 1 where even that is not enough.
    """
    def excess(exit_rate: float) -> float:
        return float(expected_poor(poor, np.full(len(entries), exit_rate), entries, factors,
                                   eased)[-1] - allowed)

    if excess(0.0) <= 0:
        return 0.0
    return 1.0 if excess(1.0) >= 0 else float(optimize.brentq(excess, 0.0, 1.0, xtol=1e-14))


def poverty_series(inputs: Inputs, households: Series,
                   income: tuple[Array, Array] | None = None) -> list[Series]:
    """Return poor households and the poverty rate; near-poor ones where the transitions are known.

    Args
        income : growth of income per head, ndarray (year) and (draw, year); used where a scenario sets
            ``poverty_semi_elasticity``

    Notes
        Known years show the rate as it was reported, if it was; later ones are count over households.
    """
    history = inputs.counted("poor_households", "poverty_rate", households)
    known = history.known_years
    change = restatement(inputs, ("poor_households", "poverty_rate"), known)
    moves = transitions(inputs, change.definitions[known - 1] if known and change.definitions else
                        definition_of(inputs, "poor_households", BASE_YEAR))
    model = _two_states(inputs, history, households, change, income) if moves is None else _three_states(
        inputs, history, households, change, moves)
    rests = (*history.rests_on, *model.rests_on, *(("restatement",) if change.bridged else ()))
    poor = Series("poor_households", "total", "households", history.followed_by(model.point),
                  history.followed_by(model.draws), history.base, known, rests,
                  base_rests_on=history.rests_on, solved=model.solved,
                  definitions=change.definitions, breaks=change.breaks)
    rate = Series("poverty_rate", "total", "fraction", poor.point / households.point,
                  poor.draws / households.draws, poor.base / households.base, known,
                  (*rests, *households.rests_on),
                  base_rests_on=(*history.rests_on, *households.base_rests_on),
                  definitions=change.definitions, breaks=change.breaks)
    return [poor, inputs.as_reported(rate), *model.others]


@dataclass(frozen=True)
class _Model:
    point: Array
    draws: Array
    rests_on: tuple[str, ...]
    solved: Mapping[str, float] = field(default_factory=dict)
    others: tuple[Series, ...] = ()


def _two_states(inputs: Inputs, history: History, households: Series, change: Restatement,
                income: tuple[Array, Array] | None) -> _Model:
    known = history.known_years
    entries = inputs.lever("poverty_entry")[known:] * households.point[known:]
    exit_rate, factors = inputs.lever("poverty_exit")[known:], change.factors[known:]
    link, rests = _link(inputs, households, income), ("poverty_exit", "poverty_entry")
    eased, eased_draws = (None, None) if link is None else (link[0][known:], link[1][:, known:])
    solved = {}
    if inputs.is_required("poverty_exit") and len(entries):
        allowed = most_poor_allowed(inputs.programme.target("poverty_rate").value, households.point[-1])
        exit_rate = np.full(len(entries), exit_required(
            history.last, min(allowed, history.last), entries, factors, eased))
        solved = {"poverty_exit": float(exit_rate[0])}
    uniforms = inputs.uniforms("poverty", "poverty_exits", "poverty_entries")[:, known:]
    return _Model(expected_poor(history.last, exit_rate, entries, factors, eased),
                  simulated_poor(history.last, exit_rate, entries, uniforms, factors, eased_draws),
                  rests if link is None else (*rests, *_LINK), solved)


def _three_states(inputs: Inputs, history: History, households: Series, change: Restatement,
                  moves: tuple[Array, tuple[str, ...]]) -> _Model:
    near = inputs.counted("near_poor_households", "near_poor_rate", households)
    known = history.known_years
    counted = min(known, near.known_years)
    own = restatement(inputs, ("near_poor_households", "near_poor_rate"), counted)
    start = np.array([history.last, near.values[counted] * own.factors[counted:known].prod()])
    total = np.append(households.base, households.point)[known:]
    factors, matrices = np.column_stack([change.factors, own.factors])[known:], moves[0][known:]
    point = expected_states(start, matrices, total, factors)
    draws = simulated_states(start, matrices, total, factors,
                             inputs.uniforms("poverty.transitions", *SHOCKS)[:, known:])
    past = History(near.values[:known + 1] if near.known_years >= known else np.append(
        near.values, np.full(known - near.known_years, np.nan)))
    other = Series("near_poor_households", "total", "households", past.followed_by(point[:, 1]),
                   past.followed_by(draws[:, :, 1]), near.base, known,
                   (*near.rests_on, *moves[1], *(("restatement",) if own.bridged else ())),
                   base_rests_on=near.rests_on, definitions=own.definitions, breaks=own.breaks)
    return _Model(point[:, 0], draws[:, :, 0], (*near.rests_on, *moves[1]), others=(other,))


def _link(inputs: Inputs, households: Series,
          income: tuple[Array, Array] | None) -> tuple[Array, Array] | None:
    """Return the households that income growth lifts out of poverty a year; None where there is no link.

    Points of the rate for each per cent of growth beyond the reference: ``β (g − g₀) H``. The elasticity
    form, in per cent of the rate, fails near zero.
    """
    beta, reference = (inputs.optional(key) for key in _LINK)
    if beta is None or income is None:
        return None
    if reference is None:
        raise ProjectionError("poverty_semi_elasticity needs poverty_reference_growth: the growth of income "
                              "at which poverty_exit and poverty_entry hold")
    point, draws = income
    return beta * (point - reference) * households.point, beta * (draws - reference) * households.draws

"""The poverty rate: households counted, with exits from poverty and entries into it."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.inputs import Inputs, Series

Array = NDArray[np.float64]


def expected_poor(poor: float, exit_rate: Array, entries: Array) -> Array:
    """Return poor households with no shocks, ``K[t] = (1−x) K[t−1] + ν``.

    Args
        poor : float  poor households at the end of the last known year
        exit_rate : ndarray (year)  x, share of them that leave poverty
        entries : ndarray (year)  ν, households that fall into it

    Returns
        ndarray (year) [households]
    """
    path = np.empty(len(exit_rate))
    for t in range(len(exit_rate)):
        poor = path[t] = (1 - exit_rate[t]) * poor + entries[t]
    return path


def simulated_poor(poor: float, exit_rate: Array, entries: Array, uniforms: Array) -> Array:
    """Return draws of poor households: binomial exits, Poisson entries.

    Args
        uniforms : ndarray (draw, year, 2)

    Returns
        ndarray (draw, year) [households]
    """
    current = np.full(len(uniforms), np.round(poor))
    path = np.empty((len(uniforms), len(entries)))
    for t in range(path.shape[1]):
        leave = stats.binom.ppf(uniforms[:, t, 0], current, exit_rate[t])
        current = path[:, t] = current - leave + stats.poisson.ppf(uniforms[:, t, 1], entries[t])
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


def exit_required(poor: float, allowed: float, entries: Array) -> float:
    """Return the constant exit rate that leaves just the allowed poor households at the end.

    Notes
        0 where no exits are needed, 1 where even that is not enough.
    """
    def excess(exit_rate: float) -> float:
        return float(expected_poor(poor, np.full(len(entries), exit_rate), entries)[-1] - allowed)

    if excess(0.0) <= 0:
        return 0.0
    return 1.0 if excess(1.0) >= 0 else float(optimize.brentq(excess, 0.0, 1.0, xtol=1e-14))


def poverty_series(inputs: Inputs, households: Series) -> list[Series]:
    """Return poor households and the poverty rate."""
    history = inputs.counted("poor_households", "poverty_rate", households)
    known = history.known_years
    entries = inputs.lever("poverty_entry")[known:] * households.point[known:]
    exit_rate = inputs.lever("poverty_exit")[known:]
    solved = {}
    if inputs.is_required("poverty_exit") and len(entries):
        allowed = most_poor_allowed(inputs.programme.target("poverty_rate").value, households.point[-1])
        exit_rate = np.full(len(entries), exit_required(history.last, min(allowed, history.last), entries))
        solved = {"poverty_exit": float(exit_rate[0])}
    uniforms = inputs.streams.uniforms("poverty", len(YEARS), 2)[:, known:]
    poor = Series("poor_households", "total", "households",
                  history.followed_by(expected_poor(history.last, exit_rate, entries)),
                  history.followed_by(simulated_poor(history.last, exit_rate, entries, uniforms)),
                  history.base, known, (*history.rests_on, "poverty_exit", "poverty_entry"),
                  base_rests_on=history.rests_on, solved=solved)
    rate = Series("poverty_rate", "total", "fraction", poor.point / households.point,
                  poor.draws / households.draws, poor.base / households.base, known,
                  (*poor.rests_on, *households.rests_on),
                  base_rests_on=(*history.rests_on, *households.base_rests_on))
    return [poor, rate]

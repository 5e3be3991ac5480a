"""Whole numbers drawn by the inverse distribution function of uniforms: exact, and cheap for many draws."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Array = NDArray[np.float64]
_TABLE_PER_DRAW = 12
"""A table of the distribution function pays off up to so many entries a draw."""


def binomial(uniforms: Array, trials: Array | float, chance: Array | float) -> Array:
    """Return binomial counts, the smallest ``k`` with ``F(k) ≥ u``.

    Use it instead of a sampler: with the same uniforms a lever moved a little moves each draw a little.

    Args
        uniforms : ndarray (…)  in the open interval (0, 1)
        trials : ndarray (…) or float  whole numbers, 0 or more
        chance : ndarray (…) or float  between 0 and 1

    Returns
        ndarray (…)  whole numbers from 0 to ``trials``

    Notes
        Where all draws share one chance, the distribution function is tabulated once for each distinct
        number of trials and searched; where the chance differs from draw to draw, a normal guess is
        corrected against the distribution function until it is the inverse.

    Example
        >>> binomial(np.array([0.1, 0.5, 0.9]), 10, 0.5).tolist()
        [3.0, 5.0, 7.0]
    """
    if np.ndim(chance) == 0:
        return _binomial_of_one_chance(uniforms, trials, float(chance))
    trials, chance = np.broadcast_arrays(np.asarray(trials, float), np.asarray(chance, float))
    trials, chance = (np.broadcast_to(x, uniforms.shape) for x in (trials, chance))
    return _corrected(uniforms, trials, chance)


def poisson(uniforms: Array, mean: Array | float) -> Array:
    """Return Poisson counts, the smallest ``k`` with ``F(k) ≥ u``.

    Args
        uniforms : ndarray (…)
        mean : ndarray (…) or float  one for all, or one a draw

    Example
        >>> poisson(np.array([0.1, 0.5, 0.9]), 2.0).tolist()
        [0.0, 2.0, 4.0]
    """
    if np.ndim(mean):
        return np.asarray(stats.poisson.ppf(uniforms, mean))
    return _searched(uniforms, stats.poisson(mean) if mean > 0 else None)


def negative_binomial(uniforms: Array, mean: float, overdispersion: float) -> Array:
    """Return negative binomial counts with variance ``overdispersion × mean``; Poisson where it is 1.

    Args
        uniforms : ndarray (…)
        mean : float
        overdispersion : float  1 or less means none

    Example
        >>> negative_binomial(np.array([0.1, 0.5, 0.9]), 38, 2.0).tolist()
        [27.0, 38.0, 50.0]
    """
    if overdispersion <= 1:
        return poisson(uniforms, mean)
    return _searched(uniforms, stats.nbinom(mean / (overdispersion - 1), 1 / overdispersion)
                     if mean > 0 else None)


def _searched(uniforms: Array, distribution: object) -> Array:
    """Return counts of one distribution for all draws by searching its distribution function."""
    if distribution is None or not uniforms.size:
        return np.zeros(uniforms.shape)
    ppf: Callable[[float], float] = distribution.ppf  # type: ignore[attr-defined]
    first, last = int(ppf(uniforms.min())), int(ppf(uniforms.max()))
    table = distribution.cdf(np.arange(first, last + 1))  # type: ignore[attr-defined]
    return np.asarray(first + np.minimum(np.searchsorted(table, uniforms), last - first), dtype=float)


def _binomial_of_one_chance(uniforms: Array, trials: Array | float, chance: float) -> Array:
    whole = np.broadcast_to(np.asarray(trials, dtype=float), uniforms.shape)
    if not uniforms.size or chance <= 0:
        return np.zeros(uniforms.shape)
    if chance >= 1:
        return whole.copy()
    present, first_of = np.unique(whole), whole.min()
    if not present[-1]:
        return np.zeros(uniforms.shape)
    low = int(stats.binom.ppf(uniforms.min(), present[0], chance))
    high = int(stats.binom.ppf(uniforms.max(), present[-1], chance))
    span = int(present[-1] - first_of) + 1
    if len(present) * (high - low + 1) > _TABLE_PER_DRAW * uniforms.size:
        return np.asarray(stats.binom.ppf(uniforms, whole, chance))
    row_of = np.zeros(span, dtype=np.intp)
    row_of[(present - first_of).astype(np.intp)] = np.arange(len(present))
    table = _distribution(present, low, high, chance)
    rows = row_of[(whole - first_of).astype(np.intp)]
    below, above = np.zeros(uniforms.shape, np.intp), np.full(uniforms.shape, high - low)
    for _ in range(int(np.ceil(np.log2(high - low + 1))) + 1):
        middle = (below + above) // 2
        enough = table[rows, middle] >= uniforms
        above = np.where(enough, middle, above)
        below = np.where(enough, below, np.minimum(middle + 1, above))
    return np.asarray(low + above, dtype=float)


def _distribution(trials: Array, low: int, high: int, chance: float) -> Array:
    """Return F(k) for k from low to high, ndarray (trials, k)."""
    return _cdf(np.arange(low, high + 1, dtype=float), trials[:, None], chance)


def _corrected(uniforms: Array, trials: Array, chance: Array) -> Array:
    """Return binomial counts by a normal guess with skewness, moved until F(k−1) < u ≤ F(k)."""
    spread, z = np.sqrt(trials * chance * (1 - chance)), special.ndtri(uniforms)
    guess = trials * chance + spread * z + (1 - 2 * chance) * (z * z - 1) / 6 - 0.5
    k = np.clip(np.ceil(guess), 0, trials)
    reached = _cdf(k, trials, chance) >= uniforms
    k = np.where(reached, k, k + 1)
    todo = np.flatnonzero(~reached)
    while todo.size:
        short = _cdf(k.flat[todo], trials.flat[todo], chance.flat[todo]) < uniforms.flat[todo]
        todo = todo[short]
        k.flat[todo] += 1
    todo = np.flatnonzero(reached & (k > 0))
    while todo.size:
        less = k.flat[todo] - 1
        enough = _cdf(less, trials.flat[todo], chance.flat[todo]) >= uniforms.flat[todo]
        todo = todo[enough]
        k.flat[todo] -= 1
        todo = todo[k.flat[todo] > 0]
    return k


def _cdf(k: Array, trials: Array, chance: Array | float) -> Array:
    """Return F(k), 1 from ``k = trials`` on, by the incomplete beta function."""
    left = trials - k
    return np.where(left <= 0, 1.0, special.betainc(np.maximum(left, 1), k + 1, 1 - np.asarray(chance)))

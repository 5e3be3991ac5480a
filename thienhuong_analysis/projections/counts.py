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
    n, p = (np.broadcast_to(np.asarray(x, float), uniforms.shape).ravel() for x in (trials, chance))
    flat = uniforms.ravel()
    guess = np.minimum(_rounded(n * p, np.sqrt(n * p * (1 - p)), 1 - 2 * p, flat), n)
    return _corrected(flat, guess, lambda k, at: _cdf(k, n[at], p[at])).reshape(uniforms.shape)


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
        m, flat = np.broadcast_to(mean, uniforms.shape).ravel(), uniforms.ravel()
        return _corrected(flat, _rounded(m, np.sqrt(m), 1.0, flat), lambda k, at: special.gammaincc(
            k + 1, m[at])).reshape(uniforms.shape)
    return _searched(uniforms, stats.poisson(mean) if float(mean) > 0 else None)


def negative_binomial(uniforms: Array, mean: float, overdispersion: float) -> Array:
    """Return negative binomial counts with variance ``overdispersion × mean``; Poisson where it is 1.

    Args
        uniforms : ndarray (…)
        mean : float
        overdispersion : float  1 or less means none

    Example
        >>> negative_binomial(np.array([0.1, 0.5, 0.9]), 38, 2.0).tolist()
        [27.0, 38.0, 49.0]
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


def _corrected(uniforms: Array, guess: Array, distribution: Callable[[Array, NDArray[np.intp]], Array],
               ) -> Array:
    """Return counts from a guess, moved one by one until F(k−1) < u ≤ F(k).

    Args
        distribution : callable  (k, places) -> F(k) of the draws at these places
    """
    shape, u, k = uniforms.shape, uniforms.ravel(), guess.ravel()
    everywhere = np.arange(u.size)
    reached = distribution(k, everywhere) >= u
    rising = everywhere[~reached]
    while rising.size:
        k[rising] += 1
        rising = rising[distribution(k[rising], rising) < u[rising]]
    falling = everywhere[reached & (k > 0)]
    while falling.size:
        falling = falling[distribution(k[falling] - 1, falling) >= u[falling]]
        k[falling] -= 1
        falling = falling[k[falling] > 0]
    return k.reshape(shape)


def _rounded(mean: Array, spread: Array, skewed: Array | float, uniforms: Array) -> Array:
    """Return the count that a skewed normal distribution would give, 0 or more."""
    z = special.ndtri(uniforms)
    return np.asarray(np.maximum(np.ceil(mean + spread * z + skewed * (z * z - 1) / 6 - 0.5), 0))


def _cdf(k: Array, trials: Array, chance: Array | float) -> Array:
    """Return F(k), 1 from ``k = trials`` on, by the incomplete beta function."""
    left = trials - k
    below = special.betainc(np.maximum(left, 1), k + 1, 1 - np.asarray(chance))
    return np.asarray(np.where(left <= 0, 1.0, below))

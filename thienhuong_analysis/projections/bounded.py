"""Shares at a bound, the targets of 100 %: failures counted out of those that could fail."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, betaln

from thienhuong_analysis.projections.counts import binomial

Array = NDArray[np.float64]
PRIOR = 0.5
"""Jeffreys' prior for the chance of a failure, Beta(½, ½): what is known before the first count."""


def failure_chance(failures: Array, trials: Array) -> tuple[float, float]:
    """Return the parameters of the Beta distribution of the chance of a failure, given the counts so far.

    Args
        failures, trials : ndarray (year)  of the years counted

    Notes
        With 8 out of 8 in one year it is Beta(½, 8½): a failure is rare but not impossible.

    Example
        >>> failure_chance(np.array([0.0, 1.0]), np.array([8.0, 8.0]))
        (1.5, 15.5)
    """
    return PRIOR + float(failures.sum()), PRIOR + float((trials - failures).sum())


def simulated_failures(parameters: tuple[float, float], trials: Array, chance_uniforms: Array,
                       uniforms: Array, easing: Array | None = None) -> Array:
    """Return draws of failures, beta-binomial: one chance a draw, the same in all years.

    Args
        parameters : of ``failure_chance``
        trials : ndarray (year)  whole numbers
        chance_uniforms : ndarray (draw)
        uniforms : ndarray (draw, year)
        easing : ndarray (year)  by how much a scenario lowers the chance (negative: raises it)

    Returns
        ndarray (draw, year)
    """
    chance = np.asarray(betaincinv(*parameters, chance_uniforms))[:, None] - (
        0.0 if easing is None else easing)
    chance = np.broadcast_to(np.clip(chance, 0, 1), uniforms.shape)
    return binomial(uniforms, np.broadcast_to(trials, uniforms.shape), chance)


def probability_of_no_failure(parameters: tuple[float, float], trials: float) -> float:
    """Return the chance that none of so many fails, ``B(a, b + n)/B(a, b)``.

    Args
        trials : float  n, of all years together

    Example
        8 of 8 so far, five more years:

        >>> round(probability_of_no_failure((0.5, 8.5), 40), 3)
        0.414
    """
    a, b = parameters
    return float(np.exp(betaln(a, b + trials) - betaln(a, b)))

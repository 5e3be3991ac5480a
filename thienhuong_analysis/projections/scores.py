"""How good a forecast was, once the truth is known: CRPS, coverage, interval score, bias and skill.

All functions take arrays that broadcast against each other and give one score a forecast; means are
left to the caller. Scores are in the unit of the forecast, and smaller is better.

References
    Gneiting & Raftery 2007, doi 10.1198/016214506000001437. Bracher et al. 2021,
    doi 10.1371/journal.pcbi.1008618.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, ndtr, stdtr, stdtrit

Array = NDArray[np.float64]


def crps_normal(actual: ArrayLike, location: ArrayLike, scale: ArrayLike) -> Array:
    """Return the continuous ranked probability score of a normal forecast.

    Args
        actual, location, scale : array  scale > 0

    Example
        >>> round(float(crps_normal(0.0, 0.0, 1.0)), 4)
        0.2337
    """
    y, mu, sigma = _floats(actual, location, scale)
    z = (y - mu) / sigma
    density = np.exp(-z**2 / 2) / np.sqrt(2 * np.pi)
    return np.asarray(sigma * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)))


def crps_student(actual: ArrayLike, location: ArrayLike, scale: ArrayLike, freedom: ArrayLike) -> Array:
    """Return the continuous ranked probability score of a Student-t forecast.

    Args
        actual, location, scale : array  scale > 0
        freedom : array  degrees of freedom, more than 1; at 1 or less the score is infinite

    Example
        >>> round(float(crps_student(0.0, 0.0, 1.0, 1e7)), 4)
        0.2337
    """
    y, mu, sigma, given = _floats(actual, location, scale, freedom)
    df = np.where(given > 1, given, np.nan)
    z = (y - mu) / sigma
    density = np.exp(_log_density(z, df))
    spread = 2 * np.sqrt(df) / (df - 1) * np.exp(betaln(0.5, df - 0.5) - 2 * betaln(0.5, df / 2))
    score = z * (2 * stdtr(df, z) - 1) + 2 * density * (df + z**2) / (df - 1) - spread
    return np.asarray(np.where(given <= 1, np.inf, sigma * score))


def log_score(actual: ArrayLike, location: ArrayLike, scale: ArrayLike, freedom: ArrayLike) -> Array:
    """Return the logarithm of the density that a Student-t forecast gave to what came; larger is better.

    Example
        >>> round(float(log_score(0.0, 0.0, 1.0, 1.0)), 4)  # a Cauchy, 1/π
        -1.1447
    """
    y, mu, sigma, df = _floats(actual, location, scale, freedom)
    return np.asarray(_log_density((y - mu) / sigma, df) - np.log(sigma))


def crps_draws(actual: ArrayLike, draws: ArrayLike) -> Array:
    """Return the score of a forecast given by draws, ``mean|X − y| − ½ mean|X − X′|``.

    Args
        actual : array (…)
        draws : array (draw, …)

    Notes
        It is the score of the draws' own distribution; one draw scores its absolute error. The mean
        over pairs is a weighted sum of the sorted draws, so a million draws are no trouble.

    Example
        >>> float(crps_draws(3.0, [1.0, 3.0]))
        0.5
    """
    y, values = _floats(actual, draws)
    ordered = np.sort(values, axis=0)
    n = len(ordered)
    weights = (2 * np.arange(1, n + 1) - n - 1) / n**2
    return np.asarray(np.abs(ordered - y).mean(axis=0) - np.tensordot(weights, ordered, axes=1))


def crps_quantiles(actual: ArrayLike, quantiles: ArrayLike, levels: ArrayLike) -> Array:
    """Return what quantiles can tell of the score: twice their mean pinball loss.

    Args
        actual : array (…)
        quantiles : array (…, level)
        levels : array (level)  between 0 and 1

    Notes
        For the levels (i − ½)/K it goes to the CRPS as K grows; for a median and symmetric intervals it
        is the weighted interval score.

    Example
        >>> float(crps_quantiles(3.0, [1.0], [0.5]))
        2.0
    """
    y, values, level = _floats(actual, quantiles, levels)
    error = y[..., None] - values
    loss = np.maximum(level * error, (level - 1) * error)
    return np.asarray(2 * loss.mean(axis=-1))


def interval_score(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike, alpha: ArrayLike) -> Array:
    """Return an interval's width, plus 2/α times how far outside of it the truth fell.

    Args
        alpha : array  the share that the interval leaves outside: 0.2 for one of 80 %

    Example
        >>> float(interval_score(12.0, 4.0, 9.0, 0.2))
        35.0
    """
    y, low, high, outside = _floats(actual, lower, upper, alpha)
    missed = np.maximum(low - y, 0) + np.maximum(y - high, 0)
    return np.asarray(high - low + 2 / outside * missed)


def weighted_interval_score(actual: ArrayLike, median: ArrayLike, lower: ArrayLike, upper: ArrayLike,
                            alphas: ArrayLike) -> Array:
    """Return ``[½|y − m| + Σ (α_k/2) IS_k]/(K + ½)``, the CRPS that K intervals and the median can tell.

    Args
        actual, median : array (…)
        lower, upper : array (…, interval)
        alphas : array (interval)

    Example
        >>> round(float(weighted_interval_score(10.0, 8.0, [4.0], [9.0], [0.2])), 4)
        1.6667
    """
    y, middle, alpha = _floats(actual, median, alphas)
    scores = (alpha / 2 * interval_score(y[..., None], lower, upper, alpha)).sum(axis=-1)
    return np.asarray((np.abs(y - middle) / 2 + scores) / (alpha.size + 0.5))


def covered(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> NDArray[np.bool_]:
    """Say which intervals hold the truth, their ends included.

    Example
        >>> covered([1.0, 5.0], 1.0, 4.0).tolist()
        [True, False]
    """
    y, low, high = _floats(actual, lower, upper)
    return np.asarray((low <= y) & (y <= high))


def student_interval(location: ArrayLike, scale: ArrayLike, freedom: ArrayLike,
                     probability: float) -> tuple[Array, Array]:
    """Return the lower and upper end of the central interval of a Student-t forecast.

    Example
        >>> [round(float(end), 3) for end in student_interval(0.0, 1.0, 4.0, 0.8)]
        [-1.533, 1.533]
    """
    mu, sigma, df = _floats(location, scale, freedom)
    half = stdtrit(df, (1 + probability) / 2) * sigma
    return np.asarray(mu - half), np.asarray(mu + half)


def skill(score: ArrayLike, reference: ArrayLike) -> Array:
    """Return ``1 − score/reference``: 0 is as good as the reference, 1 perfect; NaN where that scored 0.

    Example
        >>> float(skill(0.08, 0.1).round(3))
        0.2
    """
    own, base = _floats(score, reference)
    return np.asarray(1 - own / np.where(base > 0, base, np.nan))


def _floats(*values: ArrayLike) -> list[Array]:
    return [np.asarray(value, dtype=float) for value in values]


def _log_density(z: Array, df: Array) -> Array:
    constant = -betaln(0.5, df / 2) - np.log(df) / 2
    return np.asarray(constant - (df + 1) / 2 * np.log1p(z**2 / df))

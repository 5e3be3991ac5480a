"""Which sector brought how much of the growth."""

import numpy as np
from numpy.typing import NDArray


def contributions(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each sector's contribution to each year's growth, adding up to the total's.

    Args
        levels : ndarray (year, sector)  the base year first

    Returns
        ndarray (year − 1, sector)  ``(Y[s,t] − Y[s,t−1]) / Y[t−1]`` [rate]

    References
        INSEE, definition of contribution to growth.

    Example
        >>> contributions(np.array([[40.0, 60.0], [44.0, 72.0]])).round(3).tolist()
        [[0.04, 0.12]]
    """
    return np.asarray(np.diff(levels, axis=0) / levels[:-1].sum(axis=1, keepdims=True))


def lmdi(first: NDArray[np.float64], last: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each sector's part of the growth of a whole period, adding up to ``ln(Y_T/Y_0)``.

    Args
        first, last : ndarray (sector)  levels, all positive

    Notes
        The logarithmic mean of two equal levels is the level itself.

    References
        Ang 2005, doi 10.1016/j.enpol.2003.10.010.
    """
    weights = _logarithmic_mean(last, first) / _logarithmic_mean(last.sum(), first.sum())
    return np.asarray(weights * np.log(last / first))


def _logarithmic_mean(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    difference = np.log(a) - np.log(b)
    same = np.isclose(difference, 0, atol=1e-12)
    return np.where(same, (a + b) / 2, (a - b) / np.where(same, 1, difference))

"""Shapes of a path between two rates over the projected years."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SHAPES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "linear": lambda t: t,
    "step": lambda t: np.where(t < 0.5, 0.0, 1.0),
    "s_curve": lambda t: t * t * (3 - 2 * t),
    "front_loaded": lambda t: 1 - (1 - t) ** 2,
    "back_loaded": lambda t: t * t,
}


def shaped(first: float, last: float, shape: str, years: int) -> NDArray[np.float64]:
    """Return a path from one rate to another, the first in the first year, the last in the last.

    Args
        first, last : float  the two ends
        shape : str  one of ``linear, step, s_curve, front_loaded, back_loaded``
        years : int  length of the path; with one year it is the last rate

    Returns
        ndarray (year)

    Example
        >>> shaped(0.10, 0.14, "linear", 5).round(3).tolist()
        [0.1, 0.11, 0.12, 0.13, 0.14]
    """
    t = np.linspace(0, 1, years) if years > 1 else np.ones(1)
    return first + (last - first) * SHAPES[shape](t)

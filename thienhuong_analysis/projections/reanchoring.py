"""An old path moved onto a new actual: five rules, each a statement about what becomes of the miss.

All take ``path``, the projected values from the year of the actual to the last year, ndarray (year), and
``actual``, the figure that came for its first year; all return ndarray (year) that begins with the actual.

References
    Gidden et al. 2018, *A methodology and implementation of automated emissions harmonization*
    (doi 10.1016/j.envsoft.2018.04.002), who harmonise model results with history this way.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError, nearest

Array = NDArray[np.float64]


def constant_offset(path: Array, actual: float) -> Array:
    """Return the path with the miss of the first year added in every year.

    Example
        >>> constant_offset(np.array([40.0, 50.0, 60.0]), 30.0).tolist()
        [30.0, 40.0, 50.0]
    """
    return np.asarray(path + (actual - path[0]))


def constant_ratio(path: Array, actual: float) -> Array:
    """Return the path times actual over projection of the first year.

    Example
        >>> constant_ratio(np.array([40.0, 50.0, 60.0]), 30.0).tolist()
        [30.0, 37.5, 45.0]
    """
    return np.asarray(path * _ratio(path, actual))


def reduce_offset(path: Array, actual: float) -> Array:
    """Return the path with a miss that shrinks evenly to nothing in the last year.

    Example
        >>> reduce_offset(np.array([40.0, 50.0, 60.0]), 30.0).tolist()
        [30.0, 45.0, 60.0]
    """
    return np.asarray(path + _fading(path) * (actual - path[0]))


def reduce_ratio(path: Array, actual: float) -> Array:
    """Return the path times a ratio that goes evenly to 1 in the last year.

    Example
        >>> reduce_ratio(np.array([40.0, 50.0, 60.0]), 30.0).tolist()
        [30.0, 43.75, 60.0]
    """
    return np.asarray(path * (1 + _fading(path) * (_ratio(path, actual) - 1)))


def linear_interpolate(path: Array, actual: float) -> Array:
    """Return the straight line from the actual to the path's last value.

    Example
        >>> linear_interpolate(np.array([40.0, 55.0, 60.0]), 30.0).tolist()
        [30.0, 45.0, 60.0]
    """
    last = path[-1] if len(path) > 1 else actual
    return np.linspace(actual, last, len(path))


METHODS: dict[str, Callable[[Array, float], Array]] = {
    "constant_offset": constant_offset, "constant_ratio": constant_ratio, "reduce_offset": reduce_offset,
    "reduce_ratio": reduce_ratio, "linear_interpolate": linear_interpolate}


def reanchored(path: Array, actual: float, method: str) -> Array:
    """Return a path re-anchored by the rule of this name.

    Raises
        ProjectionError: no such rule, or a ratio to a projection of 0
    """
    if method not in METHODS:
        raise ProjectionError("no way to re-anchor is called {name}; did you mean {nearest}?", name=method,
                              nearest=nearest(method, METHODS))
    return METHODS[method](path, actual)


def suitable(path: Array, actual: float, *, share: bool) -> str:
    """Return ``offset`` for shares and wherever 0 takes part, else ``ratio``.

    A ratio would carry a share past 1, and says nothing of a path that starts at 0.
    """
    return "offset" if share or actual <= 0 or (path <= 0).any() else "ratio"


def _ratio(path: Array, actual: float) -> float:
    if path[0] == 0:
        if actual == 0:
            return 1.0
        raise ProjectionError("a ratio to a projection of 0 says nothing; re-anchor by constant_offset or "
                              "reduce_offset")
    return float(actual / path[0])


def _fading(path: Array) -> Array:
    """Return the share of the miss that is left, 1 in the first year and 0 in the last."""
    return np.linspace(1, 0, len(path)) if len(path) > 1 else np.ones(1)

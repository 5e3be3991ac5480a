"""One lever: the number at which a goal is just met, by Brent's method on the same draws."""

from collections.abc import Callable

import numpy as np

from thienhuong_analysis.assessment.goals import Goal
from thienhuong_analysis.assessment.handles import Handle
from thienhuong_analysis.projections import Projection

Simulate = Callable[[float], Projection]
_SCAN = 9
_FINEST = 1e-12


def crossing(goal: Goal, handle: Handle, simulate: Simulate) -> tuple[float, float] | None:
    """Return the two numbers between which the goal changes from missed to met, nearest to the start.

    Args
        simulate : callable  number of the handle -> projection; NaN: as things are

    Returns
        (missed, met), as near to each other as the search can tell; None where no number within the
        bounds meets the goal

    Notes
        The steps away from the start double until one meets the goal, so that a lever which helps
        only up to a point is answered by the nearer of two answers. Then Brent's method, and a check of both
        ends with the goal itself, which a strict inequality or a staircase of counts needs.
    """
    start = handle.start
    if np.isnan(start):
        start = handle.lowest if goal.gap(simulate(handle.lowest)) < goal.gap(
            simulate(handle.highest)) else handle.highest
    pairs = [pair for bound in (handle.lowest, handle.highest)
             if (pair := _outwards(goal, simulate, start, bound, handle.scale))]
    if not pairs and goal.holds(simulate(top := best(goal, handle, simulate))):
        pairs = [(start, top)]
    if not pairs:
        return None
    missed, met = min(pairs, key=lambda pair: abs(pair[1] - start))
    return _narrowed(goal, simulate, missed, met)


def best(goal: Goal, handle: Handle, simulate: Simulate) -> float:
    """Return the number within the bounds that comes nearest to a goal out of reach."""
    from scipy.optimize import minimize_scalar

    numbers = np.linspace(handle.lowest, handle.highest, _SCAN)
    gaps = [goal.gap(simulate(number)) for number in numbers]
    top = int(np.argmax(gaps))
    if top in (0, _SCAN - 1):
        return float(numbers[top])
    found = minimize_scalar(lambda number: -goal.gap(simulate(number)), method="bounded",
                            bounds=(numbers[top - 1], numbers[top + 1]))
    return float(found.x if -found.fun > gaps[top] else numbers[top])


def without_effect(goal: Goal, handle: Handle, simulate: Simulate) -> bool:
    """Return whether the goal is exactly the same wherever the lever stands."""
    gaps = {goal.gap(simulate(number)) for number in (np.nan, handle.lowest, handle.highest)}
    return len(gaps) == 1


def _outwards(goal: Goal, simulate: Simulate, start: float, bound: float,
              scale: float) -> tuple[float, float] | None:
    missed, step, steps = start, min(scale, abs(bound - start)), 0
    while missed != bound:
        number = bound if abs(bound - missed) <= step else missed + np.sign(bound - start) * step
        if goal.holds(simulate(number)):
            return missed, float(number)
        missed, step, steps = float(number), 2 * step, steps + 1
    return None


def _narrowed(goal: Goal, simulate: Simulate, missed: float, met: float) -> tuple[float, float]:
    from scipy.optimize import brentq

    finest = (1e-6 if goal.probability is not None else _FINEST) * max(abs(met - missed), _FINEST)
    low, high = goal.gap(simulate(missed)), goal.gap(simulate(met))
    if low < 0 < high:
        root = float(brentq(lambda number: goal.gap(simulate(number)), missed, met, xtol=finest,
                            rtol=4 * np.finfo(float).eps))
    else:
        root = _halved(goal, simulate, missed, met, finest)
    (lowest, highest), width = sorted((missed, met)), float(np.sign(met - missed)) * finest
    while True:
        ends = [min(max(root + side * width, lowest), highest) for side in (-1, 1)]
        if (ends[0] == missed or not goal.holds(simulate(ends[0]))) and (
                ends[1] == met or goal.holds(simulate(ends[1]))):
            return ends[0], ends[1]
        width *= 4


def _halved(goal: Goal, simulate: Simulate, missed: float, met: float, finest: float) -> float:
    while abs(met - missed) > finest:
        middle = (missed + met) / 2
        if middle in (missed, met):
            break
        missed, met = (missed, middle) if goal.holds(simulate(middle)) else (middle, met)
    return (missed + met) / 2

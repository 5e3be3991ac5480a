"""Several levers: the least effort that meets all goals within the bounds."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.goals import Goal
from thienhuong_analysis.assessment.handles import Handle
from thienhuong_analysis.projections import Projection

Vector = NDArray[np.float64]
Simulate = Callable[[Mapping[str, float]], Projection]
_AROUND = 0.02
"""Share of the draws around the one asked for over which the search smooths the steps of whole numbers."""


class Problem:
    """``min Σ w_j x_j²`` so that every goal is met; ``x_j`` counts a lever's plausible ranges from its start.

    Args
        simulate : callable  lever -> number of its handle, to a projection
        weights : mapping  lever -> w; 1 where none is given
    """

    def __init__(self, goals: Sequence[Goal], handles: Sequence[Handle], simulate: Simulate,
                 weights: Mapping[str, float]) -> None:
        self.goals, self.handles, self._simulate = goals, handles, simulate
        self.weights = np.array([weights.get(handle.key, 1.0) for handle in handles])
        self.start = np.array([handle.start for handle in handles])
        self.scale = np.array([handle.scale for handle in handles])
        self.lower, self.upper = ((np.array([getattr(handle, side) for handle in handles]) - self.start)
                                  / self.scale for side in ("lowest", "highest"))
        self._unit = np.maximum(np.abs(self._gaps(np.zeros(len(handles)))), 1e-9)
        self._path = all(goal.probability is None for goal in goals)
        self._step = 1e-4 if self._path else 0.2

    @property
    def precision(self) -> float:
        """How closely the steps can be told: a share of draws is a staircase, the central path is not."""
        return 1e-10 if self._path else 1e-5

    def numbers(self, x: Vector) -> dict[str, float]:
        """Return the number of each handle; a lever that does not move stays exactly as it is."""
        return {handle.key: float(np.clip(start + step * scale, handle.lowest, handle.highest)) if step else
                float("nan") for handle, start, scale, step in zip(
                    self.handles, self.start, self.scale, x, strict=True)}

    def holds(self, x: Vector) -> bool:
        """Return whether every goal is reached."""
        projection = self._simulate(self.numbers(x))
        return all(goal.holds(projection) for goal in self.goals)

    def effort(self, x: Vector) -> float:
        """Return Σ w x²."""
        return float(self.weights @ x**2)

    def gaps(self, x: Vector) -> Vector:
        """Return how far each goal is exceeded, 1 as far as it was missed at the start, ndarray (goal)."""
        return self._gaps(x) / self._unit

    def slopes(self, x: Vector) -> Vector:
        """Return the gaps' derivatives by central differences within the bounds, ndarray (goal, lever)."""
        columns = []
        for j in range(len(x)):
            ends = [x.copy(), x.copy()]
            ends[0][j] = max(self.lower[j], x[j] - self._step)
            ends[1][j] = min(self.upper[j], x[j] + self._step)
            columns.append((self.gaps(ends[1]) - self.gaps(ends[0])) / (ends[1][j] - ends[0][j]))
        return np.column_stack(columns)

    def linear_step(self) -> Vector:
        """Return the least effort if the goals were linear in the levers, cut at the bounds."""
        zero = np.zeros(len(self.handles))
        gaps, slopes = self.gaps(zero), self.slopes(zero)
        missed = gaps < 0
        slopes, easy = slopes[missed], 1 / self.weights
        step = easy * (slopes.T @ (np.linalg.pinv(slopes * easy @ slopes.T) @ -gaps[missed]))
        return np.clip(step, self.lower, self.upper)

    def _gaps(self, x: Vector) -> Vector:
        projection = self._simulate(self.numbers(x))
        return np.array([goal.gap(projection, around=_AROUND) for goal in self.goals])


def least_effort(problem: Problem) -> Vector:
    """Return the steps of least effort that bring every gap to 0, ndarray (lever); by SLSQP.

    Notes
        Where the goals cannot all be met the steps that SLSQP ends with mean nothing; ask ``holds`` after
        ``just_met``.
    """
    from scipy.optimize import minimize

    found = minimize(
        problem.effort, problem.linear_step(), jac=lambda x: 2 * problem.weights * x, method="SLSQP",
        bounds=list(zip(problem.lower, problem.upper, strict=True)),
        constraints={"type": "ineq", "fun": problem.gaps, "jac": problem.slopes},
        options={"ftol": problem.precision, "maxiter": 60 if problem.precision < 1e-6 else 12})
    steps = np.nan_to_num(found.x)
    for place in (np.zeros(len(steps)), problem.lower, problem.upper):
        steps = np.where(np.abs(steps - place) < 1e-7, place, steps)
    return np.asarray(np.clip(steps, problem.lower, problem.upper))


def just_met(problem: Problem, x: Vector) -> Vector | None:
    """Return the steps, stretched or shortened as one until every goal is just met; None where none is.

    Levers at a bound stay there, unless those alone meet every goal.

    Differences of strict and weak inequality, and of few and many draws, are settled here.
    """
    bound = (x == problem.lower) | (x == problem.upper)
    if problem.holds(np.where(bound, x, 0.0)):
        bound[:] = False

    def stretched(t: float) -> Vector:
        return np.where(bound, x, np.clip(t * x, problem.lower, problem.upper))

    missed, met = 0.0, 1.0
    if problem.precision < 1e-6 and problem.holds(x) and problem.gaps(x).min() < 1e-7:
        return x
    while not problem.holds(stretched(met)):
        missed, met = met, 1.0 + 2 * max(met - 1.0, 1e-9)
        if met > 4:
            return None
    while met - missed > problem.precision * met:
        middle = (missed + met) / 2
        missed, met = (missed, middle) if problem.holds(stretched(middle)) else (middle, met)
    return stretched(met)


def nearest_to_all(problem: Problem) -> Vector:
    """Return the steps for which the worst gap is as good as it can be: the best reachable."""
    from scipy.optimize import minimize

    zero = np.zeros(len(problem.handles))
    slopes = problem.slopes(zero).sum(axis=0)
    corner = np.where(slopes > 0, problem.upper, np.where(slopes < 0, problem.lower, 0.0))
    levers = len(zero)
    candidates = [corner, zero]
    found = minimize(
        lambda y: -y[-1], np.append(zero, problem.gaps(zero).min()), method="SLSQP",
        jac=lambda _: np.append(np.zeros(levers), -1.0),
        bounds=[*zip(problem.lower, problem.upper, strict=True), (None, None)],
        constraints={"type": "ineq", "fun": lambda y: problem.gaps(y[:-1]) - y[-1],
                     "jac": lambda y: np.column_stack([problem.slopes(y[:-1]),
                                                       -np.ones(len(problem.goals))])},
        options={"maxiter": 60})
    candidates.append(np.clip(np.nan_to_num(found.x[:-1]), problem.lower, problem.upper))
    return max(candidates, key=lambda x: float(problem.gaps(x).min()))

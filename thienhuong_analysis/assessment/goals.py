"""A goal of the solver: a target on the central path, or with a chance; and how far it is from being met."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.probability import met, outcome, tells_chance
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import BASE_YEAR, Target
from thienhuong_analysis.projections import Projection, Series


@dataclass(frozen=True)
class Goal:
    """What is to be reached.

    Args
        probability : float | None  the chance with which the target is to be met; None: on the central path
    """

    target: Target
    probability: float | None = None

    def series(self, projection: Projection) -> Series:
        """Return the series that the target is about."""
        return projection.series[self.target.indicator_id, self.target.breakdown]

    def value(self, projection: Projection) -> float:
        """Return what the central path makes of the target; of a yearly one, its worst year."""
        series = self.series(projection)
        found = np.atleast_1d(outcome(self.target, series, series.point))
        margins = _signed(self.target, found)
        return float(found[int(np.nanargmin(margins))]) if np.isfinite(margins).any() else float("nan")

    def chance(self, projection: Projection) -> float:
        """Return the share of the draws in which the target is met; NaN where they do not tell."""
        series = self.series(projection)
        return float(met(self.target, series).mean()) if tells_chance(self.target, series) else float("nan")

    def holds(self, projection: Projection) -> bool:
        """Return whether the goal is reached."""
        if self.probability is not None:
            return self.chance(projection) >= self.probability - 1e-12
        series = self.series(projection)
        found = np.atleast_1d(outcome(self.target, series, series.point))
        return bool((self.target.holds(found) | np.isnan(found)).all())

    def gap(self, projection: Projection, *, around: float = 0.0) -> float:
        """Return how far the goal is exceeded, negative where it is missed, in terms of the target.

        For a chance ``q`` of M draws it is the margin of the ``⌈q M⌉``-th best draw: at least 0
        exactly where the share of draws that meet the target is at least q.

        Args
            around : float  take the mean over the draws ranked within this share of M of that one, which
                smooths the steps that whole numbers make
        """
        series = self.series(projection)
        if self.probability is None:
            return float(_margin(self.target, series, series.point[None, :])[0])
        margins = np.sort(_margin(self.target, series, series.draws))[::-1]
        needed = max(1, int(np.ceil(self.probability * len(margins) - 1e-9)))
        reach = min(round(around * len(margins)), needed - 1, len(margins) - needed)
        return float(margins[needed - 1 - reach:needed + reach].mean())


def open_goal(target: Target, probability: float | None, projection: Projection) -> Goal:
    """Return the goal of a target that can still be moved.

    Raises
        ProjectionError: it has no baseline, is a milestone, all its years are known, or a chance is asked
            for that the draws do not tell
    """
    series = projection.series.get((target.indicator_id, target.breakdown))
    if target.comparator == "done":
        raise ProjectionError("{target} is a milestone that is done or not; no lever leads to it",
                              target=target.target_id)
    if series is None:
        raise ProjectionError("{target} is not projected, so that nothing can be solved for: it lacks a "
                              "figure to start from or, where it stands at 100%, the count of its whole",
                              target=target.target_id)
    if series.known_years >= target.last_year - BASE_YEAR:
        raise ProjectionError("all years of {target} are known by now; nothing is left to be solved for",
                              target=target.target_id)
    if probability is not None and not tells_chance(target, series):
        raise ProjectionError("the chance of {target} cannot be told, as its share is not counted out of a "
                              "whole; leave out the probability", target=target.target_id)
    return Goal(target, probability)


def _margin(target: Target, series: Series, paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each path exceeds the target, ndarray (path); the worst year of a yearly one."""
    margins = _signed(target, outcome(target, series, paths))
    return margins if margins.ndim == 1 else np.where(np.isnan(margins), np.inf, margins).min(axis=-1)


def _signed(target: Target, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values less the target, turned so that more is better."""
    over = values - target.value
    if target.comparator in ("ge", "gt"):
        return over
    return -over if target.comparator in ("le", "lt") else -np.abs(over)

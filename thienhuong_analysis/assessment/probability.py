"""The chance that a target is met, and that several are, counted over the same draws."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.programme import YEARS, Target
from thienhuong_analysis.projections import Series, average_growth


def outcome(target: Target, series: Series, paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the target is about, for each path.

    Args
        series : Series  of the target's indicator
        paths : ndarray (…, year 2026–2030)  draws, or the point path

    Returns
        ndarray (…)  average growth, total or value in the last year; (…, year) for a yearly target
    """
    first, last = target.first_year - YEARS[0], target.last_year - YEARS[0]
    if target.cadence == "period_total":
        return np.asarray(np.nansum(paths[..., first:last + 1], axis=-1))
    if target.is_growth and target.cadence != "each_year":
        start = series.base if first == 0 else paths[..., first - 1]
        return average_growth(start, paths[..., last], last - first + 1)
    if target.cadence == "each_year":
        if target.is_growth:
            before = np.full((*paths.shape[:-1], 1), series.base)
            paths = paths / np.concatenate([before, paths[..., :-1]], axis=-1) - 1
        return paths[..., first:last + 1]
    return paths[..., last]


def met(target: Target, series: Series) -> NDArray[np.bool_]:
    """Return in which draws the target is met, ndarray (draw); a yearly target in all its years.

    A year that nobody has counted is not a year missed.
    """
    reached = outcome(target, series, series.draws)
    if target.cadence == "each_year":
        return np.asarray((target.holds(reached) | np.isnan(reached)).all(axis=-1))
    return np.asarray(target.holds(reached))


def tells_chance(target: Target, series: Series) -> bool:
    """Say whether the draws tell a chance: a share that must reach 0 or 1 is there only if it is counted."""
    return not (target.kind == "share" and target.value in (0.0, 1.0) and series.out_of is None)


def standard_error(probability: float, draws: int) -> float:
    """Return the Monte-Carlo error of a probability, ``√(p(1−p)/M)``.

    Example
        >>> standard_error(0.5, 10_000)
        0.005
    """
    return float(np.sqrt(probability * (1 - probability) / draws))



@dataclass(frozen=True)
class Joint:
    """The chance that all targets of a set are met together.

    Args
        marginal : mapping  target -> its own probability
        probability : float  of all together, from the draws that they share
        standard_error : float  Monte-Carlo error of that
        independent : float  what it would be if the targets had nothing to do with each other
        lower, upper : float  Fréchet bounds: what the single probabilities alone allow
        without : mapping  target -> probability of all the others together
        assumed : bool  it rests on assumptions
    """

    marginal: Mapping[str, float]
    probability: float
    standard_error: float
    independent: float
    lower: float
    upper: float
    without: Mapping[str, float]
    assumed: bool = False

    @property
    def bottleneck(self) -> str:
        """The target whose removal raises the joint probability most, empty where none does."""
        gains = {name: found - self.probability for name, found in self.without.items()}
        best = max(gains, key=lambda name: gains[name], default="")
        return best if best and gains[best] > 0 else ""

    def table(self) -> pd.DataFrame:
        """Return one row: all but the single probabilities, the bottleneck last."""
        return pd.DataFrame([{
            "targets": ";".join(self.marginal), "probability": self.probability,
            "standard_error": self.standard_error, "independent": self.independent, "lower": self.lower,
            "upper": self.upper, "bottleneck": self.bottleneck, "assumed": self.assumed}])


def joint(outcomes: Mapping[str, NDArray[np.bool_]]) -> Joint:
    """Return the chance that all of some targets are met.

    Args
        outcomes : mapping  target -> ndarray (draw) of bool, as ``met`` gives it, from the same draws

    References
        METHOD section 7: ``max(0, Σp − (k−1)) ≤ P ≤ min p``.

    Example
        >>> found = joint({"a": np.array([1, 1, 0, 0], bool), "b": np.array([1, 0, 1, 0], bool)})
        >>> found.probability, found.independent, found.lower, found.upper
        (0.25, 0.25, 0.0, 0.5)
    """
    table = np.array(list(outcomes.values()))
    fails = (~table).sum(axis=0)
    single = table.mean(axis=1)
    probability = float((fails == 0).mean())
    without = (fails - ~table == 0).mean(axis=1)
    return Joint(dict(zip(outcomes, single.tolist(), strict=True)), probability,
                 standard_error(probability, table.shape[1]), float(single.prod()),
                 max(0.0, float(single.sum()) - (len(table) - 1)), float(single.min()),
                 dict(zip(outcomes, without.tolist(), strict=True)))

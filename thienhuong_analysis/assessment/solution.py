"""What the solver answers: the levers as they must be, what that reaches, and how sure the answer is."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from thienhuong_analysis.assessment.goals import Goal
from thienhuong_analysis.assessment.handles import Handle
from thienhuong_analysis.assessment.probability import standard_error
from thienhuong_analysis.projections import Projection

State = Literal["met", "solved", "infeasible", "no_effect"]


@dataclass(frozen=True)
class Move:
    """One lever: where it stands and where it must be.

    Args
        number : float  the handle's number that is needed; NaN where the lever stays
        needed : tuple of float  the value of each year
        at_bound : str  ``lowest`` or ``highest`` where the lever can go no further, else empty
    """

    handle: Handle
    number: float
    at_bound: str

    @property
    def needed(self) -> tuple[float, ...]:
        """The lever of each year as it must be."""
        path = self.handle.present if np.isnan(self.number) else self.handle.path(self.number)
        return tuple(float(value) for value in path)


@dataclass(frozen=True)
class Reached:
    """A target before and after.

    Args
        before, after : float  on the central path [canonical unit]
        chance_before, chance_after : float  share of the draws; NaN where they do not tell a chance
    """

    target_id: str
    before: float
    after: float
    chance_before: float
    chance_after: float
    draws: int

    @property
    def standard_error(self) -> float:
        """The Monte-Carlo error of the chance after."""
        return standard_error(self.chance_after, self.draws)


@dataclass(frozen=True)
class Bracket:
    """The answer lies between two numbers of a lever: with one the goal is missed, with the other met.

    Args
        missed_chance, met_chance : float  the share of draws at both; it jumps from one to the other
    """

    missed: float
    met: float
    missed_chance: float
    met_chance: float


@dataclass(frozen=True)
class Solution:
    """The answer to one question.

    Args
        probability : float | None  the chance asked for; None: on the central path
        first_year : int  the first year that is still open, from which on the levers count
        effort : float  Σ w (Δ/range)² over the levers
        closed_form : float  the same answer by a formula, where there is one; else NaN
        effective : tuple of str  where the levers have no effect: those that have one
    """

    state: State
    scenario: str
    probability: float | None
    first_year: int
    moves: tuple[Move, ...]
    reached: tuple[Reached, ...]
    bracket: Bracket | None = None
    effort: float = float("nan")
    closed_form: float = float("nan")
    joint_chance: float = float("nan")
    effective: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, None where there is none."""
        moves = [{
            "lever": move.handle.key, "how": move.handle.how, "present": list(move.handle.present),
            "source": move.handle.source, "set_by": move.handle.set_by, "needed": list(move.needed),
            "number": move.number, "lowest": move.handle.lowest, "highest": move.handle.highest,
            "plausible_low": move.handle.range.low, "plausible_high": move.handle.range.high,
            "plausible_basis": move.handle.range.basis, "at_bound": move.at_bound} for move in self.moves]
        reached = [{**asdict(found), "standard_error": found.standard_error} for found in self.reached]
        return _plain({
            "state": self.state, "scenario": self.scenario, "probability": self.probability,
            "first_year": self.first_year, "levers": moves, "targets": reached,
            "bracket": asdict(self.bracket) if self.bracket else None, "effort": self.effort,
            "closed_form": self.closed_form, "joint_chance": self.joint_chance,
            "effective_levers": list(self.effective)})  # type: ignore[return-value]


def reached(goal: Goal, before: Projection, after: Projection) -> Reached:
    """Return what a target was and becomes."""
    return Reached(goal.target.target_id, goal.value(before), goal.value(after), goal.chance(before),
                   goal.chance(after), len(goal.series(after).draws))


def move(handle: Handle, number: float) -> Move:
    """Return where a lever must be, and whether that is at its bound."""
    close = 1e-9 * (handle.highest - handle.lowest)
    bounds = {"lowest": handle.lowest, "highest": handle.highest}
    return Move(handle, number, next((name for name, bound in bounds.items()
                                      if abs(number - bound) <= close), ""))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    return value

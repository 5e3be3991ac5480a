"""Tornado: what each lever and each assumed figure does to a target, from its low to its high."""

from dataclasses import dataclass, replace

import numpy as np

from thienhuong_analysis.assessment.goals import Goal, open_goal
from thienhuong_analysis.assessment.handles import Handle, all_levers, handle, moved, settled
from thienhuong_analysis.assessment.plausible import Range, plausible
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import Target
from thienhuong_analysis.projections import SECTORS, Inputs, project


@dataclass(frozen=True)
class Bar:
    """What a target becomes at both ends of one lever or assumed figure, all else as it is.

    Args
        handle : Handle | None  of a lever; None for an assumed figure that is no lever
        range : Range  its ends
        values : tuple of float  the target at the low and at the high end, on the central path
        chances : tuple of float  likewise, share of the draws that meet it
    """

    key: str
    handle: Handle | None
    range: Range
    values: tuple[float, float]
    chances: tuple[float, float]

    @property
    def swing(self) -> float:
        """How far the value moves from one end to the other."""
        return abs(self.values[1] - self.values[0])

    @property
    def chance_swing(self) -> float:
        """How far the chance moves."""
        return abs(self.chances[1] - self.chances[0])


@dataclass(frozen=True)
class Tornado:
    """Bars of one target, the widest first.

    Args
        value, chance : float  as things are
        left_out : tuple of str  levers of the target's own indicator that have no range
    """

    target: Target
    value: float
    chance: float
    draws: int
    bars: tuple[Bar, ...]
    left_out: tuple[str, ...]

    def rows(self) -> list[dict[str, object]]:
        """Return a row a bar: its ends, what they rest on, and what the target becomes at both."""
        return [{"lever": bar.key, "low": float(bar.range.low), "high": float(bar.range.high),
                 "basis": bar.range.basis, "value_low": bar.values[0], "value_now": self.value,
                 "value_high": bar.values[1], "probability_low": bar.chances[0],
                 "probability_now": self.chance, "probability_high": bar.chances[1]} for bar in self.bars]


def tornado(inputs: Inputs, target: Target) -> Tornado:
    """Return what moves a target, each lever alone between its 10th and 90th percentile.

    Where no distribution is known the declared low and high stand for the percentiles. Assumed
    figures that the target starts from are varied likewise; if a share of the base year moves,
    the other sectors share the rest as they do now.

    Raises
        ProjectionError: a target without a baseline, or one that no lever with a range moves

    References
        METHOD section 9.
    """
    before = project(inputs)
    goal = open_goal(target, None, before)
    figures = dict.fromkeys((*goal.series(before).rests_on, *goal.series(before).base_rests_on))
    levers = {key: handle(inputs, key, before) for key in all_levers(inputs)}
    inputs, bars = settled(inputs, before), []
    for key, found in levers.items():
        if found.range.known:
            ends = [min(max(end, found.lowest), found.highest) for end in (found.range.low, found.range.high)]
            bars.append(_bar(key, found, found.range, [moved(inputs, {key: end}, levers) for end in ends],
                             goal))
    for key in figures:
        if key not in levers and (span := plausible(inputs, key, np.array([]))).known:
            ends = [span.low, span.high]
            bars.append(_bar(key, None, span, [with_figure(inputs, key, end) for end in ends], goal))
    bars = [bar for bar in bars if bar.swing > 0 or bar.chance_swing > 0]
    if not bars:
        raise ProjectionError("no lever with a range moves {target}; declare low and high in assumptions.csv",
                              target=target.target_id)
    bars.sort(key=lambda bar: (-bar.swing, -bar.chance_swing))
    own = (f"growth.{target.indicator_id}", f"change.{target.indicator_id}")
    return Tornado(target, goal.value(before), goal.chance(before), inputs.streams.draws, tuple(bars),
                   tuple(key for key in own if key in levers and not levers[key].range.known))


def with_figure(inputs: Inputs, key: str, value: float) -> Inputs:
    """Return the inputs with an assumed figure changed; the sectors' shares keep their sum of 1.

    Example
        A share of 60 % leaves 40 % to the others, in the proportion they had.
    """
    assumptions = inputs.assumptions.copy()
    shares = [f"base_share.{sector}" for sector in SECTORS]
    if key in shares:
        others = [name for name in shares if name != key]
        assumptions.loc[others, "value"] *= (1 - value) / assumptions.loc[others, "value"].sum()
    assumptions.loc[key, "value"] = value
    return replace(inputs, assumptions=assumptions)


def _bar(key: str, found: Handle | None, span: Range, ends: list[Inputs], goal: Goal) -> Bar:
    low, high = (project(end, {goal.target.indicator_id}) for end in ends)
    return Bar(key, found, span, (goal.value(low), goal.value(high)), (goal.chance(low), goal.chance(high)))

"""Tornado: what each lever and each assumed figure does to a target, from its low to its high."""

from dataclasses import dataclass, replace

import numpy as np

from thienhuong_analysis.assessment.goals import open_goal
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
        range : Range  what is thought plausible of it
        ends : tuple of float  its low and its high, the range cut at the bounds of the lever
        values : tuple of float  the target at the low and at the high end, on the central path
        chances : tuple of float  likewise, share of the draws that meet it; NaN where they do not tell
        now : tuple of float  value and chance as things are
    """

    key: str
    handle: Handle | None
    range: Range
    ends: tuple[float, float]
    values: tuple[float, float]
    chances: tuple[float, float]
    now: tuple[float, float]

    @property
    def swing(self) -> float:
        """How far the value moves, from one end to the other and from the present."""
        return float(np.ptp((*self.values, self.now[0])))

    @property
    def chance_swing(self) -> float:
        """How far the chance moves."""
        return float(np.nan_to_num(np.ptp((*self.chances, self.now[1]))))

    @property
    def cut(self) -> bool:
        """Whether the lever cannot go as far as its range."""
        return self.ends != (self.range.low, self.range.high)


@dataclass(frozen=True)
class Tornado:
    """Bars of one target, the widest first.

    Args
        value, chance : float  as things are
        left_out : tuple of str  levers that the target rests on, or its own, that have no range
    """

    target: Target
    value: float
    chance: float
    draws: int
    bars: tuple[Bar, ...]
    left_out: tuple[str, ...]

    def rows(self) -> list[dict[str, object]]:
        """Return a row a bar: how it is moved, its ends, what they rest on, what the target becomes there."""
        return [{"lever": bar.key, "how": bar.handle.how if bar.handle else "set", "low": bar.ends[0],
                 "high": bar.ends[1], "plausible_low": float(bar.range.low),
                 "plausible_high": float(bar.range.high), "basis": bar.range.basis,
                 "value_low": bar.values[0], "value_now": self.value, "value_high": bar.values[1],
                 "probability_low": bar.chances[0], "probability_now": self.chance,
                 "probability_high": bar.chances[1]} for bar in self.bars]


def tornado(inputs: Inputs, target: Target) -> Tornado:
    """Return what moves a target, each lever alone between its 10th and 90th percentile.

    Where no distribution is known the declared low and high stand for the percentiles. Assumed
    figures that the target starts from are varied likewise; if a share of the base year moves,
    the other sectors share the rest as they do now. An end that a lever cannot reach is cut at its bound.

    Raises
        ProjectionError: a target without a baseline, or one that no lever with a range moves

    References
        METHOD section 9.
    """
    before = project(inputs)
    goal = open_goal(target, None, before)
    rests_on = dict.fromkeys((*goal.series(before).rests_on, *goal.series(before).base_rests_on))
    levers = {key: handle(inputs, key, before) for key in all_levers(inputs)}
    inputs, bars = settled(inputs, before), []
    about = {target.indicator_id}
    standing = project(inputs, about)
    now = goal.value(standing), goal.chance(standing)

    def bar(key: str, found: Handle | None, span: Range) -> Bar:
        ends = (span.low, span.high) if found is None else (found.within(span.low), found.within(span.high))
        low, high = (project(with_figure(inputs, key, end) if found is None else moved(
            inputs, {key: end}, levers), about) for end in ends)
        return Bar(key, found, span, ends, (goal.value(low), goal.value(high)),
                   (goal.chance(low), goal.chance(high)), now)

    bars = [bar(key, found, found.range) for key, found in levers.items() if found.range.known]
    bars += [bar(key, None, span) for key in rests_on if key not in levers
             and (span := plausible(inputs, key, np.array([]))).known]
    bars = [bar for bar in bars if bar.swing > 0 or bar.chance_swing > 0]
    if not bars:
        raise ProjectionError("no lever with a range moves {target}; declare low and high in assumptions.csv",
                              target=target.target_id)
    bars.sort(key=lambda bar: (-bar.swing, -bar.chance_swing))
    own = (f"growth.{target.indicator_id}", f"change.{target.indicator_id}")
    return Tornado(target, *now, inputs.streams.draws, tuple(bars),
                   tuple(key for key, found in levers.items()
                         if key in (*own, *rests_on) and not found.range.known))


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

"""Jumps: a year that is far from its neighbours, measured by how the series itself moves."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures, Integers, Mask
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.validation.ranges import COUNTED, is_growth

_ENOUGH_YEARS = 4
_TIMES = 6.0
_SMALLEST_STEP, _SMALLEST_POINTS, _SMALLEST_TURN = 0.2, 0.02, 0.05
"""What is never called a jump: a fifth up or down, two points of a share, five of a growth rate."""
_NEAR_POWER, _VERY_NEAR_POWER = 0.1, 0.05
"""In decimal logs: within a quarter of ten times, within an eighth of a hundred times."""
_FEW = 10
"""A handful may well become hundreds."""


class _Steps(NamedTuple):
    """From one year of a series to the next that is known."""

    before: Integers
    after: Integers
    first: Mask
    years: Integers


def check_jumps(figures: Figures, findings: Findings) -> None:
    """Add jumps of yearly series, and those by 10, 100 or 1000 times, which are mistaken units.

    With four known years or more a step is compared with the median size of the series' other steps,
    in logs for levels and in points for shares and rates. With fewer, only 100 and 1000 times count.
    """
    steps = _steps(figures)
    if not len(steps.after):
        return
    one, two = figures.value[steps.before], figures.value[steps.after]
    fraction = figures.where("unit", lambda unit: unit == "fraction")[steps.after]
    growth = figures.where("indicator", is_growth)[steps.after]
    positive = (one > 0) & (two > 0)
    power = np.zeros(len(one))
    power[positive] = np.log10(two[positive]) - np.log10(one[positive])
    size = np.where(fraction, np.abs(two - one), np.abs(power) * np.log(10)) / steps.years
    size[~fraction & ~positive] = np.nan
    large = size > np.select([growth, fraction], [_SMALLEST_TURN, _SMALLEST_POINTS], _SMALLEST_STEP)
    begins = np.flatnonzero(steps.first)
    doubtful = np.repeat(np.logical_or.reduceat(large, begins), np.diff(np.r_[begins, len(large)]))
    usual, others = np.zeros(len(size)), np.zeros(len(size), np.int64)
    usual[doubtful], others[doubtful] = _other_steps(size[doubtful], steps.first[doubtful])
    jump = large & (others >= _ENOUGH_YEARS - 2) & (size > _TIMES * usual)
    # The way back from one odd year is no second jump.
    back = np.zeros(len(jump), bool)
    back[1:] = jump[:-1] & ~steps.first[1:] & (np.sign(two - one)[1:] != np.sign(two - one)[:-1])
    exponent = np.abs(np.rint(power))
    few = figures.where("unit", lambda unit: unit in COUNTED)[steps.after] & (np.minimum(one, two) < _FEW)
    near = np.abs(np.abs(power) - exponent)
    mistaken = positive & ~growth & ~few & (exponent >= 1) & (exponent <= 3) & (
        ((near < _NEAR_POWER) & jump) | ((near < _VERY_NEAR_POWER) & (exponent >= 2)))
    shifted = np.zeros(len(jump), bool)
    shifted[1:] = mistaken[:-1] & ~steps.first[1:] & (np.sign(power)[1:] != np.sign(power)[:-1])
    _tell(figures, findings, steps, mistaken & ~shifted, "high",
          _("{indicator} ({breakdown}) is {other} in {other_year} and {value} in {year}, about {times} times "
            "apart: probably a mistaken unit; check the unit of both"),
          times=(10 ** exponent).astype(np.int64))
    _tell(figures, findings, steps, jump & ~mistaken & ~back & ~shifted, "medium",
          _("{indicator} ({breakdown}) jumps from {other} in {other_year} to {value} in {year}, far more "
            "than in its other years; check both, or note the reason"))


def _steps(figures: Figures) -> _Steps:
    """Return all steps; figures stand in order of series and period, so neighbours are next."""
    known = np.flatnonzero(figures.best & figures.yearly
                           & figures.where("unit", lambda unit: unit != "none"))
    together = figures.series[known][1:] == figures.series[known][:-1]
    before, after = known[:-1][together], known[1:][together]
    first = np.ones(len(after), bool)
    first[1:] = figures.series[after[1:]] != figures.series[after[:-1]]
    return _Steps(before, after, first, figures.year[after] - figures.year[before])


def _other_steps(size: NDArray[np.float64], first: Mask) -> tuple[NDArray[np.float64], Integers]:
    """Return the median of the other steps of each step's series, and how many those are.

    The lower of two middle steps is taken: an odd year makes two steps, and the one must not hide
    the other. Steps that are not known count as endless, so that they come last.
    """
    series = np.cumsum(first)
    filled = np.where(np.isnan(size), np.inf, size)
    order, begins = np.lexsort((filled, series)), np.flatnonzero(first)
    begin = np.repeat(begins, np.diff(np.r_[begins, len(size)]))
    known = np.add.reduceat((~np.isnan(size)).astype(np.int64), begins)[series - 1]
    rank = np.empty(len(size), np.int64)
    rank[order] = np.arange(len(size))
    others = np.maximum(known - 1, 0)
    middle = begin + np.maximum((others - 1) // 2, 0)
    middle = np.minimum(middle + (middle >= rank), len(size) - 1)
    return filled[order][middle], others


def _tell(figures: Figures, findings: Findings, steps: _Steps, which: Mask, severity: str, message: str,
          times: Integers | None = None) -> None:
    registered = figures.where("kind", bool)[steps.after]
    for of, gravity in ((registered, severity), (~registered, "low")):  # the latter: other people's tables
        before, after = steps.before[which & of], steps.after[which & of]
        more = {} if times is None else {"times": times[which & of]}
        findings.note("jump", gravity, message, figures.frame, figures.order[after],
                      other=figures.value[before], other_year=figures.year[before], **more)

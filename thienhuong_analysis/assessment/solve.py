"""Goal-seek: what one lever, or several with the least effort, must be for a target to be met."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

import numpy as np

from thienhuong_analysis.assessment.effort import Problem, just_met, least_effort, nearest_to_all
from thienhuong_analysis.assessment.goals import Goal, open_goal
from thienhuong_analysis.assessment.handles import Handle, all_levers, handle, moved, settled
from thienhuong_analysis.assessment.search import best, crossing, without_effect
from thienhuong_analysis.assessment.solution import Bracket, Solution, move, reached
from thienhuong_analysis.errors import ProgrammeError, ProjectionError, ScenarioError
from thienhuong_analysis.programme import BASE_YEAR, Target
from thienhuong_analysis.projections import Inputs, Projection, project
from thienhuong_analysis.projections.enterprises import births_required

Numbers = Mapping[str, float]
_FEW, _SEARCH = 64, 1_000
"""Draws that tell whether a lever has an effect at all, and that several levers are searched with."""


def solve(inputs: Inputs, targets: Sequence[Target], levers: Sequence[str], *,
          probability: float | None = None, weights: Mapping[str, float] | None = None) -> Solution:
    """Return what levers must be so that targets are met.

    One lever is solved for by Brent's method on the simulator with the same draws; several by
    the least effort ``Σ w (Δ/range)²``, a lever's range being its plausible one.

    Args
        probability : float | None  the chance with which each target is to be met; None: on the path
            without shocks
        weights : mapping  lever -> w, for several levers

    Raises
        ProgrammeError: a target twice
        ScenarioError: no such lever, one twice, or a weight or chance that cannot be
        ProjectionError: a target that nothing can be solved for

    References
        METHOD section 9.
    """
    _check(levers, weights or {}, probability)
    for target in targets:
        if list(targets).count(target) > 1:
            raise ProgrammeError("{target} is named twice; name each target once", target=target.target_id)
    before = project(inputs)
    goals = [open_goal(target, probability, before) for target in targets]
    handles = {key: handle(inputs, key, before, levers) for key in levers}
    inputs = settled(inputs, before)
    quick = inputs if probability is not None else _with_draws(inputs, 1)
    simulate = _simulator(quick, handles, goals)
    first_year = BASE_YEAR + 1 + min(goal.series(before).known_years for goal in goals)

    def answer(state: str, numbers: Numbers, **more: object) -> Solution:
        after = project(moved(inputs, numbers, handles)) if numbers else before
        return Solution(state, inputs.scenario, probability, first_year,  # type: ignore[arg-type]
                        tuple(move(found, numbers.get(key, np.nan)) for key, found in handles.items()),
                        tuple(reached(goal, before, after) for goal in goals),
                        joint_chance=_joint(goals, after), **more)  # type: ignore[arg-type]

    if all(goal.holds(before) for goal in goals):
        return answer("met", {})
    useful = {key: found for key, found in handles.items() if not all(
        without_effect(goal, found, lambda number, key=key: simulate({key: number}))  # type: ignore[misc]
        for goal in goals)}
    if not useful:
        return answer("no_effect", {}, effective=effective_levers(inputs, goals))
    if len(handles) == 1 and len(goals) == 1:
        return _one(inputs, goals[0], handles[levers[0]], simulate, before, answer)
    return _several(inputs, goals, useful, weights or {}, answer)


def effective_levers(inputs: Inputs, goals: Sequence[Goal]) -> tuple[str, ...]:
    """Return the levers that have an effect on any of the goals, in the order of the scenario's keys.

    Notes
        A lever that this scenario refuses alone, as it works only together with others, is none of them.
    """
    few = _with_draws(inputs, min(_FEW, inputs.streams.draws))
    projection = project(few)
    found = []
    for key in all_levers(few):
        handles = {key: handle(few, key, projection)}
        simulate = _simulator(few, handles, goals)
        with suppress(ProjectionError):
            if not all(without_effect(goal, handles[key], lambda number, key=key, run=simulate: run(  # type: ignore[misc]
                    {key: number})) for goal in goals):
                found.append(key)
    return tuple(found)


def _one(inputs: Inputs, goal: Goal, found: Handle, simulate: Callable[[Numbers], Projection],
         before: Projection, answer: Callable[..., Solution]) -> Solution:
    def at(number: float) -> Projection:
        return simulate({found.key: number})

    pair = crossing(goal, found, at)
    if pair is None:
        return answer("infeasible", {found.key: best(goal, found, at)})
    missed, met = (project(moved(inputs, {found.key: number}, {found.key: found})) for number in pair)
    return answer("solved", {found.key: pair[1]},
                  bracket=Bracket(*pair, goal.chance(missed), goal.chance(met)),
                  closed_form=_closed_form(inputs, goal, found, before))


def _several(inputs: Inputs, goals: Sequence[Goal], handles: Mapping[str, Handle],
             weights: Mapping[str, float], answer: Callable[..., Solution]) -> Solution:
    for key, found in handles.items():
        if np.isnan(found.start):
            raise ScenarioError("{key} has no value to start from, as no scenario sets it; set one, or solve "
                                "for it alone", key=key)
    full = inputs if goals[0].probability is not None else _with_draws(inputs, 1)
    few = _with_draws(full, min(_SEARCH, full.streams.draws))
    rough, exact = (Problem(goals, list(handles.values()), _simulator(given, handles, goals), weights)
                    for given in (few, full))
    steps = just_met(exact, least_effort(rough))
    if steps is None:
        alone = [Problem([goal], exact.handles, _simulator(full, handles, goals), weights) for goal in goals]
        stuck = [goal for goal, problem in zip(goals, alone, strict=True)
                 if not problem.holds(nearest_to_all(problem))]
        nearest = nearest_to_all(Problem(stuck, exact.handles, _simulator(full, handles, goals), weights)
                                 if stuck else exact)
        return answer("infeasible", exact.numbers(nearest), effort=exact.effort(nearest))
    return answer("solved", exact.numbers(steps), effort=exact.effort(steps))


def _closed_form(inputs: Inputs, goal: Goal, found: Handle, before: Projection) -> float:
    """Return births a year by the formula of the register, where exactly that was asked for."""
    if (found.key, goal.target.indicator_id, goal.probability, found.how) != (
            "births", "enterprises_per_1000", None, "set") or {
            "births_growth", "exposure_of_new"} & set(inputs.settings):
        return float("nan")
    stock, converted, people = (before.find(name) for name in (
        "enterprises", "household_business_conversions", "population"))
    known = stock.known_years
    if before.find("enterprise_births").known_years != known:
        return float("nan")
    start = stock.base if known == 0 else float(stock.point[known - 1])
    exit_rate = handle(inputs, "exit_rate", before).present
    last = goal.target.last_year - BASE_YEAR
    return births_required(goal.target.value * float(people.point[last - 1]) / 1000, start,
                           converted.point[known:last], exit_rate[known:last])


def _simulator(inputs: Inputs, handles: Mapping[str, Handle],
               goals: Sequence[Goal]) -> Callable[[Numbers], Projection]:
    about = {goal.target.indicator_id for goal in goals}

    @lru_cache(maxsize=16)
    def run(numbers: tuple[tuple[str, float], ...]) -> Projection:
        return project(moved(inputs, dict(numbers), handles), about)

    return lambda numbers: run(tuple((key, x) for key, x in sorted(numbers.items()) if not np.isnan(x)))


def _with_draws(inputs: Inputs, draws: int) -> Inputs:
    return replace(inputs, streams=replace(inputs.streams, draws=draws))


def _joint(goals: Sequence[Goal], projection: Projection) -> float:
    from thienhuong_analysis.assessment.probability import met

    together = np.logical_and.reduce([met(goal.target, goal.series(projection)) for goal in goals]).mean()
    return float("nan") if np.isnan([goal.chance(projection) for goal in goals]).any() else float(together)


def _check(levers: Sequence[str], weights: Mapping[str, float], probability: float | None) -> None:
    if not levers:
        raise ScenarioError("nothing can be solved for without a lever; name one")
    for key in levers:
        if list(levers).count(key) > 1:
            raise ScenarioError("{key} is named twice; name each lever once", key=key)
    for key, weight in weights.items():
        if key not in levers:
            raise ScenarioError("{key} has a weight but is no lever of this question; levers are {levers}",
                                key=key, levers=", ".join(levers))
        if not 0 < weight < np.inf:
            raise ScenarioError("the weight of {key} is {weight}; give a number above 0", key=key,
                                weight=weight)
    if probability is not None and not 0 < probability < 1:
        raise ScenarioError("a chance of {probability} cannot be asked for; give one between 0 and 1, "
                            "like 0.8", probability=probability)

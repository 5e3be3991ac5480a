"""What one must believe: an answer of the solver in sentences, with a table of its levers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thienhuong_analysis.presentation.display import Cell, Column, Page, Prose, Table, tabulate
from thienhuong_analysis.presentation.tables import is_number, path_text
from thienhuong_analysis.presentation.targets import requirements, target_names
from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from thienhuong_analysis.assessment.handles import Handle
    from thienhuong_analysis.assessment.solution import Move, Reached, Solution
    from thienhuong_analysis.programme import Programme


@dataclass(frozen=True)
class Names:
    """What levers, targets and scenarios are called in one language.

    Args
        scenarios : mapping  scenario -> its name
    """

    programme: Programme
    assumptions: pd.DataFrame
    scenarios: Mapping[str, str]
    words: Wording

    def lever(self, key: str) -> str:
        """Return the name of a lever."""
        if key in self.assumptions.index:
            return str(self.assumptions.at[key, f"name_{self.words.lang}"])
        return self.words.lever(key, self.words.names(self.programme.indicators, "indicator_id"))

    def quoted(self, key: str) -> str:
        """Return the name of a lever as it stands in a sentence."""
        return self.words.say("“{name}”", name=self.lever(key))

    def target(self, target_id: str) -> str:
        """Return the name of a target with what it asks."""
        asked, when = requirements(self.programme, self.words)[target_id]
        name = target_names(self.programme, self.words)[target_id]
        return self.words.say("“{target}” ({asked} {when})", target=name, asked=asked, when=when)

    def value(self, target_id: str, value: float) -> str:
        """Return a value in the terms of a target."""
        target = self.programme.by_id[target_id]
        units = self.programme.indicators.set_index("indicator_id")["unit"]
        unit = "fraction" if target.is_growth else str(units[target.indicator_id])
        exact = self.words.percent(value, 2) if unit == "fraction" else self.words.value(value, unit)
        return self.words.say("{percent} a year", percent=exact) if target.is_growth else exact


def solution_page(solution: Solution, names: Names, weights: Mapping[str, float] | None = None) -> Page:
    """Return an answer of the solver in words, and its levers as a table.

    Args
        weights : mapping  lever -> how often its effort was counted
    """
    words = names.words
    parts = [_question(solution, names), _answer(solution, names)]
    if weights:
        parts.append(words.say("Effort counted: {weights}.", weights=words.list(
            f"{names.quoted(key)} × {words.number(weight)}" for key, weight in weights.items())))
    checks: list[str] = []
    if solution.state in ("solved", "infeasible"):
        parts += [_outcome(found, solution, names) for found in solution.reached]
        checks = _doubts(solution, names)
    if len(solution.reached) > 1 and not math.isnan(solution.joint_chance):
        parts.append(words.say("All of them together are met in {chance} of the simulated outcomes.",
                               chance=words.chance(solution.joint_chance)))
    origin = [_origin(move.handle, names) for move in solution.moves]
    prose = Prose("\n\n".join(filter(None, [*parts, " ".join(checks), *dict.fromkeys(origin)])))
    return Page((prose, _table(solution, names)), "solution")


def _question(solution: Solution, names: Names) -> str:
    words = names.words
    targets = words.list(names.target(found.target_id) for found in solution.reached)
    if solution.probability is None:
        return words.say("Asked for: {targets} on the path without shocks, scenario “{scenario}”.",
                         targets=targets, scenario=names.scenarios[solution.scenario])
    return words.say("Asked for: {targets} with a chance of {chance}, scenario “{scenario}”.",
                     targets=targets, chance=words.percent(solution.probability, None),
                     scenario=names.scenarios[solution.scenario])


def _answer(solution: Solution, names: Names) -> str:
    words = names.words
    levers = words.list(names.quoted(move.handle.key) for move in solution.moves)
    if solution.state == "met":
        states = words.list(_state(found, names) for found in solution.reached)
        return words.say("Nothing has to change: {states}.", states=states)
    if solution.state == "no_effect":
        return words.say("{levers}: no effect on this. Levers that have one: {others}.", levers=levers,
                         others=words.list(names.quoted(key) for key in solution.effective) or "–")
    said = "; ".join(_moved(move, names) for move in solution.moves if not math.isnan(move.number))
    if solution.state == "infeasible":
        return words.say("Out of reach with {levers} alone; what comes nearest: {moves}.", levers=levers,
                         moves=said)
    if len(solution.moves) > 1:
        return words.say("What one must believe from {year} on, with the least effort (each lever measured "
                         "by what is thought plausible of it): {moves}.", year=solution.first_year,
                         moves=said)
    return words.say("What one must believe from {year} on: {moves}.", year=solution.first_year, moves=said)


def _moved(move: Move, names: Names) -> str:
    words, handle = names.words, move.handle
    said = {"lever": names.quoted(handle.key), "needed": path_text(handle.key, outward(move), words)}
    if handle.source == "own_figures":
        return words.say("{lever} at {needed}, where nothing is set now", **said)
    said["present"] = path_text(handle.key, handle.present, words)
    if handle.how == "shifted":
        return words.say("{lever} every year {shift}: {needed} instead of {present}",
                         shift=_shift(handle.key, move.number - handle.start, words), **said)
    if handle.how == "scaled":
        return words.say("{lever} at {total} in all, not {total_now}: {needed} instead of {present}",
                         total=reading(handle, move.number, words),
                         total_now=reading(handle, handle.start, words), **said)
    if handle.start > 0 and move.number >= 0.01 * handle.start:
        return words.say("{lever} at {needed} instead of {present}, {times} times as much",
                         times=words.number(move.number / handle.start), **said)
    return words.say("{lever} at {needed} instead of {present}", **said)


def _state(found: Reached, names: Names) -> str:
    if math.isnan(found.chance_before):
        return names.words.say("{target} comes to {value}", target=names.target(found.target_id),
                               value=names.value(found.target_id, found.before))
    return names.words.say("{target} comes to {value}, with a chance of {chance}",
                           target=names.target(found.target_id),
                           value=names.value(found.target_id, found.before),
                           chance=names.words.chance(found.chance_before))


def _outcome(found: Reached, solution: Solution, names: Names) -> str:
    words = names.words
    if math.isnan(found.chance_after):
        return words.say(
            "{target} then comes to {after} (now {before}) on the path without shocks. Its chance cannot be "
            "told, as the share is not counted out of a whole.", target=names.target(found.target_id),
            after=names.value(found.target_id, found.after),
            before=names.value(found.target_id, found.before))
    said = words.say(
        "{target} then comes to {after} (now {before}) on the path without shocks, with a chance of {chance} "
        "(now {chance_before}; simulation error {error} points, {draws} draws).",
        target=names.target(found.target_id), after=names.value(found.target_id, found.after),
        before=names.value(found.target_id, found.before), chance=words.chance(found.chance_after),
        chance_before=words.chance(found.chance_before), error=_error(100 * found.standard_error, words),
        draws=words.number(found.draws, 0))
    if solution.state == "solved" and solution.probability is None and 0.35 < found.chance_after < 0.65:
        said += " " + words.say("The path without shocks is the middle of what may happen, so a target just "
                                "reached on it is missed about as often as not.")
    return said


def _doubts(solution: Solution, names: Names) -> list[str]:
    words, said = names.words, []
    if solution.bracket and solution.probability is not None:
        bracket, key = solution.bracket, solution.moves[0].handle.key
        missed, met = _told_apart(key, bracket.missed, bracket.met, words)
        said.append(words.say(
            "The share of draws is a staircase: at {missed} it is {missed_chance}, at {met} {met_chance}.",
            missed=missed, met=met, missed_chance=words.percent(bracket.missed_chance, 2),
            met_chance=words.percent(bracket.met_chance, 2)))
    if not math.isnan(solution.closed_form):
        said.append(words.say("Check by the formula of the register: {births} a year.",
                              births=words.number(solution.closed_form, 2)))
    for move in solution.moves:
        if math.isnan(move.number):
            continue
        found, lever = move.handle.range, names.quoted(move.handle.key)
        if move.at_bound:
            said.append(words.say("{lever} is at its bound and can go no further.", lever=lever))
        if found.known and not found.low <= move.number <= found.high:
            said.append(_outside(move, names))
    return said


def _outside(move: Move, names: Names) -> str:
    words, handle = names.words, move.handle
    low, high = (reading(handle, end, words) for end in (handle.range.low, handle.range.high))
    said = {"lever": names.quoted(handle.key), "low": low, "high": high}
    if handle.how == "set":
        return words.say("{lever} is then outside what is thought plausible, {low} to {high}.", **said)
    said["number"] = reading(handle, move.number, words)
    if handle.how == "shifted":
        return words.say("{lever} is then {number} in the mean of the years, outside what is thought "
                         "plausible, {low} to {high}.", **said)
    return words.say("{lever} is then {number} in all years together, outside what is thought plausible, "
                     "{low} to {high}.", **said)


def _origin(handle: Handle, names: Names) -> str:
    words, lever = names.words, names.quoted(handle.key)
    if handle.source == "assumption":
        reason = str(names.assumptions.at[handle.key, f"reason_{words.lang}"])
        return words.say("The present value of {lever} is an assumption. {reason}", lever=lever,
                         reason=reason)
    scenario = names.scenarios.get(handle.set_by, handle.set_by)
    if handle.source == "scenario":
        return words.say("The present value of {lever} is set by the scenario “{scenario}”.", lever=lever,
                         scenario=scenario)
    if handle.source == "solved":
        return words.say("The present value of {lever} is solved for by the scenario “{scenario}”.",
                         lever=lever, scenario=scenario)
    if handle.source == "measured":
        return words.say("The present value of {lever} is the ward's own rate, as counted.", lever=lever)
    if handle.key.partition(".")[0] not in ("growth", "change"):
        return words.say("{lever} is set by no scenario, so that it does nothing now.", lever=lever)
    return words.say("{lever} is set by no scenario: the series follows its own figures.", lever=lever)


def _table(solution: Solution, names: Names) -> Table:
    words = names.words
    status = {"scenario": words.say("set by the scenario"), "assumption": words.term("assumption"),
              "measured": words.say("counted by the ward"), "solved": words.say("solved for"),
              "own_figures": words.say("own figures")}

    def plausible(move: Move) -> str | Cell:
        found = move.handle.range
        if not found.known:
            return words.say("not declared")
        low, high = (reading(move.handle, end, words) for end in (found.low, found.high))
        return Cell(f"{low} – {high}", ground(move.handle, words))

    return tabulate(solution.moves, [
        Column(words.say("Lever"), lambda move: names.lever(move.handle.key)),
        Column(words.say("Now"), lambda move: Cell(
            "…" if move.handle.source == "own_figures" else path_text(
                move.handle.key, move.handle.present, words), status[move.handle.source]), numeric=True),
        Column(words.say("Needed"), lambda move: words.say("unchanged") if math.isnan(move.number)
               else path_text(move.handle.key, outward(move), words), numeric=True),
        Column(words.say("Thought plausible"), plausible, numeric=True),
        Column(words.say("Possible at all"), lambda move: (
            f"{reading(move.handle, move.handle.lowest, words)} – "
            f"{reading(move.handle, move.handle.highest, words)}"), numeric=True)],
        words.say("Levers: what must change"), words.lang)


def basis_of(basis: str, words: Wording) -> str:
    """Return what a range rests on, in words."""
    return {"declared": words.term("assumption"),
            "drift": words.say("10th to 90th percentile of mean growth"),
            "counted": words.say("10th to 90th percentile of the rate counted")}.get(basis, "")


def ground(handle: Handle, words: Wording) -> str:
    """Return what the range of a lever rests on, and of what in a path it is the range, in words."""
    of = {"set": "", "shifted": words.say("mean of the years"), "scaled": words.say("total of the years")}
    return "; ".join(filter(None, [basis_of(handle.range.basis, words), of[handle.how]]))


def outward(move: Move) -> list[float]:
    """Return what a lever must be, rounded as it is printed, away from where it stands.

    So the printed number, too, meets the target wherever more of the lever helps.
    """
    digits = 2 if is_number(move.handle.key) else 4
    start = 0.0 if math.isnan(move.handle.start) else move.handle.start
    away = math.ceil if move.number > start else math.floor
    path = [away(round(value * 10**digits, 6)) / 10**digits for value in move.needed]
    return path if not move.at_bound else list(move.needed)


def reading(handle: Handle, number: float, words: Wording) -> str:
    """Return the number of a handle in words."""
    return path_text(handle.key, [number], words)


def _shift(key: str, number: float, words: Wording) -> str:
    sign = "+" if number >= 0 else "−"
    if is_number(key):
        return sign + words.number(abs(number))
    return words.say("{number} percentage points", number=sign + words.number(100 * abs(number)))


def _told_apart(key: str, one: float, other: float, words: Wording) -> list[str]:
    """Return two numbers of a lever with as many decimals as tell them apart, at least two."""
    write = words.number if is_number(key) else words.percent
    pairs = ([write(one, digits), write(other, digits)] for digits in range(2, 13))
    return next((pair for pair in pairs if pair[0] != pair[1]), [write(one, 2), write(other, 2)])


def _error(points: float, words: Wording) -> str:
    return f"± {words.number(points, 1)}" if points >= 0.05 else words.say(
        "under {percent}", percent=words.number(0.1))

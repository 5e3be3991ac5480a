"""What if: a scenario with some levers moved, answered in pictures, chances, changes, and as a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.assessment.handles import Handle, handle, moved, settled
from thienhuong_analysis.assessment.pace import required_path
from thienhuong_analysis.assessment.probability import met
from thienhuong_analysis.presentation.believe import Names, ground, reading
from thienhuong_analysis.presentation.display import Cell, Chart, Column, Page, Prose, Table, tabulate
from thienhuong_analysis.presentation.small_fan import small_fan
from thienhuong_analysis.presentation.tables import path_text
from thienhuong_analysis.presentation.targets import requirements, target_names
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.projections import Inputs, Projection, project
from thienhuong_analysis.scenarios import LEVERS

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = ("grdp", "enterprises_per_1000", "poverty_rate")
_WINDOW = 10
"""A slider reaches so many plausible ranges to either side, within the bounds of its lever."""


@dataclass(frozen=True)
class Window:
    """Where a slider goes: its ends and its step."""

    lowest: float
    highest: float
    step: float


@dataclass(frozen=True)
class WhatIf:
    """The levers of a scenario as single numbers, and what follows when they are moved.

    Args
        inputs : Inputs  of the scenario that is started from
        mark : str  the word that marks every picture of a sample ward
    """

    inputs: Inputs
    names: Names
    mark: str = ""

    @cached_property
    def before(self) -> Projection:
        """The projection of the scenario as it is."""
        return project(self.inputs)

    @cached_property
    def handles(self) -> dict[str, Handle]:
        """The handles of the levers that have a value to start from."""
        found = {key: handle(self.inputs, key, self.before) for key in LEVERS}
        return {key: one for key, one in found.items()
                if not np.isnan(one.start) and one.lowest < one.highest}

    def window(self, key: str) -> Window:
        """Return where the slider of a lever goes.

        Notes
            A browser moves a slider onto the nearest whole step from its low end, and reports that as a
            move. The start is therefore a whole number of steps from either end, so that a lever that
            nobody touches stays exactly where the scenario has it.
        """
        found = self.handles[key]
        reach = _WINDOW * found.range.width if found.range.known else np.inf
        lowest, highest = max(found.lowest, found.start - reach), min(found.highest, found.start + reach)
        step = 10.0 ** np.floor(np.log10((highest - lowest) / 150))
        down, up = (np.floor(room / step + 1e-9) for room in (found.start - lowest, highest - found.start))
        return Window(found.start - float(down * step), found.start + float(up * step), float(step))

    def changed(self, numbers: Mapping[str, float]) -> dict[str, float]:
        """Return the levers that are not where the scenario has them."""
        return {key: float(number) for key, number in numbers.items() if number != self.handles[key].start}

    def project(self, numbers: Mapping[str, float]) -> Projection:
        """Return the projection with the levers moved; nothing moved is the scenario itself."""
        changed = self.changed(numbers)
        return project(moved(self._settled, changed, self.handles)) if changed else self.before

    def answer(self, numbers: Mapping[str, float]) -> Page:
        """Return what follows: gross regional product, enterprises, poverty, and chances against targets."""
        after = self.project(numbers)
        return Page((*(self._fan(name, after) for name in SHOWN), self._chances(after)), "explorer")

    def changes(self, numbers: Mapping[str, float]) -> Table:
        """Return what differs from the scenario that was started from."""
        words, scenario = self.names.words, self.names.scenarios[self.inputs.scenario]
        changed = self.changed(numbers)
        notes = () if changed else (words.say("Nothing differs from “{scenario}”.", scenario=scenario),)
        return tabulate(changed.items(), [
            Column(words.say("Lever"), lambda item: self.names.lever(item[0])),
            Column(scenario, lambda item: path_text(item[0], self.handles[item[0]].present, words),
                   numeric=True),
            Column(words.say("Now"), lambda item: path_text(
                item[0], self.handles[item[0]].path(item[1]), words), numeric=True),
            Column(words.say("Thought plausible"), lambda item: self._plausible(item[0]), numeric=True)],
            words.say("What differs from “{scenario}”", scenario=scenario), words.lang, notes=notes)

    def scenario(self, numbers: Mapping[str, float], name: str, title: str) -> dict[str, object]:
        """Return the content of a scenario file that says what was moved.

        Args
            name : str  its id
            title : str  what it is called, in both languages
        """
        assumptions = {key: number if self.handles[key].how == "set"
                       else [float(value) for value in self.handles[key].path(number)]
                       for key, number in self.changed(numbers).items()}
        return {"id": name, "name": {"vi": title, "en": title},
                "description": {lang: self._described(numbers, lang) for lang in ("vi", "en")},
                "extends": self.inputs.scenario, "assumptions": assumptions}

    @cached_property
    def _settled(self) -> Inputs:
        return settled(self.inputs, self.before)

    def _fan(self, indicator: str, after: Projection) -> Chart:
        words, programme = self.names.words, self.names.programme
        series = after.find(indicator)
        target = next((one for one in programme.by_id.values()
                       if (one.indicator_id, one.breakdown) == (indicator, "total")), None)
        chart = small_fan(series, self.before.find(indicator),
                          None if target is None else required_path(target, series.base), words,
                          words.names(programme.indicators, "indicator_id")[indicator])
        return chart.marked(self.mark) if self.mark else chart

    def _chances(self, after: Projection) -> Table:
        words, programme = self.names.words, self.names.programme
        called, asked = target_names(programme, words), requirements(programme, words)
        rows = [target for target in programme.by_id.values()
                if (target.indicator_id, target.breakdown) in after.series
                and not (target.kind == "share" and target.value in (0.0, 1.0))]

        def chance(projection: Projection, target: object) -> str:
            series = projection.series[target.indicator_id, target.breakdown]  # type: ignore[attr-defined]
            return words.chance(float(met(target, series).mean()))  # type: ignore[arg-type]

        scenario = self.names.scenarios[self.inputs.scenario]
        moved_too = [] if after is self.before else [Column(
            words.say("With the levers moved"), lambda target: chance(after, target), numeric=True)]
        return tabulate(rows, [
            Column(words.say("Target"), lambda target: called[target.target_id]),
            Column(words.say("Asked for"), lambda target: Cell(*asked[target.target_id])),
            Column(scenario, lambda target: chance(self.before, target), numeric=True), *moved_too],
            words.say("Chance of meeting each target"), words.lang, notes=(words.say(
                "Simulation error at most ± {error} points; all of it rests on the levers' assumptions.",
                error=words.number(50 / self.inputs.streams.draws**0.5, 1)),))

    def _plausible(self, key: str) -> str | Cell:
        words, found = self.names.words, self.handles[key].range
        if not found.known:
            return words.say("not declared")
        low, high = (reading(self.handles[key], end, words) for end in (found.low, found.high))
        return Cell(words.say("{low} – {high}", low=low, high=high), ground(self.handles[key], words))

    def _described(self, numbers: Mapping[str, float], lang: str) -> str:
        words = Wording(lang)
        names = Names(self.names.programme, self.names.assumptions, self.names.scenarios, words)
        moves = "; ".join(words.say("{lever} at {needed} instead of {present}", lever=names.quoted(key),
                                    needed=path_text(key, self.handles[key].path(number), words),
                                    present=path_text(key, self.handles[key].present, words))
                          for key, number in self.changed(numbers).items())
        return words.say("Tried out in the explorer, an assumption: {moves}.", moves=moves) if moves else (
            words.say("Tried out in the explorer; nothing was changed."))


def hint(words: Wording) -> Prose:
    """Return the sentence that stands where there are no sliders."""
    return Prose(words.say("The sliders live in JupyterLab: thienhuong explore opens them. Here the scenario "
                           "stands as it is."))

"""Whether the programme agrees with itself, as shown in a notebook: the checks and their two pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.assessment.audit import Absent
from thienhuong_analysis.errors import ProgrammeError
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.presentation.births_needed import Accounted, births_chart
from thienhuong_analysis.presentation.checks import CheckView, overview_table, told
from thienhuong_analysis.presentation.display import Chart, Prose, Table
from thienhuong_analysis.presentation.hindsight import Hindsight
from thienhuong_analysis.presentation.targets import target_names
from thienhuong_analysis.presentation.triangle import triangle_chart
from thienhuong_analysis.programme import BASE_YEAR
from thienhuong_analysis.projections import SECTORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thienhuong_analysis.assessment.audit import Check


@dataclass(frozen=True)
class Coherence(Hindsight):
    """The coherence audit; where a picture lacks a figure, a sentence that says which."""

    def audit(self) -> Table:
        """All checks at a glance."""
        return overview_table(self._checks, self.words, self._called)

    def check(self, number: int) -> CheckView:
        """One check with its equations, quotes and figures.

        Raises
            ProgrammeError: there is no such check
        """
        found = {one.number: one for one in self._checks}
        if number not in found:
            raise ProgrammeError("there is no check {number}; give one of {numbers}", number=number,
                                 numbers=", ".join(map(str, found)))
        reasons = {f"assumption.{key}": str(reason) for key, reason in
                   self.ward.assumptions[f"reason_{self.lang}"].items()}
        return CheckView(found[number], self.words, self._called, reasons, self.ward.programme.in_cells)

    def growth_triangle(self) -> Chart | Prose:
        """The structures of 2025 with which the sectors' targets make the target of the total."""
        stated, say = self.ward.stated, self.words.say
        try:
            total, *sectors = (stated.target(f"grdp_{name}") for name in ("total", *SECTORS))
        except Absent as absent:
            return self._lacking(absent)
        return self.marked(triangle_chart(
            total.value, np.array([one.value for one in sectors]), total.target.last_year - BASE_YEAR,
            self._structures(), self.words, title=say(
                "Structures with which the sectors' targets make {total} a year",
                total=self.words.percent(total.value, None))))

    def births_by_population(self) -> Chart | Prose:
        """The births of enterprises needed a year, by population and exit rate."""
        stated, say = self.ward.stated, self.words.say
        try:
            facts = Accounted(
                stated.known("enterprises", _("active enterprises in 2025"))[0],
                stated.target("household_business_conversions").value,
                stated.target("enterprises_per_1000").value,
                stated.known("population", _("population of the ward in 2025"))[0])
            stated.assumed("exit_rate")
        except Absent as absent:
            return self._lacking(absent)
        title = say("Births of enterprises needed a year for {density} per 1,000 people",
                    density=self.words.number(facts.density))
        note = say("All {conversions} conversions come, spread evenly over the years. The exit rates above "
                   "0% are the low, the middle and the high of an assumption: {reason}",
                   conversions=self.words.number(facts.conversions),
                   reason=self.ward.assumptions.at["exit_rate", f"reason_{self.lang}"])
        return self.marked(births_chart(facts, (0.0, *self._range("exit_rate")), self.words, title=title,
                                        notes=(note,)))

    @property
    def audit_nodes(self) -> list[str]:
        """The keys of the trees that tell where the audit's figures come from, each once."""
        figures = [figure for one in self._checks for figure in one.figures]
        return list(dict.fromkeys(figure.node for figure in figures if figure.node))

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return self.ward.audit()

    @cached_property
    def _called(self) -> dict[str, str]:
        """What sources, places, indicators, projects, sectors and targets are called, by their ids."""
        programme, words = self.ward.programme, self.words
        return {**self.ward.reference.sources["title"], **self._ids(),
                **words.names(programme.projects, "project_id"),
                **{sector: words.term(sector) for sector in SECTORS}, **target_names(programme, words)}

    def _structures(self) -> dict[str, NDArray[np.float64]]:
        """Return the structures of 2025 that are known, taxes left out, by their names."""
        stated = self.ward.stated
        own, city = [stated.measured("grdp", name) for name in SECTORS], stated.city_shares()
        found = {}
        if all(own):
            found[self.words.say("The ward, {year}", year=BASE_YEAR)] = np.array(own, float)
        if city is not None:
            found[self.words.say("Hải Phòng, {year}", year=BASE_YEAR)] = city
        return {name: shares / shares.sum() for name, shares in found.items()}

    def _lacking(self, absent: Absent) -> Prose:
        return Prose(self.words.say("The picture cannot be drawn: {why}.",
                                    why=told(absent.said, self.words, self._called)))

    def _range(self, key: str) -> tuple[float, ...]:
        return tuple(self.ward.assumptions.loc[key, ["low", "value", "high"]].astype(float))

"""An edition: a ward under one scenario, in one language, ready to be shown line by line in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.assessment import explain
from thienhuong_analysis.observations import read_definitions, revisions
from thienhuong_analysis.presentation import deliveries, method_tables, pipeline, records, tables
from thienhuong_analysis.presentation.believe import Names, solution_page
from thienhuong_analysis.presentation.chair import chair_page
from thienhuong_analysis.presentation.coherence import Coherence
from thienhuong_analysis.presentation.display import Chart, Page, Prose, Table
from thienhuong_analysis.presentation.explorer import Explorer
from thienhuong_analysis.presentation.narrator import Narrator
from thienhuong_analysis.presentation.standing import Standing
from thienhuong_analysis.presentation.tornado import tornado_chart
from thienhuong_analysis.presentation.trees import Trees
from thienhuong_analysis.presentation.what_if import WhatIf
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import SECTORS
from thienhuong_analysis.scenarios import lineage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Edition(Standing, Coherence):
    """Charts and tables of a ward, all with the same scenario, year, language, draws and seed."""

    @property
    def names(self) -> Names:
        """What levers, targets and scenarios are called."""
        return Names(self.ward.programme, self.ward.assumptions, self.scenario_names, self.words)

    @property
    def narrator(self) -> Narrator:
        """The words for trees of numbers."""
        scenarios = {f"scenario.{key}": name for key, name in self.scenario_names.items()}
        assumptions = self.words.names(self.ward.assumptions, "assumption")
        return Narrator(self.words, self.ward.programme, {**assumptions, **self._ids(), **scenarios})

    def dateline(self) -> Prose:
        """The year of the review and the day up to which figures were known."""
        return Prose(self.words.say("Year of the review: {year}. Figures known up to {date}.",
                                    year=self.year, date=self.words.date(self.ward.vintage(self.year))))

    def opening(self) -> Page:
        """The dateline, and the scenario in its own words."""
        scenario = lineage(self.scenario, self.ward.scenarios)[-1]
        named = self.words.say("Scenario: {scenario}.", scenario=self.scenario_names[self.scenario])
        return Page((self.dateline(), Prose(f"{named} {getattr(scenario.description, self.lang)}")),
                    "opening")

    def targets(self, *indicators: str) -> Table:
        """The scorecard of some indicators only."""
        rows = self.assessment[self.assessment["indicator_id"].isin(indicators)]
        return tables.scorecard(rows, self.ward.programme, year=self.year, lang=self.lang,
                                assumptions=self.in_use)

    def scorecard(self, by: str = "theme") -> Table:
        """Every target by theme or by lead unit."""
        return tables.scorecard(self.assessment, self.ward.programme, year=self.year, lang=self.lang,
                                by=by, assumptions=self.in_use)

    def chair_page(self) -> Page:
        """The state of the programme on one page."""
        return chair_page(self.assessment, self.ward.programme, year=self.year, lang=self.lang,
                          tasks=self.ward.tasks(self.year))

    def without_data(self) -> Table:
        """The targets that nobody has given a figure for."""
        return tables.targets_without_data(self.assessment, self.ward.programme, lang=self.lang)

    def tasks(self) -> Table:
        """The tasks that fall into the year of the review with their states, under their lead units."""
        return records.tasks_table(self.ward.programme, self.ward.tasks(self.year), self.year, self.words)

    def remarks(self) -> Table:
        """The difficulties and proposals that the lead units have reported."""
        return deliveries.remarks_table(self.ward.remarks(self.year), self.ward.programme, self.year,
                                        self.words)

    def coverage_by_unit(self) -> Table:
        """What each lead unit has delivered for the year of the review, and what is missing."""
        return deliveries.coverage_by_unit_table(self.ward.coverage(self.year), self.ward.programme,
                                                 self.year, self.words)

    def assumptions(self, *indicators: str) -> Table:
        """The assumptions, or those that some indicators rest on."""
        frame = self.in_use if indicators else self.ward.assumptions
        if indicators:
            used = {key for name in indicators for key in self.projection.find(name).rests_on}
            used |= {"growth_persistence", "prior_years_variance", "prior_years_drift"} \
                if "grdp" in indicators else set()
            frame = frame[frame.index.isin(used)]
        return tables.assumptions_table(frame, lang=self.lang)

    def explain(self, name: str, year: int | None = None, breakdown: str = "total") -> Trees:
        """Where one number comes from: of an indicator in a year, or without a year of a target."""
        return Trees([self.ward.explain(name, year, breakdown=breakdown, scenario=self.scenario,
                                        draws=self.draws, seed=self.seed, upto=self.year)], self.narrator)

    def trees(self, *indicators: str) -> Trees:
        """Where the numbers come from: the tree of every target; or of those of some indicators, and of
        every year of their central paths.
        """
        make = self.ward.derivation(self.scenario, draws=self.draws, seed=self.seed, year=self.year)
        ids = [target.target_id for target in self.ward.programme.by_id.values()
               if not indicators or target.indicator_id in indicators]
        nodes = [explain(make, name) for name in ids]
        nodes += [explain(make, name, year, part) for name, part in self.projection.series
                  if name in indicators for year in YEARS
                  if not np.isnan(self.projection.find(name, part).point[year - YEARS[0]])]
        return Trees(nodes, self.narrator)

    def audit_trees(self) -> Trees:
        """Where the figures of the coherence audit come from: targets, figures of the ward, assumptions."""
        make = self.ward.derivation(self.scenario, draws=self.draws, seed=self.seed, year=self.year)
        told = {}
        for key in self.audit_nodes:
            kind, name, *year = key.split(".")
            node = (make.evidence.assumption(name) if kind == "assumption" else explain(make, name)
                    if kind == "target" else explain(make, kind, int(year[0]), name))
            told[node.key] = node
        return Trees(list(told.values()), self.narrator)

    def sources(self) -> Table:
        """Where the figures come from."""
        return tables.sources_table(self.ward.reference.sources, lang=self.lang)

    def files(self) -> Table:
        """The files read, with counts of accepted and rejected cells."""
        return records.files_table(self.ward.normalized.files, self.words)

    def findings(self) -> Table:
        """What the quality checks found."""
        return records.findings_table(self.ward.normalized.quality, self._cited(), self.words)

    def revisions(self) -> Table:
        """The figures that a later report changed, of those known on the day."""
        return records.revisions_table(revisions(self.ward.observations), self._cited(), self.words)

    def rejected(self) -> Table:
        """The cells that could not be used."""
        found = self.ward.normalized
        return records.rejected_table(found.rejected, found.quality, self._ids(), self.words)

    def coverage(self) -> Table:
        """Which indicators have figures, up to which year."""
        return records.coverage_table(self.ward.programme, self.ward.known(self.year), self.words)

    def calibration(self) -> Table:
        """The moments behind the growth shocks."""
        volatility = float(self.ward.setting(self.scenario, "volatility"))
        return method_tables.calibration_table(self.projection.calibration, volatility, self.words)

    def whole_period(self) -> Table:
        """Each sector's part of the growth of the whole period."""
        levels = self._levels()
        return method_tables.whole_period_table(levels[0], levels[-1], self.words)

    def share_sensitivity(self) -> Table:
        """The average growth of the total for other structures at the start."""
        levels = self._levels()
        named = {self.words.say("this projection"): levels[0] / levels[0].sum()}
        for year, territory, shares in self.ward.city_structures():
            boundary = (self.words.say("old boundary") if territory == "haiphong_old"
                        else self.words.say("new boundary"))
            named[self.words.say("Hải Phòng {year} ({territory})", year=self.words.period(year),
                                 territory=boundary)] = shares
        return method_tables.share_sensitivity_table(levels[1:] / levels[:-1] - 1, named, self.words)

    def births_needed(self) -> Table:
        """Births of enterprises needed a year, by population and exit rate."""
        people = self.projection.find("population").point[-1]
        return method_tables.births_table(
            self.projection.find("enterprises").base, people * np.array([0.9, 1.0, 1.1]),
            self._range("exit_rate"), self.ward.programme.target("household_business_conversions").value,
            self.ward.programme.target("enterprises_per_1000").value, self.words)

    def no_poor_households(self) -> Table:
        """The chance that no household is poor, by exit rate and new poor households a year."""
        households = self.projection.find("households").base
        entries = tuple(round(rate * households, 1) for rate in self._range("poverty_entry"))
        return method_tables.no_poor_table(self.projection.find("poor_households").base,
                                           (0.2, 0.3, 0.4, 0.5, 0.6), entries, self.words)

    def below_the_target_rate(self) -> Table:
        """The chance that the poverty rate is below its target, by exit rate and poor households now."""
        households = self.projection.find("households")
        return method_tables.below_rate_table(
            self._range("poor_households"), self.ward.programme.target("poverty_rate").value,
            float(households.point[-1]), (0.1, 0.2, 0.3, 0.4, 0.5),
            self._range("poverty_entry")[1] * float(households.base), self.words)

    def correlations(self) -> Table:
        """How closely the shocks of all indicators follow the common one."""
        return pipeline.correlation_table(self.ward.declared.correlations, self.words)

    def plan(self) -> Table:
        """The projects of the appendices: years, land, sector and state."""
        delay = float(self.ward.setting(self.scenario, "delay_years"))
        return pipeline.plan_table(self.ward.plan(self.scenario), self.ward.declared.project_sectors, delay,
                                   self.words)

    def project_effect(self) -> Table | Prose:
        """What the projects add to GRDP, where the scenario gives a figure; else that it gives none."""
        without = self.ward.project_without_projects(self.scenario, draws=1, seed=self.seed, year=self.year)
        given, other = ({sector: made.find("grdp", sector).point for sector in SECTORS}
                        for made in (self.projection, without))
        if not any((given[sector] != other[sector]).any() for sector in SECTORS):
            return pipeline.no_effect(self.words)
        return pipeline.effect_table(given, other, self.projection.find("grdp").unit,
                                     self.ward.setting(self.scenario, "project_ramp"), self.words)

    def milestones(self) -> Table:
        """The milestones by the year in which they are due, with what is reported of each."""
        return pipeline.milestones_table(self.assessment, self.ward.programme, self.words)

    def scenarios(self) -> Table:
        """The scenarios and what they say."""
        return records.scenarios_table(self.ward.scenarios, self.words)

    def chances(self) -> Table:
        """The probability of every target that can be projected, under every scenario."""
        frames = {self.scenario_names[name]: self.ward.assess(
            self.year, name, draws=self.draws, seed=self.seed) for name in self.scenario_names}
        return records.chances_table(frames, self.ward.programme, self.words)

    def levers(self) -> Table:
        """What each scenario sets, year by year where it changes."""
        return records.levers_table(
            {name: self.ward.settings(name) for name in self.scenario_names}, self.scenario_names,
            self.ward.assumptions, self._ids(), self.words)

    def solve(self, targets: str | Sequence[str], levers: str | Sequence[str], *,
              probability: float | None = None, weights: Mapping[str, float] | None = None) -> Page:
        """What levers must be so that targets are met: in words, and as a table."""
        return solution_page(self.ward.solve(
            targets, levers, self.scenario, probability=probability, weights=weights, draws=self.draws,
            seed=self.seed, year=self.year), self.names, weights)

    def tornado(self, target: str) -> Chart:
        """What moves a target most, each lever between its 10th and 90th percentile."""
        found = self.ward.tornado(target, self.scenario, draws=self.draws, seed=self.seed, year=self.year)
        return self.marked(tornado_chart(found, self.names))

    def explorer(self) -> Explorer:
        """Sliders for the levers of the scenario; outside JupyterLab the scenario as it is."""
        inputs = self.ward.inputs(self.scenario, draws=self.draws, seed=self.seed, year=self.year)
        mark = self.words.say("SAMPLE") if self.ward.is_sample else ""
        return Explorer(WhatIf(inputs, self.names, mark), self.ward.folder)

    def _cited(self) -> dict[str, str]:
        """Return what indicators, places, sources and definitions are called, by their ids."""
        definitions = read_definitions(self.ward.folder)
        return {**self.ward.reference.sources["title"], **self.words.names(definitions, "definition"),
                **self._ids()}

"""The ward: a folder opened, and every question handed to the room that answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment import (
    Derivation,
    Evidence,
    Node,
    Past,
    Progress,
    Solution,
    Tornado,
    assess,
    explain,
    required_path,
    solve,
    tornado,
)
from thienhuong_analysis.assessment.audit import Check, Stated, audit
from thienhuong_analysis.errors import ProjectionError, ScenarioError
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR
from thienhuong_analysis.projections import (
    Backtest,
    Inputs,
    Projection,
    Streams,
    assumed,
    backtest,
    delayed,
    pipeline,
    project,
    read_panel,
    without_projects,
)
from thienhuong_analysis.records import CITY, LOCALITY, Records, day_of
from thienhuong_analysis.scenarios import Setting, resolve

DRAWS, SEED = 10_000, 2025
KEPT = 40
"""Projections that are kept for whoever asks for them again; the oldest goes first."""


@dataclass(frozen=True)
class Ward(Records):
    """A ward's programme and figures; it delegates and never computes.

    Args
        folder : Folder  the root
        as_of : date | None  see only what was known on this date

    Example
        >>> import thienhuong_analysis as th
        >>> ward = th.Ward.open(th.INSTALLED)
        >>> ward.project("trend", draws=100).draws("poverty_rate").shape
        (100, 5)
    """

    _projections: dict[tuple[str, int, int, int], Projection] = field(
        default_factory=dict, repr=False, compare=False)

    @staticmethod
    def backtest(data: str | Path, *, history: int = 5, horizon: int = 5, seed: int = SEED) -> Backtest:
        """Return how well the method that projections rest on would have done on any panel of yearly series.

        Args
            data : str | Path  a .csv or .parquet file with the columns country, indicator, year, value

        Raises
            ObservationError: the file cannot be used, or no series is long enough
            ProjectionError: history or horizon out of range
        """
        return backtest(read_panel(data), history=history, horizon=horizon, seed=seed)

    def inputs(self, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
               year: int = LAST_YEAR) -> Inputs:
        """Return everything that the projection of a scenario is a function of.

        Raises
            ScenarioError: no such scenario
            ProjectionError: a year before the programme, or long after it
        """
        if not BASE_YEAR <= year <= LAST_YEAR + 5:
            raise ProjectionError("{year} is no year of the programme; give one from {first} to {last}",
                                  year=year, first=BASE_YEAR, last=LAST_YEAR + 5)
        return Inputs(self.programme, self.known(year), self.assumptions, resolve(scenario, self.scenarios),
                      Streams(seed, draws), self.calibration, self.vintage(year), scenario, LOCALITY,
                      self.declared.correlations["value"].to_dict(), self.declared.definitions,
                      self.declared.breaks, self.declared.bases["base"].to_dict(), self.plan(scenario))

    def project(self, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
                year: int = LAST_YEAR) -> Projection:
        """Return the projection of a scenario from the figures known up to a year.

        Raises
            ScenarioError: no such scenario
            ProjectionError: an assumption is missing, or a year before the programme
        """
        key = (scenario, draws, seed, year)
        if key not in self._projections:
            if len(self._projections) >= KEPT:
                del self._projections[next(iter(self._projections))]
            self._projections[key] = project(self.inputs(scenario, draws=draws, seed=seed, year=year))
        return self._projections[key]

    def project_without_projects(self, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
                                 year: int = LAST_YEAR) -> Projection:
        """Return the projection of a scenario as if no project had a value per hectare."""
        return project(without_projects(self.inputs(scenario, draws=draws, seed=seed, year=year)))

    def plan(self, scenario: str = "trend") -> pd.DataFrame:
        """Return the projects of Appendices 01–03 as a dated plan, with the delay of a scenario."""
        plan = pipeline(self.programme.projects, self.declared.project_sectors)
        return delayed(plan, self.setting(scenario, "delay_years"))

    def assess(self, year: int, scenario: str = "trend", *, draws: int = DRAWS,
               seed: int = SEED) -> pd.DataFrame:
        """Return the status of every target as of a year, one row a target."""
        projection = self.project(scenario, draws=draws, seed=seed, year=year)
        return assess(self.programme, self.known(year), projection, year)

    def progress(self, year: int, scenario: str = "trend", *, draws: int = DRAWS,
                 seed: int = SEED) -> Progress:
        """Return how the targets stand as of a year: rules, paces, milestones, chances together."""
        return Progress(self, year, scenario, draws, seed)

    def solve(self, targets: str | Sequence[str], levers: str | Sequence[str], scenario: str = "trend", *,
              probability: float | None = None, weights: Mapping[str, float] | None = None,
              draws: int = DRAWS, seed: int = SEED, year: int = LAST_YEAR) -> Solution:
        """Return what levers must be so that targets are met, as ``assessment.solve`` finds it.

        Args
            targets : str or sequence of str  target ids, or indicator ids that have one target
            levers : str or sequence of str  keys of a scenario's assumptions
            probability : float  the chance that is asked for; None: on the central path
            year : int  use the figures up to this year

        Raises
            ProgrammeError: no such target
            ScenarioError: no such scenario or lever
            ProjectionError: a target that has no baseline
        """
        names, keys = ([given] if isinstance(given, str) else list(given) for given in (targets, levers))
        return solve(self.inputs(scenario, draws=draws, seed=seed, year=year),
                     [self.programme.target(name) for name in names], keys, probability=probability,
                     weights=weights)

    def tornado(self, target: str, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
                year: int = LAST_YEAR) -> Tornado:
        """Return what each lever does to a target, between its 10th and 90th percentile."""
        return tornado(self.inputs(scenario, draws=draws, seed=seed, year=year),
                       self.programme.target(target))

    @property
    def stated(self) -> Stated:
        """What the audit holds against each other: the programme, and figures of the ward and its city."""
        return Stated(self.programme, self.known(), self.known(locality=CITY), self.assumptions)

    def audit(self) -> tuple[Check, ...]:
        """Return whether the programme agrees with itself, check by check.

        Example
            >>> import thienhuong_analysis as th
            >>> [check.verdict for check in th.Ward.open(th.INSTALLED).audit()][:3]
            ['consistent_if', 'consistent_if', 'cannot_tell']
        """
        return audit(self.stated)

    def required_path(self, target: str, *, base: float | None = None) -> pd.DataFrame:
        """Return the path that a target requires: columns year, value [canonical unit].

        Args
            target : str  a target id, or an indicator id that has one target
            base : float  the value of 2025; else the measured one, if there is any
        """
        goal = self.programme.target(target)
        if base is None:
            history = self.known().history(goal.indicator_id, goal.breakdown)
            base = float(history.get(BASE_YEAR, np.nan))
        return pd.DataFrame({"year": range(BASE_YEAR, LAST_YEAR + 1), "value": required_path(goal, base)})

    def derivation(self, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
                   year: int = LAST_YEAR) -> Derivation:
        """Return the trees of formula, inputs and sources of a projection, from which ``explain`` reads."""
        options = {"draws": draws, "seed": seed, "year": year}
        return Derivation(Evidence(self.inputs(scenario, **options), self.folder, self.reference.sources,
                                   self.scenarios, self.declared.correlations),
                          self.project(scenario, **options))

    def explain(self, name: str, year: int | None = None, *, breakdown: str = "total",
                scenario: str = "trend", draws: int = DRAWS, seed: int = SEED, upto: int = LAST_YEAR,
                locality: str = LOCALITY) -> Node:
        """Return where a number comes from: of an indicator in a year, or without a year of a target.

        Args
            upto : int  use the figures up to this year
            locality : str  another place, of which there are figures only

        Raises
            ProjectionError, ProgrammeError: nothing of this name, part or year
            ScenarioError: the name is that of a lever

        Example
            >>> import thienhuong_analysis as th
            >>> tree = th.Ward.open(th.INSTALLED).explain("enterprises_per_1000", 2025, draws=2)
            >>> tree.law.symbols, round(tree.recomputed(), 2)
            ('D[t] = 1000 · S[t] / P[t]', 5.54)
        """
        if name in self.levers and year is None:
            raise ScenarioError("{name} is a lever, neither an indicator nor a target; what scenarios set it "
                                "to stands in {scenarios}, and "
                                "what is assumed of it otherwise in {assumptions}",
                                name=name, scenarios="scenarios/*.yaml",
                                assumptions="data/raw/thienhuong/assumptions.csv")
        make = self.derivation(scenario, draws=draws, seed=seed, year=upto)
        if locality != LOCALITY:
            make = make.elsewhere(self.known(upto, locality))
        return explain(make, name, year, breakdown)

    def as_known(self, day: str | date) -> "Ward":
        """Return the same ward as it was known on a day."""
        then = replace(self, as_of=day_of(day), _projections={})
        then.__dict__["normalized"] = self.normalized
        return then

    @property
    def past(self) -> Past:
        """Earlier views of the ward: published projections, bridges from them, misses and scores."""
        return Past(self)

    def settings(self, scenario: str) -> dict[str, Setting]:
        """Return every lever that a scenario sets, with what it inherits."""
        return resolve(scenario, self.scenarios)

    def setting(self, scenario: str, key: str) -> float:
        """Return a lever that is one number: the scenario's, else the assumption's."""
        found = self.settings(scenario).get(key)
        return assumed(self.assumptions, key) if found is None else float(found.by_year[0])

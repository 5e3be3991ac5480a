"""The ward: a folder opened, and every question handed to the room that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.assessment import (
    Joint,
    arrivals,
    asked,
    assess,
    compare_rules,
    coverage,
    joint,
    met,
    milestones,
    required_path,
    this_years_share,
)
from thienhuong_analysis.errors import ObservationError, ProjectionError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import (
    Known,
    Normalized,
    Reference,
    load,
    read_assumptions,
)
from thienhuong_analysis.observations.forms import Form, remarks_of, tasks_of
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR, Programme, read_programme
from thienhuong_analysis.projections import (
    SECTORS,
    Calibration,
    Inputs,
    Projection,
    Streams,
    assumed,
    calibrate,
    project,
)
from thienhuong_analysis.scenarios import Scenario, Setting, levers_of, read_scenarios, resolve

LOCALITY = "thienhuong"
DRAWS, SEED = 10_000, 2025


@dataclass(frozen=True)
class Ward:
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

    folder: Folder
    as_of: date | None = None
    _projections: dict[tuple[str, int, int, int], Projection] = field(
        default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, root: str | Path = ".", as_of: str | date | None = None) -> "Ward":
        """Return the ward of a folder.

        Args
            as_of : str | date | None  ``2026-06-30``; empty for all that is known

        Raises
            FolderError: no such folder
            ObservationError: ``as_of`` is not a date
        """
        try:
            day = date.fromisoformat(as_of) if isinstance(as_of, str) and as_of else as_of or None
        except ValueError as error:
            raise ObservationError("as-of {text} is not a date; write it like 2026-06-30",
                                   text=as_of) from error
        return cls(Folder(Path(root)), day)

    @cached_property
    def programme(self) -> Programme:
        """Indicators, targets, projects, tasks and lead units."""
        return read_programme(self.folder)

    @cached_property
    def normalized(self) -> Normalized:
        """The figures of the folder as ``normalize`` reads them, with what it rejected and found."""
        return load(self.folder)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """All accepted figures, those known later than ``as_of`` left out."""
        frame = self.normalized.observations
        if self.as_of is not None:
            frame = frame[frame["as_of"] <= self.as_of]
        if frame.empty:
            raise ObservationError("no figure was known on {date}; give a later --as-of", date=self.as_of)
        return frame

    @property
    def is_sample(self) -> bool:
        """Whether the ward's own figures are invented ones."""
        own = self.observations[self.observations["locality"] == LOCALITY]
        return bool((own["source"] == "sample").any())

    @cached_property
    def reference(self) -> Reference:
        """What the keys of indicators, localities and sources stand for."""
        return self.normalized.reference

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """What a projection cannot do without and nobody has measured yet, by key."""
        return read_assumptions(self.folder)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios by id."""
        kinds = self.programme.indicators.set_index("indicator_id")["kind"]
        return read_scenarios(self.folder, levers_of(kinds.to_dict()))

    @cached_property
    def calibration(self) -> Calibration:
        """How volatile growth is: Hải Phòng's full years, shrunk towards Việt Nam's history.

        2017 is left out: its two sources disagree on industry by more than a point and a half.
        """
        city, nation = self.growth_of("haiphong_old", 2018), self.growth_of("vietnam", 1995)
        if not len(city) or len(nation) < 2:
            raise ObservationError("the growth that volatility is estimated from was not known on {date}; "
                                   "give a later --as-of", date=self.as_of)
        return calibrate(
            city, nation,
            prior_years=assumed(self.assumptions, "prior_years_variance"),
            drift_years=assumed(self.assumptions, "prior_years_drift"),
            persistence=assumed(self.assumptions, "growth_persistence"))

    @cached_property
    def forms(self) -> list[Form]:
        """The yearly forms that units have sent back, those reported later than ``as_of`` left out."""
        return [form for form in self.normalized.forms
                if self.as_of is None or form.as_of is None or form.as_of <= self.as_of]

    def tasks(self, year: int) -> pd.DataFrame:
        """Return what is known of the tasks of a year: one row a task, as ``tasks_of`` gives it."""
        frame = tasks_of(self.forms)
        return frame[frame["year"] == year].drop_duplicates("task_id", keep="last")

    def remarks(self, year: int) -> pd.DataFrame:
        """Return the units' remarks on a year, as ``remarks_of`` gives them; the latest of each."""
        frame = remarks_of(self.forms)
        return frame[frame["year"] == year].drop_duplicates(["lead_unit", "subject"], keep="last")

    def asked(self, year: int) -> pd.DataFrame:
        """Return all that the forms of a year ask, unit by unit."""
        return asked(self.programme, self.known(year), year)

    def coverage(self, year: int) -> pd.DataFrame:
        """Return what each unit was asked for in a year, and whether it has delivered it."""
        notes = {key: note for form in sorted(self.forms, key=lambda form: form.as_of or date.min)
                 if form.year == year for key, note in form.notes.items()}
        return coverage(self.programme, self.known(year), self.tasks(year), year, notes)

    def vintage(self, year: int = LAST_YEAR) -> date:
        """Return the latest date from which a figure up to a year was known."""
        used = self.observations[self.observations["year"] <= year]
        return date.fromisoformat(str(max(used["as_of"])))

    def known(self, year: int = LAST_YEAR, locality: str = LOCALITY) -> Known:
        """Return what is best known of a place, up to a year."""
        return Known(self.observations, locality, year=year)

    def growth_of(self, locality: str, first_year: int) -> NDArray[np.float64]:
        """Return the growth of the three sectors in the full years of a reference series.

        Returns
            ndarray (year, sector)  [rate]
        """
        known = self.known(locality=locality)
        table = pd.DataFrame({sector: known.history("grdp_growth", sector) for sector in SECTORS})
        return np.array(table.loc[first_year:].dropna(), dtype=float)

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
                      Streams(seed, draws), self.calibration, self.vintage(year), scenario, LOCALITY)

    def project(self, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED,
                year: int = LAST_YEAR) -> Projection:
        """Return the projection of a scenario from the figures known up to a year.

        Raises
            ScenarioError: no such scenario
            ProjectionError: an assumption is missing, or a year before the programme
        """
        key = (scenario, draws, seed, year)
        if key not in self._projections:
            self._projections[key] = project(self.inputs(scenario, draws=draws, seed=seed, year=year))
        return self._projections[key]

    def assess(self, year: int, scenario: str = "trend", *, draws: int = DRAWS,
               seed: int = SEED) -> pd.DataFrame:
        """Return the status of every target as of a year, one row a target."""
        projection = self.project(scenario, draws=draws, seed=seed, year=year)
        return assess(self.programme, self.known(year), projection, year)

    def rules(self, year: int, scenario: str = "trend", *, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
        """Return what three published rules say of each target that has figures of two years."""
        verdicts = self.assess(year, scenario, draws=draws, seed=seed).set_index("target_id")["verdict"]
        projection = self.project(scenario, draws=draws, seed=seed, year=year)
        return compare_rules(self.programme, self.known(year), projection, verdicts)

    def arrivals(self, year: int, scenario: str = "trend", *, draws: int = DRAWS,
                 seed: int = SEED) -> pd.DataFrame:
        """Return the pace that each target with a figure needs, and when it arrives at the present one."""
        return arrivals(self.programme, self.known(year), self.known(year, locality="haiphong_old"),
                        self.project(scenario, draws=draws, seed=seed, year=year))

    def milestones(self, year: int, scenario: str = "trend", *, shape: str = "linear") -> pd.DataFrame:
        """Return the value that each target requires in each year, under a shape of the way."""
        return milestones(self.programme, self.assess(year, scenario), shape)

    def this_years_share(self, year: int, scenario: str = "trend", *, draws: int = DRAWS,
                         seed: int = SEED, shape: str = "linear") -> pd.DataFrame:
        """Return what has to be done within a year to stay on the required path, counted."""
        return this_years_share(self.programme, self.assess(year, scenario, draws=draws, seed=seed),
                                self.project(scenario, draws=draws, seed=seed, year=year), year, shape)

    def joint(self, targets: Sequence[str] = (), scenario: str = "trend", *, draws: int = DRAWS,
              seed: int = SEED, year: int = LAST_YEAR) -> Joint:
        """Return the chance that all of some targets are met together.

        Args
            targets : sequence of str  target ids, or indicator ids that have one target; empty for all that
                have a probability

        Raises
            ProgrammeError: no such target
            ProjectionError: a target that has no probability, for want of a baseline
        """
        projection = self.project(scenario, draws=draws, seed=seed, year=year)
        frame = self.assess(min(max(year, BASE_YEAR), LAST_YEAR), scenario, draws=draws, seed=seed)
        chances = frame.set_index("target_id")["probability"].dropna()
        goals = [self.programme.target(name) for name in (targets or chances.index)]
        for goal in goals:
            if goal.target_id not in chances.index:
                raise ProjectionError("{target} has no probability: its indicator has no figures to project "
                                      "from; targets that have one: {known}", target=goal.target_id,
                                      known=", ".join(chances.index))
        return joint({goal.target_id: met(goal, projection.find(goal.indicator_id, goal.breakdown))
                      for goal in goals})

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

    def settings(self, scenario: str) -> dict[str, Setting]:
        """Return every lever that a scenario sets, with what it inherits."""
        return resolve(scenario, self.scenarios)

    def setting(self, scenario: str, key: str) -> float:
        """Return a lever that is one number: the scenario's, else the assumption's."""
        found = self.settings(scenario).get(key)
        return assumed(self.assumptions, key) if found is None else float(found.by_year[0])

    def city_structures(self) -> list[tuple[str, str, NDArray[np.float64]]]:
        """Return the structures by sector that Hải Phòng has published, taxes left out.

        Returns
            list of (period, locality, ndarray (sector) that sums to 1)
        """
        shares = self.observations[(self.observations["indicator"] == "grdp_share")
                                   & self.observations["locality"].str.startswith("haiphong")]
        wide = shares.drop_duplicates(["locality", "breakdown", "period"], keep="last").pivot(
            index=["period", "locality"], columns="breakdown", values="value")
        wide = wide.reindex(columns=list(SECTORS)).dropna()
        return [(period, locality, row / row.sum())
                for (period, locality), row in zip(wide.index, wide.to_numpy(float), strict=True)]

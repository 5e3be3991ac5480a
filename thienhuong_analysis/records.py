"""Records: everything that a folder holds on a ward, as it was known on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.assessment import asked, coverage
from thienhuong_analysis.errors import ObservationError, TooEarlyError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import (
    Declared,
    Known,
    Normalized,
    Reference,
    load,
    read_assumptions,
    read_declared,
)
from thienhuong_analysis.observations.forms.returns import Form, remarks_of, tasks_of
from thienhuong_analysis.programme import LAST_YEAR, Programme, read_programme
from thienhuong_analysis.projections import FIRST_YEAR_OF_CITY, SECTORS, Calibration, assumed, calibrate
from thienhuong_analysis.scenarios import Lever, Scenario, levers_of, read_scenarios

LOCALITY, CITY = "thienhuong", "haiphong_new"
"""The ward, and the city it lies in within today's boundary."""


@dataclass(frozen=True)
class Records:
    """What a folder says of a ward; each part is read when it is first asked for.

    Args
        folder : Folder  the root
        as_of : date | None  see only what was known on this date
    """

    folder: Folder
    as_of: date | None = None

    @classmethod
    def open(cls, root: str | Path = ".", as_of: str | date | None = None) -> Self:
        """Return what the folder of a ward holds.

        Args
            as_of : str | date | None  ``2026-06-30``; empty for all that is known

        Raises
            FolderError: no such folder
            ObservationError: ``as_of`` is not a date
        """
        return cls(Folder(Path(root)), day_of(as_of))

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
            raise TooEarlyError("no figure was known on {date}; give a later --as-of", date=self.as_of)
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
    def declared(self) -> Declared:
        """What is declared beside the figures: correlations, bases, sectors of projects, definitions."""
        return read_declared(self.folder, set(self.reference.indicators.index),
                             set(self.programme.projects["project_id"]), SECTORS)

    @property
    def levers(self) -> dict[str, Lever]:
        """What a scenario of this programme may set."""
        return levers_of(self.programme.indicators.set_index("indicator_id")["kind"].to_dict())

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios by id."""
        return read_scenarios(self.folder, self.levers)

    @cached_property
    def calibration(self) -> Calibration:
        """How volatile growth is: Hải Phòng's full years, shrunk towards Việt Nam's history."""
        city, nation = self.growth_of("haiphong_old", FIRST_YEAR_OF_CITY), self.growth_of("vietnam", 1995)
        if not len(city) or len(nation) < 2:
            raise TooEarlyError("the growth that volatility is estimated from was not known on {date}; "
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
        if self.as_of is None or self.observations.empty:
            return Known(self.observations, locality, year=year)
        return Known(self.normalized.observations, locality, self.as_of, year)

    def growth_of(self, locality: str, first_year: int) -> NDArray[np.float64]:
        """Return the growth of the three sectors in the full years of a reference series.

        Returns
            ndarray (year, sector)  [rate]
        """
        known = self.known(locality=locality)
        table = pd.DataFrame({sector: known.history("grdp_growth", sector) for sector in SECTORS})
        return np.array(table.loc[first_year:].dropna(), dtype=float)

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


def day_of(text: str | date | None) -> date | None:
    """Return a day that was given as text, or none."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else text or None
    except ValueError as error:
        raise ObservationError("as-of {text} is not a date; write it like 2026-06-30", text=text) from error

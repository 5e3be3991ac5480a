"""Earlier views of a ward: what was published, what lies between then and now, and how good it was."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, Self

import pandas as pd

from thienhuong_analysis.assessment.bridge import Bridge, as_published, bridge
from thienhuong_analysis.assessment.new_year import new_year, read_miss
from thienhuong_analysis.assessment.old_projections import score_old
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR
from thienhuong_analysis.projections import (
    Inputs,
    Projection,
    Vintage,
    last_other,
    read_vintages,
    record_of,
)
from thienhuong_analysis.scenarios import Scenario


class Viewed(Protocol):
    """A ward as it is known on a day."""

    @property
    def folder(self) -> Folder:
        """Its root."""

    @property
    def as_of(self) -> date | None:
        """The day; None for all that is known."""

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios by id."""

    def as_known(self, day: str | date) -> Self:
        """Return the same ward as it was known on a day."""

    def known(self, year: int = ...) -> Known:
        """Return its figures up to a year."""

    def inputs(self, scenario: str = ..., *, draws: int = ..., seed: int = ..., year: int = ...) -> Inputs:
        """Return what a projection is a function of."""

    def project(self, scenario: str = ..., *, draws: int = ..., seed: int = ...,
                year: int = ...) -> Projection:
        """Return a projection."""


@dataclass(frozen=True)
class Past:
    """What was said earlier of a ward; it reads what is stored and makes the rest again."""

    ward: Viewed

    def vintages(self, scenario: str | None = None) -> list[Vintage]:
        """Return the published projections that are stored, the oldest first, up to the ward's day."""
        day = self.ward.as_of
        return [one for one in read_vintages(self.ward.folder, scenario) if day is None or one.day <= day]

    def record(self, scenario: str = "trend", *, version: str = "", **options: int) -> dict[str, Any]:
        """Return what a projection is made from, as it is stored beside its table.

        Args
            options : draws, seed, year  as ``Ward.project`` takes them
        """
        return record_of(self.ward.inputs(scenario, **options), self.ward.project(scenario, **options),
                         year=options.get("year", LAST_YEAR), version=version)

    def earlier(self, scenario: str = "trend", *, upto: int = LAST_YEAR) -> Vintage | date | None:
        """Return the view before the present one, None where there is none.

        It is the last one published; where none was, the day before the first figure of the year came.

        Args
            upto : int  the present view uses figures up to this year
        """
        published = last_other(self.vintages(scenario), self.record(scenario, draws=1, year=upto))
        if published is not None:
            return published
        own = self.ward.known(upto).rows
        first = min(own.loc[own["year"] == upto, "as_of"], default=None)
        day = None if first is None else first - timedelta(days=1)
        return day if day is not None and (own["as_of"] <= day).any() else None

    def bridge(self, indicator: str, breakdown: str = "total", *, since: Vintage | str | date,
               scenario: str = "trend", year: int = LAST_YEAR, upto: int = LAST_YEAR) -> Bridge:
        """Return what a projected figure was on an earlier day, is now, and what lies between.

        Args
            since : Vintage | str | date  a published projection; or a day, for the one published last of
                the figures known on that day, else for what the present levers make of those figures
            year : int  the figure's
            upto : int  use figures up to this year

        Raises
            ProjectionError: a series that was not projected then, or a year that is not projected
            ObservationError: a day that is no date, or on which nothing was known
        """
        now = self.ward.inputs(scenario, draws=1, year=upto)
        then = self.ward.as_known(since.day if isinstance(since, Vintage) else since)
        before = then.inputs(scenario, draws=1, year=upto)
        if before.vintage > now.vintage:
            raise ProjectionError("{since} is later than {until}; give an earlier day to start from",
                                  since=before.vintage, until=now.vintage)
        stored = since if isinstance(since, Vintage) else self.published(scenario, before.vintage)
        if stored is None:
            return bridge(before, now, indicator, breakdown, year)
        return bridge(as_published(before, stored), now, indicator, breakdown, year,
                      published=stored.path_of(indicator, breakdown).get(year))

    def published(self, scenario: str, day: date) -> Vintage | None:
        """Return the last projection published of the figures of a day, None where none is stored."""
        return next((one for one in reversed(self.vintages(scenario)) if one.day == day), None)

    def new_year(self, year: int, scenario: str = "trend") -> pd.DataFrame:
        """Return how far the figures of a year are off what was projected, with two readings of 2030."""
        before, now = self._around(year, scenario)
        return new_year(before, now, year)

    def readings(self, indicator: str, breakdown: str, year: int,
                 scenario: str = "trend") -> pd.DataFrame | None:
        """Return the path of one series before a year's figure and its two readings after it, by year."""
        before, now = self._around(year, scenario)
        return read_miss(before.series.get((indicator, breakdown)), now.find(indicator, breakdown), year)

    def scores(self, upto: int = LAST_YEAR) -> pd.DataFrame:
        """Return the scores of all published projections of years that have been measured since."""
        now = {name: self.ward.project(name, draws=1, year=upto) for name in self.ward.scenarios}
        return score_old(self.vintages(), now, self.ward.known(upto))

    def _around(self, year: int, scenario: str) -> tuple[Projection, Projection]:
        """Return the projections from the figures up to the year before, and up to the year."""
        before, now = (self.ward.project(scenario, draws=1, year=max(upto, BASE_YEAR))
                       for upto in (year - 1, year))
        return before, now

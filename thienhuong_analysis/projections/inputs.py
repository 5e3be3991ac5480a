"""What a projection starts from: known figures, assumptions, levers and random numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, YEARS, Programme
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.shared import common_shock, correlated
from thienhuong_analysis.projections.streams import Streams
from thienhuong_analysis.scenarios import Setting

MEASURED = ("actual", "preliminary", "estimate")


@dataclass(frozen=True)
class History:
    """The yearly figures of one series from the base year to the last one known.

    Args
        values : ndarray (year 2025 … last)  NaN where a year before the last is not known
        rests_on : tuple of str  the assumptions behind the base figure, empty where it was measured
    """

    values: NDArray[np.float64]
    rests_on: tuple[str, ...] = ()

    @property
    def base(self) -> float:
        """The value of 2025."""
        return float(self.values[0])

    @property
    def last(self) -> float:
        """The latest value known."""
        return float(self.values[-1])

    @property
    def known_years(self) -> int:
        """How many of the projected years are known already."""
        return len(self.values) - 1

    def followed_by(self, paths: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return known years, then a path or draws of the remaining years, ndarray (…, 2026–2030)."""
        known = np.broadcast_to(self.values[1:], (*paths.shape[:-1], self.known_years))
        return np.concatenate([known, paths], axis=-1)


@dataclass(frozen=True)
class Series:
    """One projected series.

    Args
        point : ndarray (year 2026–2030)  the path with no shocks
        draws : ndarray (draw, year)
        base : float  the value of 2025
        known_years : int  how many of the years are figures, not projections
        rests_on : tuple of str  assumptions and levers that move it
        base_rests_on : tuple of str  those among them behind the value of 2025 itself
        solved : mapping  levers that the scenario left to be solved for, with what came out
        definitions : tuple of str  the definition that each year's value is by, empty where there is one
        breaks : tuple of int  first years of new definitions
        out_of : ndarray (year)  the count that a share is drawn out of; None where it is not drawn as one
        factors : ndarray (year)  what the value of the year before is multiplied with to be compared with
            that of the year, so that no growth is seen in a new definition; None: nothing was restated
    """

    indicator: str
    breakdown: str
    unit: str
    point: NDArray[np.float64]
    draws: NDArray[np.float64]
    base: float
    known_years: int
    rests_on: tuple[str, ...]
    base_rests_on: tuple[str, ...] = ()
    solved: Mapping[str, float] = field(default_factory=dict)
    definitions: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    out_of: NDArray[np.float64] | None = None
    factors: NDArray[np.float64] | None = None

    @property
    def comparable(self) -> NDArray[np.float64]:
        """``factors``, 1 where nothing was restated, ndarray (year)."""
        return np.ones(len(self.point)) if self.factors is None else self.factors


def assumed(assumptions: pd.DataFrame, key: str) -> float:
    """Return the value of an assumption.

    Raises
        ProjectionError: the ward's assumptions have no such row
    """
    if key not in assumptions.index:
        raise ProjectionError("assumptions.csv has no row {key}; a projection cannot do without it", key=key)
    return float(assumptions.at[key, "value"])


@dataclass(frozen=True)
class Inputs:
    """Everything that a projection is a function of.

    Args
        grdp_shocks : ndarray (known year, sector)  the shocks to growth that came, held where levers of the
            years ahead are tried out; None: growth so far less the scenario's
    """

    programme: Programme
    known: Known
    assumptions: pd.DataFrame
    settings: Mapping[str, Setting]
    streams: Streams
    calibration: Calibration
    vintage: date
    scenario: str
    locality: str = "thienhuong"
    loadings: Mapping[str, float] = field(default_factory=dict)
    definitions: pd.DataFrame = field(default_factory=pd.DataFrame)
    breaks: pd.DataFrame = field(default_factory=pd.DataFrame)
    bases: Mapping[str, str] = field(default_factory=dict)
    sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    grdp_shocks: NDArray[np.float64] | None = None

    @cached_property
    def common(self) -> NDArray[np.float64]:
        """The common shock of each year, ndarray (draw, year)."""
        return common_shock(self.streams, self.calibration)

    @cached_property
    def spans(self) -> dict[str, list[tuple[int, int, str]]]:
        """The first and last year and the name of every definition, by indicator."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for row in self.definitions.itertuples():
            found.setdefault(row.indicator, []).append((int(row.from_year), int(row.to_year), row.definition))
        return found

    @cached_property
    def factors(self) -> dict[tuple[str, int], float]:
        """What a figure by the old definition is multiplied with, by indicator and first year of the new."""
        return {(row.indicator, int(row.year)): float(row.restatement_factor)
                for row in self.breaks.itertuples()}

    def uniforms(self, name: str, *shocks: str) -> NDArray[np.float64]:
        """Return uniforms that follow the common shock as closely as declared.

        Args
            name : str  of the stream
            shocks : str  rows of ``correlations.csv``, one a column; one without a row follows nothing

        Returns
            ndarray (draw, year, shock)
        """
        own = self.streams.uniforms(name, len(YEARS), len(shocks))
        return np.stack([correlated(own[:, :, i], self.common, self.loadings.get(shock, 0.0))
                         for i, shock in enumerate(shocks)], axis=2)

    def normals(self, name: str, shock: str) -> NDArray[np.float64]:
        """Return standard normals that follow the common shock as declared, ndarray (draw, year)."""
        loading = self.loadings.get(shock, self.loadings.get("others", 0.0))
        own = self.streams.normals(name, len(YEARS))
        return own if loading == 0 else loading * self.common + np.sqrt(1 - loading**2) * own

    def optional(self, key: str) -> NDArray[np.float64] | None:
        """Return a lever that is off unless a scenario gives it, ndarray (2026–2030); else None."""
        setting = self.settings.get(key)
        return None if setting is None or setting.required else setting.by_year

    def assumed(self, key: str, *measured: str) -> float:
        """Return the value of an assumption.

        Args
            measured : str  indicators for which it stands in as long as nobody has measured them

        Raises
            ProjectionError: the ward's assumptions have no such row; they were measured, but not known yet on
                the day that is looked back to
        """
        if measured and key not in self.assumptions.index and self.known.as_of is not None:
            first = self.known.first_day(*measured, since=BASE_YEAR)
            if first is not None and first > self.known.as_of:
                raise ProjectionError("{indicator} was not known on {date}; give a later --as-of, {first} or "
                                      "after", indicator=key, date=self.known.as_of, first=first)
        return assumed(self.assumptions, key)

    def lever(self, key: str) -> NDArray[np.float64]:
        """Return a lever year by year: the scenario's, else the assumption's, ndarray (2026–2030)."""
        setting = self.settings.get(key)
        if setting is not None and not setting.required:
            return setting.by_year
        return np.full(len(YEARS), self.assumed(key))

    def is_required(self, key: str) -> bool:
        """Whether the scenario asks for this lever to be solved for."""
        setting = self.settings.get(key)
        return setting is not None and setting.required

    def measured(self, indicator: str, breakdown: str = "total") -> History | None:
        """Return what was measured from 2025 on, or None where nothing was."""
        series = self.known.history(indicator, breakdown, statuses=MEASURED)
        series = series[series.index.isin((BASE_YEAR, *YEARS))]
        if series.empty:
            return None
        return History(series.reindex(range(BASE_YEAR, int(series.index[-1]) + 1)).to_numpy(float))

    def history(self, indicator: str, assumption: str) -> History:
        """Return what was measured; where 2025 was not, the assumption stands for it."""
        found = self.measured(indicator)
        if found is None or (np.isnan(found.base) and assumption in self.assumptions.index):
            later = found.values[1:] if found else ()
            return History(np.array([self.assumed(assumption, indicator), *later]), (assumption,))
        return found

    def as_reported(self, series: Series) -> Series:
        """Return a series that was rebuilt from counts, its known years and 2025 as they were reported."""
        reported = self.known.history(series.indicator, series.breakdown, statuses=MEASURED)
        known = np.array([reported.get(year, np.nan) for year in YEARS[:series.known_years]], dtype=float)
        base, point, draws = reported.get(BASE_YEAR, np.nan), series.point.copy(), series.draws
        if np.isfinite(known).any():
            point[:len(known)] = np.where(np.isnan(known), point[:len(known)], known)
            draws = np.concatenate([np.broadcast_to(point[:len(known)], (len(draws), len(known))),
                                    draws[:, len(known):]], axis=1)
        if np.isnan(base):
            return replace(series, point=point, draws=draws)
        return replace(series, point=point, draws=draws, base=float(base), base_rests_on=())

    def counted(self, count: str, rate: str, whole: Series, per: float = 1.0) -> History:
        """Return a count; in years in which only its rate was measured, the rate times the whole.

        Args
            whole : Series  what the rate is a rate of
            per : float  how many of the whole the rate is counted on
        """
        own, rates = (self.known.history(name, statuses=MEASURED) for name in (count, rate))
        derived = dict(zip((BASE_YEAR, *YEARS), np.append(whole.base, whole.point) / per, strict=True))
        values = np.array([own.get(year, rates.get(year, np.nan) * size) for year, size in derived.items()])
        last = int(np.flatnonzero(np.isfinite(values)).max(initial=0))
        rests_on = () if BASE_YEAR in own.index else whole.base_rests_on
        if np.isnan(values[0]) and (not last or count in self.assumptions.index):
            values[0], rests_on = self.assumed(count, count, rate), (count,)
        return History(values[:last + 1], rests_on)

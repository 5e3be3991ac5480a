"""The result of a projection: every series with its path, draws and what it rests on."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError, nearest
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.breaks import refuse_unused
from thienhuong_analysis.projections.calibration import Calibration
from thienhuong_analysis.projections.enterprises import enterprise_series
from thienhuong_analysis.projections.grdp import grdp_series
from thienhuong_analysis.projections.inputs import Inputs, Series
from thienhuong_analysis.projections.others import other_series
from thienhuong_analysis.projections.people import household_series, population_series
from thienhuong_analysis.projections.poverty import poverty_series

QUANTILES = (0.025, 0.1, 0.25, 0.75, 0.9, 0.975)
COLUMNS = ("vintage", "scenario", "locality", "indicator", "breakdown", "year", "output_type",
           "output_type_id", "value", "unit")
_GRDP = {"grdp"}
_ENTERPRISES = {"enterprises", "enterprises_per_1000", "enterprise_births", "enterprise_exits",
                "household_business_conversions"}
_POVERTY = {"poor_households", "poverty_rate"}


@dataclass(frozen=True)
class Projection:
    """All series of one scenario, 2026–2030.

    Args
        vintage : date  the latest ``as_of`` among the inputs
    """

    scenario: str
    locality: str
    vintage: date
    seed: int
    calibration: Calibration
    series: dict[tuple[str, str], Series]

    def find(self, indicator: str, breakdown: str = "total") -> Series:
        """Return one series.

        Raises
            ProjectionError: the indicator has no baseline, or no such name
        """
        if (indicator, breakdown) not in self.series:
            members = {member for name, member in self.series if name == indicator}
            raise ProjectionError("{indicator} ({breakdown}) is not projected; did you mean {nearest}?",
                                  indicator=indicator, breakdown=breakdown,
                                  nearest=nearest(breakdown, members) if members else
                                  nearest(indicator, {name for name, _ in self.series}))
        return self.series[indicator, breakdown]

    def draws(self, indicator: str, breakdown: str = "total") -> NDArray[np.float64]:
        """Return the draws of one series, ndarray (draw, year 2026–2030)."""
        return self.find(indicator, breakdown).draws

    def cumulated(self, indicator: str, breakdown: str = "total", first_year: int = YEARS[0]) -> "Projection":
        """Return the projection of one flow alone, summed up from a year on: for totals of a period.

        Args
            first_year : int  the years before are 0; a year that nobody has counted adds nothing
        """
        series = self.find(indicator, breakdown)
        counts = np.array([year >= first_year for year in YEARS])
        point, draws = (np.nancumsum(np.where(counts, x, 0.0), axis=-1) for x in (series.point, series.draws))
        summed = replace(series, point=point, draws=draws, base=0.0)
        return replace(self, series={(indicator, breakdown): summed})

    def table(self, *, samples: bool = False) -> pd.DataFrame:
        """Return the projection table: point, median and quantiles, with ``samples`` the draws too.

        Notes
            The columns follow the hubverse model-output convention. A year that is known already
            has the same value everywhere; a flow whose past is not known has no row for that year.
        """
        parts = [part for series in self.series.values() for part in _rows(series, samples=samples)]
        table = pd.concat(parts, ignore_index=True)
        table.insert(0, "vintage", self.vintage.isoformat())
        table.insert(1, "scenario", self.scenario)
        table.insert(2, "locality", self.locality)
        return table.loc[table["value"].notna(), list(COLUMNS)].reset_index(drop=True)


def project(inputs: Inputs, about: Collection[str] = ()) -> Projection:
    """Return the projection of everything that has a baseline, measured or assumed.

    Args
        about : collection of str  indicators that are asked for, where a search asks many times; the
            others may be missing then. Empty: all

    Raises
        ProjectionError: a lever, figure or factor that the models cannot use
    """
    asked, simulated = set(about), _GRDP | _ENTERPRISES | _POVERTY
    linked = "poverty_semi_elasticity" in inputs.settings
    refuse_unused(inputs, {"population", "households", "grdp_growth", *_GRDP, *_ENTERPRISES})
    if not asked <= simulated or (linked and asked & _POVERTY):
        asked = set()
    population = population_series(inputs)
    households = household_series(inputs, population)
    grdp = grdp_series(inputs) if not asked or asked & _GRDP else []
    firms = enterprise_series(inputs, population) if not asked or asked & _ENTERPRISES else []
    others: dict[tuple[str, str], Series] = {}
    if not asked:
        wholes = {series.indicator: series for series in (population, households, firms[0])}
        others = {(s.indicator, s.breakdown): s for s in other_series(
            inputs, {"population", "households", *simulated}, wholes)}
    poverty: list[Series] = []
    if not asked or asked & _POVERTY:
        poverty = poverty_series(inputs, households, _income_growth(
            others.get(("income_per_capita", "total")), grdp[0], population) if linked else None)
    projected = {series.indicator for series in poverty}
    found = [*grdp, population, households, *firms, *poverty,
             *(series for series in others.values() if series.indicator not in projected)]
    return Projection(inputs.scenario, inputs.locality, inputs.vintage, inputs.streams.seed,
                      inputs.calibration, {(s.indicator, s.breakdown): s for s in found})


def _income_growth(income: Series | None, grdp: Series, population: Series,
                   ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return yearly growth of income per head, of the path and the draws; of GRDP per head in years in which
    it is not known.
    """
    def growth(series: Series) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        both = series.point, series.draws
        point, draws = (np.concatenate([np.full((*x.shape[:-1], 1), series.base), x], axis=-1) for x in both)
        factors = series.comparable
        return point[1:] / (factors * point[:-1]) - 1, draws[:, 1:] / (factors * draws[:, :-1]) - 1

    whole, people = growth(grdp), growth(population)
    point, draws = ((1 + whole[i]) / (1 + people[i]) - 1 for i in (0, 1))
    if income is None:
        return point, draws
    own = growth(income)
    return np.where(np.isnan(own[0]), point, own[0]), np.where(np.isnan(own[1]), draws, own[1])


def _rows(series: Series, *, samples: bool) -> list[pd.DataFrame]:
    quantiles = np.quantile(series.draws, (0.5, *QUANTILES), axis=0)
    kinds = [("point", "", series.point), ("median", "", quantiles[0])]
    kinds += [("quantile", f"{q:g}", row) for q, row in zip(QUANTILES, quantiles[1:], strict=True)]
    parts = [_frame(series, kind, name, values) for kind, name, values in kinds]
    if samples:
        draws, years = series.draws.shape
        parts.append(pd.DataFrame({
            "indicator": series.indicator, "breakdown": series.breakdown,
            "year": np.tile(YEARS, draws), "output_type": "sample",
            "output_type_id": np.repeat(np.arange(draws), years).astype(str),
            "value": series.draws.ravel(), "unit": series.unit}))
    return parts


def _frame(series: Series, kind: str, name: str, values: NDArray[np.float64]) -> pd.DataFrame:
    return pd.DataFrame({"indicator": series.indicator, "breakdown": series.breakdown, "year": YEARS,
                         "output_type": kind, "output_type_id": name, "value": values,
                         "unit": series.unit})

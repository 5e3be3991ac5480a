"""The figures of a target as one series that has to arrive at one value: what rules of progress look at."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.pace import Metric, metric_of
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, YEARS, Target
from thienhuong_analysis.projections import MEASURED, Series


@dataclass(frozen=True)
class Trajectory:
    """Where a target has been, and where it must arrive.

    Args
        values : Series by year  levels; of a growth target those that its rates make; of a total of the
            period what has come together; NaN in years without a figure, which are left out
        goal : float  the value to arrive at [unit of the values]
        last_year : int  when
        direction : int  +1 if higher is better, −1 if lower
        assumed : bool  the first of the values is an assumption
    """

    target: Target
    values: pd.Series
    goal: float
    last_year: int
    direction: int
    assumed: bool = False

    @property
    def metric(self) -> Metric:
        """The scale on which a steady pace is a straight line."""
        return metric_of(self.target, self.goal, *self.values)

    def arrived(self, value: float) -> bool:
        """Whether a value is at the goal or beyond it, as strictly as the target says."""
        beyond = self.direction * (value - self.goal)
        strict = self.target.comparator in ("gt", "lt")
        same = bool(np.isclose(value, self.goal, rtol=1e-9, atol=1e-12))
        return not strict if same else beyond > 0


def trajectory(target: Target, known: Known, series: Series | None) -> Trajectory | None:
    """Return the series that a target can be followed by, or None where it has none.

    A target that must hold every year, a milestone, and a target without any figure have none.

    Args
        known : Known  figures up to the year of the review
        series : Series  the projection of the indicator, whose known years are figures

    Notes
        Figures by an older definition than the latest are left out: a change from one to the other is no
        progress.
    """
    if target.cadence == "each_year" or target.comparator in ("done", "eq"):
        return None
    direction = 1 if target.comparator in ("ge", "gt") else -1
    measured = known.history(target.indicator_id, target.breakdown, statuses=MEASURED)
    if target.cadence == "period_total":
        inside = measured[measured.index.to_series().between(target.first_year, target.last_year)]
        values = pd.concat([pd.Series({target.first_year - 1: 0.0}), inside.cumsum()])
        return Trajectory(target, values, target.value, target.last_year, direction)
    if series is not None and series.known_years >= 0 and not np.isnan(series.base):
        known_years = pd.Series(np.append(series.base, series.point[:series.known_years]),
                                index=[BASE_YEAR, *YEARS[:series.known_years]]).dropna()
        comparable = not series.base_rests_on and not series.definitions
        earlier = measured[measured.index < BASE_YEAR] if comparable else measured.iloc[:0]
        values = pd.concat([earlier, known_years])
        since = max((year for year in series.breaks if year <= values.index.max()), default=0)
        values = values[values.index >= since]
    else:
        values = measured
    if values.empty or (target.is_growth and BASE_YEAR not in values.index):
        return None
    goal = target.value
    if target.is_growth:
        start = values.get(target.first_year - 1, np.nan)
        if np.isnan(start):
            return None
        goal = float(start * (1 + target.value) ** (target.last_year - target.first_year + 1))
    return Trajectory(target, values.astype(float), goal, target.last_year, direction,
                      BASE_YEAR in values.index and bool(series is not None and series.base_rests_on))

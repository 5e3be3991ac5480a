"""What is best known of a place, as of a day and up to a year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Known:
    """The yearly figures of one locality; where several speak of one cell, the last row holds.

    Args
        observations : DataFrame  as ``normalize`` gives it
        locality : str  ``thienhuong``, ``haiphong_old``, …
        as_of : date | None  leave out what became known later
        year : int | None  leave out later years
    """

    observations: pd.DataFrame
    locality: str
    as_of: date | None = None
    year: int | None = None

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows on whole years that were known, in order of rising authority."""
        frame = self.observations
        kept = (frame["locality"] == self.locality) & (frame["period"] == frame["year"].astype(str))
        if self.as_of is not None:
            kept &= frame["as_of"] <= self.as_of
        if self.year is not None:
            kept &= frame["year"] <= self.year
        return frame[kept]

    def history(self, indicator: str, breakdown: str = "total", *,
                statuses: Collection[str] | None = None) -> pd.Series:
        """Return the best known value of every year that has one.

        Args
            statuses : collection of str  only figures of these statuses; None for all

        Returns
            Series  index year, rising; values [canonical unit]; empty where nothing is known
        """
        return self._best(indicator, breakdown, statuses)["value"].rename(indicator)

    def value(self, indicator: str, breakdown: str = "total", year: int | None = None) -> float:
        """Return the best known value of a year (None: of the latest), NaN where there is none."""
        values = self.history(indicator, breakdown)
        if year is None:
            return float(values.iloc[-1]) if len(values) else float("nan")
        return float(values.get(year, float("nan")))

    def status(self, indicator: str, breakdown: str, year: int | None) -> str:
        """Return the status of the best known figure of a year, empty where there is none."""
        return str(self._best(indicator, breakdown)["status"].get(year, ""))

    def breakdowns(self, indicator: str) -> list[str]:
        """Return the breakdowns that have figures, ``total`` first."""
        found = {breakdown for name, breakdown in self._places if name == indicator}
        return sorted(found, key=lambda name: (name != "total", name))

    @cached_property
    def _places(self) -> dict[tuple[str, str], NDArray[np.intp]]:
        """Where the rows of each series stand."""
        rows = self.rows
        return dict(rows.groupby(["indicator", "breakdown"], sort=False, observed=True).indices)

    @cached_property
    def _asked(self) -> dict[tuple[str, str, tuple[str, ...] | None], pd.DataFrame]:
        """What was asked for before: a projection that is varied asks for the same figures each time."""
        return {}

    def _best(self, indicator: str, breakdown: str,
              statuses: Collection[str] | None = None) -> pd.DataFrame:
        key = (indicator, breakdown, None if statuses is None else tuple(statuses))
        if key not in self._asked:
            rows = self.rows.iloc[self._places.get(key[:2], [])]
            if statuses is not None:
                rows = rows[rows["status"].isin(statuses)]
            self._asked[key] = rows.drop_duplicates("year", keep="last").set_index("year").sort_index()
        return self._asked[key]

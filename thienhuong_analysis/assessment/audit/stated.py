"""Stated: what the checks may use, looked up by id, with the words and the rounding it was printed in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.assessment.audit.printed import Printed, half_unit
from thienhuong_analysis.assessment.audit.said import Absent, Figure, Quote, Said
from thienhuong_analysis.observations import Amount, Known
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR, Programme
from thienhuong_analysis.programme.targets import PRINTED_UNITS
from thienhuong_analysis.projections import MEASURED, SECTORS

BY_YEAR = ".by_year"
"""The end of a key of changes that names the year of a target, not its value."""


@dataclass(frozen=True)
class Stated:
    """What the checks read.

    Args
        own, city : Known  figures of the ward, and of the city it lies in (today's boundary)
        assumptions : DataFrame  as ``read_assumptions`` gives it
    """

    programme: Programme
    own: Known
    city: Known
    assumptions: pd.DataFrame = field(default_factory=pd.DataFrame)

    def target(self, target_id: str) -> Printed:
        """Return a target as printed.

        Raises
            Absent: the programme has no such target, or no value for it
        """
        row = self._rows.get(target_id)
        if row is None:
            raise Absent(_("the programme has no target {target}"), target=target_id)
        target = self.programme.by_id[target_id]
        if math.isnan(target.value):
            raise Absent(_("the programme gives no value for {target}"), target=target_id)
        scale = PRINTED_UNITS[row.unit]
        half = 0.0 if target.comparator == "done" else half_unit(float(row.value), row.quote_vi) / scale
        unit = {"percent": "fraction", "percent_per_year": "fraction"}.get(row.unit, row.unit)
        return Printed(target.value, half, _quote(row, target_id), target, unit,
                       getattr(row, "condition", ""))

    def positive(self, target_id: str) -> Printed:
        """Return a target that an equation divides by.

        Raises
            Absent: no such target, no value, or one that is not above 0
        """
        printed = self.target(target_id)
        if printed.value <= 0:
            raise Absent(_("the target {target} is not above 0"), target=target_id)
        return printed

    def again(self, target_id: str) -> tuple[Quote, ...]:
        """Return the further places that name a target."""
        return tuple(_quote(row, target_id) for row in self._places.get(target_id, ()))

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {row.target_id: row for row in self.programme.targets.itertuples()}

    @cached_property
    def _places(self) -> dict[str, list[Any]]:
        places: dict[str, list[Any]] = {}
        for row in self.programme.citations.itertuples():
            places.setdefault(str(row.target_id), []).append(row)
        return places

    def task(self, task_id: str) -> Any:
        """Return a row of the tasks.

        Raises
            Absent: the programme has no such task
        """
        rows = self.programme.tasks
        rows = rows if rows.empty else rows[rows["task_id"] == task_id]
        if rows.empty:
            raise Absent(_("the programme has no task {task}"), task=task_id)
        return next(rows.itertuples())

    def measured(self, indicator: str, breakdown: str = "total") -> float | None:
        """Return what was measured for 2025, or None."""
        value = self.own.history(indicator, breakdown, statuses=MEASURED).get(BASE_YEAR, math.nan)
        return None if math.isnan(value) else float(value)

    def years(self, printed: Printed) -> int:
        """Return the number of years that a target on growth runs over.

        Raises
            Absent: it ends in the year it starts from
        """
        span = printed.target.last_year - BASE_YEAR
        if span <= 0:
            raise Absent(_("{target} ends in {year}, the year it starts from"),
                         target=printed.target.target_id, year=BASE_YEAR)
        return span

    def known(self, indicator: str, name: str) -> tuple[float, Figure]:
        """Return the ward's figure of 2025 and how it is listed.

        Args
            name : str  what it is called, marked for the catalogue

        Raises
            Absent: nothing was measured, or nothing that is above 0
        """
        value = self.measured(indicator) or 0
        if value <= 0:
            raise Absent(_("no figure of {year} is known for {indicator}"), year=BASE_YEAR,
                         indicator=indicator)
        rows = self.own.rows
        row = rows[(rows["indicator"] == indicator) & (rows["breakdown"] == "total")
                   & (rows["year"] == BASE_YEAR) & rows["status"].isin(MEASURED)].iloc[-1]
        return value, Figure(Said(name), Amount(value, str(row["unit"])), str(row["status"]),
                             f"{row['source']}, {row['cell']}", f"{indicator}.total.{BASE_YEAR}")

    def rivals(self, indicator: str) -> tuple[Figure, ...]:
        """Return what other sources of the same day give for the ward's figure of 2025."""
        rows = self.own.rows
        rows = rows[(rows["indicator"] == indicator) & (rows["breakdown"] == "total")
                    & (rows["year"] == BASE_YEAR) & rows["status"].isin(MEASURED)]
        used = rows.tail(1)
        differ = rows[(rows["as_of"] == used["as_of"].iloc[0])
                      & ~np.isclose(rows["value"], used["value"].iloc[0], rtol=0.005)] if len(rows) else rows
        return tuple(Figure(Said(_("the same by another source, not used")), Amount(row.value, row.unit),
                            row.status, f"{row.source}, {row.cell}") for row in differ.itertuples())

    def elsewhere(self, locality: str, indicator: str, name: str,
                  breakdown: str = "total") -> tuple[Figure, ...]:
        """Return the latest figure of another place up to 2025; nothing where there is none.

        Args
            name : str  what it is called, marked for the catalogue; ``{year}`` and ``{sector}`` may be in it
        """
        rows = replace(self.own, locality=locality, year=BASE_YEAR).rows
        rows = rows[(rows["indicator"] == indicator) & (rows["breakdown"] == breakdown)]
        return tuple(Figure(Said(name, year=int(row.year), sector=breakdown),
                            Amount(float(row.value), row.unit), row.status, f"{row.source}, {row.cell}")
                     for row in rows.sort_values("year", kind="stable").tail(1).itertuples())

    def assumed(self, key: str) -> float:
        """Return the value of an assumption.

        Raises
            Absent: ``assumptions.csv`` has no such row
        """
        if key not in self.assumptions.index:
            raise Absent(_("assumptions.csv has no row {key}"), key=key)
        return float(self.assumptions.at[key, "value"])

    def city_shares(self) -> NDArray[np.float64] | None:
        """Return the city's shares of 2025 by sector; what they leave to 1 are product taxes."""
        found = [self.city.value("grdp_share", sector, BASE_YEAR) for sector in SECTORS]
        return None if np.isnan(found).any() else np.array(found)


def _quote(row: Any, subject: str) -> Quote:
    return Quote(subject, row.citation, row.quote_vi, getattr(row, "text_en", ""))


def replaced(programme: Programme, changes: Mapping[str, float]) -> Programme:
    """Return the programme with other values of some targets, as printed, or other years.

    Args
        changes : mapping  target id -> value, or ``target id.by_year`` -> year

    Example
        >>> from thienhuong_analysis.folder import INSTALLED, Folder
        >>> from thienhuong_analysis.programme import read_programme
        >>> other = replaced(read_programme(Folder(INSTALLED)),
        ...                  {"grdp_total": 15.7, "friendly_government.by_year": 2027})
        >>> round(other.target("grdp_total").value, 3), other.target("friendly_government").last_year
        (0.157, 2027)
    """
    targets = programme.targets.copy()
    for key, value in changes.items():
        name, column = (key.removesuffix(BY_YEAR), "by_year") if key.endswith(BY_YEAR) else (key, "value")
        targets.loc[targets["target_id"] == name, column] = value
    return replace(programme, targets=targets)

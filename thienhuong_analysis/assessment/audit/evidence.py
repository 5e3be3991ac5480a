"""Evidence: what the checks may use, looked up by id, with the words and the rounding it was printed in."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.observations import Amount, Known
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR, Programme, Target
from thienhuong_analysis.programme.targets import PRINTED_UNITS
from thienhuong_analysis.projections import MEASURED, SECTORS

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


class Said:
    """A sentence for readers, kept apart from its values so that each language can say it.

    Args
        message : str  the English sentence, marked for the catalogue
        **values : object  ``Amount`` for figures, whole numbers for years, text, or another ``Said``

    Example
        >>> str(Said("at most {share}", share=Amount(0.5, "fraction")))
        'at most 50%'
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Absent(Exception):  # noqa: N818
    """A target, a quote or a figure that a check needs is not there."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.said = Said(message, **values)


@dataclass(frozen=True)
class Quote:
    """Words of the programme and where they stand."""

    subject: str
    citation: str
    text_vi: str
    text_en: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that a check uses, with what it is worth and where it is from.

    Args
        status : str  ``programme``, a status of an observation, ``assumption``, or ``computed``
        node : str  key of the tree that ``explain`` shows for it, where there is one
    """

    name: Said
    value: Amount
    status: str
    source: str = ""
    node: str = ""


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed, in its canonical unit, with half a unit of its last digit."""

    value: float
    half: float
    quote: Quote
    target: Target
    unit: str

    @property
    def figure(self) -> Figure:
        """The figure for the list of what a check used."""
        return Figure(Said(_("{target} in the programme"), target=self.target.target_id),
                      Amount(self.value, self.unit), "programme", self.quote.citation,
                      f"target.{self.target.target_id}")


@dataclass(frozen=True)
class Evidence:
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
            Absent: the programme has no such target
        """
        rows = self.programme.targets[self.programme.targets["target_id"] == target_id]
        if rows.empty:
            raise Absent(_("the programme has no target {target}"), target=target_id)
        row: Any = next(rows.itertuples())
        target = self.programme.by_id[target_id]
        scale = PRINTED_UNITS[row.unit]
        half = 0.0 if target.comparator == "done" else half_unit(float(row.value), row.quote_vi) / scale
        unit = {"percent": "fraction", "percent_per_year": "fraction"}.get(row.unit, row.unit)
        return Printed(target.value, half, _quote(row, target_id), target, unit)

    def again(self, target_id: str, citation: str = "") -> tuple[Quote, ...]:
        """Return the further places that name a target, those of one place only where it is given."""
        rows = self.programme.citations
        if rows.empty:
            return ()
        kept = rows[(rows["target_id"] == target_id) & ((rows["citation"] == citation) | (not citation))]
        return tuple(_quote(row, target_id) for row in kept.itertuples())

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

    def known(self, indicator: str, name: str) -> tuple[float, Figure]:
        """Return the ward's figure of 2025 and how it is listed.

        Args
            name : str  what it is called, marked for the catalogue

        Raises
            Absent: nothing was measured
        """
        value = self.measured(indicator)
        if value is None:
            raise Absent(_("no figure of {year} is known for {indicator}"), year=BASE_YEAR, indicator=indicator)
        rows = self.own.rows
        row = rows[(rows["indicator"] == indicator) & (rows["breakdown"] == "total")
                   & (rows["year"] == BASE_YEAR) & rows["status"].isin(MEASURED)].iloc[-1]
        return value, Figure(Said(name), Amount(value, str(row["unit"])), str(row["status"]),
                             f"{row['source']}, {row['cell']}", f"{indicator}.total.{BASE_YEAR}")

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


def half_unit(value: float, quote: str) -> float:
    """Return half a unit of the last digit that a figure is printed with.

    Args
        value : float  as printed; where the quote does not hold it, its own decimals count

    Example
        >>> half_unit(10.5, "tăng bình quân 10,5%/năm"), half_unit(1, "1,0ha 2026")
        (0.05, 0.05)
    """
    found = [text for text in _NUMBER.findall(quote)
             if float(text.replace(".", "").replace(",", ".")) == value]
    text = found[0] if found else f"{value:.10g}".replace(".", ",")
    return float(f"5e-{len(text.partition(',')[2]) + 1}")


def tolerance(*terms: tuple[float, Printed]) -> float:
    """Return how far rounding alone can move a residual, ``½ Σ |a_j| 10^(−digits_j)``.

    Args
        terms : pairs of (slope of the residual in the figure, figure)
    """
    return sum(abs(slope) * printed.half for slope, printed in terms)


def _quote(row: Any, subject: str) -> Quote:
    return Quote(subject, row.citation, row.quote_vi, getattr(row, "text_en", ""))


def quotes_of(*printed: Printed) -> tuple[Quote, ...]:
    """Return the words of several targets."""
    return tuple(one.quote for one in printed)


def figures_of(*printed: Printed) -> tuple[Figure, ...]:
    """Return several targets as figures."""
    return tuple(one.figure for one in printed)


def replaced(programme: Programme, changes: Mapping[str, float]) -> Programme:
    """Return the programme with other values of some targets, as printed.

    Example
        >>> from thienhuong_analysis.folder import INSTALLED, Folder
        >>> from thienhuong_analysis.programme import read_programme
        >>> other = replaced(read_programme(Folder(INSTALLED)), {"grdp_total": 15.7})
        >>> round(other.target("grdp_total").value, 3)
        0.157
    """
    from dataclasses import replace

    targets = programme.targets.copy()
    for target_id, value in changes.items():
        targets.loc[targets["target_id"] == target_id, "value"] = value
    return replace(programme, targets=targets)

"""Figures judged one by one: what an amount, a count, a level or a growth rate is hardly ever."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures, Mask
from thienhuong_analysis.observations.validation.findings import Findings

if TYPE_CHECKING:
    import pandera.pandas as pa

COUNTED = ("count", "persons", "households")
MONEY = ("billion_vnd", "million_vnd", "usd")
_POSITIVE = (*COUNTED, *MONEY, "hectares", "square_km", "per_1000_people")
_GROWTH = re.compile(r"_growth(_|$)")
_LOWEST_GROWTH, _HIGHEST_GROWTH = -0.5, 1.0


class _Range(NamedTuple):
    """Which figures a pandera check is for, and what is said of those that fail it."""

    concerned: Mask
    check: "pa.Check"
    severity: str
    message: str


def is_growth(indicator: str) -> bool:
    """Whether an indicator is a rate of growth.

    Example
        >>> is_growth("grdp_growth_plan"), is_growth("grdp")
        (True, False)
    """
    return _GROWTH.search(indicator) is not None


def check_ranges(figures: Figures, findings: Findings) -> None:
    """Add the figures that lie outside what their kind and unit allow, and those that are a bound."""
    for concerned, check, severity, message in _ranges(figures):
        places = np.flatnonzero(concerned)
        passed = check(pd.Series(figures.value[places])).check_output.to_numpy(bool)
        findings.note("range", severity, message, figures.frame, figures.order[places[~passed]])
    if "bound" in figures.frame:
        findings.note("bound", "low",
                      _("printed with {bound}; the number itself is taken, so give the exact figure "
                        "if there is one"),
                      figures.frame, figures.order[figures.where("bound", bool)])


def _ranges(figures: Figures) -> Iterator[_Range]:
    import pandera.pandas as pa

    registered = figures.where("kind", bool)  # a balance of other people's may be negative
    positive = figures.where("unit", lambda unit: unit in _POSITIVE) & registered
    level = figures.where("kind", lambda kind: kind == "level") & positive
    yield _Range(figures.where("unit", lambda unit: unit in MONEY) & registered, pa.Check.ge(0), "high",
                 _("{indicator} is hardly ever negative, but is {value}; check the sign"))
    yield _Range(level, pa.Check.ne(0), "high",
                 _("{indicator} cannot be 0; leave the cell empty where no figure is known"))
    yield _Range(figures.where("unit", lambda unit: unit in COUNTED),
                 pa.Check(lambda value: (value - value.round()).abs() <= 1e-6), "high",
                 _("{indicator} is counted one by one, but is {value}; write a whole number"))
    yield _Range(figures.where("indicator", is_growth)
                 & figures.where("unit", lambda unit: unit == "fraction"),
                 pa.Check.in_range(_LOWEST_GROWTH, _HIGHEST_GROWTH), "medium",
                 _("{indicator} of {value} is improbable for a growth rate; check the decimal comma, and "
                   "that it is no index with the year before as 100"))

"""Figures that cannot be: a share above its whole, fewer than none, a part of what is counted by ones."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.tables.raw import RawFigures
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.findings import Amount
from thienhuong_analysis.observations.validation.measuring import Units, cell_at
from thienhuong_analysis.observations.validation.ranges import COUNTED
from thienhuong_analysis.observations.values.columns import Complaints, attempt
from thienhuong_analysis.observations.values.numerals import parse_number

_PER_HEAD = ("population", "households")
_NEVER_NEGATIVE = (*COUNTED, "hectares", "square_km", "per_1000_people")


def refuse_impossible(raw: RawFigures, values: NDArray[np.float64], units: Units,
                      complaints: Complaints) -> None:
    """Refuse figures that nothing but a mistake can explain, however they came about.

    Only registered indicators are judged: in other people's tables a count may be a balance.

    Args
        values : ndarray (row)  [canonical unit]; NaN where there is none
    """
    for rows, message in _impossible(values, units):
        for row in np.flatnonzero(rows):
            pair = units.codes[row]
            complaints.note_rows(np.array([row]), ObservationError(
                message, indicator=units.pairs[pair][0], value=Amount(values[row], units.canonical[pair])))
    if raw.decimal == "auto":
        _refuse_unsettled(raw, values, units, complaints)


def _impossible(values: NDArray[np.float64], units: Units) -> Iterator[tuple[NDArray[np.bool_], str]]:
    share = units.rows(kind == "share" for kind in units.kinds)
    counted = units.rows(bool(kind) and unit in _NEVER_NEGATIVE
                         for kind, unit in zip(units.kinds, units.canonical, strict=True))
    yield (units.rows(indicator in _PER_HEAD for indicator, _unit in units.pairs) & (values <= 0),
           _("{indicator} cannot be {value}; other figures are counted per head of it"))
    yield (share & ((values < 0) | (values > 1)),
           _("{indicator} is a share of a whole, but is {value}; check the figure and its unit"))
    yield counted & (values < 0), _("{indicator} cannot be negative, but is {value}; check the sign")


def _refuse_unsettled(raw: RawFigures, values: NDArray[np.float64], units: Units,
                      complaints: Complaints) -> None:
    """Refuse ``38.250`` persons where a ``0.45`` elsewhere in the column would make them 38 and a quarter."""
    parts = np.abs(values - np.round(values)) > 1e-6
    counted = units.rows(bool(kind) and unit in COUNTED
                         for kind, unit in zip(units.kinds, units.canonical, strict=True))
    for row in np.flatnonzero(parts & counted):
        _figure, fault = attempt(parse_number, cell_at(raw.values, int(row)))
        if fault:
            complaints.note_rows(np.array([row]), fault)

"""Definitions that changed, and the breaks they leave in a series."""

import re
from collections.abc import Collection

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.metadata.reference import check_source, read_optional, read_sources

DEFINITIONS = "data/raw/reference/definitions.csv"
BREAKS = "data/raw/thienhuong/breaks.csv"
_BREAK_COLUMNS = ("indicator", "year", "restatement_factor", "reason_vi", "reason_en", "source")
_FACTOR = "restatement_factor"
_LOWEST_FACTOR, _HIGHEST_FACTOR = 0.1, 10.0


def read_definitions(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/reference/definitions.csv``: which definition an indicator had in which years.

    Returns
        DataFrame  indicator, definition, name_vi, name_en, from_year int, to_year int, source; by
        indicator and year; empty where there is no such file

    Raises
        ObservationError: a year that is none, years that overlap, an unknown source
    """
    names = ("indicator", "definition", "name_vi", "name_en", "from_year", "to_year", "source")
    frame, known = read_optional(folder, DEFINITIONS, *names), read_sources(folder).index
    for row in frame.itertuples():
        if not all(re.fullmatch(r"(19|20)\d\d", year) for year in (row.from_year, row.to_year)) or (
                row.from_year > row.to_year):
            raise ObservationError("{file}: {indicator} {definition}: from_year and to_year must be years, "
                                   "the first before the last", file=DEFINITIONS, indicator=row.indicator,
                                   definition=row.definition)
        check_source(DEFINITIONS, row.indicator, row.source, known)
    frame = frame.astype({"from_year": int, "to_year": int})
    frame = frame.sort_values(["indicator", "from_year"], kind="stable").reset_index(drop=True)
    same = frame["indicator"] == frame["indicator"].shift()
    for row in frame[same & (frame["from_year"] <= frame["to_year"].shift())].itertuples():
        raise ObservationError("{file}: {indicator} {definition}: its years overlap with those of the "
                               "definition before; correct from_year or to_year", file=DEFINITIONS,
                               indicator=row.indicator, definition=row.definition)
    return frame


def read_breaks(folder: Folder, indicators: Collection[str]) -> pd.DataFrame:
    """Return ``data/raw/thienhuong/breaks.csv``: the breaks that are known, and what bridges them.

    Args
        indicators : collection of str  those that exist

    Returns
        DataFrame  indicator, year int (the first of the new definition), restatement_factor float
        (what a figure by the old definition is multiplied with; NaN where nobody has given it, so that
        the two are never joined), reason_vi, reason_en, source; empty where there is no such file

    Raises
        ObservationError: an unknown indicator or source, a year that is none, a factor outside 0.1
            to 10, an empty reason
    """
    frame = read_optional(folder, BREAKS, *(name for name in _BREAK_COLUMNS if name != _FACTOR))
    frame, known = frame.assign(**{_FACTOR: frame.get(_FACTOR, "")}), read_sources(folder).index
    factors = pd.to_numeric(frame["restatement_factor"], errors="coerce").astype(float)
    for row, factor in zip(frame.itertuples(), factors, strict=True):
        where = {"file": BREAKS, "indicator": row.indicator}
        if row.indicator not in indicators:
            raise ObservationError("{file}: no indicator is called {indicator}; did you mean {nearest}?",
                                   nearest=nearest(row.indicator, indicators), **where)
        if re.fullmatch(r"(19|20)\d\d", row.year) is None:
            raise ObservationError("{file}: {indicator}: {year} is not a year; write the first year of the "
                                   "new definition", year=row.year, **where)
        if str(row.restatement_factor).strip() and not _LOWEST_FACTOR <= factor <= _HIGHEST_FACTOR:
            raise ObservationError("{file}: {indicator} {year}: the factor {factor} is not a number between "
                                   "{low} and {high}; write what a figure by the old definition is "
                                   "multiplied with", year=row.year, factor=row.restatement_factor,
                                   low=_LOWEST_FACTOR, high=_HIGHEST_FACTOR, **where)
        if not (row.reason_vi.strip() and row.reason_en.strip()):
            raise ObservationError("{file}: {indicator} {year}: the reason is empty; fill in reason_vi and "
                                   "reason_en", year=row.year, **where)
        check_source(BREAKS, row.indicator, row.source, known)
    return frame.assign(restatement_factor=factors).astype({"year": int})[list(_BREAK_COLUMNS)]

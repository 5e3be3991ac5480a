"""Old projections scored, once figures have come for the years that they projected.

References
    Bracher et al. 2021 (doi 10.1371/journal.pcbi.1008618): the weighted interval score, which is the CRPS
    as far as a few quantiles can tell it. Gneiting & Raftery 2007 (doi 10.1198/016214506000001437).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections import (
    MEASURED,
    Projection,
    Series,
    Vintage,
    series_of,
    weighted_interval_score,
)

INTERVALS = {0.5: ("0.25", "0.75"), 0.2: ("0.1", "0.9"), 0.05: ("0.025", "0.975")}
"""The stored intervals: α and the names of its two quantiles."""

COLUMNS = ("vintage", "revision", "scenario", "indicator", "breakdown", "unit", "year", "ahead", "actual",
           "median", "bias", "crps", "in_80", "in_95", "skill_last_value", "skill_last_growth")


def score_old(vintages: Iterable[Vintage], now: Mapping[str, Projection], known: Known) -> pd.DataFrame:
    """Return one row for every published figure of a year that has been measured since.

    Args
        now : mapping  scenario -> projection from all that is known now; its known years are the actuals
        known : Known  as of now, for how a figure came to be

    Returns
        DataFrame  columns ``COLUMNS``; ``bias`` is median less actual over the actual; ``skill`` is
        1 − CRPS over that of a forecast of no change, or of the last growth going on; NaN where the
        vintage knew too few years for it

    Notes
        Where a series has changed its unit since (an index, then VND), what was projected is its growth
        since 2025, and the actual is put into the old unit by it.
    """
    rows = []
    for vintage in vintages:
        projection = now.get(vintage.scenario)
        for series in projection.series.values() if projection else ():
            said = series_of(vintage.record, series.indicator, series.breakdown)
            for t in range(said.get("known_years", len(YEARS)), series.known_years):
                if _measured(series, known, t):
                    rows.append(_row(vintage, series, said, t))
    return pd.DataFrame([row for row in rows if row], columns=list(COLUMNS))


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores by vintage and scenario: coverage, mean bias, and skill over all figures.

    Skill is the median over the figures that have it: series of any unit count alike, and a figure that
    no change would have met by chance does not outweigh the rest.
    """
    grouped = scores.groupby(["vintage", "revision", "scenario"], sort=False)
    return grouped.agg(
        figures=("actual", "size"), coverage_80=("in_80", "mean"), coverage_95=("in_95", "mean"),
        bias=("bias", "mean"), skill_last_value=("skill_last_value", "median"),
        skill_last_growth=("skill_last_growth", "median")).reset_index()


def _row(vintage: Vintage, series: Series, said: Mapping[str, Any], t: int) -> dict[str, object] | None:
    name, year = (series.indicator, series.breakdown), YEARS[t]
    path = {kind: vintage.path_of(*name, *kind) for kind in (
        ("point", ""), ("median", ""), *(("quantile", q) for pair in INTERVALS.values() for q in pair))}
    if any(year not in values.index for values in path.values()):
        return None
    base, first = said.get("base"), int(said["known_years"])
    actual = float(series.point[t])
    if said["unit"] != series.unit:
        if not base or not series.base > 0:
            return None
        actual *= base / series.base
    median = float(path["median", ""][year])
    lower, upper = (np.array([path["quantile", pair[side]][year] for pair in INTERVALS.values()])
                    for side in (0, 1))
    crps = float(weighted_interval_score(actual, median, lower, upper, list(INTERVALS)))
    inside = (lower <= actual) & (actual <= upper)
    seen = [np.nan if base is None else float(base), *path["point", ""].reindex(YEARS[:first])]
    last, before, ahead = seen[-1], seen[-2] if len(seen) > 1 else np.nan, t + 1 - first
    with np.errstate(divide="ignore", invalid="ignore"):
        growing = last * np.float64(last / before) ** ahead if before else np.nan
    return {
        "vintage": vintage.day.isoformat(), "revision": vintage.revision, "scenario": vintage.scenario,
        "indicator": name[0], "breakdown": name[1], "unit": said["unit"], "year": year, "ahead": ahead,
        "actual": actual, "median": median, "bias": (median - actual) / actual if actual else np.nan,
        "crps": crps, "in_80": float(inside[1]), "in_95": float(inside[2]),
        "skill_last_value": _skill(crps, abs(last - actual)),
        "skill_last_growth": _skill(crps, abs(growing - actual))}


def _measured(series: Series, known: Known, t: int) -> bool:
    """Say whether the value of a year is a figure, or follows from figures, and is not a gap between two."""
    if np.isnan(series.point[t]):
        return False
    status = known.status(series.indicator, series.breakdown, BASE_YEAR + 1 + t)
    return status in MEASURED or status == ""


def _skill(crps: float, reference: float) -> float:
    """Return 1 − CRPS over that of the reference, which as a point scores its absolute error."""
    return float("nan") if not reference > 0 else 1 - crps / reference

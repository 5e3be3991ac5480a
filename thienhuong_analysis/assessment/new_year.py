"""A new actual, and two readings of how far it is off: the plan catches up, or the miss persists."""

import numpy as np
import pandas as pd

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import Projection, Series, reanchored, suitable

COLUMNS = ("indicator", "breakdown", "unit", "year", "expected", "actual", "miss", "last_year", "before",
           "catches_up", "persists", "rule")


def new_year(before: Projection, now: Projection, year: int) -> pd.DataFrame:
    """Return every series whose value of a year was projected before and is known now.

    Args
        before : Projection  from the figures up to the year before
        now : Projection  with those of the year
        year : int  of the actuals

    Returns
        DataFrame  columns ``COLUMNS``; expected, actual and miss (actual less expected) of the year; before,
        catches_up and persists: 2030 as it was projected, and by the two readings [unit as of now]
    """
    rows = []
    for name, series in now.series.items():
        readings = read_miss(before.series.get(name), series, year)
        if readings is not None:
            first, last = readings.iloc[0], readings.iloc[-1]
            rows.append({
                "indicator": name[0], "breakdown": name[1], "unit": series.unit, "year": year,
                "expected": first["before"], "actual": first["persists"],
                "miss": first["persists"] - first["before"], "last_year": int(readings.index[-1]),
                **last[["before", "catches_up", "persists"]], "rule": readings.attrs["rule"]})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def read_miss(before: Series | None, now: Series, year: int) -> pd.DataFrame | None:
    """Return the path of before and its two readings from the year of the actual on.

    Returns
        DataFrame  index year; before, catches_up, persists [unit as of now]; ``attrs["rule"]`` is ``ratio``
        or ``offset``; None where the year was known before or is not known now

    Notes
        Where the unit has changed in between (an index, then VND), the old path counts as growth since
        2025. A miss carried on takes a share no further than its bounds, and nothing below 0.
    """
    t = year - YEARS[0]
    if before is None or not 0 <= t < len(YEARS) or before.known_years > t or now.known_years <= t:
        return None
    path = before.point[t:] * (1 if before.unit == now.unit else now.base / before.base)
    actual = float(now.point[t])
    if np.isnan(path).any() or np.isnan(actual):
        return None
    rule = suitable(path, actual, share=now.unit == "fraction")
    most = 1.0 if now.unit == "fraction" else np.inf
    frame = pd.DataFrame({"before": path, "catches_up": reanchored(path, actual, f"reduce_{rule}"),
                          "persists": reanchored(path, actual, f"constant_{rule}")},
                         index=pd.Index(YEARS[t:], name="year")).clip(0.0, most)
    frame.attrs["rule"] = rule
    return frame

"""Panels of yearly series: any long file of ``country, indicator, year, value`` as an array of logarithms."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError, nearest

KEYS = ["country", "indicator", "year"]
COLUMNS = [*KEYS, "value"]
FIRST, LAST = 1500, 2200
"""Years outside of this are typing errors."""


@dataclass(frozen=True)
class Panel:
    """Yearly series side by side.

    Args
        country, indicator : ndarray (series) of str
        years : ndarray (year)  without gaps
        logs : ndarray (series, year)  logarithm of the value, NaN where there is none
        read : int  rows of the file
        left_out : dict  reason -> number of rows that were not used for it; the reasons are those of
            ``make_panel``, in their order: no_key, no_year, no_value, no_number, repeated, contradictory,
            not_positive
    """

    country: NDArray[np.object_]
    indicator: NDArray[np.object_]
    years: NDArray[np.int64]
    logs: NDArray[np.float64]
    read: int
    left_out: dict[str, int]


def read_panel(path: str | Path) -> Panel:
    """Return the panel of a long file, .csv or .parquet, whatever further columns it has.

    Raises
        ObservationError: no such file, no table, a column is missing, or no value is left
    """
    path = Path(path)
    if not path.is_file():
        raise ObservationError("{file}: there is no such file; give --data a .csv or .parquet file",
                               file=path)
    try:
        frame = pd.read_parquet(path) if path.suffix.lower() == ".parquet" else _read_text(path)
    except (ValueError, OSError, pd.errors.ParserError) as error:
        raise ObservationError("{file}: this is not a table that can be read; save it as CSV in UTF-8, or as "
                               "Parquet", file=path) from error
    frame.columns = [str(name).strip().lower() for name in frame.columns]
    for name in COLUMNS:
        if name not in frame.columns:
            raise ObservationError(
                "{file}: the column {column} is missing (nearest: {nearest}); the first line must name "
                "country, indicator, year and value", file=path, column=name,
                nearest=nearest(name, [str(c) for c in frame.columns]) or "…")
    panel = make_panel(frame.loc[:, ~frame.columns.duplicated()])
    if not panel.logs.size:
        raise ObservationError("{file}: none of its {count} rows has a country, an indicator, a year and a "
                               "number above zero; nothing can be scored", file=path, count=panel.read)
    return panel


def make_panel(frame: pd.DataFrame) -> Panel:
    """Return the panel of a long table, with a count of the rows that cannot be used, by reason.

    Args
        frame : DataFrame  columns country, indicator, year, value; any others are ignored

    Notes
        Growth is measured in logarithms, so values of zero and below are left out and leave a gap. A row
        that stands twice counts once; where one year has several values, none of them is taken.

    Example
        >>> rows = pd.DataFrame({"country": "A", "indicator": "x", "year": [2001, 2003], "value": [1, 2]})
        >>> make_panel(rows).logs.round(2).tolist()
        [[0.0, nan, 0.69]]
    """
    left_out: dict[str, int] = {}
    rows = frame[COLUMNS].copy()
    for name in ("country", "indicator"):
        rows[name] = rows[name].astype("string").str.strip()
    numbers = pd.to_numeric(rows["value"], errors="coerce").astype(float)
    years = pd.to_numeric(rows["year"], errors="coerce").astype(float)
    blank = rows["value"].isna() | (rows["value"].astype("string").str.strip() == "").fillna(True)
    rows["value"], rows["year"] = numbers.where(np.isfinite(numbers)), years

    def leave_out(reason: str, which: Callable[[pd.DataFrame], "pd.Series[bool]"]) -> None:
        nonlocal rows
        bad = which(rows).reindex(rows.index).fillna(False).astype(bool)
        if bad.any():
            left_out[reason] = int(bad.sum())
            rows = rows[~bad]

    rows = rows.reset_index(drop=True)
    blank = blank.reset_index(drop=True)
    leave_out("no_key", lambda f: f[["country", "indicator"]].isna().any(axis=1)
              | (f["country"] == "") | (f["indicator"] == ""))
    leave_out("no_year", lambda f: ~(f["year"].between(FIRST, LAST) & (f["year"] % 1 == 0)))
    leave_out("no_value", lambda f: blank.loc[f.index])
    leave_out("no_number", lambda f: f["value"].isna())
    leave_out("repeated", lambda f: f.duplicated(COLUMNS))
    leave_out("contradictory", lambda f: f.duplicated(KEYS, keep=False))
    leave_out("not_positive", lambda f: f["value"] <= 0)
    if rows.empty:
        none = np.array([], dtype=object)
        return Panel(none, none, np.array([], dtype=np.int64), np.empty((0, 0)), len(frame), left_out)
    wide = rows.assign(year=rows["year"].astype(int), country=rows["country"].astype(object),
                       indicator=rows["indicator"].astype(object)).pivot(
        index=["indicator", "country"], columns="year", values="value").sort_index()
    wide = wide.reindex(columns=range(int(wide.columns.min()), int(wide.columns.max()) + 1))
    return Panel(wide.index.get_level_values("country").to_numpy(object),
                 wide.index.get_level_values("indicator").to_numpy(object),
                 wide.columns.to_numpy(np.int64), np.log(wide.to_numpy(float)), len(frame), left_out)


def _read_text(path: Path) -> pd.DataFrame:
    """Return a table of texts; the separator is the one that its first line has most of."""
    with path.open(encoding="utf-8-sig") as lines:
        first = lines.readline()
    separator = max(",;\t", key=first.count)
    return pd.read_csv(path, sep=separator, dtype=str, encoding="utf-8-sig", keep_default_na=False)

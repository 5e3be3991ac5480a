"""The shape of the observations table, checked with pandera before anything uses it."""

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import pandera.pandas as pa

STATUSES = ("assumption", "implied", "estimate", "preliminary", "actual")
BREAKDOWN = r"[a-z0-9_]+(=[a-z0-9_]+(;[a-z0-9_]+=[a-z0-9_]+)*)?"
"""``total``, ``services``, or ``key=member;key=member``."""

OBSERVATION_COLUMNS = {
    "locality": str, "indicator": str, "breakdown": str, "period": str, "year": "int64",
    "value": float, "unit": str, "status": str, "as_of": object, "source": str, "cell": str}


def observations_schema() -> "pa.DataFrameSchema":
    """Return the schema of observations: these columns in order, nothing missing or infinite.

    Columns that repeat a few texts are checked text by text, not row by row.
    """
    import pandera.pandas as pa

    def each(passes: Callable[[Any], bool], name: str) -> pa.Check:
        return pa.Check(lambda column: all(map(passes, pd.unique(column))), name=name, error=name)

    checks = {
        "breakdown": each(re.compile(BREAKDOWN).fullmatch, "a breakdown"),
        "period": each(re.compile(r"[0-9]{4}(-(H[12]|Q[1-4]|M0[1-9]|M1[0-2]))?").fullmatch, "a period"),
        "value": pa.Check(lambda value: value.abs() < float("inf"), name="finite"),
        "status": each(STATUSES.__contains__, "a status"),
        "as_of": each(lambda day: type(day) is date, "a date"),
        "cell": pa.Check(lambda cells: cells.str.contains(".[:!].", regex=True), name="a place"),
    }
    columns = {name: pa.Column(dtype, checks.get(name))
               for name, dtype in OBSERVATION_COLUMNS.items()}
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def as_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of observations of a frame, in their order and types, validated."""
    shaped = frame[list(OBSERVATION_COLUMNS)].astype(OBSERVATION_COLUMNS).reset_index(drop=True)
    return observations_schema().validate(shaped)

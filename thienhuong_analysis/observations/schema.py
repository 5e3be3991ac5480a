"""The shape of the observations table, checked with pandera before anything uses it."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import pandera.pandas as pa

STATUSES = ("assumption", "implied", "estimate", "preliminary", "actual")
BREAKDOWN = r"[a-z0-9_]+(=[a-z0-9_]+(;[a-z0-9_]+=[a-z0-9_]+)*)?"
"""``total``, ``services``, or ``key=member;key=member``."""

_PERIOD = r"[0-9]{4}(-(H[12]|Q[1-4]|M0[1-9]|M1[0-2]))?"

OBSERVATION_COLUMNS: dict[str, type | str] = {
    "locality": str, "indicator": str, "breakdown": str, "period": str, "year": "int64",
    "value": float, "unit": str, "status": str, "as_of": object, "source": str, "cell": str}


def observations_schema() -> "pa.DataFrameSchema":
    """Return the schema of observations: these columns in order, nothing missing or infinite.

    Columns that repeat a few texts are checked text by text, not row by row.
    """
    import pandera.pandas as pa

    checks = {
        "breakdown": pa.Check(lambda texts: _match(BREAKDOWN, texts), name="a breakdown"),
        "period": pa.Check(lambda texts: _match(_PERIOD, texts), name="a period"),
        "value": pa.Check(lambda value: value.abs() < float("inf"), name="finite"),
        "status": pa.Check(lambda texts: set(pd.unique(texts)) <= set(STATUSES), name="a status"),
        "as_of": pa.Check(lambda days: {type(day) for day in pd.unique(days)} <= {date}, name="a date"),
        "cell": pa.Check(lambda cells: cells.str.contains(":", regex=False)
                         | cells.str.contains("!", regex=False), name="a place"),
    }
    columns = {name: pa.Column(dtype, checks.get(name))
               for name, dtype in OBSERVATION_COLUMNS.items()}
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def no_observations() -> pd.DataFrame:
    """Return the table without a row."""
    return as_observations(pd.DataFrame(columns=list(OBSERVATION_COLUMNS), dtype=object))


def as_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of observations of a frame, in their order and types, validated."""
    shaped = pd.DataFrame({name: _column(frame[name], dtype)
                           for name, dtype in OBSERVATION_COLUMNS.items()})
    return observations_schema().validate(shaped)


def _column(column: "pd.Series[Any]", dtype: "type | str") -> "pd.Series[Any]":
    """Return a column in its type; of categories each is cast once."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not column.hasnans:
        kinds = pd.Series(column.cat.categories).astype(dtype)
        return kinds.take(column.cat.codes.to_numpy()).reset_index(drop=True)
    return column.astype(dtype).reset_index(drop=True)


def _match(pattern: str, texts: "pd.Series[Any]") -> bool:
    return all(re.fullmatch(pattern, text) for text in pd.unique(texts))

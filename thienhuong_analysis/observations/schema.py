"""The shape of the observations table, checked with pandera before anything uses it."""

from datetime import date
from typing import TYPE_CHECKING

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
    """Return the schema of observations: these columns in order, nothing missing or infinite."""
    import pandera.pandas as pa

    checks = {
        "breakdown": pa.Check.str_matches(f"^{BREAKDOWN}$"),
        "period": pa.Check.str_matches(r"^\d{4}(-(H[12]|Q[1-4]|M0[1-9]|M1[0-2]))?$"),
        "value": pa.Check(lambda value: value.abs() < float("inf"), name="finite"),
        "status": pa.Check.isin(STATUSES),
        "as_of": pa.Check(lambda days: days.map(type) == date, name="a date"),
        "cell": pa.Check.str_matches(r".+[:!].+"),
    }
    columns = {name: pa.Column(dtype, checks.get(name))
               for name, dtype in OBSERVATION_COLUMNS.items()}
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def as_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of observations of a frame, in their order and types, validated."""
    shaped = frame[list(OBSERVATION_COLUMNS)].astype(OBSERVATION_COLUMNS).reset_index(drop=True)
    return observations_schema().validate(shaped)

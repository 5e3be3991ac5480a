"""A frame that is no table of observations does not pass for one."""

from datetime import date, datetime

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

from thienhuong_analysis.observations import as_observations, observations_schema

ROW = {
    "locality": "thienhuong",
    "indicator": "enterprises",
    "breakdown": "total",
    "period": "2025",
    "year": 2025,
    "value": 250.0,
    "unit": "count",
    "status": "actual",
    "as_of": date(2026, 1, 31),
    "source": "office",
    "cell": "a.csv:2",
}


def test_columns_come_out_in_their_order_and_types() -> None:
    frame = as_observations(
        pd.DataFrame([dict(reversed(ROW.items())) | {"value": 250, "note": "x"}])
    )
    assert frame.to_dict("records") == [ROW]
    assert list(frame) == list(ROW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": float("inf")},
        {"value": float("nan")},
        {"status": "real"},
        {"period": "25"},
        {"period": "2025-Q7"},
        {"breakdown": "Cả phường"},
        {"as_of": "2026-01-31"},
        {"as_of": datetime(2026, 1, 31)},
        {"cell": "nowhere"},
    ],
)
def test_a_value_outside_the_contract_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((SchemaError, SchemaErrors)):
        as_observations(pd.DataFrame([ROW | wrong]))


def test_columns_in_another_order_or_number_are_refused() -> None:
    frame = as_observations(pd.DataFrame([ROW]))
    for strange in (frame[frame.columns[::-1]], frame.drop(columns="cell"), frame.assign(note="x")):
        with pytest.raises((SchemaError, SchemaErrors)):
            observations_schema().validate(strange)

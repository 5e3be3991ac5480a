"""What is best known is the last word of the highest authority, as of a day and up to a year."""

import math
from datetime import date

import pandas as pd
import pytest

from thienhuong_analysis.observations import Known, as_observations

ROWS = [
    ("enterprises", "total", "2024", 240.0, "actual", date(2025, 1, 31)),
    ("enterprises", "total", "2025", 100.0, "implied", date(2026, 9, 30)),
    ("enterprises", "total", "2025", 250.0, "preliminary", date(2026, 1, 31)),
    ("enterprises", "total", "2025", 262.0, "actual", date(2026, 6, 30)),
    ("enterprises", "total", "2026", 338.0, "estimate", date(2026, 12, 31)),
    ("enterprises", "total", "2026-H1", 300.0, "actual", date(2026, 6, 30)),
    ("enterprises", "services", "2025", 120.0, "actual", date(2026, 1, 31)),
]


@pytest.fixture
def observations() -> pd.DataFrame:
    rows = [
        {
            "locality": "thienhuong",
            "indicator": indicator,
            "breakdown": breakdown,
            "period": period,
            "year": int(period[:4]),
            "value": value,
            "unit": "count",
            "status": status,
            "as_of": as_of,
            "source": "office",
            "cell": f"a.csv:{line}",
        }
        for line, (indicator, breakdown, period, value, status, as_of) in enumerate(ROWS, start=2)
    ]
    return as_observations(pd.DataFrame([*rows, {**rows[0], "locality": "vietnam", "value": 9e5}]))


def test_history_has_the_last_word_on_every_whole_year(observations) -> None:
    assert Known(observations, "thienhuong").history("enterprises").to_dict() == {
        2024: 240,
        2025: 262,
        2026: 338,
    }


def test_what_became_known_later_is_left_out(observations) -> None:
    known = Known(observations, "thienhuong", as_of=date(2026, 5, 1))
    assert known.history("enterprises").to_dict() == {2024: 240, 2025: 250}
    assert known.status("enterprises", "total", 2025) == "preliminary"


def test_later_years_are_left_out(observations) -> None:
    assert Known(observations, "thienhuong", year=2024).history("enterprises").to_dict() == {
        2024: 240
    }


def test_only_figures_of_the_statuses_asked_for_count(observations) -> None:
    known = Known(observations, "thienhuong")
    assert known.history("enterprises", statuses=("implied",)).to_dict() == {2025: 100}
    assert known.history("enterprises", statuses=("actual",)).to_dict() == {2024: 240, 2025: 262}


def test_value_is_that_of_the_year_or_of_the_latest(observations) -> None:
    known = Known(observations, "thienhuong")
    assert (known.value("enterprises", year=2025), known.value("enterprises")) == (262, 338)
    assert math.isnan(known.value("enterprises", year=2020)) and math.isnan(known.value("grdp"))


def test_places_and_breakdowns_are_kept_apart(observations) -> None:
    assert Known(observations, "vietnam").history("enterprises").to_dict() == {2024: 9e5}
    assert Known(observations, "thienhuong").breakdowns("enterprises") == ["total", "services"]
    assert Known(observations, "thienhuong").value("enterprises", "services") == 120


def test_nothing_known_is_an_empty_history_without_status(observations) -> None:
    known = Known(observations, "hoa_binh")
    assert known.history("enterprises").empty and known.breakdowns("enterprises") == []
    assert (
        known.status("enterprises", "total", 2025)
        == known.status("enterprises", "total", None)
        == ""
    )

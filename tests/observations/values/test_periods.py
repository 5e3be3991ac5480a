"""Periods and days are written in one way, or refused."""

from datetime import date

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.values.periods import is_period, last_day, parse_day, parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", "2026"),
        ("Năm 2026", "2026"),
        ("NĂM  2026", "2026"),
        ("2026-h1", "2026-H1"),
        ("2026-Q3", "2026-Q3"),
        ("2026-M09", "2026-M09"),
        ("năm 2026-Q1", "2026-Q1"),
    ],
)
def test_a_period_is_read(text: str, period: str) -> None:
    assert is_period(text)
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text", ["", "26", "1026", "2126", "20266", "2026-Q5", "2026-H3", "2026-M13", "2026-M9", "x"]
)
def test_anything_else_is_no_period(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ObservationError, match=r"is not a period; write 2026, 2026-H1"):
        parse_period(text)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-H1", date(2026, 6, 30)),
        ("2026-H2", date(2026, 12, 31)),
        ("2026-Q1", date(2026, 3, 31)),
        ("2024-M02", date(2024, 2, 29)),
        ("2026-M12", date(2026, 12, 31)),
    ],
)
def test_a_period_ends_on_its_last_day(period: str, day: date) -> None:
    assert last_day(period) == day


@pytest.mark.parametrize("text", ["2025-12-03", "03/12/2025", "3/12/2025"])
def test_a_day_is_written_year_first_or_day_first(text: str) -> None:
    assert parse_day(text) == date(2025, 12, 3)


@pytest.mark.parametrize("text", ["", "12/31/2025", "31/12/25", "2025-02-30", "30/2/2025", "hôm qua"])
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(ObservationError, match=r"is not a date; write it like 2026-01-31"):
        parse_day(text)

"""The evidence of the shipped ward, and the same with something else in it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.assessment.audit import CHECKS, Check, Stated, replaced
from thienhuong_analysis.observations import Known

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def evidence() -> Stated:
    return th.Ward.open(ROOT).stated


@pytest.fixture(scope="session")
def answered(evidence: Stated) -> Callable[..., Check]:
    """Answer a check by its number, with other values or years of targets, or on other evidence."""

    def answer(number: int, changes: dict[str, float] | None = None, *,
               given: Stated | None = None) -> Check:
        given = given or evidence
        return CHECKS[number - 1](replace(given, programme=replaced(given.programme, changes or {})))

    return answer


@pytest.fixture(scope="session")
def knowing(evidence: Stated) -> Callable[..., Stated]:
    """Return the evidence of a ward that has measured more: figures of 2025 by (indicator, breakdown)."""

    def make(figures: dict[tuple[str, str], float], unit: str = "count") -> Stated:
        rows = pd.DataFrame([{
            "locality": "thienhuong", "indicator": indicator, "breakdown": breakdown, "period": "2025",
            "year": 2025, "value": value, "unit": unit, "status": "actual", "as_of": evidence.own.rows[
                "as_of"].iloc[0], "source": "form", "cell": "form.xlsx!A1"}
            for (indicator, breakdown), value in figures.items()])
        observations = pd.concat([evidence.own.observations, rows], ignore_index=True)
        return replace(evidence, own=Known(observations, "thienhuong"))

    return make


@pytest.fixture(scope="session")
def with_rows(evidence: Stated) -> Callable[..., Stated]:
    """Return the evidence with another table of the programme."""

    def make(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Stated:
        frame = change(getattr(evidence.programme, table).copy())
        return replace(evidence, programme=replace(evidence.programme, **{table: frame}))

    return make

"""Targets, series and figures made by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from thienhuong_analysis.assessment import assess
from thienhuong_analysis.programme import YEARS, Programme, Target
from thienhuong_analysis.projections import Projection, Series
from thienhuong_analysis.ward import Ward

ROOT = Path(__file__).parents[2]

settings.register_profile("same every time", derandomize=True, deadline=None,
                          max_examples=50)
settings.load_profile("same every time")

KINDS = {"share": "fraction", "level": "persons", "count": "count", "ratio": "per_1000_people",
         "growth": "billion_vnd", "flow": "billion_vnd", "milestone": "none"}


@pytest.fixture
def target() -> Callable[..., Target]:
    """Make a target; without a word a level of at least 20 by 2030."""

    def make(value: float = 20.0, comparator: str = "ge", cadence: str = "by_year", *,
             kind: str = "ratio", from_year: int | None = None, by_year: int | None = 2030,
             is_growth: bool = False) -> Target:
        return Target("t", "thing", "total", comparator, value, is_growth, cadence, from_year,
                      by_year, "B.I.1", kind, "higher")

    return make


@pytest.fixture
def series() -> Callable[..., Series]:
    """Make a series from its draws, ndarray (draw, year 2026–2030)."""

    def make(draws: object, base: float = 100.0, known_years: int = 0, *,
             rests_on: tuple[str, ...] = (), unit: str = "count",
             indicator: str = "thing",
             base_rests_on: tuple[str, ...] = ()) -> Series:
        table = np.array(draws, float)
        return Series(indicator, "total", unit, np.median(table, axis=0), table, base, known_years,
                      rests_on, base_rests_on)

    return make


@dataclass
class Ledger:
    """Stands for ``observations.Known``: figures (value, status) by indicator and year."""

    figures: dict[str, dict[int, tuple[float, str]]] = field(default_factory=dict)

    def history(self, indicator: str, breakdown: str = "total",
                statuses: tuple[str, ...] | None = None) -> pd.Series:
        found = {year: value for year, (value, status) in self.figures.get(indicator, {}).items()
                 if breakdown == "total" and (statuses is None or status in statuses)}
        return pd.Series(list(found.values()), index=pd.Index(list(found), dtype=int),
                         dtype=float).sort_index()

    def status(self, indicator: str, breakdown: str, year: int) -> str:
        known = self.figures.get(indicator, {}) if breakdown == "total" else {}
        return known.get(year, (0.0, ""))[1]


@pytest.fixture
def review() -> Callable[..., pd.Series]:
    """Assess one target, printed as the programme prints it, and return its row."""

    def make(value: float = 20.0, comparator: str = "ge", cadence: str = "by_year", *,
             kind: str = "ratio", unit: str = "none", from_year: float = np.nan,
             by_year: float = 2030, year: int = 2026, series: Series | None = None,
             figures: dict[int, float | tuple[float, str]] | None = None,
             others: dict[str, dict[int, tuple[float, str]]] | None = None) -> pd.Series:
        units = pd.DataFrame({"lead_unit": ["office"], "name_vi": [""], "name_en": [""]})
        indicators = pd.DataFrame([{"indicator_id": "thing", "unit": KINDS[kind], "kind": kind,
                                    "better": "higher", "lead_unit": "office"}])
        targets = pd.DataFrame([{
            "target_id": "t", "indicator_id": "thing", "breakdown": "total",
            "comparator": comparator, "value": value, "unit": unit, "cadence": cadence,
            "from_year": from_year, "by_year": by_year, "citation": "B.III.2.5",
            "quote_vi": "đạt 20"}])
        empty = pd.DataFrame()
        programme = Programme(units, indicators, targets, empty, empty, empty)
        known = {"thing": {when: figure if isinstance(figure, tuple) else (figure, "actual")
                           for when, figure in (figures or {}).items() if when <= year}}
        projected = {(series.indicator, series.breakdown): series} if series else {}
        projection = Projection("test", "thienhuong", date(2026, 6, 30), 1,
                                None, projected)  # type: ignore[arg-type]
        ledger = Ledger(known | (others or {}))
        return assess(programme, ledger, projection, year).iloc[0]  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def installed() -> Ward:
    """The ward with the figures that come installed."""
    return Ward.open(ROOT)


@pytest.fixture(scope="session")
def sample() -> Ward:
    """The made-up ward with figures of three years."""
    return Ward.open(ROOT / "data" / "sample")


@pytest.fixture
def one_target() -> Callable[..., tuple[Programme, Ledger, Projection]]:
    """Make a programme of one target ``t`` and what is known and projected of it, each year a figure."""

    def make(value: float, figures: dict[int, float], comparator: str = "ge", cadence: str = "by_year", *,
             kind: str = "ratio", base: float = np.nan, assumed: bool = False, from_year: float = np.nan,
             by_year: float = 2030, breaks: tuple[int, ...] = (), unit: str = "none",
             ) -> tuple[Programme, Ledger, Projection]:
        units = pd.DataFrame({"lead_unit": ["office"], "name_vi": [""], "name_en": [""]})
        indicators = pd.DataFrame([{"indicator_id": "thing", "unit": KINDS[kind], "kind": kind,
                                    "better": "higher", "lead_unit": "office"}])
        targets = pd.DataFrame([{
            "target_id": "t", "indicator_id": "thing", "breakdown": "total", "comparator": comparator,
            "value": value, "unit": unit, "cadence": cadence, "from_year": from_year, "by_year": by_year,
            "citation": "B.III.2.5", "quote_vi": "đạt"}])
        empty = pd.DataFrame()
        known = {year: (figure, "actual") for year, figure in figures.items()}
        series = {}
        if not np.isnan(base) or 2025 in figures:
            path = np.array([figures.get(year, np.nan) for year in YEARS])
            last = int(np.flatnonzero(np.isfinite(path)).max(initial=-1)) + 1
            path[last:] = path[last - 1] if last else base
            series["thing", "total"] = Series(
                "thing", "total", "none", path, np.tile(path, (4, 1)), figures.get(2025, base), last, (),
                ("thing_2025",) if assumed else (), breaks=breaks)
        return (Programme(units, indicators, targets, empty, empty, empty), Ledger({"thing": known}),
                Projection("test", "thienhuong", date(2026, 6, 30), 1, None, series))  # type: ignore[arg-type]

    return make

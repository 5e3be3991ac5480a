"""A small ward made by hand: its programme, what is known of it, and what is assumed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from thienhuong_analysis.programme import Programme
from thienhuong_analysis.projections import Calibration, Inputs, Streams
from thienhuong_analysis.scenarios import Setting

settings.register_profile("same every time", derandomize=True, deadline=None,
                          max_examples=50)
settings.load_profile("same every time")

KINDS = {
    "grdp": ("growth", "billion_vnd"), "population": ("level", "persons"),
    "households": ("level", "households"), "enterprises": ("count", "count"),
    "enterprises_per_1000": ("ratio", "per_1000_people"),
    "household_business_conversions": ("flow", "count"),
    "poor_households": ("count", "households"), "poverty_rate": ("share", "fraction"),
    "clean_water_share": ("share", "fraction"), "budget_revenue": ("growth", "billion_vnd"),
    "income_per_capita": ("growth", "million_vnd"),
    "household_businesses": ("count", "count"), "drug_free_ward": ("milestone", "none"),
}
TARGETS = [("density", "enterprises_per_1000", "ge", 20, "per_1000_people"),
           ("poverty", "poverty_rate", "lt", 0.5, "percent")]
ASSUMED = {
    "base_share.agriculture_fishery": 0.05, "base_share.industry_construction": 0.60,
    "base_share.services": 0.35, "growth.agriculture_fishery": 0.02, "growth.services": 0.08,
    "growth.industry_construction": 0.14, "volatility": 1.5, "household_size": 3.5,
    "poor_households": 300, "population_growth": 0.01, "births": 40, "birth_overdispersion": 2.0,
    "exit_rate": 0.1, "conversions": 450, "conversion_uptake": 0.6, "poverty_exit": 0.3,
    "poverty_entry": 0.0005, "project_ramp": 4, "near_poor_households": 600,
    "share_volatility": 0.2, "level_volatility": 0.05, "delay_years": 0,
}
FIGURES = {("enterprises", "total"): {2025: 250.0}, ("population", "total"): {2025: 45_150.0},
           ("clean_water_share", "total"): {2025: 0.8}, ("budget_revenue", "total"): {2025: 100.0}}
LOADINGS = {"enterprise_births": 0.5, "enterprise_exits": -0.3, "household_business_conversions": 0.2,
            "poverty_exits": 0.15, "poverty_entries": -0.15, "budget_revenue": 0.5, "others": 0.0}
CALIBRATION = Calibration(
    3, 4.0, 10.0, np.full(3, 0.1), np.full(3, 0.06), np.full(3, 0.03), np.full(3, 0.02),
    np.array([0.01, 0.03, 0.02]), np.array([[1, 0.2, 0.1], [0.2, 1, 0.5], [0.1, 0.5, 1]]), 0.3)


@dataclass
class Ledger:
    """Stands for ``observations.Known``: the figures by indicator, breakdown and year."""

    figures: dict[tuple[str, str], dict[int, float]]
    grade: str = "actual"
    as_of: date | None = None

    def history(self, indicator: str, breakdown: str = "total",
                statuses: tuple[str, ...] | None = None) -> pd.Series:
        wanted = statuses is None or self.grade in statuses
        found = self.figures.get((indicator, breakdown), {}) if wanted else {}
        return pd.Series(list(found.values()), index=pd.Index(list(found), dtype=int),
                         dtype=float).sort_index()

    def status(self, indicator: str, breakdown: str, year: int) -> str:
        return self.grade if year in self.figures.get((indicator, breakdown), {}) else ""

    def breakdowns(self, indicator: str) -> list[str]:
        return sorted(breakdown for name, breakdown in self.figures if name == indicator)


@pytest.fixture(scope="session")
def programme() -> Programme:
    units = pd.DataFrame({"lead_unit": ["office"], "name_vi": ["Văn phòng"], "name_en": ["Office"]})
    indicators = pd.DataFrame([
        {"indicator_id": name, "name_vi": name, "name_en": name, "unit": unit, "kind": kind,
         "better": "higher", "lead_unit": "office"} for name, (kind, unit) in KINDS.items()])
    targets = pd.DataFrame([
        {"target_id": name, "indicator_id": indicator, "breakdown": "total",
         "comparator": comparator, "value": value, "unit": unit, "cadence": "by_year",
         "from_year": np.nan, "by_year": 2030, "condition": "", "citation": "B.I.1", "quote_vi": "",
         "text_en": ""} for name, indicator, comparator, value, unit in TARGETS])
    return Programme(units, indicators, targets, pd.DataFrame(), pd.DataFrame(), pd.DataFrame())


@pytest.fixture
def inputs(programme: Programme) -> Callable[..., Inputs]:
    """Make inputs: the hand-made ward with other levers, figures or assumptions."""

    def make(levers: dict[str, object] | None = None, *, draws: int = 60, seed: int = 2025,
             figures: dict[str | tuple[str, str], dict[int, float]] | None = None,
             assumed: dict[str, float] | None = None, without: tuple[str, ...] = (),
             scenario: str = "test", **more: object) -> Inputs:
        settings = {key: _setting(value) for key, value in (levers or {}).items()}
        known = FIGURES | {(key, "total") if isinstance(key, str) else key: figure
                           for key, figure in (figures or {}).items()}
        table = pd.DataFrame({"value": ASSUMED | (assumed or {})}).drop(index=list(without))
        return Inputs(programme, Ledger(known), table, settings,  # type: ignore[arg-type]
                      Streams(seed, draws), CALIBRATION, date(2026, 6, 30), scenario, "thienhuong",
                      **({"loadings": LOADINGS} | more))

    return make


def _setting(value: object) -> Setting:
    if isinstance(value, Setting):
        return value
    if isinstance(value, list):
        return Setting(np.array(value, float), "test")
    return Setting(None if value == "required" else value, "test")  # type: ignore[arg-type]

"""Small frames in the shapes that the other rooms hand over."""

from pathlib import Path

import pandas as pd
import pytest

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.programme import read_programme

ROOT = Path(__file__).parents[2]
SPREAD = {0.025: -30, 0.1: -20, 0.25: -10, 0.75: 10, 0.9: 20, 0.975: 30}


@pytest.fixture(scope="session")
def programme():
    return read_programme(Folder(ROOT))


@pytest.fixture(scope="session")
def assumptions():
    return pd.read_csv(ROOT / "data/raw/thienhuong/assumptions.csv").set_index("assumption")


@pytest.fixture
def projection():
    """A function that makes a projection table whose point path climbs evenly to its end."""
    def make(end=170.0, *, unit="index_2025", scenario="trend", indicator="grdp", start=100.0):
        rows = []
        for i, year in enumerate(range(2026, 2031), start=1):
            point = start + (end - start) * i / 5
            outputs = [("point", "", point), ("median", "", point - 1)]
            outputs += [("quantile", str(q), point + d * i / 5) for q, d in SPREAD.items()]
            rows += [{"vintage": "2025-12-31", "scenario": scenario, "locality": "thienhuong",
                      "indicator": indicator, "breakdown": "total", "year": year,
                      "output_type": kind, "output_type_id": name, "value": value, "unit": unit}
                     for kind, name, value in outputs]
        return pd.DataFrame(rows)
    return make


@pytest.fixture
def required():
    return pd.DataFrame({"year": range(2025, 2031), "value": [100 * 1.14**i for i in range(6)]})


@pytest.fixture
def assessment(programme):
    """One row a target without data, but for the few that have some."""
    nan = float("nan")
    known = {
        "grdp_total": {"milestone": 0.14, "projected": 0.115, "probability": 0.312,
                       "verdict": "at_risk", "assumed": True,
                       "rests_on": "growth.services;volatility"},
        "enterprises_per_1000": {"baseline": 5.538, "baseline_status": "implied",
                                 "latest_status": "implied", "latest_year": 2025,
                                 "milestone": 7.2, "projected": 8.9, "probability": 0.0004,
                                 "verdict": "unlikely", "assumed": True,
                                 "rests_on": "births;exit_rate"},
        "health_insurance_share": {"baseline": 0.93, "latest": 0.935, "latest_status": "actual",
                                   "milestone": 0.94, "projected": 0.985, "probability": 0.84,
                                   "verdict": "likely"},
        "crime_investigation_total": {"latest": 0.82, "latest_status": "preliminary",
                                      "milestone": 0.85, "projected": 0.8, "probability": 0.0,
                                      "verdict": "missed"},
        "poor_households": {"baseline": 54.0, "latest": 40.0, "latest_status": "actual",
                            "milestone": 0.0, "projected": 12.0, "probability": 0.002,
                            "verdict": "unlikely"},
        "elections_2026": {"latest": 1.0, "latest_status": "actual", "milestone": 1.0,
                           "verdict": "done"},
    }
    indicators = programme.indicators.set_index("indicator_id")
    rows = []
    for target in programme.by_id.values():
        indicator = indicators.loc[target.indicator_id]
        rows.append({
            "target_id": target.target_id, "indicator_id": target.indicator_id,
            "breakdown": target.breakdown, "theme": target.theme,
            "lead_unit": indicator["lead_unit"], "comparator": target.comparator,
            "target": target.value, "unit": "fraction" if target.is_growth else indicator["unit"],
            "cadence": target.cadence, "from_year": target.from_year, "by_year": target.by_year,
            "citation": target.citation, "baseline": nan, "baseline_status": "", "latest": nan,
            "latest_year": 2026, "latest_status": "", "milestone": nan, "projected": nan,
            "probability": nan, "standard_error": 0.0046, "verdict": "no_data", "assumed": False,
            "rests_on": "", **known.get(target.target_id, {})})
    return pd.DataFrame(rows)

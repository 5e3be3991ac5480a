"""Seconds that judging, validating and comparing a million figures take."""

import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter

import numpy as np
import pandas as pd

from thienhuong_analysis.observations import (
    Findings,
    as_observations,
    check_figures,
    revisions,
    superseded,
)

INDICATORS = {"grdp": ("billion_vnd", "growth"), "population": ("persons", "level"),
              "households": ("households", "level"), "poor_households": ("households", "count"),
              "poverty_rate": ("fraction", "share"), "grdp_share": ("fraction", "share"),
              "grdp_growth": ("fraction", "ratio"), "budget_revenue": ("billion_vnd", "growth"),
              "enterprises": ("count", "count"), "clean_water_share": ("fraction", "share")}
BREAKDOWNS = ["total", "agriculture_fishery", "industry_construction", "services"]
YEARS = 16


def figures(rows: int, *, rivals: bool) -> pd.DataFrame:
    """Return invented figures, grown a little every year; with rivals, several on each cell."""
    draw, number = np.random.default_rng(2025), np.arange(rows)
    places = max(1, rows // (640 * (20 if rivals else 1)))
    year, breakdown, indicator = number % YEARS, number // YEARS % 4, number // 64 % 10
    place = number // 640 % places
    names, units, kinds = list(INDICATORS), *zip(*INDICATORS.values(), strict=True)
    share = np.array(units)[indicator] == "fraction"
    base = draw.random((places, 10, 4))[place, indicator, breakdown]
    noise = draw.normal(0, 0.01, rows)
    value = np.where(share, np.round(0.4 * base + 0.002 * year + noise / 5, 4),
                     np.round((1000 * base + 500) * 1.03**year * np.exp(noise)))

    def category(codes: np.ndarray, texts: list[object]) -> pd.Categorical:
        return pd.Categorical.from_codes(codes, texts)

    told = number // (640 * places)
    frame = pd.DataFrame({
        "locality": category(place, [f"place_{i:05}" for i in range(places)]),
        "indicator": category(indicator, names), "breakdown": category(breakdown, BREAKDOWNS),
        "period": category(year, [str(2010 + i) for i in range(YEARS)]), "year": 2010 + year, "value": value,
        "unit": np.array(units, object)[indicator], "kind": np.array(kinds, object)[indicator],
        "status": category(number % 2, ["preliminary", "actual"]),
        "as_of": category(year + told, [date(2011 + i, 1, 31) for i in range(YEARS + int(told.max()))]),
        "source": category(number % 2, ["office", "paper"]), "file": category(0 * number, ["big.csv"]),
        "cell": "big.csv:" + pd.Series(number + 2).astype("str"), "text": "", "bound": ""})
    order = frame.sort_values(["locality", "indicator", "breakdown", "period", "as_of"], kind="stable")
    return order.reset_index(drop=True)


def seconds(work: Callable[[], object]) -> float:
    """Return the best of three."""
    times = []
    for _ in range(3):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main(rows: int) -> None:
    """Print a line for each piece of work."""
    definitions = pd.DataFrame({"indicator": "poverty_rate", "definition": ["old", "new"],
                                "from_year": [2010, 2021], "to_year": [2020, 2030], "source": "a"})
    breaks = pd.DataFrame({"indicator": ["poverty_rate"], "year": [2021]})
    for rivals in (False, True):
        frame = figures(rows, rivals=rivals)
        observations = as_observations(frame)
        for name, work in {
            "checks": lambda frame=frame: check_figures(frame, Findings(), definitions, breaks),
            "schema": lambda frame=frame: as_observations(frame),
            "revisions": lambda frame=frame: revisions(frame),
            "superseded": lambda frame=observations: superseded(frame, frame),
        }.items():
            print(f"{rows:,} rows, {'several' if rivals else 'one'} a cell, {name}: {seconds(work):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

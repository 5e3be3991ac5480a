"""The public figures of `data/raw/reference` are the ones that were printed, each with its source.

The tests read the CSV files as they stand, without the library. The figures they are compared with
lie outside the repository: THIENHUONG_SHARED names the folder (default: `shared` beside the
repository); where it is absent the comparisons are skipped.
"""

import csv
import math
import os
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
RAW = ROOT / "data" / "raw"
REFERENCE = RAW / "reference"
SHARED = Path(os.environ.get("THIENHUONG_SHARED", ROOT.parent / "shared"))
FIGURES = SHARED / "data" / "figures"
needs_figures = pytest.mark.skipif(
    not FIGURES.is_dir(), reason=f"{FIGURES} is absent; set THIENHUONG_SHARED to compare with it")

STATUSES = {"actual", "preliminary", "estimate", "implied", "assumption"}
SERIES = sorted(p.name for p in REFERENCE.glob("*.csv")
                if p.name not in {"sources.csv", "indicators.csv", "localities.csv", "synonyms.csv",
                                   "definitions.csv", "prices.csv"})
COLUMNS = ["locality", "indicator", "breakdown", "period", "value", "unit", "status", "source",
           "as_of", "note"]
LOCALITIES = {
    "Hai Phong (old boundaries, before 1/7/2025)": "haiphong_old",
    "Hai Phong (new boundaries, incl. Hai Duong)": "haiphong_new",
    "Hai Phong (old)": "haiphong_old", "Hai Phong (new)": "haiphong_new",
    "Viet Nam": "vietnam", "Red River Delta": "red_river_delta", "Thailand": "thailand",
    "Philippines": "philippines", "Singapore": "singapore", "Ha Noi": "ha_noi",
    "Ho Chi Minh City": "ho_chi_minh_city", "Da Nang": "da_nang", "Binh Duong": "binh_duong",
    "Bac Ninh": "bac_ninh", "Ba Ria - Vung Tau": "ba_ria_vung_tau",
    "Phuong Thien Huong (new, from 1/7/2025)": "thienhuong",
    "Phuong Hoa Binh (Thuy Nguyen area)": "hoa_binh", "Phuong Phu Lien": "phu_lien",
    "Phuong Thanh Dong": "thanh_dong", "Phuong Kinh Mon": "kinh_mon", "Phuong Hai An": "hai_an",
    "Phuong Thuy Nguyen": "thuy_nguyen", "Phuong Nam Trieu": "nam_trieu",
    "Phuong Le Ich Moc": "le_ich_moc", "Xa Viet Khe": "viet_khe",
}
SECTORS = {
    "total": "total", "agriculture": "agriculture_fishery",
    "agriculture-forestry-fishery": "agriculture_fishery",
    "industry-construction": "industry_construction", "services": "services",
    "product taxes less subsidies": "product_taxes",
    "industry only (without construction)": "industry",
    "industry (without construction)": "industry",
    "Agriculture, forestry and fishing": "agriculture_fishery", "Total": "total",
    "Industry and construction": "industry_construction", "Service": "services",
    "Products taxes subsidies on production": "product_taxes",
    "AGR": "agriculture_fishery", "IND": "industry_construction", "SRV": "services",
}
PRINTED = {
    "GRDP, constant 2010 prices": ("grdp", "total"),
    "GRDP, current prices": ("grdp_current_prices", "total"),
    "GRDP per capita": ("grdp_per_capita", "total"), "ward GRDP": ("grdp_current_prices", "total"),
    "state budget revenue in the area": ("budget_revenue", "total"),
    "domestic budget revenue": ("budget_revenue", "domestic"),
    "population, permanent residents": ("population", "total"),
    "population": ("population", "total"), "SP.POP.TOTL": ("population", "total"),
    "area": ("area", "total"), "income per capita": ("income_per_capita", "total"),
    "newly registered enterprises": ("enterprise_births", "total"),
    "new enterprises": ("enterprise_births", "total"),
    "returning enterprises": ("enterprise_returns", "total"),
    "new + returning enterprises": ("enterprise_entries", "total"),
    "exits": ("enterprise_exits", "total"),
    "exits (suspended + awaiting dissolution + dissolved)": ("enterprise_exits", "total"),
    "suspended (temporary)": ("enterprise_exits", "suspended"),
    "awaiting dissolution": ("enterprise_exits", "awaiting_dissolution"),
    "dissolved": ("enterprise_exits", "dissolved"),
    "operating enterprises": ("enterprises", "total"),
    "operating enterprises at 31/12": ("enterprises", "total"),
    "operating enterprises per 1,000 people": ("enterprises_per_1000", "total"),
    "poor households (national multidimensional standard)":
        ("poor_households", "standard_2016_2020"),
    "poor household rate (national multidimensional standard)":
        ("poverty_rate", "standard_2016_2020"),
    "near-poor households": ("near_poor_households", "standard_2016_2020"),
    "near-poor household rate": ("near_poor_rate", "standard_2016_2020"),
    "poor household rate": ("poverty_rate", "total"),
    "multidimensional poverty rate (GSO)": ("poverty_rate", "statistics_office"),
    "poor household rate (MOLISA, 2022-2025 standard)": ("poverty_rate", "standard_2022_2025"),
    "near-poor household rate (MOLISA)": ("near_poor_rate", "standard_2022_2025"),
    "poor + near-poor rate (MOLISA)": ("poor_and_near_poor_rate", "standard_2022_2025"),
    "state budget revenue, 9 months 2025, share of plan": ("budget_revenue_plan_share", "total"),
    "growth of total output value, 2020-2025": ("output_value_growth", "average_2020_2025"),
    "economic growth, 2020-2025": ("economic_growth", "average_2020_2025"),
    "IC.BUS.NDNS.ZS": ("new_business_density", "total"),
    "SI.POV.NAHC": ("poverty_headcount", "total"),
}
UNITS = {
    "%": "percent", "% (over)": "percent", "% of households": "percent", "% per year": "percent",
    "annual %": "percent", "annual % growth": "percent", "percentage points": "percent",
    "annual % growth, constant 2010 prices": "percent", "% of GRDP, current prices": "percent",
    "% of population": "percent", "billion VND": "billion_vnd", "million VND": "million_vnd",
    "million VND (nearly)": "million_vnd", "USD": "usd", "persons": "persons",
    "persons (over)": "persons", "million persons": "million persons", "households": "households",
    "km2": "km2", "km2 (over)": "km2", "enterprises": "count", "enterprises (over)": "count",
    "enterprises (nearly)": "count", "enterprises per 1,000 people": "per_1000_people",
    "new registrations per 1,000 people aged 15-64": "per_1000_people",
}
NOT_TAKEN = re.compile(r"party members|NV\..*\.KD|VA const 2010: .*"
                       r"|share of GDP, current prices: Total")
COVERED_BY_WORLD_BANK = re.compile(r"VA index prev year=100: (Agr|Ind|Ser).*")
FROM_NOTES_AND_FACTS = {  # figures that the shared tables name in a note or in words only
    ("haiphong_old", "grdp_contribution", "industry", "2024", Decimal("7.1"), "percent"),
    ("haiphong_new", "grdp_growth_plan", "sector=total;bound=low", "2026", Decimal(13), "percent"),
    ("haiphong_new", "grdp_growth_plan", "sector=total;bound=high", "2026", Decimal(13), "percent"),
    ("vietnam", "poverty_rate", "statistics_office", "2020", Decimal("4.8"), "percent"),
    ("vietnam", "poor_households", "standard_2022_2025", "2023", Decimal(815101), "households"),
    ("vietnam", "near_poor_households", "standard_2022_2025", "2023", Decimal(771235),
     "households"),
    ("vietnam", "poor_and_near_poor_households", "standard_2022_2025", "2023", Decimal(1586336),
     "households"),
    ("red_river_delta", "poor_and_near_poor_households", "standard_2022_2025", "2023",
     Decimal(129779), "households"),
}


def read(path):
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def tidy(pattern="*.csv"):
    return [row for name in SERIES if Path(name).match(pattern) for row in read(REFERENCE / name)]


def cell(row):
    return (row["locality"], row["indicator"], row["breakdown"], row["period"],
            Decimal(row["value"]), row["unit"])


def period(printed):
    return "2025" if printed == "2020-2025" else printed.replace("M9", "-M09").replace("H1", "-H1")


def as_printed(row):
    """One row of the shared tables, as it should stand here."""
    name, value, unit = row["indicator"], Decimal(row["value"]), UNITS.get(row["unit"])
    if name.startswith(("GRDP growth: ", "GDP growth: ")):
        series = "grdp_growth", SECTORS[name.split(": ")[1]]
    elif name.startswith("contribution to GRDP growth: "):
        series = "grdp_contribution", SECTORS[name.split(": ")[1]]
    elif name.startswith(("GRDP share: ", "share of GDP, current prices: ")):
        series = "grdp_share", SECTORS[name.split(": ")[1]]
    elif name.startswith("VA index prev year=100: "):
        series, value = ("grdp_growth", SECTORS[name.split(": ")[1]]), value - 100
    elif name.endswith(".KD.ZG"):
        series = "grdp_growth", SECTORS[name.split(".")[1]]
    else:
        series = PRINTED[name]
    if unit == "usd":
        series = "grdp_per_capita_usd", "total"
    locality = LOCALITIES[row.get("locality") or row["country"]]
    return (locality, *series, period(row["year"]), value, unit)


def printed_rows():
    for name in ("haiphong_grdp_and_social", "vietnam_enterprises_and_poverty",
                 "vietnam_gdp_growth_latest_press", "ward_facts", "gso_vietnam_gdp_by_sector",
                 "wdi_vietnam"):
        for row in read(FIGURES / f"{name}.csv"):
            of_other_source = (row["indicator"].endswith(".KD.ZG") if row["year"] == "2010" else
                               COVERED_BY_WORLD_BANK.fullmatch(row["indicator"]))
            if not NOT_TAKEN.fullmatch(row["indicator"]) and not of_other_source:
                yield row


def printed_plans():
    names = {"GRDP growth": "total", "industry growth (without construction)": "industry",
             "agriculture-forestry-fishery growth": "agriculture_fishery",
             "industry-construction growth": "industry_construction", "services growth": "services"}
    for row in read(FIGURES / "haiphong_plan_vs_actual.csv"):
        for bound in ("low", "high"):
            yield (LOCALITIES[row["locality"]], "grdp_growth_plan",
                   f"sector={names[row['indicator']]};bound={bound}", row["year"],
                   Decimal(row[f"plan_{bound}"]), "percent")


@needs_figures
def test_every_printed_figure_stands_here_and_nothing_else_does():
    expected = Counter(as_printed(row) for row in printed_rows())
    # the city's 10.5 per 1,000 is printed in two of the shared tables
    expected["haiphong_old", "enterprises_per_1000", "total", "2024", Decimal("10.5"),
             "per_1000_people"] -= 1
    expected += Counter(printed_plans()) + Counter(FROM_NOTES_AND_FACTS)
    expected["haiphong_new", "grdp_growth", "industry", "2025", Decimal("14.21"), "percent"] += 1
    found = Counter(cell(row) for row in tidy())
    assert not expected - found, "printed, but not here or not with this value"
    assert not found - expected, "here, but not printed"


@needs_figures
def test_the_actual_growth_beside_each_plan_is_the_growth_given_here():
    known = {cell(row)[:5] for row in tidy("haiphong_growth.csv")}
    for row in read(FIGURES / "haiphong_plan_vs_actual.csv"):
        sector = SECTORS.get(row["indicator"].removesuffix(" growth"), "total")
        sector = "industry" if "without construction" in row["indicator"] else sector
        assert (LOCALITIES[row["locality"]], "grdp_growth", sector, row["year"],
                Decimal(row["actual"])) in known


@needs_figures
def test_each_figure_names_the_address_it_was_printed_at():
    address = {row["source"]: row["url"] for row in read(REFERENCE / "sources.csv")}
    places = {}
    for row in printed_rows():
        places.setdefault(as_printed(row), []).append(row["source"])
    for row in tidy():
        printed = " ".join(places.get(cell(row), []))
        url = address[row["source"]].rstrip("/")
        if printed and url and "Decision 3146" not in printed:
            assert url in printed.replace("General Statistics Office of Vietnam via ", ""), row


def test_every_series_has_the_same_columns_and_a_declaration():
    declared = yaml.safe_load((REFERENCE / "sources.yaml").read_text(encoding="utf-8"))["files"]
    assert sorted(entry["file"] for entry in declared) == SERIES
    for name in SERIES:
        assert list(read(REFERENCE / name)[0]) == COLUMNS


def test_every_source_key_resolves_and_every_source_is_used():
    sources = read(REFERENCE / "sources.csv")
    keys = [row["source"] for row in sources]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in keys)
    assert {row["grade"] for row in sources} <= {"H", "M", "L"}
    assert all(row["title"] and row["publisher"] for row in sources)
    used = {row["source"] for row in tidy()}
    used |= {row["source"] for row in read(RAW / "thienhuong" / "baseline.csv")}
    for name in ("definitions.csv", "prices.csv"):
        used |= {row["source"] for row in read(REFERENCE / name)}
    for row in read(RAW / "thienhuong" / "assumptions.csv"):
        assert row["source"]
        used |= set(row["source"].split(";"))
    assert used - set(keys) == set()
    assert set(keys) - used == {"sample"}


def test_every_indicator_and_locality_is_declared_once():
    programme = [row["indicator_id"] for row in read(RAW / "programme" / "indicators.csv")]
    reference = [row["indicator_id"] for row in read(REFERENCE / "indicators.csv")]
    assert not Counter(programme + reference) - Counter(set(programme + reference))
    assert {row["indicator"] for row in tidy()} <= set(programme + reference)
    localities = [row["locality"] for row in read(REFERENCE / "localities.csv")]
    assert {row["locality"] for row in tidy()} == set(localities)


def test_every_status_date_and_period_is_well_formed():
    for row in tidy() + read(RAW / "thienhuong" / "baseline.csv"):
        assert row["status"] in STATUSES
        assert re.fullmatch(r"\d{4}(-H[12]|-Q[1-4]|-M\d\d)?", row["period"])
        known, year = date.fromisoformat(row["as_of"]), int(row["period"][:4])
        assert known.year >= year or row["indicator"] == "grdp_growth_plan"
        if row["period"].endswith("-M09"):
            assert "cumulative first nine months" in row["note"]


def test_the_preferred_population_and_area_come_last_among_equals():
    grades = {row["source"]: row["grade"] for row in read(REFERENCE / "sources.csv")}
    for indicator, preferred in (("population", "45140"), ("area", "21.1")):
        rows = [row for row in tidy("ward_and_neighbours.csv")
                if (row["locality"], row["indicator"]) == ("thienhuong", indicator)]
        rows.sort(key=lambda row: (row["as_of"], "LMH".index(grades[row["source"]])))
        assert len(rows) > 1
        assert rows[-1]["value"] == preferred


def test_no_year_is_chained_across_the_new_boundary():
    for row in tidy("haiphong_*.csv"):
        old = int(row["period"][:4]) < 2025
        assert row["locality"] == ("haiphong_old" if old else "haiphong_new")


def test_the_false_fall_of_2010_is_replaced_by_the_statistics_office():
    growth = {row["breakdown"]: (row["value"], row["source"]) for row in tidy("vietnam_growth.csv")
              if row["period"] == "2010"}
    assert growth == {"total": ("6.42", "gso_constant_2010"),
                      "agriculture_fishery": ("3.29", "gso_constant_2010"),
                      "industry_construction": ("7.17", "gso_constant_2010"),
                      "services": ("7.19", "gso_constant_2010")}


def test_the_mean_growth_of_the_city_in_its_three_full_years_is_the_known_one():
    growth = {(row["breakdown"], row["period"]): Decimal(row["value"])
              for row in tidy("haiphong_growth.csv") if row["locality"] == "haiphong_old"
              and row["source"] != "hoclamketoan"}
    means = [sum(growth[sector, year] for year in ("2020", "2022", "2023")) / 3
             for sector in ("agriculture_fishery", "industry_construction", "services")]
    assert [round(float(mean), 4) for mean in means] == [1.5567, 14.5633, 8.24]


ASSUMPTIONS = {row["assumption"]: row for row in read(RAW / "thienhuong" / "assumptions.csv")}


def assumed(key, column="value"):
    return float(ASSUMPTIONS[key][column])


def test_every_assumption_lies_within_its_range_and_gives_its_reason_in_both_languages():
    for key, row in ASSUMPTIONS.items():
        assert assumed(key, "low") <= assumed(key) <= assumed(key, "high"), key
        assert row["reason_vi"].endswith(".") and row["reason_en"].endswith("."), key
        if row["reason_vi"].startswith("Chưa có nguồn; giả định."):
            assert "none_found" in row["source"], key
            assert row["reason_en"].startswith("No source found; an assumption."), key


def test_base_shares_are_those_of_the_city_without_taxes_and_sum_to_one():
    shares = {row["breakdown"]: float(row["value"]) for row in tidy("haiphong_structure.csv")
              if (row["locality"], row["indicator"]) == ("haiphong_new", "grdp_share")}
    base = {key.removeprefix("base_share."): assumed(key) for key in ASSUMPTIONS
            if key.startswith("base_share.")}
    assert sum(base.values()) == 1
    assert base == {sector: share / sum(shares.values()) for sector, share in shares.items()}


def test_assumed_poverty_falls_by_as_much_as_the_nation_saw():
    households = 45_140 / assumed("household_size")
    poor = assumed("poor_households")
    next_year = poor * (1 - assumed("poverty_exit")) + assumed("poverty_entry") * households
    assert next_year / poor == pytest.approx(2.93 / 4.03, abs=1e-4)
    assert poor == round(0.0042 * households)
    assert assumed("near_poor_households") == round(0.0214 * households)


def test_assumed_births_exits_and_population_growth_follow_from_the_public_figures():
    known = {cell(row)[:4]: float(row["value"]) for row in tidy()}
    city, nation = "haiphong_new", "vietnam"
    births = 250 * known[city, "enterprise_births", "total", "2025"] / known[
        city, "enterprises", "total", "2025"]
    assert assumed("births") == math.ceil(births)
    gone = sum(known[nation, "enterprise_exits", part, "2023"]
               for part in ("dissolved", "awaiting_dissolution"))
    assert assumed("exit_rate") == round(gone / known[nation, "enterprises", "total", "2025"], 2)
    growth = known[nation, "population", "total", "2024"] / known[
        nation, "population", "total", "2023"] - 1
    assert assumed("population_growth") == round(growth, 4)


def test_assumed_persistence_is_the_autocorrelation_of_the_nations_growth():
    sectors = {}
    for row in tidy("vietnam_growth.csv"):
        if row["source"].startswith("wdi") and 1995 <= int(row["period"]) <= 2024:
            sectors.setdefault(row["breakdown"], {})[int(row["period"])] = math.log1p(
                float(row["value"]) / 100)
    pairs = squares = 0.0
    for years in sectors.values():
        mean = sum(years.values()) / len(years)
        squares += sum((g - mean) ** 2 for g in years.values())
        pairs += sum((g - mean) * (years[year - 1] - mean) for year, g in years.items()
                     if year - 1 in years)
    assert round(pairs / squares, 2) == assumed("growth_persistence")


def test_the_baseline_quotes_the_programme_word_for_word():
    text = (RAW / "programme" / "source" / "chuong-trinh-hanh-dong.txt").read_text(encoding="utf-8")
    words = " ".join(text.split())
    for row in read(RAW / "thienhuong" / "baseline.csv"):
        quote = re.search('"(.+)"', row["note"])[1]
        assert quote in words

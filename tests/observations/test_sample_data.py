"""The sample ward is labelled as one, fits together, and holds only the deliberate mistakes."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import normalize

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
BOOKS = sorted((SAMPLE / "data" / "raw" / "thienhuong").glob("*.xlsx"))
YEARS = [2025, 2026, 2027]
SECTORS = ["agriculture_fishery", "industry_construction", "services"]


@pytest.fixture(scope="module")
def normalized():
    return normalize(Folder(SAMPLE))


@pytest.fixture(scope="module")
def figures(normalized):
    """Best known values, one row an indicator and breakdown, one column a year."""
    rows = normalized.observations
    rows = rows[rows["source"] == "sample"]
    return rows.pivot_table("value", ["indicator", "breakdown"], "year", aggfunc="last")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_workbook_says_that_it_is_a_sample(path):
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert "MẪU" in sheet.title and "SAMPLE" in sheet.title
        assert sheet["A1"].value.startswith("MẪU / SAMPLE")
        assert "không phải số liệu thật" in sheet["A1"].value


def test_all_figures_of_the_sample_carry_the_sample_source_and_no_real_figure_does(normalized):
    rows = normalized.observations
    own = rows["cell"].str.startswith("thienhuong/")
    assert set(rows.loc[own, "source"]) == {"sample"}
    assert "sample" not in set(rows.loc[~own, "source"])
    for path in (ROOT / "data" / "raw").rglob("*.csv"):
        if path.name != "sources.csv":
            assert ",sample," not in path.read_text(encoding="utf-8")


def test_only_the_deliberate_mistakes_are_rejected(normalized):
    rejected = normalized.rejected[["file", "text"]].to_numpy().tolist()
    assert rejected == [["thienhuong/mau-chi-tieu-2026.xlsx", "1.2.3"],
                        ["thienhuong/mau-chi-tieu-2027.xlsx", "170"]]
    missing = normalized.files.set_index("file")["missing"]
    assert missing[missing > 0].to_dict() == {"thienhuong/mau-chi-tieu-2027.xlsx": 1}


def test_every_indicator_of_the_programme_has_its_figures(figures):
    programme = pd.read_csv(ROOT / "data" / "raw" / "programme" / "targets.csv")
    wanted = set(programme[["indicator_id", "breakdown"]].itertuples(index=False, name=None))
    indicators = pd.read_csv(ROOT / "data" / "raw" / "programme" / "indicators.csv")
    wanted |= {(key, "total") for key in indicators["indicator_id"]}
    assert wanted - set(figures.index) == set()
    gaps = {(*key, year) for year in YEARS for key in figures.index[figures[year].isna()]}
    assert gaps == {("near_poor_households", "total", 2027),
                    ("crime_investigation_rate", "especially_serious", 2027)}


def test_sectors_sum_to_the_total_in_every_edition_of_grdp(normalized):
    grdp = normalized.observations.query("source == 'sample' and indicator == 'grdp'")
    for _, edition in grdp.groupby(["as_of", "year"]):
        values = edition.set_index("breakdown")["value"]
        assert values[SECTORS].sum() == pytest.approx(values["total"], abs=1e-9)


def test_enterprises_follow_from_births_exits_and_conversions(figures):
    total = figures.xs("total", level="breakdown")
    for year in YEARS[1:]:
        assert total.loc["enterprises", year] == (
            total.loc["enterprises", year - 1]
            + total.loc["enterprise_births", year] - total.loc["enterprise_exits", year]
            + total.loc["household_business_conversions", year])


def test_ratios_are_those_of_the_counts_they_come_from(figures):
    total = figures.xs("total", level="breakdown")
    for year in YEARS:
        density = 1000 * total.loc["enterprises", year] / total.loc["population", year]
        assert total.loc["enterprises_per_1000", year] == pytest.approx(density, abs=0.005)
        poverty = total.loc["poor_households", year] / total.loc["households", year]
        assert total.loc["poverty_rate", year] == pytest.approx(poverty, abs=0.00005)


def test_some_targets_are_ahead_some_behind_and_some_missed(figures):
    total = figures.xs("total", level="breakdown")
    growth = (total[2027] / total[2025]) ** 0.5 - 1
    assert growth["grdp"] > 0.14 and growth["budget_revenue"] > 0.14
    assert growth["income_per_capita"] < 0.105
    assert total.loc["public_investment_disbursement_rate", 2026] < 0.95
    assert total.loc["cultural_neighbourhoods_share", 2026] < 0.9
    assert total.loc["elections_2026", 2026] == 1
    assert total.loc["civilised_urban_standard", 2027] == 0

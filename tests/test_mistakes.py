"""What a user may get wrong in the files ends in one sentence, never in a traceback or a wrong number."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.errors import (
    FolderError,
    ProgrammeError,
    ProjectionError,
    ScenarioError,
    ThienhuongError,
)
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.publishing import run_notebooks
from thienhuong_analysis.publishing.manifest import input_files
from thienhuong_analysis.publishing.workbook import write_table

ROOT = Path(__file__).parents[1]
FIGURES = "locality,indicator,period,value,status,source,as_of\n"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def report(root: Path, *rows: str) -> th.Ward:
    """Add figures of the ward, one row each: indicator,period,value."""
    own = root / "data/raw/thienhuong"
    lines = [f"thienhuong,{row},actual,programme,2026-12-31\n" for row in rows]
    (own / "own.csv").write_text(FIGURES + "".join(lines), encoding="utf-8")
    with (own / "sources.yaml").open("a", encoding="utf-8") as declared:
        declared.write("\n  - file: own.csv\n    decimal: en\n    columns: {locality: locality, "
                       "indicator: indicator, period: period, value: value, status: status, "
                       "source: source, as_of: as_of}\n")
    return th.Ward.open(root)


@pytest.mark.parametrize(("table", "old", "new", "match"), [
    ("targets.csv", "ge,14,percent", "ge,abc,percent", "targets.csv:2: value is abc"),
    ("targets.csv", "from_year", "form_year", "targets.csv.*from_year"),
    ("targets.csv", "2026,2030,", "2026,2035,", "by_year"),
])
def test_a_mistake_in_the_programme_names_file_and_column(root, table, old, new, match):
    change(root / "data/raw/programme" / table, old, new)
    with pytest.raises(ProgrammeError, match=match):
        th.Ward.open(root).assess(2026, draws=5)


@pytest.mark.parametrize("key", ["prior_years_drift", "delay_years", "exit_rate"])
def test_an_assumption_that_is_missing_is_named(root, key):
    path = root / "data/raw/thienhuong/assumptions.csv"
    table = pd.read_csv(path, dtype=str)
    table[table["assumption"] != key].to_csv(path, index=False)
    ward = th.Ward.open(root)
    with pytest.raises(ProjectionError, match=key):
        ward.project("trend", draws=5)
        ward.setting("trend", key)


def test_figures_after_the_programmes_last_year_change_nothing(root):
    plain = th.Ward.open(ROOT).project("trend", draws=20, year=2035)
    later = report(root, "population,2031,50000", "budget_revenue,2031,900 tỷ đồng").project(
        "trend", draws=20, year=2035)
    assert (later.draws("population") == plain.draws("population")).all()


def test_nobody_lives_in_no_ward(root):
    ward = report(root, "population,2026,0", "households,2026,0")
    assert len(ward.normalized.rejected) == 2
    assert np.isfinite(ward.project("trend", draws=20).draws("enterprises_per_1000")).all()


def test_a_flow_is_not_blown_up_by_its_own_growth(root):
    ward = report(root, "public_investment_capital,2026,2 tỷ đồng",
                  "public_investment_capital,2027,14 tỷ đồng")
    row = ward.assess(2027, draws=200).set_index("target_id").loc["public_investment_capital"]
    assert row["projected"] < 60 and row["verdict"] == "unlikely" and row["assumed"]


def test_a_chance_that_rests_on_an_assumed_volatility_is_a_chance_on_assumptions():
    table = th.Ward.open(ROOT / "data/sample").assess(2027, draws=200)
    rests = table[(table["rests_on"] != "")]
    assert rests["assumed"].all() and len(rests) > 5


def test_two_files_of_one_scenario_are_refused(tmp_path):
    (tmp_path / "scenarios").mkdir()
    shutil.copy(ROOT / "scenarios/trend.yaml", tmp_path / "scenarios/trend.yml")
    with pytest.raises(ScenarioError, match=r"trend\.y.*twice"):
        _ = th.Ward.open(tmp_path).scenarios


def test_a_day_before_anything_was_known_is_refused_with_what_to_do():
    with pytest.raises(ThienhuongError, match="as-of"):
        th.Ward.open(ROOT, as_of="2019-01-01").project("trend", draws=5)


def test_a_misspelt_scenario_stops_a_batch_before_any_kernel(tmp_path):
    with pytest.raises(ScenarioError, match="did you mean trend"):
        run_notebooks(tmp_path, ["02_grdp"], ["trnd"])


def test_the_vintage_is_that_of_the_figures_used():
    ward = th.Ward.open(ROOT)
    assert ward.vintage(2024) < ward.vintage() == ward.project("trend", draws=5).vintage


def test_text_in_a_published_table_never_becomes_a_formula(tmp_path):
    write_table(pd.DataFrame({"quote": ["=HYPERLINK(1)", "-5 hộ"], "value": [-1.0, 2.0]}), tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert not lines[1].startswith("=") and lines[1].endswith(",-1.0")


def test_a_table_too_long_for_excel_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(FolderError, match="parquet"):
        write_table(pd.DataFrame({"x": np.zeros(1_048_576)}), tmp_path / "a.xlsx")


def test_every_file_that_is_read_is_an_input_of_the_review():
    inputs = input_files(Folder(ROOT / "data/sample"))
    assert "data/raw/thienhuong/assumptions.csv" in inputs
    assert "notebooks/02_grdp.ipynb" in inputs


@pytest.mark.parametrize(("root", "early", "indicator", "first"), [
    (ROOT, "2025-12-30", "population", "2025-12-31"),
    (ROOT / "data/sample", "2026-01-05", "enterprises", "2026-01-31")])
def test_a_day_on_which_nothing_was_known_yet_is_told_with_the_first_day_on_which_it_was(
        root, early, indicator, first):
    ward = th.Ward.open(root)
    with pytest.raises(ProjectionError, match=rf"{indicator} was not known on {early}; give a later --as-of, "
                                              rf"{first} or after"):
        ward.as_known(early).assess(2026, draws=5)
    ward.as_known(first).assess(2026, draws=5)


def test_a_name_that_is_near_to_nothing_is_answered_with_few_suggestions():
    with pytest.raises(ProgrammeError) as refused:
        th.Ward.open(ROOT).explain("35000")
    assert len(str(refused.value).split(", ")) == 5


def test_a_target_is_found_by_a_part_of_its_name_without_marks():
    for name in ("Số doanh nghiệp", "so doanh nghiep"):
        with pytest.raises(ProgrammeError, match="did you mean enterprises_per_1000"):
            th.Ward.open(ROOT).solve(name, "births", draws=5)


def test_a_lever_is_told_from_a_target_with_the_place_of_its_value():
    with pytest.raises(ScenarioError, match=r"births is a lever.*assumptions\.csv"):
        th.Ward.open(ROOT).explain("births")

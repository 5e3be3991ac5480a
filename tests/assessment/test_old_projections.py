"""Old projections scored: a vintage against figures by hand."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.assessment import summary
from thienhuong_analysis.assessment.old_projections import COLUMNS, score_old
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.projections import keep_vintage

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The sample's projection of 2026 published, and scored by its figures of 2027."""
    root = tmp_path_factory.mktemp("root")
    ward = th.Ward.open(ROOT / "data" / "sample")
    vintage = keep_vintage(Folder(root), ward.project("trend", draws=400, year=2026),
                           ward.past.record("trend", draws=400, year=2026))
    frame = score_old([vintage], {"trend": ward.project("trend", draws=1, year=2027)}, ward.known(2027))
    return ward, vintage, frame.set_index(["indicator", "breakdown"])


def test_only_years_that_were_projected_and_are_measured_now_are_scored(scored):
    _, _, frame = scored
    assert set(frame["year"]) == {2027} and set(frame["ahead"]) == {1}
    assert ("enterprises", "total") in frame.index


def test_a_score_compares_the_stored_quantiles_with_the_figure(scored):
    frame = scored[2]
    row = frame.loc[("population", "total")]
    assert row["actual"] == 45_900
    assert row["median"] == pytest.approx(45_450 * 1.0063)
    assert row["bias"] == pytest.approx(45_450 * 1.0063 / 45_900 - 1)
    # a population without spread scores its error; no change would have been off by 450,
    # the last growth (1 %) by 45,450 · 1.01 − 45,900 = 4.5
    error = 45_900 - 45_450 * 1.0063
    assert row["crps"] == pytest.approx(error) and row["in_95"] == 0
    assert row["skill_last_value"] == pytest.approx(1 - error / 450)
    assert row["skill_last_growth"] == pytest.approx(1 - error / 4.5)


def test_coverage_counts_the_figures_inside_the_stored_intervals(scored):
    _, vintage, frame = scored
    for (name, part), row in frame.iterrows():
        low, high = (vintage.path_of(name, part, "quantile", q)[2027] for q in ("0.1", "0.9"))
        assert row["in_80"] == (low <= row["actual"] <= high)
    total = summary(frame.reset_index())
    assert total["figures"].tolist() == [len(frame)]
    assert total["coverage_80"].iloc[0] == frame["in_80"].mean()


def test_an_index_is_scored_by_growth_once_there_are_dong(scored):
    ward, vintage, _ = scored
    inside = ward.project("trend", draws=1, year=2027)
    table = vintage.table.copy()
    is_total = (table["indicator"] == "grdp") & (table["breakdown"] == "total")
    base = vintage.record["series"]["grdp/total"]["base"]
    table.loc[is_total, "value"] *= 100 / base
    vintage.__dict__["table"] = table
    record = {**vintage.record, "series": {**vintage.record["series"], "grdp/total": {
        **vintage.record["series"]["grdp/total"], "unit": "index_2025", "base": 100.0}}}
    vintage.__dict__["record"] = record
    frame = score_old([vintage], {"trend": inside}, ward.known(2027)).set_index(["indicator", "breakdown"])
    row, series = frame.loc[("grdp", "total")], inside.find("grdp")
    assert row["unit"] == "index_2025"
    assert row["actual"] == pytest.approx(100 * series.point[1] / series.base)


def test_nothing_is_scored_before_a_figure_comes(scored):
    ward, vintage, _ = scored
    now = {"trend": ward.project("trend", draws=1, year=2026)}
    frame = score_old([vintage], now, ward.known(2026))
    assert frame.empty and list(frame) == list(COLUMNS)
    assert isinstance(vintage.day, date) and isinstance(frame, pd.DataFrame)

"""Published projections: stored once, never replaced, read back as they were."""

import json
from pathlib import Path

import numpy as np
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.projections import keep_vintage, last_other, read_vintages
from thienhuong_analysis.projections.projection import COLUMNS
from thienhuong_analysis.projections.vintages import differences

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture
def keep(ward, tmp_path):
    """Publish into an empty root; assumptions may be changed in the record."""

    def publish(scenario="trend", draws=20, **changed):
        record = ward.past.record(scenario, draws=draws)
        record["assumptions"] |= changed
        return keep_vintage(Folder(tmp_path), ward.project(scenario, draws=draws), record)

    return publish


def test_a_stored_table_has_the_columns_of_the_contract_and_the_values_of_the_projection(keep, ward):
    table, made = keep().table, ward.project("trend", draws=20).table()
    assert list(table.columns) == list(COLUMNS)
    assert list(table["output_type"].unique()) == ["point", "median", "quantile"]
    np.testing.assert_allclose(table["value"], made["value"], rtol=1e-9)


def test_the_same_inputs_make_the_same_bytes_and_one_file(keep, tmp_path):
    first = keep()
    before = {path.name: path.read_bytes() for path in first.path.parent.iterdir()}
    assert keep() == first
    assert before == {path.name: path.read_bytes() for path in first.path.parent.iterdir()}
    assert set(before) == {f"{first.day}-trend.csv", f"{first.day}-trend.json"}


def test_more_draws_of_the_same_view_are_no_new_view(keep):
    assert keep(draws=20) == keep(draws=30)


def test_another_view_of_the_same_day_stands_beside_the_first(keep, tmp_path):
    first, second = keep(), keep(births=60.0)
    assert (first.revision, second.revision) == (1, 2)
    assert second.path.name == f"{first.day}-trend-r2.json"
    assert first.record["assumptions"]["births"] == 38
    assert differences(first.record, second.record) == ["assumptions"]
    assert keep(births=60.0) == second
    assert [one.revision for one in read_vintages(Folder(tmp_path), "trend")] == [1, 2]


def test_the_same_inputs_under_another_method_are_kept_as_well(keep):
    first = keep()
    path = first.path.with_suffix(".csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",310.5,", ",311.5,"), encoding="utf-8")
    assert keep().revision == 2


def test_the_last_other_view_is_the_one_before_this(keep, ward, tmp_path):
    record = ward.past.record("trend", draws=20)
    assert last_other([], record) is None
    first = keep()
    assert last_other([first], record) is None
    second = keep(births=60.0)
    assert last_other([first, second], record) == second
    assert last_other([first, second], second.record) == first


def test_levers_and_figures_come_back_as_they_were(keep, ward):
    stored = keep("target")
    settings = ward.settings("target")
    assert stored.settings.keys() == settings.keys()
    for key, setting in settings.items():
        assert stored.settings[key].required == setting.required
        assert setting.required or (stored.settings[key].by_year == setting.by_year).all()
    assert list(stored.figures["value"]) == list(ward.known().rows["value"])


def test_a_damaged_file_is_named_with_what_to_do(keep):
    stored = keep()
    stored.path.write_text("{", encoding="utf-8")
    with pytest.raises(ProjectionError, match=r"2026-01-31-trend.json is not as the review wrote it .*git"):
        last_other(read_vintages(Folder(stored.path.parents[3])), {"vintage": "2026-01-31"})


def test_the_repository_holds_the_vintage_of_its_present_figures(ward):
    for name in ward.scenarios:
        stored = [one for one in read_vintages(Folder(ROOT), name) if one.day == ward.vintage()]
        assert stored, f"run thienhuong review: the vintage of {name} is not stored"
        record = ward.past.record(name, draws=1)
        assert differences(stored[-1].record, record) == []
        points, made = (table[table["output_type"] == "point"].set_index(["indicator", "breakdown", "year"])
                        for table in (stored[-1].table, ward.project(name, draws=1).table()))
        assert points.index.equals(made.index)
        np.testing.assert_allclose(points["value"], made["value"], rtol=1e-8)
        assert json.loads(stored[-1].path.read_text(encoding="utf-8"))["draws"] == 10_000

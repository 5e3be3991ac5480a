"""The bridge: Shapley parts against all orders one by one, and against changes known by hand."""

import shutil
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thienhuong_analysis as th
from thienhuong_analysis.assessment.bridge import CAUSES, as_published, bridge, shapley
from thienhuong_analysis.errors import ObservationError, ProjectionError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.projections import keep_vintage, project, read_vintages, record_of
from thienhuong_analysis.projections.vintages import differences

ROOT = Path(__file__).parents[2]
FIGURE = {"locality": "thienhuong", "breakdown": "total", "status": "actual", "source": "programme",
          "cell": "thienhuong/new.csv:2"}


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture(scope="module")
def sample():
    return th.Ward.open(ROOT / "data" / "sample")


def informed(ward, *figures):
    """Return the ward with more figures: (indicator, year, value, unit, as_of)."""
    rows = [FIGURE | {"indicator": indicator, "period": str(year), "year": year, "value": value,
                      "unit": unit, "as_of": day} for indicator, year, value, unit, day in figures]
    later = th.Ward(ward.folder)
    table = pd.concat([ward.normalized.observations, pd.DataFrame(rows)], ignore_index=True)
    later.__dict__["normalized"] = replace(ward.normalized, observations=table)
    return later


@given(st.lists(st.floats(-100, 100), min_size=16, max_size=16))
def test_a_part_is_the_mean_of_what_it_adds_over_all_orders(amounts):
    sets = [frozenset(c for i, c in enumerate(CAUSES) if n >> i & 1) for n in range(16)]
    value = dict(zip(sets, amounts, strict=True)).__getitem__
    orders = list(permutations(CAUSES))
    expected = dict.fromkeys(CAUSES, 0.0)
    for order in orders:
        for i, cause in enumerate(order):
            expected[cause] += (value(frozenset(order[:i + 1])) - value(frozenset(order[:i]))) / len(orders)
    parts = shapley(CAUSES, value)
    assert parts == pytest.approx(expected, abs=1e-9)
    assert sum(parts.values()) == pytest.approx(value(frozenset(CAUSES)) - value(frozenset()), abs=1e-9)


def test_two_factors_of_a_product_share_their_joint_effect_evenly():
    price, amount = (10.0, 12.0), (5.0, 8.0)
    parts = shapley("pq", lambda come: price["p" in come] * amount["q" in come])
    assert parts == {"p": 2 * (5 + 8) / 2, "q": 3 * (10 + 12) / 2}


def test_a_factor_that_is_given_later_counts_among_the_assumptions(ward, tmp_path):
    before = ward.inputs("trend", draws=1)
    breaks = pd.DataFrame([{"indicator": "poverty_rate", "year": 2027, "restatement_factor": 1.5}])
    after = replace(before, breaks=breaks)
    found = bridge(before, after, "poor_households")
    assert found.after > found.before
    assert found.parts == pytest.approx(
        dict.fromkeys(CAUSES, 0.0) | {"assumptions": found.after - found.before}, abs=1e-9)
    record = record_of(after, project(after), year=2030, version="0")
    kept = keep_vintage(Folder(tmp_path), project(after), record)
    again = as_published(before, read_vintages(Folder(tmp_path))[0])
    assert again.factors == after.factors
    assert differences(kept.record, record_of(before, project(before), year=2030, version="0")) == [
        "assumptions"]


def test_nothing_lies_between_a_view_and_itself(ward):
    inputs = ward.inputs("trend", draws=1)
    found = bridge(inputs, inputs, "grdp")
    assert found.before == found.after == ward.project("trend", draws=1).find("grdp").point[-1]
    assert set(found.parts.values()) == {0.0}


def test_each_cause_alone_makes_the_whole_change(ward):
    before = ward.inputs("trend", draws=1)
    plan = ward.settings("accelerated")
    births = before.assumptions.copy()
    births.loc["births", "value"] = 50.0
    new = informed(ward, ("enterprises", 2026, 300, "count", date(2027, 1, 31)))
    revised = informed(ward, ("enterprises", 2025, 260, "count", date(2026, 6, 30)))
    changed = {
        "scenario": replace(before, settings=plan), "assumptions": replace(before, assumptions=births),
        "new_actual": new.inputs("trend", draws=1), "history_revised": revised.inputs("trend", draws=1)}
    for cause, after in changed.items():
        found = bridge(before, after, "enterprises")
        assert found.parts[cause] == pytest.approx(found.after - found.before, abs=1e-9)
        assert abs(found.parts[cause]) > 1
        assert all(abs(part) < 1e-9 for name, part in found.parts.items() if name != cause)


def test_ten_more_births_a_year_add_what_is_computed_by_hand(ward):
    before = ward.inputs("trend", draws=1)
    births = before.assumptions.copy()
    births.loc["births", "value"] = 48.0
    found = bridge(before, replace(before, assumptions=births), "enterprises")
    staying = 1 - before.assumed("exit_rate")
    assert found.parts["assumptions"] == pytest.approx(10 * sum(staying**j for j in range(5)), abs=1e-9)


@pytest.mark.parametrize("indicator", ["grdp", "enterprises_per_1000"])
def test_all_causes_together_sum_exactly_to_the_change(sample, indicator):
    before = sample.as_known("2028-01-30").inputs("trend", draws=1)
    after = sample.inputs("accelerated", draws=1)
    assumptions = after.assumptions.copy()
    assumptions["value"] *= 1.1
    after = replace(after, assumptions=assumptions)
    found = bridge(before, after, indicator)
    assert found.before + sum(found.parts.values()) == pytest.approx(found.after, abs=1e-9)
    assert found.after == pytest.approx(
        th.projections.project(after).find(indicator).point[-1], rel=1e-12)


def test_a_change_of_method_is_told_apart_from_all_else(ward):
    inputs = ward.inputs("trend", draws=1)
    printed = ward.project("trend", draws=1).find("grdp").point[-1] - 2
    found = bridge(inputs, inputs, "grdp", published=printed)
    assert found.parts["method"] == pytest.approx(2, abs=1e-9)
    assert found.before + sum(found.parts.values()) == pytest.approx(found.after, abs=1e-9)


def test_an_index_that_becomes_dong_is_bridged_as_growth_since_2025(ward):
    day = date(2027, 1, 31)
    money = informed(ward, *[("grdp", year, value, "billion_vnd", day)
                             for year, value in ((2025, 3000.0), (2026, 3300.0))])
    found = bridge(ward.inputs("trend", draws=1), money.inputs("trend", draws=1), "grdp")
    assert found.unit == "own_index"
    assert found.before == pytest.approx(ward.project("trend", draws=1).find("grdp").point[-1])
    assert found.before + sum(found.parts.values()) == pytest.approx(found.after, abs=1e-9)


def test_a_view_by_day_is_what_was_known_on_that_day(sample):
    found = sample.past.bridge("grdp", since="2028-01-30")
    then = sample.as_known("2028-01-30").project("trend", draws=1)
    assert found.before == then.find("grdp").point[-1]
    assert found.parts["history_revised"] > 0 and found.parts["new_actual"] > 0


def test_a_stored_view_brings_its_own_levers_and_assumptions(ward, tmp_path):
    place = tmp_path / "data" / "vintages" / "projections"
    shutil.copytree(ROOT / "data" / "vintages" / "projections", place)
    for path in place.glob("*-trend.json"):
        text = path.read_text(encoding="utf-8")
        assert '"births": 38.0' in text
        path.write_text(text.replace('"births": 38.0', '"births": 30.0'), encoding="utf-8")
    later = th.Ward.open(tmp_path)
    found = later.past.bridge("enterprises", since=later.past.earlier())
    assert found.parts["assumptions"] == pytest.approx(8 * sum(0.91**j for j in range(5)), abs=1e-6)
    assert found.parts["method"] == pytest.approx(-found.parts["assumptions"], abs=1e-6)
    assert found.before == pytest.approx(found.after, abs=1e-6)


@pytest.mark.parametrize(("options", "error", "match"), [
    ({"since": "30/1/2028"}, ObservationError, "is not a date; write it like 2026-06-30"),
    ({"since": "1990-01-01"}, ObservationError, "no figure was known on 1990-01-01"),
    ({"since": "2026-12-31", "year": 2031}, ProjectionError, "2031 is not projected; give a year from 2026"),
])
def test_a_bridge_that_cannot_be_built_says_why(sample, options, error, match):
    with pytest.raises(error, match=match):
        sample.past.bridge("grdp", **options)


def test_what_was_not_projected_then_has_no_bridge(ward):
    new = informed(ward, ("budget_revenue", 2026, 400.0, "billion_vnd", date(2027, 1, 31)))
    with pytest.raises(ProjectionError, match=r"budget_revenue .* was not projected on 2026-01-31"):
        new.past.bridge("budget_revenue", since="2026-12-31")


def test_a_new_figure_is_read_in_two_ways(ward):
    new = informed(ward, ("enterprises", 2026, 279.45, "count", date(2027, 1, 31)))
    found = new.past.new_year(2026).set_index("indicator").loc["enterprises"]
    assert (found["expected"], found["actual"]) == (pytest.approx(310.5), 279.45)
    assert found["before"] == found["catches_up"] == pytest.approx(502.734, abs=1e-3)
    assert found["persists"] == pytest.approx(0.9 * found["before"])
    path = new.past.readings("enterprises", "total", 2026)
    before = ward.project("trend", draws=1).find("enterprises").point
    np.testing.assert_allclose(path["catches_up"], before * (0.9 + 0.1 * np.arange(5) / 4), rtol=1e-12)
    np.testing.assert_allclose(path["persists"], 0.9 * before, rtol=1e-12)


def test_a_share_is_carried_no_further_than_its_bounds(sample):
    found = sample.past.new_year(2027)
    shares = found[found["unit"] == "fraction"]
    assert len(shares) > 5 and shares["persists"].between(0, 1).all()


def test_without_a_new_figure_there_is_nothing_to_read(ward):
    assert ward.past.new_year(2026).empty and ward.past.new_year(2025).empty
    assert ward.past.new_year(2031).empty
    assert ward.past.readings("grdp", "total", 2026) is None

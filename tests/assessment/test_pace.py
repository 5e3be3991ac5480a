"""The pace that a target requires, and the pace seen."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thienhuong_analysis.assessment import pace_ratio, required_average_growth, required_path
from thienhuong_analysis.assessment.pace import (
    metric_of,
    required_growth,
    required_per_year,
    required_step,
)
from thienhuong_analysis.programme import Target

positive = st.floats(0.1, 1000)


def level(value, kind="ratio", by_year=2030, *, base=-np.inf):
    """A target that is not met at the base: a floor above it or a ceiling below it."""
    comparator, better = ("ge", "higher") if base < value else ("le", "lower")
    return Target("t", "thing", "total", comparator, value, False, "by_year", None, by_year,
                  "B.I.1", kind, better)


# required pace


def test_after_a_first_year_of_8_percent_10_percent_on_average_takes_10_51_percent():
    # 1.1⁵/1.08 = 1.4912130, its root 1.2211523, the root of that 1.1050576
    assert required_average_growth(0.10, 1.08, 1, 5) == pytest.approx(0.1050576, abs=1e-7)


@given(st.floats(-0.2, 0.5), st.floats(0.3, 3), st.integers(0, 4))
def test_growing_at_the_required_average_gives_the_average(average, realised, done):
    needed = required_average_growth(average, realised, done, 5)
    assert (realised * (1 + needed) ** (5 - done)) ** 0.2 - 1 == pytest.approx(average, abs=1e-12)


@given(st.floats(0, 0.5), st.floats(0.3, 3), st.floats(1.001, 2))
def test_required_growth_rises_after_a_weak_year(average, realised, stronger):
    assert (required_average_growth(average, realised, 1, 5)
            > required_average_growth(average, realised * stronger, 1, 5))


def test_on_pace_the_required_growth_is_the_average():
    assert required_average_growth(0.14, 1.14**3, 3, 5) == pytest.approx(0.14, rel=1e-12)


@given(positive, positive, st.integers(1, 9))
def test_the_required_growth_compounds_to_the_target(value, goal, years):
    assert value * (1 + required_growth(value, goal, years)) ** years == pytest.approx(goal)


@given(st.floats(-10, 10), st.floats(-10, 10), st.integers(1, 9))
def test_the_required_steps_add_up_to_the_way(value, goal, years):
    assert value + required_step(value, goal, years) * years == pytest.approx(goal, abs=1e-12)


def test_what_is_left_of_a_total_is_shared_by_the_years_left():
    assert required_per_year(150, 30, 4) == 30
    assert required_per_year(150, 170, 2) == -10


# pace ratio


@pytest.mark.parametrize(("kind", "base", "latest", "goal", "expected"), [
    ("level", 5.0, 10.0, 20.0, 5 * np.log(2) / np.log(4)),      # half the way in logs after a year
    ("ratio", 8.0, 4.0, 2.0, 5 * np.log(2) / np.log(4)),        # downwards
    ("count", 10.0, 9.0, 0.0, 5 * 1 / 10),                      # to zero: straight
    ("count", 0.0, 2.0, 20.0, 5 * 2 / 20),                      # from zero: straight
    ("share", 0.5, 0.8, 16 / 17, 5 * np.log(4) / np.log(16)),   # odds 1 → 4 of 16
    ("share", 0.5, 0.6, 1.0, 5 * 0.1 / 0.5),                    # to the bound: straight
    ("share", 0.1, 0.08, 0.0, 5 * 0.02 / 0.1),                  # to the other bound: straight
    ("share", 0.8, 0.75, 0.9, 5 * np.log(3 / 4) / np.log(9 / 4)),  # the wrong way
])
def test_the_pace_ratio_after_one_year_on_each_metric(kind, base, latest, goal, expected):
    target = level(goal, kind, base=base)
    assert pace_ratio(target, base, latest, 2026) == pytest.approx(expected, rel=1e-12)


@given(positive, positive, st.integers(2026, 2030))
def test_the_pace_ratio_is_one_on_the_required_path(base, goal, year):
    assume(abs(base - goal) > 1e-6 * base)
    target = level(goal, "level", base=base)
    on_path = required_path(target, base)[year - 2025]
    assert pace_ratio(target, base, on_path, year) == pytest.approx(1, rel=1e-6)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.integers(2026, 2030))
def test_the_pace_ratio_of_a_share_is_one_on_the_required_path(base, goal, year):
    assume(abs(base - goal) > 1e-6)
    target = level(goal, "share", base=base)
    on_path = required_path(target, base)[year - 2025]
    assert pace_ratio(target, base, on_path, year) == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(("latest", "year"), [(10.0, 2025), (20.0, 2026)])
def test_the_pace_ratio_is_unknown_before_time_has_passed_or_with_no_way_to_go(latest, year):
    base = 20.0 if year > 2025 else 10.0
    assert np.isnan(pace_ratio(level(20.0), base, latest, year))


def test_a_target_that_was_met_from_the_start_leaves_no_way_to_go():
    # poverty of 0.36 % that falls to 0.21 % is no deterioration
    below = level(0.005, "share", base=1)
    assert np.isnan(pace_ratio(below, 0.0036, 0.0021, 2027))


def test_an_earlier_deadline_asks_for_a_faster_pace():
    # half of the way in one of two years is on pace
    assert pace_ratio(level(20.0, by_year=2027), 5, 10, 2026) == pytest.approx(1)


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.integers(2026, 2030))
def test_the_pace_ratio_of_a_share_is_that_of_its_complement(base, latest, goal, year):
    assume(abs(base - goal) > 1e-6)
    target, complement = level(goal, "share", base=base), level(1 - goal, "share", base=1 - base)
    assert pace_ratio(target, base, latest, year) == pytest.approx(
        pace_ratio(complement, 1 - base, 1 - latest, year), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("kind", "values", "name"), [
    ("level", (5, 20), "compound"), ("count", (5, 0), "linear"), ("share", (0.5, 0.9), "logit"),
    ("share", (0.5, 1.0), "linear"), ("share", (0.0, 0.5), "linear"), ("growth", (5,), "compound")])
def test_the_metric_is_straight_only_at_a_bound(kind, values, name):
    assert metric_of(level(1.0, kind), *values).name == name


# required path


def test_the_required_path_of_a_growth_compounds_from_the_base(target):
    path = required_path(target(0.10, kind="growth", cadence="period_average", is_growth=True), 200)
    np.testing.assert_allclose(path, [200, 220, 242, 266.2, 292.82, 322.102])


def test_the_required_path_of_a_growth_without_a_base_is_an_index(target):
    growth = target(0.10, kind="growth", cadence="period_average", is_growth=True)
    np.testing.assert_allclose(required_path(growth, np.nan),
                               [100, 110, 121, 133.1, 146.41, 161.051])


@pytest.mark.parametrize(("from_year", "expected"), [
    (None, [np.nan, 0.95, 0.95, 0.95, 0.95, 0.95]), (2025, [np.nan, 0.95, 0.95, 0.95, 0.95, 0.95]),
    (2028, [np.nan, np.nan, np.nan, 0.95, 0.95, 0.95])])
def test_the_required_path_of_a_yearly_target_is_the_target_in_every_year(
        target, from_year, expected):
    path = required_path(target(0.95, cadence="each_year", kind="share", from_year=from_year), 0.7)
    np.testing.assert_array_equal(path, expected)


def test_the_required_path_of_a_total_accumulates_evenly(target):
    total = target(150, kind="flow", cadence="period_total", from_year=2026)
    np.testing.assert_allclose(required_path(total, np.nan), [0, 30, 60, 90, 120, 150])
    late = target(150, kind="flow", cadence="period_total", from_year=2028)
    np.testing.assert_allclose(required_path(late, np.nan), [0, 0, 0, 50, 100, 150])


def test_the_required_path_of_a_level_is_straight_in_logs(target):
    np.testing.assert_allclose(required_path(target(160.0), 5), [5, 10, 20, 40, 80, 160])


def test_the_required_path_of_a_share_is_straight_in_log_odds(target):
    path = required_path(target(32 / 33, kind="share"), 0.5)
    np.testing.assert_allclose(path, [1 / 2, 2 / 3, 4 / 5, 8 / 9, 16 / 17, 32 / 33])


def test_the_required_path_to_a_bound_is_straight(target):
    np.testing.assert_allclose(required_path(target(1.0, kind="share"), 0.5),
                               [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    np.testing.assert_allclose(required_path(target(0.0, "le", kind="count"), 50),
                               [50, 40, 30, 20, 10, 0], atol=1e-12)


def test_the_required_path_stays_at_the_target_after_its_deadline(target):
    path = required_path(target(20.0, by_year=2027), 5)
    np.testing.assert_allclose(path, [5, 10, 20, 20, 20, 20])


def test_the_required_path_of_a_target_met_from_the_start_is_to_keep_it(target):
    path = required_path(target(0.005, "lt", kind="share"), 0.0036)
    np.testing.assert_allclose(path, np.full(6, 0.005))


@pytest.mark.parametrize("by_year", [2027, 2030])
def test_the_required_path_without_a_base_is_the_target_alone(target, by_year):
    path = required_path(target(20.0, by_year=by_year), np.nan)
    np.testing.assert_array_equal(path, [20.0 if year >= by_year else np.nan
                                         for year in range(2025, 2031)])


@given(positive, positive, st.sampled_from(["ratio", "level", "count"]), st.integers(2026, 2030))
def test_a_required_path_starts_at_the_base_ends_at_the_target_and_never_turns(
        base, goal, kind, by_year):
    path = required_path(level(goal, kind, by_year, base=base), base)
    assert path[0] == pytest.approx(base) and path[-1] == pytest.approx(goal)
    assert (np.diff(path) * np.sign(goal - base) >= -1e-9).all()

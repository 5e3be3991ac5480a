"""The series that a target is followed by: what is in it, and what is left out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.assessment.trajectory import Trajectory, trajectory


def followed(made):
    programme, known, projection = made
    target = programme.by_id["t"]
    return trajectory(target, known, projection.series.get(("thing", "total")))


def test_a_level_is_followed_by_its_figures(one_target):
    path = followed(one_target(20.0, {2025: 5.0, 2026: 6.0, 2028: 9.0}))
    assert path.values.to_dict() == {2025: 5.0, 2026: 6.0, 2028: 9.0}  # a year without a figure is left out
    assert (path.goal, path.last_year, path.direction, path.assumed) == (20.0, 2030, 1, False)


def test_figures_from_before_2025_are_part_of_it(one_target):
    path = followed(one_target(20.0, {2023: 3.0, 2024: 4.0, 2025: 5.0, 2026: 6.0}))
    assert path.values.to_dict() == {2023: 3.0, 2024: 4.0, 2025: 5.0, 2026: 6.0}


def test_figures_from_before_2025_are_not_joined_to_an_assumed_base(one_target):
    path = followed(one_target(20.0, {2024: 4.0, 2026: 6.0}, base=5.0, assumed=True))
    assert path.values.to_dict() == {2025: 5.0, 2026: 6.0} and path.assumed


def test_figures_from_before_2025_are_not_joined_where_definitions_are_told_apart(one_target):
    programme, known, projection = one_target(20.0, {2024: 4.0, 2025: 5.0, 2026: 6.0})
    marked = replace(projection.series["thing", "total"], definitions=("new",) * 5)
    path = trajectory(programme.by_id["t"], known, marked)
    assert path.values.to_dict() == {2025: 5.0, 2026: 6.0}


@pytest.mark.parametrize(("breaks", "years"), [
    ((), [2025, 2026, 2027, 2028]), ((2027,), [2027, 2028]), ((2026, 2028), [2028]),
    ((2029,), [2025, 2026, 2027, 2028])])  # a change that is still to come changes nothing yet
def test_figures_by_an_older_definition_are_left_out(one_target, breaks, years):
    made = one_target(20.0, {2025: 5.0, 2026: 6.0, 2027: 7.0, 2028: 8.0}, breaks=breaks)
    assert list(followed(made).values.index) == years


def test_a_base_by_an_older_definition_is_no_longer_assumed_of_what_follows(one_target):
    made = one_target(20.0, {2026: 6.0, 2027: 7.0}, base=5.0, assumed=True, breaks=(2027,))
    assert not followed(made).assumed


def test_without_a_projection_the_figures_stand_for_themselves(one_target):
    assert followed(one_target(20.0, {2026: 6.0, 2027: 7.0})).values.to_dict() == {2026: 6.0, 2027: 7.0}


def test_a_total_is_followed_by_what_has_come_together_since_its_first_year(one_target):
    path = followed(one_target(150.0, {2025: 9.0, 2026: 30.0, 2027: 20.0}, cadence="period_total",
                               kind="flow", from_year=2026))
    assert path.values.to_dict() == {2025: 0.0, 2026: 30.0, 2027: 50.0} and path.goal == 150


def test_an_average_growth_is_followed_to_the_level_that_it_makes(one_target):
    made = one_target(14.0, {2025: 100.0, 2026: 110.0}, cadence="period_average", kind="growth",
                      unit="percent_per_year")
    path = followed(made)
    assert path.goal == pytest.approx(100 * 1.14**5)
    # 10 % after the first year; 14 % over five need 1.14⁵/1.1 = 1.750377 in four
    assert (path.goal / path.values[2026]) ** 0.25 - 1 == pytest.approx(1.750377**0.25 - 1, abs=1e-6)


def test_an_average_growth_that_begins_later_starts_from_the_year_before(one_target):
    made = one_target(10.0, {2025: 100.0, 2026: 90.0, 2027: 120.0}, cadence="period_average", kind="growth",
                      unit="percent_per_year", from_year=2028)
    assert followed(made).goal == pytest.approx(120 * 1.1**3)
    early = one_target(10.0, {2025: 100.0, 2026: 90.0}, cadence="period_average", kind="growth",
                       unit="percent_per_year", from_year=2028)
    assert followed(early) is None  # the year before is not known yet


@pytest.mark.parametrize("made", [
    {"value": 0.95, "figures": {2025: 0.9, 2026: 0.96}, "cadence": "each_year", "kind": "share"},
    {"value": 1.0, "figures": {2026: 0.0}, "comparator": "done", "kind": "milestone"},
    {"value": 0.0, "figures": {2025: 3.0, 2026: 2.0}, "comparator": "eq", "kind": "count"},
    {"value": 20.0, "figures": {}},
    {"value": 14.0, "figures": {2026: 110.0}, "cadence": "period_average", "kind": "growth",
     "unit": "percent_per_year"}])
def test_what_must_hold_every_year_is_done_or_not_or_has_no_figure_has_no_way(one_target, made):
    assert followed(one_target(**made)) is None


@pytest.mark.parametrize(("comparator", "value", "arrived"), [
    ("ge", 20.0, True), ("gt", 20.0, False), ("gt", 20.1, True), ("ge", 19.9, False),
    ("le", 20.0, True), ("lt", 20.0, False), ("lt", 19.9, True), ("le", 20.1, False),
    ("gt", 20.0 * (1 + 1e-12), False), ("ge", 20.0 * (1 - 1e-12), True)])  # rounding error is no progress
def test_a_value_has_arrived_as_strictly_as_the_target_says(target, comparator, value, arrived):
    path = Trajectory(target(20.0, comparator), pd.Series({2025: 10.0}), 20.0, 2030,
                      1 if comparator in ("ge", "gt") else -1)
    assert path.arrived(value) is arrived and not path.arrived(np.nan)


@pytest.mark.parametrize(("kind", "values", "goal", "name"), [
    ("share", [0.5, 0.6], 0.9, "logit"), ("share", [0.5, 1.0], 0.9, "linear"),
    ("share", [0.5], 1.0, "linear"), ("count", [5.0], 20.0, "compound"),
    ("count", [0.0, 5.0], 20.0, "linear"), ("count", [5.0], 0.0, "linear")])
def test_one_metric_has_a_place_for_every_figure_and_the_goal(target, kind, values, goal, name):
    path = Trajectory(target(goal, kind=kind), pd.Series(values), goal, 2030, 1)
    assert path.metric.name == name

"""Breaks of definition: two standards are joined by a factor that somebody gave, or not at all."""

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.projections import project

DEFINITIONS = pd.DataFrame([
    {"indicator": name, "definition": definition, "from_year": first, "to_year": last}
    for name in ("poverty_rate", "poor_households", "near_poor_households", "household_businesses")
    for definition, first, last in (("old", 2022, 2026), ("new", 2027, 2030))])
STILL = {"poverty_exit": 0.0, "poverty_entry": 0.0}


def marks(factor, indicator="poor_households"):
    return pd.DataFrame([{"indicator": indicator, "year": 2027, "restatement_factor": factor}])


def poor(inputs, breaks=None, **more):
    levers = more.pop("levers", STILL)
    breaks = pd.DataFrame() if breaks is None else breaks
    return project(inputs(levers, definitions=DEFINITIONS, breaks=breaks, **more)).find("poor_households")


@pytest.mark.parametrize("breaks", [None, marks(np.nan)])
def test_without_a_factor_the_projection_goes_on_by_the_old_definition_and_says_so(inputs, breaks):
    series = poor(inputs, breaks)
    assert series.definitions == ("old",) * 5 and series.breaks == (2027,)
    assert (series.point == 300).all() and "restatement" not in series.rests_on


@pytest.mark.parametrize("indicator", ["poor_households", "poverty_rate"])
def test_a_factor_multiplies_the_count_where_the_definition_changes(inputs, indicator):
    series = poor(inputs, marks(1.5, indicator))
    assert series.definitions == ("old", "new", "new", "new", "new")
    assert series.point.tolist() == [300, 450, 450, 450, 450] and (series.draws == series.point).all()
    assert "restatement" in series.rests_on


def test_after_a_figure_by_the_new_definition_nothing_is_multiplied(inputs):
    series = poor(inputs, marks(1.5), figures={"poor_households": {2025: 300, 2026: 280, 2027: 500}})
    assert series.point.tolist() == [280, 500, 500, 500, 500]
    assert series.definitions == ("old", "new", "new", "new", "new")


def test_exits_required_allow_for_the_restatement(inputs):
    levers = {"poverty_exit": "required", "poverty_entry": 0.0}
    made = poor(inputs, marks(2.0), levers=levers)
    plain = poor(inputs, levers=levers)
    assert made.solved["poverty_exit"] > plain.solved["poverty_exit"]
    assert made.point[-1] == pytest.approx(plain.point[-1])


@pytest.mark.parametrize(("breaks", "growth"), [
    (None, 0.0), (marks(np.nan, "household_businesses"), 0.0), (marks(0.5, "household_businesses"), 1.2 - 1)])
def test_a_change_over_a_break_is_no_trend_unless_it_is_restated(inputs, breaks, growth):
    # 1000 by the old definition is 500 by the new one: growth of 20 % to 600
    figures = {"household_businesses": {2026: 1000.0, 2027: 600.0}}
    made = project(inputs(figures=figures, definitions=DEFINITIONS,
                          breaks=pd.DataFrame() if breaks is None else breaks))
    point = made.find("household_businesses").point
    assert point[2] / point[1] - 1 == pytest.approx(growth)


def test_an_indicator_without_definitions_has_no_breaks(inputs):
    series = project(inputs(definitions=DEFINITIONS)).find("budget_revenue")
    assert series.definitions == () and series.breaks == ()

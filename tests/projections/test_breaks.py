"""Breaks of definition: two standards are joined by a factor that somebody gave, or not at all."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from thienhuong_analysis.errors import ProjectionError
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


# all other series


def factor(name, value, year=2028):
    return pd.DataFrame([{"indicator": name, "year": year, "restatement_factor": value}])


def other(inputs, name, value, **more):
    return project(inputs(breaks=factor(name, value), **more)).find(name)


def test_a_factor_restates_the_path_ahead_where_the_definition_changes(inputs):
    level = other(inputs, "income_per_capita", 1.5, figures={"income_per_capita": {2025: 100.0, 2026: 110.0}})
    np.testing.assert_allclose(level.point, [110, 121, 121 * 1.65, 121 * 1.65 * 1.1, 121 * 1.65 * 1.21])
    share = other(inputs, "clean_water_share", 0.5)
    np.testing.assert_allclose(share.point, [0.8, 0.8, 0.4, 0.4, 0.4])
    for series in (level, share):
        assert series.breaks == (2028,) and "restatement" in series.rests_on


def test_a_factor_restates_each_draw_as_it_stands(inputs):
    def draws(value, name, figures):
        return other(inputs, name, value, figures=figures).draws

    figures = {"income_per_capita": {2025: 100.0, 2026: 110.0}}
    plain, restated = (draws(value, "income_per_capita", figures) for value in (1.0, 1.5))
    np.testing.assert_allclose(restated / plain, np.broadcast_to([1, 1, 1.5, 1.5, 1.5], plain.shape))
    plain, restated = (draws(value, "clean_water_share", {}) for value in (1.0, 0.5))
    np.testing.assert_array_equal(plain[:, :2], restated[:, :2])
    # halved at the end of 2027, then the same step of the odds as without
    np.testing.assert_allclose(logit(restated[:, 2]) - logit(plain[:, 1] / 2),
                               logit(plain[:, 2]) - logit(plain[:, 1]), atol=1e-9)


def test_a_change_that_a_scenario_sets_is_added_to_what_was_restated(inputs):
    series = other(inputs, "clean_water_share", 0.5, levers={"change.clean_water_share": 0.02})
    np.testing.assert_allclose(series.point, [0.82, 0.84, 0.44, 0.46, 0.48])


def test_what_a_scenario_leads_beyond_the_whole_is_restated_as_the_whole(inputs):
    series = other(inputs, "clean_water_share", 0.5, levers={"change.clean_water_share": 0.15})
    np.testing.assert_allclose(series.point, [0.95, 1, 0.65, 0.8, 0.95], atol=1e-5)


def test_a_factor_that_leads_beyond_the_whole_leads_to_it(inputs):
    series = other(inputs, "clean_water_share", 1.5)
    np.testing.assert_allclose(series.point[2:], 1, atol=1e-5)
    assert (series.draws <= 1).all()


def test_after_a_figure_by_the_new_definition_a_series_is_not_restated_again(inputs):
    series = other(inputs, "clean_water_share", 0.5, figures={"clean_water_share": {2028: 0.4}})
    np.testing.assert_allclose(series.point[3:], 0.4)
    assert "restatement" not in series.rests_on


def test_a_flow_goes_on_at_its_mean_by_the_definition_of_its_last_year(inputs):
    # of 2026 and 2027 with 100 and 120 by the old, 66 by the new: halved 50, 60 and 66
    made = inputs(figures={"household_businesses": {2026: 100.0, 2027: 120.0, 2028: 66.0}},
                  breaks=factor("household_businesses", 0.5))
    kinds = made.programme.indicators
    flows = kinds.assign(kind=kinds["kind"].mask(kinds["indicator_id"] == "household_businesses", "flow"))
    made = replace(made, programme=replace(made.programme, indicators=flows))
    np.testing.assert_allclose(project(made).find("household_businesses").point[3:], (50 + 60 + 66) / 3)


def test_a_share_at_its_bound_leaves_it_by_a_factor(inputs):
    made = project(inputs(breaks=factor("clean_water_share", 0.8), draws=400, bases={
        "clean_water_share": "households"}, figures={"households": {2025: 40.0}, "clean_water_share": {
            2025: 1.0}})).find("clean_water_share")
    np.testing.assert_allclose(made.point, [1, 1, 0.8, 0.8, 0.8])
    assert made.draws[:, -1].mean() == pytest.approx(0.8, abs=0.03) and made.breaks == (2028,)


@pytest.mark.parametrize("name", ["population", "grdp", "enterprises", "enterprises_per_1000"])
def test_a_factor_that_no_model_uses_is_refused_in_one_sentence(inputs, name):
    with pytest.raises(ProjectionError, match=rf"no projection of {name} uses a restatement.*2028"):
        project(inputs(breaks=factor(name, 1.5)))
    project(inputs(breaks=factor(name, np.nan)))


def test_an_indicator_without_definitions_has_no_breaks(inputs):
    series = project(inputs(definitions=DEFINITIONS)).find("budget_revenue")
    assert series.definitions == () and series.breaks == ()

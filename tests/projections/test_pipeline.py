"""The project pipeline: the dated plan, and what it adds to a sector where a scenario says so."""

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.folder import INSTALLED
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import SECTORS, added_value, project
from thienhuong_analysis.projections.pipeline import in_use
from thienhuong_analysis.ward import Ward

SITES = pd.DataFrame({"sector": ["services", "services", "industry_construction", "services"],
                      "end": [2026.0, 2027.0, 2026.0, np.nan], "area": [10.0, 30.0, 20.0, 99.0]},
                     index=["town", "park", "works", "undated"])
LEVELS = {("grdp", sector): {2025: level} for sector, level in zip(SECTORS, (50.0, 600, 350), strict=True)}


@pytest.fixture(scope="module")
def plan():
    ward = Ward.open(INSTALLED)
    return ward.plan()


def test_the_three_appendices_are_one_plan_of_thirteen_projects(plan):
    assert len(plan) == 13
    assert plan.loc["police_headquarters", ["appendices", "start", "end", "area"]].tolist() == [
        "02;03", 2026, 2026, 1.0]
    assert plan["area"].sum() == pytest.approx(181.37)


def test_a_project_keeps_what_the_programme_says_of_its_state(plan):
    assert plan.loc["hon_ngoc_riverside_urban_area", "state"] == "Dự án đang đề xuất chủ trương đầu tư"


def test_every_project_with_land_to_clear_has_a_sector(plan):
    assert (plan.loc[plan["area"].notna(), "sector"] != "").all()


def test_land_is_in_use_evenly_from_the_year_it_is_clear():
    used = in_use(np.arange(2026, 2031), np.array([2026.0, 2028.0]), 0.0, 4.0)
    np.testing.assert_allclose(used, [[0, 0.25, 0.5, 0.75, 1], [0, 0, 0, 0.25, 0.5]])


def test_a_delay_shifts_the_use_by_as_many_years():
    years = np.arange(2026, 2035)
    on_time, late = (in_use(years, np.array([2026.0]), delay, 4.0)[0] for delay in (0.0, 2.0))
    np.testing.assert_allclose(late[2:], on_time[:-2])
    assert (late[:2] == 0).all()


def test_without_a_ramp_the_whole_is_in_use_the_year_after():
    assert in_use(np.array([2026, 2027]), np.array([2026.0]), 0.0, 0.0).tolist() == [[0, 1]]


def test_what_is_added_is_hectares_times_value_times_use():
    added = added_value(SITES, "services", 0.5, np.array(YEARS, float), 0.0, 4.0)
    # 10 ha from 2026 on, 30 ha from 2027 on; the undated 99 ha add nothing
    np.testing.assert_allclose(added, 0.5 * np.array([0, 2.5, 5 + 7.5, 7.5 + 15, 10 + 22.5]))


def test_nothing_is_added_unless_a_scenario_gives_a_figure(inputs):
    without, given = (project(inputs(figures=LEVELS, **more)) for more in ({}, {"sites": SITES}))
    np.testing.assert_array_equal(without.draws("grdp"), given.draws("grdp"))


def test_a_value_in_money_adds_to_its_sector_and_to_the_total_only(inputs):
    usual, more = (project(inputs(levers, figures=LEVELS, sites=SITES)) for levers in (
        {}, {"value_per_hectare.services": 0.5}))
    gain = 0.5 * np.array([0, 2.5, 12.5, 22.5, 32.5])
    for kind in ("services", "total"):
        np.testing.assert_allclose(more.find("grdp", kind).point - usual.find("grdp", kind).point, gain)
        np.testing.assert_allclose(more.draws("grdp", kind) - usual.draws("grdp", kind),
                                   np.broadcast_to(gain, (60, 5)), atol=1e-9)
    np.testing.assert_array_equal(more.draws("grdp", "industry_construction"),
                                  usual.draws("grdp", "industry_construction"))
    assert {"value_per_hectare.services", "project_ramp", "delay_years"} <= set(more.find("grdp").rests_on)


def test_a_share_of_grdp_works_without_any_level(inputs):
    usual, more = (project(inputs(levers, sites=SITES)) for levers in (
        {}, {"value_share_per_hectare.services": 0.001}))
    gain = more.find("grdp").point - usual.find("grdp").point
    np.testing.assert_allclose(gain, 0.1 * np.array([0, 2.5, 12.5, 22.5, 32.5]))


def test_a_delay_takes_from_grdp_what_the_projects_would_have_added(inputs):
    levers = {"value_per_hectare.industry_construction": 2.0}
    on_time, late = (project(inputs(levers | {"delay_years": years}, figures=LEVELS, sites=SITES))
                     for years in (0, 2))
    loss = on_time.find("grdp").point - late.find("grdp").point
    np.testing.assert_allclose(loss, 2.0 * 20 * np.array([0, 0.25, 0.5, 0.5, 0.5]))


def test_a_drawn_delay_lies_between_its_ends(inputs):
    def added(levers):
        made = project(inputs({"value_per_hectare.services": 1.0} | levers, figures=LEVELS, sites=SITES))
        return made.draws("grdp", "services")

    low, drawn, high = (added(levers) for levers in (
        {"delay_years": 2}, {"delay_spread": 2}, {"delay_years": 0}))
    assert ((low - 1e-9 <= drawn) & (drawn <= high + 1e-9)).all()
    assert np.std((high - drawn)[:, -1]) > 0


def test_the_central_path_has_the_mean_of_the_delays_that_are_drawn(inputs):
    levers = {"value_per_hectare.services": 1.0}
    drawn, mean = (project(inputs(levers | more, figures=LEVELS, sites=SITES)).find("grdp", "services").point
                   for more in ({"delay_years": 0.5, "delay_spread": 2.0}, {"delay_years": 1.5}))
    np.testing.assert_allclose(drawn, mean)
    # 1.5 years late: 10 ha half a year after the end of 2027, 30 ha a year later, in four years each
    gain = drawn - project(inputs(figures=LEVELS, sites=SITES)).find("grdp", "services").point
    np.testing.assert_allclose(gain, 10 * np.array([0, 0, 0.125, 0.375, 0.625])
                               + 30 * np.array([0, 0, 0, 0.125, 0.375]))


def test_what_a_known_year_holds_already_is_not_added_again(inputs):
    figures = {key: figure | {2027: 400.0} for key, figure in LEVELS.items()}
    figures = {key: figure | {2026: 380.0} for key, figure in figures.items()}
    levers = {"value_per_hectare.services": 0.5}
    usual, more = (project(inputs(given, figures=figures, sites=SITES)) for given in ({}, levers))
    gain = more.find("grdp").point - usual.find("grdp").point
    np.testing.assert_allclose(gain, 0.5 * np.array([0, 0, 10, 20, 30]), atol=1e-9)


def test_what_land_in_use_before_2025_adds_is_in_the_base_already(inputs):
    old = SITES.assign(end=[2020.0, 2023.0, 2022.0, np.nan])
    usual, more = (project(inputs(levers, figures=LEVELS, sites=old)) for levers in (
        {}, {"value_per_hectare.services": 0.5}))
    gain = more.find("grdp", "services").point - usual.find("grdp", "services").point
    # 10 ha were full by 2024; of 30 ha a half was in use in 2025, and all of it from 2027 on
    np.testing.assert_allclose(gain, 0.5 * 30 * np.array([0.25, 0.5, 0.5, 0.5, 0.5]), atol=1e-9)


def test_money_without_a_level_of_grdp_is_refused_in_one_sentence(inputs):
    with pytest.raises(ProjectionError, match=r"billion VND, but no level.*value_share_per_h"):
        project(inputs({"value_per_hectare.services": 0.5}, sites=SITES))


def test_a_value_given_in_both_ways_is_refused(inputs):
    with pytest.raises(ProjectionError, match="say the same thing twice"):
        project(inputs({"value_per_hectare.services": 0.5, "value_share_per_hectare.services": 0.01},
                       figures=LEVELS, sites=SITES))

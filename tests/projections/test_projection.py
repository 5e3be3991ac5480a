"""The whole projection: its table, what it keeps of the past, and what scenarios share."""

import io

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import SECTORS, project
from thienhuong_analysis.scenarios import STATES, Scenario, levers_of, resolve

COLUMNS = ["vintage", "scenario", "locality", "indicator", "breakdown", "year", "output_type",
           "output_type_id", "value", "unit"]
SITES = pd.DataFrame({"sector": SECTORS, "end": [2026.0, 2026, 2027], "area": [10.0, 20, 30]},
                     index=["pond", "park", "town"])
LEVELS = ["0.025", "0.1", "0.25", "0.75", "0.9", "0.975"]
PROJECTED = {
    ("grdp", "total"), *(("grdp", sector) for sector in SECTORS),
    *((name, "total") for name in (
        "population", "households", "enterprises", "enterprises_per_1000", "enterprise_births",
        "enterprise_exits", "household_business_conversions", "poor_households", "poverty_rate",
        "clean_water_share", "budget_revenue"))}


@pytest.fixture
def table(inputs):
    return project(inputs()).table(samples=True)


def wide(table):
    """One row a series and year, one column an output."""
    quantiles = table[table["output_type"] != "sample"]
    column = quantiles["output_type_id"].where(quantiles["output_type_id"] != "",
                                               quantiles["output_type"])
    return quantiles.assign(column=column).pivot_table(
        index=["indicator", "breakdown", "year"], columns="column", values="value", sort=False)


def csv_of(projection):
    text = io.BytesIO()
    projection.table(samples=True).to_csv(text, index=False)
    return text.getvalue()


# what these tests stand on


@pytest.mark.parametrize("statuses", [None, ("actual", "preliminary"), ("implied",)])
def test_the_ledger_of_these_tests_answers_as_known_does(inputs, statuses):
    ledger = inputs(figures={("grdp", "services"): {2027: 3.0, 2025: 1.0}}).known
    rows = [("thienhuong", indicator, breakdown, str(year), year, value, "actual")
            for (indicator, breakdown), figures in ledger.figures.items()
            for year, value in figures.items()]
    known = Known(pd.DataFrame(rows, columns=["locality", "indicator", "breakdown", "period",
                                              "year", "value", "status"]), "thienhuong")
    for key in [*ledger.figures, ("grdp", "total"), ("nothing", "total")]:
        pd.testing.assert_series_equal(
            ledger.history(*key, statuses=statuses), known.history(*key, statuses=statuses),
            check_names=False, check_index_type=False)
        assert ledger.breakdowns(key[0]) == known.breakdowns(key[0])
        assert [ledger.status(*key, year) for year in (2025, 2026)] == [
            known.status(*key, year) for year in (2025, 2026)]


# what the table is


def test_the_table_has_the_columns_of_the_contract_in_their_order(table):
    assert table.columns.tolist() == COLUMNS


def test_the_table_holds_every_series_that_has_a_baseline_and_no_other(table):
    assert set(zip(table["indicator"], table["breakdown"], strict=True)) == PROJECTED


def test_the_table_holds_the_five_years_and_who_it_is_about(table):
    assert set(table["year"]) == {2026, 2027, 2028, 2029, 2030} == set(YEARS)
    assert set(table["scenario"]) == {"test"} and set(table["locality"]) == {"thienhuong"}
    assert set(table["vintage"]) == {"2026-06-30"}


def test_the_table_holds_point_median_and_six_quantiles_and_never_a_mean(inputs):
    table = project(inputs()).table()
    kinds = table.groupby("output_type")["output_type_id"].unique().map(sorted).to_dict()
    assert kinds == {"point": [""], "median": [""], "quantile": LEVELS}


def test_every_output_stands_in_the_table_once(table):
    key = ["indicator", "breakdown", "year", "output_type", "output_type_id"]
    assert not table.duplicated(key).any() and table["value"].notna().all()


def test_samples_are_the_draws_by_number(inputs):
    projection = project(inputs(draws=7))
    samples = projection.table(samples=True).query("output_type == 'sample'")
    assert len(samples) == len(PROJECTED) * 7 * 5
    for indicator, breakdown in PROJECTED:
        mine = samples.query("indicator == @indicator and breakdown == @breakdown").astype(
            {"output_type_id": int})
        drawn = mine.pivot_table(index="output_type_id", columns="year", values="value")
        np.testing.assert_array_equal(drawn.to_numpy(), projection.draws(indicator, breakdown))


def test_quantiles_rise_and_hold_the_median_between_them(table):
    ordered = wide(table)[["0.025", "0.1", "0.25", "median", "0.75", "0.9", "0.975"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= 0).all()


def test_quantiles_are_those_of_the_draws(inputs):
    # with 41 draws every level is a multiple of 1/40: the quantile is the draw of that rank
    projection = project(inputs(draws=41))
    ranked = np.sort(projection.draws("grdp", "services"), axis=0)
    found = wide(projection.table()).loc["grdp", "services"]
    for level, rank in (("0.025", 1), ("0.1", 4), ("0.25", 10), ("median", 20), ("0.75", 30),
                        ("0.9", 36), ("0.975", 39)):
        np.testing.assert_allclose(found[level], ranked[rank], rtol=1e-12)


def test_units_are_those_of_the_indicators_and_an_index_where_no_level_is_known(table):
    units = table.groupby("indicator")["unit"].unique().map(list).to_dict()
    assert units == {
        "grdp": ["index_2025"], "population": ["persons"], "households": ["households"],
        "enterprises": ["count"], "enterprises_per_1000": ["per_1000_people"],
        "enterprise_births": ["count"], "enterprise_exits": ["count"],
        "household_business_conversions": ["count"], "poor_households": ["households"],
        "poverty_rate": ["fraction"], "clean_water_share": ["fraction"],
        "budget_revenue": ["billion_vnd"]}


def test_units_are_money_where_the_levels_of_the_sectors_are_known(inputs):
    levels = {("grdp", sector): {2025: 100.0} for sector in SECTORS}
    table = project(inputs(figures=levels)).table().query("indicator == 'grdp'")
    assert set(table["unit"]) == {"billion_vnd"}


def test_in_every_sample_the_total_is_the_sum_of_the_sectors(table):
    samples = table.query("indicator == 'grdp' and output_type == 'sample'").pivot_table(
        index=["output_type_id", "year"], columns="breakdown", values="value")
    np.testing.assert_allclose(samples["total"], samples[list(SECTORS)].sum(axis=1), rtol=1e-12)


# the same numbers for the same question


def test_two_runs_give_the_same_bytes(inputs):
    assert csv_of(project(inputs())) == csv_of(project(inputs()))


def test_another_seed_gives_other_draws_and_the_same_path(inputs):
    one, other = project(inputs(seed=1)), project(inputs(seed=2))
    for key in PROJECTED - {("population", "total"), ("households", "total")}:
        assert (one.draws(*key) != other.draws(*key)).any(), key
        np.testing.assert_array_equal(one.find(*key).point, other.find(*key).point)


def test_the_first_draws_of_a_long_run_are_those_of_a_short_one(inputs):
    short, long = project(inputs(draws=20)), project(inputs(draws=60))
    for key in PROJECTED:
        np.testing.assert_array_equal(long.draws(*key)[:20], short.draws(*key))


def test_a_null_scenario_differs_from_its_parent_by_exactly_nothing(inputs):
    words = {"vi": "a", "en": "b"}
    parent = Scenario.model_validate({
        "id": "parent", "name": words, "description": words, "assumptions": {
            "growth.services": {"from": 0.08, "to": 0.1, "shape": "s_curve"}, "births": "required",
            "conversions": [30, 30, 130, 130, 130], "exit_rate": 0.08, "volatility": 2,
            "change.clean_water_share": 0.01}})
    null = Scenario.model_validate({"id": "null", "name": words, "description": words,
                                    "extends": "parent"})
    tables = [project(inputs(resolve(name, {"parent": parent, "null": null}), scenario=name))
              .table(samples=True) for name in ("parent", "null")]
    assert ((tables[0]["value"] - tables[1]["value"]) == 0).all()
    pd.testing.assert_frame_equal(tables[0].drop(columns="scenario"),
                                  tables[1].drop(columns="scenario"), check_exact=True)


def test_a_lever_moves_only_what_depends_on_it(inputs):
    usual, moved = project(inputs()), project(inputs({"exit_rate": 0.2}))
    changed = {name for name, breakdown in PROJECTED
               if (usual.draws(name, breakdown) != moved.draws(name, breakdown)).any()}
    assert changed == {"enterprises", "enterprises_per_1000", "enterprise_exits"}


@pytest.mark.parametrize("about", [{"grdp"}, {"enterprises_per_1000"}, {"poverty_rate"}, {"population"},
                                   {"grdp", "poor_households"}, {"budget_revenue"}], ids=sorted)
def test_what_is_asked_about_is_as_in_the_whole_projection(inputs, about):
    whole, part = project(inputs()), project(inputs(), about)
    assert about <= {name for name, _ in part.series}
    for key in part.series:
        np.testing.assert_array_equal(part.draws(*key), whole.draws(*key))
        np.testing.assert_array_equal(part.series[key].point, whole.series[key].point)


def test_the_names_that_a_search_may_ask_about_are_those_that_are_projected(inputs):
    parts = [{name for name, _ in project(inputs(), {asked}).series} - {"population", "households"}
             for asked in ("grdp", "enterprises", "poverty_rate")]
    assert parts == [{"grdp"}, {"enterprises", "enterprises_per_1000", "enterprise_births",
                                "enterprise_exits", "household_business_conversions"},
                     {"poor_households", "poverty_rate"}]


def test_a_further_indicator_moves_no_other(inputs):
    few = project(inputs())
    more = project(inputs(figures={"household_businesses": {2025: 900.0},
                                   ("clean_water_share", "rural"): {2025: 0.5}}))
    for key in PROJECTED:
        np.testing.assert_array_equal(few.draws(*key), more.draws(*key))
    assert ("clean_water_share", "rural") in more.series


TOGETHER = {
    **{f"transition.{before}.{after}": 0.1 for before in STATES for after in STATES if before != after},
    "poverty_reference_growth": 0.05, "poverty_semi_elasticity": 0.001,
    "value_share_per_hectare.services": 0.001, "value_share_per_hectare.industry_construction": 0.001,
    "value_share_per_hectare.agriculture_fishery": 0.001}
"""Levers that work together with others only."""
LEVELS_KNOWN = {("grdp", sector): {2025: 100.0} for sector in SECTORS}


def needed_beside(key):
    if key.startswith("transition"):
        return {name: 0.1 for name in TOGETHER if name.startswith("transition")}
    if key in ("poverty_reference_growth", "poverty_semi_elasticity"):
        return {name: TOGETHER[name] for name in TOGETHER if name.startswith("poverty_")}
    if key in ("delay_years", "delay_spread", "project_ramp"):
        return {"value_share_per_hectare.services": 0.001}
    return {}


def test_every_lever_that_a_scenario_may_set_moves_something(inputs):
    def everything(levers, figures):
        made = project(inputs(levers, draws=9, figures=figures, sites=SITES)).series.values()
        return {(series.indicator, series.breakdown): series.draws for series in made}

    def moved(key, lever):
        figures = {"household_businesses": {2025: 900.0}, "income_per_capita": {2025: 90.0}}
        figures |= LEVELS_KNOWN if key.startswith("value_per_hectare") else {}
        beside, value = needed_beside(key), min(lever.highest, 0.37)
        one, other = everything(beside, figures), everything(beside | {key: value}, figures)
        return any((one[name] != other[name]).any() for name in one)

    kinds = inputs().programme.indicators.set_index("indicator_id")["kind"].to_dict()
    assert [key for key, lever in levers_of(kinds).items() if not moved(key, lever)] == []


# the target scenario


def test_the_target_scenario_reaches_what_the_programme_promises(inputs):
    rates = dict(zip(SECTORS, (0.022, 0.165, 0.158), strict=True))
    projection = project(inputs({
        **{f"growth.{sector}": rate for sector, rate in rates.items()}, "births": "required",
        "poverty_exit": "required", "conversion_uptake": 1, "conversions": 450,
        "growth.budget_revenue": 0.14, "population_growth": 0}))
    for sector, rate in rates.items():
        series = projection.find("grdp", sector)
        path = np.append(series.base, series.point)
        np.testing.assert_allclose(path[1:] / path[:-1] - 1, rate, rtol=1e-12)
    total = sum(projection.find("grdp", sector).point for sector in SECTORS)
    np.testing.assert_allclose(projection.find("grdp").point, total, rtol=1e-12)
    assert projection.find("enterprises_per_1000").point[-1] == pytest.approx(20, rel=1e-12)
    assert projection.find("household_business_conversions").point.sum() == pytest.approx(450)
    assert projection.find("poor_households").point[-1] == pytest.approx(64, abs=1e-9)
    assert projection.find("budget_revenue").point[-1] == pytest.approx(100 * 1.14**5)
    # 250 and 450 and the births solved for, less the exits on the way, are 20 · 45.15 enterprises
    flows = {name: projection.find(name).point.sum() for name in
             ("enterprise_births", "household_business_conversions", "enterprise_exits")}
    assert (250 + flows["enterprise_births"] + flows["household_business_conversions"]
            - flows["enterprise_exits"]) == pytest.approx(903, abs=1e-9)


# what is known already


@pytest.mark.parametrize(("indicator", "base", "known"), [
    ("grdp", 4000.0, 4600.0), ("population", 45_140.0, 46_000.0),
    ("households", 12_900.0, 13_000.0), ("enterprises", 250.0, 310.0),
    ("enterprises_per_1000", 5.5, 6.75),
    ("household_business_conversions", None, 61.0), ("enterprise_births", None, 77.0),
    ("enterprise_exits", None, 19.0), ("poor_households", 120.0, 90.0),
    ("poverty_rate", 0.012, 0.009), ("clean_water_share", 0.8, 0.86),
    ("budget_revenue", 100.0, 121.0)])
def test_a_figure_known_for_2026_is_kept_in_all_draws(inputs, indicator, base, known):
    figures = {2025: base, 2026: known} if base else {2026: known}
    series = project(inputs(figures={indicator: figures})).find(indicator)
    assert series.point[0] == pytest.approx(known, rel=1e-12)
    np.testing.assert_allclose(series.draws[:, 0], known, rtol=1e-12)


@pytest.mark.parametrize(("indicator", "known"), [
    ("population", 46_000.0), ("households", 13_000.0), ("poor_households", 90.0),
    ("poverty_rate", 0.009)])
def test_a_first_figure_for_2026_replaces_the_assumption_of_2025(inputs, indicator, known):
    projection = project(inputs(figures={indicator: {2026: known}}, assumed={"population": 45_150}))
    assert projection.find(indicator).point[0] == pytest.approx(known, rel=1e-12)
    np.testing.assert_allclose(projection.draws(indicator)[:, 0], known, rtol=1e-12)


def test_a_first_figure_for_2026_leaves_the_assumption_to_2025(inputs):
    first = {"population": {2026: 46_000}, "poor_households": {2026: 90}}
    projection = project(inputs(figures=first, assumed={"population": 45_150}))
    assert projection.find("population").base == 45_150
    assert projection.find("poor_households").base == 300
    assert "poor_households" in projection.find("poor_households").base_rests_on


@pytest.mark.parametrize("indicator", ["clean_water_share", "budget_revenue"])
def test_an_indicator_first_measured_in_2026_is_projected_from_then_on(inputs, indicator):
    series = project(inputs(figures={indicator: {2026: 0.7}})).find(indicator)
    assert series.point[0] == 0.7 and np.isfinite(series.draws).all()


def test_everything_after_a_known_year_starts_from_it(inputs):
    figures = {"population": {2025: 45_150, 2026: 50_000}, "enterprises": {2025: 250, 2026: 400},
               "poor_households": {2025: 120, 2026: 100}, "budget_revenue": {2025: 100, 2026: 110}}
    levers = {"population_growth": 0.02, "births": 50, "exit_rate": 0.25, "conversions": [0] * 5,
              "poverty_exit": 0.5, "poverty_entry": 0, "growth.budget_revenue": 0.2}
    projection = project(inputs(levers, figures=figures))
    next_year = {name: projection.find(name).point[1] for name in figures}
    assert next_year == pytest.approx({"population": 51_000, "enterprises": 400 - 100 + 50,
                                       "poor_households": 50, "budget_revenue": 132})
    assert projection.find("enterprises_per_1000").point[:2].tolist() == pytest.approx(
        [8.0, 350 / 51])


def test_a_known_year_has_the_same_value_in_every_output(inputs):
    figures = {"clean_water_share": {2025: 0.8, 2026: 0.85}, "enterprises": {2025: 250, 2026: 300}}
    found = wide(project(inputs(figures=figures)).table())
    for name in figures:
        row = found.loc[(name, "total", 2026)]
        assert (row == row["point"]).all()


def test_a_year_between_two_known_ones_has_no_row(inputs):
    figures = {"clean_water_share": {2025: 0.8, 2027: 0.85}}
    table = project(inputs(figures=figures)).table(samples=True)
    mine = table.query("indicator == 'clean_water_share'")
    assert set(mine["year"]) == {2027, 2028, 2029, 2030}


@pytest.mark.parametrize("conversions", [450, [30, 30, 130, 130, 130]])
@pytest.mark.parametrize("births", [40, "required"])
def test_when_all_years_are_known_the_projection_is_the_past(inputs, conversions, births):
    years = range(2025, 2031)
    figures = {name: dict(zip(years, values, strict=True)) for name, values in {
        "enterprises": (250, 300, 400, 500, 700, 910), "poor_households": (30, 25, 20, 15, 10, 5),
        "population": np.linspace(45_000, 47_000, 6), "clean_water_share": np.linspace(0.8, 0.9, 6),
    }.items()}
    figures |= {("grdp", sector): dict(zip(years, np.linspace(100, 150, 6), strict=True))
                for sector in SECTORS}
    projection = project(inputs({"conversions": conversions, "births": births,
                                 "poverty_exit": "required"}, figures=figures))
    for name, values in figures.items():
        key = (name, "total") if isinstance(name, str) else name
        series = projection.find(*key)
        assert series.known_years == 5
        past = list(values.values())[1:]
        np.testing.assert_allclose(series.draws, np.broadcast_to(past, (60, 5)))


# mistakes


@pytest.mark.parametrize("key", ["household_size", "volatility", "exit_rate", "poverty_entry",
                                 "base_share.services", "share_volatility"])
def test_a_missing_assumption_is_named(inputs, key):
    with pytest.raises(ProjectionError, match=rf"assumptions\.csv has no row {key}\b"):
        project(inputs(without=(key,)))


def test_a_misspelt_indicator_is_answered_with_the_nearest(inputs):
    with pytest.raises(ProjectionError, match=r"enterprise_per_1000.*mean enterprises_per_1000\?"):
        project(inputs()).find("enterprise_per_1000")


def test_a_misspelt_breakdown_is_answered_with_the_nearest(inputs):
    with pytest.raises(ProjectionError, match=r"service\).*did you mean .*services"):
        project(inputs()).draws("grdp", "service")

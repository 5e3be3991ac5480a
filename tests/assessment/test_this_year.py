"""Milestones under a shape, and what a year has to bring, against going through the year by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.assessment import assess
from thienhuong_analysis.assessment.this_year import milestones, this_years_share
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import Series, project
from thienhuong_analysis.scenarios import SHAPES, Setting


def due(made, shape="linear", year=2026):
    """The milestones of the one target, ndarray (year)."""
    programme, known, projection = made
    table = milestones(programme, assess(programme, known, projection, year), shape)
    return table.loc[0, list(YEARS)].to_numpy(float)


def share(made, year, shape="linear"):
    programme, known, projection = made
    return this_years_share(programme, assess(programme, known, projection, year), projection, year, shape)


@pytest.fixture(scope="module")
def as_targeted(sample):
    """The made-up ward's programme, status and projection under the scenario that solves for the births."""
    progress = sample.progress(2027, "target", draws=200)
    return sample.programme, progress.assessment, progress.projection


# milestones

# t = 0.2, 0.4, 0.6, 0.8, 1; s_curve t²(3 − 2t), front_loaded 1 − (1 − t)², back_loaded t²
PARTS = {"linear": [0.2, 0.4, 0.6, 0.8, 1], "step": [0, 0, 1, 1, 1],
         "s_curve": [0.104, 0.352, 0.648, 0.896, 1], "front_loaded": [0.36, 0.64, 0.84, 0.96, 1],
         "back_loaded": [0.04, 0.16, 0.36, 0.64, 1]}


def test_every_shape_of_a_scenario_is_a_shape_of_the_way():
    assert set(PARTS) == set(SHAPES)


@pytest.mark.parametrize("shape", PARTS)
def test_the_milestones_of_a_level_go_their_part_of_the_way_in_logs(one_target, shape):
    found = due(one_target(160.0, {2025: 5.0}), shape)
    np.testing.assert_allclose(found, 5 * 32 ** np.array(PARTS[shape]))


@pytest.mark.parametrize("shape", PARTS)
def test_the_milestones_of_a_share_go_their_part_of_the_way_in_log_odds(one_target, shape):
    found = due(one_target(32 / 33, {2025: 0.5}, kind="share"), shape)
    np.testing.assert_allclose(found / (1 - found), 32 ** np.array(PARTS[shape]))


@pytest.mark.parametrize("shape", PARTS)
def test_the_milestones_to_a_bound_go_their_part_of_the_way(one_target, shape):
    np.testing.assert_allclose(due(one_target(1.0, {2025: 0.5}, kind="share"), shape),
                               0.5 + 0.5 * np.array(PARTS[shape]))
    np.testing.assert_allclose(due(one_target(0.0, {2025: 50.0}, "le", kind="count"), shape),
                               50 - 50 * np.array(PARTS[shape]), atol=1e-12)


@pytest.mark.parametrize("shape", PARTS)
def test_the_milestones_of_a_total_are_its_part_that_has_come_together(one_target, shape):
    total = one_target(150.0, {}, cadence="period_total", kind="flow", from_year=2026)
    np.testing.assert_allclose(due(total, shape), 150 * np.array(PARTS[shape]))


@pytest.mark.parametrize("kind", ["level", "share"])
@pytest.mark.parametrize(("comparator", "base", "goal"), [("ge", 0.2, 0.9), ("le", 0.9, 0.2)])
def test_more_at_the_beginning_is_never_behind_equal_steps_and_more_at_the_end_never_ahead(
        one_target, kind, comparator, base, goal):
    made = one_target(goal, {2025: base}, comparator, kind=kind)
    front, even, back, curve = (due(made, shape) for shape in (
        "front_loaded", "linear", "back_loaded", "s_curve"))
    up = 1 if goal > base else -1
    assert (up * (front - even) >= -1e-12).all() and (up * (even - back) >= -1e-12).all()
    assert (up * (even - curve))[:2].min() > 0 > (up * (even - curve))[2:4].max()
    for path in (front, even, back, curve, due(made, "step")):
        assert path[-1] == pytest.approx(goal)
        assert (up * np.diff(np.append(base, path)) >= -1e-12).all()


@pytest.mark.parametrize("shape", PARTS)
def test_what_is_met_from_the_start_only_has_to_be_kept_whatever_the_shape(one_target, shape):
    np.testing.assert_allclose(due(one_target(20.0, {2025: 25.0}), shape), 20)


def test_a_yearly_target_and_an_average_growth_ask_for_the_same_in_every_year(one_target):
    yearly = one_target(0.95, {2025: 0.9}, cadence="each_year", kind="share", by_year=np.nan)
    np.testing.assert_allclose(due(yearly, "back_loaded"), 0.95)
    growth = one_target(0.14, {2025: 100.0}, cadence="period_average", kind="growth", unit="percent_per_year")
    np.testing.assert_allclose(due(growth), 0.0014)  # printed 0.14 per cent


def test_without_a_figure_of_2025_only_the_last_milestone_is_known(one_target):
    np.testing.assert_array_equal(due(one_target(20.0, {})), [np.nan] * 4 + [20.0])


def test_what_is_done_or_not_has_no_milestones(installed):
    progress = installed.progress(2026, draws=20)
    done = {name for name, target in installed.programme.by_id.items() if target.comparator == "done"}
    assert done and not done & set(progress.milestones()["target_id"])
    assert len(progress.milestones()) == len(installed.programme.by_id) - len(done)


def test_the_milestone_of_the_year_is_that_of_the_assessment(sample):
    progress = sample.progress(2027, draws=200)
    found = progress.milestones().set_index("target_id")[2027]
    assessed = progress.assessment.set_index("target_id")["milestone"]
    np.testing.assert_allclose(found, assessed[found.index])


# what a year has to bring: points, money, totals


@pytest.mark.parametrize("shape", PARTS)
def test_points_go_from_the_end_of_the_year_before_to_the_milestone(one_target, shape):
    # 50 % in 2025, 60 % in 2026, 100 % asked for
    row = share(one_target(1.0, {2025: 0.5, 2026: 0.6}, kind="share"), 2027, shape)
    wanted = 0.5 + 0.5 * PARTS[shape][1]
    if wanted <= 0.6:
        assert row.empty
    else:
        assert row.iloc[0][["what", "lead_unit"]].tolist() == ["points", "office"]
        assert row.iloc[0][["amount", "from_value", "to_value"]].tolist() == pytest.approx(
            [wanted - 0.6, 0.6, wanted])


def test_points_downwards_are_counted_as_points_to_go(one_target):
    # 10 % to 0 % in five years, still 10 %: two points in the first
    row = share(one_target(0.0, {2025: 0.1}, "le", kind="share"), 2026).iloc[0]
    assert row[["amount", "from_value", "to_value"]].tolist() == pytest.approx([0.02, 0.1, 0.08])


def test_money_of_a_total_goes_from_what_has_come_together_to_the_years_milestone(one_target):
    # 20 of 150 after 2026, 60 due by the end of 2027
    made = one_target(150.0, {2025: 7.0, 2026: 20.0}, cadence="period_total", kind="flow", from_year=2026)
    row = share(made, 2027).iloc[0]
    assert row[["what", "amount", "from_value", "to_value"]].tolist() == ["amount", 40.0, 20.0, 60.0]
    assert share(made, 2026).iloc[0]["amount"] == 30.0  # what came in 2025 is not of the period


def test_a_total_that_begins_later_asks_for_nothing_before_and_counts_nothing_before(one_target):
    # 99 of 2026 and 2027 do not count; 30 of 90 in 2028, 60 due by the end of 2029
    made = one_target(90.0, {2025: 0.0, 2026: 50.0, 2027: 49.0, 2028: 30.0}, cadence="period_total",
                      kind="flow", from_year=2028)
    assert share(made, 2026).empty and share(made, 2027).empty
    assert share(made, 2028).iloc[0][["amount", "from_value"]].tolist() == [30.0, 0.0]
    assert share(made, 2029).iloc[0][["amount", "from_value", "to_value"]].tolist() == [30.0, 30.0, 60.0]


def test_a_total_said_to_begin_in_2025_counts_from_2026(one_target):
    made = one_target(150.0, {2025: 7.0, 2026: 20.0, 2027: 30.0}, cadence="period_total", kind="flow",
                      from_year=2025)
    assert share(made, 2028).iloc[0][["from_value", "to_value"]].tolist() == [50.0, 90.0]


def test_a_total_of_which_nobody_has_counted_anything_begins_at_nothing_and_is_unknown_later(one_target):
    made = one_target(150.0, {}, cadence="period_total", kind="flow", from_year=2026)
    assert share(made, 2026).iloc[0][["amount", "from_value"]].tolist() == [30.0, 0.0]
    assert share(made, 2028).empty


def test_where_the_year_before_is_not_known_the_central_path_stands_for_it(one_target):
    # 4 in 2025 and 6 in 2026, then the path stays at 6: in 2028 from 6 to 4·(32)^(3/5) = 32
    row = share(one_target(128.0, {2025: 4.0, 2026: 6.0}), 2028).iloc[0]
    assert row[["what", "from_value", "to_value"]].tolist() == ["amount", 6.0, pytest.approx(32.0)]


@pytest.mark.parametrize(("value", "figures", "year"), [
    (20.0, {2025: 25.0}, 2026),                # met from the start
    (20.0, {2025: 5.0, 2026: 15.0}, 2027),     # ahead of 5·4^(2/5) = 8.7
    (20.0, {}, 2026),                          # no figure at all
    (20.0, {2026: 5.0}, 2027),                 # no milestone without a figure of 2025
    (20.0, {2025: 5.0}, 2025),                 # before the first year
    (20.0, {2025: 5.0}, 2031)])                # after the last
def test_nothing_is_asked_of_a_year_where_nothing_is_missing_or_known(one_target, value, figures, year):
    assert share(one_target(value, figures), year).empty


def test_a_target_of_every_year_has_no_share_of_a_way(one_target):
    yearly = one_target(0.9, {2025: 0.5}, cadence="each_year", kind="share", by_year=np.nan)
    assert share(yearly, 2026).empty


def test_the_last_year_brings_all_that_is_left_even_without_a_figure_of_2025(one_target):
    assert share(one_target(20.0, {2029: 12.0}), 2030).iloc[0]["amount"] == 8.0


# enterprises


@pytest.mark.parametrize("shape", PARTS)
@pytest.mark.parametrize("year", YEARS)
def test_with_the_births_asked_for_a_year_ends_at_its_milestone_and_with_one_less_below_it(
        as_targeted, year, shape):
    projection, at = as_targeted[2], year - 2026
    table = this_years_share(*as_targeted, year, shape)
    rows = table[table["target_id"] == "enterprises_per_1000"]
    stock, people, conversions, exits = (projection.find(name) for name in (
        "enterprises", "population", "household_business_conversions", "enterprise_exits"))
    goal = 5.56 * (20 / 5.56) ** PARTS[shape][at]

    def density(births):
        before = stock.base if at == 0 else stock.point[at - 1]
        return 1000 * (before + births + conversions.point[at] - exits.point[at]) / people.point[at]

    if rows.empty:
        assert density(0) >= goal * (1 - 1e-12)
    else:
        births = rows.iloc[0]["amount"]
        assert rows.iloc[0]["what"] == "births" and births == int(births) > 0
        assert density(births) >= goal * (1 - 1e-12) > density(births - 1)


def test_the_births_of_the_first_year_by_hand(sample):
    # 5.56·(20/5.56)^(1/5) = 7.18234 per 1,000; of 45,450 people 326.437; 250 there, 60 convert, 20 close:
    # 326.437 − 250 − 60 + 20 = 36.44
    row = sample.progress(2026, draws=200).this_years_share().set_index("target_id").loc[
        "enterprises_per_1000"]
    assert row["amount"] == 37 and row["to_value"] == pytest.approx(7.18234, abs=1e-5)


def test_the_births_the_target_scenario_solves_for_are_a_way_that_is_more_even_than_the_milestones(installed):
    # equal births every year reach 903 enterprises; straight in logs the first year asks for fewer
    progress = installed.progress(2026, "target", draws=20)
    asked = progress.this_years_share().set_index("target_id").at["enterprises_per_1000", "amount"]
    assert 0 < asked < progress.projection.find("enterprise_births").point[0]


# poverty


def poverty(made, households, poor, rates):
    """The made-up target as a poverty rate, with households and poor ones, (2025, …, 2030) each."""
    programme, known, projection = made
    indicators = programme.indicators.assign(indicator_id="poverty_rate")
    targets = programme.targets.assign(indicator_id="poverty_rate")

    def path(name, values, known_years=0):
        return Series(name, "total", "count", np.array(values[1:], float),
                      np.tile(np.array(values[1:], float), (4, 1)), values[0], known_years, ())

    series = {(name, "total"): path(name, values) for name, values in (
        ("households", households), ("poor_households", poor), ("poverty_rate", rates))}
    return (replace(programme, indicators=indicators, targets=targets), known,
            replace(projection, series=series))


HOUSEHOLDS = [10_000] * 6


def test_households_leave_poverty_until_the_years_milestone(one_target):
    # 200 of 10,000 to at most 0.5 %: log odds from ln(2/98) to ln(0.5/99.5); a fifth of the way: 1.5185 %,
    # that is 151.9 households: 49 must leave; 48 would leave 152
    made = poverty(one_target(0.005, {}, "le", kind="share"), HOUSEHOLDS, [200] * 6, [0.02] * 6)
    row = share(made, 2026).iloc[0]
    odds = 2 / 98 * ((0.5 / 99.5) / (2 / 98)) ** 0.2
    assert row["to_value"] == pytest.approx(odds / (1 + odds)) == pytest.approx(0.015185, abs=1e-6)
    assert row[["what", "amount"]].tolist() == ["exits_from_poverty", 49.0]


@pytest.mark.parametrize(("comparator", "leave"), [("le", 150), ("lt", 151)])
def test_below_half_a_per_cent_is_one_household_fewer_than_half_a_per_cent(one_target, comparator, leave):
    # 50 of 10,000 are 0.5 % exactly
    made = poverty(one_target(0.005, {}, comparator, kind="share"), HOUSEHOLDS, [200] * 6, [0.02] * 6)
    assert share(made, 2030).iloc[0]["amount"] == leave


@pytest.mark.parametrize(("poor", "leave"), [(49, None), (50, 1.0), (51, 2.0)])
def test_a_rate_that_is_below_the_target_only_has_to_be_kept(one_target, poor, leave):
    made = poverty(one_target(0.005, {}, "lt", kind="share"), HOUSEHOLDS, [40, *[poor] * 5],
                   [0.004, *[poor / 10_000] * 5])
    rows = share(made, 2028)
    assert rows.empty if leave is None else rows.iloc[0]["amount"] == leave


def test_households_leave_from_where_the_year_before_has_left_them(one_target):
    # 60 at the end of 2029, of which 50 may be left at the end of 2030
    made = poverty(one_target(0.005, {}, "le", kind="share"), HOUSEHOLDS, [200, 120, 90, 70, 60, 55],
                   [0.02, 0.012, 0.009, 0.007, 0.006, 0.0055])
    assert share(made, 2030).iloc[0][["amount", "from_value"]].tolist() == [10.0, 0.006]
    # in 2026 from 200, the count of 2025, to 151.85
    assert share(made, 2026).iloc[0]["amount"] == 49


def test_more_households_leave_room_for_more_poor_ones(one_target):
    # 0.5 % of 11,000 is 55
    made = poverty(one_target(0.005, {}, "le", kind="share"), [10_000] * 5 + [11_000], [200] * 6, [0.02] * 6)
    assert share(made, 2030).iloc[0]["amount"] == 145


@pytest.mark.parametrize(("households", "poor"), [
    (HOUSEHOLDS, [200, *[np.nan] * 5]), ([10_000, *[np.nan] * 5], [200] * 6)])
def test_where_households_or_poor_ones_are_not_known_points_are_asked(one_target, households, poor):
    # odds 2/98 · 0.24623^(3/5) = 0.00880
    made = poverty(one_target(0.005, {}, "lt", kind="share"), households, poor, [0.02] * 6)
    row = share(made, 2028).iloc[0]
    assert row["what"] == "points" and row["from_value"] == 0.02
    assert row["amount"] == pytest.approx(0.02 - 0.00880 / 1.00880, abs=1e-5)


def test_where_nobody_has_counted_the_exits_of_a_year_that_is_over_enterprises_are_told_per_1000(installed):
    progress = installed.progress(2026, draws=20)
    exits = progress.projection.find("enterprise_exits")
    series = progress.projection.series | {("enterprise_exits", "total"): replace(
        exits, point=np.array([np.nan, *exits.point[1:]]))}
    rows = this_years_share(installed.programme, progress.assessment, replace(
        progress.projection, series=series), 2026).set_index("target_id")
    row = rows.loc["enterprises_per_1000"]
    # 250 of 45,140 people; a fifth of the way to 20 in logs
    assert row["what"] == "amount"
    assert row["amount"] == pytest.approx(5.53833 * ((20 / 5.53833) ** 0.2 - 1), abs=1e-4)


# a whole ward


def test_every_row_of_a_ward_says_who_what_and_how_much(sample):
    rows = sample.progress(2027, draws=200).this_years_share()
    assert set(rows["what"]) == {"births", "points", "amount"}
    assert rows["amount"].gt(0).all() and rows["lead_unit"].ne("").all()
    points = rows[rows["what"] == "points"]
    np.testing.assert_allclose(points["amount"], points["to_value"] - points["from_value"])


@pytest.mark.parametrize("year", [2025, 2031])
def test_outside_the_programme_no_year_has_a_share(sample, year):
    assert sample.progress(year, draws=200).this_years_share().empty


def test_an_empty_share_keeps_its_columns(one_target):
    assert list(share(one_target(20.0, {}), 2026)) == [
        "target_id", "lead_unit", "what", "amount", "from_value", "to_value", "assumed"]
    assert isinstance(share(one_target(20.0, {}), 2026), pd.DataFrame)


def test_where_new_enterprises_exit_too_there_have_to_be_more_of_them(installed):
    """Half a year's exposure at 5 %: the stock of 2026 gone through by hand with the births asked for."""
    own = {key: Setting(value, "here") for key, value in (
        ("exit_rate", 0.05), ("exposure_of_new", 0.5), ("conversions", 0.0))}
    inputs = installed.inputs("trend", draws=2, year=2026)
    projection = project(replace(inputs, settings={**inputs.settings, **own}))
    assessed = assess(installed.programme, installed.known(2026), projection, 2026)
    found = this_years_share(installed.programme, assessed, projection, 2026, exposure=0.5)
    row = found.set_index("target_id").loc["enterprises_per_1000"]
    people = projection.find("population").point[0]

    def density(births):
        return 1000 * (250 + births - 0.05 * 250 - 0.5 * 0.05 * births) / people

    assert density(row["amount"]) >= row["to_value"] - 1e-12 > density(row["amount"] - 1)


def test_what_rests_on_assumptions_says_so(installed, sample):
    asked = installed.progress(2026, draws=20).this_years_share().set_index("target_id")["assumed"]
    assert asked["enterprises_per_1000"] and not asked["public_investment_capital"]
    # the figures of 2026 are known: points and money start from them, births still count on assumed exits
    known = sample.progress(2027, draws=20).this_years_share().set_index("target_id")["assumed"]
    assert not known["health_insurance_share"] and known["enterprises_per_1000"]

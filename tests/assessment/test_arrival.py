"""Paces needed, years of arrival and the last year to start, against walking there year by year."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit, logit

from thienhuong_analysis.assessment.arrival import (
    arrivals,
    last_year_to_start,
    required_paces,
    years_needed,
)
from thienhuong_analysis.assessment.pace import COMPOUND, LINEAR, LOGIT

positive, inside = st.floats(0.1, 1000), st.floats(0.01, 0.99)


class City:
    """What is known of the city: levels or growth by year."""

    def __init__(self, **histories):
        self.histories = histories

    def history(self, indicator, breakdown="total"):
        found = self.histories.get(indicator, {})
        return pd.Series(found, dtype=float) if breakdown == "total" else pd.Series(dtype=float)


def arrival(made, city=None):
    programme, known, projection = made
    found = arrivals(programme, known, city or City(), projection)
    assert len(found) == 1
    return found.iloc[0]


# paces needed


@given(positive, positive, st.integers(1, 9))
def test_the_compound_pace_leads_to_the_goal(value, goal, years):
    pace = required_paces(value, goal, years)["compound"]
    for _ in range(years):
        value *= 1 + pace
    assert value == pytest.approx(goal)


@given(st.floats(-100, 100), st.floats(-100, 100), st.integers(1, 9))
def test_the_linear_pace_leads_to_the_goal(value, goal, years):
    pace = required_paces(value, goal, years)["linear"]
    for _ in range(years):
        value += pace
    assert value == pytest.approx(goal, abs=1e-9)


@given(inside, inside, st.integers(1, 9))
def test_the_logit_pace_multiplies_the_odds_every_year_and_leads_to_the_goal(value, goal, years):
    odds = value / (1 - value)
    for _ in range(years):
        odds *= math.exp(required_paces(value, goal, years, share=True)["logit"])
    assert odds / (1 + odds) == pytest.approx(goal)


@pytest.mark.parametrize(("value", "goal", "share", "known"), [
    (0.5, 0.9, True, {"compound", "linear", "logit"}),
    (0.5, 1.0, True, {"compound", "linear"}),            # 100 % has no logit
    (0.0, 0.5, True, {"linear"}),                        # 0 % has neither
    (0.5, 0.0, True, {"linear"}),
    (0.5, 0.9, False, {"compound", "linear"}),           # no share
    (-2.0, 3.0, False, {"linear"})])
def test_a_metric_that_has_no_place_for_a_value_gives_no_pace(value, goal, share, known):
    found = required_paces(value, goal, 5, share=share)
    assert {name for name, pace in found.items() if not np.isnan(pace)} == known


@pytest.mark.parametrize("years", [0, -1])
def test_with_no_year_left_no_pace_is_told(years):
    assert all(np.isnan(pace) for pace in required_paces(1, 2, years).values())


# years to the goal


@given(positive, positive, st.floats(0.02, 0.5))
def test_the_years_needed_at_a_growth_are_those_of_compounding_until_there(value, goal, rate):
    assume(goal > value * 1.001)
    needed = years_needed(value, goal, math.log1p(rate), COMPOUND)
    steps = 0
    while value < goal * (1 - 1e-12):
        value, steps = value * (1 + rate), steps + 1
    assert math.ceil(needed - 1e-9) == steps


@given(st.integers(-40, 40), st.integers(-40, 40), st.integers(1, 9))
def test_the_years_needed_in_steps_are_those_of_stepping_until_there(value, goal, step):
    assume(value != goal)
    pace = step if goal > value else -step
    needed = years_needed(float(value), float(goal), float(pace), LINEAR)
    steps = 0
    while (goal - value) * pace > 0:
        value, steps = value + pace, steps + 1
    assert math.ceil(needed - 1e-9) == steps


@given(inside, inside, st.floats(0.05, 1))
def test_the_years_needed_of_a_share_are_those_of_moving_its_odds(value, goal, pace):
    assume(abs(goal - value) > 1e-3)
    pace = pace if goal > value else -pace
    needed = years_needed(value, goal, pace, LOGIT)
    path = expit(logit(value) + pace * np.arange(int(needed) + 3))
    there = path >= goal * (1 - 1e-12) if goal > value else path <= goal * (1 + 1e-12)
    assert math.ceil(needed - 1e-9) == int(there.argmax())


@pytest.mark.parametrize(("pace", "needed"), [(0.0, math.inf), (-1.0, math.inf), (2.0, 2.5)])
def test_a_pace_that_leads_nowhere_or_away_never_arrives(pace, needed):
    assert years_needed(5.0, 10.0, pace, LINEAR) == needed


def test_who_is_there_needs_no_year():
    assert years_needed(5.0, 5.0, -1.0, LINEAR) == 0


# the last year to start


@given(positive, positive, st.floats(0.02, 0.6), st.integers(2027, 2032))
def test_the_last_year_to_start_is_the_latest_from_which_the_best_growth_arrives(value, goal, rate, last):
    assume(goal > value * 1.001)
    found = last_year_to_start(value, goal, math.log1p(rate), COMPOUND, last)
    in_time = [year for year in range(last - 600, last + 1)
               if value * (1 + rate) ** (last - year) >= goal * (1 - 1e-12)]
    assert found == max(in_time)


@given(st.integers(0, 60), st.integers(1, 12))
def test_the_last_year_to_start_a_way_down_in_steps(value, step):
    assume(value > 0)
    found = last_year_to_start(float(value), 0.0, float(-step), LINEAR, 2030)
    in_time = [year for year in range(1900, 2031) if value - step * (2030 - year) <= 0]
    assert found == max(in_time)


@given(st.integers(1, 60), st.integers(1, 12))
def test_what_must_be_passed_takes_a_year_more_than_what_must_be_reached_exactly(steps, step):
    value = float(steps * step)
    reached = last_year_to_start(value, 0.0, float(-step), LINEAR, 2030)
    assert last_year_to_start(value, 0.0, float(-step), LINEAR, 2030, strict=True) == reached - 1


def test_a_best_pace_that_leads_away_leaves_no_year_to_start():
    assert last_year_to_start(5.0, 10.0, -1.0, LINEAR, 2030) == -math.inf


# the table, on a made-up target


def test_a_ward_with_three_figures_arrives_at_its_latest_pace_and_may_wait_at_its_best(one_target):
    # steps in logs: 4 → 8 (×2), 8 → 10 (×1.25); to 20: ln 2/ln 1.25 = 3.1, so 2031; ×2 takes one year: 2029
    row = arrival(one_target(20.0, {2025: 4.0, 2026: 8.0, 2027: 10.0}))
    assert (row["latest"], row["latest_year"], row["metric"]) == (10.0, 2027, "compound")
    assert row["present_pace"] == pytest.approx(0.25) and row["arrival_year"] == 2031
    assert row["best_pace"] == pytest.approx(1.0) and (row["best_of"], row["last_start"]) == ("ward", 2029)
    assert row["compound"] == pytest.approx(2 ** (1 / 3) - 1) and row["linear"] == pytest.approx(10 / 3)
    assert np.isnan(row["logit"]) and not row["assumed"]


def test_catching_up_may_take_more_than_was_ever_seen(one_target):
    # best ×1.25: 3.1 years to double, four whole ones; 2030 − 4 = 2026, which is past
    row = arrival(one_target(20.0, {2025: 8.0, 2026: 10.0, 2027: 10.0}))
    assert row["last_start"] == 2026 and row["last_start"] < row["latest_year"]
    assert pd.isna(row["arrival_year"])  # standing still never arrives


def test_of_a_target_where_lower_is_better_the_best_pace_is_the_steepest_fall(one_target):
    # 16 → 8 (×½) → 12 → 9 (×¾); to 4: ln(4/9)/ln(3/4) = 2.82 → 2031; at ×½ 1.17 → two years
    row = arrival(one_target(4.0, {2025: 16.0, 2026: 8.0, 2027: 12.0, 2028: 9.0}, "le"))
    assert row["present_pace"] == pytest.approx(-0.25) and row["best_pace"] == pytest.approx(-0.5)
    assert (row["arrival_year"], row["last_start"]) == (2031, 2028)


def test_who_moves_away_never_arrives_and_has_no_last_year_to_start(one_target):
    row = arrival(one_target(20.0, {2025: 10.0, 2026: 9.0, 2027: 8.0}))
    assert pd.isna(row["arrival_year"]) and row["last_start"] == -math.inf
    assert row["best_pace"] == pytest.approx(9 / 10 - 1) and row["best_of"] == "ward"  # the lesser fall


def test_a_target_that_is_met_has_arrived_and_needs_nothing(one_target):
    row = arrival(one_target(20.0, {2025: 18.0, 2026: 21.0}))
    assert row["arrival_year"] == 2026 and pd.isna(row["last_start"])
    assert row[["compound", "linear", "logit"]].isna().all()


@pytest.mark.parametrize(("figures", "year"), [
    ({2025: 12.0, 2026: 10.0}, 2027),   # at the goal that must be passed, and still falling by a sixth
    ({2025: 10.0, 2026: 10.0}, None),   # at it, and standing still
    ({2025: 9.5, 2026: 10.0}, None)])   # at it, and on the way up
def test_a_value_that_must_be_below_a_goal_has_not_arrived_at_it(one_target, figures, year):
    row = arrival(one_target(10.0, figures, "lt"))
    assert pd.isna(row["arrival_year"]) if year is None else row["arrival_year"] == year


@pytest.mark.parametrize(("figures", "goal", "arrives", "last_start", "logit_needed"), [
    # to 100 % straight: +0.1 a year, 0.3 to go: 2029; three years at that: 2027; 100 % has no logit
    ({2025: 0.6, 2026: 0.7}, 1.0, 2029, 2027, np.nan),
    # from 0 % straight: +0.1 a year, 0.4 to go: 2030, 2026; odds from 1/9 to 1 in four years: ln 9/4
    ({2025: 0.0, 2026: 0.1}, 0.5, 2030, 2026, math.log(9) / 4)])
def test_a_share_at_or_to_a_bound_moves_in_points(one_target, figures, goal, arrives, last_start,
                                                  logit_needed):
    row = arrival(one_target(goal, figures, kind="share"))
    assert (row["metric"], row["arrival_year"], row["last_start"]) == ("linear", arrives, last_start)
    assert row["present_pace"] == pytest.approx(0.1)
    assert row["logit"] == pytest.approx(logit_needed, nan_ok=True)


def test_a_share_at_its_bound_of_100_percent_has_arrived(one_target):
    row = arrival(one_target(1.0, {2025: 1.0, 2026: 1.0}, kind="share"))
    assert row["arrival_year"] == 2026 and row[["compound", "linear", "logit"]].isna().all()


def test_a_gap_in_the_years_is_walked_evenly(one_target):
    # 5 → 20 in two years: ×2 a year; from 20 to 80 two more
    row = arrival(one_target(80.0, {2025: 5.0, 2027: 20.0}))
    assert row["present_pace"] == pytest.approx(1.0) and row["arrival_year"] == 2029


def test_a_total_of_the_period_is_what_has_come_together_and_has_no_growth(one_target):
    # 30 + 45 = 75 of 150: 25 a year needed; at 45 a year two years: 2029
    row = arrival(one_target(150.0, {2025: 99.0, 2026: 30.0, 2027: 45.0}, "ge", "period_total", kind="flow",
                             from_year=2026))
    assert (row["latest"], row["linear"], row["metric"]) == (75.0, 25.0, "linear")
    assert np.isnan(row["compound"]) and (row["arrival_year"], row["last_start"]) == (2029, 2028)


def test_paces_over_a_change_of_definition_are_left_out(one_target):
    row = arrival(one_target(2.0, {2025: 10.0, 2026: 8.0, 2027: 4.0}, "le", breaks=(2027,)))
    assert np.isnan(row["present_pace"]) and row["best_of"] == "" and pd.isna(row["arrival_year"])
    assert row["compound"] == pytest.approx(0.5 ** (1 / 3) - 1)
    later = arrival(one_target(2.0, {2025: 10.0, 2027: 4.0, 2028: 3.0}, "le", breaks=(2027,)))
    assert later["present_pace"] == pytest.approx(-0.25)


def test_a_latest_figure_that_is_assumed_is_said_to_be(one_target):
    assert arrival(one_target(20.0, {}, base=5.0, assumed=True))["assumed"]
    assert not arrival(one_target(20.0, {2026: 6.0}, base=5.0, assumed=True))["assumed"]


# the city's pace


def test_the_citys_best_growth_stands_in_where_the_ward_has_one_figure(one_target):
    # the city grew by 20 % at best: ln 2/ln 1.2 = 3.8, four years: 2026
    made = one_target(20.0, {2025: 10.0})
    row = arrival(made, City(thing_growth={2022: 0.1, 2023: 0.2, 2024: -0.1}))
    assert row["best_pace"] == pytest.approx(0.2) and (row["best_of"], row["last_start"]) == ("city", 2026)
    assert np.isnan(row["present_pace"]) and pd.isna(row["arrival_year"])


def test_the_citys_levels_stand_in_only_from_one_year_to_the_next(one_target):
    # 2015 → 2020 fell; 2020 → 2021 ×1.25, 2021 → 2022 ×1.1; over the gap nothing is told
    made = one_target(20.0, {2025: 10.0})
    row = arrival(made, City(thing={2015: 30.0, 2020: 8.0, 2021: 10.0, 2022: 11.0}))
    assert row["best_pace"] == pytest.approx(0.25)
    assert arrival(made, City(thing={2015: 3.0, 2020: 8.0}))["best_of"] == ""


def test_the_citys_pace_does_not_replace_the_wards_own(one_target):
    row = arrival(one_target(20.0, {2025: 10.0, 2026: 10.5}), City(thing_growth={2023: 0.5}))
    assert row["best_of"] == "ward" and row["best_pace"] == pytest.approx(0.05)


def test_the_citys_number_of_things_a_year_is_no_measure_for_a_ward(one_target):
    made = one_target(0.0, {2025: 30.0}, "le", kind="count")
    row = arrival(made, City(thing={2022: 9000.0, 2023: 8000.0}))
    assert row["metric"] == "linear" and row["best_of"] == "" and pd.isna(row["last_start"])


@pytest.mark.parametrize(("kind", "base", "goal", "comparator"), [
    ("share", 0.5, 0.9, "ge"),   # in logits
    ("share", 0.5, 1.0, "ge"),   # in points
    ("ratio", 30.0, 0.0, "le")])  # straight to zero
def test_a_growth_of_the_citys_is_no_pace_in_points_or_logits(one_target, kind, base, goal, comparator):
    made = one_target(goal, {2025: base}, comparator, kind=kind)
    row = arrival(made, City(thing_growth={2022: 0.1, 2023: -0.2}))
    assert row["metric"] != "compound" and row["best_of"] == ""
    assert np.isnan(row["best_pace"]) and pd.isna(row["last_start"])


@pytest.mark.parametrize(("kind", "levels", "best"), [
    ("share", {2022: 0.5, 2023: 0.8}, "city"),
    ("share", {2022: 0.5, 2023: 1.0}, ""),       # 100 % has no logit
    ("ratio", {2022: 0.0, 2023: 5.0}, "")])      # from zero there is no growth
def test_the_citys_figures_are_used_where_the_metric_has_a_place_for_them(one_target, kind, levels, best):
    made = one_target(0.9 if kind == "share" else 20.0, {2025: 0.5 if kind == "share" else 10.0}, kind=kind)
    assert arrival(made, City(thing=levels))["best_of"] == best


# the wards


@pytest.fixture(scope="module")
def of_sample(sample):
    return sample.progress(2027, draws=200).arrivals().set_index("target_id")


def test_enterprises_of_the_made_up_ward_by_hand(of_sample):
    # 5.56 → 7.4367 → 9.98 per 1,000; 20/9.98 = 2.00401
    row = of_sample.loc["enterprises_per_1000"]
    assert row["compound"] == pytest.approx(2.00401 ** (1 / 3) - 1, abs=1e-5)  # 26.1 % a year
    assert row["linear"] == pytest.approx((20 - 9.98) / 3)
    assert row["present_pace"] == pytest.approx(9.98 / 7.4367 - 1)  # 34.2 %; 33.8 % before
    assert row["best_pace"] == pytest.approx(row["present_pace"])
    # ln 2.00401/ln 1.34199 = 2.36: three years, 2030; from the end of 2027 at the latest
    assert (row["arrival_year"], row["last_start"]) == (2030, 2027)


def test_average_growth_of_the_made_up_ward_by_hand(of_sample):
    # income 96 → 103.2 → 111.5; 96·1.105⁵ = 158.157; (158.157/111.5)^(1/3) − 1 = 12.36 %
    row = of_sample.loc["income_per_capita"]
    assert row["goal"] == pytest.approx(96 * 1.105**5)
    assert row["compound"] == pytest.approx(0.123569, abs=1e-5)
    # 8.04 % at best: ln 1.41844/ln 1.080426 = 4.52, five years, so 2032, and 2025 to be there by 2030
    assert row["best_pace"] == pytest.approx(111.5 / 103.2 - 1)
    assert (row["arrival_year"], row["last_start"]) == (2032, 2025)


def test_social_insurance_of_the_made_up_ward_by_hand(of_sample):
    # logits of 0.44 and 0.468 and 0.65: −0.241162, −0.128176, 0.619039; 0.112986 a year, 0.747215 to go
    row = of_sample.loc["social_insurance_share"]
    assert row["logit"] == pytest.approx(0.747215 / 3, abs=1e-6)
    assert row["present_pace"] == pytest.approx(0.112986, abs=1e-6)
    # 6.61 years, seven whole ones: 2034; 2023 to be there by 2030
    assert (row["arrival_year"], row["last_start"]) == (2034, 2023)


def test_conversions_of_the_made_up_ward_by_hand(of_sample):
    # 60 + 85 = 145 of 450: 305 in three years; at 85 a year 3.6: four, 2031, and 2026 to be there by 2030
    row = of_sample.loc["household_business_conversions"]
    assert row["linear"] == pytest.approx(305 / 3)
    assert (row["arrival_year"], row["last_start"]) == (2031, 2026)


def test_the_required_growth_is_that_of_the_assessment(sample, of_sample):
    assessed = sample.assess(2027, draws=200).set_index("target_id")
    rows = assessed[assessed["required_metric"] == "compound"]
    assert len(rows) >= 7
    np.testing.assert_allclose(of_sample.loc[rows.index, "compound"], rows["required_pace"], rtol=1e-9)


def test_the_installed_ward_has_one_figure_and_the_citys_growth(installed):
    found = installed.progress(2026, draws=20).arrivals().set_index("target_id")
    # the best year of the city: 16.68 % in 2019; 1.14⁵ = 1.92541, ln 1.92541/ln 1.1668 = 4.25, five years
    assert found.at["grdp_total", "best_pace"] == pytest.approx(0.1668)
    assert (found.at["grdp_total", "best_of"], found.at["grdp_total", "last_start"]) == ("city", 2025)
    # services at best 10.02 % (2017, on which sources disagree, left out) of 15.8 % asked for:
    # ln 2.0823/ln 1.1002 = 7.68, eight years
    assert found.at["grdp_services", "last_start"] == 2022
    assert list(found.loc[["grdp_total", "grdp_services", "enterprises_per_1000", "poverty_rate"],
                          "catching_up"]) == ["possible", "too_late", "unknown", "met"]
    assert found["assumed"].loc["grdp_total"] and found["assumed"].loc["poverty_rate"]
    # 250 enterprises and 45,140 people are both counted
    assert not found["assumed"].loc["enterprises_per_1000"]

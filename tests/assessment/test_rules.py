"""The published rules of progress against cases computed by hand, and where they disagree."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.assessment.pace import pace_ratio
from thienhuong_analysis.assessment.rules import (
    BAD,
    GOOD,
    compare_rules,
    extrapolation_rule,
    growth_ratio_rule,
    pace_rule,
)
from thienhuong_analysis.assessment.trajectory import Trajectory

UP, DOWN = 1, -1

# The growth ratio of Eurostat and Open SDG, R = d·CAGR seen/|CAGR required|, with the published thresholds
# 0.95, 0.60 and 0: first, latest and goal, years from the first to now and to the goal.
GROWTH_RATIO = [
    # 121/100 in 2 years: 10 % a year; 161.051/100 in 5: 10 %; R = 1
    ("on the required growth exactly", 100, 121, 161.051, 2, 5, UP, "on_track", 1.0),
    # 1.2 against 161.051^(1/5) = 1.1: 0.20/0.10
    ("twice as fast", 100, 120, 161.051, 1, 5, UP, "on_track", 2.0),
    # 9.5 % a year where 10 % is required
    ("at the upper threshold", 100, 109.5, 161.051, 1, 5, UP, "on_track", 0.95),
    # 9.4 % of 10 %
    ("just below the upper threshold", 100, 109.4, 161.051, 1, 5, UP, "acceleration_needed", 0.94),
    # 6 % of 10 %
    ("at the middle threshold", 100, 106, 161.051, 1, 5, UP, "acceleration_needed", 0.60),
    # 5.9 % of 10 %
    ("just below the middle threshold", 100, 105.9, 161.051, 1, 5, UP, "limited", 0.59),
    # no growth at all is not yet a fall: R = 0
    ("standing still", 100, 100, 161.051, 1, 5, UP, "limited", 0.0),
    # −1 % of 10 %
    ("falling away from a higher goal", 100, 99, 161.051, 1, 5, UP, "deterioration", -0.1),
    # 250 enterprises to 300: 0.2; to 700: 2.8^(1/5) − 1 = 0.228659; 0.2/0.228659
    ("250 enterprises of 700", 250, 300, 700, 1, 5, UP, "acceleration_needed", 0.874662),
    # 8 to 4 in two years: 0.5^(1/2) − 1 = −0.292893; to 2 in four: 0.25^(1/4) − 1 = −0.292893
    ("lower is better, on the path", 8, 4, 2, 2, 4, DOWN, "on_track", 1.0),
    # 8 to 6 in one year: −0.25; −0.25/0.292893 = 0.853554 with the sign turned
    ("lower is better, too slow", 8, 6, 2, 1, 4, DOWN, "acceleration_needed", 0.853553),
    # poverty rises from 8 to 9: +0.125/0.292893 with the sign turned
    ("lower is better, rising", 8, 9, 2, 1, 4, DOWN, "deterioration", -0.426777),
    # 0.80 to 0.90 in one year: 0.125; to 1 in five: 1.25^(1/5) − 1 = 0.045640
    ("a share that must reach 100 %", 0.80, 0.90, 1.0, 1, 5, UP, "on_track", 2.738852),
    # 4 to 3 with the goal 0: ln 0 does not exist
    ("a goal of zero", 4, 3, 0, 1, 5, DOWN, "not_applicable", np.nan),
    # from 0 to 5 no rate of growth exists
    ("starting from zero", 0, 5, 20, 1, 5, UP, "not_applicable", np.nan),
    # a share of 0 % now
    ("fallen to zero", 0.2, 0.0, 0.5, 1, 5, UP, "not_applicable", np.nan),
    # a balance of −3
    ("a negative value", -3, 2, 10, 1, 5, UP, "not_applicable", np.nan),
    # a net outflow as goal
    ("a negative goal", 5, 2, -10, 1, 5, DOWN, "not_applicable", np.nan),
    # nobody knows the first year
    ("no first figure", np.nan, 5, 20, 2, 5, UP, "not_applicable", np.nan),
    # the first figure is the latest
    ("no year has passed", 5, 5, 20, 0, 5, UP, "not_applicable", np.nan),
    # began beyond the goal of 0.95 and has left it: nothing is required of 0.96, so there is no ratio
    ("reached once, and left", 0.96, 0.94, 0.95, 1, 5, UP, "deterioration", np.nan),
    # "below 0.5" and standing at 0.5: nothing is required, nothing moves, no ratio 0/0
    ("at a goal that must be passed", 0.5, 0.5, 0.5, 1, 5, DOWN, "not_applicable", np.nan),
]


@pytest.mark.parametrize(("first", "latest", "goal", "passed", "years", "direction", "label", "measure"),
                         [case[1:] for case in GROWTH_RATIO], ids=[case[0] for case in GROWTH_RATIO])
def test_the_growth_ratio_gives_the_published_label(first, latest, goal, passed, years, direction, label,
                                                    measure):
    found = growth_ratio_rule(first, latest, goal, passed=passed, years=years, direction=direction)
    assert found.label == label
    assert found.measure == pytest.approx(measure, abs=1e-6, nan_ok=True)


def test_the_growth_ratio_calls_what_satisfies_the_target_reached_whatever_the_growth():
    assert growth_ratio_rule(0, 0.99, 0.95, passed=1, years=5, direction=UP, arrived=True).label == "reached"


# Destatis, https://dns-indikatoren.de/en/status: mean of the last five yearly changes, carried on to the
# target year; the miss as a share of the way between target and current value: below 5 %, up to 20 %, above,
# or no nearer. Figures by year, goal, target year, direction.
EXTRAPOLATION = [
    # (85 − 80)/5 = 1 a year; 85 + 5·1 = 90 of 95: 5 missed of a way of 10
    ("half of the way missed", {2020 + i: 80.0 + i for i in range(6)}, 95, 2030, UP, "off_track", 0.5, 5),
    # 2 a year: 90 + 10 = 100 of 95: nothing missed
    ("further than the goal", {2020 + i: 80.0 + 2 * i for i in range(6)}, 95, 2030, UP, "on_track", 0.0, 5),
    # 3.84 a year: 80 + 19.2 = 99.2 of 100: 0.8 of 20
    ("4 % missed", {2020: 60.8, 2021: 62, 2022: 70, 2023: 71, 2024: 75, 2025: 80.0}, 100, 2030, UP,
     "on_track", 0.04, 5),
    # 3.8 a year: 80 + 19 = 99 of 100: 1 of 20, "at least 5 %"
    ("5 % missed", {2020: 61.0, 2025: 80.0} | {2021 + i: 65.0 for i in range(4)}, 100, 2030, UP,
     "slightly_off", 0.05, 5),
    # 3.2 a year: 80 + 16 = 96: 4 of 20, "at most 20 %"
    ("20 % missed", {2020: 64.0, 2025: 80.0} | {2021 + i: 65.0 for i in range(4)}, 100, 2030, UP,
     "slightly_off", 0.20, 5),
    # the same in fractions, where 0.8 + 5·0.032 is no exact number
    ("20 % missed, in fractions", {2020: 0.64, 2025: 0.8} | {2021 + i: 0.65 for i in range(4)}, 1.0, 2030, UP,
     "slightly_off", 0.20, 5),
    # 3.1 a year: 80 + 15.5 = 95.5: 4.5 of 20
    ("22.5 % missed", {2020: 64.5, 2025: 80.0} | {2021 + i: 65.0 for i in range(4)}, 100, 2030, UP,
     "off_track", 0.225, 5),
    # no change: 5 of 5 missed; "consistently large" is the last symbol
    ("standing still", dict.fromkeys(range(2020, 2026), 90.0), 95, 2030, UP, "wrong_direction", 1.0, 5),
    # −1 a year: 90 − 5 = 85; 10 missed of 5
    ("moving away", {2020 + i: 95.0 - i for i in range(6)}, 95, 2030, UP, "wrong_direction", 2.0, 5),
    # lower is better: 10 to 5, −1 a year: 5 − 5 = 0, goal 0
    ("down to zero", {2020 + i: 10.0 - i for i in range(6)}, 0, 2030, DOWN, "on_track", 0.0, 5),
    # 10 to 7.5, −0.5 a year: 7.5 − 2.5 = 5 of 0: 5 of 7.5
    ("down to zero too slowly", {2020 + i: 10.0 - i / 2 for i in range(6)}, 0, 2030, DOWN, "off_track",
     2 / 3, 5),
    # through zero: −10 to −5 is +1 a year; −5 + 5 = 0 of 1: 1 of 6
    ("negative values", {2020 + i: -10.0 + i for i in range(6)}, 1, 2030, UP, "slightly_off", 1 / 6, 5),
    # from 0 %: 0 to 0.5 in five years; 0.5 + 0.5 = 1.0 of 1.0
    ("from 0 % to 100 %", {2020 + i: i / 10 for i in range(6)}, 1.0, 2030, UP, "on_track", 0.0, 5),
    # rising poverty: +1 a year where 2 is asked for: 15 − 2 = 13 of a way of 8
    ("rising where lower is better", {2020 + i: 5.0 + i for i in range(6)}, 2, 2030, DOWN,
     "wrong_direction", 13 / 8, 5),
    # only the last six points count: 82 to 92, 2 a year; 92 + 8 = 100 (2026 + 4)
    ("older figures are left out", {2015: 0.0, 2020: 50.0} | {2021 + i: 82.0 + 2 * i for i in range(6)}, 100,
     2030, UP, "on_track", 0.0, 5),
    # two figures, one change: the rule is applied and says on how little it rests. 10 a year, 60 + 40 = 100
    ("a single change", {2025: 50.0, 2026: 60.0}, 100, 2030, UP, "on_track", 0.0, 1),
    # two changes over five years: (80 − 70)/5 = 2 a year; 80 + 10 = 90 of 100: 10 of 20
    ("gaps in the years", {2020: 70.0, 2022: 79.0, 2025: 80.0}, 100, 2030, UP, "off_track", 0.5, 2),
    # the target year is this one: 98 of 100 and no year left, all of the way is missed
    ("no year left", {2028: 96.0, 2029: 97.0, 2030: 98.0}, 100, 2030, UP, "off_track", 1.0, 2),
    # a year after the target year the line is not drawn backwards
    ("past the target year", {2028: 96.0, 2031: 99.0}, 100, 2030, UP, "off_track", 1.0, 1),
    # one figure has no change
    ("one figure", {2025: 50.0}, 100, 2030, UP, "not_applicable", np.nan, 0),
]


@pytest.mark.parametrize(("figures", "goal", "last_year", "direction", "label", "measure", "changes"),
                         [case[1:] for case in EXTRAPOLATION], ids=[case[0] for case in EXTRAPOLATION])
def test_the_extrapolation_gives_the_published_symbol(figures, goal, last_year, direction, label, measure,
                                                      changes):
    found = extrapolation_rule(pd.Series(figures), goal, last_year=last_year, direction=direction)
    assert (found.label, found.changes) == (label, changes)
    assert found.measure == pytest.approx(measure, abs=1e-8, nan_ok=True)


REACHED = [
    # 96, 97: +1 a year, 97 + 4 = 101
    ("and rising", {2025: 96.0, 2026: 97.0}, 95, UP, "reached"),
    # 97, 96.8: −0.2 a year, 96.8 − 0.8 = 96: still above 95
    ("and leaving too slowly to be gone by 2030", {2025: 97.0, 2026: 96.8}, 95, UP, "reached"),
    # 97, 96: −1 a year, 96 − 4 = 92
    ("and gone by 2030 if it goes on", {2025: 97.0, 2026: 96.0}, 95, UP, "wrong_direction"),
    # 100 %, 100 %: no change at the bound
    ("and standing at the bound", {2025: 1.0, 2026: 1.0}, 1.0, UP, "reached"),
    # 0, 0 poor households
    ("and standing at zero", {2025: 0.0, 2026: 0.0}, 0.0, DOWN, "reached"),
    # 0.3 %, 0.4 %: +0.1 a year, 0.8 % in 2030 where 0.5 % is the most
    ("and rising where lower is better", {2025: 0.003, 2026: 0.004}, 0.005, DOWN, "wrong_direction"),
    # one figure alone
    ("with one figure", {2026: 97.0}, 95, UP, "reached"),
]


@pytest.mark.parametrize(("figures", "goal", "direction", "label"), [case[1:] for case in REACHED],
                         ids=[case[0] for case in REACHED])
def test_the_extrapolation_of_what_is_reached_asks_whether_it_stays(figures, goal, direction, label):
    found = extrapolation_rule(pd.Series(figures), goal, last_year=2030, direction=direction, arrived=True)
    assert found.label == label


def test_the_extrapolation_takes_the_years_in_order_however_they_come():
    figures = pd.Series({2026: 60.0, 2025: 50.0})
    assert extrapolation_rule(figures, 100, last_year=2030, direction=UP).label == "on_track"


# The pace ratio R_φ, 1 on pace, on the target's own metric: kind, base 2025, latest, its year, goal, R.
PACE = [
    # ln 2/1 over ln 4/5 = 5·0.5
    ("a level after one year", "level", 5.0, 10.0, 2026, 20.0, 2.5),
    # ln(300/250)/1 over ln(700/250)/5 = 0.182322/0.205924
    ("250 to 300 of 700", "count", 250.0, 300.0, 2026, 700.0, 0.885383),
    # ln(1/2)/2 over ln(1/4)/5, downwards
    ("halved in two of five years", "ratio", 8.0, 4.0, 2027, 2.0, 1.25),
    # a fall where a rise is asked for: ln(0.8) over ln(4)/5
    ("the wrong way", "level", 5.0, 4.0, 2026, 20.0, -0.804820),
    # no change
    ("standing still", "level", 5.0, 5.0, 2026, 20.0, 0.0),
    # odds 1 to 4 of 16: ln 4 over ln 16/5
    ("a share in log odds", "share", 0.5, 0.8, 2026, 16 / 17, 2.5),
    # odds 4 to 3 where 9 are asked for: ln(3/4) over ln(9/4)/5
    ("a share the wrong way", "share", 0.8, 0.75, 2026, 0.9, -1.773778),
    # to 100 % the logit is infinite: 0.1 over 0.5/5
    ("a share to 100 %", "share", 0.5, 0.6, 2026, 1.0, 1.0),
    # from 0 %: 0.1 over 0.4/5
    ("a share from 0 %", "share", 0.0, 0.1, 2026, 0.4, 1.25),
    # to 0 %: −0.02/2 over −0.1/5
    ("a share to 0 %", "share", 0.1, 0.08, 2027, 0.0, 0.5),
    # to zero households: −10/1 over −50/5
    ("a count to zero", "count", 50.0, 40.0, 2026, 0.0, 1.0),
]


@pytest.mark.parametrize(("kind", "base", "latest", "year", "goal", "expected"), [case[1:] for case in PACE],
                         ids=[case[0] for case in PACE])
def test_the_pace_ratio_is_the_pace_seen_over_the_pace_required(target, kind, base, latest, year, goal,
                                                                expected):
    asked = target(goal, "ge" if goal > base else "le", kind=kind)
    path = Trajectory(asked, pd.Series({2025: base, year: latest}), goal, 2030, UP if goal > base else DOWN)
    assert pace_rule(path) == pytest.approx(expected, abs=1e-6)
    assert pace_rule(path) == pytest.approx(pace_ratio(asked, base, latest, year), rel=1e-12)


@pytest.mark.parametrize("values", [
    {2025: 30.0, 2026: 25.0},                # began beyond the goal: no way to go
    {2026: 5.0, 2027: 6.0},                  # no figure of the base year
    {2025: 5.0}])                            # no year has passed
def test_the_pace_ratio_is_unknown_where_no_pace_is_required_or_seen(target, values):
    path = Trajectory(target(20.0), pd.Series(values), 20.0, 2030, UP)
    assert np.isnan(pace_rule(path))


def test_the_pace_of_a_total_begins_at_nothing(target):
    # 50 of 150 after two of five years: 25 a year where 30 are required
    total = target(150, kind="flow", cadence="period_total", from_year=2026)
    path = Trajectory(total, pd.Series({2025: 0.0, 2026: 20.0, 2027: 50.0}), 150.0, 2030, UP)
    assert pace_rule(path) == pytest.approx(25 / 30)


# The default rule, by the probability: at least 0.8, 0.5, 0.2.
@pytest.mark.parametrize(("chance", "label"), [
    (100, "likely"), (80, "likely"), (79, "more_likely_than_not"), (50, "more_likely_than_not"),
    (49, "at_risk"), (20, "at_risk"), (19, "unlikely"), (0, "unlikely")])
def test_the_default_rule_goes_by_the_share_of_draws_that_meet_the_target(review, series, chance, label):
    draws = np.full((100, 5), 19.0)
    draws[:chance, -1] = 21
    row = review(20, series=series(draws, base=10))
    assert (row["verdict"], row["probability"]) == (label, chance / 100)


# side by side


def test_every_word_of_a_rule_is_good_or_bad_or_says_nothing():
    said = {case[7] for case in GROWTH_RATIO} | {case[5] for case in EXTRAPOLATION} | {
        "reached", "likely", "more_likely_than_not", "at_risk", "unlikely", "met", "missed", "done",
        "on_pace", "behind"}
    assert said == {*GOOD, *BAD, "not_applicable"} and not {*GOOD} & {*BAD}


@pytest.fixture(scope="module")
def sample_rules(sample):
    return sample.progress(2027, draws=200).rules().set_index("target_id")


def test_a_disagreement_is_one_rule_saying_good_and_another_bad(sample_rules):
    for name, row in sample_rules.iterrows():
        said = [row["growth_label"], row["miss_label"], row["verdict"]]
        good, bad = (any(word in group for word in said) for group in (GOOD, BAD))
        assert row["disagree"] == (good and bad), name


def test_enterprises_that_grow_fast_enough_in_per_cent_but_not_in_steps_are_flagged(sample_rules):
    # 5.56 → 9.98 in two years: (9.98/5.56)^(1/2) − 1 = 0.339763; (20/5.56)^(1/5) − 1 = 0.291787
    row = sample_rules.loc["enterprises_per_1000"]
    assert row["growth_ratio"] == pytest.approx(0.339763 / 0.291787, abs=1e-4)
    # (9.98 − 5.56)/2 = 2.21 a year; 9.98 + 6.63 = 16.61; (20 − 16.61)/(20 − 9.98) = 0.33832
    assert row["miss"] == pytest.approx(3.39 / 10.02)
    assert (row["growth_label"], row["miss_label"], row["disagree"]) == ("on_track", "off_track", True)


def test_schools_that_all_rules_call_good_are_not_flagged(sample_rules):
    # 0.3 → 0.5 in two years, 0.7 is the goal: (0.5/0.3)^(1/2) − 1 = 0.29099; (0.7/0.3)^(1/5) − 1 = 0.18466
    row = sample_rules.loc["schools_level_2_share"]
    assert row["growth_ratio"] == pytest.approx(0.290994 / 0.184664, abs=1e-4)
    assert row["miss"] == 0  # 0.5 + 3·0.1 = 0.8
    # logits −0.847298 → 0 in 2, → 0.847298 in 5
    assert row["pace_ratio"] == pytest.approx(1.25)
    assert (row["verdict"], row["disagree"]) == ("likely", False)


def test_social_insurance_that_all_rules_call_bad_is_not_flagged(sample_rules):
    row = sample_rules.loc["social_insurance_share"]
    said = {row["growth_label"], row["miss_label"], row["verdict"]}
    assert said == {"acceleration_needed", "off_track", "unlikely"} and not row["disagree"]


def test_the_pace_ratio_beside_the_rules_is_that_of_the_assessment(sample, sample_rules):
    assessed = sample.assess(2027, draws=200).set_index("target_id")["pace_ratio"]
    both = pd.concat([sample_rules["pace_ratio"], assessed], axis=1, keys=["a", "b"]).dropna()
    assert len(both) > 12
    np.testing.assert_allclose(both["a"], both["b"], rtol=1e-9)


def test_the_verdict_beside_the_rules_is_that_of_the_assessment(sample, sample_rules):
    assessed = sample.assess(2027, draws=200).set_index("target_id")["verdict"]
    assert (sample_rules["verdict"] == assessed[sample_rules.index]).all()


def test_with_figures_of_one_year_no_rule_can_be_applied(installed):
    assert installed.progress(2026, draws=20).rules().empty


def test_no_trend_is_drawn_from_one_poverty_standard_to_the_next(sample, sample_rules):
    # 2025 and 2026 are by the standard of 2022–2025, 2027 by that of 2026–2030: one comparable figure
    assert sample.project(draws=200, year=2027).find("poverty_rate").breaks == (2027,)
    assert "poverty_rate" not in sample_rules.index
    before = sample.progress(2026, draws=200).rules().set_index("target_id").loc["poverty_rate"]
    assert before["changes"] == 1


def test_no_pace_is_measured_from_one_definition_to_the_next(review, series):
    path = replace(series([[8.0, 6, 6, 6, 6]] * 2, base=10, known_years=2), breaks=(2027,))
    figures = {2025: 10.0, 2026: 8.0, 2027: 6.0}
    row = review(2, "le", series=path, figures=figures, year=2027)
    assert np.isnan(row["pace_ratio"])
    before = review(2, "le", series=replace(path, known_years=1), figures=figures, year=2026)
    assert before["pace_ratio"] == pytest.approx(5 * np.log(0.8) / np.log(0.2))


@pytest.mark.parametrize(("values", "growth", "miss"), [
    ({2026: 5.0, 2027: 8.0}, "not_applicable", "on_track"),       # 8 + 3·3 = 17 of 16
    ({2026: 9.0, 2027: 8.0}, "not_applicable", "wrong_direction")])
def test_without_a_figure_of_2025_growth_since_then_is_not_judged(one_target, values, growth, miss):
    programme, known, projection = one_target(16.0, values)
    row = compare_rules(programme, known, projection, {"t": "unlikely"}).iloc[0]
    assert (row["growth_label"], row["miss_label"]) == (growth, miss)
    assert np.isnan(row["growth_ratio"]) and np.isnan(row["pace_ratio"])


def test_rules_say_what_rests_on_assumptions_as_the_assessment_does(sample_rules, sample):
    said = sample.assess(2027, draws=50).set_index("target_id").loc[sample_rules.index]
    assert list(sample_rules["assumed"]) == list(said["assumed"]) and said["assumed"].any()
    assert list(sample_rules["rests_on"]) == list(said["rests_on"])


def test_rules_of_a_base_that_is_assumed_say_so(one_target):
    programme, known, projection = one_target(20.0, {2026: 8.0}, base=5.0, assumed=True)
    row = compare_rules(programme, known, projection, {"t": "likely"}).iloc[0]
    assert row["assumed"] and row["growth_label"] == "on_track"  # 0.6 a year where 0.3195 is required

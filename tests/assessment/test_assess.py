"""The status of a target as of a year: each column by hand."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.assessment import required_path
from thienhuong_analysis.assessment.assess import LABELS, assess
from thienhuong_analysis.programme import Programme

COLUMNS = {
    "target_id", "indicator_id", "breakdown", "theme", "lead_unit", "comparator", "target", "unit",
    "cadence", "from_year", "by_year", "citation", "quote_vi", "baseline", "baseline_year",
    "baseline_status", "latest", "latest_year", "latest_status", "milestone", "gap",
    "required_pace", "required_metric", "pace_ratio", "projected", "probability", "standard_error",
    "verdict", "assumed", "rests_on"}
CHANCES = {label for _, label in LABELS}


def last_years(*values, before=1.0):
    """Draws that end in the given values."""
    return [[before] * 4 + [value] for value in values]


# what a row says about its target


def test_a_row_has_the_columns_of_the_contract(review):
    assert set(review().index) == COLUMNS


def test_a_row_repeats_the_target_in_canonical_units(review):
    row = review(85, "gt", kind="share", unit="percent", from_year=2026)
    assert row["target"] == 0.85 and row["unit"] == "fraction" and row["comparator"] == "gt"
    assert (row["from_year"], row["by_year"], row["cadence"]) == (2026, 2030, "by_year")
    assert (row["theme"], row["citation"], row["quote_vi"]) == ("B.III", "B.III.2.5", "đạt 20")
    assert row["lead_unit"] == "office"


def test_a_growth_target_is_a_fraction_a_year_whatever_the_unit_of_its_level(review):
    row = review(14, "ge", "period_average", kind="growth", unit="percent_per_year")
    assert row["target"] == pytest.approx(0.14) and row["unit"] == "fraction"


@pytest.mark.parametrize("percent", [0.5, 2.2, 10.5, 14, 15.8, 16.5, 40, 65, 70, 85, 90, 95, 98])
def test_a_percentage_that_the_programme_prints_is_the_nearest_fraction(review, percent):
    # 70 · 0.01 is 0.7000000000000001: a share of exactly 70 % would miss it
    assert review(percent, kind="share", unit="percent")["target"] == percent / 100


def test_years_that_the_document_does_not_give_stay_empty(review):
    row = review(by_year=np.nan)
    assert row[["from_year", "by_year"]].isna().all()


def test_rows_stand_in_the_order_of_the_document():
    names = ["b", "a", "c"]
    indicators = pd.DataFrame({"indicator_id": names, "unit": "none", "kind": "milestone",
                               "better": "higher", "lead_unit": "office"})
    targets = pd.DataFrame({"target_id": names, "indicator_id": names, "breakdown": "total",
                            "comparator": "done", "value": np.nan, "unit": "none",
                            "cadence": "by_year", "from_year": np.nan, "by_year": 2030.0,
                            "citation": "B.I.1", "quote_vi": ""})
    nothing = pd.DataFrame()
    programme = Programme(nothing, indicators, targets, nothing, nothing, nothing)

    class Nothing:
        series = {}  # noqa: RUF012

        def history(self, *_, **__):
            return pd.Series(index=pd.Index([], dtype=int), dtype=float)

        def status(self, *_):
            return ""

    assert assess(programme, Nothing(), Nothing(), 2026)["target_id"].tolist() == names


# no data


def test_without_any_figure_there_is_only_the_path_required(review):
    row = review()
    assert row["verdict"] == "no_data" and not row["assumed"] and row["rests_on"] == ""
    numbers = ["baseline", "latest", "gap", "pace_ratio", "projected", "probability",
               "standard_error", "required_pace", "milestone"]
    assert row[numbers].isna().all()
    assert row[["baseline_year", "latest_year"]].isna().all()
    assert row["baseline_status"] == row["latest_status"] == ""


def test_without_any_figure_a_yearly_target_is_still_this_years_milestone(review):
    row = review(85, "gt", "each_year", kind="share", unit="percent")
    assert row["milestone"] == 0.85 and row["verdict"] == "no_data"


def test_without_any_figure_a_total_is_still_to_be_done_year_by_year(review):
    row = review(150, "ge", "period_total", kind="flow")
    assert row["milestone"] == pytest.approx(30) and row["required_pace"] == pytest.approx(30)
    assert row["required_metric"] == "per_year" and row["verdict"] == "no_data"


# where it is and where it should be


def test_a_level_is_compared_with_its_path_in_logs(review, series):
    row = review(20, figures={2025: 5.0, 2026: 6.0},
                 series=series([[6, 8, 10, 12, 20]], base=5.0, known_years=1))
    assert (row["baseline"], row["latest"], row["latest_year"]) == (5, 6, 2026)
    assert (row["baseline_status"], row["latest_status"]) == ("actual", "actual")
    assert row["milestone"] == pytest.approx(5 * 4**0.2)
    assert row["gap"] == pytest.approx(6 - 5 * 4**0.2)
    assert row["pace_ratio"] == pytest.approx(5 * math.log(6 / 5) / math.log(4))
    assert row["required_pace"] == pytest.approx((20 / 6) ** 0.25 - 1)
    assert row["required_metric"] == "compound"


def test_a_share_is_compared_with_its_path_in_log_odds(review, series):
    row = review(100 * 32 / 33, kind="share", unit="percent", figures={2025: 0.5, 2026: 0.6},
                 series=series([[0.6] * 5], base=0.5, known_years=1))
    assert row["milestone"] == pytest.approx(2 / 3)
    assert row["gap"] == pytest.approx(0.6 - 2 / 3)
    assert row["pace_ratio"] == pytest.approx(math.log(1.5) / math.log(2))


def test_a_target_of_none_is_compared_with_a_straight_path(review, series):
    row = review(0, "eq", kind="count", figures={2025: 50.0, 2027: 35.0}, year=2027,
                 series=series([[0, 35, 30, 20, 0]], base=50.0, known_years=2))
    assert row["milestone"] == pytest.approx(30) and row["gap"] == pytest.approx(5)
    assert row["pace_ratio"] == pytest.approx((15 / 2) / (50 / 5))
    assert row["required_pace"] == pytest.approx(-35 / 3) and row["required_metric"] == "linear"


def test_an_average_growth_is_compared_with_what_the_rest_must_make_up(review, series):
    row = review(10, "ge", "period_average", kind="growth", unit="percent_per_year",
                 figures={2025: 100.0, 2026: 108.0},
                 series=series([[108, 120, 130, 140, 150]], known_years=1))
    assert row["latest"] == pytest.approx(0.08) and row["latest_year"] == 2026
    assert row["milestone"] == pytest.approx(0.10) and row["gap"] == pytest.approx(-0.02)
    assert row["required_pace"] == pytest.approx((1.1**5 / 1.08) ** 0.25 - 1)
    assert row["required_metric"] == "compound"
    assert row["pace_ratio"] == pytest.approx(math.log(1.08) / math.log(1.10))


def test_an_average_growth_of_two_years_is_the_compound_one(review, series):
    row = review(10, "ge", "period_average", kind="growth", unit="percent_per_year", year=2027,
                 figures={2025: 100.0, 2026: 150.0, 2027: 121.0},
                 series=series([[150, 121, 130, 140, 150]], known_years=2))
    assert row["latest"] == pytest.approx(0.10) and row["gap"] == pytest.approx(0, abs=1e-12)
    assert row["required_pace"] == pytest.approx(0.10) and row["pace_ratio"] == pytest.approx(1)


def test_before_any_year_has_passed_the_required_growth_is_the_target(review, series):
    row = review(10, "ge", "period_average", kind="growth", unit="percent_per_year",
                 series=series([[108, 120, 130, 140, 150]], unit="index_2025"))
    assert row["required_pace"] == pytest.approx(0.10)
    assert np.isnan(row["latest"]) and np.isnan(row["pace_ratio"])


def test_a_total_is_compared_with_an_even_share_of_the_years(review):
    row = review(150, "ge", "period_total", kind="flow", year=2027,
                 figures={2025: 999.0, 2026: 20.0, 2027: 30.0})
    assert row["latest"] == pytest.approx(50) and row["latest_year"] == 2027
    assert row["milestone"] == pytest.approx(60) and row["gap"] == pytest.approx(-10)
    assert row["pace_ratio"] == pytest.approx(50 / 60)
    assert row["required_pace"] == pytest.approx(100 / 3)
    assert row["required_metric"] == "per_year"


def test_a_figure_of_an_earlier_year_is_compared_with_this_years_milestone(review, series):
    row = review(20, figures={2025: 5.0, 2026: 10.0}, year=2028,
                 series=series([[10, 11, 12, 13, 20]], base=5.0, known_years=1))
    assert row["latest_year"] == 2026 and row["milestone"] == pytest.approx(5 * 4**0.6)
    assert row["required_pace"] == pytest.approx(2 ** 0.25 - 1)


@pytest.mark.parametrize(("value", "comparator", "kind", "unit", "figure"), [
    (0.5, "lt", "share", "percent", 0.0036), (20, "ge", "ratio", "none", 25.0)])
def test_a_target_that_is_met_already_requires_no_pace(
        review, series, value, comparator, kind, unit, figure):
    # a poverty rate below its ceiling need not rise to it, nor a density fall to its floor
    row = review(value, comparator, kind=kind, unit=unit, figures={2025: figure},
                 series=series([[figure] * 5], base=figure))
    assert np.isnan(row["required_pace"]) or row["required_pace"] == 0


def test_the_milestone_of_the_last_years_is_the_target(review, series):
    row = review(20, by_year=2027, year=2029, figures={2025: 5.0},
                 series=series([[10, 11, 12, 13, 20]], base=5.0))
    assert row["milestone"] == pytest.approx(20)


def test_a_baseline_that_the_programme_implies_says_so(review):
    row = review(20, figures={2025: (5.0, "implied")})
    assert (row["baseline"], row["baseline_status"]) == (5.0, "implied")


def test_a_measured_baseline_goes_before_an_assumed_one(review, series):
    row = review(20, figures={2025: (5.0, "preliminary")}, series=series([[1] * 5], base=7.0))
    assert (row["baseline"], row["baseline_status"]) == (5.0, "preliminary")


def test_an_assumed_baseline_says_so(review, series):
    row = review(20, series=series([[1] * 5], base=7.0, rests_on=("poor_households",),
                                   base_rests_on=("poor_households",)))
    assert (row["baseline"], row["baseline_status"]) == (7.0, "assumption")


def test_an_index_is_no_baseline(review, series):
    row = review(14, "ge", "period_average", kind="growth", unit="percent_per_year",
                 series=series([[1] * 5], unit="index_2025"))
    assert np.isnan(row["baseline"]) and row["baseline_status"] == ""


def test_a_baseline_computed_from_measured_figures_is_not_called_an_assumption(review, series):
    # density from counted enterprises and people: only what comes after 2025 is assumed
    row = review(20, series=series([[6] * 5], base=5.54, rests_on=("births", "exit_rate")),
                 others={"enterprises": {2025: (250.0, "actual")},
                         "population": {2025: (45_140.0, "actual")}})
    assert row["baseline"] == 5.54 and row["baseline_status"] != "assumption"


def test_a_known_year_of_a_computed_series_is_the_latest_figure(review, series):
    # enterprises and people are counted for 2026, so the density of 2026 is known
    row = review(20, series=series([[8.0, 9, 10, 11, 12]], base=5.0, known_years=1))
    assert row["latest"] == 8.0 and row["latest_year"] == 2026
    assert row["pace_ratio"] == pytest.approx(5 * math.log(8 / 5) / math.log(4))


def test_a_latest_year_comes_with_a_latest_figure(review, series):
    row = review(20, figures={2025: 5.0}, series=series([[6] * 5], base=5.0))
    assert pd.isna(row["latest_year"]) == pd.isna(row["latest"])


# chances


@pytest.mark.parametrize(("of_ten", "verdict"), [
    (10, "likely"), (8, "likely"), (7, "more_likely_than_not"), (5, "more_likely_than_not"),
    (4, "at_risk"), (2, "at_risk"), (1, "unlikely"), (0, "unlikely")])
def test_the_verdict_is_the_label_of_the_share_of_draws_that_hold(review, series, of_ten, verdict):
    row = review(20, series=series(last_years(*[20] * of_ten, *[19] * (10 - of_ten))))
    assert row["probability"] == of_ten / 10 and row["verdict"] == verdict
    assert row["standard_error"] == pytest.approx(math.sqrt(of_ten / 10 * (1 - of_ten / 10) / 10))


def test_the_projection_is_the_median_in_the_year_of_the_target(review, series):
    draws = [[1, 2, 3, 4, 5], [2, 3, 9, 5, 6], [3, 4, 4, 9, 10]]
    assert review(20, series=series(draws))["projected"] == 6
    assert review(20, by_year=2028, series=series(draws))["projected"] == 4
    assert review(20, "ge", "each_year", by_year=2029, series=series(draws))["projected"] == 5


def test_the_projection_of_a_growth_is_its_average_and_of_a_total_its_sum(review, series):
    growth = review(10, "ge", "period_average", kind="growth", unit="percent_per_year",
                    series=series(last_years(161.051, 100, 200)))
    assert growth["projected"] == pytest.approx(0.10)
    total = review(150, "ge", "period_total", kind="flow", series=series([[1, 2, 3, 4, 5]]))
    assert total["projected"] == 15


@pytest.mark.parametrize(("known_years", "assumed"), [(0, True), (5, False), (4, True)])
def test_a_chance_is_assumed_until_it_is_past(review, series, known_years, assumed):
    row = review(20, series=series(last_years(21, 22), known_years=known_years,
                                   rests_on=("births", "exit_rate", "births")))
    assert row["assumed"] == assumed
    assert row["rests_on"] == ("" if known_years == 5 else "births;exit_rate")


def test_a_target_below_a_bound_is_not_met_at_it_and_one_up_to_it_is(review, series):
    found = series(last_years(0.005, 0.0049))
    assert review(0.5, "lt", kind="share", unit="percent", series=found)["probability"] == 0.5
    assert review(0.5, "le", kind="share", unit="percent", series=found)["probability"] == 1


def test_a_share_of_exactly_70_percent_meets_at_least_70_percent(review, series):
    row = review(70, kind="share", unit="percent", series=series(last_years(0.70, 0.70)))
    assert row["probability"] == 1


@pytest.mark.parametrize("cadence", ["by_year", "each_year"])
def test_a_share_that_must_reach_its_bound_has_only_its_path(review, series, cadence):
    # no walk of log odds ever reaches 100 %: METHOD section 4 wants no chance rather than 0
    row = review(100, "ge", cadence, kind="share", unit="percent", figures={2025: 0.45, 2026: 0.65},
                 series=series([[0.65, 0.8, 0.9, 0.99, 0.9999]] * 3, base=0.45))
    assert np.isnan(row["probability"]) and row["verdict"] not in CHANCES


def test_a_share_at_its_bound_has_a_chance_where_its_failures_are_counted(review, series):
    from dataclasses import replace

    found = series([[1, 1, 1, 1, 1], [1, 1, 1, 0.875, 1], [1, 1, 1, 1, 0.875], [1, 1, 1, 1, 1]], base=1.0)
    row = review(100, "ge", "each_year", kind="share", unit="percent", figures={2025: 1.0},
                 series=replace(found, out_of=np.full(5, 8.0)))
    assert row["probability"] == 0.5


# when it is over


@pytest.mark.parametrize(("last", "verdict"), [(20.0, "met"), (19.9, "missed")])
def test_after_the_last_year_a_target_is_met_or_missed(review, series, last, verdict):
    row = review(20, year=2030, figures={2025: 5.0, 2030: last},
                 series=series([[6, 8, 10, 12, last]] * 3, base=5.0, known_years=5))
    assert row["verdict"] == verdict and row["standard_error"] == 0
    assert row["probability"] == (verdict == "met") and not row["assumed"]


def test_an_earlier_deadline_is_over_earlier(review, series):
    draws = [[6, 19, 30, 30, 30]] * 3
    row = review(20, by_year=2027, year=2027, figures={2025: 5.0, 2026: 6.0, 2027: 19.0},
                 series=series(draws, base=5.0, known_years=2))
    assert row["verdict"] == "missed" and np.isnan(row["required_pace"])


def test_a_yearly_target_missed_once_is_missed_for_good(review, series):
    row = review(95, "gt", "each_year", kind="share", unit="percent", year=2027,
                 figures={2026: 0.94, 2027: 0.99},
                 series=series([[0.94, 0.99, 0.99, 0.99, 0.99]] * 3, known_years=2))
    assert row["verdict"] == "missed" and row["probability"] == 0


def test_a_yearly_target_met_so_far_has_the_chance_of_the_years_left(review, series):
    row = review(95, "gt", "each_year", kind="share", unit="percent", figures={2026: 0.96},
                 series=series([[0.96, 0.97, 0.97, 0.97, last] for last in (0.94, 0.96)],
                               known_years=1))
    assert row["verdict"] == "more_likely_than_not" and row["probability"] == 0.5


def test_a_yearly_target_is_judged_in_its_own_years_only(review, series):
    row = review(95, "gt", "each_year", kind="share", unit="percent", from_year=2027, by_year=2028,
                 year=2029, figures={2026: 0.9, 2027: 0.96, 2028: 0.96, 2029: 0.9},
                 series=series([[0.9, 0.96, 0.96, 0.9, 0.9]] * 3, known_years=4))
    assert row["verdict"] == "met"


def test_a_year_without_a_figure_is_not_a_year_missed(review, series):
    row = review(95, "gt", "each_year", kind="share", unit="percent", year=2027,
                 figures={2025: 0.97, 2027: 0.98},
                 series=series([[np.nan, 0.98, 0.98, 0.98, 0.98]] * 3, base=0.97, known_years=2))
    assert row["verdict"] not in ("missed", "unlikely") and row["probability"] != 0


def test_a_year_without_a_figure_does_not_turn_the_end_into_a_miss(review, series):
    row = review(95, "gt", "each_year", kind="share", unit="percent", year=2030,
                 figures=dict.fromkeys((2025, 2026, 2028, 2029, 2030), 0.97),
                 series=series([[0.97, np.nan, 0.97, 0.97, 0.97]] * 3, base=0.97, known_years=5))
    assert row["verdict"] != "missed"


# figures without a projection


@pytest.mark.parametrize(("figures", "verdict"), [
    ({2026: 1.0, 2027: 0.98}, "missed"), ({2026: 0.98, 2027: 1.0}, "missed")])
def test_a_yearly_target_at_its_bound_is_missed_by_any_year(review, figures, verdict):
    row = review(100, "ge", "each_year", kind="share", unit="percent", year=2027, figures=figures)
    assert row["verdict"] == verdict


def test_a_yearly_target_at_its_bound_is_on_pace_while_every_year_holds(review):
    row = review(100, "ge", "each_year", kind="share", unit="percent", year=2027,
                 figures={2026: 1.0, 2027: 1.0})
    assert row["verdict"] == "on_pace" and np.isnan(row["probability"])


def test_no_verdict_of_chance_without_a_chance(review):
    row = review(100, kind="share", unit="percent", figures={2026: 0.97})
    assert np.isnan(row["probability"]) and row["verdict"] not in CHANCES


def test_a_deadline_that_passed_below_the_target_is_missed_without_a_projection_too(review):
    row = review(100, kind="share", unit="percent", by_year=2027, year=2028,
                 figures={2026: 0.9, 2027: 0.97})
    assert row["verdict"] == "missed"


@pytest.mark.parametrize(("figures", "verdict"), [
    ({2026: 40.0, 2027: 30.0}, "on_pace"), ({2026: 20.0, 2027: 30.0}, "behind"),
    ({2026: 100.0, 2027: 60.0}, "met")])
def test_a_total_without_a_projection_is_judged_by_its_even_share(review, figures, verdict):
    row = review(150, "ge", "period_total", kind="flow", year=2027, figures=figures)
    assert row["verdict"] == verdict


@pytest.mark.parametrize(("latest", "verdict"), [(0.7, "on_pace"), (0.6, "on_pace"),
                                                 (0.59, "behind"), (1.0, "on_pace")])
def test_a_share_on_its_way_to_the_bound_is_judged_by_this_years_milestone(
        review, latest, verdict):
    # 50 % in 2025, 100 % in 2030: 60 % in 2026
    row = review(100, kind="share", unit="percent", figures={2025: 0.5, 2026: latest})
    assert row["verdict"] == verdict


def test_a_share_that_must_fall_to_none_is_judged_downwards(review):
    rows = [review(0, "le", kind="share", unit="percent", figures={2025: 0.5, 2026: latest})
            for latest in (0.39, 0.41)]
    assert [row["verdict"] for row in rows] == ["on_pace", "behind"]


# milestones


@pytest.mark.parametrize(("figures", "year", "verdict"), [
    ({}, 2026, "no_data"), ({2026: 0.0}, 2026, "not_done_yet"), ({2026: 1.0}, 2026, "done"),
    ({2026: 0.0, 2027: 1.0}, 2027, "done"), ({2027: 0.0}, 2027, "not_done_yet"),
    ({2027: 0.0}, 2028, "missed"), ({2025: 1.0}, 2026, "done"),
    ({2025: 0.0}, 2026, "not_done_yet")])
def test_a_milestone_is_done_not_done_yet_or_missed(review, figures, year, verdict):
    row = review(np.nan, "done", kind="milestone", by_year=2027, year=year, figures=figures)
    assert row["verdict"] == verdict and np.isnan(row["probability"])


def test_a_milestone_of_every_year_is_missed_by_any_year(review):
    row = review(np.nan, "done", "each_year", kind="milestone", by_year=np.nan, year=2027,
                 figures={2026: 0.0, 2027: 1.0})
    assert row["verdict"] == "missed"


def test_a_milestone_has_no_pace(review):
    row = review(np.nan, "done", kind="milestone", figures={2026: 0.0})
    assert row["required_metric"] == "" and np.isnan(row["required_pace"])
    assert np.isnan(row["pace_ratio"])


def test_the_required_path_of_a_milestone_is_its_deadline(target):
    path = required_path(target(1.0, "done", kind="milestone", by_year=2028), np.nan)
    np.testing.assert_array_equal(path, [np.nan, np.nan, np.nan, 1, 1, 1])


def test_a_level_delivered_without_that_of_2025_has_a_year_and_no_rate():
    ward = th.Ward.open(th.INSTALLED)
    row = {"locality": "thienhuong", "indicator": "budget_revenue", "breakdown": "total", "period": "2026",
           "year": 2026, "value": 400.0, "unit": "billion_vnd", "status": "actual", "source": "programme",
           "as_of": date(2027, 1, 31), "cell": "thienhuong/new.csv:2"}
    later = th.Ward(ward.folder)
    table = pd.concat([ward.normalized.observations, pd.DataFrame([row])], ignore_index=True)
    later.__dict__["normalized"] = replace(ward.normalized, observations=table)
    found = later.assess(2026, draws=10).set_index("target_id").loc["budget_revenue"]
    assert (found["latest_year"], found["verdict"], found["latest_status"]) == (2026, "no_data", "actual")
    assert np.isnan(found["latest"]) and found["required_pace"] == pytest.approx(0.14)
    edition = th.Edition(later, 2026, "vi", draws=10)
    line = edition.targets("budget_revenue").frame.iloc[0]
    assert line["Số liệu mới nhất"].text == "đã báo cáo"
    assert line["Đánh giá"].detail == "chưa có số liệu gốc năm 2025 để so sánh"

"""Each check finds what it is for, says it with its cell, and leaves a near miss alone."""

import string
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.observations import Amount, Findings, check_figures
from thienhuong_analysis.observations.validation.figures import Figures, half_unit, same_figure
from thienhuong_analysis.observations.validation.findings import MOST

PO = Path(__file__).parents[3] / "thienhuong_analysis/presentation/locale/vi.po"
HOLD = "correct the one that is wrong"


def series(values, indicator="population", first=2010, **more):
    """Return one figure a year of another place than the ward, whose history is long."""
    return [{"indicator": indicator, "locality": "vietnam", "period": str(first + i), "value": value,
             **more} for i, value in enumerate(values) if value is not None]


def sectors(total, agriculture, industry, services, taxes=None, indicator="grdp", **more):
    """Return a total with its parts; None leaves a row out."""
    parts = {"total": total, "agriculture_fishery": agriculture, "industry_construction": industry,
             "services": services, "product_taxes": taxes}
    return [{"indicator": indicator, "breakdown": part, "value": value, **more}
            for part, value in parts.items() if value is not None]


@pytest.mark.parametrize(("row", "severity", "sentence"), [
    ({"indicator": "budget_revenue", "value": -12.5}, "high",
     "budget_revenue is hardly ever negative, but is -12.5; check the sign"),
    ({"indicator": "population", "value": 0.0}, "high",
     "population cannot be 0; leave the cell empty where no figure is known"),
    ({"indicator": "enterprises", "value": 2.5}, "high",
     "enterprises is counted one by one, but is 2.5; write a whole number"),
    ({"indicator": "grdp_growth", "value": 1.12}, "medium",
     "grdp_growth of 112% is improbable for a growth rate; check the decimal comma, and that it is no "
     "index with the year before as 100"),
    ({"indicator": "grdp_growth", "value": -0.51}, "medium",
     "grdp_growth of -51% is improbable for a growth rate; check the decimal comma, and that it is no "
     "index with the year before as 100"),
])
def test_a_figure_outside_its_range_is_found(found, row, severity, sentence):
    assert found(row) == [("range", severity, "thienhuong/a.csv:2", sentence)]


@pytest.mark.parametrize("row", [
    {"indicator": "poverty_rate", "value": 0.0}, {"indicator": "poverty_rate", "value": 1.0},
    {"indicator": "enterprises", "value": 0.0}, {"indicator": "grdp_growth", "value": 1.0},
    {"indicator": "grdp_growth", "value": -0.5}, {"indicator": "budget_revenue", "value": 0.5},
    {"indicator": "drug_free_ward", "value": 0.0},
])
def test_a_figure_at_the_end_of_its_range_is_in_order(found, row):
    assert found(row) == []


def test_a_figure_printed_as_a_bound_is_found(found):
    [(check, severity, _, said)] = found({"indicator": "poverty_rate", "value": 0.98, "bound": "≥"})
    assert (check, severity) == ("bound", "low")
    assert said == ("printed with ≥; the number itself is taken, so give the exact figure if there is one")


def test_the_wards_years_outside_the_programme_are_told_once_for_each_indicator(found):
    assert found(*({"period": str(year)} for year in (2022, 2023, 2024, 2025, 2031))) == [
        ("year", "low", "thienhuong/a.csv:2",
         "enterprises has figures outside the programme's period 2025–2030 (4, beginning with 2022); "
         "check the year, or keep them for comparison")]


def test_other_places_may_have_any_year_that_is_not_improbable(found):
    assert found(*series([5.0, 5.0], first=1950)) == []
    assert found({"locality": "vietnam", "period": "1949"}) == [
        ("year", "medium", "thienhuong/a.csv:2", "the year 1949 is improbable; check it")]


@pytest.mark.parametrize(("row", "hit"), [
    ({"period": "2025", "as_of": date(2025, 11, 29)}, True),
    ({"period": "2025", "as_of": date(2025, 11, 30)}, False),
    ({"period": "2025-H1", "as_of": date(2025, 5, 29)}, True),
    ({"period": "2025", "as_of": date(2025, 6, 30), "status": "estimate"}, False),
    ({"period": "2025", "as_of": date(2025, 6, 30), "indicator": "area"}, False),
])
def test_actual_needs_a_period_that_is_all_but_over(found, row, hit):
    said = [(check, severity) for check, severity, _, _ in found(row)]
    assert said == [("status_date", "medium")] * hit


@pytest.mark.parametrize(("day", "hit"), [(date(2027, 7, 2), False), (date(2027, 7, 3), True)])
def test_an_estimate_is_late_after_a_year_and_a_half(found, day, hit):
    said = found({"status": "estimate", "as_of": day})
    assert [(check, severity) for check, severity, _, _ in said] == [("status_date", "low")] * hit


def test_a_later_figure_with_a_weaker_status_is_found(found):
    final = {"status": "actual", "as_of": date(2026, 2, 1)}
    weaker = {"status": "preliminary", "as_of": date(2026, 6, 30)}
    assert found(final, weaker) == [
        ("status_date", "medium", "thienhuong/a.csv:3",
         "called preliminary on 2026-06-30, after actual on 2026-02-01; a later figure is no weaker: "
         "correct the status or the date")]
    assert [row[1] for row in found(final, weaker | {"source": "paper"})] == ["low"]
    assert found(weaker | {"as_of": date(2026, 2, 1)}, final | {"as_of": date(2026, 6, 30)}) == []


def test_a_cell_with_a_contradiction_is_told_once_at_its_gravest(found):
    said = found({"value": 250.0}, {"value": 260.0}, {"value": 270.0, "source": "paper"},
                 {"value": 280.0, "as_of": date(2026, 6, 30)})
    assert said == [("duplicate", "high", "thienhuong/a.csv:3",
                     "office gives both 250 and 260 for enterprises (total), thienhuong 2025, on one day; "
                     "keep one of them")]


def test_of_several_rivals_the_farthest_is_named(found):
    said = found({"value": 180.0, "source": "blog"}, {"value": 255.0, "source": "paper"}, {"value": 250.0})
    assert said == [("duplicate", "medium", "thienhuong/a.csv:4",
                     "sources differ on enterprises (total), thienhuong 2025: 180 (blog) and 250 (office); "
                     "the last is used, so ask which one holds")]


def test_of_several_earlier_figures_the_last_is_named(found):
    days = date(2026, 1, 31), date(2026, 3, 31), date(2026, 6, 30)
    [row] = found(*({"value": value, "as_of": day} for value, day in zip((1.0, 200.0, 250.0), days,
                                                                        strict=True)))
    assert row[:3] == ("revision", "low", "thienhuong/a.csv:4")
    assert row[3].startswith("a later figure differs: enterprises (total), thienhuong 2025 was 200 (office, "
                             "2026-03-31) and is 250 (office, 2026-06-30)")


@pytest.mark.parametrize(("one", "other", "same"), [
    (0.0419, 0.0418932, True), (0.0419, 0.0418, False), (21.1, 21.12, True), (21.1, 21.16, False),
    (45140.0, 45140.4, True), (45140.0, 45020.0, False), (250.0, 250.0, True), (0.0, 0.4, True)])
def test_figures_are_the_same_within_half_a_unit_of_the_shorter_one(one, other, same):
    assert same_figure(np.array([one]), np.array([other])).tolist() == [same]
    assert same_figure(np.array([other]), np.array([one])).tolist() == [same]


def test_the_last_digit_of_the_finest_figure_speaks_for_a_row():
    assert half_unit(np.array([[2500.0, 1300.0], [2500.0, 1301.0], [0.5, 0.25]])).tolist() == [
        0.5, 0.5, 0.005]
    assert half_unit(np.array([[2500.0, 1300.0], [2500.0, 1301.0]]), coarsest=3).tolist() == [50.0, 0.5]


def test_a_jump_against_the_series_own_history_is_found_once(found):
    spike = [100.0, 103.0, 106.0, 160.0, 112.0, 115.0]
    assert found(*series(spike)) == [
        ("jump", "medium", "thienhuong/a.csv:5",
         "population (total) jumps from 106 in 2012 to 160 in 2013, far more than in its other years; "
         "check both, or note the reason")]


@pytest.mark.parametrize("values", [
    [100.0, 101.0, 102.0, 122.0, 123.0],            # a fifth is never a jump
    [1000.0, 1050.0, 1102.0, 1415.0, 1486.0],       # five times the usual step
    [100.0, 130.0, 95.0, 160.0, 120.0, 150.0],      # a series that always moves
    [100.0, 103.0, 160.0],                          # three years are no history
    [100.0, 103.0, 106.0, None, None, None, 160.0],  # 14 % a year over a gap
])
def test_a_step_that_the_series_allows_is_no_jump(found, values):
    assert found(*series(values)) == []


def test_shares_jump_in_points_and_not_in_logs(found):
    quiet = [0.004, 0.005, 0.006, 0.024, 0.025]
    assert found(*series(quiet, "poverty_rate")) == []
    [row] = found(*series([0.004, 0.005, 0.006, 0.042, 0.043], "poverty_rate"))
    assert row[:2] == ("jump", "medium")


@pytest.mark.parametrize(("values", "times"), [
    ([100.0, 103.0, 1060.0, 109.0, 112.0], 10), ([100.0, 103.0, 10600.0, 109.0, 112.0], 100),
    ([100.0, 103.0, 106000.0, 109000.0, 112000.0], 1000), ([45_000.0, 46.0], 1000),
    ([45.0, 4530.0], 100)])
def test_a_jump_by_a_power_of_ten_is_a_mistaken_unit(found, values, times):
    [(check, severity, _, said)] = found(*series(values))
    assert (check, severity) == ("jump", "high")
    assert f"about {times} times apart: probably a mistaken unit; check the unit of both" in said


@pytest.mark.parametrize("rows", [
    series([450.0, 45.2]),                                      # ten times, and no history
    series([45_000.0, 62.0]),                                   # far from a thousand
    series([3.0, 300.0], "enterprises"),                        # a handful may become hundreds
    series([0.0012, 0.12], "grdp_growth"),                      # growth has no scale
    series([0.0, 1.0], "drug_free_ward"),
])
def test_not_every_large_step_is_a_mistaken_unit(found, rows):
    assert [row for row in found(*rows) if row[0] == "jump"] == []


def test_a_percent_read_as_a_fraction_is_a_mistaken_unit(found):
    [(check, severity, _, said)] = found(*series([0.0042, 0.42], "poverty_rate"))
    assert (check, severity) == ("jump", "high")
    assert said.startswith("poverty_rate (total) is 0.42% in 2010 and 42% in 2011, about 100 times apart")


def test_parts_that_miss_their_total_are_grave_within_one_report(found):
    rows = sectors(3400.0, 162.4, 1958.6, 1289.0)
    assert found(*rows) == [
        ("sum", "high", "thienhuong/a.csv:2",
         "the parts of grdp, thienhuong 2025, add up to 3410, but the total is 3400; correct the part or "
         "the total that is wrong")]
    rows[0]["source"] = "paper"
    assert [row[1] for row in found(*rows)] == ["medium"]


def test_parts_may_miss_their_total_by_rounding(found):
    assert found(*sectors(3400.0, 162.4, 1958.6, 1279.0)) == []
    assert found(*sectors(3400.1, 162.4, 1958.6, 1279.0)) == []
    assert found(*sectors(4700.0, 2500.0, 1300.0, 800.0)) == []  # printed as 4.7 thousand billion
    assert [row[1] for row in found(*sectors(3400.3, 162.4, 1958.6, 1279.0))] == ["low"]


def test_what_sectors_lack_may_be_product_taxes(found):
    assert found(*sectors(3700.0, 162.0, 1958.0, 1279.0)) == [
        ("sum", "low", "thienhuong/a.csv:2",
         "the sectors of grdp, thienhuong 2025, add up to 3399, the total is 3700; if product taxes less "
         "subsidies are the rest, add a row for them")]
    assert found(*sectors(3700.0, 162.0, 1958.0, 1279.0, 301.0)) == []
    assert [row[1] for row in found(*sectors(3700.0, 162.0, 1958.0, 1279.0, 251.0))] == ["high"]
    assert [row[1] for row in found(*sectors(5000.0, 162.0, 1958.0, 1279.0))] == ["high"]


def test_shares_make_up_the_whole(found):
    share = {"indicator": "grdp_share"}
    assert found(*sectors(None, 0.055, 0.367, 0.517, 0.061, **share)) == []
    assert found(*sectors(None, 0.055, 0.367, 0.517, 0.071, **share)) == [
        ("share_sum", "high", "thienhuong/a.csv:2",
         "the shares of grdp_share, thienhuong 2025, add up to 101%, not to 100%; correct the one that is "
         "wrong")]
    [row] = found(*sectors(None, 0.055, 0.367, 0.517, **share))
    assert row[:2] == ("share_sum", "low") and "add up to 93.9%; if product taxes" in row[3]
    assert [row[1] for row in found(*sectors(None, 0.055, 0.467, 0.517, **share))] == ["high"]


def test_poor_and_near_poor_households_add_up(found):
    rows = [{"indicator": name, "value": value} for name, value in (
        ("poor_and_near_poor_households", 330.0), ("poor_households", 54.0), ("near_poor_households", 276.0))]
    assert found(*rows) == []
    rows[0]["value"] = 340.0
    assert found(*rows) == [
        ("sum", "high", "thienhuong/a.csv:2",
         "poor_households and near_poor_households, thienhuong 2025, add up to 330, but "
         f"poor_and_near_poor_households is 340; {HOLD}")]


@pytest.mark.parametrize(("rate", "said"), [
    (0.0042, None), (0.004, None), (0.0045, "gives 0.42%, but poverty_rate is 0.45%"),
    (0.42, "gives 0.42%, but poverty_rate is 42%")])
def test_a_rate_is_the_ratio_of_its_counts(found, rate, said):
    rows = [{"indicator": name, "value": value} for name, value in (
        ("poverty_rate", rate), ("poor_households", 54.0), ("households", 12860.0))]
    sentences = [row[3] for row in found(*rows)]
    assert sentences == ([] if said is None else [
        f"poor_households over households, thienhuong 2025, {said}; {HOLD}"])


def test_a_rate_over_nothing_is_not_computed(found):
    rows = [{"indicator": name, "value": value} for name, value in (
        ("poverty_rate", 0.01), ("poor_households", 0.0), ("households", 0.0))]
    assert [row[0] for row in found(*rows)] == ["range"]


def test_enterprises_per_1000_people_fit_the_register_and_the_population(found):
    rows = [{"indicator": name, "value": value} for name, value in (
        ("enterprises_per_1000", 5.5), ("enterprises", 250.0), ("population", 45140.0))]
    assert found(*rows) == []
    rows[0]["value"] = 6.5
    assert [row[3] for row in found(*rows)] == [
        "enterprises over population, thienhuong 2025, gives 5.53833, but enterprises_per_1000 is 6.5; "
        + HOLD]


def test_no_part_is_larger_than_its_total(found):
    total = {"indicator": "poor_households", "value": 54.0}
    part = {"indicator": "poor_households", "breakdown": "rural", "value": 60.0}
    assert found(total, part) == [
        ("sum", "medium", "thienhuong/a.csv:3",
         "rural of poor_households, thienhuong 2025, is 60, more than the total 54; correct one of them")]
    assert found(total, part | {"value": 54.0}) == []
    assert found(total, part | {"breakdown": "standard_2016_2020"}) == []
    assert found(total, part | {"locality": "vietnam"}) == []


def test_only_the_figure_in_use_is_compared_with_others(found):
    rows = [*sectors(3400.0, 162.0, 1958.0, 1280.0),
            {"indicator": "grdp", "value": 3300.0, "status": "assumption", "as_of": date(2025, 1, 1)}]
    assert [row[0] for row in found(*[rows[-1], *rows[:-1]])] == ["revision"]


def test_a_file_tells_a_check_so_many_times_and_counts_the_rest(found):
    rows = [{"locality": f"place_{i:03}", "value": 1.5 + i} for i in range(MOST + 7)]
    elsewhere = {"value": 5.5, "file": "thienhuong/b.csv", "cell": "thienhuong/b.csv:2"}
    said = found(*rows, elsewhere)
    assert len(said) == MOST + 2
    assert said[MOST] == ("range", "high", "",
                          "and 7 more findings of this kind in this file; mend those above first")
    assert said[-1][2] == "thienhuong/b.csv:2"


def test_a_finding_in_a_workbook_names_its_sheet():
    findings = Findings()
    findings.add("file", "low", "x", {"file": "a/b.xlsx", "cell": "a/b.xlsx!Số liệu!B7", "text": 5.0})
    findings.add("file", "low", "x", {"file": "a/b.csv", "cell": "a/b.csv:7"})
    assert findings.table()[["file", "sheet", "text"]].to_numpy().tolist() == [
        ["a/b.csv", "", ""], ["a/b.xlsx", "Số liệu", "5.0"]]


def test_an_amount_is_a_number_and_is_written_with_its_unit():
    amount = Amount(0.1 + 0.2, "fraction")
    assert amount == 0.3 and amount.unit == "fraction"
    assert f"{amount}" == "30%" and f"{amount:.1f}" == "0.3" and f"{Amount(1e6, 'persons')}" == "1000000"


def test_nothing_is_found_where_there_is_nothing(found, accepted):
    assert found(frame=accepted()) == []


def messy(accepted):
    """Return figures with something for most checks, each cell once or in order of authority."""
    return accepted(
        *series([100.0, 103.0, 106.0, 160.0, 112.0]), *series([5.0, 5000.0], "budget_revenue"),
        *sectors(3400.0, 162.0, 1958.0, 1289.0),
        {"indicator": "budget_revenue", "period": "1999", "value": -4.0},
        {"value": 250.0}, {"value": 262.0, "as_of": date(2026, 6, 30)}, {"period": "2024", "value": 2.5})


@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_of_different_cells_changes_nothing(accepted, seed):
    frame = messy(accepted)
    cells = frame.groupby(["locality", "indicator", "breakdown", "period"], sort=False).ngroup()
    turn = np.random.default_rng(seed).permutation(cells.max() + 1)
    shuffled = frame.iloc[np.argsort(turn[cells], kind="stable")]
    assert said_of(shuffled) == said_of(frame)


def test_categories_and_plain_texts_are_judged_alike(accepted):
    frame = messy(accepted)
    texts = [name for name in frame if name not in ("value", "year")]
    assert said_of(frame.astype(dict.fromkeys(texts, "category"))) == said_of(frame)


def said_of(frame):
    """Return all findings on a frame."""
    findings = Findings()
    check_figures(frame, findings, pd.DataFrame(columns=["indicator", "definition", "from_year", "to_year"]),
                  pd.DataFrame({"indicator": [], "year": []}))
    return findings.table().to_dict("records")


@given(values=st.lists(st.floats(1, 1e6), min_size=2, max_size=8), power=st.integers(-3, 3))
def test_the_unit_of_money_changes_no_jump(accepted, values, power):
    jumps = []
    for scale in (1.0, 10.0**power):
        scaled = [value * scale for value in values]
        jumps.append([(row["cell"], row["severity"]) for row in said_of(accepted(*series(
            scaled, "budget_revenue"))) if row["check"] == "jump"])
    assert jumps[0] == jumps[1]


@given(sizes=st.lists(st.lists(st.floats(0.01, 1), min_size=1, max_size=6), min_size=1, max_size=4))
def test_the_median_of_the_other_steps_agrees_with_taking_each_out(sizes):
    from thienhuong_analysis.observations.validation.jumps import _other_steps

    flat = np.array([size for steps in sizes for size in steps])
    first = np.array([i == 0 for steps in sizes for i in range(len(steps))])
    usual, others = _other_steps(flat, first)
    expected = [sorted(steps[:i] + steps[i + 1:])[(len(steps) - 2) // 2] if len(steps) > 1 else None
                for steps in sizes for i in range(len(steps))]
    assert others.tolist() == [len(steps) - 1 for steps in sizes for _ in steps]
    assert [x for x, y in zip(usual.tolist(), expected, strict=True) if y is not None] == [
        y for y in expected if y is not None]


def test_keys_too_many_for_one_number_are_still_told_apart(monkeypatch, accepted):
    monkeypatch.setattr("thienhuong_analysis.observations.validation.figures._LARGEST", 4)
    frame = messy(accepted)
    cells = Figures(frame)
    assert len(np.unique(cells.cell)) == len(frame.drop_duplicates(
        ["locality", "indicator", "breakdown", "period"]))


def test_every_sentence_of_the_checks_can_be_said_in_vietnamese(accepted):
    with PO.open("rb") as opened:
        vietnamese = {message.id: message.string for message in read_po(opened, locale="vi")}
    rows = said_of(messy(accepted))
    assert len({row["message"] for row in rows}) >= 7
    for row in rows:
        names = {name for _, name, _, _ in string.Formatter().parse(row["message"]) if name}
        assert set(row["values"]) == names
        assert "{" not in vietnamese[row["message"]].format(**row["values"])

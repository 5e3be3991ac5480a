"""The tornado: each bar is a projection of its own, and its ends have a basis."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import thienhuong_analysis as th
from thienhuong_analysis.assessment import tornado
from thienhuong_analysis.assessment.tornado import with_figure
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.projections import SECTORS, project
from thienhuong_analysis.scenarios import Setting

ROOT = Path(__file__).parents[2]
DRAWS = {"draws": 100}


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture(scope="module")
def density(ward):
    return ward.tornado("enterprises_per_1000", **DRAWS)


@pytest.fixture(scope="module")
def growth(ward):
    return ward.tornado("grdp_total", **DRAWS)


def test_every_end_is_the_projection_with_that_lever_alone_moved(ward, density):
    inputs = ward.inputs(**DRAWS)
    for bar in density.bars:
        for end, value in zip((bar.range.low, bar.range.high), bar.values, strict=True):
            one = replace(inputs, settings={**inputs.settings, bar.key: Setting(float(end), "test")})
            assert project(one).find("enterprises_per_1000").point[-1] == pytest.approx(value, rel=1e-12)


def test_ends_without_a_distribution_are_the_declared_ones(ward, density):
    declared = ward.assumptions
    for bar in density.bars:
        assert bar.range.basis == "declared"
        assert (bar.range.low, bar.range.high) == tuple(declared.loc[bar.key, ["low", "high"]])


def test_ends_of_growth_are_the_percentiles_of_the_calibrated_mean(ward, growth):
    c = ward.calibration
    bar = next(bar for bar in growth.bars if bar.key == "growth.services")
    spread = 1.5 * c.scale[2] / np.sqrt(c.years + c.drift_years)
    expected = np.expm1(np.log(1.0824) + stats.t(c.degrees_of_freedom).ppf([0.1, 0.9]) * spread)
    assert (bar.range.low, bar.range.high) == pytest.approx(tuple(expected))
    assert bar.range.basis == "drift"


def test_the_widest_bar_is_on_top(density, growth):
    for found in (density, growth):
        swings = [bar.swing for bar in found.bars]
        assert swings == sorted(swings, reverse=True) and swings[0] > 0


def test_volatility_moves_the_chance_and_not_the_central_path(growth):
    bar = next(bar for bar in growth.bars if bar.key == "volatility")
    assert bar.swing == 0 and bar.chances[0] < growth.chance < bar.chances[1]


def test_levers_of_other_targets_have_no_bar(density, growth):
    assert not {"births", "exit_rate"} & {bar.key for bar in growth.bars}
    assert not {bar.key for bar in density.bars if bar.key.startswith("growth.")}


def test_a_share_that_moves_leaves_the_rest_to_the_others_in_their_proportion(ward):
    inputs = with_figure(ward.inputs(draws=1), "base_share.services", 0.5)
    shares = {sector: inputs.assumptions.at[f"base_share.{sector}", "value"] for sector in SECTORS}
    assert sum(shares.values()) == pytest.approx(1)
    before = ward.assumptions["value"]
    assert shares["industry_construction"] / shares["agriculture_fishery"] == pytest.approx(
        before["base_share.industry_construction"] / before["base_share.agriculture_fishery"])
    assert ward.assumptions.at["base_share.services", "value"] < 0.4


def test_what_a_scenario_solves_for_is_held_while_another_lever_moves(ward):
    found = ward.tornado("enterprises_per_1000", "target", **DRAWS)
    uptake = next(bar for bar in found.bars if bar.key == "conversion_uptake")
    # 80 % of the 450 do not convert; their births stay as they were solved for
    lost = 90 * 0.8 * sum(0.91**k for k in range(5))
    assert uptake.values[0] == pytest.approx(20 - 1000 * lost / (45_140 * 1.0063**5))


def test_a_rate_that_was_counted_has_the_error_of_its_counts():
    sample = th.Ward.open(ROOT / "data/sample")
    found = sample.tornado("enterprises_per_1000", **DRAWS)
    births = next(bar for bar in found.bars if bar.key == "births")
    counts = sample.known().history("enterprise_births").loc[2026:]
    error = np.sqrt(2 * counts.mean() / len(counts))
    assert births.range.basis == "counted"
    assert births.range.high == pytest.approx(counts.mean() + stats.norm.ppf(0.9) * error)


def _with(ward, **settings):
    inputs = ward.inputs(**DRAWS)
    return replace(inputs, settings={**inputs.settings, **{
        key.replace("__", "."): Setting(value, "test") for key, value in settings.items()}})


def test_conversions_given_by_year_go_to_the_declared_totals(ward):
    found = ward.tornado("enterprises_per_1000", "delayed", **DRAWS)
    bar = next(bar for bar in found.bars if bar.key == "conversions")
    # with no conversions at all: 250 and 38 a year, of which 91 % stay
    alone = 250 * 0.91**5 + 38 * (0.91 ** np.arange(5)).sum()
    assert bar.ends == (0, 450) and bar.handle.how == "scaled"
    assert bar.values[0] == pytest.approx(1000 * alone / (45_140 * 1.0063**5))
    assert bar.values[1] == pytest.approx(found.value)


def test_a_path_cut_at_its_bound_keeps_its_bar_with_the_ends_that_were_computed(ward):
    inputs = _with(ward, births=np.array([30, 30, 200, 200, 200.0]))
    found = tornado(inputs, ward.programme.target("enterprises_per_1000"))
    bar = next(bar for bar in found.bars if bar.key == "births")
    # the mean of 132 comes down to 102 at most, where the first years have none
    assert (bar.range.low, bar.range.high) == (30, 43) and bar.ends == (102, 102) and bar.cut
    lower = _with(ward, births=np.array([0, 0, 170, 170, 170.0]))
    value = project(lower).find("enterprises_per_1000").point[-1]
    assert bar.values == pytest.approx((value, value)) and bar.swing == pytest.approx(found.value - value)
    row = next(row for row in found.rows() if row["lever"] == "births")
    assert (row["how"], row["low"], row["high"]) == ("shifted", 102, 102)
    assert (row["plausible_low"], row["plausible_high"]) == (30, 43)


def test_a_lever_that_changes_nothing_at_either_end_has_no_bar(ward):
    assumptions = ward.assumptions.copy()
    assumptions.loc["conversion_uptake", ["low", "high"]] = assumptions.at["conversion_uptake", "value"]
    found = tornado(replace(ward.inputs(**DRAWS), assumptions=assumptions),
                    ward.programme.target("enterprises_per_1000"))
    assert "conversion_uptake" not in {bar.key for bar in found.bars}


def test_a_lever_of_the_target_itself_without_a_range_is_named():
    found = th.Ward.open(ROOT / "data/sample").tornado("budget_revenue", **DRAWS)
    assert found.left_out == ("growth.budget_revenue",)


def test_a_target_that_nothing_with_a_range_moves_is_an_error(ward):
    inputs = ward.inputs(draws=5)
    bare = replace(inputs, assumptions=inputs.assumptions.assign(low=np.nan, high=np.nan))
    with pytest.raises(ProjectionError, match="declare low and high"):
        tornado(bare, ward.programme.target("enterprises_per_1000"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_picture_says_in_words_what_is_widest_and_what_is_assumed(lang):
    chart = th.Edition.open(str(ROOT), year=2026, lang=lang, **DRAWS).tornado("grdp_total")
    assert ("Industry, construction" if lang == "en" else "Công nghiệp, xây dựng") in chart.alt
    assert "2030" in chart.alt and len(chart.table.frame) == 7
    assert any("assumptions" in note or "giả định" in note for note in chart.notes)
    assert isinstance(chart.table.frame, pd.DataFrame) and "nan" not in repr(chart.table)


def test_the_picture_tells_of_what_in_a_path_the_ends_are():
    chart = th.Edition.open(str(ROOT), year=2026, lang="en", scenario="delayed", **DRAWS).tornado(
        "enterprises_per_1000")
    assert "0 – 450" in repr(chart.table) and "total of the years" in chart.table._repr_html_()

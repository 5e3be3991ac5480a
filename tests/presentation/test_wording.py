"""Numbers, units, chances and dates in both languages; the fixed words of the verdicts."""

import math
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thienhuong_analysis.errors import ThienhuongError
from thienhuong_analysis.presentation.wording import Wording

VI, EN = Wording("vi"), Wording("en")


@pytest.mark.parametrize(("chance", "vi"), [
    (0.496, "49,6% (có nguy cơ không đạt)"), (0.49997, "dưới 50% (có nguy cơ không đạt)"),
    (0.5, "50% (có khả năng đạt)"), (0.474, "47% (có nguy cơ không đạt)")])
def test_rounding_does_not_lift_a_chance_over_a_threshold(chance, vi):
    assert VI.probability(chance) == vi


@pytest.mark.parametrize(("x", "unit", "vi", "en"), [
    (0.14, "fraction", "14,0%", "14.0%"),
    (0.0023256, "fraction", "0,23%", "0.23%"),
    (5.538, "per_1000_people", "5,5/1.000 dân", "5.5 per 1,000 people"),
    (4567.25, "billion_vnd", "4.567,2 tỷ đồng", "4,567.2 billion VND"),
    (129.0, "million_vnd", "129,0 triệu đồng", "129.0 million VND"),
    (45140, "persons", "45.140 người", "45,140 people"),
    (30.4, "households", "30 hộ", "30 households"),
    (181.37, "hectares", "181,37 ha", "181.37 ha"),
    (192.54, "index_2025", "192,5", "192.5"),
    (902.8, "count", "903", "903"),
    (1.0, "none", "đạt", "met"),
    (0.0, "none", "chưa đạt", "not yet met"),
    (math.nan, "households", "…", "…"),
])
def test_a_value_is_written_in_its_unit_and_language(x, unit, vi, en):
    assert (VI.value(x, unit), EN.value(x, unit)) == (vi, en)


def test_an_exact_value_has_no_decimals_it_does_not_need():
    assert VI.value(0.14, "fraction", exact=True) == "14%"
    assert VI.value(0.165, "fraction", exact=True) == "16,5%"
    assert VI.value(150, "billion_vnd", exact=True) == "150 tỷ đồng"


def test_a_small_negative_number_is_not_written_as_minus_zero():
    assert VI.number(-0.001, 1) == "0,0"


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 1))
def test_a_chance_is_never_certain(p):
    assert EN.chance(p) not in ("0%", "100%")


def test_a_chance_near_certainty_says_over_or_under():
    assert (VI.chance(0.9996), VI.chance(0.0004)) == ("trên 99%", "dưới 1%")
    assert (EN.chance(1), EN.chance(0), EN.chance(0.99)) == ("over 99%", "under 1%", "99%")


@pytest.mark.parametrize(("p", "vi", "en"), [
    (0.8, "80% (nhiều khả năng đạt)", "80% (likely to be met)"),
    (0.5, "50% (có khả năng đạt)", "50% (more likely than not)"),
    (0.2, "20% (có nguy cơ không đạt)", "20% (at risk)"),
    (0.1999, "dưới 20% (khó đạt)", "under 20% (unlikely to be met)"),
    (math.nan, "chưa có số liệu", "no data yet"),
])
def test_a_probability_is_said_in_the_words_of_the_verdicts(p, vi, en):
    assert (VI.probability(p), EN.probability(p)) == (vi, en)


def test_verdicts_have_their_fixed_words():
    names = ("likely", "more_likely_than_not", "at_risk", "unlikely", "no_data", "done",
             "not_done_yet", "met", "missed")
    assert [VI.verdict(name) for name in names] == [
        "nhiều khả năng đạt", "có khả năng đạt", "có nguy cơ không đạt", "khó đạt",
        "chưa có số liệu", "đã hoàn thành", "chưa hoàn thành", "đạt", "không đạt"]


def test_dates_and_lists_follow_the_language():
    assert (VI.date("2025-09-10"), EN.date(date(2025, 9, 10))) == ("10/9/2025", "10 September 2025")
    assert VI.date("quý III") == "quý III"
    assert (VI.list(["a", "b", "c"]), EN.list(["a", "b", "c"])) == ("a, b và c", "a, b, and c")


def test_levers_of_single_series_are_named():
    assert VI.lever("growth.services") == "Tốc độ tăng: Dịch vụ"
    assert VI.lever("births") == "births"


def test_another_language_is_refused():
    with pytest.raises(ThienhuongError, match="vi or en, not in fr"):
        Wording("fr")


def test_braces_in_a_value_are_left_alone():
    assert EN.say("{name} failed: {why}", name="{x}", why="{0}") == "{x} failed: {0}"


def test_wording_loads_without_heavy_libraries():
    code = ("import sys, thienhuong_analysis.presentation.wording; "
            "print({'pandas', 'numpy', 'matplotlib', 'babel'} & set(sys.modules))")
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"

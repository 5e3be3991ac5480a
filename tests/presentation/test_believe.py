"""An answer of the solver in words."""

from pathlib import Path

import pytest

import thienhuong_analysis as th
from thienhuong_analysis.presentation.believe import _told_apart

ROOT = Path(__file__).parents[2]
DENSITY = "enterprises_per_1000"


@pytest.fixture(scope="module")
def editions():
    return {lang: th.Edition.open(str(ROOT), year=2026, lang=lang, draws=100) for lang in ("vi", "en")}


def test_what_one_must_believe_stands_beside_what_is_assumed_and_why(editions):
    text = repr(editions["en"].solve(DENSITY, "births"))
    assert "“Newly registered enterprises a year” at 140.67 instead of 38, 3.7 times as much" in text
    assert "formula of the register: 140.66 a year" in text
    assert "outside what is thought plausible, 30 to 43" in text
    assert "is an assumption. In 2025 the city (new boundary) had 7,200 new enterprises" in text


def test_the_same_is_said_in_vietnamese(editions):
    text = repr(editions["vi"].solve(DENSITY, "births"))
    assert "ở mức 140,67 thay vì 38, gấp 3,7 lần" in text and "là giả định" in text
    assert "nằm ngoài khoảng được coi là hợp lý, từ 30 đến 43" in text


def test_the_printed_number_still_meets_the_target(editions):
    edition = editions["en"]
    found = edition.ward.solve(DENSITY, "births", draws=5)
    assert found.moves[0].number < 140.67 < found.moves[0].number + 0.01


def test_a_chance_is_told_with_both_steps_of_the_staircase(editions):
    text = repr(editions["en"].solve(DENSITY, "births", probability=0.8))
    assert "with a chance of 80%" in text and "is a staircase" in text
    assert "79.00%" in text and "80.00%" in text and "simulation error ± 4.0 points, 100 draws" in text


def test_a_rare_event_is_told_in_digits_that_say_something(editions):
    text = repr(editions["en"].solve("poor_households", "poverty_entry"))
    assert "± 0.0" not in text and "0 times as much" not in text
    assert "simulation error under 0.1 points" in text
    near = _told_apart("poverty_exit", 0.257682001, 0.257682004, editions["en"].words)
    assert near == ["25.7682001%", "25.7682004%"]


def test_weights_are_told(editions):
    text = repr(editions["en"].solve(DENSITY, ["births", "exit_rate"], weights={"exit_rate": 4}))
    assert "Effort counted: “Share of enterprises that exit in a year” × 4." in text


@pytest.mark.parametrize(("target", "lever", "said"), [
    ("poverty_rate", "poverty_exit", "Nothing has to change"),
    (DENSITY, "exit_rate", "at its bound and can go no further"),
    ("grdp_total", "births", "no effect on this. Levers that have one: “Growth: Agriculture, fishery”")])
def test_every_other_end_is_said_as_it_is(editions, target, lever, said):
    assert said in repr(editions["en"].solve(target, lever))


def test_a_shift_of_a_path_is_told_in_points_and_year_by_year():
    edition = th.Edition.open(str(ROOT), year=2026, lang="en", scenario="delayed", draws=50)
    text = repr(edition.solve("grdp_total", "growth.services"))
    assert "every year +9.02 percentage points: 2026: 14.66%" in text or (
        "every year +9.01 percentage points: 2026: 14.66%" in text)
    assert "set by the scenario “Delayed”" in text


def test_a_path_is_compared_in_its_mean_and_a_total_in_all_years_with_what_is_plausible():
    rising = th.Edition.open(str(ROOT), year=2026, lang="en", scenario="accelerated", draws=50)
    text = repr(rising.solve(DENSITY, "births"))
    assert "every year +54.93: 2026: 92.93" in text
    assert "is then 95.43 in the mean of the years, outside what is thought plausible, 30 to 43." in text
    late = th.Edition.open(str(ROOT), year=2026, lang="en", scenario="delayed", draws=50)
    text = repr(late.solve(DENSITY, "conversions"))
    assert "at 1,390.93 in all, not 450: 2026: 92.73" in text
    assert "is then 1,390.93 in all years together, outside what is thought plausible, 0 to 450." in text


def test_a_lever_at_its_bound_is_also_told_to_be_implausible(editions):
    text = repr(editions["en"].solve(DENSITY, ["births", "conversion_uptake", "exit_rate"]))
    assert "“Share of enterprises that exit in a year” is at its bound" in text
    assert "exit in a year” is then outside what is thought plausible, 6% to 20%" in text
    assert "“Share of the 450 conversions that takes place” is then outside" not in text


def test_the_page_is_plain_html(editions):
    html = editions["vi"].solve(DENSITY, ["births", "exit_rate"])._repr_html_()
    assert html.startswith('<section class="solution">') and "<script" not in html
    assert "mức thay đổi ít nhất" in html and "nan" not in html.lower().split()


def test_a_lever_that_is_off_is_said_to_do_nothing_now():
    edition = th.Edition.open(str(ROOT), year=2026, lang="en", draws=50)
    text = repr(edition.solve("grdp_total", "value_share_per_hectare.services"))
    assert "Services” is set by no scenario, so that it does nothing now." in text


def test_no_chance_is_told_of_a_whole_share_that_is_not_counted():
    name = "digital_skills_households_share"
    edition = th.Edition.open(str(ROOT / "data/sample"), year=2027, lang="en", draws=50)
    text = repr(edition.solve(name, f"change.{name}"))
    assert "at 4.67%, where nothing is set now" in text and "then comes to 100.00% (now 97.82%)" in text
    assert "Its chance cannot be told" in text and "under 1%" not in text and "nan" not in text

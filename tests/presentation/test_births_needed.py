"""Births needed against population and exit rate: the picture's figures against a simulated register."""

import pytest

from thienhuong_analysis.presentation.births_needed import Accounted, births_chart
from thienhuong_analysis.presentation.wording import Wording

WARD = Accounted(stock=250, conversions=450, density=20, people=45_140)
RATES = (0.0, 0.06, 0.2)


def stock_after(births, exit_rate, *, stock=250.0, conversions=450.0, years=5):
    """The register year by year: exits from what was there, then births and conversions of the year."""
    for _ in range(years):
        stock = stock - exit_rate * stock + births + conversions / years
    return stock


@pytest.fixture(scope="module")
def frame():
    table = births_chart(WARD, RATES, Wording("en"), title="T").table.frame
    return table.set_index(table.pop("Population 2030").map(lambda cell: cell.text))


def test_seven_hundred_are_just_enough_for_35_000_people(frame):
    assert WARD.enough == 35_000
    assert frame.loc["35,000", "exit rate 0%"] == "0.0"
    assert frame.loc["35,000", "Enterprises needed"] == "700"


def test_the_population_of_2025_asks_for_903(frame):
    assert frame.loc["45,140", "Enterprises needed"] == "903"
    assert frame.loc["45,140", "exit rate 0%"] == "40.6"


@pytest.mark.parametrize("rate", RATES)
def test_the_births_of_the_table_bring_a_simulated_register_to_the_density(frame, rate):
    for people, text in frame[f"exit rate {100 * rate:g}%"].items():
        births, wanted = float(text), 20 * float(people.replace(",", "")) / 1000
        if births > 0:
            assert stock_after(births, rate) == pytest.approx(wanted, abs=0.05 * 5)
        else:
            assert stock_after(0, rate) >= wanted - 0.25


def test_both_populations_are_marked_and_told():
    chart = births_chart(WARD, RATES, Wording("en"), title="T")
    for text in ("35,000: just", "45,140:"):
        assert text in chart.svg
    assert ("are exactly enough for 20 per 1,000 people at a population of 35,000, if none closes. At the "
            "45,140 people of 2025, 40.6 births a year are needed with an exit rate of 0%, 154.2 with 20%"
            ) in chart.alt


def test_the_same_is_told_in_vietnamese():
    alt = births_chart(WARD, RATES, Wording("vi"), title="T").alt
    assert "khi dân số là 35.000 người và không doanh nghiệp nào rút lui" in alt
    assert "40,6 doanh nghiệp nếu tỷ lệ rút lui là 0%" in alt


@pytest.mark.parametrize("people", [300, 35_000, 2_000_000])
def test_a_village_and_a_city_have_both_populations_inside_the_picture(people):
    facts = Accounted(250, 450, 20, people)
    table = births_chart(facts, (0.1,), Wording("en"), title="T").table.frame
    rows = [float(cell.text.replace(",", "")) for cell in table["Population 2030"]]
    assert rows[0] < min(people, 35_000) and rows[-1] > max(people, 35_000)
    assert len(rows) < 40

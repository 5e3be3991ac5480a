"""The triangle of base shares: its region against a grid of structures, and what is said of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thienhuong_analysis.presentation.triangle import CORNERS, region, triangle_chart
from thienhuong_analysis.presentation.wording import Wording

RATES = np.array([0.022, 0.165, 0.158])
CITY = np.array([4.55, 53.96, 35.2]) / 93.71
GRID = np.array([(i, j, 60 - i - j) for i in range(61) for j in range(61 - i)]) / 60


def inside(corners, places):
    """Which places lie on the same side of every edge of a polygon; none where it has no area."""
    if len(corners) < 3 or np.ptp(corners, axis=0).min() < 1e-12:
        return np.zeros(len(places), dtype=bool)
    edges = np.roll(corners, -1, axis=0) - corners
    away = places[:, None, :] - corners
    turns = edges[:, 0] * away[..., 1] - edges[:, 1] * away[..., 0]
    return (turns >= -1e-12).all(axis=1) | (turns <= 1e-12).all(axis=1)


@given(st.lists(st.floats(-0.05, 0.25), min_size=3, max_size=3), st.floats(-0.02, 0.2), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_the_region_holds_the_structures_of_a_grid_that_grow_fast_enough_and_no_other(rates, total, years):
    rates = np.array(rates)
    more = GRID @ (1 + rates) ** years - (1 + total) ** years
    clear = abs(more) > 1e-9
    found = inside(region(total, rates, years) @ CORNERS, GRID @ CORNERS)
    np.testing.assert_array_equal(found[clear], more[clear] > 0)


def test_agriculture_may_have_21_percent_beside_industry_and_16_beside_services():
    corners = region(0.14, RATES, 5)
    industry = (1.165**5 - 1.14**5) / (1.165**5 - 1.022**5)
    services = (1.158**5 - 1.14**5) / (1.158**5 - 1.022**5)
    np.testing.assert_allclose(corners, [[industry, 1 - industry, 0], [0, 1, 0], [0, 0, 1],
                                         [services, 0, 1 - services]], atol=1e-12)
    assert (round(industry, 3), round(services, 3)) == (0.214, 0.162)


@pytest.mark.parametrize(("lang", "said"), [
    ("en", ("in 2025", "A total of 14.0% a year is reached where “Agriculture, fishery” has at most 21.4% "
            "with “Industry, construction” as the rest", "at most 16.2% with “Services”",
            "Hải Phòng: “Agriculture, fishery” 4.9%", "the sectors' rates make 15.7% a year")),
    ("vi", ("năm 2025", "tăng được 14,0%/năm khi “Nông nghiệp, thủy sản” chiếm tối đa 21,4%", "tối đa 16,2%",
            "tốc độ chung 15,7%/năm"))])
def test_the_picture_says_both_limits_and_where_the_city_stands(lang, said):
    chart = triangle_chart(0.14, RATES, 5, {"Hải Phòng": CITY}, Wording(lang), title="T")
    assert all(text in chart.alt for text in said)
    assert len(chart.table.frame) == 6


@pytest.mark.parametrize(("total", "said", "corners"), [
    (0.01, "Every structure reaches 1.0% a year.", 3), (0.2, "No structure reaches 20.0% a year.", 0)])
def test_without_a_limit_it_says_whether_every_structure_or_none_is_enough(total, said, corners):
    chart = triangle_chart(total, RATES, 5, {}, Wording("en"), title="T")
    assert said in chart.alt and len(region(total, RATES, 5)) == corners
    assert len(chart.table.frame) == 3


def test_the_table_gives_every_structure_the_growth_that_its_shares_make():
    frame = triangle_chart(0.14, RATES, 5, {"Hải Phòng": CITY}, Wording("en"), title="T").table.frame
    growth = frame.set_index("Structure of 2025")["Average growth a year"]
    assert growth["Hải Phòng"] == "15.7%"
    assert list(growth[1:3]) == ["14.0%", "14.0%"] and list(growth[3:]) == ["2.2%", "16.5%", "15.8%"]

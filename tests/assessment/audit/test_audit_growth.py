"""Check 1: the growth of the total, and what the sectors' rates make of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.assessment.audit import border, implied_growth

RATES = np.array([0.022, 0.165, 0.158])
CITY = np.array([0.0455, 0.5396, 0.352])


def grown(shares, rates, years=5):
    """The average growth of a total, its parts carried on year by year."""
    parts = list(shares)
    for _ in range(years):
        parts = [part * (1 + rate) for part, rate in zip(parts, rates, strict=True)]
    return (sum(parts) / sum(shares)) ** (1 / years) - 1


def test_agriculture_can_be_at_most_21_4_percent_beside_industry_and_16_2_beside_services():
    limits = {(slow, fast): share for slow, fast, share in border(0.14, RATES, 5)}
    assert {key: round(100 * share, 1) for key, share in limits.items()} == {(0, 1): 21.4, (0, 2): 16.2}


def test_the_limits_are_where_a_grid_over_the_triangle_turns_from_enough_to_too_little():
    steps = np.linspace(0, 1, 1001)
    for slow, fast, share in border(0.14, RATES, 5):
        shares = np.zeros((len(steps), 3))
        shares[:, slow], shares[:, fast] = steps, 1 - steps
        enough = np.array([grown(row, RATES) >= 0.14 for row in shares])
        assert enough[steps < share].all()
        assert not enough[steps > share].any()


def test_between_the_two_limits_the_border_of_the_feasible_region_is_a_straight_line():
    beside_industry, beside_services = (share for _slow, _fast, share in border(0.14, RATES, 5))
    ends = np.array([[beside_industry, 1 - beside_industry, 0], [beside_services, 0, 1 - beside_services]])
    farming = np.array([1, 0, 0])
    for weight in np.linspace(0, 1, 21):
        point = weight * ends[0] + (1 - weight) * ends[1]
        assert grown(point, RATES) == pytest.approx(0.14, abs=1e-12)
        assert grown(0.99 * point + 0.01 * farming, RATES) < 0.14
        assert grown(1.01 * point - 0.01 * farming, RATES) > 0.14


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), st.lists(st.floats(-0.3, 0.5), min_size=3,
                                                                      max_size=3), st.integers(1, 5))
def test_implied_growth_is_that_of_parts_carried_on_year_by_year(weights, rates, years):
    shares = np.array(weights) / sum(weights)
    assert implied_growth(shares, np.array(rates), years) == pytest.approx(grown(shares, rates, years))


@given(st.lists(st.floats(-0.3, 0.5), min_size=3, max_size=3), st.floats(-0.2, 0.4), st.integers(1, 5))
def test_on_the_border_the_total_is_met_exactly(rates, total, years):
    for slow, fast, share in border(total, np.array(rates), years):
        shares = np.zeros(3)
        shares[[slow, fast]] = share, 1 - share
        assert 0 <= share <= 1
        assert grown(shares, rates, years) == pytest.approx(total, abs=1e-9)


def test_with_the_citys_shares_the_sectors_make_15_7_percent(answered):
    plain = answered(1).parts[0]
    assert round(0.14 + plain.residual, 3) == 0.157
    assert 0.14 + plain.residual == pytest.approx(grown(CITY / CITY.sum(), RATES))
    assert "15.7%" in str(plain.finding)
    assert "different promises" in str(plain.finding)


def test_product_taxes_are_shown_at_rest_and_growing_as_they_did_in_the_city(answered):
    taxed = answered(1).parts[1]
    shares = [*CITY, 1 - CITY.sum()]
    assert 0.14 + taxed.residual == pytest.approx(grown(shares, [*RATES, 0.0963]))
    assert f"{100 * grown(shares, [*RATES, 0.0]):.1f}%" in str(taxed.finding)
    assert f"{100 * grown(shares, [*RATES, 0.0963]):.1f}%" in str(taxed.finding)
    assert "6.29%" in str(taxed.finding)


def test_the_tolerance_is_the_furthest_that_rounding_moves_the_residual(answered):
    part = answered(1).parts[0]
    shares = CITY / CITY.sum()
    ends = [grown(shares, RATES + side * 0.0005) - (0.14 - side * 0.005) for side in (-1, 1)]
    moved = max(abs(end - part.residual) for end in ends)
    assert part.tolerance == pytest.approx(moved, rel=0.01)


def test_shares_that_the_ward_has_measured_decide_the_question(answered, knowing):
    enough = knowing({("grdp", "agriculture_fishery"): 10, ("grdp", "industry_construction"): 60,
                      ("grdp", "services"): 30})
    farming = knowing({("grdp", "agriculture_fishery"): 60, ("grdp", "industry_construction"): 30,
                       ("grdp", "services"): 10})
    assert answered(1, given=enough).parts[0].verdict == "consistent"
    part = answered(1, given=farming).parts[0]
    assert part.verdict == "conflict"
    assert part.changes == {"grdp_total": round(100 * grown([0.6, 0.3, 0.1], RATES), 1)}


def test_a_total_that_no_sector_reaches_is_a_conflict(answered):
    part = answered(1, {"grdp_total": 20}).parts[0]
    assert part.verdict == "conflict"
    assert "16.5%" in str(part.finding)


def test_a_total_that_every_sector_reaches_holds_for_any_structure(answered):
    part = answered(1, {"grdp_total": 2}).parts[0]
    assert (part.verdict, part.condition) == ("consistent", None)


def test_a_total_as_fast_as_the_fastest_sector_leaves_no_room_for_the_others():
    assert border(0.165, RATES, 5) == [(0, 1, 0.0), (2, 1, 0.0)]


def test_a_total_as_slow_as_the_slowest_sector_has_no_limits():
    assert border(0.022, RATES, 5) == []

"""Checks 2 and 11: the enterprises that density, conversions and innovation ask for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.assessment.audit import births_grid, births_needed

WARD = {"stock": 250, "conversions": 450, "density": 20}


def stock_after(births, exit_rate, stock=250, conversions=450, years=5):
    """The register carried on year by year: exits of what was there, then births and conversions."""
    for _ in range(years):
        stock = stock - exit_rate * stock + births + conversions / years
    return stock


def test_700_enterprises_are_just_enough_for_35_000_people(answered):
    enough = [float(figure.value) for figure in answered(2).figures if "just enough" in str(figure.name)]
    assert enough == [35_000]
    assert births_needed(35_000, 0.0, **WARD) == 0
    assert births_needed(35_001, 0.0, **WARD) > 0
    assert births_needed(34_000, 0.0, **WARD) == 0


def test_at_45_140_people_the_target_is_903(answered):
    part = answered(2).parts[0]
    assert "903" in str(part.finding)
    assert part.residual == pytest.approx(20 * 45.14 - 700)
    assert part.verdict == "consistent_if"
    assert "203" in str(part.condition)


@given(st.floats(20_000, 80_000), st.floats(0, 0.4), st.floats(0, 900), st.floats(1, 1_000))
def test_with_the_births_needed_the_simulated_register_reaches_the_density(people, exits, conversions,
                                                                           stock):
    births = births_needed(people, exits, stock=stock, conversions=conversions, density=20)
    after = stock_after(births, exits, stock, conversions)
    if births > 0:
        assert 1000 * after / people == pytest.approx(20)
    else:
        assert 1000 * after / people >= 20 - 1e-9


def test_the_grid_holds_the_births_of_each_population_and_exit_rate():
    grid = births_grid(np.array([35_000.0, 45_140.0]), np.array([0.0, 0.09, 0.2]), **WARD)
    assert grid.shape == (3, 2)
    assert grid[1, 1] == births_needed(45_140, 0.09, **WARD)
    assert (np.diff(grid, axis=0) > 0).all()
    assert (np.diff(grid, axis=1) > 0).all()


def test_the_tolerance_is_the_furthest_that_rounding_moves_the_gap(answered):
    part = answered(2).parts[0]
    ends = [(20 + side * 0.5) * 45.14 - (250 - side * 0.5) - (450 - side * 0.5) for side in (-1, 1)]
    assert part.tolerance == pytest.approx(max(abs(end - part.residual) for end in ends))


def test_the_density_offered_as_a_change_is_the_highest_that_700_make(answered):
    density = answered(2).parts[0].changes["enterprises_per_1000"]
    assert density * 45.14 <= 700 < (density + 0.1) * 45.14
    assert answered(2, {"enterprises_per_1000": density}).verdict == "consistent"


def test_the_conversions_offered_as_a_change_are_just_enough(answered):
    assert "653 conversions" in str(answered(2).parts[0].change)
    part = answered(2, {"household_business_conversions": 653}).parts[0]
    assert -1 < part.residual <= 0
    assert part.verdict == "consistent"


def test_forty_percent_of_the_target_are_362_innovative_enterprises(answered):
    part = answered(11).parts[0]
    assert math.ceil(0.4 * 20 * 45.14) == 362
    assert "362" in str(part.finding)
    assert part.residual == pytest.approx(0.4 * 20 * 45.14 - 250)
    assert answered(11, dict(part.changes)).verdict == "consistent"


def test_a_smaller_population_needs_no_more_than_is_there(answered, knowing):
    small = knowing({("population", "total"): 30_000}, "persons")
    assert answered(2, given=small).verdict == "consistent"
    assert answered(11, given=small).parts[0].residual == pytest.approx(0.4 * 20 * 30 - 250)


def test_a_gap_that_rounding_explains_is_none(answered, knowing):
    part = answered(2, given=knowing({("population", "total"): 35_500}, "persons")).parts[0]
    assert 0 < part.residual < part.tolerance
    assert (part.verdict, part.changes) == ("consistent", {})

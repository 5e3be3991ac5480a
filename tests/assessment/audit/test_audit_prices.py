"""Checks 3 and 4: income and revenue beside the product, by inflation; tables made by hand."""

import pytest

from thienhuong_analysis.assessment.audit.prices import INFLATION

WEDGES = {0.00: 0.0317, 0.01: 0.0420, 0.02: 0.0523, 0.03: 0.0626, 0.04: 0.0729}
BUOYANCIES = {0.00: 1.0, 0.01: 0.9247, 0.02: 0.8600, 0.03: 0.8037, 0.04: 0.7543}


def computed(check):
    return [float(figure.value) for figure in check.figures if figure.status == "computed"]


def test_the_wedge_is_3_17_percent_without_inflation_and_6_3_with_three(answered):
    check = answered(3)
    assert dict(zip(INFLATION, computed(check), strict=True)) == pytest.approx(WEDGES, abs=5e-5)
    assert check.parts[0].residual == pytest.approx(1.14 / 1.105 - 1)
    assert round(100 * WEDGES[0.03], 1) == 6.3
    assert "3.17%" in str(check.parts[0].finding)


def test_income_against_product_cannot_be_told_without_a_price_basis(answered):
    part = answered(3).parts[0]
    assert part.verdict == "cannot_tell"
    assert "price basis" in str(part.condition)


def test_an_economy_carried_on_for_five_years_leaves_the_wedge_between_product_and_income(answered):
    product = income = 1.0
    for _ in range(5):
        product, income = product * 1.14 * 1.03, income * 1.105
    assert (product / income) ** (1 / 5) - 1 == pytest.approx(computed(answered(3))[3], abs=5e-5)


def test_the_wedges_tolerance_is_the_furthest_that_rounding_moves_it(answered):
    part = answered(3).parts[0]
    ends = [(1.14 + side * 0.005) / (1.105 - side * 0.0005) - 1 for side in (-1, 1)]
    assert part.tolerance == pytest.approx(max(abs(end - part.residual) for end in ends), rel=0.01)


def test_buoyancy_is_one_at_current_prices_and_0_80_at_three_percent(answered):
    check = answered(4)
    assert dict(zip(INFLATION, computed(check), strict=True)) == pytest.approx(BUOYANCIES, abs=5e-5)
    assert check.verdict == "consistent_if"
    assert check.parts[0].residual == 0


def test_a_faster_revenue_is_asked_to_grow_as_the_product(answered):
    part = answered(4, {"budget_revenue": 20}).parts[0]
    assert part.residual == pytest.approx(0.06)
    assert "14%" in str(part.change)

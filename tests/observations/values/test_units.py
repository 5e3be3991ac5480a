"""Units are converted within their kind, never across."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations import to_canonical


@pytest.mark.parametrize(
    ("value", "unit", "canonical", "expected"),
    [
        (14, "%", "fraction", 0.14),
        (2.2, "phần trăm", "fraction", 0.022),
        (0.72, "percent", "fraction", 0.0072),
        (5, "‰", "fraction", 0.005),
        (0.4, "fraction", "fraction", 0.4),
        (150, "tỷ đồng", "billion_vnd", 150),
        (150, "Tỉ đồng", "billion_vnd", 150),
        (150, "tỷ", "billion_vnd", 150),
        (2.5, "nghìn tỷ đồng", "billion_vnd", 2500),
        (2.5, "nghìn tỷ", "billion_vnd", 2500),
        (1500, "triệu đồng", "billion_vnd", 1.5),
        (86, "triệu đồng/người/năm", "million_vnd", 86),
        (86, "triệu đồng / người/ năm", "million_vnd", 86),
        (3_000_000, "đồng", "million_vnd", 3),
        (3, "triệu VNĐ", "million_vnd", 3),
        (2, "triệu USD", "usd", 2e6),
        (45.14, "nghìn người", "persons", 45140),
        (45140, "người", "persons", 45140),
        (7, "nhân khẩu", "persons", 7),
        (54, "hộ", "households", 54),
        (250, "doanh nghiệp", "count", 250),
        (9, "cơ sở", "count", 9),
        (450, "hộ kinh doanh", "count", 450),
        (250, "", "count", 250),
        (45140, "", "persons", 45140),
        (20, "doanh nghiệp/1.000 dân", "per_1000_people", 20),
        (2, "doanh nghiệp / 100 dân", "per_1000_people", 20),
        (20, "doanh nghiệp/nghìn người", "per_1000_people", 20),
        (20, "per_1000_people", "per_1000_people", 20),
        (46.07, "ha", "hectares", 46.07),
        (21.1, "km2", "square_km", 21.1),
        (21.1, "km²", "square_km", 21.1),
        (2110, "ha", "square_km", 21.1),
        (5000, "m2", "hectares", 0.5),
    ],
)
def test_a_written_unit_becomes_the_canonical_one(
    value: float, unit: str, canonical: str, expected: float
) -> None:
    assert to_canonical(value, unit, canonical) == expected


def test_percent_a_year_is_percent_for_a_growth_only() -> None:
    assert to_canonical(14, "%/năm", "fraction", yearly=True) == 0.14
    assert to_canonical(14, "percent_per_year", "fraction", yearly=True) == 0.14
    with pytest.raises(ObservationError, match=r'"%/năm" cannot stand for fraction; write it in %'):
        to_canonical(0.5, "%/năm", "fraction")


@pytest.mark.parametrize(
    ("unit", "canonical"),
    [
        ("điểm phần trăm", "fraction"),
        ("điểm %", "fraction"),
        ("%", "per_1000_people"),
        ("‰", "per_1000_people"),
        ("%", "billion_vnd"),
        ("tỷ đồng", "fraction"),
        ("người", "households"),
        ("hộ", "persons"),
        ("hộ", "count"),
        ("doanh nghiệp", "per_1000_people"),
        ("doanh nghiệp/1.000 hộ", "per_1000_people"),
        ("ha", "count"),
        ("USD", "billion_vnd"),
        ("tỷ", "persons"),
        ("%", "none"),
        ("triệu đồng/người/tháng", "million_vnd"),
    ],
)
def test_one_kind_of_thing_never_stands_for_another(unit: str, canonical: str) -> None:
    with pytest.raises(ObservationError, match=r"cannot stand for|is not a known unit"):
        to_canonical(1, unit, canonical)


def test_money_and_shares_are_not_guessed_where_no_unit_is_written() -> None:
    with pytest.raises(ObservationError, match=r"the figure has no unit; write % beside it"):
        to_canonical(14, "", "fraction")
    with pytest.raises(ObservationError, match=r"write tỷ đồng beside it"):
        to_canonical(14, " ", "billion_vnd")


@pytest.mark.parametrize(
    "unit", ["tỷ đồg", "nghìn", "doanh nghiệp/", "9**9**9", "__import__('os')", "/", "1e9 đồng"]
)
def test_an_unknown_unit_is_refused_and_nothing_in_it_is_evaluated(unit: str) -> None:
    with pytest.raises(ObservationError, match=r"is not a known unit; did you mean"):
        to_canonical(1, unit, "billion_vnd")


def test_a_canonical_unit_that_does_not_exist_is_named() -> None:
    with pytest.raises(
        ObservationError, match=r"billions is not a canonical unit; did you mean billion_vnd"
    ):
        to_canonical(1, "tỷ", "billions")


@given(st.decimals(-(10**9), 10**9, places=2))
def test_percent_are_divided_as_in_decimals(printed: object) -> None:
    assert to_canonical(float(printed), "%", "fraction") == float(printed / 100)  # type: ignore[operator]


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_conversion_keeps_order(first: float, second: float) -> None:
    low, high = sorted([first, second])
    assert to_canonical(low, "triệu đồng", "billion_vnd") <= to_canonical(
        high, "triệu đồng", "billion_vnd"
    )

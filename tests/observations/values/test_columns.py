"""A column read at once says the same as its cells read one by one; the column settles what a cell cannot."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.values.columns import Texts, read_numbers, scaled
from thienhuong_analysis.observations.values.numerals import Percent, is_missing, parse_number

CELLS = st.one_of(
    st.sampled_from(
        [
            "1.234",
            "1,234",
            "1.234,5",
            "1,234.5",
            "12,5",
            "12.5",
            "7",
            "-3",
            "–5",
            "(12,3)",
            "14%",
            "...",
            "",
            "x",
            "1.2.3",
            "0,5",
            "0.5",
            "1.234.567",
            "007",
            " 8 ",
            "1 234",
            "12,5*",
            "nhiều",
            "-0",
            "1e5",
            "trên 95%",
            "46,07ha",
            "٣",
            "9" * 30,
        ]
    ),
    st.text("0123456789., -", max_size=9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0, 1).map(Percent),
)


@given(st.lists(CELLS, max_size=12), st.sampled_from(["auto", "vi", "en"]))
def test_plain_cells_read_in_bulk_are_what_each_is_by_itself(cells, decimal) -> None:
    numbers = read_numbers(cells, decimal)
    values = scaled(numbers.digits, np.zeros(len(cells), np.int64))
    assert numbers.missing.tolist() == [is_missing(cell) for cell in cells]
    for cell, plain, value in zip(cells, numbers.digits.is_valid().to_pylist(), values, strict=True):
        if plain and abs(value) < 1e15:
            assert value == float(parse_number(cell, numbers.notation).number)


@given(
    st.lists(st.from_regex(r"-?[0-9]{1,6}(,[0-9]{1,6})?", fullmatch=True), min_size=1, max_size=8),
    st.integers(-3, 9),
)
def test_a_power_of_ten_is_exact(texts, exponent) -> None:
    numbers = read_numbers(texts, "vi")
    values = scaled(numbers.digits, np.full(len(texts), exponent))
    for text, value in zip(texts, values, strict=True):
        assert value == float(Fraction(Decimal(text.replace(",", "."))) * Fraction(10) ** exponent)


@pytest.mark.parametrize(
    ("cells", "notation", "digits"),
    [
        (["1.234", "1.234,5"], "vi", ["1234", "1234.5"]),
        (["1.234", "12,5%"], "vi", ["1234", None]),
        (["1.234", "0.5"], "en", ["1.234", "0.5"]),
        (["1,234", "1.234.567"], "vi", ["1.234", "1234567"]),
        (["1,234", "2.5"], "en", ["1234", "2.5"]),
        (["1.234", "2,5", "3.4"], "auto", [None, "2.5", "3.4"]),
        (["1.234", "567"], "auto", [None, "567"]),
        (["1.234", 2.5], "auto", [None, "2.5"]),
    ],
)
def test_the_column_settles_what_can_be_read_two_ways(cells, notation, digits) -> None:
    numbers = read_numbers(cells)
    assert (numbers.notation, numbers.digits.to_pylist()) == (notation, digits)


def test_what_the_column_cannot_settle_is_refused_with_both_readings() -> None:
    numbers = read_numbers(["1.234", "2,5", "3.4"])
    with pytest.raises(ObservationError, match=r'"1.234" is 1234 in Vietnamese notation, 1.234 in English'):
        parse_number("1.234", numbers.notation)


def test_a_column_of_arrow_and_a_list_are_read_alike() -> None:
    texts = ["1.234,5", " 7 ", "...", "14%"]
    one, other = read_numbers(texts), read_numbers(pa.array(texts))
    assert one.digits.to_pylist() == other.digits.to_pylist() == ["1234.5", "7", None, None]


def test_texts_are_kept_once_each_and_cleaned() -> None:
    texts = Texts.of(["Dân  số", "Da\u0302n so\u0302\u0301", 2025.0, ""])
    assert texts.distinct == ["", "2025", "Dân số"]
    assert texts.array().tolist() == ["Dân số", "Dân số", "2025", ""]
    assert Texts.of([]).array().tolist() == []
    results, faults = texts.map(len)
    assert results.tolist() == [0, 4, 6] and faults == [None, None, None]

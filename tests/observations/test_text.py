"""Text is compared in one form, and written so that no spreadsheet runs it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.observations.text import clean, fold, neutral


def test_composed_and_decomposed_vietnamese_are_the_same_text() -> None:
    assert clean("Thu nha\u0323\u0302p") == clean("Thu nhập") == "Thu nhập"


def test_all_kinds_of_spaces_become_one_space_and_invisible_marks_go() -> None:
    assert clean("\ufeff Dân\u00a0\u2009 số\u200b\t") == "Dân số"


def test_folding_takes_marks_and_case_away() -> None:
    assert fold("  ĐƠN VỊ tính ") == "don vi tinh"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"]
)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Dân số", "12,5", "", "a=b", "(1)"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text

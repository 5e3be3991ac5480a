"""A Vietnamese syllable is known by its letters and where its tone stands."""

import re
import unicodedata
from pathlib import Path

import pytest

from thienhuong_analysis.observations.reading.syllables import is_loan_word, is_syllable

SOURCE = Path(__file__).parents[3] / "data" / "raw" / "programme" / "source" / "chuong-trinh-hanh-dong.txt"


def test_all_words_of_the_programme_with_marks_are_syllables_except_its_acronyms() -> None:
    text = unicodedata.normalize("NFC", SOURCE.read_text(encoding="utf-8"))
    words = {word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}
    assert len(words) > 900
    assert {word for word in words if not is_syllable(word)} == {"HĐND", "LĐ"}


@pytest.mark.parametrize("word", [
    "Phường", "HƯƠNG", "hoà", "hòa", "thuỷ", "thủy", "quý", "quốc", "giữ", "giêng", "gì", "nghiêng",
    "khuyến", "khuỷu", "ngoằn", "xoong", "Đắk", "Krông", "ướt", "yếu", "ở", "ô", "ý",
])
def test_syllables_in_old_and_new_spelling_are_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", [
    "", "đ", "ă", "â", "tôt", "tàt", "các\u0301", "für", "déjà", "été", "Straße", "mañana", "mãe", "phừơng",
    "hợpp", "gha\u0301h", "ng\u0301a", "\u0301", "năm2", "kilômét", "việtnam", "zô", "jôn", "fô", "wà",
])
def test_what_breaks_a_rule_of_spelling_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(("word", "whether"), [
    ("kilômét", True), ("ôtô", True), ("ôxit", True), ("côngtenơ", True), ("ôtô" * 3, False), ("công", False),
    ("déjà", False), ("", False),
])
def test_loan_words_are_two_to_five_syllables_in_one(word: str, whether: bool) -> None:
    assert is_loan_word(word) is whether

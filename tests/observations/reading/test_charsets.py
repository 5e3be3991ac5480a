"""The tables of old Vietnamese character sets, against iconv and against their makers' rules."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.observations.reading.charsets import from_cp1258, from_tcvn3, from_viscii, from_vni

LETTERS = sorted({letter for base in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
                  for letter in (unicodedata.normalize("NFC", base + tone),)} | {"đ"})
EVERY_LETTER = [*LETTERS, *map(str.upper, LETTERS)]
COMBINING_IN_TCVN = range(0xB0, 0xB5)


def iconv(byte: int, encoding: str) -> str:
    done = subprocess.run(["iconv", "-f", encoding, "-t", "UTF-8"], input=bytes([byte]),
                          capture_output=True, check=False)
    return done.stdout.decode() if done.returncode == 0 else "undefined"


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv on this machine")
@pytest.mark.parametrize(("encoding", "convert", "codes"), [
    ("TCVN", from_tcvn3, [code for code in range(0xA0, 0x100) if code not in COMBINING_IN_TCVN]),
    ("VISCII", from_viscii, range(0x100)),
    ("CP1258", from_cp1258, [code for code in range(0x100) if iconv(code, "CP1258") != "undefined"]),
] if shutil.which("iconv") else [("", str, [])])
def test_every_code_is_the_letter_that_iconv_gives(encoding, convert, codes) -> None:
    assert len(codes) >= 90
    assert [convert(chr(code)) for code in codes] == [iconv(code, encoding) for code in codes]


def test_degrees_and_squares_stay_in_tcvn3_where_the_standard_has_lone_tone_marks() -> None:
    assert from_tcvn3("10 m², 5 km³, ±2 °C") == "10 m², 5 km³, ±2 °C"


def test_the_letter_u_with_a_horn_is_the_soft_hyphen() -> None:
    assert from_tcvn3("Ph\xad\xeang Thi\xaan H\xad\xacng") == "Phường Thiên Hương"
    assert from_tcvn3("ñy ban nh©n d©n", capitals=True) == "ỦY BAN NHÂN DÂN"


def test_tcvn3_has_every_small_letter_and_the_capitals_without_tones() -> None:
    made = {from_tcvn3(chr(code)) for code in range(0xA1, 0x100)}
    assert made >= {*LETTERS, *"ĂÂÊÔƠƯĐ"} - set("aeiouy")


def test_what_windows_shows_for_viscii_capitals_is_read_like_the_bytes_themselves() -> None:
    assert from_viscii(b"VI\x8eT".decode("cp1252")) == from_viscii(b"VI\x8eT".decode("latin-1")) == "VIỆT"


@pytest.mark.parametrize(("shown", "text"), [
    ("Phöôøng Thieân Höông", "Phường Thiên Hương"),
    ("Vieät Nam", "Việt Nam"),
    ("NAM ÑÒNH, VÓNH PHUÙC, QUAÛNG TRÒ, VUÕNG TAØU", "NAM ĐỊNH, VĨNH PHÚC, QUẢNG TRỊ, VŨNG TÀU"),
    ("ñöùa treû, maùy bay, quaû taùo", "đứa trẻ, máy bay, quả táo"),
    ("kyõ sö, xaây döïng, bò, chæ, ñaëc", "kỹ sư, xây dựng, bị, chỉ, đặc"),
    ("là", "l\ufffd"),
])
def test_vni_writes_a_letter_and_then_its_marks(shown: str, text: str) -> None:
    assert from_vni(shown) == text


def as_vni(letter: str) -> str:
    """Write a letter as VNI's rules say, from the parts of its Unicode form."""
    whole = {"ị": "ò", "ĩ": "ó", "ỉ": "æ", "ỵ": "î", "í": "í", "ì": "ì", "đ": "ñ"}
    if letter.lower() in whole:
        return whole[letter.lower()].upper() if letter.isupper() else whole[letter.lower()]
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next(("\u0301\u0300\u0309\u0303\u0323".index(mark) for mark in marks
                 if mark in "\u0301\u0300\u0309\u0303\u0323"), None)
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base]
    row = "áàåãä" if "\u0302" in marks else "éèúüë" if "\u0306" in marks else "ùøûõï"
    mark = row[tone] if tone is not None else {"áàåãä": "â", "éèúüë": "ê"}.get(row, "")
    return base + (mark.upper() if letter.isupper() else mark)


@given(st.lists(st.sampled_from(EVERY_LETTER), max_size=20).map("b".join))
def test_vni_written_by_its_rules_is_read_back(text: str) -> None:
    assert from_vni("".join(map(as_vni, text))) == text


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_what_is_read_is_composed_unicode(text: str) -> None:
    for convert in (from_tcvn3, from_viscii, from_cp1258, from_vni):
        assert unicodedata.is_normalized("NFC", convert(text))

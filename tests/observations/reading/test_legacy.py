"""Text from before Unicode is recognised only where nothing else can be meant."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.charsets import from_tcvn3, from_viscii, from_vni
from thienhuong_analysis.observations.reading.legacy import TCVN3, VISCII, VNI, readable, recognise

RAW = Path(__file__).parents[3] / "data" / "raw"
SOURCE = unicodedata.normalize(
    "NFC", (RAW / "programme" / "source" / "chuong-trinh-hanh-dong.txt").read_text(encoding="utf-8"))
LINES = [line.strip() for line in SOURCE.splitlines() if line.strip()]
WARD = "Ph\xad\xeang Thi\xaan H\xad\xacng"
CODES = {from_tcvn3(chr(code)): chr(code) for code in range(0xFF, 0xA0, -1)}
CODES = {letter: code for letter, code in CODES.items() if not (letter.isupper() and letter > "\u1e9f")}
"""What the keyboards of TCVN3 can write: no capital with a tone."""
SMALL = "".join(letter for letter in CODES if letter.islower() and not letter.isascii())
BY_HAND = [
    "© 2024", "10 m²", "5 km³", "±5 µm", "12 §", "25 °C", "n×m", "5 × 10", "µg/m³", "½ ha", "Intel®",
    "Co®, n.º 3, 2ª", "«État»", "£5bn", "10¢", "col·lecció", "¿Qué? ¡Sí!", "Café", "résumé", "à la carte",
    "déjà vu", "où, dû, tôt, vît", "mãe, irmã, avó, lã", "São Paulo não é", "Straße, für, Köln, Größe",
    "Ærø, København, Malmö, på", "mañana, señor, año", "Thaï, laïc, haï, naïve, Noël, août", "Hà Nội",
    "Đà Nẵng", "là", "và", "Cà Mau, Hà Nam", "Xã Hoà Bình", "Hoà, hoá, toà", "DÉJÀ VU, ÉTÉ, À LA CARTE",
    "THÀNH PHỐ", "THÔNG TIN", "Ôtô, kilômét, ôxy, bêtông", "infor\xadmation", "m¹, m², t¹",
]


def as_tcvn3(text: str) -> str:
    return "".join(CODES.get(letter, CODES.get(letter.lower(), letter)) for letter in text)


def without_toned_capitals(text: str) -> str:
    return "".join(letter if letter.isascii() or letter in CODES or letter.lower() not in CODES
                   else letter.lower() for letter in text)


def as_viscii(text: str) -> str:
    codes = {from_viscii(chr(code)): chr(code) for code in range(0x80, 0x100)}
    return "".join(codes.get(letter, letter) for letter in text)


def as_vni(text: str) -> str:
    pairs = {from_vni(base + mark): base + mark for base in "aeouyôöAEOUYÔÖ" for mark in
             ("ùøûõïâáàåãäêéèúüë" if base.islower() else "ÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË")}
    codes = pairs | {from_vni(code): code for code in "öôñíìæóòîÖÔÑÍÌÆÓÒÎ"}
    return "".join(codes.get(letter, letter) for letter in text)


def names() -> list[str]:
    found = []
    for path in (RAW / "reference").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as opened:
            found += [cell for row in csv.reader(opened) for cell in row]
    return found


def test_the_name_of_the_ward_is_read_in_the_font_of_the_nineties() -> None:
    assert readable([WARD], "a.xlsx") == (["Phường Thiên Hương"], [0])


@pytest.mark.parametrize("texts", [BY_HAND, LINES, names(), re.split(r"(?<=[.;:])\s", SOURCE)],
                         ids=["by hand", "lines", "names", "sentences"])
def test_nothing_else_is_taken_for_a_legacy_encoding(texts: list[str]) -> None:
    assert len(texts) > 35
    assert readable(texts, "a.xlsx") == (texts, [])
    for text in texts:
        assert readable([text], "a.xlsx") == ([text], [])
        composed = unicodedata.normalize("NFD", text)
        assert readable([composed], "a.xlsx") == ([composed], [])


def test_no_language_of_the_world_is_taken_for_a_legacy_encoding() -> None:
    seen = 0
    for identifier in localedata.locale_identifiers():
        if "_" in identifier:
            continue
        locale = Locale.parse(identifier)
        texts = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
        seen += len(texts)
        assert readable(texts, identifier) == (texts, [])
    assert seen > 50_000


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_unicode_read_with_the_wrong_codec_is_not_made_worse(wrong: str) -> None:
    texts = [line.encode().decode(wrong, errors="replace") for line in LINES]
    assert readable(texts, "a.xlsx") == (texts, [])
    assert all(readable([text], "a.xlsx") == ([text], []) for text in texts)


def test_the_whole_programme_comes_back_from_tcvn3() -> None:
    texts, converted = readable([as_tcvn3(line) for line in LINES], "a.xlsx")
    assert texts == [without_toned_capitals(line) for line in LINES]
    assert converted == [i for i, line in enumerate(LINES) if re.search(r"(?![a-zA-Z])[^\W\d_]", line)]


def test_a_line_with_two_telling_words_is_enough() -> None:
    telling = re.compile("(?=[^ ]{3})[^ ]*(?:[A-Za-z][µ¶·¸¹¨©ª«¬­®]|[µ¶·¸¹¨©ª«¬­®][A-Za-z])[^ ]*")
    lines = [line for line in LINES if len(set(telling.findall(as_tcvn3(line)))) >= 3]
    assert len(lines) > 300
    for line in lines:
        assert readable([as_tcvn3(line)], "a.xlsx") == ([without_toned_capitals(line)], [0])


def test_one_telling_word_alone_is_not() -> None:
    assert readable(["ti\xaau", "ti\xaau", "v\xb5"], "a.xlsx") == (["ti\xaau", "ti\xaau", "v\xb5"], [])
    assert readable(["ti\xaau", "n¨m"], "a.xlsx") == (["tiêu", "năm"], [0, 1])


def test_cells_of_both_kinds_are_told_apart_in_one_sheet() -> None:
    texts = [WARD, "Phường Hòa Bình", "Hà Nam", "10 m²", "Tæng sè hé", "hé", "Café", "2025", "n¨m",
             "§VT: 1.000 ®"]
    assert readable(texts, "a.xlsx") == (
        ["Phường Thiên Hương", "Phường Hòa Bình", "Hà Nam", "10 m²", "Tổng số hộ", "hé", "Café", "2025",
         "năm", "ĐVT: 1.000 đ"], [0, 4, 8, 9])


def test_what_could_be_both_goes_with_a_sheet_that_has_no_unicode() -> None:
    assert readable([WARD, "hé", "Hà Nam", "© 2024", "10 m²"], "a.xlsx") == (
        ["Phường Thiên Hương", "hộ", "Hà Nam", "© 2024", "10 m²"], [0, 1])


def test_more_foreign_words_than_evidence_leave_a_sheet_as_it_is() -> None:
    texts = ["ti\xaau", "n¨m", "déjà", "résumé café", "première"]
    assert readable(texts, "a.xlsx") == (texts, [])


def test_a_font_is_evidence_by_itself() -> None:
    fonts = {0: ".VnTime", 1: ".VnTimeH", 2: "Times New Roman", 3: ".VnArial", 4: ".VnTime", 5: ".VnTime"}
    texts = ["v\xb5", "ñy ban", "v\xb5", "Hà Nam", "Đà Nẵng", "10 m²"]
    assert readable(texts, "a.xlsx", fonts=fonts) == (
        ["và", "ỦY BAN", "v\xb5", "Hà Nam", "Đà Nẵng", "10 m²"], [0, 1])


def test_other_fonts_change_nothing() -> None:
    texts = [WARD, "10 m²", "déjà"]
    fonts = dict.fromkeys(range(3), "Arial")
    assert readable(texts, "a.xlsx", fonts=fonts) == (["Phường Thiên Hương", "10 m²", "déjà"], [0])


def test_tcvn3_is_refused_where_it_is_not_wanted() -> None:
    with pytest.raises(ObservationError, match=r"^a\.xlsx!S: “Phường Thiên Hương” is in TCVN3 \(ABC\), an "
                       "encoding from before Unicode; convert it to Unicode, .* save the file again$"):
        readable(["Năm", WARD], "a.xlsx!S", refuse=True)
    assert readable(["Phường"], "a.xlsx", refuse=True) == (["Phường"], [])


@pytest.mark.parametrize(("texts", "name"), [
    (["Năm", "Phöôøng Thieân Höông"], "VNI"),
    (["NAM ÑÒNH", "QUAÛNG TRÒ"], "VNI"),
    ([as_viscii("Phường Thiên Hương")], "VISCII"),
    ([as_viscii("Tổng số doanh nghiệp").encode("latin-1").decode("cp1252")], "VISCII"),
])
def test_vni_and_viscii_are_named_and_refused(texts: list[str], name: str) -> None:
    with pytest.raises(ObservationError, match=f"^a.xlsx: “[^”]+” is in {name}, .*Unikey"):
        readable(texts, "a.xlsx")


def test_a_vni_font_is_evidence_by_itself() -> None:
    assert readable(["hoä", "10 m²"], "a.xlsx", fonts={1: "VNI-Times"}) == (["hoä", "10 m²"], [])
    with pytest.raises(ObservationError, match="“hộ” is in VNI"):
        readable(["hoä"], "a.xlsx", fonts={0: "VNI-Times"})


@pytest.mark.parametrize(("legacy", "write"), [(TCVN3, as_tcvn3), (VISCII, as_viscii), (VNI, as_vni)])
def test_the_programme_is_recognised_in_each_encoding_and_hardly_a_line_as_another(legacy, write) -> None:
    assert recognise(map(write, LINES)) is legacy
    each = [recognise([write(line)]) for line in LINES]
    assert sum(found is legacy for found in each) > 600
    assert sum(found not in (legacy, None) for found in each) <= 2


@given(st.lists(st.text(st.sampled_from(SMALL + "bcdghiklmnpqrstvx "), max_size=12), max_size=12))
def test_letters_of_the_alphabet_come_back_from_tcvn3(words: list[str]) -> None:
    assert [from_tcvn3(as_tcvn3(word)) for word in words] == words
    texts = [WARD, *(as_tcvn3(word) for word in words)]
    read, converted = readable(texts, "a.xlsx", fonts=dict.fromkeys(range(len(texts)), ".VnTime"))
    for i, word in enumerate(["Phường Thiên Hương", *words]):
        assert read[i] == (word if i in converted else texts[i])


@given(st.lists(st.text(max_size=20) | st.sampled_from([WARD, *BY_HAND, *LINES]), max_size=20))
def test_whatever_the_cells_hold_only_the_converted_change(texts: list[str]) -> None:
    try:
        read, converted = readable(texts, "a.xlsx")
    except ObservationError as error:
        assert error.values["encoding"] in ("VNI", "VISCII")
        return
    assert len(read) == len(texts)
    assert [i for i, text in enumerate(texts) if read[i] != text] == converted


@given(st.lists(st.sampled_from(LINES), max_size=30), st.lists(st.sampled_from(BY_HAND), max_size=10))
def test_no_selection_of_clean_texts_is_ever_converted(lines: list[str], others: list[str]) -> None:
    assert readable(lines + others, "a.xlsx") == (lines + others, [])

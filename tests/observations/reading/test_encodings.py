"""Text files say by their bytes in which encoding they are; what does not is refused, never guessed."""

import csv
import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.charsets import from_tcvn3, from_viscii, from_vni
from thienhuong_analysis.observations.reading.encodings import decode, encoding_of

RAW = Path(__file__).parents[3] / "data" / "raw"
AWKWARD = Path(os.environ.get("THIENHUONG_SHARED", RAW.parents[2] / "shared")) / "data" / "awkward"
TABLE = "Chỉ tiêu;Năm;Giá trị\nTổng số hộ;2025;12.345\nThu ngân sách;2025;150 tỷ đồng\n"
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def as_cp1258(text: str) -> bytes:
    """Write a letter that Windows-1258 lacks as the letter without its tone, then the tone."""
    written = b""
    for letter in text:
        tone = re.search("[\u0300\u0301\u0303\u0309\u0323]", unicodedata.normalize("NFD", letter))
        bare = unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0303\u0309\u0323]", "",
                                                   unicodedata.normalize("NFD", letter)))
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            written += (bare + (tone[0] if tone else "")).encode("cp1258")
    return written


def as_codes(text: str, convert, width: int = 1) -> bytes:
    """Write text by looking for each letter among all that the codes of a table give."""
    shown = [chr(code) for code in range(0xFF, 0x7F, -1)]
    marks = shown if width == 2 else []
    codes = {convert(base + mark): base + mark for base in "aeouyôöAEOUYÔÖ" for mark in marks}
    codes = {letter: code for letter, code in codes.items() if len(letter) == 1}
    codes |= {convert(code): code for code in shown if convert(code) not in codes}
    return "".join(codes.get(letter, letter) for letter in text).encode("latin-1", errors="replace")


WRITTEN = {
    "utf-8": TABLE.encode(), "utf-8-sig": TABLE.encode("utf-8-sig"), "utf-16": TABLE.encode("utf-16"),
    "utf-16-le": TABLE.encode("utf-16-le"), "utf-16-be": TABLE.encode("utf-16-be"),
    "cp1258": as_cp1258(TABLE), "tcvn3": as_codes(TABLE, from_tcvn3),
}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_small_table_in_any_encoding_is_read_as_it_was_written(encoding: str) -> None:
    raw = WRITTEN[encoding]
    assert encoding_of(raw, "a.csv") == encoding
    assert decode(raw, encoding, "a.csv") == TABLE


def test_big_endian_utf_16_with_its_mark_is_read() -> None:
    raw = b"\xfe\xff" + TABLE.encode("utf-16-be")
    assert encoding_of(raw, "a.csv") == "utf-16"
    assert decode(raw, "utf-16", "a.csv") == TABLE


@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_shipped_file_of_many_lines_is_read_in_any_encoding(encoding: str) -> None:
    text = (RAW / "programme" / "units.csv").read_text(encoding="utf-8")
    raw = (as_cp1258(text) if encoding == "cp1258" else as_codes(text, from_tcvn3) if encoding == "tcvn3"
           else text.encode(encoding))
    assert encoding_of(raw, "a.csv") == encoding
    assert decode(raw, encoding, "a.csv") == text


@pytest.mark.parametrize(("declared", "encoding"), [
    ("UTF8", "utf-8"), ("utf_8", "utf-8"), ("UTF-8-SIG", "utf-8-sig"), ("utf 16", "utf-16"),
    ("UTF-16LE", "utf-16-le"), ("windows-1258", "cp1258"), ("CP1258", "cp1258"), ("TCVN3", "tcvn3"),
    ("ABC", "tcvn3"), ("TCVN3 (ABC)", "tcvn3"), ("auto", "utf-8"), ("Auto", "utf-8"), ("", "utf-8"),
])
def test_an_encoding_may_be_declared_in_any_usual_spelling(declared: str, encoding: str) -> None:
    assert encoding_of(b"Year;Value\n", "a.csv", declared) == encoding


def test_a_byte_order_mark_overrules_what_is_declared() -> None:
    assert encoding_of(WRITTEN["utf-8-sig"], "a.csv", "cp1258") == "utf-8-sig"


@pytest.mark.parametrize(("declared", "hint"), [("utf9", "utf-8"), ("cp1252", "cp1258"), ("TCVN-2", "tcvn3")])
def test_an_unknown_encoding_is_an_error_with_the_nearest(declared: str, hint: str) -> None:
    with pytest.raises(ObservationError, match=f"^a.csv: {declared} is not an .* did you mean {hint}\\?$"):
        encoding_of(b"Year", "a.csv", declared)


@pytest.mark.parametrize(("raw", "declared", "name"), [
    (as_codes(TABLE, from_viscii), "auto", "VISCII"),
    (as_codes(TABLE, from_vni, 2), "auto", "VNI"),
    (as_codes(TABLE, from_viscii), "viscii", "VISCII"),
    (as_codes(TABLE, from_vni, 2), "VNI-Win", "VNI"),
])
def test_viscii_and_vni_files_are_refused_with_what_to_do(raw: bytes, declared: str, name: str) -> None:
    with pytest.raises(ObservationError, match=f"^a.csv: “Chỉ tiêu;Năm;Giá trị” is in {name}, an encoding "
                       "from before Unicode; convert it to Unicode, for example with the tools of Unikey"):
        encoding_of(raw, "a.csv", declared)


@pytest.mark.parametrize("raw", [
    "Le département a été créé à Paris; où il a dû payer tôt, ça va très bien".encode("cp1252"),
    "à la carte".encode("cp1252"), "Größe für Straße; Köln".encode("cp1252"),
    "São Paulo; a mãe não é irmã; avó, lã".encode("cp1252"), "Area;ha\nB;m²\n".encode("latin-1"),
    "Temp;°C\n".encode("latin-1"), "Gi¸;N¨m"[:3].encode("latin-1"), "Иван;Москва".encode("cp1251"),
    "統計;年鑑".encode("shift_jis"), bytes(range(1, 256)), b"\x89PNG\r\n\x1a\n\xff\xd8",
])
def test_what_is_not_clearly_vietnamese_is_refused_and_not_guessed(raw: bytes) -> None:
    with pytest.raises(ObservationError, match=r"^a\.csv: the encoding is not recognised; save it as “CSV "
                       r"UTF-8”, or declare encoding: cp1258$"):
        encoding_of(raw, "a.csv")


@pytest.mark.parametrize("raw", [b"a,b\0c\n1,2\n", b"Year;Value\n2025;1\n" + bytes(20), bytes(7)])
def test_zero_bytes_outside_utf_16_are_refused(raw: bytes) -> None:
    with pytest.raises(ObservationError, match=r"^a\.csv holds zero bytes, as no text does; save it as"):
        encoding_of(raw, "a.csv")


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", encoding_of(b"", "a.csv"), "a.csv") == ""
    assert decode(b"\xef\xbb\xbf", encoding_of(b"\xef\xbb\xbf", "a.csv"), "a.csv") == ""


@pytest.mark.parametrize(("raw", "encoding", "place"), [
    (TABLE.encode()[:-4], "utf-8", "a.csv:3: the bytes E1 BB "),
    ((TABLE.encode() + b"Ph\xff\n" + TABLE.encode()), "utf-8", "a.csv:4: the bytes FF "),
    (TABLE.replace("\n", "\r\n").encode() + b"\xff", "utf-8", "a.csv:4: the bytes FF "),
    (TABLE.replace("\n", "\r").encode() + b"\xff", "utf-8", "a.csv:4: the bytes FF "),
    (TABLE.encode("utf-16")[:-1], "utf-16", "a.csv:3: the bytes 0A "),
    (TABLE.encode("utf-16-le")[:-1], "utf-16-le", "a.csv:3: the bytes 0A "),
    (TABLE.encode("utf-16-be") + b"\0", "utf-16-be", "a.csv:4: the bytes 00 "),
    (WRITTEN["tcvn3"] + b"\x81", "tcvn3", "a.csv:4: the bytes 81 "),
    (WRITTEN["cp1258"] + b"\x9a", "cp1258", "a.csv:4: the bytes 9A "),
])
def test_a_damaged_file_is_an_error_with_the_line(raw: bytes, encoding: str, place: str) -> None:
    assert encoding_of(raw, "a.csv") == encoding
    with pytest.raises(ObservationError, match=f"^{place}are not {encoding}; save the file as “CSV UTF-8”"):
        decode(raw, encoding, "a.csv")


def test_a_bad_byte_far_down_is_found_by_its_line() -> None:
    raw = b"2025;1\n" * 100_000 + TABLE.encode() + b"Gi\xe1;1\n"
    assert encoding_of(raw, "a.csv") == "utf-8"
    with pytest.raises(ObservationError, match=r"^a\.csv:100004: the bytes E1 are"):
        decode(raw, "utf-8", "a.csv")


@pytest.mark.parametrize("encoding", ["cp1258", "tcvn3"])
def test_the_first_vietnamese_line_may_come_late(encoding: str) -> None:
    raw = b"2025;1\n" * 100_000 + WRITTEN[encoding]
    assert encoding_of(raw, "a.csv") == encoding


def test_what_windows_1258_writes_in_two_parts_is_composed() -> None:
    raw = b"T\xd4\xd2ng s\xf4\xec h\xf4\xf2"
    assert unicodedata.is_normalized("NFC", decode(raw, "cp1258", "a.csv"))
    assert decode(raw, "cp1258", "a.csv") == "TÔ\u0309ng số hộ".replace("Ô\u0309", "Ổ")


def test_quotation_marks_of_windows_stay_in_tcvn3() -> None:
    assert decode(b"\x93Ph\xad\xeang\x94 \x96 10 m\xb2", "tcvn3", "a.csv") == "“Phường” – 10 m²"


@given(st.text(st.sampled_from(VIETNAMESE + "bcdghklmnpqrstvx ;\n0123456789"), max_size=200))
def test_vietnamese_letters_come_back_from_every_encoding(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), encoding, "a.csv") == text
    assert decode(as_cp1258(text), "cp1258", "a.csv") == text
    assert decode(as_codes(text, from_tcvn3), "tcvn3", "a.csv") == text


@given(st.binary(max_size=300) | st.sampled_from([*WRITTEN.values()]).flatmap(
    lambda raw: st.integers(0, len(raw)).map(lambda cut: raw[:cut] + b"\xff\0\x81"[:cut % 4] + raw[cut:])))
def test_whatever_the_bytes_the_answer_is_text_or_a_sentence(raw: bytes) -> None:
    try:
        assert isinstance(decode(raw, encoding_of(raw, "a.csv"), "a.csv"), str)
    except ObservationError as error:
        assert str(error).startswith("a.csv")


@given(st.text(max_size=100).filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_every_text_in_utf_8_is_taken_as_it_is(text: str) -> None:
    raw = text.encode()
    assert encoding_of(raw, "a.csv") == "utf-8"
    assert decode(raw, "utf-8", "a.csv") == text


@pytest.mark.skipif(not AWKWARD.is_dir(), reason="the downloads are absent; set THIENHUONG_SHARED")
def test_downloads_of_the_statistics_office_are_in_utf_8() -> None:
    files = sorted(AWKWARD.glob("*.csv"))
    assert len(files) == 38
    for path in files:
        raw = path.read_bytes()
        text = decode(raw, encoding_of(raw, path.name), path.name)
        assert text and next(csv.reader(text.splitlines()))

"""Hostile files end in one sentence, in bounded memory and time, and nothing in them is run."""

import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.workbooks import read_sheet, sheet_names

HERE = Path(__file__).parents[1]
FILES = HERE / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS = ('<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
       '<office:spreadsheet><table:table table:name="S">{}</table:table></office:spreadsheet>'
       "</office:body></office:document-content>")
ONE = '<table:table-cell office:value-type="float" office:value="1" {}/>'
MOST_MEMORY = 1 << 30


def changed(path: Path, name: str, part: bytes | str, *, source: str = "mau.xlsx",
            packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a sound workbook with one part in place of its own."""
    with zipfile.ZipFile(FILES / source) as sound, zipfile.ZipFile(path, "w", packing) as made:
        for other in sound.namelist():
            if other != name:
                made.writestr(other, sound.read(other))
        made.writestr(name, part)
    return path


def sheet(path: Path, rows: str) -> Path:
    return changed(path, "xl/worksheets/sheet1.xml",
                   f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def ods(path: Path, rows: str) -> Path:
    return changed(path, "content.xml", ODS.format(rows), source="mau.ods")


def honest_bomb(path: Path) -> Path:
    return changed(path, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 120_000_000 + b"</worksheet>")


def two_hundred_megabytes(path: Path) -> Path:
    return changed(path, "xl/media/image1.png", b"\0" * 201_000_000)


def lying_bomb(path: Path) -> Path:
    """Say in the directory that a part of a hundred million bytes has a hundred."""
    honest_bomb(path)
    raw = path.read_bytes()
    at = raw.rindex(b"xl/worksheets/sheet1.xml") - 46
    path.write_bytes(raw[:at + 24] + struct.pack("<I", 100) + raw[at + 28:])
    return path


def many_rows(path: Path) -> Path:
    return sheet(path, "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c><c r="D{i}"><v>{i}</v></c></row>'
                               for i in range(1, 1_000_001)))


def long_text_often(path: Path) -> Path:
    """Show one text of 30,000 letters in 100,000 cells: 3 GB out of a small file."""
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 100_001))
    sheet(path, rows)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>{"ộ" * 30_000}</t></si></sst>'.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return path


def entity_bomb(path: Path) -> Path:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return changed(path, "xl/styles.xml", f'<!DOCTYPE s [<!ENTITY e0 "ha">{entities}]><s>&e9;</s>')


def huge_count(path: Path) -> Path:
    return changed(path, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="4294967295">'
                   + "<si><t>a</t></si>" * 20 + "</sst>")


def xls_of_four_billion_rows(path: Path) -> Path:
    raw = bytearray((FILES / "mau.xls").read_bytes())
    at = raw.index(struct.pack("<HH", 0x200, 14)) + 4
    raw[at:at + 12] = struct.pack("<IIHH", 0, 0xFFFFFFFF, 0, 0xFFFF)
    path.write_bytes(raw)
    return path


def xls_without_end(path: Path) -> Path:
    """Let the chain of short sectors bite its own tail."""
    raw = bytearray((FILES / "mau.xls").read_bytes())
    at = 512 + 512 * struct.unpack_from("<i", raw, 60)[0]
    following = struct.unpack_from("<4i", raw, at)
    assert following[:2] == (1, 2)
    raw[at + 8:at + 12] = struct.pack("<i", 0)
    path.write_bytes(raw)
    return path


REFUSED = {
    "honest bomb.xlsx": (honest_bomb, r"unpacks to \d+ times its size"),
    "large unpacked.xlsx": (two_hundred_megabytes, r"unpacks to 201 MB, more than 200; split it"),
    "lying bomb.xlsx": (lying_bomb, r"is larger than the file says; it was damaged or tampered with"),
    "rows.xlsx": (many_rows, r"a sheet spans 1000000 rows and 4 columns; delete the empty ones"),
    "far cell.xlsx": (lambda path: sheet(
        path, '<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
                      r"a sheet spans 1048576 rows and 16384 columns; delete the empty ones"),
    "far lie.xlsx": (lambda path: sheet(path, '<row><c r="A1"/><c r="A1" r="XFD1048576"><v>1</v></c></row>'),
                     r"a sheet spans 1048576 rows and 16384 columns|is damaged"),
    "beyond.xlsx": (lambda path: sheet(
        path, '<row><c r="A1"><v>1</v></c><c r="A4294967295"><v>1</v></c></row>'),
                    r"is damaged or was not copied whole"),
    "quoted.xlsx": (lambda path: sheet(
        path, '<row><!--<c "--><c r="A1"><v>1</v></c><c r="A4294967295"><v>1</v></c><!--">--></row>'),
        r"is damaged or was not copied whole"),
    "long text.xlsx": (long_text_often, r"the texts of a sheet fill \d+ MB, more than 50; shorten them"),
    "entities.xlsx": (entity_bomb, r"xl/styles.xml is written as no office program does"),
    "repeated cells.ods": (lambda path: ods(
        path, '<table:table-row table:number-rows-repeated="1048576">'
        + ONE.format('table:number-columns-repeated="16384"') + "</table:table-row>"),
        r"a sheet spans 1048576 rows and 16384 columns; delete the empty ones"),
    "repeated text.ods": (lambda path: ods(
        path, '<table:table-row table:number-rows-repeated="90000">'
        '<table:table-cell office:value-type="string">'
        f'<text:p>{"ộ" * 9000}</text:p></table:table-cell></table:table-row>'),
        r"the texts of a sheet fill 810 MB, more than 50"),
    "no end.xls": (xls_without_end, r"is damaged or was not copied whole"),
}
READ = {
    "count.xlsx": (huge_count, []),
    "dimensions.xls": (xls_of_four_billion_rows, []),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much memory was taken")
@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_a_hostile_workbook_is_one_sentence_in_less_than_a_gigabyte(tmp_path: Path, name: str) -> None:
    path = ({**REFUSED, **READ}[name][0])(tmp_path / name)
    code = ("import json, resource, sys; from pathlib import Path;"
            "from thienhuong_analysis.errors import ObservationError;"
            "from thienhuong_analysis.observations.reading.workbooks import read_sheet\n"
            "try: said = read_sheet(Path(sys.argv[1]), 'a') and ''\n"
            "except ObservationError as error: said = str(error)\n"
            "print(json.dumps([said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))")
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True,
                          check=False, timeout=120, cwd=HERE.parents[1])
    assert done.returncode == 0, done.stderr[-2000:]
    said, peak = json.loads(done.stdout)
    assert peak < MOST_MEMORY
    if name in READ:
        assert said == ""
    else:
        with pytest.raises(ObservationError, match=REFUSED[name][1]):
            raise ObservationError(said)


def test_the_empty_cells_with_which_libreoffice_fills_up_are_no_cells(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", f'<table:table-row>{ONE.format("")}'
               '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
               '<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
               'table:number-columns-repeated="16384"/></table:table-row>')
    assert read_sheet(path, "a.ods").rows == [[1.0]]


@pytest.mark.parametrize("name", ["co-mat-khau.xls", "co-mat-khau.ods"])
def test_a_protected_workbook_says_that_it_has_a_password(name: str) -> None:
    with pytest.raises(ObservationError, match=rf"^{name} is protected by a password; take the password off"):
        read_sheet(FILES / "protected" / name, name)


def test_a_protected_workbook_of_excel_is_a_container_with_an_encrypted_package(tmp_path: Path) -> None:
    package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(package)
    with pytest.raises(ObservationError, match=r"^a.xlsx is protected by a password"):
        read_sheet(tmp_path / "a.xlsx", "a.xlsx")


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.xls", "mau.ods"])
def test_a_truncated_workbook_is_one_sentence_wherever_it_ends(tmp_path: Path, name: str) -> None:
    content = (FILES / name).read_bytes()
    for length in range(1, len(content) - 600, 211):
        (tmp_path / name).write_bytes(content[:length])
        with pytest.raises(ObservationError, match=rf"^{name} is (damaged|no workbook|a text file)"):
            read_sheet(tmp_path / name, name)


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "a.xls is empty; copy it again from where it came"),
    (b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table></html>",
     "a.xls is a web page saved under the name of a workbook; open it in Excel and save it as .xlsx"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "a.xls is a web page saved under the name"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
     "a.xls is an XML file saved under the name of a workbook"),
    ("Năm;Giá trị\n2025;1\n".encode(), "a.xls is a text file saved under the name of a workbook"),
    ("Năm\t1\n".encode("utf-16"), "a.xls is a text file saved under the name of a workbook"),
    (b"%PDF\0\1\2", "a.xls is no workbook; open it in Excel and save it as .xlsx"),
    (b"PK\x03\x04 truncated", "a.xls is damaged or was not copied whole"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.xls is damaged or was not copied whole")])
def test_a_file_under_a_wrong_name_is_called_what_it_is(
        tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    for read in (read_sheet, sheet_names):
        with pytest.raises(ObservationError, match=sentence):
            read(tmp_path / "a.xls", "a.xls")


@pytest.mark.parametrize(("part", "sentence"), [
    ("word/document.xml", "a.xlsx is no workbook"), ("xl/workbook.bin", "a.xlsx is a binary workbook")])
def test_an_archive_of_another_kind_is_no_workbook(tmp_path: Path, part: str, sentence: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr(part, "<x/>")
    with pytest.raises(ObservationError, match=sentence):
        read_sheet(tmp_path / "a.xlsx", "a.xlsx")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as opened:
        opened.truncate(51_000_000)
    with pytest.raises(ObservationError, match=r"^a.xlsx holds 51 MB, more than 50; split it$"):
        read_sheet(tmp_path / "a.xlsx", "a.xlsx")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, MemoryError])
def test_an_interruption_and_a_lack_of_memory_are_not_called_damage(
        monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]) -> None:
    def interrupted(*_: object) -> None:
        raise interruption

    monkeypatch.setattr("thienhuong_analysis.observations.reading.openxml.OpenXml.save_checked", interrupted)
    with pytest.raises(interruption):
        read_sheet(FILES / "mau.xlsx", "mau.xlsx")

"""Workbooks are read as stored, and what their cells show is known: percent, fonts, merged areas, errors."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.workbooks import Sheet, read_sheet, sheet_names
from thienhuong_analysis.observations.values.numerals import Percent

FILES = Path(__file__).parents[1] / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(path: Path, rows: str, *, styles: str = "") -> Path:
    """Write a workbook whose one sheet has the given XML between its sheetData tags."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("S")
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{rows}</sheetData></worksheet>').encode()
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode()
    with zipfile.ZipFile(path, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return path


def kinds(sheet: Sheet) -> list[list[str]]:
    return [[type(cell).__name__ for cell in row] for row in sheet.rows]


def test_the_first_sheet_of_libreoffice_is_the_first_that_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "an.ods"
    hidden = (b'<table:table table:name="H" table:style-name="gone"><table:table-row><table:table-cell '
              b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>')
    style = (b'<style:style style:name="gone" style:family="table"><style:table-properties '
             b'table:display="false"/></style:style></office:automatic-styles>')
    with zipfile.ZipFile(FILES / "mau.ods") as made, zipfile.ZipFile(path, "w") as changed:
        for name in made.namelist():
            part = made.read(name)
            if name == "content.xml":
                part = part.replace(b"</office:automatic-styles>", style).replace(
                    b"<table:table ", hidden + b"<table:table ", 1)
            changed.writestr(name, part)
    assert sheet_names(path, "an.ods")[0] == "H"
    assert read_sheet(path, "an.ods").name == "Chỉ tiêu"
    assert read_sheet(path, "an.ods", "H").rows == [["x"]]


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.xls", "mau.ods"])
def test_the_three_formats_say_the_same(name: str) -> None:
    assert sheet_names(FILES / name, name) == ["Chỉ tiêu", "Trang 2"]
    sheet = read_sheet(FILES / name, name)
    assert sheet.name == "Chỉ tiêu"
    assert sheet.rows[:4] == [["Số liệu mẫu", "", ""], ["Năm", "Tỷ lệ", "Ngày"],
                              [2025.0, 0.14, "2026-01-31"], [0.3, 0.0072, ""]]
    assert sheet.rows[4][1:] == [14.0, ""]
    assert sheet.rows[5:] == [["#DIV/0!", "", ""], ["D©n sè", "Daân soá", "Dân số"]]
    assert [column[1] for column in kinds(sheet)[2:5]] == ["Percent", "Percent", "float"]
    assert sheet.fonts == {(6, 0): ".VnTime", (6, 1): "VNI-Times"}
    second = read_sheet(FILES / name, name, "Trang 2")
    assert second.rows == [["", ""], ["", 0.5]]
    assert kinds(second)[1] == ["str", "Percent"]


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.xls"])
def test_merged_areas_are_given_by_their_first_and_last_cell(name: str) -> None:
    assert read_sheet(FILES / name, name).merged == (((0, 0), (0, 2)),)


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.xls"])
def test_booleans_are_text(name: str) -> None:
    assert read_sheet(FILES / name, name).rows[4][0] == "True"


@pytest.mark.parametrize(("number_format", "percent"), [
    ("0%", True), ("0.00%", True), ("#,##0.0%", True), ("[Red]-0%;0%", True), ('0.0%;-0.0%;"-"', True),
    ('"khoảng "0%', True), ('0.0" %"', False), ("0\\%", False), ("0_%", False), ('0"%"', False),
    ("General", False), ("[$%-409]0", False)])
def test_a_number_is_percent_where_the_format_multiplies_it(
        tmp_path: Path, number_format: str, percent: bool) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        style = book.add_format({"num_format": number_format})
        page = book.add_worksheet()
        page.write("B2", 0.14, style)
        page.write("C2", "14%", style)
        page.write_blank("D2", None, style)
        page.write("E2", 0.14)
    assert kinds(read_sheet(tmp_path / "a.xlsx", "a.xlsx"))[1] == [
        "str", "Percent" if percent else "float", "str", "str", "float"]


def test_a_percent_cell_keeps_the_fraction_and_not_a_hundred_times_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write(0, 0, 0.14, book.add_format({"num_format": "0%"}))
    [[cell]] = read_sheet(tmp_path / "a.xlsx", "a.xlsx").rows
    assert isinstance(cell, Percent)
    assert cell == 0.14


PERCENT_FIRST = '<cellXfs><xf numFmtId="9"/><xf numFmtId="0"/></cellXfs>'
PERCENT_SECOND = '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'


@pytest.mark.parametrize(("cells", "styles"), [
    ('<c r="A1"><v>0.5</v></c><c r="B1" s="1"><v>2</v></c>', PERCENT_FIRST),
    ('<c r="A1" s="1"><v>0.5</v></c><c r="B1"><v>2</v></c>', PERCENT_SECOND),
    ('<c s="1" r="A1"><v>0.5</v></c><c r="B1" t="n" s="0"><v>2</v></c>', PERCENT_SECOND),
    ("<c r='A1' s='1'><v>0.5</v></c><c r='B1'><v>2</v></c>", PERCENT_SECOND),
    ('<c s="1"><v>0.5</v></c><c><v>2</v></c>', PERCENT_SECOND),
    ('<x:c r="A1" s="1"><x:v>0.5</x:v></x:c><c r="B1"><v>2</v></c>', PERCENT_SECOND)])
def test_percent_is_found_however_the_cells_are_written(tmp_path: Path, cells: str, styles: str) -> None:
    path = with_sheet(tmp_path / "a.xlsx", f"<row>{cells}</row>", styles=styles)
    sheet = read_sheet(path, "a.xlsx")
    assert sheet.rows == [[0.5, 2.0]]
    assert kinds(sheet) == [["Percent", "float"]]


def test_percent_is_found_beyond_column_z(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write("AB3", 0.5, book.add_format({"num_format": "0%"}))
    sheet = read_sheet(tmp_path / "a.xlsx", "a.xlsx")
    assert kinds(sheet)[2][26:] == ["str", "Percent"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_to_the_last_bit(tmp_path_factory: pytest.TempPathFactory, number: float) -> None:
    path = with_sheet(tmp_path_factory.mktemp("exact") / "a.xlsx",
                      f'<row r="1"><c r="A1"><v>{number!r}</v></c></row>')
    assert read_sheet(path, "a.xlsx").rows == [[number]]


def test_the_font_of_a_run_counts_and_not_that_of_its_cell(tmp_path: Path) -> None:
    def run(text: str, font: str) -> TextBlock:
        return TextBlock(InlineFont(rFont=font), text)

    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = CellRichText(run("Dan so ", "Arial"), run("D©n", ".VNTIMEH"))
    page["A2"] = CellRichText(run("Dân số", "Arial"))
    page["A2"].font = Font(name=".VnTime")
    page["A3"] = "D©n"
    page["A3"].font = Font(name=".VnArial")
    page["A4"] = "Dân"
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx", "a.xlsx").fonts == {(0, 0): ".VNTIMEH", (2, 0): ".VnArial"}


def test_formulas_and_links_are_not_followed_but_their_last_result_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+2", None, 7)
        page.write_formula("B1", "='[other.xlsx]S'!A1", None, "#N/A")
        page.write_string("C1", "=cmd|'/C calc'!A0")
    assert read_sheet(tmp_path / "a.xlsx", "a.xlsx").rows == [[7.0, "#N/A", "=cmd|'/C calc'!A0"]]


def test_a_sheet_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(ObservationError, match=r"^mau.ods has no sheet Trang 3; did you mean Trang 2\?$"):
        read_sheet(FILES / "mau.ods", "mau.ods", "Trang 3")


def test_the_first_sheet_is_the_first_that_is_visible_and_has_cells(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='Số liệu'!$A$1:$A$2"})
        book.add_chartsheet("Biểu đồ").set_chart(chart)
        book.add_worksheet("Ẩn").hide()
        book.add_worksheet("Số liệu").activate()
    assert sheet_names(tmp_path / "a.xlsx", "a.xlsx") == ["Ẩn", "Số liệu"]
    assert read_sheet(tmp_path / "a.xlsx", "a.xlsx").name == "Số liệu"


def test_what_a_file_is_counts_and_not_what_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes((FILES / "mau.xls").read_bytes())
    assert read_sheet(tmp_path / "a.xlsx", "a.xlsx").rows == read_sheet(FILES / "mau.xls", "b").rows

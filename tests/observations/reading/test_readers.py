"""Files are read as they stand, with the place of every cell, or refused in one sentence."""

from pathlib import Path

import pytest
import xlsxwriter

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.reading.readers import read_grids
from thienhuong_analysis.observations.values.numerals import Percent


def csv(folder: Path, content: bytes) -> list[Grid]:
    (folder / "a.csv").write_bytes(content)
    return list(read_grids(folder / "a.csv", "w/a.csv"))


def workbook(path: Path, cells: dict[str, object], *, number_format: str = "General") -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        style = book.add_format({"num_format": number_format})
        page = book.add_worksheet("Chỉ tiêu")
        for cell, value in cells.items():
            page.write(cell, value, style)


def test_a_byte_order_mark_is_no_part_of_the_first_cell(tmp_path: Path) -> None:
    assert csv(tmp_path, "\ufeffNăm,Giá trị\r\n2025,1\r\n".encode())[0].rows == [
        ["Năm", "Giá trị"],
        ["2025", "1"],
    ]


def test_a_text_file_is_offered_with_each_separator(tmp_path: Path) -> None:
    assert [grid.rows[0] for grid in csv(tmp_path, b"a;1,5\tb")] == [
        ["a;1", "5\tb"],
        ["a", "1,5\tb"],
        ["a;1,5", "b"],
        ["a;1,5\tb"],
    ]


def test_lines_are_counted_in_the_file_even_across_quoted_line_ends(tmp_path: Path) -> None:
    [grid, *_] = csv(tmp_path, b'a,b\n"two\nlines",1\n\nlast,2\n')
    assert [grid.place(i, 1) for i in range(4)] == [
        "w/a.csv:1",
        "w/a.csv:2",
        "w/a.csv:4",
        "w/a.csv:5",
    ]
    assert grid.place(3, 27, wide=True) == "w/a.csv:5:AB"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    assert csv(tmp_path, "Năm,Phường\n".encode(encoding))[0].rows == [["Năm", "Phường"]]


def test_a_text_file_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ObservationError, match=r"w/a.csv: the encoding is not recognised; save it as “CSV UTF-8”"
    ):
        csv(tmp_path, b"a,b\n\xff\xfe\xfd\xb2")


def test_rows_that_break_off_say_where_and_why(tmp_path: Path) -> None:
    [grid, *_] = csv(tmp_path, b'a,b\nc,"d\ne')
    assert grid.rows == [["a", "b"]]
    assert str(grid.damage) == "w/a.csv:2: unexpected end of data; check the quotation marks"


def test_a_file_that_is_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ObservationError, match=r"w/a.csv is declared but missing; add it or take it out"):
        list(read_grids(tmp_path / "a.csv", "w/a.csv"))
    with pytest.raises(ObservationError, match=r"w is a folder; declare the files in it"):
        list(read_grids(tmp_path, "w"))
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(
        ObservationError, match=r"a.doc: a file of this kind is not read; save it as .xlsx or .csv"
    ):
        list(read_grids(tmp_path / "a.doc", "a.doc"))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as opened:
        opened.truncate(201_000_000)
    with pytest.raises(ObservationError, match=r"a.csv holds 201 MB, more than 200; split it"):
        list(read_grids(tmp_path / "a.csv", "a.csv"))


def test_cells_of_excel_have_the_place_that_excel_shows(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"B3": "Năm", "C3": 2025, "C4": 1.5})
    [grid] = read_grids(tmp_path / "a.xlsx", "w/a.xlsx")
    assert grid.rows[2:] == [["", "Năm", 2025.0], ["", "", 1.5]]
    assert grid.place(3, 2) == "w/a.xlsx!Chỉ tiêu!C4"


def test_a_cell_shown_as_percent_is_read_as_it_is_shown(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"A1": 0.14, "A2": 0.0072, "A3": "14%"}, number_format="0.00%")
    [grid] = read_grids(tmp_path / "a.xlsx", "a.xlsx")
    assert grid.rows == [[Percent(0.14)], [Percent(0.0072)], ["14%"]]


def test_a_formula_is_never_evaluated_but_its_last_result_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write_formula("A1", "=1+2", None, 7)
        book.worksheets()[0].write_string("A2", "=cmd|'/C calc'!A0")
        book.worksheets()[0].write_boolean("A3", True)
    [grid] = read_grids(tmp_path / "a.xlsx", "a.xlsx")
    assert grid.rows == [[7.0], ["=cmd|'/C calc'!A0"], ["True"]]


def test_a_sheet_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"A1": 1})
    with pytest.raises(ObservationError, match=r"a.xlsx has no sheet Chi tiêu; did you mean Chỉ tiêu?"):
        list(read_grids(tmp_path / "a.xlsx", "a.xlsx", "Chi tiêu"))


def test_a_sheet_that_would_fill_the_memory_with_empty_cells_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"A1": 1, "XFD1048576": 1})
    with pytest.raises(
        ObservationError, match=r"a sheet spans 1048576 rows and 16384 columns; delete the empty"
    ):
        list(read_grids(tmp_path / "a.xlsx", "a.xlsx"))


def test_a_cube_is_a_long_table_whose_places_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.px").write_text(
        'CHARSET="ANSI";\nCODEPAGE="utf-8";\nTITLE="Dân số";\nSTUB="Địa phương";\nHEADING="Năm";\n'
        'VALUES("Địa phương")="Cả nước","Hải Phòng";\nVALUES("Năm")="2015","Sơ bộ 2016";\n'
        'UNITS="Nghìn người";\nDATA=\n91709.8 92692.2\n1963.3 "..";\n',
        encoding="utf-8",
    )
    [grid] = read_grids(tmp_path / "a.px", "w/a.px")
    assert grid.title == "Dân số"
    assert grid.rows == [
        ["Địa phương", "Năm", "unit", "value"],
        ["Cả nước", "2015", "Nghìn người", 91709.8],
        ["Cả nước", "Sơ bộ 2016", "Nghìn người", 92692.2],
        ["Hải Phòng", "2015", "Nghìn người", 1963.3],
        ["Hải Phòng", "Sơ bộ 2016", "Nghìn người", ".."],
    ]
    assert [grid.place(i, 3) for i in (1, 2, 4)] == ["w/a.px:10:1", "w/a.px:10:2", "w/a.px:11:2"]


def test_text_in_tcvn3_is_converted_or_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "Ph\xad\xeang Thi\xaan H\xad\xacng,Ph\xad\xeang Hoa \xa7\xe9ng\n".encode()
    )
    grid = next(iter(read_grids(tmp_path / "a.csv", "w/a.csv")))
    assert grid.rows == [["Phường Thiên Hương", "Phường Hoa Động"]] and grid.converted == 2
    with pytest.raises(ObservationError, match=r"TCVN3"):
        list(read_grids(tmp_path / "a.csv", "w/a.csv", refuse_legacy=True))

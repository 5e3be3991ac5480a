"""A cell is a percentage only where its format makes Excel multiply by a hundred."""

import openpyxl
import pytest

from thienhuong_analysis.observations.reading.readers import read_grids
from thienhuong_analysis.observations.values.numerals import shown


@pytest.mark.parametrize(("number_format", "multiplied"), [
    ("0%", True), ("0.00%", True), ('0"%"', False), ("0\\%", False), ('0.0" %"', False)])
def test_a_percent_sign_in_quotes_is_only_text(tmp_path, number_format, multiplied):
    book = openpyxl.Workbook()
    book.active["A1"] = 0.14 if multiplied else 14
    book.active["A1"].number_format = number_format
    book.save(tmp_path / "a.xlsx")
    grid = next(iter(read_grids(tmp_path / "a.xlsx", "a.xlsx")))
    assert ("%" in shown(grid.rows[0][0])) == multiplied

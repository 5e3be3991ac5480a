"""Files into grids of cells, each cell with its place; nothing in a file is run or evaluated."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_cell_to_rowcol

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.grids import Grid
from thienhuong_analysis.observations.numerals import Cell, Percent
from thienhuong_analysis.observations.textfiles import read_text

_TEXTS, _WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")
SUFFIXES = (*_TEXTS, *_WORKBOOKS)
_MEGABYTE = 1_000_000
_LARGEST_FILE, _LARGEST_TEXT, _LARGEST_UNPACKED = 50 * _MEGABYTE, 200 * _MEGABYTE, 500 * _MEGABYTE
_MOST_CELLS = 10_000_000
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, RuntimeError)


def read_grids(path: Path, label: str, sheet: str | None = None, encoding: str = "auto") -> Iterator[Grid]:
    """Yield the ways in which a file can be read: one for Excel, one a separator for CSV.

    Args
        label : str  how places and messages call the file
        sheet : str | None  the sheet of a workbook; None for the first

    Raises
        ObservationError: missing, too large, of another kind, or damaged
    """
    if not path.is_file():
        raise ObservationError("{file} is declared but missing; add it or take it out of "
                               "sources.yaml", file=label)
    if path.suffix.lower() not in SUFFIXES:
        raise ObservationError("{file}: a file of this kind is not read; save it as .xlsx or .csv",
                               file=label)
    text = path.suffix.lower() in _TEXTS
    _check_size(path.stat().st_size, _LARGEST_TEXT if text else _LARGEST_FILE, label)
    if not text:
        yield _read_excel(path, label, sheet)
    else:
        yield from read_text(path, label, encoding)


def _check_size(size: int, largest: int, label: str) -> None:
    if size > largest:
        raise ObservationError("{file} holds {size} MB, more than {largest}; split it", file=label,
                               size=size // _MEGABYTE, largest=largest // _MEGABYTE)


def _read_excel(path: Path, label: str, sheet: str | None) -> Grid:
    import python_calamine as calamine

    try:
        _check_extent(path, label)
        book = calamine.CalamineWorkbook.from_path(str(path))
        if sheet is not None and sheet not in book.sheet_names:
            raise ObservationError("{file} has no sheet {sheet}; did you mean {nearest}?",
                                   file=label, sheet=sheet,
                                   nearest=nearest(sheet, book.sheet_names))
        opened = book.get_sheet_by_name(book.sheet_names[0] if sheet is None else sheet)
        values = opened.to_python(skip_empty_area=False)
        percent = _shown_as_percent(path, opened.name)
    except (calamine.CalamineError, *_DAMAGED) as error:
        raise ObservationError("{file} cannot be read ({why}); open it in Excel and save it anew, "
                               "without a password", file=label, why=error) from error
    rows = [[_cell(value, percent=(i, j) in percent) for j, value in enumerate(row)]
            for i, row in enumerate(values)]
    return Grid(label, rows, list(range(1, len(rows) + 1)), opened.name)


def _check_extent(path: Path, label: str) -> None:
    """Refuse what would not fit into memory before calamine makes room for it."""
    with zipfile.ZipFile(path) as packed:
        _check_size(sum(item.file_size for item in packed.infolist()), _LARGEST_UNPACKED, label)
        for item in packed.infolist():
            found = _REFERENCE.findall(packed.read(item))
            rows = max((int(row) for _, row in found), default=0)
            columns = max((xl_cell_to_rowcol(f"{letters.decode()}1")[1] + 1
                           for letters in {letters for letters, _ in found}), default=0)
            if rows * columns > _MOST_CELLS:
                raise ObservationError("{file}: a sheet spans {rows} rows and {columns} columns; "
                                       "delete the empty ones", file=label, rows=rows,
                                       columns=columns)


def _cell(value: object, *, percent: bool) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Percent(value) if percent else float(value)
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _shown_as_percent(path: Path, sheet: str) -> set[tuple[int, int]]:
    """Return the cells that hold 0.14 and show 14%: their format is known only to openpyxl."""
    with zipfile.ZipFile(path) as packed:
        styles = packed.read("xl/styles.xml") if "xl/styles.xml" in packed.namelist() else b""
    if not re.search(rb'numFmtId="(9|10)"|formatCode="[^"]*%', styles):
        return set()
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return {(cell.row - 1, cell.column - 1) for row in book[sheet].iter_rows() for cell in row
            if isinstance(cell.value, int | float)
            and "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")}

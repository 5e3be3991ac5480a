"""Files into grids of cells, each cell with its place; nothing in a file is run or evaluated."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.numerals import Cell, Figure

LARGEST_FILE = 50_000_000
_LARGEST_UNPACKED = 500_000_000
_MOST_CELLS = 10_000_000


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or text file.

    Args
        label : str  the file, relative to ``data/raw``
        rows : list of lists  cells, as they stand; rows may differ in length
        lines : list of int  the line or row number of each row, from 1
        sheet : str  empty for a text file
    """

    label: str
    rows: list[list[Cell]]
    lines: list[int]
    sheet: str = ""

    def place(self, row: int, column: int, *, wide: bool = False) -> str:
        """Return where a cell is: ``file!sheet!B7``, ``file:12``, in a wide text file ``file:12:B``.

        Args
            row, column : int  position in ``rows``, from 0
        """
        letters, rest = "", column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(65 + letter) + letters
        if self.sheet:
            return f"{self.label}!{self.sheet}!{letters}{self.lines[row]}"
        return f"{self.label}:{self.lines[row]}" + (f":{letters}" if wide else "")


def read_grids(path: Path, label: str, sheet: str | None = None) -> Iterator[Grid]:
    """Yield the ways in which a file can be read: one for Excel, one a separator for CSV.

    Args
        path : Path  a ``.csv`` or ``.xlsx`` file
        label : str  how places and messages call it
        sheet : str | None  the sheet of a workbook; None for the first

    Raises
        ObservationError: missing, too large, of another kind, or damaged
    """
    if not path.is_file():
        raise ObservationError("{file} is declared but missing; add it or take it out of sources.yaml",
                               file=label)
    if path.stat().st_size > LARGEST_FILE:
        raise ObservationError("{file} is larger than {size} MB; split it", file=label,
                               size=LARGEST_FILE // 10**6)
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv", ".txt"):
        yield from _read_csv(path, label)
    elif suffix in (".xlsx", ".xlsm"):
        yield _read_excel(path, label, sheet)
    else:
        raise ObservationError("{file}: files that end in {suffix} are not read; save it as .xlsx or .csv",
                               file=label, suffix=suffix or "nothing")


def _read_csv(path: Path, label: str) -> Iterator[Grid]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ObservationError("{file} is not in UTF-8; save it from Excel as “CSV UTF-8”",
                               file=label) from error
    if "\0" in text:
        raise ObservationError("{file} is not a text file; save it from Excel as “CSV UTF-8”", file=label)
    broken: ObservationError | None = None
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows: list[list[Cell]] = []
        lines, line = [], 1
        try:
            for row in reader:
                rows.append(list(row))
                lines.append(line)
                line = reader.line_num + 1
        except csv.Error as error:
            broken = broken or ObservationError("{file}:{line}: {why}; check the quotation marks",
                                                file=label, line=line, why=error)
            continue
        yield Grid(label, rows, lines)
    if broken:
        raise broken


def _read_excel(path: Path, label: str, sheet: str | None) -> Grid:
    import python_calamine as calamine

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise ObservationError("{file} unpacks to {size} MB; split it", file=label, size=unpacked // 10**6)
        book = calamine.CalamineWorkbook.from_path(str(path))
        if sheet is not None and sheet not in book.sheet_names:
            raise ObservationError("{file} has no sheet {sheet}; did you mean {nearest}?", file=label,
                                   sheet=sheet, nearest=nearest(sheet, book.sheet_names))
        name = sheet if sheet is not None else book.sheet_names[0]
        opened = book.get_sheet_by_name(name)
        if opened.total_height * opened.total_width > _MOST_CELLS:
            raise ObservationError("{file}!{sheet} spans {rows} rows and {columns} columns; delete the empty ones",
                                   file=label, sheet=name, rows=opened.total_height,
                                   columns=opened.total_width)
        values = opened.to_python(skip_empty_area=False)
        percent = _shown_as_percent(path, name)
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        raise ObservationError("{file} cannot be read ({why}); open it in Excel and save it anew, "
                               "without a password", file=label, why=error) from error
    rows = [[_cell(value, (i, j) in percent) for j, value in enumerate(row)] for i, row in enumerate(values)]
    return Grid(label, rows, list(range(1, len(rows) + 1)), name)


def _cell(value: object, percent: bool) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return Figure(float(f"{value * 100:.15g}"), "%") if percent else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value)


def _shown_as_percent(path: Path, sheet: str) -> set[tuple[int, int]]:
    """Return the cells that hold 0.14 and show 14%: their format is known only to openpyxl."""
    with zipfile.ZipFile(path) as packed:
        styles = packed.read("xl/styles.xml") if "xl/styles.xml" in packed.namelist() else b""
    if not re.search(rb'numFmtId="(9|10)"|formatCode="[^"]*%', styles):
        return set()
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return {(cell.row - 1, cell.column - 1) for row in book[sheet].iter_rows() for cell in row
            if isinstance(cell.value, int | float) and "%" in (cell.number_format or "")}

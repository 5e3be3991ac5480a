"""Workbooks of Excel 97–2003, read by xlrd.

Not by calamine, which makes room for as many cells as a sheet says it has: seven kilobytes that say
4,294,967,295 rows end the whole program, with nothing to catch.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.archives import PASSWORD, check_extent, check_length
from thienhuong_analysis.observations.reading.foreign import DAMAGED
from thienhuong_analysis.observations.reading.styles import Area, Look, Position, is_legacy, shows_percent
from thienhuong_analysis.observations.values.numerals import Cell

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Biff:
    """A workbook in the old binary format, every sheet of it checked.

    Args
        path : Path  the file
        label : str  how messages call it

    Raises
        ObservationError: protected by a password, or a sheet would not fit into memory
        Exception: damaged; xlrd raises whatever it stumbles over
    """

    def __init__(self, path: Path, label: str) -> None:
        import xlrd

        self._path = path
        content = path.read_bytes()
        if _ENCRYPTED_PACKAGE in content:
            raise ObservationError(PASSWORD, file=label)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            _check_chains(content, nowhere)
            try:
                self._book = xlrd.open_workbook(file_contents=content, formatting_info=True,
                                                ragged_rows=True, logfile=nowhere)
            except xlrd.XLRDError as error:
                encrypted = "encrypted" in str(error)
                raise ObservationError(PASSWORD if encrypted else DAMAGED, file=label) from error
        self.names: list[str] = self._book.sheet_names()
        visible = [sheet.name for sheet in self._book.sheets() if not sheet.visibility]
        self.first = next(iter(visible or self.names), "")
        for sheet in self._book.sheets():
            _check(sheet, label)

    def cells(self, sheet: str) -> tuple[list[list[Cell]], tuple[Area, ...]]:
        """Return the cells of a sheet from A1 on, and its merged areas."""
        page = self._book.sheet_by_name(sheet)
        height, width = _extent(page)
        rows: list[list[Cell]] = [
            [_cell(kind, value, self._book.datemode) for kind, value in
             zip(page.row_types(row, 0, width), page.row_values(row, 0, width), strict=True)]
            for row in range(height)]
        full = [[*row, *[""] * (width - len(row))] for row in rows]
        return full, tuple(((top, left), (bottom - 1, right - 1))
                           for top, bottom, left, right in page.merged_cells)

    def look(self, sheet: str) -> Look:
        """Return how the cells of a sheet look."""
        page = self._book.sheet_by_name(sheet)
        formats, fonts = self._book.format_map, [font.name for font in self._book.font_list]
        styles = self._book.xf_list
        percent = {i for i, style in enumerate(styles)
                   if style.format_key in formats and shows_percent(formats[style.format_key].format_str)}
        found = {}
        if any(map(is_legacy, fonts)):
            for row, column in _places(page):
                own = styles[page.cell_xf_index(row, column)].font_index
                runs = page.rich_text_runlist_map.get((row, column), [])
                used = [own] * (not runs or runs[0][0] > 0) + [font for _, font in runs]
                if legacy := next(filter(is_legacy, (fonts[font] for font in used)), ""):
                    found[row, column] = legacy
        return Look((place for place in (_places(page) if percent else ())
                     if page.cell_xf_index(*place) in percent), found, {})


def _check_chains(content: bytes, log: TextIO) -> None:
    """Refuse a chain of short sectors that bites its own tail: xlrd follows it until memory is full."""
    from xlrd.compdoc import CompDoc

    following = CompDoc(content, logfile=log).SSAT
    walked = [-1] * len(following)
    for start in range(len(following)):
        sector = start
        while 0 <= sector < len(following) and walked[sector] < 0:
            walked[sector] = start
            sector = following[sector]
        if 0 <= sector < len(following) and walked[sector] == start:
            raise ValueError("a chain of sectors without an end")


def _extent(sheet: Any) -> tuple[int, int]:
    rows = columns = 0
    for row, column in _places(sheet):
        rows, columns = row + 1, max(columns, column + 1)
    return rows, columns


def _check(sheet: Any, label: str) -> None:
    check_extent(*_extent(sheet), label)
    check_length(sum(len(value) for row in range(sheet.nrows) for value in sheet.row_values(row)
                     if isinstance(value, str)), label)


def _cell(kind: int, value: Any, datemode: int) -> Cell:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return float(value)
        return moment.date().isoformat() if value >= 1 else str(moment.time())
    if kind == xlrd.XL_CELL_BOOLEAN:
        return str(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#ERROR"))
    return value if isinstance(value, str) else float(value)


def _places(sheet: Any) -> Iterator[Position]:
    """Yield the cells that hold anything, row by row."""
    import xlrd

    empty = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    for row in range(sheet.nrows):
        yield from ((row, column) for column, kind in enumerate(sheet.row_types(row)) if kind not in empty)

"""Workbooks of Excel 97–2003: checked by xlrd, which keeps cells sparse and knows how they look."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.archives import PASSWORD, check_extent, check_length
from thienhuong_analysis.observations.foreign import DAMAGED
from thienhuong_analysis.observations.styles import Look, Position, is_legacy, shows_percent

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MOST_ROWS, _MOST_COLUMNS = 65536, 256


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

    def save_checked(self, sheet: str, folder: Path) -> Path:  # noqa: ARG002  all sheets are checked
        """Return a copy under the name by which calamine knows the format.

        Args
            folder : Path  where to write it
        """
        return Path(shutil.copyfile(self._path, folder / "sheet.xls"))

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
                used = [font for _, font in runs] if runs and runs[0][0] == 0 else [own, *dict(runs).values()]
                if legacy := next(filter(is_legacy, (fonts[font] for font in used)), ""):
                    found[row, column] = legacy
        return Look((place for place in (_places(page) if percent else ())
                     if page.cell_xf_index(*place) in percent), found)


def _check(sheet: Any, label: str) -> None:
    # calamine makes room for what the sheet says of itself
    if sheet._dimnrows > _MOST_ROWS or sheet._dimncols > _MOST_COLUMNS:
        raise ObservationError(DAMAGED, file=label)
    rows = columns = 0
    for row, column in _places(sheet):
        rows, columns = row + 1, max(columns, column + 1)
    check_extent(rows, columns, label)
    check_length(sum(len(value) for row in range(sheet.nrows) for value in sheet.row_values(row)
                     if isinstance(value, str)), label)


def _places(sheet: Any) -> Iterator[Position]:
    """Yield the cells that hold anything, row by row."""
    import xlrd

    empty = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    for row in range(sheet.nrows):
        yield from ((row, column) for column, kind in enumerate(sheet.row_types(row)) if kind not in empty)

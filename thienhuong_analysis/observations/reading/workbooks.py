"""Workbooks read fast and safely: the cells of a sheet as they are stored, and how they are shown."""

import codecs
import gc
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.reading.archives import (
    LARGEST_FILE,
    NO_WORKBOOK,
    PASSWORD,
    Archive,
    check_size,
)
from thienhuong_analysis.observations.reading.biff import Biff
from thienhuong_analysis.observations.reading.foreign import contained
from thienhuong_analysis.observations.reading.opendocument import OpenDocument
from thienhuong_analysis.observations.reading.openxml import OpenXml
from thienhuong_analysis.observations.reading.styles import Area, Position
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.values.numerals import Cell, Percent

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
"""How workbooks are called; what a file is, is seen from its content."""

_SMALL = 30_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY = _("{file} is empty; copy it again from where it came")
_BINARY = _("{file} is a binary workbook (.xlsb); open it in Excel and save it as .xlsx")
_WEB_PAGE = _("{file} is a web page saved under the name of a workbook; open it in Excel and save it "
              "as .xlsx")
_XML = _("{file} is an XML file saved under the name of a workbook; open it in Excel and save it as .xlsx")
_TEXT = _("{file} is a text file saved under the name of a workbook; open it in Excel and save it as .xlsx")


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet.

    Args
        name : str  as its tab says
        rows : list of lists  cells from A1 on; rows are equally long
        merged : tuple of ((row, column), (row, column))  first and last cell of every merged area
        fonts : Mapping  the legacy Vietnamese font of a cell, by (row, column) from 0
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...]
    fonts: Mapping[Position, str]


def sheet_names(path: Path, label: str) -> list[str]:
    """Return the names of the sheets with cells, in the order of their tabs.

    Args
        label : str  how messages call the file

    Raises
        ObservationError: no workbook, protected, damaged or too large
    """
    with _opened(path, label) as book:
        return book.names


def read_sheet(path: Path, label: str, sheet: str | None = None) -> Sheet:
    """Return the cells of a sheet: numbers as stored, dates as ISO text, percent as ``Percent``.

    Formulas are never evaluated and links never followed: what the office program saw last is read.
    Error values (``#DIV/0!``) stay text.

    Args
        label : str  how messages call the file
        sheet : str | None  its name; None for the first that is visible

    Raises
        ObservationError: no workbook, protected, damaged or too large; no such sheet
    """
    with _opened(path, label) as book, TemporaryDirectory() as folder, _without_collection():
        name = book.first if sheet is None else sheet
        if name not in book.names:
            raise ObservationError("{file} has no sheet {sheet}; did you mean {nearest}?", file=label,
                                   sheet=name, nearest=nearest(name, book.names))
        if isinstance(book, Biff):
            rows, merged = book.cells(name)
            look = book.look(name)
        else:
            saved = book.save_checked(name, Path(folder))
            # calamine lets other threads work; beside a large sheet that would take too much memory.
            with ThreadPoolExecutor(1) as other:
                looked = other.submit(book.look, name) if saved.stat().st_size < _SMALL else None
                rows, merged = _through_calamine(saved, label, name)
                look = looked.result() if looked else book.look(name)
        for row, column in look.percent:
            if row < len(rows) and column < len(rows[row]) and isinstance(rows[row][column], float):
                rows[row][column] = Percent(rows[row][column])
        for (row, column), text in look.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
    return Sheet(name, rows, merged, look.fonts)


def _through_calamine(path: Path, label: str, sheet: str) -> tuple[list[list[Cell]], tuple[Area, ...]]:
    import python_calamine as calamine

    try:
        with calamine.load_workbook(path) as opened:
            found = opened.get_sheet_by_name(sheet)
            values, merged = found.to_python(skip_empty_area=False), tuple(found.merged_cell_ranges or ())
    except calamine.PasswordError as error:
        raise ObservationError(PASSWORD, file=label) from error
    if set(map(type, chain.from_iterable(values))) <= {str, float}:
        return cast(list[list[Cell]], values), merged
    return [[_cell(value) for value in row] for row in values], merged


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: cells form no cycles, and the search takes a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


@contextmanager
def _opened(path: Path, label: str) -> Iterator[Biff | OpenXml | OpenDocument]:
    """Give the workbook, by what the file holds and whatever it is called."""
    try:
        check_size(path.stat().st_size, LARGEST_FILE, label)
        with path.open("rb") as opened:
            head = opened.read(4096)
    except OSError as error:
        raise ObservationError("{file} cannot be read: {why}", file=label, why=error.strerror) from error
    with contained(label):
        if head.startswith(_OLE):
            yield Biff(path, label)
        elif head.startswith(_ZIP):
            archive = Archive(path, label)
            try:
                yield _packed(archive)
            finally:
                archive.close()
        else:
            raise ObservationError(_kind(head), file=label)


def _packed(archive: Archive) -> OpenXml | OpenDocument:
    if "xl/workbook.xml" in archive:
        return OpenXml(archive)
    if "content.xml" in archive:
        return OpenDocument(archive)
    sentence = _BINARY if "xl/workbook.bin" in archive else NO_WORKBOOK
    raise ObservationError(sentence, file=archive.label)


def _kind(head: bytes) -> str:
    """Return the sentence that says what a file is that is no workbook."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return _EMPTY
    if start.startswith(b"<?xml") and b"<html" not in start:
        return _XML
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<?xml")):
        return _WEB_PAGE
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return NO_WORKBOOK if b"\0" in head and not utf_16 else _TEXT

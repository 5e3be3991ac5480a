"""Zip archives of XML, as workbooks are: opened within limits, their parts read as events."""

import copy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.text import _

MEGABYTE = 1_000_000
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_PART = 150 * MEGABYTE
"""Python keeps a text with one rare letter at four bytes a letter: a part may become four times as large."""
MOST_CELLS = 3_000_000
LARGEST_TEXTS = 50 * MEGABYTE
_HIGHEST_RATIO, _RATIO_MATTERS_FROM = 200, 10 * MEGABYTE
_STRIDE = MEGABYTE // 2
_ENCRYPTED = 1

PASSWORD = _("{file} is protected by a password; take the password off in Excel and save it")
NO_WORKBOOK = _("{file} is no workbook; open it in Excel and save it as .xlsx")
_TOO_MUCH = _("{file} unpacks to {size} MB, more than {largest}; split it")


class Event(NamedTuple):
    """A start tag (with its attributes), an end tag (without), or a text (no name)."""

    name: str
    attributes: dict[str, str] | None = None
    text: str = ""


class Archive:
    """The parts of a zip archive by name, in small letters with slashes.

    Args
        path : Path  the file
        label : str  how messages call it

    Raises
        ObservationError: too large, packed beyond reason, or protected by a password
        zipfile.BadZipFile: no archive, or one that is damaged
    """

    def __init__(self, path: Path, label: str) -> None:
        self.label = label
        check_size(path.stat().st_size, LARGEST_FILE, label)
        self._zip = zipfile.ZipFile(path)
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > LARGEST_UNPACKED:
            raise ObservationError(_TOO_MUCH, file=label, size=unpacked // MEGABYTE,
                                   largest=LARGEST_UNPACKED // MEGABYTE)
        self._parts = {part.filename.replace("\\", "/").lstrip("/").lower(): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return what a part of XML holds; nothing where there is no such part.

        Raises
            ObservationError: larger than it may be or says it is, or with a document type, by which
                a few bytes can unfold into gigabytes
            zipfile.BadZipFile: damaged
        """
        part = self._parts.get(name.lower())
        if part is None:
            return b""
        if part.flag_bits & _ENCRYPTED:
            raise ObservationError(PASSWORD, file=self.label)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > LARGEST_PART:
            raise ObservationError(_TOO_MUCH, file=self.label, size=part.file_size // MEGABYTE,
                                   largest=LARGEST_PART // MEGABYTE)
        if ratio > _HIGHEST_RATIO and part.file_size > _RATIO_MATTERS_FROM:
            raise ObservationError("{file}: {part} unpacks to {ratio} times its size; open it in Excel, "
                                   "delete what is empty and save it anew",
                                   file=self.label, part=name, ratio=ratio)
        probe = copy.copy(part)
        probe.file_size += MEGABYTE  # zipfile stops, and compares the checksum, at the size that is declared
        with self._zip.open(probe) as opened:
            content = opened.read(part.file_size + 1)
        if len(content) > part.file_size:
            raise ObservationError("{file}: {part} is larger than the file says; it was damaged or "
                                   "tampered with, ask for it again", file=self.label, part=name)
        if b"<!DOCTYPE" in content or b"\0" in content or _holds_endless_text(content):
            raise ObservationError("{file}: {part} is written as no office program does; open it in "
                                   "Excel and save it anew", file=self.label, part=name)
        return content


def check_size(size: int, largest: int, label: str) -> None:
    """Refuse a file that is too large.

    Args
        size, largest : int  [bytes]

    Raises
        ObservationError: too large
    """
    if size > largest:
        raise ObservationError("{file} holds {size} MB, more than {largest}; split it", file=label,
                               size=size // MEGABYTE, largest=largest // MEGABYTE)


def check_extent(rows: int, columns: int, label: str) -> None:
    """Refuse a sheet that would not fit into memory once every cell has its place.

    Raises
        ObservationError: more than 3,000,000 cells, empty ones included
    """
    if rows * columns > MOST_CELLS:
        raise ObservationError("{file}: a sheet spans {rows} rows and {columns} columns; "
                               "delete the empty ones", file=label, rows=rows, columns=columns)


def check_length(length: int, label: str) -> None:
    """Refuse texts that fill the memory: a short file can repeat a long text in every cell.

    Args
        length : int  of all texts of a sheet [characters]

    Raises
        ObservationError: too long
    """
    if length > LARGEST_TEXTS:
        raise ObservationError("{file}: the texts of a sheet fill {size} MB, more than {largest}; "
                               "shorten them", file=label, size=length // MEGABYTE,
                               largest=LARGEST_TEXTS // MEGABYTE)


def events(xml: bytes) -> Iterator[Event]:
    """Yield the tags and texts of XML in order, without ever holding the whole of it as objects.

    Raises
        expat.ExpatError: no XML

    Example
        >>> [event.name for event in events(b"<a><b/>x</a>")]
        ['a', 'b', 'b', '', 'a']
    """
    found: list[Event] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: found.append(Event(name, attributes))
    parser.EndElementHandler = lambda name: found.append(Event(name))
    parser.CharacterDataHandler = lambda text: found.append(Event("", text=text))
    step = 1 << 16
    for start in range(0, len(xml) + 1, step):
        parser.Parse(xml[start:start + step], start + step > len(xml))
        yield from found
        found.clear()


def _holds_endless_text(content: bytes) -> bool:
    """Whether a text is longer than any cell may hold: it then fills a whole stride without a tag."""
    return any(content.find(b"<", start, start + _STRIDE) < 0
               for start in range(0, len(content) - _STRIDE, _STRIDE))

"""Workbooks of Excel since 2007: their sheets, and which cells show percent or a legacy font."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import chain, pairwise
from pathlib import Path
from posixpath import basename

from xlsxwriter.utility import xl_cell_to_rowcol

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.archives import (
    LARGEST_TEXTS,
    NO_WORKBOOK,
    Archive,
    check_extent,
    check_length,
    events,
)
from thienhuong_analysis.observations.reading.styles import Look, Position, is_legacy, shows_percent

_BUILT_IN_PERCENT = ("9", "10")
_MOST_MERGED = 50_000
_AS_OFFICE_WRITES = rb'<c(?! r="%s"(?: s="[0-9]++")?+(?: t="[a-zA-Z]++")?+/?+>)[\s/>]'
_NOT_NEAR = re.compile(_AS_OFFICE_WRITES % rb"[A-Z][0-9]{1,5}+")
"""A cell beyond column Z or row 99,999, or not written as all office programs write theirs."""
_UNUSUAL = re.compile(_AS_OFFICE_WRITES % rb"[A-Z]{1,3}+[0-9]{1,7}+")
_COLUMNS, _ROWS = re.compile(rb'<c r="([A-Z]+)'), re.compile(rb'<c r="[A-Z]+([0-9]+)')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_NAMED = rb"""<(?:[^\s<>/:"'=]+:)?(row|c)(?=[\s/>])"""
_TAG = re.compile(_NAMED + rb"([^>]*)")
_MALFORMED = re.compile(_NAMED + rb"""(?!(?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>)""")
_HIDDEN = re.compile(rb"""<!|=\s*["'][^"'<>]*<""")
_ATTRIBUTE = re.compile(rb"""\b([rst])\s*=\s*["']([^"']*)""")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,9})")
_ALL_STRINGS = re.compile(rb"(<(?:\w+:)?sst\b)[^>]*?(/?>)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]{0,99}))")
_SHOWN = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]{1,99})")
_STRING, _RUN = re.compile(rb"<(?:\w+:)?si\b"), re.compile(rb"<(?:\w+:)?r\b")
_RUN_FONT = re.compile(rb"""rFont\b[^>]*?\bval\s*=\s*["']([^"']*)""")
_LEGACY = re.compile(rb"""rFont\b[^>]*?\bval\s*=\s*["']\s*(?:\.[Vv][Nn]|[Vv][Nn][Ii])""")

class OpenXml:
    """A workbook whose parts are checked before anything makes room for its cells.

    Args
        archive : Archive  the parts

    Raises
        ObservationError: no workbook
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        targets = {event.attributes["Id"]: event.attributes for event in
                   events(archive.read("xl/_rels/workbook.xml.rels"))
                   if event.attributes and {"Id", "Target", "Type"} <= event.attributes.keys()}
        self._parts: dict[str, str] = {}
        visible = []
        for event in events(archive.read("xl/workbook.xml")):
            if _local(event.name) == "sheet" and event.attributes:
                sheet = {_local(key): value for key, value in event.attributes.items()}
                target = targets.get(sheet.get("id", ""), {})
                if basename(target.get("Type", "")) == "worksheet":
                    path = target["Target"].lstrip("/")
                    self._parts[sheet["name"]] = path if path.startswith("xl/") else f"xl/{path}"
                    visible += [sheet["name"]] * (sheet.get("state", "visible") == "visible")
        self.names = list(self._parts)
        self.first = next(iter(visible or self.names), "")
        if not self.first:
            raise ObservationError(NO_WORKBOOK, file=archive.label)

    def save_checked(self, sheet: str, folder: Path) -> Path:
        """Return a file that holds one sheet and nothing that was not checked: no macro, no picture.

        Args
            folder : Path  where to write it

        Raises
            ObservationError: the sheet would not fit into memory
        """
        xml, strings = self._archive.read(self._parts[sheet]), self._strings()
        self._plain = _check(xml, strings, self._archive.label)
        self._saved = folder / "sheet.xlsx"
        with zipfile.ZipFile(self._saved, "w") as checked:
            for part in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml",
                         "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
                if part in self._archive:
                    checked.writestr(part, self._archive.read(part))
            if strings:
                # calamine makes room for as many texts as the tag says, and ends the program if it cannot
                checked.writestr("xl/sharedStrings.xml", _ALL_STRINGS.sub(rb"\1\2", strings))
            checked.writestr(self._parts[sheet], xml)
        return self._saved

    def look(self, sheet: str) -> Look:
        """Return how the cells of the sheet that was saved look."""
        percent, legacy = _styles(self._archive.read("xl/styles.xml"))
        with zipfile.ZipFile(self._saved) as saved:
            xml = saved.read(self._parts[sheet])
        return Look(_with_style(xml, percent, plain=self._plain), _fonts(xml, self._strings(), legacy),
                    _errors(xml, plain=self._plain))

    def _strings(self) -> bytes:
        return self._archive.read("xl/sharedStrings.xml")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _check(xml: bytes, strings: bytes, label: str) -> bool:
    """Refuse a sheet that would not fit into memory; return whether its cells are plainly written."""
    cells = xml.count(b"<c ")
    check_extent(cells, 1, label)
    prefixed = _PREFIXED.search(xml)
    near = not prefixed and not _NOT_NEAR.search(xml)
    plain = near or (not prefixed and not _UNUSUAL.search(xml))
    rows = columns = 0
    if plain and not near:
        rows = max(map(int, set(_ROWS.findall(xml))))
        columns = max(map(_column, set(_COLUMNS.findall(xml)))) + 1
    elif not plain:
        cells, rows, columns = _extent(xml)
        check_extent(cells, 1, label)
    check_extent(rows, columns, label)
    if xml.count(b"mergeCell ") > _MOST_MERGED:
        raise ObservationError("{file}: a sheet merges more than {most} areas; unmerge them",
                               file=label, most=_MOST_MERGED)
    lengths = [len(text) for text in _STRING.split(strings)[1:]]
    check_extent(len(lengths), 1, label)
    if max(lengths, default=0) * cells > LARGEST_TEXTS:
        used = _used_strings(xml, plain=plain)
        check_length(sum(lengths[index] for index in used if index < len(lengths)), label)
    return plain


def _used_strings(xml: bytes, *, plain: bool) -> Iterator[int]:
    found = re.findall(rb' t="s"><v>([0-9]{1,9})', xml) if plain else []
    if plain and len(found) == xml.count(b' t="s"'):
        return map(int, found)
    return (_index(body) for _, _, attributes, body in _cells(xml) if attributes.get(b"t") == b"s")


def _extent(xml: bytes) -> tuple[int, int, int]:
    """Return how many cells, rows and columns any reader may find, however the tags are put.

    Raises
        ValueError: tags in which one reader sees a cell and another sees none
    """
    if _MALFORMED.search(xml):
        raise ValueError("a tag that is not well formed")
    cells = rows = columns = counted = 0
    for row, column, attributes, _ in _cells(xml):
        cells, rows, columns = cells + 1, max(rows, row + 1), max(columns, column + 1)
        counted += b"r" not in attributes
    if counted and _HIDDEN.search(xml):
        raise ValueError("a tag in a comment or in quotation marks")
    return cells, rows, columns


def _cells(xml: bytes) -> Iterator[tuple[int, int, dict[bytes, bytes], bytes]]:
    """Yield row, column, attributes and content of every cell, however the file spells them."""
    row = column = -1
    ends: tuple[re.Match[bytes] | None] = (None,)
    for tag, after in pairwise(chain(_TAG.finditer(xml), ends)):
        assert tag is not None
        attributes = dict(_ATTRIBUTE.findall(tag[2]))
        reference = attributes.get(b"r")
        if tag[1] == b"row":
            row, column = row + 1 if reference is None else int(reference) - 1, -1
            continue
        body = xml[tag.end():after.start() if after else len(xml)]
        placed = None if reference is None else _REFERENCE.fullmatch(reference)
        if placed:
            column = _column(placed[1])
            yield int(placed[2]) - 1, column, attributes, body
        elif reference is None:
            column += 1
            yield row, column, attributes, body
        else:
            raise ValueError(reference)


@cache
def _column(letters: bytes) -> int:
    return int(xl_cell_to_rowcol(f"{letters.decode().upper()}1")[1])


def _index(body: bytes) -> int:
    """Return which of the shared strings a cell holds; one beyond all of them where it holds none."""
    found = _VALUE.search(body)
    return int(found[1]) if found else 10**9


def _styles(xml: bytes) -> tuple[list[str], dict[str, str]]:
    """Return the cell styles that show percent, and those with a legacy font by its name."""
    fonts: list[str] = []
    formats = dict.fromkeys(_BUILT_IN_PERCENT, True)
    styles: list[dict[str, str]] = []
    path: list[str] = []
    for event in events(xml):
        if event.attributes is None:
            path = path[:-1] if event.name else path
            continue
        path.append(_local(event.name))
        match path[1:]:
            case ["numFmts", "numFmt"]:
                code = event.attributes.get("formatCode", "")
                formats[event.attributes.get("numFmtId", "")] = shows_percent(code)
            case ["fonts", "font"]:
                fonts.append("")
            case ["fonts", "font", "name"]:
                fonts[-1] = event.attributes.get("val", "")
            case ["cellXfs", "xf"]:
                styles.append(event.attributes)
    by_font = {str(i): font for i, font in enumerate(fonts) if is_legacy(font)}
    return ([str(i) for i, style in enumerate(styles) if formats.get(style.get("numFmtId", "0"))],
            {str(i): by_font[style.get("fontId", "0")] for i, style in enumerate(styles)
             if style.get("fontId", "0") in by_font})


def _with_style(xml: bytes, styles: list[str], *, plain: bool) -> Iterator[Position]:
    """Yield the cells of some styles; a cell that names none has the first."""
    if styles and ("0" in styles or not plain):
        yield from ((row, column) for row, column, attributes, _ in _cells(xml)
                    if attributes.get(b"s", b"0").decode() in styles)
        return
    if styles:
        found = re.findall(rf'<c r="([A-Z]+)([0-9]+)" s="(?:{"|".join(styles)})"'.encode(), xml)
        columns = {letters: _column(letters) for letters in {letters for letters, _ in found}}
        yield from ((int(digits) - 1, columns[letters]) for letters, digits in found)


def _errors(xml: bytes, *, plain: bool) -> dict[Position, str]:
    """Return what cells hold that calamine leaves empty: errors, and formulas without a result."""
    errors, formulas = not plain or b' t="e"' in xml, _FORMULA.search(xml) is not None
    found = {}
    for row, column, attributes, body in _cells(xml) if errors or formulas else ():
        shown, formula = _SHOWN.search(body), _FORMULA.search(body) if formulas else None
        if shown and attributes.get(b"t") == b"e":
            found[row, column] = shown[1].decode()
        elif formula and not shown:
            found[row, column] = "=" + unescape((formula[1] or b"").decode(errors="replace"))
    return found


def _fonts(xml: bytes, strings: bytes, legacy: dict[str, str]) -> dict[Position, str]:
    """Return the legacy font of every cell that has one, be it the cell's own or that of a run in it."""
    if not legacy and not _LEGACY.search(strings) and not _LEGACY.search(xml):
        return {}
    runs = [_run_fonts(text) for text in _STRING.split(strings)[1:]]
    found = {}
    for row, column, attributes, body in _cells(xml):
        own = legacy.get(attributes.get(b"s", b"0").decode(), "")
        index = _index(body)
        parts = runs[index] if attributes.get(b"t") == b"s" and index < len(runs) else _run_fonts(body)
        fonts = [font or own for font in parts or [own]]
        if used := next(filter(is_legacy, fonts), ""):
            found[row, column] = used
    return found


def _run_fonts(text: bytes) -> list[str]:
    """Return the font of every run of a rich text, empty where it is the cell's; no run in plain text."""
    runs = [_RUN_FONT.search(run) for run in _RUN.split(text)[1:]]
    return [run[1].decode(errors="replace") if run else "" for run in runs]

"""Workbooks of LibreOffice: cells are written once and repeated, so they are counted before use."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.archives import (
    NO_WORKBOOK,
    PASSWORD,
    Archive,
    check_extent,
    check_length,
    events,
)
from thienhuong_analysis.observations.reading.styles import Look, Position, is_legacy

_CELLS = ("table:table-cell", "table:covered-table-cell")
_LEGACY = re.compile(rb"""(?i)["'](?:&apos;|&quot;)?(?:\.vn|vni)""")
_MOST_COLUMNS = 1 << 14
_LONGEST_ERROR = 99


@dataclass
class _Cell:
    """A cell as it is written, with the rows and columns that it fills."""

    table: str
    row: int
    column: int
    attributes: dict[str, str]
    columns: int
    rows: int
    styles: list[tuple[str, ...]] = field(default_factory=list)
    length: int = 0
    text: str = ""

    @property
    def filled(self) -> bool:
        """Whether the cell holds anything; LibreOffice fills up its sheets with empty ones."""
        return any(name.startswith("office:") or name == "table:formula" for name in self.attributes)

    def places(self) -> Iterator[Position]:
        """Yield the cells of the sheet."""
        return product(range(self.row, self.row + self.rows), range(self.column, self.column + self.columns))


class OpenDocument:
    """A workbook of LibreOffice, every sheet of it checked.

    Args
        archive : Archive  the parts

    Raises
        ObservationError: protected by a password, or a sheet would not fit into memory
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in self._manifest:
            raise ObservationError(PASSWORD, file=archive.label)
        sizes: dict[str, list[int]] = {}
        for cell in _cells(archive.read("content.xml")):
            size = sizes.setdefault(cell.table, [0, 0, 0])
            if cell.filled:
                size[0] = max(size[0], cell.row + cell.rows)
                size[1] = max(size[1], cell.column + cell.columns)
                size[2] += cell.length * cell.rows * cell.columns
        for rows, columns, length in sizes.values():
            check_extent(rows, columns, archive.label)
            check_length(length, archive.label)
        self.names = list(sizes)
        hidden = _hidden(archive.read("content.xml"))
        self.first = next((name for name in self.names if name not in hidden), next(iter(self.names), ""))
        if not self.names:
            raise ObservationError(NO_WORKBOOK, file=archive.label)

    def save_checked(self, sheet: str, folder: Path) -> Path:  # noqa: ARG002  all sheets are checked
        """Return a file with the cells and nothing that was not checked.

        Args
            folder : Path  where to write it
        """
        path = folder / "sheet.ods"
        with zipfile.ZipFile(path, "w") as checked:
            checked.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            checked.writestr("META-INF/manifest.xml", self._manifest or "<manifest/>")
            checked.writestr("content.xml", self._archive.read("content.xml"))
        return path

    def look(self, sheet: str) -> Look:
        """Return how the cells of a sheet look."""
        content, styles = self._archive.read("content.xml"), self._archive.read("styles.xml")
        found: dict[Position, str] = {}
        if _LEGACY.search(content) or _LEGACY.search(styles):
            fonts = _fonts(styles, content)
            for cell in _cells(content):
                used = (next((fonts[style] for style in path if fonts.get(style)), "")
                        for path in cell.styles if cell.table == sheet and cell.filled)
                if legacy := next(filter(is_legacy, used), ""):
                    found |= dict.fromkeys(cell.places(), legacy)
        errors = {place: cell.text for cell in _cells(content) if cell.table == sheet and cell.filled
                  and cell.attributes.get("calcext:value-type") == "error" for place in cell.places()}
        return Look((place for cell in _cells(content) if cell.table == sheet
                     and cell.attributes.get("office:value-type") == "percentage"
                     for place in cell.places()), found, errors)


def _times(attributes: dict[str, str], what: str) -> int:
    return max(int(attributes.get(f"table:number-{what}-repeated", 1)), 1)


def _cells(content: bytes) -> Iterator[_Cell]:
    """Yield the cells of all sheets as they are written; of every text, the styles it stands in."""
    table, row, rows, column, comment = "", 0, 1, 0, False
    row_style, column_styles = "", [""]
    cell: _Cell | None = None
    spans: list[str] = []
    for name, attributes, text in events(content):
        if cell and text.strip() and not comment:
            cell.length += len(text)
            cell.text = cell.text or text.strip()[:_LONGEST_ERROR]
            by_column = column_styles[cell.column] if cell.column < len(column_styles) else ""
            own = cell.attributes.get("table:style-name") or row_style or by_column or "Default"
            cell.styles.append((*reversed(spans), own))
        elif name == "office:annotation":
            comment = attributes is not None
        elif name == "text:span":
            spans = spans[:-1] if attributes is None else [*spans, attributes.get("text:style-name", "")]
        elif name in _CELLS and attributes is not None:
            cell = _Cell(table, row, column, attributes, _times(attributes, "columns"), rows)
        elif name in _CELLS and cell:
            yield cell
            column, cell = column + cell.columns, None
        elif name == "table:table-row" and attributes is not None:
            rows, column = _times(attributes, "rows"), 0
            row_style = attributes.get("table:default-cell-style-name", "")
        elif name == "table:table-row":
            row += rows
        elif name == "table:table-column" and attributes is not None:
            style = attributes.get("table:default-cell-style-name", "")
            column_styles += [style] * min(_times(attributes, "columns"), _MOST_COLUMNS - len(column_styles))
        elif name == "table:table" and attributes is not None:
            if cell:
                raise ValueError("a sheet within a cell")
            table, row, column_styles = attributes.get("table:name", ""), 0, []


def _hidden(content: bytes) -> set[str]:
    """Return the sheets that are not shown."""
    styles, hidden, style = set(), set(), ""
    for name, attributes, _ in events(content):
        if attributes is None:
            continue
        if name == "style:style":
            style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            styles.add(style)
        elif name == "table:table" and attributes.get("table:style-name") in styles:
            hidden.add(attributes.get("table:name", ""))
    return hidden


def _fonts(*parts: bytes) -> dict[str, str]:
    """Return the font of every style, its own or that of the style it is derived from."""
    families: dict[str, str] = {}
    fonts: dict[str, str] = {}
    parents: dict[str, str] = {}
    style = ""
    for part in parts:
        for name, attributes, _ in events(part) if part else ():
            if name == "table:table":
                break
            if attributes is None:
                continue
            if name == "style:font-face":
                families[attributes.get("style:name", "")] = attributes.get("svg:font-family", "")
            elif name == "style:style":
                style = attributes.get("style:name", "")
                parents[style] = attributes.get("style:parent-style-name", "")
            elif name == "style:text-properties":
                font = attributes.get("style:font-name", attributes.get("fo:font-family", ""))
                fonts[style] = families.get(font, font).strip("'\"")
    for style in parents:
        origin = style
        for _ in range(len(parents)):
            if fonts.get(origin) or origin not in parents:
                break
            origin = parents[origin]
        fonts[style] = fonts.get(origin, "")
    return fonts

"""The cells of a filled form, found by their words: its mark, its tables, its day and its remarks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.forms.layout import FORMAT, LAYOUTS, MARK, VERSION, Layout
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.reading.readers import read_grids
from thienhuong_analysis.observations.text import clean, fold
from thienhuong_analysis.observations.values.numerals import Cell, shown
from thienhuong_analysis.observations.values.periods import parse_day

_CONTENTS = 1_000_000


class Fault(NamedTuple):
    """What a form says and nobody can use: the cell that says it, its text, why, and of what."""

    cell: str
    text: str
    error: ObservationError
    about: str = ""


@dataclass(frozen=True)
class Sheets:
    """The sheets of one form.

    Args
        label : str  the file, relative to ``data/raw``
        grids : dict  part of the form -> its sheet
        faults : list of Fault  what was found to be wrong, as it is found
    """

    label: str
    unit: str
    year: int
    layout: Layout
    grids: dict[str, Grid]
    faults: list[Fault] = field(default_factory=list)

    def day(self) -> str:
        """Return the day of the report as it is written.

        Raises
            ObservationError: it is missing, or no date
        """
        heading = self.layout.fields["day"]
        for grid, i, j in self._find(heading):
            text, cell = clean(shown(grid.cell(i, j + 1))), self.local(grid, i, j + 1)
            if not text:
                raise ObservationError("the day of the report is missing; write it into {cell}, like "
                                       "31/01/2027", cell=cell)
            try:
                parse_day(text)
            except ObservationError as error:
                raise ObservationError('the day of the report in {cell} is "{text}", which is no date; write '
                                       "it like 31/01/2027", cell=cell, text=text[:60]) from error
            return text
        raise ObservationError("no cell says “{heading}”; write it, and the day of the report right of it",
                               heading=heading)

    def remark(self, subject: str) -> tuple[str, str]:
        """Return the text below a heading, line by line, and where it stands."""
        for grid, i, j in self._find(self.layout.fields[subject]):
            lines = (clean(line) for line in shown(grid.cell(i + 1, j)).splitlines())
            if text := "\n".join(filter(None, lines)):
                return text, self.local(grid, i + 1, j)
        return "", ""

    def rows(self, part: str, headings: Mapping[str, str], *needed: str,
             ) -> Iterator[tuple[dict[str, Cell], dict[str, str]]]:
        """Yield the cells of each row of a table, and where they stand; a missing column is a fault."""
        if part not in self.grids:
            return
        grid, wanted = self.grids[part], {name: fold(headings[name]) for name in needed}
        names = [[fold(shown(cell)) for cell in row] for row in grid.rows]
        header = max(range(len(names)), key=lambda i: len({*wanted.values()} & {*names[i]}), default=0)
        head = names[header] if names else []
        for name in needed:
            if wanted[name] not in head:
                self.faults.append(Fault(f"{self.label}!{grid.sheet}", "", ObservationError(
                    "{sheet}: no column is headed “{heading}”; write the heading back into row {row}",
                    sheet=grid.sheet, heading=headings[name], row=header + 1)))
                return
        columns = {name: head.index(wanted[name]) for name in needed}
        for i in range(header + 1, len(grid.rows)):
            yield ({name: grid.cell(i, j) for name, j in columns.items()},
                   {name: self.local(grid, i, j) for name, j in columns.items()})

    def local(self, grid: Grid, row: int, column: int) -> str:
        """Return where a cell is within the file: ``Chỉ tiêu!H12``."""
        return grid.place(row, column).removeprefix(f"{self.label}!")

    def _find(self, text: str) -> Iterator[tuple[Grid, int, int]]:
        return ((grid, i, j) for grid in self.grids.values() for i, row in enumerate(grid.rows)
                for j, cell in enumerate(row) if fold(shown(cell)) == fold(text))


def is_form(path: Path) -> bool:
    """Return whether a file is a form, by its hidden sheet; a damaged file is none."""
    try:
        with ZipFile(path) as packed, packed.open("xl/workbook.xml") as opened:
            return f'name="{MARK}"'.encode() in opened.read(_CONTENTS)
    except (BadZipFile, OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError):
        return False


def open_form(path: Path, label: str, units: Iterable[str]) -> Sheets:
    """Return the sheets of a form.

    Args
        label : str  how places and messages call the file
        units : iterable of str  the lead units there are

    Raises
        ObservationError: damaged, or a form of a version or a unit that is not known
    """
    grid = next(iter(read_grids(path, label, MARK)))
    said = {shown(row[0]): shown(row[1]) for row in grid.rows if len(row) > 1}
    version, unit, year, lang = (said.get(name, "") for name in ("version", "unit", "year", "lang"))
    parts = said.get("sheets", "").split(";")
    if (said.get("format"), version) != (FORMAT, VERSION):
        raise ObservationError("{file} is a form of version {version}, but only version {known} is read; "
                               "copy the figures into a form made anew", file=label, version=version or "…",
                               known=VERSION)
    if unit not in {*units}:
        raise ObservationError("{file} is the form of {unit}, which is no unit of the programme; copy the "
                               "figures into the form of {nearest}", file=label, unit=unit or "…",
                               nearest=nearest(unit, units))
    if lang not in LAYOUTS or not year.isdecimal() or not {*parts} <= {*LAYOUTS["vi"].sheets}:
        raise ObservationError("{file}: the hidden sheet {sheet} was changed; copy the figures into a form "
                               "made anew", file=label, sheet=MARK)
    sheets = Sheets(label, unit, int(year), LAYOUTS[lang], {})
    for part in parts:
        name = sheets.layout.sheets[part]
        try:
            sheets.grids[part] = next(iter(read_grids(path, label, name)))
        except ObservationError as error:
            sheets.faults.append(Fault(f"{label}!{name}", "", error))
    return sheets


def nearest_word(text: str, words: Iterable[str]) -> str:
    """Return the word nearest to a misspelt one, marks and case left aside; all where none is near.

    Example
        >>> nearest_word("Hoan thanhh", ["hoàn thành", "đang thực hiện"])
        'hoàn thành'
    """
    folded = {fold(word): word for word in words}
    return folded.get(nearest(fold(text), folded)) or ", ".join(folded.values())

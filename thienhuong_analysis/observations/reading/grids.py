"""Grids of cells: what every file becomes before anyone asks what its cells mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.legacy import readable
from thienhuong_analysis.observations.reading.styles import Area
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.values.numerals import Cell


class Remark(NamedTuple):
    """Something about a file that is no figure: where, how grave, a sentence and its values."""

    severity: str
    check: str
    cell: str
    text: str
    message: str
    values: dict[str, object]


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or text file.

    Args
        label : str  the file, relative to ``data/raw``
        rows : list of lists  cells, as they stand; rows may differ in length
        lines : sequence of int  the line or row number of each row, from 1
        sheet : str  empty for a text file
        damage : ObservationError | None  why the rows break off, where they do
        merged : sequence of Area  cells that are shown as one
        title : str  what the file says it is about, apart from its cells
        tail : Table | None  the regular rows of a long text file, which follow ``rows``
        tail_lines : ndarray  their line numbers
        more : callable  gives the whole grid, where this is only the beginning of a long text file
        own_places : sequence of str  of each row but the first, where rows are no lines
        fonts : mapping (row, column) -> name of a font from before Unicode
        encoding : str  of a text file, if it is one from before Unicode
        converted : int  how many texts were in the encoding of such a font
        remarks : sequence of Remark  on what the file says and its cells do not
    """

    label: str
    rows: list[list[Cell]]
    lines: Sequence[int]
    sheet: str = ""
    damage: ObservationError | None = None
    merged: Sequence[Area] = ()
    title: str = ""
    tail: pa.Table | None = None
    tail_lines: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    more: "Callable[[], Grid] | None" = None
    own_places: Sequence[str] = ()
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    encoding: str = ""
    converted: int = 0
    remarks: Sequence[Remark] = ()

    def place(self, row: int, column: int, *, wide: bool = False) -> str:
        """Return where a cell is: ``file!sheet!B7``, ``file:12``, in a wide CSV ``file:12:B``.

        Args
            row, column : int  position in ``rows``, from 0
        """
        if self.own_places:
            return self.own_places[row - 1]
        letters = xl_col_to_name(column)
        if self.sheet:
            return f"{self.label}!{self.sheet}!{letters}{self.lines[row]}"
        return f"{self.label}:{self.lines[row]}" + (f":{letters}" if wide else "")

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell of ``rows``, empty where they do not reach so far."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def told(self) -> list[Remark]:
        """Return the remarks, with those on text that was in an encoding from before Unicode."""
        place, remarks = self.place(0, 0), list(self.remarks)
        if self.encoding:
            remarks.append(Remark("low", "encoding", place, "", _(
                "the file is in {encoding} and was converted to Unicode; look through its texts"),
                {"encoding": self.encoding}))
        if self.converted:
            remarks.append(Remark("low", "encoding", place, "", _(
                "texts in TCVN3 (ABC) that were converted to Unicode: {count}; look through them"),
                {"count": self.converted}))
        return remarks

    def column(self, column: int, rows: Sequence[int]) -> list[Cell] | pa.Array:
        """Return a column's cells in some of ``rows``, and in all of the tail."""
        cells = [self.rows[row][column] if column < len(self.rows[row]) else "" for row in rows]
        if self.tail is None:
            return cells
        if column >= self.tail.num_columns:
            return pa.array([*map(str, cells), *[""] * self.tail.num_rows], pa.string())
        return pa.concat_arrays([pa.array(map(str, cells), pa.string()),
                                 *self.tail.column(column).chunks])

    def places(self, column: int, rows: Sequence[int], *, wide: bool = False) -> pa.Array:
        """Return where those cells are."""
        head = pa.array([self.place(row, column, wide=wide) for row in rows], pa.string())
        if self.tail is None:
            return head
        lines = pa.array(self.tail_lines).cast(pa.string())
        suffix = f":{xl_col_to_name(column)}" if wide else ""
        return pa.concat_arrays([head, pc.binary_join_element_wise(f"{self.label}:", lines, suffix, "")])

    def of_tail(self, chosen: NDArray[Any]) -> "Grid":
        """Return the grid with some rows of its tail only.

        Args
            chosen : ndarray  a mask, or positions
        """
        if self.tail is None:
            return self
        rows = np.arange(self.tail.num_rows)[chosen]
        return replace(self, tail=self.tail.take(pa.array(rows)), tail_lines=self.tail_lines[rows])

    def in_unicode(self, *, refuse: bool = False) -> "Grid":
        """Return the grid with text in TCVN3 as Unicode.

        Args
            refuse : bool  raise where there is such text

        Raises
            ObservationError: text in another encoding from before Unicode
        """
        places = [(i, j) for i, row in enumerate(self.rows) for j, cell in enumerate(row)
                  if isinstance(cell, str) and not cell.isascii()]
        fonts = {k: self.fonts[place] for k, place in enumerate(places) if place in self.fonts}
        texts, changed = readable([str(self.rows[i][j]) for i, j in places], self.label, fonts=fonts,
                                  refuse=refuse)
        rows = [list(row) for row in self.rows] if changed else self.rows
        for k in changed:
            i, j = places[k]
            rows[i][j] = texts[k]
        more = partial(self._rest_in_unicode, refuse=refuse) if self.more else None
        return replace(self, rows=rows, converted=len(changed), more=more)

    def _rest_in_unicode(self, *, refuse: bool) -> "Grid":
        return self.whole().in_unicode(refuse=refuse)

    def whole(self) -> "Grid":
        """Return all of the grid, where this is only its beginning."""
        return replace(self.more(), encoding=self.encoding) if self.more else self

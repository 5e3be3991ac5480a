"""Raw figures: every cell that may hold one, where it stands, and all that is said of it, as text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from thienhuong_analysis.observations.metadata.declaration import Role
from thienhuong_analysis.observations.reading.grids import Remark
from thienhuong_analysis.observations.values.columns import Texts
from thienhuong_analysis.observations.values.numerals import Cell, Notation

SAID: tuple[Role, ...] = ("locality", "indicator", "breakdown", "period", "unit", "status", "source", "as_of")
"""What must be known of a figure besides its value."""

UNLIKE = " ≠ "
"""What stands between two texts that say one thing of a figure, each in its own way."""


@dataclass(frozen=True)
class RawFigures:
    """The figures of one table, row by row.

    Args
        file : str  relative to ``data/raw``
        cells : Array (row) of str  places
        said : mapping role -> Texts
        values : sequence of Cell or Array of str  (row)
        decimal : str  the declared notation
        context : str  title and headings, for what they say of all figures
        foreign : bool  other people's table: its indicators and units are kept as they are printed
        ids : bool  breakdowns are ids already, and no names to look up
        remarks : list of Remark
    """

    file: str
    cells: pa.Array
    said: dict[Role, Texts]
    values: Sequence[Cell] | pa.Array
    decimal: Notation = "auto"
    context: str = ""
    foreign: bool = False
    ids: bool = False
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def none(cls) -> "RawFigures":
        """Return no figures of no file."""
        return cls("", pa.array([], pa.string()), {role: Texts.constant("", 0) for role in SAID}, [])

    @classmethod
    def of_frame(cls, frame: pd.DataFrame, file: str, decimal: Notation = "vi") -> "RawFigures":
        """Return the raw figures of a frame with the columns cell, value, and one for each role."""
        said = {role: Texts.of([str(text) for text in frame[role]]) for role in SAID}
        cells = pa.array(frame["cell"].astype(str), pa.string())
        return cls(file, cells, said, list(frame["value"]), decimal)

    def __len__(self) -> int:
        return len(self.cells)

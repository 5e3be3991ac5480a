"""Files into grids of cells, by what they are; nothing in a file is run, evaluated or fetched."""

from collections.abc import Iterator
from pathlib import Path

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading import cubes, textfiles, workbooks
from thienhuong_analysis.observations.reading.archives import check_size
from thienhuong_analysis.observations.reading.cubes import Cube, read_jsonstat, read_px
from thienhuong_analysis.observations.reading.grids import Grid, Remark
from thienhuong_analysis.observations.reading.textfiles import read_text
from thienhuong_analysis.observations.reading.workbooks import read_sheet
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.values.numerals import Cell

SUFFIXES = (*textfiles.SUFFIXES, *workbooks.SUFFIXES, *cubes.SUFFIXES)
_LARGEST_TEXT = 200_000_000


def read_grids(path: Path, label: str, sheet: str | None = None, encoding: str = "auto", *,
               refuse_legacy: bool = False) -> Iterator[Grid]:
    """Yield the ways in which a file can be read: one, or for a text file one a separator.

    Args
        label : str  how places and messages call the file
        sheet : str | None  the sheet of a workbook; None for the first
        encoding : str  of a text file, as declared
        refuse_legacy : bool  raise where there is text in TCVN3, instead of converting it

    Raises
        ObservationError: missing, too large, of another kind, damaged, or in an encoding that is not read
    """
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError:  # a name that no disk takes
        is_folder = is_file = False
    if is_folder:
        raise ObservationError("{file} is a folder; declare the files in it, for instance as {file}/*.csv",
                               file=label)
    if not is_file:
        raise ObservationError("{file} is declared but missing; add it or take it out of "
                               "sources.yaml", file=label)
    suffix = path.suffix.lower()
    if suffix in workbooks.SUFFIXES:
        found = read_sheet(path, label, sheet)
        grids = iter([Grid(label, found.rows, range(1, len(found.rows) + 1), found.name, merged=found.merged,
                           fonts=found.fonts)])
    elif suffix in cubes.SUFFIXES:
        grids = iter([_listed(read_px(path, label) if suffix == ".px" else read_jsonstat(path, label))])
    elif suffix in textfiles.SUFFIXES:
        check_size(path.stat().st_size, _LARGEST_TEXT, label)
        grids = read_text(path, label, encoding, refuse_legacy=refuse_legacy)
    else:
        raise ObservationError("{file}: a file of this kind is not read; save it as .xlsx or .csv",
                               file=label)
    for grid in grids:
        yield grid.in_unicode(refuse=refuse_legacy)


def _listed(cube: Cube) -> Grid:
    """Return a cube as a long table: a column a dimension, one for units and one for values."""
    columns = [cube.frame[name].tolist() for name in (*cube.dimensions, "unit", "value")]
    heading: list[Cell] = [*cube.dimensions, "unit", "value"]
    rows = [heading, *map(list, zip(*columns, strict=True))]
    return Grid(cube.label, rows, range(1, len(rows) + 1), title=cube.title, own_places=cube.places,
                remarks=_marked(cube))


def _marked(cube: Cube) -> list[Remark]:
    """Return a remark for each mark that the office has set on figures."""
    figures = [isinstance(value, float) for value in cube.frame["value"]]
    marks = cube.frame["status"].where(figures, "")
    return [Remark("medium", "status", cube.places[(marks == mark).argmax()], mark, _(
        "the office marks figures with “{mark}” ({count}); see in its notes what that means, and declare the "
        "status if they are preliminary or estimated"), {"mark": mark, "count": int((marks == mark).sum())})
            for mark in dict.fromkeys(marks) if mark]

"""What the keys and names in raw files refer to: indicators, localities and sources."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.text import clean


@dataclass(frozen=True)
class Reference:
    """The tables that give raw figures their meaning, each indexed by its key.

    Args
        indicators : DataFrame  name_vi, name_en, unit, kind, better
        localities : DataFrame  name_vi, name_en, note
        sources : DataFrame  title, publisher, url, published, grade, note
    """

    indicators: pd.DataFrame
    localities: pd.DataFrame
    sources: pd.DataFrame


def read_reference(folder: Folder) -> Reference:
    """Return the reference tables of a folder; the programme's indicators go before the others.

    Raises
        ObservationError: a table that cannot be read, or a key twice
    """
    names = ("name_vi", "name_en")
    both = pd.concat([read_table(folder, f"data/raw/{room}/indicators.csv", "indicator_id", *names,
                                 "unit", "kind") for room in ("programme", "reference")])
    return Reference(both[~both.index.duplicated()],
                     read_table(folder, "data/raw/reference/localities.csv", "locality", *names),
                     read_sources(folder))


def read_sources(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/reference/sources.csv``: title, publisher, url, published, grade, note.

    Raises
        ObservationError: the table cannot be read, or a key stands twice
    """
    return read_table(folder, "data/raw/reference/sources.csv", "source", "grade")


def read_table(folder: Folder, file: str, key: str, *columns: str) -> pd.DataFrame:
    """Return a table of texts by its key.

    Args
        file : str  relative to the root
        key : str  the column that is unique
        columns : str  others that it must have

    Raises
        ObservationError: the file cannot be read, lacks a column, or has a key twice
    """
    frame = read_rows(folder, file, key, *columns)
    if frame[key].duplicated().any():
        raise ObservationError("{file}: {key} {name} stands twice; remove one of the rows",
                               file=file, key=key, name=frame[key][frame[key].duplicated()].iloc[0])
    return frame.set_index(key)


def read_rows(folder: Folder, file: str, *columns: str) -> pd.DataFrame:
    """Return a table of texts, row by row.

    Args
        file : str  relative to the root
        columns : str  those that it must have

    Raises
        ObservationError: the file cannot be read, or lacks a column
    """
    try:
        frame = pd.read_csv(folder.find(file), dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise ObservationError("{file} cannot be read: {why}", file=file, why=error) from error
    if not isinstance(frame.index, pd.RangeIndex):
        raise ObservationError("{file}: a row has more cells than the header; put cells that hold "
                               "a comma in quotation marks", file=file)
    for column in columns:
        if column not in frame:
            raise ObservationError("{file} has no column {column}; add it", file=file,
                                   column=column)
    return frame


def read_optional(folder: Folder, file: str, *columns: str) -> pd.DataFrame:
    """Return a table of texts that a folder of raw data may have; else one without rows.

    Args
        file : str  ``data/raw/ROOM/NAME.csv``; a room that stands here replaces the installed one whole
        columns : str  those that it must have

    Raises
        ObservationError: as ``read_rows``
    """
    room, name = file.split("/")[-2:]
    place = folder.raw_folders().get(room)
    if place is None or not (place / name).is_file():
        return pd.DataFrame(columns=list(columns), dtype="str")
    return read_rows(folder, file, *columns)


def resolver(kind: str, table: pd.DataFrame, *columns: str) -> Callable[[str], str]:
    """Return a function from an id or a name to the id; it suggests the nearest, never assumes it.

    Args
        kind : str  what the table lists, for messages
        columns : str  those that hold names; a name that two rows share leads to neither
    """
    names = pd.concat([table[column].map(lambda name: clean(name).casefold()) for column in columns]
                      or [pd.Series(dtype=str)])
    pairs = names.reset_index().drop_duplicates().set_axis(["id", "name"], axis=1)
    pairs = pairs[~pairs["name"].duplicated(keep=False)]
    ids = dict(zip(pairs["name"], pairs["id"], strict=True))
    ids |= {key.casefold(): key for key in table.index}
    ids.pop("", None)

    def resolve(text: str) -> str:
        if (name := clean(text).casefold()) in ids:
            return str(ids[name])
        if not name:
            raise ObservationError("the {kind} is missing; fill it in", kind=kind)
        close = nearest(name, ids)
        if close not in ids:
            raise ObservationError('no {kind} is called "{text}" or nearly so', kind=kind,
                                   text=text[:60])
        raise ObservationError('no {kind} is called "{text}"; did you mean {nearest}?', kind=kind,
                               text=text[:60], nearest=close)

    return resolve

"""What the keys and names in raw files refer to: indicators, localities and sources."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.text import clean, fold
from thienhuong_analysis.observations.values.units import split_unit

KINDS = ("column", "indicator", "breakdown", "locality", "status")
"""What a synonym can stand for."""

_NUMBERING = re.compile(r"(?:[-+–•]|\(?(?:[ivx]{1,4}|[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zđ])[.)])\s+",
                        re.IGNORECASE)
_ALIKE = 0.65
"""Names that have less in common are no slips of each other."""
_NOTE_MARKS = re.compile(r"(?:\s?(?:\*|\(\*{1,9}\)|\([0-9]\)|[¹²³⁴⁵⁶⁷⁸⁹]|:))+$")
_LONGEST_MARKS = 24
_MOST_SUGGESTED = 200
"""A file with more unknown names than these is not misspelt but of another kind."""


@dataclass(frozen=True)
class Reference:
    """The tables that give raw figures their meaning, each indexed by its key.

    Args
        indicators : DataFrame  name_vi, name_en, unit, kind, better
        localities : DataFrame  name_vi, name_en, note
        sources : DataFrame  title, publisher, url, published, grade, note
        synonyms : DataFrame  kind, id, text: other ways to write a name
    """

    indicators: pd.DataFrame
    localities: pd.DataFrame
    sources: pd.DataFrame
    synonyms: pd.DataFrame

    def also(self, kind: str) -> dict[str, list[str]]:
        """Return the further names of one kind, by id."""
        rows = self.synonyms[self.synonyms["kind"] == kind]
        return {str(key): list(texts) for key, texts in rows.groupby("id", sort=False)["text"]}


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
                     read_sources(folder), read_synonyms(folder))


def read_synonyms(folder: Folder) -> pd.DataFrame:
    """Return ``synonyms.csv`` of the reference folder and those that stand in any other raw folder.

    Raises
        ObservationError: a table cannot be read, or names a kind that does not exist
    """
    others = [name for name, place in folder.raw_folders().items()
              if name != "reference" and (place / "synonyms.csv").is_file()]
    tables = []
    for place in ("reference", *others):
        file = f"data/raw/{place}/synonyms.csv"
        tables.append(read_rows(folder, file, "kind", "id", "text"))
        for kind in sorted(set(tables[-1]["kind"]) - set(KINDS)):
            raise ObservationError("{file}: {kind} is no kind of synonym; did you mean {nearest}?",
                                   file=file, kind=kind, nearest=nearest(kind, KINDS))
    return pd.concat(tables, ignore_index=True)


def read_sources(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/reference/sources.csv``: title, publisher, url, published, grade, note.

    Raises
        ObservationError: the table cannot be read, or a key stands twice
    """
    return read_table(folder, "data/raw/reference/sources.csv", "source", "grade")


def check_source(file: str, indicator: str, source: str, known: Collection[str]) -> None:
    """Refuse a row about an indicator whose source ``sources.csv`` does not have.

    Args
        file : str  as messages call it
        known : collection of str  the sources there are

    Raises
        ObservationError: an unknown source
    """
    if source not in known:
        raise ObservationError("{file}: {indicator}: add the source {source} to "
                               "data/raw/reference/sources.csv", file=file, indicator=indicator,
                               source=source)


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


def resolver(kind: str, table: pd.DataFrame, *columns: str,
             also: Mapping[str, Iterable[str]] | None = None) -> Callable[[str], str]:
    """Return a function from an id or a name to the id, whatever its case, marks, spaces and numbering.

    A near miss is suggested, never assumed; a name that leads to two ids leads to neither.

    Args
        kind : str  what the table lists, for messages
        columns : str  those that hold names
        also : mapping id -> further names
    """
    pairs = [(str(key), str(name)) for column in columns for key, name in table[column].items()]
    shown = {str(key): str(key) for key in table.index} | dict(reversed(pairs))
    pairs += [(key, name) for key, names in (also or {}).items() if key in table.index for name in names]
    ids: dict[str, dict[str, str]] = {}
    for key, name in pairs:
        ids.setdefault(fold(name), {})[key] = name
    for key in table.index:
        ids[fold(str(key))] = {str(key): str(key)}
    ids.pop("", None)
    unknown = count()

    def resolve(text: str) -> str:
        for name in (text, bare(text), bare(split_unit(bare(text))[0])):
            found = ids.get(fold(name), {})
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise ObservationError('"{text}" can mean {choices}; write one of these ids', text=text[:60],
                                       choices=", ".join(sorted(found)))
        if not clean(text):
            raise ObservationError("the {kind} is missing; fill it in", kind=kind)
        close = nearest(fold(bare(text)), ids, cutoff=_ALIKE) if next(unknown) < _MOST_SUGGESTED else ""
        if close not in ids:
            raise ObservationError('no {kind} is called "{text}" or nearly so', kind=kind,
                                   text=text[:60])
        raise ObservationError('no {kind} is called "{text}"; did you mean {nearest}?', kind=kind,
                               text=text[:60], nearest=close if close in table.index and text.isascii()
                               else next(shown[key] for key in ids[close]))

    return resolve


def bare(text: str) -> str:
    """Return a name without the number before it and the footnote mark behind it.

    Example
        >>> bare("1.2. Dân số trung bình (*)")
        'Dân số trung bình'
    """
    text = clean(text)
    numbered, marks = _NUMBERING.match(text), _NOTE_MARKS.search(text[-_LONGEST_MARKS:])
    return text[numbered.end() if numbered else 0:len(text) - len(marks[0]) if marks else None].strip()

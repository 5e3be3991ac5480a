"""What the keys and names in raw files refer to: indicators, localities and sources."""

from dataclasses import dataclass

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.text import clean


@dataclass(frozen=True)
class Names:
    """Ids that may be written as id, Vietnamese name or English name.

    Args
        kind : str  what they are, for messages
        ids : dict  from a name in NFC, lower case, single spaces, to its id
    """

    kind: str
    ids: dict[str, str]

    def resolve(self, text: str) -> str:
        """Return the id behind a name.

        Raises
            ObservationError: no such name; the nearest one is suggested, never assumed
        """
        known = self.ids.get(clean(text).casefold())
        if known:
            return known
        close = nearest(clean(text).casefold(), self.ids)
        if not text:
            raise ObservationError("the cell for the {kind} is empty; fill it in", kind=self.kind)
        if close not in self.ids:
            raise ObservationError('no {kind} is called "{text}"; see the list of names', kind=self.kind,
                                   text=text[:60])
        raise ObservationError('no {kind} is called "{text}"; did you mean "{nearest}"?', kind=self.kind,
                               text=text[:60], nearest=close)


@dataclass(frozen=True)
class Reference:
    """The tables that give raw figures their meaning.

    Args
        indicators : DataFrame  index indicator_id; name_vi, name_en, unit, kind, better
        sources : DataFrame  index source; title, publisher, url, published, grade, note
    """

    indicators: pd.DataFrame
    localities: pd.DataFrame
    sources: pd.DataFrame

    @property
    def names(self) -> dict[str, Names]:
        """How to resolve the roles ``indicator``, ``locality`` and ``source``."""
        return {
            "indicator": _names("indicator", self.indicators, "name_vi", "name_en"),
            "locality": _names("locality", self.localities, "name_vi", "name_en"),
            "source": _names("source", self.sources),
        }


def read_reference(folder: Folder) -> Reference:
    """Return the reference tables of a folder; the programme's indicators go before the others.

    Raises
        ObservationError: a table that cannot be read, or a key twice
    """
    indicators = [_read(folder, f"data/raw/{room}/indicators.csv", "indicator_id")
                  for room in ("programme", "reference")]
    both = pd.concat([frame[["name_vi", "name_en", "unit", "kind", "better"]] for frame in indicators])
    return Reference(both[~both.index.duplicated()],
                     _read(folder, "data/raw/reference/localities.csv", "locality"),
                     read_sources(folder))


def read_sources(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/reference/sources.csv``, index source.

    Raises
        ObservationError: the table cannot be read, or a key stands twice
    """
    return _read(folder, "data/raw/reference/sources.csv", "source")


def _read(folder: Folder, relative: str, key: str) -> pd.DataFrame:
    try:
        frame = pd.read_csv(folder.find(relative), dtype=str, keep_default_na=False, encoding="utf-8-sig")
        frame = frame.set_index(key)
    except (OSError, ValueError, KeyError) as error:
        raise ObservationError("{file} cannot be read: {why}", file=relative, why=error) from error
    if frame.index.has_duplicates:
        raise ObservationError("{file}: {key} {name} stands twice; remove one of the rows", file=relative,
                               key=key, name=frame.index[frame.index.duplicated()][0])
    return frame


def _names(kind: str, table: pd.DataFrame, *columns: str) -> Names:
    """A name that two rows share leads to neither; an id always leads to its own row."""
    pairs = {(clean(name).casefold(), key) for column in columns
             for key, name in table[column].items() if name}
    counts = pd.Series([name for name, _ in pairs], dtype=object).value_counts()
    return Names(kind, {name: key for name, key in sorted(pairs) if counts[name] == 1}
                 | {str(key).casefold(): str(key) for key in table.index})

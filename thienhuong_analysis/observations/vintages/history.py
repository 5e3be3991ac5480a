"""What was known is never overwritten: figures that later reports replaced, kept in ``data/vintages``."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.observations.schema import OBSERVATION_COLUMNS, as_observations, no_observations
from thienhuong_analysis.observations.validation.figures import CELL

if TYPE_CHECKING:
    from thienhuong_analysis.observations.validation.figures import Mask

FILE = "data/vintages/observations.csv"
GONE = "data/vintages/gone.csv"
"""Figures that are gone with no later report, told each time until they are back, replaced or taken out."""

_LARGEST = 2**62
_SAID = (*CELL, "source", "as_of")
"""Who said something of a cell, and when; what is said under the same of these is a correction."""


def superseded(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return what was known before and is no longer in the raw files, because a later report replaced it.

    The later report may be another source's. A figure corrected under the same ``as_of`` is a mistake
    mended, not history; one that is gone with no later report is in ``vanished``.

    Args
        before, now : DataFrame  observations, as written the last time and as read this time (with
            what ``read_history`` gives, so that it does not count as gone)

    Returns
        DataFrame  rows of ``before``
    """
    replaced = _last_days(before, now) > before["as_of"].map(date.toordinal).to_numpy()
    return before[~_held(before, now) & replaced].reset_index(drop=True)


def vanished(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return what was known before and is gone with no later report of its cell, as it was.

    Args
        before, now : DataFrame  as ``superseded`` takes them
    """
    replaced = _last_days(before, now) > before["as_of"].map(date.toordinal).to_numpy()
    return before[~_held(before, now) & ~replaced].reset_index(drop=True)


def still_history(kept: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Return kept observations of which the raw files say nothing: what stands in a file goes before them.

    Args
        kept : DataFrame  as ``read_history`` gives it
        raw : DataFrame  with the columns of observations, as the raw files have them now
    """
    return kept[~_held(kept, raw)].reset_index(drop=True)


def read_history(folder: Folder, file: str = FILE) -> pd.DataFrame:
    """Return the observations kept in ``data/vintages/observations.csv``; none where there is no file.

    Args
        file : str  ``FILE`` or ``GONE``

    Raises
        ObservationError: the file cannot be read, or is not as ``keep_history`` writes it
    """
    path = folder.root / file
    if not path.is_file():
        return no_observations()
    from pandera.errors import SchemaError

    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        return as_observations(frame.assign(as_of=frame["as_of"].map(date.fromisoformat).astype(object),
                                            value=frame["value"].map(float), year=frame["year"].map(int)))
    except (OSError, ValueError, KeyError, TypeError, SchemaError) as error:
        raise ObservationError("{file} is not as normalize wrote it ({why}); restore it from git", file=file,
                               why=str(error).splitlines()[0][:200]) from error


def keep_history(folder: Folder, rows: pd.DataFrame) -> None:
    """Add observations to ``data/vintages/observations.csv``, each once, in a fixed order.

    Nothing is written where all of them are there already.

    Raises
        FolderError: the file cannot be written
        ObservationError: what is there cannot be read
    """
    known = read_history(folder)
    kept = pd.concat([known, as_observations(rows)]) if len(known) else as_observations(rows)
    _write(folder, FILE, kept, known)


def note_gone(folder: Folder, rows: pd.DataFrame) -> None:
    """Make ``data/vintages/gone.csv`` hold these observations and no others.

    Raises
        FolderError: the file cannot be written
        ObservationError: what is there cannot be read
    """
    _write(folder, GONE, rows, read_history(folder, GONE))


def _write(folder: Folder, file: str, rows: pd.DataFrame, known: pd.DataFrame) -> None:
    rows = rows.drop_duplicates().sort_values(list(OBSERVATION_COLUMNS), kind="stable", ignore_index=True)
    if rows.equals(known):
        return
    with whole(folder.root / file) as path:
        rows.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _held(before: pd.DataFrame, now: pd.DataFrame) -> "Mask":
    """Say of each row of before whether now says something of the cell by the same source on the same day."""
    codes = _codes(pd.concat([before[list(_SAID)], now[list(_SAID)]]), *_SAID)
    return np.isin(codes[:len(before)], codes[len(before):])


def _last_days(before: pd.DataFrame, now: pd.DataFrame) -> NDArray[np.int64]:
    """Return for each row of before the last day on which now has a report of its cell, as an ordinal."""
    size = len(before)
    cells = _codes(pd.concat([before[list(CELL)], now[list(CELL)]]), *CELL)
    last = now["as_of"].map(date.toordinal).astype(np.int64).groupby(cells[size:]).max()
    days: NDArray[np.int64] = last.reindex(cells[:size]).fillna(0).to_numpy(np.int64)
    return days


def _codes(frame: pd.DataFrame, *names: str) -> NDArray[np.int64]:
    """Return one whole number for each combination of columns."""
    key = np.zeros(len(frame), np.int64)
    for name in names:
        codes, texts = pd.factorize(frame[name])
        if key.max(initial=0) > _LARGEST // max(1, len(texts)):
            key = pd.factorize(key)[0].astype(np.int64)
        key = key * max(1, len(texts)) + codes
    return key


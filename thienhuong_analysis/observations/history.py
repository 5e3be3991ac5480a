"""What was known is never overwritten: figures that later reports replaced, kept in ``data/vintages``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.observations.figures import CELL
from thienhuong_analysis.observations.schema import OBSERVATION_COLUMNS, as_observations

if TYPE_CHECKING:
    from thienhuong_analysis.observations.figures import Mask

FILE = "data/vintages/observations.csv"
_LARGEST = 2**62
_SAID = (*CELL, "source", "as_of")
"""Who said something of a cell, and when; what is said under the same of these is a correction."""


def superseded(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return what was known before and is no longer in the raw files, because a later report replaced it.

    A figure corrected under the same ``as_of`` is a mistake mended, not history; one that is gone with
    no later report of its source is in ``vanished``.

    Args
        before, now : DataFrame  observations, as written the last time and as read this time (with
            what ``read_history`` gives, so that it does not count as gone)

    Returns
        DataFrame  rows of ``before``
    """
    gone, replaced = _compare(before, now)
    return before[gone & replaced].reset_index(drop=True)


def vanished(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return what was known before and is gone with no later report of its source, as it was.

    Args
        before, now : DataFrame  as ``superseded`` takes them
    """
    gone, replaced = _compare(before, now)
    return before[gone & ~replaced].reset_index(drop=True)


def read_history(folder: Folder) -> pd.DataFrame:
    """Return the observations kept in ``data/vintages/observations.csv``; none where there is no file.

    Raises
        ObservationError: the file cannot be read, or is not as ``keep_history`` writes it
    """
    path = _path(folder)
    if not path.is_file():
        return as_observations(pd.DataFrame(columns=list(OBSERVATION_COLUMNS), dtype=object))
    from pandera.errors import SchemaError

    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        return as_observations(frame.assign(as_of=frame["as_of"].map(date.fromisoformat).astype(object),
                                            value=frame["value"].map(float), year=frame["year"].map(int)))
    except (OSError, ValueError, KeyError, TypeError, SchemaError) as error:
        raise ObservationError("{file} is not as normalize wrote it ({why}); restore it from git", file=FILE,
                               why=str(error).splitlines()[0][:200]) from error


def keep_history(folder: Folder, rows: pd.DataFrame) -> None:
    """Add observations to ``data/vintages/observations.csv``, each once, in a fixed order.

    Nothing is written where all of them are there already.

    Raises
        FolderError: the file cannot be written
        ObservationError: what is there cannot be read
    """
    known = read_history(folder)
    columns = list(OBSERVATION_COLUMNS)
    kept = pd.concat([known, as_observations(rows)]) if len(known) else as_observations(rows)
    kept = kept.drop_duplicates().sort_values(columns, kind="stable")
    if len(kept) == len(known):
        return
    with whole(_path(folder)) as path:
        kept.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _compare(before: pd.DataFrame, now: pd.DataFrame) -> tuple["Mask", "Mask"]:
    """Say of each row of before whether it is gone, and whether its source has reported later."""
    size, both = len(before), pd.concat([before[list(_SAID)], now[list(_SAID)]])
    said = pd.factorize(_codes(both, *CELL, "source"))[0].astype(np.int64)
    day = pd.factorize(both["as_of"], sort=True)[0]
    told = said * (int(day.max(initial=0)) + 1) + day
    latest = pd.Series(day[size:]).groupby(said[size:]).max()
    replaced = latest.reindex(said[:size]).fillna(-1).to_numpy() > day[:size]
    return ~pd.Series(told[:size]).isin(told[size:]).to_numpy(), replaced


def _codes(frame: pd.DataFrame, *names: str) -> NDArray[np.int64]:
    """Return one whole number for each combination of columns."""
    key = np.zeros(len(frame), np.int64)
    for name in names:
        codes, texts = pd.factorize(frame[name])
        if key.max(initial=0) > _LARGEST // max(1, len(texts)):
            key = pd.factorize(key)[0].astype(np.int64)
        key = key * max(1, len(texts)) + codes
    return key


def _path(folder: Folder) -> Path:
    return folder.root / FILE

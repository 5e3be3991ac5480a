"""What ``normalize`` writes to ``data/processed``, for people and other programs."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.observations.metadata.reference import Reference
from thienhuong_analysis.observations.normalize import Normalized, normalize
from thienhuong_analysis.observations.schema import as_observations, no_observations
from thienhuong_analysis.observations.text import neutral
from thienhuong_analysis.observations.vietnamese import HEADINGS, in_vietnamese
from thienhuong_analysis.observations.vintages.history import (
    FILE,
    GONE,
    keep_history,
    note_gone,
    read_history,
    superseded,
    vanished,
)
from thienhuong_analysis.observations.vintages.revisions import revisions

VIETNAMESE = "so-lieu.csv"
"""The observations as a Vietnamese Excel opens them."""

_TABLES = ("observations", "rejected", "missing", "quality", "files")


def load(folder: Folder) -> Normalized:
    """Return what ``normalize`` makes of a folder; read again only where a raw file has changed.

    Raises
        ObservationError: as ``normalize``, or a declared file cannot be used
    """
    files = [file for place in folder.raw_folders().values() for file in sorted(place.rglob("*"))
             if file.is_file()]
    files += [path for path in [folder.root / FILE] if path.is_file()]
    return _loaded(folder, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _loaded(folder: Folder, _state: tuple[tuple[Path, int], ...]) -> Normalized:
    return normalize(folder).usable()


def renew(folder: Folder) -> tuple[Normalized, pd.DataFrame]:
    """Normalise a folder, keep what was known before, and write ``data/processed``.

    A figure that a later report has replaced in the raw files goes to
    ``data/vintages/observations.csv`` and so stays known as of its day; one that is gone without goes to
    ``data/vintages/gone.csv``.

    Returns
        Normalized
        DataFrame  observations that the raw files do not hold any more, with no later report

    Raises
        ObservationError: as ``normalize``
        FolderError: the folder cannot be written
    """
    before, gone, result = _written(folder), read_history(folder, GONE), normalize(folder)
    if len(gone):
        before = pd.concat([before, gone]).drop_duplicates(ignore_index=True)
    replaced = superseded(before, result.observations)
    if len(replaced):
        keep_history(folder, replaced)
        result = normalize(folder)
    lost = vanished(before, result.observations)
    note_gone(folder, lost)
    save(result, folder)
    return result, lost


def save(normalized: Normalized, folder: Folder) -> None:
    """Write the tables to ``data/processed``, each file whole or not at all.

    Raises
        FolderError: the folder cannot be written
    """
    for name in _TABLES:
        table = getattr(normalized, name)
        if name == "quality":
            table = table.assign(message=[row.message.format(**row.values) for row in table.itertuples()])
        _write(table, folder, name)
    _write(revisions(normalized.observations), folder, "revisions")
    write_vietnamese(normalized.observations, normalized.reference, folder.processed / VIETNAMESE)
    # Last, since what stands in it counts as known the next time.
    with whole(folder.processed / "observations.parquet") as path:
        normalized.observations.to_parquet(path, index=False)


def write_vietnamese(observations: pd.DataFrame, reference: Reference, file: Path) -> None:
    """Write observations as a Vietnamese Excel opens them; ``vietnamese.declared`` reads them back.

    Raises
        FolderError: the file cannot be written
    """
    table = in_vietnamese(observations, reference)
    texts = [heading for heading in table if heading != HEADINGS["value"]]
    with whole(file) as path:
        table.assign(**{heading: table[heading].map(neutral) for heading in texts}).to_csv(
            path, index=False, sep=";", lineterminator="\r\n", encoding="utf-8-sig")


def _write(frame: pd.DataFrame, folder: Folder, name: str) -> None:
    texts = frame.select_dtypes(["object", "str"])
    safe = frame.assign(**{column: texts[column].map(_text).map(neutral) for column in texts})
    with whole(folder.processed / f"{name}.csv") as path:
        safe.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _written(folder: Folder) -> pd.DataFrame:
    """Return the observations that were written the last time; none where they cannot be read."""
    from pandera.errors import SchemaError

    try:
        frame = pd.read_parquet(folder.processed / "observations.parquet")
        return as_observations(frame)
    except (OSError, ValueError, KeyError, SchemaError):
        return no_observations()


def _text(cell: object) -> str:
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False, default=str, sort_keys=True)
    return cell.isoformat() if isinstance(cell, date) else str(cell)

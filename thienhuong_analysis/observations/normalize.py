"""Raw files into tidy observations; every cell is accepted, rejected with a reason, or missing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.observations.assumptions import read_assumptions
from thienhuong_analysis.observations.declaration import read_declaration
from thienhuong_analysis.observations.definitions import read_breaks, read_definitions
from thienhuong_analysis.observations.findings import Findings
from thienhuong_analysis.observations.judge import judge
from thienhuong_analysis.observations.layouts import RAW_COLUMNS, raw_figures
from thienhuong_analysis.observations.quality import examine
from thienhuong_analysis.observations.readers import SUFFIXES, read_grids
from thienhuong_analysis.observations.reference import read_reference
from thienhuong_analysis.observations.schema import as_observations
from thienhuong_analysis.observations.text import _, neutral

_TABLES = (*SUFFIXES, ".xls", ".xlsb", ".ods", ".px")
_NOT_FIGURES = {"assumptions.csv", "breaks.csv", "definitions.csv", "indicators.csv", "localities.csv",
                "prices.csv", "sources.csv"}


@dataclass(frozen=True)
class Normalized:
    """What ``normalize`` made of the raw files.

    Args
        observations : DataFrame  as the schema says; rows on one cell in order of rising authority
        rejected : DataFrame  file, cell, indicator, text, reason
        quality : DataFrame  severity, check, file, sheet, cell, text, message, values (dict: what the
            message's ``{names}`` stand for)
        files : DataFrame  file, read, accepted, rejected, missing; read = accepted + rejected, and
            missing counts the cells that say there is no figure, each of which is a finding
    """

    observations: pd.DataFrame
    rejected: pd.DataFrame
    quality: pd.DataFrame
    files: pd.DataFrame


def normalize(folder: Folder) -> Normalized:
    """Return the observations of every ``sources.yaml`` under ``data/raw``, and what was wrong.

    Raises
        ObservationError: a declaration or a declared file that cannot be used at all
    """
    reference, findings = read_reference(folder), Findings()
    tables = [table for label, place in folder.raw_folders().items()
              for table in _read_folder(place, label, findings)]
    nothing = pd.DataFrame(columns=list(RAW_COLUMNS), dtype=object)
    judged = judge(pd.concat([nothing, *(raw for _, raw in tables)], ignore_index=True), reference)
    examine(judged, read_assumptions(folder), findings, read_definitions(folder),
            read_breaks(folder, set(reference.indicators.index)))
    counts = pd.crosstab(judged["file"], judged["state"]).reindex(
        index=list(dict.fromkeys(file for file, _ in tables)),
        columns=["accepted", "rejected", "missing"], fill_value=0)
    counts.insert(0, "read", counts["accepted"] + counts["rejected"])
    rejected = judged[judged["state"] == "rejected"].astype(str).reset_index(drop=True)
    return Normalized(as_observations(judged[judged["state"] == "accepted"]),
                      rejected[["file", "cell", "indicator", "text", "reason"]], findings.table(),
                      counts.rename_axis("file").rename_axis(None, axis=1).reset_index())


def load(folder: Folder) -> Normalized:
    """Return what ``normalize`` makes of a folder; read again only where a raw file has changed."""
    files = [file for place in folder.raw_folders().values() for file in sorted(place.rglob("*"))
             if file.is_file()]
    return _loaded(folder, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _loaded(folder: Folder, _state: tuple[tuple[Path, int], ...]) -> Normalized:
    return normalize(folder)


def save(normalized: Normalized, folder: Folder) -> None:
    """Write the four tables to ``data/processed``, each file whole or not at all.

    Raises
        FolderError: the folder cannot be written
    """
    with whole(folder.processed / "observations.parquet") as path:
        normalized.observations.to_parquet(path, index=False)
    for name in ("observations", "rejected", "quality", "files"):
        frame: pd.DataFrame = getattr(normalized, name)
        texts = frame.select_dtypes(["object", "str"])
        safe = frame.assign(**{column: texts[column].map(_text).map(neutral) for column in texts})
        with whole(folder.processed / f"{name}.csv") as path:
            safe.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _text(cell: object) -> str:
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False, default=str, sort_keys=True)
    return str(cell)


def _read_folder(place: Path, label: str, findings: Findings) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield name and raw figures of every declared file; a file nobody declares is a finding."""
    declared = set()
    for path in sorted(place.rglob("sources.yaml")):
        here = "/".join((label, *path.parent.relative_to(place).parts))
        for table in read_declaration(path, f"{here}/sources.yaml"):
            name = f"{here}/{table.file}"
            declared.add(path.parent / table.file)
            yield name, raw_figures(read_grids(path.parent / table.file, name, table.sheet), table)
    for path in [] if label == "programme" else sorted({*place.rglob("*.*")} - declared):
        if path.suffix in _TABLES and path.name not in _NOT_FIGURES and path.name[0] not in ".~":
            findings.add("file", "medium",
                         _("no sources.yaml declares this file, so it is not read; declare it or take "
                           "it out"), {"file": f"{label}/{path.relative_to(place).as_posix()}"})

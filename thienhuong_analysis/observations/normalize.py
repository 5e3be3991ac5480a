"""Raw files into tidy observations; every cell is accepted, rejected with a reason, or missing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.observations.assumptions import read_assumptions
from thienhuong_analysis.observations.declaration import Table, read_declaration
from thienhuong_analysis.observations.judge import Judge
from thienhuong_analysis.observations.layouts import raw_figures
from thienhuong_analysis.observations.quality import Findings, examine
from thienhuong_analysis.observations.raw import RawFigures
from thienhuong_analysis.observations.readers import SUFFIXES, read_grids
from thienhuong_analysis.observations.reference import Reference, read_reference
from thienhuong_analysis.observations.schema import as_observations
from thienhuong_analysis.observations.text import _, neutral
from thienhuong_analysis.observations.workbooks import sheet_names

_NOT_FIGURES = {"assumptions.csv", "breaks.csv", "definitions.csv", "indicators.csv", "localities.csv",
                "prices.csv", "sources.csv", "synonyms.csv"}
_REJECTED = ["file", "cell", "indicator", "text", "reason"]
_CELL = ("locality", "indicator", "breakdown", "period")
_AUTHORITY = {"assumption": 0, "implied": 1}


@dataclass(frozen=True)
class Normalized:
    """What ``normalize`` made of the raw files.

    Args
        observations : DataFrame  as the schema says; rows on one cell in order of rising authority
        rejected : DataFrame  file, cell, indicator, text, reason
        quality : DataFrame  severity, file, cell, text, message, values (dict: what the message's
            ``{names}`` stand for)
        files : DataFrame  file, read, accepted, rejected, missing; read = accepted + rejected, and
            missing counts the cells that say there is no figure, each of which is a finding
        failures : tuple of ObservationError  why a file could not be used at all; such a file counts as
            one thing read and rejected
    """

    observations: pd.DataFrame
    rejected: pd.DataFrame
    quality: pd.DataFrame
    files: pd.DataFrame
    failures: tuple[ObservationError, ...] = ()

    def usable(self) -> "Normalized":
        """Return this, if every file could be used.

        Raises
            ObservationError: why the first of the others could not
        """
        for failure in self.failures:
            raise failure
        return self


def normalize(folder: Folder) -> Normalized:
    """Return the observations of every ``sources.yaml`` under ``data/raw``, and what was wrong.

    A file that cannot be used keeps no other from being read.

    Raises
        ObservationError: a declaration or a reference table that cannot be used
    """
    reference, findings = read_reference(folder), Findings()
    judge, names = Judge(reference), reference.also("column")
    files: list[str] = []
    parts, failures = [judge(RawFigures.none())], {}
    for label, place in folder.raw_folders().items():
        for name, path, table in _declared(place, label, findings):
            files.append(name)
            try:
                for raw in read_figures(path, name, table, names):
                    parts.append(judge(raw))
                    findings.take(raw)
            except ObservationError as error:
                failures[name] = error
                findings.add("error", error.message, {"file": name, "cell": name}, error.values)
    judged = pd.concat(parts, ignore_index=True)
    accepted = judged[judged["state"] == "accepted"].reset_index(drop=True)
    accepted = accepted.take(_order(accepted, reference)).reset_index(drop=True)
    examine(pd.concat([accepted, judged[judged["state"] != "accepted"]], ignore_index=True),
            read_assumptions(folder), findings)
    rejected = judged[judged["state"] == "rejected"]
    unusable = pd.DataFrame({"file": name, "cell": name, "indicator": "", "text": "", "reason": str(error)}
                            for name, error in failures.items())
    rejected = pd.concat([rejected.assign(reason=rejected["reason"].map(str)), unusable], ignore_index=True)
    counts = pd.crosstab(judged["file"], judged["state"]).reindex(
        index=list(dict.fromkeys(files)), columns=["accepted", "rejected", "missing"], fill_value=0)
    counts["rejected"] += counts.index.isin(failures)
    counts.insert(0, "read", counts["accepted"] + counts["rejected"])
    return Normalized(as_observations(accepted), rejected[_REJECTED], findings.table(),
                      counts.rename_axis("file").rename_axis(None, axis=1).reset_index(),
                      tuple(failures.values()))


def _order(accepted: pd.DataFrame, reference: Reference) -> NDArray[np.int64]:
    """Return the rows in order: by what they are about, then by rising authority, then as they were read."""
    grades = reference.sources["grade"].map({"L": 0, "M": 1, "H": 2})
    keys = [pd.factorize(accepted[name], sort=True)[0] for name in _CELL]
    keys += [_ranked(accepted["status"], lambda status: _AUTHORITY.get(status, 2)),
             pd.factorize(accepted["as_of"], sort=True)[0],
             _ranked(accepted["source"], lambda source: grades.get(source, -1)),
             pd.factorize(accepted["source"], sort=True)[0]]
    order: NDArray[np.int64] = np.lexsort(keys[::-1])
    return order


def _ranked(texts: pd.Series, rank: Callable[[str], int]) -> NDArray[np.int64]:
    codes, distinct = pd.factorize(texts)
    ranks: NDArray[np.int64] = np.array([rank(text) for text in distinct] or [0])
    return ranks[codes]


def load(folder: Folder) -> Normalized:
    """Return what ``normalize`` makes of a folder; read again only where a raw file has changed.

    Raises
        ObservationError: as ``normalize``, or a declared file cannot be used
    """
    files = [file for place in folder.raw_folders().values() for file in sorted(place.rglob("*"))
             if file.is_file()]
    return _loaded(folder, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _loaded(folder: Folder, _state: tuple[tuple[Path, int], ...]) -> Normalized:
    return normalize(folder).usable()


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


def _declared(place: Path, label: str, findings: Findings) -> Iterator[tuple[str, Path, Table]]:
    """Yield name, path and declaration of every declared file; a file nobody declares is a finding."""
    declared = set()
    for path in sorted(place.rglob("sources.yaml")):
        here = "/".join((label, *path.parent.relative_to(place).parts))
        for table in read_declaration(path, f"{here}/sources.yaml"):
            declared.add(path.parent / table.file)
            yield f"{here}/{table.file}", path.parent / table.file, table
    for path in [] if label == "programme" else sorted({*place.rglob("*.*")} - declared):
        if path.suffix in SUFFIXES and path.name not in _NOT_FIGURES and path.name[0] not in ".~":
            findings.add("medium", _("no sources.yaml declares this file, so it is not read"),
                         {"file": f"{label}/{path.relative_to(place).as_posix()}"})


def read_figures(path: Path, label: str, table: Table, names: dict[str, list[str]]) -> Iterator[RawFigures]:
    """Yield the raw figures of one declared file, sheet by sheet.

    Args
        label : str  how places and messages call it
        names : mapping role -> usual headings

    Raises
        ObservationError: the file cannot be read, or is not as declared
    """
    sheets = sheet_names(path, label) if table.sheet == "*" else [table.sheet]
    for sheet in sheets:
        yield raw_figures(read_grids(path, label, sheet, table.encoding,
                                     refuse_legacy=table.legacy == "refuse"), table, names)

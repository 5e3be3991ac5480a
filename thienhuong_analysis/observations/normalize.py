"""Raw files into tidy observations; every cell is accepted, rejected with a reason, or missing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.forms.returns import Form, check_forms, read_forms, sources_of
from thienhuong_analysis.observations.metadata.assumptions import read_assumptions
from thienhuong_analysis.observations.metadata.declaration import Table, read_declaration
from thienhuong_analysis.observations.metadata.definitions import read_breaks, read_definitions
from thienhuong_analysis.observations.metadata.prices import read_prices
from thienhuong_analysis.observations.metadata.reference import Reference, read_reference
from thienhuong_analysis.observations.reading.readers import SUFFIXES, read_grids
from thienhuong_analysis.observations.reading.workbooks import SUFFIXES as WORKBOOKS
from thienhuong_analysis.observations.reading.workbooks import sheet_names
from thienhuong_analysis.observations.schema import as_observations
from thienhuong_analysis.observations.tables.layouts import raw_figures
from thienhuong_analysis.observations.tables.raw import RawFigures
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import CELL, in_order
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.validation.judge import Judge
from thienhuong_analysis.observations.validation.quality import examine
from thienhuong_analysis.observations.values.columns import attempt, joined
from thienhuong_analysis.observations.vintages.history import read_history, still_history

_NOT_FIGURES = {"assumptions.csv", "bases.csv", "breaks.csv", "correlations.csv", "definitions.csv",
                "indicators.csv", "localities.csv", "prices.csv", "project_sectors.csv", "sources.csv",
                "synonyms.csv"}
_REJECTED = ["file", "cell", "indicator", "text", "reason"]
_AUTHORITY = {"assumption": 0, "implied": 1}


@dataclass(frozen=True)
class Normalized:
    """What ``normalize`` made of the raw files.

    Args
        observations : DataFrame  as the schema says; rows on one cell in order of rising authority
        rejected : DataFrame  file, cell, indicator, text, reason
        missing : DataFrame  file, cell, indicator, text of the cells that say there is no figure
        quality : DataFrame  severity, check, file, sheet, cell, text, message, values (dict: what the
            message's ``{names}`` stand for)
        files : DataFrame  file, read, accepted, rejected, missing; read = accepted + rejected
        reference : Reference  what keys and names stand for, the forms among the sources
        forms : tuple of Form  the yearly forms that were sent back
        failures : tuple of ObservationError  why a declared file could not be used at all; such a file
            counts as one thing read and rejected
    """

    observations: pd.DataFrame
    rejected: pd.DataFrame
    missing: pd.DataFrame
    quality: pd.DataFrame
    files: pd.DataFrame
    reference: Reference
    forms: tuple[Form, ...] = ()
    failures: tuple[ObservationError, ...] = ()

    def usable(self) -> "Normalized":
        """Return this, if every declared file could be used.

        Raises
            ObservationError: why the first of the others could not
        """
        for failure in self.failures:
            raise failure
        return self


def normalize(folder: Folder) -> Normalized:
    """Return the observations of every declared file and every form under ``data/raw``, and what was wrong.

    A file that cannot be used keeps no other from being read.

    Raises
        ObservationError: a declaration or a reference table that cannot be used
    """
    findings, forms = Findings(), tuple(read_forms(folder))
    reference = _with_forms(read_reference(folder), forms)
    judge, names = Judge(reference, read_prices(folder)), reference.also("column")
    files: list[str] = []
    parts, refused, failures = [judge(RawFigures.none())], [], []
    for label, place in folder.raw_folders().items():
        tables = list(_declared(place, label, {form.label for form in forms}, findings))
        headings = {(name, table.sheet, table.header_row) for name, _, table in tables if table.header_row}
        for name, path, table in tables:
            files.append(name)
            try:
                raw = read_figures(path, name, table, names)
                parts.append(judge(raw))
                findings.take(raw.file, [remark for remark in raw.remarks if (
                    name, table.sheet, remark.values.get("row")) not in headings])
                _note_words(parts[-1], findings)
                findings.take(name, judge.unsaid_prices(raw))
            except ObservationError as error:
                failures.append(error)
                refused.append((name, name, "", "", error))
                findings.add("file", "error", error.message, {"file": name, "cell": name}, error.values)
    for form in forms:
        files.append(form.label)
        parts.append(judge(form.figures()))
        for fault in form.faults:
            refused.append((form.label, fault.cell, fault.about, fault.text, fault.error))
            findings.add("form", "error", fault.error.message,
                         {"file": form.label, "cell": fault.cell, "text": fault.text}, fault.error.values)
    judged = joined(parts)
    check_forms(forms, findings)
    good = (judged["state"] == "accepted").to_numpy()
    accepted, others = judged if good.all() else judged[good], judged[~good]
    before = read_history(folder)
    if len(before) and len(before := still_history(before, accepted)):
        before = before.assign(file="", text="", bound="", mark="", kind="", state="accepted")
        accepted = pd.concat([accepted.astype(object), before.astype(object)], ignore_index=True)
    accepted = accepted.take(_order(accepted, reference)).reset_index(drop=True)
    examine(accepted, others, read_assumptions(folder), findings, read_definitions(folder),
            read_breaks(folder, set(reference.indicators.index)))
    rejected = pd.concat([others[others["state"] == "rejected"][_REJECTED],
                          pd.DataFrame(refused, columns=_REJECTED)], ignore_index=True)
    return Normalized(
        as_observations(accepted), rejected.assign(reason=rejected["reason"].map(str)),
        others.loc[others["state"] == "missing", _REJECTED[:-1]].reset_index(drop=True), findings.table(),
        _counted(files, judged, rejected), reference, forms, tuple(failures))


def read_figures(path: Path, label: str, table: Table, names: Mapping[str, Sequence[str]],
                 ) -> RawFigures:
    """Return the raw figures of one declared table.

    Args
        label : str  how places and messages call it
        names : mapping role -> usual headings

    Raises
        ObservationError: the file cannot be read, or is not as declared
    """
    try:
        return raw_figures(read_grids(path, label, table.sheet, table.encoding,
                                      refuse_legacy=table.legacy == "refuse"), table, names)
    except OSError as error:
        raise ObservationError("{file} cannot be read: {why}", file=label, why=error.strerror) from error


def _with_forms(reference: Reference, forms: Sequence[Form]) -> Reference:
    """Return the reference with the forms among its sources, unless they are listed there already."""
    sources = pd.concat([reference.sources, sources_of(forms)])
    return replace(reference, sources=sources[~sources.index.duplicated()])


def _declared(place: Path, label: str, forms: Collection[str], findings: Findings,
              ) -> Iterator[tuple[str, Path, Table]]:
    """Yield name, path and declaration of every declared file; a file nobody declares is a finding."""
    declared = set()
    for path in sorted(place.rglob("sources.yaml")):
        here = "/".join((label, *path.parent.relative_to(place).parts))
        for table in read_declaration(path, f"{here}/sources.yaml"):
            declared.add(path.parent / table.file)
            name = f"{here}/{table.file}"
            sheets = attempt(sheet_names, path.parent / table.file, name)[0] if table.sheet == "*" else None
            for each in [table.model_copy(update={"sheet": sheet}) for sheet in sheets or ()] or [table]:
                yield name, path.parent / table.file, each
    for path in [] if label == "programme" else sorted({*place.rglob("*.*")} - declared):
        name = f"{label}/{path.relative_to(place).as_posix()}"
        if path.is_file() and path.suffix.lower() in SUFFIXES and name not in forms and (
                path.name not in _NOT_FIGURES and path.name[0] not in ".~"):
            fault = attempt(sheet_names, path, name)[1] if path.suffix.lower() in WORKBOOKS else None
            fault = fault or ObservationError("no sources.yaml declares this file, so it is not read; "
                                              "declare it or take it out")
            findings.add("file", "high" if label != "reference" else "medium", fault.message, {"file": name},
                         fault.values)


def _note_words(judged: pd.DataFrame, findings: Findings) -> None:
    """Say of one table's lines without a figure that nothing is read from them."""
    words = judged[judged["state"] == "words"]
    if len(words):
        first = words.iloc[0]
        message = _("lines that hold words and no figure: {count}; nothing is read of them")
        findings.add("file", "low", message,
                     {"file": first["file"], "cell": first["cell"], "text": first["indicator"]},
                     {"count": words["indicator"].nunique()})


def _order(accepted: pd.DataFrame, reference: Reference) -> NDArray[np.int64]:
    """Return the rows in order: by what they are about, then by rising authority, then as they were read."""
    grades = reference.sources["grade"].map({"L": 0, "M": 1, "H": 2})
    keys = [in_order(accepted[name])[0] for name in CELL]
    keys += [_ranked(accepted["status"], lambda status: _AUTHORITY.get(status, 2)),
             in_order(accepted["as_of"])[0],
             _ranked(accepted["source"], lambda source: grades.get(source, -1)),
             in_order(accepted["source"])[0]]
    order: NDArray[np.int64] = np.lexsort(keys[::-1])
    return order


def _ranked(texts: pd.Series, rank: Callable[[str], int]) -> NDArray[np.int64]:
    codes, distinct = in_order(texts)
    ranks: NDArray[np.int64] = np.array([rank(text) for text in distinct] or [0])[codes]
    return ranks


def _counted(files: Sequence[str], judged: pd.DataFrame, rejected: pd.DataFrame) -> pd.DataFrame:
    """Return how many cells of each file were accepted, rejected and missing."""
    names = pd.Index(dict.fromkeys(files), name="file")
    counts = pd.DataFrame({
        "accepted": judged.loc[judged["state"] == "accepted", "file"].value_counts(),
        "rejected": rejected["file"].value_counts(),
        "missing": judged.loc[judged["state"] == "missing", "file"].value_counts(),
    }).reindex(names).fillna(0).astype(int)
    counts.insert(0, "read", counts["accepted"] + counts["rejected"])
    return counts.reset_index()

"""The programme's tables, read from ``data/raw/programme`` and checked against each other."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from thienhuong_analysis.errors import ProgrammeError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.programme.targets import (
    BASE_YEAR,
    COMPARATORS,
    LAST_YEAR,
    PRINTED_UNITS,
    Target,
)

_KINDS = ("level", "growth", "share", "count", "ratio", "flow", "milestone")
_CADENCES = ("each_year", "by_year", "period_average", "period_total")
_ALLOWED = {
    "indicators": {"kind": _KINDS, "better": ("higher", "lower", "keep")},
    "targets": {"comparator": tuple(COMPARATORS), "cadence": _CADENCES, "unit": tuple(PRINTED_UNITS)},
}
_NUMBERS = ("value", "from_year", "by_year", "area_ha", "start_year", "end_year", "to_year", "number")
_COLUMNS = {
    "units": "lead_unit name_vi name_en",
    "indicators": "indicator_id name_vi name_en unit kind better lead_unit",
    "targets": "target_id indicator_id breakdown comparator value unit cadence from_year by_year condition "
               "citation quote_vi text_en",
    "citations": "target_id citation quote_vi",
    "projects": "project_id appendix number name_vi name_en developer funding start_year end_year area_ha "
                "state lead_units citation quote_vi",
    "tasks": "task_id appendix number field_vi field_en task_vi task_en lead_unit timing from_year to_year "
             "product_vi product_en",
}
_KEYS = {"units": "lead_unit", "indicators": "indicator_id", "targets": "target_id", "tasks": "task_id"}
_REFERENCES = (
    ("indicators", "lead_unit", "units"), ("targets", "indicator_id", "indicators"),
    ("citations", "target_id", "targets"), ("projects", "lead_units", "units"),
    ("tasks", "lead_unit", "units"),
)


@dataclass(frozen=True)
class Programme:
    """The programme's six tables as frames, columns as in the files.

    Args
        document : str  the text that they were taken from; empty where the folder has none
    """

    units: pd.DataFrame
    indicators: pd.DataFrame
    targets: pd.DataFrame
    citations: pd.DataFrame
    projects: pd.DataFrame
    tasks: pd.DataFrame
    document: str = field(default="", repr=False)

    @cached_property
    def by_id(self) -> dict[str, Target]:
        """Every target by its id, in the order of the document."""
        indicators = self.indicators.set_index("indicator_id")
        return {row.target_id: _target(row, indicators.loc[row.indicator_id])
                for row in self.targets.itertuples()}

    def target(self, name: str) -> Target:
        """Return the target with this id, or the one target of this indicator.

        Raises
            ProgrammeError: no such target, or an indicator that has several
        """
        if name in self.by_id:
            return self.by_id[name]
        ids = self.targets.loc[self.targets["indicator_id"] == name, "target_id"].tolist()
        if len(ids) > 1:
            raise ProgrammeError("{name} has several targets: {targets}; name one of them",
                                 name=name, targets=", ".join(ids))
        if not ids:
            raise ProgrammeError("no target is called {name}; did you mean {nearest}?",
                                 name=name, nearest=nearest(name, self.by_id, called=self._called))
        return self.by_id[ids[0]]

    def in_cells(self, citation: str, quote: str) -> str:
        """Return a quote with a bar between the cells, if it is the row of a task, whose cells run together.

        Example
            >>> from thienhuong_analysis.folder import INSTALLED, Folder
            >>> programme = read_programme(Folder(INSTALLED))
            >>> quote = programme.targets.set_index("target_id").at["elections_2026", "quote_vi"]
            >>> programme.in_cells("PL11.1", quote).partition(" | ")[2]
            'Phòng Văn hóa - Xã hội | Tháng 3/2026'
        """
        for task in self.tasks[self.tasks["task_id"] == citation].itertuples():
            units = self.units.loc[self.units["lead_unit"].isin(task.lead_unit.split(";")), "name_vi"]
            rest = quote.removeprefix(task.task_vi)
            if rest != quote:
                for cell in (*units, task.timing, task.product_vi):
                    rest = rest.replace(f" {cell}", f" | {cell}", 1)
                return f"{task.task_vi}{rest}"
        return quote

    @property
    def _called(self) -> dict[str, str]:
        """What a target's indicator is called in both languages -> the target."""
        indicators = self.indicators.set_index("indicator_id")
        return {indicators.at[row.indicator_id, f"name_{lang}"]: row.target_id
                for row in self.targets.itertuples() for lang in ("vi", "en")}


def read_programme(folder: Folder) -> Programme:
    """Return the programme of a folder, validated.

    Raises
        ProgrammeError: a value outside its list, a key twice, a reference to nothing
    """
    place = folder.find("data/raw/programme")
    tables = {name: _read(place / f"{name}.csv", name)
              for name in ("units", "indicators", "targets", "citations", "projects", "tasks")}
    for name, column, target in _REFERENCES:
        _check_references(tables[name], name, column, tables[target][_KEYS[target]])
    document = "\n".join(path.read_text(encoding="utf-8", errors="replace")
                         for path in sorted(place.glob("source/*.txt")))
    return Programme(**tables, document=document)


def _read(path: Path, name: str) -> pd.DataFrame:
    import pandera.pandas as pa

    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ProgrammeError("{file} cannot be read: {why}", file=path.name, why=error) from error
    missing = [column for column in _COLUMNS[name].split() if column not in frame]
    if missing:
        raise ProgrammeError("{file} has no column {columns}; its columns are {known}", file=path.name,
                             columns=", ".join(missing), known=_COLUMNS[name].replace(" ", ", "))
    for column in frame.columns.intersection(_NUMBERS):
        numbers = pd.to_numeric(frame[column].replace("", None), errors="coerce")
        for row in frame.index[numbers.isna() & (frame[column] != "")]:
            raise ProgrammeError("{file}:{line}: {column} is {value}, which is no number; write 10.5",
                                 file=path.name, line=row + 2, column=column, value=frame.at[row, column])
        frame[column] = numbers
    columns = {column: pa.Column(checks=pa.Check.isin(values))
               for column, values in _ALLOWED.get(name, {}).items()}
    if name == "targets":
        years = pa.Check.in_range(BASE_YEAR, LAST_YEAR)
        columns |= {column: pa.Column(float, years, nullable=True, coerce=True)
                    for column in ("from_year", "by_year")}
    if name in _KEYS:
        columns[_KEYS[name]] = pa.Column(str, pa.Check.str_matches(r"^[A-Za-z0-9_.]+$"), unique=True)
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        line = "" if pd.isna(case["index"]) else int(case["index"]) + 2
        raise ProgrammeError("{file}:{line}: {column} is {value}, which fails {check}",
                             file=path.name, line=line, column=case["column"],
                             value=case["failure_case"], check=case["check"]) from error
    return frame


def _check_references(frame: pd.DataFrame, name: str, column: str, known: pd.Series) -> None:
    for line, cell in enumerate(frame[column], start=2):
        for value in filter(None, cell.split(";")):
            if value not in set(known):
                raise ProgrammeError(
                    "{file}:{line}: {column} {value} is not known; did you mean {nearest}?",
                    file=f"{name}.csv", line=line, column=column, value=value,
                    nearest=nearest(value, known))


def _target(row: Any, indicator: pd.Series) -> Target:
    done = row.comparator == "done"
    return Target(
        row.target_id, row.indicator_id, row.breakdown or "total", row.comparator,
        1.0 if done else float(row.value) / PRINTED_UNITS[row.unit],
        row.unit == "percent_per_year", row.cadence,
        None if pd.isna(row.from_year) else int(row.from_year),
        None if pd.isna(row.by_year) else int(row.by_year),
        row.citation, indicator["kind"], indicator["better"])

"""Yearly forms read back: figures, task states and remarks of one unit, each with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.forms.cells import Fault, Sheets, is_form, nearest_word, open_form
from thienhuong_analysis.observations.forms.layout import LAYOUTS, code
from thienhuong_analysis.observations.tables.raw import SAID, RawFigures
from thienhuong_analysis.observations.text import _, clean, fold
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.values.numerals import is_missing, shown
from thienhuong_analysis.observations.values.periods import parse_day
from thienhuong_analysis.programme import Programme, read_programme

__all__ = ["Fault", "Form", "check_forms", "is_form", "read_form", "read_forms", "remarks_of", "sources_of",
           "tasks_of"]

_WARD = "thienhuong"
_RAW = ["file", "cell", *SAID, "decimal", "value"]
_TASKS = ["task_id", "year", "lead_unit", "state", "note", "as_of", "cell"]
_REMARKS = ["lead_unit", "year", "subject", "text", "as_of"]
_STATUSES = {fold(word) for layout in LAYOUTS.values() for word in layout.statuses}
_STATES = {fold(word): state for layout in LAYOUTS.values() for word, state in layout.states.items()}


def _table(columns: Iterable[str], rows: Iterable[object] = ()) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


@dataclass(frozen=True)
class Form:
    """One form as it was filled in; a form that cannot be used at all has only a fault.

    Args
        label : str  the file, relative to ``data/raw``
        unit : str  the lead unit
        as_of : date | None  the day of the report
        raw : DataFrame  file, cell, what is said of each figure, decimal, value; a figure is
            here or among the faults
        tasks : DataFrame  task_id, year, lead_unit, state, note, as_of, cell
        remarks : dict  ``difficulties``, ``proposals`` -> text
        source : dict  the form as a row of ``reference.sources``, with its key ``source``
        empty : list of str  the codes of figures that are not given
        notes : dict  code -> comment
        faults : list of Fault  what cannot be used; nothing else is lost by it
    """

    label: str
    unit: str = ""
    year: int = 0
    as_of: date | None = None
    raw: pd.DataFrame = field(default_factory=lambda: _table(_RAW))
    tasks: pd.DataFrame = field(default_factory=lambda: _table(_TASKS))
    remarks: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def figures(self) -> RawFigures:
        """Return the figures as ``Judge`` takes them."""
        return RawFigures.of_frame(self.raw, self.label)


def read_forms(folder: Folder) -> list[Form]:
    """Return the forms that units have sent back, workbooks in ``data/raw/thienhuong/YEAR``, by name."""
    place = folder.raw_folders().get(_WARD)
    found = [path for path in (sorted(place.glob("[0-9][0-9][0-9][0-9]/*")) if place else [])
             if path.name[0] not in ".~" and is_form(path)]
    programme = read_programme(folder) if found else None
    return [read_form(path, f"{_WARD}/{path.parent.name}/{path.name}", programme)
            for path in found if programme]


def read_form(path: Path, label: str, programme: Programme) -> Form:
    """Return what a form says; columns are found by their headings, rows by their codes.

    Args
        label : str  how places and messages call the file
        programme : Programme  whose units, indicators and tasks a form may speak of
    """
    try:
        sheets = open_form(path, label, programme.units["lead_unit"])
    except ObservationError as error:
        return Form(label, faults=[Fault(label, "", error)])
    day: str | ObservationError
    try:
        day = sheets.day()
    except ObservationError as error:
        day = error
    as_of = None if isinstance(day, ObservationError) else parse_day(day)
    name = programme.units.set_index("lead_unit").at[sheets.unit, "name_vi"]
    source = f"form_{sheets.year}_{sheets.unit}"
    said = {"file": label, "locality": _WARD, "period": str(sheets.year), "source": source, "decimal": "vi",
            "as_of": "" if isinstance(day, ObservationError) else day}
    figures, empty, notes = _figures(sheets, programme, day)
    return Form(
        label, sheets.unit, sheets.year, as_of, _table(_RAW, ({**said, **row} for row in figures)),
        _table(_TASKS, ({**row, "year": sheets.year, "lead_unit": sheets.unit, "as_of": as_of}
                        for row in _tasks(sheets, programme, day))),
        _remarks(sheets, day),
        {"source": source, "title": f"Biểu mẫu năm {sheets.year} của {name}", "publisher": name, "url": "",
         "published": as_of.isoformat() if as_of else "", "grade": "H", "note": ""},
        empty, notes, sheets.faults)


def tasks_of(forms: Iterable[Form]) -> pd.DataFrame:
    """Return all that was ever reported of tasks; of one task and year the last row holds."""
    frame = pd.concat([form.tasks for form in (Form(""), *forms)], ignore_index=True)
    order = frame.assign(says=frame["state"] != "").sort_values(["says", "as_of", "cell"], kind="stable")
    return order[_TASKS].reset_index(drop=True)


def check_forms(forms: Sequence[Form], findings: Findings) -> None:
    """Add forms that lie in another year's folder, and task states that contradict each other."""
    for form in forms:
        folder = form.label.split("/")[1]
        if form.unit and str(form.year) != folder:
            findings.add("form", "high", _(
                "this is the form of {year}, but it lies in the folder {folder}; move it, or make the form "
                "of the right year"), {"file": form.label}, {"year": form.year, "folder": folder})
    told = tasks_of(forms).query("state != ''")
    for (task, year, day), rows in told.groupby(["task_id", "year", "as_of"], sort=True):
        last, others = rows.iloc[-1], rows[rows["state"] != rows["state"].iloc[-1]]
        if len(others):
            other = others.iloc[-1]
            findings.add("form", "high", _(
                "task {task}, {year}: reported as {state} here and as {other_state} in {other} on the same "
                "day, {day}; this one is taken, so agree on one"),
                {"file": last["cell"].split("!")[0], "cell": last["cell"], "text": last["state"]},
                {"task": task, "year": year, "state": last["state"], "other_state": other["state"],
                 "other": other["cell"], "day": day})


def sources_of(forms: Iterable[Form]) -> pd.DataFrame:
    """Return the forms as rows of ``reference.sources``; of several by one unit the latest."""
    rows = [form.source for form in sorted(forms, key=lambda form: form.as_of or date.min) if form.source]
    columns = ["source", "title", "publisher", "url", "published", "grade", "note"]
    return _table(columns, rows).drop_duplicates("source", keep="last").set_index("source")


def remarks_of(forms: Iterable[Form]) -> pd.DataFrame:
    """Return all remarks ever made: lead_unit, year, subject, text, as_of; the last row holds."""
    rows = [(form.unit, form.year, subject, text, form.as_of)
            for form in forms for subject, text in form.remarks.items() if text]
    return _table(_REMARKS, rows).sort_values("as_of", kind="stable", ignore_index=True)


def _figures(sheets: Sheets, programme: Programme, day: str | ObservationError,
             ) -> tuple[list[dict[str, object]], list[str], dict[str, str]]:
    """Return the figures that can be judged, the codes without one, and the comments."""
    targets = zip(programme.targets["indicator_id"], programme.targets["breakdown"], strict=True)
    codes = {code(name, breakdown or "total"): (name, breakdown or "total") for name, breakdown in
             (*((name, "total") for name in programme.indicators["indicator_id"]), *targets)}
    figures: list[dict[str, object]] = []
    empty: list[str] = []
    notes: dict[str, str] = {}
    for cells, places in sheets.rows("indicators", sheets.layout.indicators,
                                     "id", "unit", "value", "status", "note"):
        key, unit, text, status, note = (clean(shown(cell)) for cell in cells.values())
        known, place = codes.get(key), f"{sheets.label}!{places['value']}"
        if known and note:
            notes[key] = note
        if not text:
            empty += [key] if known else []
            continue
        try:
            if known is None:
                raise _unknown(key, places["id"], codes)
            if not is_missing(cells["value"]):
                _check_status(status, places["status"], sheets.layout.statuses)
                if isinstance(day, ObservationError):
                    raise day
        except ObservationError as error:
            sheets.faults.append(Fault(place, text, error, key))
        else:
            figures.append({"cell": place, "indicator": known[0], "breakdown": known[1], "unit": unit,
                            "status": status, "value": cells["value"]})
    return figures, empty, notes


def _tasks(sheets: Sheets, programme: Programme, day: str | ObservationError) -> list[dict[str, str]]:
    """Return what is said of the tasks; rows that say nothing are left out."""
    ids, rows = set(programme.tasks["task_id"]), []
    for cells, places in sheets.rows("tasks", sheets.layout.tasks, "id", "state", "note"):
        key, text, note = (clean(shown(cell)) for cell in cells.values())
        if not text and not note:
            continue
        place = f"{sheets.label}!{places['state']}"
        try:
            if key not in ids:
                raise _unknown(key, places["id"], ids)
            if text and fold(text) not in _STATES:
                raise ObservationError('"{text}" is not a state of a task; did you mean {nearest}?',
                                       text=text[:60], nearest=nearest_word(text, sheets.layout.states))
            if isinstance(day, ObservationError):
                raise day
        except ObservationError as error:
            sheets.faults.append(Fault(place, text or note, error, key))
        else:
            rows.append({"task_id": key, "state": _STATES.get(fold(text), ""), "note": note, "cell": place})
    return rows


def _remarks(sheets: Sheets, day: str | ObservationError) -> dict[str, str]:
    said = {}
    for subject in ("difficulties", "proposals"):
        text, place = sheets.remark(subject)
        if text and isinstance(day, ObservationError):
            sheets.faults.append(Fault(f"{sheets.label}!{place}", text, day, subject))
            text = ""
        said[subject] = text
    return said


def _check_status(text: str, cell: str, words: Iterable[str]) -> None:
    if not text:
        raise ObservationError("the figure has no status; choose one in {cell}", cell=cell)
    if fold(text) not in _STATUSES:
        raise ObservationError('the status in {cell} is "{text}"; did you mean {nearest}?', cell=cell,
                               text=text[:60], nearest=nearest_word(text, words))


def _unknown(key: str, cell: str, known: Iterable[str]) -> ObservationError:
    if not key:
        return ObservationError("the row has no code; write it into {cell}, or empty the row", cell=cell)
    return ObservationError('the code in {cell} is "{text}", which the programme has not; did you mean '
                            "{nearest}?", cell=cell, text=key[:60], nearest=nearest(key, known))

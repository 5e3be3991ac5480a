"""The declaration beside raw files, ``sources.yaml``: which file holds what, and where in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.values.numerals import Notation

Role = Literal["locality", "indicator", "breakdown", "period", "value", "unit", "status", "source",
               "as_of", "note"]
"""What a column can be to a figure."""

NEEDED: tuple[Role, ...] = ("locality", "indicator", "period", "value", "status", "source", "as_of")
"""Roles that something must fill: a column, a heading or a constant."""


def _iso(given: Any) -> Any:
    return given.isoformat() if isinstance(given, date) else given


Text = Annotated[str, Field(min_length=1), BeforeValidator(_iso)]


class Table(BaseModel):
    """Where a table stands in a file, what its columns are, and how it is written.

    Args
        file : str  a name beside the declaration, or a pattern (``*.csv``) for several files alike
        sheet : str | None  of a workbook; None for the first, ``*`` for all
        encoding : str  of a text file; recognised unless declared
        header_row : int | None  the row of the heading, the first if there are several; else it is found
        header_rows : int | None  how many rows the heading has; else it is found
        layout : str  ``long``, a row a figure; ``wide``, several figures a row; ``auto``, a download of a
            statistics office, in which everything is found
        columns : mapping role -> heading; left out, the usual headings are looked for
        across : list of roles  what each row of the heading says above the figures of a wide table
        constants : mapping role -> text  that holds for the whole table
        ignore : list of headings  of columns that hold no figures
        decimal : str  the notation of its numbers
        legacy : str  whether text in the old TCVN3 fonts is converted or refused
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    file: Text
    sheet: Text | None = None
    encoding: Text = "auto"
    header_row: Annotated[int, Field(ge=1)] | None = None
    header_rows: Annotated[int, Field(ge=1, le=4)] | None = None
    layout: Literal["long", "wide", "auto"] = "long"
    columns: dict[Role, Text] = {}
    across: Annotated[list[Role], Field(min_length=1, max_length=4)] = ["period"]
    constants: dict[Role, Text] = {}
    ignore: list[Text] = []
    decimal: Notation = "auto"
    legacy: Literal["convert", "refuse"] = "convert"


class Declaration(BaseModel):
    """All tables of a folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    files: list[Table]


def read_declaration(path: Path, label: str) -> list[Table]:
    """Return the tables that a ``sources.yaml`` declares, a pattern once for every file it fits.

    Args
        path : Path  the file
        label : str  how messages call it

    Raises
        ObservationError: not YAML, a key that does not exist, a role given twice or not at all, a
            file outside the folder, a pattern that no file fits, one table twice
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        tables = Declaration.model_validate(raw).files
    except ValidationError as error:
        raise _explained(error, label) from error
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ObservationError("{file} is not readable YAML: {why}", file=label,
                               why=" ".join(str(error).split())) from error
    found = [named for table in tables for named in _named(table, path.parent, label)]
    for n, table in enumerate(found):
        if table in found[:n]:
            raise ObservationError("{file}: {name} is declared twice; take one of the declarations out",
                                   file=label, name=table.file)
    return found


def _named(table: Table, folder: Path, label: str) -> Iterator[Table]:
    _check_roles(table, label)
    _check_inside(folder, table.file, label)
    if not set(table.file) & set("*?["):
        yield table
        return
    try:
        names = sorted(found.relative_to(folder).as_posix() for found in folder.glob(table.file)
                       if found.is_file() and found.name != "sources.yaml" and found.name[0] not in ".~")
    except (ValueError, OSError):  # ** within a name
        names = []
    if not names:
        raise ObservationError("{file}: no file fits {name}; add one or correct the pattern", file=label,
                               name=table.file)
    for name in names:
        _check_inside(folder, name, label)
        yield table.model_copy(update={"file": name})


def _check_roles(table: Table, label: str) -> None:
    columns, constants = set(table.columns), set(table.constants)
    if table.layout == "auto" and columns:
        raise ObservationError("{file}: {name}: with layout: auto columns are found, not declared; take "
                               "columns out, or declare layout: long or wide", file=label, name=table.file)
    headers: set[Role] = {"value", *table.across} if table.layout == "wide" else set()
    for role in sorted((columns & constants) | (headers & (columns | constants))):
        raise ObservationError("{file}: {name}: {role} is given twice; keep the column or the "
                               "constant (a wide table has value and {across} in its headings)",
                               file=label, name=table.file, role=role, across=", ".join(table.across))
    found = headers if columns else set(NEEDED)  # the usual headings are looked for in the file
    if table.layout == "auto":
        found = {"indicator", "period", "value", "status"}
    for role in NEEDED:
        if role not in columns | constants | found:
            raise ObservationError("{file}: {name}: nothing says the {role}; add it to columns or "
                                   "constants", file=label, name=table.file, role=role)


def _check_inside(folder: Path, name: str, label: str) -> None:
    """Refuse an absolute path, one with ``..``, and a link that leads out of the folder."""
    windows = PureWindowsPath(name)
    if (windows.anchor or ".." in windows.parts or "\0" in name
            or not (folder / name).resolve().is_relative_to(folder.resolve())):
        raise ObservationError("{file}: {name} leads out of the folder; put the file beside "
                               "sources.yaml", file=label, name=name)


def _explained(error: ValidationError, label: str) -> ObservationError:
    """Turn the first complaint of pydantic into one sentence with the key and what to write."""
    first = error.errors(include_url=False, include_input=False)[0]
    *place, key = [str(part) for part in first["loc"] if part != "[key]"] or ["files"]
    choices = (get_args(Role) if {"columns", "constants", "across"} & set(place)
               else Table.model_fields if place else Declaration.model_fields)
    if first["type"] in ("extra_forbidden", "literal_error") and key not in choices:
        return ObservationError("{file}: {key} is not a key here; did you mean {nearest}?",
                                file=label, key=".".join([*place, key]),
                                nearest=nearest(key, choices))
    return ObservationError("{file}: {key}: {why}", file=label, key=".".join([*place, key]),
                            why=first["msg"])

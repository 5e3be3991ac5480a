"""The declaration beside raw files, ``sources.yaml``: which file holds what, and where in it."""

from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.numerals import Notation

Role = Literal["locality", "indicator", "breakdown", "period", "value", "unit", "status", "source",
               "as_of", "note"]
"""What a column can be to a figure."""

NEEDED = ("locality", "indicator", "period", "value", "status", "source", "as_of")
_LARGEST = 1_000_000
Text = Annotated[str, Field(min_length=1),
                 BeforeValidator(lambda given: given.isoformat() if isinstance(given, date) else given)]


class Table(BaseModel):
    """One table in one file; see ``docs`` for the keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    file: Text
    sheet: Text | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    layout: Literal["long", "wide"] = "long"
    columns: Annotated[dict[Role, Text], Field(min_length=1)]
    constants: dict[Role, Text] = {}
    decimal: Notation = "auto"


class Declaration(BaseModel):
    """All tables of a folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    files: list[Table]


def read_declaration(path: Path, label: str) -> list[Table]:
    """Return the tables that a ``sources.yaml`` declares.

    Args
        path : Path  the file
        label : str  how messages call it

    Raises
        ObservationError: not YAML, a key that does not exist, a role given twice or not at all
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ObservationError("{file} is larger than a declaration can be; is it another file?",
                                   file=label)
        tables = Declaration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8-sig"))).files
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        if isinstance(error, ValidationError):
            raise _explained(error, label) from error
        raise ObservationError("{file} is not readable YAML: {why}", file=label,
                               why=" ".join(str(error).split())) from error
    for table in tables:
        _check_roles(table, label)
    return tables


def inside(place: Path, name: str, label: str) -> Path:
    """Return the path of a declared file, which must lie in the folder of its declaration.

    Raises
        ObservationError: an absolute path, one with ``..``, or a link that leads out
    """
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    path = place / name
    if (windows.drive or windows.root or posix.is_absolute() or ".." in windows.parts
            or "\0" in name or not path.resolve().is_relative_to(place.resolve())):
        raise ObservationError("{file}: {name} leads out of the folder; put the file beside sources.yaml",
                               file=label, name=name)
    return path


def _check_roles(table: Table, label: str) -> None:
    given = {*table.columns, *table.constants}
    twice = set(table.columns) & set(table.constants)
    if table.layout == "wide":
        twice |= given & {"period", "value"}
        given |= {"period", "value"}
    if twice:
        raise ObservationError("{file}: {name}: {role} is given twice; keep the column or the constant "
                               "(a wide table has period and value in its headers)",
                               file=label, name=table.file, role=sorted(twice)[0])
    for role in NEEDED:
        if role not in given:
            raise ObservationError("{file}: {name}: nothing says the {role}; add it to columns or constants",
                                   file=label, name=table.file, role=role)


def _explained(error: ValidationError, label: str) -> ObservationError:
    """Turn the first complaint of pydantic into one sentence with the key and what to write."""
    first = error.errors(include_url=False, include_input=False)[0]
    *place, key = [str(part) for part in first["loc"] if part != "[key]"] or ["files"]
    where = ".".join([*place, key])
    choices = (get_args(Role) if set(place) & {"columns", "constants"}
               else Table.model_fields if place else Declaration.model_fields)
    if first["type"] == "extra_forbidden" or (first["type"] == "literal_error" and key not in choices):
        return ObservationError("{file}: {key} is not a key here; did you mean {nearest}?", file=label,
                                key=where, nearest=nearest(key, choices))
    return ObservationError("{file}: {key}: {why}", file=label, key=where, why=first["msg"])

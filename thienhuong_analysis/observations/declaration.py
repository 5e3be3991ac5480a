"""The declaration beside raw files, ``sources.yaml``: which file holds what, and where in it."""

from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.numerals import Notation

Role = Literal["locality", "indicator", "breakdown", "period", "value", "unit", "status", "source",
               "as_of", "note"]
"""What a column can be to a figure."""

_NEEDED = ("locality", "indicator", "period", "value", "status", "source", "as_of")


def _iso(given: Any) -> Any:
    return given.isoformat() if isinstance(given, date) else given


Text = Annotated[str, Field(min_length=1), BeforeValidator(_iso)]


class Table(BaseModel):
    """One table in one file: where its header is, what its columns are, how numbers are written."""

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
        ObservationError: not YAML, a key that does not exist, a role given twice or not at all, a
            file outside the folder
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        tables = Declaration.model_validate(raw).files
    except ValidationError as error:
        raise _explained(error, label) from error
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ObservationError("{file} is not readable YAML: {why}", file=label,
                               why=" ".join(str(error).split())) from error
    for table in tables:
        _check_roles(table, label)
        _check_inside(path.parent, table.file, label)
    return tables


def _check_roles(table: Table, label: str) -> None:
    columns, constants = set(table.columns), set(table.constants)
    headers = {"period", "value"} if table.layout == "wide" else set()
    for role in sorted((columns & constants) | (headers & (columns | constants))):
        raise ObservationError("{file}: {name}: {role} is given twice; keep the column or the "
                               "constant (a wide table has period and value in its headers)",
                               file=label, name=table.file, role=role)
    for role in _NEEDED:
        if role not in columns | constants | headers:
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
    choices = (get_args(Role) if {"columns", "constants"} & set(place)
               else Table.model_fields if place else Declaration.model_fields)
    if first["type"] in ("extra_forbidden", "literal_error") and key not in choices:
        return ObservationError("{file}: {key} is not a key here; did you mean {nearest}?",
                                file=label, key=".".join([*place, key]),
                                nearest=nearest(key, choices))
    return ObservationError("{file}: {key}: {why}", file=label, key=".".join([*place, key]),
                            why=first["msg"])

"""What a notebook may be told: its cell tagged ``parameters``, checked before a kernel starts."""

import ast
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model

from thienhuong_analysis.errors import NotebookError, nearest

if TYPE_CHECKING:
    from nbformat import NotebookNode


def _day(text: str) -> str:
    if text:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError("write it like 2026-06-30")
        date.fromisoformat(text)
    return text


TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}
DOMAINS: dict[str, Any] = {
    "lang": Literal["vi", "en"],
    "year": Annotated[int, Field(ge=2025, le=2035)],
    "draws": Annotated[int, Field(ge=1, le=1_000_000)],
    "seed": Annotated[int, Field(ge=0)],
    "as_of": Annotated[str, AfterValidator(_day)],
}
"""What the parameters that all notebooks share may be, whatever type they are declared with."""


def read_notebook(path: Path) -> "NotebookNode":
    """Return a notebook of format 4.

    Raises
        NotebookError: the file is missing or is no notebook
    """
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, 4)  # type: ignore[no-untyped-call]
        return notebook
    except FileNotFoundError as error:
        raise NotebookError("{notebook} does not exist", notebook=path) from error
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise NotebookError("{notebook} cannot be read as a notebook; save it again in JupyterLab",
                            notebook=path) from error


def declared(notebook: Path) -> type[BaseModel]:
    """Return the parameters of a notebook as a model: names, types, bounds and defaults.

    The declarations are assignments such as ``scenario: str = "trend"`` in the cell tagged
    ``parameters``; they are read, never run. Without such a cell there are no parameters.

    Raises
        NotebookError: the cell holds anything else, or a default that its own type refuses
    """
    tagged = [cell.source for cell in read_notebook(notebook).cells
              if "parameters" in cell.metadata.get("tags", [])]
    fields: dict[str, Any] = {}
    try:
        for line in ast.parse(tagged[0] if tagged else "").body:
            name = ast.unparse(getattr(line, "target", line))
            if not isinstance(line, ast.AnnAssign) or not line.value or name.startswith("_"):
                raise ValueError(ast.unparse(line))
            kind = ast.unparse(line.annotation)
            fields[name] = (DOMAINS.get(name, TYPES[kind]), ast.literal_eval(line.value))
        return create_model(notebook.stem, __config__=ConfigDict(
            extra="forbid", strict=True, validate_default=True, allow_inf_nan=False), **fields)
    except (SyntaxError, ValueError, KeyError) as error:
        raise NotebookError("{notebook}: the cell tagged parameters holds {text}; write only "
                            "NAME: TYPE = VALUE, with str, int, float or bool",
                            notebook=notebook.name, text=error) from error


def checked(parameters: type[BaseModel], values: Mapping[str, object], *,
            as_text: bool = False) -> dict[str, object]:
    """Return every parameter of a notebook with its value, given or default.

    Args
        parameters : type  as ``declared`` returns it
        values : mapping name -> value  of the declared type
        as_text : bool  the values are texts, to be read as the type that is declared

    Raises
        NotebookError: a name that is not declared (the nearest is named), or a value that does
            not fit
    """
    notebook = f"{parameters.__name__}.ipynb"
    try:
        given = (parameters.model_validate_strings(values) if as_text
                 else parameters.model_validate(values))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            raise NotebookError("{notebook} has no parameter {name}; did you mean {nearest}?",
                                notebook=notebook, name=name,
                                nearest=nearest(name, parameters.model_fields)) from error
        raise NotebookError("{notebook}: parameter {name} cannot be {value!r}: {why}",
                            notebook=notebook, name=name, value=first["input"],
                            why=first["msg"].removeprefix("Value error, ")) from error
    return given.model_dump()


def from_text(parameters: type[BaseModel], texts: Sequence[str]) -> dict[str, object]:
    """Return every parameter of a notebook from the ``NAME=VALUE`` texts of a command line.

    A text becomes what the notebook declares: ``01`` stays ``01`` as a ``str``, is 1 as an ``int``.

    Raises
        NotebookError: as ``checked``, and for a text without ``=``
    """
    values: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise NotebookError("{text} is not a parameter; write NAME=VALUE", text=text)
        values[name.strip()] = value
    return checked(parameters, values, as_text=True)

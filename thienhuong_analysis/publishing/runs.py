"""What is to be run, what a reader is told about it, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

State = Literal["waiting", "running", "done", "reused", "failed"]


@dataclass(frozen=True)
class Provenance:
    """Where a report comes from, for the panel at its end.

    Args
        parameters : mapping name -> value
        vintage : str  the latest date from which a figure was known, ISO
        inputs : mapping path -> SHA-256
        version : str  of the code
        sample : bool  the figures are invented
        home : str  link to the page that lists all reports
    """

    parameters: Mapping[str, object] = field(default_factory=dict)
    vintage: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    sample: bool = False
    home: str = ""


@dataclass(frozen=True)
class Run:
    """One report to make.

    Args
        name : str  of the file, without ``.html``; unique in a batch
        provenance : Provenance  its parameters, checked before, are given to the notebook
        subtitle : str  stands under the title
    """

    name: str
    notebook: Path
    provenance: Provenance
    subtitle: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one run.

    Args
        title : str  of the report
        cell : int | None  the cell that failed, counted in the notebook from 1
        error : str  what went wrong, one line; empty where nothing did
        seconds : float  the time it took
        sha256 : str  of the report as written; empty where there is none
    """

    run: Run
    state: State
    title: str = ""
    cell: int | None = None
    error: str = ""
    seconds: float = 0.0
    sha256: str = ""

    @property
    def name(self) -> str:
        """The name of the report, without ``.html``."""
        return self.run.name

    @property
    def ok(self) -> bool:
        """Whether the report is complete."""
        return self.state != "failed"

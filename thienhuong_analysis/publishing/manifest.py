"""What a review was made from, and what came out: enough to make it again and to compare."""

import json
import platform
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from thienhuong_analysis import __version__
from thienhuong_analysis.errors import FolderError
from thienhuong_analysis.folder import Folder, fingerprint, whole
from thienhuong_analysis.publishing.runs import Outcome


class Report(BaseModel):
    """One report: from which notebook and parameters, and what became of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    notebook: str
    parameters: dict[str, str | int | float | bool]
    outcome: Literal["done", "reused", "failed"]
    cell: int | None = None
    error: str = ""
    sha256: str = ""
    seconds: float = 0.0


class Manifest(BaseModel):
    """A review as ``manifest.json``: paths are relative to the root, hashes are SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    year: int
    languages: list[str]
    draws: int
    seed: int
    as_of: str = ""
    vintage: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    reports: dict[str, Report]
    versions: dict[str, str]
    seconds: float

    def write(self, path: Path) -> None:
        """Write the manifest, keys sorted.

        Raises
            FolderError: the file cannot be written
        """
        text = json.dumps(self.model_dump(), ensure_ascii=False, indent=1, sort_keys=True)
        with whole(path) as beside:
            beside.write_bytes(f"{text}\n".encode())


def reports(outcomes: Iterable[Outcome]) -> dict[str, Report]:
    """Return what a manifest says about each run."""
    return {outcome.name: Report.model_validate({
        "notebook": outcome.run.notebook.name, "outcome": outcome.state, "cell": outcome.cell,
        "error": outcome.error, "sha256": outcome.sha256, "seconds": round(outcome.seconds, 3),
        "parameters": outcome.run.provenance.parameters}) for outcome in outcomes}


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package, and of what it directly depends on."""
    try:
        lines = requires("thienhuong-analysis") or []
    except PackageNotFoundError:  # a source tree on the path
        lines = []
    names = [re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line]
    return {"python": platform.python_version(), "thienhuong-analysis": __version__,
            **{name: version(name) for name in sorted(names)}}


def input_files(folder: Folder) -> dict[str, str]:
    """Return the SHA-256 of every raw file, scenario and notebook used, by its path in the root."""
    paths = {f"data/raw/{name}/{path.relative_to(place).as_posix()}": path
             for name, place in folder.raw_folders().items() for path in place.rglob("*")
             if path.is_file() and not path.name.startswith((".", "~$"))}
    with suppress(FolderError):  # a root without any is told so where they are needed
        for name in ("assumptions", "bases", "correlations", "project_sectors"):
            paths[f"data/raw/thienhuong/{name}.csv"] = folder.find(f"data/raw/thienhuong/{name}.csv")
    for room, pattern in (("scenarios", "*.y*ml"), ("notebooks", "*.ipynb")):
        paths |= {f"{room}/{name}": path for name, path in folder.files(room, pattern).items()}
    return {name: fingerprint(path) for name, path in sorted(paths.items())}


def code_fingerprint() -> str:
    """Return one SHA-256 of the library's files and of the versions it runs with."""
    package = Path(__file__).parents[1]
    files = {path.relative_to(package).as_posix(): fingerprint(path) for path in package.rglob("*")
             if path.is_file()
             and not {"__pycache__", "installed"} & set(path.relative_to(package).parts)}
    return sha256(json.dumps([files, versions()], sort_keys=True).encode()).hexdigest()

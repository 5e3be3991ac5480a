"""Scenarios written: as YAML that the reader has accepted, whole, and never over another one unasked."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from thienhuong_analysis.errors import ScenarioError
from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.scenarios.files import lineage, parsed, read_scenarios
from thienhuong_analysis.scenarios.model import Lever

_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
"""Names that Windows keeps for itself."""


class _Plain(yaml.SafeDumper):
    """Writes every value out, also where two are the same."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  PyYAML's own signature
        return True


def save_scenario(folder: Folder, content: Mapping[str, object], levers: Mapping[str, Lever], *,
                  replace: bool = False) -> Path:
    """Write a scenario into ``scenarios/ID.yaml`` and return its path.

    Args
        content : mapping  the keys of a scenario file, as plain values
        replace : bool  whether a scenario with this id may be written over

    Raises
        ScenarioError: what the reader would refuse, a file name that some computer cannot have, an
            id that is taken, or a parent that is not there; nothing has been written then
        FolderError: the folder cannot be written

    Example
        >>> import tempfile
        >>> from thienhuong_analysis.scenarios import levers_of
        >>> levers = levers_of({"budget_revenue": "growth", "income_per_capita": "growth"})
        >>> folder = Folder(Path(tempfile.mkdtemp()))
        >>> words = {"vi": "Thêm", "en": "More"}
        >>> save_scenario(folder, {"id": "more", "name": words, "description": words, "extends": "trend",
        ...                        "assumptions": {"births": 120.0}}, levers).name
        'more.yaml'
    """
    name = str(content.get("id", ""))
    if name.lower() in _DEVICES:
        raise ScenarioError("{id} cannot be the name of a file on Windows; choose another", id=name)
    text = yaml.dump(dict(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    path = folder.root / "scenarios" / f"{name}.yaml"
    scenario, _ = parsed(text, path, levers)
    others = read_scenarios(folder, levers)
    if scenario.id in others and not replace:
        raise ScenarioError("a scenario {id} is there already; choose another id, or say that it is to be "
                            "replaced", id=scenario.id)
    lineage(scenario.id, {**others, scenario.id: scenario})
    standing = [found for found in folder.files("scenarios", f"{scenario.id}.y*ml").values()
                if found.parent == path.parent and found != path]
    with whole(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
    for other in standing:
        other.unlink()
    return path

"""The house keeps its own rules: one-way imports, small documented modules, one list of dependencies."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "thienhuong_analysis"
ROOMS = ["errors", "folder", "programme", "observations", "scenarios", "projections", "assessment",
         "records", "ward", "presentation", "publishing", "terminal", "questions", "cli"]
OBSERVATIONS = ["text", "schema", "values", "metadata", "reading", "tables", "validation", "forms",
                "vintages", "vietnamese", "normalize", "processed"]
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _room(path: Path, house: Path = PACKAGE) -> str:
    return path.relative_to(house).parts[0].removesuffix(".py")


def _imports(path: Path, house: str = "thienhuong_analysis") -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return [name.removeprefix(f"{house}.").split(".")[0] for name in found
            if name.startswith(f"{house}.") and not name.endswith("__")]


@pytest.mark.parametrize("path", [p for p in MODULES if _room(p) in ROOMS], ids=str)
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    above = ROOMS[:ROOMS.index(_room(path)) + 1]
    assert [name for name in _imports(path) if name not in above] == []


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(PACKAGE / "observations")
                                  and p != PACKAGE / "observations" / "__init__.py"], ids=str)
def test_a_room_within_observations_imports_only_from_those_above_it(path: Path) -> None:
    above = OBSERVATIONS[:OBSERVATIONS.index(_room(path, PACKAGE / "observations")) + 1]
    assert [name for name in _imports(path, "thienhuong_analysis.observations") if name not in above] == []


def test_every_module_is_in_a_known_room() -> None:
    assert {_room(path) for path in MODULES} <= {*ROOMS, "__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_public_function_is_documented_and_annotated(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or path.stat().st_size == 0
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            within = [other for other in ast.walk(tree) if other is not node
                      and isinstance(other, ast.FunctionDef | ast.ClassDef) and node in ast.walk(other)]
            if any(isinstance(other, ast.FunctionDef) or other.name[0] == "_" for other in within):
                continue
            assert ast.get_docstring(node), node.name
            if isinstance(node, ast.FunctionDef):
                given = [a for a in node.args.args if a.arg not in ("self", "cls")]
                assert node.returns is not None, node.name
                assert all(a.annotation for a in given), node.name


def test_the_architecture_page_names_every_module_and_nothing_else() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tree = page.split("```\n")[2]
    named, folders = set(), []
    for line in tree.splitlines():
        match = re.match(r"^( *)([\w./-]+)", line)
        if not match:
            continue
        depth, name = len(match[1]) // 2, match[2]
        folders = [*folders[:depth], name.rstrip("/")]
        if name.endswith(".py"):
            named.add("/".join(folders))
    assert named == {path.relative_to(ROOT).as_posix() for path in MODULES}


def _bounds(requirements: list[str]) -> dict[str, str]:
    pairs = (re.match(r"([A-Za-z0-9_-]+)(.*)", text) for text in requirements)
    return {match[1].lower().replace("_", "-"): match[2] for match in pairs if match}


def test_conda_and_pip_users_get_the_same_direct_dependencies() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(item["pip"] for item in listed if isinstance(item, dict))
    conda = _bounds([item for item in listed if isinstance(item, str)] + [p for p in pip if p[0] != "-"])
    assert conda.pop("python") == PROJECT["requires-python"]
    conda.pop("pip")
    conda["matplotlib"] = conda.pop("matplotlib-base")
    assert conda == _bounds(PROJECT["dependencies"])


def test_every_library_that_is_imported_is_declared() -> None:
    names = {"bs4": "beautifulsoup4", "yaml": "pyyaml", "python_calamine": "python-calamine",
             "jupyter_client": "jupyter-client"}
    imported = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
            elif isinstance(node, ast.Import):
                imported |= {name.name.split(".")[0] for name in node.names}
    libraries = imported - set(sys.stdlib_module_names) - {"thienhuong_analysis"}
    assert {names.get(name, name) for name in libraries} <= set(_bounds(PROJECT["dependencies"]))


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http://" not in lock and "https://" not in lock and "--index" not in lock
    pinned = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, flags=re.MULTILINE)}
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {name.replace("_", "-") for name in _bounds(wanted)} <= pinned
    assert lock.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_has_no_outputs_and_defines_no_function(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}  # no state of widgets above all
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1
    for cell in code:
        assert not any(isinstance(node, ast.FunctionDef | ast.Lambda)
                       for node in ast.walk(ast.parse("".join(cell["source"]))))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_speaks_both_languages_paragraph_by_paragraph(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"]["tags"][0] for cell in cells if cell["cell_type"] == "markdown"]
    assert tags and tags == ["vi", "en"] * (len(tags) // 2)


def test_asking_for_help_loads_none_of_the_heavy_libraries() -> None:
    code = ("import sys; from thienhuong_analysis.cli import app; app(['--help'], standalone_mode=False);"
            "sys.exit(','.join({'pandas','numpy','scipy','matplotlib','pydantic'} & set(sys.modules)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_the_public_face_names_only_what_is_there() -> None:
    import thienhuong_analysis as th

    assert all(hasattr(th, name) for name in th.__all__)

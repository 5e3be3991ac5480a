"""Scenario files: read, checked, and laid one over another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from thienhuong_analysis.errors import ScenarioError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.scenarios.model import Lever, Scenario, Shape


def read_scenarios(folder: Folder, levers: Mapping[str, Lever]) -> dict[str, Scenario]:
    """Return every scenario of a folder by id.

    Raises
        ScenarioError: an unknown key, a value out of range, a cycle; names the file and the line
    """
    read = {path: _read(path, levers) for path in folder.files("scenarios", "*.y*ml").values()}
    scenarios: dict[str, Scenario] = {}
    for path, (scenario, _) in read.items():
        if scenario.id in scenarios:
            raise ScenarioError("{file}: scenario {id} is there twice; remove one of its files",
                                file=path.name, id=scenario.id)
        scenarios[scenario.id] = scenario
    orphans = [item for item in read.items() if item[1][0].extends not in (None, *scenarios)]
    for path, (scenario, line) in orphans or read.items():
        try:
            lineage(scenario.id, scenarios)
        except ScenarioError as error:
            raise ScenarioError("{file}:{line}: {why}", file=path.name, line=line, why=error) from None
    return scenarios


def lineage(name: str, scenarios: Mapping[str, Scenario]) -> list[Scenario]:
    """Return a scenario and those it extends, the oldest first.

    Raises
        ScenarioError: no such scenario, or one that extends itself through others
    """
    chain: list[Scenario] = []
    while name is not None:
        if name not in scenarios:
            raise ScenarioError("no scenario is called {name}; did you mean {nearest}?",
                                name=name, nearest=nearest(name, scenarios))
        if any(scenario.id == name for scenario in chain):
            raise ScenarioError("extends goes in a circle: {circle}",
                                circle=" → ".join([*(s.id for s in chain), name]))
        chain.append(scenarios[name])
        name = chain[-1].extends  # type: ignore[assignment]
    return chain[::-1]


def _read(path: Path, levers: Mapping[str, Lever]) -> tuple[Scenario, int]:
    """Return a scenario and the line on which it says what it extends."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError("{file} cannot be read: {why}", file=path.name, why=error) from error
    return parsed(text, path, levers)


def parsed(text: str, path: Path, levers: Mapping[str, Lever]) -> tuple[Scenario, int]:
    """Return the scenario that a text says, and the line on which it says what it extends.

    Args
        path : Path  where the text stands, or is to stand; its name must be the scenario's id

    Raises
        ScenarioError: no YAML, an unknown key, a value out of range; names the file and the line
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                raise ScenarioError("{file}:{line}: *{name} refers to another place; write the value out",
                                    file=path.name, line=token.start_mark.line + 1, name=token.value)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ScenarioError("{file}:{line}: this is not YAML: {why}", file=path.name,
                            line=mark.line + 1 if mark else 1,
                            why=getattr(error, "problem", error)) from error
    lines = dict(_lines(node, path)) if node else {}
    try:
        scenario = Scenario.model_validate(raw or {})
    except ValidationError as error:
        raise _explained(error, path, lines) from error
    if scenario.id != path.stem:
        raise ScenarioError("{file}:{line}: the id {id} must be the name of the file", file=path.name,
                            line=lines.get(("id",), 1), id=scenario.id)
    for key, value in scenario.assumptions.items():
        line = lines.get(("assumptions", key), 1)
        if key not in levers:
            raise ScenarioError("{file}:{line}: no assumption is called {key}; did you mean {nearest}?",
                                file=path.name, line=line, key=key, nearest=nearest(key, levers))
        _check_range(key, value, levers[key], path.name, line)
    return scenario, lines.get(("extends",), 1)


def _check_range(key: str, value: object, lever: Lever, file: str, line: int) -> None:
    if value == "required":
        if not lever.solvable:
            raise ScenarioError("{file}:{line}: {key} cannot be required; give a number",
                                file=file, line=line, key=key)
        return
    numbers: list[Any] = ([value.first, value.last] if isinstance(value, Shape)
                          else value if isinstance(value, list) else [value])
    if lever.form == "scalar" and (len(numbers) > 1 or isinstance(value, list)):
        raise ScenarioError("{file}:{line}: {key} takes one number, not a path",
                            file=file, line=line, key=key)
    for number in numbers:
        if not lever.lowest <= number <= lever.highest:
            raise ScenarioError(
                "{file}:{line}: {key} is {value}, outside {lowest} to {highest}; rates are fractions",
                file=file, line=line, key=key, value=number, lowest=lever.lowest,
                highest=lever.highest)


def _lines(node: yaml.Node, path: Path, above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], int]]:
    """Return the line of every key; a key given twice is an error, not the last one's win."""
    found: list[tuple[tuple[str, ...], int]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*above, str(key.value))
            if place in dict(found):
                raise ScenarioError("{file}:{line}: {key} is given twice", file=path.name,
                                    line=key.start_mark.line + 1, key=key.value)
            found.append((place, key.start_mark.line + 1))
            found += _lines(value, path, place)
    return found


def _explained(error: ValidationError, path: Path, lines: Mapping[tuple[str, ...], int]) -> ScenarioError:
    """Turn the first complaint of pydantic into one sentence with file, line and what to do."""
    first = error.errors()[0]
    place = tuple(str(part) for part in first["loc"])
    known = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in lines), ())
    if first["type"] == "extra_forbidden":
        return ScenarioError("{file}:{line}: {key} is not a key of a scenario; did you mean {nearest}?",
                             file=path.name, line=lines.get(known, 1), key=place[-1],
                             nearest=nearest(place[-1], Scenario.model_fields))
    return ScenarioError("{file}:{line}: {key}: {why}", file=path.name, line=lines.get(known, 1),
                         key=".".join(known if place[:1] == ("assumptions",) else place),
                         why=_expectation(known or place, first["msg"]))


def _expectation(place: tuple[str, ...], otherwise: str) -> str:
    if not place:
        return "write keys and values, such as id: trend"
    if place[0] == "assumptions" and len(place) > 1:
        return "give a number, a list of five, or {from, to, shape}"
    return otherwise

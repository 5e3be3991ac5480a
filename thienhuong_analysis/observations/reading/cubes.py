"""Tables of statistics offices, PC-Axis and JSON-stat 2, as cubes of values; nothing is ever fetched."""

import codecs
import json
import logging
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.archives import LARGEST_FILE, MOST_CELLS, check_size
from thienhuong_analysis.observations.reading.foreign import contained
from thienhuong_analysis.observations.text import _, clean

SUFFIXES = (".px", ".json", ".jsonstat")

_NO_PX = _("{file} cannot be read as PC-Axis; download it anew as .px, or save the table as .csv")
_NO_JSON_STAT = _("{file} cannot be read as a dataset of JSON-stat 2; download it anew in this format, or "
                  "save the table as .csv")
_OWN_COLUMNS = ("value", "unit", "status")
_MOST_JSON = 4_000_000
_MOST_MEMBERS = 300_000
_LONGEST_HEAD = 10_000_000
_DATA = re.compile(r'"[^"]*"|(?:\A|;)\s*(DATA|KEYS)(?:\([^)]*\))?\s*=')
_TOKEN = re.compile(r'"[^"]*"|[^\s,;"]+|;')
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_CODEPAGE = re.compile(rb'CODEPAGE="((?:utf|cp|windows|iso)[-_]?[0-9][-0-9]*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Cube:
    """A table with any number of dimensions, a row a value.

    Args
        label : str  the file, as places and messages call it
        title : str  what the file says it is about
        dimensions : list of str  the columns of ``frame`` with its members, called as in the file
        time : str  which of them is time; empty where the file does not say
        frame : DataFrame  a column of text a dimension; ``value``, a float or the text that stands in
            its place (``..``); ``unit``; ``status``, the office's mark on the value
        places : list of str  where each value stands: ``file.px:LINE:K``, ``file.json:value[17]``
    """

    label: str
    title: str
    dimensions: list[str]
    time: str
    frame: pd.DataFrame
    places: list[str]


def read_px(path: Path, label: str) -> Cube:
    """Return the cube of a PC-Axis file, in the file's own first language.

    Args
        label : str  how places and messages call the file

    Raises
        ObservationError: too large, damaged, or its dimensions and its values do not agree
    """
    check_size(path.stat().st_size, LARGEST_FILE, label)
    text = _decoded(path.read_bytes(), label)
    with contained(label, _NO_PX):
        found = next(match for match in _DATA.finditer(text) if match[1])
        if found.start() > _LONGEST_HEAD:
            raise ValueError(found.start())
        if found[1] == "KEYS":
            raise ObservationError("{file} leaves out the cells without a value (KEYS), which is not read; "
                                   "save the table as .csv", file=label)
        about = _metadata(text[:found.start() + 1])
        names = [*about.get("STUB", []), *about.get("HEADING", [])]
        members = [about[f"VALUES({name})"] for name in names]
        size = _size([len(each) for each in members], label)
        values, places = [], []
        for line, k, token in _tokens(text, found.end(), size, label):
            number = _NUMBER.fullmatch(token)
            values.append(float(token) if number else token.strip('"'))
            places.append(f"{label}:{line}:{k}")
        _agree(size, len(values), label)
        by_member = next(iter(about.get("CONTVARIABLE", [])), "")
        common = next(iter(about.get("UNITS", [])), "")
        units = [[next(iter(about.get(f"UNITS({member})", [])), common) for member in each]
                 if name == by_member else [] for name, each in zip(names, members, strict=True)]
        time = next((i for i, name in enumerate(names) if f"TIMEVAL({name})" in about), None)
        title = next((about[key][0] for key in ("TITLE", "DESCRIPTION", "CONTENTS") if about.get(key)), "")
        return _cube(label, title, names, time, members, units, values, places, common=common)


def read_jsonstat(path: Path, label: str) -> Cube:
    """Return the cube of a JSON-stat 2 dataset, as PX-Web gives it; links in it are not followed.

    Args
        label : str  how places and messages call the file

    Raises
        ObservationError: too large, no dataset, or its dimensions and its values do not agree
    """
    from pyjstat import pyjstat

    check_size(path.stat().st_size, LARGEST_FILE, label)
    raw = path.read_bytes()
    with contained(label, _NO_JSON_STAT):
        _check_count(sum(map(raw.count, (b",", b"[", b"{"))), _MOST_JSON, label)
        data = json.loads(raw.removeprefix(codecs.BOM_UTF8), parse_constant=_refuse)
        if data["class"] != "dataset":
            raise ValueError(data["class"])
        size = _size(data["size"], label)
        for name, members in zip(data["id"], data["size"], strict=True):
            category = data["dimension"][name]["category"]
            if {len(category[key]) for key in ("index", "label") if key in category} != {members}:
                raise ValueError(name)
        # pyjstat looks for the dimensions in the place of version 1 unless a version is given
        tables, names = pyjstat.get_dimensions({**data, "version": "2.0"}, "label")
        if [list(table["index"]) for table in tables] != [list(range(length)) for length in data["size"]]:
            raise ValueError("the dimensions have other sizes than declared")
        values = _by_position(data["value"], size, label)
        marks = data.get("status", {})
        status = [str(mark or "") for mark in
                  ([marks] * size if isinstance(marks, str) else _by_position(marks, size, label))]
        role = data.get("role", {})
        units = [[_unit(data["dimension"][name]["category"].get("unit", {}).get(code))
                  for code in table["id"]] if name in role.get("metric", []) else []
                 for name, table in zip(data["id"], tables, strict=True)]
        time = next((i for i, name in enumerate(data["id"]) if name in role.get("time", [])), None)
        return _cube(label, str(data.get("label") or ""), names, time,
                     [list(map(str, table["label"])) for table in tables], units,
                     [_value(value, mark) for value, mark in zip(values, status, strict=True)],
                     [f"{label}:value[{i}]" for i in range(size)], status=status)


def _cube(label: str, title: str, names: Sequence[str], time: int | None, members: list[list[str]],
          units: list[list[str]], values: list[float | str], places: list[str], *,
          common: str = "", status: list[str] | None = None) -> Cube:
    columns: list[str] = []
    for name in map(clean, names):
        taken = name in columns or name in _OWN_COLUMNS
        columns.append(f"{name} ({len(columns) + 1})" if taken else name)
    unit = next((i for i, each in enumerate(units) if each), None)
    frame = pd.DataFrame({
        **{column: _along(i, members, list(map(clean, members[i]))) for i, column in enumerate(columns)},
        "value": pd.Series(values, dtype=object),
        "unit": common if unit is None else _along(unit, members, units[unit]),
        "status": status or "",
    })
    return Cube(label, clean(title), columns, "" if time is None else columns[time], frame, places)


def _along(i: int, members: list[list[str]], words: list[str]) -> Any:
    """Return a word for each value, by its member in one dimension; the last dimension turns fastest."""
    within = math.prod(len(each) for each in members[i + 1:])
    return np.tile(np.repeat(np.array(words, dtype=object), within),
                   math.prod(len(each) for each in members[:i]))


def _size(sizes: list[int], label: str) -> int:
    if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
        raise ValueError("a dimension has no members")
    _check_count(sum(sizes), _MOST_MEMBERS, label)
    return _check_count(math.prod(sizes), MOST_CELLS, label)


def _check_count(count: int, most: int, label: str) -> int:
    if count > most:
        raise ObservationError("{file} holds {count} values, more than {most}; download a part of the table",
                               file=label, count=count, most=most)
    return count


def _agree(size: int, count: int, label: str) -> None:
    if size != count:
        raise ObservationError("{file}: its dimensions make {size} values, but {count} stand in it; "
                               "download it anew", file=label, size=size, count=count)


def _decoded(raw: bytes, label: str) -> str:
    """Return the text of a PC-Axis file in the code page that it names, else in those it may be in."""
    named = _CODEPAGE.search(raw)
    marked = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for codec in (*([named[1].decode()] if named else []), marked, "cp1258", "cp1252"):
        try:
            text = raw.removeprefix(codecs.BOM_UTF8).decode(codec)
        except (UnicodeError, LookupError):
            continue
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    raise ObservationError(_NO_PX, file=label)


def _metadata(head: str) -> dict[str, list[str]]:
    """Return the words of every key; those of other languages stay under keys of their own."""
    with _logging_untouched():
        from pyaxis.helpers_string import split_ignore_quotation_marks
        from pyaxis.metadata_processing import metadata_split_to_dict
    joined = re.sub(r'"\s*\n\s*"', "", head)  # a long text is several in a row, one a line
    elements = split_ignore_quotation_marks(joined.replace("\n", " "), ";", final=True)
    about = metadata_split_to_dict([element.strip() for element in elements])
    return {key: words if isinstance(words, list) else [words.strip()] for key, words in about.items()}


@contextmanager
def _logging_untouched() -> Iterator[None]:
    """Undo what pyaxis does to the logging of the whole program when it is imported."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def _tokens(text: str, start: int, size: int, label: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, ordinal on the line and text of every value."""
    line, begin, k, count = text.count("\n", 0, start) + 1, start, 0, 0
    for found in _TOKEN.finditer(text, start):
        if breaks := text.count("\n", begin, found.start()):
            line, k = line + breaks, 0
        begin = found.start()
        if found[0] == ";":
            return
        count, k = count + 1, k + 1
        if count > size:
            _agree(size, count, label)
        yield line, k, found[0]


def _by_position(values: Any, size: int, label: str) -> list[Any]:
    """Return a value for each position, of a list or of an object that leaves some out."""
    if isinstance(values, list):
        _agree(size, len(values), label)
        return values
    placed = [None] * size
    for key, value in values.items():
        if not key.isdecimal() or int(key) >= size:
            raise ValueError(key)
        placed[int(key)] = value
    return placed


def _value(value: object, mark: str) -> float | str:
    if value is None:
        return mark
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return value
    raise ValueError(value)


def _unit(unit: Any) -> str:
    return clean(str(unit.get("base") or unit.get("label") or "")) if isinstance(unit, dict) else ""


def _refuse(constant: str) -> float:
    raise ValueError(constant)

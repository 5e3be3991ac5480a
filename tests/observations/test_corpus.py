"""Awkward files, as wards and statistics offices really make them: what is read of each, exactly.

``corpus/cases`` holds the cases by kind, ``corpus/files`` the files. A case says

- ``about``: what is awkward, as a sentence
- ``file``: the file; ``as``: the name it is given, if another; ``beside``: further files, as text
- ``declare``: its keys in ``sources.yaml``; constants that it does not mention are those of ``CONSTANTS``
- ``observations``: indicator, breakdown, period, value, unit, status, cell, row by row as in the file;
  ``localities``: of each of them, where it is about places
- ``rejected``: cell, text, reason; ``missing``: how many cells say that there is no figure
- ``findings``: severity, cell and sentence of what is remarked besides: all that concerns the reading, and
  what else a case is about
- ``failure``: the sentence that says why the file cannot be used; ``refused``: why its declaration cannot

A cell is what stands behind the file's name: ``7``, ``7:C`` or ``Sheet!C7``; in a ``.px`` it is line and
ordinal, in JSON-stat ``value[7]``.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import Normalized, normalize

CORPUS = Path(__file__).parent / "corpus"
CASES = [case for path in sorted((CORPUS / "cases").glob("*.yaml"))
         for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
CONSTANTS = {"locality": "thienhuong", "status": "actual", "source": "sample", "as_of": "2027-01-31"}
OF_READING = {"encoding", "file", "bound", "duplicate"}
"""Checks that concern how a file was read; the others judge the figures."""
KEYS = {"about", "file", "as", "beside", "declare", "observations", "localities", "rejected", "missing",
        "findings", "failure", "refused", "xfail"}


@pytest.mark.parametrize("case", [
    pytest.param(case, id=case["about"], marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)]
                 if "xfail" in case else []) for case in CASES])
def test_an_awkward_file_is_read_exactly(case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= KEYS
    name = case.get("as", case["file"])
    _lay(case, name, tmp_path / "data" / "raw")
    if "refused" in case:
        with pytest.raises(ObservationError) as refusal:
            normalize(Folder(tmp_path))
        assert str(refusal.value) == case["refused"]
        return
    found = normalize(Folder(tmp_path))
    counts = found.files.drop(columns="file").sum()
    assert (found.files["read"] == found.files["accepted"] + found.files["rejected"]).all()
    assert [str(failure) for failure in found.failures] == ([case["failure"]] if "failure" in case else [])
    if found.failures:
        assert (counts["accepted"], counts["rejected"], counts["missing"]) == (0, 1, 0)
        return
    _compare(found, case, f"thienhuong/{name}")
    assert counts["accepted"] == len(case.get("observations", []))
    assert counts["rejected"] == len(case.get("rejected", []))
    assert counts["missing"] == case.get("missing", 0)


def test_every_file_of_the_corpus_belongs_to_a_case() -> None:
    files = {path.name for path in (CORPUS / "files").iterdir()} - {".gitattributes"}
    assert files == {case["file"] for case in CASES if case["file"]}


def _lay(case: dict[str, Any], name: str, raw: Path) -> None:
    """Write the file and its declaration; the ward's folder is the only one that holds figures."""
    ward = raw / "thienhuong"
    ward.mkdir(parents=True)
    (raw / "reference").mkdir()  # empty: the tables come from the installed one, its figures do not
    if name.endswith("/"):
        (ward / name).mkdir()
    elif case["file"] and ".." not in name:
        (ward / name).write_bytes((CORPUS / "files" / case["file"]).read_bytes())
    for other, text in case.get("beside", {}).items():
        (ward / other).write_text(text, encoding="utf-8")
    table = {"file": name.rstrip("/"), **(case.get("declare") or {})}
    taken = {*table.get("columns", {}), *(table.get("across", []) if table.get("layout") == "wide" else [])}
    constants = {role: text for role, text in CONSTANTS.items() if role not in taken}
    constants |= table.get("constants", {})
    table["constants"] = {role: text for role, text in constants.items() if text is not None}
    declaration = yaml.safe_dump({"files": [table]}, allow_unicode=True)
    (ward / "sources.yaml").write_text(declaration, encoding="utf-8")


def _compare(found: Normalized, case: dict[str, Any], label: str) -> None:
    got = [[row["indicator"], row["breakdown"], row["period"], row["value"], row["unit"], row["status"],
            _within(row["cell"], label)] for row in found.observations.to_dict("records")]
    assert sorted(got, key=_position) == [
        [name, part, str(period), value, unit, status, str(cell)]
        for name, part, period, value, unit, status, cell in case.get("observations", [])]
    if "localities" in case:
        places = found.observations.set_index("cell")["locality"]
        assert [places[f"{label}:{cell}"] for *_, cell in case["observations"]] == case["localities"]
    rejected = [[row["text"], row["reason"], _within(row["cell"], label)]
                for row in found.rejected.to_dict("records")]
    assert sorted(rejected, key=_position) == [
        [str(text), reason, str(cell)] for cell, text, reason in case.get("rejected", [])]
    told = {f"{row['severity']} {_within(row['cell'], label)}: {_said(row)}": row["check"]
            for row in found.quality.to_dict("records")}
    wanted = {f"{severity} {cell}: {sentence}" for severity, cell, sentence in case.get("findings", [])}
    assert wanted - set(told) == set()
    assert {sentence for sentence, check in told.items() if check in OF_READING} - wanted == set()


def _said(finding: dict[str, Any]) -> str:
    return finding["message"].format(**finding["values"])


def _within(cell: str, label: str) -> str:
    return cell.removeprefix(label).lstrip(":!")


def _position(row: list[Any]) -> tuple[str, int, int, str]:
    """Return what brings cells in the order of reading: sheet, row, column."""
    before, letters, line, column = re.fullmatch(r"(.*?)([A-Z]*)([0-9]+):?([0-9A-Z]*)\]?", row[-1]).groups()
    return before, int(line), len(column or letters), column or letters

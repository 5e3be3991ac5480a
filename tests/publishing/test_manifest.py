"""The manifest says what a review was made from."""

import json
from hashlib import sha256
from pathlib import Path

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.publishing.manifest import (
    Manifest,
    code_fingerprint,
    input_files,
    reports,
    versions,
)
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run


def test_inputs_are_the_files_that_are_read_by_their_path_in_the_root(tmp_path):
    raw = tmp_path / "data" / "raw" / "thienhuong" / "năm"
    raw.mkdir(parents=True)
    (raw / "số.csv").write_bytes(b"1")
    (raw / "~$số.xlsx").write_bytes(b"lock")
    found = input_files(Folder(tmp_path))
    assert found["data/raw/thienhuong/năm/số.csv"] == sha256(b"1").hexdigest()
    assert [name for name in found if name.startswith("data/raw/thienhuong/")] == [
        "data/raw/thienhuong/assumptions.csv", "data/raw/thienhuong/bases.csv",
        "data/raw/thienhuong/correlations.csv", "data/raw/thienhuong/năm/số.csv",
        "data/raw/thienhuong/project_sectors.csv"]
    assert "data/raw/programme/targets.csv" in found
    assert "scenarios/trend.yaml" in found
    assert list(found) == sorted(found)


def test_the_manifest_is_written_in_one_order_with_its_letters(tmp_path):
    run = Run("a-x", Path("/somewhere/a.ipynb"), Provenance({"year": 2026, "scenario": "x"}))
    outcome = Outcome(run, "failed", cell=3, error="ValueError: lỗi", seconds=1.23456)
    manifest = Manifest(year=2026, languages=["vi"], draws=10, seed=1, vintage="2026-01-31",
                        inputs={"b": "2", "a": "1"}, outputs={}, reports=reports([outcome]),
                        versions=versions(), seconds=2.0)
    manifest.write(tmp_path / "manifest.json")
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert "ValueError: lỗi" in text
    assert "/somewhere" not in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert list(json.loads(text)["inputs"]) == ["a", "b"]
    assert Manifest.model_validate_json(text) == manifest
    assert manifest.reports["a-x"].parameters == {"year": 2026, "scenario": "x"}


def test_versions_name_python_and_this_package():
    assert {"python", "thienhuong-analysis"} <= versions().keys()
    assert code_fingerprint() == code_fingerprint()

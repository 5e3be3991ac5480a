"""Files are written whole, and what a root lacks comes installed."""

from pathlib import Path

import pytest

from thienhuong_analysis.errors import FolderError
from thienhuong_analysis.folder import INSTALLED, Folder, fingerprint, whole


def test_a_folder_that_does_not_exist_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="give --root an existing one"):
        Folder(tmp_path / "nowhere")


def test_what_a_root_lacks_comes_installed(tmp_path: Path) -> None:
    assert Folder(tmp_path).find("scenarios/trend.yaml") == INSTALLED / "scenarios" / "trend.yaml"


def test_a_file_of_the_root_goes_before_the_installed_one(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    own = tmp_path / "scenarios" / "trend.yaml"
    own.write_text("id: trend", encoding="utf-8")
    assert Folder(tmp_path).files("scenarios", "*.yaml")["trend.yaml"] == own


def test_a_raw_folder_of_the_root_replaces_the_installed_one_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "data/raw/thienhuong").mkdir(parents=True)
    folders = Folder(tmp_path).raw_folders()
    assert folders["thienhuong"] == tmp_path / "data/raw/thienhuong"
    assert folders["reference"] == INSTALLED / "data/raw/reference"


def test_a_write_that_breaks_off_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="broke off"), whole(path) as beside:
        beside.write_text("half", encoding="utf-8")
        raise ValueError("broke off")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be written"), whole(tmp_path / "file" / "a.csv") as beside:
        beside.write_text("x", encoding="utf-8")


def test_the_fingerprint_is_the_sha256_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert fingerprint(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

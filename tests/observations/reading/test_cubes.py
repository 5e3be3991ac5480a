"""Cubes of statistics offices: every value with its members, its unit and its place; nothing is fetched."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading import cubes
from thienhuong_analysis.observations.reading.cubes import Cube, read_jsonstat, read_px

FILES = Path(__file__).parents[1] / "files"
ROWS = [
    ["Hải Phòng", "Dân số", "2015", 1963.3, "nghìn người"],
    ["Hải Phòng", "Dân số", "Sơ bộ 2016", 1980.8, "nghìn người"],
    ["Hải Phòng", "Mật độ", "2015", "..", "người/km2"],
    ["Hải Phòng", "Mật độ", "Sơ bộ 2016", ".", "người/km2"],
    ["Hà Nội", "Dân số", "2015", 7216.0, "nghìn người"],
    ["Hà Nội", "Dân số", "Sơ bộ 2016", 7328.4, "nghìn người"],
    ["Hà Nội", "Mật độ", "2015", 2171.0, "người/km2"],
    ["Hà Nội", "Mật độ", "Sơ bộ 2016", -5.0, "người/km2"],
]
PX = """\
CHARSET="ANSI";
CODEPAGE="utf-8";
TITLE="Dân số";
UNITS="người";
STUB="Tỉnh";
HEADING="Năm";
VALUES("Tỉnh")="Hải Phòng","Hà Nội";
VALUES("Năm")="2015","Sơ bộ 2016";
DATA=
1 2
3 4;
"""


def rows(cube: Cube) -> list[list[object]]:
    columns = [*cube.dimensions, "value", "unit"]
    return cube.frame[columns].astype(object).to_numpy().tolist()


def px(folder: Path, text: str, codec: str = "utf-8") -> Cube:
    (folder / "a.px").write_bytes(text.encode(codec))
    return read_px(folder / "a.px", "w/a.px")


def dataset(**changes: Any) -> dict[str, Any]:
    return json.loads((FILES / "dan-so.json").read_text(encoding="utf-8")) | changes


def jsonstat(folder: Path, data: object) -> Cube:
    (folder / "a.json").write_text(json.dumps(data), encoding="utf-8")
    return read_jsonstat(folder / "a.json", "w/a.json")


def test_a_pc_axis_file_is_read_in_its_first_language_with_the_unit_of_each_variable() -> None:
    cube = read_px(FILES / "dan-so.px", "w/dan-so.px")
    assert cube.title == "Dân số trung bình (số liệu mẫu); chia = theo tỉnh"
    assert cube.dimensions == ["Tỉnh", "Chỉ tiêu", "Năm"]
    assert cube.time == "Năm"
    assert rows(cube) == [[*row[:4], str(row[4]).replace("n", "N", 1) if row[1] == "Dân số"
                           else "Người/km2"] for row in ROWS]


def test_the_place_of_a_value_is_its_line_and_its_ordinal_on_the_line() -> None:
    text = (FILES / "dan-so.px").read_text(encoding="utf-8").splitlines()
    cube = read_px(FILES / "dan-so.px", "dan-so.px")
    for place, value in zip(cube.places, cube.frame["value"], strict=True):
        label, line, k = place.split(":")
        token = text[int(line) - 1].rstrip(";").split()[int(k) - 1].strip('"')
        assert label == "dan-so.px"
        assert token == value if isinstance(value, str) else float(token) == value


def test_a_dataset_of_json_stat_is_read_with_units_roles_and_marks() -> None:
    cube = read_jsonstat(FILES / "dan-so.json", "dan-so.json")
    assert cube.title == "Dân số trung bình (số liệu mẫu)"
    assert cube.dimensions == ["Tỉnh", "Chỉ tiêu", "Năm"]
    assert cube.time == "Năm"
    assert rows(cube) == [*ROWS[:3], [*ROWS[3][:3], 0.0, ROWS[3][4]], *ROWS[4:]]
    assert cube.frame["status"].tolist() == ["", "", "..", "p", "", "", "", ""]
    assert cube.places[7] == "dan-so.json:value[7]"


def test_values_that_an_object_leaves_out_are_empty_and_keep_their_places(tmp_path: Path) -> None:
    cube = jsonstat(tmp_path, dataset(value={"7": 2.5, "0": 1}, status={"1": "..."}))
    assert cube.frame["value"].tolist() == [1.0, "...", "", "", "", "", "", 2.5]


def test_dimensions_that_are_called_like_our_own_columns_are_numbered(tmp_path: Path) -> None:
    data = dataset()
    data["dimension"]["ContentsCode"]["label"] = "unit"
    cube = jsonstat(tmp_path, data)
    assert cube.dimensions == ["Tỉnh", "unit (2)", "Năm"]
    assert cube.frame["unit (2)"].tolist()[:3] == ["Dân số", "Dân số", "Mật độ"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_text_of_a_pc_axis_file_is_found_in_its_encoding(tmp_path: Path, codec: str) -> None:
    assert px(tmp_path, PX, codec).frame["Năm"].tolist() == ["2015", "Sơ bộ 2016"] * 2


def test_a_code_page_of_windows_gives_composed_letters(tmp_path: Path) -> None:
    decomposed = PX.replace("utf-8", "windows-1258").replace("Tỉnh", "Ti\u0309nh").replace(
        "Hải", "Ha\u0309i").replace("Nội", "Nô\u0323i").replace("Sơ bộ", "Sơ bô\u0323").replace(
        "người", "ngươ\u0300i").replace(
            "Dân số", "Dân sô\u0301").replace("Phòng", "Pho\u0300ng")
    cube = px(tmp_path, decomposed, "cp1258")
    assert cube.frame["Tỉnh"].tolist() == ["Hải Phòng"] * 2 + ["Hà Nội"] * 2
    assert cube.title == "Dân số"


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("3 4;", "3;", r"w/a.px: its dimensions make 4 values, but 3 stand in it; download it anew"),
    ("3 4;", "3 4 5 6;", r"its dimensions make 4 values, but 5 stand in it"),
    ('DATA=', 'KEYS("Năm")=', r"leaves out the cells without a value \(KEYS\)"),
    ("DATA=", "", r"w/a.px cannot be read as PC-Axis; download it anew as .px"),
    ('VALUES("Năm")="2015","Sơ bộ 2016";', "", r"cannot be read as PC-Axis"),
    ('STUB="Tỉnh";\nHEADING="Năm";', "", r"cannot be read as PC-Axis")])
def test_a_pc_axis_file_that_contradicts_itself_is_refused(
        tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in PX
    with pytest.raises(ObservationError, match=sentence):
        px(tmp_path, PX.replace(old, new))


def test_a_small_file_that_claims_many_values_is_refused_before_room_is_made(tmp_path: Path) -> None:
    many = ",".join(f'"{i}"' for i in range(2000))
    with pytest.raises(ObservationError, match=r"w/a.px holds 4000000 values, more than 3000000"):
        px(tmp_path, PX.replace('"Hải Phòng","Hà Nội"', many).replace('"2015","Sơ bộ 2016"', many))
    with pytest.raises(ObservationError, match=r"w/a.json holds 1000000000000 values, more than 3000000"):
        jsonstat(tmp_path, dataset(size=[10**5, 10**5, 100]))


@pytest.mark.parametrize("data", [
    [], 7, {"class": "collection", "link": {"item": [{"class": "dataset", "href": "http://localhost/x"}]}},
    {"class": "dataset", "href": "http://localhost/x"}, dataset(size=[2, 2, 3]), dataset(size=[8]),
    dataset(value={"-1": 1}), dataset(value={"8": 1}), dataset(value=[[1]] * 8), dataset(id=["Nam"]),
    dataset(size=[2, 2, 1]),
    dataset(size=[2, 2, True]), "http://localhost/x", dataset(value=["Infinity"] * 7)])
def test_what_is_no_sound_dataset_is_refused_in_one_sentence(tmp_path: Path, data: object) -> None:
    with pytest.raises(ObservationError, match=r"^w/a.json(: its dimensions make 8| cannot be)"):
        jsonstat(tmp_path, data)


@pytest.mark.parametrize("content", [b"", b"{", b"http://localhost/x", b'{"class":"dataset","value":[NaN]}',
                                     b"[" * 100_000])
def test_what_is_no_json_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ObservationError, match=r"^w/a.json cannot be read as a dataset of JSON-stat 2"):
        read_jsonstat(tmp_path / "a.json", "w/a.json")


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for text in ("http://localhost/x", '"http://localhost/x"'):
        (tmp_path / "a").write_text(text)
        for read in (read_px, read_jsonstat):
            with pytest.raises(ObservationError, match="download it anew"):
                read(tmp_path / "a", "a")


def test_the_logging_of_the_program_is_left_alone() -> None:
    code = ("import logging; from pathlib import Path;"
            "from thienhuong_analysis.observations.reading.cubes import read_px;"
            f"read_px(Path({str(FILES / 'dan-so.px')!r}), 'a');"
            "assert not logging.root.handlers and logging.root.level == logging.WARNING")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          cwd=FILES.parents[2])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.px").open("wb") as opened:
        opened.truncate(51_000_000)
    with pytest.raises(ObservationError, match=r"a.px holds 51 MB, more than 50; split it"):
        read_px(tmp_path / "a.px", "a.px")
    assert cubes.SUFFIXES == (".px", ".json", ".jsonstat")

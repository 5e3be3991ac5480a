"""Scenarios written: what is saved is what was asked for, and nothing is lost."""

import pytest

from thienhuong_analysis.errors import FolderError, ScenarioError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.scenarios import levers_of, read_scenarios, save_scenario

LEVERS = levers_of({"budget_revenue": "growth", "income_per_capita": "growth"})
WORDS = {"vi": "Thêm doanh nghiệp", "en": "More enterprises"}
CONTENT = {"id": "mine", "name": WORDS, "description": WORDS, "extends": "trend",
           "assumptions": {"births": 120.0, "exit_rate": [0.09, 0.08, 0.08, 0.07, 0.07]}}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_saved_scenario_is_read_back_as_it_was(folder):
    path = save_scenario(folder, CONTENT, LEVERS)
    assert path == folder.root / "scenarios" / "mine.yaml"
    found = read_scenarios(folder, LEVERS)["mine"]
    assert found.model_dump() == CONTENT
    assert "Thêm doanh nghiệp" in path.read_text(encoding="utf-8")


def test_nothing_but_the_scenario_is_left_in_the_folder(folder):
    save_scenario(folder, CONTENT, LEVERS)
    assert [path.name for path in (folder.root / "scenarios").iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(("change", "says"), [
    ({"id": "../trend"}, "id"), ({"id": "Mine"}, "id"), ({"id": ""}, "id"), ({"id": "nul"}, "Windows"),
    ({"assumptions": {"birth": 1.0}}, "did you mean births"),
    ({"assumptions": {"exit_rate": 9.0}}, "outside 0 to 1"),
    ({"assumptions": {"births": float("nan")}}, "births"),
    ({"extends": "trent"}, "did you mean trend"), ({"extends": "mine"}, "circle"),
    ({"name": {"vi": "", "en": "x"}}, "name"),
])
def test_what_the_reader_would_refuse_is_never_written(folder, change, says):
    with pytest.raises(ScenarioError, match=says):
        save_scenario(folder, CONTENT | change, LEVERS)
    assert not list(folder.root.rglob("*.y*ml"))


@pytest.mark.parametrize("name", ["trend", "mine"])
def test_a_scenario_is_not_written_over_unasked(folder, name):
    save_scenario(folder, CONTENT, LEVERS)
    with pytest.raises(ScenarioError, match="there already"):
        save_scenario(folder, CONTENT | {"id": name, "extends": None, "assumptions": {}}, LEVERS)
    assert read_scenarios(folder, LEVERS)["mine"].assumptions["births"] == 120


def test_a_scenario_is_replaced_when_that_is_said(folder):
    (folder.root / "scenarios").mkdir()
    old = folder.root / "scenarios" / "mine.yml"
    save_scenario(folder, CONTENT, LEVERS).rename(old)
    save_scenario(folder, CONTENT | {"assumptions": {"births": 50.0}}, LEVERS, replace=True)
    assert not old.exists()
    assert read_scenarios(folder, LEVERS)["mine"].assumptions == {"births": 50}


def test_a_folder_that_cannot_be_written_is_said_so(folder):
    (folder.root / "scenarios").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be written"):
        save_scenario(folder, CONTENT, LEVERS)

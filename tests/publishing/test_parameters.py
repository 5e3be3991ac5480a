"""Parameters are checked before a kernel starts."""

import pytest

from thienhuong_analysis.errors import NotebookError
from thienhuong_analysis.publishing.parameters import checked, declared, from_text

DECLARED = """
root: str = ".."  # x = 1 in a comment is no parameter
scenario: str = "trend"
year: int = 2026
lang: str = "vi"
draws: int = 10_000
seed: int = 2025
as_of: str = ""
code: str = "1"
rate: float = 0.5
full: bool = True
"""


@pytest.fixture
def takes(make):
    return declared(make("tiny", parameters=DECLARED))


def test_what_is_not_given_has_its_default(takes):
    values = checked(takes, {"year": 2027})
    assert values == {"root": "..", "scenario": "trend", "year": 2027, "lang": "vi",
                      "draws": 10_000, "seed": 2025, "as_of": "", "code": "1", "rate": 0.5,
                      "full": True}


def test_a_text_becomes_what_the_notebook_declares(takes):
    values = from_text(takes, ["code=01", "draws=01", "rate=1", "full=false", "scenario=a=b"])
    assert values["code"] == "01"
    assert (values["draws"], values["rate"], values["full"]) == (1, 1.0, False)
    assert values["scenario"] == "a=b"


def test_a_misspelt_name_is_told_the_nearest(takes):
    with pytest.raises(NotebookError, match=r"tiny\.ipynb has no parameter senario; "
                                            r"did you mean scenario\?"):
        checked(takes, {"senario": "trend"})


@pytest.mark.parametrize(("name", "value"), [
    ("draws", "5"), ("draws", 5.0), ("draws", True), ("draws", 0), ("draws", 1_000_001),
    ("seed", -1), ("year", 2024), ("year", 2036), ("lang", "fr"), ("as_of", "30/6/2026"),
    ("as_of", "2026-02-30"), ("as_of", "20260630"), ("full", 1), ("scenario", 1),
    ("rate", float("nan"))])
def test_a_value_that_does_not_fit_is_refused(takes, name, value):
    with pytest.raises(NotebookError, match=f"parameter {name} cannot be"):
        checked(takes, {name: value})


@pytest.mark.parametrize("text", ["draws=1e3", "draws=", "year=soon", "full=perhaps", "rate=inf"])
def test_a_text_that_does_not_fit_is_refused(takes, text):
    with pytest.raises(NotebookError, match="cannot be"):
        from_text(takes, [text])


def test_a_text_without_an_equals_sign_is_refused(takes):
    with pytest.raises(NotebookError, match="year is not a parameter; write NAME=VALUE"):
        from_text(takes, ["year"])


@pytest.mark.parametrize("cell", [
    "x = 1", "import os", "x: list = []", "x: int = 1 + y", "x: int", "x: int =", "_x: int = 1",
    "print(1)", 'x: int = __import__("os").getpid()'])
def test_the_cell_holds_declarations_only(make, cell):
    with pytest.raises(NotebookError, match="the cell tagged parameters holds"):
        declared(make("odd", parameters=cell))


def test_a_default_that_its_own_type_refuses_is_an_error(make):
    with pytest.raises(NotebookError, match="parameter year cannot be 1999"):
        checked(declared(make("odd", parameters="year: int = 1999")), {})


def test_a_file_that_is_no_notebook_is_an_error(tmp_path):
    path = tmp_path / "text.ipynb"
    with pytest.raises(NotebookError, match="does not exist"):
        declared(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(NotebookError, match="cannot be read as a notebook"):
        declared(path)

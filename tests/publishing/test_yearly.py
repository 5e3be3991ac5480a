"""A review: what is run, what is written, and what is found out before anything runs."""

import json

import pytest
from bs4 import BeautifulSoup

from thienhuong_analysis.errors import FolderError, NotebookError
from thienhuong_analysis.folder import INSTALLED, whole
from thienhuong_analysis.publishing import notebooks, review, run_notebooks, yearly
from thienhuong_analysis.publishing.runs import Outcome

OPTIONS = {"draws": 20, "seed": 7}


@pytest.fixture
def ran(monkeypatch):
    """Write a line in the place of each report; list the runs."""
    runs = []

    def run_batch(planned, out, **options):
        runs[:] = planned
        for run in planned:
            with whole(out / f"{run.name}.html") as beside:
                beside.write_text(run.name, encoding="utf-8")
        return [Outcome(run, "done", f"About {run.notebook.stem}", sha256="0" * 64)
                for run in planned]

    monkeypatch.setattr(yearly, "run_batch", run_batch)
    monkeypatch.setattr(notebooks, "run_batch", run_batch)
    return runs


def test_every_notebook_is_run_and_three_of_them_under_each_scenario(tmp_path, ran):
    made = review(tmp_path, 2026, **OPTIONS)
    names = [run.name for run in ran]
    assert names[:2] == ["01_data_quality", "02_grdp-trend"]
    for stem in yearly.EACH_SCENARIO:
        assert sorted(name for name in names if name.startswith(stem)) == [
            f"{stem}-{scenario}" for scenario in ("accelerated", "delayed", "target", "trend")]
    assert {"05_scenarios", "06_yearly_review", "08_projects", "12_new_year"} <= set(names)
    parameters = {run.name: run.provenance.parameters for run in ran}
    assert parameters["02_grdp-delayed"] == {
        "root": ".", "year": 2026, "lang": "vi", "scenario": "delayed", "draws": 20, "seed": 7,
        "as_of": ""}
    assert "scenario" not in parameters["05_scenarios"]
    page = BeautifulSoup(made.index.read_text(encoding="utf-8"), "html.parser")
    links = {a["href"] for a in page.select("main a")}
    assert {f"{name}.html" for name in names} <= links
    for link in links:
        assert (made.index.parent / link).exists(), link
    manifest = json.loads((tmp_path / "reports/2026/manifest.json").read_text(encoding="utf-8"))
    assert (manifest["year"], manifest["seed"], manifest["draws"]) == (2026, 7, 20)
    assert manifest["reports"].keys() == set(names)
    assert set(manifest["outputs"]) == {"index.html", "data/projections.csv", "data/scorecard.csv"}
    assert (tmp_path / "data" / "processed" / "observations.csv").exists()


def test_two_reviews_write_the_same_bytes_except_for_durations(tmp_path, ran):
    files = {}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        review(tmp_path / name, 2026, **OPTIONS)
        files[name] = {path.relative_to(tmp_path / name): path.read_bytes()
                       for path in (tmp_path / name).rglob("*")
                       if path.is_file() and path.name != "manifest.json"}
    assert files["one"] == files["two"]


def test_the_english_edition_has_a_folder_of_its_own_and_the_two_are_linked(tmp_path, ran):
    (tmp_path / "reports" / "2026").mkdir(parents=True)
    (tmp_path / "reports" / "2026" / "index.html").touch()
    english = review(tmp_path, 2026, "en", **OPTIONS)
    assert english.index == tmp_path / "reports" / "2026" / "en" / "index.html"
    assert 'href="../index.html"' in english.index.read_text(encoding="utf-8")
    vietnamese = review(tmp_path, 2026, "vi", **OPTIONS)
    assert 'href="en/index.html"' in vietnamese.index.read_text(encoding="utf-8")


def test_a_report_that_is_not_made_any_more_is_removed(tmp_path, ran):
    old = tmp_path / "reports" / "2026" / ".state" / "02_grdp-gone.json"
    old.parent.mkdir(parents=True)
    old.touch()
    (tmp_path / "reports" / "2026" / "02_grdp-gone.html").touch()
    (tmp_path / "reports" / "2026" / "notes.html").touch()
    review(tmp_path, 2026, **OPTIONS)
    assert not (tmp_path / "reports" / "2026" / "02_grdp-gone.html").exists()
    assert not old.exists()
    assert (tmp_path / "reports" / "2026" / "notes.html").exists()


def test_the_sample_is_labelled(tmp_path, ran):
    import shutil

    shutil.copytree(INSTALLED / "data" / "sample", tmp_path / "sample")
    made = review(tmp_path / "sample", 2027, **OPTIONS)
    assert "sample-banner" in made.index.read_text(encoding="utf-8").split("</style>")[1]
    assert all(run.provenance.sample for run in ran)
    assert not list(tmp_path.rglob("vintages/projections/*"))


def test_a_folder_that_cannot_be_written_stops_a_review_before_it_begins(tmp_path, ran):
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be written"):
        review(tmp_path, 2026, **OPTIONS)
    assert ran == []
    assert not (tmp_path / "data").exists()


def test_chosen_notebooks_run_under_chosen_scenarios(tmp_path, ran):
    run_notebooks(tmp_path, ["02_grdp", "04_poverty.ipynb"], ["trend", "target"], ["seed=7"])
    assert [run.name for run in ran] == ["02_grdp-trend", "02_grdp-target", "04_poverty-trend",
                                         "04_poverty-target"]
    assert {run.provenance.parameters["seed"] for run in ran} == {7}
    assert {run.provenance.parameters["root"] for run in ran} == {"."}
    assert (tmp_path / "reports" / "runs" / "02_grdp-trend.html").exists()


@pytest.mark.parametrize(("asked", "match"), [
    ((["02_gdrp"], [], []), "no notebook is called 02_gdrp; did you mean 02_grdp"),
    ((["02_grdp"], [], ["sed=7"]), "02_grdp.ipynb has no parameter sed; did you mean seed"),
    ((["05_scenarios"], ["trend"], []), "05_scenarios.ipynb has no parameter scenario"),
    ((["02_grdp", "02_grdp"], [], []), "two reports would be called 02_grdp")])
def test_a_batch_that_cannot_run_as_asked_says_so_first(tmp_path, ran, asked, match):
    with pytest.raises(NotebookError, match=match):
        run_notebooks(tmp_path, *asked)
    assert ran == []


def test_a_review_stores_what_it_publishes_once(tmp_path, ran):
    review(tmp_path, 2026, **OPTIONS)
    stored = {path: path.read_bytes() for path in (tmp_path / "data" / "vintages" / "projections").iterdir()}
    assert sorted(path.name for path in stored) == [
        f"2026-01-31-{name}.{kind}" for name in ("accelerated", "delayed", "target", "trend")
        for kind in ("csv", "json")]
    review(tmp_path, 2026, "en", draws=30, seed=8)
    assert {path: path.read_bytes()
            for path in (tmp_path / "data" / "vintages" / "projections").iterdir()} == stored
    manifest = json.loads((tmp_path / "reports/2026/manifest.json").read_text(encoding="utf-8"))
    assert "data/vintages/projections/2026-01-31-trend.csv" in manifest["inputs"]


def test_a_look_back_is_not_published(tmp_path, ran):
    review(tmp_path, 2026, **OPTIONS, as_of="2026-01-15")
    assert not list(tmp_path.rglob("vintages/projections/*"))

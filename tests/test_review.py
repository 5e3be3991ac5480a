"""The main job from end to end, on the real notebooks, looked at in a browser with the network off."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from thienhuong_analysis.publishing import review, run_notebooks

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("review")]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory) -> Path:
    """A review of 2026 in Vietnamese, from what comes installed, with few draws."""
    root = tmp_path_factory.mktemp("root")
    made = review(root, 2026, "vi", draws=200, jobs=2)
    assert [outcome.error for outcome in made.outcomes if not outcome.ok] == []
    return made.index.parent


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


def test_the_index_links_every_report_and_every_link_leads_somewhere(reviewed):
    index = pages(reviewed)["index.html"]
    links = {unquote(link.split("#")[0]) for link in re.findall(r'href="([^"#][^"]*)"', index)}
    assert set(pages(reviewed)) - {"index.html"} <= links
    assert all((reviewed / link).exists() for link in links)


def test_the_manifest_names_every_input_and_report_by_its_hash(reviewed):
    manifest = json.loads((reviewed / "manifest.json").read_text(encoding="utf-8"))
    assert "data/raw/programme/targets.csv" in manifest["inputs"]
    assert len(manifest["reports"]) == len(pages(reviewed)) - 1


def test_every_number_with_a_dotted_line_leads_to_its_tree(reviewed):
    ids = {name: set(re.findall(r'id="(tree\.[^"]*)"', page)) for name, page in pages(reviewed).items()}
    links = [(name, *link) for name, page in pages(reviewed).items()
             for link in re.findall(r'class="explained" href="([^"#]*)#([^"]*)"', page)]
    assert {name for name, _, _ in links} >= {"index.html", "02_grdp-trend.html", "06_yearly_review.html"}
    assert all(anchor in ids[file or name] for name, file, anchor in links)


def test_no_page_names_this_machine(reviewed):
    for name, page in pages(reviewed).items():
        for place in (str(reviewed), str(Path.home()), str(Path(__file__).parents[1]), "/tmp/"):
            assert place not in page, (name, place)


def test_resuming_makes_nothing_again(reviewed):
    before = {path: path.stat().st_mtime_ns for path in reviewed.glob("0*.html")}
    made = review(reviewed.parents[1], 2026, "vi", draws=200, resume=True)
    assert {outcome.state for outcome in made.outcomes} == {"reused"}
    assert {path: path.stat().st_mtime_ns for path in reviewed.glob("0*.html")} == before


def test_a_report_has_the_same_bytes_in_another_time_zone_and_process(reviewed, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("LC_ALL", "C")
    asked = ["02_grdp"], ["trend"], ["year=2026", "draws=200", "lang=vi"]
    first = run_notebooks(tmp_path, *asked, out=Path("a"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("PYTHONHASHSEED", "8")
    second = run_notebooks(tmp_path, *asked, out=Path("b"))
    assert first[0].ok and first[0].sha256 == second[0].sha256


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        assert not os.environ.get("CI"), "CI must have Chromium"
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_opens_offline_and_fits(reviewed, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    for path in sorted(reviewed.glob("*.html")):
        page, asked, said = context.new_page(), [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.goto(path.as_uri())
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        assert said == [], path.name
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
        assert page.evaluate("[...document.images].every(i => i.alt.length > 60 && i.naturalWidth > 0)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
        page.close()
    context.close()

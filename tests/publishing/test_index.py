"""The index links every report, says what failed, and lets nothing through."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from thienhuong_analysis.presentation.wording import _catalogue
from thienhuong_analysis.publishing.index import index_page
from thienhuong_analysis.publishing.page import TEMPLATE
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run


class Table:
    def _repr_html_(self):
        return "<table><caption>As it is &lt;b&gt;</caption></table>"


def outcome(name, scenario="", state="done", **values):
    report = f"{name}-{scenario}" if scenario else name
    run = Run(report, Path(f"{name}.ipynb"), Provenance(), scenario)
    values = {"title": f"About {name}", "sha256": "0" * 64} | values
    return Outcome(run, state, **values)


def page_of(*outcomes, **options):
    html = index_page(outcomes, **{"lang": "en", "title": "Review", **options})
    return BeautifulSoup(html, "html.parser")


def test_reports_stand_under_their_notebook_with_a_link_each():
    page = page_of(outcome("02_grdp", "trend"), outcome("02_grdp", "target", "reused"),
                   outcome("06_yearly_review"))
    entries = page.select(".reports > li")
    assert [entry.strong.text if entry.strong else entry.a.text for entry in entries] == [
        "About 02_grdp", "About 06_yearly_review"]
    assert [(a.text, a["href"]) for a in page.select(".reports a")] == [
        ("trend", "02_grdp-trend.html"), ("target", "02_grdp-target.html"),
        ("About 06_yearly_review", "06_yearly_review.html")]
    assert page.select(".failure") == []


def test_a_failed_report_is_named_with_cell_and_error():
    page = page_of(outcome("a", state="failed", cell=4, error="ValueError: <b>"), outcome("b"))
    failure = page.select_one("section.failure")
    assert "1 of the reports failed" in failure.text
    assert "cell 4" in failure.text
    assert failure.code.text == "ValueError: <b>"
    assert failure.a["href"] == "a.html"


def test_a_report_that_was_never_made_is_named_without_a_link():
    page = page_of(outcome("a", state="failed", error="it died", title="", sha256=""))
    assert page.select("main a") == []
    assert "it died" in page.main.text
    assert page.select_one(".reports > li").text.split()[0] == "a"


def test_headline_files_scorecard_and_the_other_edition_are_there():
    page = page_of(outcome("a"), headline=[("41", "targets")], scorecard=[Table()],
                   files={"manifest.json": "Manifest"}, other_edition="en/index.html", lang="vi")
    assert page.select_one("dl.headline dd").text == "41"
    assert page.caption.text == "As it is <b>"
    assert page.find("a", href="manifest.json").text == "Manifest"
    assert page.find("a", href="en/index.html")["lang"] == "en"


@pytest.mark.parametrize("sample", [False, True])
def test_a_sample_is_labelled(sample):
    assert bool(page_of(outcome("a"), sample=sample).select(".sample-banner")) is sample


def test_hostile_names_stay_text_and_there_is_no_script():
    bad = '"><script>alert(1)</script>'
    page = page_of(outcome("a", title=bad, state="failed", error=bad), title=bad, subtitle=bad,
                   headline=[(bad, bad)], files={"x": bad})
    assert page.find_all("script") == []
    assert page.h1.text == bad
    assert len(page.find_all("h1")) == 1


def test_every_word_of_the_templates_has_a_translation():
    said = {text for path in TEMPLATE.glob("*.j2")
            for text in re.findall(r'\bsay\("([^"]+)"', path.read_text(encoding="utf-8"))}
    assert "Contents" in said
    assert [text for text in sorted(said) if text not in _catalogue("vi")] == []

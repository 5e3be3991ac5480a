"""Trees on a page, as text and in two languages; links that lead somewhere; bridges and misses."""

import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import thienhuong_analysis as th
from thienhuong_analysis.presentation import Trees
from thienhuong_analysis.presentation.display import Chart, Prose
from thienhuong_analysis.publishing.page import without_dead_ends

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=["vi", "en"])
def edition(request):
    return th.Edition.open(str(ROOT), year=2026, lang=request.param, draws=50)


@pytest.fixture(scope="module")
def sample():
    return th.Edition.open(str(ROOT / "data" / "sample"), year=2027, lang="en", draws=50)


def test_every_link_in_a_page_of_trees_leads_to_a_node(edition):
    soup = BeautifulSoup(edition.trees()._repr_html_(), "html.parser")
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"].removeprefix("#") for link in soup.select("a")} <= set(ids)
    assert soup.find("script") is None and soup.select("[style]") == []


def test_numbers_of_the_tables_lead_to_their_trees(edition):
    page = (edition.fan("grdp")._repr_html_() + edition.targets("grdp")._repr_html_()
            + edition.trees("grdp")._repr_html_())
    kept = BeautifulSoup(without_dead_ends(page), "html.parser")
    links = {link["href"] for link in kept.select("a.explained")}
    assert {"#tree.target.grdp_total", "#tree.chance.grdp_total"} <= links
    assert {f"#tree.grdp.total.{year}" for year in range(2026, 2031)} <= links
    ids = {f"#{element['id']}" for element in kept.select("[id]")}
    assert links <= ids


def test_a_page_without_trees_has_no_links_to_them(edition):
    table = edition.targets("grdp")._repr_html_()
    assert 'class="explained"' in table
    bare = without_dead_ends(table)
    assert "<a" not in bare and BeautifulSoup(bare, "html.parser").text == BeautifulSoup(
        table, "html.parser").text


def test_links_of_the_index_lead_into_the_report_that_explains(edition):
    linked = without_dead_ends(edition.targets("grdp")._repr_html_(), "06_yearly_review.html",
                               edition.trees()._repr_html_())
    assert 'href="06_yearly_review.html#tree.target.grdp_total"' in linked


def test_a_node_is_told_once_and_named_after_that(edition):
    text = repr(edition.trees("enterprises_per_1000"))
    again = edition.words.say("{node} (explained above)", node="").strip()
    assert text.count(again) > 3
    assert text.count("baseline.csv:2;") == 1


def test_a_tree_says_formula_source_cell_hash_and_reason(edition):
    text = repr(edition.trees("enterprises_per_1000"))
    assert "D[t] = 1000 · S[t] / P[t]" in text
    assert re.search(r"data/raw/thienhuong/baseline\.csv:2; SHA-256 .*[0-9a-f]{64}", text)
    assert edition.words.number(35_000, 0) in text
    assert ("Assumption, not a figure." if edition.lang == "en" else "Giả định, không phải số liệu.") in text


def test_one_number_is_explained_in_a_notebook(edition):
    shown = edition.explain("grdp", 2027, "services")
    assert "Y[t] = Y[t−1] · (1 + g[t])" in repr(shown)
    assert 'id="tree.grdp.services.2027"' in shown._repr_html_()


def test_a_terminal_shows_the_same_lines(edition):
    from rich.console import Console

    trees = Trees([edition.ward.explain("population", 2026, draws=2)], edition.narrator)
    console = Console(width=2000, record=True, file=io.StringIO())
    console.print(trees.rich())
    shown = console.export_text()
    assert all(text in shown for _, text in trees.lines())


def test_the_ward_says_that_there_is_nothing_to_compare_yet(edition):
    for shown in (edition.misses(), edition.readings("grdp"), edition.bridge("grdp"), edition.old_scores(),
                  edition.old_figures()):
        assert isinstance(shown, Prose) and "nan" not in shown.text


def test_what_is_lacking_is_said_once_and_is_true_of_what_is_published(edition):
    said = edition.bridges("grdp", "poverty_rate")
    assert isinstance(said, Prose) and edition.words.date("2026-01-31") in said.text
    assert isinstance(edition.judged(), Prose) and isinstance(edition.missed("grdp", "households"), Prose)
    assert edition.bridge("grdp").text.endswith(f": {said.text}")


def test_published_projections_are_listed(edition):
    table = edition.vintages()
    assert len(table.frame) == 4
    assert "2026-01-31-trend.csv" in table.frame.iloc[:, -1].map(str).tolist()


def test_a_bridge_that_cannot_be_built_is_a_sentence_in_the_report(sample):
    shown = sample.bridge("drug_free_ward")
    assert isinstance(shown, Prose) and "did you mean" in shown.text


@pytest.mark.parametrize("year", [2025, 2031])
def test_looking_back_from_any_year_shows_something(year):
    edition = th.Edition.open(str(ROOT / "data" / "sample"), year=year, lang="vi", draws=20)
    for shown in (edition.misses(), edition.readings("grdp"), edition.bridge("grdp"), edition.old_scores()):
        assert shown._repr_html_()


def test_the_sample_shows_its_misses_and_what_has_moved_2030(sample):
    table = sample.misses()
    row = table.frame[table.frame["Indicator"].map(str) == "Population (people)"].iloc[0].map(str)
    assert (row["Projected 2027"], row["Figure 2027"], row["Miss"]) == ("45,736", "45,900", "+163.67")
    asked = set(table.frame["Asked for"].map(str))
    assert {"≥\xa0150 billion VND in all 2026–2030", "≥\xa014% a year on average 2026–2030"} <= asked
    chart = sample.bridge("grdp")
    assert sample.bridges("grdp", "households").parts[0].title == chart.title
    assert isinstance(chart, Chart) and chart.title.startswith("SAMPLE")
    assert "As known on 30 January 2028 was 6,131.1, Now, 30 June 2028 is 6,347.4" in chart.alt
    assert list(chart.table.frame["Step"].map(str))[1:-1] == [
        "Earlier figures revised", "New figures", "Assumptions", "Scenario"]
    readings = sample.readings("enterprises_per_1000")
    assert sample.missed("enterprises_per_1000").parts[1].alt == readings.alt
    assert "the figure of 2027 is 10.0 per 1,000 people, projected was 8.9" in readings.alt

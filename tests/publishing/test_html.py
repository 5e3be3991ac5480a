"""One notebook becomes one page that loads nothing, runs nothing and lets nothing through."""

import re
from base64 import b64encode
from hashlib import sha256
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from thienhuong_analysis.publishing.html import render
from thienhuong_analysis.publishing.markdown import Page, harmless, mathml
from thienhuong_analysis.publishing.runs import Provenance

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "[x](java&#115;cript:alert(1))", "![x](https://example.org/x.png)", "<b onclick=alert(1)>b</b>",
    r"$\text{<img src=x onerror=alert(1)>}$", r"$\href{javascript:alert(1)}{x}$",
    r"$\style{position:fixed}{x}$", "```mermaid\n<img src=x onerror=alert(1)>\n```",
    "```x\"><script>alert(1)</script>\ny\n```", "# <svg onload=alert(1)>",
    "| <script>alert(1)</script> | b |\n|---|---:|\n| <i onfocus=alert(1)> | 1 |",
    '[x](# "\\"><script>alert(1)</script>")', "<style>*{display:none}</style>",
    "<https://example.org/<script>>", "![a](data:text/html;base64,PHNjcmlwdD4=)",
]


def soup(html):
    return BeautifulSoup(html, "html.parser")


def dangers(page):
    """Return whatever could run, load or restyle."""
    found = page.find_all(["script", "iframe", "object", "embed", "link", "base", "form", "svg"])
    for element in page.find_all(True):
        found += [f"{element.name} {name}" for name, value in element.attrs.items()
                  if name.startswith("on") or name == "style" or "javascript:" in str(value)]
        if element.name == "img" and not element["src"].startswith("data:image/"):
            found.append(element["src"])
    return found


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("as_output", [False, True])
def test_hostile_markdown_stays_text(shown, text, as_output):
    notebook = shown("# T", **{"text_markdown": text}) if as_output else shown("# T", text)
    html, _ = render(notebook, "en")
    page = soup(html)
    assert dangers(page) == []
    assert len(page.find_all("style")) == 1
    assert len(page.find_all("h1")) == 1


def test_hostile_labels_in_the_panel_and_the_header_stay_text(shown):
    bad = "<script>alert(1)</script>"
    html, _ = render(shown("# T"), "en", subtitle=bad, provenance=Provenance(
        {bad: bad}, inputs={bad: bad}, version=bad))
    assert dangers(soup(html)) == []
    assert html.count("&lt;script&gt;alert(1)") >= 4


def test_html_of_an_output_loses_what_the_policy_refuses():
    frame = ('<style scoped>td {color: red}</style>'
             '<table style="x" border="1"><tr><td>1</td></tr></table>')
    picture = '<img src="data:image/png;base64,AA==">'
    html = str(harmless(f"{frame}<h1>a</h1>{picture}", "no words"))
    assert html == ('<table border="1"><tr><td>1</td></tr></table><h2>a</h2>'
                    '<img alt="no words" src="data:image/png;base64,AA=="/>')
    for text in ("<script>x</script>", "<iframe src=//x>", "<a href=javascript:x>t</a>",
                 "<img src=//x onerror=y>", "<meta http-equiv=refresh content=0>"):
        assert dangers(soup(str(harmless(text, "")).replace("<img", "<i"))) == []


def test_a_text_in_a_formula_is_escaped_and_letters_survive():
    assert "<mi>σ</mi>" in mathml(r"\sigma")
    assert "<mtext>&lt;b&gt;</mtext>" in mathml(r"\text{<b>}")
    assert mathml(r"a < b \frac") == r"<code>a &lt; b \frac</code>"


def test_the_policy_names_the_one_stylesheet_by_its_hash(shown):
    page = soup(render(shown("# T"), "vi")[0])
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    digest = b64encode(sha256(page.find("style").string.encode()).digest()).decode()
    assert policy == (f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
                      "base-uri 'none'; form-action 'none'")


def test_the_page_has_language_title_landmarks_and_contents(shown):
    notebook = shown("# Kết quả\n\nMở đầu", "## Đường đi", "### Một", "## Đường đi", "#### Nhỏ")
    html, title = render(notebook, "vi", subtitle="Xu hướng")
    page = soup(html)
    assert title == "Kết quả" == page.h1.text
    assert page.html["lang"] == "vi"
    assert page.title.text.startswith("Kết quả – Xu hướng")
    assert [a["href"] for a in page.select("nav a")] == [
        "#duong-di", "#mot", "#duong-di-2", "#provenance"]
    for link in page.select('a[href^="#"]'):
        assert page.find(id=link["href"][1:]) is not None
    assert page.main["id"] == "main" == page.select_one("a.skip")["href"][1:]


def test_a_slug_does_not_depend_on_how_the_marks_are_encoded():
    names = {Page().anchor(normalize(form, "Đánh giá")) for form in ("NFC", "NFD")}
    assert names == {"danh-gia"}
    assert Page().anchor("…") == "part"
    assert Page().anchor("Main") == "main-2"


def test_cells_of_the_other_language_and_the_parameters_are_left_out():
    tagged = [("Chào", ["vi"]), ("Hello", ["en"]), ("Both", [])]
    cells = [v4.new_markdown_cell(text, metadata={"tags": tags}) for text, tags in tagged]
    cells += [v4.new_code_cell("secret_root = 1", metadata={"tags": [tag]})
              for tag in ("parameters", "injected-parameters")]
    html, _ = render(v4.new_notebook(cells=cells), "en", provenance=Provenance(
        {"root": "/home/someone", "seed": 2025, "as_of": ""}))
    page = soup(html)
    assert [p.text for p in page.main.select(":scope > p")] == ["Hello", "Both"]
    assert "secret_root" not in html
    assert "/home/someone" not in html
    assert [dt.text for dt in page.select("#provenance dt")] == ["Seed of the random numbers"]


def test_widgets_and_warnings_are_dropped_and_colours_stripped():
    view = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=1)"}
    outputs = [v4.new_output("display_data", view),
               v4.new_output("stream", name="stderr", text="a warning"),
               v4.new_output("error", ename="ValueError", evalue="<x>", traceback=["\x1b[31mred"])]
    html, _ = render(v4.new_notebook(cells=[v4.new_code_cell("x", outputs=outputs)]), "en")
    assert "IntSlider" not in html
    assert "a warning" not in html
    assert "\x1b" not in html
    assert "ValueError: &lt;x&gt;" in html
    assert len(soup(html).select('#error, a[href="#error"]')) == 2


def test_a_widget_that_brings_a_page_of_its_own_is_shown_as_that_page():
    data = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/html": "<p>As it is</p>",
            "text/plain": "VBox()"}
    output = v4.new_output("execute_result", data, execution_count=1)
    html, _ = render(v4.new_notebook(cells=[v4.new_code_cell("x", outputs=[output])]), "en")
    page = soup(html)
    assert [p.text for p in page.select(".output p")] == ["As it is"]
    assert "VBox" not in html and "model_id" not in html and not page.select("script")


def test_two_exports_of_one_notebook_are_byte_identical(shown):
    def notebook():
        made = shown("# T", "Text $x^2$", text_html="<p>a</p>", image_png="AA==")
        for number, cell in enumerate(made.cells):
            cell.metadata["papermill"] = {"start_time": str(id(cell)), "duration": number}
            cell.execution_count = id(cell)
        return made

    first, second = notebook(), notebook()
    assert first.cells[0].id != second.cells[0].id
    assert render(first, "en")[0] == render(second, "en")[0]


def test_every_picture_has_words(shown):
    page = soup(render(shown("# T", image_png="AA==", **{"image_svg+xml": "<svg/>"}), "en")[0])
    assert [img["alt"] for img in page.find_all("img")] == ["Picture without a description"] * 2


def test_the_stylesheet_is_small(shown):
    style = re.search(r"<style>(.*?)</style>", render(shown("# T"), "vi")[0], re.DOTALL)
    assert style is not None
    assert len(style[1].encode()) < 15_000

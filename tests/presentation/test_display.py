"""HTML that is well formed, escaped, free of styles and ids, and plain text beside it."""

import base64
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from thienhuong_analysis.presentation import Cell, Chart, Page, Prose, Table, Wording, tabulate
from thienhuong_analysis.presentation.display import Column, by_year

HOSTILE = '<script>alert("x")</script>'
VOID = {"img"}


class Reader(HTMLParser):
    """Collects tags and attributes, and complains where a tag is not closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def table():
    frame = pd.DataFrame({
        "Chỉ tiêu": [Cell("Dân số", "chi tiết"), HOSTILE], "Nhóm": ["A", "B"],
        "Số": ["45.140", Cell("7", "", "▲", "verdict-likely", badge="giả định", reason=HOSTILE)]})
    return Table(frame, HOSTILE, "vi", numeric=["Số"], group="Nhóm", notes=(HOSTILE,))


def chart(table):
    return Chart('<svg viewBox="0 0 300 150"></svg>', HOSTILE, HOSTILE, table, (HOSTILE,))


def test_everything_shown_is_text_without_styles_or_ids(table):
    html = Page((chart(table), table, Prose(f"{HOSTILE}\n\nhai")), "chair")._repr_html_()
    reader = Reader(html)
    assert "script" not in reader.tags
    assert not {"style", "id", "onclick"} & set(reader.attributes)


def test_a_table_has_caption_scopes_and_numbers_to_the_right(table):
    html = table._repr_html_()
    assert '<div class="scroll" tabindex="0" role="region" aria-label="&lt;script&gt;' in html
    assert '<th scope="col">Chỉ tiêu</th><th scope="col" class="num">Số</th>' in html
    assert '<th scope="row">Dân số<small>chi tiết</small></th><td class="num">45.140</td>' in html
    assert '<th colspan="2" scope="rowgroup">A</th>' in html
    assert html.count("<tbody>") == html.count("</tbody>") == 2


def test_a_cell_carries_sign_badge_and_reason(table):
    html = table._repr_html_()
    assert ('<td class="num verdict-likely"><span class="sign" aria-hidden="true">▲</span> 7 '
            '<span class="badge assumption" title="&lt;script&gt;') in html


def test_a_chart_is_a_picture_with_alternative_text_notes_and_data(table):
    html = chart(table)._repr_html_()
    assert re.search(r'<img alt="&lt;script.*?" width="400" height="200" src="data:image/svg', html)
    data = re.search(r"base64,([^\"]+)", html).group(1)
    assert base64.b64decode(data).decode() == '<svg viewBox="0 0 300 150"></svg>'
    assert "<summary>Số liệu của hình</summary>" in html


def test_plain_text_says_the_same(table):
    assert "▲ 7 [giả định]" in repr(table)
    assert repr(Page((Prose("một"), Prose("hai")))) == "một\n\nhai"
    assert HOSTILE in repr(chart(table))


def test_an_empty_table_keeps_its_headings():
    empty = tabulate([], [Column("A", str), Column("B", str, numeric=True)], "Trống", "vi")
    assert '<th scope="col" class="num">B</th>' in empty._repr_html_()
    assert Reader(empty._repr_html_())


def test_a_table_by_year_leaves_unknown_years_empty():
    table = by_year({"a": {2025: "1"}, "b": {2026: "2"}}, "x", Wording("en"))
    assert table.frame.to_dict("list") == {"Year": ["2025", "2026"], "a": ["1", ""], "b": ["", "2"]}

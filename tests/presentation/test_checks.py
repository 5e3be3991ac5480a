"""The coherence audit in words: the overview, one check in full, in both languages."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.assessment.audit import VERDICTS, Check, Figure, Part, Quote, Said
from thienhuong_analysis.errors import ProgrammeError
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.presentation.checks import (
    VERDICT_SIGNS,
    CheckView,
    overview_table,
    residual,
    told,
    tolerance,
)
from thienhuong_analysis.presentation.symbols import SYMBOLS
from thienhuong_analysis.presentation.wording import Wording

ROOT = Path(__file__).parents[2]
VI, EN = Wording("vi"), Wording("en")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def editions():
    return {lang: th.Edition.open(str(ROOT), year=2026, lang=lang, draws=20) for lang in ("vi", "en")}


def part(verdict="consistent", **more):
    return Part("a = b", Said("both say {x}", x=Amount(1.5, "fraction")), verdict, **more)


def made(*parts, **more):
    return Check(1, "some_check", Said("Do they agree?"), parts, **more)


def test_a_sentence_is_told_with_numbers_and_names_of_the_language():
    said = Said("{name} at {share}: {inner}", name="grdp_total", share=Amount(0.2139, "fraction"),
                inner=Said("{n} of them", n=Amount(1234.5)))
    names = {"grdp_total": "GRDP"}
    assert told(said, VI, names) == "“GRDP” at 21,39%: 1.234,5 of them"
    assert told(said, EN, names) == "“GRDP” at 21.39%: 1,234.5 of them"


@pytest.mark.parametrize(("sentence", "value", "text"), [
    ("the share of “{sector}”", "services", "the share of “Services”"),
    ("the share of {sector}", "services", "the share of “Services”"),
    ("{sector} ask for it", ("B.I.1", "PL05.2"), "B.I.1 and PL05.2 ask for it"),
    ("{sector} is due", "friendly", "“The ‘friendly’ standard” is due"),
    ("in {sector}", 2030, "in 2030")])
def test_a_name_is_quoted_once_and_other_values_stay_as_they_are(sentence, value, text):
    names = {"services": "Services", "friendly": 'The "friendly" standard'}
    assert told(Said(sentence, sector=value), EN, names) == text


def test_no_sentence_is_an_empty_text():
    assert told(None, EN, {}) == ""


@pytest.mark.parametrize(("unit", "left", "slack", "texts"), [
    ("fraction", 0.01685, 0.0055, ("+1.69 points", "± 0.55 points")),
    ("billion_vnd", 7.5, 0.776, ("+7.5 billion VND", "± 0.78 billion VND")),
    ("count", -3.0, 0.0, ("-3", "± 0")), ("years", 3.0, 0.0, ("+3 years", "± 0 years")),
    ("enterprises", 111.12, 14.04, ("+112 enterprises", "± 15 enterprises")),
    ("rate", 0.0317, 0.005, ("+3.17%", "± 0.5%"))])
def test_a_residual_has_its_sign_and_its_unit(unit, left, slack, texts):
    one = part(residual=left, tolerance=slack, unit=unit)
    assert (residual(one, EN), tolerance(one, EN)) == texts


def test_where_nothing_is_counted_no_residual_is_shown():
    assert (residual(part(), EN), tolerance(part(), EN)) == ("", "")


def test_every_verdict_has_a_sign_and_a_word_of_its_own():
    assert set(VERDICT_SIGNS) == set(VERDICTS)
    assert len(set(VERDICT_SIGNS.values())) == len(VERDICTS)
    for words in (VI, EN):
        assert len({words.term(verdict) for verdict in VERDICTS} - set(VERDICTS)) >= len(VERDICTS) - 2


def test_the_overview_shows_the_gravest_equation_of_each_check():
    check = made(part(residual=1.0, tolerance=0.5, unit="count"),
                 part("conflict", residual=9.0, tolerance=0.0, unit="count"),
                 part("cannot_tell", residual=7.0, tolerance=0.0, unit="count"))
    row = overview_table([check], EN, {}).frame.iloc[0]
    assert list(map(str, row)) == ["1. Do they agree?", "✗ conflict", "+9", "± 0"]


def test_the_overview_has_a_line_for_each_of_the_twelve(editions):
    for lang, edition in editions.items():
        frame = edition.audit().frame
        checks = edition.ward.audit()
        assert [int(text.split(".")[0]) for text in frame.iloc[:, 0]] == list(range(1, 13))
        words = Wording(lang)
        assert list(frame.iloc[:, 1].map(str)) == [
            f"{VERDICT_SIGNS[one.verdict]} {words.term(one.verdict)}" for one in checks]


def test_a_check_shows_equation_finding_condition_and_change_and_only_what_there_is():
    full = part("consistent_if", condition=Said("it rains"), change=Said("a roof"), residual=2.0,
                tolerance=0.5, unit="count")
    text = repr(CheckView(made(full), EN, {}))
    for line in ("△ consistent if a condition holds", "a = b", "  Finding: Both say 150%",
                 "  It holds if: It rains", "  Residual: +2", "  Explained by rounding: ± 0.5",
                 "  Smallest change: A roof"):
        assert line in text.splitlines()
    bare = repr(CheckView(made(part()), EN, {}))
    assert not re.search("holds if|Residual|rounding|change|Quoted|Figures", bare)
    assert "Symbols" not in repr(CheckView(made(Part("", Said("no"), "conflict")), EN, {}))


def test_a_check_that_cannot_tell_says_what_is_missing():
    text = repr(CheckView(made(part("cannot_tell", condition=Said("the price basis"))), EN, {}))
    assert "  What is missing: The price basis" in text


def test_a_quote_stands_with_its_section_and_in_english_with_its_vietnamese():
    quotes = (Quote("grdp_total", "B.I.1", "tăng 14%", "grows by 14%"),
              Quote("PL11.3", "PL11.3", "Kế hoạch"))
    view = {words.lang: CheckView(made(part(), quotes=quotes), words, {"grdp_total": "GRDP"}).quotes().frame
            for words in (VI, EN)}
    assert list(view["vi"].iloc[0].map(str)) == ["tăng 14%", "GRDP", "B.I.1"]
    assert view["en"].iloc[0, 0].text == "grows by 14%" and view["en"].iloc[0, 0].detail == "tăng 14%"
    assert list(view["en"].iloc[1]) == ["Kế hoạch", "", "PL11.3"]


def test_a_figure_has_its_status_and_an_assumption_its_reason():
    figures = (Figure(Said("exit rate"), Amount(0.09, "fraction"), "assumption", "assumptions.csv",
                      "assumption.exit_rate"),
               Figure(Said("enterprises"), Amount(250), "actual", "report, a.csv:2",
                      "enterprises.total.2025"))
    table = CheckView(made(part(), figures=figures), EN, {"report": "The report"},
                      {"assumption.exit_rate": "As in the nation."}).figures().frame
    rate, stock = table["Value"]
    assert (rate.text, rate.badge, rate.reason) == ("9%", "assumption", "As in the nation.")
    assert (stock.text, stock.badge, stock.reason) == ("250", "actual", "")
    assert (rate.node, stock.node) == ("assumption.exit_rate", "enterprises.total.2025")
    assert list(table["Source"]) == ["As in the nation.", "The report, a.csv:2"]


def test_a_check_is_plain_html_in_which_hostile_text_stays_text():
    hostile = Part(HOSTILE, Said("{x}", x=HOSTILE), "conflict", change=Said("{x}", x=HOSTILE))
    html = CheckView(made(hostile, quotes=(Quote("a", HOSTILE, HOSTILE),)), EN, {})._repr_html_()
    assert "<script" not in html and " style=" not in html and html.count("&lt;script&gt;") == 5
    assert 'class="verdict-conflict"' in html


@pytest.mark.parametrize(("number", "says"), [
    (1, ("can be at most 21.4% where the rest is “Industry, construction”", "at most 16.2%", "15.7% a year")),
    (2, ("just enough for 35,000 people; for 45,140 people the target is 903",)),
    (3, ("3.17%", "6.26%")),
    (10, ("181.37 ha",))])
def test_the_audit_says_what_the_figures_say(editions, number, says):
    text = repr(editions["en"].check(number))
    assert [phrase for phrase in says if phrase not in text] == []


def test_nothing_of_a_check_stays_english_in_a_vietnamese_edition(editions):
    edition = editions["vi"]
    for one in edition.ward.audit():
        said = [one.title, *(figure.name for figure in one.figures)]
        for piece in one.parts:
            said += [text for text in (piece.finding, piece.condition, piece.change) if text is not None]
        for text in said:
            shown = told(text, VI, edition._called)
            assert shown != told(text, EN, edition._called) or not re.search("[a-z]{3}", shown), shown
            assert "{" not in shown


def test_every_figure_that_leads_to_a_tree_leads_to_one_of_the_report(editions):
    edition = editions["en"]
    keys = {node.key for root in edition.audit_trees().nodes for node in root.walk()}
    nodes = {figure.node for one in edition.ward.audit() for figure in one.figures
             if figure.node and figure.status != "implied"}
    assert {"target.grdp_total", "enterprises.total.2025", "assumption.exit_rate"} <= nodes
    assert nodes <= keys


def test_every_symbol_of_an_equation_is_explained_and_no_other(editions):
    def tokens(text):
        return set(re.findall(r"[A-Za-zβπ]+(?:_[A-Za-z0-9]+)?[₀*]?", text))
    for one in editions["en"].ward.audit():
        explained = set().union(*map(tokens, SYMBOLS[one.number]))
        used = set().union(*(tokens(piece.equation) for piece in one.parts))
        assert explained == used, one.number


def test_the_symbols_stand_under_the_equations(editions):
    assert "Symbols: g: yearly growth of the total; n: number of years; " in repr(editions["en"].check(1))
    assert "Ký hiệu: g: tốc độ tăng chung mỗi năm; " in editions["vi"].check(1)._repr_html_()


def test_a_number_that_is_no_check_is_refused_with_those_there_are(editions):
    with pytest.raises(ProgrammeError, match=r"there is no check 13; give one of 1, 2, .*, 12"):
        editions["en"].check(13)


def test_without_a_figure_the_pictures_say_what_is_missing():
    early = th.Edition.open(str(ROOT), year=2026, lang="en", draws=20, as_of="2024-06-30")
    text = repr(early.births_by_population())
    assert text.startswith("The picture cannot be drawn: no figure of 2025 is known for")
    assert "“Hải Phòng" not in early.growth_triangle().alt


def test_without_a_target_the_check_and_its_picture_say_which(tmp_path):
    copy = shutil.copytree(ROOT / "data/raw/programme", tmp_path / "data/raw/programme")
    targets = pd.read_csv(copy / "targets.csv", dtype=str, keep_default_na=False)
    targets[targets["target_id"] != "grdp_services"].to_csv(copy / "targets.csv", index=False)
    edition = th.Edition.open(str(tmp_path), year=2026, lang="en", draws=20)
    assert repr(edition.growth_triangle()) == (
        "The picture cannot be drawn: the programme has no target grdp_services.")
    assert "○ cannot be told" in repr(edition.check(1))
    assert edition.births_by_population().alt


def test_the_pictures_of_a_sample_say_that_they_are_one():
    sample = th.Edition.open(str(ROOT / "data/sample"), year=2026, lang="en", draws=20)
    for chart in (sample.growth_triangle(), sample.births_by_population()):
        assert chart.title.startswith("SAMPLE") and chart.alt.startswith("SAMPLE")
    assert "The ward, 2025" in sample.growth_triangle().alt


def test_the_cells_of_a_quoted_task_stand_apart():
    view = th.Edition.open(th.INSTALLED, year=2026, lang="vi", draws=2).check(7)
    assert any(str(text).endswith("| Phòng Văn hóa - Xã hội | 2025-2027 | Kế hoạch được ban hành")
               for text in view.quotes().frame.iloc[:, 0])

"""Tables of progress, in both languages, on the sample ward and on the real one."""

from pathlib import Path

import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.presentation.display import Prose, Table

SAMPLE = Path(__file__).parents[2] / "data/sample"


@pytest.fixture(scope="module", params=["vi", "en"])
def edition(request):
    return th.Edition.open(str(SAMPLE), year=2027, lang=request.param, draws=200)


def cell(table: Table, row: str, column: str) -> str:
    names = table.frame.iloc[:, 0].map(lambda shown: getattr(shown, "text", shown))
    found = table.frame.loc[names == row, column].iloc[0]
    return getattr(found, "text", found)


def test_the_year_of_arrival_is_a_year_and_the_pace_has_its_unit(edition):
    table, frame = edition.arrivals(), edition.ward.progress(2027, draws=200).arrivals()
    vi = edition.lang == "vi"
    column, name = ("Năm sẽ đạt", "Thu nhập bình quân đầu người") if vi else (
        "Arrives in", "Income per capita")
    arrival = frame.set_index("target_id").at["income_per_capita", "arrival_year"]
    assert cell(table, name, column) == str(int(arrival))
    step = table.frame.iloc[list(frame["target_id"]).index("income_per_capita"), 2]
    assert step.detail == ("triệu đồng" if vi else "million VND")
    assert len(table.frame) == len(frame)


def test_a_disagreement_of_rules_is_marked_with_a_sign_and_in_words(edition):
    rules, table = edition.ward.progress(2027, draws=200).rules(), edition.rules()
    shown = table.frame.iloc[:, -1]
    marked = [getattr(value, "sign", "") == "≠" for value in shown]
    assert marked == list(rules["disagree"]) and any(marked) and not all(marked)
    words = "các quy tắc trái nhau" if edition.lang == "vi" else "the rules disagree"
    assert words in table._repr_html_()


def test_a_target_of_two_units_stands_under_both(edition):
    share = edition.ward.progress(2027, draws=200).this_years_share()
    table = edition.this_years_share()
    assert len(table.frame) == share["lead_unit"].str.split(";").map(len).sum()
    assert table.group == table.frame.columns[0]


@pytest.mark.parametrize("shape", ["linear", "step", "s_curve", "front_loaded", "back_loaded"])
def test_every_shape_of_the_way_has_a_name_and_ends_at_the_target(edition, shape):
    table = edition.required(shape)
    assert "{" not in table.caption and shape not in table.caption.replace("linear", "")
    last = "150,0 tỷ đồng" if edition.lang == "vi" else "150.0 billion VND"
    name = "Vốn đầu tư từ nguồn ngân sách phường" if edition.lang == "vi" else (
        "Investment capital from the ward budget")
    assert cell(table, name, "2030") == last


def test_the_chance_of_several_targets_is_shown_for_every_scenario(edition):
    table = edition.together("grdp_total", "poverty_rate")
    assert list(table.frame.iloc[:, 0]) == list(edition.scenario_names.values())
    found = edition.ward.progress(2027, "target", draws=200).joint(["grdp_total", "poverty_rate"])
    shown = table.frame.iloc[list(edition.scenario_names).index("target"), 1]
    assert shown.text == edition.words.chance(found.probability)


def test_where_nothing_can_be_said_a_sentence_says_so():
    ward = th.Edition.open(str(th.INSTALLED), year=2026, lang="en", draws=20)
    assert isinstance(ward.rules(), Prose)
    after = th.Edition(ward.ward, 2031, "en", draws=20)
    assert isinstance(after.this_years_share(), Prose)


def test_an_assumed_figure_is_marked_where_its_pace_is_shown():
    ward = th.Edition.open(str(th.INSTALLED), year=2026, lang="en", draws=20)
    frame = ward.ward.progress(2026, draws=20).arrivals()
    badges = [shown.badge != "" for shown in ward.arrivals().frame.iloc[:, 0]]
    assert badges == list(frame["assumed"]) and pd.Series(badges).any()

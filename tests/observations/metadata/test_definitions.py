"""A change of definition needs a mark; the tables of definitions and breaks are checked."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import read_breaks, read_definitions

HEADER = "indicator,definition,name_vi,name_en,from_year,to_year,source\n"
BREAKS = "indicator,year,restatement_factor,reason_vi,reason_en,source\n"
INDICATORS = {"poverty_rate", "poor_households"}


@pytest.fixture(scope="module")
def shipped():
    return read_definitions(Folder(Path(INSTALLED)))


def marks(*rows):
    return pd.DataFrame(rows, columns=["indicator", "year"])


def poverty(*years, **more):
    return [{"indicator": "poverty_rate", "value": 0.01, "locality": "vietnam", "period": str(year)} | more
            for year in years]


def test_the_poverty_standards_are_those_of_the_decrees(shipped):
    rows = shipped[["indicator", "from_year", "to_year", "source"]]
    assert set(rows["indicator"]) == {"poverty_rate", "poor_households", "near_poor_rate",
                                      "near_poor_households"}
    for _, spans in rows.groupby("indicator"):
        assert spans.iloc[:, 1:].to_numpy().tolist() == [
            [2016, 2021, "decision_59_2015"], [2022, 2026, "decree_07_2021"],
            [2027, 2030, "decree_351_2025"]]


def test_a_series_over_a_change_of_standard_needs_a_mark(found, shipped):
    assert found(*poverty(2025, 2026, 2027, 2028), definitions=shipped) == [
        ("definition_break", "high", "thienhuong/a.csv:4",
         "poverty_rate, vietnam: the figures of 2026 and 2027 follow two definitions, standard_2022_2025 "
         "and standard_2026_2030 (decree_351_2025); add a row poverty_rate,2027 with its "
         "restatement_factor to data/raw/thienhuong/breaks.csv")]


def test_every_change_is_found_over_gaps_too(found, shipped):
    said = [row[3] for row in found(*poverty(2018, 2025, 2029), definitions=shipped)]
    assert [sentence.partition(" follow")[0][-13:] for sentence in said] == ["2018 and 2025", "2025 and 2029"]


@pytest.mark.parametrize("rows", [
    poverty(2022, 2026), poverty(2027, 2030), poverty(2026), poverty(2016, 2021), poverty(2014, 2016),
    poverty(2026, 2027, breakdown="standard_2022_2025"),
    [*poverty(2026), *poverty(2027, locality="haiphong_new")],
    [{"indicator": "enterprises", "period": "2026"}, {"indicator": "enterprises", "period": "2027"}],
])
def test_figures_by_one_definition_need_no_mark(found, shipped, rows):
    assert found(*rows, definitions=shipped) == []


@pytest.mark.parametrize(("row", "enough"), [
    (("poverty_rate", 2027), True), (("poverty_rate", 2026), False), (("poverty_rate", 2028), False),
    (("poor_households", 2027), False)])
def test_a_mark_holds_for_its_indicator_and_year(found, shipped, row, enough):
    said = found(*poverty(2026, 2027), definitions=shipped, breaks=marks(row))
    assert [item[0] for item in said] == ["definition_break"] * (not enough)


def test_only_the_figure_in_use_counts(found, shipped):
    rows = [*poverty(2026), *poverty(2027, as_of=date(2028, 1, 31)), *poverty(2027, as_of=date(2028, 6, 30))]
    assert [row[2] for row in found(*rows, definitions=shipped)] == ["thienhuong/a.csv:4"]


def test_a_root_without_the_tables_has_no_definitions_and_no_breaks(root):
    folder = Folder(root.path)
    assert read_definitions(folder).empty and read_breaks(folder, INDICATORS).empty


def test_breaks_come_with_their_factor(root):
    root.write("thienhuong/breaks.csv", BREAKS + "poverty_rate,2027,1.25,chuẩn mới,new standard,office\n")
    [row] = read_breaks(Folder(root.path), INDICATORS).to_dict("records")
    assert row == {"indicator": "poverty_rate", "year": 2027, "restatement_factor": 1.25,
                   "reason_vi": "chuẩn mới", "reason_en": "new standard", "source": "office"}


@pytest.mark.parametrize(("line", "message"), [
    ("poverty_rat,2027,1.25,a,b,office", r"no indicator is called poverty_rat; did you mean poverty_rate\?"),
    ("poverty_rate,27,1.25,a,b,office", r"poverty_rate: 27 is not a year; write the first year"),
    ("poverty_rate,2027,12.5,a,b,office", r"2027: the factor 12.5 is not a number between 0.1 and 10.0"),
    ("poverty_rate,2027,0.05,a,b,office", r"the factor 0.05 is not a number between"),
    ('poverty_rate,2027,"1,25",a,b,office', r"the factor 1,25 is not a number between"),
    ("poverty_rate,2027,1.25,a, ,office", r"the reason is empty; fill in reason_vi and reason_en"),
    ("poverty_rate,2027,1.25,a,b,nobody", r"add the source nobody to data/raw/reference/sources.csv"),
])
def test_a_wrong_break_is_one_sentence(root, line, message):
    root.write("thienhuong/breaks.csv", f"{BREAKS}{line}\n")
    with pytest.raises(ObservationError, match=message):
        read_breaks(Folder(root.path), INDICATORS)


@pytest.mark.parametrize(("lines", "message"), [
    ("a,s,x,y,2020,2016,office", r"a s: from_year and to_year must be years, the first before the last"),
    ("a,s,x,y,16,2020,office", r"from_year and to_year must be years"),
    ("a,s,x,y,2016,2020,office\na,t,x,y,2020,2025,office", r"a t: its years overlap with those"),
    ("a,s,x,y,2016,2020,nobody", r"add the source nobody"),
])
def test_a_wrong_definition_is_one_sentence(root, lines, message):
    root.write("reference/definitions.csv", f"{HEADER}{lines}\n")
    with pytest.raises(ObservationError, match=message):
        read_definitions(Folder(root.path))


def test_an_unmarked_break_in_a_file_is_in_the_quality_report(root):
    root.write("reference/definitions.csv", HEADER + "poverty_rate,old,x,y,2022,2026,office\n"
                                                     "poverty_rate,new,x,y,2027,2030,office\n")
    root.table("Chỉ tiêu,Năm,Giá trị,Đơn vị\nTỷ lệ hộ nghèo,2024,1,%\nTỷ lệ hộ nghèo,2027,2,%\n")
    assert "definition_break" in set(root.normalize().quality["check"])
    root.write("thienhuong/breaks.csv", BREAKS + "poverty_rate,2027,1.25,a,b,office\n")
    assert "definition_break" not in set(root.normalize().quality["check"])


@pytest.mark.parametrize("text", [
    f"{BREAKS}poverty_rate,2027,,a,b,office\n",
    BREAKS.replace("restatement_factor,", "") + "poverty_rate,2027,a,b,office\n"])
def test_a_break_may_be_marked_before_anybody_knows_its_factor(root, text):
    root.write("thienhuong/breaks.csv", text)
    row = read_breaks(Folder(root.path), INDICATORS).iloc[0]
    assert row["year"] == 2027 and pd.isna(row["restatement_factor"])

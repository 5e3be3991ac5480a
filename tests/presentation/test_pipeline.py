"""The plan of projects, what they add, and the shared shocks, as tables in both languages."""

from dataclasses import replace

import numpy as np
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.presentation import Wording
from thienhuong_analysis.presentation.fan import fan_chart
from thienhuong_analysis.presentation.pipeline import correlation_table, effect_table, plan_table
from thienhuong_analysis.projections import SECTORS

VI, EN = Wording("vi"), Wording("en")


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(th.INSTALLED)


def test_the_plan_says_what_the_programme_leaves_open(ward):
    table = plan_table(ward.plan(), ward.declared.project_sectors, 0, EN)
    text = table.frame.map(str)
    office = text[text["Project"].str.contains("headquarters of the ward Party")].iloc[0]
    assert office["Starts in"] == office["Ends in"] == "not given" and office["Land to clear"] == ""
    assert table.notes == ("13 projects, 2 without a year; 181.37 ha of land to clear.",)
    assert text.loc[text["Project"].str.contains("Kiền Bái"), "Sector"].item() == (
        "Industry, construction [assumption]")


def test_the_plan_shows_the_delay_of_a_scenario(ward):
    text = plan_table(ward.plan(), ward.declared.project_sectors, 1.5, VI).frame.map(str)
    assert text.loc[text["Phụ lục"] == "02, 03", VI.say("With the delay")].tolist() == ["2028"] * 7


def test_without_a_figure_one_sentence_says_that_nothing_is_added():
    said = repr(th.Edition.open(th.INSTALLED, year=2026, lang="en", scenario="delayed",
                                draws=20).project_effect())
    assert "No figure is given" in said and "as a share of the GRDP of 2025: Services”" in said
    assert "value_share_per_hectare" not in said


def test_milestones_stand_in_the_order_in_which_they_are_due(ward):
    text = th.Edition(ward, 2026, "en", draws=20).milestones().frame.map(str)
    years = text["Due by"].str[:4].astype(int).tolist()
    assert years == sorted(years) and years[0] == 2026 and len(text) == 8
    assert set(text["State"]) == {"no data yet"}


def test_what_is_added_is_shown_by_sector_and_as_a_share():
    without = {sector: np.full(5, 30.0) for sector in SECTORS}
    given = without | {"services": without["services"] + np.array([0, 1.8, 3.6, 5.4, 9.0])}
    table = effect_table(given, without, "billion_vnd", 4, EN).frame.set_index("Sector")
    assert table.loc["Services"].tolist() == ["0.0", "1.8", "3.6", "5.4", "9.0"]
    assert table.iloc[-1].tolist() == ["0.0%", "2.0%", "4.0%", "6.0%", "10.0%"]


def test_the_table_of_correlations_holds_the_products_of_the_loadings(ward):
    table = correlation_table(ward.declared.correlations, EN).frame
    births = table[table["Shock"].map(lambda cell: cell.text) == "Births of enterprises"].iloc[0]
    assert births["Births of enterprises"] == "1" and births["Exits of enterprises"] == "-0.15"
    assert births["with growth (range)"].text == "0.50" and births["Shock"].badge == "assumption"
    assert "0.69" in births["Shock"].reason


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_fan_of_poverty_marks_the_year_in_which_the_standard_changes(ward, lang):
    chart = th.Edition(ward, 2026, lang, draws=50).fan("poverty_rate")
    assert any("2027" in note and "2022–2025" in note for note in chart.notes)
    table = ward.project(draws=50).table().query("indicator == 'poverty_rate'")
    plain = fan_chart(table, lang=lang, title="T")
    marked = fan_chart(table, lang=lang, title="T", breaks=(2027,))
    assert marked.svg.count("<path") > plain.svg.count("<path")


def test_the_fan_of_a_total_of_the_period_is_summed_up():
    edition = th.Edition.open(th.INSTALLED, year=2026, lang="en", draws=50)
    chart = edition.fan("household_business_conversions")
    central = chart.table.frame.map(str).set_index(chart.table.frame.columns[0])["Central path"]
    assert central.tolist()[-5:] == ["45", "90", "135", "180", "225"]
    assert any("Summed up since 2026" in note for note in chart.notes)


def test_the_chance_of_a_rate_below_the_target_falls_with_more_poor_households(ward):
    frame = th.Edition(ward, 2026, "en", draws=50).below_the_target_rate().frame
    assert frame.columns[1:].tolist() == [f"{poor} poor households in 2025" for poor in (0, 54, 93)]
    assert frame.iloc[0, 3] != frame.iloc[-1, 3] == "over 99%"


def test_an_index_never_takes_its_figures_for_reported_ones(ward):
    edition = th.Edition(ward, 2026, "en", draws=50)
    shown = edition._figures("grdp", "total")
    assert shown["status"].tolist() == ["assumption"] and shown["value"].tolist() == [100]
    assert replace(edition, lang="vi").correlations().caption.startswith("Tương quan")

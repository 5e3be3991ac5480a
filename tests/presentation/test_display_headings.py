"""Every table that the editions show has a heading over every column."""

from pathlib import Path

import pytest

import thienhuong_analysis as th

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def edition():
    return th.Edition.open(str(ROOT), year=2026, lang="en", scenario="target", draws=50)


@pytest.mark.parametrize("name", ["whole_period", "calibration", "share_sensitivity", "births_needed",
                                  "no_poor_households", "chances", "levers", "scenarios"])
def test_the_first_column_is_named_and_shown(edition, name):
    table = getattr(edition, name)()
    first = table.frame.columns[0]
    assert first and all(map(str, table.frame[first]))
    assert f'<th scope="col" class="num">{first}' in table._repr_html_() or (
        f'<th scope="col">{first}' in table._repr_html_())


def test_the_assumptions_shown_are_those_the_scenario_used(edition):
    table = edition.assumptions("grdp", "enterprises_per_1000", "poverty_rate").frame.map(str)
    used = dict(zip(table["Assumption"], table["Value"], strict=True))
    assert used["Growth: Services"] == "15.8%"
    births = edition.projection.find("enterprise_births").point[0]
    assert used["Newly registered enterprises a year"] == f"{births:.2f}".rstrip("0")
    assert any("100%" in value for name, value in used.items() if "450" in name)

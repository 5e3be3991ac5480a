"""The four scenarios that come with the software."""

import csv

import numpy as np
import pytest

from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.scenarios import levers_of, read_scenarios, resolve

# Hải Phòng, old boundary, constant 2010 prices, percent: 2020, 2022, 2023
CITY = {"agriculture_fishery": (2.35, 1.21, 1.11), "industry_construction": (16.59, 15.56, 11.54),
        "services": (5.64, 9.06, 10.02)}
PROGRAMME = {"agriculture_fishery": 0.022, "industry_construction": 0.165, "services": 0.158}


@pytest.fixture(scope="module")
def shipped():
    with (INSTALLED / "data/raw/programme/indicators.csv").open(encoding="utf-8") as opened:
        kinds = {row["indicator_id"]: row["kind"] for row in csv.DictReader(opened)}
    return read_scenarios(Folder(INSTALLED), levers_of(kinds))


def test_the_four_of_the_design_load(shipped):
    assert set(shipped) == {"trend", "target", "delayed", "accelerated"}


def test_each_is_named_and_described_in_both_languages(shipped):
    for scenario in shipped.values():
        for text in (scenario.name, scenario.description):
            assert text.vi and text.en and text.vi != text.en


def test_trend_rests_on_nothing_and_the_others_on_trend(shipped):
    assert {name: scenario.extends for name, scenario in shipped.items()} == {
        "trend": None, "target": "trend", "delayed": "trend", "accelerated": "trend"}


@pytest.mark.parametrize("sector", CITY)
def test_trend_growth_is_the_citys_mean_of_2020_2022_and_2023(shipped, sector):
    growth = resolve("trend", shipped)[f"growth.{sector}"].by_year
    np.testing.assert_allclose(growth, sum(CITY[sector]) / 300, rtol=0, atol=5e-5)


@pytest.mark.parametrize("sector", PROGRAMME)
def test_target_growth_is_the_programmes(shipped, sector):
    assert (resolve("target", shipped)[f"growth.{sector}"].by_year == PROGRAMME[sector]).all()


def test_target_solves_for_births_and_exits_and_converts_all_450(shipped):
    settings = resolve("target", shipped)
    assert settings["births"].required and settings["poverty_exit"].required
    assert settings["conversions"].value == 450 and settings["conversion_uptake"].value == 1


def test_delayed_never_grows_faster_than_trend_and_ends_on_it(shipped):
    delayed, trend = resolve("delayed", shipped), resolve("trend", shipped)
    for sector in CITY:
        slow, usual = delayed[f"growth.{sector}"].by_year, trend[f"growth.{sector}"].by_year
        assert (slow <= usual).all() and slow[-1] == usual[-1]
    assert delayed["conversions"].by_year.sum() == 450


@pytest.mark.parametrize("sector", CITY)
def test_accelerated_rises_from_trend_to_the_citys_best_year(shipped, sector):
    path = resolve("accelerated", shipped)[f"growth.{sector}"].by_year
    assert path[0] == pytest.approx(resolve("trend", shipped)[f"growth.{sector}"].by_year[0])
    assert path[-1] == pytest.approx(max(CITY[sector]) / 100)

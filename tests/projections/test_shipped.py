"""The shipped scenarios on the shipped figures, and a null scenario beside them."""

import numpy as np
import pytest

from thienhuong_analysis.projections import SECTORS, contributions, lmdi
from thienhuong_analysis.ward import Ward

NULL = """\
id: nothing
name: {vi: Không đổi, en: Nothing}
description: {vi: Không đổi gì, en: Changes nothing}
extends: trend
"""
RATES = (0.022, 0.165, 0.158)


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    root = tmp_path_factory.mktemp("ward")
    (root / "scenarios").mkdir()
    (root / "scenarios" / "nothing.yaml").write_text(NULL, encoding="utf-8")
    return Ward.open(root)


@pytest.fixture(scope="module")
def target(ward):
    return ward.project("target", draws=40)


def levels(projection):
    series = [projection.find("grdp", sector) for sector in SECTORS]
    return np.column_stack([np.append(s.base, s.point) for s in series])


def test_in_target_each_sector_grows_at_exactly_the_programmes_rate(target):
    path = levels(target)
    np.testing.assert_allclose(path[1:] / path[:-1] - 1, np.broadcast_to(RATES, (5, 3)), rtol=1e-12)


def test_in_target_the_total_is_the_sum_and_contributions_add_up(target):
    path, total = levels(target), target.find("grdp")
    whole = np.append(total.base, total.point)
    np.testing.assert_allclose(path.sum(axis=1), whole, rtol=1e-12)
    np.testing.assert_allclose(contributions(path).sum(axis=1), whole[1:] / whole[:-1] - 1,
                               rtol=1e-12)
    assert lmdi(path[0], path[-1]).sum() == pytest.approx(np.log(whole[-1] / whole[0]), rel=1e-12)


def test_in_target_the_base_is_100_split_by_shares_that_add_up(target):
    assert levels(target)[0].sum() == pytest.approx(100, abs=1e-9)


def test_in_target_enterprises_are_250_and_450_conversions_and_births_less_exits(target):
    flow = {name: target.find(name).point.sum() for name in
            ("enterprise_births", "household_business_conversions", "enterprise_exits")}
    assert flow["household_business_conversions"] == pytest.approx(450, rel=1e-12)
    stock = 250 + flow["enterprise_births"] + 450 - flow["enterprise_exits"]
    assert target.find("enterprises").point[-1] == pytest.approx(stock, rel=1e-12)
    assert stock == pytest.approx(20 * target.find("population").point[-1] / 1000, rel=1e-12)


def test_in_target_the_poverty_rate_is_below_half_a_percent(target):
    assert target.find("poverty_rate").point[-1] < 0.005


def test_the_null_scenario_differs_from_trend_by_exactly_nothing(ward):
    trend, nothing = (ward.project(name, draws=40).table(samples=True)
                      for name in ("trend", "nothing"))
    assert ((trend["value"] - nothing["value"]) == 0).all()
    assert trend.drop(columns="scenario").equals(nothing.drop(columns="scenario"))


@pytest.mark.parametrize(("worse", "better"), [("delayed", "trend"), ("trend", "accelerated")])
def test_with_the_same_random_numbers_every_draw_is_ordered_as_the_scenarios(ward, worse, better):
    less, more = (ward.project(name, draws=40).draws("grdp") for name in (worse, better))
    assert (less[:, -1] < more[:, -1]).all()


def test_no_scenario_makes_a_number_that_is_not_one(ward):
    for name in ward.scenarios:
        for series in ward.project(name, draws=40).series.values():
            assert np.isfinite(series.draws).all() and (series.draws >= 0).all()

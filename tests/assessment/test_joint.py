"""The chance that several targets are met together, against counting draw by draw."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from thienhuong_analysis.assessment.probability import joint, met

outcomes = st.tuples(st.integers(1, 6), st.integers(1, 40)).flatmap(
    lambda shape: hnp.arrays(bool, shape)).map(
        lambda table: {f"t{i}": row for i, row in enumerate(table)})


def together(rows):
    """The share of draws in which all of some targets are met, draw by draw; none of them is met always."""
    draws = list(zip(*rows, strict=True))
    return sum(all(draw) for draw in draws) / len(draws) if rows else 1.0


@given(outcomes)
def test_the_joint_chance_is_the_share_of_draws_in_which_every_target_is_met(found):
    assert joint(found).probability == pytest.approx(together(list(found.values())), abs=1e-12)


@given(outcomes)
def test_the_joint_chance_lies_within_what_the_single_chances_allow(found):
    answer = joint(found)
    assert answer.lower - 1e-9 <= answer.probability <= answer.upper + 1e-9
    assert answer.lower - 1e-9 <= answer.independent <= answer.upper + 1e-9


@given(outcomes)
def test_the_bounds_and_the_product_come_from_the_single_chances(found):
    single = {name: sum(row.tolist()) / len(row) for name, row in found.items()}
    answer = joint(found)
    assert answer.marginal == pytest.approx(single)
    assert answer.upper == pytest.approx(min(single.values()))
    assert answer.lower == pytest.approx(max(0.0, sum(single.values()) - len(single) + 1))
    assert answer.independent == pytest.approx(math.prod(single.values()))


@given(outcomes)
def test_the_chance_without_a_target_is_that_of_all_the_others(found):
    answer = joint(found)
    for name in found:
        others = [row for other, row in found.items() if other != name]
        expected = together(others) if others else 1.0
        assert answer.without[name] == pytest.approx(expected, abs=1e-12)
        assert answer.without[name] >= answer.probability


@given(outcomes)
def test_the_bottleneck_is_the_target_whose_removal_raises_the_chance_most(found):
    answer = joint(found)
    gains = {name: together([row for other, row in found.items() if other != name])
             - together(list(found.values())) for name in found}
    if max(gains.values()) <= 0:
        assert answer.bottleneck == ""
    else:
        assert gains[answer.bottleneck] == pytest.approx(max(gains.values()))


@given(outcomes, st.randoms(use_true_random=False))
def test_neither_the_order_of_targets_nor_that_of_draws_matters(found, shuffle):
    names, draws = list(found), list(range(len(next(iter(found.values())))))
    shuffle.shuffle(names)
    shuffle.shuffle(draws)
    answer, other = joint(found), joint({name: found[name][draws] for name in names})
    assert other.probability == pytest.approx(answer.probability) and other.without == pytest.approx(
        answer.without)


@given(outcomes)
def test_a_further_target_never_raises_the_chance(found):
    last = next(reversed(found))
    fewer = {name: row for name, row in found.items() if name != last}
    if fewer:
        assert joint(found).probability <= joint(fewer).probability


@given(outcomes)
def test_the_error_is_that_of_a_share_of_the_draws(found):
    answer, draws = joint(found), len(next(iter(found.values())))
    assert answer.standard_error == pytest.approx(
        math.sqrt(answer.probability * (1 - answer.probability) / draws))


def test_one_target_together_with_none_has_its_own_chance():
    answer = joint({"a": np.array([True, True, False, True])})
    assert answer.probability == answer.independent == answer.lower == answer.upper == 0.75
    assert answer.without == {"a": 1.0} and answer.bottleneck == "a"


def test_what_always_holds_is_no_bottleneck():
    answer = joint({"sure": np.ones(4, bool), "also": np.ones(4, bool)})
    assert answer.probability == 1 and answer.bottleneck == "" and answer.standard_error == 0


def test_where_two_targets_never_hold_no_single_one_is_the_bottleneck():
    answer = joint({"never": np.zeros(4, bool), "nor": np.zeros(4, bool), "sure": np.ones(4, bool)})
    assert answer.probability == 0 and answer.bottleneck == ""


def test_the_target_with_the_lowest_chance_need_not_be_the_bottleneck():
    # a fails where b fails and once more; c fails elsewhere, by itself. Without a b still stops two draws,
    # so that only one is gained; without c three are
    found = joint({"a": np.array([0, 0, 0, 1, 1, 1, 1, 1], bool),
                   "b": np.array([0, 0, 1, 1, 1, 1, 1, 1], bool),
                   "c": np.array([1, 1, 1, 0, 0, 0, 1, 1], bool)})
    assert found.probability == 2 / 8 and found.without == {"a": 3 / 8, "b": 2 / 8, "c": 5 / 8}
    assert found.bottleneck == "c" and found.marginal["a"] == found.marginal["c"]


# targets that move together, from draws


@pytest.fixture
def chances(target, series):
    """The joint chance of two values above 0, from two sets of draws of 2030."""

    def make(one, other):
        goal = target(0.0, "gt")
        path = np.zeros((len(one), 4))
        return joint({name: met(goal, series(np.column_stack([path, draws]))) for name, draws in (
            ("one", one), ("other", other))})

    return make


def test_targets_that_move_together_are_met_together_more_often_than_independent_ones(chances):
    normals = np.random.default_rng(1).normal(size=(20_000, 2))
    apart = chances(normals[:, 0], normals[:, 1])
    rho = 0.6
    linked = chances(normals[:, 0], rho * normals[:, 0] + np.sqrt(1 - rho**2) * normals[:, 1])
    # Sheppard: both of two standard normals with correlation ρ are positive with 1/4 + arcsin(ρ)/2π
    assert apart.probability == pytest.approx(0.25, abs=4 * apart.standard_error)
    assert linked.probability == pytest.approx(0.25 + math.asin(rho) / (2 * math.pi),
                                               abs=4 * linked.standard_error)
    assert apart.independent == pytest.approx(linked.independent, abs=0.01)


def test_the_same_target_twice_reaches_the_upper_bound_and_opposites_the_lower_one(chances):
    normals = np.random.default_rng(2).normal(0.3, 1, 5000)
    same, opposite = chances(normals, normals), chances(normals, -normals)
    assert same.probability == same.upper
    assert opposite.probability == opposite.lower == 0
    above = chances(normals, 1 - normals)  # one fails above 1, the other below 0, never both
    assert above.probability == pytest.approx(above.lower, abs=1e-12) and above.lower > 0


def test_the_table_of_a_joint_chance_is_one_row_of_all_but_the_single_ones():
    answer = joint({"a": np.array([1, 1, 0, 0], bool), "b": np.array([1, 0, 1, 0], bool)})
    row = answer.table().iloc[0].to_dict()
    assert row.pop("standard_error") == pytest.approx(math.sqrt(0.25 * 0.75 / 4))
    assert row == {"targets": "a;b", "probability": 0.25, "independent": 0.25, "lower": 0.0, "upper": 0.5,
                   "bottleneck": "a", "assumed": False}


# a whole ward


def test_growth_of_the_total_and_of_industry_are_met_together_more_often_than_by_accident(
        installed):
    names = ["grdp_total", "grdp_industry_construction"]
    progress = installed.progress(2026, "accelerated", draws=2000)
    answer = progress.joint(names)
    assert answer.probability > answer.independent + 3 * answer.standard_error
    projection = progress.projection
    paths = [projection.find("grdp", part) for part in ("total", "industry_construction")]
    both = [all((draw[-1] / path.base) ** 0.2 - 1 >= rate for draw, path, rate in zip(
        draws, paths, (0.14, 0.165), strict=True)) for draws in zip(*(p.draws for p in paths), strict=True)]
    assert answer.probability == pytest.approx(np.mean(both), abs=1e-9)

"""Check 5: a rate below 0.5 % beside the promise to keep having no poor household."""

from dataclasses import replace

import pytest


def most_by_counting(rate, households):
    """The most poor households below a rate, counted up one by one."""
    poor = 0
    while (poor + 1) / households < rate:
        poor += 1
    return poor


@pytest.mark.parametrize("households", [100, 199, 200, 201, 1_000, 12_900])
def test_the_rate_allows_as_many_poor_households_as_counting_finds(answered, knowing, households):
    given = knowing({("households", "total"): households}, "households")
    assert answered(5, given=given).parts[0].residual == most_by_counting(0.005, households)


def test_without_counted_households_their_number_is_assumed_and_said_to_be(answered):
    check = answered(5)
    assert check.parts[0].residual == most_by_counting(0.005, 45_140 / 3.5)
    assert "assumption" in str(check.parts[0].finding)
    assert any(figure.status == "assumption" and "household" in str(figure.name) for figure in check.figures)


def test_counted_households_are_no_assumption(answered, knowing):
    check = answered(5, given=knowing({("households", "total"): 12_900}, "households"))
    assert "assumption" not in str(check.parts[0].finding)


def test_two_limits_on_one_number_are_a_conflict(answered):
    assert answered(5).parts[0].verdict == "conflict"


def test_where_the_rate_allows_none_both_targets_say_the_same(answered, knowing):
    given = knowing({("households", "total"): 150}, "households")
    assert answered(5, given=given).parts[0].verdict == "consistent"


@pytest.mark.parametrize(("poor", "verdict"), [(0, "consistent"), (1, "conflict"), (54, "conflict")])
def test_what_is_to_be_kept_is_compared_with_what_was_counted(answered, knowing, poor, verdict):
    part = answered(5, given=knowing({("poor_households", "total"): poor}, "households")).parts[1]
    assert (part.verdict, part.residual) == (verdict, poor)


def test_as_long_as_nobody_has_counted_it_cannot_be_told_whether_there_is_what_is_kept(answered):
    check = answered(5)
    assert check.parts[1].verdict == "cannot_tell"
    assert {figure.status for figure in check.figures if "poor households in" in str(figure.name)} == {
        "implied", "assumption"}


def test_without_households_and_their_size_the_first_part_says_what_it_lacks(answered, evidence):
    given = replace(evidence, assumptions=evidence.assumptions.drop("household_size"))
    first, second = answered(5, given=given).parts
    assert (first.verdict, second.verdict) == ("cannot_tell", "cannot_tell")
    assert "household_size" in str(first.finding)

"""Checks 9 and 10: capital for public investment, and the land to be cleared."""

from decimal import Decimal

import pytest

AREAS = ["1.0", "2.0", "30", "46.07", "49.6", "11.9", "40.8"]
"""Appendix 03, read by hand."""


def test_95_percent_of_150_billion_are_142_5(answered):
    check = answered(9)
    part = check.parts[0]
    assert part.residual == pytest.approx(150 - 142.5)
    assert "142.5" in str(part.finding)
    assert {float(figure.value) for figure in check.figures} == {150, 0.95, 142.5, 30}


@pytest.mark.parametrize("shares", [[1, 1, 1, 1, 1], [0, 0, 0, 0, 1], [3, 1, 4, 1, 5]])
def test_95_percent_of_every_year_are_at_least_that_of_the_whole_however_the_years_share_it(shares):
    capital = [150 * share / sum(shares) for share in shares]
    assert sum(0.95 * year for year in capital) == pytest.approx(142.5)


def test_the_capital_depends_on_what_the_programme_says_it_depends_on(answered, with_rows):
    part = answered(9).parts[0]
    assert part.verdict == "consistent_if"
    assert "nếu thành phố có phân cấp" in str(part.condition)
    given = with_rows("targets", lambda table: table.assign(condition=""))
    assert answered(9, given=given).verdict == "consistent"


def test_the_tolerance_of_what_is_left_over_is_the_furthest_that_rounding_moves_it(answered):
    part = answered(9).parts[0]
    ends = [(150 + side * 0.5) * (0.05 + side * 0.005) for side in (-1, 1)]
    assert part.tolerance == pytest.approx(max(abs(end - part.residual) for end in ends), rel=0.01)


def test_the_seven_areas_sum_to_181_37_hectares(answered):
    check = answered(10)
    areas = [figure.value for figure in check.figures if figure.value.unit == "hectares"]
    assert sum(map(Decimal, AREAS)) == Decimal("181.37")
    assert sorted(map(float, areas)) == sorted(map(float, AREAS))
    assert "7 areas make 181.37" in str(check.parts[0].finding)
    assert check.parts[0].residual == pytest.approx(181.37 - 2_110)
    assert check.parts[0].verdict == "consistent"
    assert "8.6%" in str(check.parts[0].finding)


def test_the_sum_is_as_exact_as_the_digits_of_its_parts(answered):
    halves = [Decimal(5).scaleb(Decimal(area).as_tuple().exponent - 1) for area in AREAS]
    assert answered(10).parts[0].tolerance == pytest.approx(float(sum(halves)))


def test_more_land_than_the_ward_has_is_a_conflict(answered, with_rows):
    given = with_rows("projects", lambda table: table.assign(area_ha=20 * table["area_ha"]))
    part = answered(10, given=given).parts[0]
    assert part.verdict == "conflict"
    assert part.residual == pytest.approx(20 * 181.37 - 2_110)


def test_six_projects_are_undecided_and_one_has_no_investor(answered):
    part = answered(10).parts[1]
    assert (part.verdict, part.residual) == ("consistent_if", 6)
    assert "6 of 7 projects" in str(part.finding)
    assert "1 without an investor" in str(part.finding)
    assert "2026" in str(part.finding)


def test_a_request_for_funds_is_no_proposal_still_to_be_decided_on(answered, with_rows):
    def asking(table):
        return table.assign(state=table["state"].where(
            table["citation"] != "PL02.3", "báo cáo đề xuất UBND thành phố bố trí vốn"))

    assert answered(10, given=with_rows("projects", asking)).parts[1].residual == 6


def test_projects_that_are_decided_on_raise_no_question(answered, with_rows):
    given = with_rows("projects", lambda table: table.assign(state="Đang triển khai"))
    assert answered(10, given=given).parts[1].verdict == "consistent"


def test_two_projects_have_no_clearance_and_no_clearance_is_without_a_project(answered):
    part = answered(10).parts[2]
    assert part.residual == 2
    assert "2 projects of Appendix 02 have no row in Appendix 03, 0 the other way round" in str(part.finding)
    assert "PL02.1, PL02.2" in str(part.condition)


def test_a_clearance_without_a_project_is_found_too(answered, with_rows):
    given = with_rows("projects", lambda table: table[table["citation"] != "PL02.4"])
    part = answered(10, given=given).parts[2]
    assert part.residual == 3
    assert "PL03.2" in str(part.condition)


def test_appendices_that_name_the_same_projects_are_consistent(answered, with_rows):
    given = with_rows("projects", lambda table: table[~table["citation"].isin(["PL02.1", "PL02.2"])])
    assert answered(10, given=given).parts[2].verdict == "consistent"

"""Checks 6, 7 and 8: one target in several wordings, years and steps."""

import pytest

from thienhuong_analysis.assessment.audit.reading import numeral, percentages, period, years


def words(table, place, old, new):
    """Change the words of one further place."""
    at = table["citation"] == place
    assert table.loc[at, "quote_vi"].str.contains(old, regex=False).any()
    table.loc[at, "quote_vi"] = table.loc[at, "quote_vi"].str.replace(old, new, regex=False)
    return table


@pytest.mark.parametrize(("text", "found"), [
    ("tăng 2,2%; đạt trên 95 %", (2.2, 95.0)), ("không còn hộ nghèo", ()), ("từ 100% trở lên", (100.0,)),
    ("1.000 dân", ())])
def test_percentages_are_read_as_printed(text, found):
    assert percentages(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("đến năm 2027", (2027,)), ("giai đoạn 2026 - 2030", ()), ("ngày 04/5/2025", ()), ("2.030 hộ", ()),
    ("2025-2027, kết thúc 2028", (2028,))])
def test_years_are_those_named_one_by_one(text, found):
    assert years(text) == found


def test_a_period_is_its_first_and_last_year():
    assert period("nhiệm kỳ 2025–2030") == (2025, 2030)
    assert period("đến năm 2030") is None


def test_numerals_count_as_the_romans_did():
    by_hand = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"]
    assert [numeral(number) for number in range(1, 15)] == by_hand


def test_the_schools_have_one_share_two_bases_and_two_standards(answered):
    share, base, standard = answered(6).parts
    assert [part.verdict for part in (share, base, standard)] == ["consistent", "consistent_if",
                                                                  "consistent_if"]
    assert "B.III.2.2, PL08.1 speak of public schools, B.III.1 of schools" in str(base.finding)
    assert "B.III.1, PL08.1 name the standard of facilities, B.III.2.2 the national" in str(standard.finding)


def test_another_share_of_schools_is_a_conflict_that_following_the_others_ends(answered):
    part = answered(6, {"schools_level_2_share": 60}).parts[0]
    assert part.verdict == "conflict"
    assert part.residual == pytest.approx(0.1)
    assert part.changes == {"schools_level_2_share": 70}


def test_one_base_in_every_place_is_consistent(answered, with_rows):
    given = with_rows("targets", lambda table: table.assign(quote_vi=table["quote_vi"].str.replace(
        "70% trường học", "70% trường công lập")))
    assert answered(6, given=given).parts[1].verdict == "consistent"


def test_one_standard_in_every_place_is_consistent(answered, with_rows):
    given = with_rows("citations", lambda table: words(table, "B.III.2.2", "chuẩn quốc gia mức",
                                                       "chuẩn CSVC mức"))
    assert answered(6, given=given).parts[2].verdict == "consistent"


def test_friendly_government_is_wanted_by_2030_and_by_2027(answered):
    part = answered(7).parts[0]
    assert (part.verdict, part.residual, part.unit) == ("conflict", 3, "years")
    assert "2030" in str(part.finding)
    assert "2027" in str(part.finding)
    assert answered(7, {"friendly_government.by_year": 2027}).parts[0].verdict == "consistent"


def test_the_digital_plan_is_for_three_years_longer_than_its_task(answered):
    part = answered(7).parts[1]
    assert (part.verdict, part.residual) == ("consistent_if", 2030 - 2027)
    assert answered(7, {"digital_transformation_plan.by_year": 2029}).parts[1].residual == 1
    assert answered(7, {"digital_transformation_plan.by_year": 2030}).parts[1].verdict == "consistent"


def test_one_hundred_percent_or_more_of_waste_is_one_hundred(answered):
    part = answered(7).parts[2]
    assert (part.verdict, part.residual) == ("consistent", 0)
    assert "more than that there cannot be" in str(part.finding)


@pytest.mark.parametrize("share", [80, 120])
def test_another_share_of_waste_is_a_conflict(answered, share):
    part = answered(7, {"solid_waste_collection_rate": share}).parts[2]
    assert (part.verdict, part.changes) == ("conflict", {"solid_waste_collection_rate": 100})


def test_a_further_place_that_asks_for_more_than_everything_settles_nothing(answered, with_rows):
    given = with_rows("citations", lambda table: words(table, "PL05.2", "100%", "120%"))
    part = answered(7, given=given).parts[2]
    assert (part.verdict, part.changes) == ("conflict", {})


def test_social_insurance_has_its_year_in_the_appendix_only(answered):
    part = answered(8).parts[0]
    assert part.verdict == "consistent_if"
    assert "B.III.1 gives social_insurance_share no year, PL09.2 says 2030" in str(part.finding)
    assert answered(8, dict(part.changes)).parts[0].verdict == "consistent"


def test_a_year_in_no_place_at_all_cannot_be_told(answered, with_rows):
    given = with_rows("citations", lambda table: words(table, "PL09.2", "vào 2030", ""))
    part = answered(8, given=given).parts[0]
    assert part.verdict == "cannot_tell"
    assert "2030 is taken" in str(part.finding)


def test_online_files_of_every_year_and_of_2030_are_a_path(answered):
    check = answered(8)
    path = [float(figure.value) for figure in check.figures if figure.status == "computed"]
    assert check.parts[1].verdict == "consistent"
    assert path == pytest.approx([0.85, 0.875, 0.90, 0.925, 0.95])


def test_a_last_year_below_every_year_asks_for_nothing(answered):
    part = answered(8, {"online_files_2030": 80}).parts[1]
    assert (part.verdict, part.changes) == ("conflict", {"online_files_2030": 85})
    assert answered(8, {"online_files_2030": 85}).parts[1].verdict == "consistent"


def test_a_last_year_that_is_lower_by_rounding_only_is_no_conflict(answered):
    part = answered(8, {"online_files_2030": 84.5}).parts[1]
    assert part.residual == pytest.approx(-0.005)
    assert part.verdict == "consistent"

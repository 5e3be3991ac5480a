"""Numbers are read as Vietnamese offices write them, or not at all."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations import Figure, parse_milestone, parse_number
from thienhuong_analysis.observations.values.numerals import Percent, is_missing, notations, shown


def exactly(number: float) -> Decimal:
    """Return a number as it is printed."""
    return Decimal(repr(number))


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.234,5", "vi", 1234.5),
        ("1 234,5", "vi", 1234.5),
        ("1\u00a0234,5", "vi", 1234.5),
        ("1\u202f234\u2009567", "vi", 1234567),
        ("1.234.567", "vi", 1234567),
        ("1.234", "vi", 1234),
        ("0,5", "vi", 0.5),
        ("007", "vi", 7),
        ("1234567", "vi", 1234567),
        ("1,234.5", "en", 1234.5),
        ("1,234", "en", 1234),
        ("1.234", "en", 1.234),
        ("1 234.5", "en", 1234.5),
        ("–5", "vi", -5),
        ("−5", "vi", -5),
        ("-5", "vi", -5),
        ("- 5", "vi", -5),
        ("+5", "vi", 5),
        ("(12,3)", "vi", -12.3),
        ("0", "vi", 0),
        ("1.234,5", "auto", 1234.5),
        ("1,234.5", "auto", 1234.5),
        ("12,5", "auto", 12.5),
        ("12.5", "auto", 12.5),
        ("1.234.567", "auto", 1234567),
        ("0.123", "auto", 0.123),
        ("1 234", "auto", 1234),
        ("1234,567", "auto", 1234.567),
    ],
)
def test_a_number_is_read_in_its_notation(text: str, decimal: str, number: float) -> None:
    assert parse_number(text, decimal) == Figure(exactly(number))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("14%", Figure(14, "%")),
        ("14 %", Figure(14, "%")),
        ("14%/năm", Figure(14, "%/năm")),
        ("≥ 98%", Figure(98, "%", "≥")),
        (">=98%", Figure(98, "%", ">=")),
        ("<0,5%", Figure(Decimal("0.5"), "%", "<")),
        ("150 tỷ đồng", Figure(150, "tỷ đồng")),
        ("150 đồng", Figure(150, "đồng")),
        ("46,07ha", Figure(Decimal("46.07"), "ha")),
        ("5‰", Figure(5, "‰")),
        ("(2,5) %", Figure(Decimal("-2.5"), "%")),
        ("(2,5%)", Figure(Decimal("-2.5"), "%")),
        ("20 doanh nghiệp/1.000 dân", Figure(20, "doanh nghiệp/1.000 dân")),
        ("trên 95%", Figure(95, "%", ">")),
        ("đạt trên 95%", Figure(95, "%", ">")),
        ("Dưới 0,5%", Figure(Decimal("0.5"), "%", "<")),
        ("từ 85% trở lên", Figure(85, "%", "≥")),
        ("14%/năm trở lên", Figure(14, "%/năm", "≥")),
        ("không quá 3 hộ", Figure(3, "hộ", "≤")),
        ("30 hộ trở xuống", Figure(30, "hộ", "≤")),
        ("khoảng 45.000 người", Figure(45000, "người", "~")),
        ("đạt 98%", Figure(98, "%")),
        ("12,5*", Figure(Decimal("12.5"), mark="*")),
        ("12,5 (*)", Figure(Decimal("12.5"), mark="(*)")),
        ("1.234(1)", Figure(1234, mark="(1)")),
        ("(12,3)(1)", Figure(Decimal("-12.3"), mark="(1)")),
        ("45,2¹", Figure(Decimal("45.2"), mark="¹")),
        ("150 tỷ đồng (2)", Figure(150, "tỷ đồng", mark="(2)")),
        ("46,07 m²", Figure(Decimal("46.07"), "m²")),
        ("2²", Figure(2, mark="²")),
    ],
)
def test_the_text_around_a_number_is_kept(text: str, figure: Figure) -> None:
    assert parse_number(text, "vi") == figure


@pytest.mark.parametrize(
    "text", ["", "  ", "...", "..", "…", "-", "–", "—", "x", "X", "n/a", "Chưa có số liệu"]
)
def test_a_mark_for_no_figure_is_a_missing_value_and_no_error(text: str) -> None:
    assert is_missing(text)
    assert parse_number(text) is None and parse_milestone(text) is None


def test_a_text_tells_its_notation_only_where_the_other_cannot_read_it() -> None:
    said = {text: notations(text) for text in ("1.234,5 tỷ", "1,234.5", "1.234", "14,5%", "14%", "nhiều")}
    assert said == {"1.234,5 tỷ": {"vi"}, "1,234.5": {"en"}, "1.234": set(), "14,5%": {"vi"},
                    "14%": set(), "nhiều": set()}


def test_what_can_be_read_two_ways_is_refused_with_both_readings() -> None:
    with pytest.raises(
        ObservationError, match=r'"1.234" is 1234 in Vietnamese notation, 1.234 in English'
    ):
        parse_number("1.234", "auto")
    with pytest.raises(ObservationError, match=r"12.345 in Vietnamese notation, 12345 in English"):
        parse_number("12,345 người", "auto")


def test_a_number_that_is_none_is_told_what_to_write() -> None:
    with pytest.raises(ObservationError, match=r'^"1.2.3" is not a number; write 1.234,5 or leave'):
        parse_number("1.2.3")
    with pytest.raises(ObservationError, match=r"write 1,234.5 or leave"):
        parse_number("1.2.3", "en")


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e5",
        "1E+5",
        "1_000",
        "١٢",
        "1,2,3",
        "1..2",
        "1,",
        ",5",
        "12.34.567",
        "1 23",
        "1.23 4",
        "12345.678,9",
        "5-10%",
        "5–10",
        "--5",
        "(−5)",
        "=1+2",
        "5;6",
        "7 8",
        "nhiều",
        "9" * 400,
        "1" + ".000" * 6,
        "%",
        "2025-01-31",
        "<b>5</b>",
        "5½",
        "*",
        "trên",
        "trên nhiều",
    ],
)
def test_nothing_else_is_taken_for_a_number(text: str) -> None:
    for decimal in ("vi", "en", "auto"):
        with pytest.raises(ObservationError, match=r"write"):
            parse_number(text, decimal)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e18])
def test_a_cell_of_excel_that_holds_no_finite_number_is_refused(number: float) -> None:
    with pytest.raises(ObservationError, match=r"is not a number"):
        parse_number(number)


def test_minus_zero_is_zero() -> None:
    assert [str(parse_number(text).number) for text in ("-0", "(0)", "0")] == ["0.0", "0.0", "0.0"]


def test_a_number_of_excel_needs_no_notation() -> None:
    assert parse_number(1.234, "auto") == Figure(Decimal("1.234"))
    assert parse_number(Percent(0.14), "auto") == Figure(Decimal("0.14"), "fraction")


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["vi", "en"]), st.booleans())
def test_what_babel_writes_is_read_back(number: Decimal, locale: str, grouped: bool) -> None:
    text = format_decimal(number, "#,##0.000", locale=locale, group_separator=grouped)
    assert parse_number(text, locale) == Figure(number)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_two_decimals_after_groups_are_never_ambiguous(number: Decimal) -> None:
    text = format_decimal(number, "#,##0.00", locale="vi")
    assert parse_number(text, "auto") == Figure(number)


@given(st.text())
def test_any_text_is_a_figure_nothing_or_one_sentence(text: str) -> None:
    try:
        figure = parse_number(text)
    except ObservationError as error:
        assert str(error)
    else:
        assert figure is None or abs(figure.number) < 1e18


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("đạt", 1),
        ("Đã đạt", 1),
        ("HOÀN THÀNH", 1),
        ("đã hoàn thành", 1),
        ("done", 1),
        ("yes", 1),
        ("1", 1),
        (1.0, 1),
        ("chưa", 0),
        ("Chưa đạt", 0),
        ("chưa hoàn thành", 0),
        ("not yet", 0),
        ("no", 0),
        (0.0, 0),
    ],
)
def test_a_milestone_is_done_or_not_yet(text: str | float, done: float) -> None:
    assert parse_milestone(text) == Figure(done)


def test_a_milestone_that_says_neither_is_refused() -> None:
    with pytest.raises(
        ObservationError, match=r'"gần xong" does not say whether it is done; write đạt or chưa'
    ):
        parse_milestone("gần xong")
    with pytest.raises(ObservationError, match=r'"0.5"'):
        parse_milestone(0.5)


def test_a_cell_is_shown_as_it_was_meant() -> None:
    assert [shown(cell) for cell in ("a", 2025.0, 0.1, Percent(0.14))] == [
        "a",
        "2025",
        "0.1",
        "14%",
    ]

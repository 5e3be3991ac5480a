"""What the checks rest on: words as they stand, digits as they are printed, figures with their source."""

import unicodedata

import pytest

from thienhuong_analysis.assessment.audit import VERDICTS, Said, audit, replaced
from thienhuong_analysis.assessment.audit.printed import half_unit, tolerance
from thienhuong_analysis.assessment.audit.said import listed


@pytest.mark.parametrize(("value", "quote", "half"), [
    (14, "tăng bình quân 14%/năm", 0.5), (2.2, "tăng 2,2%", 0.05), (46.07, "46,07ha 2026", 0.005),
    (1, "1,0ha 2026", 0.05), (30, "30ha 2026", 0.5), (1000, "1.000 dân", 0.5), (15.7, "tăng 14%", 0.05),
    (20, "", 0.5)])
def test_half_a_unit_of_the_last_digit_that_is_printed(value, quote, half):
    assert half_unit(value, quote) == pytest.approx(half)


def test_rounding_adds_up_with_the_slopes(evidence):
    total, services = evidence.target("grdp_total"), evidence.target("grdp_services")
    assert tolerance((1, total), (-2, services)) == pytest.approx(0.005 + 2 * 0.0005)


def test_there_are_twelve_checks_in_the_order_of_the_method(evidence):
    checks = audit(evidence)
    assert [check.number for check in checks] == list(range(1, 13))
    assert len({check.check_id for check in checks}) == 12


def test_every_part_has_a_finding_and_says_what_its_verdict_hangs_on(evidence):
    for check in audit(evidence):
        for part in check.parts:
            assert str(part.finding)
            assert part.verdict in VERDICTS
            assert (part.condition is not None) == (part.verdict in ("consistent_if", "cannot_tell"))
            assert part.change is not None or part.verdict in ("consistent", "cannot_tell")


def test_what_is_counted_has_a_tolerance(evidence):
    for check in audit(evidence):
        for part in check.parts:
            assert (part.residual == part.residual) == (part.tolerance == part.tolerance)


def test_a_conflict_is_more_than_rounding_explains(evidence):
    conflicts = [part for check in audit(evidence) for part in check.parts if part.verdict == "conflict"]
    assert conflicts
    assert all(abs(part.residual) > part.tolerance for part in conflicts)


def test_every_quote_stands_in_the_document_word_for_word(evidence):
    pages = [str(number) for number in range(1, 100)]
    lines = [line for line in evidence.programme.document.splitlines() if line.strip() not in pages]
    document = " ".join(unicodedata.normalize("NFC", " ".join(lines)).split())
    fragments = [sentence for check in audit(evidence) for quote in check.quotes
                 for sentence in (quote.text_vi[:25], quote.text_vi[-15:])]
    missing = [text for text in fragments if text.strip() not in document]
    assert len(fragments) > 100
    assert missing == []


def test_every_figure_says_what_it_is_worth_and_where_it_is_from(evidence):
    worth = {"programme", "actual", "preliminary", "estimate", "implied", "assumption", "computed"}
    for check in audit(evidence):
        for figure in check.figures:
            assert figure.status in worth
            assert figure.source or figure.status in ("computed", "assumption")


def test_a_quote_and_a_figure_are_listed_once(evidence):
    for check in audit(evidence):
        assert len(set(check.quotes)) == len(check.quotes)
        names = [(str(figure.name), figure.source) for figure in check.figures]
        assert len(set(names)) == len(names)


def test_values_and_years_are_replaced_and_nothing_else(evidence):
    before = evidence.programme
    after = replaced(before, {"grdp_total": 10, "friendly_government.by_year": 2027})
    assert after.target("grdp_total").value == 0.1
    assert after.target("friendly_government").by_year == 2027
    others = ~before.targets["target_id"].isin(["grdp_total", "friendly_government"])
    assert after.targets[others].equals(before.targets[others])
    assert before.target("grdp_total").value == 0.14


def test_sentences_in_a_row_keep_their_own_values():
    assert str(listed([Said("{n} of them", n=1), Said("{n} more", n=2)])) == "1 of them; 2 more"
    assert str(Said("{names} agree", names=("B.I", "B.III"))) == "B.I, B.III agree"


def test_a_check_is_judged_by_its_gravest_part(evidence):
    order = {"consistent": 0, "consistent_if": 1, "cannot_tell": 2, "conflict": 3}
    for check in audit(evidence):
        assert order[check.verdict] == max(order[part.verdict] for part in check.parts)
    found = {check.number: check.verdict for check in audit(evidence)}
    assert [number for number, verdict in found.items() if verdict == "conflict"] == [5, 7, 12]
    assert [number for number, verdict in found.items() if verdict == "cannot_tell"] == [3]


def test_other_places_are_shown_beside_the_ward_with_their_latest_figure(evidence):
    shown = {str(figure.name): float(figure.value)
             for check in audit(evidence)[:2] for figure in check.figures}
    assert shown["enterprises per 1,000 people in Hải Phòng, 2024"] == 10.5
    assert shown["enterprises per 1,000 people in Viet Nam, 2024"] == 9.3
    assert shown["enterprises per 1,000 people in the ward, 2025"] == round(1000 * 250 / 45_140, 2)
    assert shown["growth of the city's product, 2025"] == 0.1181
    assert shown["share of agriculture_fishery in the city's product, 2025"] == 0.0455


def test_another_place_without_a_figure_is_left_out(evidence):
    assert evidence.elsewhere("nam_trieu", "enterprises_per_1000", "{year}") == ()

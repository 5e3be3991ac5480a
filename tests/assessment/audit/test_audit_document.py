"""Check 12: the numbering of the document, and targets that are named again."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from thienhuong_analysis.assessment.audit.reading import sections

FOLDER = Path(__file__).parents[3] / "data" / "raw" / "programme"


def rows(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_document(evidence, text):
    return replace(evidence, programme=replace(evidence.programme, document=text))


def test_the_document_has_no_section_two(answered):
    part = answered(12).parts[0]
    assert (part.verdict, part.residual) == ("conflict", 1)
    assert str(part.finding) == "part B has the sections I, III, IV, V, without II"


def test_the_headings_are_quoted_as_they_stand(answered, evidence):
    flat = " ".join(evidence.programme.document.split())
    headings = [quote.text_vi for quote in answered(12).quotes if quote.subject == quote.citation]
    assert len(headings) == 4
    assert all(heading in flat for heading in headings)


@pytest.mark.parametrize(("numerals", "missing"), [
    (["I", "II", "III"], 0), (["I", "IV"], 2), (["II", "III"], 1), (["I", "II", "V", "VI"], 2)])
def test_numbers_left_out_are_counted(answered, evidence, numerals, missing):
    headings = "".join(f"{name}. MỤC\n\n1. Mục tiêu\n\n" for name in numerals)
    text = f"B. NỘI DUNG\n\n{headings}C. TỔ CHỨC\n"
    part = answered(12, given=with_document(evidence, text)).parts[0]
    assert part.residual == missing
    assert part.verdict == ("conflict" if missing else "consistent")


def test_headings_outside_part_b_do_not_count():
    text = "A. MỤC ĐÍCH\n\nII. A\n\nB. NỘI DUNG\n\nI. KINH TẾ\n\nC. TỔ CHỨC\n\nIII. C\n"
    assert sections(text) == {"I": "I. KINH TẾ"}


def test_without_the_text_the_numbering_cannot_be_told(answered, evidence):
    part = answered(12, given=with_document(evidence, "")).parts[0]
    assert part.verdict == "cannot_tell"
    assert "data/raw/programme/source" in str(part.finding)


def test_every_further_place_is_counted(answered):
    again = rows("citations")
    finding = str(answered(12).parts[1].finding)
    assert f"{len({row['target_id'] for row in again})} targets are named in {len(again)} further places" \
        in finding


def test_only_friendly_government_is_named_with_another_year(answered):
    part = answered(12).parts[1]
    assert (part.verdict, part.residual) == ("conflict", 1)
    assert str(part.finding).endswith("in 1 of them: friendly_government")
    assert answered(12, dict(part.changes)).parts[1].verdict == "consistent"


def test_another_share_is_found_and_its_target_can_follow_the_place(answered):
    part = answered(12, {"poverty_rate": 1, "friendly_government.by_year": 2027}).parts[1]
    assert (part.residual, part.changes) == (1, {"poverty_rate": 0.5})


def test_places_that_disagree_with_each_other_leave_no_change(answered, with_rows):
    def disagree(table):
        at = table["citation"] == "PL08.1"
        return table.assign(quote_vi=table["quote_vi"].where(~at, "≥ 80% trường công lập"))

    given = with_rows("citations", disagree)
    part = answered(12, given=given).parts[1]
    assert (part.verdict, part.changes) == ("conflict", {})


def test_words_without_the_share_are_those_that_print_no_percentage(answered):
    units = {row["target_id"]: row["unit"] for row in rows("targets")}
    silent = {row["target_id"] for row in rows("citations")
              if units[row["target_id"]].startswith("percent") and "%" not in row["quote_vi"]}
    part = answered(12).parts[2]
    assert silent == {"smart_classroom_schools_share", "health_insurance_share", "social_insurance_share"}
    assert all(name in str(part.finding) for name in silent)

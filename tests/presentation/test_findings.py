"""Findings and revisions as a reader of either language sees them."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations import Amount, Findings
from thienhuong_analysis.observations.vintages.revisions import REVISION_COLUMNS
from thienhuong_analysis.presentation import Edition, Wording
from thienhuong_analysis.presentation.records import findings_table, rejected_table, revisions_table

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
VI, EN = Wording("vi"), Wording("en")
NAMES = {"poverty_rate": "Tỷ lệ hộ nghèo", "population": "Dân số", "thienhuong": "Phường Thiên Hương",
         "office": "Cục Thống kê", "paper": "Một tờ báo"}
SHARE = "{indicator} is a share of a whole, but is {value}; check the figure and its unit"
EARLY = "called actual, but {period} was not over on {as_of}; call it preliminary or estimate"
MORE = "and {count} more findings of this kind in this file; mend those above first"


@pytest.fixture
def quality():
    findings = Findings()
    place = {"file": "a.xlsx", "cell": "a.xlsx!S!B7", "text": "140"}
    findings.add("status_date", "medium", EARLY, place, {"period": "2026-H1", "as_of": date(2026, 5, 9)})
    findings.add("range", "high", SHARE, place,
                 {"indicator": "poverty_rate", "value": Amount(1.4, "fraction")})
    findings.add("rejected", "error", '"{text}" is not a date; write it like 2026-01-31', place,
                 {"text": "x"})
    findings.add("file", "low", MORE, {"file": "b.csv"}, {"count": 1234})
    return findings.table()


def lines(table):
    return table.frame.drop(columns=[table.group] if table.group else []).map(str).to_numpy().tolist()


def test_findings_are_said_in_vietnamese_with_numbers_and_dates_of_the_locale(quality):
    assert lines(findings_table(quality, NAMES, VI)) == [
        ["sai", "a.xlsx!S!B7", "140", "“x” không phải là ngày; hãy ghi theo dạng 2026-01-31"],
        ["nghiêm trọng", "a.xlsx!S!B7", "140", "Tỷ lệ hộ nghèo là tỷ lệ, phải nằm trong khoảng 0–100%, "
         "nhưng ghi 140%; hãy kiểm tra số liệu và đơn vị tính"],
        ["vừa", "a.xlsx!S!B7", "140", "ghi là chính thức (actual) nhưng đến 9/5/2026 kỳ 6 tháng đầu năm 2026 "
         "chưa kết thúc; hãy ghi preliminary (sơ bộ) hoặc estimate (ước tính)"],
        ["nhẹ", "b.csv", "", "và 1.234 phát hiện khác cùng loại trong tệp này; hãy xử lý các phát hiện nêu "
         "trên trước"]]


def test_the_ward_s_own_findings_come_before_those_of_public_figures():
    findings = Findings()
    for file, severity in (("reference/a.csv", "high"), ("thienhuong/b.csv", "low")):
        findings.add("file", severity, MORE, {"file": file}, {"count": 1})
    table = findings_table(findings.table(), {}, VI)
    assert table.frame[table.group].tolist() == ["Số liệu của phường", "Số liệu công khai để tham khảo"]


def test_findings_are_said_in_english(quality):
    said = [row[3] for row in lines(findings_table(quality, {}, EN))]
    assert said[1:] == [
        "poverty_rate is a share of a whole, but is 140%; check the figure and its unit",
        "called actual, but first half of 2026 was not over on 9 May 2026; call it preliminary or estimate",
        "and 1,234 more findings of this kind in this file; mend those above first"]


def test_a_rejected_cell_is_not_given_the_words_of_another_finding_on_it(quality):
    rejected = pd.DataFrame([{"file": "a.xlsx", "cell": "a.xlsx!S!B7", "indicator": "x", "text": "140",
                              "reason": "?"}])
    assert lines(rejected_table(rejected, quality, {"x": "Dân số"}, VI)) == [
        ["a.xlsx!S!B7", "Dân số", "140", "“x” không phải là ngày; hãy ghi theo dạng 2026-01-31"]]


def test_an_error_inside_a_finding_is_said_in_the_same_language():
    findings = Findings()
    findings.add("rejected", "error", '"{text}" speaks of {found}, but {indicator} is counted in {basis}; '
                 "give the figure in those prices", {"file": "a.csv"}, {
                     "text": "giá cố định 1994", "indicator": "grdp",
                     "found": ObservationError("constant {base_year} prices", base_year=1994),
                     "basis": ObservationError("constant {base_year} prices", base_year=2010)})
    [[*_, said]] = lines(findings_table(findings.table(), {"grdp": "GRDP"}, VI))
    assert said == ("“giá cố định 1994” ghi giá so sánh năm 1994, nhưng GRDP được tính theo giá so sánh năm "
                    "2010; hãy cung cấp số liệu theo đúng loại giá đó")


def revision(**more):
    row = {"locality": "thienhuong", "indicator": "population", "breakdown": "total", "period": "2025",
           "unit": "persons", "before": 45000.0, "after": 45900.0, "change": 900.0, "relative_change": 0.02,
           "status_before": "preliminary", "status_after": "actual", "as_of_before": date(2026, 1, 31),
           "as_of_after": date(2026, 6, 30), "source_before": "paper", "source_after": "office",
           "cell_before": "a:2", "cell_after": "b:2"} | more
    return pd.DataFrame([row], columns=list(REVISION_COLUMNS))


def test_a_revision_shows_both_figures_with_status_and_day_and_what_changed():
    table = revisions_table(revision(), NAMES, VI)
    assert list(table.frame) == ["Chỉ tiêu", "Địa bàn", "Kỳ số liệu", "Trước điều chỉnh", "Sau điều chỉnh",
                                 "Chênh lệch", "Nguồn"]
    [row] = table.frame.to_numpy().tolist()
    assert row[:3] == ["Dân số", "Phường Thiên Hương", "2025"]
    assert [(cell.text, cell.detail) for cell in row[3:5]] == [
        ("45.000 người", "sơ bộ, 31/1/2026"), ("45.900 người", "chính thức, 30/6/2026")]
    assert row[5:] == ["900 (2,0%)", "Một tờ báo → Cục Thống kê"]


def test_a_share_changes_by_points_and_a_source_is_named_once():
    share = revision(indicator="poverty_rate", unit="fraction", breakdown="services", before=0.045,
                     after=0.048, change=0.003, source_before="office", period="2025-H1")
    [row] = lines(revisions_table(share, NAMES, EN))
    assert row == ["Tỷ lệ hộ nghèo: Services", "Phường Thiên Hương", "first half of 2025", "4.5%", "4.8%",
                   "0.30 points", "Cục Thống kê"]


def test_the_latest_revision_comes_first():
    both = pd.concat([revision(period="2024"), revision(as_of_after=date(2027, 1, 31))], ignore_index=True)
    assert [row[2] for row in lines(revisions_table(both, NAMES, VI))] == ["2025", "2024"]


def test_an_edition_shows_the_revisions_that_were_known_on_its_day():
    told = Edition.open(SAMPLE, year=2026, as_of="2028-07-01").revisions()
    assert "Tổng giá trị sản phẩm trên địa bàn" in set(told.frame["Chỉ tiêu"])
    earlier = Edition.open(SAMPLE, year=2026, as_of="2028-02-01").revisions()
    assert len(earlier.frame) < len(told.frame)

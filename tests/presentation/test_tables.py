"""The scorecard, the page for the chair, and the smaller tables."""

import pandas as pd
import pytest

from thienhuong_analysis.presentation import (
    Wording,
    assumption_names,
    assumptions_table,
    chair_page,
    requirements,
    scorecard,
    sources_table,
    target_names,
    targets_without_data,
)

VI, EN = Wording("vi"), Wording("en")


def row(table, name):
    """The row of a target as plain text by heading."""
    first = table.frame.columns[0]
    return table.frame[table.frame[first].map(str) == name].iloc[0].map(str)


@pytest.mark.parametrize(("target", "vi", "en"), [
    ("grdp_total", ("≥ 14%/năm", "bình quân 2026–2030"), ("≥ 14% a year", "on average 2026–2030")),
    ("enterprises_per_1000", ("≥ 20/1.000 dân", "đến năm 2030"),
     ("≥ 20 per 1,000 people", "by 2030")),
    ("public_investment_capital", ("≥ 150 tỷ đồng", "cả giai đoạn 2026–2030"),
     ("≥ 150 billion VND", "in all 2026–2030")),
    ("public_investment_disbursement_rate", ("> 95%", "hằng năm"), ("> 95%", "every year")),
    ("poverty_rate", ("< 0,5%", "đến năm 2030"), ("< 0.5%", "by 2030")),
    ("elections_2026", ("hoàn thành", "trong năm 2026"), ("to be achieved", "in 2026")),
])
def test_a_target_asks_what_the_document_prints(programme, target, vi, en):
    assert requirements(programme, VI)[target] == vi
    assert requirements(programme, EN)[target] == en


def test_every_target_has_a_name_of_its_own(programme):
    for words in (VI, EN):
        names = target_names(programme, words)
        assert len(set(names.values())) == len(programme.targets)
    assert names["online_files_2030"].endswith("(by 2030)")
    assert names["grdp_services"].endswith("– Services")


def test_the_scorecard_shows_value_status_milestone_chance_and_verdict(assessment, programme):
    table = scorecard(assessment, programme, year=2026, lang="vi")
    shown = row(table, "Tỷ lệ dân số tham gia bảo hiểm y tế")
    assert list(shown.drop("Phần của Chương trình")) == [
        "Tỷ lệ dân số tham gia bảo hiểm y tế", "≥ 98%", "93,5%", "94,0%", "98,5%", "84%",
        "▲ nhiều khả năng đạt", "Phòng Văn hóa - Xã hội", "B.III.1"]
    assert row(table, "Tỷ lệ điều tra các loại tội phạm")["Số liệu mới nhất"] == "82,0% [sơ bộ]"
    assert len(table.frame) == len(programme.targets)


def test_the_cells_of_a_task_stand_apart_in_its_quote(assessment, programme):
    shown = scorecard(assessment, programme, year=2026, lang="vi").frame["Chỉ tiêu"]
    [said] = [cell.detail for cell in shown if cell.detail.startswith("Tổ chức thành công Cuộc bầu cử")]
    assert said.endswith("2026 - 2031. | Phòng Văn hóa - Xã hội | Tháng 3/2026")


def test_a_verdict_on_assumptions_has_a_badge_and_no_colour(assessment, programme, assumptions):
    table = scorecard(assessment, programme, year=2026, lang="vi", assumptions=assumptions)
    html = table._repr_html_()
    assert ('<td class="assumed"><span class="sign" aria-hidden="true">▽</span> có nguy cơ không '
            'đạt <span class="badge assumption" title="Dựa trên các giả định: Tốc độ tăng: Dịch '
            'vụ; Hệ số biến động') in html
    assert '<td class="verdict-likely">' in html and "verdict-at-risk" not in html


def test_the_scorecard_explains_its_assumptions_once_below(assessment, programme, assumptions):
    table = scorecard(assessment, programme, year=2026, lang="en", assumptions=assumptions)
    assert table.notes[0] == "What is marked “on assumptions” rests on:"
    assert sum("Newly registered enterprises a year: 38" in note for note in table.notes) == 1


def test_a_figure_that_is_not_measured_says_so(assessment, programme):
    cell = row(scorecard(assessment, programme, year=2026, lang="vi"),
               "Số doanh nghiệp đang hoạt động trên 1.000 dân")["Số liệu mới nhất"]
    assert cell == "5,5/1.000 dân [suy ra từ Chương trình]"


def test_the_scorecard_by_unit_lists_a_shared_target_under_each(assessment, programme):
    shared = assessment.assign(lead_unit=["police;culture_society", *assessment["lead_unit"][1:]])
    table = scorecard(shared, programme, year=2026, lang="vi", by="lead_unit")
    assert len(table.frame) == len(assessment) + 1
    assert list(dict.fromkeys(table.frame["Đơn vị chủ trì"])) == [
        name for name in programme.units["name_vi"] if name in set(table.frame["Đơn vị chủ trì"])]


def test_targets_without_data_stand_under_the_unit_that_owes_them(assessment, programme):
    table = targets_without_data(assessment, programme, lang="vi")
    assert len(table.frame) == (assessment["verdict"] == "no_data").sum()
    assert row(table, "Địa bàn phường không ma túy")["Đơn vị chủ trì"] == "Công an phường"


def test_the_chair_sees_counts_worst_targets_work_to_do_and_missing_figures(assessment, programme):
    page = chair_page(assessment, programme, year=2026, lang="vi")
    summary, counts, attention, this_year, missing = page.parts
    assert summary.text.startswith("Đánh giá năm 2026: 41 chỉ tiêu. Nhiều khả năng đạt: 1; ")
    assert "Trong đó 2 đánh giá dựa trên giả định" in summary.text
    assert list(counts.frame.iloc[-1]) == ["Tổng số", "1", "1", "2", "35", "1", "1", "41"]
    assert list(attention.frame.iloc[0].map(str))[:4] == [
        "Tỷ lệ điều tra các loại tội phạm", "≥ 85%", "", "✗ không đạt"]
    assert row(this_year, "Số hộ nghèo")["Còn phải thực hiện"] == "−40 hộ"
    assert row(this_year, "Tỷ lệ dân số tham gia bảo hiểm y tế")["Còn phải thực hiện"] == (
        "+0,5 điểm phần trăm")
    assert missing.frame["Số lượng"].astype(int).sum() == 35


def test_the_chairs_page_leaves_out_tables_with_nothing_in_them(assessment, programme):
    fine = assessment[assessment["verdict"] == "done"]
    assert len(chair_page(fine, programme, year=2026, lang="en").parts) == 2


def test_assumptions_show_value_range_and_reason(assumptions):
    table = assumptions_table(assumptions, lang="en")
    shown = row(table, "Share of enterprises that exit in a year")
    assert (shown["Value"], shown["Range"]) == ("9%", "6% – 20%")
    volatility = row(table, "Volatility of the ward relative to the city and the nation")
    assert volatility["Value"] == "1.5"


def test_names_of_assumptions_fall_back_to_levers(assumptions):
    assert assumption_names("exit_rate;growth.services", EN, assumptions) == [
        "Share of enterprises that exit in a year", "Growth: Services"]
    assert assumption_names("", EN) == []


def test_sources_are_graded_in_words():
    frame = pd.DataFrame([{"title": "A", "publisher": "B", "url": None, "published": "2026-01-06",
                           "grade": "M"}])
    assert list(sources_table(frame, lang="vi").frame.iloc[0].map(str)) == [
        "A", "B", "6/1/2026", "báo chí dẫn cơ quan nhà nước"]


def test_a_figure_without_a_start_says_what_is_missing(assessment, programme):
    reported = assessment["target_id"].eq("social_insurance_share")
    assert reported.any()
    frame = assessment.assign(latest=assessment["latest"].mask(reported, 0.5))
    table = scorecard(frame, programme, year=2026, lang="vi")
    name = next(name for name in table.frame.iloc[:, 0].map(str) if "bảo hiểm xã hội" in name)
    line = table.frame[table.frame.iloc[:, 0].map(str) == name].iloc[0]
    assert line["Đánh giá"].detail == "chưa có số liệu gốc năm 2025 để so sánh"

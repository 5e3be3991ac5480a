"""Who has delivered what, in words: by unit, by task, and in the units' own words."""

from datetime import date

import pandas as pd
import pytest

from thienhuong_analysis.presentation.chair import chair_page
from thienhuong_analysis.presentation.deliveries import (
    coverage_by_unit_table,
    remarks_table,
    task_counts_table,
    timing,
)
from thienhuong_analysis.presentation.records import tasks_table
from thienhuong_analysis.presentation.wording import Wording


@pytest.fixture
def tasks():
    return pd.DataFrame([
        ("PL13.1", "done", "", "a.xlsx!Nhiệm vụ!F6"), ("PL13.2", "late", "<b>thiếu</b> kinh phí", "a!F7"),
        ("PL13.3", "", "chờ ý kiến", "a.xlsx!Nhiệm vụ!F8")], columns=["task_id", "state", "note", "cell"])


def test_each_unit_is_told_how_much_it_has_delivered_and_what_is_missing(programme):
    coverage = pd.DataFrame([
        ("police", "indicator", "crime_investigation_rate", "total", True, ""),
        ("police", "indicator", "crime_investigation_rate", "very_serious", False, "chưa tổng hợp"),
        ("police", "task", "PL13.1", "", False, ""), ("police", "task", "PL13.2", "", True, ""),
        ("military_command", "indicator", "military_recruitment_rate", "total", False, ""),
        ("military_command", "task", "PL12.1", "", False, ""),
        ("council_committee_office", "task", "PL10.1", "", True, "")],
        columns=["lead_unit", "kind", "id", "breakdown", "delivered", "note"])
    table = coverage_by_unit_table(coverage, programme, 2026, Wording("vi"))
    assert table.frame.map(str).to_numpy().tolist() == [
        ["Công an phường", "1/2", "1/2", "○ Tỷ lệ điều tra các loại tội phạm – Tội phạm rất nghiêm trọng "
         "(chưa tổng hợp); nhiệm vụ PL13.1"],
        ["Ban Chỉ huy quân sự phường", "0/1", "0/1",
         "○ toàn bộ số liệu; tình trạng của toàn bộ nhiệm vụ"],
        ["Văn phòng HĐND&UBND phường", "–", "1/1", "✓ đã báo cáo đầy đủ"]]


def test_tasks_stand_with_their_state_its_sign_and_the_units_note(programme, tasks):
    table = tasks_table(programme, tasks, 2026, Wording("vi"))
    states = table.frame.set_index("Mục")["Tình trạng"]
    assert [str(states[name]) for name in ("PL13.1", "PL13.2", "PL13.3", "PL13.4")] == [
        "✓ đã hoàn thành", "▽ chậm tiến độ", "○ chưa báo cáo", "○ chưa báo cáo"]
    assert states["PL13.3"].detail == "chờ ý kiến"
    assert "<b>" not in table._repr_html_() and "&lt;b&gt;thiếu" in table._repr_html_()


def test_every_task_is_counted_once(programme, tasks):
    frame = task_counts_table(tasks, programme, 2026, Wording("en")).frame.set_index("Lead unit")
    assert list(frame.columns) == ["✓ done", "▽ late", "○ not reported", "All"]
    assert list(frame.loc["Ward Police"]) == ["1", "1", "2", "4"]
    assert list(frame.loc["Total"]) == ["1", "1", "34", "36"]
    assert "Centre for Public Non-business Services" not in frame.index


def test_the_chairs_page_counts_tasks_once_any_unit_has_reported(programme, assessment, tasks):
    def captions(tasks):
        page = chair_page(assessment, programme, year=2026, lang="vi", tasks=tasks)
        return [part.caption for part in page.parts[1:]]

    assert "Nhiệm vụ năm 2026 theo tình trạng thực hiện" in captions(tasks)
    assert captions(tasks[:0]) == captions(None)


def test_remarks_stand_under_their_unit_with_their_day(programme):
    remarks = pd.DataFrame([
        ("police", 2026, "proposals", "Bổ sung <i>camera</i>.", date(2027, 1, 31)),
        ("culture_society", 2026, "difficulties", "Thiếu phòng học.", date(2027, 1, 20))],
        columns=["lead_unit", "year", "subject", "text", "as_of"])
    table = remarks_table(remarks, programme, 2026, Wording("vi"))
    assert table.frame.map(str).to_numpy().tolist() == [
        ["Khó khăn, vướng mắc", "Phòng Văn hóa - Xã hội", "Thiếu phòng học."],
        ["Đề xuất, kiến nghị", "Công an phường", "Bổ sung <i>camera</i>."]]
    assert [cell.detail for cell in table.frame.iloc[:, 2]] == [
        "báo cáo ngày 20/1/2027", "báo cáo ngày 31/1/2027"]
    assert "<i>" not in table._repr_html_()


@pytest.mark.parametrize(("text", "en"), [
    ("Hằng năm", "every year"), ("Hàng năm", "every year"), ("Thường xuyên", "at all times"),
    ("Tháng 3/2026", "3/2026"), ("2025 - 2030", "2025 - 2030")])
def test_when_a_task_is_due_is_said_in_both_languages(text, en):
    assert (timing(text, Wording("vi")), timing(text, Wording("en"))) == (text, en)

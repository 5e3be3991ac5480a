"""The forms given out: one a unit, only its own rows, locked where nothing is to be filled in."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.observations.values.units import scale
from thienhuong_analysis.publishing.forms import write_forms

ROOT = Path(__file__).parents[2]
FILES = ["bieu-mau-2026-phong-kinh-te-ha-tang-va-do-thi.xlsx", "bieu-mau-2026-phong-van-hoa-xa-hoi.xlsx",
         "bieu-mau-2026-van-phong-hdnd-ubnd-phuong.xlsx",
         "bieu-mau-2026-trung-tam-phuc-vu-hanh-chinh-cong.xlsx",
         "bieu-mau-2026-trung-tam-su-nghiep-cong.xlsx", "bieu-mau-2026-cong-an-phuong.xlsx",
         "bieu-mau-2026-ban-chi-huy-quan-su-phuong.xlsx"]
ECONOMY, CULTURE, OFFICE, SERVICE, NOTHING, POLICE, MILITARY = FILES


@pytest.fixture(scope="module")
def ward():
    return th.Ward.open(ROOT)


@pytest.fixture(scope="module")
def forms(ward, tmp_path_factory):
    out = tmp_path_factory.mktemp("forms")
    write_forms(ward, 2026, out)
    return {path.name: openpyxl.load_workbook(path) for path in sorted(out.iterdir())}


def rows(sheet) -> list[dict[str, openpyxl.cell.Cell]]:
    header = next(i for i in range(1, 20) if sheet.cell(i, 1).value in ("Mã", "Code"))
    names = [cell.value for cell in sheet[header]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=header + 1)]


def rule(sheet, cell):
    return next(one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref)


def figure(form, code):
    return next(row for row in rows(form["Chỉ tiêu"]) if row["Mã"].value == code)


def test_there_is_one_form_a_unit_named_after_it(forms):
    assert sorted(FILES) == list(forms)


def test_each_form_holds_its_own_units_rows_and_together_they_hold_all(forms, ward):
    asked = ward.asked(2026)
    for name, unit in zip(FILES, ward.programme.units["lead_unit"], strict=True):
        own = asked[asked["lead_unit"] == unit]
        shown = [row["Mã"].value for part in ("Chỉ tiêu", "Nhiệm vụ") if part in forms[name].sheetnames
                 for row in rows(forms[name][part])]
        assert shown == [row.id if row.breakdown in ("", "total") else f"{row.id}/{row.breakdown}"
                         for row in own.itertuples()]
    assert set(asked["id"]) == {*ward.programme.indicators["indicator_id"],
                                *ward.programme.tasks["task_id"]}


def test_a_unit_without_indicators_or_tasks_gets_only_the_sheet_for_remarks(forms):
    assert forms[NOTHING].sheetnames == ["Hướng dẫn", "Kiến nghị", "thienhuong"]
    assert forms[NOTHING]["Hướng dẫn"]["A4"].value.startswith("Chương trình không giao chỉ tiêu")
    assert forms[OFFICE].sheetnames == ["Hướng dẫn", "Nhiệm vụ", "Kiến nghị", "thienhuong"]
    assert [form["Kiến nghị"]["A5"].value for form in (forms[NOTHING], forms[OFFICE])] == [
        "Ngày báo cáo", "Khó khăn, vướng mắc"]


def test_a_row_says_what_is_asked_and_what_the_year_must_bring(forms):
    def said(name, code):
        return [cell.value for cell in list(figure(forms[name], code).values())[1:7]]

    assert said(ECONOMY, "grdp/services") == [
        "Tổng giá trị sản phẩm trên địa bàn, theo giá so sánh năm 2010", "Dịch vụ", "tỷ đồng",
        "≥\N{NO-BREAK SPACE}15,8%/năm, bình quân 2026–2030 (B.I.1)", "…", "15,8%/năm"]
    assert said(ECONOMY, "public_investment_capital")[3:] == [
        "≥\N{NO-BREAK SPACE}150 tỷ đồng, cả giai đoạn 2026–2030 (B.I.1)", "…", "lũy kế 30 tỷ đồng"]
    assert said(ECONOMY, "enterprises")[2:] == ["doanh nghiệp", None, "250 (chính thức)", None]
    assert said(ECONOMY, "poverty_rate")[5] == "0,5% (giả định)"
    assert said(SERVICE, "online_files_share")[3] == (
        ">\N{NO-BREAK SPACE}85%, hằng năm (B.V.1)\n>\N{NO-BREAK SPACE}95%, đến năm 2030 (B.V.1)")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_unit_that_a_form_prints_is_the_canonical_one_when_read(ward, lang, tmp_path):
    canonical = ward.programme.indicators.set_index("indicator_id")["unit"]
    seen = set()
    for path in write_forms(ward, 2026, tmp_path, lang=lang):
        book = openpyxl.load_workbook(path)
        for sheet in {"Chỉ tiêu", "Indicators"} & set(book.sheetnames):
            for code, _, _, unit, *_ in (list(row.values()) for row in rows(book[sheet])):
                wanted = canonical[code.value.split("/")[0]]
                if wanted != "none":
                    size = scale(unit.value or "", wanted)
                    assert size * (100 if wanted == "fraction" else 1) == 1, code.value
                    seen.add(wanted)
    assert seen == set(canonical) - {"none"}


@pytest.mark.parametrize(("name", "code", "kind", "operator", "low", "high", "shown"), [
    (ECONOMY, "poverty_rate", "decimal", None, "0", "1", "0.00%"),
    (ECONOMY, "enterprises", "whole", "greaterThanOrEqual", "0", None, "#,##0"),
    (CULTURE, "population", "whole", "greaterThanOrEqual", "0", None, "#,##0"),
    (ECONOMY, "poor_households", "whole", "greaterThanOrEqual", "0", None, "#,##0"),
    (ECONOMY, "budget_revenue", "decimal", "greaterThanOrEqual", "0", None, "#,##0.00"),
    (ECONOMY, "enterprises_per_1000", "decimal", "greaterThanOrEqual", "0", None, "#,##0.00"),
    (POLICE, "drug_free_ward", "list", None, '"đạt,chưa đạt"', None, "General"),
])
def test_excel_itself_refuses_what_a_figure_cannot_be(forms, name, code, kind, operator, low, high, shown):
    cell = figure(forms[name], code)["Giá trị"]
    found = rule(forms[name]["Chỉ tiêu"], cell)
    assert (found.type, found.formula1, found.formula2) == (kind, low, high)
    assert found.operator in (operator, "between" if operator is None else operator)
    assert cell.number_format == shown
    assert found.error and found.prompt and found.showErrorMessage


def test_statuses_states_and_the_day_are_checked_too(forms):
    form = forms[ECONOMY]
    status, state = figure(form, "grdp")["Trạng thái"], rows(form["Nhiệm vụ"])[-1]["Tình trạng"]
    assert rule(form["Chỉ tiêu"], status).formula1 == '"chính thức,sơ bộ,ước tính"'
    assert rule(form["Nhiệm vụ"], state).formula1 == (
        '"chưa thực hiện,đang thực hiện,hoàn thành,chậm tiến độ"')
    day = rule(form["Chỉ tiêu"], form["Chỉ tiêu"]["B5"])
    assert (day.type, day.operator, day.formula1) == ("date", "greaterThanOrEqual", "46023")


def test_only_the_cells_to_be_filled_in_are_open_and_white(forms):
    for form in forms.values():
        for sheet in form.worksheets:
            assert sheet.protection.sheet, sheet.title
            for row in sheet.iter_rows():
                for cell in row:
                    if not cell.protection.locked:
                        assert cell.fill.fill_type is None and cell.value is None, cell.coordinate
    form = forms[ECONOMY]
    for sheet, open_ in (("Chỉ tiêu", {"Giá trị", "Trạng thái", "Ghi chú"}),
                         ("Nhiệm vụ", {"Tình trạng", "Ghi chú"})):
        for row in rows(form[sheet]):
            assert {name for name, cell in row.items() if not cell.protection.locked} == open_
    assert not form["Chỉ tiêu"]["B5"].protection.locked
    assert not form["Kiến nghị"]["A6"].protection.locked


def test_a_form_prints_on_a4_one_page_wide_with_its_heading_on_every_page(forms):
    sheet = forms[OFFICE]["Nhiệm vụ"]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == (
        "landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.freeze_panes == "C9"
    assert sheet.oddFooter.left.text == "Văn phòng HĐND&&UBND phường"
    assert sheet.oddFooter.right.text == "Trang &P/&N"


def test_the_same_inputs_give_the_same_bytes(ward, tmp_path):
    hashes = [{hashlib.sha256(path.read_bytes()).hexdigest()
               for path in write_forms(ward, 2026, tmp_path / name)} for name in ("a", "b")]
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 7


def test_text_that_begins_like_a_formula_stays_text(ward, tmp_path):
    programme = ward.programme
    bad = programme.tasks.assign(task_vi="=cmd|'/C calc'!A0", product_vi="@SUM(A1)")
    other = th.Ward(ward.folder)
    other.__dict__["programme"] = replace(programme, tasks=bad)
    path = write_forms(other, 2026, tmp_path)[2]
    with ZipFile(path) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist()
                       if name.startswith("xl/worksheets/sheet2"))
    assert rows(openpyxl.load_workbook(path)["Nhiệm vụ"])[0]["Nhiệm vụ"].value == "=cmd|'/C calc'!A0"


def test_what_is_known_can_be_written_in(ward, tmp_path):
    known = pd.DataFrame([
        ("thienhuong", "poverty_rate", "total", "2026", 0.1 + 0.2, "preliminary", date(2027, 1, 31)),
        ("thienhuong", "civilised_urban_standard", "total", "2026", 0.0, "actual", date(2027, 1, 31)),
        ("thienhuong", "enterprises", "total", "2026", 300.0, "assumption", date(2027, 1, 31)),
        ("thienhuong", "grdp", "total", "2025", 1000.0, "actual", date(2026, 1, 31)),
        ("haiphong", "grdp", "total", "2026", 1000.0, "actual", date(2027, 1, 31)),
    ], columns=["locality", "indicator", "breakdown", "period", "value", "status", "as_of"])
    form = openpyxl.load_workbook(write_forms(ward, 2026, tmp_path, filled=known)[0])
    filled = {row["Mã"].value: (row["Giá trị"].value, row["Trạng thái"].value)
              for row in rows(form["Chỉ tiêu"]) if row["Giá trị"].value is not None}
    assert filled == {"poverty_rate": (0.30000000000000004, "sơ bộ"),
                      "civilised_urban_standard": ("chưa đạt", "chính thức")}
    assert form["Chỉ tiêu"]["B5"].value == datetime(2027, 1, 31)


def test_the_english_form_speaks_english(ward, tmp_path):
    path = write_forms(ward, 2026, tmp_path, lang="en")[5]
    assert path.name == "form-2026-cong-an-phuong.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Instructions", "Indicators", "Tasks", "Remarks", "thienhuong"]
    assert [row["Timing"].value for row in rows(book["Tasks"])] == [
        "at all times", "every year", "2025-2030", "every year"]

"""Forms read back: the same figures, whatever happened to the sheet; each mistake with its cell."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import thienhuong_analysis as th
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.forms.layout import LAYOUTS
from thienhuong_analysis.observations.forms.returns import (
    check_forms,
    is_form,
    read_form,
    read_forms,
    remarks_of,
    sources_of,
    tasks_of,
)
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.validation.judge import Judge
from thienhuong_analysis.publishing.forms import write_forms

ROOT = Path(__file__).parents[3]
WARD = th.Ward.open(ROOT)
LABEL = "thienhuong/2026/bieu.xlsx"
DAY = datetime(2027, 1, 31)


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """The forms as they are given out: of the economy, the police, and the unit without anything."""
    files = write_forms(WARD, 2026, tmp_path_factory.mktemp("forms"))
    return {"economy": files[0], "nothing": files[4], "police": files[5]}


@pytest.fixture
def filled(blank, tmp_path):
    """Fill cells of a form in by sheet and address, as a unit would in Excel; read it back."""
    def fill(unit: str, cells: dict[str, object], change=None):
        book = openpyxl.load_workbook(blank[unit])
        for place, value in cells.items():
            sheet, address = place.split("!")
            book[sheet][address] = value
            if isinstance(value, str) and value.startswith("="):
                book[sheet][address].data_type = "s"
        if change:
            change(book)
        path = tmp_path / "bieu.xlsx"
        book.save(path)
        return read_form(path, LABEL, WARD.programme)
    return fill


def judged(form) -> pd.DataFrame:
    sources = pd.concat([WARD.reference.sources, sources_of([form])])
    return Judge(replace(WARD.reference, sources=sources))(form.figures())


def faults(form) -> dict[str, tuple[str, str]]:
    return {fault.cell.removeprefix(f"{LABEL}!"): (fault.text, str(fault.error)) for fault in form.faults}


UNITS = WARD.programme.indicators.set_index("indicator_id")["unit"]
ASKED = WARD.asked(2026).query("lead_unit == 'economy_infrastructure_urban' and kind == 'indicator'")
VALUES = {"fraction": st.floats(0, 1), "none": st.sampled_from([0.0, 1.0]),
          "whole": st.integers(0, 10**9).map(float), "amount": st.floats(0, 1e15)}


def value_of(indicator: str):
    unit = UNITS[indicator]
    return VALUES[unit if unit in VALUES else "whole" if unit in ("count", "households") else "amount"]


@st.composite
def observations(draw):
    keys = draw(st.lists(st.sampled_from(list(zip(ASKED["id"], ASKED["breakdown"], strict=True))), min_size=1,
                         unique=True))
    day = draw(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
    return pd.DataFrame([{
        "locality": "thienhuong", "indicator": indicator, "breakdown": breakdown, "period": "2026",
        "value": draw(value_of(indicator)), "as_of": day,
        "status": draw(st.sampled_from(["actual", "preliminary", "estimate"]))}
        for indicator, breakdown in keys])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=observations(), lang=st.sampled_from(["vi", "en"]))
def test_what_is_written_into_a_form_is_read_back_exactly(known, lang, tmp_path):
    form = read_form(write_forms(WARD, 2026, tmp_path, lang=lang, filled=known)[0], LABEL, WARD.programme)
    key = ["indicator", "breakdown"]
    found = judged(form)
    assert form.faults == [] and set(found["state"]) == {"accepted"}
    read = found[list(known.columns)].sort_values(key, ignore_index=True)
    assert read.to_dict("records") == known.sort_values(key, ignore_index=True).to_dict("records")
    assert len(form.empty) == len(ASKED) - len(known)


def test_a_form_tells_who_reports_what_and_from_which_cell(filled):
    form = filled("economy", {
        "Chỉ tiêu!B5": DAY, "Chỉ tiêu!H9": 1250.5, "Chỉ tiêu!I9": "sơ bộ",
        "Chỉ tiêu!J10": "chờ thành phố giao",
        "Nhiệm vụ!F6": "Hoàn  thành", "Nhiệm vụ!G6": "Kế hoạch số 12", "Nhiệm vụ!F7": "chậm tiến độ",
        "Kiến nghị!A6": "Thiếu cán bộ.\nThiếu kinh phí.\n"})
    assert (form.unit, form.year, form.as_of) == ("economy_infrastructure_urban", 2026, date(2027, 1, 31))
    assert form.raw.to_dict("records") == [{
        "file": LABEL, "cell": f"{LABEL}!Chỉ tiêu!H9", "locality": "thienhuong",
        "indicator": "budget_revenue", "breakdown": "total", "period": "2026", "unit": "tỷ đồng",
        "status": "sơ bộ", "source": "form_2026_economy_infrastructure_urban", "as_of": "2027-01-31",
        "decimal": "vi", "value": 1250.5}]
    assert form.tasks.to_dict("records") == [
        {"task_id": "PL04.1", "year": 2026, "lead_unit": form.unit, "state": "done", "note": "Kế hoạch số 12",
         "as_of": date(2027, 1, 31), "cell": f"{LABEL}!Nhiệm vụ!F6"},
        {"task_id": "PL04.2", "year": 2026, "lead_unit": form.unit, "state": "late", "note": "",
         "as_of": date(2027, 1, 31), "cell": f"{LABEL}!Nhiệm vụ!F7"}]
    assert form.remarks == {"difficulties": "Thiếu cán bộ.\nThiếu kinh phí.", "proposals": ""}
    assert form.notes == {"budget_revenue_assigned": "chờ thành phố giao"}
    assert form.source == {
        "source": "form_2026_economy_infrastructure_urban", "url": "", "grade": "H",
        "published": "2027-01-31",
        "title": "Biểu mẫu năm 2026 của Phòng Kinh tế, Hạ tầng và Đô thị", "note": "",
        "publisher": "Phòng Kinh tế, Hạ tầng và Đô thị"}
    assert form.faults == [] and "budget_revenue" not in form.empty and "grdp/services" in form.empty


def test_a_form_that_was_not_filled_in_says_nothing_and_is_no_mistake(filled):
    form = filled("police", {})
    assert form.raw.empty and form.tasks.empty and form.faults == []
    assert form.empty == ["crime_investigation_rate", "crime_investigation_rate/very_serious",
                          "crime_investigation_rate/especially_serious", "drug_free_ward"]


def test_sorted_and_inserted_and_removed_rows_do_no_harm(filled):
    def change(book):
        sheet = book["Chỉ tiêu"]
        sheet["H9"], sheet["I9"], sheet["H11"], sheet["I11"] = 0.9, "sơ bộ", 1, "chính thức"
        for column in range(1, 11):
            upper, lower = sheet.cell(9, column), sheet.cell(11, column)
            upper.value, lower.value = lower.value, upper.value
        sheet["A11"].number_format = "@"
        sheet.delete_rows(10)
        sheet.insert_rows(8)
        sheet.insert_cols(3)
    form = filled("police", {"Chỉ tiêu!B5": DAY}, change)
    assert form.faults == []
    assert form.raw[["indicator", "breakdown", "cell"]].to_numpy().tolist() == [
        ["crime_investigation_rate", "especially_serious", f"{LABEL}!Chỉ tiêu!I10"],
        ["crime_investigation_rate", "total", f"{LABEL}!Chỉ tiêu!I11"]]
    assert "crime_investigation_rate/very_serious" not in form.empty


GOOD = {"Chỉ tiêu!B5": DAY, "Chỉ tiêu!H10": 0.95, "Chỉ tiêu!I10": "sơ bộ"}


@pytest.mark.parametrize(("cells", "place", "text", "sentence"), [
    ({"Chỉ tiêu!I9": "chinh thứcc"}, "Chỉ tiêu!H9", "90%",
     'the status in Chỉ tiêu!I9 is "chinh thứcc"; did you mean chính thức?'),
    ({"Chỉ tiêu!I9": "xong"}, "Chỉ tiêu!H9", "90%",
     'the status in Chỉ tiêu!I9 is "xong"; did you mean chính thức, sơ bộ, ước tính?'),
    ({"Chỉ tiêu!I9": None}, "Chỉ tiêu!H9", "90%", "the figure has no status; choose one in Chỉ tiêu!I9"),
    ({"Chỉ tiêu!A9": "crime_investigaton_rate"}, "Chỉ tiêu!H9", "90%",
     'the code in Chỉ tiêu!A9 is "crime_investigaton_rate", which the programme has not; did you mean '
     "crime_investigation_rate?"),
    ({"Chỉ tiêu!A9": None}, "Chỉ tiêu!H9", "90%",
     "the row has no code; write it into Chỉ tiêu!A9, or empty the row"),
    ({"Nhiệm vụ!F6": "hoàn thàn"}, "Nhiệm vụ!F6", "hoàn thàn",
     '"hoàn thàn" is not a state of a task; did you mean hoàn thành?'),
    ({"Nhiệm vụ!F6": "hoàn thành", "Nhiệm vụ!A6": "PL99.1"}, "Nhiệm vụ!F6", "hoàn thành",
     'the code in Nhiệm vụ!A6 is "PL99.1", which the programme has not; did you mean PL09.1?'),
])
def test_a_mistake_is_named_with_its_cell_and_costs_no_other_row(filled, cells, place, text, sentence):
    form = filled("police", {**GOOD, "Chỉ tiêu!H9": 0.9, "Chỉ tiêu!I9": "sơ bộ", **cells})
    assert faults(form) == {place: (text, sentence)}
    assert "very_serious" in set(form.raw["breakdown"])
    assert len(form.raw) + sum("Chỉ tiêu" in cell for cell in faults(form)) == 2


@pytest.mark.parametrize(("value", "reason"), [
    ("1.2.3", '"1.2.3" is not a number; write 1.234,5 or leave the cell empty'),
    ("=cmd|'/C calc'!A0", "\"=cmd|'/C calc'!A0\" is a formula without a result; open the file in Excel and "
     "save it, or write the number"),
    ("<script>alert(1)</script>",
     '"<script>alert(1)</script>" is not a number; write 1.234,5 or leave the cell empty'),
    ("90 người", '"người" cannot stand for fraction; write it in %'),
])
def test_a_value_that_is_no_figure_is_left_to_be_judged_by_its_cell(filled, value, reason):
    form = filled("police", {**GOOD, "Chỉ tiêu!H9": value, "Chỉ tiêu!I9": "sơ bộ"})
    found = judged(form).set_index("cell")
    assert form.faults == []
    assert str(found.at[f"{LABEL}!Chỉ tiêu!H9", "reason"]) == reason
    assert found.at[f"{LABEL}!Chỉ tiêu!H10", "state"] == "accepted"


def test_a_mark_for_no_figure_needs_no_status(filled):
    form = filled("police", {**GOOD, "Chỉ tiêu!H9": "…"})
    assert form.faults == [] and list(judged(form)["state"]) == ["missing", "accepted"]


@pytest.mark.parametrize(("day", "sentence"), [
    (None, "the day of the report is missing; write it into Chỉ tiêu!B5, like 31/01/2027"),
    ("cuối tháng", 'the day of the report in Chỉ tiêu!B5 is "cuối tháng", which is no date; write it like '
                   "31/01/2027"),
    ("31/02/2027", 'the day of the report in Chỉ tiêu!B5 is "31/02/2027", which is no date; write it like '
                   "31/01/2027"),
])
def test_without_a_day_nothing_is_accepted_and_everything_is_listed(filled, day, sentence):
    form = filled("police", {**GOOD, "Chỉ tiêu!B5": day, "Nhiệm vụ!F6": "hoàn thành", "Kiến nghị!A9": "Thêm"})
    assert faults(form) == {"Chỉ tiêu!H10": ("95%", sentence), "Nhiệm vụ!F6": ("hoàn thành", sentence),
                            "Kiến nghị!A9": ("Thêm", sentence)}
    assert form.raw.empty and form.tasks.empty and not any(form.remarks.values())


@pytest.mark.parametrize("day", ["31/01/2027", "31/1/2027", "2027-01-31", DAY])
def test_a_day_is_read_as_officials_or_excel_write_it(filled, day):
    form = filled("police", {**GOOD, "Chỉ tiêu!B5": day})
    assert form.as_of == date(2027, 1, 31)
    assert list(judged(form)["as_of"]) == [date(2027, 1, 31)]


def test_a_heading_that_is_gone_is_named_and_the_other_sheets_are_read(filled):
    form = filled("police", {**GOOD, "Chỉ tiêu!H8": "Số", "Nhiệm vụ!F6": "hoàn thành"})
    assert faults(form) == {"Chỉ tiêu": (
        "", "Chỉ tiêu: no column is headed “Giá trị”; write the heading back into row 8")}
    assert list(form.tasks["state"]) == ["done"]


def test_a_sheet_that_is_gone_is_named_and_the_others_are_read(filled):
    form = filled("police", GOOD, lambda book: book.remove(book["Nhiệm vụ"]))
    assert faults(form) == {"Nhiệm vụ": (
        "", f"{LABEL} has no sheet Nhiệm vụ; did you mean Chỉ tiêu, Kiến nghị, thienhuong, Hướng dẫn?")}
    assert len(form.raw) == 1


def test_the_day_alone_stands_on_the_sheet_of_a_unit_without_anything(filled):
    form = filled("nothing", {"Kiến nghị!B5": DAY, "Kiến nghị!A12": "Giao thêm nhiệm vụ."})
    assert form.remarks == {"difficulties": "", "proposals": "Giao thêm nhiệm vụ."}
    assert remarks_of([form]).to_numpy().tolist() == [
        ["public_affairs_centre", 2026, "proposals", "Giao thêm nhiệm vụ.", date(2027, 1, 31)]]


@pytest.mark.parametrize(("cells", "sentence"), [
    ({"thienhuong!B2": "9"}, f"{LABEL} is a form of version 9, but only version 1 is read; copy the figures "
                             "into a form made anew"),
    ({"thienhuong!B3": "polise"}, f"{LABEL} is the form of polise, which is no unit of the programme; copy "
                                  "the figures into the form of police"),
    ({"thienhuong!B4": "x"}, f"{LABEL}: the hidden sheet thienhuong was changed; copy the figures into a "
                             "form made anew"),
])
def test_a_form_that_is_not_known_is_one_fault(filled, cells, sentence):
    form = filled("police", {**GOOD, **cells})
    assert [(fault.cell, str(fault.error)) for fault in form.faults] == [(LABEL, sentence)]
    assert form.raw.empty and form.unit == ""


def test_a_form_is_known_by_its_contents_and_a_damaged_file_is_none(blank, tmp_path):
    whole = blank["police"].read_bytes()
    (tmp_path / "đổi tên.xlsx").write_bytes(whole)
    assert is_form(tmp_path / "đổi tên.xlsx")
    damaged = {"half.xlsx": whole[:len(whole) // 2], "text.xlsx": b"x" * 100, "no.xlsx": b""}
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
        assert not is_form(tmp_path / name)
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    assert not is_form(tmp_path / "other.xlsx")
    assert not is_form(tmp_path / "missing.xlsx")


def test_forms_are_found_by_year_whatever_they_are_called(blank, tmp_path):
    place = tmp_path / "data/raw/thienhuong/2026"
    place.mkdir(parents=True)
    for name in ("b.xlsx", "~$b.xlsx", "a.xlsx"):
        (place / name).write_bytes(blank["police"].read_bytes())
    openpyxl.Workbook().save(place / "c.xlsx")
    assert [form.label for form in read_forms(Folder(tmp_path))] == [
        "thienhuong/2026/a.xlsx", "thienhuong/2026/b.xlsx"]


def test_the_last_state_of_a_task_holds_and_an_empty_one_takes_nothing_back(filled):
    early = filled("police", {"Chỉ tiêu!B5": "31/07/2026", "Nhiệm vụ!F6": "đang thực hiện",
                              "Nhiệm vụ!F7": "đang thực hiện"})
    late = filled("police", {"Chỉ tiêu!B5": DAY, "Nhiệm vụ!F6": "hoàn thành", "Nhiệm vụ!G7": "xem báo cáo"})
    for order in ([early, late], [late, early]):
        found = tasks_of(order)
        assert len(found) == 4
        last = found.drop_duplicates("task_id", keep="last").set_index("task_id")
        assert last["state"].to_dict() == {"PL13.1": "done", "PL13.2": "going_on"}
        assert sources_of(order)["published"].to_dict() == {"form_2026_police": "2027-01-31"}


def test_both_languages_speak_of_the_same_parts():
    vi, en = LAYOUTS["vi"], LAYOUTS["en"]
    for part in ("sheets", "fields", "indicators", "tasks"):
        assert list(getattr(vi, part)) == list(getattr(en, part))
    assert list(vi.states.values()) == list(en.states.values())
    assert list(vi.statuses.values()) == list(en.statuses.values())


def test_two_forms_of_one_day_that_contradict_each_other_on_a_task_are_told(filled):
    one = filled("economy", {"Chỉ tiêu!B5": DAY, "Nhiệm vụ!F6": "hoàn thành", "Nhiệm vụ!F7": "hoàn thành"})
    other = filled("economy", {"Chỉ tiêu!B5": DAY, "Nhiệm vụ!F6": "đang thực hiện"})
    later = filled("economy", {"Chỉ tiêu!B5": datetime(2027, 2, 1), "Nhiệm vụ!F6": "đang thực hiện"})
    findings = Findings()
    check_forms([one, later], findings)
    assert findings.table().empty
    renamed = other.tasks.assign(cell=other.tasks["cell"].str.replace("bieu", "bieu-2"))
    check_forms([one, replace(other, tasks=renamed)], findings)
    [row] = findings.table().to_dict("records")
    assert row["severity"] == "high" and row["file"] == "thienhuong/2026/bieu.xlsx"
    task = one.tasks["task_id"].iloc[0]
    assert row["message"].format(**row["values"]).startswith(
        f"task {task}, 2026: reported as done here and as going_on in thienhuong/2026/bieu-2.xlsx!")


def test_a_form_in_the_folder_of_another_year_is_told(filled):
    findings = Findings()
    form = filled("economy", {"Chỉ tiêu!B5": DAY})
    check_forms([replace(form, label="thienhuong/2027/bieu.xlsx")], findings)
    [row] = findings.table().to_dict("records")
    assert row["message"].format(**row["values"]).startswith(
        "this is the form of 2026, but it lies in the folder 2027")

"""Every chart: alternative text with range and finding, all numbers in its table, same bytes."""

import re
import unicodedata
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.presentation import (
    compare,
    contributions,
    fan_chart,
    flows,
    scorecard_chart,
    structure,
    timeline,
)
from thienhuong_analysis.presentation.births_needed import Accounted, births_chart
from thienhuong_analysis.presentation.triangle import triangle_chart
from thienhuong_analysis.presentation.wording import Wording

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> $\\frac{"
NAMES = {"trend": "Xu hướng", "target": "Theo Chương trình"}
SECTORS = pd.DataFrame([
    {"year": year, "breakdown": sector, "value": value}
    for year, values in {2026: (-0.01, 0.08, 0.06), 2027: (0.002, 0.09, 0.05)}.items()
    for sector, value in zip(("agriculture_fishery", "industry_construction", "services"), values,
                             strict=True)])
FLOWS = pd.DataFrame(
    [(2025, "enterprises", 250), (2026, "enterprises", 358), (2026, "enterprise_births", 40),
     (2026, "household_business_conversions", 90), (2026, "enterprise_exits", 22)],
    columns=["year", "indicator", "value"])
OBSERVED = pd.DataFrame({"year": [2024, 2025], "value": [88.0, 100.0],
                         "status": ["actual", "assumption"]})


@pytest.fixture
def charts(projection, required, assessment, programme):
    both = pd.concat([projection(), projection(190, scenario="target")])
    return {
        "fan": lambda lang, title="T": fan_chart(
            projection(unit="billion_vnd"), OBSERVED, required, lang=lang, title=title,
            scenario="Xu hướng", probability=0.31),
        "compare": lambda lang, title="T": compare(
            both, required, lang=lang, title=title, names=NAMES),
        "contributions": lambda lang, title="T": contributions(SECTORS, lang=lang, title=title),
        "structure": lambda lang, title="T": structure(
            SECTORS.assign(value=SECTORS["value"].abs()), lang=lang, title=title),
        "flows": lambda lang, title="T": flows(FLOWS, lang=lang, title=title),
        "scorecard_chart": lambda lang, title="T": scorecard_chart(
            assessment, programme, lang=lang, title=title),
        "timeline": lambda lang, title="T": timeline(
            programme.projects, lang=lang, title=title, delay_years=2),
        "triangle": lambda lang, title="T": triangle_chart(
            0.14, np.array([0.022, 0.165, 0.158]), 5, {HOSTILE: np.array([0.05, 0.57, 0.38])},
            Wording(lang), title=title),
        "births": lambda lang, title="T": births_chart(
            Accounted(250, 450, 20, 45_140), (0.0, 0.09), Wording(lang), title=title),
    }


ALL = ["fan", "compare", "contributions", "structure", "flows", "scorecard_chart", "timeline", "triangle",
       "births"]


def labels(svg):
    """The texts of a picture that are not ticks of an axis."""
    def walk(element):
        if re.match(r"[xy]tick", element.get("id", "")):
            return
        if element.tag == f"{SVG}text":
            yield "".join(element.itertext())
        for child in element:
            yield from walk(child)
    return list(walk(ET.fromstring(svg)))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_number_in_a_picture_is_in_its_table(charts, name, lang):
    chart = charts[name](lang)
    shown = chart.table.caption + chart.table.frame.map(str).to_csv()
    numbers = [number for text in labels(chart.svg) for number in re.findall(r"\d[\d.,]*%?", text)]
    assert numbers
    assert [number for number in numbers if number not in shown] == []


@pytest.mark.parametrize("name", ALL)
def test_the_same_input_gives_the_same_bytes(charts, name):
    assert charts[name]("vi")._repr_html_() == charts[name]("vi")._repr_html_()


@pytest.mark.parametrize("name", ALL)
def test_a_picture_is_text_in_composed_unicode(charts, name):
    chart = charts[name]("vi")
    text = " ".join(labels(chart.svg)) + chart.alt + "".join(chart.notes)
    assert text == unicodedata.normalize("NFC", text)
    assert "<image" not in chart.svg


@pytest.mark.parametrize("name", ALL)
def test_a_hostile_title_stays_text(charts, name):
    html = charts[name]("vi", title=HOSTILE)._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html


def test_hostile_names_stay_text_inside_the_picture(projection):
    chart = compare(projection(), lang="vi", title="T", names={"trend": HOSTILE})
    assert "<script" not in chart.svg
    assert any(HOSTILE in text for text in labels(chart.svg))


def test_a_fan_says_range_finding_and_target(projection, required):
    chart = fan_chart(projection(), None, required, lang="vi", title="GRDP", scenario="Xu hướng",
                      probability=0.31, assumed=["a", "b"], calibration_years=3)
    assert chart.alt == (
        "GRDP, 2025–2030: đường trung tâm đạt 170,0 vào năm 2030. 80% số kết quả mô phỏng nằm "
        "trong khoảng từ 150,0 đến 190,0. Chỉ tiêu 192,5 cao hơn khoảng này. Kịch bản: Xu hướng.")
    assert chart.notes == (
        "Xác suất đạt chỉ tiêu theo kịch bản “Xu hướng”: 31%.", "Dựa trên các giả định: a; b.",
        "Số năm số liệu dùng để ước lượng các dải: 3.")


@pytest.mark.parametrize(("end", "finding"), [
    (170, "lies above them"), (190, "lies among them"),
    (230, "lies below them")])
def test_the_finding_of_a_fan_changes_with_the_data(projection, required, end, finding):
    assert finding in fan_chart(projection(end), None, required, lang="en", title="GRDP").alt


def test_a_fan_says_the_verdict_only_where_nothing_is_assumed(projection):
    def note(**more):
        return fan_chart(projection(), lang="en", title="T", probability=0.31, **more).notes[0]
    assert note() == "Probability of meeting the target: 31% (at risk)."
    assert note(assumed=["births"]) == "Probability of meeting the target: 31%."


def test_a_fan_without_target_or_probability_is_drawn(projection):
    chart = fan_chart(projection(unit="households", end=30, start=54), lang="vi", title="Hộ nghèo",
                      probability=float("nan"))
    assert chart.notes == ()
    assert "đường trung tâm đạt 30 hộ vào năm 2030" in chart.alt
    assert "Lộ trình cần đạt" not in chart.table.frame


def test_a_fan_of_a_certain_path_shows_no_bands(projection):
    table = projection(unit="persons", start=45_140, end=46_580)
    flat = table.assign(value=table.groupby("year")["value"].transform("first"))
    chart = fan_chart(flat, lang="vi", title="Dân số")
    assert chart.alt == "Dân số, 2026–2030: đường trung tâm đạt 46.580 người vào năm 2030."
    assert not any("mô phỏng" in text for text in labels(chart.svg))


def test_a_sector_does_not_start_at_the_hundred_of_the_total(projection):
    chart = fan_chart(projection(end=5.2, start=4.9).assign(breakdown="services"), lang="vi",
                      title="Dịch vụ")
    assert chart.table.frame["Năm"].iloc[0] == "2026"


def test_a_required_path_may_begin_later(projection, required):
    path = required.assign(value=[None, 0, 0, 0, 0, 0])
    chart = fan_chart(projection(unit="households", start=54, end=30), None, path, lang="vi",
                      title="Hộ nghèo")
    assert list(chart.table.frame["Lộ trình cần đạt"]) == ["0"] * 5
    assert "Chỉ tiêu 0 hộ thấp hơn khoảng này." in chart.alt


def test_a_fan_marks_what_is_assumed_in_its_table(projection):
    table = fan_chart(projection(unit="billion_vnd"), OBSERVED, lang="vi", title="T").table.frame
    assert list(map(str, table["Số liệu"])) == ["88,0", "100,0 [giả định]", "", "", "", "", ""]


def test_a_fan_of_two_series_is_refused(projection):
    both = pd.concat([projection(), projection(scenario="target")])
    with pytest.raises(ProjectionError, match="one series, not 2"):
        fan_chart(both, lang="vi", title="T")


def test_a_comparison_names_every_scenario_and_the_target(projection, required):
    both = pd.concat([projection(), projection(190, scenario="target")])
    chart = compare(both, required, lang="en", title="GRDP",
                    names={"target": "Programme", "trend": "Trend"})
    assert chart.alt == ("GRDP, 2026–2030; central paths in 2030: Programme 190.0 and Trend 170.0. "
                         "The target is 192.5.")
    assert chart.table.frame["Trend, 80%"].iloc[-1] == "150.0 – 190.0"


def test_lines_that_coincide_are_said_to_and_all_start_from_the_year_before(projection):
    both = pd.concat([projection(), projection(scenario="delayed")])
    chart = compare(both, lang="en", title="GRDP", names={"trend": "Trend", "delayed": "Delay"}, base=100.0)
    assert any("“Trend” and “Delay” coincide" in note for note in chart.notes)
    assert chart.alt.startswith("GRDP, 2025–2030") and chart.table.frame["Trend"].iloc[0] == "100.0"


def test_contributions_name_the_largest_part_and_add_up():
    chart = contributions(SECTORS, lang="en", title="Growth")
    assert "in 2027 is 14.2%" in chart.alt and "“Industry, construction”, 9.0 points" in chart.alt
    assert list(chart.table.frame["Total"]) == ["13.0%", "14.2%"]


def test_structure_tells_how_the_shares_moved():
    frame = pd.DataFrame({"year": [2025, 2025, 2030, 2030], "value": [60, 40, 75, 25],
                          "breakdown": ["services", "agriculture_fishery"] * 2})
    chart = structure(frame, lang="vi", title="Cơ cấu")
    assert "“Dịch vụ” từ 60,0% thành 75,0%" in chart.alt


def test_flows_tell_the_stock_and_what_came_and_went():
    chart = flows(FLOWS, lang="vi", title="Doanh nghiệp")
    assert chart.alt == ("Doanh nghiệp: từ 250 (năm 2025) đến 358 (năm 2026); thành lập mới 40, "
                         "chuyển đổi từ hộ kinh doanh 90, rút lui khỏi thị trường 22.")


def test_the_scorecard_picture_names_the_most_and_the_least_likely(assessment, programme):
    chart = scorecard_chart(assessment, programme, lang="en", title="Chances")
    assert ("4 targets, from under 1% (“Active enterprises per 1,000 inhabitants”) to 84% (“Share "
            "of population covered by health insurance”); 3 of them are below 50%") in chart.alt
    nothing = scorecard_chart(assessment.head(1), programme, lang="en", title="Chances")
    assert nothing.alt == "Chances: no target has a probability yet."


def test_a_timeline_sums_the_land_and_shows_the_delay(programme):
    on_time = timeline(programme.projects, lang="vi", title="Dự án")
    assert on_time.alt == ("Dự án: 11 dự án có thời hạn, 2024–2028; diện tích cần giải phóng mặt "
                           "bằng 181,37 ha.")
    assert on_time.notes == ("Số dự án Chương trình chưa ghi thời hạn: 2.",)
    late = timeline(programme.projects, lang="vi", title="Dự án", delay_years=1.5)
    assert late.alt.endswith("Nếu chậm 1,5 năm, dự án cuối cùng kết thúc năm 2030.")

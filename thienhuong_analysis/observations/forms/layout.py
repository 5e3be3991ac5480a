"""What a yearly form looks like: sheets, headings and words, the same for its writer and its reader."""

from dataclasses import dataclass

FORMAT, VERSION = "thienhuong-form", "1"
MARK = "thienhuong"
"""The hidden sheet by which a form is known, whatever its file is called."""


@dataclass(frozen=True)
class Layout:
    """A form's words in one language.

    Args
        sheets, fields, indicators, tasks : dict  part -> its name, label or heading
        statuses, states : dict  what is chosen from a list -> what it stands for
        milestone : tuple of str  met, not met
        units : dict  canonical unit, or indicator that is counted -> how officials write it
        prefix : str  how file names begin
    """

    sheets: dict[str, str]
    fields: dict[str, str]
    indicators: dict[str, str]
    tasks: dict[str, str]
    statuses: dict[str, str]
    states: dict[str, str]
    milestone: tuple[str, str]
    units: dict[str, str]
    prefix: str

    def unit(self, indicator: str, canonical: str) -> str:
        """Return the unit that an indicator is written in; empty where it is simply counted.

        Example
            >>> LAYOUTS["vi"].unit("enterprises", "count"), LAYOUTS["vi"].unit("grdp", "billion_vnd")
            ('doanh nghiệp', 'tỷ đồng')
        """
        return self.units.get(indicator) or self.units.get(canonical, "")


LAYOUTS = {
    "vi": Layout(
        {"guide": "Hướng dẫn", "indicators": "Chỉ tiêu", "tasks": "Nhiệm vụ", "remarks": "Kiến nghị"},
        {"day": "Ngày báo cáo", "author": "Người lập biểu",
         "difficulties": "Khó khăn, vướng mắc", "proposals": "Đề xuất, kiến nghị"},
        {"id": "Mã", "name": "Chỉ tiêu", "breakdown": "Khu vực, nhóm", "unit": "Đơn vị tính",
         "asked": "Chỉ tiêu của Chương trình", "before": "Số liệu năm trước",
         "milestone": "Mốc năm nay", "value": "Giá trị", "status": "Trạng thái", "note": "Ghi chú"},
        {"id": "Mã", "name": "Nhiệm vụ", "timing": "Thời gian thực hiện", "product": "Sản phẩm",
         "before": "Tình trạng năm trước", "state": "Tình trạng", "note": "Ghi chú"},
        {"chính thức": "actual", "sơ bộ": "preliminary", "ước tính": "estimate"},
        {"chưa thực hiện": "not_begun", "đang thực hiện": "going_on", "hoàn thành": "done",
         "chậm tiến độ": "late"},
        ("đạt", "chưa đạt"),
        {"billion_vnd": "tỷ đồng", "million_vnd": "triệu đồng", "fraction": "%", "persons": "người",
         "households": "hộ", "hectares": "ha", "square_km": "km2",
         "per_1000_people": "doanh nghiệp/1.000 dân", "enterprises": "doanh nghiệp",
         "household_businesses": "cơ sở", "household_business_conversions": "cơ sở",
         "none": "đạt/chưa đạt"}, "bieu-mau"),
    "en": Layout(
        {"guide": "Instructions", "indicators": "Indicators", "tasks": "Tasks", "remarks": "Remarks"},
        {"day": "Day of the report", "author": "Prepared by",
         "difficulties": "Difficulties and obstacles", "proposals": "Proposals and requests"},
        {"id": "Code", "name": "Indicator", "breakdown": "Sector or group", "unit": "Unit",
         "asked": "Asked by the programme", "before": "Last year's figure",
         "milestone": "Milestone this year", "value": "Value", "status": "Status", "note": "Comment"},
        {"id": "Code", "name": "Task", "timing": "Timing", "product": "Product",
         "before": "State last year", "state": "State", "note": "Comment"},
        {"actual": "actual", "preliminary": "preliminary", "estimate": "estimate"},
        {"not begun": "not_begun", "going on": "going_on", "done": "done", "late": "late"},
        ("done", "not yet"),
        {"billion_vnd": "billion VND", "million_vnd": "million VND", "fraction": "%",
         "persons": "people", "households": "households", "hectares": "ha", "square_km": "km2",
         "per_1000_people": "enterprises/1,000 people", "enterprises": "enterprises",
         "none": "done/not yet"}, "form"),
}


def code(indicator: str, breakdown: str) -> str:
    """Return how a form calls one figure.

    Example
        >>> code("grdp", "services"), code("population", "total")
        ('grdp/services', 'population')
    """
    return indicator if breakdown == "total" else f"{indicator}/{breakdown}"

"""A small root made by hand: five indicators, two places, three sources, one assumption."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import settings

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import Findings, Normalized, check_figures, normalize
from thienhuong_analysis.observations.schema import OBSERVATION_COLUMNS

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")

TABLES = {
    "programme/indicators.csv": """\
indicator_id,name_vi,name_en,unit,kind,better,lead_unit
enterprises,Số doanh nghiệp,Active enterprises,count,count,higher,economy
poverty_rate,Tỷ lệ hộ nghèo,Poverty rate,fraction,share,lower,culture
budget_revenue,Thu ngân sách,Budget revenue,billion_vnd,growth,higher,economy
drug_free_ward,Phường không ma túy,Drug-free ward,none,milestone,higher,police
population,Dân số,Population,persons,level,keep,office
""",
    "reference/indicators.csv": """\
indicator_id,name_vi,name_en,unit,kind,better
grdp_growth,Tốc độ tăng GRDP,Growth of GRDP,fraction,ratio,higher
""",
    "reference/localities.csv": """\
locality,name_vi,name_en,note
thienhuong,Phường Thiên Hương,Thiên Hương ward,
vietnam,Việt Nam,Viet Nam,
""",
    "reference/sources.csv": """\
source,title,publisher,url,published,grade,note
office,Niên giám,Cục Thống kê,,2026-01-31,H,
paper,Một tờ báo,Báo,,,M,
blog,Một trang mạng,,,,L,
""",
    "thienhuong/assumptions.csv": """\
assumption,name_vi,name_en,value,low,high,unit,reason_vi,reason_en,source
exit_rate,Tỷ lệ rút lui,Exit rate,0.09,0.06,0.2,fraction,giả định,assumed,office;paper
""",
}
CONSTANTS = "{locality: thienhuong, status: actual, source: office, as_of: 2026-01-31}"


@dataclass
class Root:
    """A root in a temporary folder, to write raw files into."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Write ``data/raw/NAME``."""
        path = self.path / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def table(self, content: str | bytes, keys: str = "", *, name: str = "so-lieu.csv") -> None:
        """Write a CSV of the columns Chỉ tiêu, Năm, Giá trị, Đơn vị and declare it."""
        self.write(f"thienhuong/{name}", content)
        self.declare(f"""\
files:
  - file: {name}
    columns: {{indicator: Chỉ tiêu, period: Năm, value: Giá trị, unit: Đơn vị}}
    constants: {CONSTANTS}
    decimal: vi
{keys}""")

    def declare(self, text: str) -> None:
        """Write the declaration of ``data/raw/thienhuong``."""
        self.write("thienhuong/sources.yaml", text)

    def excel(
        self,
        name: str,
        rows: list[list[object]],
        *,
        sheet: str = "Số liệu",
        formats: dict[tuple[int, int], str] | None = None,
    ) -> None:
        """Write a workbook of one sheet; a text that begins with = becomes a formula."""
        path = self.path / "data" / "raw" / "thienhuong" / name
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet(sheet)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    number_format = (formats or {}).get((i, j))
                    page.write(
                        i, j, cell, number_format and book.add_format({"num_format": number_format})
                    )

    def normalize(self) -> Normalized:
        """Normalize the root, all of whose files must be usable."""
        return normalize(Folder(self.path)).usable()


@pytest.fixture
def root(tmp_path: Path) -> Root:
    made = Root(tmp_path)
    for name, content in TABLES.items():
        made.write(name, content)
    return made


KINDS = {
    "enterprises": ("count", "count"), "population": ("persons", "level"),
    "households": ("households", "level"), "poor_households": ("households", "count"),
    "near_poor_households": ("households", "count"),
    "poor_and_near_poor_households": ("households", "count"), "poverty_rate": ("fraction", "share"),
    "grdp": ("billion_vnd", "growth"), "grdp_share": ("fraction", "share"),
    "grdp_growth": ("fraction", "ratio"), "budget_revenue": ("billion_vnd", "growth"),
    "enterprises_per_1000": ("per_1000_people", "ratio"), "area": ("square_km", "level"),
    "enterprise_exits": ("count", "flow"), "drug_free_ward": ("none", "milestone"),
}


@pytest.fixture(scope="session")
def accepted() -> Callable[..., pd.DataFrame]:
    """A function that makes accepted figures, as the checks get them, from what differs in each."""

    def make(*rows: dict[str, object]) -> pd.DataFrame:
        made = []
        for line, row in enumerate(rows, start=2):
            unit, kind = KINDS[str(row.get("indicator", "enterprises"))]
            period = str(row.get("period", "2025"))
            made.append({
                "locality": "thienhuong", "indicator": "enterprises", "breakdown": "total",
                "period": period, "year": int(period[:4]), "value": 250.0, "unit": unit,
                "status": "actual", "as_of": date(int(period[:4]) + 1, 1, 31), "source": "office",
                "file": "thienhuong/a.csv", "cell": f"thienhuong/a.csv:{line}", "text": "",
                "bound": "", "kind": kind} | row)
        frame = pd.DataFrame(made, columns=[*OBSERVATION_COLUMNS, "file", "text", "bound", "kind"])
        return frame.astype({"value": float, "year": int, "as_of": object})

    return make


@pytest.fixture(scope="session")
def found(accepted) -> Callable[..., list[tuple[str, str, str, str]]]:
    """A function that returns check, severity, cell and sentence of what is found in such figures."""

    def find(*rows: dict[str, object], frame: pd.DataFrame | None = None,
             definitions: pd.DataFrame | None = None,
             breaks: pd.DataFrame | None = None) -> list[tuple[str, str, str, str]]:
        findings = Findings()
        nothing = pd.DataFrame(columns=["indicator", "definition", "from_year", "to_year", "source"])
        unmarked = pd.DataFrame({"indicator": [], "year": []})
        check_figures(accepted(*rows) if frame is None else frame, findings,
                      nothing if definitions is None else definitions,
                      unmarked if breaks is None else breaks)
        return [(row.check, row.severity, row.cell, row.message.format(**row.values))
                for row in findings.table().itertuples()]

    return find

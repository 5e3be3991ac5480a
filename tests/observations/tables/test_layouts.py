"""Long and wide tables become one row a figure; titles, separators and notes stay out."""

import pandas as pd
import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.metadata.declaration import Table
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.tables.layouts import raw_figures
from thienhuong_analysis.observations.tables.raw import RawFigures
from thienhuong_analysis.observations.values.numerals import Cell

CONSTANTS = {
    "locality": "thienhuong",
    "status": "actual",
    "source": "office",
    "as_of": "2026-01-31",
}
LONG = Table(
    file="a.csv",
    columns={"indicator": "Chỉ tiêu", "period": "Năm", "value": "Giá trị"},
    constants=CONSTANTS,
)
WIDE = Table(
    file="a.csv",
    layout="wide",
    columns={"indicator": "Chỉ tiêu", "unit": "Đơn vị"},
    constants=CONSTANTS,
)


NAMES = {"indicator": ["Chỉ tiêu"], "value": ["Giá trị", "Số liệu"], "unit": ["Đơn vị tính", "ĐVT"]}


def grid(*rows: list[Cell]) -> Grid:
    return Grid("w/a.csv", list(rows), list(range(1, len(rows) + 1)))


def tabled(raw: RawFigures) -> pd.DataFrame:
    """Return raw figures as a frame, a column a role."""
    values = raw.values if isinstance(raw.values, list) else raw.values.to_pylist()
    return pd.DataFrame({"cell": raw.cells.to_pylist(), "value": values,
                         **{role: texts.array() for role, texts in raw.said.items()}})


def figures(table: Table, *rows: list[Cell]) -> pd.DataFrame:
    return tabled(raw_figures([grid(*rows)], table, NAMES))


def test_a_long_table_gives_one_figure_a_row() -> None:
    raw = figures(
        LONG,
        ["Chỉ tiêu", "Năm", "Giá trị"],
        ["Dân số", "2025", "45.140"],
        ["Số hộ", 2025.0, 12850.0],
    )
    assert raw[["cell", "indicator", "period", "value", "locality"]].to_numpy().tolist() == [
        ["w/a.csv:2", "Dân số", "2025", "45.140", "thienhuong"],
        ["w/a.csv:3", "Số hộ", "2025", 12850.0, "thienhuong"],
    ]


def test_a_wide_table_gives_one_figure_a_row_and_year() -> None:
    raw = figures(
        WIDE,
        ["Chỉ tiêu", "Đơn vị", 2025.0, "Năm 2026", "2026-H1"],
        ["Dân số", "người", 1.0, 2.0, ""],
    )
    assert raw[["cell", "period", "unit", "value"]].to_numpy().tolist() == [
        ["w/a.csv:2:C", "2025", "người", 1.0],
        ["w/a.csv:2:D", "2026", "người", 2.0],
        ["w/a.csv:2:E", "2026-H1", "người", ""],
    ]


def test_the_header_is_found_below_titles_whatever_its_case_marks_and_spaces() -> None:
    raw = figures(
        LONG,
        ["BÁO CÁO"],
        [],
        ["", " CHI TIEU", "năm\u00a0", "Giá  trị"],
        ["", "Dân số", "2025", "1"],
    )
    assert raw["cell"].tolist() == ["w/a.csv:4"]


def test_a_declared_header_row_is_the_only_one_that_counts() -> None:
    rows: list[list[Cell]] = [
        ["Chỉ tiêu", "Năm", "Giá trị"],
        ["a", "2024", "1"],
        ["Chỉ tiêu", "Năm", "Giá trị"],
        ["b", "2025", "2"],
    ]
    assert figures(LONG.model_copy(update={"header_row": 3}), *rows)["indicator"].tolist() == ["b"]
    with pytest.raises(
        ObservationError, match=r"row 2 is not the header; correct header_row or leave it out"
    ):
        figures(LONG.model_copy(update={"header_row": 2}), *rows)


def test_the_separator_is_the_one_that_gives_the_header() -> None:
    wrong = grid(["Chỉ tiêu;Năm;Giá trị"], ["Dân số;2025;1", "5"])
    right = grid(["Chỉ tiêu", "Năm", "Giá trị"], ["Dân số", "2025", "1,5"])
    assert raw_figures([wrong, right], LONG).values == ["1,5"]


def test_rows_that_break_off_are_an_error_where_the_separator_is_the_right_one() -> None:
    damage = ObservationError("{file}:2: broken", file="w/a.csv")
    header: list[Cell] = ["Chỉ tiêu", "Năm", "Giá trị"]
    with pytest.raises(ObservationError, match=r"w/a.csv:2: broken"):
        raw_figures([Grid("w/a.csv", [header], [1], damage=damage)], LONG)
    wrong = Grid("w/a.csv", [["Chỉ tiêu;Năm;Giá trị"]], [1], damage=damage)
    assert len(raw_figures([wrong, grid(header, ["a", "2025", "1"])], LONG)) == 1


def test_empty_rows_and_short_rows_are_no_figures_but_a_named_row_without_one_is() -> None:
    raw = figures(
        LONG,
        ["Chỉ tiêu", "Năm", "Giá trị"],
        [],
        ["", "", ""],
        ["Dân số"],
        ["", "2025", "..."],
        ["", "2025", "5"],
    )
    assert raw["cell"].tolist() == ["w/a.csv:4", "w/a.csv:6"]
    assert raw["value"].tolist() == ["", "5"]


@pytest.mark.parametrize(
    ("table", "rows", "sentence"),
    [
        (
            LONG,
            [["Chỉ tiêu", "Năm", "Trị giá"]],
            'w/a.csv: no row holds the column "Giá trị"; did you mean Trị giá',
        ),
        (LONG, [], "a.csv is empty; fill it in or take it out of sources.yaml"),
        (LONG, [["x"]], 'no row holds the column "Chỉ tiêu"'),
        (
            LONG,
            [["Chỉ tiêu", "Năm", "Giá trị", "giá trị"]],
            'two columns are headed "Giá trị"; rename one of them',
        ),
        (WIDE, [["Chỉ tiêu", "Đơn vị", "2025", "2025"]], 'two columns are headed "2025"'),
        (
            WIDE,
            [["Chỉ tiêu", "Đơn vị", "Giá trị"]],
            "declared wide, but no column is headed by a year",
        ),
    ],
)
def test_a_table_that_is_not_as_declared_is_one_sentence(
    table: Table, rows: list[list[Cell]], sentence: str
) -> None:
    with pytest.raises(ObservationError, match=sentence):
        figures(table, *rows)

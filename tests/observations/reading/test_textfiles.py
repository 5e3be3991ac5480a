"""A long text file read in bulk gives the rows that it gives when it is read row by row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading import textfiles
from thienhuong_analysis.observations.reading.grids import Grid
from thienhuong_analysis.observations.reading.textfiles import read_text

CELL = st.sampled_from(["a", "", "1,5", '"x;y"', '"q""q"', "Phường", '"n\nn"', "1.234"])
ROW = st.lists(CELL, min_size=3, max_size=3) | st.lists(CELL, max_size=5)


def rows_of(grid: Grid) -> list[tuple[int, list[str]]]:
    """Return line and cells of every row that holds anything, in the order of the lines."""
    rows = [(line, [str(cell) for cell in row]) for line, row in zip(grid.lines, grid.rows, strict=True)]
    if grid.tail is not None:
        columns = [column.to_pylist() for column in grid.tail.columns]
        rows += [
            (int(line), list(row))
            for line, row in zip(grid.tail_lines, zip(*columns, strict=True), strict=True)
        ]
    return sorted(row for row in rows if any(row[1]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(ROW, max_size=25), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_in_bulk_and_row_by_row_are_the_same(
    tmp_path: Path, rows: list[list[str]], end: str, closed: bool
) -> None:
    text = end.join(";".join(row) for row in rows) + (end if closed else "")
    (tmp_path / "a.csv").write_bytes(text.encode())
    by_row = rows_of(list(read_text(tmp_path / "a.csv", "a.csv"))[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textfiles, "_LONG", 0)
        patch.setattr(textfiles, "_HEAD_LINES", 3)
        in_bulk = rows_of(list(read_text(tmp_path / "a.csv", "a.csv"))[1].whole())
    assert in_bulk == by_row


def test_a_long_file_is_read_beyond_its_head_with_the_right_lines(tmp_path: Path) -> None:
    lines = ["Năm;Giá trị", *(f"{2000 + i % 30};{i}" for i in range(120_000)), "", "Ghi chú: hết"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    grid = [grid.whole() for grid in read_text(tmp_path / "a.csv", "a.csv")][1]
    assert len(grid.rows) + len(grid.tail_lines) == len(lines) - 1
    places = grid.places(1, [0]).to_pylist()
    assert (places[0], places[-1]) == ("a.csv:1", "a.csv:120001")
    assert grid.column(1, [0]).to_pylist()[-1] == "119999"
    assert (grid.rows[-1], grid.lines[-1]) == (["Ghi chú: hết"], 120003)


def test_a_long_file_with_line_breaks_in_its_cells_and_too_long_for_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("a;b\n" * 300 + 'c;"d\ne"\n', encoding="utf-8")
    monkeypatch.setattr(textfiles, "_LONG", 0)
    assert rows_of([grid.whole() for grid in read_text(tmp_path / "a.csv", "a.csv")][1])[-1] == (
        301,
        ["c", "d\ne"],
    )
    monkeypatch.setattr(textfiles, "_MOST_BY_ROW", 100)
    with pytest.raises(
        ObservationError, match=r"a.csv is too long to be read with line breaks inside its cells"
    ):
        [grid.whole() for grid in read_text(tmp_path / "a.csv", "a.csv")]


def test_a_heading_far_down_a_long_file_ends_its_table(root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfiles, "_LONG", 0)
    monkeypatch.setattr(textfiles, "_HEAD_LINES", 3)
    heading, other = "Chỉ tiêu;Năm;Giá trị;Đơn vị", "Chỉ tiêu;Năm;Kế hoạch;Đơn vị"
    figures = [f"Dân số;{year};{year};người" for year in range(2001, 2010)]
    root.table("\n".join([heading, *figures[:4], heading, *figures[4:7], other, *figures[7:], ""]))
    found = root.normalize()
    assert found.observations["value"].tolist() == list(range(2001, 2008))
    told = [text.format(**values) for text, values in zip(
        found.quality["message"], found.quality["values"], strict=True)]
    assert any(text.startswith("another heading stands in row 10; nothing below it") for text in told)


def test_an_odd_row_with_a_huge_cell_is_one_sentence(root) -> None:
    text = "Chỉ tiêu;Năm;Giá trị;Đơn vị\n" + "Dân số;2024;38250;người\n" * 50_000
    root.table(text + "Dân số;2024;38250;người;" + "x" * 140_000 + "\n")
    with pytest.raises(ObservationError, match=r"so-lieu\.csv:50002: field larger than field limit"):
        root.normalize()

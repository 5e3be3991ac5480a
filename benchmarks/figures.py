"""One million rows of Vietnamese-formatted CSV, normalised, against pandas reading the same file as text.

Prints the median seconds of each and their ratio, measured in turn in one run.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import normalize
from thienhuong_analysis.observations.metadata.declaration import read_declaration
from thienhuong_analysis.observations.metadata.reference import read_reference
from thienhuong_analysis.observations.normalize import read_figures
from thienhuong_analysis.observations.validation.judge import Judge

DECLARATION = """\
files:
  - file: figures.csv
    columns: {locality: Địa phương, indicator: Chỉ tiêu, breakdown: Khu vực, period: Năm, value: Giá trị,
              unit: Đơn vị tính, status: Trạng thái, as_of: Ngày có số liệu}
    constants: {source: sample}
"""
HEADING = "Địa phương;Chỉ tiêu;Khu vực;Năm;Giá trị;Đơn vị tính;Trạng thái;Ngày có số liệu\n"
INDICATORS = [
    ("Dân số", "người", 0),
    ("Số hộ dân", "hộ", 0),
    ("Số doanh nghiệp đang hoạt động", "doanh nghiệp", 0),
    ("Thu ngân sách nhà nước trên địa bàn", "tỷ đồng", 2),
    ("Thu nhập bình quân đầu người", "nghìn đồng", 1),
]
PLACES = ["Phường Thiên Hương", "Phường Hòa Bình", "Phường Thủy Nguyên", "Việt Nam"]


def write_figures(path: Path, rows: int) -> None:
    """Write invented series of thirty years, each of a place, indicator and group; the same every time."""
    drawn = random.Random(1)
    levels: dict[int, float] = {}
    with path.open("w", encoding="utf-8") as opened:
        opened.write(HEADING)
        for i in range(rows):
            name, unit, digits = INDICATORS[i % 5]
            series = i // 600 * 20 + i % 20
            levels[series] = levels.get(series, drawn.uniform(1000, 1e6)) * drawn.uniform(0.95, 1.15)
            number = f"{levels[series]:,.{digits}f}".translate(str.maketrans(",.", ".,"))
            opened.write(
                f"{PLACES[i // 5 % 4]};{name};nhom_{i // 600};{1996 + i // 20 % 30};{number};{unit};"
                "chính thức;2026-01-31\n"
            )


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--repeats", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data" / "raw" / "thienhuong"
        place.mkdir(parents=True)
        write_figures(place / "figures.csv", given.rows)
        (place / "sources.yaml").write_text(DECLARATION, encoding="utf-8")
        (place / "assumptions.csv").write_bytes(
            Folder(Path(__file__).parents[1]).find("data/raw/thienhuong/assumptions.csv").read_bytes()
        )
        root = Folder(Path(folder))
        reference = read_reference(root)
        [table] = read_declaration(place / "sources.yaml", "sources.yaml")
        judge = Judge(reference)

        def text() -> None:
            pd.read_csv(place / "figures.csv", sep=";", dtype=str)

        def figures() -> None:
            raw = read_figures(place / "figures.csv", "figures.csv", table, {})
            assert (judge(raw)["state"] == "accepted").sum() == given.rows

        def whole() -> None:
            assert normalize(root).files["accepted"].max() == given.rows

        times = [(seconds(text), seconds(figures), seconds(whole)) for _ in range(given.repeats + 1)][1:]
    base, read, all_of_it = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{given.rows:,} rows, median of {given.repeats}")
    print(f"pandas.read_csv(dtype=str)           {base:6.2f} s")
    print(f"read, numbers and units, judged      {read:6.2f} s   {read / base:4.2f} times")
    print(f"normalize: the same, sorted, checked {all_of_it:6.2f} s   {all_of_it / base:4.2f} times")


if __name__ == "__main__":
    main()

"""A workbook of 20,000 x 10 cells, two columns in percent: read_sheet against pandas with openpyxl."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import xlsxwriter

from thienhuong_analysis.observations.reading.workbooks import read_sheet

ROWS, REPEATS = 20_000, 7


def made(path: Path) -> Path:
    """Return a workbook of three columns of text, two of percent and five of numbers."""
    chance = random.Random(1)
    with xlsxwriter.Workbook(str(path)) as book:
        percent = book.add_format({"num_format": "0.0%"})
        page = book.add_worksheet("Số liệu mẫu")
        for row in range(ROWS):
            for column in range(3):
                page.write_string(row, column, f"Chỉ tiêu {chance.randrange(5000)}")
            for column in range(3, 10):
                if column in (5, 7):
                    page.write_number(row, column, chance.random(), percent)
                else:
                    page.write_number(row, column, chance.random() * 1e5)
    return path


def seconds(read: Callable[[], object]) -> float:
    """Return how long one reading takes."""
    start = time.perf_counter()
    read()
    return time.perf_counter() - start


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        book = made(Path(folder) / "book.xlsx")
        readers = {
            "read_sheet": lambda: read_sheet(book, book.name),
            "pandas with openpyxl": lambda: pd.read_excel(book, engine="openpyxl", header=None),
        }
        times = {name: [seconds(read)] for name, read in readers.items()}  # the first loads the libraries
        for _ in range(REPEATS):
            for name, read in readers.items():
                times[name].append(seconds(read))
    medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    for name, median in medians.items():
        print(f"{name:22} {median:.3f} s")
    ours, theirs = medians.values()
    print(f"{theirs / ours:.1f} times faster")

"""Tables as files: CSV, Parquet or Excel by the name's ending."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from thienhuong_analysis.errors import FolderError
from thienhuong_analysis.folder import whole
from thienhuong_analysis.observations.text import neutral

_SHEET = 1_048_576
"""Rows of an Excel sheet, its heading among them."""


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a tidy table; the same table gives the same bytes.

    Raises
        FolderError: another ending than .csv, .parquet or .xlsx, or the file cannot be written
    """
    if path.suffix not in (".csv", ".parquet", ".xlsx"):
        raise FolderError("{file} must end in .csv, .parquet or .xlsx", file=path)
    if path.suffix == ".xlsx" and len(table) >= _SHEET:
        raise FolderError("{file}: {count} rows are more than an Excel sheet holds; write .parquet or .csv",
                          file=path, count=len(table))
    with whole(path) as beside:
        if path.suffix == ".csv":
            texts = table.select_dtypes(["object", "str"]).columns
            table = table.assign(**{name: table[name].map(neutral, na_action="ignore") for name in texts})
            table.to_csv(beside, index=False, encoding="utf-8", lineterminator="\n")
        elif path.suffix == ".parquet":
            table.to_parquet(beside, index=False)
        else:
            _write_workbook(table, beside)


def _write_workbook(table: pd.DataFrame, path: Path) -> None:
    """Text stays text: nothing that begins with = becomes a formula."""
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as writer:
        writer.book.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
        table.to_excel(writer, sheet_name="projection", index=False, freeze_panes=(1, 0))
        writer.sheets["projection"].autofilter(0, 0, len(table), len(table.columns) - 1)

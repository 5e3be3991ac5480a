"""Makes the files of the corpus that no text editor writes; run it only to change them.

The old encodings come from iconv, ``.xls`` and ``.ods`` from LibreOffice, which need not be there to
run the tests. Plain text and ``protected.xls`` (LibreOffice, password) were written by hand.
"""

import csv
import io
import subprocess
import tempfile
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlsxwriter

FILES = Path(__file__).parent / "files"

TABLE = [["Chỉ tiêu", "Năm", "Giá trị", "Đơn vị tính"],
         ["Số hộ nghèo", "2025", "86", "hộ"],
         ["Tỷ lệ hộ nghèo", "2025", "0,72", "%"],
         ["Thu ngân sách nhà nước trên địa bàn", "2025", "1.234,5", "tỷ đồng"]]


def encodings() -> None:
    """Write one table in the encodings that offices have."""
    commas, tabs = _text(",", "\n"), _text("\t", "\r\n")
    (FILES / "utf16-le.txt").write_bytes(tabs.encode("utf-16"))
    (FILES / "utf16-be-no-mark.csv").write_bytes(commas.encode("utf-16-be"))
    (FILES / "utf8-nfd.csv").write_bytes(unicodedata.normalize("NFD", commas).encode())
    (FILES / "cp1258.csv").write_bytes(_iconv(commas, "CP1258"))
    (FILES / "tcvn3.csv").write_bytes(_iconv(commas, "TCVN"))
    (FILES / "viscii.csv").write_bytes(_iconv(commas, "VISCII"))
    (FILES / "vni.csv").write_bytes(
        "Chæ tieâu,Naêm,Giaù trò,Ñôn vò tính\n"
        "Soá hoä ngheøo,2025,86,hoä\nPhöôøng Thieân Höông,2025,1,ngöôøi\n"
        .encode("latin-1"))
    (FILES / "nuls.csv").write_bytes(b"\0" * 4096)
    (FILES / "utf8-bom.csv").write_bytes(_text(",", "\r\n").encode("utf-8-sig"))


def workbooks() -> None:
    """Write workbooks made for printing, and those whose cells are not what they seem."""
    _printed(FILES / "printed.xlsx")
    _cells(FILES / "cells.xlsx")
    _sheets(FILES / "sheets.xlsx")
    _two_row_headings(FILES / "two-row-headings.xlsx")
    _merged_districts(FILES / "merged-districts.xlsx")
    _merged_labels(FILES / "merged-labels.xlsx")
    _vntime(FILES / "vntime.xlsx")
    book = openpyxl.Workbook()
    for row in (["Chỉ tiêu", "Năm", "Giá trị", "Đơn vị tính"], ["Số hộ nghèo", 2025, "=80+6", "hộ"],
                ["Số hộ cận nghèo", 2025, 120, "hộ"]):
        book.active.append(row)
    book.save(FILES / "never-calculated.xlsx")
    with tempfile.TemporaryDirectory() as folder:
        _printed(Path(folder) / "printed.xlsx")
        for kind in ("xls", "ods"):
            subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", str(FILES),
                            f"{folder}/printed.xlsx"], check=True, capture_output=True)


def _printed(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page, share = book.add_worksheet("Biểu 01"), book.add_format({"num_format": "0.00%"})
        page.merge_range("A1:C1", "UBND PHƯỜNG THIÊN HƯƠNG")
        page.merge_range("D1:G1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        page.merge_range("A3:G3", "BIỂU SỐ 01: MỘT SỐ CHỈ TIÊU KINH TẾ - XÃ HỘI NĂM 2025, ƯỚC NĂM 2026")
        page.merge_range("A5:A6", "STT")
        page.merge_range("B5:B6", "Chỉ tiêu")
        page.merge_range("C5:C6", "Đơn vị tính")
        page.merge_range("D5:E5", "Thực hiện")
        page.write("F5", "Ước thực hiện")
        page.write_row("D6", [2024, 2025, 2026])
        page.merge_range("G5:G6", "Ghi chú")
        page.write_row("A7", ["A", "B", "C", 1, 2, 3, 4])
        page.merge_range("A8:G8", "I. KINH TẾ")
        page.write_row("A9", [1, "Thu NSNN trên địa bàn", "Tỷ đồng", 270, 290.5, 315, "vượt dự toán"])
        page.write_row("A10", [2, "Số DN đang hoạt động", "DN", "...", 250, 310])
        page.merge_range("A11:G11", "II. XÃ HỘI")
        page.write_row("A12", [3, "Tỷ lệ hộ nghèo", "%"])
        page.write_row("D12", [0.0081, 0.0072, 0.0068], share)
        page.write("A14", "Nguồn: số liệu mẫu")


def _cells(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page, share = book.add_worksheet("Số liệu"), book.add_format({"num_format": "0%"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row("A1", ["Chỉ tiêu", "Năm", "Giá trị", "Đơn vị tính"])
        page.write_row("A2", ["Tỷ lệ giải ngân", 2025])
        page.write_number("C2", 0.97, share)
        page.write_row("A3", ["Tỷ lệ giải ngân", 2026, 98, "%"])
        page.write_row("A4", ["Tỷ lệ hộ nghèo", 2025])
        page.write_number("C4", 0.0072, share)
        page.write("D4", "%")
        page.write_row("A5", ["Thu NSNN", 2025])
        page.write_string("C5", "1.290,5")
        page.write("D5", "tỷ đồng")
        page.write_string("A6", "Số hộ")
        page.write_string("B6", "2025")
        page.write_string("C6", "11950")
        page.write("D6", "hộ")
        page.write_row("A7", ["Số hộ nghèo"])
        page.write_datetime("B7", datetime(2025, 9, 30), day)
        page.write_row("C7", [90, "hộ"])
        page.write_row("A8", ["Số hộ nghèo", 2025])
        page.write_formula("C8", "=80+6", None, 86)
        page.write("D8", "hộ")
        page.write_row("A9", ["Số hộ nghèo", 2026])
        page.write_formula("C9", "=1/0", None, "#DIV/0!")
        page.write("D9", "hộ")
        page.write_row("A10", ["Số hộ cận nghèo", 2025])
        page.write_boolean("C10", True)
        page.write("D10", "hộ")
        page.write_row("A11", ["Số hộ cận nghèo", 2026])
        page.write_string("C11", "=cmd|'/c calc'!A1")
        page.write("D11", "hộ")
        page.write_row("A12", ["Số DN đang hoạt động", 2025])
        page.write_datetime("C12", datetime.combine(date(2025, 5, 2), datetime.min.time()), day)
        page.write("D12", "DN")
        page.write_row("A13", ["Dân số", 2025, 45.14, "nghìn người"])


def _sheets(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        hidden, first, second = (book.add_worksheet(name) for name in ("Nháp", "Quý I", "Quý II"))
        for page, values in ((hidden, (1, 1)), (first, (86, 120)), (second, (84, 118))):
            page.write_row("A1", ["Chỉ tiêu", "Giá trị"])
            page.write_row("A2", ["Số hộ nghèo", values[0]])
            page.write_row("A3", ["Số hộ cận nghèo", values[1]])
        hidden.hide()
        first.activate()
        first.set_first_sheet()


def _two_row_headings(path: Path) -> None:
    """Write tables whose lower heading row says what the figures below one year are."""
    below = {"So với": ["Kế hoạch", "Thực hiện", "So với KH (%)"],
             "6 tháng": ["Kế hoạch giao", "Thực hiện 6 tháng"],
             "Nữ": ["Trong đó: nữ", "Tổng số"], "Quý": ["Quý I", "Quý II"]}
    figures = {"So với": ["Tỷ lệ giải ngân", "%", 95, 47.5, 50],
               "6 tháng": ["Thu NSNN trên địa bàn", "tỷ đồng", 900, 410],
               "Nữ": ["Dân số", "người", 22900, 45140], "Quý": ["Thu NSNN trên địa bàn", "tỷ đồng", 80, 90]}
    with xlsxwriter.Workbook(str(path)) as book:
        for name, texts in below.items():
            page = book.add_worksheet(name)
            page.merge_range(0, 0, 1, 0, "Chỉ tiêu")
            page.merge_range(0, 1, 1, 1, "Đơn vị tính")
            page.merge_range(0, 2, 0, 1 + len(texts), "Năm 2026")
            page.write_row(1, 2, texts)
            page.write_row(2, 0, figures[name])


def _merged_districts(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write("A1", "Dân số theo huyện và giới tính")
        page.write_row("A2", ["Huyện", "Giới tính", 2023])
        page.merge_range("A3:A4", "An Dương")
        page.merge_range("A5:A6", "Kiến Thụy")
        page.write_column("B3", ["Nam", "Nữ", "Nam", "Nữ"])
        page.write_column("C3", [1000, 900, 2000, 1900])


def _merged_labels(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row("A1", ["Chỉ tiêu", "Khu vực", 2025, 2026])
        page.merge_range("A2:A4", "GRDP")
        page.write_column("B2", ["Nông nghiệp, thủy sản", "Công nghiệp - Xây dựng", "Dịch vụ"])
        page.write_column("C2", [45.5, 812, 310])
        page.write_column("D2", [46, 900.5, 345])


def _vntime(path: Path) -> None:
    def old(text: str) -> str:
        return _iconv(text, "TCVN").decode("latin-1")

    with xlsxwriter.Workbook(str(path)) as book:
        page, font = book.add_worksheet("Bieu 1"), book.add_format({"font_name": ".VnTime"})
        page.write_row("A1", [old(text) for text in ("Chỉ tiêu", "Năm", "Giá trị", "Đơn vị tính")], font)
        page.write_row("A2", [old("Số hộ nghèo"), 2025, 86, old("hộ")], font)
        page.write_row("A3", [old("Thu ngân sách nhà nước trên địa bàn"), 2025, 290.5, old("tỷ đồng")], font)


def hostile() -> None:
    """Write workbooks that are damaged, locked or made to fill the memory."""
    whole = (FILES / "printed.xlsx").read_bytes()
    (FILES / "truncated.xlsx").write_bytes(whole[:len(whole) // 2])
    (FILES / "renamed.xlsx").write_bytes(_text(",", "\n").encode())
    (FILES / "web-page.xls").write_text(
        "<html><body><table><tr><td>Chỉ tiêu</td><td>Năm</td></tr></table></body></html>\n", encoding="utf-8")
    with xlsxwriter.Workbook(str(FILES / "million-rows.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row("A1", ["Chỉ tiêu", "Năm", "Giá trị", "Đơn vị tính"])
        page.write_row("A2", ["Số hộ nghèo", 2025, 86, "hộ"])
        page.write("D1048576", "hết")
    _bomb(FILES / "bomb.xlsx")


def _bomb(path: Path) -> None:
    small = io.BytesIO()
    with xlsxwriter.Workbook(small) as book:
        book.add_worksheet().write("A1", 1)
    with (zipfile.ZipFile(small) as source,
          zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target):
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData>", b"<!--" + b" " * 20_000_000 + b"--><sheetData>")
            target.writestr(name, content)


def _text(separator: str, end: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end).writerows(TABLE)
    return written.getvalue()


def _iconv(text: str, encoding: str) -> bytes:
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding], input=text.encode(), check=True,
                          capture_output=True).stdout


if __name__ == "__main__":
    encodings()
    workbooks()
    hostile()

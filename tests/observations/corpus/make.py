"""Makes the files of the corpus that no text editor writes; run it only to change them.

The old encodings come from iconv, ``.xls`` and ``.ods`` from LibreOffice, which need not be there to
run the tests.
"""

import subprocess
import unicodedata
from pathlib import Path

FILES = Path(__file__).parent / "files"

PLAIN = """\
Chỉ tiêu,Năm,Giá trị,Đơn vị tính
Số hộ nghèo,2025,86,hộ
Tỷ lệ hộ nghèo,2025,"0,72",%
Thu ngân sách nhà nước trên địa bàn,2025,"1.234,5",tỷ đồng
"""


def encodings() -> None:
    """Write one table in the encodings that offices have."""
    tabs = PLAIN.replace(",Năm", "\tNăm").replace(",Giá", "\tGiá").replace(",Đơn", "\tĐơn")
    tabs = tabs.replace(',2025,', '\t2025\t').replace(',hộ', '\thộ').replace(',%', '\t%').replace(',tỷ', '\ttỷ')
    (FILES / "utf16-le.txt").write_bytes(tabs.replace('"', "").replace("\n", "\r\n").encode("utf-16"))
    (FILES / "utf16-be-no-mark.csv").write_bytes(PLAIN.encode("utf-16-be"))
    (FILES / "utf8-nfd.csv").write_bytes(unicodedata.normalize("NFD", PLAIN).encode())
    (FILES / "cp1258.csv").write_bytes(_iconv(PLAIN, "CP1258"))
    (FILES / "tcvn3.csv").write_bytes(_iconv(PLAIN, "TCVN"))
    (FILES / "viscii.csv").write_bytes(_iconv(PLAIN, "VISCII"))
    (FILES / "vni.csv").write_bytes(
        "Chæ tieâu,Naêm,Giaù trò,Ñôn vò tính\nSoá hoä ngheøo,2025,86,hoä\nPhöôøng Thieân Höông,2025,1,ngöôøi\n"
        .encode("latin-1"))
    (FILES / "nuls.csv").write_bytes(b"\0" * 4096)
    (FILES / "utf8-bom.csv").write_bytes(PLAIN.replace("\n", "\r\n").encode("utf-8-sig"))


def _iconv(text: str, encoding: str) -> bytes:
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding], input=text.encode(), check=True,
                          capture_output=True).stdout


if __name__ == "__main__":
    encodings()

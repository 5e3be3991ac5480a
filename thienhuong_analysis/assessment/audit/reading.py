"""What the programme's words print: percentages, years, periods, and the numbers of its sections."""

import re

_PERCENT = re.compile(r"(\d+(?:,\d+)?)\s*%")
_YEAR = re.compile(r"(?<![\d/])20\d\d(?!\d)")
_PERIOD = re.compile(r"(?<![\d/])(20\d\d)\s*[-–]\s*(20\d\d)(?!\d)")
_SECTION = re.compile(r"^\s*([IVXLC]+)\.\s+(\S.*?)(?=\n\s*\n|\Z)", re.M | re.S)
_PART = re.compile(r"^\s*B\.\s.*?$(.*?)(?=^\s*C\.\s|\Z)", re.M | re.S)
_ROMAN = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}


def percentages(text: str) -> tuple[float, ...]:
    """Return the percentages that words print, in their order [percent].

    Example
        >>> percentages("BHYT (≥98%), BHXH (>65% LĐ); 10,5%/năm")
        (98.0, 65.0, 10.5)
    """
    return tuple(float(found.replace(",", ".")) for found in _PERCENT.findall(text))


def years(text: str) -> tuple[int, ...]:
    """Return the years that words name one by one, periods left out.

    Example
        >>> years("giai đoạn 2025- 2030, phấn đấu đến năm 2027 được công nhận")
        (2027,)
    """
    return tuple(map(int, _YEAR.findall(_PERIOD.sub(" ", text))))


def period(text: str) -> tuple[int, int] | None:
    """Return the first period that words name, as its first and last year.

    Example
        >>> period("Kế hoạch chuyển đổi số toàn diện của phường giai đoạn 2025- 2030.")
        (2025, 2030)
    """
    found = _PERIOD.search(text)
    return (int(found[1]), int(found[2])) if found else None


def numeral(number: int) -> str:
    """Return a number as a Roman numeral.

    Example
        >>> [numeral(number) for number in (1, 3, 4, 9, 48)]
        ['I', 'III', 'IV', 'IX', 'XLVIII']
    """
    written = ""
    for value, letters in _ROMAN.items():
        written += letters * (number // value)
        number %= value
    return written


def sections(document: str) -> dict[str, str]:
    r"""Return the sections of the programme's part B, numeral -> heading as printed.

    Example
        >>> sections("B. NỘI DUNG\n\nI. KINH TẾ \n\nIII. VĂN HÓA – \nXÃ HỘI\n\nC. TỔ CHỨC THỰC HIỆN")
        {'I': 'I. KINH TẾ', 'III': 'III. VĂN HÓA – XÃ HỘI'}
    """
    part = _PART.search(document)
    return {numeral: f"{numeral}. {' '.join(heading.split())}"
            for numeral, heading in _SECTION.findall(part[1] if part else "")}

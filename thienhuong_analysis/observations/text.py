"""Text as it is compared and written: one Unicode form, single spaces, nothing that runs."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def _(sentence: str) -> str:
    """Return a sentence as it is: the mark by which the catalogues of translations find it."""
    return sentence


def clean(text: str) -> str:
    r"""Return text in NFC, without invisible marks, every run of white space one space.

    Example
        >>> clean("  Dân\u00a0 so\u0302\u0301 ")
        'Dân số'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return text without marks and case; only to match with, never to show or store.

    Example
        >>> fold("Tỷ  Đồng")
        'ty dong'
    """
    return anyascii(clean(text)).casefold()


def alike(text: str, name: str) -> bool:
    """Whether a short word is a name; with marks it is compared mark by mark, for nam is no năm.

    Example
        >>> alike("NAM", "năm"), alike("Năm", "năm"), alike("Công", "cộng")
        (True, True, False)
    """
    word = clean(text).casefold()
    return word == name or (word.isascii() and word == fold(name))


def slug(text: str) -> str:
    """Return text as an id: small ASCII letters, digits and underscores.

    Example
        >>> slug("Tổng số (Nghìn người)")
        'tong_so_nghin_nguoi'
    """
    return "_".join(re.findall(r"[a-z0-9]+", fold(text)))


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, whatever it begins with.

    Example
        >>> neutral("=cmd"), neutral("Dân số")
        ("'=cmd", 'Dân số')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text

"""Units as officials write them, turned into canonical ones; pint keeps the dimensions apart."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.text import clean, fold, slug

if TYPE_CHECKING:
    import pint

_DEFINITIONS = (
    "count = [count]", "persons = [person]", "households = [household]", "none = [milestone]",
    "vnd = [vnd]", "million_vnd = 1e6 * vnd", "billion_vnd = 1e9 * vnd", "usd = [usd]",
    "square_metre = [area]", "hectares = 1e4 * square_metre", "square_km = 1e6 * square_metre",
    "year = [time]", "fraction = 1", "percent = 0.01", "permille = 0.001",
    "percentage_point = [percentage_point]", "percent_per_year = percent / year",
    "per_1000_people = 0.001 * count / persons",
)
"""A percentage point, a person, a household and a thing counted are dimensions of their own."""

_WRITTEN = {
    "percent": "%|phần trăm|pct", "permille": "‰|phần nghìn|per mille",
    "percentage_point": "điểm phần trăm|điểm %|percentage points|percentage point",
    "vnd": "đồng|đ|₫|vnđ|vnd|đồng việt nam|dongs", "usd": "đô la|đô la mỹ|us$",
    "persons": "người|dân|người dân|nhân khẩu|khẩu|people|person|inhabitants|pers",
    "households": "hộ|hộ dân|hộ gia đình|hộ nghèo|hộ cận nghèo|household",
    "count": "doanh nghiệp|dn|cơ sở|hộ kinh doanh|hợp tác xã|trường|trạm|tổ dân phố|dự án|vụ|hồ sơ"
             "|nhà|công trình|enterprises|schools|items",
    "hectares": "ha|hecta|héc-ta|hectare", "square_km": "km2", "square_metre": "m2", "year": "năm",
    "million_vnd": "triệu đồng/người|triệu đồng/người/năm",
}
"""How units are written; a text without any marks is matched without marks, others mark by mark."""

_UNITS = {line.split(" ", 1)[0] for line in _DEFINITIONS}
_NAMES = {text: unit for unit, texts in _WRITTEN.items() for text in texts.split("|")} | {
    unit: unit for unit in _UNITS}
_SCALES = {"chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "thousand": 1000, "triệu": 10**6,
           "million": 10**6, "tỷ": 10**9, "tỉ": 10**9, "billion": 10**9,
           "thous": 1000, "mill": 10**6, "bill": 10**9, "mil": 10**6, "bil": 10**9, "trillion": 10**12}
_NAMES |= {fold(text): unit for text, unit in _NAMES.items() if text != "‰"}
_SCALES |= {fold(text): size for text, size in _SCALES.items()}
_MONEY = [[word] for word in ("tỷ", "tỉ", "ty", "ti", "triệu", "trieu", "million", "billion")]
"""Sizes that stand for money where nothing else is named."""
_RATIO = re.compile(r"t[ỷỉyi] (?:lệ|trọng|suất|số|giá|le|trong|suat|so|gia)\b")
"""What begins like thousands of millions, and is a ratio."""
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
UNIT_AFTER = re.compile(r"(?:don vi tinh|don vi|dvt|d\.v\.t|unit)\s*[:=]\s*", re.IGNORECASE)
"""What stands before a unit, folded."""
_POWER_OF_TEN = re.compile(r"10{0,9}|10{0,2}([.,]000){1,3}")
_PLAIN = ("count", "persons", "households", "none")
_KEPT = ("fraction", "persons", "households", "million_vnd", "billion_vnd", "usd", "square_km", "hectares",
         "per_1000_people", "count")
_EXAMPLES = {"fraction": "%", "billion_vnd": "tỷ đồng", "million_vnd": "triệu đồng",
             "count": "doanh nghiệp", "persons": "người", "households": "hộ", "hectares": "ha",
             "square_km": "km2", "per_1000_people": "doanh nghiệp/1.000 dân", "usd": "USD"}

_PRICES = re.compile(r"(?<=\S)[ ,;(–-]+(?:theo )?giá (?:so sánh|cố định|hiện hành|thực tế)"
                     r"(?: (?:năm )?\d{4})?\)?$")


def to_canonical(value: float | Decimal, unit_text: str, canonical: str, *, yearly: bool = False) -> float:
    """Return a value in the canonical unit.

    Args
        value : float | Decimal  [unit_text]
        unit_text : str  ``%``, ``nghìn tỷ đồng``, ``doanh nghiệp/1.000 dân``; empty only for
            things that are counted one by one
        canonical : str  a canonical unit, as in ``indicators.csv``
        yearly : bool  the figure is a yearly growth, so ``%/năm`` is the same as ``%``

    Raises
        ObservationError: an unknown unit, or one of another kind (% and percentage points are two)

    Example
        >>> to_canonical(2.5, "nghìn tỷ", "billion_vnd"), to_canonical(2.2, "%", "fraction")
        (2500.0, 0.022)
    """
    # In decimals, as printed: 2.2 % is 0.022, though the float 2.2 / 100 is 0.022000000000000002.
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return float(Fraction(exact) * scale(unit_text, canonical, yearly=yearly))


@lru_cache(maxsize=4096)
def scale(unit_text: str, canonical: str, *, yearly: bool = False) -> Fraction:
    """Return how many canonical units one of the written units is, exactly.

    Raises
        ObservationError: as ``to_canonical``
    """
    example = _EXAMPLES.get(canonical, canonical)
    if not fold(unit_text):
        if canonical in _PLAIN:
            return Fraction(1)
        raise ObservationError("the figure has no unit; write {example} beside it", example=example)
    if canonical not in _UNITS:
        raise ObservationError("{unit} is not a canonical unit; did you mean {nearest}?",
                               unit=canonical, nearest=nearest(canonical, _UNITS))
    quantity, wanted = _quantity(unit_text), _registry().Quantity(Decimal(1), canonical)
    if yearly and quantity.dimensionality == {"[time]": -1}:
        quantity *= _registry().Quantity(Decimal(1), "year")
    if quantity.dimensionality != wanted.dimensionality:
        raise ObservationError('"{unit}" cannot stand for {canonical}; write it in {example}',
                               unit=unit_text[:60], canonical=canonical, example=example)
    return Fraction(quantity.to(canonical).magnitude)


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text is a known unit, or thousands or millions of anything.

    Example
        >>> is_unit("Thous. tons"), is_unit("tỷ đồng"), is_unit("Previous year = 100")
        (True, True, False)
    """
    plain = _plain(text)
    words, size = _scaled(re.sub(r"(?<=[a-z])\.(?=[a-z])", ". ", plain).split())
    place = not plain.isascii() and clean(text).split()[-1].istitle()  # Triệu Phong counts nothing
    if size > 1 and words and not (plain[0].isdigit() or place or _RATIO.match(plain)):
        return True
    try:
        _quantity(text)
    except ObservationError:
        return False
    return bool(plain)


@lru_cache(maxsize=4096)
def same_unit(text: str, other: str) -> bool:
    """Whether two written units are one: of the same kind and size.

    Example
        >>> same_unit("tỷ", "Tỷ đồng"), same_unit("tỷ đồng", "nghìn tỷ đồng")
        (True, False)
    """
    a_year = re.compile(r" ?/ ?(?:năm|nam|year)$")
    return as_printed(a_year.sub("", _plain(text))) == as_printed(a_year.sub("", _plain(other)))


def thing_of(unit_text: str) -> str:
    """Return the thing that a unit counts, folded, without its thousands.

    Example
        >>> thing_of("nghìn doanh nghiệp")
        'doanh nghiep'
    """
    return fold(" ".join(_scaled(_plain(unit_text).split())[0]))


def split_unit(text: str) -> tuple[str, str]:
    """Return a heading or label without its unit, and the unit: in brackets, or behind a dash.

    Example
        >>> split_unit("Total (Bill. Dongs) Prel. 2016"), split_unit("Index (Previous year = 100) - %")
        (('Total Prel. 2016', 'Bill. Dongs'), ('Index (Previous year = 100)', '%'))
    """
    for found in _IN_BRACKETS.finditer(text):
        inner = found[1]
        after = UNIT_AFTER.match(fold(inner))
        unit = inner[after.end():] if after and len(fold(inner)) == len(inner) else inner
        if unit and is_unit(unit):
            return f"{text[:found.start()]}{text[found.end():]}".strip(), unit.strip()
    before, dash, after_dash = text.rpartition(" - ")
    if dash and is_unit(after_dash):
        return before.strip(), after_dash.strip()
    return text, ""


def written_unit(canonical: str, name: str = "") -> str:
    """Return a canonical unit as officials write it; nothing where a figure needs none, others as they are.

    Args
        name : str  of the indicator in Vietnamese, which says what is counted

    Example
        >>> written_unit("billion_vnd"), written_unit("count", "Số cơ sở chuyển thành doanh nghiệp")
        ('tỷ đồng', 'cơ sở')
    """
    if canonical == "count":
        counted = {name.casefold().find(thing): thing for thing in _WRITTEN["count"].split("|")}
        return counted[min(counted.keys() - {-1})] if counted.keys() - {-1} else ""
    return "" if canonical == "none" else _EXAMPLES.get(canonical, canonical)


def as_printed(unit_text: str) -> tuple[str, Fraction]:
    """Return the unit that figures of other people's tables are kept in, and how many one written unit is.

    Known units become canonical ones of their kind; of others the name is kept, without its thousands.

    Example
        >>> as_printed("Thous. persons"), as_printed("Quintal/ha"), as_printed("")
        (('persons', Fraction(1000, 1)), ('quintal_per_ha', Fraction(1, 1)), ('unstated', Fraction(1, 1)))
    """
    if not fold(unit_text):
        return "unstated", Fraction(1)
    for canonical in _KEPT:
        try:
            size = scale(unit_text, canonical)
        except ObservationError:
            continue
        other = (canonical == "million_vnd" and size >= 1) or (
            canonical == "square_km" and "km" not in _plain(unit_text))
        if not other:
            return canonical, size
    plain = _plain(unit_text)
    if _RATIO.match(plain):
        return ("fraction", Fraction(1, 100)) if "%" in plain else (slug(plain), Fraction(1))
    words, thousands = _scaled(plain.replace(".", " ").split())
    return slug(" ".join(words).replace("/", " per ")) or "unstated", Fraction(thousands)


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


def _quantity(unit_text: str) -> Any:
    """Return one written unit as a quantity; words are looked up, nothing is evaluated."""
    plain = re.sub(" ?/ ?", "/", re.sub(r"(?<=[a-z])\.(?=[a-z])", ". ", _plain(unit_text)))
    first, *others = [plain] if plain in _NAMES else plain.split("/")
    result = _part(first, unit_text)
    for other in others:
        result = result / _part(other, unit_text)
    return result


def _plain(text: str) -> str:
    """Return text to look units up by: small letters, marks as they are, without the prices it speaks of."""
    return _PRICES.sub("", clean(unicodedata.normalize("NFKC", text)).casefold())


def _part(text: str, unit_text: str) -> Any:
    words, size = _scaled([text] if text in _NAMES else text.split())
    money = not words and text.split()[-1:] in _MONEY
    noun = " ".join(words) or ("vnd" if money else "")
    if noun not in _NAMES:
        raise ObservationError('"{unit}" is not a known unit; did you mean {nearest}?',
                               unit=unit_text[:60], nearest=_nearest(unit_text))
    return _registry().Quantity(Decimal(size), _NAMES[noun])


def _scaled(words: list[str]) -> tuple[list[str], int]:
    """Return the words that name a thing, and the product of the numbers before them."""
    size, count = 1, 0
    for count, word in enumerate([*words, ""]):  # noqa: B007
        plain = word.rstrip(".")
        if plain not in _SCALES and not _POWER_OF_TEN.fullmatch(word):
            break
        size *= _SCALES.get(plain) or int(re.sub("[.,]", "", word))
    return words[count:], size


def _nearest(unit_text: str) -> str:
    known = {fold(example): example for example in _EXAMPLES.values()}
    close = nearest(fold(unit_text), known)
    return known.get(close, ", ".join(sorted(_EXAMPLES.values())))

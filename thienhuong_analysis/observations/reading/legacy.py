"""Text in encodings from before Unicode: recognised only where nothing else can be meant."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.reading.charsets import from_cp1258, from_tcvn3, from_viscii, from_vni
from thienhuong_analysis.observations.reading.syllables import is_loan_word, is_syllable
from thienhuong_analysis.observations.text import clean

_BEYOND = re.compile(r"[^\W\d_\x00-\xff]|[\u0300-\u036f]")
_BEYOND_1252 = re.compile(r"[^\W\d_\x00-\xffŒœŠšŸŽžƒˆ]|[\u0300-\u036f]")
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_SYMBOL_OR_CAPITAL = re.compile(r"[A-Za-z\xc0-\xff][\xa1-\xbf]|[\xa1-\xbf][A-Za-z\xc0-\xff]|[a-z][\xc0-\xde]")
"""No Western language has a symbol, or a capital after a small letter, within a word."""
_TONED_CAPITAL = re.compile(f"[{''.join(map(chr, range(0x1EA0, 0x1EFA, 2)))}]")
"""Of these no legacy keyboard has any: capital fonts show them."""
_LONGEST_ACRONYM = 6


@dataclass(frozen=True)
class Legacy:
    """An encoding from before Unicode, and the traces it leaves where it is taken for Latin-1.

    Args
        name : str  as people call it
        convert : function  such text to Unicode
        words : pattern  a run of letters and of codes that stand for letters
        evidence : pattern  what is found in words of this encoding and in no Western language
        beyond : pattern  a letter that such text cannot have: it is Unicode already
    """

    name: str
    convert: Callable[[str], str]
    words: re.Pattern[str]
    evidence: re.Pattern[str]
    beyond: re.Pattern[str] = _BEYOND


TCVN3 = Legacy("TCVN3 (ABC)", from_tcvn3, re.compile(r"[A-Za-z\xa1-\xaf\xb5-\xff]+"), _SYMBOL_OR_CAPITAL)
VISCII = Legacy("VISCII", from_viscii, re.compile(r"[A-Za-z\x80-\xffŒœŠšŸŽžƒˆ˜€‚„…†‡‰‹‘’“”•–—™›]+"),
                _SYMBOL_OR_CAPITAL, _BEYOND_1252)
VNI = Legacy("VNI", from_vni, re.compile(r"[A-Za-z\xc0-\xff]+"),
             re.compile("[aeouyôö][ùøûõïâáàåãäêéèúüë]|[ñö]", re.IGNORECASE))
CP1258 = Legacy("Windows-1258", from_cp1258, re.compile(r"[A-Za-z\xa1-\xff]+"),
                re.compile("[ÃÌÐÒÕÝÞãìðòõýþ]"))


def readable(texts: Sequence[str], label: str, *, fonts: Mapping[int, str] | None = None,
             refuse: bool = False) -> tuple[list[str], list[int]]:
    r"""Return the texts of a sheet with those in TCVN3 as Unicode, and which ones these were.

    Args
        texts : sequence of str  the cells that hold text
        label : str  how messages call the sheet
        fonts : mapping  the font's name at an index of ``texts``, as far as the file has fonts; only
            ``.Vn…`` (TCVN3) and ``VNI-…`` matter, and are evidence by themselves
        refuse : bool  raise where there is TCVN3, instead of converting it

    Raises
        ObservationError: text in VNI or VISCII, or in TCVN3 where that is refused

    Notes
        Without fonts at least two different words must tell, each of which is a Vietnamese syllable in
        that encoding and none as it stands, and more than twice as many as there are words that fit
        neither. What is Vietnamese as it stands and nothing in its font's encoding stays.

    Example
        >>> readable(["Ph\xad\xeang Thi\xaan H\xad\xacng", "Phường Hòa Bình", "10 m²"], "a.xlsx")
        (['Phường Thiên Hương', 'Phường Hòa Bình', '10 m²'], [0])
    """
    special = [text for text in set(texts) if not text.isascii()]
    others = [text for text in special if not _VIETNAMESE.search(text)]
    found = recognise(text for text in others if not _BEYOND_1252.search(text))
    plain = len(others) == len(special)
    is_in = cache(partial(_is_in, plain=plain))
    converted: dict[int, str] = {}
    for i, text in enumerate(texts) if found or fonts else ():
        font = fonts.get(i, "") if fonts else ""
        shown = TCVN3 if font.startswith(".Vn") else VNI if font.startswith("VNI") else None
        legacy = shown or found
        if text.isascii() or legacy is None or not is_in(text, legacy, shown is not None):
            continue
        if refuse or legacy is not TCVN3:
            raise refusal(legacy, label, text)
        converted[i] = from_tcvn3(text, capitals=shown is TCVN3 and font.rstrip().endswith("H"))
    return [converted.get(i, text) for i, text in enumerate(texts)], list(converted)


def recognise(texts: Iterable[str], among: Sequence[Legacy] = (TCVN3, VISCII, VNI)) -> Legacy | None:
    r"""Return the encoding that texts must be in, None where they may as well be something else.

    Args
        texts : iterable of str  what bytes look like in Latin-1 or Windows-1252
        among : sequence of Legacy  the encodings in question

    Example
        >>> recognise(["Phöôøng Thieân Höông"]).name, recognise(["à la carte", "déjà vu"])
        ('VNI', None)
    """
    told = {}
    tokens = {token for token in " ".join(texts).split(" ") if not token.isascii()}
    for legacy in among:
        joined = " ".join(token for token in tokens if not legacy.beyond.search(token))
        words = {word for word in legacy.words.findall(joined) if not word.isascii()}
        telling = sum(_tells(word, legacy) for word in words)
        foreign = sum(not _suits(word, legacy) and not is_syllable(word) for word in words)
        if telling >= 2 and telling > 2 * foreign:
            told[legacy] = telling
    # Two words alone may fit two encodings; then it is the first, by far the most common.
    return max(told, key=lambda legacy: told[legacy], default=None)


def refusal(legacy: Legacy, label: str, text: str) -> ObservationError:
    """Return the error that says of a text that its encoding is not read, and what to do."""
    return ObservationError("{file}: “{text}” is in {encoding}, an encoding from before Unicode; convert it "
                            "to Unicode, for example with the tools of Unikey, and save the file again",
                            file=label, text=clean(legacy.convert(text))[:60], encoding=legacy.name)


def _is_in(text: str, legacy: Legacy, by_font: bool, *, plain: bool) -> bool:
    """Whether one text is in the encoding that its font shows or its sheet has.

    A text that could be both (``hé`` and what TCVN3 makes of it, ``hộ``) goes with its font or, where
    nothing else in its sheet is Unicode (``plain``), with its sheet; but ``Hà`` is not ``HỔ``.
    """
    words = [word for word in legacy.words.findall(text) if not word.isascii()]
    if not words or legacy.beyond.search(text):
        return False
    fits = all(_suits(word, legacy) for word in words)
    if not _stands(text):
        return fits or by_font
    return fits and (by_font or plain) and not _TONED_CAPITAL.search(legacy.convert(text))


def _stands(text: str) -> bool:
    """Whether every word of a text is Vietnamese, or no word at all, as it stands."""
    return not _SYMBOL_OR_CAPITAL.search(text) and all(
        word.isascii() or is_syllable(word) for word in re.findall(r"[^\W\d_]+", text))


@lru_cache(maxsize=10_000)
def _suits(word: str, legacy: Legacy) -> bool:
    """Whether a word can be one of this encoding: a syllable, loan word, acronym or the unit đ."""
    letters = legacy.convert(word)
    if any(a.isascii() and a.islower() and not b.isascii() and b.isupper() for a, b in pairwise(letters)):
        return False
    return (is_syllable(letters) or is_loan_word(letters)
            or letters == "đ" or (letters.isupper() and len(letters) <= _LONGEST_ACRONYM))


def _tells(word: str, legacy: Legacy) -> bool:
    """Whether a word is evidence: a syllable in this encoding, and none as it stands."""
    return (len(word) > 2 and bool(legacy.evidence.search(word)) and _suits(word, legacy)
            and is_syllable(legacy.convert(word)) and not is_syllable(word))

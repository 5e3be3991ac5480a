"""Vietnamese syllables: which words can be Vietnamese, by their letters alone"""

import re
import unicodedata

_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|kr|l|m|ngh?|nh?|ph?|r|s|th?|tr?|v|x)"
_RIME = ("a(?:ch?|i|m|ngh?|nh?|o|p|t|u|y)?|ă(?:c|k|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)|e(?:c|m|ng?|o|p|t)?|"
         "ê(?:ch|m|nh?|p|t|u)?|i(?:a|ch|m|nh?|p|t|u)?|[iy]ê(?:c|m|ng?|p|t|u)|y|o(?:c|i|m|ng?|p|t)?|"
         "oa(?:ch?|i|m|ng?|nh|o|p|t|y)?|oă(?:c|m|ng?|t)|oe(?:n|o|t)?|oo(?:c|ng)|ô(?:c|i|m|ng?|p|t)?|"
         "ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|ng?|p|t)?|uâ(?:ng?|t|y)|uê(?:ch|nh?)?|uô(?:c|i|m|ng?|t)|uơ|"
         "uy(?:a|ch|nh?|p|t|u)?|uyê(?:n|t)|ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|ng?|p|t|u)")
_AFTER_QU = ("a(?:ch?|i|ngh?|nh?|o|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:ng?|t|y)|e(?:n|o|t)?|ê(?:ch|nh?|t)?|"
             "i(?:t|nh)?|y(?:ch|nh|p|t)?|yê(?:n|t)|ôc|ơ")
_LETTERS = f"(?:{_ONSET}?(?:{_RIME})|qu(?:{_AFTER_QU}))"
_SYLLABLE, _LOAN = re.compile(_LETTERS), re.compile(f"{_LETTERS}{{2,5}}")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_AFTER_STOPS = ("\u0301", "\u0323")
_TONE = re.compile(f"[{_TONES}]")
_MARKED = "ăâêôơư"


def is_syllable(word: str) -> bool:
    """Whether a word has the letters and the tone of a Vietnamese syllable.

    Args
        word : str  one word, in any case and Unicode form

    Notes
        A tone stands on the marked vowel where there is one, and after ``c ch k p t`` it is sắc or
        nặng; so ``cac`` without its tone is none, and few foreign words pass.

    Example
        >>> [is_syllable(word) for word in ("Phường", "hoà", "hòa", "tôt", "für")]
        [True, True, True, False, False]
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(letters)
    bare = unicodedata.normalize("NFC", _TONE.sub("", letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    if bare.endswith(("c", "ch", "k", "p", "t")):
        return bool(tones) and tones[0] in _AFTER_STOPS and _stands_well(letters, bare)
    return not tones or _stands_well(letters, bare)


def is_loan_word(word: str) -> bool:
    """Whether a word is several syllables in one, as loan words are: ``kilômét``, ``ôxit``.

    Example
        >>> is_loan_word("côngtenơ"), is_loan_word("công")
        (True, False)
    """
    letters = unicodedata.normalize("NFD", word.lower())
    return bool(_LOAN.fullmatch(unicodedata.normalize("NFC", _TONE.sub("", letters))))


def _stands_well(letters: str, bare: str) -> bool:
    """Whether the tone is on a vowel, and on the last of the marked ones where there are any."""
    toned = next(i for i, letter in enumerate(unicodedata.normalize("NFC", letters))
                 if _TONE.search(unicodedata.normalize("NFD", letter)))
    marked = [i for i, letter in enumerate(bare) if letter in _MARKED]
    return toned == marked[-1] if marked else bare[toned] in "aeiouy"

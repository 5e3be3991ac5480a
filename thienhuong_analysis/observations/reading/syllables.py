"""Vietnamese syllables: which words can be Vietnamese, by their letters alone."""

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
_TONE, _AFTER_STOPS = re.compile("[\u0300\u0301\u0303\u0309\u0323]"), re.compile("[\u0301\u0323]")
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
    letters = unicodedata.normalize("NFC", word.lower())
    bare = _without_tones(letters)
    if not _SYLLABLE.fullmatch(bare) or len(letters) != len(bare):
        return False
    toned = [i for i, letter in enumerate(letters) if letter != bare[i]]
    marked = [i for i, letter in enumerate(bare) if letter in _MARKED]
    allowed = marked[-1:] or [i for i, letter in enumerate(bare) if letter in "aeiouy"]
    if len(toned) > 1 or not set(toned) <= set(allowed):
        return False
    stopped = bare.endswith(("c", "ch", "k", "p", "t"))
    return not stopped or any(_AFTER_STOPS.search(unicodedata.normalize("NFD", letter)) for letter in letters)


def is_loan_word(word: str) -> bool:
    """Whether a word is several syllables in one, as loan words are: ``kilômét``, ``ôxit``.

    Example
        >>> is_loan_word("côngtenơ"), is_loan_word("công")
        (True, False)
    """
    return bool(_LOAN.fullmatch(_without_tones(word.lower())))


def _without_tones(word: str) -> str:
    return unicodedata.normalize("NFC", _TONE.sub("", unicodedata.normalize("NFD", word)))

"""Text files in the encodings that offices have, each told by its bytes or declared."""

import re
import unicodedata

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.reading.charsets import from_tcvn3
from thienhuong_analysis.observations.reading.legacy import (
    CP1258,
    TCVN3,
    VISCII,
    VNI,
    Legacy,
    recognise,
    refusal,
)

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NAMES = {"utf8": "utf-8", "ascii": "utf-8", "utf8sig": "utf-8-sig", "utf8bom": "utf-8-sig",
          "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "cp1258": "cp1258",
          "windows1258": "cp1258", "tcvn3": "tcvn3", "tcvn": "tcvn3", "abc": "tcvn3", "tcvn3abc": "tcvn3"}
_REFUSED = {"viscii": VISCII, "vni": VNI, "vniwin": VNI}
_KNOWN = ("auto", "utf-8", "utf-16", "cp1258", "tcvn3")
_SAMPLE = 200_000
_FEW_LINES = 0.05
BROKEN = "broken"
_LINE_END = re.compile("\r\n|\r|\n")


def encoding_of(raw: bytes, label: str, declared: str = "auto") -> str:
    """Return the encoding of a text file: what it is declared to be, else what it can only be.

    Args
        raw : bytes  the whole file
        label : str  how messages call it
        declared : str  ``auto`` or an encoding in any usual spelling; a byte order mark overrules it

    Returns
        str  ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-16-le``, ``utf-16-be``, ``cp1258``, ``tcvn3``; or
        ``BROKEN``, where a few lines of plain text hold bytes that nothing explains

    Raises
        ObservationError: VISCII or VNI, an encoding that is not recognised, or no such encoding

    Example
        >>> encoding_of("Phường Thiên Hương".encode("utf-16"), "a.csv")
        'utf-16'
    """
    key = re.sub(r"[\W_]", "", declared).lower() or "auto"
    if key in _REFUSED:
        raise _refusal(_REFUSED[key], raw, label)
    if key not in ("auto", *_NAMES):
        raise ObservationError("{file}: {encoding} is not an encoding that is read; did you mean {nearest}?",
                               file=label, encoding=declared, nearest=nearest(declared.lower(), _KNOWN))
    mark = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if mark or key != "auto":
        return mark or _NAMES[key]
    if b"\0" in raw:
        return _of_nuls(raw, label)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_bytes(raw, error.start, label)
    return "utf-8"


def decode(raw: bytes, encoding: str, label: str) -> str:
    r"""Return the text of a file, without its byte order mark.

    Args
        raw : bytes  the whole file
        encoding : str  as ``encoding_of`` gives it; of a broken text the bytes that nothing explains
            become the replacement character
        label : str  how messages call the file

    Raises
        ObservationError: bytes that the encoding does not have; the sentence gives the line

    Example
        >>> decode(b"Ph\xad\xeang", "tcvn3", "a.csv")
        'Phường'
    """
    if encoding == BROKEN:
        return raw.decode("utf-8", errors="replace")
    codec = "cp1252" if encoding == "tcvn3" else encoding
    try:
        text = raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[:error.start].decode(codec, errors="ignore")
        raise ObservationError("{file}:{line}: the bytes {bytes} are not {encoding}; save the file as “CSV "
                               "UTF-8”, or declare its encoding", file=label, encoding=encoding,
                               line=len(_LINE_END.findall(before)) + 1,
                               bytes=raw[error.start:error.end][:4].hex(" ").upper()) from error
    if encoding == "tcvn3":
        return from_tcvn3(text)
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _of_nuls(raw: bytes, label: str) -> str:
    """Return which UTF-16 it is: there one byte in two is 0 wherever the text is Latin, or a digit."""
    sample = raw[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 6 > len(sample) and min(even, odd) * 20 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise ObservationError("{file} holds zero bytes, as no text does; save it as “CSV UTF-8”", file=label)


def _of_bytes(raw: bytes, bad: int, label: str) -> str:
    """Return the encoding of bytes that are not UTF-8 throughout; the first bad one is given."""
    text = raw[:bad + _SAMPLE].decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    if sum(not char.isascii() for char in text) - wrong > 2 * wrong:
        return "utf-8"
    start = raw.rfind(b"\n", 0, bad) + 1
    sample = raw[start:start + _SAMPLE]
    sample = sample[:sample.rfind(b"\n") + 1 or None]
    found = recognise(sample.decode("latin-1").splitlines(), (TCVN3, CP1258, VISCII, VNI))
    if found is None:
        lines = raw.splitlines()
        if sum(not line.isascii() for line in lines) <= _FEW_LINES * len(lines):
            return BROKEN
        raise ObservationError("{file}: the encoding is not recognised; save it as “CSV UTF-8”, or declare "
                               "encoding: cp1258", file=label)
    if found in (VISCII, VNI):
        raise _refusal(found, sample, label)
    return "tcvn3" if found is TCVN3 else "cp1258"


def _refusal(legacy: Legacy, raw: bytes, label: str) -> ObservationError:
    """Return the error that quotes the first line which is not plain ASCII."""
    lines = raw[:_SAMPLE].decode("latin-1").split("\n")
    return refusal(legacy, label, next((line for line in lines if not line.isascii()), lines[0]))

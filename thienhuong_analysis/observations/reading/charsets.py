"""Vietnamese character sets from before Unicode, read from what their bytes look like in Latin-1."""

import re
import unicodedata

_TCVN3 = ("ĂÂÊÔƠƯĐăâêôơưđẰ°±²³´àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩ"
          "íịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ")
"""Codes 0xA1 to 0xFF; 0xB0 to 0xB4, single tone marks that no keyboard writes, stay ``° ± ² ³ ´``."""
_VISCII = ("ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
           "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ")
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_HATS = {"â": "\u0302"} | {code: f"\u0302{tone}" for code, tone in zip(
    "áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True)}
_VNI_BREVES = {"ê": "\u0306"} | {code: f"\u0306{tone}" for code, tone in zip(
    "éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True)}
_VNI_MARKS = _VNI_TONES | _VNI_HATS | _VNI_BREVES
_VNI_LETTERS = {"ö": "ư", "ô": "ơ", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile("[uyôö][ùøûõï]|[eo][ùøûõïâáàåãä]|a[ùøûõïâáàåãäêéèúüë]|[à-ÿ]", re.IGNORECASE)

_FROM_TCVN3 = dict(enumerate(_TCVN3, 0xA1))


def _readings(byte: int) -> set[str]:
    """Return the characters that programs show for a byte: they differ below 0xA0."""
    return {chr(byte), bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)}


_FROM_VISCII = str.maketrans({shown: letter for byte, letter in
                              [*_VISCII_LOW.items(), *enumerate(_VISCII, 0x80)]
                              for shown in _readings(byte)})
_FROM_CP1258 = str.maketrans({shown: bytes([byte]).decode("cp1258", errors="replace")
                              for byte in range(0x80, 0x100) for shown in _readings(byte)})


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    r"""Return the text, in NFC, of what TCVN3 (ABC) bytes look like in Latin-1 or Windows-1252.

    Args
        text : str  as it looks without its font
        capitals : bool  the font's name ends in H: it shows small letters as capitals

    Example
        >>> from_tcvn3("Ph\xad\xeang Thi\xaan H\xad\xacng")
        'Phường Thiên Hương'
    """
    converted = unicodedata.normalize("NFC", text.translate(_FROM_TCVN3))
    return converted.upper() if capitals else converted


def from_viscii(text: str) -> str:
    r"""Return the text, in NFC, of what VISCII bytes look like in Latin-1 or Windows-1252.

    Example
        >>> from_viscii("Ph\xdf\xb6ng Thi\xean H\xdf\xbdng")
        'Phường Thiên Hương'
    """
    return unicodedata.normalize("NFC", text.translate(_FROM_VISCII))


def from_cp1258(text: str) -> str:
    r"""Return the text, in NFC, of what Windows-1258 bytes look like in Latin-1 or Windows-1252.

    Example
        >>> from_cp1258("Ph\xfd\xf5\xccng Thi\xean H\xfd\xf5ng")
        'Phường Thiên Hương'
    """
    return unicodedata.normalize("NFC", text.translate(_FROM_CP1258))


def from_vni(text: str) -> str:
    """Return the text, in NFC, of what VNI bytes look like: a letter, and its marks as the next one.

    Args
        text : str  as it looks without its font; a mark that belongs to no letter becomes U+FFFD

    Example
        >>> from_vni("Phöôøng Thieân Höông")
        'Phường Thiên Hương'
    """
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    letter, mark = found[0][0], found[0][1:]
    plain = _VNI_LETTERS.get(letter.lower(), "\ufffd" if letter.lower() in _VNI_MARKS else letter.lower())
    whole = plain + _VNI_MARKS.get(mark.lower(), "")
    return whole.upper() if letter.isupper() else whole

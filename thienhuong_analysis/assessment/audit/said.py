"""What a check says: sentences apart from their values, words of the programme, figures with their source."""

from collections.abc import Iterable
from dataclasses import dataclass

from thienhuong_analysis.observations import Amount


class Said:
    """A sentence for readers, kept apart from its values so that each language can say it.

    Args
        message : str  the English sentence, marked for the catalogue
        **values : object  ``Amount`` for figures, whole numbers for years, text, another ``Said``, or a
            tuple of such

    Example
        >>> str(Said("at most {share}", share=Amount(0.5, "fraction")))
        'at most 50%'
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values

    def __str__(self) -> str:
        return self.message.format(**{
            key: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for key, value in self.values.items()})


def listed(sentences: Iterable[Said]) -> Said:
    """Return several sentences as one, a semicolon between them.

    Example
        >>> str(listed([Said("a"), Said("b is {n}", n=2)]))
        'a; b is 2'
    """
    given = list(sentences)
    return Said("; ".join(f"{{part{k}}}" for k in range(len(given))),
                **{f"part{k}": sentence for k, sentence in enumerate(given)})


def percent(fraction: float, digits: int = 1) -> Amount:
    """Return a computed fraction as the sentences show it, in percent with so many digits.

    Example
        >>> str(Said("{share}", share=percent(0.213942)))
        '21.4%'
    """
    return Amount(round(fraction, digits + 2), "fraction")


class Absent(Exception):  # noqa: N818
    """A target, a quote or a figure that a check needs is not there."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.said = Said(message, **values)


@dataclass(frozen=True)
class Quote:
    """Words of the programme and where they stand."""

    subject: str
    citation: str
    text_vi: str
    text_en: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that a check uses, with what it is worth and where it is from.

    Args
        status : str  ``programme``, a status of an observation, ``assumption``, or ``computed``
        node : str  key of the tree that ``explain`` shows for it, where there is one
    """

    name: Said
    value: Amount
    status: str
    source: str = ""
    node: str = ""

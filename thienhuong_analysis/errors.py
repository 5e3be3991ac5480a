"""The mistakes a user can make, each said in one sentence: where, what, what to do.

The sentence is kept apart from the values in it, so that the command line can say it in Vietnamese
where the locale is Vietnamese.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from anyascii import anyascii

MOST_NAMED = 5
"""So many names are given where none is close to what was written."""


class ThienhuongError(Exception):
    """What was wrong, where, and what to do.

    Args
        message : str  the sentence, with ``{name}`` where a value stands
        **values : object  the values

    Example
        >>> str(FolderError("{folder} does not exist; give --root a folder", folder="x"))
        'x does not exist; give --root a folder'
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class FolderError(ThienhuongError):
    """A folder or file that is missing, cannot be read or cannot be written."""


class ProgrammeError(ThienhuongError):
    """The programme's tables contradict themselves or each other."""


class ObservationError(ThienhuongError):
    """A raw file, its declaration or a figure in it cannot be used."""


class TooEarlyError(ObservationError):
    """A day on which too little was known yet."""


class ScenarioError(ThienhuongError):
    """A scenario is unknown, misspelt or out of range."""


class ProjectionError(ThienhuongError):
    """A projection or assessment was asked for what the data cannot give."""


class NotebookError(ThienhuongError):
    """A notebook or one of its parameters cannot be used."""


def nearest(name: str, choices: Iterable[str], *, cutoff: float = 0.5,
            called: Mapping[str, str] | None = None) -> str:
    """Return the choice closest to a misspelt name; where none is close, the few that are least far.

    Args
        called : mapping  what a choice is called besides -> choice; matched without marks and case

    Example
        >>> nearest("trent", ["trend", "target"])
        'trend'
        >>> nearest("ho ngheo", ["poverty_rate", "x"], called={"Tỷ lệ hộ nghèo": "poverty_rate"})
        'poverty_rate'
    """
    names, word = sorted(choices), _bare(name)
    within = [choice for text, choice in (called or {}).items() if " " in word and word in _bare(text)]
    close = within[:MOST_NAMED] or get_close_matches(name, names, n=1, cutoff=cutoff)
    return ", ".join(close or get_close_matches(name, names, n=MOST_NAMED, cutoff=0))


def _bare(text: str) -> str:
    return " ".join(anyascii(text).casefold().split())

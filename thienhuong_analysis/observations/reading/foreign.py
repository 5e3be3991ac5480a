"""Parsers of others, contained: whatever they raise becomes one sentence about the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from thienhuong_analysis.errors import ObservationError, ThienhuongError
from thienhuong_analysis.observations.text import _

DAMAGED = _("{file} is damaged or was not copied whole; copy it again, or open it and save it anew")


@contextmanager
def contained(label: str, sentence: str = DAMAGED) -> Iterator[None]:
    """Turn what a parser raises into the sentence that the file is damaged.

    Our own sentences pass, and so do interruptions and a lack of memory. A panic of a Rust library
    is no Exception, but means damage all the same.

    Args
        label : str  how messages call the file
        sentence : str  the sentence, with ``{file}``

    Raises
        ObservationError: the parser raised anything

    Example
        >>> with contained("a.xls"):
        ...     [][1]
        Traceback (most recent call last):
        thienhuong_analysis.errors.ObservationError: a.xls is damaged or was not copied whole; ...
    """
    try:
        yield
    except (ThienhuongError, MemoryError):
        raise
    except Exception as error:
        raise ObservationError(sentence, file=label) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ObservationError(sentence, file=label) from error

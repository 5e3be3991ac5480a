"""Where things are, and how files are written: whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from thienhuong_analysis.errors import FolderError

_PACKAGE = Path(__file__).parent
INSTALLED = _PACKAGE / "installed" if (_PACKAGE / "installed").is_dir() else _PACKAGE.parent
"""The programme, figures, scenarios and notebooks that come with the software."""


@dataclass(frozen=True)
class Folder:
    """A root with ``data/``, ``scenarios/`` and ``notebooks/``; what it lacks comes installed.

    Args
        root : Path  an existing folder
    """

    root: Path

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            raise FolderError("{folder} is not a folder; give --root an existing one",
                              folder=self.root)

    @property
    def processed(self) -> Path:
        """The folder that ``normalize`` writes."""
        return self.root / "data" / "processed"

    def find(self, relative: str) -> Path:
        """Return the path of a file or folder here, else of the installed one.

        Raises
            FolderError: neither exists
        """
        for base in (self.root, INSTALLED):
            if (base / relative).exists():
                return base / relative
        raise FolderError("{path} is missing in {folder}", path=relative, folder=self.root)

    def files(self, relative: str, pattern: str) -> dict[str, Path]:
        """Return the files of a folder by name: the installed ones, overlaid by those here."""
        found: dict[str, Path] = {}
        for base in (INSTALLED, self.root):
            found |= {path.name: path for path in sorted((base / relative).glob(pattern))}
        return dict(sorted(found.items()))

    def raw_folders(self) -> dict[str, Path]:
        """Return every folder under ``data/raw``; one that stands here replaces the installed."""
        found: dict[str, Path] = {}
        for base in (INSTALLED, self.root):
            raw = base / "data" / "raw"
            if raw.is_dir():
                found |= {path.name: path for path in raw.iterdir() if path.is_dir()}
        return dict(sorted(found.items()))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path to write to; the file appears under its own name only when it is complete.

    Raises
        FolderError: the folder cannot be written, or the disk is full

    Example
        >>> import tempfile
        >>> target = Path(tempfile.mkdtemp()) / "a.txt"
        >>> with whole(target) as beside:
        ...     _ = beside.write_text("done", encoding="utf-8")
        >>> target.read_text(encoding="utf-8")
        'done'
    """
    beside = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    except OSError as error:
        raise FolderError("{path} cannot be written ({why}); free or unlock the folder and try again",
                          path=path, why=error.strerror or error) from error
    finally:
        if beside.exists():
            beside.unlink()


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

"""Files broken at random, the same way every time: readers say what is wrong, or read, and nothing else.

``python tests/observations/fuzz.py --cases 10000`` prints what came of it.
"""

import argparse
import io
import os
import random
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from thienhuong_analysis.errors import ThienhuongError
from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import read_reference
from thienhuong_analysis.observations.metadata.declaration import Table
from thienhuong_analysis.observations.normalize import read_figures
from thienhuong_analysis.observations.reading.readers import SUFFIXES
from thienhuong_analysis.observations.validation.judge import Judge

FOLDERS = [Path(__file__).parent / "files", Path(__file__).parent / "corpus" / "files",
           Path(os.environ.get("THIENHUONG_SHARED", "../shared")) / "data" / "awkward"]
LARGEST_SEED = 60_000
CONSTANTS = {"locality": "vietnam", "period": "2025", "status": "actual", "source": "sample",
             "as_of": "2026-01-31"}
MOST_MEMORY = 1 << 30
_NUMBERS = (b"0", b"-1", b"1e309", b"65536", b"1048577", b"4294967295", b"99999999999999999999")


def seeds() -> list[Path]:
    """Return the sound files that are broken."""
    return sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()
                  if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size < LARGEST_SEED)


class Reader:
    """All the way from a file to judged figures, as a download and by the usual headings."""

    def __init__(self) -> None:
        reference = read_reference(Folder(INSTALLED))
        self.judge, self.names = Judge(reference), reference.also("column")

    def __call__(self, path: Path) -> None:
        """Read and judge in both ways; complain if neither works."""
        complaints = []
        for table in (Table(file=path.name, layout="auto", constants=CONSTANTS),
                      Table(file=path.name, constants=CONSTANTS)):
            try:
                raw = read_figures(path, path.name, table, self.names)
                judged = self.judge(raw)
                accepted = judged[judged["state"] == "accepted"]
                assert len(judged) == len(raw) and accepted["value"].abs().lt(float("inf")).all()
            except ThienhuongError as error:
                complaints.append(error)
        if len(complaints) == 2:
            raise complaints[0]


def broken(content: bytes, chance: random.Random) -> bytes:
    """Return a file with one to four damages: in its bytes, or in a part of the archive that it is."""
    if _is_archive(content) and chance.random() < 0.7:
        return _repacked(content, chance)
    for _ in range(chance.randint(1, 4)):
        content = chance.choice((_flipped, _cut, _doubled, _without, _renumbered))(content, chance)
    return content


def try_cases(cases: int, seed: int, folder: Path) -> tuple[Counter[str], int]:
    """Return how often each sentence was said (empty: read without a complaint), and the peak memory.

    Whatever a reader raises that is no sentence passes through: it is a defect.

    Args
        cases : int  how many files are broken
        seed : int  of the random numbers
        folder : Path  where they are written

    Returns
        sentences, peak [bytes]
    """
    said: Counter[str] = Counter()
    read = Reader()
    contents = [(path.suffix, path.read_bytes()) for path in seeds()]
    for case in range(cases):
        suffix, content = contents[case % len(contents)]
        path = folder / f"case{suffix}"
        path.write_bytes(broken(content, random.Random(f"{seed} {case}")))
        try:
            read(path)
            said[""] += 1
        except ThienhuongError as error:
            said[error.message] += 1
            assert path.name in str(error)
        except BaseException as error:
            error.add_note(f"case {case} of seed {seed}")
            raise
    return said, _peak()


def _peak() -> int:
    """Return the most memory that this process has taken [bytes]; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _is_archive(content: bytes) -> bool:
    """Whether a file is a sound archive of parts, and of a reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist()) < 5_000_000 and packed.testzip() is None
    except (zipfile.BadZipFile, RuntimeError):
        return False


def _repacked(content: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound, zipfile.ZipFile(made, "w") as packed:
        names = [name for name in sound.namelist() if name.endswith((".xml", ".rels"))]
        chosen = set(chance.sample(names, min(len(names), chance.randint(1, 2))))
        for name in sound.namelist():
            part = sound.read(name)
            packed.writestr(name, broken(part, chance) if name in chosen else part)
    return made.getvalue()


def _place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 4, 60, 900)))


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8) if content else 0):
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[:_place(content, chance)[0]] if chance.random() < 0.3 else content


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 1, 50)) + content[end:]


def _without(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def _renumbered(content: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb"[0-9]+", content))
    if not found:
        return content
    number = chance.choice(found)
    return content[:number.start()] + chance.choice(_NUMBERS) + content[number.end():]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--sentences", action="store_true", help="print every sentence")
    chosen = options.parse_args()
    with TemporaryDirectory() as temporary:
        outcome, peak = try_cases(chosen.cases, chosen.seed, Path(temporary))
    print(f"{chosen.cases} cases, {outcome.pop('')} read, {len(outcome)} distinct sentences, "
          f"peak {peak >> 20} MiB")
    for sentence, count in outcome.most_common() if chosen.sentences else ():
        print(f"{count:6}  {sentence}")
    sys.exit(peak > MOST_MEMORY)

"""A few hundred broken files in every run of the tests; ``fuzz.py`` itself tries ten thousand."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("fuzz", Path(__file__).parent / "fuzz.py")
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)


def test_broken_files_are_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    said, peak = fuzz.try_cases(200, 1, tmp_path)
    assert sum(said.values()) == 200
    assert 0 < said[""] < 200
    assert len(said) > 8
    assert peak < fuzz.MOST_MEMORY


def test_the_same_seed_breaks_files_in_the_same_way(tmp_path: Path) -> None:
    assert fuzz.try_cases(20, 2, tmp_path)[0] == fuzz.try_cases(20, 2, tmp_path)[0]

"""Scenario files written for one test, read beside the installed ones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from thienhuong_analysis.folder import Folder
from thienhuong_analysis.scenarios import Scenario, levers_of, read_scenarios

settings.register_profile("same every time", derandomize=True, deadline=None,
                          max_examples=50)
settings.load_profile("same every time")

KINDS = {"budget_revenue": "growth", "income_per_capita": "growth", "clean_water_share": "share",
         "drug_free_ward": "milestone"}


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., dict[str, Scenario]]:
    """Write files by name into ``scenarios/`` and read the whole folder."""

    def write_and_read(**files: str | bytes) -> dict[str, Scenario]:
        (tmp_path / "scenarios").mkdir(exist_ok=True)
        for name, text in files.items():
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / "scenarios" / f"{name}.yaml").write_bytes(content)
        return read_scenarios(Folder(tmp_path), levers_of(KINDS))

    return write_and_read

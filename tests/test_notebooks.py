"""Every notebook runs as it is, cell by cell, on the real ward and on the sample ward."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALL = {"draws": 200}


def cells(path: Path) -> list[tuple[str, bool]]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [("".join(cell["source"]), "parameters" in cell["metadata"].get("tags", []))
            for cell in found if cell["cell_type"] == "code"]


@pytest.mark.parametrize(("root", "year", "lang"), [(ROOT, 2026, "vi"), (ROOT / "data/sample", 2027, "en")],
                         ids=["ward", "sample"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_shows_something_in_the_language_asked_for(path, root, year, lang):
    names: dict[str, object] = {}
    for source, are_parameters in cells(path):
        *before, last = source.splitlines()
        exec("\n".join(before), names)
        if are_parameters:
            exec(last, names)
            names |= {"root": str(root), "year": year, "lang": lang} | SMALL
            continue
        html = eval(last, names)._repr_html_()
        assert html and "nan" not in re.sub(r'src="[^"]*"', "", html).lower().split(), last
        assert "<script" not in html and " style=" not in html
        for alt in re.findall(r'<img alt="([^"]*)"', html):
            assert len(alt) > 60 and re.search(r"20(2[4-9]|30)", alt), alt


def test_the_sample_says_that_it_is_one_and_the_ward_does_not():
    import thienhuong_analysis as th

    assert th.Ward.open(ROOT / "data/sample").is_sample
    assert not th.Ward.open(ROOT).is_sample

"""The Vietnamese catalogue says everything that the library and the notebooks say, and no more."""

import io
import json
import string
import unicodedata
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from thienhuong_analysis import errors

ROOT = Path(__file__).parents[2]
PO = ROOT / "thienhuong_analysis" / "presentation" / "locale" / "vi.po"
ERRORS = [name for name, kind in vars(errors).items()
          if isinstance(kind, type) and issubclass(kind, errors.ThienhuongError)]
KEYWORDS = dict.fromkeys(("say", "_", "_complain", *ERRORS), (1,))


def texts_of(source: str, language: str = "python") -> set[str]:
    found = extract(language, io.BytesIO(source.encode()), keywords=KEYWORDS)
    return {message for _, message, _, _ in found if isinstance(message, str) and message}


def said_in_the_project() -> set[str]:
    modules = (ROOT / "thienhuong_analysis").rglob("*.py")
    sources = [path.read_text(encoding="utf-8") for path in modules]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "thienhuong_analysis").rglob("*.j2")]
    return set().union(*map(texts_of, sources), *(texts_of(page, "jinja2") for page in pages))


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as opened:
        return [message for message in read_po(opened, locale="vi") if message.id]


def test_every_sentence_of_the_project_has_its_vietnamese(catalogue):
    there = {message.id for message in catalogue if message.string}
    missing = sorted(said_in_the_project() - there)
    entries = "\n\n".join(f'msgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""'
                          for text in missing)
    assert not entries, f"add these to {PO.relative_to(ROOT)}, sorted by msgid:\n\n{entries}"


def test_no_sentence_in_the_catalogue_is_left_over(catalogue):
    stale = sorted({message.id for message in catalogue} - said_in_the_project())
    assert not stale, f"remove from {PO.relative_to(ROOT)}: {stale}"


def test_both_languages_name_the_same_values(catalogue):
    wrong = [message.id for message in catalogue
             if placeholders(message.id) != placeholders(message.string)]
    assert not wrong


def test_vietnamese_is_composed_unicode(catalogue):
    assert all(unicodedata.is_normalized("NFC", message.string) for message in catalogue)


def test_entries_stand_in_order_without_doubts(catalogue):
    ids = [message.id for message in catalogue]
    assert ids == sorted(ids)
    assert not any(message.fuzzy for message in catalogue)

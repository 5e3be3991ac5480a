"""Small notebooks to publish."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4, write

Make = Callable[..., Path]
PARAMETERS = 'root: str = ".."\nscenario: str = "trend"\nyear: int = 2026\nlang: str = "en"'


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a notebook: its parameters, a title, then the code cells given."""

    def made(name: str, *code: str, parameters: str = PARAMETERS) -> Path:
        cells = [v4.new_markdown_cell(f"# About {name}", id="title"),
                 v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
                 *(v4.new_code_cell(text, id=f"cell{n}") for n, text in enumerate(code))]
        path = tmp_path / f"{name}.ipynb"
        write(v4.new_notebook(cells=cells), path)
        return path

    return made


@pytest.fixture
def shown() -> Callable[..., NotebookNode]:
    """Return a notebook that has run: Markdown texts, and outputs by their type."""

    def with_cells(*markdown: str, **outputs: str) -> NotebookNode:
        cells = [v4.new_markdown_cell(text) for text in markdown]
        for kind, text in outputs.items():
            data = {kind.replace("_", "/"): text}
            cells.append(v4.new_code_cell("show()", outputs=[v4.new_output("display_data", data)]))
        return v4.new_notebook(cells=cells)

    return with_cells

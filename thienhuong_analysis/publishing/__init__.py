"""What is given to people: notebooks run as a batch, reports in HTML, an index, a manifest."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thienhuong_analysis.publishing.notebooks import run_notebooks
    from thienhuong_analysis.publishing.progress import Progress
    from thienhuong_analysis.publishing.runs import Outcome
    from thienhuong_analysis.publishing.yearly import Review, review

__all__ = ["Outcome", "Progress", "Review", "review", "run_notebooks"]
_HOMES = {"Outcome": "runs", "Progress": "progress", "Review": "yearly", "review": "yearly",
          "run_notebooks": "notebooks"}


def __getattr__(name: str) -> Any:
    """Load a name on first use: a worker of a batch needs little of this room."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

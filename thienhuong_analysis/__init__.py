"""A ward's action programme as numbers: projected, checked and reported every year.

``Ward`` answers questions with tables; ``Edition`` shows the answers in one language.
"""

from typing import TYPE_CHECKING

__version__ = "0.2.0"
__all__ = ["INSTALLED", "Edition", "Ward", "__version__"]

if TYPE_CHECKING:
    from thienhuong_analysis.folder import INSTALLED
    from thienhuong_analysis.presentation import Edition
    from thienhuong_analysis.ward import Ward

_HOMES = {"INSTALLED": "folder", "Ward": "ward", "Edition": "presentation"}


def __getattr__(name: str) -> object:
    """Load a name from its room on first use, so that the command line starts quickly."""
    if name not in _HOMES:
        raise AttributeError(f"thienhuong_analysis has no {name}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Charts, tables and words, in Vietnamese and English; each loads when it is first asked for."""

from importlib import import_module
from typing import Any

_HOMES = {
    "chair": ("chair_page",),
    "display": ("Cell", "Chart", "Column", "Page", "Prose", "Table", "lay_out", "tabulate"),
    "enterprises": ("flows",),
    "fan": ("fan_chart",),
    "edition": ("Edition",),
    "projects": ("timeline",),
    "scenarios": ("compare",),
    "scores": ("scorecard_chart",),
    "sectors": ("contributions", "structure"),
    "tables": ("assumption_names", "assumptions_table", "scorecard", "sources_table",
               "targets_without_data"),
    "targets": ("SIGNS", "requirements", "target_names"),
    "trees": ("Trees",),
    "wording": ("Wording",),
}
__all__ = sorted(name for names in _HOMES.values() for name in names)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)

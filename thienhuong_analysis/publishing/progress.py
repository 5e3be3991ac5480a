"""What a batch shows while it runs: a live table on a terminal, else a line for each change."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from thienhuong_analysis.publishing.runs import State

_STYLES: dict[State, str] = {"waiting": "dim", "running": "cyan", "done": "green",
                             "reused": "green", "failed": "bold red"}


class Progress:
    """Shows the states of runs; give it to a batch as ``on_change``.

    Args
        say : callable msgid -> text  the words of the command line
        console : Console  standard error unless given, so that results can be piped

    Example
        >>> import sys
        >>> with Progress(console=Console(file=sys.stdout)) as progress:
        ...     progress("02_grdp-trend", "reused")
        02_grdp-trend: unchanged
    """

    def __init__(self, say: Callable[[str], str] = str, console: Console | None = None) -> None:
        self._words = {"waiting": say("waiting"), "running": say("running"), "done": say("done"),
                       "reused": say("unchanged"), "failed": say("failed")}
        self._console = console or Console(stderr=True)
        self._runs: dict[str, tuple[State, float, float]] = {}
        self._live = Live(console=self._console, get_renderable=self._table)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._live.stop()

    def __call__(self, name: str, state: State) -> None:
        now = time.monotonic()
        begun = now if state == "running" else self._runs[name][1] if name in self._runs else 0.0
        self._runs[name] = state, begun, now
        if not self._console.is_terminal and state != "waiting":
            took = f" ({now - begun:.1f} s)" if state in ("done", "failed") else ""
            line = f"{name}: {self._words[state]}{took}"
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _table(self) -> Table:
        table = Table(box=None, show_header=False)
        for name, (state, begun, changed) in self._runs.items():
            until = time.monotonic() if state == "running" else changed
            table.add_row(name, f"[{_STYLES[state]}]{self._words[state]}[/]",
                          f"{until - begun:.0f} s" if begun else "")
        return table

"""One notebook in a process of its own: run through papermill, then turned into HTML."""

import logging
import os
import re
import sys
import threading
import time
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.folder import INSTALLED
from thienhuong_analysis.publishing.runs import Outcome, Run

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_JUPYTER = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
_NOT_THE_AUTHORS = {"injected-parameters", "papermill-error-cell-tag"}
_kernels: list[Any] = []


def settle(scratch: Path, tether: Connection) -> None:
    """Prepare a fresh worker: nothing from the user's home, one thread, no chatter.

    Args
        scratch : Path  takes what Jupyter and IPython write
        tether : Connection  ends when the caller lets go or dies; the worker ends with it
    """
    os.environ |= {**dict.fromkeys(_ONE_THREAD, "1"), **dict.fromkeys(_JUPYTER, str(scratch)),
                   "MPLBACKEND": "agg", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
                   "PYDEVD_DISABLE_FILE_VALIDATION": "1", "JUPYTER_PLATFORM_DIRS": "1"}
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_the_caller, args=(tether,), daemon=True).start()


def execute(run: Run, cwd: Path, scratch: Path) -> tuple[str, Outcome]:
    """Return the report of one run, and its outcome, of which whatever goes wrong is part.

    Args
        cwd : Path  the folder in which the notebook runs
        scratch : Path  for the notebook with its outputs
    """
    import papermill

    from thienhuong_analysis.publishing.html import render
    from thienhuong_analysis.publishing.parameters import read_notebook

    begun, problem, html, title, cell = time.perf_counter(), "", "", "", None
    parameters = dict(run.provenance.parameters)
    written = scratch / f"{run.name}.ipynb"
    try:
        papermill.execute_notebook(
            _literal(run.notebook.resolve()), _literal(written), parameters, cwd=cwd,
            kernel_name="python3", language="python", kernel_manager_class=_kernel_manager(),
            start_timeout=120, progress_bar=False)
    except Exception as error:  # of the notebook, its kernel or papermill: an outcome like another
        problem = _without_places(f"{type(error).__name__}: {error}", cwd)
    if written.exists():
        notebook = read_notebook(written)
        cell, problem = _diagnosis(notebook, problem, cwd)
        html, title = render(notebook, str(parameters.get("lang", "vi")), subtitle=run.subtitle,
                             provenance=run.provenance)
    first_line = next(iter(problem.strip().splitlines()), "")
    return html, Outcome(run, "failed" if problem else "done", title, cell, first_line,
                         time.perf_counter() - begun)


def _diagnosis(notebook: "NotebookNode", problem: str, cwd: Path) -> tuple[int | None, str]:
    """Return number and message of the cell that failed, cells counted as the author sees them.

    A kernel that died leaves no error in the notebook: it is written where the notebook stopped.
    """
    from nbformat.v4 import new_output

    own = [cell for cell in notebook.cells if not _NOT_THE_AUTHORS & set(cell.metadata.tags)]
    code = [cell for cell in own if cell.cell_type == "code"]
    errors = [(cell, output) for cell in code for output in cell.outputs
              if output.output_type == "error"]
    if problem and code and not errors:
        begun = [cell for cell in code if cell.metadata.papermill.get("start_time")] or code[:1]
        name, _, value = problem.partition(": ")
        begun[-1].outputs.append(new_output(  # type: ignore[no-untyped-call]
            "error", ename=name, evalue=value, traceback=[]))
        errors = [(begun[-1], begun[-1].outputs[-1])]
    for _, output in errors:
        output.evalue = _without_places(output.evalue, cwd)
        output.traceback = [_without_places(line, cwd) for line in output.traceback]
    if not errors:
        return None, problem
    cell, output = errors[0]
    return own.index(cell) + 1, f"{output.ename}: {output.evalue}"


def _without_places(text: str, cwd: Path) -> str:
    """Return a text without colours and without the folders of this machine."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    for place, name in ((cwd.resolve(), "."), (INSTALLED, "."), (Path(sys.prefix), "python"),
                        (Path(sys.base_prefix), "python"), (Path.home(), "~")):
        text = text.replace(str(place), name) if len(place.parts) > 1 else text
    return text


def _literal(path: Path) -> str:
    """Return a path that papermill, which formats paths as templates, leaves as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _kernel_manager() -> type[Any]:
    """Return a manager whose kernel keeps to itself and can be ended from another thread.

    Where the system has them, kernels talk through sockets in our own folder: a free TCP port can
    be taken by somebody else before the kernel is up, and then it never answers.
    """
    from jupyter_client.manager import AsyncKernelManager

    class Kernel(AsyncKernelManager):
        async def start_kernel(self, **kw: Any) -> None:  # type: ignore[override]
            place = f"{os.environ['JUPYTER_RUNTIME_DIR']}/{os.getpid()}"
            if os.name == "posix" and len(place) < 90:  # a socket's path has at most 104 letters
                self.transport, self.ip = "ipc", place
            options = [*kw.pop("extra_arguments", []), "--HistoryManager.enabled=False"]
            await super().start_kernel(extra_arguments=options, stdout=DEVNULL, stderr=DEVNULL, **kw)
            _kernels[:] = [self]

    return Kernel


def _end_with_the_caller(tether: Connection) -> None:
    with suppress(EOFError, OSError):
        tether.recv_bytes()
    for kernel in _kernels:
        with suppress(AttributeError, OSError):
            kernel.provisioner.process.kill()
    os._exit(1)

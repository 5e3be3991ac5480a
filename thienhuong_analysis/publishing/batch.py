"""A batch: many runs in several processes, in which one failure concerns nobody else."""

import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from thienhuong_analysis.folder import fingerprint, whole
from thienhuong_analysis.publishing.runs import Outcome, Run, State
from thienhuong_analysis.publishing.worker import execute, settle

OnChange = Callable[[str, State], None]
_DIED = "the process that ran this notebook was killed"


def check_writable(out: Path) -> None:
    """Find out whether reports can be written before work is spent on them.

    Raises
        FolderError: they cannot
    """
    probe = out / ".state" / "writable"
    with whole(probe) as beside:
        beside.touch()
    probe.unlink()


def unseen(name: str, state: State) -> None:
    """Show nothing of a batch."""


def run_batch(runs: Sequence[Run], out: Path, *, cwd: Path, jobs: int = 0, resume: bool = False,
              code: str = "", on_change: OnChange = unseen) -> list[Outcome]:
    """Run notebooks and write ``out/NAME.html`` for each; return the outcomes in the given order.

    A notebook that fails leaves its report with the error in place, a process that dies leaves
    none; the others go on. Only the calling process writes into ``out``.

    Args
        cwd : Path  the folder in which the notebooks run
        jobs : int  how many at a time; 0: one a processor
        resume : bool  keep reports whose notebook, parameters, inputs and code have not changed
        code : str  fingerprint of what makes the reports, for ``resume``
        on_change : callable (name, state)  is told about every step

    Raises
        FolderError: a report cannot be written
        KeyboardInterrupt: after all processes have ended; finished reports stay
    """
    keys = {run.name: _key(run, code) for run in runs}
    outcomes: dict[str, Outcome] = {}
    for run in runs:
        kept = _kept(run, out, keys[run.name]) if resume else None
        outcomes |= {run.name: kept} if kept else {}
        on_change(run.name, "reused" if kept else "waiting")
    waiting = [run for run in runs if run.name not in outcomes]
    with closing(_results(waiting, cwd, jobs or os.cpu_count() or 1, on_change)) as results:
        for html, outcome in results:
            outcomes[outcome.name] = _filed(html, outcome, out, keys[outcome.name])
            on_change(outcome.name, outcome.state)
    return [outcomes[run.name] for run in runs]


def _results(runs: Sequence[Run], cwd: Path, jobs: int,
             on_change: OnChange) -> Generator[tuple[str, Outcome]]:
    """Yield report and outcome of each run as they come.

    Every worker is a pool of one process, so that a process that dies takes one run with it. All
    of them hold an end of one pipe: they end, kernels and all, when the other end is closed.
    """
    spawn = multiprocessing.get_context("spawn")
    waiting = deque(runs)
    busy: dict[Future[tuple[str, Outcome]], tuple[Run, ProcessPoolExecutor]] = {}
    held, tether = spawn.Pipe(duplex=False)
    with TemporaryDirectory(prefix="thienhuong-", ignore_cleanup_errors=True) as place:
        scratch = Path(place)
        idle = [ProcessPoolExecutor(1, spawn, settle, (scratch, held))
                for _ in range(min(jobs, len(runs)))]
        try:
            while waiting or busy:
                while waiting and idle:
                    run, worker = waiting.popleft(), idle.pop()
                    with _deaf_to_interrupts():
                        busy[worker.submit(execute, run, cwd, scratch)] = run, worker
                    on_change(run.name, "running")
                for future in wait(busy, 0.5, FIRST_COMPLETED).done:
                    run, worker = busy.pop(future)
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        result = "", Outcome(run, "failed", error=_DIED)
                        worker = ProcessPoolExecutor(1, spawn, settle, (scratch, held))
                    idle.append(worker)
                    yield result
        finally:
            tether.close()
            for worker in [*idle, *(worker for _, worker in busy.values())]:
                worker.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Have processes started here ignore Ctrl-C, which is ours to answer; it is only put off."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would lift the mask if the pool had to start it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _filed(html: str, outcome: Outcome, out: Path, key: str) -> Outcome:
    """Write report and note; a report of an earlier batch does not stand in for one that failed."""
    page, note = out / f"{outcome.name}.html", _note(outcome.run, out)
    note.unlink(missing_ok=True)
    if not html:
        page.unlink(missing_ok=True)
        return outcome
    with whole(page) as beside:
        beside.write_bytes(html.encode(errors="replace"))
    outcome = replace(outcome, sha256=fingerprint(page))
    if outcome.ok:
        with whole(note) as beside:
            beside.write_text(json.dumps({"key": key, "sha256": outcome.sha256,
                                          "title": outcome.title}), encoding="utf-8")
    return outcome


def _kept(run: Run, out: Path, key: str) -> Outcome | None:
    try:
        note = json.loads(_note(run, out).read_text(encoding="utf-8"))
        unchanged = (note["key"], note["sha256"]) == (key, fingerprint(out / f"{run.name}.html"))
        return Outcome(run, "reused", note["title"], sha256=note["sha256"]) if unchanged else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(run: Run, out: Path) -> Path:
    return out / ".state" / f"{run.name}.json"


def _key(run: Run, code: str) -> str:
    """Return a fingerprint of everything that the report of a run is made from."""
    said = {**asdict(run), "notebook": fingerprint(run.notebook), "code": code}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

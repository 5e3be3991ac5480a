"""A batch: failures stay apart, nothing is lost, nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from thienhuong_analysis.errors import FolderError
from thienhuong_analysis.publishing import batch
from thienhuong_analysis.publishing.batch import check_writable, run_batch
from thienhuong_analysis.publishing.parameters import read_notebook
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run

KILL_WORKER = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
KILL_KERNEL = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
TROUBLE = {
    "good": ["print(root, scenario)"],
    "error": ["1 + 1", "open('no-such-folder/x')", "'never reached'"],
    "no_worker": [KILL_WORKER],
    "no_kernel": ["1", KILL_KERNEL],
    "leaves": ["raise SystemExit(0)", "'never reached'"],
    "last": ["print('đến cuối')"],
}


def run_of(path, **parameters):
    return Run(path.stem, path, Provenance({"root": ".", "lang": "en", **parameters}), "a subtitle")


@pytest.fixture
def trouble(make):
    return [run_of(make(name, *cells)) for name, cells in TROUBLE.items()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_each_failure_is_told_for_what_it_is_and_stops_nobody_else(trouble, tmp_path):
    out, seen = tmp_path / "out", []
    outcomes = run_batch(trouble, out, cwd=tmp_path, jobs=2,
                         on_change=lambda name, state: seen.append((name, state)))
    assert {o.name: (o.state, o.cell, o.error) for o in outcomes} == {
        "good": ("done", None, ""),
        "error": ("failed", 4, "FileNotFoundError: [Errno 2] No such file or directory: "
                               "'no-such-folder/x'"),
        "no_worker": ("failed", None, "the process that ran this notebook was killed"),
        "no_kernel": ("failed", 4, "DeadKernelError: Kernel died"),
        "leaves": ("failed", 3, "SystemExit: 0"),
        "last": ("done", None, ""),
    }
    assert [name for name, state in seen if state == "waiting"] == list(TROUBLE)
    for name in TROUBLE:
        assert [state for run, state in seen if run == name][1:] == [
            "running", next(o.state for o in outcomes if o.name == name)]
    assert sorted(path.name for path in out.glob("*.html")) == sorted(
        f"{name}.html" for name in TROUBLE if name != "no_worker")
    assert sorted(path.name for path in (out / ".state").iterdir()) == ["good.json", "last.json"]
    page = (out / "error.html").read_text(encoding="utf-8")
    assert "never reached" in page.split('id="error"')[1]
    assert "No such file or directory" in page
    assert "Kernel died" in (out / "no_kernel.html").read_text(encoding="utf-8")
    good = (out / "good.html").read_text(encoding="utf-8")
    assert ". trend" in good
    assert str(tmp_path) not in good + page
    assert str(Path.home()) not in page


@pytest.fixture
def executed(monkeypatch):
    """Put what a notebook says in the place of running it; list the runs."""
    names = []

    def results(runs, cwd, jobs, on_change):
        for run in runs:
            names.append(run.name)
            cell = read_notebook(run.notebook).cells[-1].source
            failed = cell == "1 / 0"
            yield f"{cell} {dict(run.provenance.parameters)}", Outcome(
                run, "failed" if failed else "done", f"About {run.name}", error=cell * failed)

    monkeypatch.setattr(batch, "_results", results)
    return names


def test_resume_keeps_what_is_unchanged_and_makes_the_rest_again(make, tmp_path, executed):
    out = tmp_path / "out"
    a, b = run_of(make("a", "'text'")), run_of(make("b", "'text'"))

    def made(*runs, **options):
        executed.clear()
        outcomes = run_batch(runs, out, cwd=tmp_path, resume=True, **options)
        assert [(o.name, o.title) for o in outcomes] == [(r.name, f"About {r.name}") for r in runs]
        assert {o.name for o in outcomes if o.state != "reused"} == set(executed)
        return "".join(executed)

    assert made(a, b) == "ab"
    first = (out / "a.html").read_bytes()
    assert made(a, b) == ""
    assert made(b, run_of(a.notebook, scenario="target")) == "a"
    assert made(a, b) == "a"
    assert made(a, b, code="a newer library") == "ab"
    assert made(a, b) == "ab"
    (out / "a.html").write_bytes(b"somebody else's")
    assert made(a, b) == "a"
    assert (out / "a.html").read_bytes() == first
    (out / "a.html").unlink()
    (out / ".state" / "b.json").write_text("{", encoding="utf-8")
    assert made(a, b) == "ab"
    make("b", "1 / 0")
    assert made(a, b) == "b"
    assert made(a, b) == "b"


def test_a_report_of_yesterday_does_not_stand_in_for_one_that_could_not_be_made(
        make, tmp_path, executed, monkeypatch):
    run = run_of(make("a", "'text'"))
    run_batch([run], tmp_path, cwd=tmp_path)
    assert (tmp_path / "a.html").exists()
    died = Outcome(run, "failed", error="it died")
    monkeypatch.setattr(batch, "_results", lambda *_: (pair for pair in [("", died)]))
    assert run_batch([run], tmp_path, cwd=tmp_path) == [died]
    assert not (tmp_path / "a.html").exists()
    assert not (tmp_path / ".state" / "a.json").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind_an_interrupted_batch(make, tmp_path, blow):
    sleeper = make("sleeper", "import os, pathlib, time",
                   "pathlib.Path('kernel').write_text(str(os.getpid()))", "time.sleep(100)")
    code = (
        "from pathlib import Path\n"
        "from thienhuong_analysis.publishing.batch import run_batch\n"
        "from thienhuong_analysis.publishing.runs import Provenance, Run\n"
        "if __name__ == '__main__':\n"
        f"    here = Path({str(tmp_path)!r})\n"
        f"    runs = [Run(n, Path({str(sleeper)!r}), Provenance()) for n in ('a', 'b')]\n"
        "    run_batch(runs, here / 'out', cwd=here, jobs=1)\n")
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    places = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen([sys.executable, str(script)], start_new_session=True,
                             stderr=subprocess.PIPE, text=True,
                             env={**os.environ, "PYTHONPATH": places, "TMPDIR": str(tmp_path)})
    try:
        wait_for(lambda: (tmp_path / "kernel").exists() and (tmp_path / "kernel").read_text(), 60)
        kernel = int((tmp_path / "kernel").read_text())
        if blow == signal.SIGINT:
            os.killpg(process.pid, blow)
        else:
            process.kill()
        _, said = process.communicate(timeout=80)
        wait_for(lambda: not alive(kernel) and not group(process.pid), 60)
    finally:
        process.kill()
    if blow == signal.SIGINT:
        assert said.count("Traceback") == 1
        assert said.strip().endswith("KeyboardInterrupt")
        assert not list(tmp_path.glob("thienhuong-*"))
    assert not (tmp_path / "out").exists()


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def group(pid):
    """Return whether a process of the group is left, the unreaped ones aside."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True,
                            check=True).stdout.splitlines()
    return [line for line in listed if line.split()[0] == str(pid) and "Z" not in line.split()[1]]


def test_a_folder_that_cannot_be_written_is_found_out_first(tmp_path):
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be written"):
        check_writable(tmp_path / "reports" / "2026")
    check_writable(tmp_path / "fine")
    assert list((tmp_path / "fine" / ".state").iterdir()) == []


@pytest.mark.slow
def test_two_runs_of_one_notebook_give_the_same_bytes(make, tmp_path):
    run = run_of(make("same", "print({'b', 'a', 'c', 'd'}, hash('x'))"))
    for out in ("one", "two"):
        run_batch([run], tmp_path / out, cwd=tmp_path)
    assert (tmp_path / "one" / "same.html").read_bytes() == (
        tmp_path / "two" / "same.html").read_bytes()

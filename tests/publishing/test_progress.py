"""Progress: a table on a terminal, plain lines elsewhere."""

import io

from rich.console import Console

from thienhuong_analysis.publishing.progress import Progress


def steps(progress):
    for name, state in [("a", "waiting"), ("[b]", "waiting"), ("a", "running"), ("a", "failed"),
                        ("[b]", "reused")]:
        progress(name, state)


def test_a_file_gets_one_plain_line_a_change():
    out = io.StringIO()
    with Progress(console=Console(file=out)) as progress:
        steps(progress)
    lines = out.getvalue().splitlines()
    assert lines == ["a: running", "a: failed (0.0 s)", "[b]: unchanged"]


def test_a_terminal_gets_a_table_that_ends_with_the_final_states():
    out = io.StringIO()
    with Progress(str.upper, Console(file=out, force_terminal=True, width=60)) as progress:
        steps(progress)
    last = out.getvalue().rpartition("\x1b[2K")[2]
    assert "FAILED" in last
    assert "UNCHANGED" in last

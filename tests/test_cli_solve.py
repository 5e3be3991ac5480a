"""Solving on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thienhuong_analysis.cli import app

ROOT = Path(__file__).parents[1]
DENSITY = "enterprises_per_1000"


def test_solve_says_what_one_must_believe():
    done = CliRunner().invoke(app, ["--root", str(ROOT), "solve", DENSITY, "--lever", "births", "--draws",
                                    "50"])
    assert done.exit_code == 0
    assert "140" in done.stdout and "38" in done.stdout


def test_solve_prints_json_without_nan():
    done = CliRunner().invoke(app, ["--root", str(ROOT), "solve", DENSITY, "--lever", "births", "--lever",
                                    "exit_rate", "--weight", "exit_rate=4", "--draws", "50", "--json"])
    found = json.loads(done.stdout, parse_constant=pytest.fail)
    assert found["state"] == "solved" and found["probability"] is None
    assert [lever["lever"] for lever in found["levers"]] == ["births", "exit_rate"]
    assert found["targets"][0]["after"] == pytest.approx(20, abs=1e-6)


@pytest.mark.parametrize(("arguments", "says"), [
    ([DENSITY, "--lever", "brths"], "did you mean births"),
    ([DENSITY, "--lever", "births", "--weight", "births"], "is no weight"),
    ([DENSITY, "--lever", "births", "--probability", "1.5"], "between 0 and 1"),
    (["grdp", "--lever", "births"], "has several targets"),
])
def test_a_mistake_ends_in_one_sentence(arguments, says):
    done = subprocess.run([sys.executable, "-m", "thienhuong_analysis", "solve", *arguments, "--draws", "20"],
                          capture_output=True, text=True, check=False, cwd=ROOT,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 2
    assert says in done.stderr and "Traceback" not in done.stderr

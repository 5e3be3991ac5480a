"""A slider of the explorer moved: how long until it is answered, against a projection with all draws.

Prints the median milliseconds of both, measured in turn in one run, and their ratio.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import thienhuong_analysis as th
from thienhuong_analysis.presentation.explorer import DEBOUNCE
from thienhuong_analysis.projections import project

LEVERS, MOVES = ("births", "growth.services", "poverty_exit", "volatility"), 8


def milliseconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    begun = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Measure and print."""
    edition = th.Edition.open(Path(__file__).parents[1], year=2026)
    explorer, inputs = edition.explorer(), edition.ward.inputs(year=2026)
    explorer.view  # noqa: B018  builds the sliders before the clock runs
    answers, projections = [], []
    for key in LEVERS:
        slider = explorer.sliders[key]
        for i in range(1, MOVES + 1):
            place = slider.min + i / (MOVES + 1) * (slider.max - slider.min)
            answers.append(milliseconds(lambda slider=slider, place=place: setattr(slider, "value", place)))
            projections.append(milliseconds(lambda: project(inputs)))
        explorer.reset()
    ours, whole = statistics.median(answers), statistics.median(projections)
    print(f"a slider answered            {ours:6.0f} ms, the slowest {max(answers):.0f} ms")
    print(f"with the wait until it rests {ours + 1000 * DEBOUNCE:6.0f} ms")
    print(f"a projection with all draws  {whole:6.0f} ms, {whole / ours:.1f} times as long")


if __name__ == "__main__":
    main()

"""The whole projection against the bare cost of its random numbers, and how its cost grows.

Prints medians measured in turn in one run: the sample ward with every indicator that has a figure, one
scenario, on one core; then 1, 10 and 100 scenarios, more and more draws, and 1,000 scenarios in one memory.
"""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import argparse  # noqa: E402
import dataclasses  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
import tracemalloc  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from scipy import stats  # noqa: E402

from thienhuong_analysis.programme import YEARS  # noqa: E402
from thienhuong_analysis.projections import Inputs, Projection, Streams, project  # noqa: E402
from thienhuong_analysis.scenarios import Setting  # noqa: E402
from thienhuong_analysis.ward import Ward  # noqa: E402

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
COUNTED = ("enterprise_births", "household_business_conversions", "enterprise_exits", "poor_households")


def fresh(inputs: Inputs, draws: int) -> Inputs:
    """Return the same inputs with random numbers that have not been drawn yet."""
    return dataclasses.replace(inputs, streams=Streams(2025, draws))


def bare(inputs: Inputs, made: Projection) -> Callable[[], None]:
    """Return an action that draws as many random numbers as the projection does, and nothing else.

    Normals by numpy, one for each draw, year and series with a walk; counts by scipy's inverse
    distribution functions of numpy's uniforms, with the trials and chances that the projection meets.
    """
    draws, years = inputs.streams.draws, len(YEARS)
    walks = [series for series in made.series.values() if np.ptp(series.draws[:, -1]) > 0
             and series.indicator not in (*COUNTED, "enterprises", "enterprises_per_1000", "poverty_rate")
             and (series.indicator, series.breakdown) != ("grdp", "total")]
    stock = np.round(np.column_stack([np.full(draws, made.find("enterprises").base),
                                      made.draws("enterprises")[:, :-1]]))
    poor = np.round(np.column_stack([np.full(draws, made.find("poor_households").base),
                                     made.draws("poor_households")[:, :-1]]))
    births = made.find("enterprise_births").point
    shares = [series for series in walks if series.out_of is not None]
    integers = [series for series in walks if series.out_of is None and series.unit == "count"]

    def action() -> None:
        generator = np.random.default_rng(1)
        for _ in walks:
            generator.standard_normal((draws, years))

        def uniforms() -> np.ndarray:
            return generator.random((draws, years))

        stats.binom.ppf(uniforms(), stock, 0.09)
        stats.nbinom.ppf(uniforms(), births, 0.5)
        stats.binom.ppf(uniforms(), 90, 0.5)
        stats.binom.ppf(uniforms(), poor, 0.32)
        stats.poisson.ppf(uniforms(), 2.6)
        for series in shares:
            stats.binom.ppf(uniforms(), series.out_of, np.clip(series.draws, 1e-6, 1 - 1e-6))
        for series in integers:
            stats.poisson.ppf(uniforms(), series.draws)

    return action


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def median(action: Callable[[], object], repeats: int) -> float:
    """Return the median time of an action, the first run left out."""
    return statistics.median([seconds(action) for _ in range(repeats + 1)][1:])


def scenario(inputs: Inputs, number: int) -> Inputs:
    """Return the inputs with levers that differ from scenario to scenario."""
    settings = dict(inputs.settings) | {
        "growth.services": Setting(0.05 + 0.0001 * number, "made"),
        "births": Setting(30 + 0.05 * number, "made")}
    return dataclasses.replace(inputs, settings=settings)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--draws", type=int, default=10_000)
    options.add_argument("--repeats", type=int, default=7)
    given = options.parse_args()
    inputs = Ward.open(SAMPLE).inputs("trend", draws=given.draws)
    made = project(inputs)
    numbers = bare(inputs, made)
    times = [(seconds(numbers), seconds(lambda: project(fresh(inputs, given.draws))))
             for _ in range(given.repeats + 1)][1:]
    base, whole = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{len(made.series)} series, {given.draws:,} draws × {len(YEARS)} years, median of {given.repeats}")
    print(f"random numbers alone               {base * 1000:8.1f} ms")
    print(f"the whole projection               {whole * 1000:8.1f} ms   {whole / base:5.2f} times")

    small = fresh(inputs, 1000)
    project(small)
    again = median(lambda: project(scenario(small, 1)), given.repeats)
    print(f"1,000 draws, another lever         {again * 1000:8.1f} ms")

    print("draws, ms for each 1,000 draws")
    for draws in (1_000, 10_000, 100_000):
        taken = median(lambda draws=draws: project(fresh(inputs, draws)), 3)
        print(f"{draws:>12,}                       {taken * 1000 / (draws / 1000):8.2f}")
    print("scenarios at 1,000 draws, ms a scenario")
    for count in (1, 10, 100):
        taken = median(lambda count=count: [project(scenario(small, k)) and None for k in range(count)], 3)
        print(f"{count:>12,}                       {taken * 1000 / count:8.2f}")

    tracemalloc.start()
    reached = {}
    for k in range(1000):
        project(scenario(small, k))
        if k + 1 in (10, 1000):
            reached[k + 1] = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"peak memory of 10 scenarios {reached[10]:.0f} MiB, of 1,000 {reached[1000]:.0f} MiB")


if __name__ == "__main__":
    main()

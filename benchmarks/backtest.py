"""The projection method against AutoETS, AutoARIMA and AutoTheta on the same forecasts of a panel.

``python benchmarks/backtest.py FILE [HISTORY] [HORIZON] [SERIES]``: the engines are statsforecast's, which
holds pandas below 3, so they run in an environment of their own that is made in a temporary folder.
"""

import subprocess
import sys
import time
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

ENGINES = ("AutoETS", "AutoARIMA", "AutoTheta")
NEEDS = ["statsforecast==2.1.1", "pandas<3"]
LEVELS = [5, 15, 25, 35, 45, 55, 65, 75, 80, 85, 95]
QUANTILES = np.sort(np.concatenate([[(100 - x) / 200, (100 + x) / 200] for x in LEVELS if x != 80]))
"""Twenty quantiles from 2.5 % to 97.5 %, from which every method's CRPS is taken in the same way."""


def engine_forecasts(windows: Path, horizon: int, out: Path) -> None:
    """Write the intervals of each engine at the horizon; what an engine refuses is printed."""
    import pandas as pd
    from statsforecast import StatsForecast, models

    values = np.load(windows)
    frame = pd.DataFrame({"unique_id": np.repeat(np.arange(len(values)), values.shape[1]),
                          "ds": np.tile(np.arange(values.shape[1]), len(values)), "y": values.ravel()})
    found = {}
    for name in ENGINES:
        start = time.perf_counter()
        try:
            engine = StatsForecast(models=[getattr(models, name)(season_length=1)], freq=1)
            table = engine.forecast(df=frame, h=horizon, level=LEVELS)
        except Exception as error:
            print(f"{name} refuses: {type(error).__name__}: {error}", flush=True)
            continue
        last = table.groupby("unique_id").tail(1).sort_values("unique_id")
        print(f"{name}: {time.perf_counter() - start:.0f} s", flush=True)
        found[name] = np.column_stack(
            [last[name]] + [last[f"{name}-{side}-{level}"] for level in LEVELS for side in ("lo", "hi")])
    np.savez(out, **found)


def compare(file: str, history: int, horizon: int, most: int) -> None:
    """Print the scores of all methods on the same forecasts."""
    from thienhuong_analysis.projections import backtest, read_panel
    from thienhuong_analysis.projections.scores import covered, crps_quantiles, student_interval

    panel = read_panel(file)
    start = time.perf_counter()
    forecasts = backtest(panel, history=history, horizon=horizon).forecasts
    ours = time.perf_counter() - start
    forecasts = forecasts[forecasts["horizon"] == horizon]
    logs, windows, rows = {}, [], []
    for key in zip(panel.country, panel.indicator, strict=True):
        logs[key] = panel.logs[len(logs)]
    for row in forecasts.itertuples():
        at = int(row.origin - panel.years[0])
        window = logs[row.country, row.indicator][at - history:at + 1]
        if np.isfinite(window).all():
            windows.append(window)
            rows.append(row.Index)
    chosen = np.sort(np.random.default_rng(1).permutation(len(rows))[:most])
    windows, forecasts = np.array(windows)[chosen], forecasts.loc[np.array(rows)[chosen]]
    actual = forecasts["actual"].to_numpy()
    print(f"{len(actual)} forecasts {horizon} years ahead from {history} years; all of ours in {ours:.1f} s")
    show = "{:14} CRPS {:.4f}   80 % covers {:.1%}   95 % covers {:.1%}".format
    for name in ("shrunk", "drift"):
        law = [forecasts[f"{name}.{part}"].to_numpy() for part in ("location", "scale", "freedom")]
        ends = [student_interval(*law, level / 100) for level in LEVELS]
        _report(show, name, actual, ends, crps_quantiles, covered)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        print(f"an environment for {' and '.join(NEEDS)} is made in {place}", flush=True)
        venv.create(place / "env", with_pip=True)
        python = next(p for p in (place / "env/bin/python", place / "env/Scripts/python.exe") if p.exists())
        subprocess.run([python, "-m", "pip", "install", "-qq", *NEEDS], check=True)
        np.save(place / "windows.npy", windows)
        subprocess.run([python, __file__, "--engines", place / "windows.npy", str(horizon),
                        place / "found.npz"], check=True)
        found = dict(np.load(place / "found.npz"))
    for name, table in found.items():
        ends = [(table[:, 1 + 2 * i] - windows[:, -1], table[:, 2 + 2 * i] - windows[:, -1])
                for i in range(len(LEVELS))]
        _report(show, name, actual, ends, crps_quantiles, covered)


def _report(show, name, actual, ends, crps_quantiles, covered) -> None:
    held = {level: covered(actual, *ends[i]).mean() for i, level in enumerate(LEVELS)}
    columns = np.column_stack([side for i, level in enumerate(LEVELS) if level != 80 for side in ends[i]])
    columns = np.sort(columns, axis=1)
    print(show(name, crps_quantiles(actual, columns, QUANTILES).mean(), held[80], held[95]), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "--engines":
        engine_forecasts(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    elif len(sys.argv) > 1:
        numbers = [int(word) for word in sys.argv[2:]]
        compare(sys.argv[1], *[*numbers, *(5, 5, 1_000_000)[len(numbers):]])
    else:
        sys.exit(__doc__)

"""The status of every target as of a year: where it is, where it should be, and its chances."""

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.pace import (
    pace_ratio,
    required_average_growth,
    required_growth,
    required_path,
    required_per_year,
    required_step,
)
from thienhuong_analysis.assessment.probability import met, outcome, standard_error
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, Programme, Target
from thienhuong_analysis.projections import MEASURED, Projection, Series

LABELS = ((0.8, "likely"), (0.5, "more_likely_than_not"), (0.2, "at_risk"), (0.0, "unlikely"))
"""Lowest probability of each label, METHOD section 6."""


def assess(programme: Programme, known: Known, projection: Projection, year: int) -> pd.DataFrame:
    """Return one row a target, in the order of the document.

    Args
        known : Known  what was known; figures of later years are left out by its ``year``
        year : int  the year of the review

    Returns
        DataFrame  value columns in the canonical unit; ``latest``, ``milestone``, ``gap`` and
        ``projected`` of a growth target are average yearly rates, of a period total cumulated
    """
    units = programme.indicators.set_index("indicator_id")[["unit", "lead_unit"]]
    quotes = programme.targets.set_index("target_id")["quote_vi"]
    rows = []
    for target in programme.by_id.values():
        series = projection.series.get((target.indicator_id, target.breakdown))
        position = _position(target, known, series, year)
        rows.append({
            "target_id": target.target_id, "indicator_id": target.indicator_id,
            "breakdown": target.breakdown, "theme": target.theme,
            "lead_unit": units.at[target.indicator_id, "lead_unit"],
            "comparator": target.comparator, "target": target.value,
            "unit": "fraction" if target.is_growth else units.at[target.indicator_id, "unit"],
            "cadence": target.cadence, "from_year": target.from_year, "by_year": target.by_year,
            "citation": target.citation, "quote_vi": quotes[target.target_id],
            **position, **_outlook(target, series, position, year),
        })
    frame = pd.DataFrame(rows)
    return frame.astype({name: "Int64" for name in ("from_year", "by_year", "baseline_year", "latest_year")})


def _position(target: Target, known: Known, series: Series | None, year: int) -> dict[str, object]:
    """Return baseline, latest figure, this year's milestone, and the pace seen and required."""
    figures = known.history(target.indicator_id, target.breakdown, statuses=(*MEASURED, "implied"))
    measured = known.history(target.indicator_id, target.breakdown, statuses=MEASURED)
    base, base_status = _baseline(figures, known, target, series)
    if target.cadence == "period_total":
        counted = measured[(measured.index >= target.first_year) & (measured.index <= target.last_year)]
        values = counted.cumsum()
    elif target.is_growth and series is not None and series.known_years:
        passed = np.arange(1, series.known_years + 1)
        realised = (series.point[:series.known_years] / series.base) ** (1 / passed) - 1
        values = pd.Series(realised, index=BASE_YEAR + passed)
    else:
        values = measured[measured.index > BASE_YEAR] if not target.is_growth else measured.iloc[:0]
    latest_year = int(values.index[-1]) if len(values) else None
    latest = float(values.iloc[-1]) if len(values) else float("nan")
    path = required_path(target, base)
    milestone = target.value if target.is_growth else float(path[min(year, target.last_year) - BASE_YEAR])
    pace, metric = _required(target, base, latest, latest_year)
    ratio = float("nan")
    if latest_year and target.is_growth:
        ratio = np.log1p(latest) / np.log1p(target.value)
    elif latest_year and target.cadence == "by_year" and target.kind != "milestone" and base == base:
        ratio = pace_ratio(target, base, latest, latest_year)
    elif latest_year and target.cadence == "period_total":
        ratio = latest / float(path[latest_year - BASE_YEAR])
    reached = latest_year or (BASE_YEAR if base == base else None)
    return {
        "baseline": base, "baseline_year": BASE_YEAR if base == base else None,
        "baseline_status": base_status, "latest": latest, "latest_year": reached,
        "latest_status": _status(known, target, latest_year) if latest_year else base_status,
        "milestone": milestone, "gap": latest - milestone, "required_pace": pace,
        "required_metric": metric, "pace_ratio": ratio,
    }


def _baseline(figures: pd.Series, known: Known, target: Target,
              series: Series | None) -> tuple[float, str]:
    """Return the figure of 2025 and its status; what was measured goes before what is assumed."""
    if target.kind == "flow" or target.kind == "milestone":
        return float("nan"), ""
    status = _status(known, target, BASE_YEAR) if BASE_YEAR in figures.index else ""
    if status in MEASURED:
        return float(figures[BASE_YEAR]), status
    if series is not None and series.unit != "index_2025":
        return series.base, "assumption"
    return (float(figures[BASE_YEAR]), status) if status else (float("nan"), "")


def _status(known: Known, target: Target, year: int | None) -> str:
    return known.status(target.indicator_id, target.breakdown, year) or "estimate"


def _required(target: Target, base: float, latest: float, latest_year: int | None) -> tuple[float, str]:
    """Return the pace needed from the latest figure on, and its metric."""
    year = latest_year or BASE_YEAR
    left = target.last_year - year
    value = latest if latest_year else base
    if left <= 0 or target.comparator == "done":
        return float("nan"), ""
    if target.is_growth:
        realised = 1.0 if latest_year is None else (1 + latest) ** (year - BASE_YEAR)
        return required_average_growth(target.value, realised, year - BASE_YEAR,
                                       target.last_year - BASE_YEAR), "compound"
    if target.cadence == "period_total":
        start = max(year, target.first_year - 1)
        return required_per_year(target.value, latest if latest_year else 0.0,
                                 target.last_year - start), "per_year"
    if target.cadence == "each_year" or value != value:
        return float("nan"), ""
    if target.kind == "share" or value <= 0 or target.value <= 0:
        return required_step(value, target.value, left), "linear"
    return required_growth(value, target.value, left), "compound"


def _outlook(target: Target, series: Series | None, position: dict[str, object],
             year: int) -> dict[str, object]:
    """Return the projection, the probability of meeting the target, and the verdict in one word."""
    latest, latest_year = float(position["latest"]), position["latest_year"]  # type: ignore[arg-type]
    blank = {"projected": float("nan"), "probability": float("nan"), "standard_error": float("nan"),
             "assumed": False, "rests_on": ""}
    if target.kind == "milestone":
        word = "done" if latest == 1 else "no_data" if latest != latest else "not_done_yet"
        return blank | {"verdict": "missed" if word == "not_done_yet" and year > target.last_year else word}
    if series is None:
        if latest != latest:
            return blank | {"verdict": "no_data"}
        return blank | {"verdict": "met" if bool(target.holds(latest)) else "missed"
                        if target.cadence == "each_year" else "at_risk"}
    probability = float(met(target, series).mean())
    values = np.median(outcome(target, series, series.draws), axis=0)
    finished = series.known_years > target.last_year - BASE_YEAR - 1
    return {
        "projected": float(values if values.ndim == 0 else values[-1]), "probability": probability,
        "standard_error": standard_error(probability, len(series.draws)),
        "assumed": not finished and not series.from_own_history,
        "rests_on": ";".join(dict.fromkeys(series.rests_on)),
        "verdict": _verdict(target, series, probability, finished=finished),
    }


def _verdict(target: Target, series: Series, probability: float, *, finished: bool) -> str:
    realised = series.point[:series.known_years]
    if target.cadence == "each_year" and not target.is_growth:
        held = target.holds(realised[target.first_year - BASE_YEAR - 1:])
        if not held.all():
            return "missed"
    if finished:
        return "met" if probability == 1 else "missed"
    return next(label for lowest, label in LABELS if probability >= lowest)

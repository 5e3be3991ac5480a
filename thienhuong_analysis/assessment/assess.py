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
from thienhuong_analysis.assessment.probability import met, outcome, standard_error, tells_chance
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
        ``projected`` of a growth target are average yearly rates, of a period total cumulated;
        ``pace_ratio`` is unknown where the definition has changed since 2025; ``latest_year`` without a
        ``latest`` says that a level was delivered, and none of 2025 to grow from
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
            **position, **_outlook(target, known, series, position, year),
        })
    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys(("from_year", "by_year", "baseline_year", "latest_year"), "Int64"))


def _position(target: Target, known: Known, series: Series | None, year: int) -> dict[str, object]:
    """Return baseline, latest figure, this year's milestone, and the pace seen and required."""
    base, base_status = _baseline(target, known, series)
    values, status = _figures(target, known, series)
    latest_year = int(values.index[-1]) if len(values) else None
    latest = float(values.iloc[-1]) if len(values) else float("nan")
    path = required_path(target, base)
    milestone = target.value if target.is_growth else float(path[min(year, target.last_year) - BASE_YEAR])
    pace, metric = _required(target, base, latest, latest_year)
    ratio = float("nan")
    if latest_year and latest_year > BASE_YEAR and target.comparator != "done":
        if target.is_growth:
            ratio = float(np.log1p(latest) / np.log1p(target.value))
        elif target.cadence == "period_total":
            ratio = latest / float(path[latest_year - BASE_YEAR])
        elif target.cadence == "by_year" and not np.isnan(base) and not (
                series and any(year <= latest_year for year in series.breaks)):
            ratio = pace_ratio(target, base, latest, latest_year)
    if latest_year is None and not np.isnan(base) and not target.is_growth:
        latest, latest_year, status = base, BASE_YEAR, base_status
    if latest_year is None and target.is_growth and np.isnan(base):
        levels = known.history(target.indicator_id, target.breakdown, statuses=MEASURED)
        if len(levels) and levels.index[-1] > BASE_YEAR:
            latest_year = int(levels.index[-1])
            status = known.status(target.indicator_id, target.breakdown, latest_year)
    return {
        "baseline": base, "baseline_year": None if np.isnan(base) else BASE_YEAR,
        "baseline_status": base_status, "latest": latest, "latest_year": latest_year,
        "latest_status": status, "milestone": milestone, "gap": latest - milestone,
        "required_pace": pace, "required_metric": metric, "pace_ratio": ratio,
    }


def _figures(target: Target, known: Known, series: Series | None) -> tuple[pd.Series, str]:
    """Return the figures since 2025 in the target's own terms, by year, and the latest one's status."""
    measured = known.history(target.indicator_id, target.breakdown, statuses=MEASURED)
    measured = measured[measured.index >= (BASE_YEAR if target.kind == "milestone" else BASE_YEAR + 1)]
    if target.cadence == "period_total":
        values = measured[measured.index.to_series().between(target.first_year, target.last_year)].cumsum()
    elif series is not None:
        years = np.arange(1, series.known_years + 1)
        values = pd.Series(series.point[:series.known_years], index=BASE_YEAR + years, dtype=float)
        if target.is_growth:
            values = (values / series.base) ** (1 / years) - 1
        values = values.dropna()
    else:
        values = measured.iloc[:0] if target.is_growth else measured
    if not len(values):
        return values, ""
    said = known.status(target.indicator_id, target.breakdown, int(values.index[-1]))
    return values, said if said in MEASURED else "estimate"


def _baseline(target: Target, known: Known, series: Series | None) -> tuple[float, str]:
    """Return the figure of 2025 and its status; what was measured goes before what is assumed."""
    if target.kind in ("flow", "milestone"):
        return float("nan"), ""
    status = known.status(target.indicator_id, target.breakdown, BASE_YEAR)
    figure = float(known.history(target.indicator_id, target.breakdown,
                                 statuses=(*MEASURED, "implied")).get(BASE_YEAR, np.nan))
    if status in MEASURED:
        return figure, status
    if series is not None and series.unit != "index_2025" and not np.isnan(series.base):
        return series.base, "assumption" if series.base_rests_on else "estimate"
    return figure, "" if np.isnan(figure) else status


def _required(target: Target, base: float, latest: float, latest_year: int | None) -> tuple[float, str]:
    """Return the pace needed from the latest figure on, and its metric."""
    year = latest_year or BASE_YEAR
    left = target.last_year - year
    value = base if latest_year is None else latest
    if left <= 0 or target.comparator == "done":
        return float("nan"), ""
    if target.is_growth:
        realised = 1.0 if latest_year is None else (1 + latest) ** (year - BASE_YEAR)
        return required_average_growth(target.value, realised, year - BASE_YEAR,
                                       target.last_year - BASE_YEAR), "compound"
    if target.cadence == "period_total":
        start = max(year, target.first_year - 1)
        return required_per_year(target.value, 0.0 if latest_year is None else latest,
                                 target.last_year - start), "per_year"
    if target.cadence == "each_year" or np.isnan(value) or target.holds(value):
        return float("nan"), ""
    if target.kind == "share" or value <= 0 or target.value <= 0:
        return required_step(value, target.value, left), "linear"
    return required_growth(value, target.value, left), "compound"


def _outlook(target: Target, known: Known, series: Series | None, position: dict[str, object],
             year: int) -> dict[str, object]:
    """Return the projection, the probability of meeting the target, and the verdict in one word.

    A share that must reach a bound has no chance on the logit scale, whatever it does: its pace is
    judged instead.
    """
    values = np.array(np.nan) if series is None else np.median(
        outcome(target, series, series.draws), axis=0)
    projected = float(values if values.ndim == 0 else values[-1])
    if series is None or np.isnan(projected) or not tells_chance(target, series):
        return {"projected": projected, "probability": float("nan"), "standard_error": float("nan"),
                "assumed": False, "rests_on": "", "verdict": _verdict_on_figures(
                    target, known, position, year)}
    probability = float(met(target, series).mean())
    finished = series.known_years >= target.last_year - BASE_YEAR
    verdict = _verdict(target, series, probability, finished=finished)
    settled = verdict in ("met", "missed")
    return {
        "projected": projected, "probability": probability,
        "standard_error": standard_error(probability, len(series.draws)),
        "assumed": not settled and bool(series.rests_on),
        "rests_on": "" if settled else ";".join(dict.fromkeys(series.rests_on)), "verdict": verdict,
    }


def _verdict(target: Target, series: Series, probability: float, *, finished: bool) -> str:
    """Return the label of a probability, or what the figures have settled already."""
    if target.cadence == "each_year" and not target.is_growth:
        first, last = target.first_year - BASE_YEAR - 1, target.last_year - BASE_YEAR
        realised = series.point[first:min(series.known_years, last)]
        if not target.holds(realised[~np.isnan(realised)]).all():
            return "missed"
    if finished:
        return "met" if probability == 1 else "missed"
    return next(label for lowest, label in LABELS if probability >= lowest)


def _verdict_on_figures(target: Target, known: Known, position: dict[str, object], year: int) -> str:
    """Return the verdict where there is no probability: from the figures and this year's milestone."""
    latest, latest_year = float(position["latest"]), position["latest_year"]  # type: ignore[arg-type]
    done, open_ = ("done", "not_done_yet") if target.kind == "milestone" else ("met", "")
    if np.isnan(latest) or position["latest_status"] == "implied":
        return "no_data"
    if target.cadence == "each_year":
        figures = known.history(target.indicator_id, target.breakdown, statuses=MEASURED)
        counted = figures[figures.index.to_series().between(target.first_year, target.last_year)]
        if counted.empty:
            return "no_data"
        if not target.holds(counted.to_numpy(float)).all():
            return "missed"
        return done if year >= target.last_year else "on_pace"
    if target.holds(latest):
        final = target.kind == "milestone" or target.cadence == "period_total"
        return done if final or year >= target.last_year else "on_pace"
    if year > target.last_year or (latest_year == target.last_year and not open_):
        return "missed"
    if open_ or latest_year == BASE_YEAR or np.isnan(float(position["milestone"])):  # type: ignore[arg-type]
        return open_ or "no_data"
    ahead = float(position["gap"]) * (1 if target.comparator in ("ge", "gt") else -1)  # type: ignore[arg-type]
    return "on_pace" if ahead >= 0 else "behind"

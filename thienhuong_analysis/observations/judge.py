"""Raw figures judged: what each role refers to, what the number is, or why it cannot be used."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.observations.numerals import (
    Cell,
    Figure,
    Notation,
    is_missing,
    parse_milestone,
    parse_number,
    shown,
)
from thienhuong_analysis.observations.periods import parse_day, parse_period
from thienhuong_analysis.observations.reference import Reference, resolver
from thienhuong_analysis.observations.schema import BREAKDOWN, STATUSES
from thienhuong_analysis.observations.text import fold
from thienhuong_analysis.observations.units import scale, to_canonical

_STATUS_WORDS = {"chinh thuc": "actual", "so bo": "preliminary", "uoc tinh": "estimate",
                 "uoc": "estimate", "gia dinh": "assumption"} | {word: word for word in STATUSES}
_AUTHORITY = {"assumption": 0, "implied": 1}
_YEARLY = re.compile(r"_growth(_|$)")
_ORDER = ["locality", "indicator", "breakdown", "period", "authority", "as_of", "grade", "source",
          "cell", "value"]


def judge(raw: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return raw figures with every role resolved and a verdict on each.

    Args
        raw : DataFrame  as ``layouts.raw_figures`` gives it

    Returns
        DataFrame  the columns of observations, and file, text, bound, kind, reason (an
        ObservationError or None), state (accepted, rejected, missing); accepted rows come first,
        those on one cell in order of rising authority
    """
    resolvers: dict[str, Callable[[str], object]] = {
        "locality": resolver("locality", reference.localities, "name_vi", "name_en"),
        "indicator": resolver("indicator", reference.indicators, "name_vi", "name_en"),
        "breakdown": _breakdown, "period": parse_period, "status": _status, "as_of": parse_day,
        "source": resolver("source", reference.sources)}
    solved = {role: _each(resolve, raw[role]) for role, resolve in resolvers.items()}
    judged = pd.DataFrame({role: found for role, (found, _) in solved.items()}, dtype=object)
    about = reference.indicators.reindex(judged["indicator"]).reset_index(drop=True)
    figures, faults = _each(_measure, raw["value"], judged["indicator"], about["unit"],
                            raw["unit"], raw["decimal"])
    errors = zip(*(errors for _, errors in solved.values()), faults, strict=True)
    judged = judged.assign(
        unit=about["unit"], kind=about["kind"], file=raw["file"], cell=raw["cell"],
        year=judged["period"].str[:4], text=raw["value"].map(shown), state="accepted",
        value=[figure and figure.number for figure in figures],
        bound=[figure.bound if figure else "" for figure in figures],
        reason=pd.Series([next(filter(None, row), None) for row in errors], dtype=object),
        indicator=judged["indicator"].fillna(raw["indicator"]))
    judged.loc[judged["reason"].notna(), "state"] = "rejected"
    judged.loc[raw["value"].map(is_missing).astype(bool), "state"] = "missing"
    accepted = judged["state"] == "accepted"
    grades = reference.sources["grade"].map({"L": 0, "M": 1, "H": 2}).fillna(-1)
    ranked = judged[accepted].assign(authority=judged["status"].map(_AUTHORITY).fillna(2),
                                     grade=judged["source"].map(grades))
    ranked = ranked.sort_values(_ORDER, kind="stable")[judged.columns]
    return pd.concat([ranked, judged[~accepted]], ignore_index=True)


_NEVER_ZERO = ("population", "households")


def _each(function: Callable[..., object], *columns: "pd.Series[Any]",
          ) -> tuple[list[Any], list[ObservationError | None]]:
    """Apply a function once to each different row; complaints are collected, not raised."""
    done: dict[tuple[object, ...], tuple[object, ObservationError | None]] = {}
    rows = list(zip(*columns, strict=True))
    for row in rows:
        if row not in done:
            try:
                done[row] = function(*row), None
            except ObservationError as error:
                done[row] = None, error
    return [done[row][0] for row in rows], [done[row][1] for row in rows]


def _measure(cell: Cell, indicator: str | None, canonical: str, unit: str,
             decimal: Notation) -> Figure | None:
    if indicator is None:
        return None
    if canonical == "none":
        return parse_milestone(cell)
    figure = parse_number(cell, decimal)
    if figure is None:
        return None
    written = [text for text in (figure.rest, unit) if text] or [""]
    yearly = bool(_YEARLY.search(indicator))
    if len({scale(text, canonical, yearly=yearly) for text in written}) > 1:
        raise ObservationError('the cell says "{cell_unit}", its column "{unit}"; keep one of them',
                               cell_unit=figure.rest, unit=unit)
    number = to_canonical(figure.number, written[0], canonical, yearly=yearly)
    if indicator in _NEVER_ZERO and number <= 0:
        raise ObservationError("{indicator} cannot be {number}; other figures are counted per head of it",
                               indicator=indicator, number=shown(number))
    return figure._replace(number=number)


def _breakdown(text: str) -> str:
    if not re.fullmatch(BREAKDOWN, text or "total"):
        raise ObservationError('"{text}" is not a breakdown; write total, or an id like services',
                               text=text[:60])
    return text or "total"


def _status(text: str) -> str:
    if fold(text) not in _STATUS_WORDS:
        raise ObservationError('"{text}" is not a status; did you mean {nearest}?', text=text[:60],
                               nearest=nearest(fold(text), STATUSES))
    return _STATUS_WORDS[fold(text)]

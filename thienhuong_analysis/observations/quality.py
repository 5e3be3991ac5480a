"""The quality report: what a careful reader would ask about the figures, each with its cell."""

import string
from collections.abc import Mapping
from datetime import timedelta

import pandas as pd

from thienhuong_analysis.observations.numerals import shown
from thienhuong_analysis.observations.periods import last_day
from thienhuong_analysis.observations.raw import RawFigures
from thienhuong_analysis.observations.text import _

_GRACE = timedelta(days=31)
"""Offices close a year's lists in its last month; what they report then is final."""
_COUNTED = ("count", "persons", "households")
_POSITIVE = (*_COUNTED, "hectares", "square_km", "per_1000_people")
_CELL = ["locality", "indicator", "breakdown", "period"]
_ROUNDING = 0.005
"""Two figures that differ by less than this share of the larger are one, printed in two ways."""


class Findings:
    """Findings as they are made; ``table`` gives them with the most severe first."""

    def __init__(self) -> None:
        self._rows: list[dict[str, object]] = []

    def add(self, severity: str, message: str, place: Mapping[str, object],
            values: Mapping[str, object] | None = None) -> None:
        """Note a finding.

        Args
            severity : str  high, medium or low
            message : str  a sentence with ``{names}``; the msgid of the catalogues
            place : mapping  file, cell and text, as far as there are any
            values : mapping  what the names stand for
        """
        where = {name: str(place.get(name, "")) for name in ("file", "cell", "text")}
        self._rows.append({"severity": severity, **where, "message": message,
                           "values": dict(values or {})})

    def take(self, raw: RawFigures) -> None:
        """Note what was remarked while a file was read."""
        for remark in raw.remarks:
            place = {"file": raw.file, "cell": remark.cell, "text": remark.text}
            self.add(remark.severity, remark.message, place, remark.values)

    def table(self) -> pd.DataFrame:
        """Return the findings: severity, file, cell, text, message, values (a dict a row)."""
        rank = {"error": 0, "high": 1, "medium": 2, "low": 3}
        rows = sorted(self._rows, key=lambda row: (rank[str(row["severity"])], str(row["file"])))
        return pd.DataFrame(rows, columns=["severity", "file", "cell", "text", "message", "values"],
                            dtype=object)


def examine(judged: pd.DataFrame, assumptions: pd.DataFrame, findings: Findings) -> None:
    """Add what is to be said of judged figures and of the assumptions.

    Args
        judged : DataFrame  as ``judge`` gives it
        assumptions : DataFrame  as ``read_assumptions`` gives it
    """
    for row in judged[judged["state"] == "rejected"].to_dict("records"):
        findings.add("high", row["reason"].message, row, row["reason"].values)
    _note(judged[judged["state"] == "missing"], findings, "low",
          _("{indicator}: the cell says that there is no figure yet"))
    good = judged[judged["state"] == "accepted"].astype({"value": float, "year": int})
    value, unit = good["value"], good["unit"]
    ends = good["period"].map(lambda period: last_day(period) - _GRACE)
    not_over = (good["status"] == "actual") & (ends > good["as_of"]) & ~unit.isin(("square_km", "hectares"))
    for wrong, severity, message in (
        ((good["kind"] == "share") & ~value.between(0, 1), "high",
         _("{indicator} is a share, but {value} lies outside 0 to 1")),
        (unit.isin(_POSITIVE) & (value < 0), "high",
         _("{indicator} cannot be negative, but is {value}")),
        (unit.isin(_COUNTED) & ((value - value.round()).abs() > 1e-6), "low",
         _("{indicator} is counted one by one, but is {value}")),
        (~good["year"].between(1950, 2035), "medium", _("the year {year} is improbable; check it")),
        (not_over & ~good["indicator"].str.contains("_plan"), "medium",
         _("called actual, but {period} was not over on {as_of}; call it preliminary or estimate")),
        (good["bound"] != "", "low", _("printed with {bound}; the number itself is taken")),
    ):
        _note(good[wrong.astype(bool)], findings, severity, message)
    _compare(good, findings)
    total = assumptions.loc[assumptions.index.str.startswith("base_share."), "value"].sum()
    if total and abs(total - 1) > 1e-6:
        findings.add("high", _("the base shares of the sectors add up to {total}, not to 1"),
                     {"file": "thienhuong/assumptions.csv"}, {"total": shown(float(total))})


def _note(wrong: pd.DataFrame, findings: Findings, severity: str, message: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(message) if name]
    for row in wrong.to_dict("records"):
        findings.add(severity, message, row, {
            name: shown(row[name]) if name == "value" else row[name] for name in names})


def _compare(good: pd.DataFrame, findings: Findings) -> None:
    """Say where one cell has several figures; rows stand in order of rising authority."""
    cells = good.groupby(_CELL)["value"]
    low, high = cells.transform("min"), cells.transform("max")
    differ = high - low > _ROUNDING * high.abs().combine(low.abs(), max)
    for key, rows in good[differ.astype(bool)].groupby(_CELL, sort=False):
        last = rows.iloc[-1].to_dict()
        told = rows.groupby(["source", "as_of"])["value"]
        rivals = rows.loc[rows["as_of"] == last["as_of"], "value"]
        if (told.max() > told.min()).any():
            severity, message = "high", _("one source gives several figures for {indicator} "
                                          "{breakdown}, {locality} {period}: {figures}; keep one")
        elif rivals.max() > rivals.min():
            severity, message = "medium", _("sources differ on {indicator} {breakdown}, {locality} "
                                            "{period}: {figures}; the last is used")
        else:
            severity, message = "low", _("a later figure differs: {indicator} {breakdown}, "
                                         "{locality} {period}: {figures}; the last is used")
        figures = "; ".join(f"{shown(row['value'])} ({row['source']}, {row['as_of']})"
                            for row in rows.to_dict("records"))
        findings.add(severity, message, last,
                     {"figures": figures, **dict(zip(_CELL, key, strict=True))})

"""Figures that must fit together: sums and their parts, shares and their whole, rates and their counts."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures, Integers, Mask, half_unit
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.validation.ranges import COUNTED, MONEY

_SECTORS = ("agriculture_fishery", "industry_construction", "services")
_TAXES = "product_taxes"
_MOST_TAXES = 0.2
"""Product taxes less subsidies above a fifth of the product would be a mistake of its own."""
_PARTS = {"grdp": (*_SECTORS, _TAXES), "grdp_current_prices": (*_SECTORS, _TAXES),
          "enterprise_exits": ("suspended", "awaiting_dissolution", "dissolved")}
"""Indicators whose total is the sum of these breakdowns; a city has product taxes, a ward may not."""
_SUMS = (("poor_and_near_poor_households", "poor_households", "near_poor_households"),
         ("poor_and_near_poor_rate", "poverty_rate", "near_poor_rate"),
         ("enterprise_entries", "enterprise_births", "enterprise_returns"))
_RATES = (("poverty_rate", "poor_households", "households", 1),
          ("near_poor_rate", "near_poor_households", "households", 1),
          ("poor_and_near_poor_rate", "poor_and_near_poor_households", "households", 1),
          ("enterprises_per_1000", "enterprises", "population", 1000))
_ADDED = (*COUNTED, *MONEY, "hectares", "square_km")
_THOUSANDS_OF_BILLIONS = 3

_PARTS_DIFFER = _("the parts of {indicator}, {locality} {period}, add up to {sum}, but the total is "
                  "{value}; correct the part or the total that is wrong")
_TAXES_MISSING = _("the sectors of {indicator}, {locality} {period}, add up to {sum}, the total is {value}; "
                   "if product taxes less subsidies are the rest, add a row for them")
_SHARES_DIFFER = _("the shares of {indicator}, {locality} {period}, add up to {sum}, not to 100%; correct "
                   "the one that is wrong")
_TAXES_SHARE_MISSING = _("the sectors' shares of {indicator}, {locality} {period}, add up to {sum}; if "
                         "product taxes less subsidies are the rest, add a row for them")
_SUM_DIFFERS = _("{first} and {second}, {locality} {period}, add up to {sum}, but {indicator} is {value}; "
                 "correct the one that is wrong")
_RATE_DIFFERS = _("{first} over {second}, {locality} {period}, gives {rate}, but {indicator} is {value}; "
                  "correct the one that is wrong")
_PART_TOO_LARGE = _("{breakdown} of {indicator}, {locality} {period}, is {value}, more than the total "
                    "{total}; correct one of them")


class _Joined(NamedTuple):
    """Figures that belong together: where each stands, one row an equation; -1 where there is none."""

    places: Integers
    values: NDArray[np.float64]

    def take(self, which: Mask) -> "_Joined":
        """Return some of the equations."""
        return _Joined(self.places[which], self.values[which])


def check_sums(figures: Figures, findings: Findings) -> None:
    """Add totals that are not the sum of their parts, and rates that are not the ratio of their counts."""
    for indicator, parts in _PARTS.items():
        _check_parts(figures, findings, indicator, parts)
    _check_shares(figures, findings)
    for indicator, *addends in _SUMS:
        joined = _join(figures, [(name, None) for name in (indicator, *addends)])
        total = joined.values[:, 1:].sum(axis=1)
        wrong = np.abs(total - joined.values[:, 0]) > _rounding(figures, joined, 3)
        _tell(figures, findings, joined.take(wrong), "sum", _SUM_DIFFERS, total[wrong], *addends)
    for indicator, count, whole, per in _RATES:
        joined = _join(figures, [(name, None) for name in (indicator, count, whole)])
        joined = joined.take(joined.values[:, 2] > 0)
        rate, top, bottom = joined.values.T
        got = per * top / bottom
        room = half_unit(rate) + got * (half_unit(bottom) / bottom) + per * half_unit(top) / bottom
        wrong = np.abs(got - rate) > room * (1 + 1e-6)
        _tell(figures, findings, joined.take(wrong), "sum", _RATE_DIFFERS, got[wrong], count, whole)
    _check_largest(figures, findings)


def _check_parts(figures: Figures, findings: Findings, indicator: str, parts: tuple[str, ...]) -> None:
    joined = _join(figures, [(indicator, "total"), *((indicator, part) for part in parts)], optional=_TAXES)
    total, sums = joined.values[:, 0], joined.values[:, 1:].sum(axis=1)
    wrong = np.abs(sums - total) > _rounding(figures, joined, joined.values.shape[1])
    untaxed = (joined.places[:, -1] < 0) & (sums < total) & (total - sums < _MOST_TAXES * total)
    low = wrong & untaxed
    _tell(figures, findings, joined.take(low), "sum", _TAXES_MISSING, sums[low], severity="low")
    _tell(figures, findings, joined.take(wrong & ~low), "sum", _PARTS_DIFFER, sums[wrong & ~low])


def _check_shares(figures: Figures, findings: Findings) -> None:
    joined = _join(figures, [("grdp_share", part) for part in (*_SECTORS, _TAXES)], optional=_TAXES)
    sums = joined.values.sum(axis=1)
    wrong = np.abs(sums - 1) > 4 * half_unit(joined.values) * (1 + 1e-6)
    low = wrong & (joined.places[:, -1] < 0) & (sums < 1) & (sums > 1 - _MOST_TAXES)
    _tell(figures, findings, joined.take(low), "share_sum", _TAXES_SHARE_MISSING, sums[low], severity="low")
    _tell(figures, findings, joined.take(wrong & ~low), "share_sum", _SHARES_DIFFER, sums[wrong & ~low])


def _check_largest(figures: Figures, findings: Findings) -> None:
    """Add parts that are larger than their total; the figures of another standard are no parts."""
    added = figures.best & figures.where("unit", lambda unit: unit in _ADDED) & (figures.value > 0)
    total = figures.where("breakdown", lambda breakdown: breakdown == "total")
    part = figures.where("breakdown", lambda breakdown: not breakdown.startswith(("standard_", "average_"))
                         and "=" not in breakdown) & ~total
    wholes, parts = np.flatnonzero(added & total), np.flatnonzero(added & part)
    if not (len(wholes) and len(parts)):
        return
    names = ("locality", "indicator", "period")
    where = pd.Index(figures.key(wholes, *names)).get_indexer(pd.Index(figures.key(parts, *names)))
    parts, wholes = parts[where >= 0], wholes[where[where >= 0]]
    room = half_unit(figures.value[wholes]) + half_unit(figures.value[parts])
    wrong = figures.value[parts] - figures.value[wholes] > room * (1 + 1e-6)
    findings.note("sum", "medium", _PART_TOO_LARGE, figures.frame, figures.order[parts[wrong]],
                  total=figures.value[wholes[wrong]])


def _join(figures: Figures, wanted: list[tuple[str, str | None]], optional: str = "") -> _Joined:
    """Return the figures of one place and period side by side, where all but an optional one are there.

    Args
        wanted : list of (indicator, breakdown)  None: the same breakdown for all
    """
    same = wanted[0][1] is None
    names = ("locality", "breakdown", "period") if same else ("locality", "period")
    breakdowns, texts = figures.codes("breakdown")
    columns: list[pd.Series] = []
    for indicator, breakdown in wanted:
        places = figures.of(indicator)
        if breakdown is not None:
            code = texts.index(breakdown) if breakdown in texts else -1
            places = places[breakdowns[places] == code]
        columns.append(pd.Series(places, index=figures.key(places, *names)))
    table = pd.concat([column for column, (_name, breakdown) in zip(columns, wanted, strict=True)
                       if breakdown != optional or same], axis=1, join="inner")
    if optional and wanted[-1][1] == optional:
        table["optional"] = columns[-1].reindex(table.index)
    places = table.sort_index().fillna(-1).to_numpy(np.int64)
    return _Joined(places, np.where(places < 0, 0.0, figures.value[places]) if len(figures.value)
                   else np.zeros(places.shape))


def _rounding(figures: Figures, joined: _Joined, count: int) -> NDArray[np.float64]:
    """Return by how much so many printed figures may miss each other through rounding."""
    money = figures.where("unit", lambda unit: unit in MONEY)[joined.places[:, 0]]
    coarse = half_unit(joined.values, coarsest=_THOUSANDS_OF_BILLIONS)
    return np.where(money, coarse, half_unit(joined.values)) * count * (1 + 1e-6)


def _tell(figures: Figures, findings: Findings, wrong: _Joined, check: str, message: str,
          result: NDArray[np.float64], first: str = "", second: str = "", severity: str = "") -> None:
    """Note equations that do not hold: grave where one source gave all the figures on one day."""
    key = figures.key(wrong.places, "source", "as_of")
    same = ((key == key[:, :1]) | (wrong.places < 0)).all(axis=1)
    for grave in (True, False):
        which = same == grave
        count = int(which.sum())
        findings.note(check, severity or ("high" if grave else "medium"), message, figures.frame,
                      figures.order[wrong.places[which, 0]], sum=result[which],
                      rate=np.round(result[which], 5), first=[first] * count, second=[second] * count)

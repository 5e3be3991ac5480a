"""How the poor households of a year came about: two states or three, new definitions, growing incomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections.breaks import definition_of, restatement
from thienhuong_analysis.projections.transitions import counted_moves
from thienhuong_analysis.scenarios import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thienhuong_analysis.assessment.derivations import Candidate, Derivation
    from thienhuong_analysis.assessment.tree import Node
    from thienhuong_analysis.projections import Series

_MARKED = ("poor_households", "poverty_rate")
_NEAR_MARKED = ("near_poor_households", "near_poor_rate")
_SHOCKS = {"poor_households": "poor", "near_poor_households": "near_poor"}
_LINK = ("poverty_semi_elasticity", "poverty_reference_growth")


def poor(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    """Yield what may have made the poor households of a year."""
    yield from _counted_or_assumed(make, "poor_households", "poverty_rate", year)
    if year == BASE_YEAR:
        return
    evidence, stock = make.evidence, make.before("poor_households", "total", year)
    entry, households = evidence.lever("poverty_entry", year), make.node("households", "total", year)
    exit_rate = _exit(make, series, year)
    for before in filter(None, (stock, make.restated(stock, _MARKED, year))):
        inputs = (("x", exit_rate), ("K[t−1]", before), ("e", entry), ("H[t]", households))
        yield "poor", inputs
        if _linked(make):
            yield "poor_eased", (*inputs, ("s", _eased(make, year)))
    yield from _moved(make, series, year)


def near_poor(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    """Yield what may have made the near-poor households of a year."""
    yield from _counted_or_assumed(make, "near_poor_households", "near_poor_rate", year)
    if year > BASE_YEAR:
        yield from _moved(make, series, year)


def poverty_rate(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    """Yield what makes the rate."""
    yield "ratio", (("K", make.node("poor_households", "total", year)),
                    ("H", make.node("households", "total", year)))


def _counted_or_assumed(make: Derivation, count: str, rate: str, year: int) -> Iterator[Candidate]:
    figure = make.evidence.figure(rate, "total", year)
    if figure:
        yield "counted_rate", (("p", figure), ("H", make.node("households", "total", year)))
    if year == BASE_YEAR and count in make.evidence.inputs.assumptions.index:
        yield "", (("K", make.evidence.assumption(count)),)


def _exit(make: Derivation, series: Series, year: int) -> Node:
    """Return the exit rate from poverty: the lever, or as it was solved for."""
    evidence, known = make.evidence, series.known_years
    if not evidence.inputs.is_required("poverty_exit"):
        return evidence.lever("poverty_exit", year)
    ahead, factors = YEARS[known:], restatement(evidence.inputs, _MARKED, known).factors[known:]
    first = (("p*", evidence.target("poverty_rate")), ("H[T]", make.node("households", "total", YEARS[-1])),
             ("K₀", make.node("poor_households", "total", YEARS[0] - 1 + known)))
    entries = tuple((f"ν[{y}]", make.made("entries", "poverty_entry", y, "households", (
        ("e", evidence.lever("poverty_entry", y)), ("H", make.node("households", "total", y)))))
        for y in ahead)
    if (factors == 1).all() and not _linked(make):
        return make.made("exit_solved", "poverty_exit", None, "fraction", (*first, *entries))
    marked = {y: next(name for name in _MARKED if np.isfinite(evidence.inputs.factors.get(
        (name, y), np.nan))) for y, factor in zip(ahead, factors, strict=True) if factor != 1}
    return make.made("exit_solved_changed", "poverty_exit", None, "fraction", (
        *first, *entries,
        *((f"f[{y}]", evidence.restatement(marked[y], y) if y in marked else evidence.defined(
            "same_definition")) for y in ahead),
        *((f"s[{y}]", _eased(make, y) if _linked(make) else evidence.defined("off")) for y in ahead)))


def _linked(make: Derivation) -> bool:
    return all(key in make.evidence.inputs.settings for key in _LINK)


def _eased(make: Derivation, year: int) -> Node:
    """Return the households that income growth lifts out of poverty."""
    beta, reference = (make.evidence.lever(key, year) for key in _LINK)

    def both(name: str, symbol: str) -> tuple[tuple[str, Node], ...]:
        return ((f"{symbol}[t]", make.node(name, "total", year)),
                (f"{symbol}[t−1]", make.before(name, "total", year)))

    income = make.projection.series.get(("income_per_capita", "total"))
    if income is not None and np.isfinite(np.append(income.base, income.point)[
            year - BASE_YEAR - 1:year - BASE_YEAR + 1]).all():
        now, (symbol, before) = both("income_per_capita", "y")
        if income.comparable[year - YEARS[0]] != 1:
            before = make.restated(before, ("income_per_capita",), year) or before
        growth = make.made("growth_of", "income_per_capita", year, "fraction", (now, (symbol, before)),
                           "growth")
    else:
        growth = make.made("growth_per_head", "grdp", year, "fraction",
                           (*both("grdp", "Y"), *both("population", "P")), "growth_per_head")
    return make.made("eased", "poverty_semi_elasticity", year, "households", (
        ("β", beta), ("g", growth), ("g₀", reference),
        ("H", make.node("households", "total", year))), "eased")


def _moved(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    """Yield the households that come from each of three states; nothing where there are two."""
    if ("near_poor_households", "total") not in make.projection.series:
        return
    whole = make.before("households", "total", year)
    low = [_last(make, name, year - 1) for name in _SHOCKS]
    restated = [make.restated(node, marked, year) or node
                for node, marked in zip(low, (_MARKED, _NEAR_MARKED), strict=True)]
    chances = [_chance(make, series, state, _SHOCKS[series.indicator], year) for state in STATES]
    if None in chances:
        return
    for stocks in (low, *([restated] if restated != low else ())):
        other = make.made("rest", "other", year - 1, "households", (
            ("H", whole), *((f"N[{state}]", node) for state, node in zip(STATES, stocks, strict=False))),
            "total" if stocks is low else "restated.total")
        yield "moved", tuple(
            pair for state, stock, chance in zip(STATES, (*stocks, other), chances, strict=True)
            if chance for pair in ((f"N[{state}]", stock), (f"p[{state}]", chance)))


def _last(make: Derivation, name: str, year: int) -> Node:
    """Return the households of a state in a year; where nobody has counted them yet, their last count."""
    series = make.projection.find(name)
    path = np.append(series.base, series.point)[:year - BASE_YEAR + 1]
    return make.node(name, "total", BASE_YEAR + int(np.flatnonzero(np.isfinite(path))[-1]))


def _chance(make: Derivation, series: Series, before: str, after: str, year: int) -> Node | None:
    """Return the part of a state that moves to another: the scenario's, else as the lists count it."""
    evidence = make.evidence
    if f"transition.{before}.{after}" in evidence.inputs.settings:
        return evidence.lever(f"transition.{before}.{after}", year)
    key = f"transition.{before}.{after}"
    if f"transition.{STATES[0]}.{STATES[1]}" in evidence.inputs.settings:
        return make.made("staying", key, year, "fraction", tuple(
            (f"p[{other}]", evidence.lever(f"transition.{before}.{other}", year))
            for other in STATES if other != before))
    known = series.known_years
    moves = counted_moves(evidence.inputs, series.definitions[known - 1] if known and series.definitions else
                          definition_of(evidence.inputs, "poor_households", BASE_YEAR))
    if any(moves[before, other].empty for other in STATES):
        return None
    row = {other: make.made("total", "household_transitions", None, "households", tuple(
        (f"M[{y}]", make.figure("household_transitions", f"from={before};to={other}", int(y)))
        for y in moves[before, other].index), f"from={before};to={other}") for other in STATES}
    return make.made("share_of_row", key, None, "fraction", (
        (f"M[{after}]", row[after]), *((f"M[{other}]", node) for other, node in row.items())))

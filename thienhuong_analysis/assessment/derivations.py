"""How each projected value came about: for every series the formulas that may have made it.

A rule gives candidates in the order in which the projection decides; the first that gives the number is
the one told. Where none does, the tree says that a model made it, and never a formula that is not true.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from thienhuong_analysis.assessment.evidence import Evidence
from thienhuong_analysis.assessment.formulas import FORMULAS
from thienhuong_analysis.assessment.poverty_rules import near_poor, poor, poverty_rate
from thienhuong_analysis.assessment.project_rules import with_projects
from thienhuong_analysis.assessment.tree import Node
from thienhuong_analysis.errors import ProjectionError, nearest
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections import MEASURED, SECTORS, Projection, Series
from thienhuong_analysis.projections.breaks import since_break

Operands = tuple[tuple[str, Node], ...]
Candidate = tuple[str, Operands]
"""The key of a formula, and its inputs in order."""


@dataclass(frozen=True)
class Derivation:
    """The trees of one projection, each node made once."""

    evidence: Evidence
    projection: Projection
    _made: dict[tuple[str, str, int], Node] = field(default_factory=dict, repr=False, compare=False)

    def node(self, indicator: str, breakdown: str, year: int) -> Node:
        """Return the tree of one value of a series, 2025–2030."""
        key = (indicator, breakdown, year)
        if key not in self._made:
            self._made[key] = self._node(self.projection.find(indicator, breakdown), year)
        return self._made[key]

    def before(self, indicator: str, breakdown: str, year: int) -> Node:
        """Return the tree of the value of the year before."""
        return self.node(indicator, breakdown, year - 1)

    def measured(self, indicator: str, breakdown: str = "total") -> list[int]:
        """Return the years since 2025 that have a figure."""
        known = self.evidence.inputs.known.history(indicator, breakdown, statuses=MEASURED)
        return [int(year) for year in known.index if BASE_YEAR <= year <= YEARS[-1]]

    def figure(self, indicator: str, breakdown: str, year: int) -> Node:
        """Return a figure that is known to be there."""
        found = self.evidence.figure(indicator, breakdown, year)
        assert found is not None
        return found

    def made(self, formula: str, what: str, year: int | None, unit: str, inputs: Operands,
             breakdown: str = "total") -> Node:
        """Return a node whose value is what the formula gives."""
        value = float(FORMULAS[formula].value(*(node.value for _, node in inputs)))
        return Node("value", what, breakdown, year, value, unit, formula, inputs)

    def restated(self, node: Node, indicators: tuple[str, ...], year: int) -> Node | None:
        """Return a value by the definition that begins in a year; None where nobody gives a factor.

        Args
            indicators : tuple of str  the first that has a factor gives it
        """
        factors = self.evidence.inputs.factors
        name = next((one for one in indicators if np.isfinite(factors.get((one, year), np.nan))), None)
        return None if name is None else self.made(
            "restated", node.what, year, node.unit,
            (("f", self.evidence.restatement(name, year)), ("y", node)),
            f"restated.{node.breakdown}.{node.year}")

    def elsewhere(self, known: Known) -> "Derivation":
        """Return the same for another place, of which there are figures and no projection.

        Raises
            ProjectionError: no figure of such a place
        """
        if known.rows.empty:
            places = set(known.observations["locality"])
            raise ProjectionError("no figure is of {locality}; did you mean {nearest}?",
                                  locality=known.locality, nearest=nearest(known.locality, places))
        evidence = replace(self.evidence, inputs=replace(self.evidence.inputs, known=known))
        return Derivation(evidence, replace(self.projection, series={}))

    def _node(self, series: Series, year: int) -> Node:
        name, t = (series.indicator, series.breakdown), year - YEARS[0]
        value = series.base if t < 0 else float(series.point[t])
        figure = self.evidence.figure(*name, year)
        if figure is not None and _same(figure.value, value):
            return figure
        for formula, inputs in RULES.get(series.indicator, _other)(self, series, year):
            if not formula:
                if _same(inputs[0][1].value, value):
                    return inputs[0][1]
            elif _same(FORMULAS[formula].value(*(node.value for _, node in inputs)), value):
                return Node("value", *name, year, value, series.unit, formula, inputs)
        return Node("model", *name, year, value, series.unit, inputs=self.rests_on(series, year))

    def rests_on(self, series: Series, year: int) -> Operands:
        """Return the assumptions and levers that move a series."""
        told = []
        for key in dict.fromkeys(series.rests_on):
            if key == "no_change":
                told.append((key, self.evidence.defined(key)))
            elif key in self.evidence.inputs.settings or key in self.evidence.inputs.assumptions.index:
                told.append((key, self.evidence.lever(key, max(year, YEARS[0]))
                             if not self.evidence.inputs.is_required(key) else self.evidence.assumption(key)))
        return tuple(told)


def _same(a: float, b: float) -> bool:
    return bool(np.isclose(a, b, rtol=1e-10, atol=1e-12))


def _grdp(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    sector, evidence = series.breakdown, make.evidence
    if sector == "total":
        parts = tuple((f"Y[{name}]", make.node("grdp", name, year)) for name in SECTORS)
        yield "sum", parts
        if year > BASE_YEAR and (rate := evidence.figure("grdp_growth", sector, year)):
            yield "growth", (("Y[t−1]", make.before("grdp", sector, year)), ("G", rate))
        last = BASE_YEAR + series.known_years
        if year > last:
            yield "sum_with_taxes", (*parts, ("Y[k]", make.node("grdp", sector, last)), *(
                (f"Y[{name},k]", make.node("grdp", name, last)) for name in SECTORS))
        return
    if year == BASE_YEAR:
        whole = evidence.figure("grdp", "total", year) or evidence.defined("index_2025")
        yield "share_of_whole", (("Y", whole), ("a", evidence.assumption(f"base_share.{sector}")))
        return
    before = make.before("grdp", sector, year)
    if rate := evidence.figure("grdp_growth", sector, year):
        yield "growth", (("Y[t−1]", before), ("g", rate))
    others = [sector, *(name for name in SECTORS if name != sector)]
    pairs = tuple(pair for name in others for pair in (
        (f"Y[{name},t−1]", make.before("grdp", name, year)),
        (f"g[{name}]", evidence.lever(f"growth.{name}", year))))
    if total := evidence.figure("grdp", "total", year):
        yield "shared_level", (("Y[t]", total), *pairs)
    if rate := evidence.figure("grdp_growth", "total", year):
        yield "shared_growth", (("G", rate), *pairs)
    yield "growth", (("Y[t−1]", before), ("g", evidence.lever(f"growth.{sector}", year)))
    yield from with_projects(make, sector, year)


def _population(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    if year == BASE_YEAR:
        yield "", (("P", make.evidence.assumption("population")),)
        return
    yield "growth", (("P[t−1]", make.before("population", "total", year)),
                     ("g", make.evidence.lever("population_growth", year)))


def _households(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    size = make.evidence.assumption("household_size")
    yield "whole_over_size", (("P", make.node("population", "total", year)), ("h", size))
    if year > BASE_YEAR:
        yield "growth", (("H[t−1]", make.before("households", "total", year)),
                         ("g", make.evidence.lever("population_growth", year)))


def _enterprises(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    if density := make.evidence.figure("enterprises_per_1000", "total", year):
        yield "counted_density", (("D", density), ("P", make.node("population", "total", year)))
    if year == BASE_YEAR:
        yield "", (("S", make.evidence.assumption("enterprises")),)
        return
    yield "stock", (("S[t−1]", make.before("enterprises", "total", year)), *(
        (symbol, make.node(name, "total", year)) for symbol, name in (
            ("B", "enterprise_births"), ("C", "household_business_conversions"), ("X", "enterprise_exits"))))


def _births(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    inputs = make.evidence.inputs
    counted = [y for y in make.measured("enterprise_births") if y > BASE_YEAR]
    if inputs.is_required("births"):
        known = make.projection.find("enterprises").known_years
        ahead = YEARS[known:]
        stock = make.node("enterprises", "total", YEARS[0] - 1 + known)
        first = (("D*", make.evidence.target("enterprises_per_1000")),
                 ("P[T]", make.node("population", "total", YEARS[-1])), ("S₀", stock))
        yearly = (*((f"C[{y}]", make.node("household_business_conversions", "total", y)) for y in ahead),
                  *((f"δ[{y}]", _exit_rate(make, y)) for y in ahead))
        yield "births_solved", (*first, *yearly)
        options = {key: make.evidence.lever(key, year) if key in inputs.settings else make.evidence.defined(
            "off") for key in ("births_growth", "exposure_of_new")}
        yield "births_solved_growing", (*first, ("g", options["births_growth"]),
                                        ("h", options["exposure_of_new"]), *yearly)
    before = make.projection.find("enterprise_births").point[:max(year - YEARS[0], 0)]
    if "births_growth" in inputs.settings and np.isfinite(before[-1:]).any():
        yield "growth", (("B[t−1]", make.before("enterprise_births", "total", year)),
                         ("g", make.evidence.lever("births_growth", year)))
    if "births" not in inputs.settings and counted:
        yield "mean", tuple((f"B[{y}]", make.figure("enterprise_births", "total", y)) for y in counted)
    yield "", (("B", make.evidence.lever("births", year)),)


def _exit_rate(make: Derivation, year: int) -> Node:
    """Return the exit rate of a year: the lever, else the ward's own."""
    inputs, stocks = make.evidence.inputs, make.projection.find("enterprises")
    own = [y for y in make.measured("enterprise_exits") if y > BASE_YEAR
           and y - BASE_YEAR <= stocks.known_years + 1]
    if "exit_rate" in inputs.settings or not own:
        return make.evidence.lever("exit_rate", year)
    return make.made("own_exit_rate", "exit_rate", None, "fraction", tuple(pair for y in own for pair in (
        (f"X[{y}]", make.figure("enterprise_exits", "total", y)),
        (f"S[{y - 1}]", make.before("enterprises", "total", y)))))


def _exits(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    if year > BASE_YEAR:
        rate, stock = _exit_rate(make, year), make.before("enterprises", "total", year)
        yield "exits", (("δ", rate), ("S[t−1]", stock))
        if "exposure_of_new" in make.evidence.inputs.settings:
            yield "exits_exposed", (
                ("δ", rate), ("S[t−1]", stock), ("h", make.evidence.lever("exposure_of_new", year)),
                ("B", make.node("enterprise_births", "total", year)),
                ("C", make.node("household_business_conversions", "total", year)))


def _conversions(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    evidence, name = make.evidence, "household_business_conversions"
    uptake, setting = evidence.lever("conversion_uptake", year), evidence.inputs.settings.get("conversions")
    candidates = evidence.lever("conversions", year)
    if setting is None or np.isscalar(setting.value):
        counted = [y for y in make.measured(name) if y > BASE_YEAR]
        known = make.projection.find("enterprises").known_years
        years = evidence.defined("open_years", float(sum(
            t >= known and y not in counted for t, y in enumerate(YEARS))))
        candidates = make.made("spread", "conversions", None, "count", (
            ("K", candidates), ("n", years), *((f"C[{y}]", make.figure(name, "total", y)) for y in counted)),
            "each_year")
    yield "conversions", (("K[t]", candidates), ("u", uptake))


def _density(make: Derivation, _: Series, year: int) -> Iterator[Candidate]:
    yield "density", (("S", make.node("enterprises", "total", year)),
                      ("P", make.node("population", "total", year)))


def _near_poor(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    yield from near_poor(make, series, year)
    yield from _other(make, series, year)


def _other(make: Derivation, series: Series, year: int) -> Iterator[Candidate]:
    name = (series.indicator, series.breakdown)
    years = make.measured(*name)
    if not years or year <= years[-1]:
        return
    last, evidence = make.before(*name, year), make.evidence
    share = series.unit == "fraction"
    figures = {y: make.figure(*name, y) for y in years}
    inside = _comparable(make, {y: figure for y, figure in figures.items()
                                if figure.value > 0 and not (share and figure.value >= 1)})
    for before in filter(None, (last, make.restated(last, (name[0],), year))):
        for key, formula in (("growth", "growth"), ("change", "step"), ("change", "step_bounded")):
            if f"{key}.{name[0]}" in evidence.inputs.settings:
                yield formula, (("y[t−1]", before), ("g", evidence.lever(f"{key}.{name[0]}", year)))
        if "no_change" in series.rests_on:
            yield "unchanged", (("y[t−1]", before), ("0", evidence.defined("no_change")))
            yield "mean", tuple((f"y[{y}]", node) for y, node in _comparable(make, figures).items())
        if len(inside) > 1:
            passed = evidence.defined("years_between", float(max(inside) - min(inside)))
            for formula in ("drift_share", "drift_level"):
                yield formula, (("y[t−1]", before), ("y₁", inside[min(inside)]), ("y₂", inside[max(inside)]),
                                ("n", passed))


def _comparable(make: Derivation, figures: dict[int, Node]) -> dict[int, Node]:
    """Return the figures of one series that may be compared with the last, restated where a factor is."""
    if not figures:
        return {}
    name = next(iter(figures.values())).what
    when, _values = since_break(make.evidence.inputs, name, np.array(list(figures)),
                                np.array([node.value for node in figures.values()]))
    found = {}
    for year in map(int, when):
        node = figures[year]
        for later in range(year + 1, int(when[-1]) + 1):
            node = make.restated(node, (name,), later) or node
        found[year] = node
    return found


RULES: dict[str, Callable[[Derivation, Series, int], Iterator[Candidate]]] = {
    "grdp": _grdp, "population": _population, "households": _households, "enterprises": _enterprises,
    "enterprise_births": _births, "enterprise_exits": _exits, "household_business_conversions": _conversions,
    "enterprises_per_1000": _density, "poor_households": poor, "near_poor_households": _near_poor,
    "poverty_rate": poverty_rate}

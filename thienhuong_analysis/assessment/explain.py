"""Where a number comes from: the tree of a value, of a figure, or of a target with its outlook."""

import numpy as np

from thienhuong_analysis.assessment.derivations import Derivation
from thienhuong_analysis.assessment.pace import required_path
from thienhuong_analysis.assessment.probability import met
from thienhuong_analysis.assessment.tree import Node
from thienhuong_analysis.errors import ProjectionError, nearest
from thienhuong_analysis.observations.schema import STATUSES
from thienhuong_analysis.programme import BASE_YEAR, YEARS, Target

OUTLOOK, JUST_ENOUGH, MILESTONE = "outlook", "just_enough", "milestone"
"""In the place of a part: what a target is about, the people for whom it is just met, a year's milestone."""

SPREAD = {"volatility": ("growth_persistence", "prior_years_variance", "prior_years_drift"),
          "births": ("birth_overdispersion",), "exit_rate": ("birth_overdispersion",)}
"""Assumptions that move only the draws, by a lever of the series that they spread."""

FOLLOWED = {
    **dict.fromkeys(("enterprises", "enterprise_births", "household_business_conversions", "enterprise_exits",
                     "enterprises_per_1000"),
                    ("enterprise_births", "household_business_conversions", "enterprise_exits")),
    **dict.fromkeys(("poor_households", "poverty_rate"), ("poverty_exits", "poverty_entries")),
    **dict.fromkeys(("grdp", "population", "households"), ())}
"""The shocks of ``correlations.csv`` that move an indicator; all others have one of their own name."""


def explain(make: Derivation, name: str, year: int | None = None, breakdown: str = "total") -> Node:
    """Return the tree behind a value of a year, or without a year behind a target.

    Raises
        ProjectionError, ProgrammeError: nothing of this name, part or year
    """
    return explain_target(make, name) if year is None else explain_value(make, name, year, breakdown)


def explain_value(make: Derivation, indicator: str, year: int, breakdown: str = "total") -> Node:
    """Return the tree behind one number: a figure of a file, or a projected value of the central path.

    Raises
        ProjectionError: no such indicator or part, or a year of which nothing is known
    """
    if (indicator, breakdown) in make.projection.series and BASE_YEAR <= year <= YEARS[-1]:
        series = make.projection.find(indicator, breakdown)
        value = series.base if year == BASE_YEAR else series.point[year - YEARS[0]]
        if not np.isnan(value):
            return make.node(indicator, breakdown, year)
    figure = make.evidence.figure(indicator, breakdown, year, STATUSES)
    if figure is not None:
        return figure
    raise _nothing(make, indicator, year, breakdown)


def explain_target(make: Derivation, name: str) -> Node:
    """Return the tree of a target: its words, its value on the central path, its chance.

    Raises
        ProgrammeError: no such target, or an indicator that has several
    """
    target = make.evidence.inputs.programme.target(name)
    inputs = [("P", _people_enough(make))] if target.target_id == "enterprises_per_1000" else []
    if (target.indicator_id, target.breakdown) in make.projection.series:
        outlook = _outlook(make, target)
        inputs += [outlook] if outlook else []
        inputs.append(("p", _chance(make, target)))
    milestone = _milestone(make, target)
    inputs += [("y*[t]", milestone)] if milestone else []
    return make.evidence.target(target.target_id, tuple(inputs))


def _outlook(make: Derivation, target: Target) -> tuple[str, Node] | None:
    """Return what the target is about on the central path, None where a year of it is not known."""
    name, last = (target.indicator_id, target.breakdown), target.last_year
    series = make.projection.find(*name)
    if target.cadence == "period_total":
        counted = [y for y in range(target.first_year, last + 1) if not np.isnan(series.point[y - YEARS[0]])]
        return "C", make.made("total", target.target_id, last, series.unit, tuple(
            (f"y[{y}]", make.node(*name, y)) for y in counted), OUTLOOK)
    if np.isnan(series.point[last - YEARS[0]]):
        return None
    if target.is_growth:
        first = last - 1 if target.cadence == "each_year" else target.first_year - 1
        years, start = make.evidence.defined("years_between", float(last - first)), make.node(*name, first)
        for year in range(first + 1, last + 1):
            if series.comparable[year - YEARS[0]] != 1:
                start = make.restated(start, name[:1], year) or start
        return "ḡ", make.made("average_growth", target.target_id, last, "fraction", (
            ("Y[T]", make.node(*name, last)), ("Y[b]", start), ("n", years)), OUTLOOK)
    return "y[T]", make.node(*name, last)


def _chance(make: Derivation, target: Target) -> Node:
    """Return the chance over the draws, with all that moves them."""
    series = make.projection.find(target.indicator_id, target.breakdown)
    rests_on = dict(make.rests_on(series, target.last_year))
    spread = [key for lever, keys in SPREAD.items() if lever in series.rests_on for key in keys]
    rests_on |= {key: make.evidence.assumption(key) for key in spread
                 if key in make.evidence.inputs.assumptions.index}
    declared = make.evidence.correlations.index
    own = (target.indicator_id if target.indicator_id in declared else "others",)
    rests_on |= {f"λ[{shock}]": make.evidence.correlation(shock)
                 for shock in FOLLOWED.get(target.indicator_id, own) if shock in declared}
    facts = {"draws": str(len(series.draws)), "seed": str(make.projection.seed)}
    return Node("chance", target.target_id, target.breakdown, target.last_year,
                float(met(target, series).mean()), "fraction", inputs=tuple(rests_on.items()),
                facts=facts)


def _milestone(make: Derivation, target: Target) -> Node | None:
    """Return what the required path asks of the year of the review, None where it asks nothing of it."""
    year, name = make.evidence.inputs.known.year, (target.indicator_id, target.breakdown)
    if year is None or not BASE_YEAR < year < target.last_year or target.comparator == "done":
        return None
    goal, defined = make.evidence.target(target.target_id), make.evidence.defined
    if target.cadence == "period_total" and year >= target.first_year:
        length = target.last_year - target.first_year + 1
        return make.made("total_so_far", target.target_id, year, goal.unit, (
            ("C", goal), ("n", defined("years_counted", float(year - target.first_year + 1))),
            ("N", defined("years_counted", float(length)))), MILESTONE)
    base = make.evidence.figure(*name, BASE_YEAR) or (
        make.node(*name, BASE_YEAR) if name in make.projection.series else None)
    if target.cadence != "by_year" or target.is_growth or base is None or target.holds(base.value):
        return None
    wanted = required_path(target, base.value)[year - BASE_YEAR]
    inputs = (("y*", goal), ("y[b]", base), ("n", defined("years_between", float(year - BASE_YEAR))),
              ("N", defined("years_between", float(target.last_year - BASE_YEAR))))
    with np.errstate(divide="ignore", invalid="ignore"):
        nodes = [make.made(f"milestone_{shape}", target.target_id, year, goal.unit, inputs, MILESTONE)
                 for shape in ("linear", "compound", "logit")]
    return next((node for node in nodes if np.isclose(node.value, wanted, rtol=1e-10, atol=1e-12)), None)


def _people_enough(make: Derivation) -> Node:
    """Return the population at which today's enterprises and the conversions would be just enough."""
    return make.made("people_enough", "population", None, "persons", (
        ("S₀", make.node("enterprises", "total", BASE_YEAR)),
        ("K", make.evidence.target("household_business_conversions")),
        ("D*", make.evidence.target("enterprises_per_1000"))), JUST_ENOUGH)


def _nothing(make: Derivation, indicator: str, year: int, breakdown: str) -> ProjectionError:
    """Return the complaint that fits: a misspelt indicator or part, or a year without anything."""
    rows = make.evidence.inputs.known.rows
    series = make.projection.series
    parts = {part for name, part in series if name == indicator} | set(
        rows.loc[rows["indicator"] == indicator, "breakdown"])
    listed = set(make.evidence.inputs.programme.indicators["indicator_id"])
    if not parts and indicator not in listed:
        return ProjectionError("no indicator is called {indicator}; did you mean {nearest}?",
                               indicator=indicator, nearest=nearest(indicator, {
                                   *listed, *(name for name, _ in series), *rows["indicator"]}))
    if not parts:
        return ProjectionError("{indicator} has no figure yet and is not projected; leave the year out to "
                               "see its target", indicator=indicator)
    if breakdown not in parts:
        return ProjectionError("{indicator} has no part {breakdown}; did you mean {nearest}?",
                               indicator=indicator, breakdown=breakdown, nearest=nearest(breakdown, parts))
    return ProjectionError("{indicator} has no figure of {year} and is not projected for it; give a year "
                           "from {first} to {last}", indicator=indicator, year=year, first=BASE_YEAR,
                           last=YEARS[-1])

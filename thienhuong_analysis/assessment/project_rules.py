"""How projects move a sector: hectares, value per hectare, and the part of the land that is in use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thienhuong_analysis.programme import BASE_YEAR, YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thienhuong_analysis.assessment.derivations import Candidate, Derivation
    from thienhuong_analysis.assessment.tree import Node


def with_projects(make: Derivation, sector: str, year: int) -> Iterator[Candidate]:
    """Yield the value of a sector as growth and projects make it; nothing where no scenario gives a value."""
    value = _value(make, sector)
    if value is None:
        return
    last = BASE_YEAR + make.projection.find("grdp", sector).known_years
    added, held, adds = (_added(make, sector, value, y) for y in (year - 1, last, year))
    yield "with_projects", (("Y[t−1]", make.before("grdp", sector, year)), ("V[t−1]", added), ("V[k]", held),
                            ("g", make.evidence.lever(f"growth.{sector}", year)), ("V[t]", adds))


def _value(make: Derivation, sector: str) -> Node | None:
    """Return the value added per hectare at full use, None where no scenario gives one."""
    settings, evidence = make.evidence.inputs.settings, make.evidence
    money, share = f"value_per_hectare.{sector}", f"value_share_per_hectare.{sector}"
    if money in settings:
        return evidence.lever(money, YEARS[0])
    if share not in settings:
        return None
    return make.made("value_of_share", share, None, make.projection.find("grdp", sector).unit, (
        ("a", evidence.lever(share, YEARS[0])), ("Y", make.node("grdp", "total", BASE_YEAR))), "of_share")


def _added(make: Derivation, sector: str, value: Node, year: int) -> Node:
    """Return what the projects of a sector add by a year."""
    sites = make.evidence.inputs.sites
    sites = sites[(sites["sector"] == sector) & sites["end"].notna() & sites["area"].notna()]
    pairs = [pair for project in sites.index for pair in (
        (f"A[{project}]", make.evidence.plan(project, "area")),
        (f"u[{project}]", _used(make, project, year)))]
    return make.made("projects", f"projects.{sector}", year, make.projection.find("grdp", sector).unit,
                     (("v", value), *pairs))


def _used(make: Derivation, project: str, year: int) -> Node:
    """Return the part of a project's land that is in use in a year."""
    evidence = make.evidence
    delay, cleared = evidence.lever("delay_years", YEARS[0]), evidence.plan(project, "end")
    if "delay_spread" in evidence.inputs.settings:
        delay = make.made("late", "delay_years", None, "count", (
            ("d₀", delay), ("w", evidence.lever("delay_spread", YEARS[0]))), "late")
    node = make.made("in_use", project, year, "fraction", (
        ("t", evidence.defined("year", float(year))), ("c", cleared), ("d", delay),
        ("r", evidence.lever("project_ramp", YEARS[0]))), "in_use")
    return replace(node, facts={key: cleared.facts[key] for key in ("name_vi", "name_en")})

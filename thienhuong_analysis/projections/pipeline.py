"""The project pipeline: Appendices 01–03 as a dated plan, and what it adds to a sector's value added."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.programme import BASE_YEAR, YEARS

if TYPE_CHECKING:
    from thienhuong_analysis.projections.inputs import Inputs

Array = NDArray[np.float64]
_VALUES = ("value_per_hectare", "value_share_per_hectare")


def pipeline(projects: pd.DataFrame, sectors: pd.DataFrame) -> pd.DataFrame:
    """Return the dated plan: one row a project, its rows in all appendices taken together.

    Args
        projects : DataFrame  rows of ``projects.csv``
        sectors : DataFrame  index project_id; sector and its reason, as ``read_project_sectors`` gives them

    Returns
        DataFrame  index project_id, in the order of the document; name_vi, name_en, appendices (``02;03``),
        start, end (years, NaN where the programme gives none), area (hectares to clear, NaN), state;
        the columns of ``sectors`` (empty where none is declared)

    Notes
        One year alone is both start and end: the programme prints the year of a whole phase.
    """
    def first_said(cells: pd.Series) -> str:
        return next((text for text in cells if text), "")

    plan = projects.groupby("project_id", sort=False).agg(
        name_vi=("name_vi", "first"), name_en=("name_en", "first"),
        appendices=("appendix", lambda cells: ";".join(dict.fromkeys(cells))),
        start=("start_year", "min"), end=("end_year", "max"),
        area=("area_ha", lambda cells: cells.sum(min_count=1)), state=("state", first_said))
    plan["start"], plan["end"] = plan["start"].fillna(plan["end"]), plan["end"].fillna(plan["start"])
    return plan.join(sectors).fillna(dict.fromkeys(sectors, ""))


def delayed(plan: pd.DataFrame, years: float) -> pd.DataFrame:
    """Return the plan with a column ``delayed_end``: the year in which each project ends when it is late.

    Args
        plan : DataFrame  as ``pipeline`` gives it
        years : float  the delay; part of a year counts as one

    Example
        >>> delayed(pd.DataFrame({"end": [2026.0]}), 1.5)["delayed_end"].tolist()
        [2028.0]
    """
    return plan.assign(delayed_end=np.ceil(plan["end"] + years))


def in_use(years: Array, cleared: Array, delay: Array | float, ramp: float) -> Array:
    """Return the part of full use that land has reached, 0 to 1, ``ramp(t − start)``.

    Args
        years : ndarray (year)
        cleared : ndarray (site)  the year at whose end the land is clear, as planned
        delay : ndarray (draw) or float  how much later it is [years]
        ramp : float  years from then to full use, evenly; 0 for at once

    Returns
        ndarray (…, site, year)

    Example
        >>> in_use(np.array([2026, 2027, 2028, 2029]), np.array([2026.0]), 1.0, 4.0).tolist()
        [[0.0, 0.0, 0.25, 0.5]]
    """
    passed = years - cleared[:, None] - np.asarray(delay, float)[..., None, None]
    return np.clip(passed / ramp, 0, 1) if ramp > 0 else np.where(passed > 0, 1.0, 0.0)


def added_value(plan: pd.DataFrame, sector: str, per_hectare: float, years: Array,
                delay: Array | float, ramp: float) -> Array:
    """Return what the projects add to a sector, ``Σ hectares × value per hectare × ramp(t − start)``.

    Args
        plan : DataFrame  as ``pipeline`` gives it
        per_hectare : float  value added per hectare at full use
        delay : ndarray (draw) or float
        ramp : float  [years]

    Returns
        ndarray (…, year)  in the unit of ``per_hectare``
    """
    sites = plan[(plan["sector"] == sector) & plan["end"].notna() & plan["area"].notna()]
    used = in_use(years, sites["end"].to_numpy(float), delay, ramp)
    return np.asarray(per_hectare * (sites["area"].to_numpy(float)[:, None] * used).sum(axis=-2))


def without_projects(inputs: "Inputs") -> "Inputs":
    """Return the same inputs with no value for any hectare: what would be without the projects."""
    return replace(inputs, settings={key: setting for key, setting in inputs.settings.items()
                                     if key.partition(".")[0] not in _VALUES})


def project_effect(inputs: "Inputs", sector: str, total: float, unit: str, known: int = 0,
                   ) -> tuple[Array, Array, tuple[str, ...]] | None:
    """Return what the projects add to a sector since the last known year, None where no figure is given.

    Args
        total : float  GRDP of 2025 [unit]
        unit : str  of the projection of GRDP: ``billion_vnd``, or ``index_2025`` where no level is known
        known : int  projected years that are figures already; they hold what was there by then

    Returns
        ndarray (year still open) on the central path, ndarray (draw, year), and what they rest on

    Raises
        ProjectionError: a value in billion VND while no level of GRDP is known, or both ways of giving it
    """
    names = [f"{kind}.{sector}" for kind in _VALUES]
    money, share = (inputs.optional(name) for name in names)
    if money is None and share is None:
        return None
    if money is not None and share is not None:
        raise ProjectionError("{one} and {other} say the same thing twice; keep one of them",
                              one=names[0], other=names[1])
    if money is not None and unit != "billion_vnd":
        raise ProjectionError("{lever} is in billion VND, but no level of the ward's GRDP is known; give "
                              "{other} as a fraction of the GRDP of 2025 per hectare", lever=names[0],
                              other=names[1])
    value = float(money[0]) if money is not None else total * float(share[0])  # type: ignore[index]
    delay, ramp = float(inputs.lever("delay_years")[0]), float(inputs.lever("project_ramp")[0])
    spread = inputs.optional("delay_spread")
    width = 0.0 if spread is None else float(spread[0])
    late = delay + width * inputs.streams.uniforms("projects.delay") if width else delay
    years, rests = np.array((BASE_YEAR, *YEARS), float), (names[money is None], "project_ramp", "delay_years")
    point, draws = (added_value(inputs.sites, sector, value, years, by, ramp)
                    for by in (delay + width / 2, late))
    point, draws = (x[..., known + 1:] - x[..., known:known + 1] for x in (point, draws))
    return point, np.broadcast_to(draws, (inputs.streams.draws, len(YEARS) - known)), (
        *rests, *(("delay_spread",) if width else ()))

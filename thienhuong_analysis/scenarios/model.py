"""What a scenario may say: the levers, their bounds, and the file that sets them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from thienhuong_analysis.programme import YEARS

Rate = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Shape(BaseModel):
    """A path between two rates, ``{from, to, shape}``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: Rate = Field(alias="from")
    last: Rate = Field(alias="to")
    shape: Literal["linear", "step", "s_curve", "front_loaded", "back_loaded"] = "linear"


Value = Rate | Annotated[list[Rate], Field(min_length=len(YEARS), max_length=len(YEARS))] | Shape
"""A constant, one value a year, or a shape."""


class Text(BaseModel):
    """The same words in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Scenario(BaseModel):
    """One scenario file: a name, what it extends, and the assumptions it sets itself.

    ``births`` and ``poverty_exit`` may be ``required``: solved so that the central path just
    reaches the programme's target, whatever the baseline turns out to be.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")
    name: Text
    description: Text
    extends: str | None = None
    assumptions: dict[str, Value | Literal["required"]] = {}


@dataclass(frozen=True)
class Lever:
    """What an assumption key may be.

    Args
        lowest, highest : float  bounds of every value
        form : str  ``path`` (a value a year), ``total`` (a number is spread over the years) or
            ``scalar`` (one number)
    """

    lowest: float
    highest: float
    form: Literal["path", "total", "scalar"] = "path"
    solvable: bool = False


_SECTORS = ("agriculture_fishery", "industry_construction", "services")
STATES = ("poor", "near_poor", "other")
"""The states of a household, whose yearly transitions a scenario may give."""

LEVERS = {
    "growth.agriculture_fishery": Lever(-0.5, 1.0),
    "growth.industry_construction": Lever(-0.5, 1.0),
    "growth.services": Lever(-0.5, 1.0),
    "population_growth": Lever(-0.2, 0.2),
    "births": Lever(0, 10_000, solvable=True),
    "exit_rate": Lever(0, 1),
    "conversions": Lever(0, 100_000, "total"),
    "conversion_uptake": Lever(0, 1),
    "poverty_exit": Lever(0, 1, solvable=True),
    "poverty_entry": Lever(0, 1),
    "delay_years": Lever(0, 5, "scalar"),
    "volatility": Lever(0, 10, "scalar"),
    "births_growth": Lever(-0.5, 1.0, "scalar"),
    "exposure_of_new": Lever(0, 1, "scalar"),
    "poverty_semi_elasticity": Lever(0, 5, "scalar"),
    "poverty_reference_growth": Lever(-0.5, 1.0, "scalar"),
    "delay_spread": Lever(0, 5, "scalar"),
    "project_ramp": Lever(0, 30, "scalar"),
    **{f"value_per_hectare.{sector}": Lever(0, 10_000, "scalar") for sector in _SECTORS},
    **{f"value_share_per_hectare.{sector}": Lever(0, 1, "scalar") for sector in _SECTORS},
    **{f"transition.{before}.{after}": Lever(0, 1) for before in STATES for after in STATES
       if before != after},
}
"""What a scenario may set. From ``births_growth`` on they do nothing unless it does; ``project_ramp`` works
with the values per hectare only."""


MODELLED = ("grdp", "population", "households", "enterprises", "enterprises_per_1000",
            "household_business_conversions", "poor_households", "poverty_rate")
"""Indicators with a model of their own; the others follow ``growth.X`` or ``change.X``."""


def levers_of(kinds: dict[str, str]) -> dict[str, Lever]:
    """Return every lever: the fixed ones and ``growth.X`` or ``change.X`` of the other indicators.

    Args
        kinds : dict indicator -> kind, as in ``indicators.csv``
    """
    others = {f"change.{name}" if kind == "share" else f"growth.{name}":
              Lever(-1, 1) if kind == "share" else Lever(-0.5, 1.0)
              for name, kind in kinds.items() if kind != "milestone" and name not in MODELLED}
    return others | LEVERS

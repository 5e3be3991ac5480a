"""The levers of a scenario, resolved: one value a year, and who set it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.scenarios.files import lineage
from thienhuong_analysis.scenarios.model import Scenario, Shape
from thienhuong_analysis.scenarios.shapes import shaped


@dataclass(frozen=True)
class Setting:
    """One lever as a scenario, or one it extends, sets it.

    Args
        value : ndarray (year 2026–2030) | float | None  None where it is to be solved for
        set_by : str  the scenario's id
    """

    value: NDArray[np.float64] | float | None
    set_by: str

    @property
    def required(self) -> bool:
        """Whether the value is to be solved so that the programme's target is just reached."""
        return self.value is None

    @property
    def by_year(self) -> NDArray[np.float64]:
        """The value of each projected year."""
        return np.broadcast_to(np.asarray(self.value, dtype=float), (len(YEARS),))


def resolve(name: str, scenarios: Mapping[str, Scenario]) -> dict[str, Setting]:
    """Return what a scenario sets, with what it inherits.

    Raises
        ScenarioError: no such scenario, or a circle
    """
    settings: dict[str, Setting] = {}
    for scenario in lineage(name, scenarios):
        for key, value in scenario.assumptions.items():
            settings[key] = Setting(_number(value), scenario.id)
    return settings


def _number(value: object) -> NDArray[np.float64] | float | None:
    if value == "required":
        return None
    if isinstance(value, Shape):
        return shaped(value.first, value.last, value.shape, len(YEARS))
    if isinstance(value, list):
        return np.asarray(value, dtype=float)
    return float(value)  # type: ignore[arg-type]

"""Handles: how a lever is moved from where it stands, and how far it may go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.plausible import Range, plausible
from thienhuong_analysis.errors import ScenarioError, nearest
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import Inputs, Projection, shocks_that_came
from thienhuong_analysis.scenarios import Lever, Setting, levers_of

Source = Literal["scenario", "assumption", "measured", "solved", "own_figures"]


@dataclass(frozen=True)
class Handle:
    """One lever as a single number: the value of all years, or what is added to every year.

    Args
        present : ndarray (year)  where it stands; NaN where nothing is set, the series follows its figures
        how : str  ``constant``: the number is the lever; ``shift``: it is added to the path that is there
        source : str  who says where it stands
        set_by : str  the scenario that set it, if one did
        lowest, highest : float  bounds of the number, from the bounds of the lever
        range : Range  what is thought plausible, in terms of the number
    """

    key: str
    present: NDArray[np.float64]
    how: Literal["constant", "shift"]
    source: Source
    set_by: str
    lowest: float
    highest: float
    range: Range

    @property
    def start(self) -> float:
        """The number at which nothing is changed; NaN where nothing is set."""
        return 0.0 if self.how == "shift" else float(self.present[-1])

    @property
    def scale(self) -> float:
        """What a step of this lever is measured by: the plausible range, else the bounds."""
        return self.range.width if self.range.known and self.range.width > 0 else self.highest - self.lowest

    def path(self, number: float) -> NDArray[np.float64]:
        """Return the lever of every year, ndarray (year)."""
        return np.full(len(YEARS), number) if self.how == "constant" else self.present + number

    def setting(self, number: float) -> Setting:
        """Return the lever as a scenario would set it."""
        return Setting(float(number) if self.how == "constant" else self.path(number), "solve")


def handle(inputs: Inputs, key: str, projection: Projection) -> Handle:
    """Return the handle of a lever.

    Args
        projection : Projection  of the same inputs; tells what was solved for and what was measured

    Raises
        ScenarioError: no such lever
    """
    lever = lever_of(inputs, key)
    setting = inputs.settings.get(key)
    solved = {name: value for series in projection.series.values() for name, value in series.solved.items()}
    source: Source
    if setting is not None and not setting.required:
        present, source = np.array(setting.by_year), "scenario"
    elif key in solved:
        present, source = np.full(len(YEARS), solved[key]), "solved"
    elif key in ("births", "exit_rate") and key not in projection.find("enterprises").rests_on:
        present, source = np.full(len(YEARS), _own_rate(inputs, key, projection)), "measured"
    elif key in inputs.assumptions.index:
        present, source = inputs.lever(key), "assumption"
    else:
        present, source = np.full(len(YEARS), np.nan), "own_figures"
    a_path = setting is not None and setting.value is not None and not np.isscalar(setting.value) and (
        lever.form == "total" or bool(np.ptp(present) > 0))
    lowest, highest = lever.lowest, lever.highest
    if a_path:
        lowest, highest = lowest - float(present.min()), highest - float(present.max())
    return Handle(key, present, "shift" if a_path else "constant", source,
                  setting.set_by if setting is not None else "", lowest, highest,
                  plausible(inputs, key, present, shift=a_path, total=lever.form == "total",
                            counted=source == "measured"))


def lever_of(inputs: Inputs, key: str) -> Lever:
    """Return what a lever may be.

    Raises
        ScenarioError: no such lever
    """
    levers = all_levers(inputs)
    if key not in levers:
        raise ScenarioError("no lever is called {key}; did you mean {nearest}?", key=key,
                            nearest=nearest(key, levers))
    return levers[key]


def all_levers(inputs: Inputs) -> dict[str, Lever]:
    """Return every lever that a scenario of this programme may set."""
    return levers_of(inputs.programme.indicators.set_index("indicator_id")["kind"].to_dict())


def moved(inputs: Inputs, numbers: Mapping[str, float], handles: Mapping[str, Handle]) -> Inputs:
    """Return the inputs with some levers moved.

    Args
        numbers : mapping  lever -> the number of its handle; NaN leaves it as it is
    """
    settings = {key: handles[key].setting(number) for key, number in numbers.items() if not np.isnan(number)}
    return replace(inputs, settings={**inputs.settings, **settings})


def settled(inputs: Inputs, projection: Projection) -> Inputs:
    """Return the inputs with what the scenario left to be solved for held at what came out.

    Else it would be solved for anew whenever another lever moves, and hide what that one does. The shocks
    that came are held too: a lever that is moved says how it goes on, not that the past strayed from it.
    """
    found = {key: Setting(value, inputs.settings[key].set_by) for series in projection.series.values()
             for key, value in series.solved.items()}
    return replace(inputs, settings={**inputs.settings, **found}, grdp_shocks=shocks_that_came(inputs))


def _own_rate(inputs: Inputs, key: str, projection: Projection) -> float:
    """Return the rate that the ward's own counts give, as the projection uses it in its last year."""
    births, converted, exits, stock = (projection.find(name).point for name in (
        "enterprise_births", "household_business_conversions", "enterprise_exits", "enterprises"))
    if key == "births":
        return float(births[-1])
    exposure = inputs.settings.get("exposure_of_new")
    new = 0.0 if exposure is None else float(exposure.by_year[-1]) * (births[-1] + converted[-1])
    return float(exits[-1] / (stock[-2] + new))

"""Handles: how a lever is moved from where it stands, and how far it may go."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.plausible import Range, plausible
from thienhuong_analysis.errors import ScenarioError, nearest
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import Inputs, Projection
from thienhuong_analysis.scenarios import Lever, Setting, levers_of

Array = NDArray[np.float64]
Source = Literal["scenario", "assumption", "measured", "solved", "own_figures"]


@dataclass(frozen=True)
class Handle:
    """One lever as a single number: the value of all years, or the mean or the total of a path.

    Args
        present : ndarray (year)  where it stands; NaN where nothing is set, the series follows its figures
        how : str  ``set``: the number is the lever; ``shifted``: the mean of a path, to every year of which
            the same is added; ``scaled``: the total of a path, whose years keep their proportion
        source : str  who says where it stands
        set_by : str  the scenario that set it, if one did
        floor, ceiling : ndarray (year)  bounds of the lever
        range : Range  what is thought plausible of the number
    """

    key: str
    present: Array
    how: Literal["set", "shifted", "scaled"]
    source: Source
    set_by: str
    floor: Array
    ceiling: Array
    range: Range

    @property
    def start(self) -> float:
        """The number at which nothing is changed; NaN where nothing is set."""
        return float({"set": self.present[-1], "shifted": self.present.mean(),
                      "scaled": self.present.sum()}[self.how])

    @property
    def lowest(self) -> float:
        """The lowest number at which every year keeps its bounds."""
        return self._edge(self.floor, np.max)

    @property
    def highest(self) -> float:
        """The highest number at which every year keeps its bounds."""
        return self._edge(self.ceiling, np.min)

    @property
    def scale(self) -> float:
        """What a step of this lever is measured by: the plausible range, else the bounds."""
        return self.range.width if self.range.known and self.range.width > 0 else self.highest - self.lowest

    def path(self, number: float) -> Array:
        """Return the lever of every year, ndarray (year)."""
        if self.how == "set":
            return np.full(len(YEARS), number)
        moved = self.present + (number - self.start) if self.how == "shifted" else number * self._shares
        return np.clip(moved, self.floor, self.ceiling)

    def setting(self, number: float) -> Setting:
        """Return the lever as a scenario would set it."""
        return Setting(float(number) if self.how == "set" else self.path(number), "solve")

    def within(self, number: float) -> float:
        """Return the nearest number within the bounds."""
        return min(max(number, self.lowest), self.highest)

    def _edge(self, bounds: Array, nearest_of: Callable[[Array], float]) -> float:
        """Return the number at which the first year comes to its bound."""
        if self.how == "shifted":
            return self.start + float(nearest_of(bounds - self.present))
        held = self._shares > 0 if self.how == "scaled" else np.full(len(YEARS), True)
        return float(nearest_of(bounds[held] / (self._shares[held] if self.how == "scaled" else 1)))

    @property
    def _shares(self) -> Array:
        """Each year's part of the total; years of a path of zeros share it evenly."""
        even = np.full(len(YEARS), 1 / len(YEARS))
        return self.present / self.present.sum() if self.present.sum() > 0 else even


def handle(inputs: Inputs, key: str, projection: Projection, beside: Collection[str] = ()) -> Handle:
    """Return the handle of a lever.

    Args
        projection : Projection  of the same inputs; tells what was solved for and what was measured
        beside : collection of str  levers that are moved at the same time

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
    how: Literal["set", "shifted", "scaled"] = "set"
    if source == "scenario" and not np.isscalar(setting.value):  # type: ignore[union-attr]
        how = "scaled" if lever.form == "total" else "shifted" if np.ptp(present) > 0 else "set"
    return Handle(key, present, how, source, setting.set_by if setting is not None else "",
                  np.full(len(YEARS), float(lever.lowest)), _ceiling(inputs, key, lever, beside),
                  plausible(inputs, key, present, counted=source == "measured"))


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


def _ceiling(inputs: Inputs, key: str, lever: Lever, beside: Collection[str]) -> Array:
    """Return how high a lever may go, ndarray (year).

    A move of households between states goes no higher than the other moves out of its state leave room;
    where several of them are moved at the same time, they share that room evenly.
    """
    state = key.rpartition(".")[0] + "."
    moves = {name: setting.by_year for name, setting in inputs.settings.items() if name.startswith(state)}
    if not key.startswith("transition.") or key not in moves:
        return np.full(len(YEARS), float(lever.highest))
    together = len([name for name in {key, *beside} if name in moves])
    return np.asarray(moves[key] + np.maximum(1 - sum(moves.values()), 0) / together)


def moved(inputs: Inputs, numbers: Mapping[str, float], handles: Mapping[str, Handle]) -> Inputs:
    """Return the inputs with some levers moved.

    Args
        numbers : mapping  lever -> the number of its handle; NaN leaves it as it is
    """
    settings = {key: handles[key].setting(number) for key, number in numbers.items() if not np.isnan(number)}
    return replace(inputs, settings={**inputs.settings, **settings})


def settled(inputs: Inputs, projection: Projection) -> Inputs:
    """Return the inputs with what the scenario left to be solved for held at what came out.

    Else it would be solved for anew whenever another lever moves, and hide what that one does.
    """
    found = {key: Setting(value, inputs.settings[key].set_by) for series in projection.series.values()
             for key, value in series.solved.items()}
    return replace(inputs, settings={**inputs.settings, **found})


def _own_rate(inputs: Inputs, key: str, projection: Projection) -> float:
    """Return the rate that the ward's own counts give, as the projection uses it in its last year."""
    births, converted, exits, stock = (projection.find(name).point for name in (
        "enterprise_births", "household_business_conversions", "enterprise_exits", "enterprises"))
    if key == "births":
        return float(births[-1])
    exposure = inputs.settings.get("exposure_of_new")
    new = 0.0 if exposure is None else float(exposure.by_year[-1]) * (births[-1] + converted[-1])
    return float(exits[-1] / (stock[-2] + new))

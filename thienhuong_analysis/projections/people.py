"""Population and households, the denominators of the other rates."""

import numpy as np

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections.inputs import History, Inputs, Series


def population_series(inputs: Inputs) -> Series:
    """Return the population, growing at the scenario's rate (natural change and migration)."""
    history = inputs.history("population", "population")
    growth = inputs.lever("population_growth")[history.known_years:]
    return _certain(inputs, "population", "persons", history, growth, ("population_growth",))


def household_series(inputs: Inputs, population: Series) -> Series:
    """Return households: counted ones grow like the population, else population over household size."""
    counted = inputs.measured("households")
    size = inputs.assumed("household_size")
    if counted is None:
        point = population.point / size
        return Series("households", "total", "households", point,
                      np.broadcast_to(point, population.draws.shape), population.base / size,
                      population.known_years,
                      ("household_size", *population.rests_on),
                      base_rests_on=("household_size", *population.base_rests_on))
    if np.isnan(counted.base):
        counted = History(np.append(population.base / size, counted.values[1:]), ("household_size",))
    growth = inputs.lever("population_growth")[counted.known_years:]
    return _certain(inputs, "households", "households", counted, growth, ("population_growth",))


def _certain(inputs: Inputs, indicator: str, unit: str, history: History,
             growth: "np.typing.NDArray[np.float64]", rests_on: tuple[str, ...]) -> Series:
    point = history.followed_by(np.asarray(history.last * np.cumprod(1 + growth)))
    return Series(indicator, "total", unit, point,
                  np.broadcast_to(point, (inputs.streams.draws, len(YEARS))), history.base,
                  history.known_years, (*history.rests_on, *rests_on),
                  base_rests_on=history.rests_on)

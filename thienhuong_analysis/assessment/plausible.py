"""What is thought plausible of a lever: a range with its basis, or none."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import MEASURED, SECTORS, Inputs

TAIL = 0.1
"""The range goes from the 10th to the 90th percentile where a distribution is known."""


@dataclass(frozen=True)
class Range:
    """A low and a high value and what they rest on.

    Args
        basis : str  ``drift``: 10th and 90th percentile of the calibrated mean growth; ``counted``: of a rate
            that the ward has counted; ``declared``: low and high of ``assumptions.csv``; empty where
            nothing is known, and nothing is made up
    """

    low: float = float("nan")
    high: float = float("nan")
    basis: Literal["drift", "counted", "declared", ""] = ""

    @property
    def known(self) -> bool:
        """Whether there is a range at all."""
        return bool(self.basis)

    @property
    def width(self) -> float:
        """High less low."""
        return self.high - self.low


def plausible(inputs: Inputs, key: str, present: NDArray[np.float64], *, counted: bool = False) -> Range:
    """Return the range of a lever: of its value, of the mean of a path, or of the total of the years.

    Args
        present : ndarray (year)  where the lever stands
        counted : bool  the lever is a rate of enterprises that the ward itself has counted

    Notes
        A sector's mean growth is known only as well as few years tell it: its error is Student-t with
        the calibration's degrees of freedom and spread ``volatility × σ̂/√(m + κ)``. Births counted in m
        years have the spread ``√(φ B/m)`` with the overdispersion φ of the simulator; an exit rate from
        N exits ``δ √((1−δ)/N)``. No other lever has a distribution; the low and high that
        ``assumptions.csv`` declares, each with its reason, stand for the percentiles, and are assumptions.
    """
    series = key.removeprefix("growth.")
    if series in SECTORS and key != series:
        calibration, volatility = inputs.calibration, float(inputs.lever("volatility")[0])
        spread = volatility * float(calibration.drift_sd[SECTORS.index(series)])
        factor = np.exp(-stdtrit(calibration.degrees_of_freedom, TAIL) * spread)
        mean = 1 + float(present.mean())
        return Range(mean / factor - 1, mean * factor - 1, "drift")
    if counted:
        rate, spread = float(present[-1]), _counted_spread(inputs, key, float(present[-1]))
        reach = -float(ndtri(TAIL)) * spread
        return Range(max(0.0, rate - reach), rate + reach, "counted")
    if key not in inputs.assumptions.index:
        return Range()
    low, high = (float(inputs.assumptions.at[key, name]) for name in ("low", "high"))
    if np.isnan(low) or np.isnan(high):
        return Range()
    return Range(low, high, "declared")


def _counted_spread(inputs: Inputs, key: str, rate: float) -> float:
    """Return the standard error of births a year or of the exit rate, as counted by the ward."""
    flow = "enterprise_births" if key == "births" else "enterprise_exits"
    counts = inputs.known.history(flow, statuses=MEASURED)
    counts = counts[counts.index.isin(YEARS)]
    if key == "births":
        return float(np.sqrt(inputs.assumed("birth_overdispersion") * rate / len(counts)))
    return float(rate * np.sqrt((1 - rate) / max(counts.sum(), 1.0)))

"""What a backtest found, in words and in the rows worth printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from thienhuong_analysis.projections.backtest import ALL
from thienhuong_analysis.projections.pooling import LEAST_OTHERS

if TYPE_CHECKING:
    import pandas as pd

    from thienhuong_analysis.projections import Backtest


class Say(Protocol):
    """A sentence put into the reader's language."""

    def __call__(self, message: str, **values: object) -> str:
        """Return the sentence with its values."""


def shown(result: Backtest) -> pd.DataFrame:
    """Return the scores over all indicators at every horizon, and of each indicator at the longest."""
    scores = result.scores
    every, longest = scores["indicator"] == ALL, scores["horizon"] == scores["horizon"].max()
    return scores[every | longest if len(result.weights) > 1 else every]


def remarks(result: Backtest, say: Say) -> list[str]:
    """Return what a reader has to know beside the scores, one sentence each.

    What was left out and why, horizons at which nothing could be scored, and for each indicator the weights
    that the past had chosen by its last year.
    """
    told = [_left_out(reason, count, say) for reason, count in result.left_out.items()]
    horizons = set(result.scores["horizon"])
    missing = sorted(set(range(1, result.horizon + 1)) - horizons)
    if missing:
        told.append(say("nothing can be scored at {horizons} years ahead: no values lie that far apart",
                        horizons=", ".join(map(str, missing))))
    for row in result.weights.itertuples():
        if row.others < LEAST_OTHERS:
            told.append(say("{indicator}: fewer than {least} other economies in {year}; each series stands "
                            "by itself, nothing is pooled", indicator=row.indicator, least=LEAST_OTHERS,
                            year=row.origin))
        else:
            told.append(say("{indicator}: as seen from {year}, ν₀ = {nu:g}, κ = {kappa:g}, ρ = {rho:g}; the "
                            "prior comes from {others} other economies", indicator=row.indicator,
                            year=row.origin, nu=row.prior_years, kappa=row.drift_years, rho=row.persistence,
                            others=row.others))
    return told


def _left_out(reason: str, count: int, say: Say) -> str:
    return {
        "no_key": lambda: say("{count} rows left out: no country or no indicator", count=count),
        "no_year": lambda: say("{count} rows left out: the year is not a year", count=count),
        "no_value": lambda: say("{count} rows left out: no value", count=count),
        "no_number": lambda: say("{count} rows left out: the value is not a number", count=count),
        "repeated": lambda: say("{count} rows left out: the same row stands there already", count=count),
        "contradictory": lambda: say("{count} rows left out: several values for one year", count=count),
        "not_positive": lambda: say("{count} rows left out: zero or below has no logarithm; give levels, not "
                                    "rates of growth", count=count),
        "short": lambda: say("{count} series are not scored: too short, or with too many gaps", count=count),
    }[reason]()

"""Tables that lay the method open: what a result would be if an assumption were another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thienhuong_analysis.presentation.display import Table
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR, YEARS
from thienhuong_analysis.projections import SECTORS, Calibration, lmdi
from thienhuong_analysis.projections.enterprises import births_required
from thienhuong_analysis.projections.grdp import average_growth, sector_paths
from thienhuong_analysis.projections.poverty import (
    most_poor_allowed,
    probability_at_most,
    probability_no_poor,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from thienhuong_analysis.presentation.wording import Wording


def calibration_table(calibration: Calibration, volatility: float, words: Wording) -> Table:
    """Return the moments behind the growth shocks, by sector, with m, ν₀, s₀, κ and μ₀."""
    rows = {
        words.say("Mean of Hải Phòng, ḡ"): np.expm1(calibration.city_growth),
        words.say("Mean of Việt Nam, μ₀"): np.expm1(calibration.nation_growth),
        words.say("Shrunk mean, μ̂"): np.expm1(calibration.shrunk_growth),
        words.say("Spread of Hải Phòng, s"): calibration.city_sd,
        words.say("Spread of Việt Nam, s₀"): calibration.nation_sd,
        words.say("Shrunk spread, σ̂"): calibration.scale,
        words.say("Error of the mean, σ̂/√(m + κ)"): calibration.drift_sd,
        words.say("Spread used for the ward, volatility × σ̂"): volatility * calibration.scale,
        words.say("The same for the growth of {years} years together", years=len(YEARS)):
            volatility * calibration.scale_ahead(len(YEARS)),
    }
    m = calibration.years
    weights = words.say(
        "The city counts for {variance} in σ̂², (m − 1)/(ν₀ + m − 1), and for {drift} in μ̂, m/(m + κ); the "
        "rest is Việt Nam’s, from {years} years.",
        variance=words.percent((m - 1) / calibration.degrees_of_freedom, 0),
        drift=words.percent(m / (m + calibration.drift_years), 0), years=calibration.nation_years)
    note = words.say("m = {m} full years of the city, ν₀ = {nu} and κ = {kappa} years for the prior, "
                     "{df} degrees of freedom, persistence ρ = {rho}, volatility factor {factor}.",
                     m=calibration.years, nu=words.number(calibration.prior_years),
                     kappa=words.number(calibration.drift_years),
                     df=words.number(calibration.degrees_of_freedom),
                     rho=words.number(calibration.persistence, 2), factor=words.number(volatility))
    return _by_sector(rows, words.say("Moments of yearly growth by sector"), words, (note, weights))


def whole_period_table(first: NDArray[np.float64], last: NDArray[np.float64], words: Wording) -> Table:
    """Return each sector's average growth and its part of the growth of the whole period (LMDI).

    Args
        first, last : ndarray (sector)  levels of 2025 and 2030
    """
    parts = lmdi(first, last)
    rows = {words.say("Average growth a year"): average_growth(first, last, LAST_YEAR - BASE_YEAR),
            words.say("Part of the growth of the period"): parts / parts.sum()}
    caption = words.say("Growth {first}–{last} by sector", first=BASE_YEAR, last=LAST_YEAR)
    return _by_sector(rows, caption, words)


def share_sensitivity_table(growth: NDArray[np.float64], structures: Mapping[str, NDArray[np.float64]],
                            words: Wording) -> Table:
    """Return the average growth of the total for several structures of the base year.

    Args
        growth : ndarray (year, sector)  rates of the scenario
        structures : mapping  name -> ndarray (sector), shares that sum to 1
    """
    rows = []
    for name, shares in structures.items():
        total = sector_paths(shares, growth)[-1].sum()
        rows.append({
            words.say("Structure of 2025 as in"): name,
            **{words.breakdown(sector): words.percent(share)
               for sector, share in zip(SECTORS, shares, strict=True)},
            words.say("Average growth a year"): words.percent(
                float(average_growth(1.0, total, len(growth))), 2)})
    frame = pd.DataFrame(rows)
    return Table(frame, words.say("Average growth of the total by the structure at the start"),
                 words.lang, numeric=frame.columns[1:])


def births_table(stock: float, populations: NDArray[np.float64], exit_rates: tuple[float, ...],
                 conversions: float, density: float, words: Wording) -> Table:
    """Return births needed a year by the population of 2030 (rows) and the exit rate (columns).

    Args
        stock : float  enterprises of 2025
        populations : ndarray  [persons]
        conversions : float  of the whole period, spread evenly
        density : float  the target [per 1,000 people]
    """
    yearly = np.full(len(YEARS), conversions / len(YEARS))
    frame = pd.DataFrame([{
        words.say("Population {year}", year=LAST_YEAR): words.number(people, 0),
        words.say("Enterprises needed"): words.number(np.ceil(density * people / 1000), 0),
        **{words.say("exit rate {rate}", rate=words.percent(rate, None)): words.number(max(0.0, np.ceil(
            births_required(density * people / 1000, stock, yearly, np.full(len(YEARS), rate)))), 0)
           for rate in exit_rates}} for people in populations])
    return Table(frame, words.say("Births of enterprises needed a year for {density} per 1,000 people",
                                  density=words.number(density)), words.lang, numeric=frame.columns)


def no_poor_table(poor: float, exit_rates: tuple[float, ...], entries: tuple[float, ...],
                  words: Wording) -> Table:
    """Return the chance that nobody is poor at the end, by exit rate (rows) and entries (columns).

    Args
        poor : float  poor households of 2025
        entries : tuple of float  new poor households a year
    """
    frame = pd.DataFrame([{
        words.say("Exit rate a year"): words.percent(rate, 0),
        **{words.say("{count} new a year", count=words.number(count)): words.chance(
            probability_no_poor(round(poor), rate, count, len(YEARS))) for count in entries}}
        for rate in exit_rates])
    return Table(frame, words.say("Chance that no household is poor at the end of {year}, from "
                                  "{poor} poor households in {base}", year=LAST_YEAR,
                                  poor=words.number(poor, 0), base=BASE_YEAR),
                 words.lang, numeric=frame.columns[1:])


def below_rate_table(poor: tuple[float, ...], rate: float, households: float, exit_rates: tuple[float, ...],
                     entries: float, words: Wording) -> Table:
    """Return the chance that the poverty rate is below a bound at the end, by the closed form.

    Args
        poor : tuple of float  poor households of 2025 that are thought possible
        rate : float  the bound [rate]
        households : float  of 2030
        entries : float  new poor households a year
    """
    allowed = most_poor_allowed(rate, households)
    frame = pd.DataFrame([{
        words.say("Exit rate a year"): words.percent(exit_rate, 0),
        **{words.say("{poor} poor households in {base}", poor=words.number(start, 0), base=BASE_YEAR):
           words.chance(probability_at_most(round(start), allowed, exit_rate, entries, len(YEARS)))
           for start in poor}} for exit_rate in exit_rates])
    return Table(frame, words.say(
        "Chance that the poverty rate of {year} is below {rate}: at most {allowed} poor of {households} "
        "households, with {entries} new ones a year", year=LAST_YEAR, rate=words.percent(rate, None),
        allowed=words.number(allowed, 0), households=words.number(households, 0),
        entries=words.number(entries, 1)), words.lang, numeric=frame.columns[1:])


def _by_sector(rows: Mapping[str, NDArray[np.float64]], caption: str, words: Wording,
               notes: tuple[str, ...] = ()) -> Table:
    frame = pd.DataFrame([{words.say("Measure"): name, **{words.breakdown(sector): words.percent(value, 2)
                                        for sector, value in zip(SECTORS, values, strict=True)}}
                          for name, values in rows.items()])
    return Table(frame, caption, words.lang, numeric=frame.columns[1:], notes=notes)

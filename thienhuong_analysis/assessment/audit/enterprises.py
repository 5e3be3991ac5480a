"""Enterprises: whether today's number and the conversions make the density, and what it implies."""

import math

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.audit.check import Answer, Part, check
from thienhuong_analysis.assessment.audit.printed import figures_of, half_unit, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.said import Figure, Said
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections.enterprises import births_required


def births_needed(population: float, exit_rate: float, *, stock: float, conversions: float,
                  density: float) -> float:
    """Return the births of enterprises needed a year, beside the conversions; at least 0.

    Args
        population : float  of the last year [persons]
        exit_rate : float  share that exits in a year
        conversions : float  of the whole period, spread evenly
        density : float  the target [per 1,000 people]

    Example
        >>> births_needed(35_000, 0.0, stock=250, conversions=450, density=20)
        0.0
    """
    n = len(YEARS)
    return max(0.0, births_required(density * population / 1000, stock, np.full(n, conversions / n),
                                    np.full(n, exit_rate)))


def births_grid(populations: NDArray[np.float64], exit_rates: NDArray[np.float64], *, stock: float,
                conversions: float, density: float) -> NDArray[np.float64]:
    """Return the births needed a year over a grid, ndarray (exit rate, population)."""
    return np.array([[births_needed(p, x, stock=stock, conversions=conversions, density=density)
                      for p in populations] for x in exit_rates])


@check(2, _("Do the enterprises of 2025 and the conversions make the density of 2030?"))
def enterprises_and_density(evidence: Stated) -> Answer:
    """Compare the enterprises that the density asks for with those that the programme accounts for."""
    density, conversions = (evidence.positive("enterprises_per_1000"),
                            evidence.target("household_business_conversions"))
    stock, counted = evidence.known("enterprises", _("active enterprises in 2025"))
    people, lived = evidence.known("population", _("population of the ward in 2025"))
    accounted, needed = stock + conversions.value, density.value * people / 1000
    enough = 1000 * accounted / density.value
    residual = needed - accounted
    slack = tolerance((people / 1000, density), (1, conversions)) + half_unit(stock, "")
    short = residual > slack
    facts = {"stock": stock, "conversions": conversions.value, "density": density.value}
    figures = (*figures_of(density, conversions), counted, lived, *evidence.rivals("population"))
    finding = Said(_("{stock} enterprises and {conversions} conversions make {sum}, just enough for {enough};"
                     " for {people} the target is {needed} enterprises"), stock=Amount(stock),
                   conversions=Amount(conversions.value), sum=Amount(accounted),
                   enough=Amount(enough, "persons"), people=Amount(people, "persons"),
                   needed=Amount(math.ceil(round(needed, 6))))
    figures += (Figure(Said(_("enterprises per 1,000 people in the ward, {year}"), year=BASE_YEAR),
                       Amount(round(1000 * stock / people, 2), "per_1000_people"), "computed", "",
                       f"enterprises_per_1000.total.{BASE_YEAR}"),
                Figure(Said(_("population for which these would be just enough")), Amount(enough, "persons"),
                       "computed"),
                Figure(Said(_("births needed a year with no exits, population as in 2025")),
                       Amount(round(births_needed(people, 0.0, **facts), 1)), "computed"),)
    figures += evidence.elsewhere("haiphong_old", "enterprises_per_1000", _(
        "enterprises per 1,000 people in Hải Phòng, {year}"))
    figures += evidence.elsewhere("vietnam", "enterprises_per_1000", _(
        "enterprises per 1,000 people in Viet Nam, {year}"))
    if {"exit_rate", "population_growth"} <= set(evidence.assumptions.index):
        exits, growth = evidence.assumed("exit_rate"), evidence.assumed("population_growth")
        later = people * (1 + growth) ** len(YEARS)
        figures += (
            Figure(Said(_("exit rate of enterprises a year")), Amount(exits, "fraction"), "assumption",
                   "assumptions.csv", "assumption.exit_rate"),
            Figure(Said(_("yearly growth of population")), Amount(growth, "fraction"), "assumption",
                   "assumptions.csv", "assumption.population_growth"),
            Figure(Said(_("births needed a year on these assumptions")),
                   Amount(round(births_needed(later, exits, **facts), 1)), "assumption"))
    condition = Said(_("at least {net} enterprises more are founded than close by 2030, beside the "
                       "conversions, even if the population stays as in 2025; the programme does not mention "
                       "them"),
                     net=Amount(math.ceil(round(residual, 6))))
    lower = math.floor(10 * 1000 * accounted / people + 1e-9) / 10
    more = math.ceil(round(needed - stock, 6))
    change = Said(_("a density of {density}, or {conversions} conversions"),
                  density=Amount(lower, "per_1000_people"), conversions=Amount(more))
    part = Part("D · P / 1000 = S₀ + C + B", finding, "consistent_if" if short else "consistent",
                condition if short else None, residual, slack, "enterprises", change if short else None,
                {density.target.target_id: lower} if short else {})
    return (part,), (*quotes_of(density, conversions), *evidence.again("enterprises_per_1000")), figures


@check(11, _("How many innovative enterprises do the targets imply?"))
def innovative_enterprises(evidence: Stated) -> Answer:
    """Return the number of innovative enterprises that share, density and population make."""
    share, density = (evidence.positive("innovative_enterprises_share"),
                      evidence.positive("enterprises_per_1000"))
    people, lived = evidence.known("population", _("population of the ward in 2025"))
    stock, counted = evidence.known("enterprises", _("active enterprises in 2025"))
    number = share.value * density.value * people / 1000
    slack = tolerance((density.value * people / 1000, share), (share.value * people / 1000, density))
    slack += half_unit(stock, "")
    residual = number - stock
    short = residual > slack
    lower = math.floor(100 * 1000 * stock / (density.value * people) + 1e-9)
    part = Part("q · D · P / 1000", Said(
        _("{share} of {density}, for {people}, are {number} innovative enterprises; there were {stock} "
          "enterprises of any kind in 2025"), share=Amount(share.value, "fraction"),
        density=Amount(density.value, "per_1000_people"), people=Amount(people, "persons"),
        number=Amount(math.ceil(round(number, 6))), stock=Amount(stock)),
        "consistent_if" if short else "consistent",
        Said(_("even if every enterprise of 2025 becomes innovative, {more} of the new ones are so too"),
             more=Amount(math.ceil(round(residual, 6)))) if short else None, residual, slack, "enterprises",
        Said(_("a share of {share}, which the enterprises of 2025 alone could make"),
             share=Amount(lower / 100, "fraction")) if short else None,
        {share.target.target_id: float(lower)} if short else {})
    return (part,), quotes_of(share, density), (
        *figures_of(share, density), lived, *evidence.rivals("population"), counted)

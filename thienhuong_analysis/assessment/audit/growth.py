"""Growth: whether the total is the sum of its sectors, and how income and revenue fit to it."""

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.audit.check import Answer, Part, check
from thienhuong_analysis.assessment.audit.evidence import (
    Evidence,
    Figure,
    Printed,
    Said,
    figures_of,
    quotes_of,
    tolerance,
)
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR
from thienhuong_analysis.projections import SECTORS

Array = NDArray[np.float64]
INFLATION = (0.0, 0.01, 0.02, 0.03, 0.04)
"""Rates at which the price basis is tried out; none of them is a forecast."""


def implied_growth(shares: Array, rates: Array, years: int) -> float:
    """Return the average growth of a total whose parts grow at constant rates.

    Args
        shares : ndarray (sector)  parts of the base year, summing to 1
        rates : ndarray (sector)  [rate]

    Example
        >>> round(implied_growth(np.array([0.5, 0.5]), np.array([0.1, 0.1]), 5), 10)
        0.1
    """
    return float((shares @ (1 + rates) ** years) ** (1 / years) - 1)


def border(total: float, rates: Array, years: int) -> list[tuple[int, int, float]]:
    """Return where the total is met exactly on the edges of the triangle of base shares.

    Returns
        list of (slow sector, fast sector, share of the slow one while the fast one is the rest)

    Notes
        With factors ``F = (1+g)^n`` the share is ``(F_fast − F_total)/(F_fast − F_slow)``. No point
        where every sector grows faster than the total, or none does.

    Example
        >>> border(0.14, np.array([0.022, 0.165, 0.158]), 5)[0][:2]
        (0, 1)
    """
    factors, wanted = (1 + rates) ** years, (1 + total) ** years
    return [(i, j, float((factors[j] - wanted) / (factors[j] - factors[i])))
            for i in range(len(rates)) for j in range(len(rates)) if factors[i] < wanted <= factors[j]]


@check(1, _("Do the sectors' growth rates add up to the growth of the total?"))
def growth_by_sector(evidence: Evidence) -> Answer:
    """Compare the total's growth with what the sectors' rates make of it."""
    total, *sectors = (evidence.target(f"grdp_{name}") for name in ("total", *SECTORS))
    rates = np.array([sector.value for sector in sectors])
    years = total.target.last_year - BASE_YEAR
    own = [evidence.measured("grdp", name) for name in SECTORS]
    city = evidence.city_shares()
    is_own = all(own)
    shares = np.array(own, float) if is_own else city
    if shares is not None:
        shares = shares / shares.sum()
    parts = [_without_taxes(total, sectors, rates, years, shares, is_own=is_own)]
    figures = figures_of(total, *sectors)
    if city is not None:
        figures += tuple(Figure(Said(_("share of {sector} in the city's product, {year}"), sector=name,
                                     year=BASE_YEAR), Amount(share, "fraction"),
                                evidence.city.status("grdp_share", name, BASE_YEAR), evidence.city.locality)
                         for name, share in zip(SECTORS, city, strict=True))
        parts.append(_with_taxes(evidence, total, sectors, rates, years, city))
    return tuple(parts), quotes_of(total, *sectors), figures


def _slack(total: Printed, sectors: list[Printed], shares: Array, rates: Array, years: int) -> float:
    mean = implied_growth(shares / shares.sum(), rates, years)
    slopes = shares / shares.sum() * ((1 + rates) / (1 + mean)) ** (years - 1)
    return tolerance((1, total), *zip(slopes, sectors, strict=True))


def _without_taxes(total: Printed, sectors: list[Printed], rates: Array, years: int,
                   shares: Array | None, *, is_own: bool) -> Part:
    """Return the region of base shares that allows the total, and what the shares known give."""
    equation = "(1+g)^n = Σ w_s (1+g_s)^n,  Σ w_s = 1"
    limits = border(total.value, rates, years)
    implied = float("nan") if shares is None else implied_growth(shares, rates, years)
    slack = float("nan") if shares is None else _slack(total, sectors, shares, rates, years)
    if not limits and rates.max() < total.value:
        best = float(rates.max())
        return Part(equation, Said(_("no sector is to grow as fast as the total: the fastest by {best}"),
                                   best=Amount(best, "fraction")), "conflict", None, best - total.value,
                    total.half + max(s.half for s in sectors), "fraction",
                    Said(_("a total of {best}"), best=Amount(best, "fraction")),
                    {total.target.target_id: round(100 * best, 10)})
    finding: Said = Said("; ".join(["{limit%d}" % k for k in range(len(limits))]) + "{known}", **{
        f"limit{k}": Said(_("the share of “{slow}” in {year} can be at most {share} where the rest is "
                            "“{fast}”"), slow=SECTORS[i], fast=SECTORS[j], year=BASE_YEAR,
                          share=Amount(share, "fraction")) for k, (i, j, share) in enumerate(limits)},
        known="" if shares is None else Said(
            _("; with the ward's own shares the sectors make {growth} a year") if is_own else
            _("; with the city's shares of that year, product taxes left out, the sectors make {growth} a "
              "year, so that the total and the sectors are different promises"),
            growth=Amount(implied, "fraction")))
    change = None if shares is None or abs(implied - total.value) <= slack else Said(
        _("a total of {growth} says the same as the sectors"), growth=Amount(round(implied, 3), "fraction"))
    changes = {} if change is None else {total.target.target_id: round(100 * implied, 1)}
    condition = None
    if not limits:
        verdict = "consistent"
    elif is_own:
        verdict = "consistent" if implied >= total.value - slack else "conflict"
    else:
        verdict, condition = "consistent_if", Said(
            _("the ward's structure in {year} lies on the right side of these limits; its shares are not "
              "known"), year=BASE_YEAR)
    return Part(equation, finding, verdict, condition, implied - total.value, slack, "fraction", change,
                changes)


def _with_taxes(evidence: Evidence, total: Printed, sectors: list[Printed], rates: Array, years: int,
                city: Array) -> Part:
    """Return the same with product taxes less subsidies, which the programme does not name."""
    taxes = 1 - float(city.sum())
    seen = evidence.city.value("grdp_growth", "product_taxes", BASE_YEAR)
    growth = 0.0 if np.isnan(seen) else seen
    level = float(city @ (1 + rates) ** years)
    made = (level + taxes * (1 + growth) ** years) ** (1 / years) - 1
    at_rest = (level + taxes) ** (1 / years) - 1
    finding = Said(_("product taxes less subsidies are {share} of the city's product and absent from the "
                     "programme; the total is {still} a year where they do not grow, {made} where they grow "
                     "by {growth} a year as in {year}"), share=Amount(taxes, "fraction"),
                   still=Amount(at_rest, "fraction"), made=Amount(made, "fraction"),
                   growth=Amount(growth, "fraction"), year=BASE_YEAR)
    fits = made >= total.value - total.half
    condition = Said(_("the ward's structure is like the city's, product taxes included")) if fits else Said(
        _("the ward's structure by sector and its product taxes"))
    return Part("(1+g)^n = Σ w_s (1+g_s)^n + w_T (1+g_T)^n,  Σ w_s + w_T = 1", finding,
                "consistent_if" if fits else "cannot_tell", condition, made - total.value,
                _slack(total, sectors, city, rates, years), "fraction",
                Said(_("the programme says whether product taxes are part of the total")))


@check(3, _("Does income per head fit to the growth of the product?"))
def income_and_product(evidence: Evidence) -> Answer:
    """Return the wedge between growth of the product and of income per head, by inflation."""
    product, income = evidence.target("grdp_total"), evidence.target("income_per_capita")
    wedges = [(1 + product.value) * (1 + rate) / (1 + income.value) - 1 for rate in INFLATION]
    finding = Said(_("between product and income per head lies a wedge of {none} a year without inflation and "
                     "{some} at {rate}: population growth and a falling share of income in the product must "
                     "fill it"), none=Amount(wedges[0], "fraction"), some=Amount(wedges[3], "fraction"),
                   rate=Amount(INFLATION[3], "fraction"))
    slack = tolerance((1 / (1 + income.value), product),
                      ((1 + product.value) / (1 + income.value) ** 2, income))
    same = (1 + product.value) / (1 + income.value) - 1
    part = Part("(1+g)(1+π)/(1+i) − 1 = (1+p)(1+s) − 1", finding, "cannot_tell",
                Said(_("the price basis of both targets, the ward's population growth and the share of income "
                       "in its product")), same, slack, "fraction",
                Said(_("the programme names the price basis; an income target of {income} would leave no wedge "
                       "without inflation and population growth"), income=Amount(product.value, "fraction")),
                {income.target.target_id: round(100 * product.value, 10)})
    figures = (*figures_of(product, income), *(
        Figure(Said(_("wedge at inflation of {rate}"), rate=Amount(rate, "fraction")),
               Amount(wedge, "fraction"), "computed") for rate, wedge in zip(INFLATION, wedges, strict=True)))
    return (part,), quotes_of(product, income), figures


@check(4, _("Does budget revenue fit to the growth of the product?"))
def revenue_and_product(evidence: Evidence) -> Answer:
    """Return the buoyancy of revenue that the two targets imply, by inflation."""
    revenue, product = evidence.target("budget_revenue"), evidence.target("grdp_total")
    buoyancies = [revenue.value / ((1 + product.value) * (1 + rate) - 1) for rate in INFLATION]
    finding = Said(_("revenue grows {none} times as fast as the product if both are in current prices, {some} "
                     "times if the product is in constant prices and inflation is {rate}"),
                   none=Amount(round(buoyancies[0], 2)), some=Amount(round(buoyancies[3], 2)),
                   rate=Amount(INFLATION[3], "fraction"))
    residual, slack = revenue.value - product.value, tolerance((1, revenue), (1, product))
    fits = abs(residual) <= slack
    change = Said(_("the programme names the price basis of the product")) if fits else Said(
        _("revenue growth of {growth}"), growth=Amount(product.value, "fraction"))
    part = Part("β = r / ((1+g)(1+π) − 1)", finding, "consistent_if",
                Said(_("both are in current prices, or revenue may fall behind the product by inflation")),
                residual, slack, "fraction", change,
                {} if fits else {revenue.target.target_id: round(100 * product.value, 10)})
    figures = (*figures_of(revenue, product), *(
        Figure(Said(_("buoyancy at inflation of {rate}"), rate=Amount(rate, "fraction")),
               Amount(round(b, 4)), "computed") for rate, b in zip(INFLATION, buoyancies, strict=True)))
    return (part,), quotes_of(revenue, product), figures

"""Growth: whether the sectors' rates and the total say the same, and for which structure of the product."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thienhuong_analysis.assessment.audit.check import Answer, Part, check
from thienhuong_analysis.assessment.audit.printed import Printed, figures_of, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.said import Said, listed, percent
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import BASE_YEAR
from thienhuong_analysis.projections import SECTORS

Array = NDArray[np.float64]


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
def growth_by_sector(evidence: Stated) -> Answer:
    """Compare the total's growth with what the sectors' rates make of it, product taxes left out and in."""
    total, *sectors = (evidence.target(f"grdp_{name}") for name in ("total", *SECTORS))
    promise = Promise(total, tuple(sectors), evidence.years(total))
    own, city = [evidence.measured("grdp", name) for name in SECTORS], evidence.city_shares()
    figures = figures_of(total, *sectors)
    if all(own):
        parts: tuple[Part, ...] = (_by_own_shares(promise, np.array(own, float)),)
    else:
        parts = (_by_region(promise, city),)
    if city is not None:
        parts += (_with_taxes(evidence, promise, city),)
        for sector in SECTORS:
            figures += evidence.elsewhere(evidence.city.locality, "grdp_share", _(
                "share of {sector} in the city's product, {year}"), sector)
    figures += evidence.elsewhere(evidence.city.locality, "grdp_growth", _(
        "growth of the city's product, {year}"))
    if city is not None:
        figures += evidence.elsewhere(evidence.city.locality, "grdp_growth", _(
            "growth of product taxes less subsidies in the city, {year}"), "product_taxes")
    return parts, quotes_of(total, *sectors), figures


@dataclass(frozen=True)
class Promise:
    """The rates of the total and of its sectors, over the years they run."""

    total: Printed
    sectors: tuple[Printed, ...]
    years: int

    @property
    def rates(self) -> Array:
        """The sectors' rates, ndarray (sector)."""
        return np.array([sector.value for sector in self.sectors])

    @property
    def best(self) -> float:
        """The rate of the fastest sector."""
        return float(self.rates.max())

    @property
    def limits(self) -> Said:
        """The highest share of each slow sector beside each fast one, as a sentence."""
        found = border(self.total.value, self.rates, self.years)
        if not found and self.best < self.total.value:
            return Said(_("no sector is to grow as fast as the total; the fastest grows by {best} a year"),
                        best=Amount(self.best, "fraction"))
        if not found:
            return Said(_("every sector is to grow at least as fast as the total, whatever their shares"))
        return listed(Said(
            _("the share of “{slow}” in {year} can be at most {share} where the rest is “{fast}”"),
            slow=SECTORS[i], fast=SECTORS[j], year=BASE_YEAR, share=percent(share))
            for i, j, share in found)

    def slack(self, shares: Array) -> float:
        """Return how far rounding moves the difference between the sectors' growth and the total's."""
        mean = max(implied_growth(shares, self.rates, self.years), -0.99)
        slopes = shares * ((1 + self.rates) / (1 + mean)) ** (self.years - 1)
        return tolerance((1, self.total), *zip(slopes, self.sectors, strict=True))


EQUATION = "(1+g)^n = Σ w_s (1+g_s)^n,  Σ w_s = 1"


def _by_own_shares(promise: Promise, levels: Array) -> Part:
    """Return whether the total holds with the shares that the ward itself has measured."""
    shares = levels / levels.sum()
    implied, slack = implied_growth(shares, promise.rates, promise.years), promise.slack(shares)
    residual, printed = implied - promise.total.value, round(100 * implied, 1)
    finding = listed([promise.limits, Said(_("with the ward's own shares the sectors make {growth} a year"),
                                           growth=percent(implied))])
    same = abs(residual) <= slack
    return Part(EQUATION, finding, "conflict" if residual < -slack else "consistent", None, residual, slack,
                "fraction", None if same else _as_sectors(printed),
                {} if same else {promise.total.target.target_id: printed})


def _by_region(promise: Promise, city: Array | None) -> Part:
    """Return for which shares the total holds, and what the city's would make of it."""
    total, finding, change = promise.total, promise.limits, None
    fastest = promise.sectors[int(promise.rates.argmax())]
    residual, slack = promise.best - total.value, tolerance((1, total), (1, fastest))
    verdict = "conflict" if residual < -slack else "consistent_if"
    if promise.rates.min() >= total.value:
        verdict, residual = "consistent", float(promise.rates.min()) - total.value
    if city is not None:
        shares = city / city.sum()
        implied, slack = implied_growth(shares, promise.rates, promise.years), promise.slack(shares)
        residual = implied - total.value
        finding = listed([finding, Said(
            _("with the city's shares of that year, product taxes left out, the sectors make {growth} a "
              "year"), growth=percent(implied))])
        if abs(residual) > slack:
            finding = listed([finding, Said(_("the total and the sectors are different promises"))])
            change = _as_sectors(round(100 * implied, 1))
    elif verdict == "conflict":
        change = _as_sectors(round(100 * promise.best, 1))
    elif verdict == "consistent_if":
        residual = slack = math.nan
    condition = Said(_("the ward's structure in {year} keeps these limits; its shares are not known"),
                     year=BASE_YEAR) if verdict == "consistent_if" else None
    return Part(EQUATION, finding, verdict, condition, residual, slack, "fraction", change)


def _as_sectors(printed: float) -> Said:
    return Said(_("a total of {growth} says the same as the sectors"), growth=percent(printed / 100))


def _with_taxes(evidence: Stated, promise: Promise, city: Array) -> Part:
    """Return the same with product taxes less subsidies, which the programme does not name.

    They are the ward's own where its total and its sectors are known, else the city's.
    """
    own = np.array([evidence.measured("grdp", name) or math.nan for name in (*SECTORS, "total")])
    is_own = bool(np.isfinite(own).all())
    sectors = own[:-1] / own[-1] if is_own else city
    total, taxes = promise.total, 1 - float(sectors.sum())
    growth = evidence.city.value("grdp_growth", "product_taxes", BASE_YEAR)
    made, at_rest = (implied_growth(np.append(sectors, taxes), np.append(promise.rates, rate), promise.years)
                     for rate in (0.0 if math.isnan(growth) else growth, 0.0))
    whose = Said(_("product taxes less subsidies are {share} of the ward's product and absent from the "
                   "programme"), share=percent(taxes, 2)) if is_own else Said(
        _("product taxes less subsidies are {share} of the city's product and absent from the programme"),
        share=percent(taxes, 2))
    what = Said(_("the total is {still} a year where they do not grow"), still=percent(at_rest))
    if not math.isnan(growth):
        what = Said(_("the total is {still} a year where they do not grow, {made} where they grow by "
                      "{growth} a year as the city's did in {year}"), still=percent(at_rest),
                    made=percent(made), growth=Amount(growth, "fraction"), year=BASE_YEAR)
    fits = made >= total.value - total.half
    change = Said(_("the programme says whether product taxes are part of the total"))
    equation = "(1+g)^n = Σ w_s (1+g_s)^n + w_T (1+g_T)^n,  Σ w_s + w_T = 1"
    verdict, condition = "consistent_if", Said(_("product taxes grow as the city's did"))
    if not is_own:
        condition = Said(_("the ward's structure is like the city's, product taxes included"))
    if not fits:
        verdict, condition = "cannot_tell", Said(_("the ward's structure by sector and its product taxes"))
    return Part(equation, listed([whose, what]), verdict, condition, made - total.value,
                promise.slack(sectors), "fraction", change)

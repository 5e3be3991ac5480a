"""Prices: whether income and revenue fit to the product, when the programme names no price basis."""

from thienhuong_analysis.assessment.audit.check import Answer, Part, check
from thienhuong_analysis.assessment.audit.printed import figures_of, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.said import Figure, Said, percent
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _

INFLATION = (0.0, 0.01, 0.02, 0.03, 0.04)
"""Rates at which the price basis is tried out; none of them is a forecast."""
_SHOWN = 3
"""Which of them the sentences name beside the first."""


@check(3, _("Does income per head fit to the growth of the product?"))
def income_and_product(evidence: Stated) -> Answer:
    """Return the wedge between growth of the product and of income per head, by inflation."""
    product, income = evidence.positive("grdp_total"), evidence.positive("income_per_capita")
    wedges = [(1 + product.value) * (1 + rate) / (1 + income.value) - 1 for rate in INFLATION]
    finding = Said(_("between product and income per head lies a wedge of {none} a year without inflation "
                     "and {some} at {rate}: population growth and a falling share of income in the product "
                     "must fill it"), none=percent(wedges[0], 2), some=percent(wedges[_SHOWN], 2),
                   rate=Amount(INFLATION[_SHOWN], "fraction"))
    slack = tolerance((1 / (1 + income.value), product),
                      ((1 + product.value) / (1 + income.value) ** 2, income))
    part = Part("(1+g)(1+π)/(1+i) − 1 = (1+p)(1+s) − 1", finding, "cannot_tell",
                Said(_("the price basis of both targets, the ward's population growth and the share of "
                       "income in its product")), wedges[0], slack, "rate",
                Said(_("the programme names the price basis; an income target of {income} would leave no "
                       "wedge without inflation and population growth"),
                     income=Amount(product.value, "fraction")))
    figures = (*figures_of(product, income), *(
        Figure(Said(_("wedge at inflation of {rate}"), rate=Amount(rate, "fraction")),
               percent(wedge, 2), "computed") for rate, wedge in zip(INFLATION, wedges, strict=True)))
    return (part,), quotes_of(product, income), figures


@check(4, _("Does budget revenue fit to the growth of the product?"))
def revenue_and_product(evidence: Stated) -> Answer:
    """Return the buoyancy of revenue that the two targets imply, by inflation."""
    revenue, product = evidence.positive("budget_revenue"), evidence.positive("grdp_total")
    buoyancies = [revenue.value / ((1 + product.value) * (1 + rate) - 1) for rate in INFLATION]
    finding = Said(_("revenue grows {none} times as fast as the product if both are in current prices, "
                     "{some} times if the product is in constant prices and inflation is {rate}"),
                   none=Amount(round(buoyancies[0], 2)), some=Amount(round(buoyancies[_SHOWN], 2)),
                   rate=Amount(INFLATION[_SHOWN], "fraction"))
    residual, slack = revenue.value - product.value, tolerance((1, revenue), (1, product))
    fits = abs(residual) <= slack
    change = Said(_("the programme names the price basis of the product")) if fits else Said(
        _("revenue growth of {growth}"), growth=Amount(product.value, "fraction"))
    part = Part("β = r / ((1+g)(1+π) − 1)", finding, "consistent_if",
                Said(_("both are in current prices, or revenue may fall behind the product by inflation")),
                residual, slack, "fraction", change)
    figures = (*figures_of(revenue, product), *(
        Figure(Said(_("buoyancy at inflation of {rate}"), rate=Amount(rate, "fraction")),
               Amount(round(b, 4)), "computed") for rate, b in zip(INFLATION, buoyancies, strict=True)))
    return (part,), quotes_of(revenue, product), figures

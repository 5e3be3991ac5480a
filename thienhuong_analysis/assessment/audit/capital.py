"""Public investment: how much of the capital is certain, and how much of it is sure to be spent."""

from thienhuong_analysis.assessment.audit.check import Answer, Part, check
from thienhuong_analysis.assessment.audit.printed import figures_of, quotes_of, tolerance
from thienhuong_analysis.assessment.audit.said import Figure, Said
from thienhuong_analysis.assessment.audit.stated import Stated
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.observations.text import _


@check(9, _("Is the capital for public investment certain, and how much of it is spent at least?"))
def public_investment(evidence: Stated) -> Answer:
    """Return what the rate of disbursement leaves of the capital, and on what the capital depends."""
    capital = evidence.target("public_investment_capital")
    rate = evidence.target("public_investment_disbursement_rate")
    spent = capital.value * rate.value
    span = max(1, capital.target.last_year - capital.target.first_year + 1)
    left, slack = capital.value - spent, tolerance((1 - rate.value, capital), (capital.value, rate))
    finding = Said(_("of {capital} in {first}–{last} at least {spent} are spent if {rate} are disbursed "
                     "every year; up to {left} may be left over"),
                   capital=Amount(capital.value, capital.unit), first=capital.target.first_year,
                   last=capital.target.last_year, spent=Amount(spent, capital.unit),
                   rate=Amount(rate.value, "fraction"), left=Amount(left, capital.unit))
    condition = Said(_("what the programme itself names: “{words}”; it gives no amount for the other case"),
                     words=capital.condition) if capital.condition else None
    part = Part("Σ d_t I_t ≥ d Σ I_t", finding, "consistent_if" if condition else "consistent", condition,
                left, slack, capital.unit,
                Said(_("the programme also names the capital that does not depend on this")) if condition
                else None)
    figures = (*figures_of(capital, rate), Figure(
        Said(_("spent at least")), Amount(spent, capital.unit), "computed"), Figure(
        Said(_("capital a year, evenly")), Amount(capital.value / span, capital.unit), "computed"))
    return (part,), quotes_of(capital, rate), figures

"""The quality report: what a careful reader would ask about the figures, each with its cell."""

import pandas as pd

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.breaks import check_definitions
from thienhuong_analysis.observations.validation.dates import check_statuses, check_years
from thienhuong_analysis.observations.validation.figures import Figures
from thienhuong_analysis.observations.validation.findings import Amount, Findings
from thienhuong_analysis.observations.validation.jumps import check_jumps
from thienhuong_analysis.observations.validation.ranges import check_ranges
from thienhuong_analysis.observations.validation.rivals import check_rivals
from thienhuong_analysis.observations.validation.sums import check_sums


def examine(accepted: pd.DataFrame, others: pd.DataFrame, assumptions: pd.DataFrame, findings: Findings,
            definitions: pd.DataFrame, breaks: pd.DataFrame) -> None:
    """Add what is to be said of judged figures and of the assumptions.

    Args
        accepted, others : DataFrame  as ``Judge`` gives them; accepted rows on one cell in order of
            rising authority
        assumptions : DataFrame  as ``read_assumptions`` gives it
        definitions : DataFrame  as ``read_definitions`` gives it
        breaks : DataFrame  as ``read_breaks`` gives it
    """
    for row in others[others["state"] == "rejected"].to_dict("records"):
        findings.add("rejected", "error", row["reason"].message, row, row["reason"].values)
    missing = (others["state"] == "missing").to_numpy(bool).nonzero()[0]
    findings.note("missing", "low", _("{indicator}: the cell says that there is no figure yet; fill it in "
                                      "once there is one"), others, missing)
    check_figures(accepted, findings, definitions, breaks)
    check_base_shares(assumptions, findings)


def check_figures(accepted: pd.DataFrame, findings: Findings, definitions: pd.DataFrame,
                  breaks: pd.DataFrame) -> None:
    """Add what is to be said of accepted figures, all files together.

    Args
        accepted : DataFrame  the columns of observations, and file, text, bound and kind; rows on one
            cell in order of rising authority
        definitions : DataFrame  as ``read_definitions`` gives it
        breaks : DataFrame  as ``read_breaks`` gives it
    """
    figures = Figures(accepted)
    check_ranges(figures, findings)
    check_years(figures, findings)
    check_statuses(figures, findings)
    check_rivals(figures, findings)
    check_jumps(figures, findings)
    check_sums(figures, findings)
    check_definitions(figures, definitions, breaks, findings)


def check_base_shares(assumptions: pd.DataFrame, findings: Findings) -> None:
    """Add that the sectors' assumed shares of the base year do not make up the whole."""
    total = assumptions.loc[assumptions.index.str.startswith("base_share."), "value"].sum()
    if total and abs(total - 1) > 1e-6:
        findings.add("share_sum", "high",
                     _("the base shares of the sectors add up to {sum}, not to 100%; correct them"),
                     {"file": "thienhuong/assumptions.csv"}, {"sum": Amount(float(total), "fraction")})

"""Coherence audit: does the programme agree with itself?"""

from thienhuong_analysis.assessment.audit.capital import public_investment
from thienhuong_analysis.assessment.audit.check import VERDICTS, Check, Part
from thienhuong_analysis.assessment.audit.deadlines import dated_targets, dates_in_the_appendices
from thienhuong_analysis.assessment.audit.document import the_document_itself
from thienhuong_analysis.assessment.audit.enterprises import (
    births_grid,
    births_needed,
    enterprises_and_density,
    innovative_enterprises,
)
from thienhuong_analysis.assessment.audit.growth import (
    border,
    growth_by_sector,
    implied_growth,
)
from thienhuong_analysis.assessment.audit.land import land_clearance
from thienhuong_analysis.assessment.audit.poverty import poverty_twice
from thienhuong_analysis.assessment.audit.prices import income_and_product, revenue_and_product
from thienhuong_analysis.assessment.audit.said import Absent, Figure, Quote, Said
from thienhuong_analysis.assessment.audit.schools import schools_at_level_2
from thienhuong_analysis.assessment.audit.stated import Stated, replaced

CHECKS = (growth_by_sector, enterprises_and_density, income_and_product, revenue_and_product, poverty_twice,
          schools_at_level_2, dates_in_the_appendices, dated_targets, public_investment, land_clearance,
          innovative_enterprises, the_document_itself)
"""The twelve checks in the order of the method."""


def audit(evidence: Stated) -> tuple[Check, ...]:
    """Return the checks, answered in their order."""
    return tuple(one(evidence) for one in CHECKS)


__all__ = [
    "CHECKS",
    "VERDICTS",
    "Absent",
    "Check",
    "Figure",
    "Part",
    "Quote",
    "Said",
    "Stated",
    "audit",
    "births_grid",
    "births_needed",
    "border",
    "implied_growth",
    "replaced",
]

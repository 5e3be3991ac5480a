"""Coherence audit: does the programme agree with itself?"""

from thienhuong_analysis.assessment.audit.check import VERDICTS, Check, Part
from thienhuong_analysis.assessment.audit.enterprises import (
    births_grid,
    births_needed,
    enterprises_and_density,
    innovative_enterprises,
)
from thienhuong_analysis.assessment.audit.evidence import Evidence, replaced
from thienhuong_analysis.assessment.audit.growth import (
    border,
    growth_by_sector,
    implied_growth,
)
from thienhuong_analysis.assessment.audit.prices import income_and_product, revenue_and_product
from thienhuong_analysis.assessment.audit.said import Absent, Figure, Quote, Said

CHECKS = (growth_by_sector, enterprises_and_density, income_and_product, revenue_and_product,
          innovative_enterprises)


def audit(evidence: Evidence) -> tuple[Check, ...]:
    """Return the checks, answered in their order."""
    return tuple(one(evidence) for one in CHECKS)


__all__ = ["CHECKS", "VERDICTS", "Absent", "Check", "Evidence", "Figure", "Part", "Quote", "Said", "audit",
           "births_grid", "births_needed", "border", "implied_growth", "replaced"]

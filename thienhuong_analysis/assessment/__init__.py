"""How it compares with the promise: required pace, chances, and the status of every target."""

from thienhuong_analysis.assessment.arrival import arrivals
from thienhuong_analysis.assessment.assess import assess
from thienhuong_analysis.assessment.coverage import asked, coverage, due_tasks
from thienhuong_analysis.assessment.pace import pace_ratio, required_average_growth, required_path
from thienhuong_analysis.assessment.probability import Joint, joint, met, standard_error
from thienhuong_analysis.assessment.rules import compare_rules
from thienhuong_analysis.assessment.this_year import milestones, this_years_share

__all__ = ["Joint", "arrivals", "asked", "assess", "compare_rules", "coverage", "due_tasks", "joint", "met",
           "milestones", "pace_ratio", "required_average_growth", "required_path", "standard_error",
           "this_years_share"]

"""How it compares with the promise: required pace, chances, and the status of every target."""

from thienhuong_analysis.assessment.assess import assess
from thienhuong_analysis.assessment.bridge import Bridge
from thienhuong_analysis.assessment.coverage import asked, coverage, due_tasks
from thienhuong_analysis.assessment.derivations import Derivation
from thienhuong_analysis.assessment.evidence import Evidence
from thienhuong_analysis.assessment.explain import explain
from thienhuong_analysis.assessment.old_projections import summary
from thienhuong_analysis.assessment.pace import pace_ratio, required_average_growth, required_path
from thienhuong_analysis.assessment.past import Past
from thienhuong_analysis.assessment.probability import Joint, met, standard_error
from thienhuong_analysis.assessment.progress import Progress, compared
from thienhuong_analysis.assessment.solution import Solution
from thienhuong_analysis.assessment.solve import solve
from thienhuong_analysis.assessment.tornado import Tornado, tornado
from thienhuong_analysis.assessment.tree import Node

__all__ = ["Bridge", "Derivation", "Evidence", "Joint", "Node", "Past", "Progress", "Solution",
           "Tornado", "asked", "assess", "compared", "coverage", "due_tasks", "explain", "met", "pace_ratio",
           "required_average_growth", "required_path", "solve", "standard_error", "summary", "tornado"]

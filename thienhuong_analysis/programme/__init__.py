"""What the ward promised: indicators, targets, projects, tasks and the units that answer for them."""

from thienhuong_analysis.programme.tables import Programme, read_programme
from thienhuong_analysis.programme.targets import BASE_YEAR, LAST_YEAR, YEARS, Target

__all__ = ["BASE_YEAR", "LAST_YEAR", "YEARS", "Programme", "Target", "read_programme"]

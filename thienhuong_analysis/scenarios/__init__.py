"""What might happen: scenario files, their levers and the shapes of a path."""

from thienhuong_analysis.scenarios.files import lineage, read_scenarios
from thienhuong_analysis.scenarios.levers import Setting, resolve
from thienhuong_analysis.scenarios.model import LEVERS, STATES, Lever, Scenario, levers_of
from thienhuong_analysis.scenarios.saving import save_scenario
from thienhuong_analysis.scenarios.shapes import SHAPES

__all__ = ["LEVERS", "SHAPES", "STATES", "Lever", "Scenario", "Setting", "levers_of", "lineage",
           "read_scenarios", "resolve", "save_scenario"]

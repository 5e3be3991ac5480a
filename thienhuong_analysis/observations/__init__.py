"""What was measured: raw files into one tidy table, every value with its source and its cell."""

from thienhuong_analysis.observations.assumptions import read_assumptions
from thienhuong_analysis.observations.known import Known
from thienhuong_analysis.observations.normalize import Normalized, load, normalize, save
from thienhuong_analysis.observations.numerals import Figure, parse_milestone, parse_number
from thienhuong_analysis.observations.reference import Reference, read_reference, read_sources
from thienhuong_analysis.observations.schema import as_observations, observations_schema
from thienhuong_analysis.observations.units import to_canonical

__all__ = [
    "Figure",
    "Known",
    "Normalized",
    "Reference",
    "as_observations",
    "load",
    "normalize",
    "observations_schema",
    "parse_milestone",
    "parse_number",
    "read_assumptions",
    "read_reference",
    "read_sources",
    "save",
    "to_canonical",
]

"""What was measured: raw files into one tidy table, every value with its source and its cell."""

from thienhuong_analysis.observations.assumptions import read_assumptions, read_correlations
from thienhuong_analysis.observations.declared import (
    Declared,
    read_bases,
    read_declared,
    read_project_sectors,
)
from thienhuong_analysis.observations.definitions import read_breaks, read_definitions
from thienhuong_analysis.observations.findings import Amount, Findings
from thienhuong_analysis.observations.history import keep_history, read_history, superseded, vanished
from thienhuong_analysis.observations.known import Known
from thienhuong_analysis.observations.normalize import Normalized, normalize
from thienhuong_analysis.observations.numerals import Figure, parse_milestone, parse_number
from thienhuong_analysis.observations.prices import PriceBasis, check_prices, price_basis, read_prices
from thienhuong_analysis.observations.processed import load, renew, save
from thienhuong_analysis.observations.quality import check_figures
from thienhuong_analysis.observations.reference import Reference, read_reference, read_sources
from thienhuong_analysis.observations.revisions import as_known, revisions
from thienhuong_analysis.observations.schema import as_observations, observations_schema
from thienhuong_analysis.observations.units import to_canonical

__all__ = [
    "Amount",
    "Declared",
    "Figure",
    "Findings",
    "Known",
    "Normalized",
    "PriceBasis",
    "Reference",
    "as_known",
    "as_observations",
    "check_figures",
    "check_prices",
    "keep_history",
    "load",
    "normalize",
    "observations_schema",
    "parse_milestone",
    "parse_number",
    "price_basis",
    "read_assumptions",
    "read_bases",
    "read_breaks",
    "read_correlations",
    "read_declared",
    "read_definitions",
    "read_history",
    "read_prices",
    "read_project_sectors",
    "read_reference",
    "read_sources",
    "renew",
    "revisions",
    "save",
    "superseded",
    "to_canonical",
    "vanished",
]

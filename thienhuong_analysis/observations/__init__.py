"""What was measured: raw files into one tidy table, every value with its source and its cell."""

from thienhuong_analysis.observations.metadata.assumptions import read_assumptions, read_correlations
from thienhuong_analysis.observations.metadata.declared import (
    Declared,
    read_bases,
    read_declared,
    read_project_sectors,
)
from thienhuong_analysis.observations.metadata.definitions import read_breaks, read_definitions
from thienhuong_analysis.observations.metadata.prices import (
    PriceBasis,
    check_prices,
    price_basis,
    read_prices,
)
from thienhuong_analysis.observations.metadata.reference import Reference, read_reference, read_sources
from thienhuong_analysis.observations.normalize import Normalized, normalize
from thienhuong_analysis.observations.processed import load, renew, save
from thienhuong_analysis.observations.schema import as_observations, observations_schema
from thienhuong_analysis.observations.validation.findings import Amount, Findings
from thienhuong_analysis.observations.validation.quality import check_figures
from thienhuong_analysis.observations.values.numerals import Figure, parse_milestone, parse_number
from thienhuong_analysis.observations.values.units import to_canonical
from thienhuong_analysis.observations.vintages.history import keep_history, read_history, superseded, vanished
from thienhuong_analysis.observations.vintages.known import Known
from thienhuong_analysis.observations.vintages.revisions import as_known, revisions

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

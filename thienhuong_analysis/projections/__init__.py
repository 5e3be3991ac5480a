"""How it unfolds, 2026–2030: central paths and draws of every indicator with a baseline."""

from thienhuong_analysis.projections.backtest import Backtest, backtest
from thienhuong_analysis.projections.calibration import FIRST_YEAR_OF_CITY, Calibration, calibrate
from thienhuong_analysis.projections.contributions import contributions, lmdi
from thienhuong_analysis.projections.grdp import average_growth, shocks_that_came
from thienhuong_analysis.projections.grdp_past import SECTORS
from thienhuong_analysis.projections.inputs import MEASURED, History, Inputs, Series, assumed
from thienhuong_analysis.projections.panel import Panel, make_panel, read_panel
from thienhuong_analysis.projections.pipeline import added_value, delayed, pipeline, without_projects
from thienhuong_analysis.projections.projection import Projection, project
from thienhuong_analysis.projections.reanchoring import reanchored, suitable
from thienhuong_analysis.projections.scores import weighted_interval_score
from thienhuong_analysis.projections.streams import Streams
from thienhuong_analysis.projections.vintages import (
    Vintage,
    keep_vintage,
    last_other,
    read_vintages,
    record_of,
    series_of,
)

__all__ = ["FIRST_YEAR_OF_CITY", "MEASURED", "SECTORS", "Backtest", "Calibration", "History", "Inputs",
           "Panel", "Projection", "Series", "Streams", "Vintage", "added_value", "assumed",
           "average_growth", "backtest", "calibrate", "contributions", "delayed", "keep_vintage",
           "last_other", "lmdi", "make_panel", "pipeline", "project", "read_panel", "read_vintages",
           "reanchored", "record_of", "series_of", "shocks_that_came", "suitable",
           "weighted_interval_score", "without_projects"]

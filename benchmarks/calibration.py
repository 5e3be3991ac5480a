"""Whether the ν₀ and κ of the assumptions suit growth: the calibration of the ward, tried on other economies.

``python benchmarks/calibration.py FILE``: three years near by are drawn towards the long history of others,
as the city's are towards the nation's, and the growth of the next five years is scored, once others have at
least ten years behind them.
"""

import sys
from dataclasses import replace
from itertools import product

import numpy as np

from thienhuong_analysis.projections import read_panel
from thienhuong_analysis.projections.forecasts import growth_ahead
from thienhuong_analysis.projections.pooling import pooled_prior, shrunk_forecast
from thienhuong_analysis.projections.scores import covered, crps_student, log_score, student_interval
from thienhuong_analysis.projections.windows import growth_to_date, windows

HISTORY, AHEAD, LONG = 3, 5, 10

if __name__ == "__main__":
    panel = read_panel(sys.argv[1])
    own, to_date = windows(panel.logs, HISTORY), growth_to_date(panel.logs)
    history = windows(panel.logs, len(panel.years))
    prior = replace(pooled_prior(own, to_date, panel.indicator, HISTORY),
                    variance=pooled_prior(history, to_date, panel.indicator, HISTORY).variance)
    actual = growth_ahead(panel.logs, AHEAD)[..., -1]
    scored = own.complete & np.isfinite(actual) & np.isfinite(prior.variance)
    scored[:, :LONG] = False
    truth = actual[scored]
    print(f"{len(truth)} forecasts {AHEAD} years ahead from {HISTORY} years")
    for persistence, prior_years, drift_years in product((0.2, 0.4), (2, 4, 8, 16), (2.5, 5, 10)):
        forecast = shrunk_forecast(own, prior, AHEAD, prior_years=prior_years, drift_years=drift_years,
                                   persistence=persistence)
        law = forecast.location[scored][:, -1], forecast.scale[scored][:, -1], forecast.freedom[scored][:, 0]
        held = [covered(truth, *student_interval(*law, share)).mean() for share in (0.8, 0.95)]
        print(f"rho {persistence}  nu0 {prior_years:2}  kappa {drift_years:4}  log score "
              f"{log_score(truth, *law).mean():.3f}  CRPS {crps_student(truth, *law).mean():.4f}  "
              f"80 % covers {held[0]:.1%}  95 % covers {held[1]:.1%}")

"""The calibration laid open: every number of METHOD section 1, and how much each side counts."""

import numpy as np

from thienhuong_analysis.presentation.method_tables import calibration_table
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.projections import calibrate


def table(lang="en"):
    rng = np.random.default_rng(1)
    city, nation = rng.normal(0.1, 0.02, (3, 3)), rng.normal(0.06, 0.02, (31, 3))
    found = calibrate(city, nation, prior_years=8, drift_years=5, persistence=0.4)
    return found, repr(calibration_table(found, 1.5, Wording(lang)))


def test_m_nu_kappa_rho_and_both_weights_are_printed():
    _, text = table()
    for part in ("m = 3", "ν₀ = 8", "κ = 5", "ρ = 0.40", "10 degrees of freedom",
                 "20% in σ̂²", "38% in μ̂", "from 31 years"):  # 2/10 and 3/8
        assert part in text


def test_the_priors_moments_and_what_comes_of_them_are_printed_by_sector():
    found, text = table()
    lines = {line.split("  ")[0].strip() or line.strip(): line for line in map(str.strip, text.splitlines())}
    for name, values in (("Spread of Việt Nam, s₀", found.nation_sd),
                         ("Mean of Việt Nam, μ₀", np.expm1(found.nation_growth)),
                         ("Error of the mean, σ̂/√(m + κ)", found.drift_sd),
                         ("The same for the growth of 5 years together", 1.5 * found.scale_ahead(5))):
        line = next(line for key, line in lines.items() if key.startswith(name))
        assert all(f"{value:.2%}" in line for value in values)


def test_the_weights_are_printed_in_vietnamese():
    assert "38% trong μ̂" in table("vi")[1]

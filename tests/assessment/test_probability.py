"""The chance that a target is met, against a count by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from thienhuong_analysis.assessment import met, standard_error
from thienhuong_analysis.assessment.probability import outcome
from thienhuong_analysis.programme import Target
from thienhuong_analysis.projections import Series

DRAWS = [[10, 12, 14, 16, 20],
         [30, 12, 14, 16, 19],
         [10, 12, 25, 16, 21],
         [10, 12, 14, 20, 20]]


def test_a_value_by_2030_looks_at_2030_alone(target, series):
    assert met(target(20.0), series(DRAWS)).tolist() == [True, False, True, True]


def test_a_value_by_an_earlier_year_looks_at_that_year_alone(target, series):
    assert met(target(20.0, by_year=2028), series(DRAWS)).tolist() == [False, False, True, False]
    assert met(target(20.0, by_year=2026), series(DRAWS)).tolist() == [False, True, False, False]


def test_without_a_deadline_the_programmes_horizon_counts(target, series):
    assert met(target(20.0, by_year=None), series(DRAWS)).tolist() == [True, False, True, True]


def test_a_yearly_target_fails_if_any_single_year_fails(target, series):
    draws = np.full((6, 5), 0.96)
    for year in range(5):
        draws[year, year] = 0.95
    held = met(target(0.95, "gt", "each_year", kind="share"), series(draws))
    assert held.tolist() == [False] * 5 + [True]


def test_a_yearly_target_looks_at_its_own_years_only(target, series):
    draws = np.full((5, 5), 0.9) - 0.1 * np.eye(5)
    held = met(target(0.9, "ge", "each_year", kind="share", from_year=2027, by_year=2029),
               series(draws))
    assert held.tolist() == [True, False, False, False, True]


def test_a_total_adds_up_its_years(target, series):
    draws = [[30, 30, 30, 30, 30], [30, 30, 30, 30, 29], [150, 0, 0, 0, 0]]
    total = target(150, kind="flow", cadence="period_total")
    assert met(total, series(draws)).tolist() == [True, False, True]


def test_a_total_of_some_years_adds_up_those_only(target, series):
    draws = [[99, 30, 30, 40, 99], [0, 40, 30, 30, 0], [99, 30, 30, 39, 99]]
    total = target(100, kind="flow", cadence="period_total", from_year=2027, by_year=2029)
    assert met(total, series(draws)).tolist() == [True, True, False]


def test_an_average_growth_compounds_from_the_base_to_the_last_year(target, series):
    growth = target(0.10, kind="growth", cadence="period_average", is_growth=True)
    draws = [[50, 50, 50, 50, 162], [200, 200, 200, 200, 161], [110, 121, 133.1, 146.41, 161.06]]
    found = series(draws, base=100)  # 100 · 1.1⁵ = 161.051
    assert met(growth, found).tolist() == [True, False, True]
    assert outcome(growth, found, found.draws)[0] == pytest.approx(1.62**0.2 - 1)


def test_an_average_growth_that_starts_later_compounds_from_the_year_before(target, series):
    growth = target(0.10, kind="growth", cadence="period_average", is_growth=True, from_year=2028)
    draws = [[1, 100, 1, 1, 133.2], [1, 100, 1, 1, 133.0], [1, 200, 1, 1, 133.2]]
    found = series(draws, base=50)  # 1.1³ = 1.331 from 2027
    assert met(growth, found).tolist() == [True, False, False]


def test_a_yearly_growth_compares_each_year_with_the_one_before(target, series):
    growth = target(0.10, "ge", "each_year", kind="growth", is_growth=True)
    draws = [[111, 123, 136, 150, 166], [109, 123, 136, 150, 166], [111, 123, 124, 150, 166]]
    assert met(growth, series(draws, base=100)).tolist() == [True, False, False]


@pytest.mark.parametrize(("comparator", "expected"), [
    ("ge", [False, True, True]), ("gt", [False, False, True]), ("le", [True, True, False]),
    ("lt", [True, False, False]), ("eq", [False, True, False])])
def test_equality_meets_ge_le_and_eq_and_neither_gt_nor_lt(target, series, comparator, expected):
    draws = [[0, 0, 0, 0, value] for value in (0.0049, 0.005, 0.0051)]
    held = met(target(0.005, comparator, kind="share"), series(draws))
    assert held.tolist() == expected


@pytest.mark.parametrize("rate", [0.022, 0.105, 0.14, 0.158, 0.165])
def test_growing_at_exactly_the_target_in_every_year_meets_it(target, series, rate):
    growth = target(rate, kind="growth", cadence="period_average", is_growth=True)
    path = 100 * (1 + rate) ** np.arange(1, 6)
    assert met(growth, series([path, np.cumprod(np.full(5, 1 + rate)) * 100], base=100)).all()


def test_a_total_reached_in_parts_that_are_not_whole_is_reached(target, series):
    # 150 in four parts after a first year of 43.3
    parts = [43.3, *[(150 - 43.3) / 4] * 4]
    assert met(target(150, kind="flow", cadence="period_total"), series([parts])).all()


def test_a_figure_that_is_not_known_meets_nothing(target, series):
    for comparator in ("ge", "gt", "le", "lt", "eq"):
        assert not met(target(20.0, comparator), series([[1, 1, 1, 1, np.nan]]))[0]


@given(hnp.arrays(float, (4, 5), elements=st.floats(0, 40)), st.integers(2026, 2030),
       st.integers(2026, 2030))
def test_every_cadence_counts_as_a_loop_would(table, one, other):
    first, last = sorted((one, other))
    found = Series("thing", "total", "count", table[0], table, 10.0, 0, ())

    def held(cadence):
        return met(Target("t", "thing", "total", "ge", 20.0, False, cadence, first, last, "B.I.1",
                          "flow", "higher"), found).tolist()

    own = [[row[year - 2026] for year in range(first, last + 1)] for row in table]
    assert held("by_year") == [years[-1] >= 20 for years in own]
    assert held("each_year") == [min(years) >= 20 for years in own]
    assert held("period_total") == [np.sum(years) >= 20 for years in own]


@pytest.mark.parametrize(("probability", "draws", "error"), [
    (0.5, 100, 0.05), (0.2, 400, 0.02), (0.0, 50, 0.0), (1.0, 50, 0.0), (0.1, 9, 0.1)])
def test_the_standard_error_is_that_of_a_binomial_share(probability, draws, error):
    assert standard_error(probability, draws) == pytest.approx(error)

"""Moments of the last few years, by hand and against a loop that takes each window by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thienhuong_analysis.projections.windows import windows

GAP = np.nan


def one(values, history, origin=-1):
    found = windows(np.array([values]), history)
    return {name: getattr(found, name)[0, origin] for name in vars(found)}


def test_three_growth_rates_by_hand():
    # growth 0.1, 0.3, 0.2: mean 0.2, variance (0.01 + 0.01 + 0)/2, squares (0.01 + 0.09 + 0.04)/3
    found = one([0.0, 0.1, 0.4, 0.6], 3)
    assert found["years"] == 3 and found["changes"] == 3 and found["complete"]
    assert found["drift"] == pytest.approx(0.2)
    assert found["variance"] == pytest.approx(0.01)
    assert found["square"] == pytest.approx(0.14 / 3)
    assert found["last"] == pytest.approx(0.2)
    assert found["turn"] == pytest.approx((0.04 + 0.01) / 2)  # growth turned by 0.2, then by −0.1


def test_only_the_last_years_count():
    assert one([9.0, -4.0, 0.0, 0.1, 0.4, 0.6], 3)["drift"] == pytest.approx(0.2)


def test_a_change_over_a_gap_counts_as_that_many_years():
    # 0.1 in a year, 0.5 in two: mean 0.2; (0.1 − 0.2)² + (0.5 − 0.4)²/2, over one degree of freedom
    found = one([0.0, 0.1, GAP, 0.6], 3)
    assert found["years"] == 3 and found["changes"] == 2
    assert found["drift"] == pytest.approx(0.2)
    assert found["variance"] == pytest.approx(0.015)
    assert found["last"] == pytest.approx(0.25)


def test_nothing_is_known_without_a_value_in_the_year_itself():
    assert np.isnan(one([0.0, 0.1, 0.2, 0.3, GAP], 3)["drift"])


def test_two_values_say_nothing_of_spread():
    assert np.isnan(one([GAP, GAP, 0.2, 0.3], 3)["variance"])


def test_a_young_series_is_not_complete_but_known():
    found = one([GAP, 0.0, 0.1, 0.4], 3)
    assert not found["complete"] and found["drift"] == pytest.approx(0.2)


def test_a_series_of_every_second_year_has_half_as_many_changes():
    found = one([0.0, GAP, 0.2, GAP, 0.6], 4)
    assert (found["years"], found["changes"]) == (4, 2) and found["complete"]
    assert found["drift"] == pytest.approx(0.15)


def by_loop(values, history, t):
    years = [u for u in range(max(0, t - history), t + 1) if np.isfinite(values[u])]
    if t not in years or len(years) < 3:
        return None
    gaps, changes = np.diff(years), np.diff(values[years])
    drift = (values[t] - values[years[0]]) / (t - years[0])
    variance = ((changes - drift * gaps) ** 2 / gaps).sum() / (len(changes) - 1)
    turn = np.mean(np.diff(changes / gaps) ** 2)
    square = np.mean(changes**2 / gaps)
    return t - years[0], len(changes), drift, variance, square, changes[-1] / gaps[-1], turn


@settings(max_examples=60)
@given(st.lists(st.one_of(st.none(), st.integers(-9, 9)), min_size=3, max_size=14), st.integers(2, 8))
def test_all_windows_at_once_are_each_window_by_itself(drawn, history):
    values = np.array([np.nan if x is None else x / 10 for x in drawn])
    found = windows(values[None], history)
    names = ("years", "changes", "drift", "variance", "square", "last", "turn")
    for t in range(len(values)):
        expected = by_loop(values, history, t)
        seen = [getattr(found, name)[0, t] for name in names]
        np.testing.assert_allclose(seen, expected or [np.nan] * 7, atol=1e-12)

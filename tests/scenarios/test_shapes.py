"""Shapes of a path between two rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.scenarios.shapes import SHAPES, shaped

rates = st.floats(-0.5, 1.0)
shapes = st.sampled_from(sorted(SHAPES))


def test_the_shapes_are_those_of_the_method():
    assert set(SHAPES) == {"linear", "step", "s_curve", "front_loaded", "back_loaded"}


@given(rates, rates, shapes, st.integers(2, 30))
def test_a_path_starts_and_ends_at_its_two_rates(first, last, shape, years):
    path = shaped(first, last, shape, years)
    assert path.shape == (years,)
    np.testing.assert_allclose(path[[0, -1]], [first, last], rtol=0, atol=1e-15)


@given(rates, rates, shapes, st.integers(2, 30))
def test_a_path_never_turns_back(first, last, shape, years):
    steps = np.diff(shaped(first, last, shape, years)) * np.sign(last - first)
    assert (steps >= -1e-15).all()


@given(rates, shapes, st.integers(1, 30))
def test_a_path_between_equal_rates_is_flat(rate, shape, years):
    assert (shaped(rate, rate, shape, years) == rate).all()


@given(rates, rates, shapes)
def test_a_path_of_one_year_is_the_last_rate(first, last, shape):
    np.testing.assert_allclose(shaped(first, last, shape, 1), [last], rtol=0, atol=1e-15)


def test_front_loaded_is_ahead_of_linear_and_back_loaded_behind():
    front, line, back = (shaped(0, 1, shape, 9)[1:-1] for shape in ("front_loaded", "linear",
                                                                    "back_loaded"))
    assert (front > line).all() and (line > back).all()


def test_front_and_back_loaded_mirror_each_other():
    np.testing.assert_allclose(shaped(0, 1, "front_loaded", 7),
                               1 - shaped(0, 1, "back_loaded", 7)[::-1], atol=1e-15)


def test_an_s_curve_is_steepest_and_half_way_in_the_middle():
    path = shaped(0, 1, "s_curve", 9)
    assert path[4] == pytest.approx(0.5)
    assert np.diff(path).argmax() in {3, 4}
    np.testing.assert_allclose(path, 1 - path[::-1], atol=1e-15)


def test_a_step_takes_only_its_two_values():
    path = shaped(0.05, 0.14, "step", 5)
    np.testing.assert_allclose(path[[0, 1, 3, 4]], [0.05, 0.05, 0.14, 0.14])
    assert np.isclose(path[2], [0.05, 0.14]).any()

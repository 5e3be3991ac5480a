"""Re-anchoring: five rules against tables computed by hand, and what each promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.projections.reanchoring import METHODS, reanchored, suitable

PATH = np.array([100.0, 110.0, 125.0, 140.0, 160.0])
"""Projected for 2026–2030; the figure of 2026 came out at 90."""

BY_HAND = {
    "constant_offset": [90, 100, 115, 130, 150],
    "constant_ratio": [90, 99, 112.5, 126, 144],
    "reduce_offset": [90, 110 - 7.5, 125 - 5, 140 - 2.5, 160],
    "reduce_ratio": [90, 110 * 0.925, 125 * 0.95, 140 * 0.975, 160],
    "linear_interpolate": [90, 107.5, 125, 142.5, 160],
}
paths = st.lists(st.floats(0.5, 500), min_size=1, max_size=6).map(np.array)


@pytest.mark.parametrize(("method", "expected"), BY_HAND.items())
def test_each_rule_gives_what_is_computed_by_hand(method, expected):
    np.testing.assert_allclose(reanchored(PATH, 90.0, method), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
@given(path=paths, actual=st.floats(0.5, 500))
def test_every_rule_begins_with_the_actual(method, path, actual):
    assert reanchored(path, actual, method)[0] == pytest.approx(actual, rel=1e-12)


@pytest.mark.parametrize("method", ["reduce_offset", "reduce_ratio", "linear_interpolate"])
@given(path=paths.filter(lambda path: len(path) > 1), actual=st.floats(0.5, 500))
def test_a_plan_that_catches_up_ends_where_it_was_to_end(method, path, actual):
    assert reanchored(path, actual, method)[-1] == pytest.approx(path[-1], rel=1e-12)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "linear_interpolate"])
def test_a_figure_as_projected_changes_nothing(method):
    assert (reanchored(PATH, PATH[0], method) == PATH).all()


@given(path=paths, actual=st.floats(0.5, 500))
def test_a_constant_ratio_keeps_the_growth_of_every_year(path, actual):
    moved = reanchored(path, actual, "constant_ratio")
    np.testing.assert_allclose(moved[1:] / moved[:-1], path[1:] / path[:-1], rtol=1e-9)


def test_shares_and_paths_through_zero_are_moved_by_points():
    assert suitable(PATH, 90.0, share=False) == "ratio"
    assert suitable(PATH / 200, 0.45, share=True) == "offset"
    assert suitable(PATH, 0.0, share=False) == suitable(np.array([0.0, 1.0]), 2.0, share=False) == "offset"


def test_a_ratio_to_nothing_is_refused_unless_nothing_came():
    nothing = np.array([0.0, 5.0])
    assert reanchored(nothing, 0.0, "constant_ratio").tolist() == [0.0, 5.0]
    with pytest.raises(ProjectionError, match="projection of 0 says nothing; re-anchor by constant_offset"):
        reanchored(nothing, 3.0, "reduce_ratio")


def test_a_misspelt_rule_is_answered_with_the_nearest():
    with pytest.raises(ProjectionError, match="constant_ration; did you mean constant_ratio"):
        reanchored(PATH, 90.0, "constant_ration")

"""Contributions of sectors to growth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from thienhuong_analysis.projections import contributions, lmdi

level = st.floats(0.01, 1e6)
paths = hnp.arrays(float, st.tuples(st.integers(2, 6), st.integers(1, 4)), elements=level)


def test_contributions_of_a_table_worked_out_by_hand():
    # total 100 → 125 → 150: (30−20, 95−80)/100 and (30−30, 120−95)/125
    found = contributions(np.array([[20.0, 80.0], [30.0, 95.0], [30.0, 120.0]]))
    np.testing.assert_allclose(found, [[0.10, 0.15], [0.0, 0.20]], atol=1e-15)


@given(paths)
def test_contributions_add_up_to_total_growth(levels):
    total = levels.sum(axis=1)
    np.testing.assert_allclose(contributions(levels).sum(axis=1), total[1:] / total[:-1] - 1,
                               rtol=1e-12, atol=1e-12)


@given(paths)
def test_lmdi_adds_up_to_the_log_of_the_ratio(levels):
    found = lmdi(levels[0], levels[-1])
    ratio = np.log(levels[-1].sum() / levels[0].sum())
    assert found.sum() == pytest.approx(ratio, rel=1e-12, abs=1e-12 * max(1, np.abs(found).sum()))


def test_lmdi_of_a_table_worked_out_by_hand():
    # sectors 1 → e and 2 → 2: L = (e − 1)/1 over L(e + 2, 3) = (e − 1)/ln((e + 2)/3), times ln e
    found = lmdi(np.array([1.0, 2.0]), np.array([np.e, 2.0]))
    np.testing.assert_allclose(found, [np.log((np.e + 2) / 3), 0.0], rtol=1e-12, atol=1e-15)


def test_a_sector_that_stands_still_contributes_nothing():
    assert lmdi(np.array([5.0, 7.0]), np.array([5.0, 9.0]))[0] == 0
    assert contributions(np.array([[5.0, 7.0], [5.0, 9.0]]))[0, 0] == 0


def test_lmdi_of_an_economy_that_stands_still_is_zero_and_finite():
    assert (lmdi(np.array([5.0, 7.0]), np.array([5.0, 7.0])) == 0).all()


@given(hnp.arrays(float, 3, elements=level), hnp.arrays(float, 3, elements=level))
def test_lmdi_backwards_is_lmdi_forwards_with_the_sign_turned(first, last):
    np.testing.assert_allclose(lmdi(first, last), -lmdi(last, first), rtol=1e-9, atol=1e-12)


def test_lmdi_is_precise_next_to_no_growth():
    first = np.array([40.0, 60.0])
    last = first * (1 + np.array([1e-11, 3e-11]))
    np.testing.assert_allclose(lmdi(first, last), [0.4e-11, 1.8e-11], rtol=1e-4)

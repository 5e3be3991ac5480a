"""Named streams of random numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from thienhuong_analysis.projections import Streams


def test_the_same_seed_and_name_give_the_same_numbers():
    assert (Streams(7, 50).uniforms("a", 5, 3) == Streams(7, 50).uniforms("a", 5, 3)).all()


@pytest.mark.parametrize(("one", "other"), [((7, "a"), (7, "b")), ((7, "a"), (8, "a")),
                                            ((7, "grdp.shock"), (7, "grdp.drift"))])
def test_another_name_or_another_seed_gives_unrelated_numbers(one, other):
    first, second = (Streams(seed, 4000).uniforms(name) for seed, name in (one, other))
    assert (first != second).all()
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(4000)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**31))
def test_a_short_run_is_the_beginning_of_a_long_one(short, more, seed):
    few = Streams(seed, short).uniforms("poverty", 5, 2)
    many = Streams(seed, short + more).uniforms("poverty", 5, 2)
    assert (many[:short] == few).all()


def test_asking_for_another_stream_in_between_changes_nothing():
    alone, busy = Streams(7, 20), Streams(7, 20)
    busy.uniforms("new indicator", 99)
    busy.normals("another", 3)
    assert (alone.uniforms("enterprises", 5, 3) == busy.uniforms("enterprises", 5, 3)).all()


def test_numbers_are_uniform_in_the_open_interval():
    numbers = Streams(2025, 40_000).uniforms("a", 5).ravel()
    assert numbers.min() > 0 and numbers.max() < 1
    assert stats.kstest(numbers, "uniform").pvalue > 1e-3


def test_a_zero_from_the_generator_is_moved_inside_the_interval(monkeypatch):
    class Extreme:
        def __init__(self, _):
            pass

        def random(self, shape):
            return np.resize([0.0, 1.0], shape)

    monkeypatch.setattr(np.random, "Generator", Extreme)
    numbers = Streams(1, 4).uniforms("a")
    assert numbers.min() > 0 and numbers.max() < 1
    assert np.isfinite(Streams(1, 4).normals("a")).all()


def test_normals_are_standard_and_finite():
    numbers = Streams(2025, 40_000).normals("a", 5)
    assert numbers.shape == (40_000, 5) and np.isfinite(numbers).all()
    assert stats.kstest(numbers.ravel(), "norm").pvalue > 1e-3


def test_columns_of_one_stream_are_unrelated():
    correlation = np.corrcoef(Streams(3, 40_000).normals("a", 4), rowvar=False)
    assert np.abs(correlation - np.eye(4)).max() < 4 / np.sqrt(40_000)


def test_streams_with_other_draws_or_another_seed_keep_nothing_of_what_was_drawn_before():
    many = Streams(7, 50)
    drawn = many.normals("a", 5)
    assert (replace(many, draws=20).normals("a", 5) == drawn[:20]).all()
    assert (replace(many, seed=8).normals("a", 5) == Streams(8, 50).normals("a", 5)).all()

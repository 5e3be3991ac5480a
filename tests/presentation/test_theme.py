"""The house style: colours apart for every eye and in grey, matplotlib left as it was."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from thienhuong_analysis.presentation import theme

DEUTAN = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
PROTAN = np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]])
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""


def linear(colour):
    rgb = np.asarray(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lightness(rgb):
    y = float(np.clip(rgb, 0, 1) @ [0.2126, 0.7152, 0.0722])
    return 116 * np.cbrt(y) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("colours", [
    list(theme.SECTORS.values()), list(theme.BANDS.values()), list(theme.SCENARIOS[:4])])
@pytest.mark.parametrize("eye", [np.eye(3), DEUTAN, PROTAN], ids=["grey", "deutan", "protan"])
def test_colours_differ_in_grey_for_every_eye(colours, eye):
    shades = [lightness(eye @ linear(colour)) for colour in colours]
    assert min(abs(a - b) for a, b in itertools.combinations(shades, 2)) > 5


@pytest.mark.parametrize("colour", [*theme.SECTORS.values(), *theme.SCENARIOS, theme.TARGET])
def test_labels_in_a_colour_can_be_read_on_white(colour):
    luminance = float(linear(theme._readable(colour)) @ [0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_drawing_leaves_matplotlib_as_it_was():
    mpl.rcParams["font.size"] = 17
    try:
        with theme.drawing() as figure:
            figure.subplots().plot([1, 2])
            theme.to_svg(figure)
            assert mpl.rcParams["font.size"] == 10.5
        assert mpl.rcParams["font.size"] == 17
    finally:
        mpl.rcdefaults()


def test_the_same_figure_gives_the_same_bytes_whatever_the_users_settings():
    def draw():
        with theme.drawing() as figure:
            axes = figure.subplots()
            axes.plot([1, 2], label="Thiên Hương $x")
            axes.legend()
            return theme.to_svg(figure)
    first = draw()
    with mpl.rc_context({"axes.facecolor": "black", "svg.fonttype": "path"}):
        assert draw() == first
    assert first.startswith("<svg") and "Thiên Hương $x</text>" in first and "<dc:date" not in first


@settings(deadline=None, derandomize=True)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0.02, 0.15))
def test_labels_beside_a_plot_keep_their_order_and_distance(wanted, gap):
    wanted = sorted(wanted)
    places = theme._apart(wanted, gap)
    assert max(places) <= 1
    assert all(b - a >= gap - 1e-9 for a, b in itertools.pairwise(places))


def test_labels_that_have_room_stay_where_they_belong():
    assert theme._apart([0.1, 0.5, 0.9], 0.2) == [0.1, 0.5, 0.9]

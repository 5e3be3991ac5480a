"""One look for all pictures: fonts, colours, axes, labels beside the lines, and SVG as text."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from thienhuong_analysis.presentation.wording import Wording

INK, SOFT, GRID = "#1c2733", "#5b6875", "#d8dee4"
CENTRE, TARGET = "#123f6b", "#b3261e"
BANDS = {0.95: "#dce8f3", 0.80: "#b3cfe6", 0.50: "#7fabd1"}
SECTORS = {"agriculture_fishery": "#4fa35e", "industry_construction": "#1b4f84",
           "services": "#f3bd4e", "product_taxes": "#76828e"}
SCENARIOS = ("#123f6b", "#e8a33d", "#2a8c7c", "#99407f", "#c3cad1")
DASHED: Any = {"color": TARGET, "linestyle": (0, (4, 2)), "linewidth": 1.6}

_STYLE: Any = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 10.5, "text.color": INK, "text.parse_math": False,
    "axes.edgecolor": SOFT, "axes.labelcolor": SOFT, "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
    "axes.grid": True, "axes.grid.axis": "y", "grid.color": GRID, "grid.linewidth": 0.8,
    "xtick.color": SOFT, "ytick.color": SOFT, "ytick.major.size": 0, "xtick.major.size": 3,
    "xtick.labelsize": 10, "ytick.labelsize": 10, "lines.linewidth": 2.2, "hatch.linewidth": 0.8,
    "patch.linewidth": 0.8, "svg.fonttype": "none", "svg.hashsalt": "thienhuong",
}


@contextmanager
def drawing(height: float = 3.7, width: float = 6.4) -> Iterator[Figure]:
    """Give an empty figure in the house style; matplotlib's own settings come back afterwards.

    Draw and call ``to_svg`` inside.

    Args
        height, width : float  [inches]
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield Figure(figsize=(width, height), layout="constrained")


def to_svg(figure: Figure) -> str:
    """Return the figure as SVG whose letters are text; the same figure gives the same bytes."""
    out = io.StringIO()
    figure.savefig(out, format="svg",
                   metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return out.getvalue()[out.getvalue().index("<svg"):]


def year_axis(axes: Axes, years: Sequence[int]) -> None:
    """Mark whole years along the bottom."""
    axes.set_xticks(years, [str(year) for year in years])


def value_axis(axes: Axes, words: Wording, unit: str, name: str = "") -> None:
    """Write the axis in the language's numbers, its name or unit above it instead of beside it."""
    def tick(x: float, _: int) -> str:
        return words.percent(x, None) if unit == "fraction" else words.number(x)

    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    name = name or ("" if unit == "fraction" else words.term(unit))
    axes.set_title(name, loc="left", fontsize=10, color=SOFT, pad=10)


def line_names(axes: Axes, names: Sequence[str]) -> None:
    """Give each name a line of its own at the left, the first on top."""
    axes.set_yticks(range(len(names)), names, fontsize=9, color=INK)
    axes.tick_params(axis="y", pad=9)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=False)


def beside(axes: Axes, labels: Sequence[tuple[float, str, str]]) -> None:
    """Write labels of at most two lines to the right of the plot, apart where they would touch.

    Call it when the limits of the axis are final.

    Args
        labels : sequence of (height [data], text, colour)
    """
    figure: Any = axes.get_figure(root=True)
    figure.get_layout_engine().execute(figure)
    low, high = axes.get_ylim()
    labels = sorted(labels, key=lambda label: label[0])
    wanted = [(y - low) / (high - low) for y, _, _ in labels]
    places = _apart(wanted, 30 / 72 / figure.get_figheight() / axes.get_position().height)
    for (_, text, colour), place, at in zip(labels, places, wanted, strict=True):
        axes.annotate(text, (1.005, at), (1.045, place), xycoords="axes fraction",
                      textcoords="axes fraction", va="center", color=_readable(colour),
                      fontsize=9.5, annotation_clip=False, linespacing=1.15,
                      arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.7,
                                  "shrinkA": 1, "shrinkB": 0})


def _readable(colour: str) -> str:
    """Return a colour, darkened where letters in it would be faint on white."""
    red, green, blue = to_rgb(colour)
    darker = min(1.0, 0.4 / (0.3 * red + 0.6 * green + 0.1 * blue))
    return to_hex((red * darker, green * darker, blue * darker))


def _apart(wanted: list[float], gap: float) -> list[float]:
    """Return places at least a gap apart, each near the one wanted, none above 1.

    Example
        >>> _apart([0.5, 0.5], 0.5)
        [0.25, 0.75]
    """
    up, down = list(wanted), list(wanted)
    for i in range(1, len(wanted)):
        up[i] = max(up[i], up[i - 1] + gap)
        down[-1 - i] = min(down[-1 - i], down[-i] - gap)
    places, ceiling = [(a + b) / 2 for a, b in zip(up, down, strict=True)], 1.0
    for i in reversed(range(len(places))):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - gap
    return places

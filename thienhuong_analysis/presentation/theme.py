"""One look for all pictures: fonts, colours, axes, labels beside the lines, and SVG as text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from thienhuong_analysis.presentation.wording import Wording

INK, SOFT, GRID = "#1c2733", "#5b6875", "#d8dee4"
SECTORS = {"agriculture_fishery": "#5fae6b", "industry_construction": "#1b4f84",
           "services": "#f3bd4e", "product_taxes": "#a9b3bd"}
SCENARIOS = ("#1b4f84", "#d9822b", "#3f9e8f", "#8e4a8b", "#a9b3bd")
BANDS = {0.95: "#dce8f3", 0.80: "#b3cfe6", 0.50: "#7fabd1"}
CENTRE, TARGET = "#123f6b", "#b3261e"

_STYLE: dict[str, Any] = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 10.5, "text.color": INK, "text.parse_math": False,
    "axes.edgecolor": SOFT, "axes.labelcolor": SOFT, "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
    "axes.grid": True, "axes.grid.axis": "y", "grid.color": GRID, "grid.linewidth": 0.8,
    "xtick.color": SOFT, "ytick.color": SOFT, "ytick.major.size": 0, "xtick.major.size": 3,
    "xtick.labelsize": 10, "ytick.labelsize": 10, "lines.linewidth": 2.2,
    "hatch.linewidth": 0.8, "figure.facecolor": "white",
    "svg.fonttype": "none", "svg.hashsalt": "thienhuong",
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@contextmanager
def drawing(height: float = 3.7, width: float = 6.4) -> Iterator[Figure]:
    """Give an empty figure in the house style; matplotlib's own settings come back afterwards.

    Draw and call ``to_svg`` inside.

    Args
        height, width : float  [inches]
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield Figure(figsize=(width, height), layout="constrained")


def to_svg(figure: Figure) -> str:
    """Return the figure as SVG whose letters are text; the same figure gives the same bytes."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata=_NO_METADATA)
    text = out.getvalue()
    return text[text.index("<svg"):].replace("\r\n", "\n")


def year_axis(axes: Axes, years: Sequence[int]) -> None:
    """Mark whole years along the bottom."""
    axes.set_xticks(list(years), [str(year) for year in years])


def value_axis(axes: Axes, words: Wording, unit: str, name: str = "") -> None:
    """Write the axis in the language's numbers, with the unit above it instead of beside it."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    percent = unit == "fraction"
    show: Callable[[float, int], str] = lambda x, _: (  # noqa: E731
        words.percent(x, None) if percent else words.number(x))
    axes.yaxis.set_major_formatter(FuncFormatter(show))
    axes.set_title(name or words.unit(unit), loc="left", fontsize=10, color=SOFT, pad=10)


def beside(axes: Axes, labels: Sequence[tuple[float, str, str]], *, lines: int = 2) -> None:
    """Write each label to the right of the plot at its height, moved apart where they would touch.

    Call it when the limits of the axis are final.

    Args
        labels : sequence of (height [data], text, colour)
        lines : int  the lines of text that a label takes
    """
    low, high = axes.get_ylim()
    figure_height = axes.get_figure(root=True).get_figheight()  # type: ignore[union-attr]
    inches = figure_height * axes.get_position().height
    gap = (lines * 13.5 + 3) / 72 / inches
    ordered = sorted(labels, key=lambda label: label[0])
    wanted = [(y - low) / (high - low) for y, _, _ in ordered]
    places = list(wanted)
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + gap)
    ceiling = 1.0
    for i in reversed(range(len(places))):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - gap
    for (_, text, colour), place, at in zip(ordered, places, wanted, strict=True):
        axes.annotate(text, (1.005, at), (1.045, place), xycoords="axes fraction",
                      textcoords="axes fraction", va="center", color=colour, fontsize=9.5,
                      annotation_clip=False, linespacing=1.15,
                      arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.7,
                                  "shrinkA": 1, "shrinkB": 0})

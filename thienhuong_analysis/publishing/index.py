"""The first page of a review: where the ward stands, and the way to every report and file."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Protocol

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from thienhuong_analysis.publishing.page import TEMPLATE, furnished
from thienhuong_analysis.publishing.runs import Outcome


class Displayed(Protocol):
    """Whatever shows itself as HTML, escaped by whoever wrote it."""

    def _repr_html_(self) -> str: ...


def index_page(outcomes: Sequence[Outcome], *, lang: str, title: str, subtitle: str = "",
               headline: Sequence[tuple[str, str]] = (), scorecard: Sequence[Displayed] = (),
               files: Mapping[str, str] | None = None, other_edition: str = "",
               sample: bool = False) -> str:
    """Return the index of a review as one HTML page without scripts.

    Args
        outcomes : sequence of Outcome  those of one notebook stand together
        headline : sequence of (number, what it counts)
        files : mapping link -> text  of what is to be had besides reports
        other_edition : str  link to the edition in the other language
        sample : bool  the figures are invented
    """
    groups = [list(group) for _, group in groupby(outcomes, key=lambda one: one.run.notebook)]
    environment = furnished(Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True), lang)
    return environment.get_template("index.html.j2").render(
        title=title, subtitle=subtitle, sample=sample, headline=headline, groups=groups,
        scorecard=[Markup(part._repr_html_()) for part in scorecard],
        failed=[outcome for outcome in outcomes if not outcome.ok], files=files or {},
        other_edition=other_edition)

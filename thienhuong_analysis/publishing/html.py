"""A notebook that was run as one HTML file: offline, without scripts, the same bytes every time."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.publishing.markdown import Page, harmless
from thienhuong_analysis.publishing.page import TEMPLATE, furnished, without_dead_ends
from thienhuong_analysis.publishing.runs import Provenance

_UNSEEN = ("parameters", "injected-parameters", "papermill-error-cell-tag")


class ReportExporter(TemplateExporter):
    """nbconvert's exporter with our own template.

    Cells tagged with the other language than the edition's are left out, and so are the
    parameters, which stand in the panel at the end. ``resources`` may hold ``subtitle`` (str) and
    ``provenance`` (Provenance); those returned hold ``page`` (Page) with title and headings.
    """

    lang = Unicode("vi", help="Language of the edition: vi or en.").tag(config=True)
    export_from_notebook = "Thiên Hương report"
    output_mimetype = "text/html"

    @property
    def default_config(self) -> Config:
        """Rich outputs before plain ones; scripts and widgets never."""
        config: Config = super().default_config
        config.NbConvertBase.display_data_priority = [
            "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
        return config

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    @default("template_paths")
    def _our_template(self) -> list[str]:
        return [str(TEMPLATE)]

    @default("template_file")
    def _report(self) -> str:
        return "report.html.j2"

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Yield nbconvert's filters and the one for HTML of outputs."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        alt = Wording(self.lang).say("Picture without a description")
        yield "harmless", lambda source: harmless(source, alt)

    def _create_environment(self) -> Environment:
        plain = super()._create_environment()  # type: ignore[no-untyped-call]
        return furnished(plain, self.lang)

    def from_notebook_node(  # type: ignore[override]
            self, nb: NotebookNode, resources: dict[str, Any] | None = None,
            **kw: Any) -> tuple[str, dict[str, Any]]:
        """Return the page and its resources."""
        others = {*_UNSEEN, "vi", "en"} - {self.lang}
        cells = [cell for cell in nb.cells if not others & set(cell.metadata.get("tags", []))]
        given = {"subtitle": "", "provenance": Provenance(), **(resources or {}), "page": Page()}
        shown = NotebookNode({**nb, "cells": cells})  # type: ignore[no-untyped-call]
        page, told = super().from_notebook_node(shown, given, **kw)
        return without_dead_ends(page), told


def render(notebook: NotebookNode, lang: str, *, subtitle: str = "",
           provenance: Provenance | None = None) -> tuple[str, str]:
    """Return the report of a notebook with outputs, and its title."""
    html, resources = _exporter(lang).from_notebook_node(notebook, {
        "subtitle": subtitle, "provenance": provenance or Provenance()})
    return html, resources["page"].title


@lru_cache
def _exporter(lang: str) -> ReportExporter:
    return ReportExporter(lang=lang)  # type: ignore[no-untyped-call]

"""A notebook that was run as one HTML file: offline, without scripts, the same bytes every time."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.publishing.markdown import Page, harmless

TEMPLATE = Path(__file__).parent / "template"
_LANGUAGES = ("vi", "en")
_UNSEEN = ("parameters", "injected-parameters", "papermill-error-cell-tag")


@dataclass(frozen=True)
class Provenance:
    """What a reader is told about where a report comes from.

    Args
        parameters : mapping name -> value
        vintage : str  the latest date from which a figure was known, ISO
        inputs : mapping path -> SHA-256
        version : str  of the code
        sample : bool  the figures are invented
        home : str  link to the page that lists all reports
    """

    parameters: Mapping[str, object] = field(default_factory=dict)
    vintage: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    sample: bool = False
    home: str = ""


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
        """Rich outputs first; scripts and widgets never."""
        config = super().default_config
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
        """Give nbconvert's filters and the one for HTML of outputs."""
        yield from super().default_filters()
        alt = Wording(self.lang).say("Picture without a description")
        yield "harmless", lambda source: harmless(source, alt)

    def _create_environment(self) -> Environment:
        return furnished(super()._create_environment(), self.lang)

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None,
                           **kw: Any) -> tuple[str, dict[str, Any]]:
        """Return the page and its resources."""
        others = {*_UNSEEN, *_LANGUAGES} - {self.lang}
        cells = [cell for cell in nb.cells if not others & set(cell.metadata.get("tags", []))]
        resources = {"subtitle": "", "provenance": Provenance(), **(resources or {}), "page": Page()}
        return super().from_notebook_node(NotebookNode({**nb, "cells": cells}), resources, **kw)


def furnished(environment: Environment, lang: str) -> Environment:
    """Give an environment of templates one language's words, the stylesheet, and the policy.

    The policy lets a page load nothing, run nothing, and use this one stylesheet, named by its hash.
    """
    words = Wording(lang)
    style = (TEMPLATE / "style.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {
        "lang": lang, "say": words.say, "date": words.date, "style": Markup(style),
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
                  "base-uri 'none'; form-action 'none'"}
    return environment


def render(notebook: NotebookNode, lang: str, *, subtitle: str = "",
           provenance: Provenance | None = None) -> tuple[str, str]:
    """Return the report of a notebook with outputs, and its title."""
    html, resources = _exporter(lang).from_notebook_node(notebook, {
        "subtitle": subtitle, "provenance": provenance or Provenance()})
    return html, resources["page"].title


@lru_cache
def _exporter(lang: str) -> ReportExporter:
    return ReportExporter(lang=lang)

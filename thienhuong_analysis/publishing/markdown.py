"""Markdown and HTML made fit for a page that runs and loads nothing; maths as MathML."""

import html
import re
import unicodedata
from typing import Any
from xml.etree import ElementTree as ET

from anyascii import anyascii
from bs4 import BeautifulSoup
from markupsafe import Markup
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_KEPT_OUT = {"script", "style", "link", "meta", "base", "iframe", "object", "embed", "form"}


class Page:
    """The headings of one page, gathered while its Markdown is turned into HTML.

    The first heading of level 1 becomes the title; others go down a level, so that a page has one
    ``h1``.
    """

    def __init__(self) -> None:
        self.title = ""
        self.headings: list[tuple[int, str, str]] = []

    def render(self, source: str) -> Markup:
        """Return the HTML of a Markdown text; raw HTML in it stays text."""
        return Markup(MarkdownWithMath(renderer=_Renderer(self)).render(source))

    def anchor(self, text: str) -> str:
        """Return an id that this page does not have yet: ``Kết quả`` gives ``ket-qua``."""
        ascii_text = anyascii(unicodedata.normalize("NFC", text)).lower()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-") or "part"
        taken = {name for _, name, _ in self.headings} | {"main", "contents", "provenance", "error"}
        return next(name for n in range(1, len(taken) + 2)
                    if (name := slug if n == 1 else f"{slug}-{n}") not in taken)


class _Renderer(IPythonRenderer):
    def __init__(self, page: Page) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.page = page

    def heading(self, text: str, level: int, **_: Any) -> str:
        plain = str(Markup(text).striptags())
        if level == 1 and not self.page.title:
            self.page.title = plain
            return ""
        level = max(level, 2)
        name = self.page.anchor(plain)
        self.page.headings.append((level, name, plain))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Only a picture that the text itself carries is shown; of any other, its words."""
        carried = self.sanitize_url(url).startswith("data:")
        return super().image(text, url, title) if carried else text

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url, title) if self.sanitize_url(url) == url else text

    def block_mermaidjs(self, code: str) -> str:
        return HTMLRenderer.block_code(self, code)

    def table(self, text: str) -> str:
        return f'<div class="scroll" tabindex="0"><table class="numbers">{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        css = ' class="num"' if align == "right" else ""
        return f"<{tag}{scope}{css}>{text}</{tag}>"

    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")


def mathml(latex: str, display: str = "inline") -> Markup:
    """Return a formula as MathML, or its source where it cannot be read.

    Notes
        latex2mathml's own serialiser lets a ``<`` inside ``\\text`` through as a tag, so its tree
        is written out here.
    """
    from latex2mathml.converter import convert_to_element

    try:
        tree = convert_to_element(latex.strip(), display=display)
    except Exception:  # it fails in as many ways as a text can fail to be a formula
        return Markup("<code>{}</code>").format(latex)
    for element in tree.iter():
        element.text = html.unescape(element.text or "")
        element.tail = html.unescape(element.tail or "")
        for name in {"href", "style", "class", "id"} & element.attrib.keys():
            del element.attrib[name]
    return Markup(ET.tostring(tree, encoding="unicode"))


def harmless(source: str, alt: str) -> Markup:
    """Return the HTML of an output without what the page's policy refuses and without ``h1``.

    The library escapes what it shows; this is for what pandas and other libraries write.

    Args
        alt : str  said of a picture that has no alternative text of its own
    """
    soup = BeautifulSoup(source, "html.parser")
    links = HTMLRenderer()
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        if element.name in _KEPT_OUT:
            element.decompose()
            continue
        element.name = "h2" if element.name == "h1" else element.name
        for name, value in list(element.attrs.items()):
            refused = (name.startswith("on") or name in ("style", "srcset", "srcdoc", "action")
                       or (name == "src" and not str(value).startswith("data:image/"))
                       or (name.endswith("href") and links.sanitize_url(str(value)) != value))
            if refused:
                del element[name]
        if element.name == "img":
            element.attrs.setdefault("alt", alt)
    return Markup(str(soup))

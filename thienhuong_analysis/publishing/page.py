"""What all pages share: an edition's words, one stylesheet, and a policy that loads nothing."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from thienhuong_analysis.presentation.trees import ANCHOR
from thienhuong_analysis.presentation.wording import Wording

TEMPLATE = Path(__file__).parent / "template"


def furnished(environment: Environment, lang: str) -> Environment:
    """Return an environment of templates that knows the language, the stylesheet and the policy.

    Notes
        The Content-Security-Policy forbids every request and every script, and names the one
        stylesheet by its hash. Text is escaped unless a template marks it as HTML.
    """
    words = Wording(lang)
    style = (TEMPLATE / "style.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {
        "lang": lang, "say": words.say, "term": words.term, "date": words.date, "style": Markup(style),
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
                  "base-uri 'none'; form-action 'none'"}
    return environment


def without_dead_ends(html: str, elsewhere: str = "", there: str = "") -> str:
    """Return a page in which every link to the tree of a number leads somewhere; others become plain text.

    Args
        elsewhere : str  file name of a page that has the trees which this one lacks
        there : str  that page

    Example
        >>> without_dead_ends('<a class="explained" href="#tree.a.2030">1</a>')
        '1'
    """
    own, other = (set(re.findall(rf'id="({re.escape(ANCHOR)}[^"]*)"', page)) for page in (html, there))

    def kept(link: re.Match[str]) -> str:
        name, text = link[1], link[2]
        if name in own:
            return link[0]
        return f'<a class="explained" href="{elsewhere}#{name}">{text}</a>' if name in other else text

    return re.sub(rf'<a class="explained" href="#({re.escape(ANCHOR)}[^"]*)">([^<]*)</a>', kept, html)

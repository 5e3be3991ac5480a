"""What all pages share: an edition's words, one stylesheet, and a policy that loads nothing."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

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
        "lang": lang, "say": words.say, "date": words.date, "style": Markup(style),
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
                  "base-uri 'none'; form-action 'none'"}
    return environment

"""The terminal: options that commands share, and how tables and messages are printed."""

import math
import os
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

AsOf = Annotated[str, typer.Option(help="See only what was known on this date, YYYY-MM-DD.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Draws = Annotated[int, typer.Option(min=1, max=1_000_000, help="Number of draws.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")]
Year = Annotated[int, typer.Option(min=2025, max=2035, help="Year of the review.")]
Jobs = Annotated[int, typer.Option(min=0, help="Notebooks at a time; 0: one a processor.")]
Resume = Annotated[bool, typer.Option("--resume", help="Keep reports whose inputs have not changed.")]

MOST_TOLD = 30
"""So many remarks are told on the command line; all of them stand in the file."""


def say(message: str, **values: object) -> str:
    """Return a message in Vietnamese where the locale is, else in English."""
    if locale_language() == "en":
        return message.format(**values)
    from thienhuong_analysis.presentation.wording import Wording

    return Wording("vi").say(message, **values)


def term(name: str) -> str:
    """Return how a term is called in the language of the locale."""
    from thienhuong_analysis.presentation.wording import Wording

    return Wording(locale_language()).term(name)


def locale_language() -> str:
    """Return the language of the locale, Vietnamese or else English."""
    variables = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "vi" if next(filter(None, variables), "").startswith("vi") else "en"


def show(table: "pd.DataFrame", *, as_json: bool) -> None:
    """Print a table, as JSON or in columns."""
    if as_json:
        typer.echo(table.to_json(orient="records", force_ascii=False, date_format="iso", indent=1))
    elif table.empty:
        typer.echo(say("Nothing of this kind is known yet."))
    else:
        whole = {name: table[name].astype(object).where(table[name].notna(), "…")
                 for name in table.columns[table.dtypes == "Int64"]}
        typer.echo(table.assign(**whole).to_string(index=False, na_rep="…", float_format=_number))


def _number(x: float) -> str:
    """Return a number as the locale writes it: four digits that count, or all before the decimal mark."""
    from babel.numbers import format_decimal

    if not math.isfinite(x):
        return "…"
    digits = max(0, 3 - math.floor(math.log10(abs(x)))) if x else 0
    return str(format_decimal(round(x, digits) + 0.0, "#,##0." + "#" * digits, locale=locale_language()))

"""The coherence audit in words: all checks at a glance, and each with what it rests on."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from thienhuong_analysis.assessment.audit import Said
from thienhuong_analysis.observations import Amount
from thienhuong_analysis.presentation.display import Cell, Column, Table, tabulate
from thienhuong_analysis.presentation.symbols import legend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from thienhuong_analysis.assessment.audit import Check, Figure, Part, Quote
    from thienhuong_analysis.presentation.wording import Wording

VERDICT_SIGNS = {"consistent": "✓", "consistent_if": "△", "cannot_tell": "○", "conflict": "✗"}
"""A mark for every verdict, so that colour is never the only sign."""

_COUNTED = ("enterprises", "households", "projects", "sections", "places")
_INNER = re.compile(r'"([^"]*)"')


def told(said: Said | None, words: Wording, names: Mapping[str, str]) -> str:
    """Return a sentence of the audit in the language of the words; empty for none.

    Args
        names : mapping  target, indicator, sector or project -> what it is called in this language; a name
            is put in quotation marks where the sentence has none around it

    Example
        >>> from thienhuong_analysis.presentation.wording import Wording
        >>> told(Said("at most {share}", share=Amount(0.5, "fraction")), Wording("en"), {})
        'at most 50%'
    """
    if said is None:
        return ""

    def value(given: object, *, marked: bool) -> object:
        if isinstance(given, Said):
            return told(given, words, names)
        if isinstance(given, Amount):
            return amount(given, words)
        if isinstance(given, str) and given in names:
            name = _INNER.sub(r"‘\1’", names[given])
            return name if marked else f"“{name}”"
        if isinstance(given, tuple):
            return words.list(str(value(one, marked=marked)) for one in given)
        return given
    return words.say(said.message, **{key: value(given, marked=f"“{{{key}}}”" in said.message)
                                      for key, given in said.values.items()})


def amount(figure: Amount, words: Wording) -> str:
    """Return a figure as people write it, with its unit if it has one."""
    return words.value(figure, figure.unit, exact=True) if figure.unit else words.number(figure)


def overview_table(checks: Sequence[Check], words: Wording, names: Mapping[str, str]) -> Table:
    """Return the checks, a line each, with the verdict and the residual of the gravest equation."""
    return tabulate(checks, [
        Column(words.say("Question to the programme"),
               lambda one: f"{one.number}. {told(one.title, words, names)}"),
        Column(words.say("Answer"), lambda one: _verdict(one.verdict, words)),
        Column(words.say("Residual"), lambda one: residual(one.gravest, words), numeric=True),
        Column(words.say("Explained by rounding"), lambda one: tolerance(one.gravest, words), numeric=True)],
        words.say("Does the programme agree with itself?"), words.lang, notes=(
            words.say("Residual and rounding are those of the gravest equation of a check; nothing stands "
                      "where nothing is counted. What the rounding of the printed figures explains is no "
                      "contradiction."),))


def residual(part: Part, words: Wording) -> str:
    """Return what is left over of an equation, with its sign; empty where nothing is counted."""
    if math.isnan(part.residual):
        return ""
    return _left(part.residual, part.unit, words)


def tolerance(part: Part, words: Wording) -> str:
    """Return how far rounding alone could move the residual; empty where nothing is counted."""
    if math.isnan(part.tolerance):
        return ""
    return "± " + _left(part.tolerance, part.unit, words).removeprefix("+")


@dataclass(frozen=True)
class CheckView:
    """One check with its equations, the words it quotes and the figures it uses.

    Args
        names : mapping  as ``told`` takes it, and sources
        reasons : mapping  key of a tree -> the reason of the assumption that it tells
        in_cells : callable  as ``Programme.in_cells``
    """

    check: Check
    words: Wording
    names: Mapping[str, str] = field(repr=False)
    reasons: Mapping[str, str] = field(default_factory=dict, repr=False)
    in_cells: Callable[[str, str], str] = field(default=lambda _citation, quote: quote, repr=False)

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        verdict = self.check.verdict
        parts = "".join(
            (f"<p><code>{escape(part.equation)}</code></p>" if part.equation else "") + '<dl class="facts">'
            + "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
                      for name, text in self._facts(part)) + "</dl>" for part in self.check.parts)
        symbols = f'<p class="note">{escape(self._symbols())}</p>' if self._symbols() else ""
        tables = "".join(table._repr_html_() for table in (self.quotes(), self.figures())
                         if len(table.frame))
        return (f'<section class="check"><p><strong>{escape(self._title())}</strong></p>'
                f'<p class="{_css(verdict)}"><span class="sign" aria-hidden="true">{VERDICT_SIGNS[verdict]}'
                f"</span> {escape(self.words.term(verdict))}</p>{parts}{symbols}{tables}</section>")

    def lines(self) -> Iterator[str]:
        """Yield the check as plain lines."""
        verdict = self.check.verdict
        yield self._title()
        yield f"{VERDICT_SIGNS[verdict]} {self.words.term(verdict)}"
        for part in self.check.parts:
            yield ""
            if part.equation:
                yield part.equation
            yield from (f"  {name}: {text}" for name, text in self._facts(part))
        if self._symbols():
            yield from ("", self._symbols())
        for table in (self.quotes(), self.figures()):
            if len(table.frame):
                yield ""
                yield table.caption
            for row in table.frame.to_dict("records"):
                first, *others = (f"{cell.text} – {cell.detail}" if cell.detail else str(cell)
                                  for cell in map(_cell, row.values()))
                yield f"  {first} ({'; '.join(filter(None, others))})"

    def quotes(self) -> Table:
        """The words of the programme that the check rests on."""
        def said(quote: Quote) -> str | Cell:
            text = self.in_cells(quote.citation, quote.text_vi)
            return Cell(quote.text_en, text) if self.words.lang == "en" and quote.text_en else text

        say = self.words.say
        return tabulate(self.check.quotes, [
            Column(say("Words of the programme"), said),
            Column(say("Target or project"), lambda quote: (
                "" if quote.subject == quote.citation else self._named(quote.subject))),
            Column(say("Section"), lambda quote: quote.citation)], say("Quoted"), self.words.lang)

    def figures(self) -> Table:
        """The figures that the check uses, each with its status and where it is from."""
        def value(figure: Figure) -> Cell:
            reason = self.reasons.get(figure.node) or self.words.say("an assumption, not a figure")
            return Cell(amount(figure.value, self.words), badge=self.words.status(figure.status),
                        reason=reason if figure.status == "assumption" else "", node=figure.node)

        say = self.words.say
        return tabulate(self.check.figures, [
            Column(say("Figure"), lambda figure: _sentence(told(figure.name, self.words, self.names))),
            Column(say("Value"), value, numeric=True),
            Column(say("Source"), lambda figure: (
                self.reasons.get(figure.node) or self._named(figure.source)))],
            say("Figures used"), self.words.lang)

    def _title(self) -> str:
        return f"{self.check.number}. {told(self.check.title, self.words, self.names)}"

    def _symbols(self) -> str:
        """Return what the symbols stand for, if there is an equation."""
        said = legend(self.check.number, self.words)
        shown = said and any(part.equation for part in self.check.parts)
        return self.words.say("Symbols: {symbols}.", symbols=said) if shown else ""

    def _facts(self, part: Part) -> Iterator[tuple[str, str]]:
        """Yield what is said of one equation, a name and a text each."""
        words, say = self.words, self.words.say
        yield say("Finding"), _sentence(told(part.finding, words, self.names))
        yield say("Answer"), f"{VERDICT_SIGNS[part.verdict]} {words.term(part.verdict)}"
        if part.condition is not None:
            yield (say("What is missing") if part.verdict == "cannot_tell" else say("It holds if"),
                   _sentence(told(part.condition, words, self.names)))
        if residual(part, words):
            yield say("Residual"), residual(part, words)
            yield say("Explained by rounding"), tolerance(part, words)
        if part.change is not None:
            yield say("Smallest change"), _sentence(told(part.change, words, self.names))

    def _named(self, key: str) -> str:
        return ", ".join(self.names.get(part, part) for part in key.split(", "))


def _verdict(verdict: str, words: Wording) -> Cell:
    return Cell(words.term(verdict), sign=VERDICT_SIGNS[verdict], css=_css(verdict))


def _css(verdict: str) -> str:
    return "verdict-" + verdict.replace("_", "-")


def _left(x: float, unit: str, words: Wording) -> str:
    """Return what is left over with its unit; what is counted as a whole, as the sentences round it."""
    if unit == "rate":
        return words.signed(x, "fraction") + "%"
    if unit in _COUNTED:
        x = math.copysign(math.ceil(round(abs(x), 6)), x)
    return f"{words.change(x, unit)} {'' if unit == 'fraction' else words.term(unit)}".strip()


def _cell(value: Any) -> Cell:
    return value if isinstance(value, Cell) else Cell(str(value))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

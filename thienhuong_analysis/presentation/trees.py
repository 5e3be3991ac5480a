"""Trees of numbers as a page, as plain text and on a terminal; what comes again leads to its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thienhuong_analysis.assessment import Node
    from thienhuong_analysis.presentation.narrator import Narrator

ANCHOR = "tree."
"""What the ids of nodes begin with in a page; no heading's id has a dot."""


@dataclass(frozen=True)
class Trees:
    """Trees under one heading, each folded on a page.

    Args
        nodes : sequence of Node  the roots
        narrator : Narrator  the words of the language
    """

    nodes: Sequence[Node]
    narrator: Narrator = field(repr=False)

    def __repr__(self) -> str:
        return "\n".join(f"{'  ' * depth}{text}" for depth, text in self.lines())

    def _repr_html_(self) -> str:
        shown = {node.key for node in self.nodes}
        items = "".join(f"<li>{self._html(node, '', shown, root=True)}</li>" for node in self.nodes)
        return f'<ul class="trees">{items}</ul>'

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield depth and text of every line."""
        seen: set[str] = set()
        for node in self.nodes:
            yield from self._lines(node, "", 0, seen)

    def rich(self) -> Any:
        """Return the trees for a terminal, as rich draws them."""
        from rich.text import Text
        from rich.tree import Tree

        top = Tree("", hide_root=True)
        stack = [top]
        for depth, text in self.lines():
            del stack[depth + 1:]
            styled = Text(text, "bold" if " = " in text else "dim")
            stack.append(stack[-1].add(styled))
        return top

    def _lines(self, node: Node, symbol: str, depth: int, seen: set[str]) -> Iterator[tuple[int, str]]:
        say = self.narrator.words.say
        text = f"{symbol}: {self.narrator.headline(node)}" if symbol else self.narrator.headline(node)
        if node.key in seen and (node.inputs or node.facts):
            yield depth, say("{node} (explained above)", node=text)
            return
        seen.add(node.key)
        yield depth, text
        for line in filter(None, (self.narrator.formula(node), *self.narrator.evidence(node))):
            yield depth + 1, line
        for name, below in node.inputs:
            yield from self._lines(below, name, depth + 1, seen)

    def _html(self, node: Node, symbol: str, shown: set[str], *, root: bool = False) -> str:
        head = f"<code>{escape(symbol)}</code> " if symbol else ""
        said = escape(self.narrator.headline(node))
        if node.key in shown and not root:
            return f'{head}<a href="#{ANCHOR}{escape(node.key)}">{said}</a>'
        shown.add(node.key)
        law = node.law
        formula = "" if law is None else (
            f"<p><code>{escape(law.symbols)}</code> {escape(self.narrator.words.say(law.words))}</p>")
        facts = "".join(f'<p class="note">{escape(text)}</p>' for text in self.narrator.evidence(node))
        inner = "".join(f"<li>{self._html(below, name, shown)}</li>" for name, below in node.inputs)
        return (f'<details id="{ANCHOR}{escape(node.key)}"><summary>{head}{said}</summary>{formula}{facts}'
                + (f"<ul>{inner}</ul>" if inner else "") + "</details>")

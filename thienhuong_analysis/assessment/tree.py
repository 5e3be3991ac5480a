"""The tree behind a number: a node is a value with formula and inputs, a leaf a source or a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from thienhuong_analysis.assessment.formulas import FORMULAS, Formula

Kind = Literal["figure", "assumption", "lever", "definition", "plan", "target", "value", "chance", "model"]
LEAVES = ("figure", "assumption", "lever", "definition", "plan")
"""Kinds that nothing lies behind but a document, a file or a reason."""


@dataclass(frozen=True)
class Node:
    """One number and what is behind it.

    Args
        kind : str  ``figure`` (in a file), ``assumption``, ``lever`` (a scenario's), ``definition`` (true by
            how it is counted), ``plan`` (a project's, as printed), ``target``; ``value`` (by a formula),
            ``chance`` (over the draws), or ``model`` (by the draws or a method without a formula here)
        what : str  id of an indicator, a lever, an assumption or a target
        year : int | None  None where it holds for all years
        value : float  [canonical unit]
        formula : str  key of ``FORMULAS``, empty where there is none
        inputs : tuple of (symbol, Node)  in the order of the formula
        facts : mapping  cell, file, sha256, source, status, reason_vi, quote, … all as text
    """

    kind: Kind
    what: str
    breakdown: str
    year: int | None
    value: float
    unit: str
    formula: str = ""
    inputs: tuple[tuple[str, "Node"], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Formula | None:
        """The formula itself."""
        return FORMULAS.get(self.formula)

    @property
    def key(self) -> str:
        """A name that no other node of the projection has: ``grdp.total.2030``, ``assumption.births``."""
        if self.kind in ("figure", "value", "model"):
            return ".".join(map(str, (self.what, self.breakdown, self.year or "all")))
        return f"{self.kind}.{self.what}" + (f".{self.breakdown}" if self.kind == "plan" else "") + (
            f".{self.year}" if self.kind == "lever" or (self.kind == "assumption" and self.year) else "") + (
            f".{self.value:g}" if self.kind == "definition" else "")

    def recomputed(self) -> float:
        """Return the number as the formula makes it of the inputs of the tree; a leaf is what it is."""
        if self.law is None:
            return self.value
        return float(self.law.value(*(node.recomputed() for _, node in self.inputs)))

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, each once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            node = waiting.pop(0)
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                waiting += [below for _, below in node.inputs]

    def as_dict(self, symbol: str = "") -> dict[str, object]:
        """Return the tree as plain data, for JSON; a node that stands twice is written out twice."""
        law = self.law
        told: dict[str, object] = {"symbol": symbol} if symbol else {}
        told |= {"kind": self.kind, "what": self.what, "breakdown": self.breakdown, "year": self.year,
                 "value": self.value, "unit": self.unit}
        if law is not None:
            told |= {"formula": law.symbols, "in_words": law.words}
        told |= dict(self.facts)
        if self.inputs:
            told["inputs"] = [node.as_dict(name) for name, node in self.inputs]
        return told

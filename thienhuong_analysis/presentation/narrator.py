"""What is said of one node of a tree: its name, its value, its formula, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.presentation.targets import requirements, target_names
from thienhuong_analysis.programme import BASE_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thienhuong_analysis.assessment import Node
    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.programme import Programme

_FORMS = {
    "restated": _("{name}, by the new definition"), "growth": _("{name}, growth in the year"),
    "growth_per_head": _("{name} per head, growth in the year"),
    "eased": _("Households that the growth of incomes lifts out of poverty"),
    "in_use": _("{name}, part of the land in use"), "area": _("{name}, land to clear"),
    "end": _("{name}, last year of the plan"), "late": _("{name}, with half of what is drawn"),
    "of_share": _("{name}, in the unit of GRDP"),
}
"""What stands in the place of a part, in words."""


@dataclass(frozen=True)
class Narrator:
    """The words for nodes in one language.

    Args
        names : mapping  indicator or scenario -> what it is called in this language
    """

    words: Wording
    programme: Programme
    names: Mapping[str, str]

    def headline(self, node: Node) -> str:
        """Return name, year and value: ``Population, 2025 = 45,140 people``."""
        if node.kind == "definition":
            return self._value(node) if node.unit == "year" else self.words.number(node.value)
        if node.kind == "target":
            return f"{self._name(node)}: {self._value(node)}"
        year = f", {node.year}" if node.year and node.kind != "assumption" else ""
        return f"{self._name(node)}{year} = {self._value(node)}"

    def formula(self, node: Node) -> str:
        """Return the formula in symbols and in words, empty where there is none."""
        return "" if node.law is None else f"{node.law.symbols}  –  {self.words.say(node.law.words)}"

    def evidence(self, node: Node) -> list[str]:
        """Return where a node comes from, a sentence each: status, source, cell, hash, quote, reason."""
        say, facts = self.words.say, node.facts
        told = [*self._claims(node), facts.get(f"reason_{self.words.lang}", "")]
        if facts.get("source"):
            told.append(say("Source: {source}.", source=facts["source"]))
        if facts.get("file"):
            place = f"data/raw/{facts['cell']}" if facts.get("cell") else facts["file"]
            told.append(say("{place}; SHA-256 of the file {digest}", place=place, digest=facts["sha256"]))
        return [text for text in told if text]

    def _claims(self, node: Node) -> list[str]:
        """Return what stands first: of a figure its status, of a target its words, and so on."""
        say, facts = self.words.say, node.facts
        if node.kind == "figure":
            status = self.words.status(facts["status"]).capitalize()
            others = [other.partition(" ") for other in facts.get("others", "").split(" · ") if other]
            return [say("{status}, known since {date}.", status=status, date=self.words.date(facts["as_of"])),
                    *(say("Another source gives {value}: {source}.", source=source,
                          value=self.words.value(float(value), node.unit)) for value, _, source in others)]
        if node.kind == "assumption":
            return [say("Assumption, not a figure.")]
        if node.kind == "lever":
            return [say("Set by the scenario “{scenario}”.", scenario=self._scenario(facts["set_by"])),
                    say("Scenarios, the oldest first: {chain}.", chain=" → ".join(
                        map(self._scenario, facts["chain"].split(" → "))))]
        if node.kind == "definition":
            reason = facts["reason"]
            return [say(reason)]
        if node.kind == "plan":
            return [f"{facts['citation']}: “{facts['quote']}”"]
        if node.kind == "target":
            places = [also.split(": ", 1) for also in facts.get("also", "").split(" · ") if also]
            also = [say("Also: {quote}", quote=f"{place}: {self.programme.in_cells(place, quote)}")
                    for place, quote in places]
            if facts.get("condition"):
                also.append(say("Condition: {condition}.", condition=facts["condition"]))
            text = "" if self.words.lang == "vi" else facts.get("text_en", "")
            quote = self.programme.in_cells(facts["citation"], facts["quote"])
            return [f"{facts['citation']}: “{quote}”", text, *also]
        if node.kind == "chance":
            return [say("The share of {draws} simulated paths (seed {seed}) that meet the target. The paths "
                        "rest on:", draws=self.words.number(float(facts["draws"]), 0), seed=facts["seed"])]
        return [say("A model makes it whose formula is not written out here; it rests on:")] \
            if node.kind == "model" else []

    def _name(self, node: Node) -> str:
        say = self.words.say
        if node.kind == "target":
            return say("Target: {name}", name=target_names(self.programme, self.words)[node.what])
        if node.kind == "chance":
            return say("Chance of meeting the target")
        if node.breakdown in ("outlook", "milestone"):
            name = target_names(self.programme, self.words)[node.what]
            return (say("{name}, on the central path", name=name) if node.breakdown == "outlook"
                    else say("{name}, milestone", name=name))
        if node.breakdown == "just_enough":
            return say("Population for which it would be just enough")
        form = node.breakdown.partition(".")[0]
        if form in _FORMS:
            return say(_FORMS[form], name=node.facts.get(f"name_{self.words.lang}") or self._lever(node.what))
        if node.what.startswith("restatement."):
            return say("Factor from the old definition to the new one")
        if node.formula == "entries":
            return say("Newly poor households")
        if node.breakdown == "each_year":
            return say("{name}, each year still open", name=self._lever(node.what))
        if node.breakdown == "correlation":
            return say("How closely “{name}” follows the common shock",
                       name=node.facts[f"name_{self.words.lang}"])
        if node.kind in ("assumption", "lever") or node.what not in self.names:
            return node.facts.get(f"name_{self.words.lang}") or self._lever(node.what)
        part = "" if node.breakdown == "total" else f": {self.words.breakdown(node.breakdown)}"
        return f"{self.names[node.what]}{part}"

    def _lever(self, key: str) -> str:
        return self.names.get(key) or self.words.lever(key, self.names)

    def _value(self, node: Node) -> str:
        if node.kind == "target":
            what, when = requirements(self.programme, self.words)[node.what]
            return f"{what} ({when})"
        if node.kind == "chance":
            return self.words.chance(node.value)
        if node.unit == "year":
            return str(int(node.value))
        if node.unit == "none" and node.kind != "figure":
            return self.words.number(node.value)
        small = 0 < abs(node.value) < (0.0001 if node.unit == "fraction" else 0.01)
        text = f"{node.value:.3g}" if small else self.words.value(node.value, node.unit, exact=True)
        index = node.unit == "index_2025" and not small
        return text + (f" ({self.words.term('index_2025')})" if index and node.year != BASE_YEAR else "")

    def _scenario(self, key: str) -> str:
        return self.names.get(f"scenario.{key}", key)

"""The leaves of a tree: figures with cell and hash, assumptions with reasons, levers, targets with quotes."""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from thienhuong_analysis.assessment.tree import Node
from thienhuong_analysis.errors import FolderError
from thienhuong_analysis.folder import Folder, fingerprint
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.programme import YEARS
from thienhuong_analysis.projections import MEASURED, Inputs, assumed
from thienhuong_analysis.scenarios import Scenario, lineage

ASSUMPTIONS = "data/raw/thienhuong/assumptions.csv"
CORRELATIONS = "data/raw/thienhuong/correlations.csv"
BREAKS = "data/raw/thienhuong/breaks.csv"
PROJECTS = "data/raw/programme/projects.csv"
TARGETS = "data/raw/programme/targets.csv"

DEFINITIONS = {
    "index_2025": (100.0, "index_2025", _("The total of 2025 is set to 100, as its level is not known.")),
    "no_change": (0.0, "none", _("No figures of two years show a change; none is assumed.")),
    "open_years": (math.nan, "none", _("Years of the programme that are not over.")),
    "years_counted": (math.nan, "none", _("Years that the target counts.")),
    "year": (math.nan, "year", _("The year that is computed.")),
    "off": (0.0, "none", _("The scenario does not set it, so that it does nothing.")),
    "same_definition": (1.0, "none", _("No new definition begins in this year.")),
    "years_between": (math.nan, "none", _("Years between the two.")),
}


@dataclass(frozen=True)
class Evidence:
    """Where the inputs of one projection come from.

    Args
        sources : DataFrame  as ``sources.csv``, by key
        correlations : DataFrame  as ``correlations.csv``, by shock
    """

    inputs: Inputs
    folder: Folder
    sources: pd.DataFrame
    scenarios: Mapping[str, Scenario]
    correlations: pd.DataFrame

    def figure(self, indicator: str, breakdown: str, year: int,
               statuses: tuple[str, ...] = MEASURED) -> Node | None:
        """Return the best known figure of a year, None where there is none."""
        rows = self.inputs.known.rows
        rows = rows[(rows["indicator"] == indicator) & (rows["breakdown"] == breakdown)
                    & (rows["year"] == year) & rows["status"].isin(statuses)]
        if rows.empty:
            return None
        row = rows.iloc[-1]
        file = self._file(str(row["cell"]))
        rivals = rows[~np.isclose(rows["value"], row["value"], rtol=0.005) & (rows["as_of"] == row["as_of"])]
        others = " · ".join(f"{rival.value!r} {self._source(rival.source).get('source', rival.source)}"
                            for rival in rivals.itertuples())
        facts = {"status": row["status"], "as_of": str(row["as_of"]), "cell": row["cell"], "file": file,
                 "sha256": self._sha256(file), **self._source(row["source"]),
                 **({"others": others} if others else {})}
        return Node("figure", indicator, breakdown, year, float(row["value"]), row["unit"], facts=facts)

    def assumption(self, key: str) -> Node:
        """Return an assumption with its reason."""
        row = self.inputs.assumptions.loc[key] if key in self.inputs.assumptions.index else {}
        return self._assumed(ASSUMPTIONS, key, row, assumed(self.inputs.assumptions, key))

    def correlation(self, shock: str) -> Node:
        """Return how closely a shock follows the one that all share, as it is declared."""
        row = self.correlations.loc[shock]
        return self._assumed(CORRELATIONS, shock, row, self.inputs.loadings[shock], "correlation")

    def _assumed(self, file: str, key: str, row: Mapping[str, object], value: float,
                 breakdown: str = "total") -> Node:
        facts = {name: str(row.get(name, "")) for name in ("name_vi", "name_en", "reason_vi", "reason_en")}
        return Node("assumption", key, breakdown, None, value, str(row.get("unit", "none")), facts={
            **facts, "status": "assumption", "cell": f"{file.removeprefix('data/raw/')}:{key}", "file": file,
            "sha256": self._sha256(file), **self._source(str(row.get("source", "")))})

    def lever(self, key: str, year: int) -> Node:
        """Return a lever in a year as the scenario sets it, else the assumption that stands for it."""
        setting = self.inputs.settings.get(key)
        if setting is None or setting.required:
            return self.assumption(key)
        chain = [setting.set_by]
        if self.inputs.scenario in self.scenarios:
            chain = [one.id for one in lineage(self.inputs.scenario, self.scenarios)]
        said, file = self.scenarios.get(setting.set_by), f"scenarios/{setting.set_by}.yaml"
        reasons = {} if said is None else {"reason_vi": said.description.vi, "reason_en": said.description.en}
        units = self.inputs.assumptions.get("unit", pd.Series(dtype=str))
        return Node("lever", key, "total", year, float(setting.by_year[YEARS.index(year)]),
                    str(units.get(key, "fraction")), facts={
                        "status": "assumption", "set_by": setting.set_by, "chain": " → ".join(chain),
                        "file": file, "sha256": self._sha256(file), **reasons})

    def restatement(self, indicator: str, year: int) -> Node:
        """Return what figures by the old definition are multiplied with where a new one begins."""
        breaks = self.inputs.breaks
        row = breaks[(breaks["indicator"] == indicator) & (breaks["year"] == year)].iloc[0]
        facts = {name: str(row.get(name, "")) for name in ("reason_vi", "reason_en")}
        return Node("assumption", f"restatement.{indicator}", "total", year, float(row["restatement_factor"]),
                    "none", facts={**facts, "status": "assumption", "file": BREAKS,
                                   "sha256": self._sha256(BREAKS),
                                   **self._source(str(row.get("source", "")))})

    def plan(self, project: str, what: str) -> Node:
        """Return what the appendices print of a project: ``area`` to clear, or ``end``, its last year."""
        row, printed = self.inputs.sites.loc[project], self.inputs.programme.projects
        rows = printed[printed["project_id"] == project]
        said = rows[rows["area_ha"].notna() if what == "area" else rows["end_year"] == row["end"]]
        facts = {"name_vi": row["name_vi"], "name_en": row["name_en"], "file": PROJECTS,
                 "sha256": self._sha256(PROJECTS), **self._source("programme"),
                 "citation": ", ".join(said["citation"]), "quote": " · ".join(said["quote_vi"]),
                 "reason_vi": str(row.get("reason_vi", "")), "reason_en": str(row.get("reason_en", ""))}
        return Node("plan", project, what, None, float(row[what]), "hectares" if what == "area" else "year",
                    facts={key: str(value) for key, value in facts.items()})

    def defined(self, key: str, value: float | None = None) -> Node:
        """Return a number that holds by definition."""
        usual, unit, reason = DEFINITIONS[key]
        return Node("definition", key, "total", None, usual if value is None else value, unit,
                    facts={"reason": reason})

    def target(self, name: str, inputs: tuple[tuple[str, Node], ...] = ()) -> Node:
        """Return a target with its words, and every further place that names it."""
        goal = self.inputs.programme.target(name)
        row = self.inputs.programme.targets.set_index("target_id").loc[goal.target_id]
        others = self.inputs.programme.citations
        also = others[others["target_id"] == goal.target_id]
        facts = {"citation": goal.citation, "quote": row["quote_vi"], "text_en": row["text_en"],
                 "condition": row["condition"], "comparator": goal.comparator, "cadence": goal.cadence,
                 "also": " · ".join(f"{c.citation}: {c.quote_vi}" for c in also.itertuples()),
                 "file": TARGETS, "sha256": self._sha256(TARGETS), **self._source("programme")}
        units = self.inputs.programme.indicators.set_index("indicator_id")["unit"]
        return Node("target", goal.target_id, goal.breakdown, goal.last_year, goal.value,
                    "fraction" if goal.is_growth else str(units[goal.indicator_id]), inputs=inputs,
                    facts={key: value for key, value in facts.items() if value})

    def _source(self, keys: str) -> dict[str, str]:
        """Return the sources of a figure in one line, title, publisher and address of each."""
        known = [key for key in keys.split(";") if key in self.sources.index]
        told = [", ".join(filter(None, (str(self.sources.at[key, column]) for column in (
            "title", "publisher", "published", "url") if column in self.sources))) for key in known]
        grades = [str(self.sources.at[key, "grade"]) for key in known]
        facts = {"source": "; ".join(told), "grade": ";".join(grades)} if known else {}
        return {"source_id": keys, **facts}

    def _file(self, cell: str) -> str:
        """Return the raw file of a cell, ``data/raw/thienhuong/baseline.csv``."""
        place, bang, _ = cell.partition("!")
        return f"data/raw/{place if bang else place.rsplit(':', 1)[0]}"

    def _sha256(self, file: str) -> str:
        """Return a file's hash, read once; empty where there is no such file."""
        if file not in self._hashes:
            path = self._paths.get(file)
            self._hashes[file] = fingerprint(path) if path else ""
        return self._hashes[file]

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {}

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """The raw files and scenarios by their names in the root."""
        paths = {f"data/raw/{name}/{path.relative_to(place).as_posix()}": path
                 for name, place in self.folder.raw_folders().items() for path in place.rglob("*")
                 if path.is_file()}
        scenarios = self.folder.files("scenarios", "*.y*ml")
        paths |= {f"scenarios/{name}": path for name, path in scenarios.items()}
        for file in {ASSUMPTIONS, BREAKS, PROJECTS, TARGETS} - paths.keys():
            with suppress(FolderError):
                paths[file] = self.folder.find(file)
        return paths

"""Published projections, kept with what they were made from: ``data/vintages/projections``.

Each stands as two files, ``DATE-SCENARIO.csv`` (the projection table) and ``DATE-SCENARIO.json`` (levers,
assumptions and the ward's figures). The date is the vintage. Another view of the same date never replaces
the first: it is kept beside it as ``DATE-SCENARIO-r2``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.folder import Folder, whole
from thienhuong_analysis.projections.inputs import Inputs
from thienhuong_analysis.projections.projection import Projection
from thienhuong_analysis.scenarios import Setting

PLACE = "data/vintages/projections"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z][a-z0-9_]*)(?:-r([0-9]+))?\.json")
_FIGURE = ["locality", "indicator", "breakdown", "period", "year", "value", "unit", "status", "as_of",
           "source", "cell"]


@dataclass(frozen=True)
class Vintage:
    """One published projection as it is stored.

    Args
        day : date  the latest ``as_of`` among its inputs
        revision : int  1, or more where the same day was published with other inputs or another method
        path : Path  its ``.json``; the table stands beside it
    """

    day: date
    scenario: str
    revision: int
    path: Path

    @cached_property
    def record(self) -> dict[str, Any]:
        """What it was made from, as ``record_of`` gives it.

        Raises
            ProjectionError: the file cannot be read
        """
        try:
            found: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
            return {**found, "levers": dict(found["levers"]), "assumptions": dict(found["assumptions"]),
                    "series": dict(found["series"]), "figures": list(found["figures"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _broken(self.path, error) from error

    @cached_property
    def table(self) -> pd.DataFrame:
        """The projection table as it was published.

        Raises
            ProjectionError: the file cannot be read
        """
        path = self.path.with_suffix(".csv")
        try:
            frame = pd.read_csv(path, keep_default_na=False, dtype={"output_type_id": str})
            return frame.astype({"year": int, "value": float})
        except (OSError, ValueError, KeyError) as error:
            raise _broken(path, error) from error

    def path_of(self, indicator: str, breakdown: str, kind: str = "point", name: str = "") -> pd.Series:
        """Return one row of the table by year; empty where the series was not projected."""
        table = self.table
        rows = table[(table["indicator"] == indicator) & (table["breakdown"] == breakdown)
                     & (table["output_type"] == kind) & (table["output_type_id"] == name)]
        return rows.set_index("year")["value"]

    @cached_property
    def settings(self) -> dict[str, Setting]:
        """The levers as they were set."""
        return {key: Setting(None if said["value"] is None else np.asarray(said["value"], dtype=float)
                             if isinstance(said["value"], list) else float(said["value"]), said["set_by"])
                for key, said in self.record["levers"].items()}

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The ward's own figures as they were known, in the columns of observations."""
        frame = pd.DataFrame(self.record["figures"], columns=_FIGURE)
        return frame.assign(as_of=frame["as_of"].map(date.fromisoformat).astype(object))


def record_of(inputs: Inputs, projection: Projection, *, year: int, version: str) -> dict[str, Any]:
    """Return what a projection was made from: levers, assumptions, the ward's figures, and its series.

    Args
        year : int  figures of later years were left out
        version : str  of the code
    """
    figures = inputs.known.rows[_FIGURE].assign(as_of=lambda frame: frame["as_of"].map(str))
    restatements = [{"indicator": indicator, "year": year,
                     "restatement_factor": factor if np.isfinite(factor) else None}
                    for (indicator, year), factor in sorted(inputs.factors.items())]
    return {
        "vintage": projection.vintage.isoformat(), "scenario": projection.scenario, "year": year,
        "draws": inputs.streams.draws, "seed": inputs.streams.seed, "version": version,
        "levers": {key: {"set_by": setting.set_by, "value": None if setting.value is None else
                         _printed(np.asarray(setting.value, dtype=float).tolist())}
                   for key, setting in sorted(inputs.settings.items())},
        "assumptions": {str(key): float(value)
                        for key, value in sorted(inputs.assumptions["value"].items())},
        **({"restatements": restatements} if restatements else {}),
        "series": {_series_name(s.indicator, s.breakdown): {
            "base": None if np.isnan(s.base) else s.base, "known_years": s.known_years, "unit": s.unit}
            for s in projection.series.values()},
        "figures": json.loads(figures.to_json(orient="records", double_precision=15)),
    }


def series_of(record: Mapping[str, Any], indicator: str, breakdown: str) -> dict[str, Any]:
    """Return base, known years and unit of one series of a record; empty where it was not projected."""
    found: dict[str, Any] = record["series"].get(_series_name(indicator, breakdown), {})
    return found


def read_vintages(folder: Folder, scenario: str | None = None) -> list[Vintage]:
    """Return the published projections of a root, the oldest first."""
    found = []
    for path in (folder.root / PLACE).glob("*.json"):
        if match := _NAME.fullmatch(path.name):
            found.append(Vintage(date.fromisoformat(match[1]), match[2], int(match[3] or 1), path))
    return sorted((one for one in found if scenario in (None, one.scenario)),
                  key=lambda one: (one.day, one.scenario, one.revision))


def keep_vintage(folder: Folder, projection: Projection, record: Mapping[str, Any]) -> Vintage:
    """Store a published projection, and return how it is stored.

    Where the same view is stored already, nothing is written, whatever the number of draws; another view
    of the same day becomes a further revision.

    Raises
        FolderError: it cannot be written
        ProjectionError: what is stored cannot be read
    """
    stored = [one for one in read_vintages(folder, projection.scenario) if one.day == projection.vintage]
    table = projection.table()
    for one in stored:
        if not differences(one.record, record) and _same_table(one, table, record):
            return one
    revision = max((one.revision for one in stored), default=0) + 1
    name = f"{projection.vintage}-{projection.scenario}" + (f"-r{revision}" if revision > 1 else "")
    path = folder.root / PLACE / f"{name}.json"
    with whole(path.with_suffix(".csv")) as beside:
        table.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8", float_format="%.10g")
    with whole(path) as beside:
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        beside.write_bytes(f"{text}\n".encode())
    return Vintage(projection.vintage, projection.scenario, revision, path)


def last_other(vintages: Sequence[Vintage], record: Mapping[str, Any]) -> Vintage | None:
    """Return the last published projection before the present view, None where there is none.

    Args
        vintages : sequence of Vintage  of the same scenario, the oldest first
        record : mapping  of the present view
    """
    earlier = [one for one in vintages if one.day.isoformat() <= record["vintage"]
               and (one.day.isoformat() < record["vintage"] or differences(one.record, record))]
    return earlier[-1] if earlier else None


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return in which of ``levers``, ``assumptions`` and ``figures`` two records differ."""
    def told(record: Mapping[str, Any], part: str) -> Any:
        more = record.get("restatements") if part == "assumptions" else None
        return json.loads(json.dumps([record[part], more]))

    return [part for part in ("levers", "assumptions", "figures") if told(before, part) != told(now, part)]


def _same_table(stored: Vintage, table: pd.DataFrame, record: Mapping[str, Any]) -> bool:
    """Say whether the paths agree; the quantiles too where they come from the same draws."""
    keys = ["indicator", "breakdown", "year", "output_type", "output_type_id"]
    old = stored.table.set_index(keys)["value"]
    new = table.set_index(keys)["value"]
    if any(stored.record.get(name) != record[name] for name in ("draws", "seed")):
        old, new = (frame[frame.index.get_level_values("output_type") == "point"] for frame in (old, new))
    return old.index.equals(new.index) and np.allclose(old, new, rtol=1e-6, atol=1e-12)


def _printed(value: Any) -> Any:
    """Return numbers to twelve digits, the same on every machine."""
    return [_printed(one) for one in value] if isinstance(value, list) else float(f"{value:.12g}")


def _series_name(indicator: str, breakdown: str) -> str:
    return f"{indicator}/{breakdown}"


def _broken(path: Path, error: Exception) -> ProjectionError:
    return ProjectionError("{file} is not as the review wrote it ({why}); restore it from git",
                           file=path.name, why=(str(error).splitlines() or [type(error).__name__])[0][:200])

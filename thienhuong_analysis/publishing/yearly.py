"""The yearly review: notebooks under every scenario, with an index, data files and a manifest."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from thienhuong_analysis import __version__
from thienhuong_analysis.folder import Folder, fingerprint, whole
from thienhuong_analysis.observations import renew
from thienhuong_analysis.presentation import Edition
from thienhuong_analysis.projections import keep_vintage
from thienhuong_analysis.publishing.batch import OnChange, check_writable, run_batch, unseen
from thienhuong_analysis.publishing.index import index_page
from thienhuong_analysis.publishing.manifest import (
    Manifest,
    code_fingerprint,
    input_files,
    reports,
    versions,
)
from thienhuong_analysis.publishing.page import without_dead_ends
from thienhuong_analysis.publishing.parameters import checked, declared
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run
from thienhuong_analysis.publishing.workbook import write_table
from thienhuong_analysis.ward import DRAWS, SEED

EACH_SCENARIO = ("02_grdp", "03_enterprises", "04_poverty")
"""Notebooks that a review runs under every scenario; the others run once."""

EXPLAINS = "06_yearly_review"
"""The report to which the numbers of the index lead."""

_VERDICTS = ("likely", "more_likely_than_not", "at_risk", "unlikely", "met", "on_pace", "behind",
             "missed", "done", "not_done_yet", "no_data")


@dataclass(frozen=True)
class Review:
    """A review that was made.

    Args
        index : Path  its first page
    """

    index: Path
    outcomes: list[Outcome]


def review(root: Path, year: int, lang: str = "vi", *, draws: int = DRAWS, seed: int = SEED,
           as_of: str = "", jobs: int = 0, resume: bool = False,
           on_change: OnChange = unseen) -> Review:
    """Make everything for a yearly review in ``reports/YEAR``, or ``reports/YEAR/en``.

    Args
        as_of : str  see only what was known on this date, ISO
        jobs, resume, on_change  as in ``run_batch``

    Raises
        ThienhuongError: the folder, its data, a scenario or a notebook cannot be used; said before
            any notebook runs
    """
    begun = time.perf_counter()
    out = root / "reports" / str(year) / ("" if lang == "vi" else lang)
    check_writable(out)
    renew(Folder(root))
    edition = Edition.open(str(root), year=year, lang=lang, draws=draws, seed=seed, as_of=as_of)
    _publish(edition)
    folder, words = edition.ward.folder, edition.words
    inputs = input_files(folder) | _published(edition)
    provenance = Provenance(vintage=edition.ward.vintage(year).isoformat(), inputs=inputs,
                            version=__version__, sample=edition.ward.is_sample, home="index.html")
    runs = list(_planned(folder, edition, provenance))
    _write_tables(edition, out)
    _clear(out, runs)
    outcomes = run_batch(runs, out, cwd=root, jobs=jobs, resume=resume, code=code_fingerprint(),
                         on_change=on_change)
    counts = edition.assessment["verdict"].value_counts()
    other = "../index.html" if lang == "en" else "en/index.html"
    page = index_page(
        outcomes, lang=lang, title=words.say("Yearly review {year}", year=year),
        sample=provenance.sample, other_edition=other if (out / other).exists() else "",
        subtitle=words.say("Figures known by {date}; scenario “{scenario}”; {count} assessments rest on "
                           "assumptions", date=words.date(edition.ward.vintage(year)),
                           scenario=edition.scenario_names[edition.scenario],
                           count=int(edition.assessment["assumed"].sum())),
        headline=[(words.number(len(edition.assessment)), words.say("targets of the programme")),
                  *((words.number(counts[name]), words.verdict(name))
                    for name in _VERDICTS if name in counts)],
        scorecard=[edition.scorecard()], files={
            "data/projections.csv": words.say("Projections under all scenarios (CSV)"),
            "data/scorecard.csv": words.say("Status of all targets under all scenarios (CSV)"),
            "manifest.json": words.say("Inputs, versions and results of this review (JSON)")})
    with whole(out / "index.html") as beside:
        beside.write_bytes(_linked(page, out).encode())
    Manifest(year=year, languages=[lang], draws=draws, seed=seed, as_of=as_of,
             vintage=provenance.vintage, inputs=dict(provenance.inputs), reports=reports(outcomes),
             outputs={path.relative_to(out).as_posix(): fingerprint(path)
                      for path in [*sorted((out / "data").iterdir()), out / "index.html"]},
             versions=versions(), seconds=round(time.perf_counter() - begun, 1),
             ).write(out / "manifest.json")
    return Review(out / "index.html", outcomes)


def _planned(folder: Folder, edition: Edition, provenance: Provenance) -> Iterator[Run]:
    known = {"root": ".", "year": edition.year, "lang": edition.lang, "scenario": edition.scenario,
             "draws": edition.draws, "seed": edition.seed,
             "as_of": edition.ward.as_of.isoformat() if edition.ward.as_of else ""}
    for path in folder.files("notebooks", "[0-9]*.ipynb").values():
        parameters = declared(path)
        names = edition.scenario_names if path.stem in EACH_SCENARIO else {"": str(edition.year)}
        for scenario, subtitle in names.items():
            given = known | ({"scenario": scenario} if scenario else {})
            values = checked(parameters, {name: value for name, value in given.items()
                                          if name in parameters.model_fields})
            yield Run(f"{path.stem}-{scenario}" if scenario else path.stem, path,
                      replace(provenance, parameters=values), subtitle)


def _published(edition: Edition) -> dict[str, str]:
    """Return the SHA-256 of the stored projections that a review can see, by their paths in the root."""
    paths = [path for one in edition.ward.past.vintages() if one.day <= edition.ward.vintage(edition.year)
             for path in (one.path, one.path.with_suffix(".csv"))]
    return {path.relative_to(edition.ward.folder.root).as_posix(): fingerprint(path) for path in paths}


def _publish(edition: Edition) -> None:
    """Store what is published, beside what was published before.

    A sample is not published, nor is what a review looks back at.
    """
    ward, options = edition.ward, {"draws": edition.draws, "seed": edition.seed, "year": edition.year}
    if ward.is_sample or ward.as_of is not None:
        return
    for name in ward.scenarios:
        keep_vintage(ward.folder, ward.project(name, **options),
                     ward.past.record(name, version=__version__, **options))


def _linked(page: str, out: Path) -> str:
    """Return the index with its numbers linked to the report that explains them, if there is one."""
    report = out / f"{EXPLAINS}.html"
    return without_dead_ends(page, report.name, report.read_text(encoding="utf-8") if report.exists() else "")


def _write_tables(edition: Edition, out: Path) -> None:
    ward, year, options = edition.ward, edition.year, {"draws": edition.draws, "seed": edition.seed}
    projections = [ward.project(name, year=year, **options).table() for name in ward.scenarios]
    write_table(pd.concat(projections, ignore_index=True), out / "data" / "projections.csv")
    scorecards = [ward.assess(year, name, **options).assign(scenario=name)
                  for name in ward.scenarios]
    write_table(pd.concat(scorecards, ignore_index=True), out / "data" / "scorecard.csv")


def _clear(out: Path, runs: Sequence[Run]) -> None:
    """Remove the reports of earlier reviews that this one does not make any more."""
    for note in (out / ".state").glob("*.json"):
        if note.stem not in {run.name for run in runs}:
            note.unlink()
            (out / f"{note.stem}.html").unlink(missing_ok=True)

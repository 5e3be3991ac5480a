"""Questions on the command line: how it stands, what must change, what contradicts what, where from."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from thienhuong_analysis.errors import ObservationError, ProgrammeError, ScenarioError, TooEarlyError
from thienhuong_analysis.terminal import (
    MOST_TOLD,
    AsJson,
    AsOf,
    Draws,
    Seed,
    Year,
    locale_language,
    say,
    show,
    term,
)

_SCORECARD = ("scenario", "target_id", "target", "latest", "latest_year", "milestone", "projected",
              "probability", "assumed", "verdict")
"""What fits on a line of a terminal."""


def assess(context: typer.Context, year: Year,
           scenario: Annotated[list[str] | None, typer.Option(
               help="Id of a scenario, trend if not given; may be repeated to compare.")] = None,
           joint: Annotated[list[str] | None, typer.Option(
               metavar="TARGET", help="The chance that these are met together; all for all. Of several "
                                       "scenarios also the difference from the first, in points.")] = None,
           rules: Annotated[bool, typer.Option("--rules", help="Published rules side by side.")] = False,
           pace: Annotated[bool, typer.Option("--pace", help="Paces needed and years of arrival.")] = False,
           share: Annotated[bool, typer.Option("--share", help="What the year has to bring.")] = False,
           draws: Draws = 10_000, seed: Seed = 2025, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Give the status of every target as of a year."""
    from thienhuong_analysis.assessment import compared
    from thienhuong_analysis.ward import Ward

    if sum(map(bool, (joint, rules, pace, share))) > 1:
        raise ProgrammeError("--joint, --rules, --pace and --share are questions of their own; ask one at a "
                             "time")
    ward, names = Ward.open(context.obj, as_of), scenario or ["trend"]
    found = [ward.progress(year, name, draws=draws, seed=seed) for name in names]
    targets = [] if joint == ["all"] else joint or []
    if joint:
        tables = [progress.joint(targets).table() for progress in found]
    else:
        tables = [progress.rules() if rules else progress.arrivals() if pace
                  else progress.this_years_share() if share else progress.assessment for progress in found]
    table = compared(dict(zip(names, tables, strict=True)))
    for column in table.columns.intersection(["arrival_year", "last_start"]):
        table[column] = table[column].where(table[column] > 0).astype("Int64")
    if joint and len(names) > 1:
        table["difference"] = 100 * (table["probability"] - table["probability"].iloc[0])
    if joint and not as_json:
        typer.echo("\n".join((say("Targets:"), *(f"  {name}" for name in found[0].joint(targets).marginal))))
        table = table.drop(columns="targets")
    shown = [name for name in _SCORECARD if name in table] if "verdict" in table and not rules else [*table]
    show(table if as_json else table[shown], as_json=as_json)


def solve(context: typer.Context,
          targets: Annotated[list[str], typer.Argument(metavar="TARGET...", help="Ids of targets.")],
          lever: Annotated[list[str], typer.Option(help="Key of a lever; may be repeated.")],
          scenario: Annotated[str, typer.Option(help="Id of the scenario to start from.")] = "trend",
          probability: Annotated[float | None, typer.Option(
              help="Ask for this chance, 0 to 1; without it, for the path without shocks.")] = None,
          weight: Annotated[list[str] | None, typer.Option(
              metavar="LEVER=W", help="Count a lever's effort w times; may be repeated.")] = None,
          draws: Draws = 10_000, seed: Seed = 2025, year: Annotated[int, typer.Option(
              min=2025, max=2035, help="Use the figures up to this year.")] = 2030,
          as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Say what a lever must be to reach a target, or several levers with the least effort."""
    from thienhuong_analysis.presentation import Edition
    from thienhuong_analysis.ward import Ward

    ward = Ward.open(context.obj, as_of)
    edition = Edition(ward, year, locale_language(), scenario, draws, seed)
    weights = {key: _weight(text) for text in weight or [] for key in [text.partition("=")[0]]}
    if as_json:
        found = ward.solve(targets, lever, scenario, probability=probability, weights=weights, draws=draws,
                           seed=seed, year=year)
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        typer.echo(repr(edition.solve(targets, lever, probability=probability, weights=weights)))


def tornado(context: typer.Context, target: Annotated[str, typer.Argument(help="Id of a target.")],
            scenario: Annotated[str, typer.Option(help="Id of the scenario.")] = "trend",
            draws: Draws = 10_000, seed: Seed = 2025, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List what moves a target most, each lever between its 10th and 90th percentile."""
    from thienhuong_analysis.presentation import Edition
    from thienhuong_analysis.programme import LAST_YEAR

    edition = Edition.open(context.obj, year=LAST_YEAR, lang=locale_language(), scenario=scenario,
                           draws=draws, seed=seed, as_of=as_of)
    if as_json:
        found = edition.ward.tornado(target, scenario, draws=draws, seed=seed)
        typer.echo(json.dumps(found.rows(), ensure_ascii=False, indent=1))
        return
    chart = edition.tornado(target)
    typer.echo("\n\n".join((repr(chart.table), *chart.notes[1:])))


def explain(context: typer.Context,
            name: Annotated[str, typer.Argument(help="An indicator; or a target, without a year.")],
            year: Annotated[int | None, typer.Argument(help="Year of the number.")] = None,
            scenario: Annotated[str, typer.Option(help="Id of the scenario.")] = "trend",
            breakdown: Annotated[str, typer.Option(help="A part, such as services.")] = "total",
            locality: Annotated[str, typer.Option(help="A place, such as haiphong_new.")] = "thienhuong",
            draws: Draws = 10_000, seed: Seed = 2025, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Say where a number comes from: formula, inputs, sources, quotes, hashes."""
    from thienhuong_analysis.presentation import Edition, Trees
    from thienhuong_analysis.programme import LAST_YEAR

    edition = Edition.open(context.obj, year=LAST_YEAR, lang=locale_language(), scenario=scenario,
                           draws=draws, seed=seed, as_of=as_of)
    node = edition.ward.explain(name, year, breakdown=breakdown, scenario=scenario, draws=draws, seed=seed,
                                locality=locality)
    if as_json:
        typer.echo(json.dumps(node.as_dict(), ensure_ascii=False, indent=1))
        return
    trees = Trees([node], edition.narrator)
    if not sys.stdout.isatty():
        typer.echo(repr(trees))
        return
    from rich.console import Console

    Console().print(trees.rich())


def audit(context: typer.Context,
          check: Annotated[int | None, typer.Option(help="Show one check with all it rests on.")] = None,
          strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where a check finds a conflict.")
                            ] = False,
          as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Say whether the programme agrees with itself, check by check."""
    from thienhuong_analysis.presentation import Edition
    from thienhuong_analysis.programme import LAST_YEAR

    edition = Edition.open(context.obj, year=LAST_YEAR, lang=locale_language(), as_of=as_of)
    view = None if check is None else edition.check(check)
    shown = edition.ward.audit() if view is None else (view.check,)
    if as_json:
        typer.echo(json.dumps([one.as_dict() for one in shown], ensure_ascii=False, indent=1))
    else:
        typer.echo(repr(edition.audit() if view is None else view))
    if strict and any(one.verdict == "conflict" for one in shown):
        raise typer.Exit(1)


def bridge(context: typer.Context,
           indicator: Annotated[str, typer.Argument(help="An indicator.")],
           since: Annotated[str, typer.Option("--from", help="The earlier day, YYYY-MM-DD.")],
           until: Annotated[str, typer.Option("--to", help="The later day; all that is known if not given.")
                            ] = "",
           scenario: Annotated[str, typer.Option(help="Id of the scenario.")] = "trend",
           breakdown: Annotated[str, typer.Option(help="A part, such as services.")] = "total",
           year: Annotated[int, typer.Option(min=2026, max=2030, help="Year of the figure.")] = 2030,
           as_json: AsJson = False) -> None:
    """Say what has moved a projected figure between two days."""
    from thienhuong_analysis.ward import Ward

    first, last = _day("--from", since), _day("--to", until) if until else None
    if last is not None and first > last:
        raise ObservationError("--from {since} is later than --to {until}; give an earlier day to start from",
                               since=since, until=until)
    ward = Ward.open(context.obj, last)
    try:
        ward.inputs(scenario, draws=1)
        found = ward.past.bridge(indicator, breakdown, since=first, scenario=scenario, year=year)
    except TooEarlyError as error:
        option = "--to" if error.values["date"] == last else "--from"
        raise ObservationError("{option} {date}: too little was known on that day for a projection; give a "
                               "later one", option=option, date=error.values["date"]) from error
    if not found.published:
        typer.echo(say("No projection was published of the figures of the earlier day: today's "
                       "assumptions and scenario stand for both days."), err=True)
    table = found.table()
    show(table.assign(unit=found.unit) if as_json else table.assign(
        step=table["step"].map(term), unit=term(found.unit)), as_json=as_json)


def backtest(data: Annotated[Path, typer.Option(
                 help="A .csv or .parquet file: country, indicator, year, value.")],
             history: Annotated[int, typer.Option(help="Years a forecast may look back.")] = 5,
             horizon: Annotated[int, typer.Option(help="Years it looks ahead.")] = 5, seed: Seed = 2025,
             out: Annotated[Path | None, typer.Option(help="A .csv, .parquet or .xlsx file.")] = None,
             as_json: AsJson = False) -> None:
    """Score the projection method, and simpler ones, on any panel of yearly series."""
    from thienhuong_analysis.presentation.backtests import remarks, shown
    from thienhuong_analysis.publishing.workbook import write_table
    from thienhuong_analysis.ward import Ward

    result = Ward.backtest(data, history=history, horizon=horizon, seed=seed)
    if out is not None:
        write_table(result.scores, out)
        typer.echo(say("{count} rows written to {file}", count=len(result.scores), file=out), err=True)
    if out is None or as_json:
        show(result.scores if as_json else shown(result), as_json=as_json)
    for remark in remarks(result, say)[:MOST_TOLD]:
        typer.echo(remark, err=True)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ObservationError("{option} {text} is not a date; write it like 2026-06-30", option=option,
                               text=text) from None


def _weight(text: str) -> float:
    try:
        return float(text.partition("=")[2])
    except ValueError:
        raise ScenarioError("{text} is no weight; write LEVER=W, like births=2", text=text) from None

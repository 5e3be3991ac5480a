"""The command line: parse, call, print."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from thienhuong_analysis import questions
from thienhuong_analysis.errors import FolderError, NotebookError, ThienhuongError
from thienhuong_analysis.terminal import (
    MOST_TOLD,
    AsJson,
    AsOf,
    Draws,
    Jobs,
    Resume,
    Seed,
    Year,
    locale_language,
    say,
    show,
)

if TYPE_CHECKING:
    from thienhuong_analysis.publishing import Outcome

app = typer.Typer(
    name="thienhuong", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="A ward's action programme as numbers: projected, checked and reported every year.")


@app.callback()
def root(context: typer.Context, root: Annotated[
        Path, typer.Option(help="Folder with data/, scenarios/ and notebooks/.")] = Path()) -> None:
    """Remember the root folder for the command that follows."""
    context.obj = root


@app.command()
def normalize(context: typer.Context, strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 where a row was rejected.")] = False,
        as_json: AsJson = False) -> None:
    """Read data/raw and write data/processed, with a quality report."""
    from thienhuong_analysis.folder import Folder
    from thienhuong_analysis.observations import renew
    from thienhuong_analysis.observations.vintages.history import GONE

    result, vanished = renew(Folder(context.obj))
    show(result.files, as_json=as_json)
    grave = result.quality[result.quality["severity"].isin(["error", "high"])
                           & ~result.quality["file"].str.startswith("reference/")]
    for row in grave.head(MOST_TOLD).itertuples():
        typer.echo(f"{row.cell or row.file}: {say(row.message, **row.values)}", err=True)
    if len(result.rejected) and not as_json:
        typer.echo(say("{count} cells were rejected; see {file}", count=len(result.rejected),
                       file="data/processed/rejected.csv"))
    for row in vanished.head(MOST_TOLD).to_dict("records"):
        typer.echo(say("{indicator} {breakdown} {period} was known ({cell}) and is gone, with no later "
                       "report; put it back, or take its line out of {file}", file=GONE, **row), err=True)
    if result.failures or (strict and len(result.rejected)):
        raise typer.Exit(1)


@app.command()
def project(context: typer.Context,
            scenario: Annotated[str, typer.Option(help="Id of the scenario.")],
            draws: Draws = 10_000, seed: Seed = 2025, year: Annotated[int, typer.Option(
                min=2025, max=2035, help="Use the figures up to this year.")] = 2030,
            out: Annotated[Path | None, typer.Option(help="A .csv, .parquet or .xlsx file.")] = None,
            samples: Annotated[bool, typer.Option("--samples", help="Add the draws.")] = False,
            as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Project 2026-2030 under a scenario."""
    from thienhuong_analysis.publishing.workbook import write_table
    from thienhuong_analysis.ward import Ward

    ward = Ward.open(context.obj, as_of)
    table = ward.project(scenario, draws=draws, seed=seed, year=year).table(samples=samples)
    if out is not None:
        write_table(table, out)
        typer.echo(say("{count} rows written to {file}", count=len(table), file=out), err=True)
    if out is None and not as_json:
        points = table[table["output_type"] == "point"]
        table = points.pivot_table(index=["indicator", "breakdown", "unit"], columns="year",
                                   values="value", sort=False).reset_index()
    if out is None or as_json:
        show(table, as_json=as_json)


@app.command()
def plan(context: typer.Context,
         scenario: Annotated[str, typer.Option(help="Id of the scenario, for its delay.")] = "trend",
         as_json: AsJson = False) -> None:
    """List the projects of Appendices 01-03 as a dated plan."""
    from thienhuong_analysis.ward import Ward

    table = Ward.open(context.obj).plan(scenario).reset_index()
    years = ["start", "end", "delayed_end"]
    table[years] = table[years].astype("Int64")
    table["project"] = table[f"name_{locale_language()}"]
    shown = ["project", "appendices", *years, "area", "sector"]
    show(table.drop(columns="project") if as_json else table[shown], as_json=as_json)


for question in (questions.assess, questions.audit, questions.solve, questions.tornado, questions.explain,
                 questions.bridge, questions.backtest):
    app.command()(question)


@app.command()
def run(context: typer.Context,
        notebooks: Annotated[list[str], typer.Argument(help="Names or paths of notebooks.")],
        scenario: Annotated[list[str] | None, typer.Option(help="Id; may be repeated.")] = None,
        parameter: Annotated[list[str] | None, typer.Option(
            "-p", "--parameter", metavar="NAME=VALUE", help="A parameter; may be repeated.")] = None,
        out: Annotated[Path, typer.Option(help="Folder of the reports, in the root.")
                       ] = Path("reports/runs"),
        jobs: Jobs = 0, resume: Resume = False) -> None:
    """Run notebooks as a batch, each scenario in a report of its own."""
    from thienhuong_analysis.publishing import Progress, run_notebooks

    with Progress(say) as progress:
        outcomes = run_notebooks(context.obj, notebooks, scenario or [], parameter or [], out=out,
                                 jobs=jobs, resume=resume, on_change=progress)
    _conclude(outcomes)


@app.command()
def review(context: typer.Context, year: Year,
           lang: Annotated[str, typer.Option(help="Language of the reports: vi or en.")] = "vi",
           draws: Draws = 10_000, seed: Seed = 2025, as_of: AsOf = "", jobs: Jobs = 0,
           resume: Resume = False) -> None:
    """Make everything for a yearly review, into reports/YEAR/ with index.html."""
    from thienhuong_analysis.publishing import Progress, review

    if lang not in ("vi", "en"):
        raise NotebookError("reports are written in vi or en, not in {lang}", lang=lang)
    with Progress(say) as progress:
        made = review(context.obj, year, lang, draws=draws, seed=seed, as_of=as_of, jobs=jobs,
                      resume=resume, on_change=progress)
    typer.echo(say("the review is in {file}", file=made.index))
    _conclude(made.outcomes)


@app.command()
def forms(context: typer.Context, year: Year,
          lang: Annotated[str, typer.Option(help="Language of the forms: vi or en.")] = "vi",
          out: Annotated[Path | None, typer.Option(help="Folder; reports/YEAR/forms if not given.")] = None,
          fill: Annotated[bool, typer.Option("--fill", help="Write in what is already known.")] = False,
          overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace forms there are.")] = False,
          as_of: AsOf = "") -> None:
    """Write the yearly form of each lead unit, to be filled in and sent back."""
    from thienhuong_analysis.publishing.forms import write_forms
    from thienhuong_analysis.ward import Ward

    place = out or context.obj / "reports" / str(year) / "forms"
    if not overwrite and any(place.glob("*.xlsx")):
        raise FolderError("{folder} holds forms already, which may be filled in; move them, or add "
                          "--overwrite", folder=place)
    ward = Ward.open(context.obj, as_of)
    asked = ward.asked(year)
    files = write_forms(ward, year, place, lang=lang,
                        filled=ward.observations if fill else None)
    for file, unit in zip(files, ward.programme.units["lead_unit"], strict=True):
        kinds = asked.loc[asked["lead_unit"] == unit, "kind"]
        typer.echo(say("{file}: {indicators} indicators, {tasks} tasks", file=file,
                       indicators=(kinds == "indicator").sum(), tasks=(kinds == "task").sum()))


@app.command()
def coverage(context: typer.Context, year: Year, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List what each lead unit was asked for in a year, and whether it has delivered it."""
    from thienhuong_analysis.ward import Ward

    table = Ward.open(context.obj, as_of).coverage(year)
    show(table if as_json else table.drop(columns=["cell", "note"]), as_json=as_json)


@app.command()
def explore(context: typer.Context) -> None:
    """Open JupyterLab on the notebooks."""
    import subprocess

    from thienhuong_analysis.folder import Folder

    notebooks = Folder(context.obj).find("notebooks")
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(notebooks)]))


def main() -> None:
    """Run the command line; a user's mistake ends in one sentence and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        error.show()  # type: ignore[attr-defined]
        code = error.exit_code
    except ThienhuongError as error:
        code = _complain(error.message, 2, **error.values)
    except OSError as error:
        code = _complain("{file}: {why}", 2, file=error.filename, why=error.strerror)
    if code == _INTERRUPTED:
        code = _complain("interrupted; what is finished is kept, --resume goes on from there", 1)
    raise SystemExit(code)


_INTERRUPTED = 130


def _complain(message: str, code: int, **values: object) -> int:
    typer.echo(say(message, **values), err=True)
    return code


def _conclude(outcomes: "Sequence[Outcome]") -> None:
    failed = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failed:
        typer.echo(say("{name} failed in cell {cell}: {why}", name=outcome.name,
                       cell=outcome.cell or "…", why=outcome.error), err=True)
    if failed:
        raise typer.Exit(1)

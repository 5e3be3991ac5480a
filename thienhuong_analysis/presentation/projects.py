"""Projects on a line of years, as planned and as they would be with a delay."""

import math
import textwrap
from typing import Any

import pandas as pd

from thienhuong_analysis.presentation import theme
from thienhuong_analysis.presentation.display import Chart, Column, tabulate
from thienhuong_analysis.presentation.wording import Wording


def timeline(projects: pd.DataFrame, *, lang: str, title: str, delay_years: float = 0,
             notes: tuple[str, ...] = ()) -> Chart:
    """Return the projects that have a date, a bar each, with hectares where land is to be cleared.

    Args
        projects : DataFrame  rows of ``projects.csv``; those without a year are counted in a note
        delay_years : float  how much later each ends in the scenario
    """
    words = Wording(lang)
    names = words.names(projects.drop_duplicates("project_id"), "project_id")
    dated = projects.dropna(subset="end_year").groupby("project_id", sort=False).agg(
        start=("start_year", "min"), end=("end_year", "max"), area=("area_ha", "sum"))
    dated["start"] = dated["start"].fillna(dated["end"])
    dated = dated.astype({"start": int, "end": int})
    dated = dated.sort_values(["end", "area"], ascending=[True, False], kind="stable")
    rows: list[Any] = list(dated.itertuples())
    first, planned = dated["start"].min(), dated["end"].max()
    last = math.ceil(planned + delay_years)

    def area(row: Any) -> str:
        return words.value(row.area, "hectares", exact=True) if row.area else ""

    with theme.drawing(0.8 + 0.44 * len(dated)) as figure:
        axes = figure.subplots()
        short = [textwrap.shorten(names[row.Index], 80, placeholder="…") for row in rows]
        theme.line_names(axes, [textwrap.fill(name, 42) for name in short])
        for y, row in enumerate(rows):
            axes.barh(y, row.end + 1 - row.start, 0.5, row.start, color=theme.CENTRE)
            if delay_years:
                axes.barh(y, delay_years, 0.5, row.end + 1, color="white", hatch="////",
                          edgecolor=theme.SCENARIOS[1])
            axes.annotate(area(row), (row.end + 1 + delay_years, y), (6, 0), va="center",
                          fontsize=9.5, textcoords="offset points")
        axes.set_xlim(first, last + 1.6)
        years = range(first, last + 1)
        axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
        axes.set_xticks(range(first, last + 2), minor=True)
        axes.grid(visible=True, axis="x", which="minor")
        axes.tick_params(axis="x", which="both", length=0)
        svg = theme.to_svg(figure)
    columns = [Column(words.say("Project"), lambda row: names[row.Index]),
               Column(words.say("Starts in"), lambda row: str(row.start), numeric=True),
               Column(words.say("Ends in"), lambda row: str(row.end), numeric=True),
               Column(words.say("Land to clear"), area, numeric=True)]
    alt = words.say("{title}: {count} projects with a date, {first}–{last}; {area} of land to "
                    "clear.", title=title, count=len(dated), first=first, last=planned,
                    area=words.value(dated["area"].sum(), "hectares", exact=True))
    if delay_years:
        columns.insert(3, Column(words.say("With the delay"),
                                 lambda row: str(math.ceil(row.end + delay_years)), numeric=True))
        alt += " " + words.say("With a delay of {years} years the last ends in {year}.",
                               years=words.number(delay_years), year=last)
        notes = (words.say("Hatched: the delay that the scenario assumes."), *notes)
    undated = projects["project_id"].nunique() - len(dated)
    if undated:
        notes = (*notes, words.say("Projects for which the programme gives no year: {count}.",
                                   count=undated))
    return Chart(svg, alt, title, tabulate(rows, columns, title, lang), notes)

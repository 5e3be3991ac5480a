"""Tables of what was published before: the stored projections, and how good they turned out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thienhuong_analysis.assessment import summary
from thienhuong_analysis.presentation.display import Column, Table, tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from thienhuong_analysis.presentation.wording import Wording
    from thienhuong_analysis.projections import Vintage


def vintages_table(vintages: Sequence[Vintage], scenarios: Mapping[str, str], words: Wording) -> Table:
    """Return the published projections: vintage, scenario, and what each was made from."""
    return tabulate(vintages, [
        Column(words.say("Figures known by"), lambda one: words.date(one.day)),
        Column(words.say("Scenario"), lambda one: scenarios.get(one.scenario, one.scenario)),
        Column(words.say("Revision"), lambda one: str(one.revision), numeric=True),
        Column(words.say("Figures of the ward"), lambda one: words.number(len(one.record["figures"]), 0),
               numeric=True),
        Column(words.say("Series projected"), lambda one: words.number(len(one.record["series"]), 0),
               numeric=True),
        Column(words.say("File"), lambda one: one.path.with_suffix(".csv").name)],
        words.say("Published projections"), words.lang)


def scores_table(scores: pd.DataFrame, scenarios: Mapping[str, str], words: Wording) -> Table:
    """Return how good each published projection was, over all figures that have come since.

    Args
        scores : DataFrame  as ``Past.scores`` gives it
    """
    def percent(name: str) -> Column:
        return Column(_headings(words)[name], lambda row: words.percent(getattr(row, name), 0), numeric=True)

    return tabulate(summary(scores).itertuples(), [
        Column(words.say("Figures known by"), lambda row: words.date(row.vintage)),
        Column(words.say("Scenario"), lambda row: scenarios.get(row.scenario, row.scenario)),
        Column(words.say("Figures since"), lambda row: words.number(row.figures, 0), numeric=True),
        *map(percent, _headings(words))], words.say("How good the published projections were"), words.lang,
        notes=(words.say(
            "Coverage: how often the figure lay inside the interval; 80% and 95% are right. Bias: mean of "
            "projected less actual, in % of the actual. Skill: by how much the CRPS, computed from the "
            "stored quantiles, is below that of no change and of the last growth going on, the median over "
            "the figures; below 0% is worse than they are."),))


def old_figures_table(scores: pd.DataFrame, titles: Mapping[tuple[str, str], str],
                      scenarios: Mapping[str, str], words: Wording) -> Table:
    """Return every published value of a year that has been measured since, beside the figure."""
    def inside(row: pd.Series) -> str:
        return (words.say("inside 80%") if row.in_80 else words.say("inside 95%") if row.in_95
                else words.say("outside 95%"))

    return tabulate(scores.itertuples(), [
        Column(words.say("Indicator"), lambda row: titles.get((row.indicator, row.breakdown), row.indicator)),
        Column(words.say("Year"), lambda row: str(row.year)),
        Column(words.say("Figures known by"), lambda row: words.date(row.vintage)),
        Column(words.say("Scenario"), lambda row: scenarios.get(row.scenario, row.scenario)),
        Column(words.say("Median"), lambda row: words.figure(row.median, row.unit), numeric=True),
        Column(words.say("Figure"), lambda row: words.figure(row.actual, row.unit), numeric=True),
        Column(words.say("CRPS"), lambda row: words.figure(row.crps, row.unit, exact=True), numeric=True),
        Column(words.say("Interval"), inside)], words.say("Published values and the figures that came"),
        words.lang)


def _headings(words: Wording) -> dict[str, str]:
    return {"coverage_80": words.say("Coverage, 80%"), "coverage_95": words.say("Coverage, 95%"),
            "bias": words.say("Bias"), "skill_last_value": words.say("Skill against no change"),
            "skill_last_growth": words.say("Skill against last growth")}

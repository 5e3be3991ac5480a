"""A ward looked back at: new figures against old paths, bridges, and the scores of what was published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from thienhuong_analysis.errors import ThienhuongError
from thienhuong_analysis.presentation.display import Chart, Page, Prose, Table
from thienhuong_analysis.presentation.fan import required_by_year
from thienhuong_analysis.presentation.misses import misses_table, readings_chart
from thienhuong_analysis.presentation.old_views import old_figures_table, scores_table, vintages_table
from thienhuong_analysis.presentation.pictures import Pictures
from thienhuong_analysis.presentation.targets import requirements
from thienhuong_analysis.presentation.waterfall import waterfall
from thienhuong_analysis.programme import LAST_YEAR
from thienhuong_analysis.projections import Vintage

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Hindsight(Pictures):
    """What a new year says of the years before; where it says nothing yet, a sentence that tells so."""

    def misses(self) -> Table | Prose:
        """The year's figures against what was projected, and 2030 by two readings of the miss."""
        found = self.ward.past.new_year(self.year, self.scenario)
        if found.empty:
            return self._no_figures()
        asked = {(target.indicator_id, target.breakdown): " ".join(requirements(
            self.ward.programme, self.words)[target.target_id])
            for target in self.ward.programme.by_id.values()}
        return misses_table(found, self._titles, asked, self.year, self.words)

    def readings(self, indicator: str, breakdown: str = "total") -> Chart | Prose:
        """One series as it was projected before the year's figure came, and two readings after it."""
        found = self.ward.past.readings(indicator, breakdown, self.year, self.scenario)
        if found is None:
            return self._no_figures(self._title(indicator, breakdown))
        required = required_by_year(self._required(indicator, breakdown)[1])
        return self.marked(readings_chart(
            found, self._figures(indicator, breakdown), required,
            self.projection.find(indicator, breakdown).unit, self.words,
            title=self._title(indicator, breakdown)))

    def missed(self, *indicators: str) -> Page | Prose:
        """The misses and the readings of each indicator; where no figure has come, that is said once."""
        misses = self.misses()
        return misses if isinstance(misses, Prose) else Page((misses, *map(self.readings, indicators)))

    def bridge(self, indicator: str, breakdown: str = "total") -> Chart | Prose:
        """What the value of 2030 was in the view before this one, and what has moved it since."""
        since = self._earlier
        title = self._title(indicator, breakdown)
        if since is None:
            return Prose(f"{title}: {self._no_earlier()}")
        day = since.day if isinstance(since, Vintage) else since
        try:
            found = self.ward.past.bridge(indicator, breakdown, since=since, scenario=self.scenario,
                                          upto=self.year)
        except ThienhuongError as error:
            return Prose(self.words.say("{name}: {why}.", name=title, why=error))
        said = (self.words.say("Published, {date}", date=self.words.date(day)) if isinstance(since, Vintage)
                else self.words.say("As known on {date}", date=self.words.date(day)))
        now = self.words.say("Now, {date}", date=self.words.date(self.ward.vintage(self.year)))
        return self.marked(waterfall(found, self.words, title=title, before=said, after=now,
                                        year=LAST_YEAR))

    def bridges(self, *indicators: str) -> Page | Prose:
        """The bridge of each indicator; where there is no earlier view, that is said once."""
        return Prose(self._no_earlier()) if self._earlier is None else Page(
            tuple(map(self.bridge, indicators)))

    def vintages(self) -> Table | Prose:
        """The projections that were published and are stored."""
        found = self.ward.past.vintages()
        if not found:
            return Prose(self.words.say("No projection has been published yet; the yearly review stores "
                                        "each."))
        return vintages_table(found, self.scenario_names, self.words)

    def old_scores(self) -> Table | Prose:
        """How good the published projections were, scenario by scenario."""
        if self._scores.empty:
            return Prose(self.words.say("No old projection can be scored yet: no figure has come of a year "
                                        "that a published one projected."))
        return scores_table(self._scores, self.scenario_names, self.words)

    def old_figures(self) -> Table | Prose:
        """Every published value of a year that has been measured since, under the edition's scenario."""
        found = self._scores[self._scores["scenario"] == self.scenario]
        if found.empty:
            return self.old_scores()
        return old_figures_table(found, self._titles, self.scenario_names, self.words)

    def judged(self) -> Page | Prose:
        """How good the published projections were, and value by value; said once if none can be scored."""
        scores = self.old_scores()
        return scores if isinstance(scores, Prose) else Page((scores, self.old_figures()))

    @cached_property
    def _scores(self) -> pd.DataFrame:
        return self.ward.past.scores(self.year)

    @cached_property
    def _earlier(self) -> Vintage | date | None:
        return self.ward.past.earlier(self.scenario, upto=self.year)

    @cached_property
    def _titles(self) -> dict[tuple[str, str], str]:
        names = self._ids()
        return {(name, part): names.get(name, name) + (
            "" if part == "total" else f": {self.words.breakdown(part)}")
            for name, part in self.projection.series}

    def _no_earlier(self) -> str:
        published = self.ward.past.vintages(self.scenario)
        if not published:
            return self.words.say("There is no earlier view of the ward to compare with: nothing was "
                                  "published before, and no figure of {year} has come.", year=self.year)
        return self.words.say("There is no earlier view of the ward to compare with: the only publication is "
                              "the present one, of the figures known by {date}, and no figure of {year} has "
                              "come.", date=self.words.date(published[-1].day), year=self.year)

    def _no_figures(self, name: str = "") -> Prose:
        said = self.words.say("No figure of {year} has come yet that was projected before.", year=self.year)
        return Prose(f"{name}: {said}" if name else said)

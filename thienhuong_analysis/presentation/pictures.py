"""The pictures of a ward under one scenario, in one language, and what they are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, ParamSpec, Self

import numpy as np
import pandas as pd

from thienhuong_analysis.presentation import tables
from thienhuong_analysis.presentation.display import Chart
from thienhuong_analysis.presentation.enterprises import flows
from thienhuong_analysis.presentation.fan import fan_chart
from thienhuong_analysis.presentation.projects import timeline
from thienhuong_analysis.presentation.scenarios import compare
from thienhuong_analysis.presentation.scores import scorecard_chart
from thienhuong_analysis.presentation.sectors import contributions, structure
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections import SECTORS, Projection, Series
from thienhuong_analysis.projections import contributions as contributions_of
from thienhuong_analysis.ward import DRAWS, SEED, Ward

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

Shown = ParamSpec("Shown")


def _marked(draw: Callable[Shown, Chart]) -> Callable[Shown, Chart]:
    """Write into a sample's picture that it is one, so that it says so wherever it is pasted."""
    @wraps(draw)
    def drawn(*args: Shown.args, **kwargs: Shown.kwargs) -> Chart:
        return args[0].marked(draw(*args, **kwargs))  # type: ignore[attr-defined, no-any-return]
    return drawn


@dataclass(frozen=True)
class Pictures:
    """Charts of a ward, all with the same scenario, year, language, draws and seed."""

    ward: Ward
    year: int
    lang: str = "vi"
    scenario: str = "trend"
    draws: int = DRAWS
    seed: int = SEED

    @classmethod
    def open(cls, root: str, *, year: int, lang: str = "vi", scenario: str = "trend",
             draws: int = DRAWS, seed: int = SEED, as_of: str = "") -> Self:
        """Return the edition of a ward's folder; ``as_of`` as in ``Ward.open``."""
        return cls(Ward.open(root, as_of), year, lang, scenario, draws, seed)

    def marked(self, chart: Chart) -> Chart:
        """Return a chart, with the word that says so where the ward's figures are a sample."""
        return chart.marked(self.words.say("SAMPLE")) if self.ward.is_sample else chart

    @property
    def words(self) -> Wording:
        """The words of the edition's language."""
        return Wording(self.lang)

    @cached_property
    def projection(self) -> Projection:
        """The projection under the edition's scenario."""
        return self.ward.project(self.scenario, draws=self.draws, seed=self.seed, year=self.year)

    @cached_property
    def assessment(self) -> pd.DataFrame:
        """The status of every target, one row a target."""
        return self.ward.assess(self.year, self.scenario, draws=self.draws, seed=self.seed)

    @cached_property
    def scenario_names(self) -> dict[str, str]:
        """The scenarios' names, the trend first."""
        return {name: getattr(scenario.name, self.lang) for name, scenario in sorted(
            self.ward.scenarios.items(), key=lambda item: (item[1].extends is not None, item[0]))}

    @cached_property
    def in_use(self) -> pd.DataFrame:
        """The assumptions as the scenario uses them: what it sets or solves for in their place."""
        solved = {key: value for series in self.projection.series.values()
                  for key, value in series.solved.items()}
        return tables.in_use(self.ward.assumptions, self.ward.settings(self.scenario), solved,
                             {**self._ids(), **self.scenario_names}, self.words)

    @_marked
    def fan(self, indicator: str, breakdown: str = "total") -> Chart:
        """The fan chart of one series, with its required path and the figures so far."""
        series = self.projection.find(indicator, breakdown)
        target, required = self._required(indicator, breakdown)
        projection, figures = self.projection, self._figures(indicator, breakdown)
        notes: tuple[str, ...] = tuple(self._break_note(series, year) for year in series.breaks)
        goal = None if target is None else self.ward.programme.target(str(target["target_id"]))
        if goal is not None and goal.cadence == "period_total":
            projection = projection.cumulated(indicator, breakdown, goal.first_year)
            figures["value"] = figures["value"].where(figures["year"] >= goal.first_year).cumsum()
            notes = (*notes, self.words.say("Summed up since {year}, as the target is a total of the period.",
                                            year=goal.first_year))
        return fan_chart(
            self._table(projection, indicator, breakdown), figures,
            required, lang=self.lang, title=self._title(indicator, breakdown),
            scenario=self.scenario_names[self.scenario],
            probability=None if target is None else target["probability"],
            assumed=self._names(series.rests_on),
            calibration_years=self.projection.calibration.years if indicator == "grdp" else None,
            breaks=series.breaks, notes=notes)

    @_marked
    def contributions(self) -> Chart:
        """The sectors' contributions to growth on the central path."""
        return contributions(self._by_sector(contributions_of(self._levels()), YEARS), lang=self.lang,
                             title=self.words.say("Contributions to the growth of gross regional product"))

    @_marked
    def structure(self) -> Chart:
        """The sectors' shares on the central path."""
        return structure(self._by_sector(self._levels(), (BASE_YEAR, *YEARS)), lang=self.lang,
                         title=self.words.say("Structure of gross regional product"))

    @_marked
    def flows(self) -> Chart:
        """Enterprises at the end of each year, and their births, conversions and exits."""
        table = self.projection.table()
        base = pd.DataFrame([{"year": BASE_YEAR, "indicator": "enterprises", "output_type": "point",
                              "value": self.projection.find("enterprises").base}])
        return flows(pd.concat([base, table]), lang=self.lang,
                     title=self.words.say("Enterprises: stock, births, conversions and exits"))

    @_marked
    def compare(self, indicator: str) -> Chart:
        """One indicator under every scenario."""
        table = pd.concat([self._table(projection, indicator) for projection in self._all()])
        return compare(table, self._required(indicator)[1], lang=self.lang, title=self._title(indicator),
                       names=self.scenario_names, base=self.projection.find(indicator).base)

    @_marked
    def scores(self) -> Chart:
        """How likely each target is to be met."""
        return scorecard_chart(self.assessment, self.ward.programme, lang=self.lang,
                               title=self.words.say("Chance of meeting each target, review of {year}",
                                                    year=self.year))

    def projects(self) -> Chart:
        """The programme's projects on a line of years, with the scenario's delay."""
        delay = float(self.ward.setting(self.scenario, "delay_years"))
        return timeline(self.ward.programme.projects, lang=self.lang, delay_years=delay,
                        title=self.words.say("Projects and land clearance as planned"))

    def _required(self, indicator: str,
                  breakdown: str = "total") -> tuple[pd.Series | None, pd.DataFrame | None]:
        """Return the target of a series and the path it requires, None where there is no target."""
        rows = self.assessment[(self.assessment["indicator_id"] == indicator)
                               & (self.assessment["breakdown"] == breakdown)]
        if rows.empty:
            return None, None
        base = self.projection.find(indicator, breakdown).base
        return rows.iloc[0], self.ward.required_path(rows["target_id"].iloc[0], base=base)

    def _all(self) -> list[Projection]:
        return [self.ward.project(name, draws=self.draws, seed=self.seed, year=self.year)
                for name in self.scenario_names]

    def _table(self, projection: Projection, indicator: str, breakdown: str = "total") -> pd.DataFrame:
        table = projection.table()
        return table[(table["indicator"] == indicator) & (table["breakdown"] == breakdown)]

    def _figures(self, indicator: str, breakdown: str) -> pd.DataFrame:
        """Return what is measured, or the base year as assumed."""
        series = self.projection.find(indicator, breakdown)
        known = self.ward.known(self.year)
        values = np.append(series.base, series.point[:series.known_years])
        years = range(BASE_YEAR, BASE_YEAR + len(values))
        computed = "assumption" if series.base_rests_on else "estimate"
        said = ["" if series.unit == "index_2025" else known.status(indicator, breakdown, year)
                for year in years]
        status = [name if name and name != "implied" else computed for name in said]
        return pd.DataFrame({"year": years, "value": values, "status": status})

    def _break_note(self, series: Series, year: int) -> str:
        """Return what a reader must know of a break of definition in a series."""
        names = self.words.names(self.ward.declared.definitions, "definition")
        by, place = series.definitions or ("",) * len(YEARS), year - YEARS[0]
        before, after = by[max(place - 1, 0)], by[place]
        if before != after:
            return self.words.say("Dotted line: from {year} by another definition, {definition}; figures of "
                                  "the two are not compared without a factor.", year=year,
                                  definition=names.get(after, after))
        return self.words.say("Dotted line: from {year} a new definition applies. Nobody has given a factor "
                              "to restate figures to it, so the projection goes on by {definition}.",
                              year=year, definition=names.get(before, before))

    def _title(self, indicator: str, breakdown: str = "total") -> str:
        name = self.words.names(self.ward.programme.indicators, "indicator_id")[indicator]
        return name if breakdown == "total" else f"{name}: {self.words.breakdown(breakdown)}"

    def _ids(self) -> dict[str, str]:
        """Return what indicators and places are called, by their ids."""
        reference = self.ward.reference
        return {key: name for table in (reference.localities, reference.indicators)
                for key, name in table[f"name_{self.lang}"].items()}

    def _names(self, keys: tuple[str, ...]) -> list[str]:
        return tables.assumption_names(dict.fromkeys(keys), self.words, self.in_use)

    def _levels(self) -> NDArray[np.float64]:
        """Return sector levels of the central path, ndarray (year 2025–2030, sector)."""
        series = [self.projection.find("grdp", sector) for sector in SECTORS]
        return np.column_stack([np.append(s.base, s.point) for s in series])

    @staticmethod
    def _by_sector(values: NDArray[np.float64], years: tuple[int, ...]) -> pd.DataFrame:
        return pd.DataFrame(values, index=pd.Index(years, name="year"), columns=list(SECTORS)).melt(
            ignore_index=False, var_name="breakdown").reset_index()

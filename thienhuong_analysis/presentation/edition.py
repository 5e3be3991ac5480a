"""An edition: a ward under one scenario, in one language, ready to be shown line by line in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thienhuong_analysis.presentation import method_tables, records, tables
from thienhuong_analysis.presentation.chair import chair_page
from thienhuong_analysis.presentation.display import Chart, Page, Prose, Table
from thienhuong_analysis.presentation.enterprises import flows
from thienhuong_analysis.presentation.fan import fan_chart
from thienhuong_analysis.presentation.projects import timeline
from thienhuong_analysis.presentation.scenarios import compare
from thienhuong_analysis.presentation.scores import scorecard_chart
from thienhuong_analysis.presentation.sectors import contributions, structure
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.programme import BASE_YEAR, YEARS
from thienhuong_analysis.projections import SECTORS, Projection
from thienhuong_analysis.projections import contributions as contributions_of
from thienhuong_analysis.scenarios import lineage
from thienhuong_analysis.ward import DRAWS, SEED, Ward

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Edition:
    """Charts and tables of a ward, all with the same scenario, year, language, draws and seed."""

    ward: Ward
    year: int
    lang: str = "vi"
    scenario: str = "trend"
    draws: int = DRAWS
    seed: int = SEED

    @classmethod
    def open(cls, root: str, *, year: int, lang: str = "vi", scenario: str = "trend",
             draws: int = DRAWS, seed: int = SEED, as_of: str = "") -> Edition:
        """Return the edition of a ward's folder; ``as_of`` as in ``Ward.open``."""
        return cls(Ward.open(root, as_of), year, lang, scenario, draws, seed)

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

    def dateline(self) -> Prose:
        """The year of the review and the day up to which figures were known."""
        return Prose(self.words.say("Year of the review: {year}. Figures known up to {date}.",
                                    year=self.year, date=self.words.date(self.ward.vintage(self.year))))

    def opening(self) -> Page:
        """The dateline, and the scenario in its own words."""
        scenario = lineage(self.scenario, self.ward.scenarios)[-1]
        named = self.words.say("Scenario: {scenario}.", scenario=self.scenario_names[self.scenario])
        return Page((self.dateline(), Prose(f"{named} {getattr(scenario.description, self.lang)}")),
                    "opening")

    def fan(self, indicator: str, breakdown: str = "total") -> Chart:
        """The fan chart of one series, with its required path and the figures so far."""
        series = self.projection.find(indicator, breakdown)
        target, required = self._required(indicator, breakdown)
        return fan_chart(
            self._table(self.projection, indicator, breakdown), self._figures(indicator, breakdown),
            required, lang=self.lang, title=self._title(indicator, breakdown),
            scenario=self.scenario_names[self.scenario],
            probability=None if target is None else target["probability"],
            assumed=self._names(series.rests_on),
            calibration_years=self.projection.calibration.years if indicator == "grdp" else None)

    def contributions(self) -> Chart:
        """The sectors' contributions to growth on the central path."""
        return contributions(self._by_sector(contributions_of(self._levels()), YEARS), lang=self.lang,
                             title=self.words.say("Contributions to the growth of gross regional product"))

    def structure(self) -> Chart:
        """The sectors' shares on the central path."""
        return structure(self._by_sector(self._levels(), (BASE_YEAR, *YEARS)), lang=self.lang,
                         title=self.words.say("Structure of gross regional product"))

    def flows(self) -> Chart:
        """Enterprises at the end of each year, and their births, conversions and exits."""
        table = self.projection.table()
        base = pd.DataFrame([{"year": BASE_YEAR, "indicator": "enterprises", "output_type": "point",
                              "value": self.projection.find("enterprises").base}])
        return flows(pd.concat([base, table]), lang=self.lang,
                     title=self.words.say("Enterprises: stock, births, conversions and exits"))

    def compare(self, indicator: str) -> Chart:
        """One indicator under every scenario."""
        table = pd.concat([self._table(projection, indicator) for projection in self._all()])
        return compare(table, self._required(indicator)[1], lang=self.lang, title=self._title(indicator),
                       names=self.scenario_names)

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

    def targets(self, *indicators: str) -> Table:
        """The scorecard of some indicators only."""
        rows = self.assessment[self.assessment["indicator_id"].isin(indicators)]
        return tables.scorecard(rows, self.ward.programme, year=self.year, lang=self.lang,
                                assumptions=self.in_use)

    def scorecard(self, by: str = "theme") -> Table:
        """Every target by theme or by lead unit."""
        return tables.scorecard(self.assessment, self.ward.programme, year=self.year, lang=self.lang,
                                by=by, assumptions=self.in_use)

    def chair_page(self) -> Page:
        """The state of the programme on one page."""
        return chair_page(self.assessment, self.ward.programme, year=self.year, lang=self.lang)

    def without_data(self) -> Table:
        """The targets that nobody has given a figure for."""
        return tables.targets_without_data(self.assessment, self.ward.programme, lang=self.lang)

    def tasks(self) -> Table:
        """The tasks that fall into the year of the review, under their lead units."""
        return records.tasks_table(self.ward.programme, self.year, self.words)

    def assumptions(self, *indicators: str) -> Table:
        """The assumptions, or those that some indicators rest on."""
        frame = self.in_use if indicators else self.ward.assumptions
        if indicators:
            used = {key for name in indicators for key in self.projection.find(name).rests_on}
            used |= {"growth_persistence", "prior_years_variance", "prior_years_drift"} \
                if "grdp" in indicators else set()
            frame = frame[frame.index.isin(used)]
        return tables.assumptions_table(frame, lang=self.lang)

    def sources(self) -> Table:
        """Where the figures come from."""
        return tables.sources_table(self.ward.reference.sources, lang=self.lang)

    def files(self) -> Table:
        """The files read, with counts of accepted and rejected cells."""
        return records.files_table(self.ward.normalized.files, self.words)

    def findings(self) -> Table:
        """What the quality checks found."""
        return records.findings_table(self.ward.normalized.quality, self._ids(), self.words)

    def rejected(self) -> Table:
        """The cells that could not be used."""
        return records.rejected_table(self.ward.normalized.rejected, self.ward.normalized.quality,
                                      self.words)

    def coverage(self) -> Table:
        """Which indicators have figures, up to which year."""
        return records.coverage_table(self.ward.programme, self.ward.known(self.year), self.words)

    def calibration(self) -> Table:
        """The moments behind the growth shocks."""
        volatility = float(self.ward.setting(self.scenario, "volatility"))
        return method_tables.calibration_table(self.projection.calibration, volatility, self.words)

    def whole_period(self) -> Table:
        """Each sector's part of the growth of the whole period."""
        levels = self._levels()
        return method_tables.whole_period_table(levels[0], levels[-1], self.words)

    def share_sensitivity(self) -> Table:
        """The average growth of the total for other structures at the start."""
        levels = self._levels()
        named = {self.words.say("this projection"): levels[0] / levels[0].sum()}
        for year, territory, shares in self.ward.city_structures():
            boundary = (self.words.say("old boundary") if territory == "haiphong_old"
                        else self.words.say("new boundary"))
            named[self.words.say("Hải Phòng {year} ({territory})", year=self.words.period(year),
                                 territory=boundary)] = shares
        return method_tables.share_sensitivity_table(levels[1:] / levels[:-1] - 1, named, self.words)

    def births_needed(self) -> Table:
        """Births of enterprises needed a year, by population and exit rate."""
        people = self.projection.find("population").point[-1]
        return method_tables.births_table(
            self.projection.find("enterprises").base, people * np.array([0.9, 1.0, 1.1]),
            self._range("exit_rate"), self.ward.programme.target("household_business_conversions").value,
            self.ward.programme.target("enterprises_per_1000").value, self.words)

    def no_poor_households(self) -> Table:
        """The chance that no household is poor, by exit rate and new poor households a year."""
        households = self.projection.find("households").base
        entries = tuple(round(rate * households, 1) for rate in self._range("poverty_entry"))
        return method_tables.no_poor_table(self.projection.find("poor_households").base,
                                           (0.2, 0.3, 0.4, 0.5, 0.6), entries, self.words)

    def scenarios(self) -> Table:
        """The scenarios and what they say."""
        return records.scenarios_table(self.ward.scenarios, self.words)

    def chances(self) -> Table:
        """The probability of every target that can be projected, under every scenario."""
        frames = {self.scenario_names[name]: self.ward.assess(
            self.year, name, draws=self.draws, seed=self.seed) for name in self.scenario_names}
        return records.chances_table(frames, self.ward.programme, self.words)

    def levers(self) -> Table:
        """What each scenario sets, year by year where it changes."""
        return records.levers_table(
            {name: self.ward.settings(name) for name in self.scenario_names}, self.scenario_names,
            self.ward.assumptions, self._ids(), self.words)

    def _all(self) -> list[Projection]:
        return [self.ward.project(name, draws=self.draws, seed=self.seed, year=self.year)
                for name in self.scenario_names]

    def _required(self, indicator: str,
                  breakdown: str = "total") -> tuple[pd.Series | None, pd.DataFrame | None]:
        """Return the target of a series and the path it requires, None where there is no target."""
        rows = self.assessment[(self.assessment["indicator_id"] == indicator)
                               & (self.assessment["breakdown"] == breakdown)]
        if rows.empty:
            return None, None
        base = self.projection.find(indicator, breakdown).base
        return rows.iloc[0], self.ward.required_path(rows["target_id"].iloc[0], base=base)

    def _table(self, projection: Projection, indicator: str, breakdown: str = "total") -> pd.DataFrame:
        table = projection.table()
        return table[(table["indicator"] == indicator) & (table["breakdown"] == breakdown)]

    def _figures(self, indicator: str, breakdown: str) -> pd.DataFrame:
        """Return what is measured, or the base year as assumed."""
        series = self.projection.find(indicator, breakdown)
        known = self.ward.known(self.year)
        values = np.append(series.base, series.point[:series.known_years])
        years = range(BASE_YEAR, BASE_YEAR + len(values))
        status = [known.status(indicator, breakdown, year) or "assumption" for year in years]
        if not series.known_years and known.status(indicator, breakdown, BASE_YEAR) == "implied":
            status = ["assumption"]
        return pd.DataFrame({"year": years, "value": values, "status": status})

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

    def _range(self, key: str) -> tuple[float, ...]:
        return tuple(self.ward.assumptions.loc[key, ["low", "value", "high"]].astype(float))

"""A ward as it stands: progress by published rules, paces and arrivals, milestones, chances together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from thienhuong_analysis.assessment import Progress
from thienhuong_analysis.presentation.display import Prose, Table
from thienhuong_analysis.presentation.hindsight import Hindsight
from thienhuong_analysis.presentation.progress import (
    arrivals_table,
    joint_table,
    rules_table,
    share_table,
    years_table,
)
from thienhuong_analysis.programme import YEARS


@dataclass(frozen=True)
class Standing(Hindsight):
    """How the targets stand as of the year of the review; a sentence where figures are too few to say."""

    @cached_property
    def _progress(self) -> Progress:
        return self.ward.progress(self.year, self.scenario, draws=self.draws, seed=self.seed)

    def rules(self) -> Table | Prose:
        """What the published rules of progress say, side by side, disagreements marked."""
        found = self._progress.rules()
        if found.empty:
            return Prose(self.words.say("No target has figures of two years yet, which every rule of "
                                        "progress needs."))
        return rules_table(found, self.ward.programme, self.year, self.words, self.in_use)

    def arrivals(self) -> Table:
        """The pace that each target needs, when it arrives, and how long one may wait."""
        return arrivals_table(self._progress.arrivals(), self.ward.programme, self.words)

    def required(self, shape: str = "linear") -> Table:
        """The value that each target requires in each year, under a shape of the way."""
        return years_table(self._progress.milestones(shape), self.ward.programme, shape, self.words)

    def this_years_share(self, shape: str = "linear") -> Table | Prose:
        """What the year of the review has to bring, counted, under the lead units."""
        if self.year not in YEARS:
            return Prose(self.words.say(
                "The programme asks nothing of {year}: its years are {first} to {last}.", year=self.year,
                first=YEARS[0], last=YEARS[-1]))
        found = self._progress.this_years_share(shape)
        if found.empty:
            return Prose(self.words.say("Nothing of {year} can be counted: no target with a figure is short "
                                        "of its milestone.", year=self.year))
        return share_table(found, self.ward.programme, self.year, self.words)

    def together(self, *targets: str) -> Table:
        """The chance that targets are met together, under every scenario; all of them if none is named."""
        options = {"draws": self.draws, "seed": self.seed}
        found = {name: self.ward.progress(self.year, key, **options).joint(targets)
                 for key, name in self.scenario_names.items()}
        return joint_table(found, self.ward.programme, self.words)

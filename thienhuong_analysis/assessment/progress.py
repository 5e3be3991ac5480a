"""Progress towards the targets as of a year: rules, paces, milestones, and chances together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import pandas as pd

from thienhuong_analysis.assessment.arrival import arrivals
from thienhuong_analysis.assessment.probability import Joint, joint, met
from thienhuong_analysis.assessment.rules import compare_rules
from thienhuong_analysis.assessment.this_year import milestones, this_years_share
from thienhuong_analysis.errors import ProjectionError
from thienhuong_analysis.observations import Known
from thienhuong_analysis.programme import Programme
from thienhuong_analysis.projections import Inputs, Projection

OLD_CITY = "haiphong_old"
"""The place whose best pace stands in where the ward has no two years: the city on one boundary."""


class Followed(Protocol):
    """A ward whose progress is followed."""

    @property
    def programme(self) -> Programme:
        """Its targets."""

    def known(self, year: int = ..., locality: str = ...) -> Known:
        """Return the figures of a place up to a year."""

    def inputs(self, scenario: str = ..., *, draws: int = ..., year: int = ...) -> Inputs:
        """Return what a projection is a function of."""

    def assess(self, year: int, scenario: str = ..., *, draws: int = ..., seed: int = ...) -> pd.DataFrame:
        """Return the status of every target."""

    def project(self, scenario: str = ..., *, draws: int = ..., seed: int = ...,
                year: int = ...) -> Projection:
        """Return a projection."""


@dataclass(frozen=True)
class Progress:
    """How the targets stand as of a year, under a scenario."""

    ward: Followed
    year: int
    scenario: str
    draws: int
    seed: int

    @cached_property
    def assessment(self) -> pd.DataFrame:
        """The status of every target, as ``assess`` gives it."""
        return self.ward.assess(self.year, self.scenario, draws=self.draws, seed=self.seed)

    @property
    def projection(self) -> Projection:
        """The projection from the figures up to the year."""
        return self.ward.project(self.scenario, draws=self.draws, seed=self.seed, year=self.year)

    def rules(self) -> pd.DataFrame:
        """Return what three published rules say of each target that has figures of two years.

        Beside the columns of ``compare_rules`` there is ``rests_on``; ``assumed`` is also true where the
        verdict rests on assumptions.
        """
        said = self.assessment.set_index("target_id")
        found = compare_rules(self.ward.programme, self.ward.known(self.year), self.projection,
                              said["verdict"])
        found["assumed"] |= found["target_id"].map(said["assumed"]).astype(bool)
        return found.assign(rests_on=found["target_id"].map(said["rests_on"]))

    def arrivals(self) -> pd.DataFrame:
        """Return the pace that each target with a figure needs, and when it arrives at the present one."""
        return arrivals(self.ward.programme, self.ward.known(self.year), self.ward.known(self.year, OLD_CITY),
                        self.projection)

    def milestones(self, shape: str = "linear") -> pd.DataFrame:
        """Return the value that each target requires in each year, under a shape of the way."""
        return milestones(self.ward.programme, self.assessment, shape)

    def this_years_share(self, shape: str = "linear") -> pd.DataFrame:
        """Return what has to be done within the year to stay on the required path, counted."""
        exposure = self.ward.inputs(self.scenario, draws=1, year=self.year).optional("exposure_of_new")
        return this_years_share(self.ward.programme, self.assessment, self.projection, self.year, shape,
                                exposure=0.0 if exposure is None else float(exposure[0]))

    def joint(self, targets: Sequence[str] = ()) -> Joint:
        """Return the chance that all of some targets are met together.

        Args
            targets : sequence of str  target ids, or indicator ids that have one target; empty for all that
                have a probability

        Raises
            ProgrammeError: no such target
            ProjectionError: a target that has no probability, for want of figures or because it is judged
                by its pace
        """
        said = self.assessment.set_index("target_id")
        chances = said["probability"].dropna()
        goals = [self.ward.programme.target(name) for name in (targets or chances.index)]
        for goal in goals:
            if goal.target_id not in chances.index:
                raise ProjectionError("{target} has no probability: it has no figures to project from, or "
                                      "can only be judged by its pace; targets that have one: {known}",
                                      target=goal.target_id, known=", ".join(chances.index))
        found = joint({goal.target_id: met(goal, self.projection.find(goal.indicator_id, goal.breakdown))
                       for goal in goals})
        return replace(found, assumed=bool(said.loc[list(found.marginal), "assumed"].any()))


def compared(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the same table of several scenarios as one, a target's rows under each other.

    Args
        tables : mapping  scenario -> table; one alone stays as it is
    """
    if len(tables) == 1:
        return next(iter(tables.values()))
    table = pd.concat([rows.assign(scenario=name)[["scenario", *rows]] for name, rows in tables.items()],
                      ignore_index=True)
    if "target_id" not in table:
        return table
    order = {name: i for i, name in enumerate(dict.fromkeys(table["target_id"]))}
    return table.sort_values("target_id", kind="stable", key=lambda ids: ids.map(order), ignore_index=True)

"""Progress towards the targets: published rules, paces and arrivals, milestones, chances together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from thienhuong_analysis.assessment import Joint
from thienhuong_analysis.presentation.display import Cell, Column, Table, tabulate
from thienhuong_analysis.presentation.tables import assumption_names
from thienhuong_analysis.presentation.targets import requirements, target_names, verdict_cell
from thienhuong_analysis.presentation.wording import _
from thienhuong_analysis.programme import YEARS, Programme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thienhuong_analysis.presentation.wording import Wording

_COUNTED = {"births": _("{count} enterprises to be founded"),
            "exits_from_poverty": _("{count} households to leave poverty, on balance")}
_CATCHING_UP = {"too_late": _("not within the best pace"), "leads_away": _("the best pace leads away")}
_SHAPES = {"linear": _("in equal steps"), "step": _("all of it half-way"), "s_curve": _("slow at both ends"),
           "front_loaded": _("more at the beginning"), "back_loaded": _("more at the end")}


def rules_table(rules: pd.DataFrame, programme: Programme, year: int, words: Wording,
                assumptions: pd.DataFrame | None = None) -> Table:
    """Return what each rule says of each target, disagreements marked.

    Args
        rules : DataFrame  as ``Progress.rules`` gives it
        assumptions : DataFrame  indexed by key, for the names of what a verdict rests on
    """
    names = target_names(programme, words)

    def ruling(label: str, measure: str) -> Cell:
        return Cell(words.term(label), measure)

    def ratio(row: Any) -> Cell:
        measure = "" if math.isnan(row.growth_ratio) else f"R = {words.number(row.growth_ratio)}"
        return ruling(row.growth_label, measure)

    def miss(row: Any) -> Cell:
        missed = row.miss_label in ("on_track", "slightly_off", "off_track") and row.miss > 0
        shares = [words.say("{share} of the way missed", share=words.percent(row.miss, 0))] if missed else []
        changes = words.say("from {count} changes", count=row.changes)
        return ruling(row.miss_label, "; ".join([*shares, changes]))

    def default(row: Any) -> Cell:
        return verdict_cell(row, words, reason=words.say("Rests on assumptions: {names}.", names="; ".join(
            assumption_names(row.rests_on, words, assumptions))) if row.rests_on else "")

    return tabulate(rules.itertuples(), [
        Column(words.say("Target"), lambda row: names[row.target_id]),
        Column(words.say("Growth ratio"), ratio), Column(words.say("Straight line"), miss),
        Column(words.say("Pace ratio"), lambda row: words.number(row.pace_ratio), numeric=True),
        Column(words.say("Probability rule"), default),
        Column(words.say("Agreement"), lambda row: Cell(
            words.say("the rules disagree"), sign="≠", css="verdict-at-risk") if row.disagree
            else words.say("agree"))],
        words.say("Published rules of progress side by side, {year}", year=year), words.lang, notes=(
            words.say("Growth ratio (Eurostat): growth so far over the growth that the target requires; "
                      "on track from 0.95, acceleration needed from 0.60. It cannot be applied to values "
                      "of zero or below."),
            words.say("Straight line (Destatis): the mean of the last changes, at most five, goes on; on "
                      "track where less than 5% of the way still to go is missed, slightly off up to 20%. "
                      "The published rule wants three changes at least; with fewer it is a first hint."),
            words.say("Pace ratio: pace so far over the pace required since 2025, on the scale that suits "
                      "the target."),
            words.say("The rules disagree where one finds a target well under way and another does not; "
                      "the probability rule is the one used elsewhere in this review.")))


def arrivals_table(arrivals: pd.DataFrame, programme: Programme, words: Wording) -> Table:
    """Return the pace that each target needs in three metrics, when it arrives, and how long one may wait.

    Args
        arrivals : DataFrame  as ``Progress.arrivals`` gives it
    """
    names = target_names(programme, words)

    def by(metric: str, pace: float, row: Any, place: str = "") -> Cell:
        if math.isnan(pace):
            return Cell("")
        if metric == "compound":
            return Cell(words.signed(100 * pace, "none") + "%", place)
        unit = words.say("logits") if metric == "logit" else (
            words.say("points") if row.unit == "fraction" else words.term(row.unit))
        scale = row.unit if metric == "linear" else "none"
        return Cell(words.signed(pace, scale), " ".join(filter(None, (unit, place))))

    def needed(heading: str, metric: str) -> Column:
        return Column(heading, lambda row: by(metric, getattr(row, metric), row), numeric=True)

    def arrival(row: Any) -> str:
        if not pd.isna(row.arrival_year):
            return words.say("reached") if row.arrival_year <= row.latest_year else f"{row.arrival_year:.0f}"
        return words.say("never at this pace") if not math.isnan(row.present_pace) else ""

    def best(row: Any) -> Cell:
        place = {"city": words.say("of Hải Phòng"), "ward": words.say("of the ward"), "": ""}[row.best_of]
        return by(row.metric, row.best_pace, row, place)

    def start(row: Any) -> str:
        if row.catching_up == "possible":
            return f"{row.last_start:.0f}"
        said = _CATCHING_UP.get(row.catching_up, "")
        return words.say(said) if said else ""

    return tabulate(arrivals.itertuples(), [
        Column(words.say("Target"), lambda row: Cell(names[row.target_id], words.say(
            "by {year}", year=row.last_year), badge=words.say("on assumptions") if row.assumed else "")),
        needed(words.say("Rate needed"), "compound"), needed(words.say("Step needed"), "linear"),
        needed(words.say("On the logit scale"), "logit"),
        Column(words.say("Present pace"), lambda row: by(row.metric, row.present_pace, row), numeric=True),
        Column(words.say("Arrives in"), arrival, numeric=True),
        Column(words.say("Best pace seen"), best, numeric=True),
        Column(words.say("One may wait until the end of"), start, numeric=True)],
        words.say("The pace a year that each target needs, and when it arrives"), words.lang, notes=(
            words.say("The present pace is that of the last year with a figure. The last column gives the "
                      "last year that one may let pass: the best pace ever seen, begun after it, still leads "
                      "to the target in time; where the ward has no two years of figures, the best pace is "
                      "the city's."),))


def years_table(milestones: pd.DataFrame, programme: Programme, shape: str, words: Wording) -> Table:
    """Return the value that each target requires in each year.

    Args
        milestones : DataFrame  as ``Progress.milestones`` gives it
        shape : str  how the way is spread over the years
    """
    names, asked = target_names(programme, words), requirements(programme, words)

    def at(year: int) -> Column:
        def shown(row: Any) -> str:
            value = row[year]
            return "" if math.isnan(value) else words.value(value, row["unit"])
        return Column(str(year), shown, numeric=True)

    return tabulate(milestones.to_dict("records"), [
        Column(words.say("Target"), lambda row: Cell(names[row["target_id"]], asked[row["target_id"]][0])),
        *map(at, YEARS)],
        words.say("Milestones of every year, {shape}", shape=words.say(_SHAPES[shape])), words.lang, notes=(
            words.say("A target without a figure of 2025 has its value of the last year only."),))


def share_table(share: pd.DataFrame, programme: Programme, year: int, words: Wording) -> Table:
    """Return what the year has to bring, in things that can be counted, under the lead units.

    Args
        share : DataFrame  as ``Progress.this_years_share`` gives it
    """
    names, units = target_names(programme, words), words.names(programme.units, "lead_unit")
    unit_of = programme.indicators.set_index("indicator_id")["unit"]
    heading = words.say("Lead unit")

    def unit(row: Any) -> str:
        return str(unit_of[programme.by_id[row.target_id].indicator_id])

    def amount(row: Any) -> Cell:
        if row.what in _COUNTED:
            said = words.say(_COUNTED[row.what], count=words.number(row.amount, 0))
        else:
            said = (words.change if row.what == "points" else words.value)(row.amount, unit(row))
        return Cell(said, badge=words.say("on assumptions") if row.assumed else "")

    births = words.say("Enterprises to be founded: with the conversions, exits and population of the "
                       "scenario's path, to a milestone that grows by the same rate every year. Equal "
                       "numbers in every year, to the value of 2030, are more at first.")
    rows = share.assign(lead_unit=share["lead_unit"].str.split(";")).explode("lead_unit")
    return tabulate(rows.itertuples(), [
        Column(heading, lambda row: units[row.lead_unit]),
        Column(words.say("Target"), lambda row: names[row.target_id]),
        Column(words.say("To do in {year}", year=year), amount, numeric=True),
        Column(words.say("From"), lambda row: words.value(row.from_value, unit(row)), numeric=True),
        Column(words.say("To"), lambda row: words.value(row.to_value, unit(row)), numeric=True)],
        words.say("What {year} has to bring", year=year), words.lang, group=heading, notes=(
            words.say("From the end of the year before, as known or else as the scenario's path has it, "
                      "to the milestone of the year. A target on its milestone already is left out."),
            *([births] if (share["what"] == "births").any() else [])))


def joint_table(found: Mapping[str, Joint], programme: Programme, words: Wording) -> Table:
    """Return the chance that targets are met together, by scenario.

    Args
        found : mapping  scenario's name in this language -> chance
    """
    names = target_names(programme, words)
    some = next(iter(found.values()))
    together = words.list(names[target] for target in some.marginal)
    return tabulate(found.items(), [
        Column(words.say("Scenario"), lambda row: row[0]),
        Column(words.say("All together"), lambda row: Cell(
            words.chance(row[1].probability), _error(row[1].standard_error, words),
            badge=words.say("on assumptions") if row[1].assumed else ""), numeric=True),
        Column(words.say("If independent"), lambda row: words.chance(row[1].independent), numeric=True),
        Column(words.say("Possible at least"), lambda row: words.percent(row[1].lower, 0), numeric=True),
        Column(words.say("Possible at most"), lambda row: words.percent(row[1].upper, 0), numeric=True),
        Column(words.say("Bottleneck"), lambda row: Cell(
            names[row[1].bottleneck], words.say("without it {chance}", chance=words.chance(
                row[1].without[row[1].bottleneck]))) if row[1].bottleneck else words.say("no single one"))],
        words.say("Chance that all of these are met together"), words.lang, notes=(
            words.say("Targets: {targets}.", targets=together),
            words.say("From the same draws, so that what moves together is counted together. The bounds "
                      "are what the single chances allow, whatever the links between targets (Fréchet). "
                      "The bottleneck is the target whose removal raises the chance most.")))


def _error(standard_error: float, words: Wording) -> str:
    shown = words.number(100 * standard_error)
    return "" if shown == "0" else words.say("simulation error ± {error} points", error=shown)

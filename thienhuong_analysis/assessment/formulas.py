"""The formulas that a value may come from: in symbols, in words, and as a function of its inputs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.projections.enterprises import births_required
from thienhuong_analysis.projections.pipeline import in_use
from thienhuong_analysis.projections.poverty import exit_required, most_poor_allowed


@dataclass(frozen=True)
class Formula:
    """One formula.

    Args
        symbols : str  as the method page writes it
        words : str  the same in words, an English sentence of the catalogue
        value : function  the inputs in the order of the tree -> the number
    """

    symbols: str
    words: str
    value: Callable[..., float]


def _births_solved(density: float, people: float, stock: float, *yearly: float) -> float:
    conversions, exit_rate = np.split(np.asarray(yearly), 2)
    return max(0.0, births_required(density * people / 1000, stock, conversions, exit_rate))


def _exit_solved(bound: float, households: float, poor: float, *entries: float) -> float:
    allowed = min(most_poor_allowed(bound, households), poor)
    return exit_required(poor, allowed, np.asarray(entries))


def _births_solved_growing(density: float, people: float, stock: float, growth: float, exposure: float,
                           *yearly: float) -> float:
    conversions, exit_rate = np.split(np.asarray(yearly), 2)
    return max(0.0, births_required(density * people / 1000, stock, conversions, exit_rate, growth=growth,
                                    exposure=exposure))


def _exit_solved_changed(bound: float, households: float, poor: float, *yearly: float) -> float:
    allowed = min(most_poor_allowed(bound, households), poor)
    return exit_required(poor, allowed, *np.split(np.asarray(yearly), 3))


def _in_use(year: float, cleared: float, delay: float, ramp: float) -> float:
    return float(in_use(np.array([year]), np.array([cleared]), delay, ramp)[0, 0])


def _weighted(*pairs: float) -> float:
    return float(np.dot(pairs[::2], pairs[1::2]))


def _shared_level(total: float, *pairs: float) -> float:
    expected = np.asarray(pairs[::2]) * (1 + np.asarray(pairs[1::2]))
    return float(expected[0] * total / expected.sum())


def _shared_growth(rate: float, *pairs: float) -> float:
    return _shared_level(sum(pairs[::2]) * (1 + rate), *pairs)


def _drift_share(value: float, first: float, last: float, years: float) -> float:
    return float(expit(logit(value) + (logit(last) - logit(first)) / years))


FORMULAS = {
    "growth": Formula("Y[t] = Y[t−1] · (1 + g[t])",
                      _("The value of the year before, grown by the rate of the year."),
                      lambda before, rate: before * (1 + rate)),
    "share_of_whole": Formula("Y[s] = Y · a[s]", _("The total of 2025 times the sector's share in it."),
                              lambda whole, share: whole * share),
    "sum": Formula("Y[t] = Σ Y[s,t]", _("The sum of the sectors."), lambda *parts: float(sum(parts))),
    "sum_with_taxes": Formula(
        "Y[t] = Σ Y[s,t] · Y[k] / Σ Y[s,k]",
        _("The sum of the sectors, with product taxes as in the last total that was measured."),
        lambda *parts: float(sum(parts[:3]) * parts[3] / sum(parts[4:]))),
    "shared_level": Formula(
        "Y[s,t] = Y[t] · Y[s,t−1] (1 + g[s,t]) / Σ Y[j,t−1] (1 + g[j,t])",
        _("The total that was measured, shared out as the scenario makes the sectors grow."), _shared_level),
    "shared_growth": Formula(
        "Y[s,t] = (1 + G[t]) Σ Y[j,t−1] · Y[s,t−1] (1 + g[s,t]) / Σ Y[j,t−1] (1 + g[j,t])",
        _("The total's measured growth, shared out as the scenario makes the sectors grow."), _shared_growth),
    "whole_over_size": Formula("H[t] = P[t] / h", _("The population over the persons in a household."),
                               lambda people, size: people / size),
    "stock": Formula("S[t] = S[t−1] + B[t] + C[t] − X[t]",
                     _("The stock of the year before, with births and conversions, without exits."),
                     lambda stock, births, conversions, exits: stock + births + conversions - exits),
    "exits": Formula("X[t] = δ[t] · S[t−1]", _("The exit rate times the stock at the start of the year."),
                     lambda rate, stock: rate * stock),
    "exits_exposed": Formula(
        "X[t] = δ[t] · (S[t−1] + h · (B[t] + C[t]))",
        _("The exit rate times the stock at the start of the year and part of what is new in it."),
        lambda rate, stock, part, births, conversions: rate * (stock + part * (births + conversions))),
    "conversions": Formula("C[t] = K[t] · u[t]",
                           _("The household businesses that may convert, times the share that does."),
                           lambda candidates, uptake: candidates * uptake),
    "spread": Formula("K[t] = max(K − Σ C, 0) / n",
                      _("What is left of the total of the period, evenly over the years still open."),
                      lambda total, years, *counted: max(total - sum(counted), 0.0) / years),
    "density": Formula("D[t] = 1000 · S[t] / P[t]", _("Enterprises for every 1,000 people."),
                       lambda stock, people: 1000 * stock / people),
    "counted_density": Formula("S[t] = D[t] · P[t] / 1000",
                               _("The measured number per 1,000 people, times the people."),
                               lambda density, people: density * people / 1000),
    "mean": Formula("y = Σ y[t] / n", _("The mean of the years that have been counted."),
                    lambda *values: float(np.mean(values))),
    "own_exit_rate": Formula("δ = Σ X[t] / Σ S[t−1]",
                             _("The exits counted, over the stocks at the start of their years."),
                             lambda *pairs: sum(pairs[::2]) / sum(pairs[1::2])),
    "births_solved": Formula(
        "B = max(0, (D* P[T] / 1000 − S[T | B = 0]) / (S[T | B = 1] − S[T | B = 0]))",
        _("As many births a year as just bring the last year to the target, given conversions and exits."),
        _births_solved),
    "poor": Formula("K[t] = (1 − x[t]) · K[t−1] + e[t] · H[t]",
                    _("Poor households that stay poor, and those that become poor."),
                    lambda rate, poor, entry, households: (1 - rate) * poor + entry * households),
    "entries": Formula("ν[t] = e[t] · H[t]", _("The entry rate times all households."),
                       lambda entry, households: entry * households),
    "exit_solved": Formula(
        "x: (1 − x)ⁿ K₀ + Σ (1 − x)ⁿ⁻ʲ ν[j] = min(⌈p* H[T]⌉ − 1, K₀)",
        _("The exit rate with which the last year is just below the target and no worse than now."),
        _exit_solved),
    "births_solved_growing": Formula(
        "B = max(0, (D* P[T] / 1000 − S[T | B = 0]) / (S[T | B = 1] − S[T | B = 0]))",
        _("As many births in the first year as just bring the last year to the target, when births grow at g "
          "a year and a part h of what is new in a year may exit in it."), _births_solved_growing),
    "poor_eased": Formula(
        "K[t] = max((1 − x[t]) · K[t−1] − max(s[t], 0), 0) + e[t] · H[t] + max(−s[t], 0)",
        _("Poor households that stay poor, without those whom income growth lifts out, and those that become "
          "poor."),
        lambda rate, poor, entry, households, eased: max((1 - rate) * poor - max(eased, 0.0), 0.0)
        + entry * households + max(-eased, 0.0)),
    "eased": Formula("s[t] = β · (g[t] − g₀) · H[t]",
                     _("Points of the rate for each per cent of growth beyond the reference, times all "
                       "households."),
                     lambda beta, growth, reference, households: beta * (growth - reference) * households),
    "growth_of": Formula("g[t] = y[t] / y[t−1] − 1", _("Growth over the year before."),
                         lambda now, before: now / before - 1),
    "growth_per_head": Formula("g[t] = (Y[t] / Y[t−1]) / (P[t] / P[t−1]) − 1",
                               _("Growth over the year before, of each head of the population."),
                               lambda now, before, people, people_before:
                               now / before / (people / people_before) - 1),
    "exit_solved_changed": Formula(
        "x: K[T] = min(⌈p* H[T]⌉ − 1, K₀),  K[t] = max((1 − x) f[t] K[t−1] − max(s[t], 0), 0) + ν[t] + "
        "max(−s[t], 0)",
        _("The exit rate with which the last year is just below the target and no worse than now, with the "
          "new definition and the growth of incomes."), _exit_solved_changed),
    "restated": Formula("y′ = f · y", _("The value by the old definition, times the factor to the new one."),
                        lambda factor, value: factor * value),
    "moved": Formula("N[j,t] = Σ N[i,t−1] · p[i,j]",
                     _("Households of each state of the year before, times the part that moves here."),
                     _weighted),
    "staying": Formula("p[i,i] = 1 − Σ p[i,j]", _("All that do not move to another state."),
                       lambda *moves: 1 - float(sum(moves))),
    "share_of_row": Formula("p[i,j] = M[i,j] / Σ M[i,k]",
                            _("Households counted as having moved so, over all that were in the state."),
                            lambda moved, *row: moved / float(sum(row))),
    "rest": Formula("N = H − Σ N[i]", _("All households without the poor and near-poor ones."),
                    lambda whole, *parts: whole - float(sum(parts))),
    "with_projects": Formula(
        "Y[t] = (Y[t−1] − V[t−1] + V[k]) · (1 + g[t]) + V[t] − V[k]",
        _("The value of the year before without what projects have added since the last figure, grown by the "
          "rate of the year, and what they add by then."),
        lambda before, added, held, rate, adds: (before - added + held) * (1 + rate) + adds - held),
    "projects": Formula("V[t] = v · Σ A[i] · u[i,t]",
                        _("Value added per hectare, times the hectares of each project and the part in use."),
                        lambda value, *pairs: value * _weighted(*pairs)),
    "in_use": Formula("u[t] = min(max((t − c − d) / r, 0), 1)",
                      _("The part in use: evenly over r years from the year c at whose end the land is "
                        "clear, d years later than planned."), _in_use),
    "late": Formula("d = d₀ + w / 2", _("The delay, and half of the further delay that is drawn."),
                    lambda delay, width: delay + width / 2),
    "value_of_share": Formula("v = a · Y",
                              _("The share of the GRDP of 2025 that a hectare adds, in its unit."),
                              lambda share, whole: share * whole),
    "ratio": Formula("p[t] = K[t] / H[t]", _("Poor households over all households."),
                     lambda poor, households: poor / households),
    "counted_rate": Formula("K[t] = p[t] · H[t]", _("The measured rate times all households."),
                            lambda rate, households: rate * households),
    "step": Formula("p[t] = p[t−1] + c[t]", _("The share of the year before, and the change of the year."),
                    lambda share, change: float(np.clip(share + change, 1e-6, 1 - 1e-6))),
    "step_bounded": Formula(
        "p[t] = min(max(p[t−1] + c[t], 0), 1)",
        _("The share of the year before, and the change of the year, within its bounds."),
        lambda share, change: float(np.clip(share + change, 0, 1))),
    "drift_share": Formula(
        "logit p[t] = logit p[t−1] + (logit p₂ − logit p₁) / n",
        _("The share goes on as it changed between its first and last figure, on the logit scale."),
        _drift_share),
    "drift_level": Formula("ln y[t] = ln y[t−1] + (ln y₂ − ln y₁) / n",
                           _("The value goes on growing as between its first and last figure."),
                           lambda value, first, last, years: value * (last / first) ** (1 / years)),
    "unchanged": Formula("y[t] = y[t−1] · exp(0)", _("The value of the year before: no change is known."),
                         lambda value, change: value * float(np.exp(change))),
    "average_growth": Formula("ḡ = (Y[T] / Y[b])^(1/n) − 1", _("The compound yearly rate of the period."),
                              lambda last, base, years: (last / base) ** (1 / years) - 1),
    "total": Formula("C = Σ y[t]", _("The years of the period together."), lambda *years: float(sum(years))),
    "total_so_far": Formula("C[t] = C · n / N", _("The total of the period in equal parts, up to the year."),
                            lambda total, passed, years: total * passed / years),
    "milestone_linear": Formula(
        "y*[t] = y[b] + (y* − y[b]) · n / N", _("A straight line from 2025 to the target."),
        lambda goal, base, passed, years: base + (goal - base) * passed / years),
    "milestone_compound": Formula(
        "y*[t] = y[b] · (y* / y[b])^(n/N)", _("The same growth every year from 2025 to the target."),
        lambda goal, base, passed, years: float(base * (np.float64(goal) / base) ** (passed / years))),
    "milestone_logit": Formula(
        "logit y*[t] = logit y[b] + (logit y* − logit y[b]) · n / N",
        _("A straight line from 2025 to the target, on the logit scale."),
        lambda goal, base, passed, years: float(expit(
            logit(base) + (logit(goal) - logit(base)) * passed / years))),
    "people_enough": Formula(
        "P = 1000 · (S₀ + K) / D*",
        _("The population for which today's enterprises and all conversions would just be enough, if none "
          "closed and none were founded."),
        lambda stock, conversions, density: 1000 * (stock + conversions) / density),
}

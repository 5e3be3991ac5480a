"""The formulas that a value may come from: in symbols, in words, and as a function of its inputs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.projections.enterprises import births_required
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

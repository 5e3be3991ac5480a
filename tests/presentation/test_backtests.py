"""What is told beside the scores."""

import pandas as pd

from thienhuong_analysis.presentation.backtests import remarks, shown
from thienhuong_analysis.presentation.wording import Wording
from thienhuong_analysis.projections import backtest, make_panel


def panel(countries, indicators=("x",), step=1, bad=0.0):
    rows = [(c, i, year, 100 + (hash_ * year) % 7 + year - 2000)
            for hash_, c in enumerate(countries, 1) for i in indicators for year in range(2000, 2016, step)]
    rows.append((countries[0], indicators[0], 2050, bad))
    return make_panel(pd.DataFrame(rows, columns=["country", "indicator", "year", "value"]))


def test_what_was_left_out_and_chosen_is_told():
    told = remarks(backtest(panel("ABCDE")), Wording("en").say)
    assert told[0].startswith("1 rows left out: zero or below")
    assert told[1].startswith("x: as seen from 2015, ν₀ = ") and "4 other economies" in told[1]


def test_a_lone_economy_is_told_that_nothing_is_pooled():
    assert "nothing is pooled" in remarks(backtest(panel("A")), Wording("en").say)[-1]


def test_horizons_without_values_are_named():
    told = remarks(backtest(panel("ABCDE", step=2), history=6), Wording("en").say)
    assert any("at 1, 3, 5 years ahead" in text for text in told)


def test_the_same_is_told_in_vietnamese():
    told = remarks(backtest(panel("ABCDE")), Wording("vi").say)
    assert told[0].startswith("bỏ 1 dòng") and "4 nền kinh tế khác" in told[1]


def test_of_several_indicators_the_longest_horizon_is_shown():
    table = shown(backtest(panel("ABCDE", ("x", "y"))))
    assert set(table[table["indicator"] == "x"]["horizon"]) == {5}
    assert set(table[table["indicator"] == "all"]["horizon"]) == {1, 2, 3, 4, 5}


def test_one_indicator_is_not_shown_twice():
    assert set(shown(backtest(panel("ABCDE")))["indicator"]) == {"all"}

"""The register of enterprises: its expectation, its draws, and the births a target needs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from thienhuong_analysis.projections import Streams, project
from thienhuong_analysis.projections.enterprises import (
    births_required,
    births_required_closed,
    enterprise_series,
    expected_register,
    simulated_register,
    spread,
)
from thienhuong_analysis.projections.people import population_series

YEARS = 5
DRAWS = 10_000
UNIFORMS = Streams(2025, DRAWS).uniforms("enterprises", YEARS, 3)
flows = st.lists(st.floats(0, 200), min_size=1, max_size=8)
rates = st.floats(0, 0.6)


def path(value):
    return np.full(YEARS, float(value))


def simulate(*, births=40.0, exit_rate=0.1, candidates=90.0, uptake=0.6, overdispersion=2.0,
             draws=DRAWS, stock=250.0):
    return simulated_register(stock, path(births), path(candidates), path(uptake), path(exit_rate),
                              overdispersion, UNIFORMS[:draws])


@pytest.fixture(scope="module")
def simulated():
    return simulate()


def test_the_expected_register_of_a_table_worked_out_by_hand():
    # 250 − 25 + 40 + 90 = 355; 355 − 71 + 20 + 0 = 304
    found = expected_register(250, np.array([40.0, 20.0]), np.array([90.0, 0.0]),
                              np.array([0.1, 0.2]))
    np.testing.assert_allclose(found.stock, [355, 304])
    np.testing.assert_allclose(found.exits, [25, 71])


@given(flows, st.data())
def test_the_births_required_are_the_root_that_brentq_finds(conversions, data):
    years = len(conversions)
    exit_rate = np.array(data.draw(st.lists(rates, min_size=years, max_size=years)))
    stock, target = data.draw(st.floats(0, 1000)), data.draw(st.floats(0, 3000))
    conversions = np.array(conversions)

    def miss(births):
        return expected_register(stock, np.full(years, births), conversions,
                                 exit_rate).stock[-1] - target

    root = optimize.brentq(miss, -1e5, 1e5, xtol=1e-10)
    assert births_required(target, stock, conversions, exit_rate) == pytest.approx(root, abs=1e-6)


@given(st.floats(0.001, 0.9), st.integers(1, 8), st.floats(0, 1000), st.floats(0, 3000))
def test_the_births_required_follow_the_methods_formula_at_a_constant_exit_rate(
        exit_rate, years, stock, target):
    staying = (1 - exit_rate) ** years
    surviving = sum(50 * (1 - exit_rate) ** (years - j) for j in range(1, years + 1))
    formula = (target - stock * staying - surviving) * exit_rate / (1 - staying)
    assert births_required(target, stock, np.full(years, 50.0), np.full(years, exit_rate)) == (
        pytest.approx(formula, rel=1e-9, abs=1e-9))


def test_the_births_required_without_exits_are_what_is_missing_shared_out():
    assert births_required(903, 250, path(90), path(0)) == pytest.approx((903 - 250 - 450) / 5)


def test_the_births_required_are_continuous_where_exits_vanish():
    assert births_required(903, 250, path(90), path(1e-10)) == pytest.approx(
        births_required(903, 250, path(90), path(0)), abs=1e-6)


def test_if_all_leave_every_year_only_the_last_years_entries_count():
    assert births_required(500, 250, path(90), path(1)) == pytest.approx(410)


def test_the_births_required_are_negative_where_the_target_is_reached_without():
    assert births_required(100, 250, path(0), path(0)) == pytest.approx(-30)


def test_the_births_required_are_the_root_of_the_simulator_up_to_its_error():
    required = births_required(903, 250, path(90), path(0.1))

    def miss(births):
        return simulate(births=births, uptake=1, draws=4000).stock[:, -1].mean() - 903

    spread_of_stock = simulate(births=required, uptake=1, draws=4000).stock[:, -1].std()
    each_birth_adds = sum(0.9**j for j in range(5))
    error = spread_of_stock / np.sqrt(4000) / each_birth_adds
    assert optimize.brentq(miss, 50, 250, xtol=0.01) == pytest.approx(required, abs=4 * error)


def test_in_every_draw_the_stock_is_the_last_one_with_entries_and_without_exits(simulated):
    opening = np.column_stack([np.full(DRAWS, 250), simulated.stock[:, :-1]])
    closing = opening + simulated.births + simulated.conversions - simulated.exits
    assert (closing == simulated.stock).all()
    assert (simulated.exits <= opening).all()


def test_every_draw_counts_whole_enterprises_never_fewer_than_none(simulated):
    for flow in (simulated.stock, simulated.births, simulated.conversions, simulated.exits):
        assert (flow >= 0).all() and (flow == np.round(flow)).all()
    assert (simulated.conversions <= 90).all()


def test_the_draws_scatter_around_the_expectation(simulated):
    expected = expected_register(250, path(40), path(54), path(0.1))
    for name in ("stock", "births", "conversions", "exits"):
        drawn, wanted = getattr(simulated, name), getattr(expected, name)
        error = drawn.std(axis=0) / np.sqrt(DRAWS)
        assert (np.abs(drawn.mean(axis=0) - wanted) < 4 * error).all(), name


@pytest.mark.parametrize("overdispersion", [1.0, 2.0, 5.0])
def test_births_vary_by_the_overdispersion_times_their_mean(overdispersion):
    births = simulate(overdispersion=overdispersion).births
    assert births.var() / births.mean() == pytest.approx(overdispersion, rel=0.03)


def test_exits_and_conversions_are_binomial(simulated):
    for drawn, law in ((simulated.exits[:, 0], stats.binom(250, 0.1)),
                       (simulated.conversions[:, 3], stats.binom(90, 0.6))):
        values = np.arange(0, 251)
        share = np.bincount(drawn.astype(int), minlength=251) / DRAWS
        assert np.abs(share - law.pmf(values)).sum() / 2 < 0.03  # total variation


def test_births_conversions_and_exits_are_drawn_independently(simulated):
    for year in range(YEARS):
        flows = [simulated.births[:, year], simulated.conversions[:, year], simulated.exits[:, 0]]
        correlation = np.corrcoef(flows)
        np.testing.assert_allclose(correlation, np.eye(3), atol=4 / np.sqrt(DRAWS))


def test_an_exit_rate_moved_a_little_moves_each_draw_a_little(simulated):
    moved = simulate(exit_rate=0.101)
    # mean effect: 0.001 of about 300 enterprises in each of five years, 1.5 in all
    difference = simulated.stock[:, -1] - moved.stock[:, -1]
    assert stats.spearmanr(simulated.stock[:, -1], moved.stock[:, -1]).statistic > 0.95
    assert stats.spearmanr(simulated.exits[:, 0], moved.exits[:, 0]).statistic > 0.95
    assert np.abs(moved.exits[:, 0] - simulated.exits[:, 0]).max() <= 1
    assert difference.min() >= 0 and difference.max() <= 6
    assert 0.5 < difference.mean() < 2.5


@pytest.mark.parametrize("lever", [{"births": 40.4}, {"uptake": 0.606}])
def test_a_lever_moved_by_one_percent_keeps_the_order_of_the_draws(simulated, lever):
    moved = simulate(**lever).stock[:, -1]
    assert stats.spearmanr(simulated.stock[:, -1], moved).statistic > 0.95
    assert np.abs(moved - simulated.stock[:, -1]).max() <= 10


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([("births", 0, 300, 1), ("uptake", 0, 1, 1), ("exit_rate", 0, 1, -1)]),
       st.data())
def test_every_draw_is_monotone_in_births_uptake_and_exits(lever, data):
    name, lowest, highest, sign = lever
    low, high = sorted(data.draw(st.tuples(*2 * [st.floats(lowest, highest)])))
    less, more = (simulate(draws=60, **{name: value}).stock for value in (low, high))
    assert (sign * (more - less) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_every_draw_is_monotone_in_the_stock_it_starts_from(one, other):
    less, more = (simulate(draws=60, stock=stock).stock for stock in sorted((one, other)))
    assert (more >= less).all()


@pytest.mark.parametrize(("lever", "value", "flow", "expected"), [
    ("births", 0, "births", 0), ("exit_rate", 0, "exits", 0), ("uptake", 0, "conversions", 0),
    ("uptake", 1, "conversions", 90), ("candidates", 0, "conversions", 0)])
def test_a_lever_at_its_end_leaves_nothing_to_chance(lever, value, flow, expected):
    assert (getattr(simulate(draws=500, **{lever: value}), flow) == expected).all()


def test_if_all_leave_every_year_only_this_years_entries_are_there():
    register = simulate(draws=500, exit_rate=1)
    assert (register.stock == register.births + register.conversions).all()


def counts(*first):
    return np.append(np.array(first, float), np.full(YEARS - len(first), np.nan))


def test_a_total_is_spread_evenly_over_the_years_that_are_left():
    np.testing.assert_allclose(spread(450, counts()), 90)
    np.testing.assert_allclose(spread(450, counts(130), 1), [0, 80, 80, 80, 80])


def test_a_year_that_is_over_gets_nothing_even_if_nobody_counted():
    np.testing.assert_allclose(spread(450, counts(), 2), [0, 0, 150, 150, 150])


def test_a_total_that_is_done_leaves_nothing():
    assert (spread(450, counts(200, 260), 2) == 0).all()


def test_nothing_is_spread_over_no_years():
    assert (spread(450, counts(90, 90, 90, 90, 40), 5) == 0).all()


@pytest.mark.parametrize("realised", [0, 1, 50, 53, 97, 449, 450])
def test_at_full_uptake_every_draw_converts_the_whole_of_what_is_left(realised):
    left = spread(450, counts(realised), 1)[1:]
    register = simulated_register(300, np.full(4, 40.0), left, np.ones(4), np.full(4, 0.1), 2.0,
                                  UNIFORMS[:50, :4])
    assert (register.conversions.sum(axis=1) + realised == 450).all()


def series(made):
    return {s.indicator: s for s in enterprise_series(made, population_series(made))}


def test_density_is_the_stock_over_the_population_in_thousands(inputs):
    made = inputs({"population_growth": 0.02})
    found, people = series(made), population_series(made)
    density, stock = found["enterprises_per_1000"], found["enterprises"]
    np.testing.assert_allclose(density.point, 1000 * stock.point / people.point, rtol=1e-14)
    np.testing.assert_allclose(density.draws, 1000 * stock.draws / people.point, rtol=1e-14)
    assert density.base == pytest.approx(1000 * 250 / 45_150)
    np.testing.assert_allclose(people.point, 45_150 * 1.02 ** np.arange(1, 6), rtol=1e-12)


def test_required_births_bring_the_central_path_to_20_per_1000_in_2030(inputs):
    found = series(inputs({"births": "required", "conversion_uptake": 1, "exit_rate": 0.08}))
    assert found["enterprises_per_1000"].point[-1] == pytest.approx(20, rel=1e-12)
    births = found["enterprise_births"].point
    stock = expected_register(250, births, path(90), path(0.08)).stock
    np.testing.assert_allclose(found["enterprises"].point, stock, rtol=1e-12)
    assert (births == births[0]).all()


def test_required_births_make_up_for_household_businesses_that_do_not_convert(inputs):
    levers = {"births": "required", "exit_rate": 0}
    some, none = (series(inputs(levers | {"conversion_uptake": uptake})) for uptake in (0.4, 0))
    assert some["enterprises_per_1000"].point[-1] == pytest.approx(20, rel=1e-12)
    # 0.4 · 450 conversions in five years are 36 births a year
    assert (none["enterprise_births"].point - some["enterprise_births"].point).tolist() == (
        pytest.approx([36] * 5))


def test_required_births_are_none_where_the_target_is_reached_without(inputs):
    found = series(inputs({"births": "required"}, figures={"enterprises": {2025: 5000}}))
    assert (found["enterprise_births"].point == 0).all()
    assert (found["enterprise_births"].draws == 0).all()


def test_where_the_ward_has_counted_its_own_rates_go_before_the_assumed_ones(inputs):
    counted = {"enterprises": {2025: 250, 2026: 300, 2027: 330},
               "enterprise_births": {2026: 60, 2027: 70}, "enterprise_exits": {2026: 20, 2027: 46}}
    found = series(inputs(figures=counted))
    assert found["enterprise_births"].point.tolist() == pytest.approx([60, 70, 65, 65, 65])
    # 66 exits of 250 + 300 there at the start of the two years: 12 %
    assert found["enterprise_exits"].point[2] == pytest.approx(0.12 * 330)
    assert not {"births", "exit_rate"} & set(found["enterprises"].rests_on)


def test_the_wards_own_rate_comes_from_years_of_which_both_ends_are_known(inputs):
    # nobody knows how many there were at the start of 2028
    counted = {"enterprises": {2025: 250, 2026: 300}, "enterprise_exits": {2026: 25, 2028: 99}}
    found = series(inputs(figures=counted))
    assert found["enterprise_exits"].point[[1, 2]].tolist() == pytest.approx([0.1 * 300, 99])


def test_a_lever_that_a_scenario_sets_goes_before_what_the_ward_has_counted(inputs):
    counted = {"enterprises": {2025: 250, 2026: 300}, "enterprise_births": {2026: 60}}
    found = series(inputs({"births": 10}, figures=counted))
    assert found["enterprise_births"].point.tolist() == pytest.approx([60, 10, 10, 10, 10])
    assert "births" in found["enterprises"].rests_on


def test_conversions_done_are_taken_off_the_total(inputs):
    counted = {"enterprises": {2025: 250, 2026: 300}, "household_business_conversions": {2026: 130}}
    found = series(inputs({"conversion_uptake": 1}, figures=counted))
    assert found["household_business_conversions"].point.tolist() == [130, 80, 80, 80, 80]


def test_flows_counted_before_the_register_are_part_of_every_draw(inputs):
    counted = {"household_business_conversions": {2026: 60}, "enterprise_births": {2026: 30},
               "enterprise_exits": {2026: 12}}
    found = series(inputs({"conversion_uptake": 1}, figures=counted))
    assert (found["enterprises"].draws[:, 0] == 250 + 60 + 30 - 12).all()
    assert found["enterprises"].point[0] == 328
    assert (found["household_business_conversions"].draws.sum(axis=1) == 450).all()


def test_required_births_allow_for_those_already_counted(inputs):
    levers = {"births": "required", "exit_rate": 0, "conversions": [0] * 5, "population_growth": 0}
    found = series(inputs(levers, figures={"enterprise_births": {2026: 53}}))
    # 903 − 250 − 53 in four years
    assert found["enterprise_births"].point.tolist() == pytest.approx([53, 150, 150, 150, 150])
    assert found["enterprises_per_1000"].point[-1] == pytest.approx(20, rel=1e-12)


def test_a_measured_density_counts_the_enterprises(inputs):
    found = series(inputs(figures={"enterprises": {2025: 250}, "population": {2025: 45_150,
                                   2026: 46_000}, "enterprises_per_1000": {2026: 7.0}}))
    assert found["enterprises"].point[0] == pytest.approx(322)
    assert found["enterprises"].known_years == 1


def test_births_given_by_year_are_those_years(inputs):
    found = series(inputs({"births": [10, 20, 30, 40, 50]},
                          figures={"enterprises": {2025: 250, 2026: 255, 2027: 260}}))
    assert found["enterprise_births"].point[2:].tolist() == [30, 40, 50]
    assert np.isnan(found["enterprise_births"].point[:2]).all()


# growing births, exits of new ones, and the closed form


@pytest.mark.parametrize("growth", [0.0, 0.08, -0.1])
@pytest.mark.parametrize("exit_rate", [0.0, 0.09, 0.2])
def test_the_closed_form_is_what_the_path_needs(growth, exit_rate):
    conversions = np.array([30.0, 30, 130, 130, 130])
    first = births_required_closed(903, 250, conversions, exit_rate, growth)
    births = first * (1 + growth) ** np.arange(5)
    assert expected_register(250, births, conversions, np.full(5, exit_rate)).stock[-1] == pytest.approx(903)
    assert first == pytest.approx(births_required(903, 250, conversions, np.full(5, exit_rate),
                                                  growth=growth))


def test_the_closed_form_of_no_exits_is_the_limit_of_few():
    few, none = (births_required_closed(903, 250, np.full(5, 90.0), rate) for rate in (1e-7, 0.0))
    assert few == pytest.approx(none, abs=1e-3) and none == pytest.approx((903 - 250 - 450) / 5)


@pytest.mark.parametrize("growth", [0.0, 0.1])
def test_births_by_the_closed_form_bring_the_simulated_register_to_its_target(growth):
    conversions, rate = np.full(5, 90.0), np.full(5, 0.09)
    first = births_required_closed(903, 250, conversions, 0.09, growth)
    uniforms = np.random.default_rng(8).random((20_000, 5, 3))
    drawn = simulated_register(250, first * (1 + growth) ** np.arange(5), conversions, np.ones(5), rate, 2.0,
                               uniforms)
    error = drawn.stock[:, -1].std() / np.sqrt(20_000)
    assert drawn.stock[:, -1].mean() == pytest.approx(903, abs=4 * error)


def test_half_a_year_of_exposure_takes_half_the_exit_rate_of_new_ones():
    path = expected_register(100, np.array([40.0]), np.array([60.0]), np.array([0.1]), exposure=0.5)
    assert path.exits[0] == pytest.approx(0.1 * 100 + 0.05 * 100)
    rng = np.random.default_rng(4)
    drawn = simulated_register(100, np.array([40.0]), np.array([60.0]), np.ones(1), np.array([0.1]), 1.0,
                               rng.random((20_000, 1, 3)), exposure=0.5,
                               exposed_uniforms=rng.random((20_000, 1)))
    assert drawn.exits.mean() == pytest.approx(15, abs=0.15)


def test_births_that_grow_are_solved_for_their_first_year(inputs):
    made = project(inputs({"births": "required", "births_growth": 0.1, "exposure_of_new": 0.5}))
    births = made.find("enterprise_births").point
    np.testing.assert_allclose(births[1:] / births[:-1], 1.1)
    assert made.find("enterprises_per_1000").point[-1] == pytest.approx(20)


def test_a_density_that_was_reported_is_shown_as_it_was(inputs):
    made = project(inputs(figures={"enterprises": {2025: 250, 2026: 300},
                                   "enterprises_per_1000": {2026: 6.4}})).find("enterprises_per_1000")
    assert made.point[0] == 6.4 and (made.draws[:, 0] == 6.4).all()
    assert made.point[1] != pytest.approx(6.4)

"""What a scenario sets, and what it inherits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ScenarioError
from thienhuong_analysis.scenarios import LEVERS, STATES, Scenario, levers_of, resolve

WORDS = {"vi": "a", "en": "b"}


def scenario(name, extends=None, **assumptions):
    return Scenario.model_validate({"id": name, "name": WORDS, "description": WORDS,
                                    "extends": extends, "assumptions": assumptions})


def values(settings):
    return {key: None if setting.required else setting.by_year.tolist()
            for key, setting in settings.items()}


def test_a_scenario_overrides_what_it_sets_and_inherits_the_rest():
    scenarios = {"old": scenario("old", births=38, exit_rate=0.1),
                 "new": scenario("new", "old", births=43)}
    settings = resolve("new", scenarios)
    assert values(settings) == {"births": [43.0] * 5, "exit_rate": [0.1] * 5}
    assert {key: setting.set_by for key, setting in settings.items()} == {"births": "new",
                                                                          "exit_rate": "old"}


def test_a_null_scenario_resolves_to_its_parents_settings():
    parent = scenario("old", **{"births": [1, 2, 3, 4, 5], "poverty_exit": "required",
                                "growth.services": {"from": 0.1, "to": 0.14}})
    scenarios = {"old": parent, "null": scenario("null", "old")}
    ours, theirs = resolve("null", scenarios), resolve("old", scenarios)
    assert values(ours) == values(theirs)
    assert [s.set_by for s in ours.values()] == [s.set_by for s in theirs.values()] == ["old"] * 3


@given(st.lists(st.dictionaries(st.sampled_from(sorted(LEVERS)), st.floats(0, 0.2)), min_size=1,
                max_size=5))
def test_a_chain_of_scenarios_is_a_chain_of_overlays(layers):
    scenarios = {f"s{n}": scenario(f"s{n}", f"s{n - 1}" if n else None, **layer)
                 for n, layer in enumerate(layers)}
    merged = {key: value for layer in layers for key, value in layer.items()}
    resolved = values(resolve(f"s{len(layers) - 1}", scenarios))
    assert resolved == {key: [value] * 5 for key, value in merged.items()}


def test_a_constant_a_list_and_a_shape_each_give_a_value_a_year():
    settings = resolve("s", {"s": scenario(
        "s", births=40, conversions=[30, 30, 130, 130, 130],
        **{"growth.services": {"from": 0.10, "to": 0.14}})})
    assert settings["births"].by_year.tolist() == [40] * 5
    assert settings["conversions"].by_year.tolist() == [30, 30, 130, 130, 130]
    np.testing.assert_allclose(settings["growth.services"].by_year, [0.10, 0.11, 0.12, 0.13, 0.14],
                               rtol=1e-14)


def test_a_child_may_require_what_its_parent_gave_and_the_reverse():
    scenarios = {"a": scenario("a", births=40), "b": scenario("b", "a", births="required"),
                 "c": scenario("c", "b", births=41)}
    assert not resolve("a", scenarios)["births"].required
    assert resolve("b", scenarios)["births"].required
    assert values(resolve("c", scenarios)) == {"births": [41.0] * 5}


def test_a_misspelt_scenario_is_answered_with_the_nearest():
    with pytest.raises(ScenarioError, match=r"trent.*did you mean trend\?"):
        resolve("trent", {"trend": scenario("trend"), "target": scenario("target")})


def test_shares_change_by_points_and_everything_else_grows():
    keys = set(levers_of({"clean_water_share": "share", "budget_revenue": "growth",
                          "near_poor_households": "count", "drug_free_ward": "milestone"}))
    assert keys - set(LEVERS) == {"change.clean_water_share", "growth.budget_revenue",
                                  "growth.near_poor_households"}


def test_the_levers_are_those_of_the_design():
    assert set(LEVERS) == {
        "growth.agriculture_fishery", "growth.industry_construction", "growth.services",
        "population_growth", "births", "exit_rate", "conversions", "conversion_uptake",
        "poverty_exit", "poverty_entry", "delay_years", "volatility",
        # off unless a scenario gives them
        "births_growth", "exposure_of_new", "poverty_semi_elasticity", "poverty_reference_growth",
        "delay_spread", "project_ramp",
        *(f"{kind}.{sector}" for kind in ("value_per_hectare", "value_share_per_hectare")
          for sector in ("agriculture_fishery", "industry_construction", "services")),
        *(f"transition.{before}.{after}" for before in STATES for after in STATES if before != after)}

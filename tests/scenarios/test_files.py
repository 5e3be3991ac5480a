"""Mistakes in scenario files: each says the file, the line and what to write instead."""

import pytest

from thienhuong_analysis.errors import ScenarioError

HEAD = """\
id: broken
name: {vi: Sai, en: Broken}
description: {vi: Sai, en: Broken}
extends: trend
"""
ASSUMPTIONS = HEAD + "assumptions:\n  "  # the first assumption stands in line 6


def scenario(name: str, extends: str = "trend", assumptions: str = "{}") -> str:
    return HEAD.replace("broken", name).replace("trend", extends) + f"assumptions: {assumptions}\n"


@pytest.mark.parametrize(("key", "meant"), [
    ("birth", "births"), ("exit_rates", "exit_rate"), ("growth.service", "growth.services"),
    ("growth.agriculture", "growth.agriculture_fishery"), ("poverty_exits", "poverty_exit"),
    ("growth.budget_revenu", "growth.budget_revenue"),
    ("change.clean_water", "change.clean_water_share"),
])
def test_an_unknown_assumption_is_named_with_its_line_and_the_nearest_one(read, key, meant):
    with pytest.raises(ScenarioError, match=rf"^broken\.yaml:6: .*\b{key};.* {meant}\?"):
        read(broken=f"{ASSUMPTIONS}{key}: 0.1\n")


def test_the_line_is_that_of_the_wrong_key_and_not_of_the_first(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:8: .*birthss"):
        read(broken=f"{ASSUMPTIONS}births: 40\n  exit_rate: 0.1\n  birthss: 41\n")


def test_a_milestone_is_no_lever(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:6: .*growth\.drug_free_ward"):
        read(broken=f"{ASSUMPTIONS}growth.drug_free_ward: 0.1\n")


def test_an_unknown_key_of_the_file_is_named_with_its_line_and_the_nearest_one(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:4: extend .*did you mean extends\?"):
        read(broken=HEAD.replace("extends", "extend"))


@pytest.mark.parametrize(("line", "value"), [
    ("exit_rate: 10", "10"), ("exit_rate: -0.01", "-0.01"), ("growth.services: 15.8", "15.8"),
    ("growth.services: [0.1, 0.1, 14, 0.1, 0.1]", "14"),
    ("growth.services: {from: 0.1, to: 14}", "14"),
    ("growth.services: {from: -0.6, to: 0.1, shape: step}", "-0.6"),
    ("conversion_uptake: 1.01", "1.01"), ("births: -1", "-1"), ("delay_years: 6", "6"),
    ("population_growth: 0.21", "0.21"), ("change.clean_water_share: 5", "5"),
])
def test_a_value_out_of_range_is_named_with_its_line_and_the_range(read, line, value):
    key = line.partition(":")[0]
    with pytest.raises(ScenarioError,
                       match=rf"^broken\.yaml:6: {key} is {value}(\.0)?, outside .* to "):
        read(broken=f"{ASSUMPTIONS}{line}\n")


@pytest.mark.parametrize(("line", "count"), [
    ("exit_rate: 0", 1), ("exit_rate: 1", 1), ("growth.services: -0.5", 1), ("delay_years: 5", 1)])
def test_the_ends_of_a_range_belong_to_it(read, line, count):
    assert len(read(broken=f"{ASSUMPTIONS}{line}\n")["broken"].assumptions) == count


@pytest.mark.parametrize("value", [
    "forty", "'40'", "14%", "0,14", "true", ".nan", ".inf", "-.inf", "null", "2026-01-01",
    "[1, 2, 3, 4]", "[1, 2, 3, 4, 5, 6]", "[]", "[1, 2, x, 4, 5]", "[1, 2, .nan, 4, 5]",
    "{from: 0.1}", "{to: 0.1}", "{from: 0.1, to: .nan}", "{from: a, to: 0.2}",
    "{from: 0.1, to: 0.2, shape: wave}", "{from: 0.1, to: 0.2, shap: linear}",
])
def test_what_is_not_a_number_a_list_of_five_or_a_shape_is_refused_with_its_line(read, value):
    with pytest.raises(ScenarioError,
                       match=r"^broken\.yaml:6: .*births.*number.*list of five.*from, to"):
        read(broken=f"{ASSUMPTIONS}births: {value}\n")


@pytest.mark.parametrize("key", ["volatility", "delay_years"])
@pytest.mark.parametrize("value", ["[1, 1, 1, 1, 1]", "{from: 1, to: 2}"])
def test_a_lever_of_one_number_takes_no_path(read, key, value):
    with pytest.raises(ScenarioError, match=rf"^broken\.yaml:6: {key} takes one number"):
        read(broken=f"{ASSUMPTIONS}{key}: {value}\n")


def test_only_births_and_exits_from_poverty_may_be_required(read):
    read(broken=f"{ASSUMPTIONS}births: required\n  poverty_exit: required\n")
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:6: exit_rate cannot be required"):
        read(broken=f"{ASSUMPTIONS}exit_rate: required\n")


def test_an_assumption_given_twice_is_an_error_at_the_second(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:8: births is given twice"):
        read(broken=f"{ASSUMPTIONS}births: 40\n  exit_rate: 0.1\n  births: 41\n")


def test_a_key_of_the_file_given_twice_is_an_error_at_the_second(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:5: extends is given twice"):
        read(broken=HEAD + "extends: target\n")


def test_one_assumption_in_two_places_of_different_meaning_is_not_given_twice(read):
    text = scenario("broken", assumptions="{growth.services: {from: 0.1, to: 0.2}, births: 40}")
    assert set(read(broken=text)["broken"].assumptions) == {"growth.services", "births"}


@pytest.mark.parametrize("line", [
    "births: 40: 41", "births: [40, 41", "births: {from: 1", "\tbirths: 40", "births: *unknown",
    "births: !!python/object:os.system x"])
def test_what_is_not_yaml_is_refused_with_file_and_line(read, line):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:[67]: this is not YAML"):
        read(broken=f"{ASSUMPTIONS}{line}\n")


@pytest.mark.parametrize("text", ["just a sentence", "- a\n- list", "42", "[]", "false"])
def test_yaml_that_is_no_mapping_is_refused_with_the_file(read, text):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:1: "):
        read(broken=text)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "{}", "---\n"])
def test_an_empty_file_is_refused_with_the_first_missing_key(read, text):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:1: id"):
        read(broken=text)


def test_an_alias_that_holds_itself_is_refused_with_file(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml:"):
        read(broken=f"{HEAD}assumptions: &all {{births: *all}}\n")


def test_bytes_that_are_not_utf8_are_refused_with_file(read):
    with pytest.raises(ScenarioError, match=r"^broken\.yaml cannot be read"):
        read(broken=HEAD.replace("Sai", "Chậm").encode("utf-16"))


def test_a_byte_order_mark_does_no_harm(read):
    assert read(broken=scenario("broken").encode("utf-8-sig"))["broken"].extends == "trend"


@pytest.mark.parametrize(("line", "missing"), [("name: {en: Broken}", "vi"),
                                               ("name: {vi: Sai}", "en")])
def test_a_name_in_one_language_is_refused_with_the_language_that_is_missing(read, line, missing):
    with pytest.raises(ScenarioError, match=rf"^broken\.yaml:2: name.*\b{missing}\b"):
        read(broken=HEAD.replace("name: {vi: Sai, en: Broken}", line))


def test_the_id_must_be_the_name_of_the_file(read):
    with pytest.raises(ScenarioError,
                       match=r"^other\.yaml:1: the id broken must be the name of the file"):
        read(other=HEAD)


def test_extending_nothing_known_names_file_line_and_nearest_scenario(read):
    with pytest.raises(ScenarioError, match=r"broken\.yaml:4: .*trent.*did you mean trend\?"):
        read(broken=scenario("broken", "trent"))


def test_extending_nothing_known_is_the_mistake_of_the_file_that_says_so(read):
    with pytest.raises(ScenarioError, match=r"^b\.yaml:4: .*trent"):
        read(a=scenario("a", "b"), b=scenario("b", "trent"))


def test_a_circle_names_file_line_and_every_member(read):
    with pytest.raises(ScenarioError, match=r"[abc]\.yaml:4: .*circle: a → b → c → a"):
        read(a=scenario("a", "b"), b=scenario("b", "c"), c=scenario("c", "a"))


def test_a_scenario_that_extends_itself_is_a_circle(read):
    with pytest.raises(ScenarioError, match=r"broken\.yaml.*circle: broken → broken"):
        read(broken=scenario("broken", "broken"))


def test_a_circle_further_down_is_found_from_a_scenario_outside_it(read):
    with pytest.raises(ScenarioError, match=r"circle"):
        read(z=scenario("z", "a"), a=scenario("a", "b"), b=scenario("b", "a"))


def test_a_file_of_the_folder_replaces_the_installed_one_of_the_same_name(read):
    words = "name: {vi: a, en: b}\ndescription: {vi: a, en: b}"
    text = f"id: trend\n{words}\nassumptions: {{births: 7}}\n"
    assert read(trend=text)["trend"].assumptions == {"births": 7}


def test_the_installed_scenarios_are_there_beside_those_of_the_folder(read):
    assert set(read(mine=scenario("mine"))) == {"accelerated", "delayed", "mine", "target", "trend"}

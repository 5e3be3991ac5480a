"""Every number has a tree: it ends in sources and reasons, and its formulas make the number again."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import thienhuong_analysis as th
from thienhuong_analysis.assessment import explain
from thienhuong_analysis.assessment.tree import LEAVES
from thienhuong_analysis.errors import ProgrammeError, ProjectionError

ROOT = Path(__file__).parents[2]
SCENARIOS = ("trend", "target", "delayed", "accelerated")
ROOTS = {"ward": ROOT, "sample": ROOT / "data" / "sample"}


@pytest.fixture(scope="module")
def wards():
    return {name: th.Ward.open(root) for name, root in ROOTS.items()}


def values(projection):
    """Every value of every central path, the base year among them."""
    for (name, part), series in projection.series.items():
        for year, value in zip(range(2025, 2031), (series.base, *series.point), strict=True):
            if not np.isnan(value):
                yield name, part, year, value


@pytest.mark.parametrize(("which", "upto", "scenario"), [
    *(("ward", 2026, scenario) for scenario in SCENARIOS), ("sample", 2026, "delayed"),
    ("sample", 2027, "target"), ("sample", 2027, "accelerated")])
def test_the_formulas_of_every_tree_make_its_number_again(wards, which, scenario, upto):
    make = wards[which].derivation(scenario, draws=2, year=upto)
    again = {}
    for name, part, year, value in values(make.projection):
        node = explain(make, name, year, part)
        again[node.key] = node.value
        assert node.value == pytest.approx(value, rel=1e-9), node.key
        assert node.recomputed() == pytest.approx(value, rel=1e-9, abs=1e-12), node.key
    assert len(again) > 60


@pytest.mark.parametrize(("which", "scenario"), [
    *(("ward", scenario) for scenario in SCENARIOS), ("sample", "target")])
def test_every_leaf_is_a_source_an_assumption_a_lever_or_a_definition_with_its_reason(wards, which, scenario):
    make = wards[which].derivation(scenario, draws=2)
    for name, part in make.projection.series:
        for node in explain(make, name, 2030, part).walk():
            if node.inputs:
                assert node.law is not None, node.key
                continue
            assert node.kind in (*LEAVES, "target"), node.key
            facts = node.facts
            if node.kind == "definition":
                assert facts["reason"]
                continue
            path = ROOTS[which] / facts["file"]
            path = path if path.is_file() else ROOT / facts["file"]
            assert facts["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), node.key
            if node.kind == "figure":
                assert facts["source"] and facts["status"] in ("actual", "preliminary", "estimate")
                assert facts["cell"].split("!")[0].rsplit(":", 1)[0] in facts["file"]
            elif node.kind == "target":
                assert facts["quote"] in (ROOT / "data/raw/programme/targets.csv").read_text("utf-8").replace(
                    '""', '"')
            else:
                assert facts["reason_vi"] and facts["reason_en"]


def test_thirty_five_thousand_people_come_from_250_450_and_20(wards):
    tree = wards["ward"].explain("enterprises_per_1000", draws=2)
    enough = dict(tree.inputs)["P"]
    assert enough.value == enough.recomputed() == 35_000
    assert [node.value for _, node in enough.inputs] == [250, 450, 20]
    assert enough.law.symbols == "P = 1000 · (S₀ + K) / D*"
    said = [node.facts.get("quote", "") for _, node in enough.inputs]
    assert "450" in said[1] and "20 doanh nghiệp/1.000 dân" in said[2]


def test_every_target_is_explained_by_its_own_words(wards):
    make = wards["ward"].derivation(draws=2)
    for name, target in make.evidence.inputs.programme.by_id.items():
        node = explain(make, name)
        assert (node.kind, node.value) == ("target", target.value)
        assert node.facts["citation"] == target.citation and node.facts["quote"]
    assert "nếu thành phố" in explain(make, "public_investment_capital").facts["condition"]


def test_a_target_shows_what_the_assessment_shows(wards):
    ward = wards["sample"]
    rows = ward.assess(2027, draws=50).set_index("target_id")
    make = ward.derivation(draws=50, year=2027)
    for name in ("grdp_total", "enterprises_per_1000", "health_insurance_share"):
        inputs = dict(explain(make, name).inputs)
        assert inputs["p"].value == rows.at[name, "probability"]
    growth = dict(explain(make, "grdp_total").inputs)["ḡ"]
    series = make.projection.find("grdp")
    assert growth.recomputed() == pytest.approx((series.point[-1] / series.base) ** 0.2 - 1)


def test_a_milestone_is_explained_as_the_assessment_computes_it(wards):
    ward = wards["sample"]
    rows = ward.assess(2027, draws=2).set_index("target_id")
    make = ward.derivation(draws=2, year=2027)
    told = {}
    for name in rows.index:
        node = dict(explain(make, name).inputs).get("y*[t]")
        if node is not None:
            told[node.formula] = node.key
            assert node.recomputed() == pytest.approx(rows.at[name, "milestone"], rel=1e-12), name
    assert {"milestone_compound", "milestone_linear", "milestone_logit", "total_so_far"} == set(told)
    assert told["total_so_far"].endswith(".milestone.2027")


def test_a_chance_names_what_moves_only_the_draws(wards):
    chance = dict(wards["ward"].explain("grdp_total", draws=2).inputs)["p"]
    assert {"volatility", "growth_persistence", "prior_years_drift"} <= set(dict(chance.inputs))
    chance = dict(wards["ward"].explain("enterprises_per_1000", draws=2).inputs)["p"]
    assert "birth_overdispersion" in dict(chance.inputs)


def test_a_chance_names_the_shocks_that_its_series_follows(wards):
    def followed(target):
        chance = dict(wards["sample"].explain(target, draws=2).inputs)["p"]
        return [node for _, node in chance.inputs if node.breakdown == "correlation"]

    declared = wards["sample"].declared.correlations
    assert [node.what for node in followed("poverty_rate")] == ["poverty_exits", "poverty_entries"]
    assert [node.what for node in followed("budget_revenue")] == ["budget_revenue"]
    assert [node.what for node in followed("clean_water_share")] == ["others"]
    assert followed("grdp_total") == []
    for node in followed("enterprises_per_1000"):
        assert node.value == declared.at[node.what, "value"] and node.facts["reason_vi"]


def test_a_figure_that_sources_differ_on_names_the_other_one(wards):
    figure = wards["ward"].explain("population", 2025, draws=2)
    assert figure.value == 45_140 and figure.facts["others"].startswith("47140")
    assert "others" not in wards["ward"].explain("enterprises", 2025, draws=2).facts


def test_a_figure_of_another_place_is_explained_by_its_cell(wards):
    node = wards["ward"].explain("grdp_share", 2025, breakdown="services", locality="haiphong_new", draws=2)
    assert node.value == 0.352 and node.facts["file"] == "data/raw/reference/haiphong_structure.csv"
    with pytest.raises(ProjectionError, match="no figure is of haiphong_ne; did you mean haiphong_new"):
        wards["ward"].explain("grdp_share", 2025, locality="haiphong_ne", draws=2)


def test_a_lever_says_who_set_it_and_through_which_scenarios(wards):
    node = dict(wards["ward"].explain("grdp", 2026, breakdown="services", scenario="delayed",
                                      draws=2).inputs)["g"]
    assert (node.kind, node.value) == ("lever", 0.0564)
    assert (node.facts["set_by"], node.facts["chain"]) == ("delayed", "trend → delayed")
    inherited = dict(wards["ward"].explain("grdp", 2026, breakdown="agriculture_fishery", scenario="delayed",
                                           draws=2).inputs)["g"]
    assert (inherited.facts["set_by"], inherited.facts["file"]) == ("trend", "scenarios/trend.yaml")


def test_births_that_were_solved_for_lead_to_the_target(wards):
    node = wards["ward"].explain("enterprise_births", 2027, scenario="target", draws=2)
    assert node.formula == "births_solved"
    assert dict(node.inputs)["D*"].facts["citation"] == "B.I.1"


def test_a_figure_that_nothing_is_projected_from_is_explained_by_its_cell(wards):
    node = wards["ward"].explain("area", 2025, draws=2)
    assert (node.kind, node.value) == ("figure", 21.1)
    implied = wards["ward"].explain("schools_national_standard_share", 2025, draws=2)
    assert implied.facts["status"] == "implied"


def test_a_formula_that_does_not_give_the_number_is_never_told(wards):
    make = wards["ward"].derivation(draws=2)
    series = make.projection.find("grdp", "services")
    other = replace(make.projection, series=make.projection.series | {
        ("grdp", "services"): replace(series, point=series.point * 1.001)})
    node = replace(make, projection=other, _made={}).node("grdp", "services", 2026)
    assert (node.kind, node.formula) == ("model", "")
    assert [key for key, _ in node.inputs] == list(series.rests_on)


def test_a_tree_is_plain_data_too(wards):
    told = json.loads(json.dumps(wards["ward"].explain("poverty_rate", 2026, draws=2).as_dict()))
    assert told["formula"] == "p[t] = K[t] / H[t]"
    assert told["inputs"][0]["symbol"] == "K"


@pytest.mark.parametrize(("asked", "error", "match"), [
    (("grpd", 2026), ProjectionError, "no indicator is called grpd; did you mean grdp"),
    (("grdp", 2040), ProjectionError, "grdp has no figure of 2040"),
    (("grdp", 2027, "servces"), ProjectionError, "no part servces; did you mean services"),
    (("clean_water_share", 2027), ProjectionError, "no figure yet and is not projected"),
    (("grdp",), ProgrammeError, "grdp has several targets"),
    (("poverty_rat",), ProgrammeError, "did you mean poverty_rate"),
])
def test_what_cannot_be_explained_is_answered_in_one_sentence(wards, asked, error, match):
    with pytest.raises(error, match=match):
        explain(wards["ward"].derivation(draws=2), *asked)

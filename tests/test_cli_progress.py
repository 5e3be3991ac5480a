"""How the targets stand, on the command line: rules, paces, this year's share, chances together."""

import functools
import json
import re
import sys
from pathlib import Path

import pytest

from thienhuong_analysis import cli
from thienhuong_analysis.ward import Ward

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def opened():
    """Open a ward once, however often it is asked for."""
    return functools.cache(Ward.open)


@pytest.fixture
def assess(monkeypatch, capsys, opened):
    """Assess; return exit code, what was printed, and what was complained."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(Ward, "open", staticmethod(opened))

    def run(*words: object, root: Path = SAMPLE, year: int = 2027) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["thienhuong", "--root", str(root), "assess", "--year", str(year),
                                          "--draws", "100", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def rows(printed: str) -> list[dict[str, object]]:
    """Rows of strict JSON: neither NaN nor Infinity."""
    return json.loads(printed, parse_constant=pytest.fail)


def test_the_rules_stand_side_by_side_and_say_where_they_disagree(assess):
    code, out, err = assess("--rules")
    assert (code, err) == (0, "") and "growth_label" in out and "disagree" in out
    code, out, _ = assess("--rules", "--json")
    found = {row["target_id"]: row for row in rows(out)}
    assert code == 0 and found["enterprises_per_1000"]["disagree"] is True
    assert found["schools_level_2_share"]["disagree"] is False
    assert found["schools_level_2_share"]["growth_label"] == "on_track"
    assert found["public_investment_capital"]["growth_ratio"] is None


def test_the_paces_come_with_years_of_arrival_written_as_years(assess):
    code, out, err = assess("--pace")
    assert (code, err) == (0, "") and "arrival_year" in out and "last_start" in out
    assert not re.search(r"\b2,0\d\d\b", out) and re.search(r"\b2034\b", out) and "<NA>" not in out
    code, out, _ = assess("--pace", "--json")
    found = {row["target_id"]: row for row in rows(out)}
    assert code == 0 and found["social_insurance_share"]["arrival_year"] == 2034
    assert found["social_insurance_share"]["last_start"] == 2023
    assert found["poverty_rate"]["last_start"] is None


def test_the_share_of_a_year_is_counted_for_each_lead_unit(assess):
    code, out, _ = assess("--share", "--json")
    found = {row["target_id"]: row for row in rows(out)}
    assert code == 0 and found["enterprises_per_1000"]["what"] == "births"
    assert found["enterprises_per_1000"]["amount"] == 30  # 9.278 · 45.9 − 338 + 27 − 85 = 29.9
    assert found["enterprises_per_1000"]["lead_unit"] == "economy_infrastructure_urban"
    assert "births" in assess("--share")[1]


def test_the_chance_of_all_targets_together_is_one_row_with_its_bounds(assess):
    code, out, _ = assess("--joint", "all", "--json")
    [row] = rows(out)
    assert code == 0 and row["targets"].startswith("budget_revenue;grdp_total;")
    assert row["lower"] <= row["probability"] <= row["upper"]
    code, out, _ = assess("--joint", "all")
    assert code == 0 and "standard_error" in out and "\n  grdp_total\n" in out
    assert max(map(len, out.splitlines())) < 150


def test_delay_lowers_the_chance_of_fourteen_per_cent(assess):
    code, out, _ = assess("--joint", "grdp_total", "--scenario", "trend", "--scenario", "delayed", "--json",
                          root=ROOT, year=2026)
    chances = {row["scenario"]: row["probability"] for row in rows(out)}
    lost = 100 * (chances["delayed"] - chances["trend"])
    assert [row["difference"] for row in rows(out)] == pytest.approx([0, lost])
    assert code == 0 and list(chances) == ["trend", "delayed"]
    assert 0 < chances["delayed"] < chances["trend"] < 1


def test_scenarios_are_compared_target_by_target(assess):
    code, out, _ = assess("--scenario", "trend", "--scenario", "delayed", "--json", root=ROOT, year=2026)
    found = rows(out)
    assert code == 0 and [row["scenario"] for row in found[:4]] == ["trend", "delayed"] * 2
    assert [row["target_id"] for row in found[::2]] == [row["target_id"] for row in found[1::2]]
    assert "delayed" in assess("--scenario", "trend", "--scenario", "delayed", root=ROOT, year=2026)[1]


def test_several_targets_are_met_together(assess):
    code, out, _ = assess("--joint", "grdp_total", "--joint", "poverty_rate", "--json")
    assert code == 0 and rows(out)[0]["targets"] == "grdp_total;poverty_rate"


@pytest.mark.parametrize(("words", "year"), [(["--rules"], 2026), (["--share"], 2025), (["--share"], 2031)])
def test_an_empty_answer_says_so_in_a_sentence(assess, words, year):
    code, out, err = assess(*words, root=ROOT, year=year)
    assert (code, err) == (0, "") and re.fullmatch(r"[A-Z][^\n]+\.\n", out)
    assert rows(assess(*words, "--json", root=ROOT, year=year)[1]) == []


def test_an_empty_answer_is_vietnamese_where_the_locale_is(assess, monkeypatch):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    code, out, _ = assess("--rules", root=ROOT, year=2026)
    assert code == 0 and out.strip() and "Nothing" not in out


@pytest.mark.parametrize(("words", "sentence"), [
    (["--joint", "grpd_total"], "no target is called grpd_total; did you mean grdp_total?"),
    (["--joint", "grdp"], "grdp has several targets"),
    (["--joint", "elections_2026"], "elections_2026 has no probability"),
    (["--rules", "--scenario", "trent"], "did you mean trend?"),
    (["--pace", "--as-of", "yesterday"], "is not a date")])
def test_a_mistake_ends_in_one_sentence_and_code_two(assess, words, sentence):
    code, out, err = assess(*words)
    assert (code, out) == (2, "") and sentence in err and len(err.strip().splitlines()) == 1

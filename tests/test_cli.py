"""The command line: what it prints, what it writes, how it ends."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from thienhuong_analysis import cli

ROOT = Path(__file__).parents[1]


@pytest.fixture
def thienhuong(monkeypatch, capsys):
    """Run a command; return exit code, what it printed, and what it complained."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: object, root: Path = ROOT) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["thienhuong", "--root", str(root), *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def test_a_projection_is_printed_as_a_table_or_as_json(thienhuong):
    code, out, _ = thienhuong("project", "--scenario", "target", "--draws", 50)
    assert code == 0 and "enterprises_per_1000" in out
    code, out, _ = thienhuong("project", "--scenario", "target", "--draws", 50, "--json")
    rows = json.loads(out)
    assert {row["output_type"] for row in rows} == {"point", "median", "quantile"}


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_projection_is_written_with_the_same_bytes_every_time(thienhuong, tmp_path, ending):
    hashes = set()
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{ending}"
        assert thienhuong("project", "--scenario", "trend", "--draws", 50, "--out", path)[0] == 0
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_samples_come_with_the_draws(thienhuong, tmp_path):
    path = tmp_path / "a.parquet"
    thienhuong("project", "--scenario", "trend", "--draws", 7, "--samples", "--out", path)
    table = pd.read_parquet(path)
    series = table.groupby(["indicator", "breakdown"]).ngroups
    assert (table["output_type"] == "sample").sum() == 7 * 5 * series


def test_the_audit_is_printed_as_a_table_one_check_in_full_or_as_json(thienhuong):
    code, out, _ = thienhuong("audit")
    assert code == 0 and out.count("✗ conflict") >= 2 and "12. Does the document" in out
    code, out, _ = thienhuong("audit", "--check", 2)
    assert code == 0 and "just enough for 35,000 people; for 45,140 people the target is 903" in out
    code, out, _ = thienhuong("audit", "--check", 10, "--json")
    (found,) = json.loads(out, parse_constant=pytest.fail)
    assert found["number"] == 10 and "181.37" in out
    code, out, _ = thienhuong("audit", "--json")
    assert [check["number"] for check in json.loads(out, parse_constant=pytest.fail)] == list(range(1, 13))


def test_a_strict_audit_ends_with_1_where_there_is_a_conflict(thienhuong):
    assert thienhuong("audit", "--strict")[0] == 1
    assert thienhuong("audit", "--strict", "--check", 1)[0] == 0


def test_an_audit_of_an_early_day_says_what_was_not_known(thienhuong):
    code, out, _ = thienhuong("audit", "--as-of", "2024-06-30", "--check", 2)
    assert code == 0 and "no figure of 2025 is known" in out.lower()


@pytest.mark.parametrize(("words", "says"), [
    (("--check", 13), "there is no check 13"), (("--as-of", "yesterday"), "yesterday is not a date")])
def test_an_audit_that_cannot_be_made_ends_in_one_sentence(thienhuong, words, says):
    code, _, err = thienhuong("audit", *words)
    assert code == 2 and says in err and len(err.strip().splitlines()) == 1


def test_the_audit_speaks_vietnamese_where_the_locale_does(thienhuong, monkeypatch):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    code, out, _ = thienhuong("audit")
    assert code == 0 and "mâu thuẫn" in out and "Does the" not in out


@pytest.fixture
def long_file(tmp_path):
    rows = [(f"C{c}", "x", year, 100 * 1.03 ** (year - 1999) * (1 + ((c + 3) * year) % 7 / 100))
            for c in range(6) for year in range(2000, 2015)]
    path = tmp_path / "panel.csv"
    pd.DataFrame(rows, columns=["country", "indicator", "year", "value"]).to_csv(path, index=False)
    return path


def test_a_backtest_is_printed_as_a_table_or_as_json(thienhuong, long_file):
    code, out, err = thienhuong("backtest", "--data", long_file, "--history", 4, "--horizon", 2)
    assert code == 0 and "coverage_80" in out and "last_growth" in out and "5 other economies" in err
    code, out, _ = thienhuong("backtest", "--data", long_file, "--history", 4, "--horizon", 2, "--json")
    rows = json.loads(out)
    assert code == 0 and {row["horizon"] for row in rows} == {1, 2}
    assert {"model", "forecasts", "crps", "coverage_80", "coverage_95", "bias", "skill"} <= set(rows[0])


def test_a_backtest_is_written_with_the_same_bytes_every_time(thienhuong, long_file, tmp_path):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        assert thienhuong("backtest", "--data", long_file, "--out", path)[0] == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert "skill_low" in pd.read_csv(paths[0]).columns


@pytest.mark.parametrize("words, sentence", [
    (["--history", 1], "--history 1 is out of range"), (["--horizon", 0], "--horizon 0 is out of range"),
    (["--history", 40], "no series has 40 years")])
def test_a_backtest_that_cannot_be_made_ends_in_one_sentence(thienhuong, long_file, words, sentence):
    code, out, err = thienhuong("backtest", "--data", long_file, *words)
    assert code == 2 and not out and sentence in err and len(err.splitlines()) == 1


def test_normalize_writes_the_same_bytes_whatever_the_hash_seed(tmp_path):
    hashes = []
    for seed in ("1", "2"):
        root = tmp_path / seed
        root.mkdir()
        subprocess.run([sys.executable, "-m", "thienhuong_analysis", "--root", str(root), "normalize"],
                       check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed, "TZ": seed})
        hashes.append({path.name: path.read_bytes() for path in (root / "data/processed").iterdir()})
    assert hashes[0] == hashes[1] and len(hashes[0]) == 8


def test_rejected_cells_end_with_one_only_if_strict(thienhuong, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(ROOT / "data/sample/data/raw", target_is_directory=True)
    code, out, _ = thienhuong("normalize", root=tmp_path)
    assert code == 0 and "2 cells were rejected" in out
    assert thienhuong("normalize", "--strict", root=tmp_path)[0] == 1


def test_the_status_of_targets_is_one_row_a_target(thienhuong):
    code, out, _ = thienhuong("assess", "--year", 2027, "--draws", 50, "--json", root=ROOT / "data/sample")
    rows = json.loads(out)
    assert code == 0 and len({row["target_id"] for row in rows}) == len(rows) == 41


@pytest.mark.parametrize(("words", "sentence"), [
    (["project", "--scenario", "trent"], "no scenario is called trent; did you mean trend?"),
    (["project", "--scenario", "trend", "--out", "a.txt"], "a.txt must end in .csv, .parquet or .xlsx"),
    (["review", "--year", "2026", "--lang", "fr"], "reports are written in vi or en, not in fr"),
    (["assess", "--year", "2026", "--as-of", "yesterday"], "as-of yesterday is not a date"),
    (["run", "06_yearly_revue"], "06_yearly_revi"),
    (["plan", "--scenario", "trent"], "no scenario is called trent; did you mean trend?"),
])
def test_a_mistake_is_one_sentence_and_exit_code_two(thienhuong, words, sentence):
    code, _, err = thienhuong(*words)
    assert code == 2 and sentence in err and "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_the_plan_lists_every_project_with_the_delay_of_the_scenario(thienhuong):
    code, out, _ = thienhuong("plan", "--scenario", "delayed", "--json", root=ROOT)
    rows = {row["project_id"]: row for row in json.loads(out)}
    assert code == 0 and len(rows) == 13
    town = rows["hoa_dong_lam_dong_urban_area"]
    assert (town["end"], town["delayed_end"], town["area"], town["sector"]) == (2026, 2028, 30, "services")


@pytest.mark.parametrize(("locale", "name"), [("vi_VN.UTF-8", "Khu đô thị"), ("C.UTF-8", "urban area")])
def test_the_plan_names_its_projects_in_the_language_of_the_locale(thienhuong, monkeypatch, locale, name):
    monkeypatch.setenv("LC_ALL", locale)
    _, out, _ = thienhuong("plan", root=ROOT)
    assert name in out and "hoa_dong_lam_dong_urban_area" not in out


def test_a_missing_root_is_one_sentence(thienhuong, tmp_path):
    code, _, err = thienhuong("normalize", root=tmp_path / "nowhere")
    assert code == 2 and "is not a folder" in err


def test_bad_usage_is_exit_code_two(thienhuong):
    assert thienhuong("assess")[0] == 2
    assert thienhuong("asess")[0] == 2
    assert thienhuong("assess", "--year", "soon")[0] == 2


def test_messages_are_vietnamese_where_the_locale_is(thienhuong, monkeypatch):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    code, _, err = thienhuong("project", "--scenario", "trent")
    assert code == 2 and "kịch bản" in err.lower() and "trend" in err


def test_forms_are_written_and_each_line_says_what_its_form_asks(thienhuong, tmp_path):
    code, out, err = thienhuong("forms", "--year", 2026, root=tmp_path)
    place = tmp_path / "reports" / "2026" / "forms"
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == (
        f"{place / 'bieu-mau-2026-phong-kinh-te-ha-tang-va-do-thi.xlsx'}: 23 indicators, 13 tasks")
    assert out.splitlines()[4] == (
        f"{place / 'bieu-mau-2026-trung-tam-su-nghiep-cong.xlsx'}: 0 indicators, 0 tasks")
    assert len(list(place.iterdir())) == 7


def test_forms_that_are_there_are_not_replaced_unasked(thienhuong, tmp_path):
    assert thienhuong("forms", "--year", 2026, root=tmp_path)[0] == 0
    [first, *_] = sorted((tmp_path / "reports" / "2026" / "forms").iterdir())
    first.write_bytes(b"filled in")
    code, _, err = thienhuong("forms", "--year", 2026, root=tmp_path)
    assert code == 2 and "holds forms already, which may be filled in" in err
    assert first.read_bytes() == b"filled in"
    assert thienhuong("forms", "--year", 2026, "--overwrite", root=tmp_path)[0] == 0
    assert first.read_bytes() != b"filled in"


def test_forms_can_be_in_english_elsewhere_and_filled_with_what_is_known(thienhuong, tmp_path):
    code, _, _ = thienhuong("forms", "--year", 2025, "--lang", "en", "--out", tmp_path, "--fill")
    form = openpyxl.load_workbook(tmp_path / "form-2025-phong-kinh-te-ha-tang-va-do-thi.xlsx")
    filled = {row[0]: row[7:9] for row in form["Indicators"].iter_rows(min_row=9, values_only=True) if row[7]}
    assert code == 0 and filled == {"enterprises": (250, "actual")}


def test_forms_are_in_two_languages_only(thienhuong, tmp_path):
    assert thienhuong("forms", "--year", 2026, "--lang", "fr", root=tmp_path)[::2] == (
        2, "reports are written in vi or en, not in fr\n")


def test_the_compiling_office_corrects_a_form_from_the_messages_and_sees_who_is_missing(thienhuong, tmp_path):
    assert thienhuong("forms", "--year", 2026, root=tmp_path)[0] == 0
    blank = sorted((tmp_path / "reports" / "2026" / "forms").glob("*kinh-te*"))[0]
    place = tmp_path / "data" / "raw" / "thienhuong" / "2026" / blank.name
    place.parent.mkdir(parents=True)

    def fill(source: Path, **cells: object) -> None:
        book = openpyxl.load_workbook(source)
        for address, value in cells.items():
            book["Nhiệm vụ" if address[0] == "F" else "Chỉ tiêu"][address] = value
        book.save(place)

    fill(blank, B5="31/01/2027", H9="1.250,5 tỉ", I9="chính thứcc", F6="hoàn thàn")
    code, out, err = thienhuong("normalize", "--strict", root=tmp_path)
    assert code == 1 and "2 cells were rejected" in out
    assert [line.partition("xlsx!")[2] for line in err.splitlines() if "did you mean" in line] == [
        'Chỉ tiêu!H9: the status in Chỉ tiêu!I9 is "chính thứcc"; did you mean chính thức?',
        'Nhiệm vụ!F6: "hoàn thàn" is not a state of a task; did you mean hoàn thành?']
    fill(place, I9="chính thức", F6="hoàn thành")
    code, out, err = thienhuong("normalize", "--strict", root=tmp_path)
    assert code == 0 and "did you mean" not in err
    code, out, _ = thienhuong("coverage", "--year", 2026, "--json", root=tmp_path)
    rows = pd.DataFrame(json.loads(out))
    delivered = rows[rows["delivered"]]
    assert set(delivered["lead_unit"]) == {"economy_infrastructure_urban"}
    assert set(zip(delivered["kind"], delivered["status"], strict=True)) == {
        ("indicator", "actual"), ("task", "done")}
    assert rows.loc[~rows["delivered"], "lead_unit"].nunique() > 3
    assert "lead_unit" in thienhuong("coverage", "--year", 2026, root=tmp_path)[1]


def test_an_assessment_sees_what_was_known_then(thienhuong):
    def density(*as_of: str) -> dict[str, object]:
        code, out, _ = thienhuong("assess", "--year", 2027, "--draws", 20, "--json", *as_of,
                                  root=ROOT / "data" / "sample")
        assert code == 0
        return {row["target_id"]: row for row in json.loads(out)}["enterprises_per_1000"]

    now, then = density(), density("--as-of", "2028-01-30")
    assert (now["latest_year"], then["latest_year"]) == (2027, 2026)
    assert then["latest"] == 7.4367  # as reported; 338 over 45,450 people have more digits
    code, _, err = thienhuong("assess", "--year", 2027, "--as-of", "2014-12-31", "--draws", 20)
    assert code == 2 and "no figure was known on 2014-12-31" in err


def test_a_number_is_explained_as_text_and_as_json(thienhuong):
    code, out, _ = thienhuong("explain", "enterprises_per_1000", "--draws", 20)
    assert code == 0 and "P = 1000 · (S₀ + K) / D*" in out and "35,000 people" in out
    code, out, _ = thienhuong("explain", "grdp", 2030, "--breakdown", "services", "--scenario", "delayed",
                              "--draws", 20, "--json")
    tree = json.loads(out)
    assert code == 0 and tree["formula"] == "Y[t] = Y[t−1] · (1 + g[t])"
    assert tree["inputs"][1]["set_by"] == "delayed"


def test_a_number_is_explained_in_the_language_of_the_locale(thienhuong, monkeypatch):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    _, out, _ = thienhuong("explain", "population", 2025, "--draws", 20)
    assert out.startswith("Dân số") and "Chính thức, có từ ngày 31/12/2025" in out


@pytest.mark.parametrize(("words", "said"), [
    (("explain", "grpd", 2026), "did you mean grdp"),
    (("explain", "grdp", 2026, "--scenario", "trent"), "did you mean trend"),
    (("bridge", "grdp", "--from", "2028-13-01"), "--from 2028-13-01 is not a date"),
    (("bridge", "grpd", "--from", "2026-06-30"), "did you mean grdp"),
    (("bridge", "grdp", "--from", "2026-06-30", "--to", "2026-01-01"),
     "--from 2026-06-30 is later than --to 2026-01-01; give an earlier day"),
    (("bridge", "grdp", "--from", "2016-12-31"), "--from 2016-12-31: too little was known"),
    (("bridge", "grdp", "--from", "2016-12-31", "--to", "2017-01-01"), "--to 2017-01-01: too little")])
def test_what_cannot_be_explained_or_bridged_ends_in_one_sentence(thienhuong, words, said):
    code, out, err = thienhuong(*words)
    assert (code, out) == (2, "") and said in err and len(err.strip().splitlines()) == 1


def test_a_bridge_is_printed_with_parts_that_sum_to_the_change(thienhuong):
    code, out, err = thienhuong("bridge", "grdp", "--from", "2028-01-30", "--json",
                                root=ROOT / "data" / "sample")
    assert "today's assumptions and scenario stand for both days" in err
    steps = {row["step"]: row["value"] for row in json.loads(out)}
    assert code == 0 and steps["new_actual"] > 0
    assert steps.pop("after") == pytest.approx(sum(steps.values()), abs=1e-6)

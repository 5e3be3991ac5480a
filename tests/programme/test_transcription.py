"""The tables of `data/raw/programme` say what the programme says, and leave nothing out.

The tests read the CSV files as they stand and the document as it was extracted; they do not use
the library. The document is cut into places (`B.I.2.1`, `PL04.3`: third row of Appendix 04), so
that a quote is looked for where its citation says it stands.
"""

import csv
import hashlib
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "data" / "raw" / "programme"
SOURCE = FOLDER / "source" / "chuong-trinh-hanh-dong.txt"
TABLES = ["citations", "indicators", "projects", "targets", "tasks", "units"]

EVERY_YEAR = re.compile("hằng năm|hàng năm|duy trì|giữ vững", re.IGNORECASE)
UNIT_IN_WORDS = {
    "percent": "%",
    "percent_per_year": "%",
    "billion_vnd": " tỷ đồng",
    "per_1000_people": " doanh nghiệp/1.000 dân",
    "count": " cơ sở sản xuất kinh doanh",
}
COMPARATOR_IN_WORDS = {"gt": "trên ", "lt": "dưới "}
LEAD_UNIT_IN_APPENDICES = {
    "Phòng Kinh tế, Hạ tầng và Đô thị": "economy_infrastructure_urban",
    "Phòng Văn hóa - Xã hội": "culture_society",
    "Văn phòng HĐND&UBND phường": "council_committee_office",
    "Trung tâm PVHCC": "public_service_centre",
    "Ban Chỉ huy quân sự phường": "military_command",
    "Công an": "police",
    "Công an phường và Phòng Kinh tế, Hạ tầng và Đô thị": "police;economy_infrastructure_urban",
}


def read(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def printed(value: str) -> str:
    """Pattern of a number in the document's notation: 10.5 stands there as `10,5`."""
    return rf"(?<![\d.,]){re.escape(value.replace('.', ','))}(?![\d]|[.,]\d)"


def places_of(document: str) -> dict[str, str]:
    """The document by place, each as one line of text, without lone page numbers."""
    lines: dict[str, list[str]] = {}
    part, chapter, section, appendix, row = "", "", "", "", 0
    for line in map(str.strip, document.splitlines()):
        if found := re.match(r"Phụ lục (\d\d)$", line):
            appendix, row = found[1], 0
        elif appendix and line == str(row + 1):
            row += 1
            continue
        elif re.fullmatch(r"\d{1,2}", line):
            continue
        elif not appendix:
            if found := re.match(r"([ABC])\. ", line):
                part, chapter, section = found[1], "", ""
            elif found := re.match(r"([IV]+)\. ", line):
                chapter, section = found[1], ""
            elif found := re.match(r"(\d(?:\.\d)?)\. ", line):
                section = found[1]
        place = [f"PL{appendix}", str(row or "")] if appendix else [part, chapter, section]
        lines.setdefault(".".join(filter(None, place)), []).append(line)
    return {place: one_line(" ".join(text)) for place, text in lines.items()}


DOCUMENT = SOURCE.read_text(encoding="utf-8")
PLACES = places_of(DOCUMENT)
TARGETS, CITATIONS, PROJECTS, TASKS = map(read, ["targets", "citations", "projects", "tasks"])
QUOTED = TARGETS + CITATIONS + PROJECTS
MEASURED = [row for row in TARGETS if row["comparator"] not in {"done", "eq"}]


def kind_of(indicator_id: str) -> str:
    return next(row["kind"] for row in read("indicators") if row["indicator_id"] == indicator_id)


def name_of(row: dict[str, str]) -> str:
    """What a failing test calls the row."""
    return row.get("target_id") or row.get("task_id") or f"{row['citation']} {row['project_id']}"


each_quoted = pytest.mark.parametrize("row", QUOTED, ids=name_of)
each_target = pytest.mark.parametrize("row", TARGETS, ids=name_of)
each_measured_target = pytest.mark.parametrize("row", MEASURED, ids=name_of)
each_project = pytest.mark.parametrize("row", PROJECTS, ids=name_of)
each_task = pytest.mark.parametrize("row", TASKS, ids=name_of)


# The files


def test_the_source_is_the_document_byte_for_byte() -> None:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert digest == "62e63730efa7afec7ff8767519e5b907ae5fb70a8d8c2e96ef81cc2de8cd2dfb"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_plain_utf8_in_nfc_with_unix_line_ends(table: str) -> None:
    raw = (FOLDER / f"{table}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert unicodedata.is_normalized("NFC", raw.decode("utf-8"))


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_one_tidy_line(table: str) -> None:
    for row in read(table):
        assert [cell for cell in row.values() if cell != one_line(cell)] == []


# Quotes


@each_quoted
def test_every_quote_stands_in_the_source(row: dict[str, str]) -> None:
    assert row["quote_vi"]
    assert row["quote_vi"] in PLACES[row["citation"]]


def test_no_percentage_of_the_programme_is_left_out() -> None:
    left = {}
    for place, text in PLACES.items():
        unquoted = text
        quotes = (row["quote_vi"] for row in QUOTED if row["citation"] == place)
        for quote in sorted(quotes, key=len, reverse=True):
            unquoted = unquoted.replace(quote, " ")
        if "%" in unquoted:
            left[place] = unquoted
    assert left == {}


def test_no_place_is_cited_twice_in_the_same_words() -> None:
    cited = Counter(
        (row["target_id"], row["citation"], row["quote_vi"]) for row in TARGETS + CITATIONS
    )
    assert max(cited.values()) == 1


# Targets


@each_measured_target
def test_every_value_stands_in_its_quote_with_its_unit(row: dict[str, str]) -> None:
    assert re.search(printed(row["value"]) + re.escape(UNIT_IN_WORDS[row["unit"]]), row["quote_vi"])


@each_measured_target
def test_above_and_below_are_strict_and_everything_else_is_at_least(row: dict[str, str]) -> None:
    before = COMPARATOR_IN_WORDS.get(row["comparator"], "")
    assert re.search(before + printed(row["value"]), row["quote_vi"])
    if not before:
        assert row["comparator"] == "ge"
        assert not re.search("(trên|dưới|<|>) ?" + printed(row["value"]), row["quote_vi"])


def test_zero_is_asked_of_poor_households_alone_and_in_words() -> None:
    zero = [row for row in TARGETS if row["comparator"] == "eq"]
    assert [(row["target_id"], row["value"], row["unit"]) for row in zero] == [
        ("poor_households", "0", "count")
    ]
    assert "không còn" in zero[0]["quote_vi"]


@each_target
def test_a_milestone_has_no_value_and_everything_else_has_one(row: dict[str, str]) -> None:
    milestone = row["comparator"] == "done"
    assert (row["value"] == "") == milestone
    assert (row["unit"] == "none") == milestone
    assert (kind_of(row["indicator_id"]) == "milestone") == milestone


@each_target
def test_every_year_of_a_target_stands_in_its_quote(row: dict[str, str]) -> None:
    years = [row[key] for key in ("from_year", "by_year") if row[key]]
    assert [year for year in years if year not in row["quote_vi"]] == []
    assert years == sorted(years)


@each_target
def test_a_deadline_in_the_quote_is_in_the_table(row: dict[str, str]) -> None:
    for year in re.findall(r"[Đđ]ến năm (\d{4})", row["quote_vi"]):
        assert row["by_year"] == year


@each_target
def test_a_target_that_only_an_appendix_names_ends_with_its_task(row: dict[str, str]) -> None:
    for task in TASKS:
        if task["task_id"] == row["citation"]:
            assert row["by_year"] == task["to_year"]


@each_target
def test_every_cadence_is_said_by_the_quote(row: dict[str, str]) -> None:
    match row["cadence"]:
        case "each_year":
            assert EVERY_YEAR.search(row["quote_vi"])
        case "period_average":
            assert "bình quân" in row["quote_vi"]
            assert row["unit"] == "percent_per_year"
        case "period_total":
            assert row["by_year"] and kind_of(row["indicator_id"]) == "flow"
        case cadence:
            assert cadence == "by_year"
            assert not EVERY_YEAR.search(row["quote_vi"])


@each_target
def test_every_condition_is_part_of_its_quote(row: dict[str, str]) -> None:
    assert row["condition"] in row["quote_vi"]
    assert ("nếu" in row["quote_vi"]) == bool(row["condition"])


def test_the_programme_has_31_measured_targets_nine_milestones_and_a_zero() -> None:
    assert Counter(row["comparator"] for row in TARGETS) == {
        "ge": 25,
        "gt": 5,
        "lt": 1,
        "eq": 1,
        "done": 9,
    }


# Projects


@each_project
def test_every_cell_of_a_project_row_is_transcribed(row: dict[str, str]) -> None:
    assert row["citation"] == f"PL{row['appendix']}.{row['number']}"
    assert PLACES[row["citation"]].startswith(row["name_vi"])
    rest = PLACES[row["citation"]].removeprefix(row["name_vi"]).lstrip(". ")
    match row["appendix"]:
        case "01":  # developer, funding, time; the state is in the heading
            time = rest.removeprefix(f"{row['developer']} {row['funding']} Năm ")
            assert re.findall(r"\d+", time) == [
                year for year in (row["start_year"], row["end_year"]) if year
            ]
            assert time != rest
            assert row["state"].upper() in PLACES["PL01"]
        case "02":  # developer, funding, note
            assert rest == f"{row['developer']} {row['funding']} {row['state']}"
            assert row["start_year"] == row["end_year"] == ""
        case "03":  # area, time, lead units
            area, lead_units = rest.split(" 2026 ")
            assert area.startswith(f"{row['area_ha'].replace('.', ',')}ha")
            assert area in row["quote_vi"]
            assert row["start_year"] == row["end_year"] == "2026"
            assert LEAD_UNIT_IN_APPENDICES[lead_units] == row["lead_units"]


@pytest.mark.parametrize("row", [row for row in PROJECTS if row["area_ha"]], ids=name_of)
def test_every_area_stands_in_its_quote(row: dict[str, str]) -> None:
    assert re.search(printed(row["area_ha"]) + "ha", row["quote_vi"])


def test_three_appendices_list_20_rows_of_13_projects() -> None:
    assert Counter(row["appendix"] for row in PROJECTS) == {"01": 4, "02": 9, "03": 7}
    assert len({row["project_id"] for row in PROJECTS}) == 13


def test_one_project_has_one_name() -> None:
    for name in ("name_vi", "name_en"):
        assert len({(row["project_id"], row[name]) for row in PROJECTS}) == 13
        assert len({row[name] for row in PROJECTS}) == 13


def test_clearance_adds_up_to_181_37_hectares() -> None:
    assert sum(Decimal(row["area_ha"]) for row in PROJECTS if row["area_ha"]) == Decimal("181.37")


# Tasks


@each_task
def test_every_cell_of_a_task_row_is_transcribed(row: dict[str, str]) -> None:
    text = PLACES[row["task_id"]]
    assert row["task_id"] == f"PL{row['appendix']}.{row['number']}"
    assert text.startswith(row["task_vi"] + " ")
    assert text.endswith(" " + row["product_vi"])
    between = text.removeprefix(row["task_vi"]).removesuffix(row["product_vi"]).strip()
    lead_unit = next(unit for unit in LEAD_UNIT_IN_APPENDICES if between.startswith(unit))
    assert LEAD_UNIT_IN_APPENDICES[lead_unit] == row["lead_unit"]
    timing = re.sub(r"(\d)- (\d)", r"\1-\2", between.removeprefix(lead_unit).strip())
    assert timing == row["timing"]
    years = re.findall(r"\d{4}", timing)
    assert [row["from_year"], row["to_year"]] == ([years[0], years[-1]] if years else ["", ""])


def test_ten_appendices_list_36_tasks() -> None:
    expected = {
        "04": 5,
        "05": 4,
        "06": 3,
        "07": 3,
        "08": 3,
        "09": 3,
        "10": 3,
        "11": 4,
        "12": 4,
        "13": 4,
    }
    assert Counter(row["appendix"] for row in TASKS) == expected
    assert {place for place in PLACES if re.match(r"PL(0[4-9]|1\d)\.", place)} == {
        row["task_id"] for row in TASKS
    }


def test_the_field_of_a_task_is_the_heading_of_its_appendix() -> None:
    for row in TASKS:
        assert row["field_vi"].upper() in PLACES[f"PL{row['appendix']}"]


# How the tables hold together


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("indicators", "indicator_id"),
        ("targets", "target_id"),
        ("tasks", "task_id"),
        ("units", "lead_unit"),
    ],
)
def test_every_id_names_one_row(table: str, key: str) -> None:
    ids = [row[key] for row in read(table)]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_to_a_row() -> None:
    indicators = {row["indicator_id"] for row in read("indicators")}
    units = {row["lead_unit"] for row in read("units")}
    assert {row["indicator_id"] for row in TARGETS} <= indicators
    assert {row["target_id"] for row in CITATIONS} <= {row["target_id"] for row in TARGETS}
    assert {row["lead_unit"] for row in read("indicators") + TASKS} <= units
    assert {unit for row in PROJECTS for unit in row["lead_units"].split(";") if unit} <= units


def test_an_indicator_has_one_target_for_a_breakdown_and_cadence() -> None:
    asked = Counter((row["indicator_id"], row["breakdown"], row["cadence"]) for row in TARGETS)
    assert max(asked.values()) == 1


def test_the_marks_are_those_of_the_contract() -> None:
    allowed = {
        "kind": {"level", "growth", "share", "count", "ratio", "flow", "milestone"},
        "better": {"higher", "lower", "keep"},
        "unit": {
            "fraction", "billion_vnd", "million_vnd", "count", "persons",
            "households", "per_1000_people", "hectares", "none",
        },
    }  # fmt: skip
    for row in read("indicators"):
        assert {key: row[key] for key in allowed if row[key] not in allowed[key]} == {}
        assert (row["kind"] == "share") == (row["unit"] == "fraction")
        assert (row["kind"] == "milestone") == (row["unit"] == "none")

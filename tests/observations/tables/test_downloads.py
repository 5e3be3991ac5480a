"""Downloads of the statistics office are read as they came; no data cell is lost."""

import csv
import os
import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations import Normalized

SHARED = Path(os.environ.get("THIENHUONG_SHARED", "../shared")) / "data" / "awkward"
AWKWARD = sorted(SHARED.glob("*.csv"))
DECLARED = """\
files:
  - file: "{pattern}"
    layout: auto
    {more}
    constants: {{locality: vietnam, status: actual, source: office, as_of: 2019-08-06}}
"""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read(root, text: str | bytes, *, name: str = "tai-ve.csv", more: str = "") -> Normalized:
    """Normalize one download with the shortest declaration."""
    root.write(f"thienhuong/{name}", text)
    root.declare(DECLARED.format(pattern=name, more=more))
    return root.normalize()


def said(result: Normalized) -> list[list[object]]:
    """Return breakdown, period, value, unit, status of each observation, in the order of the file."""
    frame = result.observations
    order = frame["cell"].map(
        lambda cell: [int(part) if part.isdigit() else 0 for part in re.split(r"[:!]", cell)] + [cell]
    )
    frame = frame.loc[order.sort_values(kind="stable").index]
    return frame[["breakdown", "period", "value", "unit", "status"]].to_numpy().tolist()


@pytest.mark.skipif(not AWKWARD, reason="the downloads of the statistics office are not at hand")
def test_all_real_downloads_are_read_with_one_declaration_for_all_of_them(root) -> None:
    for path in AWKWARD:
        shutil.copy(path, root.write(f"thienhuong/{path.name}", ""))
    root.declare(DECLARED.format(pattern="*.csv", more=""))
    result = root.normalize()
    counts = result.files.set_index("file")
    for path in AWKWARD:
        printed = oracle(path)
        file = f"thienhuong/{path.name}"
        numbers = [text for text in printed.values() if NUMBER.fullmatch(text)]
        found = result.observations[result.observations["cell"].str.startswith(f"{file}:")]
        assert counts.at[file, "rejected"] == 0, path.name
        assert len(found) == counts.at[file, "accepted"] == len(numbers), path.name
        assert counts.at[file, "missing"] == len(printed) - len(numbers), path.name
        assert not found.duplicated(["indicator", "breakdown", "period"]).any(), path.name
        plain = found[found["unit"] == "unstated"]
        for row in plain.itertuples():
            assert row.value == float(printed[row.cell]), row.cell


def oracle(path: Path) -> dict[str, str]:
    """Return place -> text of every data cell, by rules for this office's files alone.

    A title stands in the first line or not at all; data cells are not quoted, or numbers, or dots.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    places = {}
    for number, line in enumerate(lines, 1):
        [row] = csv.reader([line], delimiter=";") if line else [[]]
        header = next(i for i, text in enumerate(lines, 1) if text.count(";") >= 1)
        if number <= header or len(row) < 2 or line == lines[header - 1]:
            continue
        names = next(csv.reader([lines[header - 1]], delimiter=";"))
        data = [
            j
            for j in range(len(row))
            if j
            and names[j] != "Year"
            and not re.fullmatch(
                r"Items|Main perennial crops|Teachers and pupils|Health establishments|Services"
                r"|Commondity group"
                r"|Cities, provincies",
                names[j],
            )
        ]
        for j in data:
            letters = "".join(chr(65 + k) for k in ([j] if j < 26 else [j // 26 - 1, j % 26]))
            places[f"thienhuong/{path.name}:{number}" + (f":{letters}" if len(data) > 1 else "")] = row[j]
    return places


def test_years_across_and_places_down_are_one_dimension(root) -> None:
    result = read(
        root,
        '\ufeff"Dân số trung bình chia theo Địa phương và Năm"\r\n\r\n"Địa phương";"2015";"Sơ bộ 2016"\r\n'
        '"CẢ NƯỚC";91709.8;92692.2\r\n"Hải Phòng";1963.3;..\r\n',
    )
    assert said(result) == [
        ["ca_nuoc", "2015", 91709.8, "unstated", "actual"],
        ["ca_nuoc", "2016", 92692.2, "unstated", "preliminary"],
        ["hai_phong", "2015", 1963.3, "unstated", "actual"],
    ]
    assert set(result.observations["indicator"]) == {"dan_so_trung_binh"}
    assert result.files[["read", "accepted", "rejected", "missing"]].to_numpy().tolist() == [[3, 3, 0, 1]]


def test_a_year_and_a_member_in_one_heading_are_taken_apart(root) -> None:
    result = read(
        root,
        '"Income by Cities, provincies, Year and Income source"\n\n'
        '"Cities, provincies";"2014 Total";"2014 Salary & wage";"Prel. 2016 Total"\n'
        '"Ha Noi";4113.0;2537.0;5057.0\n',
    )
    assert said(result) == [
        ["cities_provincies=ha_noi;income_source=total", "2014", 4113.0, "unstated", "actual"],
        ["cities_provincies=ha_noi;income_source=salary_wage", "2014", 2537.0, "unstated", "actual"],
        ["cities_provincies=ha_noi;income_source=total", "2016", 5057.0, "unstated", "preliminary"],
    ]


def test_units_in_headings_and_labels_are_converted_and_percent_stays_percent(root) -> None:
    result = read(
        root,
        '"Livestock by Items, Year and Livestock"\n\n"Items";"Year";"Pigs";"Poultry (Mill. heads)"\n'
        '"Livestock (Thous. Heads)";"2015";27750.7;341.9\n'
        '"Index (Previous year = 100) - %";"2015";103.7;104.3\n',
    )
    assert said(result) == [
        ["items=livestock;livestock=pigs", "2015", 27750700.0, "heads", "actual"],
        ["items=livestock;livestock=poultry", "2015", 341900000.0, "heads", "actual"],
        ["items=index_previous_year_100;livestock=pigs", "2015", 1.037, "fraction", "actual"],
        ["items=index_previous_year_100;livestock=poultry", "2015", 1.043, "fraction", "actual"],
    ]


def test_months_across_make_periods_with_the_year_of_the_row(root) -> None:
    result = read(
        root,
        '"Rainfall by Year, Station and Month"\n\n"Year";"Station";"Jan.";"March";"Tháng 12"\n'
        '"2016";"Hue";74.0;66.9;0.4\n',
    )
    assert said(result) == [
        ["hue", "2016-M01", 74.0, "unstated", "actual"],
        ["hue", "2016-M03", 66.9, "unstated", "actual"],
        ["hue", "2016-M12", 0.4, "unstated", "actual"],
    ]


def test_school_years_count_as_the_year_they_begin_in_and_names_of_r_are_understood(root) -> None:
    assert [
        row[1] for row in said(read(root, '"Pupils";"1995 -1996";"Prel. 2016-2017"\n"Total";1.5;2.5\n'))
    ] == ["1995", "2016"]
    assert said(read(root, '"Iterms";"X2014.Total";"Pre..2016.Permanent.house"\n"urban";"100";"49.7"\n')) == [
        ["iterms=urban;item=total", "2014", 100.0, "unstated", "actual"],
        ["iterms=urban;item=permanent_house", "2016", 49.7, "unstated", "preliminary"],
    ]


def test_labels_that_stand_twice_are_numbered_and_reported(root) -> None:
    result = read(root, '"Visits";"2015"\n"Foreign";5.5\n"Female";2.5\n"Home";7.5\n"Female";3.5\n')
    assert [row[0] for row in said(result)] == ["foreign", "female", "home", "female_2"]
    assert result.quality["message"].str.contains("stands more than once").sum() == 1


def test_a_download_without_years_takes_the_year_of_its_title_and_says_so(root) -> None:
    result = read(
        root,
        '"Projects (having effect as of 31/12/2016) by Partner and Items"\n\n'
        '"Partner";"Number";"Capital (Mill. USD) (*)"\n"Japan";3292;42433.9\n',
    )
    assert said(result) == [
        ["partner=japan;items=number", "2016", 3292.0, "unstated", "actual"],
        ["partner=japan;items=capital", "2016", 42433900000.0, "usd", "actual"],
    ]
    assert "taken from the title" in " ".join(result.quality["message"])
    base_year = read(
        root, '"GDP at constant 2010 prices by Sector and Item"\n\n"Sector";"Item";"Level"\n"A";"b";5.5\n'
    )
    assert base_year.rejected["reason"].str.contains("the period is missing").all()


def test_a_declared_indicator_is_read_in_its_own_unit(root) -> None:
    text = (
        '"Dân số chia theo Năm"\n"Đơn vị tính: Nghìn người"\n\n"Khu vực";"2015";"2016"\n"Tổng số";45.1;45.2\n'
    )
    root.write("thienhuong/a.csv", text)
    root.declare(
        DECLARED.format(pattern="a.csv", more="").replace("{locality", "{indicator: population, locality")
    )
    assert root.normalize().observations[["indicator", "breakdown", "value", "unit"]].to_numpy().tolist() == [
        ["population", "total", 45100.0, "persons"],
        ["population", "total", 45200.0, "persons"],
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "tai-ve.csv is empty; fill it in or take it out of sources.yaml"),
        ("chỉ một dòng chữ\n", "no heading with figures below it is found; declare header_row"),
        ('"Địa phương";"2015"\n', "no heading with figures below it is found"),
    ],
)
def test_a_file_without_figures_is_one_sentence(root, text: str, sentence: str) -> None:
    with pytest.raises(ObservationError, match=sentence):
        read(root, text)


def test_notes_below_the_table_are_kept_out_and_reported(root) -> None:
    result = read(
        root,
        '"Địa phương";"2015";"2016"\n"Hải Phòng";1.5;2.5\n"Ghi chú: (*) số sơ bộ";;\n"Nguồn: Cục Thống kê"\n',
    )
    assert len(result.observations) == 2 and result.rejected.empty
    assert result.quality["text"].tolist() == ["Ghi chú: (*) số sơ bộ", "Nguồn: Cục Thống kê"]


def test_the_same_download_gives_the_same_figures_whatever_its_line_ends_and_encoding(root) -> None:
    text = (
        '"Dân số chia theo Địa phương"\n\n"Địa phương";"2015";"2016"\n'
        '"Hải Phòng";1.5;2.5\n"Đà Nẵng";3.5;4.5\n'
    )
    expected = said(read(root, text))
    for variant in (
        text.replace("\n", "\r\n").encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace(";", "\t").encode(),
    ):
        assert said(read(root, variant)) == expected
    counted = Counter(row[0] for row in expected)
    assert counted == {"hai_phong": 2, "da_nang": 2}


def test_a_percentage_in_the_title_is_the_unit(root) -> None:
    result = read(
        root, '"Percentage of households by Region and Year"\n\n"Region";"2015";"2016"\n"A";98.8;97.5\n'
    )
    assert said(result) == [
        ["a", "2015", 0.988, "fraction", "actual"],
        ["a", "2016", 0.975, "fraction", "actual"],
    ]
    assert float(Decimal("98.8") / 100) == 0.988
    assert isinstance(result.observations, pd.DataFrame)

"""A declaration is read strictly; a mistake in it is one sentence with file, key and what to do."""

from pathlib import Path

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.observations.metadata.declaration import Table, read_declaration

COLUMNS = "columns: {indicator: Chỉ tiêu, period: Năm, value: Giá trị}"
CONSTANTS = "constants: {locality: thienhuong, status: actual, source: office, as_of: 2026-01-31}"


def read(folder: Path, *lines: str) -> list[Table]:
    path = folder / "sources.yaml"
    path.write_text("files:\n  - " + "\n    ".join(lines), encoding="utf-8")
    return read_declaration(path, "w/sources.yaml")


def test_a_pattern_stands_for_every_file_that_fits_it(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.txt", ".hidden.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    tables = read(tmp_path, "file: '*.csv'", COLUMNS, CONSTANTS)
    assert [table.file for table in tables] == ["a.csv", "b.csv"]


def test_dates_and_numbers_of_yaml_become_text(tmp_path: Path) -> None:
    [table] = read(tmp_path, "file: a.csv", COLUMNS, CONSTANTS, "sheet: 2026", "header_row: 3")
    assert table.constants["as_of"] == "2026-01-31"
    assert (table.sheet, table.header_row, table.layout, table.decimal) == (
        "2026",
        3,
        "long",
        "auto",
    )


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("file: a.csv", "colums: {value: x}"), "files.0.colums is not a key here; did you mean columns"),
        (("file: a.csv", COLUMNS, CONSTANTS, "layout: wide", "across: [perid]"),
         "files.0.across.0 is not a key here; did you mean"),
        (("file: a.csv", COLUMNS, CONSTANTS, "layout: auto"),
         "a.csv: with layout: auto columns are found, not declared; take columns out"),
        (("file: '*.csv'", COLUMNS, CONSTANTS), r"w/sources.yaml: no file fits \*.csv; add one or correct"),
        (
            ("file: a.csv", COLUMNS, CONSTANTS, "heder_row: 2"),
            r"files.0.heder_row is not a key here; did you mean header_row",
        ),
        (
            ("file: a.csv", "columns: {indicater: x}"),
            r"files.0.columns.indicater is not a key here; did you mean indicator",
        ),
        (
            ("file: a.csv", COLUMNS, CONSTANTS, "layout: broad"),
            r"files.0.layout: Input should be 'long', 'wide' or 'auto'",
        ),
        (
            ("file: a.csv", COLUMNS, CONSTANTS, "header_row: 0"),
            r"files.0.header_row: Input should be greater than or equal to 1",
        ),
        (
            ("file: a.csv", COLUMNS, CONSTANTS, "decimal: de"),
            r"files.0.decimal: Input should be 'vi', 'en' or 'auto'",
        ),
        (
            ("file: a.csv", "columns: {}", "layout: auto"),
            r"a.csv: nothing says the locality; add it to columns or constants",
        ),
        (
            ("file: a.csv", COLUMNS),
            r"a.csv: nothing says the locality; add it to columns or constants",
        ),
        (
            ("file: a.csv", COLUMNS, CONSTANTS.replace("status: actual", "period: 2025")),
            r"a.csv: period is given twice",
        ),
        (
            ("file: a.csv", COLUMNS, CONSTANTS, "layout: wide"),
            r"a.csv: period is given twice; .*a wide table has value and period in its headings",
        ),
        (("file: [a.csv]", COLUMNS, CONSTANTS), r"files.0.file: Input should be a valid string"),
    ],
)
def test_a_mistake_names_the_file_the_key_and_what_to_write(
    tmp_path: Path, lines: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(ObservationError, match=sentence):
        read(tmp_path, *lines)


@pytest.mark.parametrize(
    "text", ["files: [", "a: *unknown", "!!python/object/apply:os.system [ls]", "\tx: 1", "\0"]
)
def test_what_is_not_plain_yaml_is_refused_and_never_run(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ObservationError, match=r"sources.yaml is not readable YAML: "):
        read_declaration(path, "sources.yaml")


@pytest.mark.parametrize("text", ["", "[]", "3", "file: a.csv"])
def test_yaml_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ObservationError, match=r"^sources.yaml: (files|file)"):
        read_declaration(path, "sources.yaml")


def test_a_declaration_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_bytes("files: []".encode("utf-16"))
    with pytest.raises(ObservationError, match=r"is not readable YAML"):
        read_declaration(tmp_path / "sources.yaml", "sources.yaml")


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a.csv",
        "x/../../a.csv",
        "C:/a.csv",
        r"..\a.csv",
        r"\\host\a.csv",
        r"C:a.csv",
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        ObservationError, match=r"leads out of the folder; put the file beside sources.yaml"
    ):
        read(tmp_path, f"file: '{name}'", COLUMNS, CONSTANTS)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(ObservationError, match=r"a.csv leads out of the folder"):
        read(tmp_path / "raw", "file: a.csv", COLUMNS, CONSTANTS)

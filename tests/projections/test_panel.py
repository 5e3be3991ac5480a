"""Any long file becomes a panel; what cannot be used is counted by its reason."""

import numpy as np
import pandas as pd
import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.projections import make_panel, read_panel

HEAD = "country,indicator,year,value\n"


def written(tmp_path, text, name="panel.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def panel_of(tmp_path, rows, head=HEAD):
    return read_panel(written(tmp_path, head + rows))


def test_series_stand_side_by_side_over_all_years(tmp_path):
    panel = panel_of(tmp_path, "B,x,2001,1\nA,x,2003,100\nA,x,2001,10\n")
    assert panel.country.tolist() == ["A", "B"] and panel.years.tolist() == [2001, 2002, 2003]
    np.testing.assert_allclose(panel.logs, [[np.log(10), np.nan, np.log(100)], [0, np.nan, np.nan]])


def test_columns_are_found_in_any_order_and_case_and_others_ignored(tmp_path):
    panel = panel_of(tmp_path, "kg,5,2001,x,A\n", head="Unit, VALUE,Year,Indicator,Country\n")
    assert panel.logs.tolist() == [[np.log(5)]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path, separator):
    assert panel_of(tmp_path, "A,x,2001,1\n".replace(",", separator),
                    head=HEAD.replace(",", separator)).logs.tolist() == [[0.0]]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert read_panel(written(tmp_path, HEAD + "A,x,2001,1\n", encoding="utf-8-sig")).logs.size == 1


def test_parquet_gives_the_same_panel(tmp_path):
    frame = pd.DataFrame({"country": "A", "indicator": "x", "year": [2001, 2002], "value": [1.0, None]})
    frame.to_parquet(tmp_path / "p.parquet")
    panel = read_panel(tmp_path / "p.parquet")
    assert panel.logs.tolist() == [[0.0]] and panel.left_out == {"no_value": 1}


@pytest.mark.parametrize("row, reason", [
    (",x,2002,1", "no_key"), ("A,,2002,1", "no_key"), ("A,x,sớm,1", "no_year"), ("A,x,2002.5,1", "no_year"),
    ("A,x,20022,1", "no_year"), ("A,x,2002,", "no_value"), ("A,x,2002, ", "no_value"),
    ("A,x,2002,..", "no_number"), ("A,x,2002,inf", "no_number"), ("A,x,2002,nan", "no_number"),
    ("A,x,2001,1", "repeated"), ("A,x,2002,0", "not_positive"), ("A,x,2002,-3", "not_positive")])
def test_a_row_that_cannot_be_used_is_left_out_for_one_reason(tmp_path, row, reason):
    panel = panel_of(tmp_path, f"A,x,2001,1\n{row}\n")
    assert panel.left_out == {reason: 1} and panel.read == 2
    assert panel.logs.tolist() == [[0.0]]


def test_of_several_values_for_one_year_none_is_taken(tmp_path):
    panel = panel_of(tmp_path, "A,x,2001,1\nA,x,2002,5\nA,x,2002,6\n")
    assert panel.left_out == {"contradictory": 2} and panel.years.tolist() == [2001]


def test_namibia_is_a_country(tmp_path):
    assert panel_of(tmp_path, "NA,x,2001,1\n").country.tolist() == ["NA"]


def test_accepted_and_left_out_are_all_that_was_read():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"country": rng.choice(["A", "B", ""], 300),
                          "indicator": rng.choice(["x", "y"], 300),
                          "year": rng.choice([2001, 2002, 2003, "?"], 300),
                          "value": rng.choice([1, 2, 0, "..", None], 300)})
    panel = make_panel(frame)
    assert np.isfinite(panel.logs).sum() + sum(panel.left_out.values()) == panel.read == 300


@pytest.mark.parametrize("text, sentence", [
    ("country,indicator,jahr,value\nA,x,2001,1\n", "the column year is missing"),
    ("country,indicator,year,values\nA,x,2001,1\n", "nearest: values"),
    (HEAD + "A,x,2001,-1\n", "none of its 1 rows"),
    (HEAD, "none of its 0 rows"), ("", "not a table"), ("\x00\x01", "the column country is missing")])
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(ObservationError, match=sentence):
        read_panel(written(tmp_path, text))


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(ObservationError, match="there is no such file"):
        read_panel(tmp_path / "nix.csv")


@pytest.mark.parametrize("name", ["picture.csv", "picture.parquet"])
def test_bytes_that_are_no_table_are_one_sentence(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(ObservationError, match="not a table"):
        read_panel(tmp_path / name)

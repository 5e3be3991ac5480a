"""What was known stays known: replaced figures are kept, mended ones are not, lost ones are told."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import (
    as_observations,
    keep_history,
    read_history,
    renew,
    superseded,
    vanished,
)

JANUARY, JUNE = date(2026, 1, 31), date(2026, 6, 30)
FILE = "data/vintages/observations.csv"


@pytest.fixture
def told(accepted):
    """A function that makes observations from what differs in each."""
    return lambda *rows: as_observations(accepted(*rows))


@pytest.mark.parametrize(("now", "kept", "lost"), [
    ([{"value": 262.0, "as_of": JUNE}], 1, 0),                           # a later report took its place
    ([{"value": 251.0, "as_of": JANUARY}], 0, 0),                        # mended under its own date
    ([{"value": 262.0, "as_of": JUNE, "source": "paper"}], 1, 0),        # somebody else's later report
    ([{"value": 262.0, "as_of": JANUARY, "source": "paper"}], 0, 1),     # somebody else's of the same day
    ([{"value": 262.0, "as_of": JUNE, "period": "2026"}], 0, 1),         # another cell
    ([{"value": 249.0, "as_of": date(2025, 12, 31)}], 0, 1),             # an older report
    ([], 0, 1),
    ([{"value": 250.0, "as_of": JANUARY}, {"value": 262.0, "as_of": JUNE}], 0, 0),
    ([{"value": 250.0, "as_of": JANUARY, "cell": "thienhuong/b.csv:9"}], 0, 0),  # the file was renamed
])
def test_what_becomes_of_a_figure_that_was_known(told, now, kept, lost):
    before = told({"value": 250.0, "as_of": JANUARY})
    assert (len(superseded(before, told(*now))), len(vanished(before, told(*now)))) == (kept, lost)


def test_the_row_that_is_kept_is_the_row_that_was_known(told):
    before = told({"value": 250.0, "as_of": JANUARY, "status": "preliminary"}, {"period": "2026"})
    now = told({"value": 262.0, "as_of": JUNE}, {"period": "2026"})
    pd.testing.assert_frame_equal(superseded(before, now), before.iloc[:1])


def test_what_is_kept_already_does_not_count_as_gone(told):
    old, new = told({"value": 250.0, "as_of": JANUARY}), told({"value": 262.0, "as_of": JUNE})
    before = pd.concat([old, new], ignore_index=True)
    assert superseded(before, before).empty and vanished(before, before).empty
    pd.testing.assert_frame_equal(superseded(before, new), old)


def test_history_is_read_back_as_it_was_kept(tmp_path, told):
    rows = told({"indicator": "grdp_growth", "value": 0.1 + 0.2, "as_of": JANUARY},
                {"value": 250.0, "cell": "thienhuong/a, b.xlsx!Số liệu!B7"})
    keep_history(Folder(tmp_path), rows)
    read = read_history(Folder(tmp_path))
    assert read["value"].tolist() == [250.0, 0.1 + 0.2]
    pd.testing.assert_frame_equal(read, rows.iloc[::-1].reset_index(drop=True))


def test_the_same_rows_in_any_order_and_number_give_the_same_bytes(tmp_path, told):
    rows = told(*({"period": str(year), "as_of": day} for year in (2025, 2026) for day in (JANUARY, JUNE)))
    written = []
    for name, parts in (("a", [rows]), ("b", [rows.iloc[2:], rows.iloc[:3], rows]), ("c", [rows.iloc[::-1]])):
        (tmp_path / name).mkdir()
        for part in parts:
            keep_history(Folder(tmp_path / name), part)
        written.append((tmp_path / name / FILE).read_bytes())
    assert written[0] == written[1] == written[2]
    assert written[0].count(b"\n") == 5 and b"\r" not in written[0]


def test_nothing_new_writes_nothing(tmp_path, told):
    keep_history(Folder(tmp_path), told())
    assert not (tmp_path / FILE).exists() and read_history(Folder(tmp_path)).empty


@pytest.mark.parametrize("content", [
    "a,b\n1,2\n", "", "locality,indicator,breakdown,period,year,value,unit,status,as_of,source,cell\n"
    "w,enterprises,total,2025,2025,250,count,actual,31/1/2026,office,a:2\n",
    "locality,indicator,breakdown,period,year,value,unit,status,as_of,source,cell\n"
    "w,enterprises,total,2025,2025,250,count,real,2026-01-31,office,a.csv:2\n"])
def test_a_damaged_history_is_one_sentence(tmp_path, content):
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ObservationError, match=r"observations.csv is not as normalize wrote it .*from git"):
        read_history(Folder(tmp_path))


@given(days=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=8),
       now=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=8))
def test_every_figure_that_was_known_is_still_there_kept_or_lost(accepted, days, now):
    before, after = (as_observations(accepted(*({"locality": f"place_{place}", "as_of": date(2026, 1, day)}
                                                for place, day in told))) for told in (days, now))
    kept, lost = superseded(before, after), vanished(before, after)
    there = {(place, day) for place, day in now}
    for frame, later in ((kept, True), (lost, False)):
        for place, day in zip(frame["locality"], frame["as_of"], strict=True):
            number = int(place[-1])
            assert (number, day.day) not in there
            assert any(n == number and d > day.day for n, d in now) == later
    assert len(kept) + len(lost) == sum(pair not in there for pair in days)


HEADER = "Chỉ tiêu,Năm,Giá trị,Đơn vị\n"


def replaced(root, *reports):
    """Replace the raw files by these (file, day, value), renew, and return what is known and what is gone."""
    ward = root.path / "data" / "raw" / "thienhuong"
    for old in ward.glob("[ab].csv"):
        old.unlink()
    declared = ""
    for name, day, value in reports:
        root.write(f"thienhuong/{name}", f"{HEADER}Dân số,2025,{value},người\n")
        declared += f"""\
  - file: {name}
    columns: {{indicator: Chỉ tiêu, period: Năm, value: Giá trị, unit: Đơn vị}}
    constants: {{locality: thienhuong, status: actual, source: office, as_of: {day}}}
"""
    root.declare(f"files:\n{declared}" if declared else "files: []\n")
    result, lost = renew(Folder(root.path))
    known = [(f"{row.as_of:%m}", row.value) for row in result.observations.itertuples()]
    return known, lost["value"].tolist()


def test_what_stands_in_a_file_again_goes_before_what_was_kept(root):
    assert replaced(root, ("a.csv", "2026-01-31", 120)) == ([("01", 120)], [])
    assert replaced(root, ("a.csv", "2026-06-30", 110)) == ([("01", 120), ("06", 110)], [])
    assert replaced(root, ("a.csv", "2026-06-30", 110), ("b.csv", "2026-01-31", 125)) == (
        [("01", 125), ("06", 110)], [])


def test_what_is_gone_is_told_until_it_is_back_or_replaced_or_taken_out(root):
    gone = root.path / "data" / "vintages" / "gone.csv"
    replaced(root, ("a.csv", "2026-01-31", 120))
    assert replaced(root) == ([], [120])
    assert replaced(root) == ([], [120]) and "120.0" in gone.read_text()
    assert replaced(root, ("a.csv", "2026-01-31", 120)) == ([("01", 120)], [])
    assert replaced(root) == ([], [120])
    assert replaced(root, ("a.csv", "2026-06-30", 110)) == ([("01", 120), ("06", 110)], [])
    assert replaced(root) == ([("01", 120)], [110])
    gone.write_text(gone.read_text().splitlines()[0] + "\n")
    assert replaced(root) == ([("01", 120)], [])

"""Every change of the figure in use is one revision; contradictions of a day are none."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thienhuong_analysis.observations import as_known, revisions
from thienhuong_analysis.observations.vintages.revisions import REVISION_COLUMNS

JANUARY, MARCH, JUNE = date(2026, 1, 31), date(2026, 3, 31), date(2026, 6, 30)


def changes(frame):
    return revisions(frame)[["before", "after", "as_of_before", "as_of_after"]].to_numpy().tolist()


def test_a_revision_says_all_of_before_and_after(accepted):
    frame = accepted({"value": 250.0, "status": "preliminary", "as_of": JANUARY},
                     {"value": 260.0, "as_of": JUNE, "source": "paper"})
    [row] = revisions(frame).to_dict("records")
    assert row == {
        "locality": "thienhuong", "indicator": "enterprises", "breakdown": "total", "period": "2025",
        "unit": "count", "before": 250.0, "after": 260.0, "change": 10.0, "relative_change": 0.04,
        "status_before": "preliminary", "status_after": "actual", "as_of_before": JANUARY,
        "as_of_after": JUNE, "source_before": "office", "source_after": "paper",
        "cell_before": "thienhuong/a.csv:2", "cell_after": "thienhuong/a.csv:3"}


def test_each_step_is_a_revision_of_its_own(accepted):
    frame = accepted(*({"value": value, "as_of": day} for value, day in (
        (250.0, JANUARY), (255.0, MARCH), (250.0, JUNE))))
    assert changes(frame) == [[250.0, 255.0, JANUARY, MARCH], [255.0, 250.0, MARCH, JUNE]]


def test_rivals_of_one_day_are_no_revision_and_the_last_of_them_counts(accepted):
    frame = accepted({"value": 240.0, "source": "blog", "as_of": JANUARY}, {"value": 250.0, "as_of": JANUARY},
                     {"value": 260.0, "as_of": JUNE})
    assert changes(frame) == [[250.0, 260.0, JANUARY, JUNE]]
    assert changes(frame.iloc[:2]) == []


def test_a_later_figure_of_lesser_authority_changes_nothing(accepted):
    assumed = {"value": 100.0, "status": "assumption", "as_of": MARCH}
    frame = accepted(assumed, {"value": 250.0, "as_of": JANUARY}, {"value": 260.0, "as_of": JUNE})
    assert changes(frame) == [[250.0, 260.0, JANUARY, JUNE]]
    assert changes(accepted(assumed, {"value": 250.0, "as_of": JUNE})) == [[100.0, 250.0, MARCH, JUNE]]


def test_the_same_figure_with_more_digits_is_no_revision(accepted):
    rows = [{"indicator": "grdp_growth", "value": value, "as_of": day}
            for value, day in ((0.0419, JANUARY), (0.0418932, JUNE))]
    assert changes(accepted(*rows)) == []


def test_a_change_from_nothing_has_no_rate(accepted):
    frame = accepted({"value": 0.0, "as_of": JANUARY}, {"value": 5.0, "as_of": JUNE})
    assert np.isnan(revisions(frame)["relative_change"].item())


@pytest.mark.parametrize("size", [0, 1])
def test_few_figures_have_no_revisions(accepted, size):
    table = revisions(accepted(*[{}] * size))
    assert table.empty and list(table) == list(REVISION_COLUMNS)


def test_what_was_known_on_a_day_leaves_out_what_came_later(accepted):
    frame = accepted({"as_of": JANUARY}, {"as_of": MARCH}, {"as_of": JUNE})
    for known in (frame, frame.astype({"as_of": "category"})):
        assert as_known(known, MARCH)["as_of"].tolist() == [JANUARY, MARCH]
    assert as_known(frame, date(2020, 1, 1)).empty


@given(told=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 3)), max_size=12))
def test_revisions_are_what_a_reader_of_every_day_would_have_seen(accepted, told):
    """The oracle asks each day what is in use and writes down every change."""
    told.sort(key=lambda row: (row[0], row[1] == 0, row[1]))
    frame = accepted(*({"locality": f"place_{place}", "as_of": JANUARY + timedelta(days=day),
                        "value": float(value)} for place, day, value in told))
    expected = []
    for place in range(3):
        used = None
        for day in range(5):
            rows = as_known(frame[frame["locality"] == f"place_{place}"], JANUARY + timedelta(days=day))
            last = rows["value"].iloc[-1] if len(rows) else None
            if used is not None and last != used:
                expected.append([f"place_{place}", used, last])
            used = last if last is not None else used
    assert revisions(frame)[["locality", "before", "after"]].to_numpy().tolist() == expected


def test_the_order_of_cells_changes_nothing(accepted):
    rows = [{"locality": f"place_{place}", "value": value, "as_of": day}
            for place in (2, 0, 1) for value, day in ((1.0, JANUARY), (2.0 + place, JUNE))]
    turned = [rows[i] for i in (2, 3, 4, 5, 0, 1)]
    columns = ["locality", "before", "after"]
    pd.testing.assert_frame_equal(revisions(accepted(*rows))[columns], revisions(accepted(*turned))[columns])

"""An assumption has a value between low and high, a reason, and a source that exists."""

from pathlib import Path

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import read_assumptions

HEADER = "assumption,name_vi,name_en,value,low,high,unit,reason_vi,reason_en,source\n"
ROW = "exit_rate,Tỷ lệ,Rate,0.09,0.06,0.2,fraction,lý do,reason,office\n"


def read(root, text: str):
    root.write("thienhuong/assumptions.csv", text)
    return read_assumptions(Folder(root.path))


def test_an_assumption_is_found_by_its_key(root) -> None:
    frame = read(root, HEADER + ROW + ROW.replace("exit_rate", "births").replace("0.09", "0.2"))
    assert frame.loc["exit_rate", ["value", "low", "high"]].tolist() == [0.09, 0.06, 0.2]
    assert frame.loc["births", "value"] == frame.loc["births", "high"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ROW.replace("0.09", "0,09"),
            "a row has more cells than the header; put cells that hold a comma in quotation marks",
        ),
        (
            ROW.replace("0.09", "nine"),
            "assumptions.csv: exit_rate: value is not a number; write it with a decimal point",
        ),
        (ROW.replace("0.2", ""), "exit_rate: high is not a number"),
        (ROW.replace("0.2", "inf"), "exit_rate: high is not a number"),
        (ROW.replace("0.09", "0.3"), "exit_rate: the value must lie between low and high"),
        (ROW.replace("lý do", " "), "exit_rate: reason_vi is empty; fill it in"),
        (
            ROW.replace("office", "office;ofice"),
            "exit_rate: add the source to data/raw/reference/sources.csv",
        ),
        (ROW.replace("office", ""), "exit_rate: (source is empty|add the source)"),
        (ROW + ROW, "assumption exit_rate stands twice; remove one of the rows"),
    ],
)
def test_a_mistake_names_the_assumption_and_what_to_do(root, row: str, sentence: str) -> None:
    with pytest.raises(ObservationError, match=sentence):
        read(root, HEADER + row)


def test_a_missing_or_strange_column_is_named(root) -> None:
    with pytest.raises(
        ObservationError, match=r"the columns must be assumption, value, low, high, name_vi"
    ):
        read(root, HEADER.replace(",unit", "") + ROW.replace(",fraction", ""))
    with pytest.raises(ObservationError, match=r"has no column assumption; add it"):
        read(root, HEADER.replace("assumption,", "key,") + ROW)


def test_the_assumptions_that_come_with_the_software_are_in_order() -> None:
    frame = read_assumptions(Folder(Path(INSTALLED)))
    assert frame.filter(like="base_share.", axis=0)["value"].sum() == pytest.approx(1, abs=1e-12)

"""What a projection cannot do without and nobody has measured yet, each with its reason."""

import pandas as pd

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.metadata.reference import read_sources, read_table
from thienhuong_analysis.observations.text import _

FILE = "data/raw/thienhuong/assumptions.csv"
CORRELATIONS = "data/raw/thienhuong/correlations.csv"
_NUMBERS = ["value", "low", "high"]
_TEXTS = ["name_vi", "name_en", "unit", "reason_vi", "reason_en", "source"]
_NOT_A_NUMBER = _("{file}: {assumption}: {column} is not a number; write it with a decimal point")
_SAID = {
    "number": _NOT_A_NUMBER, "not_nullable": _NOT_A_NUMBER,
    "filled": _("{file}: {assumption}: {column} is empty; fill it in"),
    "source": _("{file}: {assumption}: add the source to data/raw/reference/sources.csv"),
    "one": _("{file}: {assumption}: {column} must lie between -1 and 1"),
    "between": _("{file}: {assumption}: the value must lie between low and high"),
    "columns": _("{file}: the columns must be assumption, {columns}"),
}


def read_assumptions(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/thienhuong/assumptions.csv``, checked.

    Returns
        DataFrame  index assumption; name_vi, name_en, value, low, high, unit, reason_vi, reason_en,
        source (several joined by ``;``)

    Raises
        ObservationError: not a number, a value outside low to high, an empty reason, a source that
            ``sources.csv`` does not have
    """
    return _checked(folder, FILE, "assumption")


def read_correlations(folder: Folder) -> pd.DataFrame:
    """Return ``data/raw/thienhuong/correlations.csv``: how closely each shock follows the common one.

    Returns
        DataFrame  index shock; the columns of the assumptions, each value between −1 and 1

    Raises
        ObservationError: as for the assumptions, or a value beyond −1 or 1
    """
    return _checked(folder, CORRELATIONS, "shock", largest=1.0)


def _checked(folder: Folder, file: str, key: str, largest: float = float("inf")) -> pd.DataFrame:
    import pandera.pandas as pa

    frame, known = read_table(folder, file, key), set(read_sources(folder).index)
    for name in frame.columns.intersection(_NUMBERS):
        frame[name] = pd.to_numeric(frame[name], errors="coerce").astype(float)
    finite = pa.Check(lambda x: x.abs() < float("inf"), error="number")
    filled = pa.Check(lambda x: x.str.strip() != "", error="filled")
    resolves = pa.Check(lambda x: x.map(lambda keys: set(keys.split(";")) <= known), error="source")
    between = pa.Check(lambda x: ~((x["low"] > x["value"]) | (x["value"] > x["high"])),
                       error="between")
    one = pa.Check(lambda x: x.abs() <= largest, error="one")
    columns = {name: pa.Column(float, [finite, one]) for name in _NUMBERS}
    columns |= {name: pa.Column(str, filled) for name in _TEXTS}
    columns |= {"source": pa.Column(str, resolves)}
    try:
        return pa.DataFrameSchema(columns, checks=between, strict=True).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        raise ObservationError(
            _SAID.get(case["check"], _SAID["columns"]), file=file, assumption=case["index"],
            column=case["column"], columns=", ".join([*_NUMBERS, *_TEXTS])) from error

"""Observations as Vietnamese offices write them: names, numbers and units that Excel and people read."""

from decimal import Decimal

import pandas as pd

from thienhuong_analysis.observations.metadata.declaration import Table
from thienhuong_analysis.observations.metadata.reference import Reference
from thienhuong_analysis.observations.values.units import written_unit

HEADINGS = {"locality": "Địa phương", "indicator": "Chỉ tiêu", "breakdown": "Khu vực/nhóm", "period": "Kỳ",
            "value": "Giá trị", "unit": "Đơn vị tính", "status": "Trạng thái", "source": "Nguồn",
            "as_of": "Ngày có số liệu", "cell": "Ô"}


def in_vietnamese(observations: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return observations as a table of texts, one a row, under ``HEADINGS``.

    Read back as ``declared`` says, it gives the same figures; only ``cell`` then names the new file.

    Args
        observations : DataFrame  as ``normalize`` gives it
        reference : Reference  the names of indicators and places, and of parts and statuses
    """
    names = {"locality": reference.localities["name_vi"].to_dict(),
             "indicator": reference.indicators["name_vi"].to_dict(),
             **{kind: {key: texts[0] for key, texts in reference.also(kind).items()}
                for kind in ("breakdown", "status")}}
    table = {role: observations[role].map(lambda key, known=known: known.get(key, key))
             for role, known in names.items()}
    table |= {role: observations[role] for role in ("period", "source", "cell")}
    table["as_of"] = observations["as_of"].map(lambda day: f"{day:%d/%m/%Y}")
    table["unit"] = pd.Series([written_unit(*pair) for pair in zip(
        observations["unit"], table["indicator"].astype(str), strict=True)], observations.index, dtype=object)
    table["value"] = pd.Series([in_figures(value, unit) for value, unit in zip(
        observations["value"], observations["unit"], strict=True)], index=observations.index, dtype=object)
    return pd.DataFrame({heading: table[role].astype(object) for role, heading in HEADINGS.items()})


def in_figures(value: float, unit: str) -> str:
    """Return a value as it is written in Vietnamese beside its unit, exact to the last digit.

    Example
        >>> in_figures(1234.5, "billion_vnd"), in_figures(0.14, "fraction"), in_figures(1.0, "none")
        ('1.234,5', '14', 'đạt')
    """
    if unit == "none" and value in (0, 1):
        return "đạt" if value else "chưa đạt"
    exact = Decimal(repr(float(value)))
    text = f"{exact.scaleb(2) if unit == 'fraction' else exact:,f}"
    whole, point, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if point and rest else "")


def declared(file: str) -> Table:
    """Return the declaration that reads such a table back."""
    return Table(file=file, decimal="vi", columns={
        role: heading for role, heading in HEADINGS.items() if role != "cell"})

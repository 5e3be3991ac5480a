"""Series that go on over a change of definition without a declared break."""

import numpy as np
import pandas as pd

from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures
from thienhuong_analysis.observations.validation.findings import Findings

_NO_MARK = _("{indicator}, {locality}: the figures of {other_year} and {period} follow two definitions, "
             "{before} and {after} ({decree}); add a row {indicator_id},{break_year} with its "
             "restatement_factor to data/raw/thienhuong/breaks.csv")


def check_definitions(figures: Figures, definitions: pd.DataFrame, breaks: pd.DataFrame,
                      findings: Findings) -> None:
    """Add series that go on over a change of definition without a row in ``breaks.csv``.

    Only the breakdown ``total`` is looked at: figures by a definition that is named, as in
    ``standard_2022_2025``, are series of their own.
    """
    breakdowns, texts = figures.codes("breakdown")
    total = texts.index("total") if "total" in texts else -1
    for indicator, spans in definitions.groupby("indicator", sort=True):
        places = np.sort(figures.of(str(indicator)))
        places = places[breakdowns[places] == total]
        number = np.searchsorted(spans["from_year"].to_numpy(), figures.year[places], side="right") - 1
        inside = (number >= 0) & (figures.year[places] <= spans["to_year"].to_numpy()[number])
        places, number = places[inside], number[inside]
        series = figures.series[places]
        turn = np.flatnonzero((series[1:] == series[:-1]) & (number[1:] != number[:-1])) + 1
        years = breaks.loc[breaks["indicator"] == indicator, "year"].to_numpy(int)
        marked = ((years > figures.year[places[turn - 1], None])
                  & (years <= figures.year[places[turn], None])).any(axis=1)
        turn = turn[~marked]
        before, after = spans.iloc[number[turn - 1]], spans.iloc[number[turn]]
        findings.note("definition_break", "high", _NO_MARK, figures.frame, figures.order[places[turn]],
                      other_year=figures.year[places[turn - 1]], indicator_id=[str(indicator)] * len(turn),
                      before=before["definition"].to_numpy(object), break_year=after["from_year"].to_numpy(),
                      after=after["definition"].to_numpy(object), decree=after["source"].to_numpy(object))

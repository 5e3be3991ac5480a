"""Figures and their dates: years that cannot be, and a status that contradicts the day."""

from datetime import date

import numpy as np

from thienhuong_analysis.observations.schema import STATUSES
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.observations.validation.figures import Figures
from thienhuong_analysis.observations.validation.findings import Findings
from thienhuong_analysis.observations.values.periods import last_day
from thienhuong_analysis.programme import BASE_YEAR, LAST_YEAR

_WARD = "thienhuong"
_FIRST_YEAR, _FARTHEST_YEAR = 1950, 2035
_GRACE = 31
"""Days. Offices close a year's lists in its last month; what they report then is final."""
_LONG_OVER = 548
"""Days. After a year and a half the final figure of a period is out."""
_AREA = ("square_km", "hectares")
"""Land is surveyed on a day and does not wait for the end of a year."""


def check_years(figures: Figures, findings: Findings) -> None:
    """Add years that are improbable, and the ward's figures of years outside its programme."""
    improbable = (figures.year < _FIRST_YEAR) | (figures.year > _FARTHEST_YEAR)
    findings.note("year", "medium", _("the year {year} is improbable; check it"), figures.frame,
                  figures.order[improbable])
    outside = ~improbable & ((figures.year < BASE_YEAR) | (figures.year > LAST_YEAR))
    outside &= figures.where("locality", lambda locality: locality == _WARD)
    places = np.flatnonzero(outside)
    _keys, first, counts = np.unique(figures.key(places, "file", "indicator"), return_index=True,
                                 return_counts=True)
    findings.note("year", "low",
                  _("{indicator} has figures outside the programme's period {first}–{last} ({count}, "
                    "beginning with {period}); check the year, or keep them for comparison"),
                  figures.frame, figures.order[places[first]], count=counts,
                  first=np.full(len(first), BASE_YEAR), last=np.full(len(first), LAST_YEAR))


def check_statuses(figures: Figures, findings: Findings) -> None:
    """Add statuses that contradict the date: final too early, provisional too late, or weaker again."""
    ends, known = figures.days("period", last_day), figures.days("as_of", _itself)
    status, names = figures.codes("status")
    actual = figures.where("status", lambda name: name == "actual")
    early = actual & (known < ends - _GRACE) & ~figures.where("unit", lambda unit: unit in _AREA)
    early &= ~figures.where("indicator", lambda indicator: "_plan" in indicator)
    findings.note("status_date", "medium",
                  _("called actual, but {period} was not over on {as_of}; call it preliminary or estimate"),
                  figures.frame, figures.order[early])
    late = figures.where("status", lambda name: name == "estimate") & (known > ends + _LONG_OVER)
    findings.note("status_date", "low",
                  _("still called an estimate on {as_of}, long after {period} was over; ask for the final "
                    "figure, or call it actual"), figures.frame, figures.order[late])
    rank = np.array([STATUSES.index(name) for name in names], np.int64)[status]
    weaker = np.zeros(len(rank), bool)
    weaker[1:] = (figures.cell[1:] == figures.cell[:-1]) & (known[1:] > known[:-1]) & (rank[1:] < rank[:-1])
    after = np.flatnonzero(weaker)
    before = figures.frame.iloc[figures.order[after - 1]]
    source = figures.codes("source")[0]
    for same, severity in ((True, "medium"), (False, "low")):
        chosen = (source[after] == source[after - 1]) == same
        findings.note("status_date", severity,
                      _("called {status} on {as_of}, after {before_status} on {before_day}; a later figure "
                        "is no weaker: correct the status or the date"),
                      figures.frame, figures.order[after[chosen]],
                      before_status=before["status"].to_numpy(object)[chosen],
                      before_day=before["as_of"].to_numpy(object)[chosen])


def _itself(day: date) -> date:
    return day

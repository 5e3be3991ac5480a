"""One target: what must be reached, by when, in whose words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BASE_YEAR = 2025
LAST_YEAR = 2030
YEARS = tuple(range(BASE_YEAR + 1, LAST_YEAR + 1))
"""The years that are projected, 2026–2030."""

PRINTED_UNITS = {"percent": 100, "percent_per_year": 100, "per_1000_people": 1, "billion_vnd": 1,
                 "count": 1, "none": 1}
"""Units as the programme prints them, and how many of them make one canonical unit."""

COMPARATORS = {"ge": np.greater_equal, "gt": np.greater, "le": np.less_equal, "lt": np.less,
               "eq": np.equal, "done": np.equal}

_THEME_OF_APPENDIX = {7: "B.III", 8: "B.III", 9: "B.III", 10: "B.V", 11: "B.V", 12: "B.IV", 13: "B.IV"}


@dataclass(frozen=True)
class Target:
    """A target of the programme, its value in the canonical unit.

    Args
        value : float  fractions for percent [canonical unit]; 1 for a milestone that must be done
        is_growth : bool  the value is a yearly growth rate of the indicator
        from_year, by_year : int | None  as the document gives them
    """

    target_id: str
    indicator_id: str
    breakdown: str
    comparator: str
    value: float
    is_growth: bool
    cadence: str
    from_year: int | None
    by_year: int | None
    citation: str
    kind: str
    better: str

    @property
    def first_year(self) -> int:
        """The first year in which the target is counted; the programme's first where it is silent."""
        return self.from_year if self.from_year and self.from_year > BASE_YEAR else YEARS[0]

    @property
    def last_year(self) -> int:
        """The year by which the target must hold; the programme's horizon where it is silent."""
        return self.by_year or LAST_YEAR

    @property
    def theme(self) -> str:
        """The part of the programme that the target belongs to, ``B.I`` to ``B.V``.

        An appendix belongs to the part whose field it details.
        """
        if self.citation.startswith("PL"):
            return _THEME_OF_APPENDIX.get(int(self.citation[2:4]), "B.I")
        return ".".join(self.citation.split(".")[:2])

    def holds(self, values: NDArray[np.float64] | float) -> NDArray[np.bool_]:
        """Return where values satisfy the comparator; unknown (NaN) values do not.

        Values that differ from the target by rounding error only count as equal to it.
        """
        equal = np.isclose(values, self.value, rtol=1e-9, atol=1e-12)
        exact = np.where(equal, self.value, values)
        return np.asarray(COMPARATORS[self.comparator](exact, self.value), dtype=bool)

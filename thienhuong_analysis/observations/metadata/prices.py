"""Price bases: current and constant prices are different things and are never joined."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.metadata.reference import check_source, read_optional, read_sources
from thienhuong_analysis.observations.text import fold

FILE = "data/raw/reference/prices.csv"
_CURRENT_PRICES = "_current_prices"
_CURRENT = re.compile(r"(?<!ty )(?<!danh )\bgia (?:hien hanh|thuc te)\b|\bcurrent (?:\w+ )?prices?\b")
_CONSTANT = re.compile(
    r"(?<!don )\bgia (?:so sanh|co dinh)\b(?:[\s(]*(?:nam )?((?:19|20)\d\d)\b(?!\s*-\s*\d))?"
    r"|\bconstant (?:((?:19|20)\d\d) )?prices?\b(?:[\s(]*(?:of )?((?:19|20)\d\d)\b(?!\s*-\s*\d))?"
    r"|\bat ((?:19|20)\d\d) (?:constant )?prices\b")


class PriceBasis(NamedTuple):
    """The prices that money is counted in: those of its own year, or those of a base year."""

    kind: str
    base_year: int | None = None

    def said(self) -> ObservationError:
        """Return the basis in words that the catalogues know."""
        if self.kind == "current":
            return ObservationError("current prices")
        if self.base_year is None:
            return ObservationError("constant prices")
        return ObservationError("constant {base_year} prices", base_year=self.base_year)

    def agrees(self, other: "PriceBasis") -> bool:
        """Whether both can be the same basis; a base year that is not said agrees with any."""
        return self.kind == other.kind and (
            None in (self.base_year, other.base_year) or self.base_year == other.base_year)


@lru_cache(maxsize=8192)
def price_basis(text: str) -> PriceBasis | None:
    """Return the price basis that a name, a unit, a header or a title speaks of.

    Returns
        PriceBasis | None  None where the text names no basis, or more than one

    Example
        >>> price_basis("GRDP theo giá so sánh (năm 2010)")
        PriceBasis(kind='constant', base_year=2010)
        >>> price_basis("Tỷ đồng, giá hiện hành"), price_basis("Tỷ đồng")
        (PriceBasis(kind='current', base_year=None), None)
    """
    folded = fold(text)
    found = {PriceBasis("current")} if _CURRENT.search(folded) else set()
    for match in _CONSTANT.finditer(folded):
        year = next(filter(None, match.groups()), None)
        found.add(PriceBasis("constant", int(year) if year else None))
    return found.pop() if len(found) == 1 else None


def read_prices(folder: Folder) -> dict[str, PriceBasis]:
    """Return the basis of every indicator that ``data/raw/reference/prices.csv`` names.

    An indicator whose basis no source says is left out, and no text contradicts it.

    Raises
        ObservationError: a basis that is neither constant nor current, constant prices without a
            base year, a source that ``sources.csv`` does not have
    """
    bases, known = {}, read_sources(folder).index
    for row in read_optional(folder, FILE, "indicator", "basis", "base_year", "reason",
                             "source").itertuples():
        constant = row.basis == "constant"
        if row.basis not in ("constant", "current") or (
                re.fullmatch(r"(19|20)\d\d" if constant else "", row.base_year) is None):
            raise ObservationError("{file}: {indicator}: write constant with a base year, or current "
                                   "without one", file=FILE, indicator=row.indicator)
        check_source(FILE, row.indicator, row.source, known)
        bases[row.indicator] = PriceBasis(row.basis, int(row.base_year) if constant else None)
    return bases


def check_prices(indicator: str, texts: Iterable[str], bases: Mapping[str, PriceBasis]) -> None:
    """Refuse a figure whose texts speak of other prices than its indicator is counted in.

    Args
        texts : iterable of str  the indicator's name as written, unit, header, title
        bases : mapping  indicator -> basis, as ``read_prices`` gives it

    Raises
        ObservationError: the bases contradict each other; the sentence names the indicator to use
            instead, where there is one

    Example
        >>> check_prices("grdp", ["Giá so sánh 2010"], {"grdp": PriceBasis("constant", 2010)})
    """
    basis = bases.get(indicator)
    if basis is None:
        return
    for text in texts:
        found = price_basis(text)
        if found is None or found.agrees(basis):
            continue
        other = (indicator.removesuffix(_CURRENT_PRICES) if indicator.endswith(_CURRENT_PRICES)
                 else indicator + _CURRENT_PRICES)
        if other in bases and found.agrees(bases[other]):
            raise ObservationError('"{text}" speaks of {found}, but {indicator} is counted in {basis}; '
                                   "call the indicator {other}", text=text[:60], found=found.said(),
                                   indicator=indicator, basis=basis.said(), other=other)
        raise ObservationError('"{text}" speaks of {found}, but {indicator} is counted in {basis}; give '
                               "the figure in those prices", text=text[:60], found=found.said(),
                               indicator=indicator, basis=basis.said())

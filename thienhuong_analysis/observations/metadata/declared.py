"""What is declared of indicators and projects: what a share is a share of, and a project's sector."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from thienhuong_analysis.errors import ObservationError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations.metadata.assumptions import read_correlations
from thienhuong_analysis.observations.metadata.definitions import read_breaks, read_definitions
from thienhuong_analysis.observations.metadata.reference import read_table

BASES = "data/raw/thienhuong/bases.csv"
PROJECT_SECTORS = "data/raw/thienhuong/project_sectors.csv"


@dataclass(frozen=True)
class Declared:
    """What is declared beside the figures, each row with its reason or source.

    Args
        correlations : DataFrame  as ``read_correlations`` gives it
        bases : DataFrame  as ``read_bases``
        project_sectors : DataFrame  as ``read_project_sectors``
        definitions, breaks : DataFrame  as ``read_definitions`` and ``read_breaks``
    """

    correlations: pd.DataFrame
    bases: pd.DataFrame
    project_sectors: pd.DataFrame
    definitions: pd.DataFrame
    breaks: pd.DataFrame


def read_declared(folder: Folder, indicators: Collection[str], projects: Collection[str],
                  sectors: Collection[str]) -> Declared:
    """Return all that a folder declares beside its figures.

    Args
        indicators, projects, sectors : collection of str  those that exist

    Raises
        ObservationError: a row that cannot be used, in the words of the reader of its table
    """
    return Declared(read_correlations(folder), read_bases(folder, indicators),
                    read_project_sectors(folder, projects, sectors), read_definitions(folder),
                    read_breaks(folder, indicators))


def read_bases(folder: Folder, indicators: Collection[str]) -> pd.DataFrame:
    """Return ``data/raw/thienhuong/bases.csv``: the count that each share is a share of.

    Args
        indicators : collection of str  those that exist

    Returns
        DataFrame  index indicator; base, reason_vi, reason_en

    Raises
        ObservationError: an unknown indicator, or an empty reason
    """
    frame = read_table(folder, BASES, "indicator", "base", "reason_vi", "reason_en")
    for indicator, row in frame.iterrows():
        for name in (str(indicator), row["base"]):
            if name not in indicators:
                raise ObservationError("{file}: no indicator is called {indicator}; did you mean {nearest}?",
                                       file=BASES, indicator=name, nearest=nearest(name, indicators))
        _check_reason(BASES, str(indicator), row)
    return frame


def read_project_sectors(folder: Folder, projects: Collection[str], sectors: Collection[str]) -> pd.DataFrame:
    """Return ``data/raw/thienhuong/project_sectors.csv``: the sector that a project adds to.

    Args
        projects, sectors : collection of str  those that exist

    Returns
        DataFrame  index project_id; sector, reason_vi, reason_en

    Raises
        ObservationError: an unknown project or sector, or an empty reason
    """
    frame = read_table(folder, PROJECT_SECTORS, "project_id", "sector", "reason_vi", "reason_en")
    for project, row in frame.iterrows():
        if project not in projects:
            raise ObservationError("{file}: no project is called {project}; did you mean {nearest}?",
                                   file=PROJECT_SECTORS, project=project,
                                   nearest=nearest(str(project), projects))
        if row["sector"] not in sectors:
            raise ObservationError("{file}: {project}: no sector is called {sector}; did you mean {nearest}?",
                                   file=PROJECT_SECTORS, project=project, sector=row["sector"],
                                   nearest=nearest(row["sector"], sectors))
        _check_reason(PROJECT_SECTORS, str(project), row)
    return frame


def _check_reason(file: str, name: str, row: pd.Series) -> None:
    if not (row["reason_vi"].strip() and row["reason_en"].strip()):
        raise ObservationError("{file}: {name}: the reason is empty; fill in reason_vi and reason_en",
                               file=file, name=name)

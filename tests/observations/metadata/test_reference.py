"""Names lead to ids; a near miss is suggested, never assumed."""

import pandas as pd
import pytest

from thienhuong_analysis.errors import FolderError, ObservationError
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.observations import read_sources
from thienhuong_analysis.observations.metadata.reference import bare, read_reference, resolver

TABLE = pd.DataFrame(
    {"name_vi": ["Dân số", "Số hộ", "Tổng số"], "name_en": ["Population", "Households", "tổng số"]},
    index=["population", "households", "total"],
)


@pytest.mark.parametrize(
    "text", ["population", "Population", "Dân số", "DÂN  SỐ", "Da\u0302n so\u0302\u0301"]
)
def test_an_id_or_a_name_in_either_language_leads_to_the_id(text: str) -> None:
    assert resolver("indicator", TABLE, "name_vi", "name_en")(text) == "population"


@pytest.mark.parametrize(
    "text", ["Dan so", "1.2. Dân số", "- Dân số", "Dân số (*)", "Dân số¹", "a) Dân số:", "DS"]
)
def test_marks_numbering_and_footnotes_do_not_matter_and_abbreviations_can_be_taught(text: str) -> None:
    resolve = resolver(
        "indicator", TABLE, "name_vi", "name_en", also={"population": ["DS"], "gone": ["Dân số"]}
    )
    assert resolve(text) == "population"


def test_a_near_miss_is_suggested_but_not_assumed() -> None:
    with pytest.raises(ObservationError, match=r'no indicator is called "Dân sốt"; did you mean Dân số?'):
        resolver("indicator", TABLE, "name_vi", "name_en")("Dân sốt")


def test_a_name_that_two_rows_share_leads_to_neither() -> None:
    shared = TABLE.assign(name_vi="Chung")
    with pytest.raises(
        ObservationError, match=r'"Chung" can mean households, population, total; write one of'
    ):
        resolver("indicator", shared, "name_vi", "name_en")("Chung")
    assert resolver("indicator", TABLE, "name_vi", "name_en")("Tổng số") == "total"


def test_users_add_synonyms_beside_their_own_figures(root) -> None:
    root.write("reference/synonyms.csv", "kind,id,text\nindicator,population,DS\n")
    root.write("thienhuong/synonyms.csv", "kind,id,text\nindicator,population,Nhân khẩu\n")
    assert read_reference(Folder(root.path)).also("indicator")["population"] == ["DS", "Nhân khẩu"]
    root.write("thienhuong/synonyms.csv", "kind,id,text\nindicater,population,Nhân khẩu\n")
    with pytest.raises(
        ObservationError, match=r"synonyms.csv: indicater is no kind of synonym; did you mean indicator"
    ):
        read_reference(Folder(root.path))


def test_the_programme_s_indicators_go_before_the_others(root) -> None:
    root.write(
        "reference/indicators.csv",
        "indicator_id,name_vi,name_en,unit,kind\npopulation,x,x,count,count\n",
    )
    assert read_reference(Folder(root.path)).indicators.loc["population", "unit"] == "persons"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "source,grade\noffice,H\noffice,L\n",
            "sources.csv: source office stands twice; remove one of the rows",
        ),
        ("source,title\noffice,x\n", "sources.csv has no column grade; add it"),
        ("", "sources.csv cannot be read"),
        ('source,grade\n"', "sources.csv cannot be read"),
    ],
)
def test_a_broken_table_is_one_sentence(root, text: str, sentence: str) -> None:
    root.write("reference/sources.csv", text)
    with pytest.raises((ObservationError, FolderError), match=sentence):
        read_sources(Folder(root.path))


def test_a_name_of_stars_takes_no_time() -> None:
    assert bare("*" * 40_000 + " x") == "*" * 40_000 + " x"
    assert bare("Dân số (*) (1)²:") == "Dân số"

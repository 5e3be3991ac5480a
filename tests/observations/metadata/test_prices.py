"""Current and constant prices are told apart by their words and never joined."""

from pathlib import Path

import pytest

from thienhuong_analysis.errors import ObservationError
from thienhuong_analysis.folder import INSTALLED, Folder
from thienhuong_analysis.observations import PriceBasis, check_prices, price_basis, read_prices

HEADER = "indicator,basis,base_year,reason,source\n"
BASES = {"grdp": PriceBasis("constant", 2010), "grdp_current_prices": PriceBasis("current"),
         "budget_revenue": PriceBasis("current"), "grdp_share": PriceBasis("current")}


@pytest.mark.parametrize(("text", "basis"), [
    ("GRDP theo giá hiện hành", ("current", None)), ("Giá thực tế (tỷ đồng)", ("current", None)),
    ("GDP at current prices", ("current", None)), ("current market prices", ("current", None)),
    ("giá so sánh 2010", ("constant", 2010)), ("Giá so sánh năm 2010", ("constant", 2010)),
    ("GIÁ SO SÁNH (NĂM 2010)", ("constant", 2010)), ("giá cố định 1994", ("constant", 1994)),
    ("gia\u0301 so sa\u0301nh 2010", ("constant", 2010)), ("theo giá so sánh", ("constant", None)),
    ("constant 2010 prices", ("constant", 2010)), ("constant prices of 2015", ("constant", 2015)),
    ("constant prices (2010)", ("constant", 2010)), ("at 2010 prices", ("constant", 2010)),
    ("Giá so sánh 2010, 2015-2020", ("constant", 2010)), ("Giá so sánh 2015–2020", ("constant", None)),
    ("Giá so sánh, năm 2025", ("constant", None)),
])
def test_a_text_names_its_price_basis(text, basis):
    assert price_basis(text) == PriceBasis(*basis)


@pytest.mark.parametrize("text", [
    "", "Tỷ đồng", "Tổng giá trị sản phẩm trên địa bàn", "Chỉ số giá tiêu dùng", "Tỷ giá thực tế",
    "Đánh giá thực tế", "Đơn giá cố định", "Giá hiện hành và giá so sánh 2010",
    "giá so sánh 1994; giá so sánh 2010"])
def test_a_text_that_names_none_or_two_has_no_price_basis(text):
    assert price_basis(text) is None


@pytest.mark.parametrize(("indicator", "text"), [
    ("grdp", "Giá so sánh 2010"), ("grdp", "giá so sánh"), ("grdp", "Tỷ đồng"),
    ("grdp_current_prices", "giá hiện hành"), ("income_per_capita", "giá hiện hành"),
    ("income_per_capita", "giá so sánh 1994")])
def test_figures_in_the_indicators_own_prices_pass(indicator, text):
    check_prices(indicator, ["Bảng 1", text], BASES)


@pytest.mark.parametrize(("indicator", "text", "sentence"), [
    ("grdp", "Giá hiện hành", '"Giá hiện hành" speaks of current prices, but grdp is counted in constant '
     "2010 prices; call the indicator grdp_current_prices"),
    ("grdp_current_prices", "giá so sánh 2010", '"giá so sánh 2010" speaks of constant 2010 prices, but '
     "grdp_current_prices is counted in current prices; call the indicator grdp"),
    ("grdp", "giá cố định 1994", '"giá cố định 1994" speaks of constant 1994 prices, but grdp is counted in '
     "constant 2010 prices; give the figure in those prices"),
    ("budget_revenue", "giá so sánh", '"giá so sánh" speaks of constant prices, but budget_revenue is '
     "counted in current prices; give the figure in those prices"),
])
def test_other_prices_are_refused_with_what_to_do(indicator, text, sentence):
    with pytest.raises(ObservationError) as caught:
        check_prices(indicator, ["Tỷ đồng", text], BASES)
    assert str(caught.value) == sentence


def test_the_refusal_is_said_in_vietnamese_with_its_bases():
    from thienhuong_analysis.presentation.wording import Wording

    with pytest.raises(ObservationError) as caught:
        check_prices("grdp", ["Giá hiện hành"], BASES)
    assert Wording("vi").say(caught.value.message, **caught.value.values) == (
        "“Giá hiện hành” ghi giá hiện hành, nhưng grdp được tính theo giá so sánh năm 2010; hãy dùng chỉ "
        "tiêu grdp_current_prices")


def test_the_shipped_bases_are_those_that_somebody_says():
    bases = read_prices(Folder(Path(INSTALLED)))
    assert bases["grdp"] == bases["grdp_growth"] == PriceBasis("constant", 2010)
    assert bases["grdp_current_prices"] == bases["budget_revenue"] == PriceBasis("current")
    assert "income_per_capita" not in bases


def test_a_root_without_the_table_knows_no_basis(root):
    assert read_prices(Folder(root.path)) == {}


@pytest.mark.parametrize(("line", "message"), [
    ("grdp,constant,,a,office", "grdp: write constant with a base year, or current without one"),
    ("grdp,current,2010,a,office", "write constant with a base year"),
    ("grdp,real,2010,a,office", "write constant with a base year"),
    ("grdp,constant,10,a,office", "write constant with a base year"),
    ("grdp,constant,2010,a,nobody", "grdp: add the source nobody to data/raw/reference/sources.csv")])
def test_a_wrong_basis_is_one_sentence(root, line, message):
    root.write("reference/prices.csv", f"{HEADER}{line}\n")
    with pytest.raises(ObservationError, match=message):
        read_prices(Folder(root.path))


@pytest.mark.parametrize(("label", "unit", "told"), [
    ("Thu ngân sách", "tỷ đồng", 1), ("Thu ngân sách", "tỷ đồng, giá so sánh 2010", 0),
    ("Thu ngân sách", "Tỷ đồng (theo giá so sánh năm 2010)", 0),
    ("Số doanh nghiệp", "doanh nghiệp", 0)])
def test_a_figure_in_constant_prices_whose_prices_nobody_names_is_told(root, label, unit, told):
    root.write("reference/prices.csv", f"{HEADER}budget_revenue,constant,2010,a,office\n")
    root.table(f'Chỉ tiêu,Năm,Giá trị,Đơn vị\n"{label}",2025,12,"{unit}"\n')
    found = root.normalize()
    assert found.observations["value"].tolist() == [12]
    assert (found.quality["check"] == "prices").sum() == told

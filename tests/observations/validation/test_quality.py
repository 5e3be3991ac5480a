"""The quality report asks what a careful reader would ask, each question at its cell."""

import pytest

HEADER = "Chỉ tiêu,Năm,Giá trị,Đơn vị\n"
ROWS = """\
files:
  - file: a.csv
    columns: {indicator: i, period: n, value: g, unit: u, status: s, source: k, as_of: d}
    constants: {locality: thienhuong}
    decimal: vi
"""


def findings(root, *rows: str) -> list[tuple[str, str]]:
    """Return severity and sentence of what is found in rows of indicator, period, value, unit, …"""
    root.write("thienhuong/a.csv", "i;n;g;u;s;k;d\n" + "\n".join(rows))
    root.declare(ROWS)
    return [
        (row.severity, row.message.format(**row.values))
        for row in root.normalize().quality.itertuples()
    ]


@pytest.mark.parametrize(
    ("row", "severity", "sentence"),
    [
        (
            "poverty_rate;2025;140;%;actual;office;2026-01-31",
            "error",
            "poverty_rate is a share of a whole, but is 140%; check the figure and its unit",
        ),
        (
            "poverty_rate;2025;-1;%;actual;office;2026-01-31",
            "error",
            "poverty_rate is a share of a whole, but is -1%",
        ),
        (
            "enterprises;2025;-3;;actual;office;2026-01-31",
            "error",
            "enterprises cannot be negative, but is -3",
        ),
        (
            "enterprises;2025;2,5;;actual;office;2026-01-31",
            "high",
            "enterprises is counted one by one, but is 2.5",
        ),
        (
            "enterprises;1949;3;;actual;office;2026-01-31",
            "medium",
            "the year 1949 is improbable; check it",
        ),
        (
            "enterprises;2036;3;;estimate;office;2026-01-31",
            "medium",
            "the year 2036 is improbable; check it",
        ),
        (
            "enterprises;2026;3;;actual;office;2026-11-29",
            "medium",
            "called actual, but 2026 was not over on 2026-11-29",
        ),
        (
            "enterprises;2026-H1;3;;actual;office;2026-05-29",
            "medium",
            "called actual, but 2026-H1 was not over",
        ),
        (
            "poverty_rate;2025;≥ 98%;%;actual;office;2026-01-31",
            "low",
            "printed with ≥; the number itself is taken",
        ),
        (
            "enterprises;2025;...;;actual;office;2026-01-31",
            "low",
            "enterprises: the cell says that there is no figure yet",
        ),
        (
            "enterprise;2025;3;;actual;office;2026-01-31",
            "error",
            'no indicator is called "enterprise"; did you mean enterprises',
        ),
    ],
)
def test_a_doubtful_figure_is_found(root, row: str, severity: str, sentence: str) -> None:
    [(found, said)] = findings(root, row)
    assert found == severity
    assert said.startswith(sentence)


@pytest.mark.parametrize(
    "row",
    [
        "poverty_rate;2025;100;%;actual;office;2026-01-31",
        "poverty_rate;2025;0;%;actual;office;2026-01-31",
        "enterprises;2026;3;;preliminary;office;2026-12-30",
        "enterprises;2026-H1;3;;actual;office;2026-06-30",
        "grdp_growth;2025;-12;%;actual;office;2026-01-31",
        "population;2030;45,14 nghìn người;;estimate;office;2026-01-31",
    ],
)
def test_a_figure_that_is_in_order_is_not_found(root, row: str) -> None:
    assert findings(root, row) == []


def test_one_source_that_contradicts_itself_is_grave(root) -> None:
    [(severity, said)] = findings(
        root,
        "enterprises;2025;250;;actual;office;2026-01-31",
        "enterprises;2025;260;;actual;office;2026-01-31",
    )
    assert severity == "high"
    assert said == (
        "office gives both 250 and 260 for enterprises (total), thienhuong 2025, on one day; "
        "keep one of them"
    )


def test_two_sources_that_differ_are_both_kept_and_said_openly(root) -> None:
    rows = [
        "population;2025;45.140;;actual;paper;2025-12-31",
        "population;2025;47.140;;actual;blog;2025-12-31",
    ]
    [(severity, said)] = findings(root, *rows)
    assert severity == "medium"
    assert said == (
        "sources differ on population (total), thienhuong 2025: 47140 (blog) and 45140 (paper); "
        "the last is used, so ask which one holds"
    )
    assert sorted(root.normalize().observations["value"]) == [45140, 47140]


def test_a_later_figure_is_a_revision(root) -> None:
    [(severity, said)] = findings(
        root,
        "enterprises;2025;250;;preliminary;office;2026-01-31",
        "enterprises;2025;262;;actual;office;2026-06-30",
    )
    assert severity == "low"
    assert said == (
        "a later figure differs: enterprises (total), thienhuong 2025 was 250 (office, 2026-01-31) "
        "and is 262 (office, 2026-06-30); the last is used, nothing needs to be done"
    )


def test_figures_that_differ_by_rounding_only_are_one(root) -> None:
    assert (
        findings(
            root,
            "grdp_growth;2025;4,19;%;actual;office;2026-08-06",
            "grdp_growth;2025;4,18932;%;actual;paper;2026-12-31",
        )
        == []
    )


def test_different_breakdowns_and_periods_do_not_contradict_each_other(root) -> None:
    assert (
        findings(
            root,
            "enterprises;2025;250;;actual;office;2026-01-31",
            "enterprises;2026;260;;actual;office;2027-01-31",
        )
        == []
    )


def test_the_gravest_findings_come_first(root) -> None:
    severities = [
        severity
        for severity, _ in findings(
            root,
            "enterprises;2025;...;;actual;office;2026-01-31",
            "enterprises;1949;3;;actual;office;2026-01-31",
            "enterprises;2026;-3;;actual;office;2027-01-31",
        )
    ]
    assert severities == ["error", "medium", "low"]


def test_base_shares_that_do_not_add_up_are_found(root) -> None:
    assumptions = root.path / "data/raw/thienhuong/assumptions.csv"
    root.table(HEADER)
    for sector, share in (("agriculture_fishery", 0.05), ("services", 0.5)):
        with assumptions.open("a", encoding="utf-8") as opened:
            opened.write(f"base_share.{sector},a,a,{share},0,1,fraction,b,b,office\n")
    [finding] = root.normalize().quality.to_dict("records")
    assert finding["severity"] == "high"
    assert finding["message"].format(**finding["values"]) == (
        "the base shares of the sectors add up to 55%, not to 100%; correct them"
    )

"""What papers state, held to what it can have been printed as."""

import pytest
from schemas import PERIOD_DATASETS

from trustbook.checks.findings import Severity
from trustbook.checks.precision_of_claims import MOST_OF_ONE, stated
from trustbook.data.reader import read_table

CLAIMS = "claim_id,metric,period,value,unit,decimals,tolerance,label,source_id,locator\n"


@pytest.fixture
def said(tmp_path):
    """What is said of claims, given each as its value, decimals and margin: by line, the column, severity, sentence."""

    def find(*claims, metric="m.{}"):
        file = tmp_path / "claims.csv"
        lines = [
            f"C{place},{metric.format(place)},2030-31-P04,{value},gbp_k,{decimals},{margin},A figure,paper,page 1\n"
            for place, (value, decimals, margin) in enumerate(claims)
        ]
        file.write_text(CLAIMS + "".join(lines), encoding="utf-8")
        found = stated([read_table(file, PERIOD_DATASETS["claims"])])
        assert all(each.gap and each.sentence and each.expected for each in found)
        return [(each.line, each.column, each.severity, each.sentence) for each in found]

    return find


@pytest.mark.parametrize(
    "claim", [(130, 0, ""), (130, -1, ""), (1.25, 2, ""), (-3000, -3, ""), (1, 0, 0.1), (0, 0, "")]
)
def test_what_a_paper_can_print_is_not_doubted(said, claim):
    assert said(claim) == []


@pytest.mark.parametrize(
    ("value", "decimals", "finely"),
    [
        (130, -2, "the nearest 100"),
        (1.25, 1, "1 decimal"),
        (1.5, 0, "0 decimals"),
        (-28241, -6, "the nearest 1,000,000"),
    ],
)
def test_a_figure_finer_than_its_decimals_is_refused_with_its_line(said, value, decimals, finely):
    assert said((5, 0, ""), (value, decimals, "")) == [
        (3, "decimals", Severity.CRITICAL, f"{value} has more digits than {finely} would show")
    ]


@pytest.mark.parametrize(("value", "margin"), [(130, 130), (-130, 500), (0, 1)])
def test_a_margin_as_large_as_the_figure_is_doubted(said, value, margin):
    ((_, column, severity, _),) = said((value, 0, margin))
    assert (column, severity) == ("tolerance", Severity.WARNING)


def test_nought_to_the_nearest_thousand_is_doubted(said):
    ((_, column, severity, _),) = said((0, -3, ""))
    assert (column, severity) == ("decimals", Severity.WARNING)


def test_a_figure_stated_without_end_is_refused_once(said):
    claims = [(5, 0, "")] * (MOST_OF_ONE + 50)
    ((line, column, severity, sentence),) = said(*claims, metric="one")
    assert (line, column, severity) == (MOST_OF_ONE + 2, "metric", Severity.CRITICAL)
    assert sentence == "one, 2030-31-P04 is stated 250 times"
    assert said(*claims, metric="m.{}") == []


def test_a_figure_may_be_stated_as_often_as_is_allowed_and_not_once_more(said):
    assert said(*[(5, 0, "")] * MOST_OF_ONE, metric="one") == []
    assert len(said(*[(5, 0, "")] * (MOST_OF_ONE + 1), metric="one")) == 1


@pytest.mark.parametrize(
    ("value", "decimals", "refused"),
    [
        ("0.0000001", 6, True),
        ("0.000001", 6, False),
        ("0.0000001", 7, False),
        (5, -6, True),
        (5_000_000, -6, False),
        (5, -7, False),
        (5, 0.5, False),
    ],
)
def test_decimals_up_to_six_either_way_are_compared_with_the_figure_and_others_are_left_to_the_suites(
    said, value, decimals, refused
):
    assert bool(said((value, decimals, ""))) is refused


@pytest.mark.parametrize(
    ("value", "margin", "doubted"),
    [(130, 129.9, False), (130, 130, True), (-130, 130, True), (-130, 129.9, False), (0.1, 0.1, True), (5, 0, False)],
)
def test_a_margin_is_doubted_from_the_size_of_the_figure(said, value, margin, doubted):
    assert ([column for _, column, *_ in said((value, 1, margin))] == ["tolerance"]) is doubted


@pytest.mark.parametrize(("decimals", "doubted"), [(0, False), (-1, True), (1, False)])
def test_nought_is_doubted_only_where_it_is_rounded_to_more_than_one(said, decimals, doubted):
    assert bool(said((0, decimals, ""))) is doubted

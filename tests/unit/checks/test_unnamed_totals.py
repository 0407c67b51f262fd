import pytest
from schemas import PERIOD_DATASETS

from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.unnamed_totals import sums_of_lines
from trustbook.core.period import Period
from trustbook.data.reader import read_table

FORECAST = "level,heading,contract_sum_gbp_k,variance_gbp_k"
SAVINGS = "ref,proposal,sro,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k,mitigations_gbp_k,stated_total_gbp_k"


@pytest.fixture
def doubted(tmp_path):
    """The lines of a file that are doubted to be totals."""

    def find(dataset, *lines):
        file = tmp_path / f"{dataset}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        tables = {dataset: read_table(file, PERIOD_DATASETS[dataset])}
        return {each.line: each.sentence for each in sums_of_lines(Frames(Period.parse("2030-31-P04"), tables))}

    return find


@pytest.mark.parametrize("called", ["Position", "Whole budget", "Children's services"])
def test_a_line_whose_figures_are_the_sums_of_those_above_is_doubted_whatever_it_is_called(doubted, called):
    lines = ("heading,Staff,100,7", "heading,Homes,200,5", f"heading,{called},300,12", "heading,Legal,50,1")
    found = doubted("forecast", FORECAST, *lines)
    assert list(found) == [4]
    assert f"'{called}'" in found[4]


def test_lines_after_a_sub_total_are_added_up_by_themselves(doubted):
    lines = ("heading,A,1,2", "heading,B,3,4", "heading,AB,4,6", "heading,C,5,6", "heading,D,7,8", "heading,CD,12,14")
    assert list(doubted("forecast", FORECAST, *lines)) == [4, 7]


def test_a_line_with_one_figure_that_is_no_sum_is_a_line(doubted):
    assert doubted("forecast", FORECAST, "heading,A,100,7", "heading,B,200,5", "heading,C,300,13") == {}


def test_one_figure_that_is_a_sum_by_chance_is_not_doubted(doubted):
    assert doubted("forecast", FORECAST, "heading,A,,7", "heading,B,,5", "heading,C,,12") == {}
    lines = (f"heading,{name},,{figure}" for name, figure in zip("ABCD", (7, 5, 3, 15), strict=True))
    assert list(doubted("forecast", FORECAST, *lines)) == [5]


def test_lines_of_nothing_and_cells_that_are_empty_are_no_sums(doubted):
    assert doubted("forecast", FORECAST, "heading,A,0,0", "heading,B,0,0", "heading,C,0,0") == {}
    assert doubted("forecast", FORECAST, "heading,A,,", "heading,B,,", "heading,C,,") == {}


def test_summary_groups_are_not_added_up_with_headings(doubted):
    lines = ("heading,A,1,2", "heading,B,3,4", "group,All of it,4,6")
    assert doubted("forecast", FORECAST, *lines) == {}


def test_savings_are_held_to_it_too(doubted):
    lines = ("S1,Travel,Post,100,0,100,0,0,100", "S2,Homes,Post,600,0,0,600,0,600", "S3,Both,Post,700,0,100,600,0,700")
    assert list(doubted("savings", SAVINGS, *lines)) == [4]


def test_two_lines_above_make_a_total_of_two_figures_and_one_does_not(doubted):
    assert doubted("forecast", FORECAST, "heading,A,1,2", "heading,B,1,2") == {}
    assert list(doubted("forecast", FORECAST, "heading,A,1,2", "heading,B,3,4", "heading,C,4,6")) == [4]
    assert doubted("forecast", FORECAST, "heading,A,4,6", "heading,B,0,0", "heading,C,4,6") == {}


def test_three_lines_above_make_a_total_of_one_figure_and_two_do_not(doubted):
    for others, totals in ((("7", "5"), []), (("7", "5", "1"), [5]), (("7", "5", "0"), [])):
        figures = [*others, str(sum(map(int, others)))]
        lines = [f"heading,{name},,{figure}" for name, figure in zip("ABCDE", figures, strict=False)]
        assert list(doubted("forecast", FORECAST, *lines)) == totals


def test_a_figure_that_is_nil_on_every_line_tells_nothing(doubted):
    lines = ("heading,A,0,7", "heading,B,0,5", "heading,C,0,12")
    assert doubted("forecast", FORECAST, *lines) == {}
    assert doubted("forecast", FORECAST, "heading,A,1,7", "heading,B,-1,5", "heading,C,0,12") == {}


def test_a_pound_that_is_missing_makes_no_total(doubted):
    assert doubted("forecast", FORECAST, "heading,A,1,2", "heading,B,3,4", "heading,C,4,6.001") == {}
    assert list(doubted("forecast", FORECAST, "heading,A,1,2", "heading,B,,4", "heading,C,1,6")) == [4]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core.formatting import millions
from trustbook.core.precision import decimals_of, of_share, rounded


@pytest.mark.parametrize(("cell", "places"), [(None, 3), (float("nan"), 3), (0, 0), ("1", 1), (2.0, 2), (6, 3)])
def test_a_figure_has_the_decimals_of_its_source_and_never_more_than_to_the_thousand(cell, places):
    assert decimals_of(cell) == places


def test_a_share_of_a_round_figure_has_no_decimals():
    assert of_share(3, 3) == 1
    assert of_share(0, 3) == of_share(3, 1) == 0


@pytest.mark.parametrize(("places", "said"), [(0, "£130m"), (1, "£130.4m"), (3, "£130.449m")])
def test_an_amount_is_written_as_its_source_has_it(places, said):
    assert millions(130_449_000, places=places) == said


@given(st.integers(-(10**10), 10**10), st.integers(0, 3))
def test_what_is_rounded_is_what_is_written(pounds, places):
    assert millions(rounded(pounds, places)) == millions(rounded(pounds, places), places=3)
    assert millions(rounded(pounds, places), places=places) == millions(pounds, places=places)

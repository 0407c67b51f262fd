import pandas as pd
import pytest

from trustbook.core.formatting import millions
from trustbook.core.precision import IN_THOUSANDS, places_of, rounded, share_places


@pytest.mark.parametrize(("decimals", "places"), [(0, 0), (1.0, 1), (None, 3), (float("nan"), 3), (pd.NA, 3), (6, 3)])
def test_a_figure_has_the_places_of_its_source_or_those_of_whole_thousands(decimals, places):
    assert places_of(decimals) == places


@pytest.mark.parametrize(("places", "written"), [(0, "£130m"), (1, "£130.0m"), (IN_THOUSANDS, "£130.000m")])
def test_an_amount_is_written_with_the_places_of_its_source(places, written):
    assert millions(130_000_000, places=places) == written


def test_an_amount_is_rounded_to_places_half_away_from_zero():
    assert rounded(38_000, 0) == 0
    assert rounded(6_030_000, 0) == 6_000_000
    assert rounded(-6_530_000, 0) == -7_000_000
    assert rounded(20_949_000, 1) == 20_900_000


def test_a_share_of_a_round_figure_is_a_whole_percentage():
    assert share_places(20_900_000, 130_000_000, 1, 0) == 0
    assert share_places(622_000, 123_348_000, 3, 3) == 1
    assert share_places(0, 123_348_000, 3, 3) == 1

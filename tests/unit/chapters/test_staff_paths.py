"""How the chart of agency use and vacancies says which way they went, and that it fits its place."""

import pandas as pd
import pytest

from trustbook.chapters.workforce_agency.staff_charts import _finding, _paths_in


def rates(year, agency, vacancy):
    return pd.Series({"year": year, "agency": agency, "vacancy": vacancy})


NOBODY = pd.DataFrame(columns=["year", "agency", "vacancy"])


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ((0.21, 0.29), "Agency use up, vacancies down since 2028"),
        ((0.201, 0.301), "Agency use up, vacancies up since 2028"),
        ((0.2004, 0.2996), "Agency use unchanged, vacancies unchanged since 2028"),
    ],
)
def test_a_rate_that_moves_by_less_than_its_last_place_is_unchanged(last, said):
    assert _finding(rates(2028, 0.2, 0.3), rates(2030, *last), NOBODY, "the country") == said


def test_the_paths_are_drawn_within_the_width_that_they_are_given():
    frame = pd.DataFrame(
        {
            "side": ["own", "own", "nation"],
            "year": [2028, 2029, 2029],
            "agency": [0.2, 0.25, 0.15],
            "vacancy": [0.3, 0.35, 0.2],
            "known": [True, True, True],
            "series": ["Own area", "Own area", "The country"],
            "label": ["2028", "2029", "2029"],
        }
    )
    drawn = _paths_in(400, frame, {"own": "Own area", "nation": "The country"}).to_dict()
    assert 300 < drawn["width"] < 400

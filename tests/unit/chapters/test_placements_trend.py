import copy

import pytest

from trustbook.chapters.placements.trend_chart import trend

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def test_the_heading_that_pays_for_placements_is_drawn_by_period_with_its_movement_in_the_title(real_data):
    drawn = trend(real_data("2023-24-P11"))
    assert drawn.title == "Placements are forecast £24.2m above budget, up £4.0m since October"
    assert [row[-1] for row in drawn.table.rows] == ["20.199", "20.952", "23.307", "24.005", "24.225"]
    assert "from £20.2m in October to £24.2m in February" in drawn.description
    assert "Every return forecast more than the one before." in drawn.description


def test_a_single_return_or_no_heading_for_placements_leaves_no_trend_to_draw(synthetic_data, full_return):
    assert trend(synthetic_data({LATER: full_return})) is None
    other = copy.deepcopy(full_return)
    other["forecast"][1]["heading"] = "Homes elsewhere"
    assert trend(synthetic_data({EARLIER: other, LATER: other})) is None


def test_returns_that_forecast_the_same_are_neither_more_nor_less_than_those_before(synthetic_data, full_return):
    drawn = trend(synthetic_data(dict.fromkeys(("2030-31-P02", EARLIER, LATER), full_return)))
    assert drawn.description
    assert "Every return" not in drawn.description


def test_a_heading_below_its_budget_is_drawn_below_the_line(synthetic_data, full_return):
    under = copy.deepcopy(full_return)
    under["forecast"][1]["variance_gbp_k"] = -40
    drawn = trend(synthetic_data({EARLIER: full_return, LATER: under}))
    if drawn is None:
        pytest.fail("two returns have the heading")
    assert "£40k below budget" in drawn.title
    assert drawn.svg()

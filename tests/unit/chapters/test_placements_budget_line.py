"""What the budget heading of placements is forecast to cost, and how that moved since the last return."""

from types import SimpleNamespace

import pandas as pd
import pytest

from trustbook.chapters.placements import analysis, text
from trustbook.chapters.placements.budget_line import _line, forecasts


def test_the_heading_s_forecast_and_its_movement_stand_in_the_first_screen_of_the_chapter(real_data):
    data = real_data("2023-24-P11")
    said = forecasts(data)
    assert said == (
        "The Placements heading is forecast to cost £90.5m: £24.2m over its budget. "
        "Since January its variance (the forecast less the budget) has risen by £220k."
    )
    assert said in repr(text.answer(analysis.analyse(data), data))


def test_a_return_without_the_cost_of_the_heading_says_nothing_of_it(real_data):
    assert forecasts(real_data("2023-24-P10")) is None


@pytest.mark.parametrize(
    ("lines", "group_of", "found"),
    [
        ([("heading", "Homes"), ("group", "Care")], {"Homes": "Care"}, 0),
        ([("group", "Care")], {"Homes": "Care"}, 0),
        ([("group", "Care")], {"Homes": "Care", "Fostering": "Care"}, None),
        ([("group", "Homes")], {"Homes": "Care", "Fostering": "Care"}, None),
        ([("group", "Homes")], {"Fostering": "Care"}, 0),
        ([("heading", "Homes"), ("heading", "Homes")], {"Homes": "Care"}, None),
    ],
)
def test_a_heading_is_its_line_or_the_group_that_it_is_alone_in_or_that_has_its_name(lines, group_of, found):
    made = SimpleNamespace(forecast=pd.DataFrame(lines, columns=["level", "heading"]))
    line = _line(made, "Homes", group_of)
    assert (None if line is None else line.name) == found

"""What the budget heading of placements is forecast to cost, and how that moved since the last return."""

from trustbook.chapters.placements import analysis, text
from trustbook.chapters.placements.budget_line import forecasts


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

import copy
from dataclasses import replace

import pytest

from trustbook.chapters.placements import charts as chart
from trustbook.chapters.placements import homes_text as homes_page
from trustbook.chapters.placements import text as page
from trustbook.chapters.placements.analysis import analyse
from trustbook.core import formatting

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return analyse(data)


def test_the_answer_is_how_many_at_what_price_and_that_in_fostering_places(found, data):
    said = repr(page.answer(found, data))
    assert "30 of 100 placement packages are residential (30.0%), at an average of £4,000 a week" in said
    assert "One costs as much as 8.0 fostering places.**" in said


def test_without_its_own_cost_of_fostering_the_councils_published_ones_are_named(synthetic_data, full_return):
    full_return["placements"] = [
        row for row in full_return["placements"] if (row["type"], row["measure"]) != ("Fostering", "weekly_cost")
    ]
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    assert (
        "councils' own unit costs of 2029/30, one residential place costs as much as 10 to 13 fostering places.**"
        in repr(page.answer(found, data))
    )
    assert "two bases" in repr(page.unit_costs(found, data))


def test_a_period_without_placements_says_so_and_has_no_news(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert "include no placements" in repr(page.answer(analyse(data), data))
    assert page.news(data) is None


def test_packages_without_a_price_are_said_to_be_not_reported(found, data):
    assert "were not reported" in repr(page.answer(replace(found, weekly_gbp=None), data))


def test_without_two_periods_the_page_says_what_was_not_reported_and_shows_no_table(found, data):
    assert "No earlier period of the year reports the number of placements by type" in repr(page.moved(found, data))
    assert page.moved_table(found) is None


def test_two_periods_are_shown_as_volume_mix_and_price_that_add_up(synthetic_data, full_return, group_return):
    """Marked synthetic: no paper reports placements twice."""
    earlier = group_return | {"placements": copy.deepcopy(full_return["placements"])}
    full_return["placements"][0]["value"] = 40
    data = synthetic_data({EARLIER: earlier, LATER: full_return})
    found = analyse(data)
    assert "Since P3 what placements cost in a year moved by +£2.080m" in repr(page.moved(found, data))
    total = page.moved_table(found).rows[-1]
    before, volume, mix, price, after = (
        int(cell.replace(",", "").replace(formatting.MINUS, "-").split(".")[0]) for cell in total[1:]
    )
    assert abs(before + volume + mix + price - after) <= 4


def test_two_periods_without_prices_say_what_is_missing(synthetic_data, full_return, group_return):
    counts = [row for row in full_return["placements"] if row["measure"] == "packages"]
    data = synthetic_data({EARLIER: group_return | {"placements": counts}, LATER: full_return})
    assert "not the cost of every type" in repr(page.moved(analyse(data), data))


def test_the_published_costs_are_told_on_one_basis_before_the_mixed_one(found, data):
    first, second = page.unit_costs(found, data).paragraphs
    assert "East Synthetic Council 10.0, West Synthetic Council 12.5 and England 7.0" in first
    assert "2029/30" in first
    assert "11% below that of East Synthetic Council and 20% below" in second


def test_without_published_costs_the_page_says_so(synthetic_data, synthetic_reference):
    del synthetic_reference["care_statistics"]
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    assert "No unit costs are published" in repr(page.unit_costs(found, data))
    assert page.children(found) is None
    assert page.children_table(found) is None
    assert page.history(found) is None
    assert page.growth(found) is None
    assert chart.week(found, data) is None
    assert "councils' own unit costs" not in repr(page.answer(found, data))


def test_the_rise_of_published_costs_stands_beside_the_one_that_the_paper_states(real_data):
    said = repr(page.growth(analyse(real_data("2023-24-P11"))))
    assert "33% in North Northamptonshire Council, 47% in West Northamptonshire Council and 35% in England" in said
    assert "25% higher" in said
    assert "names no source" in said
    assert "measure different things" in said


def test_what_no_one_could_know_in_the_period_is_marked_wherever_it_stands(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    shown = (
        page.answer(found, data),
        page.unit_costs(found, data),
        page.unit_costs_table(found),
        page.history(found),
        page.growth(found),
        page.children(found),
        page.children_table(found),
    )
    assert all("published since" in repr(each) for each in shown)
    assert "published since" in chart.week(found, data).subtitle


def test_a_year_that_had_ended_is_not_marked(found, data):
    assert "published since" not in repr(page.answer(found, data)) + repr(page.unit_costs(found, data))
    assert "published since" not in chart.week(found, data).subtitle


def test_over_18s_are_said_not_to_be_children_in_care(found):
    said = repr(page.children(found))
    assert "100 packages include 10 for over 18s, who are not children in care" in said
    assert "extract used here holds no number for" in said


def test_the_paper_s_own_words_for_supported_accommodation_are_shown(real_data):
    said = repr(page.types(analyse(real_data("2023-24-P11"))))
    assert "additional residential placements for those aged 16 and 17" in said


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "is not reported"),
        ({"beds": 20.0, "filled": 15.0}, "15 of 20 beds are filled: 75.0%. That is 2.0 beds below the assumed"),
        ({"beds": 20.0, "filled": 18.0}, "1.0 beds above the assumed occupancy, at most £0.208m"),
        ({"planned": 1.0}, "1 more bed is planned"),
        ({"blocked": 2.0}, "at least 2 beds"),
        ({"new": None}, "How many more beds"),
    ],
)
def test_beds_are_told_as_far_as_they_are_reported(found, known, said):
    assert said in repr(homes_page.beds(replace(found.homes, target=0.85, **known)))


def test_an_empty_bed_is_told_as_the_most_it_could_cost_with_what_is_assumed(found):
    said = repr(homes_page.beds(replace(found.homes, target=0.85)))
    assert "costs at most £208,000, if a child always waits" in said
    assert "No paper says any of the three" in said
    assert "spared" not in said


def test_the_occupancy_is_called_an_assumption(found):
    assert "An occupancy of 85% is assumed here" in repr(homes_page.beds(replace(found.homes, target=0.85)))


def test_a_paper_s_slip_in_the_year_is_shown(real_data):
    said = repr(homes_page.beds(analyse(real_data("2023-24-P11")).homes))
    assert "2023/34" in said
    assert "the trust's own is inferred" in said


@pytest.mark.parametrize(
    ("as_at", "said"),
    [
        ("2024-01", "January 2024"),
        ("2023-24", "2023/24"),
        ("2024-03-31", "31 March 2024"),
        ("2099-00", "2099/00"),
        ("2023-24-P07", "2023-24-P07"),
        ("", ""),
    ],
)
def test_a_time_is_written_as_people_write_it(as_at, said):
    assert formatting.when(as_at) == said

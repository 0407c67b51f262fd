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
    assert "30 of 100 placement packages are residential (30%, July 2030).**" in said
    assert "The trust pays an average of £4,000 a week for one. One costs as much as 8 fostering places." in said


def test_without_its_own_cost_of_fostering_the_councils_published_ones_are_named(synthetic_data, full_return):
    full_return["placements"] = [
        row for row in full_return["placements"] if (row["type"], row["measure"]) != ("Fostering", "weekly_cost")
    ]
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    assert (
        "councils' own unit costs of 2029/30, one residential place costs as much as 10 to 13 fostering places."
        in repr(page.answer(found, data))
    )
    assert "compares two different measures" in repr(page.unit_costs(found, data))


def test_a_period_without_placements_says_so_and_has_no_news(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert "return does not report placements" in repr(page.answer(analyse(data), data))
    assert page.news(data) is None


def test_packages_without_a_price_are_said_to_be_not_reported(found, data):
    assert "were not reported" in repr(page.answer(replace(found, weekly_gbp=None), data))


def test_without_two_periods_the_page_says_what_was_not_reported_and_shows_no_table(found, data):
    assert "We do not have the number of placements by type of an earlier period" in repr(page.moved(found, data))
    assert page.moved_table(found) is None


def test_two_periods_are_shown_as_volume_mix_and_price_that_add_up(synthetic_data, full_return, group_return):
    """Marked synthetic: no paper reports placements twice."""
    earlier = group_return | {"placements": copy.deepcopy(full_return["placements"])}
    full_return["placements"][0]["value"] = 40
    data = synthetic_data({EARLIER: earlier, LATER: full_return})
    found = analyse(data)
    said = repr(page.moved(found, data))
    assert "**Since June the yearly cost of placements rose by £2.1m.** The largest part is " in said
    assert "Volume is the number of placements" in said
    total = page.moved_table(found).rows[-1]
    before, volume, mix, price, after = (
        int(cell.replace(",", "").replace(formatting.MINUS, "-").split(".")[0]) for cell in total[1:]
    )
    assert abs(before + volume + mix + price - after) <= 4


def test_two_periods_without_prices_say_what_is_missing(synthetic_data, full_return, group_return):
    counts = [row for row in full_return["placements"] if row["measure"] == "packages"]
    data = synthetic_data({EARLIER: group_return | {"placements": counts}, LATER: full_return})
    assert "not the cost of every type" in repr(page.moved(analyse(data), data))


def test_the_published_costs_are_compared_on_one_basis_before_the_mixed_one(found, data):
    first, second = page.unit_costs(found, data).paragraphs
    assert "One residential place costs as much as 7 to 13 fostering places" in first
    assert "2029/30" in first
    places = {row[0]: row[3] for row in page.unit_costs_table(found).rows}
    assert places["East Synthetic Council"] == "10.0"
    assert places["West Synthetic Council"] == "12.5"
    assert places["England"] == "7.0"
    assert "11% below that of East Synthetic Council and 20% below" in second


def test_without_published_costs_the_page_says_so(synthetic_data, synthetic_reference):
    del synthetic_reference["care_statistics"]
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    assert "We have no published unit costs" in repr(page.unit_costs(found, data))
    assert page.children(found) is None
    assert page.children_table(found) is None
    assert page.history(found) is None
    assert page.growth(found) is None
    assert chart.week(found, data) is None
    assert "councils' own unit costs" not in repr(page.answer(found, data))


def test_the_rise_of_published_costs_stands_with_the_one_that_the_paper_states(real_data):
    said = repr(page.growth(analyse(real_data("2023-24-P11"))))
    assert "33% in North Northamptonshire Council, 47% in West Northamptonshire Council and 35% in England" in said
    assert "NCT Transformation and Efficiency Board Update (same pack, item 6) says that market prices" in said
    assert "in England rose by 25% within two years" in said
    assert "without a source" in said
    assert "measure different things" in said


def test_what_no_one_is_known_to_have_known_is_marked_where_it_is_shown_and_not_in_the_answer(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    shown = (page.unit_costs(found, data), page.unit_costs_table(found), page.history(found))
    shown += (page.children_table(found),)
    assert all("published after this edition" in repr(each) for each in shown)
    assert "published after this edition" in chart.week(found, data).subtitle
    assert "of 2021/22 have no date of publication" in repr(page.growth(found))
    assert "unit costs" not in repr(page.answer(found, data))


@pytest.mark.parametrize(
    ("day", "mark"), [("2030-08-01", "published after this edition"), (None, "date of publication not given")]
)
def test_a_cost_that_the_edition_could_not_know_is_in_no_answer_no_title_and_no_bold(
    synthetic_data, synthetic_reference, full_return, day, mark
):
    full_return["placements"] = [
        row for row in full_return["placements"] if (row["type"], row["measure"]) != ("Fostering", "weekly_cost")
    ]
    synthetic_reference["sources"][1]["published_on"] = day
    data = synthetic_data({LATER: full_return}, reference=synthetic_reference)
    found = analyse(data)
    assert "unit costs" not in repr(page.answer(found, data))
    assert "council" not in chart.week(found, data).title
    assert "**" not in repr(page.unit_costs(found, data))
    assert mark in repr(page.unit_costs(found, data))
    assert mark in chart.week(found, data).subtitle


def test_an_average_is_not_called_the_trust_s_own_where_its_paper_does_not_say_so(synthetic_data, full_return):
    for row in full_return["placements"]:
        row["own"] = None
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    said = repr(page.answer(found, data))
    assert "an average of £4,000 a week for one, but does not say whether the trust pays that." in said
    assert "One costs as much as" not in said
    everywhere = [page.unit_costs(found, data), page.unit_costs_table(found), homes_page.beds(found.homes)]
    drawn = chart.week(found, data)
    texts = [said, drawn.title, drawn.subtitle, repr(drawn.table), *map(repr, everywhere)]
    assert not any("own average" in text or "trust's average" in text for text in texts)
    assert "We cannot say whether £4,000 a week is low or high" in repr(page.unit_costs(found, data))
    assert "below that of" not in repr(page.unit_costs(found, data))


def test_the_average_is_tested_against_the_heading(real_data):
    data = real_data("2023-24-P11")
    said = repr(page.average_tested(analyse(data)))
    assert "At £281,000 a year, 135 residential packages would cost £37.9m." in said
    assert "leave £52.6m of the heading for the other 547, or about £96,000 each" in said
    assert "cannot settle whether the average is the trust's" in said
    assert "whether this heading pays for them all" in said
    assert "£37.935m" not in said


def test_an_average_that_costs_more_than_the_heading_is_said_to(found, data):
    found = replace(found, heading_gbp=5_000_000)
    assert "That is £1.2m more than the whole heading." in repr(page.average_tested(found))


def test_what_the_paper_leaves_out_of_its_account_of_placements_is_said(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    assert "refers to a detailed analysis of placements, which the pack does not contain" in repr(
        page.answer(found, data)
    )
    assert "remand placements in 2023/24, which cost significantly more" in repr(page.about_types(found))


def test_a_round_sum_keeps_its_digits(real_data):
    assert "cost more than £1m." in repr(page.about_types(analyse(real_data("2023-24-P11"))))


def test_a_cost_known_by_the_edition_s_day_is_not_marked(found, data):
    assert "published after" not in repr(page.answer(found, data)) + repr(page.unit_costs(found, data))
    assert "not given" not in repr(page.unit_costs(found, data)) + chart.week(found, data).subtitle


def test_over_18s_are_said_not_to_be_children_in_care(found):
    said = repr(page.children(found))
    assert "10 of the 100 packages are for over 18s, who are not children in care" in said
    assert "extract used here has no number for" in said


def test_the_paper_s_own_words_for_supported_accommodation_are_shown(real_data):
    said = repr(page.about_types(analyse(real_data("2023-24-P11"))))
    assert "additional residential placements for those aged 16 and 17" in said


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "is not reported"),
        ({"beds": 20.0, "filled": 15.0}, "15 of 20 beds are filled: 75%. That is 2.0 beds below the assumed"),
        (
            {"beds": 20.0, "filled": 18.0},
            "18 of 20 beds are filled: 90%. That is 1.0 beds above the assumed occupancy: £0.2m",
        ),
        ({"planned": 1.0}, "1 more bed is planned"),
        ({"blocked": 2.0}, "at least 2 beds"),
        ({"new": None}, "How many more beds"),
    ],
)
def test_beds_are_given_as_far_as_they_are_reported(found, known, said):
    assert said in repr(homes_page.beds(replace(found.homes, target=0.85, **known)))


def test_what_an_empty_bed_costs_is_an_assumption_and_no_most(found):
    said = repr(homes_page.beds(replace(found.homes, target=0.85)))
    assert "could mean a placement elsewhere, at the paper's average of £208,000 a year" in said
    assert "assumes that a child always waits for the bed" in said
    assert "also assumes that the home costs as much with the bed empty" in said
    assert "The papers say none of this" in said
    assert "at most" not in said


def test_the_occupancy_is_called_an_assumption(found):
    assert "We assume that 85% are filled" in repr(homes_page.beds(replace(found.homes, target=0.85)))


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


@pytest.mark.parametrize(("day", "shown"), [("2030-07-31", True), ("2030-08-01", False), (None, False)])
def test_a_rise_that_a_later_paper_states_is_not_given_in_an_edition_before_it(
    synthetic_data, synthetic_reference, day, shown
):
    synthetic_reference["sources"][0]["published_on"] = day
    synthetic_reference["comparators"].append(
        {
            "body": "England",
            "scope": "Whole country",
            "measure": "placement_price_increase_2_years",
            "value": 0.1,
            "unit": "share",
            "as_at": "2030-31",
            "basis": "Made up",
            "source_id": "made-up",
        }
    )
    found = analyse(synthetic_data(reference=synthetic_reference))
    assert (found.stated_rise is not None) is shown

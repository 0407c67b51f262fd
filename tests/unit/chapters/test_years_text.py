from dataclasses import replace

import pytest

from trustbook.chapters.years import budget_text
from trustbook.chapters.years import charts as chart
from trustbook.chapters.years import text as page
from trustbook.chapters.years.analysis import analyse

EARLIER = "2030-31-P03"


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return analyse(data)


def test_the_answer_is_what_was_agreed_what_is_above_it_and_whether_next_years_sum_covers_it(found):
    said = repr(page.answer(found))
    assert "agreed £3.500m, and P4 forecasts £0.480m (13.7%) above it" in said
    assert "for 2031/32, £3.900m, is £0.080m less than this year is forecast to cost" in said
    assert "Earlier it was 2.0% in 2029/30 (forecast at P6)" in said


def test_a_year_without_a_contract_sum_has_no_figure_beside_others(synthetic_data, group_return):
    said = repr(page.answer(analyse(synthetic_data({EARLIER: group_return}, reference={}))))
    assert "not reported" in said
    assert "£" not in said


def test_each_year_has_its_basis_as_a_note(found):
    shown = page.years(found)
    assert [row[0] for row in shown.rows] == ["2029/30", "2030/31", "2031/32"]
    assert "Made up" in shown.notes[0]
    assert "P4" in shown.notes[1]


@pytest.fixture
def round_figures(synthetic_data, synthetic_reference):
    """A sum that a newspaper gives in whole millions, and an overspend in tenths of them."""
    synthetic_reference["contract_sums"][0] |= {"original_gbp_k": 3000, "decimals": 0, "called": "annual budget"}
    synthetic_reference["outturns"] = [
        synthetic_reference["outturns"][0] | {"over_gbp_k": 500, "status": "press", "as_at": None, "decimals": 1}
    ]
    return synthetic_data(reference=synthetic_reference)


def test_no_figure_is_finer_than_its_source_in_the_table_the_text_and_the_chart(round_figures):
    found = analyse(round_figures)
    first, second, _ = page.years(found).rows
    assert (first[1], first[4], first[6]) == ("3", "+0.5", "17")
    assert second[7] == "0"
    assert "2030/31 the same, as far as figures in whole millions tell" in repr(page.caution(found))
    assert "17% in 2029/30 (press)" in repr(page.answer(found))
    assert (
        "Sum agreed, £m 3, Above it, £m 0.5, Above it, % of the sum 17%"
        in chart.years(found, round_figures).description
    )


def test_sums_that_papers_call_different_things_are_said_to_be_so(found, round_figures):
    said = repr(page.caution(analyse(round_figures)))
    assert "annual budget (2029/30); contract sum (2030/31 and 2031/32)" in said
    assert "different things: " not in repr(page.caution(found))


def test_where_no_paper_says_where_a_year_ended_the_page_says_so_and_has_no_table(found, data):
    said = repr(page.accuracy(found, data))
    assert "no paper held says where a year ended" in said
    assert "up £0.015m since P3" in said
    assert page.accuracy_table(found) is None


def test_a_forecast_that_was_too_low_is_said_to_be_below(over_budget, synthetic_data, synthetic_reference):
    """Synthetic: no real paper says where a year ended."""
    synthetic_reference["outturns"] += [over_budget("2029-30", 100, "audited")]
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    said = repr(page.accuracy(found, data))
    assert "at P6 was £0.040m below where the year ended** (audited): £0.100m above its budget" in said
    assert page.accuracy_table(found).rows[0][3:6] == ("+60", "+100", "−40")
    assert "No paper held" not in repr(page.answer(found))


def test_next_years_sum_is_said_with_what_does_not_come_again_and_what_stands_beside_it(found):
    said = repr(page.upcoming(found))
    assert "£0.400m (11.4%) more than for 2030/31" in said
    assert "£0.070m does not come again" in said
    assert "£0.150m less than this year's cost" in said
    assert "set aside £0.040m" in said
    assert "savings of £0.030m, taken off beforehand" in said


def test_a_sum_that_is_enough_is_said_to_leave_room(found):
    roomy = replace(found, upcoming=replace(found.upcoming, total=5_000_000))
    assert "£1.020m more than this year. So much may prices and demand add" in repr(page.upcoming(roomy))


def test_without_a_sum_for_next_year_the_page_says_that_no_paper_gives_one(synthetic_data, synthetic_reference):
    synthetic_reference["contract_sums"] = synthetic_reference["contract_sums"][:2]
    found = analyse(synthetic_data(reference=synthetic_reference))
    assert "No paper held gives the contract sum of 2031/32" in repr(page.upcoming(found))
    assert page.blocks(found) is None


def test_an_earlier_edition_marks_a_sum_published_later_and_holds_it_against_nothing(real_data):
    found = analyse(real_data("2023-24-P07"))
    said = repr(page.upcoming(found))
    assert "Published 2024-04-24, after the month of this report" in said
    assert "£" not in said
    assert "provisional, published later" in repr(page.years(found))
    assert "2024/25" not in repr(chart.years(found, real_data("2023-24-P07")))


def test_the_drivers_are_said_with_their_share_and_one_without_a_heading_has_no_figure(found, data):
    said = repr(budget_text.drivers(found, data))
    assert "named in February 2028 hold 105.3% of the variance: £0.400m of £0.380m" in said
    assert "No heading shows too few homes alone" in said


def test_a_driver_that_the_return_does_not_show_is_named(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(budget_text.drivers(analyse(data), data))
    assert "does not show placement prices" in said
    assert "stand £0.090m above" in said


def test_what_is_not_held_has_no_text_no_table_and_no_chart(synthetic_data, full_return):
    data = synthetic_data({"2030-31-P04": full_return}, reference={})
    found = analyse(data)
    assert budget_text.services(found) is None
    assert budget_text.drivers(found, data) is None
    assert budget_text.drivers_table(found) is None
    assert [make(found, data) for make in (chart.years, chart.services, chart.drivers)] == [None, None, None]


def test_a_return_by_group_has_no_headings_to_show(synthetic_data):
    data = synthetic_data(period=EARLIER)
    found = analyse(data)
    assert "no contract sums by heading" in repr(budget_text.headings(found))
    assert budget_text.headings_table(found) is None
    assert chart.headings(found, data) is None


def test_the_front_page_has_the_answer(found, data):
    assert page.news(data).line == page.answer(found).paragraphs[0]


def test_a_cell_without_a_figure_says_whether_it_is_not_held_not_reported_or_not_applicable(
    synthetic_data, synthetic_reference, over_budget
):
    synthetic_reference["outturns"] = [over_budget("2027-28", 10, "press")]
    rows = {row[0]: row for row in page.years(analyse(synthetic_data(reference=synthetic_reference))).rows}
    assert rows["2027/28"][1:4] == ("not reported", "not applicable", "not applicable")
    assert (rows["2028/29"][1], rows["2028/29"][4], rows["2028/29"][6]) == ("not held", "not held", "not held")
    assert rows["2027/28"][6] == "not reported"
    assert rows["2029/30"][7] == "not held"
    assert rows["2031/32"][4:7] == ("not applicable",) * 3
    assert rows["2029/30"][4] == "not reported"


def test_a_driver_without_a_heading_and_an_amount_beside_the_sum_have_no_figure_to_report(found):
    rows = {row[0]: row for row in budget_text.drivers_table(found).rows}
    assert set(rows["Too few homes"][2:]) == {"not applicable"}
    assert [row[3] for row in page.blocks(found).rows[:4]] == ["not reported", "70", "not applicable", "not applicable"]


def test_what_other_papers_say_of_money_has_its_year_its_places_and_its_source(synthetic_data, synthetic_reference):
    paper = {"body": "Other Council", "scope": "Whole council", "unit": "gbp_k", "basis": "All services"}
    synthetic_reference["comparators"] += [
        paper | {"measure": "budget", "value": 417_700, "decimals": 1, "as_at": "2028-29", "source_id": "made-up"},
        paper | {"measure": "savings_programme", "value": 3000, "decimals": 0, "as_at": None, "source_id": "made-up"},
    ]
    said = repr(budget_text.other_papers(synthetic_data(reference=synthetic_reference)))
    assert "Other Council (2028/29): £417.7m. All services. Source: A made-up paper." in said
    assert "Other Council (no year given): £3m." in said


def test_without_such_papers_nothing_is_said_of_them(data):
    assert budget_text.other_papers(data) is None

from dataclasses import replace

import pytest

from trustbook.chapters.metrics import reference_metrics
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
    assert "for 2031/32, £3.900m, is £0.080m less than this year's contract sum and the pressure together" in said
    assert "and £0.100m less than that with what the forecast leaves out" in said
    assert "In earlier years it was 2.0% in 2029/30 (forecast at P6)" in said


def test_a_year_without_a_contract_sum_has_no_figure_beside_others(synthetic_data, group_return):
    said = repr(page.answer(analyse(synthetic_data({EARLIER: group_return}, reference={}))))
    assert "not reported" in said
    assert "£" not in said


def test_each_year_has_its_basis_as_a_note(found):
    shown = page.years(found)
    assert [row[0] for row in shown.rows] == ["2029/30", "2030/31", "2031/32"]
    assert "Made up" in shown.notes[0]
    assert "P4" in shown.notes[1]


def test_where_no_paper_says_where_a_year_ended_the_page_says_so_and_has_no_table(found, data):
    said = repr(page.accuracy(found, data))
    assert "no paper that we have says where a year ended" in said
    assert "up £0.015m since P3" in said
    assert page.accuracy_table(found) is None


def test_a_forecast_that_was_too_low_is_said_to_be_below(over_budget, synthetic_data, synthetic_reference):
    """Synthetic: no real paper says where a year ended."""
    synthetic_reference["outturns"] += [over_budget("2029-30", 100, "audited")]
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    said = repr(page.accuracy(found, data))
    assert "at P6 was £0.040m below where the year ended** (audited): £0.100m above the original contract sum" in said
    assert page.accuracy_table(found).rows[0][3:6] == ("+0.060", "+0.100", "−0.040")
    assert "No paper held" not in repr(page.answer(found))


def test_next_years_sum_is_said_with_what_does_not_come_again_and_what_stands_beside_it(found):
    said = repr(page.upcoming(found))
    assert "£0.400m (11.4%) more than for 2030/31" in said
    assert "£0.070m does not come again" in said
    assert "£0.150m less than this year's cost" in said
    assert "set aside £0.040m" in said
    assert "£0.030m is taken off the sum beforehand (Savings counted on)" in said


def test_a_sum_that_is_enough_is_said_to_leave_room(found):
    roomy = replace(found, upcoming=replace(found.upcoming, total=5_000_000))
    assert "£1.020m more than this year. So much may prices and demand add" in repr(page.upcoming(roomy))


def test_without_a_sum_for_next_year_the_page_says_that_no_paper_gives_one(synthetic_data, synthetic_reference):
    synthetic_reference["contract_sums"] = synthetic_reference["contract_sums"][:2]
    found = analyse(synthetic_data(reference=synthetic_reference))
    assert "No paper that we have gives the contract sum of 2031/32" in repr(page.upcoming(found))
    assert page.blocks(found) is None


def test_a_sum_published_after_the_edition_is_marked_and_held_against_nothing(synthetic_data, synthetic_reference):
    late = {"source_id": "late", "title": "Late", "publisher": "Nobody", "published_on": "2039-12-01"}
    synthetic_reference["sources"].append(late)
    synthetic_reference["contract_sums"][-1]["source_id"] = "late"
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    said = repr(page.upcoming(found))
    assert "Published 1 December 2039, after this edition" in said
    assert "£" not in said
    assert ", published later" in repr(page.years(found))
    assert "2031/32" not in repr(chart.years(found, data))


def test_the_drivers_are_said_with_their_share_and_one_without_a_heading_has_no_figure(found, data):
    said = repr(budget_text.drivers(found, data))
    assert "named in February 2028 hold 105.3% of the variance: £0.400m of £0.380m" in said
    assert "No heading shows too few homes alone" in said


def test_a_driver_that_the_return_does_not_show_is_named(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(budget_text.drivers(analyse(data), data))
    assert "our figures of P3 do not show placement prices" in said
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


def test_no_figure_of_the_years_is_finer_than_its_source(real_data):
    data = real_data("2023-24-P11")
    rows = {row[0]: row for row in page.years(analyse(data)).rows}
    assert rows["2022/23"][1] == "130"
    assert rows["2022/23"][3] == "+20.9"
    assert rows["2022/23"][5] == "16"
    assert rows["2021/22"][1] == "123.348"
    said = repr(page.years(analyse(data))) + repr(page.caution(analyse(data)))
    for invented in ("130.000", "130,000", "20.900", "+38", "6,030", "6.030"):
        assert invented not in said


def test_sums_that_do_not_cover_the_same_are_not_compared(real_data):
    found = analyse(real_data("2023-24-P11"))
    rows = {row[0]: row for row in page.years(found).rows}
    assert rows["2022/23"][-1] == rows["2023/24"][-1] == "not applicable"
    assert rows["2024/25"][-1] == "−2.561"
    said = repr(page.caution(found))
    assert "We do not compare the sums of 2022/23 (annual budget in the press after approved budget)" in said
    assert "£143m for 2023/24" in repr(page.years(found))


def test_a_year_of_which_no_paper_says_anything_is_not_held_and_not_unreported(real_data):
    rows = {row[0]: row for row in page.years(analyse(real_data("2023-24-P11"))).rows}
    assert rows["2020/21"][1] == rows["2020/21"][3] == "not held"
    assert rows["2019/20"][1] == "not reported"


def test_a_press_figure_of_an_earlier_year_keeps_its_own_digits(real_data):
    said = repr(budget_text.drivers(analyse(data := real_data("2023-24-P11")), data))
    assert "placements stood £16m above budget" in said
    assert "16.000" not in said


def test_what_other_papers_say_is_attributed_and_as_exact_as_they_are(real_data):
    data = real_data("2023-24-P11")
    rows = page.other_papers(data).rows
    assert [row[3] for row in rows] == ["1", "417.7", "2.9", "3.2"]
    said = repr(page.other_papers(data))
    assert "they give no year for it" in said
    assert "Doncaster" in said


def test_without_such_papers_there_is_no_table_of_them(synthetic_data):
    assert page.other_papers(synthetic_data()) is None


def test_of_a_year_to_come_nothing_is_asked_and_of_a_driver_without_a_heading_neither(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    rows = {row[0]: row for row in page.years(found).rows}
    assert rows["2024/25"][3] == "not applicable"
    assert chart.years(found, data).table.rows[-1][2:] == ("not applicable", "not applicable")
    drivers = {row[0]: row for row in budget_text.drivers_table(found).rows}
    assert set(drivers["Too few placements of the kinds needed"][2:]) == {"not applicable"}


def test_whole_per_cents_of_a_paper_stay_whole_in_the_table_of_the_chart(real_data):
    data = real_data("2023-24-P11")
    assert chart.services(analyse(data), data).table.rows[0][1] == "43"


def test_what_the_papers_say_without_a_year_has_none_and_is_found_by_the_name_of_its_claim(real_data):
    data = real_data("2023-24-P11")
    rows = {row[3]: row for row in page.other_papers(data).rows}
    assert rows["3.2"][1] == "not reported"
    claimed = data.reference.dataset("claims")["metric"]
    stated = {metric.name for _, metric in reference_metrics(data)}
    for words in ("savings_programme", "special_guardianship_growth"):
        (name,) = claimed[claimed.str.endswith(words)]
        assert name in stated


def test_an_amount_that_is_no_part_of_the_sum_cannot_recur_in_it(found):
    assert [row[3] for row in page.blocks(found).rows[:4]] == ["not reported", "70", "not applicable", "not applicable"]


def test_a_sum_after_a_year_of_which_we_have_no_paper_has_no_difference_held(real_data):
    rows = {row[0]: row for row in page.years(analyse(real_data("2023-24-P11"))).rows}
    assert (rows["2020/21"][-1], rows["2021/22"][-1], rows["2023/24"][-1]) == (
        "not applicable",
        "not held",
        "not applicable",
    )


def test_a_share_of_the_variance_is_said_to_be_net_of_what_other_headings_are_over_and_under(found, data, real_data):
    assert found.others == (0, 20_000)
    assert "The other headings are together £0.020m under their budgets" in repr(budget_text.drivers(found, data))
    both = replace(found, others=(30_000, 20_000))
    assert "some are £0.030m over their budgets together and some £0.020m under" in repr(
        budget_text.drivers(both, data)
    )
    newest = analyse(real_data("2023-24-P11"))
    assert newest.others[0] - newest.others[1] == newest.position.variance - newest.drivers_variance


def test_the_title_of_the_shares_names_the_budget_that_they_are_of(found, data):
    assert chart.services(found, data).title == "Care took 75% of the 2029/30 budget"

from dataclasses import replace

import pytest

from trustbook.chapters.metrics import reference_metrics
from trustbook.chapters.years import accuracy_text, budget_text, next_year_text
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
    assert "£480k (14%) above the £3.5m contract sum agreed for 2030/31" in said
    assert "for 2031/32, £3.9m, is £80k less than this year is forecast to cost" in said
    assert "Counting the items that the forecast leaves out, it is £100k less than this year's cost." in said
    assert "The £480k is the pressure: the variance from the revised contract sum, with" in said
    assert "the amount above the sum was 2% in 2029/30 (forecast in September 2029)" in said


def test_a_year_without_a_contract_sum_is_not_compared_with_others(synthetic_data, group_return):
    said = repr(page.answer(analyse(synthetic_data({EARLIER: group_return}, reference={}))))
    assert "June's return does not report full figures for the contract sum and the costs above it." in said
    assert "we cannot compare 2030/31 with other years" in said
    assert "£" not in said


def test_each_year_has_its_basis_as_a_note(found):
    shown = page.years(found)
    assert [row[0] for row in shown.rows] == ["2029/30", "2030/31", "2031/32"]
    assert "Made up" in shown.notes[0]
    assert "the pressure forecast in July" in shown.notes[1]


def test_where_no_paper_says_where_a_year_ended_the_page_says_so_and_has_no_table(found, data):
    said = repr(accuracy_text.accuracy(found, data))
    assert "no paper that we have says where its years ended" in said
    assert "the forecast of the pressure has risen by £15k since June" in said
    assert accuracy_text.accuracy_table(found) is None


def test_a_forecast_that_was_too_low_is_said_to_be_below(over_budget, synthetic_data, synthetic_reference):
    """Synthetic: no real paper says where a year ended."""
    synthetic_reference["outturns"] += [over_budget("2029-30", 100, "audited")]
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    said = repr(accuracy_text.accuracy(found, data))
    assert "September's forecast for 2029/30 was £40k too low, against the original contract sum." in said
    assert "The year ended £100k above it (audited outturn)." in said
    assert accuracy_text.accuracy_table(found).rows[0][3:6] == ("+0.060", "+0.100", "−0.040")
    assert "no paper that we have says" not in said


def test_next_years_sum_is_said_with_its_one_off_part_and_what_is_set_aside_outside_it(found):
    said = repr(next_year_text.upcoming(found))
    assert "£400k (11%) more than for 2030/31" in said
    assert "£70k of next year's sum is one-off. The papers do not say whether the rest recurs." in said
    assert "Without the one-off part, the sum is £150k less than this year's cost." in said
    assert "The councils have set aside £40k outside the sum." in said
    assert "£30k of savings (Savings counted on) is already taken off the sum." in said


def test_a_sum_that_is_enough_is_said_to_leave_room(found):
    roomy = replace(found, upcoming=replace(found.upcoming, total=5_000_000))
    assert "Next year's sum leaves £1.0m for rises in prices and demand." in repr(next_year_text.upcoming(roomy))


def test_without_a_sum_for_next_year_the_page_says_that_no_paper_gives_one(synthetic_data, synthetic_reference):
    synthetic_reference["contract_sums"] = synthetic_reference["contract_sums"][:2]
    found = analyse(synthetic_data(reference=synthetic_reference))
    assert "We have no paper that gives the contract sum for 2031/32" in repr(next_year_text.upcoming(found))
    assert next_year_text.blocks(found) is None


def test_a_sum_published_after_the_edition_is_marked_and_compared_with_nothing(synthetic_data, synthetic_reference):
    late = {"source_id": "late", "title": "Late", "publisher": "Nobody", "published_on": "2039-12-01"}
    synthetic_reference["sources"].append(late)
    synthetic_reference["contract_sums"][-1]["source_id"] = "late"
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    said = repr(next_year_text.upcoming(found))
    assert "Published 1 December 2039, after this edition" in said
    assert "£" not in said
    assert ", published later" in repr(page.years(found))
    assert "2031/32" not in repr(chart.years(found, data))


def test_the_drivers_are_said_with_their_share_and_one_without_a_heading_has_no_figure(found, data):
    said = repr(budget_text.drivers(found, data))
    assert "match the cost drivers that a paper named in February 2028 are together £400k above their budgets." in said
    assert "All headings are £380k above their budgets." in said
    assert "No heading shows too few homes alone" in said


def test_a_driver_that_the_return_does_not_show_is_named(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(budget_text.drivers(analyse(data), data))
    assert "Without placement prices, the headings" in said
    assert "are £90k above their budgets" in said
    assert "June's return does not report figures for placement prices." in said


def test_what_is_not_held_has_no_text_no_table_and_no_chart(synthetic_data, full_return):
    data = synthetic_data({"2030-31-P04": full_return}, reference={})
    found = analyse(data)
    assert budget_text.services(found) is None
    assert budget_text.drivers(found, data) is None
    assert [make(found, data) for make in (chart.years, chart.services, chart.drivers)] == [None, None, None]


def test_a_return_by_group_has_no_headings_to_show(synthetic_data):
    data = synthetic_data(period=EARLIER)
    found = analyse(data)
    assert "June's return does not report contract sums by heading." in repr(budget_text.headings(found, data))
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
    said = repr(page.years(analyse(data))) + repr(page.gaps(analyse(data)))
    for invented in ("130.000", "130,000", "20.900", "+38", "6,030", "6.030"):
        assert invented not in said


def test_sums_that_do_not_cover_the_same_are_not_compared(real_data):
    found = analyse(real_data("2023-24-P11"))
    assert "by the latest figure that we have" not in repr(page.gaps(found))
    assert "measured differently, so do not compare them. We do not have the outturn of any earlier year" in repr(
        page.answer(found)
    )
    assert "£143m for 2023/24" in repr(page.years(found))


def test_a_sum_that_covers_the_same_is_compared_with_what_the_year_before_cost(found):
    said = repr(page.gaps(found))
    assert "The contract sum for 2030/31 is £440k more than 2029/30 cost, by the latest figure that we have." in said


def test_a_year_of_which_no_paper_says_anything_is_not_held_and_not_unreported(real_data):
    rows = {row[0]: row for row in page.years(analyse(real_data("2023-24-P11"))).rows}
    assert rows["2020/21"][1] == rows["2020/21"][3] == "not held"
    assert rows["2019/20"][1] == "not reported"
    said = repr(page.gaps(analyse(real_data("2023-24-P11"))))
    assert "We have no paper that gives a budget or an outturn for 2020/21." in said
    assert "Our paper on 2019/20 gives no budget" in said


def test_a_press_figure_of_an_earlier_year_keeps_its_own_digits(real_data):
    said = repr(budget_text.drivers(analyse(data := real_data("2023-24-P11")), data))
    assert "placements were £16m above budget" in said
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
    drivers = {row[0]: row for row in chart.drivers(found, data).table.rows}
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
    assert [row[3] for row in next_year_text.blocks(found).rows[:4]] == [
        "not reported",
        "70",
        "not applicable",
        "not applicable",
    ]


def test_a_share_of_the_variance_is_said_to_be_net_of_what_other_headings_are_over_and_under(found, data, real_data):
    assert found.others == (0, 20_000)
    assert "The other headings are together £20k under their budgets" in repr(budget_text.drivers(found, data))
    both = replace(found, others=(30_000, 20_000))
    assert "some are together £30k over their budgets and some £20k under" in repr(budget_text.drivers(both, data))
    newest = analyse(real_data("2023-24-P11"))
    assert newest.others[0] - newest.others[1] == newest.position.variance - newest.drivers_variance


def test_the_title_of_the_shares_names_the_budget_that_they_are_of(found, data):
    assert chart.services(found, data).title == "Care took 75% of the 2029/30 budget"


@pytest.mark.parametrize(
    ("variances", "adjustment", "sentence"),
    [
        ((100, 101), None, "This year, the forecast of the pressure has risen by £1k since April."),
        ((101, 100), None, "This year, the forecast of the pressure has fallen by £1k since April."),
        ((100, 300, 100), None, "This year, June's pressure is what April's return forecast."),
        ((100, 90), (5, 25), "has risen by £10k since April. The variance alone fell by £10k."),
        ((90, 100), (25, 5), "has fallen by £10k since April. The variance alone rose by £10k."),
        ((100, 100), (5, 25), "has risen by £20k since April. The variance alone did not change."),
        ((100, 110), (5, 5), "This year, the forecast of the pressure has risen by £10k since April."),
        ((100, "100.001"), (5, 25), "has risen by £20k since April. The variance alone rose by £1."),
    ],
)
def test_this_years_first_forecast_is_compared_with_the_newest_and_the_variance_where_it_moved_otherwise(
    synthetic_data, monthly_returns, variances, adjustment, sentence
):
    returns = monthly_returns(*variances)
    for made, amount in zip(returns.values(), adjustment or (), strict=False):
        made["adjustments"] = [{"item": "Beside", "kind": "outside_contract", "amount_gbp_k": amount}]
    said = accuracy_text._so_far(synthetic_data(returns))
    assert said.endswith(sentence)
    assert ("The variance alone" in said) is ("The variance alone" in sentence)


def test_a_single_return_of_the_year_has_no_earlier_forecast(synthetic_data, monthly_returns):
    assert accuracy_text._so_far(synthetic_data(monthly_returns(100))) is None


def ahead(found, **changed):
    return repr(next_year_text.upcoming(replace(found, upcoming=replace(found.upcoming, **changed))))


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (3_500_000, "is £3.5m, the same as for 2030/31."),
        (3_500_001, "is £3.5m: £1 (less than 0.1%) more than for 2030/31."),
        (3_499_999, "is £3.5m: £1 (less than 0.1%) less than for 2030/31."),
        (3_150_000, "is £3.2m: £350k (10%) less than for 2030/31."),
    ],
)
def test_next_years_sum_is_more_or_less_than_this_years_to_the_pound(found, total, said):
    assert ahead(found, total=total).startswith(f"**The provisional contract sum for 2031/32 {said}**")


@pytest.mark.parametrize("this_sum", [None, 0])
def test_without_this_years_sum_next_years_is_said_alone(found, this_sum):
    assert "for 2031/32 is £3.9m.**" in ahead(found, this_sum=this_sum)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (
            3_980_000,
            "This year is forecast to cost £4.0m. Next year's sum leaves nothing for rises in prices and demand.",
        ),
        (3_980_001, "This year is forecast to cost £4.0m. Next year's sum leaves £1 for rises in prices and demand."),
        (3_979_999, "would have to cost less than 0.1% less than that next year, before any rise in prices or demand."),
        (1_990_000, "would have to cost 50% less than that next year, before any rise in prices or demand."),
    ],
)
def test_a_sum_that_covers_the_cost_leaves_what_is_over_and_one_that_does_not_asks_for_a_share(found, total, said):
    assert said in ahead(found, total=total)


def test_without_this_years_cost_nothing_is_compared_with_next_years_sum(found):
    text = ahead(found, cost=None)
    assert "This year is forecast to cost" not in text
    assert "cost includes" not in text
    assert "£70k of next year's sum is one-off. The papers do not say whether the rest recurs." in text
    assert "Without the one-off part" not in text


def test_what_this_years_cost_counts_and_what_could_change_it_is_said_only_where_there_is_any(found):
    assert "Compared with the projected outturn alone, next year's sum is £30k less." in ahead(found)
    alone = found.position.projected_outturn
    assert "Compared with the projected outturn alone, next year's sum is the same." in ahead(found, total=alone)
    assert "The income in dispute, £20k, may yet be paid." in ahead(found)
    assert "With the costs that the forecast leaves out, this year would cost £4.0m." in ahead(found)


def test_each_part_of_next_years_sum_is_said_only_where_a_paper_gives_it(found):
    blocks = found.upcoming.blocks
    only = ahead(found, blocks=blocks[blocks["kind"] == "in_sum"].reset_index(drop=True))
    assert "set aside" not in only
    assert "taken off" not in only
    aside = ahead(found, blocks=blocks[blocks["kind"] == "set_aside"].reset_index(drop=True))
    assert "set aside £40k outside the sum. If all of it is spent, next year costs £3.9m." in aside
    assert "one-off" not in aside
    off = ahead(found, blocks=blocks[blocks["kind"] == "taken_off"].reset_index(drop=True))
    assert "£30k of savings (Savings counted on) is already taken off the sum." in off


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ((0, 0), None),
        ((1, 0), "The other headings are together £1 over their budgets."),
        ((0, 1), "The other headings are together £1 under their budgets."),
        ((1, 1), "Of the other headings, some are together £1 over their budgets and some £1 under."),
        (None, None),
    ],
)
def test_what_the_other_headings_are_over_and_under_is_said_from_the_first_pound(found, others, said):
    assert budget_text._others(replace(found, others=others)) == said


@pytest.mark.parametrize(
    ("pounds", "said"),
    [(0, "on their budgets"), (1, "£1 above their budgets"), (-1, "£1 below their budgets")],
)
def test_lines_are_on_above_or_below_their_budgets(pounds, said):
    assert budget_text._from_budget(pounds) == said


@pytest.mark.parametrize(
    ("written", "said"), [("2028-02", "February 2028"), ("2028", "2028"), ("2028-02-29", "February 2028")]
)
def test_when_drivers_were_named_is_said_as_far_as_the_paper_says(written, said):
    assert budget_text._month(written) == said


def test_the_largest_service_is_named_with_what_a_whole_per_cent_leaves_open(found):
    said = repr(budget_text.services(found))
    assert "By service, care took 75% of the budget of 2029/30." in said
    assert ("so each share is known to about £" in said) is (
        "2029-30" in set(found.years.dropna(subset=["sum_gbp"])["year"])
    )


def test_the_two_headings_that_spend_most_are_named_in_their_order(found, data):
    said = repr(budget_text.headings(found, data))
    first, second = found.headings["heading"][:2]
    assert f" goes to {first} and " in said
    assert f"% to {second}.**" in said
    assert "Their shares of the original contract sum were" in said
    alone = replace(found, headings=found.headings.head(1))
    assert "Its share of the original contract sum was" in repr(budget_text.headings(alone, data))

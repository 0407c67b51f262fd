from trustbook.chapters.workforce_agency import (
    agency_cover,
    conversions_chart,
    staff_costs,
    staff_statistics,
    staff_text,
)
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency import charts as workforce_chart
from trustbook.chapters.workforce_agency import text as workforce_page
from trustbook.chapters.workforce_agency.staff_costs import StaffBudget


def test_later_years_are_said_to_be_published_since_and_never_as_the_newest(real_data):
    data = real_data("2023-24-P11")
    found = staff_statistics.analyse(data)
    said = str(staff_text.statistics(found, data))
    assert "30 September 2023" in said
    assert "**26.7%** (England 17.9%)" in said
    assert "2024 and 2025 were published after this edition" in said
    assert "19.5%" not in said
    rows = staff_text.rates(found).rows
    assert {row[-1] for row in rows if row[0] in ("2024", "2025")} == {"published after this edition"}
    assert {row[-1] for row in rows if row[0] not in ("2024", "2025")} == {"published by then"}


def test_a_symbol_is_written_in_words_and_not_as_nought(synthetic_data, synthetic_reference):
    for row in synthetic_reference["workforce_statistics"]:
        if row["time_period"] == "2028" and row["measure"] == "turnover_rate_fte":
            row["value"], row["symbol"] = None, "c"
    found = staff_statistics.analyse(synthetic_data(reference=synthetic_reference))
    assert staff_text.rates(found).rows[0][4] == "suppressed (c)"


def test_the_cover_is_told_before_and_after_the_vacancy_factor(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    said = str(staff_text.cover(agency_cover.analyse(found, staff_statistics.analyse(data))))
    assert "62% of 198 vacant posts" in said
    assert "for North Northamptonshire / West Northamptonshire" in said, "the councils' return, not the trust's own"
    assert "room for 29 more" in said
    assert "21 more agency staff than those posts would pay for" in said


def test_what_was_not_reported_leaves_its_sentence_out():
    assert staff_text.budget(None) is None
    assert staff_text.budget(StaffBudget(1000, 10, None, None)) is None
    assert "Supporting" not in str(staff_text.budget(StaffBudget(1_000_000, 10_000, 50_000, None)))
    assert staff_text.cover(None) is None


def test_a_pay_gap_larger_than_the_saving_leaves_nothing_of_it(synthetic_data, synthetic_reference):
    gap = dict(synthetic_reference["comparators"][0], measure="pay_gap_to_neighbour", value=20_000, unit="gbp")
    synthetic_reference["comparators"].append(gap)
    data = synthetic_data(reference=synthetic_reference)
    said = str(staff_text.sickness_and_pay(staff_costs.sickness_and_pay(data, None), workforce.analyse(data)))
    assert "nothing of the £10,000" in said


def test_a_risk_that_was_flagged_is_not_told_as_income_that_is_missing(real_data):
    said = str(staff_text.budget(staff_costs.budget(real_data("2023-24-P11"))))
    assert (
        "does not say how much of the variance each cause explains, or how much of the flagged income is missing"
        in said
    )


def test_amounts_that_come_to_more_than_the_variance_are_not_told_as_its_explanation(real_data):
    """The vacancy factor of £3.269m and the flagged £392k, against a variance of £1.990m."""
    data = real_data("2023-24-P11")
    budget = staff_costs.budget(data)
    said = str(staff_text.budget(budget))
    assert "£3.7m together. That is £1.7m more than the variance" in said
    assert "Staffing is forecast £2.0m over budget" in said
    assert "does not say how much of the variance each cause explains" in said
    assert "Change requests of £2.1m are already in the budget, so they explain none of the variance" in said
    assert "the pay award (£1.007m) and the Innovate teams (£1.087m)" in said
    rows = {row[0]: row[1] for row in staff_text.budget_steps(budget, data).rows}
    assert rows["Not explained by these amounts"] == "−1,671"
    assert rows["Variance on staffing"] == "1,990"


def test_what_the_amounts_named_leave_of_the_variance_is_said_to_be_unexplained():
    said = str(staff_text.budget(StaffBudget(1_000_000, 100_000, 50_000, 20_000)))
    assert "£70k together. That leaves £30k of the £100k variance unexplained" in said
    assert "as much as the variance" in str(staff_text.budget(StaffBudget(1_000_000, 50_000, 50_000, None)))


def test_the_title_does_not_rank_a_team_above_a_higher_bar_of_another_paper(synthetic_data, synthetic_reference):
    earlier = dict(synthetic_reference["comparators"][2], scope="Front door", value=0.96)
    synthetic_reference["comparators"].append(earlier)
    data = synthetic_data(reference=synthetic_reference)
    drawn = workforce_chart.teams(workforce.analyse(data), data)
    assert drawn.title == "Largest share reported now: Front door"


def test_a_saving_is_told_with_the_cost_that_it_assumes(synthetic_data):
    data = synthetic_data()
    drawn = conversions_chart.conversions(workforce.analyse(data), data)
    assert drawn.title == "Each move to permanent saves £10,000 if posts cost £40,000"
    assert "if a post costs £40,000" in workforce_page.conversions(workforce.analyse(data)).caption


def test_the_total_cost_of_agency_staff_is_said_to_be_not_reported_until_it_is(synthetic_data, full_return):
    data = synthetic_data()
    found = workforce.analyse(data)
    assert "The return does not report what agency staff cost in total." in repr(workforce_page.answer(found, data))
    assert "their total cost is not reported" in workforce_page.position(found)[1]
    cost = {"team": "Whole trust", "measure": "agency_cost", "value": 900, "unit": "gbp_k", "as_at": "2030-07-31"}
    full_return["workforce"].append(cost)
    reported = workforce.analyse(synthetic_data({"2030-31-P04": full_return}))
    assert "agency staff cost £900k in total" in repr(workforce_page.answer(reported, data))
    assert "£900k in total" in workforce_page.position(reported)[1]


def test_a_share_has_the_digits_of_its_paper(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    assert [row[1] for row in workforce_page.teams(found).rows[:3]] == ["57", "38.5", "18"]
    assert "57% in Duty and Assessment and 18% in West and North teams" in repr(staff_text.concentration(found, None))
    assert "57%" in repr(workforce_page.position(found))


def test_what_others_say_is_marked_where_its_day_is_not_given(real_data):
    found = workforce.analyse(real_data("2023-24-P11"))
    published = dict(zip(found.teams["team"], map(str, found.teams["published"]), strict=True))
    assert published["Duty and Assessment"] == "in this pack"
    assert published["Northamptonshire County Council, Duty and Assessment"] == "published by then"
    assert published["Doncaster Children's Services Trust, whole trust"] == "date of publication not given"
    assert "date of publication not given" in workforce_page.other_trust_and_year(found)


def test_a_share_whose_base_no_paper_states_is_not_called_a_share_of_all_staff(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    drawn = workforce_chart.teams(found, data)
    assert "not every share says of which staff" in drawn.subtitle
    assert "P11 Forecast" not in drawn.source
    assert "Commissioners" in drawn.source
    said = str(staff_text.concentration(found, staff_statistics.analyse(data)))
    assert "social workers in North Northamptonshire / West Northamptonshire" in said


def test_what_minutes_of_a_committee_say_is_not_called_the_trusts_own_paper(real_data):
    data = real_data("2023-24-P11")
    said = str(staff_text.statistics(staff_statistics.analyse(data), data))
    assert "own paper" not in said
    assert "(minutes) gave 14.7%" in said


def test_another_trusts_figures_are_named_and_dated(real_data):
    data = real_data("2023-24-P11")
    found = workforce.analyse(data)
    names = workforce_page.conversions(found).headings
    assert all("Doncaster" in name and "2016/17" in name for name in names[2:])
    assert found.premiums["basis"].iloc[0] == "This return"
    assert all("2021/22" in basis for basis in found.premiums["basis"][1:])
    said = str(staff_text.sickness_and_pay(staff_costs.sickness_and_pay(data, None), found))
    assert "in 2016/17" in said


def test_a_return_without_workforce_figures_is_not_said_to_report_none():
    """P7 to P10 of 2023/24 are known from one table: what it leaves out, the returns may have said."""
    assert workforce_page.position(None) == ("not held", ("we have no workforce figures for this month",))


def test_a_headcount_that_the_return_leaves_out_is_not_reported(synthetic_data, full_return):
    kept = [row for row in full_return["workforce"] if row["measure"] != "agency_headcount"]
    found = workforce.analyse(synthetic_data({"2030-31-P04": full_return | {"workforce": kept}}))
    assert workforce_page.position(found)[0] == "not reported"

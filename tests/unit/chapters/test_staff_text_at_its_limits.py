"""What is said of agency cover, the staffing budget, sickness and pay at nil and just beyond, with made-up figures."""

from dataclasses import replace

import pandas as pd
import pytest

from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency import staff_costs, staff_statistics, staff_text
from trustbook.chapters.workforce_agency.agency_cover import Cover, analyse, break_even
from trustbook.chapters.workforce_agency.staff_costs import SicknessAndPay, StaffBudget
from trustbook.data.publication import Publication

COVER = Cover(
    premium=0.25,
    curve=pd.DataFrame(),
    year=2029,
    covering=40.0,
    vacant=50.0,
    factor_posts=None,
    area="East / West",
)


def cover(**changed):
    return str(staff_text.cover(replace(COVER, **changed)))


@pytest.mark.parametrize(
    ("covering", "said"),
    [
        (
            40.0,
            "agency staff filled **80% of 50 vacant posts**. Against 80%, that is room for 0 more at no extra cost.",
        ),
        (41.0, "that is 1 more agency staff than those posts would pay for."),
        (39.0, "that is room for 1 more at no extra cost."),
        (0.0, "agency staff filled **0% of 50 vacant posts**. Against 80%, that is room for 40 more at no extra cost."),
    ],
)
def test_cover_is_compared_with_the_break_even_share(covering, said):
    assert said in cover(covering=covering)


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (10.0, "about 10 vacant posts out of the budget. Of the 40 left, the agency staff of the census fill 100%: 8 "),
        (49.0, "Of the 1 left, the agency staff of the census fill 4,000%: 39 more agency staff than those posts"),
        (50.0, "about 50 vacant posts out of the budget. No vacant post is left that could pay for agency staff."),
        (51.0, "No vacant post is left that could pay for agency staff."),
        (0.0, "Of the 50 left, the agency staff of the census fill 80%: room for 0 more at no extra cost."),
    ],
)
def test_the_vacancy_factor_leaves_so_many_vacant_posts(factor, said):
    assert said in cover(factor_posts=factor)
    assert "counts social workers only" in cover(factor_posts=factor)


def test_without_a_vacancy_factor_nothing_is_taken_off_and_without_vacancies_there_is_no_cover():
    assert "vacancy factor" not in cover()
    assert staff_text.cover(replace(COVER, vacant=0.0)) is None
    assert staff_text.cover(replace(COVER, vacant=None)) is None
    assert staff_text.cover(replace(COVER, covering=None)) is None


def test_the_curve_goes_from_no_premium_to_the_whole_cost_of_a_post(synthetic_data):
    data = synthetic_data()
    found = analyse(workforce.analyse(data), staff_statistics.analyse(data))
    premiums = list(found.curve["premium"])
    assert (premiums[0], premiums[1], premiums[-1], len(premiums)) == (0, 0.05, 1, 21)
    assert list(found.curve["break_even"]) == [break_even(each) for each in premiums]
    assert (break_even(0), break_even(1)) == (1, 0.5)
    assert found.year == 2029


BUDGET = StaffBudget(revised_gbp=1_000_000, variance_gbp=100_000, factor_gbp=50_000, risk_gbp=None)


def budget(**changed):
    return str(staff_text.budget(replace(BUDGET, **changed)))


@pytest.mark.parametrize(
    ("variance", "said", "without"),
    [
        (100_000, "£100k over budget", "£50k over budget"),
        (50_000, "£50k over budget", "on budget"),
        (49_999, "£50k over budget", "£1 under budget"),
        (0, "on budget", "£50k under budget"),
        (-1, "£1 under budget", "£50k under budget"),
        (1, "£1 over budget", "£50k under budget"),
    ],
)
def test_staffing_is_over_or_under_its_budget_with_and_without_the_vacancy_factor(variance, said, without):
    text = budget(variance_gbp=variance)
    assert f"**Staffing is forecast {said}: this is its variance.**" in text
    assert "takes £50k (5%) out of the budget for posts expected to be vacant. Without it, " in text
    assert f"the same spending would be {without}." in text


@pytest.mark.parametrize(
    ("variance", "said"),
    [
        (50_000, "That is as much as the variance."),
        (50_001, "That leaves £1 of the £50k variance unexplained."),
        (49_999, "That is £1 more than the variance. Either something that the paper does not name"),
    ],
)
def test_what_the_named_causes_leave_is_said_to_the_pound(variance, said):
    text = budget(variance_gbp=variance)
    assert f"The paper puts an amount to the vacancy factor (£50k). {said}" in text
    assert "flagged income" not in text


def test_two_causes_are_added_up_and_the_flagged_income_is_said_to_be_open():
    text = budget(risk_gbp=30_000)
    assert "income that was flagged as a risk (£30k): £80k together. That leaves £20k of the £100k" in text
    assert "each cause explains, or how much of the flagged income is missing." in text


@pytest.mark.parametrize(("requests", "said"), [(None, False), (0, False), (1, True)])
def test_change_requests_are_said_from_the_first_pound(requests, said):
    assert ("Change requests of £1 are already in the budget" in budget(requests_gbp=requests)) is said
    assert ("Change requests" in budget(requests_gbp=requests)) is said


def test_a_note_on_the_line_is_given_and_without_a_factor_only_the_risk_is_said():
    assert "Note on the heading: One-off." in budget(note="One-off")
    assert "Note on" not in budget()
    alone = str(staff_text.budget(replace(BUDGET, factor_gbp=None, risk_gbp=30_000)))
    assert "Staffing is forecast" not in alone
    assert "The paper puts an amount to Supporting Families income" in alone


def test_the_steps_of_the_budget_are_the_causes_then_what_is_left_and_add_up(synthetic_data):
    data = synthetic_data()
    rows = staff_text.budget_steps(replace(BUDGET, risk_gbp=30_000), data).rows
    assert [row[0][:12] for row in rows] == ["The vacancy ", "Supporting F", "Not explaine", "Variance on "]
    assert [row[1] for row in rows] == ["50", "30", "20", "100"]
    assert staff_text.budget_steps(replace(BUDGET, factor_gbp=None), data) is None
    assert staff_text.budget_steps(None, data) is None


SICK = SicknessAndPay(
    facts=pd.DataFrame(),
    absence=0.05,
    in_post=80.0,
    year=2029,
    post_cost_gbp=40_000.4,
    pay_gap_gbp=9_999,
    gap_body="Elsewhere",
    gap_as_at="2028-29",
    gap_published=Publication.BY_THEN,
    area="East / West",
)


@pytest.fixture
def pay(synthetic_data):
    found = workforce.analyse(synthetic_data())
    assert found.saving_each_gbp == 10_000
    return lambda **changed: str(staff_text.sickness_and_pay(replace(SICK, **changed), found))


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (9_999, "£1 of the £10,000 saving on each would be left"),
        (10_000, "nothing of the £10,000 saving on each would be left"),
        (10_001, "nothing of the £10,000 saving on each would be left"),
        (0, "£10,000 of the £10,000 saving on each would be left"),
    ],
)
def test_a_pay_gap_is_taken_off_the_saving_to_the_pound(pay, gap, said):
    assert said in pay(pay_gap_gbp=gap)


def test_sickness_is_given_in_days_posts_and_pounds_and_a_gap_with_its_time(pay):
    text = pay()
    assert "Sickness took 5.0% of social workers' days in East / West in the year to September 2029." in text
    assert "That is 4.0 of 80 posts, or £0.2m a year if a post costs £40,000 (our assumption)." in text
    assert "A neighbour of Elsewhere paid £9,999 more for a social worker in 2028/29. If " in text
    assert "more for a social worker, at a time that is not stated. If " in pay(gap_as_at="")
    assert "in 2028/29 (published after this edition). If " in pay(gap_published=Publication.SINCE)
    assert "neighbour of" not in pay(pay_gap_gbp=None)
    assert "Sickness took" not in pay(absence=None)
    assert "Sickness took 0.0%" in pay(absence=0.0)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.5, 0.2], "2.5 times apart"),
        ([0.5, 0.01], "50.0 times apart"),
        ([0.5, 0.5], "1.0 times apart"),
        ([0.5, 0.0], None),
        ([0.5], None),
        ([0.5, None], None),
    ],
)
def test_two_teams_with_a_share_are_compared_and_a_share_of_nothing_is_not(synthetic_data, shares, said):
    found = workforce.analyse(synthetic_data())
    teams = found.teams.iloc[[0] * len(shares)].assign(team=["A", "B"][: len(shares)], share=shares)
    text = staff_text.concentration(replace(found, teams=teams), None)
    assert (text is None) is (said is None)
    assert said is None or said in str(text)


def test_costs_of_posts_are_whole_pounds():
    assert replace(SICK, absence=0.0512).absence_gbp == round(0.0512 * 80 * 40_000.4)
    assert isinstance(SICK.absence_gbp, int)
    assert SICK.absent_posts == 4
    assert replace(SICK, in_post=None).absence_gbp is None


def test_the_budget_before_the_factor_is_the_whole_that_it_is_a_share_of():
    assert (BUDGET.before_factor_gbp, BUDGET.factor_share) == (1_050_000, 50_000 / 1_050_000)
    assert replace(BUDGET, revised_gbp=-50_000).factor_share is None
    assert staff_costs.StaffBudget(1, 1, None, None).factor_share is None

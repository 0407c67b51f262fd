"""What is said of spending where an amount is nil, equal to another, or just beyond it. All amounts are made up."""

from dataclasses import replace
from fractions import Fraction

import pytest

from trustbook.chapters.forecast_trend import spent_so_far_text as page
from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.chapters.forecast_trend.spent_so_far import SpentSoFar, added_up
from trustbook.core.period import Period

CARE = Spending("Care", month=6, to_date=600_000, outturn=1_200_000, committed=300_000, profile=600_000)
STAFF = Spending("Staff", month=6, to_date=60_000, outturn=120_000, committed=30_000, profile=60_000)


def said(*lines, before=None):
    """The page of these lines; with an earlier month, what they had come to by then."""
    counted = [line for line in lines if line.to_date is not None]
    month = lines[0].month
    together = added_up(counted, None if before is None else before[1])
    if before is not None:
        together = replace(together, month_before=before[0])
    earlier = None if before is None else Period(2030, before[0])
    return repr(page.answer(SpentSoFar(Period(2030, month), lines, together, (), earlier), None))


@pytest.mark.parametrize(
    ("by", "sentence"),
    [(0, "That is what the contract sum planned by now."), (1, "£1 more than planned"), (-1, "£1 less than planned")],
)
def test_spending_is_compared_with_what_was_planned_to_the_pound(by, sentence):
    assert sentence in said(replace(CARE, profile=600_000 - by))


def test_without_a_plan_nothing_is_compared_with_it():
    assert "planned" not in said(replace(CARE, profile=None))


@pytest.mark.parametrize(
    ("outturn", "rate", "sentence"),
    [
        (1_200_000, "the six months left must average", "the same."),
        (1_200_006, "the six months left must average", "£100k a month: £1 (less than 1%) more than in a month so far"),
        (1_199_994, "the six months left must average", "£100k a month: £1 (less than 1%) less than in a month so far"),
        (600_000, "the six months left must average", "£0 a month: £100k less than in a month so far"),
        (599_994, "the six months left must bring in", "£1 a month more than is spent"),
    ],
)
def test_what_the_months_left_must_come_to_for_the_forecast_to_hold(outturn, rate, sentence):
    assert f"For the forecast to hold, {rate} {sentence}" in said(replace(CARE, outturn=outturn, committed=None))


def test_nothing_spent_so_far_makes_a_rate_of_nil_and_no_percentage():
    text = said(replace(CARE, to_date=0))
    assert "has spent £0 by the end of September: 0% of the £1.2m forecast" in text
    assert "So far that is £0 a month." in text
    assert "must average £200k a month: £200k more than in a month so far." in text


@pytest.mark.parametrize(
    ("staff", "change"),
    [
        ({"outturn": 120_012}, "The largest rise is in Staff, from £10k to £10k a month."),
        ({"outturn": 119_988}, "The largest fall is in Staff, from £10k to £10k a month."),
        ({"to_date": 0, "outturn": 60_000}, "The largest rise is in Staff, from £0 to £10k a month."),
        ({"to_date": 60_000, "outturn": 60_000}, "The largest fall is in Staff, from £10k to £0 a month."),
    ],
)
def test_the_line_that_changes_is_named_with_both_rates_and_one_that_does_not_is_no_rise_or_fall(staff, change):
    text = said(CARE, replace(STAFF, **staff))
    assert text.count("The largest") == 1
    assert change in text


def test_of_two_lines_that_change_both_ways_each_is_named_once():
    text = said(replace(CARE, outturn=1_500_000), replace(STAFF, outturn=90_000))
    assert "The largest fall is in Staff, from £10k to £5k a month." in text
    assert "The largest rise is in Care, from £100k to £150k a month." in text


def test_two_rates_that_would_be_written_alike_have_more_decimals():
    text = said(replace(CARE, to_date=12_000_000, outturn=24_120_000), STAFF)
    assert "The largest rise is in Care, from £2.00m to £2.02m a month." in text


def test_one_line_alone_has_no_largest_change():
    assert "The largest" not in said(replace(CARE, outturn=1_500_000))
    assert "The largest" not in said(replace(CARE, outturn=None), replace(STAFF, outturn=None))


@pytest.mark.parametrize(
    ("committed", "sentence"),
    [
        (0, "None of the £600k left in the forecast is committed yet."),
        (1, "Of the £600k left in the forecast, £1 is already committed and £600k is still to be decided."),
        (600_000, "Of the £600k left in the forecast, £600k is already committed and £0 is still to be decided."),
        (600_001, "Another £600k is committed up to the end of the year, so nothing is left to decide."),
    ],
)
def test_what_is_committed_is_taken_off_what_is_left_to_decide(committed, sentence):
    text = said(replace(CARE, committed=committed))
    assert sentence in text
    assert text.startswith("**Spending and commitments come to £1 more than") is (committed > 600_000)


def test_what_is_committed_is_said_without_a_forecast_and_with_nothing_left():
    assert "Another £300k is committed up to the end of the year." in said(replace(CARE, outturn=None))
    assert "Another £300k is committed up to the end of the year, so nothing is left to decide." in said(
        replace(CARE, outturn=599_999)
    )
    assert "committed" not in said(replace(CARE, committed=None))


def test_commitments_on_some_lines_are_added_up_and_the_others_counted():
    lines = (CARE, replace(STAFF, committed=None), replace(STAFF, name="Homes", committed=5_000))
    assert "The return gives commitments for 2 of 3 headings, £305k together." in said(*lines)
    one = (replace(CARE, committed=None), replace(STAFF, committed=0))
    assert "The return gives commitments for 1 of 2 headings, £0 together." in said(*one)


@pytest.mark.parametrize(
    ("spent", "outturn", "begins", "how"),
    [
        (1_200_000, 1_200_000, "Spending and commitments come to £300k more", "spent and committed"),
        (1_200_001, 1_200_000, "Spending so far comes to £300k more", "spent"),
    ],
)
def test_a_forecast_that_is_passed_by_spending_alone_is_said_to_be(spent, outturn, begins, how):
    text = said(replace(CARE, to_date=spent, outturn=outturn))
    assert text.startswith(f"**{begins} than the £1.2m forecast for the year.")
    assert f"The forecast is lower than what is already {how}." in text


def test_a_line_beyond_its_forecast_leads_and_those_less_far_beyond_it_are_named_after_it():
    beyond = [replace(STAFF, name=name, committed=60_000 + more) for name, more in (("B", 1_000), ("C", 2_000))]
    text = said(CARE, *beyond)
    assert text.startswith("**C: spending and commitments come to £2k more than the £120k forecast for the year.")
    assert "The same is true of B (£1k more).**" in text
    assert "The same is true" not in said(CARE, beyond[0])


@pytest.mark.parametrize(
    ("month", "before", "sentence"),
    [
        (6, (5, 500_000), "In the month since August it was £100k a month."),
        (6, (4, 400_000), "In the two months since July it was £100k a month."),
        (6, (5, 600_000), "In the month since August it was £0 a month."),
    ],
)
def test_the_latest_rate_is_over_the_months_since_the_earlier_return(month, before, sentence):
    text = said(replace(CARE, month=month, month_before=before[0]), before=before)
    assert sentence in text
    assert f"At the rate since {Period(2030, before[0]).month_name} it would end at" in text


def test_without_an_earlier_return_there_is_no_latest_rate():
    assert " since " not in said(CARE)


@pytest.mark.parametrize(
    ("outturn", "sentence"),
    [
        (1_200_000, "at the rate so far, the year would end at £1.2m, as forecast."),
        (1_199_999, "at the rate so far, the year would end at £1.2m, £1 more than forecast."),
        (1_200_001, "at the rate so far, the year would end at £1.2m, £1 less than forecast."),
        (None, "at the rate so far, the year would end at £1.2m."),
    ],
)
def test_where_the_year_would_end_is_compared_with_the_forecast_to_the_pound(outturn, sentence):
    assert sentence in said(replace(CARE, outturn=outturn))


@pytest.mark.parametrize(
    ("month", "to_date", "sentence"),
    [
        (
            6,
            600_000,
            "We estimate that next year would cost the same as this year. That assumes that the £100k a month",
        ),
        (6, 540_000, "We estimate that next year would cost £120k more than this year. That assumes that the £110k"),
        (6, 660_000, "We estimate that next year would cost £120k less than this year. That assumes that the £90k"),
        (11, 1_100_000, "forecast for this year's last month goes on for 12 months. One month carries this estimate"),
        (10, 1_000_000, "forecast for this year's last two months goes on for 12 months."),
        (2, 200_000, "forecast for this year's last 10 months goes on for 12 months."),
    ],
)
def test_next_year_is_estimated_from_the_rate_of_the_months_left(month, to_date, sentence):
    text = said(replace(CARE, month=month, to_date=to_date))
    assert sentence in text
    assert ("One month carries" in text) is (month == 11)


def test_the_first_month_estimates_no_year():
    text = said(replace(CARE, month=1, to_date=100_000))
    assert "next year" not in text
    assert "This is the first month of the year, so one month stands for the rate so far." in text
    assert "So far that is" not in text


@pytest.mark.parametrize(
    ("to_date", "sentence"),
    [
        (1_200_000, "the same as the £1.2m forecast for the year.** No year-end entries lie between them."),
        (1_200_001, "is £1.200m, £1 more than the £1.200m forecast for the year.**"),
        (1_199_999, "is £1.200m, £1 less than the £1.200m forecast for the year.**"),
    ],
)
def test_at_the_end_of_the_year_what_is_recorded_is_compared_to_the_pound(to_date, sentence):
    text = said(replace(CARE, month=12, to_date=to_date))
    assert text.startswith("**Spending recorded to the end of March is ")
    assert sentence in text


def test_at_the_end_of_the_year_lines_without_a_figure_are_counted():
    text = said(replace(CARE, month=12), replace(STAFF, month=12, to_date=None))
    assert text.startswith("**Spending recorded to the end of March on 1 of its 2 headings is £600k")
    assert "The return gives no figure for Staff." in text
    without = said(replace(CARE, month=12, outturn=None))
    assert "The return gives no outturn to compare it with." in without


@pytest.mark.parametrize(
    ("to_date", "outturn", "has"),
    [(1, 12_500, True), (6_999, 12_500, True), (1, 2, True), (0, 12_500, False), (7_000, 7_000, False)],
)
def test_a_change_of_less_than_a_pound_a_month_has_a_percentage_too(to_date, outturn, has):
    line = Spending("Care", month=7, to_date=to_date, outturn=outturn)
    rest, so_far = Fraction(outturn - to_date, 5), Fraction(to_date, 7)
    assert line.rate_change == rest - so_far
    assert line.rate_change_share == ((rest - so_far) / so_far if has else None)


@pytest.mark.parametrize(("to_date", "outturn", "share"), [(0, 1, 0), (1, 1, 1), (1, 0, None), (0, -1, None)])
def test_a_share_of_the_forecast_needs_a_cost_and_no_income(to_date, outturn, share):
    assert Spending("Care", month=7, to_date=to_date, outturn=outturn).share_spent == share
    assert Spending("Care", month=7, to_date=-1, outturn=1).share_spent is None


def test_a_cost_of_a_single_pound_can_be_passed():
    assert Spending("Care", month=7, to_date=2, outturn=1).beyond == 1
    assert Spending("Care", month=11, to_date=1, outturn=1, committed=1).beyond == 1
    assert Spending("Care", month=12, to_date=2, outturn=1).beyond == 0
    assert Spending("Care", month=7, to_date=2, outturn=0).beyond == 0

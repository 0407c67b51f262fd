"""The figures of one line, by hand and as identities that hold for any amounts."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.chapters.forecast_trend.spent_so_far import added_up
from trustbook.core.amounts_in_prose import money, more_or_less, share, to_the_pound

MONTHS = st.integers(1, 12)
POUNDS = st.integers(-200_000_000, 200_000_000)
MONEY = ("to_date", "outturn", "profile", "committed", "before")
RESULTS = (
    *("above_profile", "left", "undecided", "run_rate", "latest_rate", "rest_rate", "rate_change"),
    *("end_at_run_rate", "end_at_latest_rate", "full_year_effect", "beyond"),
)
"""What is worked out and is an amount of money."""
BY_HAND = Spending(
    "Care", month=7, to_date=7_000, outturn=12_500, profile=6_500, committed=4_000, before=1_500, month_before=2
)


@st.composite
def lines(draw, month=MONTHS):
    at = draw(month)
    earlier = draw(st.integers(1, at - 1)) if at > 1 else None
    amounts = {name: draw(POUNDS) for name in MONEY}
    if earlier is None:
        amounts["before"] = None
    return Spending("Care", at, month_before=earlier, **amounts)


@given(lines())
def test_the_rate_so_far_times_the_months_is_what_was_spent(line):
    assert line.run_rate * line.month == line.to_date


@given(lines(st.integers(2, 12)))
def test_the_latest_rate_times_its_months_leads_from_the_earlier_return_to_this_one(line):
    assert line.before + line.latest_rate * (line.month - line.month_before) == line.to_date


@given(lines(st.integers(1, 11)))
def test_what_was_spent_and_the_rate_of_the_rest_make_the_outturn(line):
    assert line.to_date + line.rest_rate * line.months_left == line.outturn
    assert line.left == line.committed + line.undecided


@given(lines(st.integers(1, 11)))
def test_the_year_ends_at_the_outturn_at_the_rate_so_far_only_if_the_rest_has_that_rate(line):
    assert (line.end_at_run_rate == line.outturn) == (line.rest_rate == line.run_rate)
    level = replace(line, to_date=line.month * 100, outturn=1_200)
    assert level.end_at_run_rate == level.outturn == 1_200


@given(lines(st.integers(2, 11)))
def test_next_year_costs_more_only_if_the_rest_of_this_one_costs_more_a_month_than_so_far(line):
    assert (line.full_year_effect > 0) == (line.rate_change > 0)
    assert line.full_year_effect == line.rate_change * line.month


@given(lines(), st.integers(1, 1000))
def test_amounts_that_are_larger_by_a_factor_give_results_that_are_larger_by_it(line, factor):
    larger = replace(line, **{name: None if (was := getattr(line, name)) is None else was * factor for name in MONEY})
    for name in RESULTS:
        was = getattr(line, name)
        assert getattr(larger, name) == (None if was is None else was * factor), name
    for name in ("share_spent", "rate_change_share", "share_of_year", "is_overcommitted"):
        assert getattr(larger, name) == getattr(line, name), name


@given(st.integers(2, 11).flatmap(lambda month: st.lists(lines(st.just(month)), min_size=1, max_size=6)))
def test_lines_add_up_to_the_whole_in_every_result_that_can_be_added(found):
    found = [replace(line, month_before=1) for line in found]
    whole = added_up(found, sum(line.before for line in found))
    for name in (*MONEY, *(each for each in RESULTS if each != "beyond")):
        assert getattr(whole, name) == sum(getattr(line, name) for line in found), name


@given(lines(), st.sampled_from(MONEY))
def test_what_is_not_reported_is_never_nil(line, missing):
    without = added_up([line, replace(line, **{missing: None})])
    assert getattr(without, missing) is None


def test_the_figures_of_a_line_worked_out_by_hand():
    assert BY_HAND.months_left == 5
    assert BY_HAND.share_spent == Fraction(56, 100)
    assert BY_HAND.above_profile == 500
    assert BY_HAND.left == 5_500
    assert BY_HAND.undecided == 1_500
    assert BY_HAND.run_rate == 1_000
    assert BY_HAND.latest_rate == 1_100
    assert BY_HAND.rest_rate == 1_100
    assert BY_HAND.rate_change_share == Fraction(1, 10)
    assert BY_HAND.end_at_run_rate == 12_000
    assert BY_HAND.end_at_latest_rate == 12_500
    assert BY_HAND.full_year_effect == 700
    assert not BY_HAND.is_overcommitted


def test_at_the_end_of_the_year_there_is_no_rest_of_it():
    ended = replace(BY_HAND, month=12)
    for name in ("rest_rate", "rate_change", "end_at_run_rate", "end_at_latest_rate", "full_year_effect", "undecided"):
        assert getattr(ended, name) is None, name
    assert ended.left == 5_500
    assert not replace(ended, to_date=20_000).is_overcommitted


def test_the_first_month_says_nothing_of_next_year_and_the_last_but_one_does():
    assert replace(BY_HAND, month=1).full_year_effect is None
    assert replace(BY_HAND, month=2).full_year_effect is not None
    assert replace(BY_HAND, month=11).full_year_effect is not None


@pytest.mark.parametrize(
    ("to_date", "committed", "outturn", "beyond"),
    [
        (7_000, 5_500, 12_500, 0),
        (7_000, 6_000, 12_500, 500),
        (13_000, None, 12_500, 500),
        (13_000, 0, 12_500, 500),
        (7_000, None, 12_500, 0),
        (-300, 0, -500, 0),
        (-600, 50, -500, 0),
        (7_000, 6_000, None, 0),
    ],
)
def test_a_line_is_beyond_its_forecast_by_what_is_spent_and_committed_above_a_cost(to_date, committed, outturn, beyond):
    line = replace(BY_HAND, to_date=to_date, committed=committed, outturn=outturn)
    assert line.beyond == beyond
    assert line.is_overcommitted == (beyond > 0)


@pytest.mark.parametrize("to_date", [-7_000, 13_000])
def test_a_change_has_a_percentage_only_between_two_costs(to_date):
    assert replace(BY_HAND, to_date=to_date).rate_change_share is None


def test_income_has_no_share_of_a_cost():
    assert replace(BY_HAND, to_date=-1).share_spent is None
    assert replace(BY_HAND, outturn=-1).share_spent is None
    assert replace(BY_HAND, outturn=0).share_spent is None


@pytest.mark.parametrize(
    ("amount", "apart", "text"),
    [
        (45_050_000, None, "£45.1m"),
        (6_435_714, 106_000, "£6.44m"),
        (45_050_000, -9_000, "£45.050m"),
        (45_050_000, -20_000, "£45.05m"),
        (77_228_571, 1_100_000, "£77.2m"),
        (999_500, None, "£1.0m"),
        (999_499, None, "£999k"),
        (-150_000, None, "−£150k"),
        (Fraction(1001, 2), None, "£501"),
        (-12, None, "−£12"),
        (0, None, "£0"),
    ],
)
def test_amounts_are_in_millions_or_thousands_with_the_decimals_that_a_comparison_needs(amount, apart, text):
    assert money(amount, apart) == text


def test_more_and_less_have_no_sign_and_small_shares_are_not_none():
    assert (more_or_less(-400_000), more_or_less(2_000_000)) == ("£400k less", "£2.0m more")
    assert (share(Fraction(1, 300)), share(Fraction(0)), share(Fraction(7, 12))) == ("less than 1%", "0%", "58%")


@given(st.fractions(-(10**9), 10**9))
def test_rounding_to_the_pound_is_never_further_than_half_a_pound(amount):
    assert abs(to_the_pound(amount) - amount) <= Fraction(1, 2)
    assert to_the_pound(-amount) == -to_the_pound(amount)

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core.errors import PeriodError
from trustbook.core.period import Period

periods = st.builds(Period, st.integers(1900, 2198), st.integers(1, 12))
months = st.integers(-600, 600)


@given(periods)
def test_what_is_written_is_what_is_read(period):
    assert Period.parse(str(period)) == period


@given(periods, months)
def test_a_step_and_a_step_back_is_no_step(period, count):
    assert period.step(count).step(-count) == period


@given(periods, months)
def test_a_step_is_as_long_as_the_difference_says(period, count):
    assert period.step(count) - period == count


@given(periods, periods)
def test_order_is_that_of_the_calendar(one, other):
    assert (one < other) == (one.first_day < other.first_day)
    assert (one < other) == (one - other < 0)


@given(periods, periods)
def test_text_sorts_as_the_periods_do(one, other):
    assert (str(one) < str(other)) == (one < other)


def test_the_month_before_p1_is_p12_of_the_year_before():
    assert Period(2023, 1).step(-1) == Period(2022, 12)


def test_the_month_after_p12_is_p1_of_the_next_year():
    assert Period(2023, 12).step(1) == Period(2024, 1)


def test_the_century_turns_in_the_year_code():
    assert str(Period(1999, 5)) == "1999-00-P05"
    assert Period.parse("1999-00-P05") == Period(1999, 5)


@pytest.mark.parametrize(
    ("text", "first_day"),
    [
        ("2023-24-P01", date(2023, 4, 1)),
        ("2023-24-P09", date(2023, 12, 1)),
        ("2023-24-P10", date(2024, 1, 1)),
        ("2023-24-P12", date(2024, 3, 1)),
    ],
)
def test_p1_is_april_and_p12_is_march(text, first_day):
    assert Period.parse(text).first_day == first_day


def test_the_year_end_is_p12_of_the_same_year():
    assert Period(2023, 7).year_end == Period(2023, 12)


def test_labels_are_those_of_the_papers():
    period = Period(2023, 7)
    assert period.short == "P7"
    assert period.label == "Period 7, October 2023"
    assert period.financial_year == "2023/24"
    assert period.year_code == "2023-24"


@pytest.mark.parametrize(
    "text",
    ["", "newest", "2023-24", "2023-24-P7", "2023-24-07", "2023/24-P07", "2023-24-P007", "P07", "2023-2024-P07"],
)
def test_text_of_another_form_is_refused_with_the_form(text):
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert f"'{text}'" in str(caught.value)
    assert "2023-24-P07" in caught.value.expected


def test_a_year_that_is_not_followed_by_the_next_is_refused_with_the_right_one():
    with pytest.raises(PeriodError) as caught:
        Period.parse("2023-25-P07")
    assert "2023-24" in caught.value.expected


@pytest.mark.parametrize("month", [0, 13, 99])
def test_a_month_outside_the_year_is_refused(month):
    with pytest.raises(PeriodError, match=f"no period {month}"):
        Period.parse(f"2023-24-P{month:02d}")


@given(st.text() | st.from_regex(r"\d{4}-\d{2}-P\d{2}", fullmatch=True))
def test_any_text_gives_a_period_or_one_period_error(text):
    with suppress(PeriodError):
        assert 1 <= Period.parse(text).month <= 12


@pytest.mark.parametrize(
    ("text", "shown", "named"),
    [
        (" 2023-24-P07", "' 2023-24-P07'", "character 1 is U+0020 SPACE"),
        ("2023-24-P07 ", "'2023-24-P07 '", "character 12 is U+0020 SPACE"),
        ("2023-24-P07\n", r"'2023-24-P07\n'", "character 12 is U+000A"),
        ("2023-24-P1\uff11", "'2023-24-P1\uff11'", "character 11 is U+FF11 FULLWIDTH DIGIT ONE"),
        ("2023-24-P\u0660\u0667", "'2023-24-P\u0660\u0667'", "character 10 is U+0660 ARABIC-INDIC DIGIT ZERO"),
        ("2023\u201324-P07", "'2023\u201324-P07'", "character 5 is U+2013 EN DASH"),
        ("2023-24-P0\u200b7", r"'2023-24-P0\u200b7'", "character 11 is U+200B ZERO WIDTH SPACE"),
        ("2023-24-\u042007", "'2023-24-\u042007'", "character 9 is U+0420 CYRILLIC CAPITAL LETTER ER"),
    ],
)
def test_a_character_that_only_looks_right_is_shown_and_named(text, shown, named):
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert shown in str(caught.value)
    assert named in str(caught.value)
    assert caught.value.expected == "the form 2023-24-P07"


@given(st.integers(2000, 2098), st.integers(1, 12))
def test_a_calendar_month_is_the_period_that_it_is(year, month):
    period = Period(year, month)
    assert Period.covering(period.calendar_month) == Period.covering(str(period)) == period


def test_february_is_in_the_financial_year_that_began_the_april_before():
    assert Period.covering("2024-02") == Period.parse("2023-24-P11")


def test_what_is_neither_a_period_nor_a_month_is_no_time_of_a_return():
    with pytest.raises(PeriodError):
        Period.covering("2023-24")

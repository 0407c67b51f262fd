"""Five clear days: the days of real calendars, counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.config.meeting import Meeting
from trustbook.revisions.meeting import CLEAR_DAYS, When, clear_days, latest_day, timing

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("published", "meeting", "days"),
    [
        ("2024-05-01", "2024-05-01", 0),
        ("2024-04-30", "2024-05-01", 0),
        ("2024-04-29", "2024-05-01", 1),
        ("2024-04-24", "2024-05-01", 4),  # the pack of May 2024: Thursday, Friday, Monday, Tuesday
        ("2024-04-23", "2024-05-01", 5),
        ("2024-05-03", "2024-05-07", 0),  # over the bank holiday of 6 May 2024
        ("2024-05-01", "2024-05-10", 5),  # Thursday, Friday, Tuesday, Wednesday, Thursday
        ("2024-05-24", "2024-05-28", 0),  # the Spring bank holiday of 27 May 2024
        ("2024-03-28", "2024-04-02", 0),  # Easter 2024, from Maundy Thursday to the Tuesday
        ("2024-03-21", "2024-04-03", 6),  # Friday, Monday to Thursday, then Tuesday after Easter
        ("2023-04-06", "2023-04-11", 0),  # Easter 2023
        ("2023-12-22", "2023-12-27", 0),  # Christmas 2023: Monday and Tuesday
        ("2023-12-20", "2024-01-03", 6),  # Thursday, Friday, then 27, 28, 29 December, then 2 January
        ("2022-12-23", "2022-12-28", 0),  # Christmas Day 2022 was a Sunday: Tuesday in its stead
        ("2021-12-24", "2021-12-29", 0),  # Christmas Day 2021 was a Saturday: Monday and Tuesday
        ("2023-05-05", "2023-05-09", 0),  # the coronation
        ("2022-09-16", "2022-09-20", 0),  # the state funeral
        ("2022-06-01", "2022-06-06", 0),  # the jubilee: Thursday and Friday
        ("2020-05-07", "2020-05-11", 0),  # the early May bank holiday of 2020 was a Friday
        ("2024-03-15", "2024-03-19", 1),  # a day off in Northern Ireland alone: 18 March 2024
        ("2024-01-01", "2024-01-04", 2),  # 2 January is a day off in Scotland alone
        ("2024-05-02", "2024-05-01", 0),
    ],
)
def test_clear_days_are_counted_as_by_hand(published, meeting, days):
    assert clear_days(day(published), day(meeting)) == days


@pytest.mark.parametrize(
    ("meeting", "latest"),
    [
        ("2024-05-01", "2024-04-23"),
        ("2024-05-08", "2024-04-29"),  # over a bank holiday
        ("2024-04-03", "2024-03-22"),  # over Easter
        ("2024-01-03", "2023-12-21"),  # over Christmas and New Year
        ("2024-07-15", "2024-07-05"),  # a Monday
    ],
)
def test_the_last_day_in_time_is_known_by_hand(meeting, latest):
    assert latest_day(day(meeting)) == day(latest)


@given(meeting=DAYS)
def test_the_last_day_in_time_is_in_time_and_the_next_working_day_is_not(meeting):
    latest = latest_day(meeting)
    assert clear_days(latest, meeting) == CLEAR_DAYS
    following = latest + timedelta(days=1)
    while clear_days(latest, following + timedelta(days=1)) == 0:
        following += timedelta(days=1)
    assert clear_days(following, meeting) == CLEAR_DAYS - 1


@given(published=DAYS, days=st.integers(0, 400))
def test_a_day_later_is_at_most_one_clear_day_less(published, days):
    meeting = published + timedelta(days=days)
    less = clear_days(published, meeting) - clear_days(published + timedelta(days=1), meeting)
    assert less in (0, 1)


def meeting(**more):
    return Meeting(body="Joint Committee", date="2024-05-01", **more)


@pytest.mark.parametrize(
    ("on", "agenda", "when", "sentence"),
    [
        ("2024-04-23", None, When.IN_TIME, "It is published in time, 5 clear days before the meeting of 1 May 2024."),
        ("2024-04-22", "2024-04-22", When.IN_TIME, "6 clear days"),
        (
            "2024-04-23",
            "2024-04-22",
            When.SUPPLEMENT,
            "It is published 5 clear days before the meeting of 1 May 2024, but after its agenda, which was published "
            "on 22 April 2024: it goes as a supplement.",
        ),
        (
            "2024-04-24",
            "2024-04-22",
            When.LATE,
            "It is late: there are 4 clear days before the meeting of 1 May 2024, and 5 are required. It goes as a "
            "supplement. The last day in time was 23 April 2024.",
        ),
        ("2024-04-29", None, When.LATE, "there is 1 clear day before"),
        ("2024-05-01", None, When.LATE, "there are 0 clear days before"),
        ("2024-05-02", "2024-04-22", When.AFTER, "It is published after the meeting of 1 May 2024."),
    ],
)
def test_what_a_day_means_for_a_meeting_is_said(on, agenda, when, sentence):
    found = timing(meeting(agenda_published=agenda), day(on))
    assert found.when is when
    assert sentence in found.sentence
    assert found.latest == day("2024-04-23")
    assert found.is_warning == (when in (When.LATE, When.AFTER))
    assert found.is_supplement == (when in (When.LATE, When.SUPPLEMENT))

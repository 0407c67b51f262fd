"""The day of an approval or a publication is one on which there was something of the month to approve."""

import os
from unittest.mock import patch

import pytest

from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.pipeline.clock import now
from trustbook.pipeline.given_day import day_given, early

PERIOD = Period.parse("2023-24-P11")
AT = "1714555800"


def given(text):
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": AT}):
        return str(day_given(text, now(), PERIOD))


@pytest.mark.parametrize("text", ["2024-02-01", "2024-04-19", "2024-07-01"])
def test_a_day_since_the_month_began_is_taken(text):
    assert given(text) == text


def test_without_a_day_it_is_today():
    assert given("") == "2024-05-01"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 May", "--on is '1 May'; expected a day such as 2024-05-01"),
        ("2199-12-31", "more than 92 days ahead"),
        ("2024-01-31", "before Period 11, February 2024 had begun; expected 1 February 2024 or later"),
        ("2001-05-01", "before Period 11, February 2024 had begun"),
    ],
)
def test_a_day_that_it_cannot_have_been_is_refused_in_a_sentence(text, words):
    with pytest.raises(PublishError, match=words):
        given(text)


@pytest.mark.parametrize("text", ["", "2024-02-29", "2024-04-19"])
def test_a_day_after_the_month_is_not_warned_of(text):
    assert early(text, PERIOD) == ""


def test_a_day_before_the_month_had_ended_is_warned_of():
    said = "--on is 28 February 2024, before Period 11, February 2024 had ended (29 February 2024)."
    assert early("2024-02-28", PERIOD) == said

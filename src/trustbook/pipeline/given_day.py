"""Read the day that `--on` names: that of an approval or of a publication.

In: the text of the option, the time now, the period. Out: a day; a sentence where it is before the period had ended.
"""

from __future__ import annotations

from datetime import date, timedelta

from trustbook.config.meeting import day_of
from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError
from trustbook.core.formatting import when
from trustbook.core.period import Period
from trustbook.pipeline.clock import Now

_FURTHEST_AHEAD = timedelta(days=92)
"""How far ahead the day of a publication may be: no later revision can have an earlier one."""
_DAY = timedelta(days=1)


def day_given(text: str, today: Now, period: Period) -> date:
    """Return the day that `--on` names, by default today.

    Raises PublishError for what is no day, one far ahead, or one before the month that is reported had begun: there was
    nothing of it then to approve or to publish.
    """
    if not text:
        return today.day
    try:
        day = day_of(text)
    except ValueError:
        raise PublishError(f"--on is '{excerpt(text)}'", expected="a day such as 2024-05-01") from None
    if day - today.day > _FURTHEST_AHEAD:
        raise PublishError(
            f"--on is {when(text)}, which is more than {_FURTHEST_AHEAD.days} days ahead",
            expected="the day on which it is to be read",
        )
    if day < period.first_day:
        raise PublishError(
            f"--on is {when(text)}, before {period.label} had begun",
            expected=f"{when(period.first_day.isoformat())} or later",
        )
    return day


def early(text: str, period: Period) -> str:
    """Return a sentence if `--on` names a day before the month that is reported had ended; else nothing."""
    last = period.step(1).first_day - _DAY
    if not text or day_of(text) >= last:
        return ""
    return f"--on is {when(text)}, before {period.label} had ended ({when(last.isoformat())})."

"""Say whether a report is published in time for its meeting: five clear days before it.

In: a meeting, a day of publication. Out: the clear days between them, and what that means. The Local Government Act
1972, section 100B, asks for five clear days: neither the day of publication nor that of the meeting counts, nor
Saturdays, Sundays and the bank holidays of England and Wales.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from trustbook.config.meeting import Meeting
from trustbook.core.formatting import counted, when

CLEAR_DAYS = 5
_SATURDAY = 5
_DAY = timedelta(days=1)


class When(StrEnum):
    """What a day of publication means for a meeting."""

    IN_TIME = "in time"
    SUPPLEMENT = "supplement"
    """In time, though after the agenda: it goes to the meeting as a supplement."""
    LATE = "late"
    """Fewer than five clear days: it goes as a supplement."""
    AFTER = "after the meeting"


@dataclass(frozen=True)
class Timing:
    """When a report is published, seen from its meeting."""

    meeting: Meeting
    when: When
    clear_days: int
    latest: date
    """The last working day that leaves five clear days."""

    @property
    def is_warning(self) -> bool:
        """Whether somebody should be warned: it is late, or after the meeting."""
        return self.when in (When.LATE, When.AFTER)

    @property
    def is_supplement(self) -> bool:
        """Whether it goes to the meeting as a supplement."""
        return self.when in (When.LATE, When.SUPPLEMENT)

    @property
    def sentence(self) -> str:
        """Say it in one sentence or two."""
        day = when(self.meeting.date.isoformat())
        days = counted(self.clear_days, "clear day")
        if self.when is When.AFTER:
            return f"It is published after the meeting of {day}."
        if self.when is When.IN_TIME:
            return f"It is published in time, {days} before the meeting of {day}."
        if self.when is When.SUPPLEMENT and self.meeting.agenda_published is not None:
            agenda = when(self.meeting.agenda_published.isoformat())
            return (
                f"It is published {days} before the meeting of {day}, but after its agenda, which was published on "
                f"{agenda}: it goes as a supplement."
            )
        return (
            f"It is late: there {'is' if self.clear_days == 1 else 'are'} {days} before the meeting of {day}, and "
            f"{CLEAR_DAYS} are required. It goes as a supplement. The last day in time was "
            f"{when(self.latest.isoformat())}."
        )


def clear_days(published: date, meeting: date) -> int:
    """Count the clear days between a publication and a meeting; none if the meeting comes first."""
    days = (published + _DAY * step for step in range(1, (meeting - published).days))
    return sum(map(_is_working, days))


def latest_day(meeting: date) -> date:
    """Return the last working day on which a report can be published in time."""
    day = meeting
    for _ in range(CLEAR_DAYS + 1):
        day -= _DAY
        while not _is_working(day):
            day -= _DAY
    return day


def timing(meeting: Meeting, on: date) -> Timing:
    """Say what it means for a meeting that a report is published on a day."""
    days = clear_days(on, meeting.date)
    if on > meeting.date:
        found = When.AFTER
    elif days < CLEAR_DAYS:
        found = When.LATE
    elif meeting.agenda_published is not None and on > meeting.agenda_published:
        found = When.SUPPLEMENT
    else:
        found = When.IN_TIME
    return Timing(meeting, found, days, latest_day(meeting.date))


def _is_working(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Return those of England, which Wales shares."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))

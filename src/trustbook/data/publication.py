"""Decide what an edition may use of figures that others publish: those that were known on the edition's day.

In: the papers that a return cites, and when a figure was published. Out: the edition's day, and a `Publication` for
each figure. A figure that was not known by then may be shown with these words beside it. It is never part of a
headline, a key figure, a chapter's answer or a line on the front page (decision 0015).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from trustbook.core.errors import PeriodError
from trustbook.core.period import Period
from trustbook.data.period_return import Return

_SOONEST = timedelta(days=90)
"""The least time from the end of what a figure is about to its publication; no national statistics come sooner."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Publication(StrEnum):
    """When a figure was published, seen from an edition; the value is what a page says."""

    BY_THEN = "published by then"
    SINCE = "published after this edition"
    NOT_DATED = "date of publication not given"

    @property
    def clause(self) -> str:
        """The same after the figures that it is said of."""
        return "have no date of publication" if self is Publication.NOT_DATED else f"were {self}"


def edition_day(made: Return, sources: pd.DataFrame) -> date:
    """Return the day of an edition: when the newest paper that its return cites was published.

    If no such paper is dated, it is the last day of the period, since no return is made before that.
    """
    return newest_paper(made, sources) or made.period.step(1).first_day - timedelta(days=1)


def newest_paper(made: Return, sources: pd.DataFrame) -> date | None:
    """Return when the newest paper that a return cites was published; None if none of them is dated."""
    cited = sources.loc[sources["source_id"].isin(made.cited), "published_on"]
    return max((span[1] for span in map(days_of, cited) if span is not None), default=None)


def publication(day: date, time: str, published_on: object) -> Publication:
    """Say whether a figure was known on a day; `time` is what it is about.

    A figure without a date that is about a time still to end, or that ended less than 90 days before, was published
    later: only a paper that is dated can speak of a year so soon.
    """
    about, published = days_of(time), days_of(published_on)
    if published is None:
        return Publication.SINCE if about is not None and about[1] + _SOONEST > day else Publication.NOT_DATED
    if published[1] <= day:
        return Publication.BY_THEN
    return Publication.SINCE if published[0] > day else Publication.NOT_DATED


def publications(day: date, releases: Iterable[tuple[str, object]]) -> dict[str, Publication]:
    """Say for each time of one series whether it was known on a day.

    A series is released in order, so a time without a date was known if a later time of the series was. A time with
    several dates was known when the last of them was.
    """
    given: dict[str, list[Publication]] = {}
    for time, published_on in releases:
        given.setdefault(time, []).append(publication(day, time, published_on))
    found: dict[str, Publication] = {}
    known = False
    for time in sorted(given, reverse=True):
        dated = [each for each in given[time] if each is not Publication.NOT_DATED]
        if Publication.SINCE in dated:
            found[time] = Publication.SINCE
        else:
            known |= bool(dated)
            found[time] = Publication.BY_THEN if known else Publication.NOT_DATED
    return found


def ended_by(time: str, published_on: object) -> bool:
    """Say whether a time had ended when something was published; also if either cannot be read as one."""
    about, published = days_of(time), days_of(published_on)
    return about is None or published is None or about[1] <= published[1]


def days_of(written: object) -> tuple[date, date] | None:
    """Return the first and last day that a time covers: a day, month, year, period or financial year.

    None for a cell that is empty or none of these. Text that can be a financial year (`2011-12`) is read as one.
    """
    if not isinstance(written, str):
        return None
    try:
        found = _DATE.fullmatch(written)
        if found is None:
            return _months(Period.parse(written).first_day, 1)
        if found[3]:
            day = date.fromisoformat(written)
            return day, day
        year = int(found[1])
        if not found[2]:
            return _months(date(year, 1, 1), 12)
        rest = int(found[2])
        financial = rest == (year + 1) % 100
        return _months(date(year, 4, 1), 12) if financial else _months(date(year, rest, 1), 1)
    except (ValueError, PeriodError):
        return None


def _months(first: date, count: int) -> tuple[date, date]:
    """Return the first and last day of so many months."""
    months = first.month - 1 + count - 1
    year, month = first.year + months // 12, months % 12 + 1
    return first, date(year, month, monthrange(year, month)[1])

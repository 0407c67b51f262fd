"""Project placements to the end of the year from who came and left in the last year, and test that on the past.

In: the months of one type of care. Out: `Projection`. Next = stock + mean entries − exit rate × stock, with the means
of the last 12 months. It is given only where, on past months, it was nearer than "no change".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from trustbook.chapters.placements.activity import Activity, Line, average_week, days_in, price_of
from trustbook.core.period import MONTHS_IN_YEAR, Period

NEEDED = 24
"""The months in a row that a projection needs: 12 to learn from, and 12 to be tested on."""
_LEARNT_FROM = 12


@dataclass(frozen=True)
class Flow:
    """The placements of one type in one month: at its start, and who came and left."""

    month: Period
    at_start: int
    entries: int
    exits: int

    @property
    def at_end(self) -> int:
        """Placements at the end of the month."""
        return self.at_start + self.entries - self.exits


@dataclass(frozen=True)
class BackTest:
    """How far off the projection and "no change" were in the past: mean absolute errors, in placements."""

    tests: int
    error: Fraction
    unchanged_error: Fraction

    @property
    def is_better(self) -> bool:
        """Whether the projection was nearer than "no change"."""
        return self.error < self.unchanged_error


@dataclass(frozen=True)
class Projection:
    """What is known of one type of care. `stocks` and the rest are empty where no projection is given.

    `months`: how many there are in a row up to the newest; `stocks`: at the end of each month to come; `nights`: from
    now to the end of the year; `cost_gbp`: those nights at the newest month's average price.
    """

    care_type: str
    months: int
    ahead: int
    now: int
    test: BackTest | None = None
    stocks: tuple[Fraction, ...] = ()
    nights: Fraction | None = None
    cost_gbp: int | None = None

    @property
    def is_long_enough(self) -> bool:
        """Whether there are as many months as a projection needs."""
        return self.months >= NEEDED


def flows(lines: Iterable[Line]) -> list[Flow]:
    """Add the lines of one type up by month, and keep the months in a row up to the newest, oldest first."""
    months: dict[Period, list[Line]] = {}
    for each in lines:
        months.setdefault(each.month, []).append(each)
    found: list[Flow] = []
    month = max(months, default=None)
    while month is not None and month in months:
        of_month = months[month]
        found.append(
            Flow(
                month,
                sum(each.at_start for each in of_month),
                sum(each.entries for each in of_month),
                sum(each.exits for each in of_month),
            )
        )
        month = month.step(-1)
    return found[::-1]


def project(series: Sequence[Flow], ahead: int) -> tuple[Fraction, ...]:
    """Project the placements at the end of each of the next months, from the last 12. Raises ValueError for fewer."""
    last = series[-_LEARNT_FROM:]
    if len(last) < _LEARNT_FROM:
        raise ValueError(f"{_LEARNT_FROM} months are needed, and there are {len(last)}")
    entries = Fraction(sum(each.entries for each in last), _LEARNT_FROM)
    starts, exits = sum(each.at_start for each in last), sum(each.exits for each in last)
    rate = min(Fraction(1), Fraction(exits, starts)) if starts else Fraction(bool(exits))
    stock, found = Fraction(series[-1].at_end), []
    for _ in range(ahead):
        stock = stock + entries - rate * stock
        found.append(stock)
    return tuple(found)


def back_test(series: Sequence[Flow], ahead: int) -> BackTest | None:
    """Project from each past month with 12 months before it, and compare with what happened as many months later.

    None if no month that far ahead is known.
    """
    errors, unchanged = [], []
    for newest in range(_LEARNT_FROM, len(series) - ahead + 1):
        known, happened = series[:newest], series[newest + ahead - 1].at_end
        errors.append(abs(project(known, ahead)[-1] - happened))
        unchanged.append(Fraction(abs(known[-1].at_end - happened)))
    if not errors:
        return None
    return BackTest(len(errors), sum(errors, Fraction(0)) / len(errors), sum(unchanged, Fraction(0)) / len(unchanged))


def projected(activity: Activity, care_type: str, newest: Period) -> Projection | None:
    """Project one type from the newest month to the end of its year; None if it ends there, or has no such month."""
    lines = [each for each in activity.lines if each.care_type == care_type]
    series, ahead = flows(lines), newest.year_end - newest
    if not ahead or not series or series[-1].month != newest:
        return None
    assert ahead < MONTHS_IN_YEAR  # the end of a year is never further
    brief = Projection(care_type, len(series), ahead, series[-1].at_end)
    test = back_test(series, ahead) if brief.is_long_enough else None
    if test is None or not test.is_better:
        return replace(brief, test=test)
    stocks = project(series, ahead)
    nights = nights_of(series[-1].at_end, stocks, newest)
    week = average_week(each for each in lines if each.month == newest)
    return replace(brief, test=test, stocks=stocks, nights=nights, cost_gbp=price_of(nights, week))


def nights_of(now: int, stocks: Sequence[Fraction], newest: Period) -> Fraction:
    """Work out the nights of months to come: the mean of the placements at start and end × the days of each."""
    ends = [Fraction(now), *stocks]
    return sum(
        ((start + end) / 2 * days_in(newest.step(months)) for months, (start, end) in enumerate(pairwise(ends), 1)),
        Fraction(0),
    )

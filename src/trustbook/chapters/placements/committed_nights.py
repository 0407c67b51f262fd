"""Work out what the year's placements would cost if nobody came or left and no price changed.

In: the activity, a period, and the forecast cost of each budget heading. Out: `Committed`; costs in whole pounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trustbook.chapters.placements.activity import Activity, Line, days_in, price_of
from trustbook.core.period import Period
from trustbook.position import add, subtract


@dataclass(frozen=True)
class CommittedLine:
    """The cost of the placements that are charged to one budget heading; `heading` is None where none is named.

    `forecast_gbp`: what the return forecasts for the heading, or its outturn.
    """

    heading: str | None
    so_far_gbp: int | None
    to_come_gbp: int | None
    forecast_gbp: int | None

    @property
    def total_gbp(self) -> int | None:
        """The cost of the months known, and of the placements there are until the year ends."""
        return add(self.so_far_gbp, self.to_come_gbp)

    @property
    def above_gbp(self) -> int | None:
        """The cost less the forecast."""
        return subtract(self.total_gbp, self.forecast_gbp)


@dataclass(frozen=True)
class Committed:
    """The committed cost of a year. `missing`: months of it, up to the newest that is known, that no return states."""

    newest: Period
    known: tuple[Period, ...]
    missing: tuple[Period, ...]
    days_left: int
    lines: tuple[CommittedLine, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every month so far is known, so that the year can be added up."""
        return not self.missing

    @property
    def so_far_gbp(self) -> int | None:
        """The cost of the months that are known."""
        return add(*(each.so_far_gbp for each in self.lines))

    @property
    def total_gbp(self) -> int | None:
        """The committed cost of the year; None where a month or a price is missing."""
        return add(*(each.total_gbp for each in self.lines)) if self.is_whole else None

    @property
    def compared(self) -> tuple[CommittedLine, ...]:
        """The lines that a forecast can be set against."""
        return tuple(each for each in self.lines if self.is_whole and each.above_gbp is not None)


def committed(activity: Activity, period: Period, forecasts: Mapping[str, int | None]) -> Committed | None:
    """Work out the committed cost of the year of a period; None if no month of that year is known.

    For each line: the cost of its months so far, and its placements at the end of the newest month × the days left ×
    the price of a week ÷ 7.
    """
    known = activity.in_year_of(period)
    if not known:
        return None
    newest = known[-1]
    until = period if period == period.year_end else newest
    year = [Period(period.year, month) for month in range(1, until.month + 1)]
    days = days_left(newest)
    so_far = activity.of(*known)
    now = activity.of(newest)
    headings = list(dict.fromkeys(each.heading for each in so_far))
    lines = tuple(
        CommittedLine(
            name,
            add(*(each.cost_gbp for each in so_far if each.heading == name)),
            add(*(to_come(each, days) for each in now if each.heading == name)),
            None if name is None else forecasts.get(name),
        )
        for name in headings
    )
    return Committed(newest, known, tuple(each for each in year if each not in known), days, lines)


def days_left(month: Period) -> int:
    """Count the days from the end of a month to the end of its financial year."""
    return sum(days_in(month.step(ahead)) for ahead in range(1, month.year_end - month + 1))


def to_come(line: Line, days: int) -> int | None:
    """Work out what the placements of a line at the end of its month cost for so many days, at its price."""
    nights = line.at_end * days
    return 0 if not nights else price_of(Fraction(nights), line.week_gbp)

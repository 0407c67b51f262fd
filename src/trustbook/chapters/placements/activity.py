"""Read the activity of placements: nights, prices, and who came and left, by type of care, provider and month.

In: the returns that report it, oldest first. Out: `Activity`. Counts are of placements or nights; prices are exact
pounds for a week; costs are whole pounds, rounded once a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from trustbook.chapters.placements.homes import exact
from trustbook.core.errors import PeriodError
from trustbook.core.period import Period

DATASET = "activity"
DAYS_IN_WEEK = 7
_COUNTS = ("at_start", "entries", "exits", "nights")


@dataclass(frozen=True)
class Line:
    """The care of one type by one provider in one month."""

    care_type: str
    provider: str
    month: Period
    at_start: int
    entries: int
    exits: int
    nights: int
    week_gbp: Fraction | None
    """The average price of a week; None where none is given."""
    heading: str | None = None
    """The budget heading that the care is charged to."""
    places: int | None = None

    @property
    def at_end(self) -> int:
        """Placements at the end of the month."""
        return self.at_start + self.entries - self.exits

    @property
    def cost_gbp(self) -> int | None:
        """The nights at the price of a week, over seven; None where there are nights and no price."""
        return 0 if not self.nights else price_of(Fraction(self.nights), self.week_gbp)

    @property
    def name(self) -> tuple[str, str]:
        """What tells the line from others of its month."""
        return self.care_type, self.provider


@dataclass(frozen=True)
class Activity:
    """What is known of each month: the lines of the newest return that states it."""

    lines: tuple[Line, ...]
    restated: tuple[Period, ...] = ()
    """Months of which a later return gives other figures than the return that first stated them."""

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The months that are known, oldest first."""
        return tuple(sorted({each.month for each in self.lines}))

    @cached_property
    def care_types(self) -> tuple[str, ...]:
        """The types of care, in the order in which they first appear."""
        return tuple(dict.fromkeys(each.care_type for each in self.lines))

    def of(self, *months: Period) -> tuple[Line, ...]:
        """Return the lines of these months."""
        return tuple(each for each in self.lines if each.month in months)

    def in_year_of(self, period: Period) -> tuple[Period, ...]:
        """Return the months known of the financial year of a period."""
        return tuple(each for each in self.months if each.year == period.year)


def days_in(month: Period) -> int:
    """Count the days of a month."""
    return (month.step(1).first_day - month.first_day).days


def price_of(nights: Fraction, week_gbp: Fraction | None) -> int | None:
    """Work out what so many nights cost at the price of a week, in whole pounds."""
    return None if week_gbp is None else round(nights * week_gbp / DAYS_IN_WEEK)


def average_week(lines: Iterable[Line]) -> Fraction | None:
    """Average the prices of a week by their nights; None without nights, or if a line with nights has no price."""
    priced = [each for each in lines if each.nights]
    nights = sum(each.nights for each in priced)
    if not nights or any(each.week_gbp is None for each in priced):
        return None
    return sum((each.nights * each.week_gbp for each in priced if each.week_gbp is not None), Fraction(0)) / nights


def month_of(written: object) -> Period | None:
    """Read a month or a period; None for anything else, which the gate refuses."""
    try:
        return Period.covering(str(written))
    except PeriodError:
        return None


def lines_of(frame: pd.DataFrame) -> dict[int, Line]:
    """Read the usable rows of the dataset, by their line; the gate refuses the others."""
    found = {}
    for row in frame.to_dict("index").items():
        line = _line(row[1])
        if line is not None:
            found[int(str(row[0]))] = line
    return found


def _line(row: Mapping[object, object]) -> Line | None:
    month = month_of(row.get("month"))
    counts = [_whole(row.get(name)) for name in _COUNTS]
    names = [_text(row.get(name)) for name in ("care_type", "provider")]
    if month is None or None in counts or None in names:
        return None
    at_start, entries, exits, nights = (each or 0 for each in counts)
    price = row.get("weekly_price_gbp")
    return Line(
        care_type=names[0] or "",
        provider=names[1] or "",
        month=month,
        at_start=at_start,
        entries=entries,
        exits=exits,
        nights=nights,
        week_gbp=None if pd.isna(price) else exact(float(str(price))),
        heading=_text(row.get("heading")),
        places=_whole(row.get("places")),
    )


def _whole(value: object) -> int | None:
    """Read a count; None where the cell is empty or no whole number from nought."""
    if value is None or pd.isna(value):
        return None
    number = exact(float(str(value)))
    return int(number) if number.denominator == 1 and number >= 0 else None


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def joined(statements: Iterable[Iterable[Line]]) -> Activity:
    """Join the statements of several returns, oldest first: of each month, the newest statement counts.

    A statement of a month is all of its lines: a later return that states it again replaces every one of them.
    """
    known: dict[Period, tuple[Line, ...]] = {}
    restated = []
    for statement in statements:
        lines = tuple(statement)
        for month in sorted({each.month for each in lines}):
            stated = tuple(each for each in lines if each.month == month)
            if month in known and set(known[month]) != set(stated):
                restated.append(month)
            known[month] = stated
    return Activity(
        tuple(each for month in sorted(known) for each in known[month]), tuple(sorted(dict.fromkeys(restated)))
    )

"""Compare dates as papers state them: a day, a month, a financial year, or a year.

In: a date as claims write it. Out: a `Quantity` of days whose slack is as long as the date is vague.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from trustbook.claims.quantity import Quantity
from trustbook.core.characters import excerpt
from trustbook.core.errors import PeriodError
from trustbook.core.period import Period

UNIT = "date"
FORM = "a date such as 2023-11-20, 2023-11, 2023-24 (a financial year), 2023 or 2023-24-P10"
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_YEAR_STARTS = 4


def as_quantity(text: str) -> Quantity:
    """Make the middle of a date and half its length, in days. Raises ValueError for what is no date."""
    try:
        first, last = (Decimal(each.toordinal()) for each in _span(text))
    except (ValueError, PeriodError):
        raise ValueError(f"'{excerpt(text)}' is not a date") from None
    return Quantity((first + last) / 2, UNIT, (last - first) / 2)


def _span(text: str) -> tuple[date, date]:
    """Return the first and the last day."""
    found = _FORM.fullmatch(text)
    if found is None:
        period = Period.parse(text)
        return _month(period.first_day.year, period.first_day.month)
    year, second, day = int(found[1]), found[2], found[3]
    if day is not None:
        only = date(year, int(second), int(day))
        return only, only
    if second is None:
        return date(year, 1, 1), date(year, 12, 31)
    if int(second) == (year + 1) % 100:
        return date(year, _YEAR_STARTS, 1), date(year + 1, _YEAR_STARTS - 1, 31)
    return _month(year, int(second))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])

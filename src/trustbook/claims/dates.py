"""Compare dates as papers state them: a day, a month, a financial year, or a year.

In: a date as claims write it. Out: a `Quantity` of days whose slack is as long as the date is vague.
"""

from __future__ import annotations

from decimal import Decimal

from trustbook.claims.quantity import Quantity
from trustbook.core.characters import excerpt
from trustbook.data.publication import days_of

UNIT = "date"
FORM = "a date such as 2023-11-20, 2023-11, 2023-24 (a financial year), 2023 or 2023-24-P10"


def as_quantity(text: str) -> Quantity:
    """Make the middle of a date and half its length, in days. Raises ValueError for what is no date."""
    span = days_of(text)
    if span is None:
        raise ValueError(f"'{excerpt(text)}' is not a date")
    first, last = (Decimal(each.toordinal()) for each in span)
    return Quantity((first + last) / 2, UNIT, (last - first) / 2)

"""Define the units, convert values to their base units, and format them.

In: a value and its unit, as datasets, metrics and claims name it. Out: the value in its base unit, or text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trustbook.core.formatting import NOT_REPORTED, in_pounds, millions, number, percent

POUNDS_IN_THOUSAND = 1000


@dataclass(frozen=True)
class Unit:
    """A unit: its base unit, its size in that base, and what is written before and after a figure."""

    base: str
    scale: Decimal = Decimal(1)
    before: str = ""
    after: str = ""
    shown: Decimal = Decimal(1)
    """The divisor for display: a share is stored as a fraction of 1 and shown in per cent."""


_UNITS = {
    "gbp": Unit("gbp", before="£"),
    "gbp_k": Unit("gbp", Decimal(POUNDS_IN_THOUSAND), before="£", after="k"),
    "gbp_m": Unit("gbp", Decimal(1_000_000), before="£", after="m"),
    "gbp_per_week": Unit("gbp_per_week", before="£", after=" a week"),
    "share": Unit("share", after="%", shown=Decimal("0.01")),
    "count": Unit("count"),
}


def unit(name: str) -> Unit:
    """Look up a unit; one that is not listed is its own base, and is written after its figure."""
    return _UNITS.get(name) or Unit(name, after=f" {name}")


def in_base(value: float | str | Decimal, name: str) -> Decimal:
    """Convert a value exactly to the base of its unit: thousands of pounds to pounds."""
    return Decimal(str(value)) * unit(name).scale


def in_pounds_of(value: float | str | Decimal, name: str) -> int:
    """Convert money to whole pounds, rounded to the nearest."""
    return round(in_base(value, name))


def from_base(amount: float | Decimal | None, name: str) -> float | int | None:
    """Convert an amount in the base to a unit: pounds to thousands; an int where it is whole."""
    if amount is None:
        return None
    return as_plain_number(Decimal(str(amount)) / unit(name).scale)


def as_plain_number(value: Decimal) -> float | int:
    """Convert an exact value to an int where it is whole, or to a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def in_millions(pounds: float) -> float:
    """Convert pounds to millions, for the axis of a chart."""
    return pounds / 1_000_000


def write(value: float | Decimal | None, name: str, places: int | None = None) -> str:
    """Format a value by its unit: £m for thousands of pounds, pounds, per cent or a number.

    `places`: decimal places of a percentage or a number; by default one, or none for a whole number.
    """
    return write_amount(None if value is None else in_base(value, name), name, places)


def in_points(difference: Decimal) -> str:
    """Write the difference of two shares, without its sign: `1.2 percentage points`."""
    return f"{number(float(abs(difference) * 100), 1)} percentage points"


def write_amount(amount: float | Decimal | None, name: str, places: int | None = None) -> str:
    """Format an amount in the base of its unit, as `write` does a value."""
    if amount is None:
        return NOT_REPORTED
    if name in ("gbp_k", "gbp_m"):
        return millions(round(amount))
    if unit(name).before:
        return in_pounds(round(amount)) + unit(name).after
    if name == "share":
        return percent(float(amount), 1 if places is None else places)
    return number(float(amount), places if places is not None else 0 if amount == round(amount) else 1)

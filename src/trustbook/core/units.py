"""What each unit is, and how a value in it is written: declared here and nowhere else.

In: a value and its unit, as datasets, metrics and claims name it. Out: the value in its base unit, or text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trustbook.core.formatting import NOT_REPORTED, in_pounds, millions, number, percent


@dataclass(frozen=True)
class Unit:
    """How many of its base unit one is, and what stands before and after a figure in it."""

    base: str
    scale: Decimal = Decimal(1)
    before: str = ""
    after: str = ""
    shown: Decimal = Decimal(1)
    """What a figure is divided by to be shown: a share is kept as a fraction of 1 and shown in per cent."""


_UNITS = {
    "gbp": Unit("gbp", before="£"),
    "gbp_k": Unit("gbp", Decimal(1000), before="£", after="k"),
    "gbp_m": Unit("gbp", Decimal(1_000_000), before="£", after="m"),
    "gbp_per_week": Unit("gbp_per_week", before="£", after=" a week"),
    "share": Unit("share", after="%", shown=Decimal("0.01")),
    "count": Unit("count"),
}


def unit(name: str) -> Unit:
    """Describe a unit; one that is not listed is its own base, and is written after its figure."""
    return _UNITS.get(name) or Unit(name, after=f" {name}")


def in_base(value: float | str | Decimal, name: str) -> Decimal:
    """Give a value in the base of its unit: pounds for thousands of them, exactly."""
    return Decimal(str(value)) * unit(name).scale


def in_pounds_of(value: float | str | Decimal, name: str) -> int:
    """Give money in whole pounds, rounded to the nearest."""
    return round(in_base(value, name))


def from_base(amount: float | Decimal | None, name: str) -> float | int | None:
    """Give an amount of the base in a unit: pounds as thousands of them; whole where it is whole."""
    if amount is None:
        return None
    value = Decimal(str(amount)) / unit(name).scale
    return int(value) if value == value.to_integral_value() else float(value)


def in_millions(pounds: float) -> float:
    """Give pounds in millions, for the axis of a chart."""
    return pounds / 1_000_000


def write(value: float | Decimal | None, name: str, places: int | None = None) -> str:
    """Write a value in the form of its unit: £m for thousands of pounds, pounds, per cent or a number.

    `places`: of per cent or a number; without it one, or none where a number is whole.
    """
    return write_amount(None if value is None else in_base(value, name), name, places)


def write_amount(amount: float | Decimal | None, name: str, places: int | None = None) -> str:
    """Write an amount in the base of its unit as `write` writes the value."""
    if amount is None:
        return NOT_REPORTED
    if name in ("gbp_k", "gbp_m"):
        return millions(round(amount))
    if unit(name).before:
        return in_pounds(round(amount)) + unit(name).after
    if name == "share":
        return percent(float(amount), 1 if places is None else places)
    return number(float(amount), places if places is not None else 0 if amount == round(amount) else 1)

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


def write(value: float | Decimal | None, name: str, places: int | None = None) -> str:
    """Write a value in the form of its unit: £m for thousands of pounds, pounds, per cent or a number.

    `places`: of per cent or a number; without it one, or none where a number is whole.
    """
    if value is None:
        return NOT_REPORTED
    if name in ("gbp_k", "gbp_m"):
        return millions(round(in_base(value, name)))
    if unit(name).before:
        return in_pounds(round(value)) + unit(name).after
    if name == "share":
        return percent(float(value), 1 if places is None else places)
    return number(float(value), places if places is not None else 0 if value == round(value) else 1)

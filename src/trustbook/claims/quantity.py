"""Calculate with figures that keep their unit and precision, so that figures from different places can be compared.

In: values with a unit and the decimals that the paper gives. Out: `Quantity`s in base units (pounds, shares, counts).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trustbook.core.units import in_base
from trustbook.core.units import unit as known_unit


@dataclass(frozen=True)
class Quantity:
    """A value in its base unit, known to within `slack` either way."""

    value: Decimal
    unit: str
    slack: Decimal

    @classmethod
    def stated(cls, value: float | str, unit: str, decimals: int, tolerance: float | None = None) -> Quantity:
        """Make a figure as a paper states it: exact to half a unit in the last place, plus what its wording allows."""
        half = Decimal(1).scaleb(-decimals) / 2
        allowed = half + Decimal(str(tolerance or 0))
        return cls(in_base(value, unit), known_unit(unit).base, in_base(allowed, unit))

    def agrees(self, other: Quantity) -> bool:
        """Say whether the two can be the same figure, given how precisely each is known."""
        return self.unit == other.unit and abs(self.value - other.value) <= self.slack + other.slack

    def equals(self, other: Quantity) -> bool:
        """Say whether the two are the same to the last digit."""
        return self.unit == other.unit and self.value == other.value


def total(figures: list[Quantity]) -> Quantity:
    """Add figures of one unit."""
    return Quantity(sum((each.value for each in figures), Decimal(0)), figures[0].unit, sum_slack(figures))


def difference(figures: list[Quantity]) -> Quantity:
    """Subtract all others from the first."""
    first, *rest = figures
    return Quantity(first.value - sum((each.value for each in rest), Decimal(0)), first.unit, sum_slack(figures))


def product(figures: list[Quantity]) -> Quantity:
    """Multiply figures; the unit is that of the first part that is not a share, count or number, if there is one."""
    value = Decimal(1)
    for each in figures:
        value *= each.value
    slack = sum((abs(value / each.value) * each.slack for each in figures if each.value), Decimal(0))
    units = [each.unit for each in figures if each.unit not in ("share", "count", "number")]
    return Quantity(value, units[0] if units else figures[0].unit, slack)


def ratio(figures: list[Quantity]) -> Quantity | None:
    """Divide the first by the second; None if the second is nil."""
    over, under = figures
    if not under.value:
        return None
    value = over.value / under.value
    slack = over.slack / abs(under.value) + abs(value) * under.slack / abs(under.value)
    return Quantity(value, "share" if over.unit == under.unit else over.unit, slack)


def sum_slack(figures: list[Quantity]) -> Decimal:
    """Add up the slack of figures: how far out their sum can be."""
    return sum((each.slack for each in figures), Decimal(0))

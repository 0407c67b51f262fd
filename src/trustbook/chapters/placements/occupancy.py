"""Work out how full the places were in a month, and what the empty nights would cost at the price of the line.

In: lines of one month with their places. Out: `Occupancy`, or None if no line gives places. Costs in whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from trustbook.chapters.placements.activity import Line, days_in, price_of
from trustbook.position import add


@dataclass(frozen=True)
class Occupancy:
    """How full places are. `available` and `empty` are nights; `empty_gbp`: what the empty ones would cost."""

    places: int
    nights: int
    available: int
    empty: int
    empty_gbp: int | None

    @property
    def share(self) -> Fraction | None:
        """The nights as a share of those that the places have; None without any places."""
        return Fraction(self.nights, self.available) if self.available else None


def occupancy(lines: Iterable[Line]) -> Occupancy | None:
    """Add up the lines that give their places: nights over places × the days of the month.

    A line with more nights than its places have has no empty nights, and does not fill those of another.
    """
    found = [(each, each.places * days_in(each.month)) for each in lines if each.places is not None]
    if not found:
        return None
    empty = [(each, max(0, available - each.nights)) for each, available in found]
    return Occupancy(
        places=sum(each.places or 0 for each, _ in found),
        nights=sum(each.nights for each, _ in found),
        available=sum(available for _, available in found),
        empty=sum(nights for _, nights in empty),
        empty_gbp=add(*(price_of(Fraction(nights), each.week_gbp) if nights else 0 for each, nights in empty)),
    )

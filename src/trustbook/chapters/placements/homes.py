"""The trust's own homes: beds, how many are filled against an assumed share, and what empty ones could cost.

In: numbers of beds, the target, what a place elsewhere costs. Out: `Homes`; costs in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Homes:
    """The trust's own homes. `target` is the occupancy assumed; `place_gbp` the average residential placement, a year.

    An empty bed costs that at the most: where the home costs as much with the bed empty, a child always waits for it
    and goes to a placement at that average, and the average holds no own beds. All three are assumed.
    """

    beds: float | None
    filled: float | None
    new: float | None
    planned: float | None
    blocked: float | None
    target: float | None
    place_gbp: int | None
    new_note: str = ""
    """What is to be said of the number of new beds."""

    @property
    def occupancy(self) -> float | None:
        """The share of the beds that is filled."""
        return None if not self.beds or self.filled is None else self.filled / self.beds

    @property
    def below_target(self) -> float | None:
        """Beds empty beyond what the assumed occupancy allows for; below zero where more are filled."""
        return (
            None
            if not self.beds or self.filled is None or self.target is None
            else self.beds * self.target - self.filled
        )

    @property
    def new_empty_at_target(self) -> float | None:
        """Of the new beds, how many stand empty on average at just the assumed occupancy."""
        return None if self.new is None or self.target is None else float(exact(self.new) * (1 - exact(self.target)))

    def cost_of(self, beds: float | None) -> int | None:
        """What so many beds, empty all year, cost in places elsewhere at the most."""
        return None if beds is None or self.place_gbp is None else round(exact(beds) * self.place_gbp)


def exact(value: float) -> Fraction:
    """Read a figure as it was typed, without what binary fractions add to it."""
    return Fraction(str(float(value)))

"""Work out the trust's own homes: beds, how many are filled against an assumed share, what empty ones would cost.

In: numbers of beds, the target, the cost of a place outside the homes. Out: `Homes`; costs in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Homes:
    """The trust's own homes.

    `target`: the assumed occupancy; `place_gbp`: the average residential placement for a year.
    What an empty bed costs is an estimate: it assumes that the home costs as much with the bed empty, that a child
    always waits for it and goes to a placement at that average, and that the average includes no own beds.
    """

    beds: float | None
    filled: float | None
    new: float | None
    planned: float | None
    blocked: float | None
    target: float | None
    place_gbp: int | None
    new_note: str = ""
    """A note on the number of new beds."""

    @property
    def occupancy(self) -> float | None:
        """The share of the beds that is filled."""
        return None if not self.beds or self.filled is None else self.filled / self.beds

    @property
    def below_target(self) -> float | None:
        """Empty beds beyond what the assumed occupancy allows for; below zero if more are filled."""
        return (
            None
            if not self.beds or self.filled is None or self.target is None
            else self.beds * self.target - self.filled
        )

    @property
    def new_empty_at_target(self) -> float | None:
        """How many of the new beds are empty on average at the assumed occupancy."""
        return None if self.new is None or self.target is None else float(exact(self.new) * (1 - exact(self.target)))

    def cost_of(self, beds: float | None) -> int | None:
        """Work out what so many beds, empty all year, would cost in placements at the average, by the assumptions."""
        return None if beds is None or self.place_gbp is None else round(exact(beds) * self.place_gbp)


def exact(value: float) -> Fraction:
    """Convert a figure exactly as typed, without the error of binary fractions."""
    return Fraction(str(float(value)))

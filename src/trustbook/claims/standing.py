"""Say what a comparison of a claim is worth: a figure that was typed from the claim proves the typing only.

In: a claim and the figure that it was compared with. Out: the `Standing` of the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trustbook.claims.traced import Cell, Traced

UNNAMED = "not named"
"""How the register of papers begins the publisher of a paper that names none."""


class Standing(StrEnum):
    """What a comparison rests on, the weakest first. Only the last two are evidence that a figure is right."""

    SAME_PLACE = "same_place"
    REPEATED = "repeated"
    RECOMPUTED = "recomputed"
    OTHER_PUBLISHER = "other_publisher"

    @property
    def is_agreement(self) -> bool:
        """Whether a tie of this standing says that two pieces of evidence agree."""
        return self in (Standing.RECOMPUTED, Standing.OTHER_PUBLISHER)


WEAKEST_FIRST = tuple(Standing)


def standing_of(source_id: str, locator: str, made: Traced, publishers: Mapping[str, str]) -> Standing:
    """Find the standing of a comparison of the statement at a place with a figure.

    `publishers`: who published each paper, by its id. One that is not named is never known to be another publisher.
    """
    if made.cells and all(_another(source_id, cell, publishers) for cell in made.cells):
        return Standing.OTHER_PUBLISHER
    if not made.typed:
        return Standing.RECOMPUTED
    (cell,) = made.cells
    return Standing.SAME_PLACE if cell.same_place(source_id, locator) else Standing.REPEATED


def _another(source_id: str, cell: Cell, publishers: Mapping[str, str]) -> bool:
    mine, other = publishers.get(source_id, ""), publishers.get(cell.source_id, "")
    return _named(mine) and _named(other) and mine.casefold() != other.casefold()


def _named(publisher: str) -> bool:
    return bool(publisher.strip()) and not publisher.strip().casefold().startswith(UNNAMED)

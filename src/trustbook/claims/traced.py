"""Follow a figure to the statements that it was typed from, so that a claim is not compared with itself.

In: figures of the data, each typed from a place in a paper or worked out from several. Out: `Traced` figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trustbook.claims.quantity import Quantity

_PAGE = re.compile(r", page [0-9]+")


@dataclass(frozen=True)
class Cell:
    """One statement that a figure rests on: its paper, its place there, and what tells it from others of that place."""

    source_id: str
    locator: str
    key: str = ""

    def same_place(self, source_id: str, locator: str) -> bool:
        """Say whether a statement stands at this place, or at a part of it: a row of this table."""
        if self.source_id != source_id:
            return False
        return any(_part_of(one, other) for one in _places(self.locator) for other in _places(locator))


@dataclass(frozen=True)
class Traced:
    """A figure and the cells that it rests on. `typed`: it is one of them as it stands, and nothing was worked out."""

    figure: Quantity
    cells: frozenset[Cell] = frozenset()
    typed: bool = False


def _places(locator: str) -> list[str]:
    """Split a locator that names several places of one part of a paper; the page within that part says no more."""
    part = locator.partition(",")[0]
    each = (_PAGE.sub("", place.strip()) for place in locator.split(";"))
    return [place if place.startswith(part) else f"{part}, {place}" for place in each if place]


def _part_of(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.startswith((f"{shorter},", f"{shorter} "))


def typed(figure: Quantity, source_id: str, locator: str, key: str = "") -> Traced:
    """Make a figure that was typed from one place."""
    return Traced(figure, frozenset({Cell(source_id, locator, key)}), True)


def worked_out(figure: Quantity, parts: Iterable[Traced]) -> Traced:
    """Make a figure from others: one that is worked out from a single typed figure alone is that figure."""
    known = list(parts)
    cells = frozenset[Cell]().union(*(part.cells for part in known))
    only = len(known) == 1 and known[0].typed and known[0].figure.value == figure.value
    return Traced(figure, cells, only)

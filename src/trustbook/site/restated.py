"""Find the figures of a revision that a later edition gives otherwise.

In: the headline figures of a revision, and of those of the next period published after it. Out: each figure that is not
the same. An edition says no earlier figure itself, but how far a figure has moved since: the two give the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trustbook.core.units import write
from trustbook.site.manifest import Card

_MOVEMENT = "_movement"


@dataclass(frozen=True)
class Restated:
    """A figure, as the revision gives it and as a later edition does."""

    label: str
    was: str
    now: str
    by: Card


def restated(figures: Mapping[str, Mapping[str, Any]], later: Card) -> list[Restated]:
    """List the figures that the edition of the next return gives otherwise."""
    found = []
    for name, moved in later.figures.items():
        base = name.removesuffix(_MOVEMENT)
        was, now = figures.get(base, {}), later.figures.get(base, {})
        if base == name or not (was and now) or was.get("unit") != now.get("unit"):
            continue
        values = [each.get("value") for each in (was, now, moved)]
        if None in values:
            continue
        before, after, by = (Decimal(str(each)) for each in values)
        if before != after - by:
            unit = str(was["unit"])
            found.append(Restated(str(was["label"]), write(before, unit), write(after - by, unit), later))
    return found

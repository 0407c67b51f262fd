"""Decide which types of care have counts so small that they could identify a child, and are not shown by themselves.

In: lines of activity. Out: `Disclosure`. A type is kept back where it has 1 to 4 placements in a month, and so is the
smallest of the others: otherwise its figures could be worked out from the totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trustbook.chapters.placements.activity import Line
from trustbook.core.formatting import Withheld, number
from trustbook.core.period import Period

FEWEST = 5
"""The smallest count of children, other than none, that a page shows."""


@dataclass(frozen=True)
class Disclosure:
    """Which types of care are not shown by themselves."""

    small: frozenset[str] = frozenset()
    """Those with 1 to 4 placements in a month."""
    companion: str | None = None
    """The type that is kept back too, so that a small one cannot be worked out from the total."""
    whole: bool = True
    """Whether totals may be shown: not where there is nothing to hide a small type among."""

    @property
    def kept_back(self) -> frozenset[str]:
        """Every type whose figures are not shown by themselves."""
        return self.small | ({self.companion} if self.companion else frozenset())


def is_small(count: int) -> bool:
    """Check whether a count of children is from 1 to 4."""
    return 0 < count < FEWEST


def shown(count: int) -> int | Withheld:
    """Return a count as a table may show it."""
    return Withheld.FEW if is_small(count) else count


def written(count: int) -> str:
    """Write a count as a sentence may show it."""
    return Withheld.FEW.value if is_small(count) else number(count)


def disclosure(lines: Iterable[Line]) -> Disclosure:
    """Decide what is kept back where the totals and the other types of these months are shown together."""
    counts: dict[tuple[str, Period], list[int]] = defaultdict(lambda: [0, 0, 0])
    nights: dict[str, int] = defaultdict(int)
    for each in lines:
        nights[each.care_type] += each.nights
        for place, count in enumerate((each.at_start, each.at_end, each.at_start + each.entries)):
            counts[each.care_type, each.month][place] += count
    small = frozenset(name for (name, _), found in counts.items() if any(map(is_small, found)))
    if not small:
        return Disclosure()
    others = [name for name in nights if name not in small and nights[name]]
    companion = min(others, key=lambda name: (nights[name], name), default=None)
    return Disclosure(small, companion, companion is not None)

"""Find where a line of activity does not follow from its month before, and where its price jumps.

In: lines of activity, each with the place that states it. Out: pairs of them, for the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from trustbook.chapters.placements.activity import Line
from trustbook.core.period import Period

_MOST, _LEAST = Fraction(3, 2), Fraction(1, 2)
"""A price that changed by more than half is doubted."""
_OTHER_UNITS = (
    (Fraction(10), "about ten times", "a digit may be doubled"),
    (Fraction(1, 10), "about a tenth of", "a digit may be missing"),
    (Fraction(1, 7), "about a seventh of", "it may be the price of a night"),
    (Fraction(7), "about seven times", "one of the two may be the price of a night"),
    (Fraction(52), "about 52 times", "it may be the price of a year"),
    (Fraction(1, 52), "about one part in 52 of", "one of the two may be the price of a year"),
    (Fraction(52, 12), "about 4.3 times", "it may be the price of a month"),
    (Fraction(12, 52), "about 0.23 times", "one of the two may be the price of a month"),
)
_NEAR = Fraction(8, 100)


@dataclass(frozen=True)
class Stated:
    """A line, its place in its file, and whose return states it; `of` is empty for the return that is checked."""

    line: Line
    place: int
    of: str

    @property
    def where(self) -> str:
        """Its line in this return, or the return that states it."""
        return self.of or f"line {self.place}"


def following(stated: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield each line and that of the month after, where the second does not start as the first ended."""
    known = _by_month(stated)
    for (name, month), before in known.items():
        after = known.get((name, month.step(1)))
        if after is not None and after.line.at_start != before.line.at_end:
            yield before, after


def unannounced(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Yield each line that starts with placements though the month before is known and has no such line."""
    known = _by_month(stated)
    months = {month for _, month in known}
    for (name, month), each in known.items():
        if each.line.at_start and month.step(-1) in months and (name, month.step(-1)) not in known:
            yield each


def vanished(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Yield each line that ended with placements though the month after is known and has no such line."""
    known = _by_month(stated)
    months = {month for _, month in known}
    for (name, month), each in known.items():
        if each.line.at_end > 0 and month.step(1) in months and (name, month.step(1)) not in known:
            yield each


def price_steps(stated: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield each priced line with the last priced line of the same care before it."""
    lines: dict[tuple[str, str], list[Stated]] = {}
    for each in stated:
        if each.line.week_gbp:
            lines.setdefault(each.line.name, []).append(each)
    for found in lines.values():
        yield from pairwise(sorted(found, key=lambda each: each.line.month))


def unlike(before: Fraction | None, after: Fraction | None) -> tuple[str, str] | None:
    """Say how a price compares with the last one and what may explain it; None where it is near enough."""
    if not before or not after:
        return None
    ratio = after / before
    if _LEAST <= ratio <= _MOST:
        return None
    for size, phrase, hint in _OTHER_UNITS:
        if abs(ratio / size - 1) <= _NEAR:
            return phrase, hint
    return ("more than one and a half times", "") if ratio > 1 else ("less than half of", "")


def _by_month(stated: Sequence[Stated]) -> dict[tuple[tuple[str, str], Period], Stated]:
    return {(each.line.name, each.line.month): each for each in stated}

"""Where one figure stands among many. In: figures, exact decimals. Out: counts and quartile bounds, of no polarity.

A symbol is no figure: whoever calls this leaves it out. Which end is the good one is decided where it is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

FEWEST = 4
"""Fewer figures than that have no quarters."""


@dataclass(frozen=True)
class Spread:
    """All figures of one measure and time, lowest first."""

    figures: tuple[Decimal, ...]

    @classmethod
    def of(cls, figures: Sequence[Decimal]) -> Spread:
        """Put figures in order."""
        return cls(tuple(sorted(figures)))

    def count_below(self, figure: Decimal) -> int:
        """Count the figures below this one."""
        return bisect_left(self.figures, figure)

    def count_equal(self, figure: Decimal) -> int:
        """Count the others that are equal to this one, which is among the figures itself."""
        return bisect_right(self.figures, figure) - bisect_left(self.figures, figure) - 1

    def bounds(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None:
        """Give lowest, first quartile, median, third quartile and highest, or None of fewer than four figures.

        Between two figures the bound is interpolated (the inclusive method: QUARTILE.INC of spreadsheets).
        """
        if len(self.figures) < FEWEST:
            return None
        first, median, third = quantiles(self.figures, n=4, method="inclusive")
        return self.figures[0], first, median, third, self.figures[-1]

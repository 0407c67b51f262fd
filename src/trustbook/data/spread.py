"""Rank a figure among others. In: figures, as exact decimals. Out: counts and quartile bounds.

The caller leaves out symbols, which are not figures, and decides whether high or low is good.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

FEWEST = 4
"""Quartiles need at least this many figures."""


@dataclass(frozen=True)
class Spread:
    """The figures of one measure and time, lowest first."""

    figures: tuple[Decimal, ...]

    @classmethod
    def of(cls, figures: Sequence[Decimal]) -> Spread:
        """Sort the figures."""
        return cls(tuple(sorted(figures)))

    def count_below(self, figure: Decimal) -> int:
        """Count the figures below this one."""
        return bisect_left(self.figures, figure)

    def count_equal(self, figure: Decimal) -> int:
        """Count the other figures equal to this one, which must be among the figures."""
        return bisect_right(self.figures, figure) - bisect_left(self.figures, figure) - 1

    def bounds(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None:
        """Return the lowest, first quartile, median, third quartile and highest; None for fewer than four figures.

        A bound between two figures is interpolated (the inclusive method, QUARTILE.INC in spreadsheets).
        """
        if len(self.figures) < FEWEST:
            return None
        first, median, third = quantiles(self.figures, n=4, method="inclusive")
        return self.figures[0], first, median, third, self.figures[-1]

"""Read the headline figures of an edition by name, in whole pounds or in their own unit, and write them in prose.

In: the metrics of a period, as `trustbook metrics --json` gives them. Out: a figure, or None where there is none: a
sentence about such a figure is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from trustbook.core.amounts_in_prose import money, share
from trustbook.core.units import in_pounds_of, write_amount

_MONEY = "gbp_k"


@dataclass(frozen=True)
class Reported:
    """The headline figures of one edition."""

    metrics: Mapping[str, Mapping[str, Any]]

    def amount(self, name: str) -> float | None:
        """Return a figure, money in whole pounds; None if there is none."""
        value = self.metrics.get(name, {}).get("value")
        if value is None:
            return None
        return in_pounds_of(value, _MONEY) if self._unit(name) == _MONEY else float(value)

    def above_nil(self, *names: str) -> bool:
        """Return whether there are all these figures, each above nil."""
        return all((self.amount(name) or 0) > 0 for name in names)

    def label(self, name: str) -> str:
        """Return what a figure is called."""
        return str(self.metrics[name]["label"])

    def part(self, name: str) -> str:
        """Return what a figure is of, where its label names it: `Variance: Placements` is of Placements."""
        return self.label(name).partition(": ")[2]

    def below(self, name: str) -> list[str]:
        """List the figures there are whose names begin with this one, largest first."""
        found = [each for each in self.metrics if each.startswith(f"{name}.") and self.amount(each) is not None]
        return sorted(found, key=lambda each: -(self.amount(each) or 0))

    def written(self, name: str) -> str:
        """Write a figure that there is, without its sign: `£1.4m`, `57%`, `130`."""
        amount = abs(self.amount(name) or 0)
        if self._unit(name) == _MONEY:
            return money(round(amount))
        return share(Fraction(str(amount))) if self._unit(name) == "share" else write_amount(amount, self._unit(name))

    def _unit(self, name: str) -> str:
        return str(self.metrics[name]["unit"])

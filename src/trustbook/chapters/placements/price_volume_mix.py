"""Explain why a cost changed: how many, of what kind, and at what price.

In: by kind, how many and what one costs, at two times. Out: `Decomposition`, whose effects add up to the change to the
pound.
Method: the standard price-volume-mix decomposition: volume at the old average price, mix at the old prices, price at
the new volumes. Each cost is rounded to a pound once, and every effect is the difference of two such costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd


@dataclass(frozen=True)
class Amount:
    """The number of a kind, and what one costs in a year, in pounds. The price may be unknown if there are none."""

    volume: Fraction
    price: Fraction | None


@dataclass(frozen=True)
class Decomposition:
    """The change of a cost. `kinds`: kind, before_gbp, volume_gbp, mix_gbp, price_gbp, after_gbp, in whole pounds."""

    kinds: pd.DataFrame

    def total(self, effect: str) -> int:
        """Sum a column (`volume`, `mix`, `price`, `before` or `after`) over all kinds."""
        return int(self.kinds[f"{effect}_gbp"].sum())

    @property
    def movement(self) -> int:
        """The cost after less the cost before."""
        return self.total("after") - self.total("before")


def decompose(before: Mapping[str, Amount], after: Mapping[str, Amount]) -> Decomposition | None:
    """Divide the change of a cost into volume, mix and price, kind by kind.

    Volume: all kinds grow as the whole does, at the old prices. Mix: the rest of each kind's change in number, at the
    old prices. Price: the new volumes, at the new price less the old. A new kind has no old price and takes its new
    one, so that all of it is volume and mix. None if the two times do not name the same kinds, if a kind with a volume
    has no price, or if there were none of any kind before.
    """
    whole = sum(each.volume for each in before.values())
    known = all(each.price is not None for side in (before, after) for each in side.values() if each.volume)
    if before.keys() != after.keys() or not known or not whole:
        return None
    growth = sum(each.volume for each in after.values()) / whole
    rows = []
    for kind, was in before.items():
        now = after[kind]
        old = was.price if was.volume else now.price
        cost = round(was.volume * (old or 0))
        as_before = round(was.volume * (old or 0) * growth)
        at_old_price = round(now.volume * (old or 0))
        new_cost = round(now.volume * (now.price or 0))
        rows.append(
            {
                "kind": kind,
                "before_gbp": cost,
                "volume_gbp": as_before - cost,
                "mix_gbp": at_old_price - as_before,
                "price_gbp": new_cost - at_old_price,
                "after_gbp": new_cost,
            }
        )
    return Decomposition(pd.DataFrame(rows))

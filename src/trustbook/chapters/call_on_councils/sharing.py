"""Work out what each party pays of an amount above or below the contract sum, under a rule that is data.

In: whole pounds (above zero is an overspend), a rule of bands. Out: whole pounds by party that add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from trustbook.config.settings import Band, SharingRule
from trustbook.position import split


def share(amount: int, rule: SharingRule) -> dict[str, int]:
    """Divide an amount by a rule: each band takes its part of the amount and divides it by its own shares.

    Each band is divided to the pound, with any remainder to its largest share, so that the parts add up to the amount.
    A party that no band reaches pays nothing and is still listed. Method: a tiered risk share, as contracts state them:
    each band starts where the one before ends, and the last has no end.
    """
    bands = rule.under if amount < 0 and rule.under else rule.over
    parts = {party: 0 for band in bands for party in band.shares}
    for portion, shares in _portions(abs(amount), bands):
        for party, pounds in split(portion, shares).items():
            parts[party] += pounds if amount >= 0 else -pounds
    return parts


def proportional(name: str, source: str, shares: Mapping[str, Decimal]) -> SharingRule:
    """Make a rule of one band: the same shares of every pound. Raises ValidationError if they do not sum to 1."""
    return SharingRule(name=name, source=source, over=(Band(shares=dict(shares)),))


def _portions(size: int, bands: tuple[Band, ...]) -> Iterator[tuple[int, dict[str, Decimal]]]:
    start = 0
    for band in bands:
        end = size if band.up_to_gbp is None else min(band.up_to_gbp, size)
        if end > start:
            yield end - start, band.shares
            start = end

"""List the items of a return that could still change the cost: income in dispute, items left out, uncertain savings.

In: the data of a period. Out: `OpenItem`s in whole pounds, each moved alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from trustbook.chapters.benefits.evidence import evidence
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import Adjustment
from trustbook.savings import current_savings


class ItemKind(StrEnum):
    """The kind of item, which decides its range."""

    DISPUTED = "income in dispute"
    LEFT_OUT = "item not in the forecast"
    AMBER = "saving rated amber"
    UNCERTAIN = "saving at risk or not confirmed"
    REPORTED = "saving rated amber, reported as delivered"
    MITIGATION = "mitigation"


UNCERTAIN_SAVINGS = (ItemKind.AMBER, ItemKind.UNCERTAIN, ItemKind.REPORTED)


@dataclass(frozen=True)
class OpenItem:
    """One item: how far it could change the cost, down and up, in pounds.

    `whole_gbp`: what it comes to, which is the most that it and its mitigations can lower the cost by. `refs`: what a
    mitigation can name to relate to it. `kind` is None for a cost that is not open by itself: one that the forecast
    counts in full, or a saving that will not be delivered.
    """

    name: str
    kind: ItemKind | None
    low_gbp: int
    high_gbp: int
    whole_gbp: int
    refs: frozenset[str] = frozenset()


_KINDS = {Adjustment.DISPUTED_INCOME: ItemKind.DISPUTED, Adjustment.NOT_IN_FORECAST: ItemKind.LEFT_OUT}


@worked_out_once
def every_item(data: PeriodData) -> list[OpenItem]:
    """List all items of the return that a mitigation can relate to; those without a kind are not open by themselves.

    Disputed income is paid in full or not at all; the cost counts it as not paid. An item outside the forecast is in
    the cost in full, or is met in another way. An uncertain saving lowers the cost if it is delivered and the
    forecast does not count on it, and raises it if it is not delivered and the forecast does: no return says which.
    """
    return [*_adjustments(data), *_savings(data)]


def open_items(data: PeriodData) -> list[OpenItem]:
    """List the items of the return that are open by themselves."""
    return [each for each in every_item(data) if each.kind is not None]


def _adjustments(data: PeriodData) -> Iterator[OpenItem]:
    rows = data.current.adjustments
    if rows is None:
        return
    for row in rows[rows["amount_gbp"].notna()].itertuples():
        amount, kind = int(row.amount_gbp), _KINDS.get(row.kind)
        if amount:
            opened = -amount if kind is not None else 0
            refs = {str(row.item)} | ({str(row.savings_ref)} if kind and not pd.isna(row.savings_ref) else set())
            yield OpenItem(str(row.item), kind, min(0, opened), max(0, opened), max(0, amount), frozenset(refs))


def _savings(data: PeriodData) -> Iterator[OpenItem]:
    """List savings that are uncertain or not delivered; those of a programme that reports its savings are one item."""
    rows, both = current_savings(data), evidence(data)
    if rows is None:
        return
    refs = () if both is None else both.refs
    lost_of_programme = 0
    for row in rows.itertuples():
        uncertain = 0 if pd.isna(row.uncertain_gbp) else abs(int(row.uncertain_gbp))
        lost = 0 if pd.isna(row.not_delivered_gbp) or row.in_forecast == "no" else int(row.not_delivered_gbp)
        if str(row.ref) in refs:
            lost_of_programme += lost
        elif uncertain or lost:
            kind = ItemKind.UNCERTAIN if pd.isna(row.amber_gbp) else ItemKind.AMBER
            yield OpenItem(
                str(row.proposal),
                kind if uncertain else None,
                -uncertain,
                uncertain,
                uncertain + lost,
                frozenset({str(row.ref)}),
            )
    if both is not None:
        whole = both.amber + lost_of_programme
        yield OpenItem(both.title, ItemKind.REPORTED, -both.amber, both.left, whole, frozenset(both.refs))

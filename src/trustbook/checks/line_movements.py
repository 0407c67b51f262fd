"""Check each line's movement since the previous return for a changed unit, a changed sign or an exchanged figure.

In: this return's frames and the previous one's. Out: doubts, as `Reconciliation`s that state their evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt
from trustbook.config.settings import Settings
from trustbook.core.formatting import thousands
from trustbook.position import by_group, column_sum

THOUSANDFOLD = 300
"""A ratio this large suggests a change of unit: £m and £k differ by 1,000, and figures also move."""
MATERIAL = 100
"""A line that moved by less than 1/MATERIAL of all lines together is too small to doubt."""


def variances(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Check the forecast's variances, at the finest level that both returns report."""
    columns = ("level", "heading", "variance_gbp")
    here, last = now.get("forecast", *columns), before.get("forecast", *columns)
    if here is None or last is None:
        return
    same_level = set(here["level"]) == set(last["level"])
    is_now, was = (
        (_by_name(here, "heading", "variance_gbp"), _by_name(last, "heading", "variance_gbp"))
        if same_level
        else (_amounts(by_group(here, settings.group_of)), _amounts(by_group(last, settings.group_of)))
    )
    when, multiple = before.period.seen_from(now.period), settings.plausibility.line_multiple
    for name, amount in is_now.items():
        if name in was:
            yield from _slip(now, "forecast", name, amount, was[name], when)
            yield from _jump(now, "forecast", name, amount, was[name], when, multiple, _least_amount(is_now, was))
    yield from _exchanged(now, "forecast", is_now, was, when, multiple)


def adjustments(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Check the adjustments, by kind and by item."""
    columns = ("item", "kind", "amount_gbp")
    here, last = now.get("adjustments", *columns), before.get("adjustments", *columns)
    if here is None or last is None:
        return
    when = before.period.seen_from(now.period)
    for kind in here["kind"].dropna().unique():
        amount = column_sum(here.loc[here["kind"] == kind, "amount_gbp"])
        old = column_sum(last.loc[last["kind"] == kind, "amount_gbp"])
        if amount is not None and old is not None:
            yield from _slip(now, "adjustments", str(kind), amount, old, when)
    amounts, was = _by_name(here, "item", "amount_gbp"), _by_name(last, "item", "amount_gbp")
    multiple = settings.plausibility.line_multiple
    for item, amount in amounts.items():
        if item in was:
            yield from _jump(now, "adjustments", item, amount, was[item], when, multiple, _least_amount(amounts, was))
    yield from _exchanged(now, "adjustments", amounts, was, when, multiple)


def _slip(now: Frames, dataset: str, name: str, amount: int, old: int, when: str) -> Iterator[Reconciliation]:
    summary = f"{name} is {thousands(amount)} and was {thousands(old)} at {when}"
    small, large = sorted((abs(amount), abs(old)))
    if small and large >= THOUSANDFOLD * small:
        yield doubt(
            now,
            dataset,
            f"{summary}: one of the two looks like £m in a column of £k",
            "the same unit",
            rule="plausible.another_unit",
            key=name,
        )
    elif amount and amount == -old:
        yield doubt(
            now,
            dataset,
            f"{summary}: the same figure with the other sign",
            "an overspend above zero",
            rule="plausible.sign_flip",
            key=name,
        )


def _by_name(frame: pd.DataFrame, key: str, value: str) -> dict[str, int]:
    """Return the reported amounts of lines whose name is unique."""
    return _amounts(frame.dropna(subset=[key]).drop_duplicates(key, keep=False).set_index(key)[value])


def _amounts(column: pd.Series[int]) -> dict[str, int]:
    return {str(name): int(amount) for name, amount in column.dropna().items()}


def _least_amount(amounts: Mapping[str, int], old: Mapping[str, int]) -> int:
    """Return the smallest amount worth doubting; it is the same whether lines rose or fell."""
    return max(1, max(sum(map(abs, each.values())) for each in (amounts, old)) // MATERIAL)


def _jump(
    now: Frames, dataset: str, name: str, amount: int, old: int, when: str, multiple: float, least: int
) -> Iterator[Reconciliation]:
    """Doubt a line that changed many times over or changed sign; totals miss this if two lines are exchanged."""
    small, large = sorted((abs(amount), abs(old)))
    summary = f"{name} is {thousands(amount)} and was {thousands(old)} at {when}"
    if not old or abs(amount - old) < least or abs(amount) == abs(old) or (small and large >= THOUSANDFOLD * small):
        return
    if large >= multiple * small:
        yield doubt(
            now,
            dataset,
            f"{summary}: {multiple:g} times as large or as small, or more",
            "a smaller change; two lines may have been exchanged",
            rule="plausible.jump",
            key=name,
        )
    elif amount * old < 0 and small >= least:
        yield doubt(
            now,
            dataset,
            f"{summary}: it has the other sign",
            "the sign in the previous return",
            rule="plausible.other_sign",
            key=name,
        )


def _exchanged(
    now: Frames, dataset: str, amounts: Mapping[str, int], old: Mapping[str, int], when: str, multiple: float
) -> Iterator[Reconciliation]:
    """Doubt two lines that would both be far closer to the previous figures if exchanged."""
    least = _least_amount(amounts, old)
    for one, other in combinations([name for name in amounts if name in old], 2):
        apart = abs(amounts[one] - old[one]) + abs(amounts[other] - old[other])
        crossed = abs(amounts[one] - old[other]) + abs(amounts[other] - old[one])
        if apart >= least and apart >= multiple * crossed:
            yield doubt(
                now,
                dataset,
                f"{one} is {thousands(amounts[one])} and {other} {thousands(amounts[other])}; at {when} they were "
                f"{thousands(old[one])} and {thousands(old[other])}: the two look swapped",
                "each figure under its own name",
                rule="plausible.exchanged",
                key=f"{one}, {other}",
            )

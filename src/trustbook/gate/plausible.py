"""Whether a return can be what it says it is, against the periods before it: warnings that carry their evidence.

In: this return's frames and those of the year before it. Out: `Reconciliation`s with the severity of a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pandas as pd

from trustbook.gate.findings import Severity
from trustbook.gate.frames import Frames, Reconciliation
from trustbook.position import by_group, column_sum
from trustbook.settings import Settings
from trustbook.words import thousands

THOUSANDFOLD = 300
"""A figure this many times the last is taken for another unit: £m and £k lie a thousand apart, and figures move."""
FEWEST_MOVEMENTS = 2
_MEND = "If the paper says so, acknowledge it with a reason in params/<period>.yaml; if not, correct it."


def plausible(now: Frames, earlier: Sequence[Frames], settings: Settings) -> list[Reconciliation]:
    """Declare what a return can be expected to be, from the returns of its year before it (oldest first)."""
    before = earlier[-1] if earlier and earlier[-1].period == now.period.previous else None
    if before is None:
        return []
    return [
        *_same_again(now, before),
        *_vanished(now, before, settings),
        *_slips(now, before, settings),
        *_adjustments(now, before),
        *_unusual(now, earlier, settings),
    ]


def _row(now: Frames, rule: str, dataset: str, sentence: str, expected: str) -> Reconciliation:
    return Reconciliation(
        rule=f"plausible.{rule}",
        file=now.file(dataset),
        dataset=dataset,
        sentence=sentence,
        left=0,
        right=1,
        severity=Severity.WARNING,
        expected=expected,
        mend=_MEND,
    )


def _same_again(now: Frames, before: Frames) -> Iterator[Reconciliation]:
    for dataset in ("forecast", "savings"):
        here, last = now.get(dataset), before.get(dataset)
        if here is not None and last is not None and _figures(here).equals(_figures(last)):
            yield _row(
                now,
                "same_again",
                dataset,
                f"every figure of {dataset} is what {before.period.short} reported: this may be last month's "
                "file again",
                "figures that have moved",
            )


def _figures(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.select_dtypes("number").reset_index(drop=True)


def _vanished(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    for dataset in sorted(set(before.tables) - set(now.tables)):
        yield _row(
            now,
            "vanished",
            dataset,
            f"{before.period.short} has {dataset} and this return does not",
            "the datasets of the month before",
        )
    here, last = now.get("forecast", "level", "heading"), before.get("forecast", "level", "heading")
    if here is None or last is None:
        return
    if set(here["level"]) == set(last["level"]):
        gone = sorted(set(last["heading"].dropna()) - set(here["heading"].dropna()))
    else:
        gone = sorted(set(_groups(last, settings)) - set(_groups(here, settings)))
    for name in gone:
        yield _row(
            now,
            "vanished",
            "forecast",
            f"{name} was in the forecast of {before.period.short} and is not in this one",
            "the headings of the month before",
        )


def _groups(forecast: pd.DataFrame, settings: Settings) -> list[str]:
    return [str(group) for group in by_group(forecast.assign(variance_gbp=0), settings.group_of).index]


def _slips(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    columns = ("level", "heading", "variance_gbp")
    here, last = now.get("forecast", *columns), before.get("forecast", *columns)
    if here is None or last is None:
        return
    same_level = set(here["level"]) == set(last["level"])
    is_now, was = (
        (_by_heading(here), _by_heading(last))
        if same_level
        else (by_group(here, settings.group_of), by_group(last, settings.group_of))
    )
    for name, amount in is_now.dropna().items():
        old = was.get(name)
        if old is not None and not pd.isna(old):
            yield from _slip(now, "forecast", str(name), int(amount), int(old), before.period.short)


def _by_heading(forecast: pd.DataFrame) -> pd.Series[int]:
    return forecast.dropna(subset=["heading"]).drop_duplicates("heading").set_index("heading")["variance_gbp"]


def _adjustments(now: Frames, before: Frames) -> Iterator[Reconciliation]:
    here, last = now.get("adjustments", "kind", "amount_gbp"), before.get("adjustments", "kind", "amount_gbp")
    if here is None or last is None:
        return
    for kind in here["kind"].dropna().unique():
        amount = column_sum(here.loc[here["kind"] == kind, "amount_gbp"])
        old = column_sum(last.loc[last["kind"] == kind, "amount_gbp"])
        if amount is not None and old is not None:
            yield from _slip(now, "adjustments", str(kind), amount, old, before.period.short)


def _slip(now: Frames, dataset: str, name: str, amount: int, old: int, when: str) -> Iterator[Reconciliation]:
    told = f"{name} is {thousands(amount)} and was {thousands(old)} at {when}"
    small, large = sorted((abs(amount), abs(old)))
    if small and large >= THOUSANDFOLD * small:
        yield _row(
            now,
            "another_unit",
            dataset,
            f"{told}: this looks like £m in a column of £k, or the other way",
            "the same unit",
        )
    elif amount and amount == -old:
        yield _row(now, "sign_flip", dataset, f"{told}: the same figure with the other sign", "an overspend above zero")


def _unusual(now: Frames, earlier: Sequence[Frames], settings: Settings) -> Iterator[Reconciliation]:
    totals = []
    for each in (*earlier, now):
        rows = each.get("forecast", "variance_gbp")
        total = None if rows is None else column_sum(rows["variance_gbp"])
        if total is None:
            return
        totals.append(total)
    moves = [later - sooner for sooner, later in pairwise(totals)]
    *usual, move = moves
    typical = round(median(abs(each) for each in usual)) if len(usual) >= FEWEST_MOVEMENTS else 0
    multiple = settings.plausibility.movement_multiple
    if typical and abs(move) > multiple * typical:
        yield _row(
            now,
            "movement",
            "forecast",
            f"the variance moved by {thousands(move)}, which is more than {multiple:g} times the usual "
            f"{thousands(typical)} "
            "of this year",
            f"a movement of at most {thousands(round(multiple * typical))}",
        )

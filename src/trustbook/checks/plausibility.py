"""Check whether a return is plausible, given the earlier periods of its year.

In: this return's frames and those earlier in its year. Out: `Reconciliation`s with the severity of a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pandas as pd

from trustbook.checks.control_totals import adds_up, of_what
from trustbook.checks.line_movements import adjustments, variances
from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt
from trustbook.config.discovery import in_every_chapter
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.core.formatting import thousands
from trustbook.position import by_group, column_sum

FEWEST_MOVEMENTS = 2


def plausible(now: Frames, earlier: Sequence[Frames], settings: Settings) -> list[Reconciliation]:
    """Declare what a return is expected to show, from the earlier returns of its year (oldest first)."""
    if not earlier:
        return []
    before = earlier[-1]
    return [
        *_same_again(now, earlier),
        *_vanished(now, before, settings),
        *_totals_no_longer_printed(now, before, settings),
        *variances(now, before, settings),
        *adjustments(now, before, settings),
        *_kinds(now, before),
        *_unusual(now, earlier, settings),
        *_of_chapters(now, earlier),
    ]


def _of_chapters(now: Frames, earlier: Sequence[Frames]) -> Iterator[Reconciliation]:
    """Yield what chapters doubt of a return because of the earlier ones of its year."""
    for chapter in in_every_chapter("checks").values():
        if hasattr(chapter, "between_returns"):
            yield from chapter.between_returns(now, earlier)


def _same_again(now: Frames, earlier: Sequence[Frames]) -> Iterator[Reconciliation]:
    """Yield the datasets whose figures are all those of one earlier return, the newest that they are of."""
    for dataset in ("forecast", "savings", "actuals"):
        here = now.get(dataset)
        same = next((each for each in reversed(earlier) if _same_figures(here, each.get(dataset))), None)
        if same is not None:
            yield doubt(
                now,
                dataset,
                f"every figure of {dataset} is what {same.period.short} reported, so this may be that month's file",
                "at least one figure that changed",
                rule="plausible.same_again",
            )


def _same_figures(here: pd.DataFrame | None, then: pd.DataFrame | None) -> bool:
    return here is not None and then is not None and _figures(here).equals(_figures(then))


def _figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Return everything that says how a line stands: its figures, and the status word of a saving."""
    words = [name for name in ("status",) if name in frame]
    return frame[[*frame.select_dtypes("number").columns, *words]].reset_index(drop=True)


def _vanished(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    for dataset in sorted(set(before.tables) - set(now.tables)):
        yield doubt(
            now,
            dataset,
            f"{before.period.short} has {dataset} and this return does not",
            "the datasets of the previous return",
            rule="plausible.dataset_vanished",
        )
    here, last = now.get("forecast", "level", "heading"), before.get("forecast", "level", "heading")
    if here is None or last is None:
        return
    if set(here["level"]) == set(last["level"]):
        gone = sorted(set(last["heading"].dropna()) - set(here["heading"].dropna()))
    else:
        gone = sorted(set(_groups(last, settings)) - set(_groups(here, settings)))
    for name in gone:
        yield doubt(
            now,
            "forecast",
            f"{name} was in the forecast of {before.period.short} and is not in this one",
            f"the {words().lines} of the previous return",
            rule="plausible.heading_vanished",
            key=name,
        )


def _groups(forecast: pd.DataFrame, settings: Settings) -> list[str]:
    return [str(group) for group in by_group(forecast.assign(variance_gbp=0), settings.group_of).index]


def _totals_no_longer_printed(now: Frames, before: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Doubt that totals printed in the previous return, which could still be checked, are not printed in this one."""
    names = ("dataset", "column", "scope")
    here, last = now.get("controls", *names), before.get("controls", *names)
    if here is None or last is None:
        return
    printed = set(here[list(names)].itertuples(index=False, name=None))
    for total in dict.fromkeys(last[list(names)].dropna().itertuples(index=False, name=None)):
        dataset, column, scope = (str(each) for each in total)
        if total not in printed and adds_up(now, dataset, column, scope, settings):
            yield doubt(
                now,
                "controls",
                f"{before.period.short} has a total, {of_what(dataset, column, scope)}, and this return does not: "
                "its lines are not checked against any total",
                "the totals of the previous return",
                rule="plausible.total_vanished",
                key=f"{dataset}, {column}, {scope}",
                about=dataset,
            )


def _kinds(now: Frames, before: Frames) -> Iterator[Reconciliation]:
    """Doubt items that have a different kind from the previous return, and a kind that has no more lines."""
    here, last = now.get("adjustments", "item", "kind"), before.get("adjustments", "item", "kind")
    if here is None or last is None:
        return
    for kind in sorted({*last["kind"].dropna()} - {*here["kind"].dropna()}):
        yield doubt(
            now,
            "adjustments",
            f"{before.period.short} has lines of {kind} and this return has none, so the totals leave it out",
            "a line of it, with 0 if the paper says that there is none",
            rule="plausible.kind_vanished",
            key=str(kind),
        )
    was = last.dropna(subset=["item", "kind"]).groupby("item")["kind"].agg(set).to_dict()
    for line, row in here.dropna(subset=["item", "kind"]).iterrows():
        known = was.get(row["item"], {row["kind"]})
        if row["kind"] not in known:
            yield doubt(
                now,
                "adjustments",
                f"'{row['item']}' is {row['kind']} here and was {' and '.join(sorted(known))} at {before.period.short}",
                "the kind in the previous return",
                rule="plausible.another_kind",
                line=int(str(line)),
                column="kind",
            )


def _unusual(now: Frames, earlier: Sequence[Frames], settings: Settings) -> Iterator[Reconciliation]:
    """Doubt a movement of all that is far above the year's usual one, for each month between the returns."""
    totals = []
    for each in (*earlier, now):
        rows = each.get("forecast", "variance_gbp")
        total = None if rows is None else column_sum(rows["variance_gbp"])
        if total is None:
            return
        totals.append((each.period, total))
    moves = [(later - sooner, end - start) for (start, sooner), (end, later) in pairwise(totals)]
    *usual, (move, months) = moves
    if len(usual) < FEWEST_MOVEMENTS:
        return
    typical = round(median(abs(moved) / apart for moved, apart in usual) * months)
    multiple = settings.plausibility.movement_multiple
    if typical and abs(move) > multiple * typical:
        yield doubt(
            now,
            "forecast",
            f"the variance moved by {thousands(move)}, which is more than {multiple:g} times the usual "
            f"{thousands(typical)} "
            "of this year",
            f"a movement of at most {thousands(round(multiple * typical))}",
            rule="plausible.movement",
        )

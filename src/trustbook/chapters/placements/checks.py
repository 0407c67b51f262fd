"""Check the activity of placements: each month follows from the one before, and prices stay near the last ones.

In: the tables of a return, and those of earlier returns of its year. Out: `Reconciliation`s. Warnings are published, so
their sentences have no counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustbook.chapters.placements.activity import DATASET, Line, lines_of
from trustbook.chapters.placements.activity_lines import each_line
from trustbook.chapters.placements.activity_steps import (
    Stated,
    following,
    price_steps,
    unannounced,
    unlike,
    vanished,
)
from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt
from trustbook.core.period import Period

_STOCK = "the placements at the end of the month before: those at its start, plus entries, less exits"


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare what must hold within activity.csv."""
    lines = _lines(now)
    yield from each_line(now, lines)
    stated = [Stated(line, place, "") for place, line in lines.items()]
    for before, after in following(stated):
        yield Reconciliation(
            rule="activity.stock",
            file=now.file(DATASET),
            line=after.place,
            column="at_start",
            left=0,
            right=1,
            severity=Severity.WARNING,
            expected=_STOCK,
            mend=f"Compare line {after.place} with line {before.place}, and correct the one that is wrong. If both are "
            "as the system gives them, leave both; the report shows it as a data warning.",
            sentence=_stock(before, after),
        )
    if _is_usable(now):
        yield from (_began(now, each) for each in unannounced(stated))
        yield from (_ended(now, each) for each in vanished(stated))
    yield from _prices(now, stated)


def between_returns(now: Frames, earlier: Sequence[Frames]) -> Iterator[Reconciliation]:
    """Declare what is doubted of activity.csv because of the earlier returns of the year (oldest first)."""
    lines = _lines(now)
    if not lines:
        return
    own = {line.month for line in lines.values()}
    known: dict[tuple[tuple[str, str], Period], Stated] = {}
    for each in earlier:
        months = {line.month for line in _lines(each).values()}
        known = {name: was for name, was in known.items() if was.line.month not in months}
        for place, line in _lines(each).items():
            known[line.name, line.month] = Stated(line, place, f"{each.period.short}'s return")
    before = [was for was in known.values() if was.line.month not in own]
    stated = [*before, *(Stated(line, place, "") for place, line in lines.items())]
    for was, after in following(stated):
        if was.of and not after.of:
            yield doubt(
                now,
                DATASET,
                _stock(was, after),
                _STOCK,
                rule="activity.stock_between_returns",
                line=after.place,
                column="at_start",
            )
    for after in unannounced(stated) if _is_usable(now) else ():
        if not after.of and after.line.month.step(-1) not in own:
            yield _began(now, after)
    for was in vanished(stated) if _is_usable(now) else ():
        if was.of and was.line.month.step(1) in own:
            yield _ended(now, was)
    yield from _prices(now, stated, between=True)


def _lines(frames: Frames) -> dict[int, Line]:
    rows = frames.get(DATASET, "care_type", "provider", "month", "at_start", "entries", "exits", "nights")
    return {} if rows is None else lines_of(rows)


def _is_usable(now: Frames) -> bool:
    """Check whether every line could be read: else one that is absent may only be mistyped."""
    rows = now.get(DATASET)
    return rows is not None and len(rows) == len(_lines(now))


def _prices(now: Frames, stated: Sequence[Stated], *, between: bool = False) -> Iterator[Reconciliation]:
    """Doubt a price that is far from the last price of its line, in this return or (`between`) in an earlier one."""
    for before, after in price_steps(stated):
        found = unlike(before.line.week_gbp, after.line.week_gbp)
        if found is None or after.of or bool(before.of) is not between:
            continue
        size, hint = found
        yield doubt(
            now,
            DATASET,
            f"the price of a week in {after.line.month.calendar_month} is {size} that of "
            f"{before.line.month.calendar_month} ({before.where}){f': {hint}' if hint else ''}",
            "a price of a week that is near the last one",
            rule="activity.price",
            line=after.place,
            column="weekly_price_gbp",
        )


def _stock(before: Stated, after: Stated) -> str:
    """Name the two months and no count: a warning is published."""
    ended = f"{before.line.month.calendar_month} ended ({before.where})"
    return f"{after.line.month.calendar_month} does not start with the placements with which {ended}"


def _began(now: Frames, after: Stated) -> Reconciliation:
    month = after.line.month
    return doubt(
        now,
        DATASET,
        f"{month.calendar_month} starts with placements, and {month.step(-1).calendar_month} has no line of this care "
        "and provider",
        "a line for the month before, or 0 at the start",
        rule="activity.line_began",
        line=after.place,
        column="at_start",
    )


def _ended(now: Frames, before: Stated) -> Reconciliation:
    line = before.line
    return doubt(
        now,
        DATASET,
        f"{line.month.calendar_month} ended with placements of {line.care_type}, {line.provider} ({before.where}), "
        f"and {line.month.step(1).calendar_month} has no such line",
        "a line for each month while there are placements",
        rule="activity.line_vanished",
        key=f"{line.care_type}, {line.provider}, {line.month.calendar_month}",
        line=None if before.of else before.place,
        column="exits",
    )

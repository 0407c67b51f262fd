"""Write the chapter on what changed.

In: a `Comparison`, or None if there is no month to compare with. Out: text and tables; every figure is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.call_on_councils import text as call_page
from trustbook.chapters.what_changed.analysis import ESTIMATES, Change, Comparison, Meaning, State, part_of
from trustbook.chapters.what_changed.movement import (
    after,
    arrow,
    before,
    levels,
    movement,
    movement_from_to,
    rounded,
    subject,
)
from trustbook.components.absent import no_movement
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import Absence, capitalised, counted, listing
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import NOT_IN_FORECAST, PRESSURE

_LAYERS = (
    *(layer.metric for layer in PRESSURE),
    "forecast.pressure",
    NOT_IN_FORECAST.metric,
    "council.call",
)
_LINES = ("forecast.group_variance", "forecast.variance")
_OTHER_MONEY = ("forecast.contract_sum", "forecast.revised_contract_sum", "forecast.projected_outturn")
_SAVINGS = (
    *("savings.target", "savings.red", "savings.amber", "savings.green", "savings.blue"),
    *("savings.secured", "savings.uncertain", "savings.not_delivered", "savings.unexplained", "savings.mitigations"),
)
_MOST_NAMED = 3
_MOVEMENT = {
    "gbp_k": ("Change", "gbp_k_signed"),
    "share": ("Change, percentage points", "decimal"),
    "decimal": ("Change", "decimal"),
}


def answer(comparison: Comparison | None, data: PeriodData) -> Text:
    """Open the chapter: what changed most, and how many figures changed, did not, or cannot be compared."""
    if comparison is None:
        return say(strong(no_movement(data.period, data.expected_before)))
    moved = [each for each in comparison.parts if each.change]
    most = listing([f"{subject(each)} ({movement(each)})" for each in moved[:_MOST_NAMED]])
    named = f"{'The largest changes are' if len(moved) > 1 else 'The only change is'} in {most}." if moved else None
    return say(strong(_whole(comparison)), named or "No line changed.", _counts(comparison))


def _whole(comparison: Comparison) -> str:
    """Say how the pressure and the variance changed, each by name if they differ."""
    names = [("pressure", comparison.get("forecast.pressure")), ("variance", comparison.get("forecast.variance"))]
    known = [(name, change) for name, change in names if change is not None and change.change is not None]
    if len({change.change for _, change in known}) == 1:
        known = known[:1]
    return " ".join(
        f"{'Since ' + comparison.since + ' the' if place == 0 else 'The'} {name} "
        + (
            f"has {'risen' if change.change > 0 else 'fallen'} by {_size(change)} to {_now(change)}{_judged(change)}."
            if change.change
            else f"has not changed from {_now(change)}."
        )
        for place, (name, change) in enumerate(known)
    )


def _size(change: Change) -> str:
    return movement(change).partition(" ")[2]


def _now(change: Change) -> str:
    return after(change) if change.new is None else rounded(change, change.new)


def _judged(change: Change) -> str:
    return f", which is {change.meaning}" if change.meaning else ""


def _counts(comparison: Comparison) -> str:
    count = {state: len(comparison.of(state)) for state in State}
    both = count[State.MOVED] + count[State.UNCHANGED]
    return f"{count[State.MOVED]} of the {counted(both, 'figure')} that we have for both months changed."


def largest(comparison: Comparison | None) -> Text | None:
    """Describe each change in savings, staff and what each council pays, largest first: no table below has them all."""
    if comparison is None:
        return None
    moved = [
        each
        for each in comparison.of(State.MOVED)
        if each.name.startswith(("savings.", "workforce.", "council.call"))
        and not _is_line(each)
        and each.name not in ESTIMATES
    ]
    if not moved and not any(each.change for each in comparison.parts):
        return say(f"No figure that we have for both months has changed since {comparison.since}.")
    return bullets([strong(subject(each)) + f" {movement_from_to(each)}." for each in moved]) if moved else None


def level(comparison: Comparison | None) -> Text | None:
    """Say so if the two returns report the forecast at different levels."""
    return None if comparison is None or comparison.same_level else say(levels(comparison))


def lines(comparison: Comparison | None) -> PageTable | None:
    """Show the variance line by line, largest change first, and its total."""
    if comparison is None:
        return None
    whole = comparison.get("forecast.variance")
    return _table(comparison, comparison.lines, "Variance by line, largest change first", whole)


def cost(comparison: Comparison | None, data: PeriodData) -> Text | None:
    """Say how the cost to the councils rose, in the words of its own chapter."""
    said = None if comparison is None else call_page.rise(data)
    return say(said) if said else None


def layers(comparison: Comparison | None) -> PageTable | None:
    """Show the amounts from the variance to the cost to the councils."""
    if comparison is None:
        return None
    return _table(
        comparison,
        [each for name in _LAYERS if (each := comparison.get(name))],
        f"From the variance to the {words().cost}",
    )


def others(comparison: Comparison | None) -> PageTable | None:
    """Show the other headline figures in money."""
    if comparison is None:
        return None
    named = [*_OTHER_MONEY, *_SAVINGS, "savings.deliverable", *ESTIMATES]
    shown = [each for name in named if (each := comparison.get(name)) and each.change is not None]
    return _table(comparison, shown, f"{capitalised(words().agreement)}, savings and estimates")


def rates(comparison: Comparison | None) -> PageTable | None:
    """Show the figures that are shares of something."""
    if comparison is None:
        return None
    shown = [each for each in _comparable(comparison) if each.unit == "share" and not _is_line(each)]
    return _table(comparison, shown, "Shares", kind="share")


def counts(comparison: Comparison | None) -> PageTable | None:
    """Show the figures that are numbers of people or posts."""
    if comparison is None:
        return None
    shown = [each for each in _comparable(comparison) if each.unit in ("count", "fte")]
    return _table(comparison, shown, "People and posts", kind="decimal")


def detail(comparison: Comparison | None) -> PageTable | None:
    """Show every other amount of a heading or a savings line that changed."""
    if comparison is None:
        return None
    shown = [each for each in comparison.of(State.MOVED) if _is_line(each) and not part_of(each, *_LINES)]
    return _table(comparison, [each for each in shown if each.is_money], "Other amounts of single lines that changed")


def _comparable(comparison: Comparison) -> list[Change]:
    return [*comparison.of(State.MOVED), *comparison.of(State.UNCHANGED)]


def _is_line(change: Change) -> bool:
    """Say whether a figure is of one line of a return, not a headline figure or one council's or team's part of it."""
    return change.name.count(".") > 1 and not part_of(change, "council.call", "workforce.agency_rate")


def _table(
    comparison: Comparison, shown: Sequence[Change], caption: str, total: Change | None = None, kind: str = "gbp_k"
) -> PageTable | None:
    if not shown:
        return None

    def row(change: Change) -> dict[str, object]:
        points = 100 if kind == "share" else 1
        moved = None if change.change is None else change.change * points
        return {
            "line": f"{subject(change)} (our estimate)" if change.name in ESTIMATES else subject(change),
            "old": change.old_absent if change.old is None else change.old,
            "new": change.new_absent if change.new is None else change.new,
            "change": change.absence if moved is None else moved,
            "meaning": _meaning(change),
        }

    frame = pd.DataFrame([row(each) for each in shown], dtype=object)
    columns = [
        Column("line", "Figure"),
        Column("old", comparison.old.short, kind),
        Column("new", comparison.new.short, kind),
        Column("change", *_MOVEMENT[kind]),
        Column("meaning", "What it means"),
    ]
    title = f"{caption}, {comparison.old.short} to {comparison.new.short}"
    return table(frame, columns, title, None if total is None else row(total) | {"line": "Whole variance"})


def _meaning(change: Change) -> str:
    if change.change is None:
        return "cannot be compared" if change.state is not State.NEITHER else change.absence or Absence.NOT_REPORTED
    if not change.change:
        return "unchanged"
    words = {
        Meaning.WORSE: "worse",
        Meaning.BETTER: "better",
        Meaning.NEITHER: "higher" if change.change > 0 else "lower",
    }
    return f"{arrow(change)} {words[change.meaning]}"


def unchanged(comparison: Comparison | None) -> Text | None:
    """Say how many figures did not change, and how many are not compared because they are not of a month."""
    if comparison is None:
        return None
    still, since = comparison.of(State.UNCHANGED), comparison.since
    if not still:
        return say(f"Every figure that we have for both months has changed since {since}.", _left_out(comparison))
    named = [each for each in still if not _is_line(each) and each.is_money]
    listed = bullets([f"{subject(each)}: {_now(each)}." for each in named]) if named else None
    verb = "has" if len(still) == 1 else "have"
    return say(
        f"{counted(len(still), 'figure')} {verb} not changed since {since}{', among them:' if named else '.'}",
        listed,
        _left_out(comparison),
    )


def _left_out(comparison: Comparison) -> str | None:
    """Say how many figures are not compared because they are not of a month."""
    count = len(comparison.not_monthly)
    if not count:
        return None
    return (
        f"We leave out {counted(count, 'figure')} that cannot change from month to month: "
        f"{'it is' if count == 1 else 'they are'} for a whole year or for the same day in both."
    )


def appeared(comparison: Comparison | None) -> Text | None:
    """Say how many figures only the new month has, so that nobody takes one for a change."""
    only = () if comparison is None else comparison.of(State.APPEARED)
    if comparison is None or not only:
        return None
    return say(
        f"We have {counted(len(only), 'figure')} for {comparison.new.month_name} that we do not have for "
        f"{comparison.old.month_name}. {'It has' if len(only) == 1 else 'They have'} no movement, which does not mean "
        f"that {'it was' if len(only) == 1 else 'they were'} nil before."
    )


def vanished(comparison: Comparison | None) -> Text | None:
    """List what only the old month has."""
    only = () if comparison is None else comparison.of(State.VANISHED)
    if comparison is None or not only:
        return None
    named = [each for each in only if not _is_line(each)]
    return say(
        f"{comparison.old.month_name} has {counted(len(only), 'figure')} that {comparison.new.month_name} does not "
        "have. That does not mean that they are nil now.",
        bullets([f"{each.label}: {before(each)}." for each in named]) if named else None,
    )

"""One figure in two periods, in words: what it was, how it moved, and what that means. Also the command's plain lines.

In: a `Change` or a `Comparison`. Out: text; an arrow never stands without the word that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trustbook.chapters.what_changed.analysis import Amount, Change, Comparison, State, part_of
from trustbook.core.formatting import NOT_REPORTED, in_pounds, millions, number, percent

_HALF_A_THOUSAND = 500


def written(change: Change, amount: Amount | None) -> str:
    """Write one amount of a figure with its unit."""
    if amount is None:
        return NOT_REPORTED
    if change.is_money:
        return in_pounds(int(amount)) if 0 < abs(int(amount)) < _HALF_A_THOUSAND else millions(int(amount))
    if change.unit == "share":
        return percent(float(amount), 2 if part_of(change, "council.share") else 1)
    if change.unit == "gbp_per_week":
        return f"{in_pounds(round(amount))} a week"
    return number(float(amount), 0 if amount == round(amount) else 1)


def movement(change: Change) -> str:
    """Write `up £0.434m`, `down 1.2 percentage points` or `unchanged`."""
    if change.change is None:
        return NOT_REPORTED
    if not change.change:
        return "unchanged"
    size = abs(Decimal(change.change))
    text = f"{number(float(size * 100), 1)} percentage points" if change.unit == "share" else written(change, size)
    return f"{'up' if change.change > 0 else 'down'} {text}"


def arrow(change: Change) -> str:
    """Point up or down, or nowhere where nothing moved."""
    return "" if not change.change else "↑" if change.change > 0 else "↓"


def directed(change: Change) -> str:
    """Write a movement with its arrow and its meaning: `↑ up £0.434m: worse`. The words say all that the arrow does."""
    meaning = f": {change.meaning}" if change.meaning else ""
    return f"{arrow(change)} {movement(change)}{meaning}".strip()


def told(change: Change) -> str:
    """Tell a movement from where to where: `↑ up £0.434m, from £1.556m to £1.990m: worse`."""
    meaning = f": {change.meaning}" if change.meaning else ""
    span = f"from {written(change, change.old)} to {written(change, change.new)}"
    return f"{arrow(change)} {movement(change)}, {span}{meaning}"


def subject(change: Change) -> str:
    """Name the line that a figure is of, or else the figure."""
    return change.line or change.label


def levels(found: Comparison) -> str | None:
    """Say so where two returns do not report the forecast as finely, and what can be compared then."""
    if found.same_level:
        return None
    return (
        f"{found.old.short} reports the forecast by {found.old_level.value} and {found.new.short} by "
        f"{found.new_level.value}, so the lines are set side by side by summary group, which both give."
    )


def in_lines(found: Comparison) -> Iterator[str]:
    """Write the comparison as plain lines, by state, for the command line."""
    yield f"{found.old} to {found.new}"
    note = levels(found)
    if note is not None:
        yield note
    for state in State:
        changes = found.of(state)
        yield f"{state.value.capitalize()}: {len(changes)}"
        for each in changes:
            moved = directed(each) if state is State.MOVED else ""
            amounts = f"{written(each, each.old):>14} {written(each, each.new):>14}"
            yield f"  {each.name:52} {amounts}  {moved:34} {each.label}".rstrip()

"""Write one figure in two periods: what it was, how it changed, and what that means.

Also the lines of `trustbook diff`.
In: a `Change` or a `Comparison`. Out: text; an arrow always has the word that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from textwrap import fill

from trustbook.chapters.what_changed.analysis import Amount, Change, Comparison, State, part_of
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import WIDTH, Absence, in_pounds, millions
from trustbook.core.units import in_points, write

_HALF_A_THOUSAND = 500
_LONGEST_NAME, _AMOUNT = 44, 12


def before(change: Change) -> str:
    """Write the old figure, or why there is none."""
    return change.old_absent.value if change.old is None else written(change, change.old)


def after(change: Change) -> str:
    """Write the new figure, or why there is none."""
    return change.new_absent.value if change.new is None else written(change, change.new)


def written(change: Change, amount: Amount) -> str:
    """Write one amount of a figure with its unit."""
    if change.is_money:
        return in_pounds(int(amount)) if 0 < abs(int(amount)) < _HALF_A_THOUSAND else millions(int(amount))
    return write(amount, change.unit, 2 if part_of(change, "council.share") else None)


def rounded(change: Change, amount: Amount, apart: Amount | None = None) -> str:
    """Write one amount of a figure as in a sentence; `apart`: how far it is from one that it is compared with."""
    return money(int(amount), None if apart is None else int(apart)) if change.is_money else written(change, amount)


def movement(change: Change) -> str:
    """Write `up £434k`, `down 1.2 percentage points` or `unchanged`."""
    if change.change is None:
        return (change.absence or Absence.NOT_REPORTED).value
    if not change.change:
        return "unchanged"
    size = abs(Decimal(change.change))
    text = in_points(size) if change.unit == "share" else rounded(change, size)
    return f"{'up' if change.change > 0 else 'down'} {text}"


def arrow(change: Change) -> str:
    """Point up or down, or nowhere if nothing changed."""
    return "" if not change.change else "↑" if change.change > 0 else "↓"


def movement_with_arrow(change: Change) -> str:
    """Write a change with its arrow and its meaning: `↑ up £434k: worse`. The words say all that the arrow does."""
    meaning = f": {change.meaning}" if change.meaning else ""
    return f"{arrow(change)} {movement(change)}{meaning}".strip()


def movement_from_to(change: Change) -> str:
    """Write a change with both amounts: `↑ up £434k, from £1.56m to £1.99m: worse`."""
    meaning = f": {change.meaning}" if change.meaning else ""
    old, new = (
        absent.value if amount is None else rounded(change, amount, change.change)
        for amount, absent in ((change.old, change.old_absent), (change.new, change.new_absent))
    )
    return f"{arrow(change)} {movement(change)}, from {old} to {new}{meaning}"


def subject(change: Change) -> str:
    """Name the line that a figure is of, or else the figure."""
    return change.line or change.label


def levels(comparison: Comparison) -> str | None:
    """Say so if two returns report the forecast at different levels, and what can then be compared."""
    if comparison.same_level:
        return None
    return (
        f"{comparison.old.month_name}'s figures are by {comparison.old_level.called} and "
        f"{comparison.new.month_name}'s by {comparison.new_level.called}, so they are compared by summary group."
    )


def in_lines(comparison: Comparison) -> Iterator[str]:
    """Write the comparison as plain lines, by state, for the command line."""
    yield f"{comparison.old} to {comparison.new}"
    if comparison.years_apart:
        yield fill(
            f"{comparison.old.financial_year} and {comparison.new.financial_year} have {words().budgets} of their own, "
            "so what follows is a difference between years and not a movement.",
            WIDTH,
        )
    note = levels(comparison)
    if note is not None:
        yield fill(note, WIDTH)
    for state in State:
        changes = comparison.of(state)
        yield f"{state.value.capitalize()}: {len(changes)}"
        names = min(max((len(each.name) for each in changes), default=0), _LONGEST_NAME)
        for each in changes:
            line = f"  {each.name:{names}} {before(each):>{_AMOUNT}} {after(each):>{_AMOUNT}}  "
            if state is State.MOVED:
                yield f"{line}{movement_with_arrow(each)}"
                line = " " * 6
            line += each.label
            yield fill(line, WIDTH, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False)

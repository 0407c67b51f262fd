"""The chapter on what changed, in words and tables.

In: a `Comparison`, or None where there is no month to compare with. Out: text and tables; every figure is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.what_changed.analysis import Change, Comparison, Meaning, State, part_of
from trustbook.chapters.what_changed.movement import arrow, levels, movement, subject, told, written
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import NOT_REPORTED, counted, listing
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.position import NOT_IN_FORECAST, PRESSURE

_LAYERS = (
    *(layer.metric for layer in PRESSURE),
    "forecast.pressure",
    NOT_IN_FORECAST.metric,
    "council.call",
)
_LINES = ("forecast.group_variance", "forecast.variance")
_OTHER_MONEY = ("forecast.contract_sum", "forecast.revised_contract_sum", "forecast.projected_outturn")
_SAVINGS = ("savings.target", "savings.red", "savings.amber", "savings.green", "savings.mitigations")
_MOVEMENT = {
    "gbp_k": ("Movement", "gbp_k_signed"),
    "share": ("Movement, percentage points", "decimal"),
    "decimal": ("Movement", "decimal"),
}
_ESTIMATES = ("forecast.outlook_low", "forecast.outlook_high", "savings.risk_weighted")


def answer(found: Comparison | None, period: Period) -> Text:
    """Open the chapter: what moved most, and how many figures moved, stand as they were, or cannot be compared."""
    if found is None:
        return say(
            strong(
                f"No return is held for {period.previous.label} in the same financial year, so there is no month "
                f"to compare {period.short} with."
            )
        )
    moved = [each for each in found.parts if each.change]
    named = listing([f"{subject(each)} {movement(each)}" for each in moved[:3]])
    most = (
        f" The largest movements: {named}."
        if len(moved) > 1
        else f" One line moved: {named}."
        if moved
        else " No line moved."
    )
    return say(strong(f"{_whole(found)}{most}"), _counts(found, found.old.short, found.new.short))


def _whole(found: Comparison) -> str:
    """The pressure and the variance, each by name where they moved apart."""
    names = [("pressure", found.get("forecast.pressure")), ("variance", found.get("forecast.variance"))]
    known = [(name, change) for name, change in names if change is not None and change.change is not None]
    if len({change.change for _, change in known}) == 1:
        known = known[:1]
    return " ".join(
        f"{'Since ' + found.old.short + ' the' if place == 0 else 'The'} {name} is "
        + (
            f"{movement(change)}, to {written(change, change.new)}: {change.meaning}."
            if change.change
            else f"unchanged at {written(change, change.new)}."
        )
        for place, (name, change) in enumerate(known)
    )


def _counts(found: Comparison, old: str, new: str) -> str:
    count = {state: len(found.of(state)) for state in State}
    both = count[State.MOVED] + count[State.UNCHANGED]
    parts = [
        f"Of {counted(both, 'figure')} that both months report, {count[State.MOVED]} moved and "
        f"{count[State.UNCHANGED]} {'is' if count[State.UNCHANGED] == 1 else 'are'} unchanged."
    ]
    for state, there, absent in ((State.APPEARED, new, old), (State.VANISHED, old, new)):
        if count[state]:
            have = "has" if count[state] == 1 else "have"
            parts.append(f"{counted(count[state], 'figure')} given for {there} {have} none for {absent}.")
    return " ".join(parts)


def largest(found: Comparison | None) -> Text | None:
    """Tell each movement in words, largest first: what the pressure and the call are made of, then the rest."""
    if found is None:
        return None
    parts = [each for each in found.parts if each.change]
    rest = [
        each
        for each in found.of(State.MOVED)
        if each.name.startswith(("savings.", "workforce.", "council.call")) and not _is_line(each)
    ]
    moved = [*parts, *(each for each in rest if each.name not in _ESTIMATES)]
    if not moved:
        return say(f"Nothing that both months report has moved since {found.old.short}.")
    return bullets([strong(subject(each)) + f" {told(each)}." for each in moved])


def level(found: Comparison | None) -> Text | None:
    """Say so where the two returns do not report the forecast as finely."""
    return None if found is None or found.same_level else say(levels(found))


def lines(found: Comparison | None) -> PageTable | None:
    """Show the variance line by line, largest movement first, and its total."""
    if found is None:
        return None
    whole = found.get("forecast.variance")
    return _table(found, found.lines, "Variance, largest movement first", whole)


def layers(found: Comparison | None) -> PageTable | None:
    """Show the money in its layers, from the variance to the call."""
    if found is None:
        return None
    return _table(found, [each for name in _LAYERS if (each := found.get(name))], "The money in its layers")


def others(found: Comparison | None) -> PageTable | None:
    """Show the other headline figures in money."""
    if found is None:
        return None
    named = [*_OTHER_MONEY, *_SAVINGS, "savings.deliverable", *_ESTIMATES]
    shown = [each for name in named if (each := found.get(name)) and each.change is not None]
    return _table(found, shown, "Contract, savings and estimates")


def rates(found: Comparison | None) -> PageTable | None:
    """Show the figures that are shares of something."""
    if found is None:
        return None
    shown = [each for each in _comparable(found) if each.unit == "share" and not _is_line(each)]
    return _table(found, shown, "Shares", kind="share")


def counts(found: Comparison | None) -> PageTable | None:
    """Show the figures that are numbers of people or posts."""
    if found is None:
        return None
    shown = [each for each in _comparable(found) if each.unit in ("count", "fte")]
    return _table(found, shown, "People and posts", kind="decimal")


def detail(found: Comparison | None) -> PageTable | None:
    """Show every other amount of a heading or a savings line that moved."""
    if found is None:
        return None
    shown = [each for each in found.of(State.MOVED) if _is_line(each) and not part_of(each, *_LINES)]
    return _table(found, [each for each in shown if each.is_money], "Other amounts of single lines that moved")


def _comparable(found: Comparison) -> list[Change]:
    return [*found.of(State.MOVED), *found.of(State.UNCHANGED)]


def _is_line(change: Change) -> bool:
    """Whether a figure is of one line of a return, and not a headline figure or one council's or team's part of it."""
    return change.name.count(".") > 1 and not part_of(change, "council.call", "workforce.agency_rate")


def _table(
    found: Comparison, shown: Sequence[Change], caption: str, total: Change | None = None, kind: str = "gbp_k"
) -> PageTable | None:
    if not shown:
        return None

    def row(change: Change) -> dict[str, object]:
        points = 100 if kind == "share" else 1
        moved = None if change.change is None else change.change * points
        return {
            "line": subject(change),
            "old": change.old,
            "new": change.new,
            "change": moved,
            "meaning": _meaning(change),
        }

    frame = pd.DataFrame([row(each) for each in shown], dtype=object)
    columns = [
        Column("line", "Figure"),
        Column("old", found.old.short, kind),
        Column("new", found.new.short, kind),
        Column("change", *_MOVEMENT[kind]),
        Column("meaning", "What it means"),
    ]
    title = f"{caption}, {found.old.short} to {found.new.short}"
    return table(frame, columns, title, None if total is None else row(total) | {"line": "Whole variance"})


def _meaning(change: Change) -> str:
    if change.change is None:
        return "cannot be compared" if change.state is not State.NOT_REPORTED else NOT_REPORTED
    if not change.change:
        return "unchanged"
    words = {
        Meaning.WORSE: "worse",
        Meaning.BETTER: "better",
        Meaning.NEITHER: "higher" if change.change > 0 else "lower",
    }
    return f"{arrow(change)} {words[change.meaning]}"


def unchanged(found: Comparison | None) -> Text | None:
    """State what did not move: the headline figures and lines of the variance by name, all other lines by number."""
    if found is None:
        return None
    still = found.of(State.UNCHANGED)
    if not still:
        return say(f"No figure that both months report is as it was at {found.old.short}.")
    named = [each for each in still if not _is_line(each) or part_of(each, "council.share") or each in found.lines]
    rest = len(still) - len(named)
    listed = bullets([f"{subject(each)}: {written(each, each.new)}." for each in named])
    more = (
        f"{counted(rest, 'other amount')} of single headings and savings {'is' if rest == 1 else 'are'} unchanged."
        if rest
        else None
    )
    return say(listed if named else None, more)


def appeared(found: Comparison | None) -> Text | None:
    """State what only the new period reports, so that nobody takes it for a movement."""
    return None if found is None else _only_in(found, State.APPEARED, found.new.short, found.old.short)


def vanished(found: Comparison | None) -> Text | None:
    """State what only the old period reports."""
    return None if found is None else _only_in(found, State.VANISHED, found.old.short, found.new.short)


def _only_in(found: Comparison, state: State, there: str, absent: str) -> Text | None:
    only = found.of(state)
    if not only:
        return None
    named = [each for each in only if not _is_line(each)]
    rest = len(only) - len(named)
    listed = bullets([f"{each.label}: {written(each, each.new if each.old is None else each.old)}." for each in named])
    return say(
        f"These have a figure for {there} and none for {absent}, so they have no movement. Where there is no figure it "
        "was not nil: it was not reported, or could not be worked out.",
        listed if named else None,
        f"Beside these, {counted(rest, 'amount')} of single headings and savings." if rest else None,
    )


def neither(found: Comparison | None) -> Text | None:
    """State the headline figures that neither month reports."""
    if found is None:
        return None
    absent = [each.label for each in found.of(State.NOT_REPORTED) if not _is_line(each)]
    return say(f"Neither month reports: {listing([_lower(label) for label in absent])}.") if absent else None


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]

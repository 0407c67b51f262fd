"""Check each line of activity by itself: its month and heading, and whether its counts, nights and price can be right.

In: the tables of a return, and the usable lines of activity.csv by their place. Out: `Reconciliation`s. Warnings are
published, so their sentences have no counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trustbook.chapters.placements.activity import DATASET, Line, days_in
from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt, refusal
from trustbook.config.words import words
from trustbook.core.formatting import number
from trustbook.core.lookalikes import bracketed_difference
from trustbook.core.period import Period


def each_line(now: Frames, lines: Mapping[int, Line]) -> Iterator[Reconciliation]:
    """Declare what must hold of each line, or is doubted of it."""
    yield from _months(now, lines)
    yield from _headings(now, lines)
    for place, line in lines.items():
        yield from _possible(now, place, line)
        yield from _plausible(now, place, line)


def _months(now: Frames, lines: Mapping[int, Line]) -> Iterator[Reconciliation]:
    for place, line in lines.items():
        if line.month > now.period:
            yield _wrong(
                now,
                place,
                "month",
                "activity.month_after_period",
                f"{line.month.calendar_month} is after {now.period.calendar_month}, the month of this return",
                f"a month up to {now.period.calendar_month}",
                "Correct the month, or put the line into the return of its own month.",
            )
    first: dict[tuple[tuple[str, str], Period], int] = {}
    for place, line in lines.items():
        if first.setdefault((line.name, line.month), place) != place:
            yield _wrong(
                now,
                place,
                "month",
                "activity.month_twice",
                f"{line.month.calendar_month} of {line.care_type}, {line.provider} stands in line "
                f"{first[line.name, line.month]} too, written in another way",
                "each month of a line once",
                "Remove one of the two.",
            )
    earlier = {place: line for place, line in lines.items() if line.month.year < now.period.year}
    if earlier:
        place = next(iter(earlier))
        months = sorted({line.month for line in earlier.values()})
        span = " to ".join(dict.fromkeys(month.calendar_month for month in (months[0], months[-1])))
        yield doubt(
            now,
            DATASET,
            f"it states months of an earlier year ({span}), and this return is of {now.period.financial_year}",
            f"months from {now.period.step(1 - now.period.month).calendar_month}, unless earlier ones are meant",
            rule="activity.month_of_another_year",
            key="earlier years",
            line=place,
            column="month",
        )


def _headings(now: Frames, lines: Mapping[int, Line]) -> Iterator[Reconciliation]:
    forecast = now.get("forecast", "heading")
    known = set() if forecast is None else {str(each) for each in forecast["heading"].dropna()}
    for place, line in lines.items():
        if line.heading is not None and line.heading not in known and line.month.year == now.period.year:
            yield _wrong(
                now,
                place,
                "heading",
                "activity.heading",
                f"the forecast has no {words().budget_line} '{line.heading}'"
                f"{bracketed_difference(line.heading, known)}",
                f"one of: {', '.join(sorted(known))}",
                "Write it as the forecast does, or leave the cell empty.",
            )


def _possible(now: Frames, place: int, line: Line) -> Iterator[Reconciliation]:
    """Refuse what cannot be."""
    cared_for, days = line.at_start + line.entries, days_in(line.month)
    if line.exits > cared_for:
        yield _wrong(
            now,
            place,
            "exits",
            "activity.exits",
            f"{line.exits} placements ended, and there were {cared_for}: {line.at_start} at the start and "
            f"{line.entries} that began",
            f"at most {cared_for}",
            "Check the three counts; exits and entries may have changed places.",
        )
    if line.nights > cared_for * days:
        yield _wrong(
            now,
            place,
            "nights",
            "activity.nights_too_many",
            f"{number(line.nights)} nights are more than {cared_for} placements can have in {days} days",
            f"at most {number(cared_for * days)}",
            "Check nights and placements; nights and the price of a week may have changed places.",
        )
    if (line.nights or line.at_end > 0) and not line.week_gbp:
        yield _wrong(
            now,
            place,
            "weekly_price_gbp",
            "activity.price_missing",
            f"there is no price for a week, and the line has {number(line.nights)} nights",
            "the average price of a week in pounds, above 0",
            "Type the price. Without it the cost cannot be worked out.",
        )


def _plausible(now: Frames, place: int, line: Line) -> Iterator[Reconciliation]:
    """Doubt what can hardly be."""
    days = days_in(line.month)
    least = max(0, line.at_start - line.exits) * days
    if line.nights < least:
        yield doubt(
            now,
            DATASET,
            f"{line.month.calendar_month} has fewer nights than the placements that stayed all month must have",
            "at least the placements at the start less the exits, times the days of the month",
            rule="activity.nights_too_few",
            line=place,
            column="nights",
        )
    if line.places is not None and line.nights > line.places * days:
        yield doubt(
            now,
            DATASET,
            f"{line.month.calendar_month} has more nights than its places have in {days} days",
            "no more nights than the places times the days of the month",
            rule="activity.nights_above_places",
            line=place,
            column="places",
        )


def _wrong(now: Frames, line: int, column: str, rule: str, sentence: str, expected: str, mend: str) -> Reconciliation:
    return refusal(
        now,
        DATASET,
        sentence,
        expected,
        rule=rule,
        line=line,
        column=column,
        mend=mend,
    )

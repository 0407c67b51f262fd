"""Write when business cases are due. In: `Programme`. Out: text, and the table that the timeline chart shows."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme.analysis import Programme
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, counted, in_words, listing
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_CASE = {"date": "dated", "due": "due", "to_be_confirmed": "date to be confirmed"}


def month_words(month: str) -> str:
    """Write `March 2024` for `2024-03`."""
    return f"{pd.Timestamp(month):%B %Y}"


def most_due(programme: Programme) -> tuple[str, int, int] | None:
    """Find the month with most business cases due, how many they are, and how many are due in all."""
    due = programme.cases[(programme.cases["business_case"] == "due") & programme.cases["month"].notna()]
    if due.empty:
        return None
    counts = due.groupby("month")["project"].count()
    return str(counts.idxmax()), int(counts.max()), len(due)


def timeline(programme: Programme, data: PeriodData) -> Text:
    """Name the month with most business cases and what depends on them, what is overdue, and what slipped."""
    found = most_due(programme)
    if found is None:
        return say("No business case has a month when it is due.", _waiting(programme))
    month, most, total = found
    cases = programme.cases
    worth = int(cases.loc[(cases["business_case"] == "due") & (cases["month"] == month), "next_year_gbp"].sum())
    number = "The only business case due" if total == 1 else f"{capitalised(in_words(most))} of {total} business cases"
    is_due = "is" if total == 1 else "is due" if most == 1 else "are due"
    projects = "Its project is" if most == 1 else "Their projects are"
    return say(
        joined(
            [
                strong(f"{number} {is_due} in {month_words(month)}."),
                *([f"{projects} to save {money(worth)} in {programme.next_year.name}."] if worth else []),
                *_late(programme, data),
            ]
        ),
        _slipped(programme, data),
        _waiting(programme),
    )


def _late(programme: Programme, data: PeriodData) -> list[str]:
    late = list(programme.overdue["project"])
    before = f"{data.period.first_day:%B %Y}"
    return [f"Still shown as due, though from before {before}: {listing(late)}."] if late else []


def _slipped(programme: Programme, data: PeriodData) -> str | None:
    """Say which dates moved since the previous return, if there is one."""
    if programme.since is None:
        return None
    since = programme.since.seen_from(data.period)
    moved = programme.cases[programme.cases["slipped"].notna() & (programme.cases["slipped"] != 0)]
    if moved.empty:
        return f"No date has moved since {since}."
    lines = [
        f"{row.project} ({counted(abs(int(row.slipped)), 'month')} {'later' if row.slipped > 0 else 'earlier'})"
        for row in moved.itertuples()
    ]
    return strong(f"Moved since {since}:") + f" {listing(lines)}."


def _waiting(programme: Programme) -> str | None:
    """Name the projects whose business case has no date yet."""
    undated = programme.cases[(programme.cases["business_case"] == "to_be_confirmed") & programme.cases["month"].isna()]
    return f"The date for {listing(list(undated['project']))} is to be confirmed." if len(undated) else None


def cases(programme: Programme, title: str) -> PageTable:
    """Show the month of each business case, and how far it slipped since the previous return, if there is one."""
    shown = programme.cases[programme.cases["business_case"] != "not_applicable"]
    frame = shown.assign(
        month=[month_words(month) if month else _CASE[kind] for month, kind in _pairs(shown)],
        kind=[_CASE[kind] if month else "" for month, kind in _pairs(shown)],
        stage=[_word(stage) for stage in shown["stage"]],
        rag=[_word(rag) for rag in shown["rag"]],
    )
    columns = [
        Column("project", "Project"),
        Column("month", "Business case"),
        Column("kind", "Due or dated"),
        Column("stage", "Stage"),
        Column("rag", "Rating"),
    ]
    if programme.since is not None:
        columns.insert(3, Column("slipped", f"Months later than at {programme.since.short}", "count"))
    return table(frame, columns, title)


def _pairs(cases: pd.DataFrame) -> list[tuple[str | None, str]]:
    return list(zip(cases["month"], cases["business_case"], strict=True))


def _word(text: object) -> str | None:
    return None if text is None or pd.isna(text) else str(text).capitalize()

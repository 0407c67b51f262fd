"""Show what was spent so far, line by line. In: a `SpentSoFar`. Out: tables for the page; rates to the nearest £1k."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.chapters.forecast_trend.spent_so_far import SpentSoFar
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import to_the_thousand
from trustbook.core.formatting import Absence, capitalised


def spending(spent: SpentSoFar | None) -> PageTable | None:
    """Show each line: spent, planned by now, and where its year is forecast to end; nothing without a figure."""
    if spent is None:
        return None
    outturn = spent.status.choose("Projected outturn", "Outturn")
    columns = [
        Column("name", capitalised(words().line)),
        Column("to_date", "Spent to date", "gbp_k"),
        Column("profile", "Planned by now", "gbp_k"),
        Column("above_profile", "Above the plan", "gbp_k_signed"),
        Column("outturn", outturn, "gbp_k"),
        Column("left", spent.status.choose("Left of it", "Outturn less spent"), "gbp_k"),
        Column("share_spent", "Share spent", "share"),
    ]
    return _table(spent, columns, f"Spent by the end of {spent.period.label}, by {words().line}", notes="note")


def rates(spent: SpentSoFar | None) -> PageTable | None:
    """Show each line's spending a month, so far and as the forecast implies; nothing once the year is over."""
    if spent is None or not spent.together.months_left:
        return None
    since = f"since {spent.before.short}" if spent.before is not None else ""
    columns = [
        Column("name", capitalised(words().line)),
        Column("run_rate", "A month so far", "gbp_k"),
        Column("latest_rate", f"A month {since}", "gbp_k"),
        Column("rest_rate", "A month to come", "gbp_k"),
        Column("rate_change", "Change on so far", "gbp_k_signed"),
        Column("end_at_run_rate", "Year at the rate so far", "gbp_k"),
        Column("end_at_latest_rate", f"Year at the rate {since}", "gbp_k"),
        Column("full_year_effect", "Next year against this year, our estimate", "gbp_k_signed"),
    ]
    caption = f"Spending a month, so far and if the forecast holds, {spent.period.label}, to the nearest £1k"
    return _table(spent, columns, caption)


def commitments(spent: SpentSoFar | None) -> PageTable | None:
    """Divide what is left of each line into what is committed and what is not; nothing without commitments."""
    if spent is None or not spent.together.months_left or all(line.committed is None for line in spent.lines):
        return None
    columns = [
        Column("name", capitalised(words().line)),
        Column("left", "Left of the projected outturn", "gbp_k"),
        Column("committed", "Committed", "gbp_k"),
        Column("undecided", "Still to be decided", "gbp_k"),
    ]
    return _table(
        spent, columns, f"What is left of the forecast, and how much of it is committed, {spent.period.label}"
    )


def _table(spent: SpentSoFar, columns: list[Column], caption: str, notes: str | None = None) -> PageTable:
    """Show the columns that any line has a figure in, with what the lines come to together."""
    names = [column.name for column in columns[1:]]
    rows = [
        {"name": line.name, "note": line.note} | {name: _cell(line, name) for name in names} for line in spent.lines
    ]
    has_figures = {name for name in names if any(not isinstance(row[name], Absence) for row in rows)}
    shown = [columns[0], *(column for column in columns[1:] if column.name in has_figures)]
    together = "Total" if spent.is_whole else f"Total of the {words().lines} with a figure"
    total = {"name": together} | {name: _cell(spent.together, name) for name in has_figures}
    return table(pd.DataFrame(rows, dtype=object), shown, caption, total, notes)


def _cell(line: Spending, name: str) -> object:
    """Give an amount, a rate to the nearest £1k, or a share; or why there is none."""
    value = getattr(line, name)
    if value is None:
        known = line.to_date is not None and line.outturn is not None
        return Absence.NOT_APPLICABLE if known and name in ("share_spent", "full_year_effect") else Absence.NOT_REPORTED
    if name == "share_spent":
        return float(value)
    if isinstance(value, Fraction):
        return to_the_thousand(value)
    return value

"""Describe the dataset of what has been spent so far."""

from __future__ import annotations

from trustbook.data.schema import NOTE, money, schema, text

ACTUALS = schema(
    "actuals",
    "Spent so far",
    "One {budget_line} of the forecast, or one summary group where it has no {lines}, and what was spent on it so far",
    ("heading",),
    text("heading", "The line, as the forecast names it", "{Line}"),
    money(
        "to_date",
        "Spent from the start of the year to the end of the month, less income; below zero is more income than cost",
        "Spent to date",
    ),
    money(
        "committed", "Ordered or contracted up to the end of the year, and not yet spent", "Committed", required=False
    ),
    money(
        "profile", "The part of the budget that was planned to be spent by now", "Budget planned by now", required=False
    ),
    NOTE,
)

PERIOD = (ACTUALS,)
"""Datasets that a period may report."""

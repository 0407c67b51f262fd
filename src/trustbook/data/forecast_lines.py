"""Tell the lines of a forecast from the subtotals that the paper prints, and complete lines that have a single budget.

In: the forecast as read. Out: its lines alone, its subtotals alone, and the table with both sums of a single budget.
Nothing is worked out that the paper does not give.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from trustbook.data.reader import Table

FORECAST = "forecast"
SUBTOTAL = "subtotal"
_SUMS = ("contract_sum_gbp", "revised_contract_sum_gbp")


def complete(table: Table) -> Table:
    """Let a single budget stand for the sum before the changes of the year and after them; other tables stay."""
    typed = table.typed
    if table.schema.name != FORECAST or typed["budget_gbp"].isna().all():
        return table
    filled = {name: typed[name].fillna(typed["budget_gbp"]) for name in _SUMS}
    return replace(table, typed=typed.assign(**filled))


def lines_of(dataset: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are added up: all but the subtotals of a forecast."""
    if dataset != FORECAST or "level" not in rows or not (rows["level"] == SUBTOTAL).any():
        return rows
    return rows[rows["level"] != SUBTOTAL]


def subtotals_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the subtotals of a forecast, as the paper says them."""
    return rows[rows["level"] == SUBTOTAL] if "level" in rows else rows.iloc[:0]

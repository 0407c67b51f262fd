"""Complete the lines of a forecast: a single budget stands for the sum before the changes of the year and after them.

In: the forecast as read. Out: the same table; nothing is worked out that the paper does not give.
"""

from __future__ import annotations

from dataclasses import replace

from trustbook.data.reader import Table

_SUMS = ("contract_sum_gbp", "revised_contract_sum_gbp")


def complete(table: Table) -> Table:
    """Fill both sums of each line that has a single budget; other tables stay as they are."""
    typed = table.typed
    if table.schema.name != "forecast" or not {*_SUMS, "budget_gbp"} <= set(typed.columns):
        return table
    if typed["budget_gbp"].isna().all():
        return table
    filled = {name: typed[name].fillna(typed["budget_gbp"]) for name in _SUMS}
    return replace(table, typed=typed.assign(**filled))

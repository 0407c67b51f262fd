"""Check that reference figures across years agree: parts of a contract sum, budget shares, sums in two tables.

In: the reference tables. Out: `Reconciliation`s in whole pounds, evaluated by Great Expectations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from trustbook.checks.reconciliation_table import ROUNDING, Reconciliation
from trustbook.config.words import words
from trustbook.core.formatting import percent, thousands
from trustbook.data.reader import Table
from trustbook.position import column_sum

_HALF_A_POINT = 500
"""Rounding allowed per budget share, in thousandths of a per cent: shares are printed in whole per cents."""


def years(tables: Mapping[str, Table]) -> list[Reconciliation]:
    """Declare the reconciliations of the reference tables. Missing columns are reported by the suites."""
    return [*_blocks(tables), *_shares(tables)]


def _blocks(tables: Mapping[str, Table]) -> Iterator[Reconciliation]:
    """Check that the parts of a year's contract sum add up to it."""
    blocks = _frame(tables, "contract_blocks", "year", "kind", "amount_gbp")
    sums = _frame(tables, "contract_sums", "year", "original_gbp")
    if blocks is None or sums is None:
        return
    for year, parts in blocks[blocks["kind"] == "in_sum"].groupby("year"):
        stated = column_sum(sums.loc[sums["year"] == year, "original_gbp"])
        added = column_sum(parts["amount_gbp"])
        if stated is not None and added is not None:
            yield Reconciliation(
                rule="contract_blocks.in_sum",
                key=str(year),
                file=tables["contract_blocks"].file,
                column="amount_gbp_k",
                left=added,
                right=stated,
                tolerance=ROUNDING,
                sentence=f"the parts of the {words().budget} of {year} add up to {thousands(added)}, and the sum is "
                f"{thousands(stated)}",
            )


def _shares(tables: Mapping[str, Table]) -> Iterator[Reconciliation]:
    """Check that budget shares add up to the whole, within rounding."""
    figures = _frame(tables, "comparators", "body", "measure", "value", "as_at")
    if figures is None:
        return
    shares = figures[(figures["measure"] == "budget_share") & figures["value"].notna()]
    for (body, year), group in shares.groupby(["body", "as_at"]):
        added = round(float(group["value"].sum()) * 100_000)
        yield Reconciliation(
            rule="comparators.budget_share",
            key=f"{body}, {year}",
            file=tables["comparators"].file,
            column="value",
            left=added,
            right=100_000,
            tolerance=_HALF_A_POINT * len(group),
            sentence=f"the shares of the budget of {body}, {year}, add up to {percent(added / 100_000)}",
            expected="the whole, to the rounding of each share",
        )


def _frame(tables: Mapping[str, Table], dataset: str, *columns: str) -> pd.DataFrame | None:
    frame = tables[dataset].typed
    return frame if set(columns) <= set(frame.columns) else None

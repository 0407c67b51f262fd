"""Check that the figures stated in papers are precise enough to test: a wide margin agrees with anything.

In: tables of figures with their decimals, and the tolerances of hedged statements. Out: `Reconciliation`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pandas as pd

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Reconciliation
from trustbook.core.characters import excerpt
from trustbook.core.formatting import counted
from trustbook.data.reader import Table
from trustbook.data.schema import MOST_DECIMALS

MOST_OF_ONE = 200
"""The report's most stated figure has about ten statements. Each is compared with every other."""


def stated(tables: Iterable[Table]) -> list[Reconciliation]:
    """Declare the precision checks of each figure with decimals, and limit how often one figure is stated."""
    found: list[Reconciliation] = []
    for table in tables:
        found += _repeated(table)
        if {"value", "decimals"} <= set(table.typed.columns):
            for line, row in table.typed.dropna(subset=["value", "decimals"]).iterrows():
                hedge = row.get("tolerance")
                margin = Decimal(0) if hedge is None or pd.isna(hedge) else Decimal(str(hedge))
                found += _of_line(table, int(str(line)), Decimal(str(row["value"])), float(row["decimals"]), margin)
    return found


def _repeated(table: Table) -> Iterator[Reconciliation]:
    if not {"metric", "period"} <= set(table.typed.columns):
        return
    for (metric, when), lines in table.typed.groupby(["metric", "period"], dropna=False):
        if len(lines) > MOST_OF_ONE:
            of = str(metric) if pd.isna(when) else f"{metric}, {when}"
            yield _reconciliation(
                table,
                int(str(lines.index[MOST_OF_ONE])),
                "metric",
                "stated_too_often",
                f"{excerpt(of)} is stated {len(lines):,} times",
                f"at most {MOST_OF_ONE} statements of one figure",
            )


def _of_line(table: Table, line: int, value: Decimal, decimals: float, margin: Decimal) -> Iterator[Reconciliation]:
    if decimals != int(decimals) or abs(decimals) > MOST_DECIMALS:
        return  # reported by the suites, or else when the claims are read
    step = Decimal(1).scaleb(-int(decimals))
    if value % step:
        yield _reconciliation(
            table,
            line,
            "decimals",
            "finer_than_printed",
            f"{value.normalize():f} has more digits than {_finely(int(decimals))} would show",
            "as many decimals as the figure has",
        )
    if margin and margin >= abs(value):
        sentence = (
            f"the margin of {margin.normalize():f} is as large as the figure, {value.normalize():f}, "
            "so almost any figure would agree"
        )
        yield _reconciliation(
            table, line, "tolerance", "wide_margin", sentence, "a margin well below the figure", Severity.WARNING
        )
    if not value and step > 1:
        sentence = f"0 is said to be rounded to {_finely(int(decimals))}, so that many figures would agree"
        yield _reconciliation(table, line, "decimals", "nought_rounded", sentence, "0 decimals", Severity.WARNING)


def _finely(decimals: int) -> str:
    return counted(decimals, "decimal") if decimals >= 0 else f"the nearest {10**-decimals:,}"


def _reconciliation(
    table: Table,
    line: int,
    column: str,
    rule: str,
    sentence: str,
    expected: str,
    severity: Severity = Severity.CRITICAL,
) -> Reconciliation:
    return Reconciliation(
        rule=f"{table.schema.name}.{rule}",
        file=table.file,
        dataset=table.schema.name,
        line=line,
        column=column,
        sentence=sentence,
        left=0,
        right=1,
        severity=severity,
        expected=expected,
        mend="Copy the figure from the paper, with the decimals that it has there.",
    )

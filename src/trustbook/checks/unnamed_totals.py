"""Find totals left among the lines: lines that are the sum of those above, whatever their name.

In: this return's frames. Out: `Reconciliation`s with the severity of a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt
from trustbook.data.forecast_lines import lines_of
from trustbook.data.schema import Kind, Schema

_FEWEST_ABOVE = 2
_FEWEST_ABOVE_ALONE = 3
"""More lines are required where only one figure of a line is a sum, since chance matches are likelier."""
_APART = ("level", "kind", "measure", "unit", "as_at", "year", "tracker")
"""Lines that differ in these columns are not added up."""
_WHAT_TO_DO = (
    "If it is a total, delete the line and put the total into controls.csv. "
    "If it is a line of its own, accept the warning with a reason in params/<period>.yaml."
)


def sums_of_lines(now: Frames) -> Iterator[Reconciliation]:
    """Doubt each line whose figures are all sums of the lines above it, since the last such line."""
    for name, table in now.tables.items():
        figures = _figures(table.schema, table.typed)
        apart = [column for column in _APART if column in table.typed]
        if not figures:
            continue
        for rows in _alike(lines_of(name, table.typed), apart):
            for line, called in _sums(rows[figures], rows[_called(table.schema, rows)]):
                found = doubt(
                    now,
                    name,
                    f"every figure of '{called}' is the sum of the lines above it, so it may be a total",
                    "lines only; totals belong in controls.csv",
                    rule="plausible.sum_of_lines",
                    line=line,
                )
                yield replace(found, mend=_WHAT_TO_DO)


def _alike(typed: pd.DataFrame, apart: list[str]) -> list[pd.DataFrame]:
    """Group the lines that could be added up together."""
    return [rows for _, rows in typed.groupby(apart, dropna=False, sort=False)] if apart else [typed]


def _figures(schema: Schema, typed: pd.DataFrame) -> list[str]:
    """Return the columns that are added up: all money columns, or else the line's one figure."""
    money = [
        column.typed_name
        for column in schema.columns
        if column.kind is Kind.MONEY and column.typed_name in typed and typed[column.typed_name].notna().any()
    ]
    return money or [name for name in ("value",) if name in typed and "decimals" not in typed]


def _called(schema: Schema, rows: pd.DataFrame) -> str:
    """Return the column that names a line: the last text column of its key that does not group lines."""
    named = [name for name in schema.key if name in rows and name not in _APART]
    return named[-1] if named else str(rows.columns[0])


def _sums(figures: pd.DataFrame, names: pd.Series[object]) -> Iterator[tuple[int, str]]:
    above: list[Sequence[Any]] = []
    for line, row in zip(figures.index, figures.itertuples(index=False, name=None), strict=True):
        if _is_sum(row, above):
            yield int(str(line)), str(names.loc[line])
            above = []
        else:
            above.append(row)


def _is_sum(row: Sequence[Any], above: Sequence[Sequence[Any]]) -> bool:
    known = [place for place, value in enumerate(row) if not pd.isna(value)]
    sums = {place: sum(line[place] for line in above if not pd.isna(line[place])) for place in known}
    if not known or any(row[place] != sums[place] for place in known):
        return False
    telling = [place for place in known if sums[place]]
    adding = [line for line in above if any(not pd.isna(line[place]) and line[place] for place in telling)]
    return len(adding) >= (_FEWEST_ABOVE if len(telling) > 1 else _FEWEST_ABOVE_ALONE) and bool(telling)

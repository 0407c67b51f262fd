"""Read what papers state: each figure with its source, its place in the paper and its precision.

In: `data/<period>/claims.csv` and `data/reference/claims.csv`. Out: `Claim`s.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from trustbook.claims.quantity import Quantity
from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError
from trustbook.core.incoming import path_exists, require_inside
from trustbook.core.period import Period
from trustbook.data.datasets import CLAIMS
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table, read_table
from trustbook.data.schema import MOST_DECIMALS

_DECIMALS = f"a whole number from -{MOST_DECIMALS} to {MOST_DECIMALS}"


@dataclass(frozen=True)
class Claim:
    """One stated figure. `period` is a period, a financial year, a date, or empty if the paper gives none."""

    claim_id: str
    source_id: str
    locator: str
    metric: str
    period: str
    value: float
    unit: str
    decimals: int
    tolerance: float | None
    label: str

    @property
    def figure(self) -> Quantity:
        """The figure as stated, with the slack of its last place and of its wording."""
        return Quantity.stated(self.value, self.unit, self.decimals, self.tolerance)


def read_claims(workspace: Workspace, period: Period) -> list[Claim]:
    """Read the claims of a period's papers and of papers that belong to no period. Raises ReturnError."""
    claims = []
    for table in (*_of_return(workspace, period), *_of_file(workspace, workspace.data / "reference" / "claims.csv")):
        rows = table.trusted()
        records = zip(rows.index, rows.to_dict("records"), strict=True)
        claims += [_claim(row, table.file, int(line)) for line, row in records]
    return claims


def _of_return(workspace: Workspace, period: Period) -> Iterator[Table]:
    """Read the claims of a return, from their own file or a sheet of a workbook."""
    file = workspace.data / str(period) / "claims.csv"
    if path_exists(file):
        yield from _of_file(workspace, file)
    elif path_exists(file.parent):
        read = return_tables(workspace, period)
        yield from (each for each in read if isinstance(each, Table) and each.schema.name == CLAIMS.name)


def _of_file(workspace: Workspace, path: Path) -> Iterator[Table]:
    if path_exists(path):
        require_inside(path, workspace.data, workspace.shown(path))
        yield read_table(path, CLAIMS, workspace.shown(path))


def _claim(row: dict[Hashable, object], file: str, line: int) -> Claim:
    """Make a claim from a line, and refuse what the arithmetic cannot use: a suite may allow more than that."""

    def text(name: str) -> str:
        return "" if pd.isna(row[name]) else str(row[name])

    def figure(name: str, expected: str) -> float:
        if pd.isna(row.get(name)):
            raise ReturnError("the cell is empty", file=file, line=line, column=name, expected=expected)
        return float(str(row[name]))

    decimals = figure("decimals", _DECIMALS)
    if decimals != int(decimals) or abs(decimals) > MOST_DECIMALS:
        raise ReturnError(f"found '{decimals:g}'", file=file, line=line, column="decimals", expected=_DECIMALS)
    tolerance = row["tolerance"]
    return Claim(
        **{name: text(name) for name in ("claim_id", "source_id", "locator", "metric", "period", "unit", "label")},
        value=figure("value", "a figure"),
        decimals=int(decimals),
        tolerance=None if pd.isna(tolerance) else float(str(tolerance)),
    )

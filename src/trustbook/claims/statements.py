"""Read what papers state: each figure or date with its source, its place in the paper and its precision.

In: `data/<period>/claims.csv` and `data/reference/claims.csv`. Out: `Claim`s.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pandas as pd

from trustbook.claims import dates
from trustbook.claims.quantity import Quantity
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.core.incoming import path_exists, require_inside
from trustbook.core.period import Period
from trustbook.data.datasets import CLAIMS
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table, read_table
from trustbook.data.schema import MOST_DECIMALS

_DECIMALS = f"a whole number from -{MOST_DECIMALS} to {MOST_DECIMALS}"


class Bound(StrEnum):
    """How a statement limits the figure that it is about, if it does not state the figure itself."""

    EXACT = ""
    BELOW = "below"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOVE = "above"


_BOUNDS = f"an empty cell, or one of: {', '.join(each for each in Bound if each)}"


@dataclass(frozen=True)
class Claim:
    """One stated figure or date. `period` is a period, a financial year, a date, or empty if the paper gives none.

    `called`: the figure that the paper's words name, with `@` and its time if that is another, where the words name
    another figure than the one that is stated. `cause`: what lies behind a disagreement, in our words; claims with the
    same words have one cause. `date`: the stated date of a claim in the unit `date`.
    """

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
    bound: Bound = Bound.EXACT
    called: str = ""
    date: str = ""
    cause: str = ""

    @cached_property
    def figure(self) -> Quantity:
        """The figure as stated, with the slack of its last place and of its wording."""
        if self.unit == dates.UNIT:
            return dates.as_quantity(self.date)
        return Quantity.stated(self.value, self.unit, self.decimals, self.tolerance)


def read_claims(workspace: Workspace, period: Period) -> list[Claim]:
    """Read the claims of a period's papers and of papers that belong to no period. Raises ReturnError."""
    of_no_period = _of_file(workspace, workspace.data / "reference" / "claims.csv")
    return [*claims_of_return(workspace, period), *_of_tables(of_no_period)]


def claims_of_return(workspace: Workspace, period: Period) -> Iterator[Claim]:
    """Yield the claims in the folder of a period. Raises ReturnError."""
    yield from _of_tables(_of_return(workspace, period))


def _of_tables(tables: Iterable[Table]) -> Iterator[Claim]:
    for table in tables:
        rows = table.trusted()
        for line, row in zip(rows.index, rows.to_dict("records"), strict=True):
            yield _claim(row, table.file, int(line))


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
        return "" if pd.isna(row.get(name)) else str(row[name])

    def figure(name: str, expected: str) -> float:
        if pd.isna(row.get(name)):
            raise ReturnError("the cell is empty", file=file, line=line, column=name, expected=expected)
        return float(str(row[name]))

    def refused(name: str, expected: str) -> ReturnError:
        return ReturnError(f"found '{excerpt(text(name))}'", file=file, line=line, column=name, expected=expected)

    if text("bound") not in set(Bound):
        raise refused("bound", _BOUNDS)
    words = ("claim_id", "source_id", "locator", "metric", "period", "unit", "label", "called", "date", "cause")
    if text("unit") == dates.UNIT:
        try:
            dates.as_quantity(text("date"))
        except ValueError:
            raise refused("date", dates.FORM) from None
        value, decimals = 0.0, 0.0
    else:
        value, decimals = figure("value", "a figure"), figure("decimals", _DECIMALS)
    if decimals != int(decimals) or abs(decimals) > MOST_DECIMALS:
        raise ReturnError(f"found '{decimals:g}'", file=file, line=line, column="decimals", expected=_DECIMALS)
    tolerance = row.get("tolerance")
    return Claim(
        **{name: text(name) for name in words},
        value=value,
        decimals=int(decimals),
        tolerance=None if pd.isna(tolerance) else float(str(tolerance)),
        bound=Bound(text("bound")),
    )

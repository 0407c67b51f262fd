"""A period's return, and what no period owns, as typed frames.

In: a workspace and a period. Out: `Return` and `Reference`; a dataset that the period does not have is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from trustbook.errors import ReturnError
from trustbook.period import Period
from trustbook.returns.reader import Table, read_table
from trustbook.returns.schema import PERIOD_DATASETS, REFERENCE_DATASETS, SOURCES, Schema
from trustbook.workspace import Workspace


@dataclass(frozen=True)
class Return:
    """What the trust reported for one period. Frames are indexed by line; money is in whole pounds."""

    period: Period
    tables: dict[str, Table]

    def dataset(self, name: str) -> pd.DataFrame | None:
        """Return a dataset, or None where the period does not report it. Raises ReturnError for an unreadable cell."""
        return self.tables[name].trusted() if name in self.tables else None

    @cached_property
    def forecast(self) -> pd.DataFrame:
        """The forecast, which every return has."""
        return self.tables["forecast"].trusted()

    @cached_property
    def adjustments(self) -> pd.DataFrame | None:
        """The lines beside the headings."""
        return self.dataset("adjustments")

    @cached_property
    def savings(self) -> pd.DataFrame | None:
        """The savings tracker."""
        return self.dataset("savings")

    @cached_property
    def workforce(self) -> pd.DataFrame | None:
        """Agency and vacancy figures."""
        return self.dataset("workforce")


@dataclass(frozen=True)
class Reference:
    """What no period owns: contract sums by year, other years and other places, and the register of papers."""

    contract_sums: pd.DataFrame
    comparators: pd.DataFrame
    sources: pd.DataFrame


def return_files(workspace: Workspace, period: Period) -> Iterator[tuple[Path, Schema | None, ReturnError]]:
    """Go through the files of a return: each with its schema, or None and the error that says why it has none."""
    folder = workspace.data / str(period)
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    for path in paths:
        schema = PERIOD_DATASETS.get(path.stem) if path.suffix == ".csv" else None
        yield (
            path,
            schema,
            ReturnError(
                "no dataset has this name",
                file=workspace.shown(path),
                expected=f"one of: {', '.join(f'{name}.csv' for name in PERIOD_DATASETS)}",
                mend="Rename it, or move it out of data/.",
            ),
        )
    if not any(path.name == "forecast.csv" for path in paths):
        yield (
            folder / "forecast.csv",
            None,
            ReturnError(
                "the return has no forecast",
                file=workspace.shown(folder / "forecast.csv"),
                expected="that file",
                mend="Every return has one; the other datasets may be left out.",
            ),
        )


def read_return(workspace: Workspace, period: Period) -> Return:
    """Read every dataset of a period that there is. Raises ReturnError for a file that it cannot place or read."""
    tables = {}
    for path, schema, problem in return_files(workspace, period):
        if schema is None:
            raise problem
        tables[schema.name] = read_table(path, schema, workspace.shown(path))
    return Return(period, tables)


def read_history(workspace: Workspace, period: Period) -> tuple[Return, ...]:
    """Read the returns of the same financial year up to and with this period, oldest first."""
    return tuple(
        read_return(workspace, each) for each in workspace.periods() if each.year == period.year and each <= period
    )


def read_reference_tables(workspace: Workspace) -> dict[str, Table]:
    """Read the reference datasets and the register of papers, by name."""
    places = {
        name: (workspace.data / "reference" / f"{name}.csv", schema) for name, schema in REFERENCE_DATASETS.items()
    }
    places["sources"] = (workspace.data / "sources.csv", SOURCES)
    return {name: _read_if_there(path, schema, workspace.shown(path)) for name, (path, schema) in places.items()}


def _read_if_there(path: Path, schema: Schema, shown: str) -> Table:
    if path.exists():
        return read_table(path, schema, shown)
    empty = pd.DataFrame(columns=list(schema.names), dtype="str")
    typed = pd.DataFrame({column.typed_name: pd.Series(dtype="object") for column in schema.columns})
    return Table(schema, shown, empty, typed, ())


def read_reference(workspace: Workspace) -> Reference:
    """Read what no period owns. Raises ReturnError for a cell that cannot be read."""
    tables = read_reference_tables(workspace)
    return Reference(**{name: table.trusted() for name, table in tables.items()})

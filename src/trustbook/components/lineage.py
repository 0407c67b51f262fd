"""Trace each headline figure: how it is worked out, and the lines of data and places in papers behind it.

In: the data of a period, a metric. Out: an `Origin`. A test fails if a headline figure does not say how it is worked
out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from trustbook.components.metric import ColumnRef, Lineage, Metric
from trustbook.core.formatting import counted
from trustbook.data.forecast_lines import lines_of
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Reference, Return


@dataclass(frozen=True)
class Place:
    """Cells of one file that come from one place in a paper. A setting has no lines and no paper."""

    file: str
    lines: tuple[int, ...]
    column: str
    paper: str = ""
    locator: str = ""

    def __str__(self) -> str:
        lines = f", {'line' if len(self.lines) == 1 else 'lines'} {_ranges(self.lines)}" if self.lines else ""
        return f"{self.file}{lines}, {self.column}"


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from."""

    metric: str
    how: str
    places: tuple[Place, ...]


def origin_of(data: PeriodData, metric: Metric) -> Origin:
    """Find where a figure comes from. Raises KeyError if it does not say how it is worked out."""
    if metric.lineage is None:
        raise KeyError(metric.name)
    return Origin(metric.name, metric.lineage.how, tuple(_places(metric.lineage, data)))


@dataclass(frozen=True)
class ReadCell:
    """One cell that a figure was worked out from: its paper, its place there, its place in the data, and its value."""

    source_id: str
    locator: str
    key: str
    value: object


def cells_of(data: PeriodData, lineage: Lineage) -> list[ReadCell]:
    """List the cells that a figure was worked out from; a setting has none."""
    found = []
    for read, file, rows in _read(lineage, data):
        typed = read.column.removesuffix("_k")
        sources, places = rows["source_id"].fillna(""), rows["locator"].fillna("")
        found += [
            ReadCell(str(source), str(place), f"{file}:{line}:{typed}", value)
            for line, source, place, value in zip(rows.index, sources, places, rows[typed], strict=True)
        ]
    return found


def _places(lineage: Lineage, data: PeriodData) -> Iterator[Place]:
    for read, file, rows in _read(lineage, data):
        used = rows[["source_id", "locator"]].fillna("")
        for (source, locator), lines in used.groupby(["source_id", "locator"], sort=False):
            yield Place(
                file,
                tuple(int(str(line)) for line in lines.index),
                read.column,
                data.reference.titles.get(str(source), str(source)),
                str(locator),
            )
    for setting in lineage.settings:
        yield Place(_SETTINGS, (), setting)


def _read(lineage: Lineage, data: PeriodData) -> Iterator[tuple[ColumnRef, str, pd.DataFrame]]:
    """Yield each column that a figure is worked out from, with its file and the rows that have it."""
    for read in lineage.reads:
        for file, rows in _rows(read, data.previous if read.before else data.current, data.reference):
            yield read, file, rows


def _rows(read: ColumnRef, made: Return | None, reference: Reference) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows that have the column, from the return or from the reference data."""
    table = {**reference.tables, **(made.tables if made else {})}.get(read.dataset)
    if table is None:
        return
    typed = read.column.removesuffix("_k")
    rows = lines_of(read.dataset, table.typed)
    rows = rows[rows[typed].notna()]
    for column, values in read.only:
        rows = rows[rows[column].isin(values)]
    yield table.file, rows


def _ranges(lines: tuple[int, ...]) -> str:
    """Write lines as `2 to 5, 7`, or as a range and a count if there are many separate runs."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    if len(runs) > _MOST_RUNS:
        return f"{runs[0][0]} to {runs[-1][1]} ({counted(len(lines), 'of them', 'of them')})"
    return ", ".join(str(low) if low == high else f"{low} to {high}" for low, high in runs)


_SETTINGS = "params/trust.yaml"
_MOST_RUNS = 4

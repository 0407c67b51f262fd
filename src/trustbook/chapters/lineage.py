"""Where each headline figure comes from: how it is worked out, and the lines of data and places in papers behind it.

In: the data of a period, the name of a metric. Out: an `Origin`. A headline figure without a
recipe is a failed test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.metrics import named
from trustbook.components.metric import ColumnRef, Lineage, Metric
from trustbook.core.formatting import counted
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Reference, Return


@dataclass(frozen=True)
class Place:
    """Cells of one file that were taken from one place in a paper. A setting has no lines and no paper."""

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


def origin(data: PeriodData, metric: str) -> Origin:
    """Say where a figure of `analysis.metrics.metrics` comes from. Raises KeyError for one that has no recipe."""
    return origin_of(data, named(data, [metric])[metric])


def origin_of(data: PeriodData, metric: Metric) -> Origin:
    """Say where a figure comes from. Raises KeyError if it has no recipe."""
    if metric.recipe is None:
        raise KeyError(metric.name)
    return Origin(metric.name, metric.recipe.how, tuple(_places(metric.recipe, data)))


def _places(recipe: Lineage, data: PeriodData) -> Iterator[Place]:
    titles = data.reference.sources.set_index("source_id")["title"]
    for read in recipe.reads:
        made = data.previous if read.before else data.current
        for file, rows in _rows(read, made, data.reference):
            used = rows[["source_id", "locator"]].fillna("")
            for (source, locator), lines in used.groupby(["source_id", "locator"], sort=False):
                yield Place(
                    file,
                    tuple(int(str(line)) for line in lines.index),
                    read.column,
                    str(titles.get(source, source)),
                    str(locator),
                )
    for setting in recipe.settings:
        yield Place(_SETTINGS, (), setting)


def _rows(read: ColumnRef, made: Return | None, reference: Reference) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows that have the column that is read, of the return or of what no period owns."""
    table = {**reference.tables, **(made.tables if made else {})}.get(read.dataset)
    if table is None:
        return
    typed = read.column.removesuffix("_k")
    rows = table.typed[table.typed[typed].notna()]
    for column, values in read.only:
        rows = rows[rows[column].isin(values)]
    yield table.file, rows


def _ranges(lines: tuple[int, ...]) -> str:
    """Write `2 to 5, 7`; many separate places are counted."""
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

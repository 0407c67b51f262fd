"""Tell which kind of table each table of a paper is, and join one that runs over two pages.

In: the tables of a reading. Out: each with its kind, its view and its columns; None where no kind fits, or two do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trustbook.core.period import Period
from trustbook.ingest.columns import Columns, columns_of
from trustbook.ingest.headings_of_columns import period_of_heading
from trustbook.ingest.model import Known
from trustbook.ingest.names import has_phrase, is_phrase, match, plain, words_of
from trustbook.ingest.recognition import Recognition, TableKind
from trustbook.ingest.view import TEXT, Column, View, view
from trustbook.papers.model import Row, Table

_FEWEST = 2
"""Columns of periods, headings of the budget, statuses: so many at least make a table one of theirs."""


@dataclass(frozen=True)
class Recognised:
    """A table, and what it is."""

    table: View
    kind: TableKind | None
    columns: Columns
    periods: dict[Period, Column]
    why: str = ""

    @property
    def locator(self) -> str:
        """The place of the table, for the column `locator`."""
        title = " ".join((self.table.table.title or "").split())
        return f"{self.table.table.place} ({title[:100]})" if title else self.table.table.place


def recognised(tables: Sequence[Table], known: Known, recognition: Recognition) -> list[Recognised]:
    """Tell the kind of each table."""
    return [_recognise(view(table), known, recognition) for table in joined(tables, recognition)]


def joined(tables: Sequence[Table], recognition: Recognition) -> list[Table]:
    """Join a table to the one before it where both have the same columns and the first has no total yet."""
    found: list[Table] = []
    for table in tables:
        last = found[-1] if found else None
        same = last is not None and _headings(last) == _headings(table) and len(_headings(table)) > 1
        if same and last is not None and last.rows and not is_total(last.rows[-1], recognition):
            found[-1] = replace(last, rows=(*last.rows, *table.rows))
            continue
        found.append(table)
    return found


def is_total(row: Row, recognition: Recognition) -> bool:
    """Check whether a row is a total: the reading says so, or its label does."""
    return row.total or is_phrase(row.label, recognition.totals) or words_of(row.label).startswith("total ")


def _headings(table: Table) -> tuple[str, ...]:
    return tuple(sorted({cell.column for row in table.rows for cell in row.cells if cell.unit != TEXT}))


def _recognise(table: View, known: Known, recognition: Recognition) -> Recognised:
    scored: list[tuple[int, TableKind, Columns, dict[Period, Column]]] = []
    for kind in recognition.tables:
        if kind.statuses:  # these have no figures: `reviews` looks for them
            continue
        columns = columns_of(table, kind, recognition.comments, known.period)
        periods = _periods(table, known) if kind.by_period else {}
        score = _score(table, kind, columns, periods, known, recognition)
        if score:
            scored.append((score, kind, columns, periods))
    scored.sort(key=lambda each: each[0], reverse=True)
    if not scored:
        return Recognised(table, None, Columns(), {}, "no dataset has a table like it")
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        why = f"it may be {scored[0][1].name} or {scored[1][1].name}"
        return Recognised(table, None, Columns(), {}, why)
    _, kind, columns, periods = scored[0]
    return Recognised(table, kind, columns, periods)


def _score(
    table: View,
    kind: TableKind,
    columns: Columns,
    periods: dict[Period, Column],
    known: Known,
    recognition: Recognition,
) -> int:
    title = 2 if table.table.title and has_phrase(table.table.title, kind.title) else 0
    labels = [row.label for row in table.rows]
    if kind.by_period:
        names = [*known.groups, *known.headings, *recognition.names.get(kind.dataset, {})]
        return 2 * len(periods) + title if len(periods) >= _FEWEST and _matching(labels, names) >= _FEWEST else 0
    if not set(kind.needs) <= columns.of.keys():
        return 0
    if kind.below:
        return 2 + title if any(is_phrase(label, kind.below) for label in labels) else 0
    if kind.dataset == "forecast":
        named = _matching(labels, [*known.headings, *recognition.names.get(kind.dataset, {})])
        return 2 * len(columns.of) + title if named >= _FEWEST and len(columns.of) >= _FEWEST else 0
    return (
        2 * len(columns.of) + title if len(columns.of) >= _FEWEST + 1 or (title and len(columns.of) >= _FEWEST) else 0
    )


def _matching(labels: Sequence[str], names: Sequence[str]) -> int:
    return sum(match(label, names).name is not None for label in labels)


def _periods(table: View, known: Known) -> dict[Period, Column]:
    """Return the columns of one period each, up to that of the paper; a period that two columns name is neither's."""
    found: dict[Period, list[Column]] = {}
    for column in table.columns:
        period = period_of_heading(column.heading, known.period)
        if period is not None and period <= known.period:
            found.setdefault(period, []).append(column)
    return {period: columns[0] for period, columns in sorted(found.items()) if len(columns) == 1}


def words_below(tables: Sequence[Table], kind: TableKind, field: str) -> set[str]:
    """Return the words that stand below a heading of a field in tables of words, in plain form."""
    found: set[str] = set()
    for table in tables:
        columns: set[str] = set()
        for row in table.rows:
            for cell in row.cells:
                if is_phrase(cell.printed, kind.fields.get(field, ())):
                    columns.add(cell.column)
                elif cell.column in columns:
                    found.add(plain(cell.printed))
    return found

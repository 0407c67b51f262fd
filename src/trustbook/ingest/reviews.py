"""Find the areas of a review and the status of each, in tables of words; an area whose status is lost is listed.

In: tables of words, without figures. Out: rows of the dataset of reviews, and what is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from trustbook.core.characters import excerpt
from trustbook.ingest.lines import row_of
from trustbook.ingest.model import Draft, DraftRow, Known, Trace, Why
from trustbook.ingest.names import words_of
from trustbook.ingest.naming import remembered
from trustbook.ingest.recognition import Recognition, TableKind
from trustbook.papers.model import Cell, Row, Table

_FEWEST = 2
_MOST_WITHOUT = 5
"""One line in so many may lack a status; where more do, an area runs over several lines, which cannot be told apart."""


def reviews(tables: Sequence[Table], draft: Draft, known: Known, recognition: Recognition) -> set[str]:
    """Add the areas of each table that has statuses. Return the places of the rows that are listed."""
    listed: set[str] = set()
    for kind in recognition.tables:
        for table in tables if kind.statuses else ():
            listed |= _areas(table, kind, draft, known, recognition)
    return listed


def _areas(table: Table, kind: TableKind, draft: Draft, known: Known, recognition: Recognition) -> set[str]:
    said = [_statuses(row, kind) for row in table.rows]
    edge = min((row.cells[0].column for row in table.rows if row.cells), default="")
    first = next((at for at, each in enumerate(said) if each), len(said))
    if sum(bool(each) for each in said) < _FEWEST:
        return set()
    listed: set[str] = set()
    rows = range(first, len(table.rows))
    whole = sum(not said[at] for at in rows) * _MOST_WITHOUT <= len(rows)
    for at in rows:
        row, place = table.rows[at], table.rows[at].cells[0].place if table.rows[at].cells else table.place
        label = " ".join(row.label.split())
        if len(said[at]) == 1 and whole:
            draft.of(known.period).rows(kind.dataset).append(_row(row, *said[at][0], table, known, recognition))
        elif len(said[at]) > 1:
            draft.leave_out(
                Why.REFUSED, excerpt(label), "two of its cells have a status", place=place, dataset=kind.dataset
            )
        elif not said[at] and _stands_alone(said, at) and row.cells and row.cells[0].column == edge:
            why = "its status is lost: no cell of its row has one"
            draft.leave_out(Why.DEFECT, excerpt(label), why, place=place, dataset=kind.dataset)
            listed.add(row_of(place))
    if not whole:
        why = "an area runs over several lines, and nothing says where the next begins"
        what = f"the table '{excerpt(table.title or kind.name)}'"
        draft.leave_out(Why.NOT_MAPPED, what, why, place=table.place, dataset=kind.dataset)
    return listed


def _stands_alone(said: Sequence[Sequence[object]], at: int) -> bool:
    """Check whether the lines on both sides have a status, so that this one is an area of its own."""
    return bool(said[at - 1]) and at + 1 < len(said) and bool(said[at + 1])


def _row(row: Row, status: str, cell: Cell, table: Table, known: Known, recognition: Recognition) -> DraftRow:
    name = remembered(row.label, "assurance", recognition)
    item = name if isinstance(name, str) else " ".join(row.label.split())
    cells = {"kind": "area", "item": item, "status": status, "source_id": known.source, "locator": table.place}
    return DraftRow(cells, {"status": Trace(excerpt(cell.printed), cell.place)}, row.label)


def _statuses(row: Row, kind: TableKind) -> list[tuple[str, Cell]]:
    return [(status, cell) for cell in row.cells if (status := status_of(cell.printed, kind))]


def status_of(printed: str, kind: TableKind) -> str:
    """Return the status that a cell says; empty if it says none."""
    words = words_of(printed)
    for status, phrases in kind.statuses.items():
        for phrase in phrases:
            plain = words_of(phrase)
            if words == plain:
                return status
            if kind.subject_to and words.startswith(f"{plain} subject"):
                return kind.subject_to
    return ""

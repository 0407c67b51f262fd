"""Find the lines of a mapped table that the reading does not have: they stand among its rows and have words alone.

In: the rows that were read, and the tables of words as they stand. Out: lines to list, each with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustbook.ingest.lines import Lines, row_of
from trustbook.ingest.names import plain, words_of
from trustbook.papers.model import Row, Table

_FEWEST_LETTERS = 4


def unread_lines(lines: Lines, wordy: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """Yield label and place of each line among the rows of a table, and each total below them, that was not read."""
    read = {row_of(row.cells[0].place) for row in lines.found.table.rows if row.cells}
    known = {plain(row.label) for row in lines.found.table.rows}
    for table in wordy:
        rows = [row for row in table.rows if row.cells]
        there = [at for at, row in enumerate(rows) if row_of(row.cells[0].place) in read]
        if not there:
            continue
        heads = {plain(row.label) for row in rows[: there[0]]}
        for at, row in enumerate(rows[there[0] :], there[0]):
            among = at < there[-1] or words_of(row.label).startswith("total")
            if among and row_of(row.cells[0].place) not in read and _is_line(row, known | heads):
                yield row.label, row.cells[0].place


def _is_line(row: Row, known: set[str]) -> bool:
    label = plain(row.label)
    return sum(each.isalpha() for each in label) >= _FEWEST_LETTERS and label not in known

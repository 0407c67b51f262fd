"""The tables of one month's pack: read from `pack_of_p11.txt`, made into grids, a page, a text, or next month's pack.

In: the file, which has labels and figures only. Out: `Printed` tables, and files that have them.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from trustbook.ingest.paper import Paper, words_for, wordy
from trustbook.ingest.recognition import own_recognition
from trustbook.papers.interpret import tables_of_all
from trustbook.papers.model import Grid, GridCell, Reading
from trustbook.papers.words import own_words

FILE = Path(__file__).with_name("pack_of_p11.txt")
BREAK = "~"


@dataclass(frozen=True)
class Printed:
    """A table as it is printed: its title, its rows of cells, and before which rows a page ends."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    breaks: tuple[int, ...] = ()
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    """How many columns a cell covers, where it is more than one."""


def printed_tables(text: str | None = None) -> list[Printed]:
    """Read the tables of the pack; scraps that stand in the margin of its text are left in."""
    found: list[tuple[str, list[tuple[str, ...]], list[int]]] = []
    for line in (text or FILE.read_text(encoding="utf-8")).splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("= "):
            found.append((line[2:], [], []))
        elif line.startswith(BREAK):
            found[-1][2].append(len(found[-1][1]))
        else:
            found[-1][1].append(tuple(cell.strip() for cell in line.split("\t")))
    return [Printed(title, tuple(rows), tuple(breaks)) for title, rows, breaks in found]


def ruled(tables: Sequence[Printed]) -> list[Printed]:
    """Put the cells where the printed page has them: no scraps of the margin, the lost words of headings back."""
    made = []
    for table in tables:
        rows = [list(row) for row in table.rows]
        width = max(len(row) for row in rows)
        if table.breaks:
            width -= 1
            rows = [row[1:] if len(row) > width else row for row in rows]
        if any(row == ["Original Contract Revised Projected"] for row in rows):
            rows = [row for row in rows if row != ["Original Contract Revised Projected"]]
            above = ["", "Original", "Contract", "Revised", "Projected", "", "Movement", ""]
            rows = [above, *rows]
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
        used = [column for column in range(width) if any(row[column] for row in rows)]
        made.append(replace(table, rows=tuple(tuple(row[column] for column in used) for row in rows)))
    return made


def paper_of(tables: Sequence[Printed]) -> Paper:
    """Read tables by what interprets grids, without a file between; a table over two pages is two grids."""
    grids = [
        grid(replace(table, rows=table.rows[begin:end]), f"table {number}", begin)
        for number, table in enumerate(tables, 1)
        for begin, end in pairwise([0, *table.breaks, len(table.rows)])
    ]
    found, refused = tables_of_all(grids, words_for(own_recognition(), own_words()))
    return Paper(Reading(tuple(found), tuple(refused)), tuple(wordy(grids)))


def grid(table: Printed, place: str, before: int = 0) -> Grid:
    """Make a grid of a table."""
    width = max(len(row) for row in table.rows)
    rows = tuple(
        tuple(
            GridCell(
                row[column] if column < len(row) else "",
                f"{place}, row {before + number}, column {column + 1}",
                spans_columns=table.spans.get((before + number - 1, column), 1),
            )
            for column in range(width)
        )
        for number, row in enumerate(table.rows, 1)
    )
    return Grid(rows, place, table.title)


def page(tables: Sequence[Printed]) -> bytes:
    """Make a web page of the tables, ruled as they are printed; a table that runs over a page becomes two."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>Pack</title></head><body>"]
    for table in tables:
        edges = [0, *table.breaks, len(table.rows)]
        for begin, end in pairwise(edges):
            parts.append(f"<h3>{html.escape(table.title)}</h3><table border='1'>")
            for number in range(begin, end):
                parts.append("<tr>")
                skip = 0
                for column, cell in enumerate(table.rows[number]):
                    if skip:
                        skip -= 1
                        continue
                    span = table.spans.get((number, column), 1)
                    skip = span - 1
                    wide = f" colspan='{span}'" if span > 1 else ""
                    parts.append(f"<td{wide}>{html.escape(cell)}</td>")
                parts.append("</tr>")
            parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode()

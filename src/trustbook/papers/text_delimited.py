"""Read tables whose text has one row a line with a tab or a bar between two cells.

In: the lines of a text. Out: grids, and the numbers of the lines that were used. A cell that has slipped is refused; a
table that goes on without its heading is joined to the one before it only if its columns are of the same kinds and hang
together in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import (
    BROKEN,
    FIGURE,
    YEAR,
    grid_of,
    heads_remarks,
    is_heading_like,
    kind_of,
    plain_quotes,
)
from trustbook.papers.text_delimited_checks import (
    DelimitedTable,
    check_lengths,
    columns_of_one_name,
    kinds_of,
    marks_of_plans,
    slipped_cells,
    spread_groups,
    spread_units,
    sums_of,
    take_words_above,
)
from trustbook.papers.text_lines import Line
from trustbook.papers.text_witness import numbers_of

_MOST_HEADING_ROWS = 5


def read_delimited(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """Read all tables with tabs or bars."""
    used: set[int] = set()
    tables: list[DelimitedTable] = []
    for start, end, mark in _runs(lines):
        table = _table(lines, start, end, mark)
        if table is None:
            if mark == "\t" and not any(re.search(r"£|\d,\d{3}|\d\.\d", line.text) for line in lines[start:end]):
                used |= {line.number for line in lines[start:end]}  # an agenda, a list of contacts: no amounts
            continue
        used |= {line.number for line in lines[start:end]}
        if table.heads or not tables or not _goes_on(tables[-1], table):
            tables.append(table)
    return [_grid(table) for table in tables], used


def _runs(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return runs of lines that have cells, with their mark."""
    runs: list[tuple[int, int, str]] = []
    start, mark = 0, ""
    for at, line in enumerate([*lines, Line(0, "")]):
        text = line.text.strip(" ")
        words = text.strip("| ")
        own = "\t" if text.count("\t") else "|" if words.count("|") or (words and text.count("|") > 2) else ""
        if own != mark:
            if mark and at - start > 1:
                runs.append((start, at, mark))
            start, mark = at, own
    return runs


def _table(lines: Sequence[Line], start: int, end: int, mark: str) -> DelimitedTable | None:
    framed = mark == "|" and all(line.text.lstrip().startswith("|") for line in lines[start:end])
    rows = [_cells(line.text, mark, framed) for line in lines[start:end]]
    lengths = [len(row) for row in rows]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    kept = [at for at in range(width) if any(row[at] for row in rows)]
    rows = [[row[at] for at in kept] for row in rows]
    numbers = [line.number for line in lines[start:end]]
    first = next((at for at, row in enumerate(rows) if _is_row_of_figures(row)), None)
    if first is None or len(kept) < 2:
        return None
    heads = _heads(rows[:first])
    title, above = _before(lines, start)
    repeated = [any(row) and row in rows[:heads] for row in rows]  # the heading again, at the top of another page
    given = [any(row) and not (place >= heads and repeated[place]) for place, row in enumerate(rows)]
    body = [(rows[place], numbers[place]) for place in range(heads, len(rows)) if given[place]]
    table = DelimitedTable(
        rows[:heads], numbers[:heads], [row for row, _ in body], [number for _, number in body], title, above
    )
    check_lengths(table, lengths, heads, given, kept)
    return table


def _cells(text: str, mark: str, framed: bool) -> list[str]:
    """Return the cells of a line; a bar at its head is a frame only if all lines begin with one."""
    cells = [re.sub(r"</?[a-z]+>", "", cell).replace("\u00a0", " ").strip() for cell in text.split(mark)]
    if mark == "|" and cells and not cells[-1]:
        cells.pop()
    if framed and cells and not cells[0]:
        cells.pop(0)
    return [plain_quotes(cell) for cell in cells]


def _is_row_of_figures(row: Sequence[str]) -> bool:
    """Check whether a figure stands in a row that is no year and no dash: such a row is no heading."""
    return any(
        kind_of(cell) in (FIGURE, BROKEN) and re.search(r"\d", cell) and not YEAR.fullmatch(cell) for cell in row[1:]
    )


def _heads(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the rows above the first row of figures are headings."""
    heads = 0
    for at, row in enumerate(rows):
        if (
            sum(is_heading_like(cell) or heads_remarks(cell) for cell in row if cell)
            and sum(bool(cell) for cell in row) > 1
        ):
            heads = at + 1
    return min(heads, _MOST_HEADING_ROWS) if heads <= _MOST_HEADING_ROWS else 0


def _before(lines: Sequence[Line], start: int) -> tuple[str | None, str]:
    """Return the title above a table, and the line just above it if it is of words that head columns."""
    above = [line for line in lines[max(0, start - 8) : start] if not line.is_blank and "\t" not in line.text]
    if not above:
        return None, ""
    words = above[-1].words.split()
    heading = len(words) <= 12 and all(is_heading_like(word) for word in words) and len(words) > 1
    title = next(
        (line.words for line in reversed(above[:-1] if heading else above) if len(line.words.split()) <= 16), None
    )
    return title, above[-1].words if heading else ""


def _goes_on(table: DelimitedTable, rest: DelimitedTable) -> bool:
    """Join a table without a heading to the one before it if their columns are the same; else leave it apart."""
    kinds, others = kinds_of(table), kinds_of(rest)
    for skip in range(2):
        if others[skip:] != kinds or (skip and any(len(row[0]) > 8 for row in rest.rows)):
            continue
        rows = [row[skip:] for row in rest.rows]
        numbers = [at for at, kind in enumerate(kinds) if kind == FIGURE]
        sums = sums_of(numbers_of([[row[at] for at in numbers] for row in table.rows]))
        if sums and sums & sums_of(numbers_of([[row[at] for at in numbers] for row in rows])):
            table.rows += rows
            table.lines += rest.lines
            return True
    return False


def _grid(table: DelimitedTable) -> Grid:
    kinds = kinds_of(table)
    if table.lost:
        return _refused(table, table.lost)
    if not table.heads:
        return _refused(table, "the table has no heading, and it does not go on from the one before it")
    take_words_above(table, kinds)
    spread_groups(table, kinds)
    if table.lost:
        return _refused(table, table.lost)
    spread_units(table, kinds)
    refused = [
        *table.refused,
        *slipped_cells(table, kinds),
        *marks_of_plans(table, kinds),
        *columns_of_one_name(table, kinds),
    ]
    rows = [
        [(cell, number, 1) for cell in row]
        for row, number in zip((*table.heads, *table.rows), (*table.head_lines, *table.lines), strict=True)
    ]
    return grid_of(rows, header_rows=len(table.heads), title=table.title, around=[table.above], refused=refused)


def _refused(table: DelimitedTable, why: str) -> Grid:
    lost = [
        Refusal(cell, f"line {number}", why)
        for row, number in zip(table.rows, table.lines, strict=True)
        for cell in row
        if kind_of(cell) in (FIGURE, BROKEN)
    ]
    return Grid((), f"line {table.lines[0]}", table.title, (), None, tuple(lost))

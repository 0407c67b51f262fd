"""Read tables whose text has one cell a line: cells that end in `|`, or cells with blank lines between them.

In: the lines of a text. Out: grids, refusals, and the numbers of the lines that were used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import BROKEN, FIGURE, YEAR, Piece, grid_of, kind_of
from trustbook.papers.text_lines import Line
from trustbook.papers.text_stream import NUMBER, Body, find_body
from trustbook.papers.text_stream_headings import Columns, place_headings
from trustbook.papers.text_witness import percent_columns

_MARK = re.compile(r"\s*\|{3,}\s*")
_LONGEST_CELL = 160
_MANY = 4
_LOST = "the headings of its columns are lost or cannot be placed above them in one way only"


def read_cells_a_line(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """Read all tables that have one cell a line."""
    grids: list[Grid] = []
    used: set[int] = set()
    for segment, title in [*_with_bars(lines), *_with_blank_lines(lines)]:
        made, numbers = _read_segment(segment, title)
        grids += made
        used |= numbers
    return grids, used


def _with_bars(lines: Sequence[Line]) -> list[tuple[list[list[Piece]], str | None]]:
    """Return runs of lines that are one cell each and end in a bar; lines without one part them and are titles."""
    segments: list[tuple[list[list[Piece]], str | None]] = []
    cells: list[Piece] = []
    title: str | None = None
    for line in [*lines, Line(0, "end")]:
        text = line.text.strip()
        if _MARK.fullmatch(text):
            continue  # the blank cells of merged columns: the same after each row
        if text.endswith("|") and text.count("|") == 1:
            cells.append(Piece(text[:-1].strip(), line.number))
            continue
        if text:
            if len(cells) >= 6:
                segments.append(([cells], title))
            cells = []
            title = line.words
    return segments


def _with_blank_lines(lines: Sequence[Line]) -> list[tuple[list[list[Piece]], str | None]]:
    """Return runs of short lines with an empty line between each two; a line of spaces is one or more blank cells."""
    segments = []
    run: list[Line] = []
    for at, line in enumerate([*lines, Line(0, "x" * 999)]):
        if not line.text:
            continue
        follows = at > 0 and not lines[at - 1].text
        if len(line.text) > _LONGEST_CELL or "|" in line.text or "\t" in line.text or not (follows or not run):
            if len(run) >= 12:
                segments.append(_blank_line_cells(run))
            run = [] if len(line.text) > _LONGEST_CELL or not follows else [line]
            continue
        run.append(line)
    return segments


def _blank_line_cells(run: Sequence[Line]) -> tuple[list[list[Piece]], str | None]:
    """Return two readings of blank cells: each run of spaces as one, or as one for each two characters."""
    single = [Piece(line.text.replace("\u00a0", " ").strip(), line.number) for line in run]
    several = [
        piece
        for line, cell in zip(run, single, strict=True)
        for piece in ([cell] if cell.text else [cell] * max(1, (len(line.text) + 1) // 2))
    ]
    return [single, several], None


def _read_segment(readings: Sequence[list[Piece]], title: str | None) -> tuple[list[Grid], set[int]]:
    grids: list[Grid] = []
    used: set[int] = set()
    best = max(readings, key=lambda cells: _covered(cells))
    start = 0
    while True:
        body, unsure = find_body(best, start)
        if body is None:
            left = [cell for cell in best if cell.line not in used and kind_of(cell.text) in (FIGURE, BROKEN)]
            if len(left) >= _MANY:  # a table that could not be told: no other way of reading can tell it either
                grids.append(_lost(left, "its cells make up no rows of one length"))
                used |= {cell.line for cell in best}
            return grids, used
        grid = _grid(best, start, body, unsure, title)
        if grid is not None:
            grids.append(grid)
            used |= {cell.line for cell in best[start : body.end]}
            above = [cell for cell in best[start : body.start] if kind_of(cell.text) in (FIGURE, BROKEN)]
            above = [cell for cell in above if not YEAR.fullmatch(cell.text.strip())]
            if above:
                grids.append(_lost(above, "it stands above the first row of its table"))
        start = body.end


def _covered(cells: Sequence[Piece]) -> int:
    body, _ = find_body(cells)
    return len({cell.line for cell in cells[body.start : body.end]}) if body else 0


def _grid(cells: Sequence[Piece], start: int, body: Body, unsure: bool, title: str | None) -> Grid | None:
    figures = [[body.row(cells, row)[at].text for at in body.columns(NUMBER)] for row in range(body.rows)]
    told = percent_columns(figures)
    percent: list[bool | None] = [None] * body.width
    for at, each in zip(body.columns(NUMBER), told, strict=True):
        percent[at] = each
    placed = None if unsure else place_headings(cells[start : body.start], Columns(body, tuple(percent)))
    if placed is None and len(body.columns(NUMBER)) == 1:
        return None  # words and figures without a heading: nothing says that they are a table
    if placed is None:
        why = "its cells can be divided into rows in more than one way" if unsure else _LOST
        return _refused(cells, body, why)
    heads, left = placed
    if len(body.columns(NUMBER)) == 1:  # one name in several rows: in one row, so that none of it is taken for a title
        heads = [
            [(" ".join(row[at][0] for row in heads if row[at][0]), heads[-1][at][1], 1) for at in range(body.width)]
        ]
    rows = [[(cell.text, cell.line, 1) for cell in body.row(cells, row)] for row in range(body.rows)]
    refused: list[Refusal] = []
    behind = cells[body.end : body.end + body.width]
    if min(body.columns(NUMBER)) < body.label and any(kind_of(cell.text) in (FIGURE, BROKEN) for cell in behind):
        # the table breaks off: its last row may have lost a cell and taken the first one of the next
        why = (
            f"{cells[body.start + (body.rows - 1) * body.width + body.label].text}: a cell is lost here or just behind"
        )
        refused = [
            Refusal(text, f"line {line}", why) for text, line, _ in rows.pop() if kind_of(text) in (FIGURE, BROKEN)
        ]
    before = [cell.text for cell in cells[start : start + left] if cell.text.strip()]
    return grid_of(
        [*heads, *rows],
        header_rows=len(heads),
        title=title or (before[-1] if before else None),
        around=before[-4:],
        refused=refused,
    )


def _lost(cells: Sequence[Piece], why: str) -> Grid:
    lost = tuple(Refusal(cell.text, f"line {cell.line}", why) for cell in cells)
    return Grid((), f"line {cells[0].line}", None, (), None, lost)


def _refused(cells: Sequence[Piece], body: Body, why: str) -> Grid:
    lost = [
        Refusal(cell.text, f"line {cell.line}", f"{row[body.label].text or 'a row without a label'}: {why}")
        for number in range(body.rows)
        for row in [body.row(cells, number)]
        for cell in row
        if kind_of(cell.text) in (FIGURE, BROKEN)
    ]
    return Grid((), f"line {cells[body.start].line}", None, (), None, tuple(lost))

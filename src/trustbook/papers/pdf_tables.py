"""Hold a table as one page of a PDF has it, and read the tables whose cells are divided by ruled lines.

In: the words and ruled grids of a page. Out: `PageTable`s, with the place of each cell still on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from trustbook.papers.pdf_columns import Column
from trustbook.papers.pdf_rows import Strip, is_figure, rows_of
from trustbook.papers.pdf_rules import CellBox, RuledGrid
from trustbook.papers.pdf_shapes import Box, PageTooFullError
from trustbook.papers.pdf_words import Line, Word, lines_of, text_of

_MOST_PAIRS = 20_000_000
"""Of cells and words: a page has some 500 of each."""


@dataclass(slots=True)
class PageCell:
    """A cell of a table on a page."""

    lines: list[Line]
    columns: int = 1
    rows: int = 1
    doubt: str = ""
    """Why its figure cannot be read, or be given to a row."""
    covered: bool = False
    """It lies under a merged cell that begins to its left or above it."""

    @property
    def text(self) -> str:
        """Return what a reader sees in it."""
        return text_of(self.lines)

    @property
    def bold(self) -> bool:
        """Check whether all its text is bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def x0(self) -> float | None:
        """Return where its text begins."""
        return self.lines[0].x0 if self.lines else None

    @property
    def overlaps(self) -> bool:
        """Check whether two texts lie over each other in it."""
        return any(line.overlaps for line in self.lines) or any(
            abs(below.baseline - above.baseline) < 0.6 * min(above.size, below.size)
            and min(above.x1, below.x1) > max(above.x0, below.x0)
            for above, below in pairwise(self.lines)
        )

    @property
    def abreast(self) -> bool:
        """Check whether two texts stand in it side by side with a wide gap between, as in two columns."""
        return any(
            after.x0 - before.x1 > 2.2 * before.size and len(before.text) > 1 and len(after.text) > 1
            for line in self.lines
            for before, after in pairwise(line.words)
        )

    @property
    def unsigned_red(self) -> bool:
        """Check whether its figure is printed in red and has no sign: it may be below nil."""
        text = self.text
        return (
            is_figure(text)
            and any(char in "123456789" for char in text)
            and not re.search(r"[-–−(]|\b(?:cr|dr)\b", text, re.IGNORECASE)
            and any(word.red for line in self.lines for word in line.words)
        )

    @property
    def why(self) -> str:
        """Return why its text cannot be read; nothing where it can."""
        if self.doubt:
            return self.doubt
        if self.overlaps:
            return "two texts lie over each other here"
        if self.abreast:
            return "two texts stand side by side in this cell, and no ruled line parts them"
        if "\ufffd" in self.text:
            return "the file does not say which characters these are"
        if self.unsigned_red:
            return f"it is printed in red without a sign: {self.text}, or {self.text} below nil"
        return ""


@dataclass(slots=True)
class PageTable:
    """A table on one page."""

    page: int
    box: Box
    rows: list[list[PageCell]]
    edges: tuple[float, ...]
    """Where its columns begin, and where the last one ends: to know it again on the next page."""
    header: int | None = None
    """How many rows are headings, where that is known."""
    ruled: bool = True
    open_top: bool = False
    """No ruled line stands above its first row: a row of the page before may go on in it."""
    open_bottom: bool = False
    bounded: bool = False
    """Its columns are not ruled, but its rows are divided by ruled lines or shading."""
    columns: tuple[Column, ...] = ()
    """Its columns as their words show them, where no ruled lines do."""
    number: int = 0
    """Its number on the page."""
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


def inside(words: Sequence[Word], box: Box, slack: float = 0.0) -> list[Word]:
    """Return the words whose middle lies in a box."""
    return [
        word
        for word in words
        if box.x0 - slack <= word.middle <= box.x1 + slack
        and box.top - slack <= (word.top + word.bottom) / 2 <= box.bottom + slack
    ]


def table_of_grid(grid: RuledGrid, words: Sequence[Word], page: int) -> PageTable | None:
    """Read a table whose rows and columns are ruled. None if its lines do not part its figures from each other."""
    if len(grid.xs) < 3 or len(grid.ys) < 3 or not grid.cells:
        return None
    near = inside(words, grid.box, 12)
    if len(near) * len(grid.cells) > _MOST_PAIRS:
        raise PageTooFullError(f"a table of {len(grid.cells):,} cells and {len(near):,} words")
    texts = _texts(grid.cells, inside(words, grid.box))
    spilt = _spilt(grid.cells, near)
    if sum(bool(lines) for lines in texts.values()) < 3 or any(_two_abreast(lines) for lines in texts.values()):
        return None
    if any(cell.open and not _fits(cell, texts[id(cell)]) for cell in grid.cells):
        return None
    wide, high = len(grid.xs) - 1, len(grid.ys) - 1
    rows = [[PageCell([], covered=True) for _ in range(wide)] for _ in range(high)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = PageCell(texts[id(cell)], cell.columns, cell.rows, spilt.get(id(cell), ""))
    table = PageTable(page, grid.box, rows, grid.xs, open_top=grid.open_top, open_bottom=grid.open_bottom)
    _drop_gaps(table, grid)
    split = [_split(row, table.edges) for row in table.rows]
    if any(rows is None for rows in split):
        return None
    table.rows = [row for rows in split for row in rows or ()]
    return table if len(table.rows) >= 2 and len(table.rows[0]) >= 2 else None


def _texts(cells: Sequence[CellBox], words: Sequence[Word]) -> dict[int, list[Line]]:
    """Give each word to the cell in which its middle lies."""
    found: dict[int, list[Word]] = {id(cell): [] for cell in cells}
    by_row = sorted(cells, key=lambda cell: cell.box.top)
    for word in words:
        x, y = word.middle, (word.top + word.bottom) / 2
        for cell in by_row:
            if cell.box.top > y:
                break
            if cell.box.x0 <= x <= cell.box.x1 and y <= cell.box.bottom:
                found[id(cell)].append(word)
                break
    return {key: lines_of(each) for key, each in found.items()}


def _spilt(cells: Sequence[CellBox], words: Sequence[Word]) -> dict[int, str]:
    """Find the cells into which, or out of which, a text runs over a ruled line: it may belong to another cell.

    A sheet whose rows and columns are too small for their texts is printed so; what a PDF hides of it is still read.
    """
    found: dict[int, str] = {}
    closed = [cell for cell in cells if not cell.open]
    for word in words:
        slack = 0.25 * word.size
        y = word.baseline - 0.35 * word.size
        for cell in closed:
            box = cell.box
            edges = (box.top, box.bottom)
            low, high = word.baseline - 0.6 * word.size, word.baseline + 0.15 * word.size
            over = box.x0 < word.middle < box.x1 and any(low < edge < high for edge in edges)
            sides = (box.x0, box.x1)
            beside = box.top < y < box.bottom and any(word.x0 + slack < edge < word.x1 - slack for edge in sides)
            if over or beside:
                found[id(cell)] = f"a text runs over a ruled line of this cell: {word.text[:40]!r}"
    for line in lines_of(words):
        for before, after in pairwise(line.words):
            if not before.space_after or after.x0 - before.x1 > 0.45 * before.size:
                continue
            y = before.baseline - 0.35 * before.size
            for cell in closed:
                box = cell.box
                parts = any(before.x1 - 0.5 <= edge <= after.x0 + 0.5 for edge in (box.x0, box.x1))
                if box.top < y < box.bottom and parts:
                    found[id(cell)] = (
                        f"a text runs over a ruled line of this cell: {f'{before.text} {after.text}'[:40]!r}"
                    )
    return found


def _fits(cell: CellBox, lines: list[Line]) -> bool:
    """Check whether the text of a cell without borders on all sides stays in its column, and is no figure."""
    return all(cell.box.x0 - 2 <= line.x0 and line.x1 <= cell.box.x1 + 2 and not is_figure(line.text) for line in lines)


def _two_abreast(lines: list[Line]) -> bool:
    """Check whether two figures stand in one cell with a wide gap between: columns that no ruled line parts."""
    return any(
        is_figure(before.text) and is_figure(after.text) and after.x0 - before.x1 > 0.8 * before.size
        for line in lines
        for before, after in pairwise(line.words)
    )


def _split(row: list[PageCell], edges: Sequence[float]) -> list[list[PageCell]] | None:
    """Part a row in which figures stand below each other into rows that no ruled line parts. None if it cannot be."""
    several = [cell for cell in row if sum(is_figure(line.text) for line in cell.lines) >= 2]
    if not several:
        return [row]
    label = next((j for j, cell in enumerate(row) if cell.lines and not any(is_figure(x.text) for x in cell.lines)), 0)
    if len(several) == 1 and len(row[label].lines) < len(several[0].lines):
        several[0].doubt = "more than one figure stands in this cell"
        return [row]
    if any(cell.rows > 1 or cell.columns > 1 for cell in row if cell.lines):
        return None
    strips: list[Strip] = []
    lines = sorted(((line, j) for j, cell in enumerate(row) for line in cell.lines), key=lambda each: each[0].baseline)
    for line, j in lines:
        near = strips and line.baseline - strips[-1].baseline <= 0.2 * line.size and j not in strips[-1].cells
        if near:
            strips[-1].cells[j] = line
        else:
            strips.append(Strip({j: line}))
    groups = rows_of(strips, label, edges[label + 1] - 2, bounded=False)
    made = []
    for group in groups:
        cells = [PageCell(group.lines(j), doubt=group.doubt or row[j].doubt) for j in range(len(row))]
        made.append(cells)
    return made


def _drop_gaps(table: PageTable, grid: RuledGrid) -> None:
    """Leave out rows and columns without text that are only the space between two borders."""
    thin_rows = [
        i
        for i, row in enumerate(table.rows)
        if grid.ys[i + 1] - grid.ys[i] < 7 and not any(cell.lines and cell.rows == 1 for cell in row)
    ]
    thin_columns = [
        j
        for j in range(len(table.rows[0]))
        if grid.xs[j + 1] - grid.xs[j] < 9 and not any(row[j].lines and row[j].columns == 1 for row in table.rows)
    ]
    for i in reversed(thin_rows):
        _close(table.rows, i, None)
    for j in reversed(thin_columns):
        _close(table.rows, None, j)
    table.edges = tuple(x for j, x in enumerate(table.edges) if j not in thin_columns)


def _close(rows: list[list[PageCell]], row: int | None, column: int | None) -> None:
    """Take a row or a column out; merged cells over it become one smaller, one that begins in it begins after it."""
    for i, cells in enumerate(rows):
        for j, cell in enumerate(cells):
            if cell.covered:
                continue
            if row is not None and i <= row < i + cell.rows and cell.rows > 1:
                cell.rows -= 1
                if i == row and rows[i + 1][j].covered:
                    rows[i + 1][j] = cell
            if column is not None and j <= column < j + cell.columns and cell.columns > 1:
                cell.columns -= 1
                if j == column and cells[j + 1].covered:
                    cells[j + 1] = PageCell(cell.lines, cell.columns, cell.rows)
                    cell.columns = 1
    if row is not None:
        del rows[row]
    if column is not None:
        for cells in rows:
            del cells[column]

"""Find tables in a text that has one cell a line: how many cells make a row, and where the first row begins.

In: cells in the order of the text. Out: `Body`, the rows of a table; the cells before it may be its heading. A division
into rows is taken only if every column is of one kind, no figure is left over, and no other division does as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trustbook.papers.text_cells import (
    BLANK,
    BROKEN,
    FIGURE,
    UNIT,
    WORDS,
    YEAR,
    Piece,
    heads_labels,
    heads_remarks,
    is_total,
    kind_of,
)
from trustbook.papers.text_witness import links_of, numbers_of, share_that_foots

NUMBER, TEXT, EMPTY = "number", "text", "empty"
_MOST_COLUMNS = 40
_MOST_CELLS = 2_000
_ABSENT = re.compile(r"tbc|to be confirmed|nil|none|n/k|unknown|\?", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """The rows of a table among cells."""

    start: int
    width: int
    rows: int
    kinds: tuple[str, ...]
    """What each column has."""
    label: int

    @property
    def end(self) -> int:
        """Return the place of the first cell after it."""
        return self.start + self.width * self.rows

    def columns(self, kind: str) -> list[int]:
        """Return the columns of one kind."""
        return [at for at, each in enumerate(self.kinds) if each == kind]

    def row(self, cells: Sequence[Piece], number: int) -> Sequence[Piece]:
        """Return the cells of one row."""
        return cells[self.start + number * self.width : self.start + (number + 1) * self.width]


def cell_kind(text: str) -> str:
    """Tell what a cell is, as `kind_of` does, but a year is a word, and a word for no figure (`TBC`) is a figure."""
    kind = kind_of(text)
    if kind == FIGURE and YEAR.fullmatch(text.strip()):
        return WORDS
    return FIGURE if kind == WORDS and _ABSENT.fullmatch(text.strip()) else kind


def find_body(cells: Sequence[Piece], start: int = 0) -> tuple[Body | None, bool]:
    """Find the table that covers most cells from `start` on; also tell whether there were two equal readings."""
    if len(cells) > _MOST_CELLS:
        return None, False
    kinds = [cell_kind(cell.text) for cell in cells]
    bodies = [body for width in range(2, _MOST_COLUMNS + 1) for body in _bodies(kinds, start, width)]
    if not bodies:
        return None, False
    most = max(body.rows * body.width for body in bodies)
    width = min(body.width for body in bodies if body.rows * body.width == most)
    rivals = [body for body in bodies if body.width == width and body.rows * body.width >= most - 2 * width]
    first_start = min(body.start for body in rivals)
    rivals = [body for body in rivals if body.start < first_start + 2 * width]
    ranked = sorted(((_evidence(cells, kinds, body, start), body) for body in rivals), key=lambda each: -each[0])
    best = ranked[0]
    equal = [body for score, body in ranked[1:] if score == best[0] and body.start % width != best[1].start % width]
    if equal:
        return best[1], True
    same = [body for _, body in ranked if body.start % width == best[1].start % width]
    return max(same, key=lambda body: body.rows), False


def _bodies(kinds: Sequence[str], start: int, width: int) -> Iterator[Body]:
    """Yield the bodies of one width; one that only lacks the first rows of another is left out."""
    ends: dict[int, int] = {}
    for first in range(start, len(kinds) - 2 * width + 1):
        if first < ends.get(first % width, 0):
            continue
        two = kinds[first : first + 2 * width]
        if WORDS not in two[:width] or not (FIGURE in two or BROKEN in two):
            continue
        body, end = _body(kinds, first, width)
        ends[first % width] = end
        if body is not None:
            yield body


def _body(kinds: Sequence[str], start: int, width: int) -> tuple[Body | None, int]:
    """Return the body that begins at a cell, and up to where none of the same width can begin in step with it."""
    if kinds[start + width - 1] == UNIT or UNIT in kinds[start : start + width]:
        return None, start
    columns = [EMPTY] * width
    rows = 0
    at = start
    while at + width <= len(kinds):
        merged = _merge(columns, kinds[at : at + width])
        if merged is None:
            break
        columns, at, rows = merged, at + width, rows + 1
    while rows and all(kinds[start + (rows - 1) * width + at] not in (FIGURE, BROKEN) for at in range(width)):
        rows -= 1  # words without figures at the end belong to what follows
    if rows < 2:
        return None, start
    texts = [at for at, kind in enumerate(columns) if kind == TEXT]
    numbers = [at for at, kind in enumerate(columns) if kind == NUMBER]
    if not texts or not numbers or _is_repeated(columns):
        return None, at
    given = [sum(kinds[start + row * width + at] == WORDS for row in range(rows)) for at in texts]
    label = next((at for at, many in zip(texts, given, strict=True) if many * 10 >= rows * 6), None)
    if label is None or kinds[start + label] != WORDS:
        return None, start
    figures = sum(kinds[start + row * width + at] in (FIGURE, BROKEN) for row in range(rows) for at in numbers)
    if figures * 2 < rows * len(numbers):
        return None, start
    body = Body(start, width, rows, tuple(columns), label)
    return body, body.end


def _merge(columns: Sequence[str], row: Sequence[str]) -> list[str] | None:
    made = []
    for column, kind in zip(columns, row, strict=True):
        if kind == UNIT:
            return None
        new = EMPTY if kind == BLANK else TEXT if kind == WORDS else NUMBER
        if EMPTY not in (new, column) and new != column:
            return None
        made.append(column if new == EMPTY else new)
    return made


def _is_repeated(columns: Sequence[str]) -> bool:
    """Check whether columns are one row several times over."""
    width = len(columns)
    return any(
        width % part == 0 and list(columns) == list(columns[:part]) * (width // part)
        for part in range(2, width // 2 + 1)
    )


def _evidence(cells: Sequence[Piece], kinds: Sequence[str], body: Body, start: int) -> int:
    """Weigh what speaks for a division into rows."""
    score = body.rows
    width = body.width
    before = range(max(start, body.start - width), body.start)
    after = range(body.end, min(len(cells), body.end + width))
    left_over = [at for at in (*before, *after) if kinds[at] in (FIGURE, BROKEN)]
    score -= 12 * bool(left_over)
    head = cells[max(start, body.start - 3 * width) : body.start]
    for back, cell in enumerate(reversed(head)):
        if heads_labels(cell.text):
            column = (width - 1 - back) % width
            score += 6 if column == body.label else -12
            break
    above = kinds[body.start - width : body.start] if body.start - width >= start else []
    if UNIT in above:
        numbers = [above[at] for at in body.columns(NUMBER)]
        score += 6 if numbers == [UNIT] * len(numbers) and above.count(UNIT) == len(numbers) else -6
    score -= 6 * sum(kind == BROKEN for kind in kinds[body.start : body.end])
    first = body.row(cells, 0)
    score -= 8 * any(heads_remarks(cell.text) or heads_labels(cell.text) for cell in first)
    return score + _footing(cells, body)


def _footing(cells: Sequence[Piece], body: Body) -> int:
    """Weigh whether the rows that are named totals are sums of rows above them."""
    numbers = numbers_of([[body.row(cells, row)[at].text for at in body.columns(NUMBER)] for row in range(body.rows)])
    labels = [body.row(cells, row)[body.label].text for row in range(body.rows)]
    score, begin = Decimal(0), 0
    for row, label in enumerate(labels):
        if row > begin and is_total(label):
            best = max(share_that_foots(numbers[first:row], numbers[row]) for first in range(begin, row))
            score += 6 * best - 3
            begin = row + 1
    return round(max(Decimal(-8), min(Decimal(12), score))) + 6 * len(links_of(numbers))

"""Read tables whose columns are held apart by spaces, so that figures stand beneath each other.

In: the lines of a text. Out: grids, and the numbers of the lines that were used. A column is where the right (or left)
edges of figures stand beneath each other; a heading belongs to the columns that it stands above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import BROKEN, FIGURE, UNIT, YEAR, grid_of, is_heading_like, kind_of, plain_quotes
from trustbook.papers.text_lines import Line
from trustbook.papers.text_unplaced import is_row_of_headings

_CHUNK = re.compile(r"\S+(?: \S+)*")
_NEAR = 1
_FEWEST_ROWS = 3
_MOST_COLUMNS = 30
_MOST_HEADS = 6
_MOST_OVER = 4
"""How many words of a heading stand in one line above its columns."""


@dataclass(frozen=True)
class _Chunk:
    text: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        return kind_of(self.text) in (FIGURE, BROKEN)


@dataclass
class _Column:
    start: int
    end: int


def read_aligned(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """Read all tables with columns held apart by spaces."""
    grids, used = [], set()
    chunked = [_chunks(line) for line in lines]
    at = 0
    while at < len(lines):
        end = _block_end(chunked, at)
        if end is None:
            at += 1
            continue
        made = _read(lines, chunked, at, end)
        if made:
            grids.append(made[0])
            used |= made[1]
        at = end
    return grids, used


def _chunks(line: Line) -> list[_Chunk]:
    text = plain_quotes(line.text.replace("\u00a0", " ").expandtabs(8)).rstrip()
    return [_Chunk(each.group(), each.start(), each.end()) for each in _CHUNK.finditer(text)]


def _is_row(chunks: Sequence[_Chunk]) -> bool:
    """Check whether a line is a row: at least two figures, each in a chunk of its own."""
    return sum(each.is_figure for each in chunks) >= 2 and not _runs_on(chunks)


def _runs_on(chunks: Sequence[_Chunk]) -> bool:
    """Check whether figures stand side by side with one space between: then spaces say nothing of columns."""
    return any(
        not each.is_figure and sum(kind_of(word) in (FIGURE, BROKEN) for word in each.text.split()[-2:]) == 2
        for each in chunks
    )


def _block_end(chunked: Sequence[Sequence[_Chunk]], start: int) -> int | None:
    """Return where the rows end that begin at a line; None if no row begins there."""
    if not _is_row(chunked[start]):
        return None
    end, at, gap = start + 1, start + 1, 0
    while at < len(chunked) and gap < 3:
        chunks = chunked[at]
        if not chunks:
            gap += 1
        elif _is_row(chunks) or any(each.is_figure for each in chunks[1:]):
            end, gap = at + 1, 0
        elif len(chunks) == 1 and len(chunks[0].text.split()) <= 12 and not _runs_on(chunks):
            gap += 1
        else:
            break
        at += 1
    return end


def _read(
    lines: Sequence[Line], chunked: Sequence[Sequence[_Chunk]], start: int, end: int
) -> tuple[Grid, set[int]] | None:
    body = [at for at in range(start, end) if chunked[at]]
    if sum(_is_row(chunked[at]) for at in body) < _FEWEST_ROWS or any(_runs_on(chunked[at]) for at in body):
        return None
    columns = _columns([each for at in body for each in _figures(chunked[at])])
    if columns is None:
        return None
    while start > 0 and len(chunked[start - 1]) == 1 and _is_section(chunked[start - 1][0], columns):
        start -= 1  # the heading of the first section stands between the headings of the columns and the first row
    body = [at for at in range(start, end) if chunked[at]]
    heads = _head_lines(chunked, start)
    if not heads:
        return None
    label_end = max((each.end for at in body for each in _labels(chunked[at], columns)), default=0)
    if label_end == 0 or label_end > columns[0].start + _NEAR:
        return None
    made: list[list[tuple[str, int, int]]] = []
    for at in heads:
        row = _head_row(chunked[at], columns, label_end, lines[at].number)
        if row is None:
            return None
        made.append(row)
    if not made or not all(any(row[at + 1][0] for row in _spread(made)) for at in range(len(columns))):
        return None
    for at in body:
        row = _body_row(chunked[at], columns, label_end, lines[at].number)
        if row is None:
            return None
        before = made[-1] if len(made) > len(heads) else None
        if row[0][0][:1].islower() and before and before[0][0] and not any(text for text, _, _ in before[1:]):
            row[0] = (f"{before[0][0]} {row[0][0]}", row[0][1], 1)  # a label over two lines
            made.pop()
        made.append(row)
    above = next((line.words for line in reversed(lines[: heads[0]]) if not line.is_blank), None)
    if _leaves_out(chunked[heads[0] - 1] if heads[0] else [], above or "", columns):
        why = "words above its headings belong to none of its columns for certain"
        lost = tuple(
            Refusal(each.text, f"line {lines[at].number}", why) for at in body for each in _figures(chunked[at])
        )
        return Grid((), f"line {lines[body[0]].number}", None, (), None, lost), {lines[at].number for at in body}
    title = above if above and len(above.split()) <= 20 else None
    grid = grid_of(made, header_rows=len(heads), title=title)
    return grid, {lines[at].number for at in (*heads, *body)}


def _leaves_out(chunks: Sequence[_Chunk], above: str, columns: Sequence[_Column]) -> bool:
    """Check whether the line just above the headings has words that stand over columns, or are those of headings."""
    if is_row_of_headings(above, len(columns)):
        return True
    over = [each for each in chunks if each.start > 8 and each.end > columns[0].start]
    return bool(over) and all(len(each.text.split()) <= _MOST_OVER for each in over)


def _is_section(chunk: _Chunk, columns: Sequence[_Column]) -> bool:
    """Check whether words alone in a line stand where the labels do."""
    return chunk.end <= columns[0].start and chunk.start <= 8 and not chunk.is_figure


def _figures(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Return the figures of a row; the first chunk may be a label (`2018`)."""
    return [
        each for place, each in enumerate(chunks) if each.is_figure and not (place == 0 and YEAR.fullmatch(each.text))
    ]


def _labels(chunks: Sequence[_Chunk], columns: Sequence[_Column]) -> list[_Chunk]:
    """Return the label of a row: its words that stand left of all figures."""
    return [each for each in chunks[:1] if each not in _figures(chunks) and each.start < columns[0].start]


def _columns(figures: Sequence[_Chunk]) -> list[_Column] | None:
    """Return the columns in which figures stand, by their right edges, else by their left; None if they overlap."""
    for right in (True, False):
        edges = [each.end if right else each.start for each in figures]
        places = sorted(set(edges))
        groups: list[list[int]] = []
        for place in places:
            if groups and place - groups[-1][-1] <= _NEAR:
                groups[-1].append(place)
            else:
                groups.append([place])
        if not 2 <= len(groups) <= _MOST_COLUMNS:
            continue
        found = []
        for group in groups:
            members = [each for each, edge in zip(figures, edges, strict=True) if edge in group]
            found.append(_Column(min(each.start for each in members), max(each.end for each in members)))
        if all(left.end < after.start for left, after in pairwise(found)):
            return found
    return None


def _head_lines(chunked: Sequence[Sequence[_Chunk]], start: int) -> list[int]:
    """Return the lines above the first row that are headings."""
    heads: list[int] = []
    at = start - 1
    while at >= 0 and len(heads) < _MOST_HEADS:
        chunks = chunked[at]
        if not chunks:
            if heads or at < start - 2:
                break
            at -= 1
            continue
        many = len(chunks) > 1 or (chunks[0].start > 8)
        fitting = sum(is_heading_like(each.text) or kind_of(each.text) == UNIT for each in chunks)
        if not many or _is_row(chunks) or fitting * 2 < len(chunks):
            break
        heads.insert(0, at)
        at -= 1
    return heads


def _head_row(
    chunks: Sequence[_Chunk], columns: Sequence[_Column], label_end: int, number: int
) -> list[tuple[str, int, int]] | None:
    """Place headings above columns; one that stands above several spans them."""
    row = [("", number, 1) for _ in range(len(columns) + 1)]
    spans: dict[int, int] = {}
    for chunk in chunks:
        over = [at for at, column in enumerate(columns) if chunk.start < column.end and column.start < chunk.end]
        if not over:
            near = [
                at
                for at, column in enumerate(columns)
                if min(abs(chunk.start - column.end), abs(column.start - chunk.end)) <= 3 * _NEAR
            ]
            over = near if len(near) == 1 else []
        if over:
            if any(row[at + 1][0] for at in over) or any(
                at in range(first, first + many) for first, many in spans.items() for at in over
            ):
                return None
            row[over[0] + 1] = (chunk.text, number, len(over))
            spans[over[0]] = len(over)
        elif chunk.start < label_end:
            if row[0][0]:
                return None
            row[0] = (chunk.text, number, 1)
        else:
            return None
    skip = {at + 1 for first, many in spans.items() for at in range(first + 1, first + many)}
    return [cell for at, cell in enumerate(row) if at not in skip]


def _spread(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[tuple[str, int, int]]]:
    """Repeat what spans several columns above each of them."""
    return [[cell for cell in row for _ in range(cell[2])] for row in rows]


def _body_row(
    chunks: Sequence[_Chunk], columns: Sequence[_Column], label_end: int, number: int
) -> list[tuple[str, int, int]] | None:
    row = [("", number, 1) for _ in range(len(columns) + 2)]
    for place, chunk in enumerate(chunks):
        over = [at for at, column in enumerate(columns) if chunk.start < column.end and column.start < chunk.end]
        if place == 0 and chunk.start < columns[0].start and chunk.end <= label_end + _NEAR and not over:
            row[0] = (chunk.text, number, 1)
        elif chunk.start > columns[-1].end and not row[-1][0]:
            row[-1] = (chunk.text, number, 1)
        elif len(over) == 1 and not row[over[0] + 1][0]:
            row[over[0] + 1] = (chunk.text, number, 1)
        else:
            return None
    return row

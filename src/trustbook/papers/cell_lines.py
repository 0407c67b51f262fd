"""Split a row whose cells have several lines, one below the other, into the rows that a reader sees.

In: a grid, with line breaks in the texts of its cells. Out: the grid with a row for each line, where labels and figures
have as many lines as each other; without line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustbook.papers.amounts import parse_amount
from trustbook.papers.model import Grid, GridCell

_MOST_LINES = 200


def with_rows_for_lines(grid: Grid) -> Grid:
    """Split the rows of a grid that are several; join the lines of all other cells."""
    if not any("\n" in cell.text for row in grid.rows for cell in row):
        return grid
    rows: list[tuple[GridCell, ...]] = []
    for row in grid.rows:
        rows += _split(row)
    return replace(grid, rows=tuple(rows))


def _split(row: Sequence[GridCell]) -> list[tuple[GridCell, ...]]:
    lines = [_lines(cell) for cell in row]
    counts = {len(each) for cell, each in zip(row, lines, strict=True) if _are_figures(each)}
    count = counts.pop() if len(counts) == 1 else 0
    labels = [each for each in lines if each and not _are_figures(each)]
    merged = any(cell.spans_rows > 1 or cell.spans_columns > 1 for cell in row if cell.text)
    if not 1 < count <= _MOST_LINES or merged or not labels or any(len(each) != count for each in labels):
        return [tuple(replace(cell, text=" ".join(cell.text.split())) for cell in row)]
    return [
        tuple(
            replace(
                cell, text=each[line] if each else "", place=f"{cell.place}, line {line + 1}" if each else cell.place
            )
            for cell, each in zip(row, lines, strict=True)
        )
        for line in range(count)
    ]


def _lines(cell: GridCell) -> list[str]:
    return [" ".join(line.split()) for line in cell.text.split("\n") if line.strip()]


def _are_figures(lines: Sequence[str]) -> bool:
    """Check whether each line is a figure, and there are several."""
    return len(lines) > 1 and all((amount := parse_amount(line)) is not None and not amount.why for line in lines)

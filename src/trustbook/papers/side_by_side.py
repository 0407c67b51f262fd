"""Split a sheet where two tables stand side by side, with a blank column between them.

In: the grid of a sheet. Out: one grid for each table; the grid itself where it is one table with a blank column in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustbook.papers.amounts import parse_amount
from trustbook.papers.layout import has_figure
from trustbook.papers.model import Grid, GridCell

_FEWEST = 2


def split_side_by_side(grid: Grid) -> list[Grid]:
    """Split a grid at blank columns that have labels and figures on both sides."""
    width = len(grid.rows[0]) if grid.rows else 0
    blank = [index for index in range(width) if not any(row[index].text for row in grid.rows)]
    edges = [0]
    for index in blank:
        left = [row[edges[-1] : index] for row in grid.rows]
        right = [row[index + 1 :] for row in grid.rows]
        spanned = any(
            place + cell.spans_columns > index
            for row in grid.rows
            for place, cell in enumerate(row[:index])
            if cell.text
        )
        if not spanned and _is_table(left) and _is_table(right):
            edges.append(index + 1)
    if len(edges) == 1:
        return [grid]
    ends = [*edges[1:], width]
    return [
        replace(
            grid,
            rows=tuple(row[first:last] for row in grid.rows),
            refused=grid.refused if first == 0 else (),
        )
        for first, last in zip(edges, ends, strict=True)
    ]


def _is_table(rows: Sequence[Sequence[GridCell]]) -> bool:
    """Check whether a part has labels of its own: a text in most of its rows with figures."""
    with_figures = [row for row in rows if any(has_figure(cell) for cell in row)]
    if len(with_figures) < _FEWEST:
        return False
    labelled = sum(any(cell.text and parse_amount(cell.text) is None for cell in row) for row in with_figures)
    return labelled > len(with_figures) / 2

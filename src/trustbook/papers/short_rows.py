"""Take out the figures of rows that have fewer cells than their table: which columns they are of cannot be told.

In: the cells of each row by column, and where each row ends. Out: the rows without such figures, which are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustbook.papers.layout import has_figure
from trustbook.papers.model import GridCell, Refusal


def take_out_short(
    rows: Sequence[dict[int, GridCell]], ends: Sequence[int], width: int, refused: list[Refusal]
) -> None:
    """Blank out the figures of each row that ends before columns in which other rows have figures."""
    last = max((column for row in rows for column, cell in row.items() if has_figure(cell)), default=-1)
    for row, end in zip(rows, ends, strict=True):
        if not 0 < end < width or end > last or len(row) < 2:
            continue
        for column, cell in row.items():
            if has_figure(cell):
                why = f"its row has {end} columns where the table has {width}: the figures may have shifted"
                refused.append(Refusal(cell.text, cell.place, why))
                row[column] = replace(cell, text="")

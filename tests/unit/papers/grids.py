"""Write grids for tests as lines of text with bars between the cells."""

from __future__ import annotations

from decimal import Decimal

from trustbook.papers.interpret import tables_of
from trustbook.papers.model import Grid, GridCell, Refusal, Table


def grid(text: str, title: str | None = None, around: tuple[str, ...] = (), header_rows: int | None = None) -> Grid:
    """Make a grid of lines; `a >2` spans two columns, and `a v2` two rows."""
    rows = [[each.strip() for each in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    cells = [
        tuple(
            _cell(row[index] if index < len(row) else "", f"row {number}, column {index + 1}") for index in range(width)
        )
        for number, row in enumerate(rows, 1)
    ]
    return Grid(tuple(cells), "table 1", title, around, header_rows)


def _cell(text: str, place: str) -> GridCell:
    wide = tall = 1
    words = text.split(" ")
    if words[-1][:1] in (">", "v") and words[-1][1:].isdigit():
        wide, tall = (int(words[-1][1:]), 1) if words[-1][0] == ">" else (1, int(words[-1][1:]))
        text = " ".join(words[:-1])
    return GridCell(text, place, None, wide, tall)


def read(text: str, **more: object) -> tuple[list[Table], list[Refusal]]:
    """Read the tables of a grid that is written as lines."""
    return tables_of(grid(text, **more))  # type: ignore[arg-type]


def values(tables: list[Table]) -> dict[tuple[str, str], object]:
    """Give the values by label and column."""
    return {(row.label, cell.column): cell.value for table in tables for row in table.rows for cell in row.cells}


def number(text: str) -> Decimal:
    """Write a number shortly."""
    return Decimal(text)

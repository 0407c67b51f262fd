"""Look at a table by its columns: two that have one heading are kept apart by their places.

In: a `Table`. Out: `View`: its columns in order, and each row's cells by column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trustbook.papers.amounts import parse_amount
from trustbook.papers.model import Cell, Row, Table

_PLACE = re.compile(r"\bcolumn (\d+)|\bcell ([A-Z]{1,3})\d+")
MONEY, TEXT = "GBP_k", "text"


@dataclass(frozen=True, order=True)
class Column:
    """A column: its heading, and a number that keeps it apart from others of the same heading."""

    heading: str
    number: int = 0


@dataclass(frozen=True)
class View:
    """A table by columns. `lost` are cells whose column cannot be told: two columns have their heading."""

    table: Table
    columns: tuple[Column, ...]
    cells: Sequence[Mapping[Column, Cell]]
    lost: tuple[tuple[Row, Cell], ...] = ()

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the table."""
        return self.table.rows

    def money(self, row: int, column: Column) -> Decimal | None:
        """Return a figure of money; None where there is none."""
        cell = self.cells[row].get(column)
        return cell.value if cell is not None and cell.unit == MONEY and isinstance(cell.value, Decimal) else None


def view(table: Table) -> View:
    """Look at a table by its columns."""
    doubled = {
        cell.column
        for row in table.rows
        for cell in row.cells
        if sum(other.column == cell.column for other in row.cells) > 1
    }
    placed = {heading: _all_placed(table, heading) for heading in doubled}
    most = {heading: max(_count(row, heading) for row in table.rows) for heading in doubled}
    found: list[dict[Column, Cell]] = []
    lost: list[tuple[Row, Cell]] = []
    order: dict[Column, int] = {}
    for row in table.rows:
        cells: dict[Column, Cell] = {}
        seen: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            column = Column(cell.column)
            if cell.column in doubled:
                seen[cell.column] = seen.get(cell.column, 0) + 1
                number = place_of(cell) if placed[cell.column] else seen[cell.column]
                if number is None or (not placed[cell.column] and _count(row, cell.column) < most[cell.column]):
                    lost.append((row, cell))
                    continue
                column = Column(cell.column, number)
            cells[column] = cell
            order[column] = min(order.get(column, at), at) if column in order else at
        found.append(cells)
    columns = sorted(order, key=lambda each: (_first_place(found, each), order[each]))
    return View(table, tuple(columns), found, tuple(lost))


def place_of(cell: Cell) -> int | None:
    """Return the number of a cell's column in its file; None where its place does not say."""
    found = _PLACE.search(cell.place)
    if found is None:
        return None
    if found[1]:
        return int(found[1])
    number = 0
    for letter in found[2]:
        number = number * 26 + ord(letter) - 64
    return number


def decimals_of(cell: Cell) -> int | None:
    """Return how many decimals of a thousand pounds a printed figure has: `27.85` of £m has -1; None if unknown."""
    amount, factor = parse_amount(cell.printed), factor_of(cell)
    if amount is None or factor is None:
        return None
    shift = {Decimal(1): 0, Decimal(1_000): 3, Decimal("0.001"): -3}.get(factor)
    return None if shift is None else amount.decimals - shift


def factor_of(cell: Cell) -> Decimal | None:
    """Return how many thousands of pounds one of the printed figure is: 1000 for £m; None for nil or no money."""
    amount = parse_amount(cell.printed)
    if cell.unit != MONEY or not isinstance(cell.value, Decimal) or amount is None or not amount.number:
        return None
    return abs(cell.value / amount.number)


def _all_placed(table: Table, heading: str) -> bool:
    return all(place_of(cell) is not None for row in table.rows for cell in row.cells if cell.column == heading)


def _count(row: Row, heading: str) -> int:
    return sum(cell.column == heading for cell in row.cells)


def _first_place(found: Sequence[Mapping[Column, Cell]], column: Column) -> int:
    places = [place_of(cells[column]) for cells in found if column in cells]
    known = [place for place in places if place is not None]
    return max(set(known), key=known.count) if known else 0

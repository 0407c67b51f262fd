"""The tables of a paper as they were read: rows, cells with value, unit and place, and what was refused.

In: what the rooms of reading found. Out: `Reading`, and the JSON that `trustbook read --json` prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One figure or word of a table, with what the paper prints and what it means."""

    column: str
    """The column's heading, its header lines joined by a space, units left out (`Forecast Variance Month 5`)."""
    printed: str
    """What stands in the paper, character for character (white space at the ends aside)."""
    value: Decimal | str | None
    """Thousands of pounds for money (a variance above nil is an overspend); words; None where nothing is."""
    unit: str
    """`GBP_k`, `pct`, `count`, `fte`, `GBP_per_week`, `GBP_per_head`, `text`, `date`."""
    place: str
    """Where in the file: `page 12, table 2, row 3, column 4`, `sheet 'P11', cell D7`, `line 14`."""
    confidence: float = 1.0
    """1 where nothing else is possible; less where another reading was put aside, with what told against it."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its label, how deep it stands, whether it is a total, its cells from left to right."""

    label: str
    level: int
    """0 for the outermost lines; one more for each heading above it."""
    total: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One table of a paper."""

    title: str | None
    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Refusal:
    """What stands in the paper and was not read, and why: with both readings where there were two."""

    printed: str
    place: str
    why: str


@dataclass(frozen=True)
class Reading:
    """All that was read from one file."""

    tables: tuple[Table, ...]
    refused: tuple[Refusal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `trustbook read --json` prints: plain numbers, words and null."""
        return {
            "tables": [
                {
                    "title": table.title,
                    "place": table.place,
                    "rows": [
                        {
                            "label": row.label,
                            "level": row.level,
                            "total": row.total,
                            "cells": [
                                {
                                    "column": cell.column,
                                    "printed": cell.printed,
                                    "value": _plain(cell.value),
                                    "unit": cell.unit,
                                    "place": cell.place,
                                    "confidence": cell.confidence,
                                }
                                for cell in row.cells
                            ],
                        }
                        for row in table.rows
                    ],
                }
                for table in self.tables
            ],
            "refused": [vars(each) for each in self.refused],
        }


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid as a file has it, before anything was made of it."""

    text: str
    """What a reader of the paper sees."""
    place: str
    number: Decimal | None = None
    """The number that a workbook keeps behind the text, unrounded; None in files that have only text."""
    spans_columns: int = 1
    """How many columns it covers (a merged cell stands in its first place, and the others are empty)."""
    spans_rows: int = 1
    bold: bool = False
    indent: int = 0
    """How far its text is set in, in steps."""
    red: bool = False
    """Its figure is in red, which may be all that shows that it is below nil."""


@dataclass(frozen=True)
class Grid:
    """A table as a file has it: cells in rows and columns, all rows of one length, nothing yet said of headings."""

    rows: tuple[tuple[GridCell, ...], ...]
    place: str
    title: str | None = None
    """The caption, or the line that stands just above it."""
    around: tuple[str, ...] = ()
    """Lines near it that may say a unit or a sign (`All figures £000`, `brackets are overspends`)."""
    header_rows: int | None = None
    """How many rows at its head are headings, where the file itself says so (`th`, a repeated header row)."""
    refused: tuple[Refusal, ...] = field(default=())
    """What could not be put into a row and a column."""


def numbers_of(tables: Iterable[Table]) -> int:
    """How many cells of these tables have a value that is a number."""
    return sum(isinstance(cell.value, Decimal) for table in tables for row in table.rows for cell in row.cells)


def _plain(value: Decimal | str | None) -> int | float | str | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value

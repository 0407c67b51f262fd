"""Represent a sheet of a workbook, whatever the workbook's format.

In: the cells that the reader of a format found. Out: `Sheet`: rows of text with the sheet's row numbers, the kinds of
its cells, and what the spreadsheet hides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from trustbook.core.errors import ReturnError
from trustbook.data.corrections import Correction, Doubt
from trustbook.data.workbooks.packed import MOST_MERGED, too_much

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_LETTERS, _MOST_LETTERS, _MOST_DIGITS = 26, 3, 7


class Holds(Enum):
    """The kind of value in a cell."""

    TEXT = "text"
    NUMBER = "a number"
    DAY = "a day"
    MONTH = "a month"
    YEAR = "a year"
    ERROR = "an error"
    NO_VALUE = "a formula without its value"
    NO_DATE = "a date that there is not"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `kept` is the stored value, if `text` is only part of it: the day in a month, a time of day."""

    text: str
    holds: Holds = Holds.TEXT
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown: the code of its number format, or the text that the file itself keeps as shown."""

    code: str = ""
    shown: str = ""
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Range:
    """Cells from one corner to another, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True)
class RawSheet:
    """A sheet as the reader of a format found it. Rows and columns are numbered from 1.

    `hidden_rows` and `hidden_columns` are (first, last); `state` is `hidden`, `very hidden` or empty.
    """

    title: str
    cells: Mapping[tuple[int, int], Cell]
    state: str = ""
    hidden_rows: Sequence[tuple[int, int]] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    filtered: bool = False
    merged: Sequence[Range] = ()
    starts_1904: bool = False
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    """How cells are shown, where that is not as plain text; returns are read without it."""


@dataclass
class SheetBuilder:
    """A sheet that is being read; `name` is the workbook's name in messages."""

    name: str
    title: str
    state: str = ""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    merged: list[Range] = field(default_factory=list)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Add a merged range. Raises ReturnError if there are more than any return has."""
        self.merged.append(Range(top, left, bottom, right))
        if len(self.merged) > MOST_MERGED:
            raise too_much(f"more than {MOST_MERGED:,} merged ranges in a sheet", self.name)

    def finished(self, starts_1904: bool) -> RawSheet:
        """Return the finished sheet."""
        spans = self.hidden_rows, self.hidden_columns
        return RawSheet(self.title, self.cells, self.state, *spans, self.filtered, self.merged, starts_1904, self.looks)


@dataclass(frozen=True)
class Sheet:
    """A sheet for the reader of returns, with only its non-blank rows."""

    title: str
    rows: list[tuple[int, list[str]]]
    blank: int = 0
    """The number of blank rows above the last."""
    raw: RawSheet = field(default_factory=lambda: RawSheet("", {}))
    covered: Sequence[tuple[int, int]] = ()
    """Cells with a value under a merged range: they cannot be seen, and were not read."""
    corrections: Sequence[Correction] = ()
    """Corrections of the workbook as a whole, on its first sheet only."""
    doubts: Sequence[Doubt] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell by its row and column; None if it is empty."""
        return self.raw.cells.get((row, column))


def letters(column: int) -> str:
    """Convert a column number to letters: 1 is A, 28 is AB."""
    name = ""
    while column > 0:
        column, last = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + last) + name
    return name


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as `C7`."""
    return f"{letters(column)}{row}"


def numbers(cell: str) -> tuple[int, int] | None:
    """Read the row and column of `C7` or `$C$7`; None if no sheet can have that cell."""
    name = cell.replace("$", "")
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    word = name[: len(name) - len(row)].upper()
    if not (1 <= len(word) <= _MOST_LETTERS and row.isascii() and row.isdigit() and len(row) <= _MOST_DIGITS):
        return None
    column = 0
    for letter in word:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    found = int(row), column
    return found if 1 <= found[0] <= LAST_ROW and column <= LAST_COLUMN else None


def range_of(reference: str) -> Range | None:
    """Read a range such as `A2:B3`, or a single cell."""
    first, _, last = reference.partition(":")
    begins, ends = numbers(first), numbers(last or first)
    if begins is None or ends is None:
        return None
    (top, bottom), (left, right) = sorted((begins[0], ends[0])), sorted((begins[1], ends[1]))
    return Range(top, left, bottom, right)


def covered(cells: Iterable[tuple[int, int]], merged: Sequence[Range]) -> Iterator[tuple[int, int]]:
    """Yield the cells under merged ranges except their first cells. Works by row, which is fast with many ranges."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    firsts = {(each.top, each.left) for each in merged}
    edges = sorted({edge for each in merged for edge in (each.top, each.bottom + 1)})
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for row in sorted(rows):
        reached = bisect_right(edges, row)
        if reached != at:
            at = reached
            begins, ends = spans_of((each.left, each.right) for each in merged if each.top <= row <= each.bottom)
        for column in rows[row] if begins else ():
            place = bisect_right(begins, column) - 1
            if place >= 0 and column <= ends[place] and (row, column) not in firsts:
                yield row, column


def spans_of(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Sort spans and merge those that overlap; return their firsts and their lasts."""
    begins: list[int] = []
    ends: list[int] = []
    for first, last in sorted(spans):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            begins.append(first)
            ends.append(last)
    return begins, ends


def in_sheet(error: ReturnError, sheet: Sheet) -> ReturnError:
    """Set the place of an error to a cell or row, as the spreadsheet numbers them."""
    if error.line is not None and not error.place:
        header = sheet.rows[0][1]
        column = error.column or ""
        place = int(column) if column.isdigit() else header.index(column) + 1 if column in header else 0
        error.place = f"cell {address(error.line, place)}" if place else f"row {error.line}"
        error.column = None if column.isdigit() else error.column
    return error


def place_in(letter_of: Mapping[str, str], line: int | None, column: str | None) -> str:
    """Return `cell C7`, or `row 7` if the column has no letter; empty without letters or a line."""
    if not letter_of or line is None:
        return ""
    letter = letter_of.get(column or "")
    return f"cell {letter}{line}" if letter else f"row {line}"

"""A sheet of a workbook as it was read, whatever format the workbook has.

In: the cells that a format's own reader found. Out: `Sheet`: rows of text with the sheet's own numbers, what the cells
are beside their text, and what the spreadsheet hides.
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
    """What a cell holds."""

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
    """One cell. `kept` is what the file has, where `text` is not all of it: the day of a month, a time of day."""

    text: str
    holds: Holds = Holds.TEXT
    kept: str = ""


@dataclass(frozen=True)
class Range:
    """Cells from one corner to another, both counted."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True)
class RawSheet:
    """What a reader of one format found in a sheet. Rows and columns are numbered from 1.

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


@dataclass
class SheetBuilder:
    """A sheet while the reader of a format goes through it; `name` is that of the workbook in messages."""

    name: str
    title: str
    state: str = ""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    merged: list[Range] = field(default_factory=list)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Keep a merged range. Raises ReturnError where there are more than any return has."""
        self.merged.append(Range(top, left, bottom, right))
        if len(self.merged) > MOST_MERGED:
            raise too_much(f"more than {MOST_MERGED:,} merged ranges in a sheet", self.name)

    def finished(self, starts_1904: bool) -> RawSheet:
        """Give what was found, when all of it was read."""
        spans = self.hidden_rows, self.hidden_columns
        return RawSheet(self.title, self.cells, self.state, *spans, self.filtered, self.merged, starts_1904)


@dataclass(frozen=True)
class Sheet:
    """A sheet as the reader of returns takes it: only rows that hold anything."""

    title: str
    rows: list[tuple[int, list[str]]]
    blank: int = 0
    """How many rows above the last hold nothing."""
    raw: RawSheet = field(default_factory=lambda: RawSheet("", {}))
    covered: Sequence[tuple[int, int]] = ()
    """Cells with a value that a merged range covers: nobody sees them, and they were not read."""
    corrections: Sequence[Correction] = ()
    """What is to be said of the workbook, once."""
    doubts: Sequence[Doubt] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """Give a cell by its numbers, or None where it is empty."""
        return self.raw.cells.get((row, column))


def letters(column: int) -> str:
    """Write the number of a column as its letters: 1 is A, 28 is AB."""
    name = ""
    while column > 0:
        column, last = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + last) + name
    return name


def address(row: int, column: int) -> str:
    """Write `C7`."""
    return f"{letters(column)}{row}"


def numbers(cell: str) -> tuple[int, int] | None:
    """Read the row and the column of `C7` or `$C$7`; None if it is no cell that there can be."""
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
    """Read `A2:B3`, or one cell alone."""
    first, _, last = reference.partition(":")
    begins, ends = numbers(first), numbers(last or first)
    if begins is None or ends is None:
        return None
    (top, bottom), (left, right) = sorted((begins[0], ends[0])), sorted((begins[1], ends[1]))
    return Range(top, left, bottom, right)


def covered(cells: Iterable[tuple[int, int]], merged: Sequence[Range]) -> Iterator[tuple[int, int]]:
    """Go through the cells that a merged range covers, all but its first: by row, with the ranges of that row only."""
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
    """Put spans (first and last) in order, as their firsts and their lasts; those that overlap are one."""
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
    """Name the place of an error by the letter of its column and the row, as the spreadsheet does."""
    if error.line is not None and not error.place:
        header = sheet.rows[0][1]
        column = error.column or ""
        place = int(column) if column.isdigit() else header.index(column) + 1 if column in header else 0
        error.place = f"cell {address(error.line, place)}" if place else f"row {error.line}"
        error.column = None if column.isdigit() else error.column
    return error


def place_in(letter_of: Mapping[str, str], line: int | None, column: str | None) -> str:
    """Write `cell C7`, or `row 7` where the column has no letter; empty where there are no letters or no line."""
    if not letter_of or line is None:
        return ""
    letter = letter_of.get(column or "")
    return f"cell {letter}{line}" if letter else f"row {line}"

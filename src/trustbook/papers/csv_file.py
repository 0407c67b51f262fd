"""Read the grid of a CSV file: commas, semicolons or tabs, as the lines themselves show.

In: the bytes of a file. Out: one `Grid` for each run of lines with cells, and the lines of text around them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from trustbook.core.errors import ReturnError
from trustbook.data.encodings import decode
from trustbook.data.workbooks.sheets import letters
from trustbook.papers.model import Grid, GridCell, Refusal

_MOST_CELLS = 200_000
_MOST_COLUMNS = 200
_LONGEST_CELL = 20_000
_SEPARATORS = (",", ";", "\t", "|")


def grids_of(content: bytes, shown: str) -> tuple[list[Grid], list[str]]:
    """Read the grid of a CSV file. Raises ReturnError for what is no text or too large."""
    text = decode(content, shown)[0]
    rows = rows_of(text, shown)
    width = max((len(row) for row in rows), default=0)
    if width > _MOST_COLUMNS or width * len(rows) > _MOST_CELLS:
        raise ReturnError(
            f"it has {len(rows):,} lines of up to {width:,} cells",
            code="too_large",
            file=shown,
            expected=f"at most {_MOST_COLUMNS} columns and {_MOST_CELLS:,} cells",
            mend="Save the tables of the paper as files of their own.",
        )
    cells = [
        tuple(
            GridCell(_clean(row[index]) if index < len(row) else "", f"line {number}, column {letters(index + 1)}")
            for index in range(width)
        )
        for number, row in enumerate(rows, 1)
    ]
    lines = [row[0] for row in rows if sum(map(bool, row)) == 1]
    if width < 2:
        return [], lines
    refused = _take_out_shifted(rows, cells)
    return [Grid(tuple(cells), f"lines 1 to {len(rows)}", refused=tuple(refused))], lines


def _take_out_shifted(rows: Sequence[Sequence[str]], cells: list[tuple[GridCell, ...]]) -> list[Refusal]:
    """Blank out the rows that have more or fewer cells than the first of their block: their cells have shifted."""
    refused: list[Refusal] = []
    wanted = 0
    for number, row in enumerate(rows):
        if sum(bool(each.strip()) for each in row) < 2:  # a blank line or a title: a further block may begin
            wanted = 0
            continue
        wanted = wanted or len(row)
        surplus = any(each.strip() for each in row[wanted:])
        if len(row) < wanted or surplus:
            why = f"its line has {len(row)} cells where the first of the table has {wanted}: they may have shifted"
            refused += [
                Refusal(cell.text, cell.place, why)
                for cell in cells[number]
                if any(each.isdigit() for each in cell.text)
            ]
            cells[number] = tuple(GridCell("", cell.place) for cell in cells[number])
    return refused


def rows_of(text: str, shown: str) -> list[list[str]]:
    """Split a text into rows by the separator that most of its lines have. Raises ReturnError if that fails."""
    separator = _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ReturnError(
            f"it cannot be split into cells ({error})", code="not_csv", file=shown, expected="a CSV file"
        ) from None


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()][:200]
    found = {each: sum(_outside_quotes(line, each) for line in lines) for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: (found[each], each == ","))


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) > 0 for place, part in enumerate(line.split('"')) if place % 2 == 0)


def _clean(text: str) -> str:
    return text.replace("\u00a0", " ").strip()

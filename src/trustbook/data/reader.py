"""Read a dataset: every cell as text and as a typed value, the corrections, and the cells that cannot be read.

In: a file, or a sheet of a workbook, and a schema. Out: a `Table`; its frames are indexed by line, so that later
findings can name the place. Reading never guesses: an ambiguous cell is a problem, not a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard, cast

import pandas as pd

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, were
from trustbook.core.incoming import read_file
from trustbook.core.safe_text import from_spreadsheet
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.data import cells
from trustbook.data.advice import advice, is_error
from trustbook.data.corrections import Correction, Doubt
from trustbook.data.header import header_problems, require_header
from trustbook.data.kept_tables import tables_of
from trustbook.data.lines import fault_of
from trustbook.data.rows import MOST_BYTES, Rows, rows_of
from trustbook.data.schema import LOCATOR, SOURCE_ID, Field, Kind, Schema
from trustbook.data.workbooks.cells import SheetColumn
from trustbook.data.workbooks.doubts import doubts_of
from trustbook.data.workbooks.sheets import Sheet, letters, place_in

_MARKED = "the apostrophe that keeps a spreadsheet from running it"
_EXPECTED = {
    Kind.TEXT: "text",
    Kind.MONEY: "thousands of pounds, such as 1990 or -43.5, with at most three decimals",
    Kind.NUMBER: "a plain number, such as 130 or 0.385",
    Kind.DATE: "a date such as 2024-02-29, a month such as 2024-02 or a financial year such as 2023-24",
}


@dataclass(frozen=True)
class Table:
    """One dataset as read.

    `written` has the cells as plain text (missing ones as NA), `typed` their values: money as whole pounds in `_gbp`
    columns (Int64), numbers as Float64. Both are indexed by line number. `corrections` lists what was read differently
    from how it was written, `doubts` what was read as written but may not be meant. `problems` is empty if everything
    could be read.
    """

    schema: Schema
    file: str
    written: pd.DataFrame
    typed: pd.DataFrame
    problems: tuple[ReturnError, ...]
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sheet_columns: Mapping[str, str] = field(default_factory=dict)
    """The letter of each column, if the table was read from a sheet."""

    def trusted(self) -> pd.DataFrame:
        """Return the typed frame. Raises the first problem, a ReturnError, if anything could not be read."""
        if self.problems:
            raise self.problems[0]
        return self.typed

    @cached_property
    def _row_names(self) -> dict[int, str]:
        whole = [name for name in self.schema.key if name in self.written]
        brief = [name for name in whole if name not in (SOURCE_ID.name, LOCATOR.name)] or whole
        named: dict[int, str] = {}
        for names in (brief, whole):
            called = {
                int(str(line)): ", ".join(excerpt(str(cell)) for cell in row if not pd.isna(cell))
                for line, *row in zip(self.written.index, *(self.written[name] for name in names), strict=True)
            }
            times = Counter(called.values())
            named = {line: name for line, name in called.items() if name and times[name] == 1} | named
        return named

    def row_name(self, line: int) -> str:
        """Name a row by the cells that tell rows apart, which stay when lines move; by its line where they do not."""
        return self._row_names.get(line) or f"line {line}"

    def place(self, line: int | None, column: str | None) -> str:
        """Name the place of a cell in a sheet: `cell C7` or `row 7`; empty for a text file."""
        return place_in(self.sheet_columns, line, column)


def read_table(path: Path, schema: Schema, shown: str | None = None) -> Table:
    """Read a CSV file. `shown` is its name in messages.

    Raises ReturnError if it is not a table of text with a header; bad columns and cells are listed as problems.
    """
    name = shown or path.name
    content = read_file(path, name, MOST_BYTES)
    read = tables_of(
        content, name, (schema,), lambda: [(name, table_of(rows_of(content, name, schema.names), schema, name))]
    )
    return cast(Table, read[0][1])


def table_of(read: Rows, schema: Schema, name: str, sheet: Sheet | None = None) -> Table:
    """Build a table from rows; `sheet` is the sheet that they come from, if any."""
    (first, header), *records = read.rows
    corrections = list(read.corrections)
    require_header(first, header, schema, name)
    doubts = list(doubts_of(sheet, read.rows)) if sheet else []
    letter_of = {named: letters(place) for place, named in reversed(list(enumerate(header, 1)))} if sheet else {}
    blank = _blank_between(header, records)
    if blank:
        corrections.append(
            Correction(
                "blank_columns_between",
                f"{counted(len(blank), 'blank column')} between others {were(len(blank))} left out",
            )
        )
    problems = list(header_problems(first, header, schema, name, blank, sheet is not None))
    lines, rows = [], []
    for line, row in records:
        fault = fault_of(line, row, header, schema, name, first=line == records[0][0])
        if fault is not None:
            problems.append(fault.error)
            if not fault.is_line:
                continue
        lines.append(line)
        rows.append([cell or None for cell in (row + [""] * len(header))[: len(header)]])
    index = pd.Index(lines, name="line")
    written: dict[str, Sequence[str | None]] = {}
    for place, named in enumerate(header):
        if place in blank:
            continue
        written.setdefault(named, [row[place] for row in rows])  # of a repeated column, keep the first
    typed: dict[str, pd.Series[Any]] = {}
    for column in schema.columns:
        if column.name in written:
            kept = written[column.name]
            if sheet:
                of_sheet = SheetColumn(
                    sheet, name, column, header.index(column.name) + 1, problems, corrections, doubts
                )
                kept = of_sheet.prepared(lines, kept)
            plain = _read(lines, kept, column, name, problems, corrections)
            typed[column.typed_name] = _typed(plain, column, index)
            written[column.name] = [
                cell if read is None else read for cell, read in zip(written[column.name], plain, strict=True)
            ]
        elif not column.required:
            typed[column.typed_name] = _typed([None] * len(lines), column, index)
    for problem in problems:
        problem.place = problem.place or place_in(letter_of, problem.line, problem.column)
    frame = pd.DataFrame(written, index=index, dtype="str")
    values = pd.DataFrame(typed, index=index)
    return Table(schema, name, frame, values, tuple(problems), tuple(corrections), tuple(doubts), letter_of)


def _blank_between(header: list[str], records: Sequence[tuple[int, list[str]]]) -> set[int]:
    """Return the positions of columns without a heading or any cells."""
    unnamed = {place for place, heading in enumerate(header) if not heading}
    for _, row in records if unnamed else ():
        unnamed -= {place for place in unnamed if place < len(row) and row[place]}
    return unnamed


def _read(
    lines: Sequence[int],
    written: Sequence[str | None],
    column: Field,
    name: str,
    problems: list[ReturnError],
    corrections: list[Correction],
) -> list[str | None]:
    """Return the cells of a column as plain text; None where a cell is empty or cannot be read."""
    if column.kind is Kind.TEXT:
        problems += [_unreadable(name, lines[at], column, cell) for at, cell in enumerate(written) if _is_error(cell)]
        return [_text(lines[place], cell, column, corrections) for place, cell in enumerate(written)]
    plain: list[str | None] = []
    scales: set[str] = set()
    for line, cell in zip(lines, written, strict=True):
        found = None if cell is None else cells.plain(cell, column.kind)
        if found is not None:
            scales.add(found.scale)
            if found.why:
                corrections.append(Correction("written_otherwise", found.why, line, column.name, str(cell), found.text))
        elif cell is not None:
            problems.append(_unreadable(name, line, column, cell))
        plain.append(None if found is None else found.text)
    if "m" in scales and "" in scales:
        problems.append(
            ReturnError(
                "some figures of the column are in millions, and others have no unit",
                code="mixed_units",
                file=name,
                column=column.name,
                expected="one unit in a column",
                mend="Write every figure of the column in thousands of pounds.",
            )
        )
    return plain


def _is_error(cell: str | None) -> TypeGuard[str]:
    """Check whether a text cell is a spreadsheet error; a formula may be text that someone wrote."""
    return cell is not None and is_error(cell)


def _text(line: int, cell: str | None, column: Field, corrections: list[Correction]) -> str | None:
    """Return a text cell without the apostrophe that our own CSV files put before anything a spreadsheet would run."""
    plain = None if cell is None else from_spreadsheet(cell)
    if plain != cell:
        corrections.append(Correction("apostrophe", _MARKED, line, column.name, str(cell), str(plain)))
    return plain


def _unreadable(name: str, line: int, column: Field, cell: str) -> ReturnError:
    return ReturnError(
        f"found '{excerpt(cell)}'",
        code="unreadable_cell",
        file=name,
        line=line,
        column=column.name,
        expected=_EXPECTED[column.kind],
        mend=advice(cell, column.kind),
    )


def _typed(plain: list[str | None], column: Field, index: pd.Index) -> pd.Series[object]:
    if column.kind is Kind.MONEY:
        pounds = [None if text is None else int(Decimal(text) * POUNDS_IN_THOUSAND) for text in plain]
        return pd.Series(pounds, index=index, dtype="Int64")
    if column.kind is Kind.NUMBER:
        return pd.Series([None if text is None else float(text) for text in plain], index=index, dtype="Float64")
    return pd.Series(plain, index=index, dtype="str")

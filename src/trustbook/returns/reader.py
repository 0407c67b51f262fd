"""One dataset, read: every cell as text and as typed, what was mended, and every cell that could not be read.

In: a file, or a sheet of a workbook, and a schema. Out: a `Table`; its frames are indexed by line, so that
whatever is found later can still be named. Reading never guesses: a cell with two meanings is a problem, not a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeGuard

import pandas as pd

from trustbook.characters import excerpt
from trustbook.errors import ReturnError
from trustbook.returns import cells
from trustbook.returns.advice import advice, is_error
from trustbook.returns.mends import Mend
from trustbook.returns.rows import Rows, read_rows
from trustbook.returns.schema import Column, Kind, Schema
from trustbook.safe_text import from_spreadsheet

POUNDS_IN_THOUSAND = 1000

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

    `written` holds the cells as plain text (missing ones as NA), `typed` the values: money as whole pounds in `_gbp`
    columns (Int64), numbers as Float64. Both are indexed by line number. `mends` says what was read otherwise than as
    written. `problems` is empty if all of it could be read.
    """

    schema: Schema
    file: str
    written: pd.DataFrame
    typed: pd.DataFrame
    problems: tuple[ReturnError, ...]
    mends: tuple[Mend, ...] = ()

    def trusted(self) -> pd.DataFrame:
        """Return the typed frame. Raises ReturnError, the first problem, if anything could not be read."""
        if self.problems:
            raise self.problems[0]
        return self.typed


def read_table(path: Path, schema: Schema, shown: str | None = None) -> Table:
    """Read one CSV file. `shown` is its name in messages.

    Raises ReturnError if it is not a table of text with a header; a bad column or cell is a problem of the table.
    """
    name = shown or path.name
    return table_of(read_rows(path, name, schema.names), schema, name)


def table_of(read: Rows, schema: Schema, name: str) -> Table:
    """Make a table of rows, wherever they were read from."""
    (first, header), *records = read.rows
    mends = list(read.mends)
    problems = list(_header_problems(first, header, schema, name))
    lines, rows = [], []
    for line, row in records:
        problem = _row_problem(line, row, header, schema, name)
        if problem is not None:
            problems.append(problem)
            if row == header:
                continue
        lines.append(line)
        rows.append([cell or None for cell in (row + [""] * len(header))[: len(header)]])
    index = pd.Index(lines, name="line")
    written: dict[str, Sequence[str | None]] = {}
    for place, named in enumerate(header):
        written.setdefault(named, [row[place] for row in rows])  # of a column that stands twice, the first
    typed: dict[str, pd.Series[Any]] = {}
    for column in schema.columns:
        if column.name in written:
            plain = _read(lines, written[column.name], column, name, problems, mends)
            typed[column.typed_name] = _typed(plain, column, index)
            written[column.name] = [
                cell if read is None else read for cell, read in zip(written[column.name], plain, strict=True)
            ]
        elif not column.required:
            typed[column.typed_name] = pd.Series(pd.NA, index=index, dtype="str")
    frame = pd.DataFrame(written, index=index, dtype="str")
    return Table(schema, name, frame, pd.DataFrame(typed, index=index), tuple(problems), tuple(mends))


def _header_problems(line: int, header: list[str], schema: Schema, name: str) -> Iterator[ReturnError]:
    for position, found in enumerate(header):
        if found not in schema.names:
            yield ReturnError(
                f"there is no column '{excerpt(found)}' in {schema.name}",
                file=name,
                line=line,
                column=excerpt(found),
                expected=f"columns among: {', '.join(schema.names)}",
                mend="Rename or remove it.",
            )
        elif found in header[:position]:
            yield ReturnError(
                f"the column '{found}' stands twice", file=name, line=line, column=found, expected="it once"
            )
    for column in schema.columns:
        if column.required and column.name not in header:
            yield ReturnError(
                f"the column '{column.name}' is missing",
                file=name,
                column=column.name,
                expected="a header that has it",
                mend="Add it; leave its cells empty if the paper does not report them.",
            )


def _row_problem(line: int, row: list[str], header: list[str], schema: Schema, name: str) -> ReturnError | None:
    if row == header:
        return ReturnError(
            "the header stands here a second time",
            file=name,
            line=line,
            expected="one header",
            mend="Look whether two returns were pasted together, and keep one.",
        )
    if len(row) != len(header):
        return ReturnError(
            f"{len(row)} cells",
            file=name,
            line=line,
            expected=f"{len(header)}, as in the header",
            mend="Put quotes round a cell that has a comma in it.",
        )
    for column, cell in zip(header, row, strict=True):
        if _makes_a_total(column, cell, schema):
            return ReturnError(
                f"'{cell}' is a total among the lines",
                file=name,
                line=line,
                column=column,
                expected="lines only",
                mend=_instead_of_a_total(line, row, header, schema, cell),
            )
    return None


def _makes_a_total(column: str, cell: str, schema: Schema) -> bool:
    """Whether a cell says that its line is a total: the name of a line by its first word, any other text whole."""
    if column not in schema.names or schema[column].kind is not Kind.TEXT or schema[column].names_totals:
        return False
    return cells.is_total(cell) if column in schema.key else cells.is_only_a_total(cell)


def _instead_of_a_total(line: int, row: list[str], header: list[str], schema: Schema, called: str) -> str:
    """Say how to take a total out of the lines, and give the lines of controls.csv that keep it as a check."""
    kept = []
    for name, cell in zip(header, row, strict=False):
        if name in schema.names and schema[name].kind is Kind.MONEY:
            found = cells.plain(cell, Kind.MONEY)
            if found is not None:
                kept.append(f"{schema.name},{name},all,{found.text},gbp_k,0")
    take_out = f"Take line {line} out of the file"
    if not kept or cells.is_part_total(called):
        return f"{take_out}, and put the total into controls.csv."
    return f"{take_out}. To hold the lines to it, add to controls.csv: {'; '.join(kept)}."


def _read(
    lines: Sequence[int],
    written: Sequence[str | None],
    column: Column,
    name: str,
    problems: list[ReturnError],
    mends: list[Mend],
) -> list[str | None]:
    """The cells of a column as plain text; None where nothing is written, or it cannot be read."""
    if column.kind is Kind.TEXT:
        problems += [_unreadable(name, lines[at], column, cell) for at, cell in enumerate(written) if _is_error(cell)]
        return [_text(lines[place], cell, column, mends) for place, cell in enumerate(written)]
    plain: list[str | None] = []
    scales: set[str] = set()
    for line, cell in zip(lines, written, strict=True):
        found = None if cell is None else cells.plain(cell, column.kind)
        if found is not None:
            scales.add(found.scale)
            if found.why:
                mends.append(Mend(found.why, line, column.name, str(cell), found.text))
        elif cell is not None:
            problems.append(_unreadable(name, line, column, cell))
        plain.append(None if found is None else found.text)
    if "m" in scales and "" in scales:
        problems.append(
            ReturnError(
                "the column mixes millions with figures that have no unit",
                file=name,
                column=column.name,
                expected="one unit in a column",
                mend="Write every figure of the column in thousands of pounds.",
            )
        )
    return plain


def _is_error(cell: str | None) -> TypeGuard[str]:
    """Whether a cell of text is an error of a spreadsheet; a formula can be text that somebody wrote."""
    return cell is not None and is_error(cell)


def _text(line: int, cell: str | None, column: Column, mends: list[Mend]) -> str | None:
    """A cell of text, without the apostrophe that our own CSV files put before what a spreadsheet would run."""
    plain = None if cell is None else from_spreadsheet(cell)
    if plain != cell:
        mends.append(Mend(_MARKED, line, column.name, str(cell), str(plain)))
    return plain


def _unreadable(name: str, line: int, column: Column, cell: str) -> ReturnError:
    return ReturnError(
        f"found '{excerpt(cell)}'",
        file=name,
        line=line,
        column=column.name,
        expected=_EXPECTED[column.kind],
        mend=advice(cell, column.kind),
    )


def _typed(plain: list[str | None], column: Column, index: pd.Index) -> pd.Series[object]:
    if column.kind is Kind.MONEY:
        pounds = [None if text is None else int(Decimal(text) * POUNDS_IN_THOUSAND) for text in plain]
        return pd.Series(pounds, index=index, dtype="Int64")
    if column.kind is Kind.NUMBER:
        return pd.Series([None if text is None else float(text) for text in plain], index=index, dtype="Float64")
    return pd.Series(plain, index=index, dtype="str")

"""One CSV file, read: every cell as written and as typed, and every cell that could not be read.

In: a path and a schema. Out: a `Table`; its frames are indexed by the line of the file, so that whatever is found
later can still be named. Reading never guesses: a cell that is not what its column holds is a problem, not a value.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pandas as pd

from trustbook.errors import ReturnError
from trustbook.returns.schema import Column, Kind, Schema

POUNDS_IN_THOUSAND = 1000
MONEY_WRITTEN = r"-?\d{1,12}(\.\d{1,3})?"
NUMBER_WRITTEN = r"-?\d{1,15}(\.\d{1,15})?"

_EXPECTED = {
    Kind.MONEY: "thousands of pounds, such as 1990 or -43.5, with at most three decimals",
    Kind.NUMBER: "a plain number, such as 130 or 0.385",
}
_PATTERN = {Kind.MONEY: re.compile(MONEY_WRITTEN), Kind.NUMBER: re.compile(NUMBER_WRITTEN)}


@dataclass(frozen=True)
class Table:
    """One file as read.

    `written` holds the cells as text (missing ones as NA), `typed` the values: money as whole pounds in `_gbp` columns
    (Int64), numbers as Float64. Both are indexed by line number. `problems` is empty if all of it could be read.
    """

    schema: Schema
    file: str
    written: pd.DataFrame
    typed: pd.DataFrame
    problems: tuple[ReturnError, ...]

    def trusted(self) -> pd.DataFrame:
        """Return the typed frame. Raises ReturnError, the first problem, if anything could not be read."""
        if self.problems:
            raise self.problems[0]
        return self.typed


def read_table(path: Path, schema: Schema, shown: str | None = None) -> Table:
    """Read one file. `shown` is its name in messages.

    Raises ReturnError if it is not a UTF-8 CSV file with a header; a bad column or cell is a problem of the table.
    """
    name = shown or path.name
    records = list(_records(path, name))
    if not records:
        raise ReturnError("the file is empty", file=name, expected=f"a header: {','.join(schema.names)}")
    problems: list[ReturnError] = []
    first, header = records[0]
    problems += _header_problems(first, header, schema, name)
    lines, rows = [], []
    for line, cells in records[1:]:
        if len(cells) != len(header):
            problems.append(
                ReturnError(
                    f"{len(cells)} cells",
                    file=name,
                    line=line,
                    expected=f"{len(header)}, as in the header",
                    mend="Put quotes round a cell that has a comma in it.",
                )
            )
            cells = (cells + [""] * len(header))[: len(header)]
        lines.append(line)
        rows.append([cell.strip() or None for cell in cells])
    written = pd.DataFrame(rows, index=pd.Index(lines, name="line"), columns=header, dtype="str")
    written = written.loc[:, ~written.columns.duplicated()]
    typed = pd.DataFrame(index=written.index)
    for column in schema.columns:
        if column.name in written:
            typed[column.typed_name] = _typed(written[column.name], column, name, problems)
        elif not column.required:
            typed[column.typed_name] = pd.Series(pd.NA, index=written.index, dtype="str")
    return Table(schema, name, written, typed, tuple(problems))


def _records(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank."""
    try:
        raw = path.read_bytes()
        reader = csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        start = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise ReturnError(
            f"byte {error.start + 1} is not UTF-8",
            file=name,
            line=raw[: error.start].count(b"\n") + 1,
            expected="a CSV file in UTF-8",
            mend="Save it again as 'CSV UTF-8'.",
        ) from None
    except csv.Error as error:
        raise ReturnError(f"it is not CSV ({error})", file=name) from None
    except OSError as error:
        raise ReturnError(f"it cannot be read ({error.strerror})", file=name) from None


def _header_problems(line: int, header: list[str], schema: Schema, name: str) -> Iterator[ReturnError]:
    for position, found in enumerate(header):
        if found not in schema.names:
            yield ReturnError(
                f"there is no column '{found}' in {schema.name}",
                file=name,
                line=line,
                column=found,
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


def _typed(cells: pd.Series[str], column: Column, name: str, problems: list[ReturnError]) -> pd.Series[object]:
    if column.kind is Kind.TEXT:
        return cells
    values: list[Decimal | None] = []
    for line, cell in cells.items():
        if pd.isna(cell):
            values.append(None)
        elif _PATTERN[column.kind].fullmatch(cell):
            values.append(Decimal(cell))
        else:
            values.append(None)
            problems.append(
                ReturnError(
                    f"found '{cell[:60]}'",
                    file=name,
                    line=int(str(line)),
                    column=column.name,
                    expected=_EXPECTED[column.kind],
                    mend="Leave the cell empty if the paper does not report it.",
                )
            )
    if column.kind is Kind.MONEY:
        pounds = [None if value is None else int(value * POUNDS_IN_THOUSAND) for value in values]
        return pd.Series(pounds, index=cells.index, dtype="Int64")
    return pd.Series([None if value is None else float(value) for value in values], index=cells.index, dtype="Float64")

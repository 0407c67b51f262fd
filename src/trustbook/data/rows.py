"""Read the rows of a CSV file, allowing for what spreadsheets do: encodings, delimiters, blank rows and columns.

In: a path and the columns that its header should have. Out: rows with their line numbers, and the corrections. An
ambiguous file is rejected.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from trustbook.core.characters import describe_character, excerpt, forbidden_character, is_plain, on_one_line
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, were
from trustbook.core.incoming import read_file
from trustbook.data.corrections import Correction
from trustbook.data.encodings import decode
from trustbook.data.header import MOST_ABOVE, count_known, drop_titles, normalise_headings

MOST_ROWS = 10_000
LONGEST_CELL = 2_000
MOST_COLUMNS = 500
"""No dataset has more than 30; files of published statistics have at most a few hundred."""
MOST_BYTES = MOST_ROWS * LONGEST_CELL
"""As if every line of the longest return had a note of the greatest length."""
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_DECLARED = re.compile(r'"?sep=(?P<mark>[^\r\n])"?[,;\t|]*(\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The line that declares the separator to Excel."""


@dataclass(frozen=True)
class Rows:
    """The non-blank rows (line number and cells), header first, and the corrections."""

    rows: tuple[tuple[int, list[str]], ...]
    corrections: tuple[Correction, ...]


def read_rows(
    path: Path, name: str, columns: Sequence[str], most: int = MOST_ROWS, most_bytes: int = MOST_BYTES
) -> Rows:
    """Read the rows of a CSV file. Raises ReturnError if it is not a file, or as `rows_of` does."""
    return rows_of(read_file(path, name, most_bytes), name, columns, most)


def rows_of(content: bytes, name: str, columns: Sequence[str], most: int = MOST_ROWS) -> Rows:
    """Take the rows out of a CSV file's bytes. Raises ReturnError if they are empty, too long, or no table of text."""
    text, corrections = decode(content, name)
    declared = _DECLARED.match(text)
    rest = text[declared.end() :] if declared else text
    delimiter = _delimiter(rest, columns)
    if declared:
        delimiter = _as_declared(declared["mark"], delimiter, rest, columns, name)
        corrections.append(
            Correction(
                "declared_separator",
                f"the line sep={declared['mark']} says that {_DELIMITERS[delimiter]} separate the cells",
                line=1,
            )
        )
    elif delimiter != ",":
        corrections.append(
            Correction("other_separator", f"the file is separated by {_DELIMITERS[delimiter]} and not by commas")
        )
    return tidy_rows(_parse(rest, delimiter, name, 2 if declared else 1), name, columns, corrections, most)


def tidy_rows(
    rows: Iterable[tuple[int, list[str]]],
    name: str,
    columns: Sequence[str],
    corrections: list[Correction],
    most: int = MOST_ROWS,
) -> Rows:
    """Drop blank rows and trailing blank columns, normalise the headings, and record the corrections.

    Raises ReturnError for a file with no rows or too many, a cell that is too long, or a forbidden character.
    """
    kept: list[tuple[int, list[str]]] = []
    blank = non_breaking = with_breaks = first_with_breaks = 0
    for line, cells in rows:
        if any(cells):
            require_short(line, cells, name)
            if not is_plain("".join(cells)):
                _require_plain(line, cells, kept[0][1] if kept else [], name)
                non_breaking += sum("\u00a0" in cell.strip() for cell in cells)
                cells = [cell.replace("\u00a0", " ") for cell in cells]
                changed = sum(on_one_line(cell.strip()) != cell.strip() for cell in cells)
                first_with_breaks, with_breaks = first_with_breaks or (line if changed else 0), with_breaks + changed
                cells = [on_one_line(cell) for cell in cells]
            cells = [cell.strip() for cell in cells]
        if not any(cells):
            blank += 1
            continue
        if len(kept) > most:
            raise ReturnError(
                f"there are more than {most:,} lines",
                code="too_many_lines",
                file=name,
                line=line,
                expected="one return",
                mend="No return is that long: look for a file pasted more than once.",
            )
        kept.append((line, cells))
    if not kept:
        raise ReturnError("the file is empty", code="empty_file", file=name, expected=f"a header: {','.join(columns)}")
    if blank:
        corrections.append(blank_rows(blank))
    if non_breaking:
        corrections.append(
            Correction(
                "non_breaking_spaces", f"non-breaking spaces in {counted(non_breaking, 'cell')} were read as spaces"
            )
        )
    if with_breaks:
        corrections.append(
            Correction(
                "breaks_in_cells",
                f"line breaks or tabs in {counted(with_breaks, 'cell')} were read as spaces",
                line=first_with_breaks,
            )
        )
    kept = drop_titles(kept, columns, name, corrections)
    kept = _without_blank_columns(kept, corrections)
    return Rows((normalise_headings(kept[0], columns, corrections), *kept[1:]), tuple(corrections))


def blank_rows(count: int) -> Correction:
    """Say how many blank rows were left out."""
    return Correction("blank_rows", f"{counted(count, 'blank row')} {were(count)} left out")


def require_short(line: int, cells: list[str], name: str) -> None:
    """Raise ReturnError for a line with more columns than any table has, or a cell longer than any note."""
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise ReturnError(
            f"there are {len(cells):,} columns",
            code="too_many_columns",
            file=name,
            line=line,
            expected=f"at most {MOST_COLUMNS}",
            mend="Look whether it is the table that was meant.",
        )
    if cells and max(map(len, cells)) > LONGEST_CELL:  # checked first, since later steps would be slow on it
        longest = max(len(cell.strip()) for cell in cells)
        if longest > LONGEST_CELL:
            raise ReturnError(
                f"a cell has {longest:,} characters",
                code="cell_too_long",
                file=name,
                line=line,
                expected=f"at most {LONGEST_CELL:,}",
                mend="Look for a quotation mark that is not closed.",
            )


def _require_plain(line: int, cells: list[str], header: list[str], name: str) -> None:
    for place, cell in enumerate(cells):
        forbidden = forbidden_character(cell)
        if forbidden is not None:
            raise ReturnError(
                f"found '{excerpt(cell)}', which has the character {describe_character(forbidden)}",
                code="unseen_character",
                file=name,
                line=line,
                column=excerpt(header[place]) if place < len(header) else str(place + 1),
                expected="text that can be seen",
                mend="Type the cell again.",
            )


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """Return the delimiter that gives one of the first few lines the most known headings; a comma in a tie."""
    return max(_DELIMITERS, key=lambda mark: _headings_under(mark, text, columns))


def _headings_under(mark: str, text: str, columns: Sequence[str]) -> int:
    first = islice((line for line in StringIO(text) if line.strip(" ,;\t\r\n")), MOST_ABOVE + 1)
    return max((count_known(line.split(mark), columns) for line in first), default=0)


def _as_declared(mark: str, found: str, text: str, columns: Sequence[str], name: str) -> str:
    known = mark in _DELIMITERS
    if known and _headings_under(mark, text, columns) >= _headings_under(found, text, columns):
        return mark
    raise ReturnError(
        f"the first line says that '{excerpt(mark)}' separates the cells, but {_DELIMITERS[found]} do",
        code="wrong_separator",
        file=name,
        line=1,
        expected="the separator that the file has",
        mend="Delete the first line of the file.",
    )


def _parse(text: str, delimiter: str, name: str, start: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    above = start - 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + above + 1
    except csv.Error as error:
        raise ReturnError(
            f"it is not CSV ({error})",
            code="not_csv",
            file=name,
            line=start,
            mend="Look for a quotation mark that is not closed.",
        ) from None


def _without_blank_columns(
    rows: list[tuple[int, list[str]]], corrections: list[Correction]
) -> list[tuple[int, list[str]]]:
    """Drop the trailing columns that are empty in the header and every row."""
    used = max(max((place for place, cell in enumerate(cells, 1) if cell), default=0) for _, cells in rows)
    width = max(used, 1)
    extra = max(len(cells) for _, cells in rows) - width
    if extra > 0:
        corrections.append(
            Correction("blank_columns_at_end", f"{counted(extra, 'blank column')} {were(extra)} left out")
        )
    return [(line, cells[:width]) for line, cells in rows]

"""The rows of a file, whatever a spreadsheet did to it: encoding, delimiter, blank rows and columns.

In: a path and the columns that its header should have. Out: rows with their line numbers, and what was mended. A file
that could be read in two ways is refused.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from trustbook.core.characters import excerpt, is_plain, named, on_one_line, refused
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, were
from trustbook.core.incoming import read_file
from trustbook.data.corrections import Mend
from trustbook.data.encodings import decode
from trustbook.data.header import MOST_ABOVE, count_known, from_header, with_own_headings

MOST_ROWS = 10_000
LONGEST_CELL = 2_000
MOST_COLUMNS = 500
"""No dataset has more than 30; the files of published statistics have a few hundred at most."""
MOST_BYTES = MOST_ROWS * LONGEST_CELL
"""As if each line of the longest return held a note of the longest kind."""
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_DECLARED = re.compile(r'"?sep=(?P<mark>[^\r\n])"?[,;\t|]*(\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The line by which Excel is told what parts the cells."""


@dataclass(frozen=True)
class Rows:
    """The rows that hold anything: line number and cells, the header first; and what was mended."""

    rows: tuple[tuple[int, list[str]], ...]
    mends: tuple[Mend, ...]


def read_rows(
    path: Path, name: str, columns: Sequence[str], most: int = MOST_ROWS, most_bytes: int = MOST_BYTES
) -> Rows:
    """Read the rows of a CSV file. Raises ReturnError if it is no file, empty, too long, or not text in a table."""
    text, mends = decode(read_file(path, name, most_bytes), name)
    declared = _DECLARED.match(text)
    rest = text[declared.end() :] if declared else text
    delimiter = _delimiter(rest, columns)
    if declared:
        delimiter = _as_declared(declared["mark"], delimiter, rest, columns, name)
        mends.append(
            Mend(
                "declared_separator",
                f"the line sep={declared['mark']} says that {_DELIMITERS[delimiter]} part the cells",
                line=1,
            )
        )
    elif delimiter != ",":
        mends.append(Mend("other_separator", f"the file is separated by {_DELIMITERS[delimiter]} and not by commas"))
    return tidy_rows(_parse(rest, delimiter, name, 2 if declared else 1), name, columns, mends, most)


def tidy_rows(
    rows: Iterable[tuple[int, list[str]]], name: str, columns: Sequence[str], mends: list[Mend], most: int = MOST_ROWS
) -> Rows:
    """Drop blank rows and columns at the end, and put the headings into their own form; say what was done.

    Raises ReturnError for a file without rows, with too many, with a cell longer than any figure or note, or with a
    character that no figure or note has.
    """
    kept: list[tuple[int, list[str]]] = []
    blank = unbroken = broken = first_broken = 0
    for line, cells in rows:
        if any(cells):
            require_short(line, cells, name)
            if not is_plain("".join(cells)):
                _require_plain(line, cells, kept[0][1] if kept else [], name)
                unbroken += sum("\u00a0" in cell.strip() for cell in cells)
                cells = [cell.replace("\u00a0", " ") for cell in cells]
                apart = sum(on_one_line(cell.strip()) != cell.strip() for cell in cells)
                first_broken, broken = first_broken or (line if apart else 0), broken + apart
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
        mends.append(blank_rows(blank))
    if unbroken:
        mends.append(
            Mend("non_breaking_spaces", f"non-breaking spaces in {counted(unbroken, 'cell')} were read as spaces")
        )
    if broken:
        mends.append(
            Mend(
                "breaks_in_cells",
                f"line breaks or tabs in {counted(broken, 'cell')} were read as spaces",
                line=first_broken,
            )
        )
    kept = from_header(kept, columns, name, mends)
    kept = _without_blank_columns(kept, mends)
    return Rows((with_own_headings(kept[0], columns, mends), *kept[1:]), tuple(mends))


def blank_rows(count: int) -> Mend:
    """Say how many blank rows were left out."""
    return Mend("blank_rows", f"{counted(count, 'blank row')} {were(count)} left out")


def require_short(line: int, cells: list[str], name: str) -> None:
    """Raise ReturnError for a line with more columns than any table has, or with a cell longer than any note."""
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise ReturnError(
            f"there are {len(cells):,} columns",
            code="too_many_columns",
            file=name,
            line=line,
            expected=f"at most {MOST_COLUMNS}",
            mend="Look whether it is the table that was meant.",
        )
    if cells and max(map(len, cells)) > LONGEST_CELL:  # before anything is done to it, or many would take long
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
        odd = refused(cell)
        if odd is not None:
            raise ReturnError(
                f"found '{excerpt(cell)}', which has the character {named(odd)}",
                code="unseen_character",
                file=name,
                line=line,
                column=excerpt(header[place]) if place < len(header) else str(place + 1),
                expected="text that can be seen",
                mend="Type the cell again.",
            )


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The delimiter under which a line of the first few has most of the headings; a comma where that does not tell."""
    return max(_DELIMITERS, key=lambda mark: _headings_under(mark, text, columns))


def _headings_under(mark: str, text: str, columns: Sequence[str]) -> int:
    first = islice((line for line in StringIO(text) if line.strip(" ,;\t\r\n")), MOST_ABOVE + 1)
    return max((count_known(line.split(mark), columns) for line in first), default=0)


def _as_declared(mark: str, found: str, text: str, columns: Sequence[str], name: str) -> str:
    known = mark in _DELIMITERS
    if known and _headings_under(mark, text, columns) >= _headings_under(found, text, columns):
        return mark
    raise ReturnError(
        f"the first line says that '{excerpt(mark)}' parts the cells, and {_DELIMITERS[found]} part the headings",
        code="wrong_separator",
        file=name,
        line=1,
        expected="the separator that the file has",
        mend="Take the first line out of the file.",
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


def _without_blank_columns(rows: list[tuple[int, list[str]]], mends: list[Mend]) -> list[tuple[int, list[str]]]:
    """Leave out columns at the right that are empty in the header and in every row."""
    used = max(max((place for place, cell in enumerate(cells, 1) if cell), default=0) for _, cells in rows)
    width = max(used, 1)
    extra = max(len(cells) for _, cells in rows) - width
    if extra > 0:
        mends.append(Mend("blank_columns_at_end", f"{counted(extra, 'blank column')} {were(extra)} left out"))
    return [(line, cells[:width]) for line, cells in rows]

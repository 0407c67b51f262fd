"""Read the text of a paper, as it falls out of a PDF or a web page.

In: the content of a text file. Out: `TextFound` (grids, statements, refusals, lines that were not used), or a `Reading`
with the grids interpreted. Each way of laying out a table takes the lines that it can prove to be one; the next way
looks at the lines that are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trustbook.core.errors import ReturnError
from trustbook.papers.interpret import tables_of
from trustbook.papers.model import Grid, Reading, Refusal, Table
from trustbook.papers.text_aligned import read_aligned
from trustbook.papers.text_cells import BROKEN, FIGURE, kind_of
from trustbook.papers.text_cells_a_line import read_cells_a_line
from trustbook.papers.text_delimited import read_delimited
from trustbook.papers.text_lines import Line
from trustbook.papers.text_rows import read_rows
from trustbook.papers.text_runs import read_runs
from trustbook.papers.text_statements import read_statements
from trustbook.papers.text_unplaced import without_broken_headings
from trustbook.papers.text_unread import refuse_unread
from trustbook.papers.words import Words

_MOST_LINES = 60_000
_MOST_CHARACTERS = 20_000
"""The longest line that is read; a longer one is no line of a paper."""
_PAGE = re.compile(r"\s*page \d{1,4}(?: of \d{1,4})?\s*", re.IGNORECASE)
Reader = Callable[[Sequence[Line]], tuple[list[Grid], set[int]]]
_READERS: tuple[Reader, ...] = (read_delimited, read_cells_a_line, read_aligned, read_runs, read_rows)


@dataclass(frozen=True)
class TextFound:
    """What stands in a text: grids to interpret, tables that are ready (statements in prose), refusals, other lines."""

    grids: tuple[Grid, ...] = ()
    tables: tuple[Table, ...] = ()
    refused: tuple[Refusal, ...] = ()
    lines: tuple[str, ...] = ()


def read(
    content: bytes, shown: str, words: Words | None = None, progress: Callable[[str], None] | None = None
) -> Reading:
    """Read a text and interpret its tables."""
    del progress
    found = read_text(content, shown)
    tables: list[Table] = []
    refused = list(found.refused)
    for grid in found.grids:
        made, doubts = tables_of(grid, words)
        tables += made
        refused += doubts
    return Reading((*tables, *found.tables), tuple(refused))


def grids_of(content: bytes, shown: str) -> tuple[list[Grid], list[str]]:
    """Return the grids of a text and its other lines. `read_text` also gives its statements and refusals."""
    found = read_text(content, shown)
    return list(found.grids), list(found.lines)


def read_text(content: bytes, shown: str) -> TextFound:
    """Read a text. Raises ReturnError if it is longer than a paper can be."""
    lines = _without_page_numbers(_lines(content, shown))
    grids: list[Grid] = []
    left = lines
    for reader in _READERS:
        made, used = reader(left)
        whole = [without_broken_headings(grid) for grid in made]
        grids += [replace(grid, refused=_one_by_one(grid.refused)) for grid in whole]
        # a line that was used still parts what stands above it from what stands below
        left = [line if line.number not in used else Line(line.number, "") for line in left]
    stated, doubts = read_statements(left)
    refused = [refusal for grid in grids if not grid.rows for refusal in grid.refused]
    kept = sorted((grid for grid in grids if grid.rows), key=_first_line)
    doubts += refuse_unread(lines, kept, stated, [*refused, *(each for grid in kept for each in grid.refused), *doubts])
    tables = (stated,) if stated else ()
    return TextFound(tuple(kept), tables, (*refused, *doubts), tuple(line.text for line in left if not line.is_blank))


def _one_by_one(refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Refuse each figure of a row by itself, so that each is named as it is printed."""
    made: list[Refusal] = []
    for each in refused:
        parts = [part for part in each.printed.split() if not re.fullmatch(r"\d{1,2}[.)]", part)]
        apart = (
            parts != [each.printed]
            and kind_of(each.printed) != FIGURE
            and all(kind_of(part) in (FIGURE, BROKEN) for part in parts)
        )
        made += [replace(each, printed=part) for part in parts] if parts and apart else [each]
    return tuple(made)


def _without_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Leave out lines that give a page's number, with the empty line behind them: a table goes on beneath."""
    kept: list[Line] = []
    skip = False
    for line in lines:
        if _PAGE.fullmatch(line.text):
            skip = True
            continue
        if skip and not line.text and kept and not kept[-1].text:
            continue
        skip = False
        kept.append(line)
    return kept


def _first_line(grid: Grid) -> int:
    digits = "".join(each if each.isdigit() else " " for each in grid.place).split()
    return int(digits[0]) if digits else 0


def _lines(content: bytes, shown: str) -> list[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    texts = text.replace("\f", "\n").split("\n")
    if len(texts) > _MOST_LINES:
        raise ReturnError(
            f"it has {len(texts):,} lines", code="too_many_lines", file=shown, expected=f"at most {_MOST_LINES:,}"
        )
    return [Line(number, each.rstrip("\r")[:_MOST_CHARACTERS]) for number, each in enumerate(texts, start=1)]

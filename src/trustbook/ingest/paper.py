"""Read a paper once for all that a draft needs: its tables, its tables of words, and the lines of its text.

In: the path of a file. Out: `Paper`.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trustbook.core.errors import ReturnError
from trustbook.core.incoming import read_file
from trustbook.ingest.recognition import Recognition
from trustbook.papers.model import Cell, Grid, GridCell, Reading, Row, Table
from trustbook.papers.read import MOST_BYTES, Progress, kind_of, reading_of
from trustbook.papers.words import Words

_MOST_LINES = 20_000
_MONEY = "budget"
"""The kind of columns that are money and have no side that is good or bad."""


@dataclass(frozen=True)
class Paper:
    """What was read of one file."""

    reading: Reading
    wordy: tuple[Table, ...] = ()
    """Its grids as tables of words, as they stand."""
    lines: tuple[str, ...] = ()
    digest: str = ""


def words_for(recognition: Recognition, words: Words) -> Words:
    """Add the columns of the datasets that are money, though their headings alone do not say so."""
    money = words.columns.get(_MONEY, ()) + recognition.money_columns
    return replace(words, columns={**words.columns, _MONEY: money})


def read_whole(path: Path, shown: str, words: Words, progress: Progress | None = None) -> Paper:
    """Read a paper. Raises ReturnError if it is none that can be read."""
    content = read_file(path, shown, MOST_BYTES)
    if not content.strip():
        raise ReturnError("it is empty", code="empty_file", file=shown, expected="a paper or a workbook with tables")
    kind = kind_of(content, path.suffix.lower())
    reader: Any = importlib.import_module(f"trustbook.papers.{kind}")
    grids, lines = reader.grids_of(content, shown, **({"progress": progress} if kind == "pdf_file" else {}))
    reading = reader.read(content, shown, words, progress) if hasattr(reader, "read") else reading_of(grids, words)
    tables = list(wordy(grids))
    if kind == "text_file":
        lines = content.decode("utf-8", "replace").splitlines()
        tables = list(wordy(_tabbed(lines[:_MOST_LINES])))
    return Paper(reading, tuple(tables), tuple(lines[:_MOST_LINES]), hashlib.sha256(content).hexdigest())


def wordy(grids: Iterable[Grid]) -> Iterable[Table]:
    """Take each grid as a table of words: the first cell with words is the label."""
    for grid in grids:
        yield Table(grid.title, grid.place, tuple(_row(grid, number) for number in range(len(grid.rows))))


def _tabbed(lines: Sequence[str]) -> Iterable[Grid]:
    """Take runs of lines with tabs as tables; blank lines do not end one."""
    rows: list[tuple[GridCell, ...]] = []
    for number, line in enumerate([*lines, "the end"], 1):
        if "\t" in line:
            cells = enumerate(line.split("\t"), 1)
            rows.append(tuple(GridCell(cell.strip(), f"line {number}, column {at}") for at, cell in cells))
        elif line.strip() and rows:
            yield Grid(tuple(rows), rows[0][0].place)
            rows = []


def _row(grid: Grid, number: int) -> Row:
    cells: Sequence[Any] = [(at, cell) for at, cell in enumerate(grid.rows[number], 1) if cell.text.strip()]
    made = tuple(Cell(f"column {at}", cell.text, cell.text, "text", cell.place) for at, cell in cells)
    return Row(made[0].printed if made else "", 0, False, made)

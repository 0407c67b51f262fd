"""Make grids of the tables of a PDF: one grid of each, however many pages it takes, each cell with its place.

In: chains of `PageTable`s. Out: `Grid`s, with title, the lines around, indents, and what was refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.model import Grid, GridCell, Refusal
from trustbook.papers.pdf_guards import doubt_bare_columns, doubt_differences, doubt_headings
from trustbook.papers.pdf_pages import repeated_rows
from trustbook.papers.pdf_rows import is_figure, label_goes_on
from trustbook.papers.pdf_tables import PageCell, PageTable
from trustbook.papers.pdf_words import Line

_UNIT_LINE = re.compile(r"£|\b000s?\b|\bthousands?\b|\bmillions?\b|\bbrackets?\b|\bfigures\b|\bper cent\b|^%$", re.I)
_SENTENCE = 13
_MOST_INDENTS = 6


def grid_of(chain: Sequence[PageTable]) -> Grid:
    """Make one grid of a table, or of the parts of a table that goes on over several pages."""
    first = chain[0]
    closes = (first.ruled or first.bounded) and not chain[-1].open_bottom
    rows: list[tuple[list[PageCell], str]] = []
    for before, part in zip([first, *chain], chain, strict=False):
        skip = repeated_rows(first, part) if part is not first else 0
        for i, row in enumerate(part.rows[skip:], start=skip + 1):
            place = f"page {part.page}, table {part.number}, row {i}"
            begins = part is not first and i == skip + 1 and rows and before.open_bottom
            if begins and _joined(rows[-1][0], row, before, part, closes):
                continue
            rows.append((row, place))
    _doubt_what_depends([row for row, _ in rows])
    doubt_differences([row for row, _ in rows])
    if first.ruled:
        doubt_bare_columns([row for row, _ in rows])
    else:
        doubt_headings([row for row, _ in rows], first.header or 0)
    indents = _indents([row for row, _ in rows])
    refused: list[Refusal] = []
    made = []
    for (row, place), indent in zip(rows, indents, strict=True):
        if all(cell.doubt for cell in row if not cell.covered):
            refused += _refusals(row, place)
            continue
        made.append(
            tuple(
                _cell(cell, f"{place}, column {j}", indent if j == 1 else 0, refused)
                for j, cell in enumerate(row, start=1)
            )
        )
    pages = f"page {first.page}" if len(chain) == 1 else f"pages {first.page} to {chain[-1].page}"
    above = [line.text for line in first.above]
    below = [line.text for part in chain for line in part.below]
    title = _title(first.above)
    return Grid(
        tuple(made),
        f"{pages}, table {first.number}",
        title,
        tuple(text for text in [*above, *below] if text != title),
        first.header,
        tuple(refused),
    )


def _cell(cell: PageCell, place: str, indent: int, refused: list[Refusal]) -> GridCell:
    text = cell.text
    why = cell.why
    if why and text:
        refused.append(Refusal(text, place, why))
        text = ""
    return GridCell(text, place, None, cell.columns, cell.rows, cell.bold, indent)


def _doubt_what_depends(rows: Sequence[list[PageCell]]) -> None:
    """Doubt the figures under a heading, and those at the side of a label, that cannot be read."""
    body = next((i for i, row in enumerate(rows) if any(is_figure(cell.text) for cell in row)), len(rows))
    for row in rows[:body]:
        for j, cell in enumerate(row):
            if not cell.why:
                continue
            for below in rows[body:]:
                for under in below[j : j + cell.columns]:
                    under.doubt = under.doubt or "its heading cannot be read"
    for row in rows[body:]:
        label = next((cell for cell in row if cell.lines and not is_figure(cell.text)), None)
        if label is not None and label.why:
            _doubt(row, f"its label cannot be read: {label.why}")


def _refusals(row: Sequence[PageCell], place: str) -> list[Refusal]:
    """Refuse the figures of a row of which the label is not certain."""
    return [
        Refusal(cell.text, f"{place}, column {j}", cell.doubt)
        for j, cell in enumerate(row, start=1)
        if cell.lines and any(is_figure(line.text) for line in cell.lines)
    ]


def _joined(above: list[PageCell], row: list[PageCell], before: PageTable, part: PageTable, closes: bool) -> bool:
    """Join a row that is broken over two pages, and return whether that was done; mark it where it cannot be told.

    `closes` says that the table has a ruled line below its last row, so that one without is broken.
    """
    filled = [j for j, cell in enumerate(row) if cell.lines]
    clash = any(is_figure(row[j].text) and above[j].lines for j in filled)
    if closes:
        if clash or any((a.columns, b.columns) != (1, 1) for a, b in zip(above, row, strict=True)):
            _doubt([*above, *row], "this row is broken over two pages")
            return False
        for a, b in zip(above, row, strict=True):
            a.lines = [*a.lines, *b.lines]
        return True
    if clash or not filled:
        return False
    j = filled[0]
    if len(filled) > 1 or is_figure(row[j].text):
        if not row[0].lines:
            _doubt([*above, *row], f"this row may go on at the top of page {part.page}")
        return False
    if not above[j].lines:
        return False
    last, following = above[j].lines[-1], row[j].lines[0]
    labels = [cells[j] for each in (before, part) for cells in each.rows[each.header or 0 :]]
    right = max((line.x1 for cell in labels for line in cell.lines), default=last.x1)
    goes_on = label_goes_on(last, following, right)
    if goes_on is None:
        _doubt([*above, *row], f"its label may go on at the top of page {part.page}: {row[j].text[:60]!r}")
    elif goes_on:
        above[j].lines = [*above[j].lines, *row[j].lines]
    return bool(goes_on)


def _doubt(row: list[PageCell], why: str) -> None:
    for cell in row:
        cell.doubt = cell.doubt or why


def _title(above: Sequence[Line]) -> str | None:
    """Choose the title among the lines above a table: the nearest that is no unit and no sentence."""
    for i in range(len(above) - 1, -1, -1):
        line = above[i]
        words = line.text.split()
        if len(words) <= 8 and _UNIT_LINE.search(line.text) and not line.bold:
            continue
        if (len(words) >= _SENTENCE and not line.bold) or (line.text.endswith((".", ";", ",")) and len(words) > 5):
            return None
        return line.text
    return None


def _indents(rows: Sequence[Sequence[PageCell]]) -> list[int]:
    """Count how many steps the label of each row is set in; nothing where labels are not aligned to the left."""
    starts = [row[0].x0 if row and row[0].columns == 1 else None for row in rows]
    known = sorted(x for x in starts if x is not None)
    steps: list[list[float]] = []
    for x in known:
        if steps and x - steps[-1][0] <= 2.5:
            steps[-1].append(x)
        else:
            steps.append([x])
    if len(steps) < 2 or len(steps) > _MOST_INDENTS or len(steps) * 2 > len(known):
        return [0] * len(rows)
    return [
        0 if x is None else next(i for i, step in enumerate(steps) if step[0] - 0.01 <= x <= step[-1] + 0.01)
        for x in starts
    ]

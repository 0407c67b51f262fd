"""Refuse figures of a PDF's table whose heading is lost, has its double, or lies where the table may have ended.

In: rows of `PageCell`s, and which of them are headings. Out: doubts on the cells that are concerned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from trustbook.papers.pdf_rows import is_figure
from trustbook.papers.pdf_tables import PageCell, PageTable

_UNIT_ALONE = re.compile(r"[(\s]*£?\s*(?:['’‘]?000s?|k|m|mn|millions?|thousands?)?[)\s]*", re.IGNORECASE)
_CLOSES = re.compile(r"(?:grand |overall |sub-?)?totals?\b|.*\btotals?$", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"varia|\bvar\b|\bover|\bunder|differ|movement|change|creas|advers|favour|surplus|deficit"
    r"|(?:forecast|projected) pressure",
    re.IGNORECASE,
)
_HEADLESS = "no heading stands above this figure"
_DOUBLE = "two columns have the same heading, {name!r}: a heading that stands above them is lost"
_OF_ITS_OWN = (
    "this may go on from the table of the page before, which ends with a total, or be a table of its own "
    "without headings"
)
_NO_WITNESS = "a column whose heading cannot be read may tell what its sign means"


def doubt_headings(rows: Sequence[list[PageCell]], header: int) -> None:
    """Doubt figures under no heading; and all, where two columns of figures have one name.

    For tables that ruled lines do not part into cells: there a heading over several columns is easily lost.
    """
    body = rows[header:]
    figures = [j for j in range(len(rows[0]) if rows else 0) if any(_is_figure(row[j]) for row in body)]
    names = _names(rows[:header], len(rows[0]) if rows else 0)
    for j in figures:
        if _UNIT_ALONE.fullmatch(names[j]) and not (names[j] and len(figures) == 1):  # a single column may have only £m
            _doubt_columns(body, [j], _HEADLESS)
    counts = Counter(names[j].casefold() for j in figures)
    double = next((names[j] for j in figures if counts[names[j].casefold()] > 1), None)
    if double is not None:
        _doubt_columns(body, figures, _DOUBLE.format(name=double[:60]))


def doubt_bare_columns(rows: Sequence[list[PageCell]]) -> None:
    """Doubt the figures under an empty heading in a table of ruled cells: it may stand outside the ruled lines."""
    header = next((i for i, row in enumerate(rows) if any(_is_figure(cell) for cell in row)), len(rows))
    if header and header < len(rows):
        names = _names(rows[:header], len(rows[0]))
        bare = [j for j, name in enumerate(names) if not name and any(_is_figure(row[j]) for row in rows[header:])]
        _doubt_columns(rows[header:], bare, _HEADLESS)


def doubt_differences(rows: Sequence[list[PageCell]]) -> None:
    """Doubt the differences of a table in which the heading of another column cannot be read: no sum tells their sign.

    A percentage stands under the same heading as its difference, or just after it.
    """
    header = next((i for i, row in enumerate(rows) if sum(_is_figure(cell) for cell in row) >= 2), len(rows))
    lost = [cell for row in rows[:header] for cell in row[1:] if cell.lines and cell.why]
    if not lost:
        return
    names = _names(rows[:header], len(rows[0]))
    found = [j for j, name in enumerate(names) if _DIFFERENCE.search(name)]
    found += [j + 1 for j in found if j + 1 < len(names) and "%" in names[j + 1]]
    _doubt_columns(rows[header:], found, _NO_WITNESS)


def ends_with_total(table: PageTable) -> bool:
    """Check whether the last row of a table is a total, after which another table may follow."""
    row = table.rows[-1]
    label = next((cell.text for cell in row if cell.lines and not _is_figure(cell)), "")
    return bool(_CLOSES.match(label.strip()))


def doubt_headless(table: PageTable) -> None:
    """Doubt all of a table without headings that follows a total on the page before."""
    for row in table.rows:
        for cell in row:
            cell.doubt = cell.doubt or _OF_ITS_OWN


def is_of_its_own(table: PageTable) -> bool:
    """Check whether a table was found to be perhaps one of its own, with no headings."""
    return all(cell.doubt == _OF_ITS_OWN for row in table.rows[:1] for cell in row)


def _names(header: Sequence[Sequence[PageCell]], count: int) -> list[str]:
    """Join the headings above each column."""
    names = [""] * count
    for row in header:
        for j, cell in enumerate(row):
            for k in range(j, min(j + cell.columns, count)):
                names[k] = f"{names[k]} {cell.text}".strip()
    return names


def _is_figure(cell: PageCell) -> bool:
    return bool(cell.lines) and is_figure(cell.text)


def _doubt_columns(body: Sequence[list[PageCell]], columns: Sequence[int], why: str) -> None:
    for row in body:
        for j in columns:
            if row[j].lines:
                row[j].doubt = row[j].doubt or why

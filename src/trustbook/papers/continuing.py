"""Join the pieces of a table that goes on over pages: the same headings again, or none, and no title of its own.

In: grids in the order of the paper. Out: grids, each a whole table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trustbook.papers.headings import layout_of
from trustbook.papers.layout import has_figure, texts_of
from trustbook.papers.model import Grid
from trustbook.papers.words import Words, plain

_CONTINUED = re.compile(r"\(?\b(?:continued|cont['.’]?d?)\b\.?\)?", re.IGNORECASE)


def joined(grids: Sequence[Grid], words: Words) -> list[Grid]:
    """Join each grid to the one before that it continues."""
    found: list[Grid] = []
    for grid in grids:
        whole = _continuing(found[-1], grid, words) if found else None
        if whole is None:
            found.append(grid)
        else:
            found[-1] = whole
    return found


def _goes_on(first: Grid, second: Grid, label: int, words: Words) -> bool:
    """Check whether rows without headings go on with a table: it has not ended with a total yet, and they do."""
    rows = [[row for row in grid.rows if any(has_figure(cell) for cell in row)] for grid in (first, second)]
    if not all(rows) or label < 0 or not any(has_figure(cell) for cell in second.rows[0]):
        return False
    return not words.is_total(rows[0][-1][label].text) and any(words.is_total(row[label].text) for row in rows[1])


def _continuing(first: Grid, second: Grid, words: Words) -> Grid | None:
    """Return both as one grid, or None where the second is a table of its own."""
    if not first.rows or not second.rows or len(first.rows[0]) != len(second.rows[0]):
        return None
    if second.title and not _CONTINUED.search(second.title) and plain(second.title) != plain(first.title or ""):
        return None
    above = layout_of(first.rows, first.header_rows, words)
    below = layout_of(second.rows, second.header_rows, words)
    if above is None or below is None or not above.head:
        return None
    if any(not _CONTINUED.search(each) for each in below.titles):
        return None
    if below.head:
        heads = [texts_of(first.rows[number]) for number in above.head]
        again = [texts_of(second.rows[number]) for number in below.head]
        if heads != again:
            return None
    elif below.label != above.label or not _goes_on(first, second, above.label, words):
        return None
    rows = tuple(second.rows[number] for number in below.body)
    around = tuple(dict.fromkeys((*first.around, *second.around)))
    return replace(first, rows=first.rows + rows, around=around, refused=first.refused + second.refused)

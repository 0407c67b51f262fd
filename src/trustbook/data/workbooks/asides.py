"""Leave out what a workbook itself says is not part of the return: a sheet of instructions, columns beside the figures.

In: the sheets of a workbook, and the columns of a dataset. Out: the sheets to read, and a sheet up to its last column.
As a README in a folder needs no finding, neither does this: whoever opens the workbook reads the same words.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from trustbook.data.header import MOST_ABOVE, count_known
from trustbook.data.workbooks.sheets import Sheet

NOT_PART = "Not part of the return"
"""Begins the first cell of a sheet, or the heading of the first of several columns, that is not read."""


def says_so(cell: str) -> bool:
    """Check whether a cell says that what it heads is not part of the return."""
    return " ".join(cell.split()).casefold().startswith(NOT_PART.casefold())


def sheets_to_read(sheets: Sequence[Sheet], datasets: Container[str]) -> list[Sheet]:
    """Return the sheets without those that say that they are not part of the return.

    A sheet with the name of a dataset is always read, so that no figures go missing because of one cell.
    """
    kept = [each for each in sheets if each.title.strip().lower() in datasets or not _is_aside(each)]
    if kept and kept[0] is not sheets[0]:  # what concerns the whole workbook is said with its first sheet
        kept[0] = replace(kept[0], corrections=[*sheets[0].corrections, *kept[0].corrections])
    return kept


def _is_aside(sheet: Sheet) -> bool:
    first = next((cell for _, row in sheet.rows[:1] for cell in row if cell.strip()), "")
    return says_so(first)


def without_asides(sheet: Sheet, columns: Sequence[str]) -> Sheet:
    """Return a sheet up to the column whose heading says that it, and what is right of it, is not part of the return.

    Only the header can say so: a note in a line of figures that begins with these words is an ordinary note.
    """
    header = next((row for _, row in sheet.rows[: MOST_ABOVE + 1] if count_known(row, columns) > 1), [])
    width = next((place for place, heading in enumerate(header) if says_so(heading)), None)
    if width is None:
        return sheet
    rows = [(number, row[:width]) for number, row in sheet.rows if any(cell.strip() for cell in row[:width])]
    return replace(sheet, rows=rows, blank=(rows[-1][0] - len(rows)) if rows else 0)

"""Write a table of the paper for Word: a heading row that repeats, rows that stay whole, words for who cannot see it.

In: a `Table`. Out: its element. No cells are merged or empty: a cell without a figure says that it is not reported.
"""

from __future__ import annotations

from typing import Any

from trustbook.committee.fields import NOT_REPORTED
from trustbook.committee.model import Column, Row, Table
from trustbook.committee.word import StyleIds, element, paragraph, plain, runs

_LETTER, _BOLD, _ROOM = 112, 126, 230
"""Twips of a usual letter of 10 points, of a bold one, and of the space at both sides of a cell."""
_LONGEST_WORD, _FITS_ON_A_LINE = 16, 40
"""Letters: a longer word may break, and a shorter text fits on a line where there is room."""


def table_element(table: Table, styles: StyleIds, width: int) -> Any:
    """Build the element of a table that is `width` twips wide."""
    widths = _widths(table, width)
    properties = element(
        "tblPr",
        element("tblStyle", val=styles["Paper table"]),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
        element("tblCaption", val=plain(table.caption)),
        element("tblDescription", val=_described(table)),
    )
    grid = element("tblGrid", *(element("gridCol", w=each) for each in widths))
    return element("tbl", properties, grid, _heading(table, styles, widths), *_rows(table, styles, widths))


def _described(table: Table) -> str:
    columns = plain(", ".join(column.name for column in table.columns))
    return f"A table with {len(table.rows)} rows below its headings. The columns are: {columns}."


def _heading(table: Table, styles: StyleIds, widths: list[int]) -> Any:
    cells = []
    for column, width in zip(table.columns, widths, strict=True):
        style = styles["Table figure heading" if column.is_amount else "Table heading"]
        cells.append(_cell(width, paragraph(style, *runs(column.name, styles))))
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _rows(table: Table, styles: StyleIds, widths: list[int]) -> list[Any]:
    return [_row(row, table.columns, styles, widths) for row in table.rows]


def _row(row: Row, columns: tuple[Column, ...], styles: StyleIds, widths: list[int]) -> Any:
    cells = []
    for text, column, width in zip(row.cells, columns, widths, strict=True):
        style = styles["Table figure" if column.is_amount else "Table text"]
        content = runs(text.strip() or NOT_REPORTED, styles, strong=row.is_total)
        cells.append(_cell(width, paragraph(style, *content)))
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _cell(width: int, content: Any) -> Any:
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), content)


def _widths(table: Table, width: int) -> list[int]:
    """Share the width: each column fits its longest words, and the rest goes by how much text there is in each."""
    words, wanted = [], []
    for place, column in enumerate(table.columns):
        texts = [row.cells[place].strip() or NOT_REPORTED for row in table.rows]
        whole = column.is_amount
        parts = [part for text in texts for part in ([text] if whole and text != NOT_REPORTED else text.split())]
        longest = max((len(part) for part in parts), default=0)
        headed = max((len(part) for part in column.name.split()), default=0)
        words.append(_ROOM + max(headed * _BOLD, min(longest, _LONGEST_WORD) * _LETTER))
        mean = sum(map(len, texts)) / max(len(texts), 1)
        fits = min(max((len(text) for text in (*texts, column.name)), default=0), _FITS_ON_A_LINE)
        wanted.append(_ROOM + max(fits, mean) * _LETTER)
    needed = sum(words)
    rest = [max(want - word, 0) + 1 for want, word in zip(wanted, words, strict=True)]
    if needed > width:
        shares = [int(width * word / needed) for word in words]
    else:
        shares = [int(word + (width - needed) * more / sum(rest)) for word, more in zip(words, rest, strict=True)]
    return [*shares[:-1], width - sum(shares[:-1])]

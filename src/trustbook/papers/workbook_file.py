"""Read the tables of a workbook as its sheets show them, with the numbers that stand behind the formats.

In: the bytes of a workbook of any format. Out: a `Grid` for each sheet that is seen. Hidden sheets, rows and columns
are left out, as they are in print, and named among what was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from trustbook.core.errors import ReturnError
from trustbook.data.workbooks.sheets import Cell, Holds, Look, Range, RawSheet, address, covered, letters
from trustbook.data.workbooks.workbook import read_raw
from trustbook.papers.model import Grid, GridCell, Refusal
from trustbook.papers.number_formats import shown as shown_in_format
from trustbook.papers.number_formats import shown_date
from trustbook.papers.side_by_side import split_side_by_side

_MOST_CELLS = 400_000
_MOST_BLANK = 2
_BROKEN = {
    Holds.ERROR: "a formula that gives an error",
    Holds.NO_VALUE: "a formula whose result the file does not keep",
    Holds.NO_DATE: "a time, or a date that there is not",
}


_DATES = (Holds.DAY, Holds.MONTH, Holds.YEAR)


def grids_of(content: bytes, shown: str) -> tuple[list[Grid], list[str]]:
    """Read the sheets that are seen. Raises ReturnError if it is not a workbook or too large."""
    grids: list[Grid] = []
    hidden: list[Refusal] = []
    for sheet in read_raw(content, shown):
        if sheet.state:
            why = f"the sheet is {sheet.state}, and was not read"
            hidden += [Refusal(sheet.title, f"sheet '{sheet.title}'", why)] if sheet.cells else []
        elif sheet.cells:
            grids += split_side_by_side(_grid(sheet, shown))
    if hidden:
        grids.append(Grid((), "hidden sheets", refused=tuple(hidden)))
    return grids, []


def _grid(sheet: RawSheet, shown: str) -> Grid:
    hidden_rows = _numbers(sheet.hidden_rows, max(row for row, _ in sheet.cells))
    hidden_columns = _numbers(sheet.hidden_columns, max(column for _, column in sheet.cells))
    under = set(covered(sheet.cells, sheet.merged))
    seen = {
        place: cell
        for place, cell in sheet.cells.items()
        if place[0] not in hidden_rows and place[1] not in hidden_columns and place not in under and cell.text.strip()
    }
    rows = _without_blanks(sorted({row for row, _ in seen}), hidden_rows)
    columns = [
        each
        for each in range(min((c for _, c in seen), default=1), max((c for _, c in seen), default=0) + 1)
        if each not in hidden_columns
    ]
    if len(rows) * len(columns) > _MOST_CELLS:
        raise ReturnError(
            f"the sheet '{sheet.title}' has {len(rows):,} rows of {len(columns):,} columns",
            code="too_large",
            file=shown,
            expected=f"at most {_MOST_CELLS:,} cells",
            mend="Copy the tables of the paper into a workbook of their own.",
        )
    refused = _hidden(sheet, hidden_rows, hidden_columns)
    spans = {(each.top, each.left): each for each in sheet.merged}
    row_place = {row: place for place, row in enumerate(rows)}
    column_place = {column: place for place, column in enumerate(columns)}
    cells = []
    for row in rows:
        line = []
        for column in columns:
            where = f"sheet '{sheet.title}', cell {address(row, column)}"
            cell = seen.get((row, column))
            if cell is None:
                line.append(GridCell("", where))
                continue
            made = _cell(cell, sheet.looks.get((row, column), Look()), where, refused)
            span = spans.get((row, column))
            line.append(made if span is None else _spanning(made, span, row_place, column_place))
        cells.append(tuple(line))
    return Grid(tuple(cells), f"sheet '{sheet.title}'", None, (), None, tuple(refused))


def _cell(cell: Cell, look: Look, where: str, refused: list[Refusal]) -> GridCell:
    """Make a cell as it is seen, with the number behind it in the scale that is seen."""
    if cell.holds in _BROKEN:
        refused.append(Refusal(cell.text, where, _BROKEN[cell.holds]))
        return GridCell("", where)
    text = " ".join(cell.text.replace("\u00a0", " ").split())
    if cell.holds is not Holds.NUMBER:
        if cell.holds in _DATES:
            text = " ".join(look.shown.split()) or shown_date(cell.kept or cell.text, look.code) or text
        leading = len(cell.text) - len(cell.text.lstrip(" \u00a0"))
        return GridCell(text, where, None, 1, 1, look.bold, look.indent or leading)
    number = Decimal(cell.text)
    if look.shown:
        text = " ".join(look.shown.split())
        number = number.scaleb(2) if "%" in text else number
    else:
        text, number = shown_in_format(number, look.code)
    if not text and number:
        refused.append(Refusal(cell.text, where, "its format hides it, and it is not in print"))
        return GridCell("", where)
    return GridCell(text, where, number, 1, 1, look.bold)


def _spanning(cell: GridCell, span: Range, rows: dict[int, int], columns: dict[int, int]) -> GridCell:
    """Give a merged cell the rows and columns that it covers and that are seen."""
    wide = sum(each in columns for each in range(span.left, span.right + 1))
    tall = sum(each in rows for each in range(span.top, span.bottom + 1))
    return GridCell(cell.text, cell.place, cell.number, max(wide, 1), max(tall, 1), cell.bold, cell.indent)


def _numbers(spans: Iterable[tuple[int, int]], last: int) -> set[int]:
    return {each for first, end in spans for each in range(first, min(end, last) + 1)}


def _without_blanks(filled: Sequence[int], hidden: set[int]) -> list[int]:
    """Return the rows to lay out: those with cells, and at most two blank ones between them."""
    if not filled:
        return []
    rows: list[int] = []
    for row in filled:
        if rows:
            rows += [each for each in range(max(rows[-1] + 1, row - _MOST_BLANK), row) if each not in hidden]
        rows.append(row)
    return rows


def _hidden(sheet: RawSheet, rows: set[int], columns: set[int]) -> list[Refusal]:
    """Name the hidden rows and columns that have cells."""
    why = "hidden, so not in print, and was not read"
    found = []
    for first, last in _runs(sorted({row for row, _ in sheet.cells} & rows)):
        what = f"row {first}" if first == last else f"rows {first} to {last}"
        found.append(Refusal("", f"sheet '{sheet.title}', {what}", why))
    for first, last in _runs(sorted({column for _, column in sheet.cells} & columns)):
        what = f"column {letters(first)}" if first == last else f"columns {letters(first)} to {letters(last)}"
        found.append(Refusal("", f"sheet '{sheet.title}', {what}", why))
    return found


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for each in numbers:
        if found and found[-1][1] == each - 1:
            found[-1] = (found[-1][0], each)
        else:
            found.append((each, each))
    return found

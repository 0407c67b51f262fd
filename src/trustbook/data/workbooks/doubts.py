"""Report what a spreadsheet hides but was read: hidden rows, columns and sheets, merged cells.

In: a sheet and the rows of its table. Out: a `Doubt` for each kind, so that nothing hidden counts without a warning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from trustbook.core.characters import excerpt
from trustbook.core.formatting import counted, listing, were
from trustbook.data.corrections import Doubt
from trustbook.data.workbooks.sheets import Range, Sheet, address, letters, spans_of

_MOST = 6
"""The number of places that are listed."""


def doubts_of(sheet: Sheet, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Doubt]:
    """Report what is hidden in a sheet; `rows` are its rows, header first."""
    yield from sheet.doubts
    if sheet.raw.state:
        yield Doubt(
            "hidden_sheet",
            f"the sheet '{excerpt(sheet.title)}' is {sheet.raw.state} in the workbook, and was read",
            expected="a sheet that can be seen",
            mend="Unhide it and look whether it belongs to the return; delete it if it does not."
            + (" A very hidden sheet is shown by its properties in the VBA editor." if " " in sheet.raw.state else ""),
        )
    yield from _hidden_rows(sheet, rows)
    yield from _hidden_columns(sheet, rows)
    yield from _merged(sheet, rows)


def _hidden_rows(sheet: Sheet, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Doubt]:
    hidden = _within([line for line, _ in rows], sheet.raw.hidden_rows)
    if hidden:
        how = "hidden by a filter or by hand" if sheet.raw.filtered else "hidden"
        yield Doubt(
            "hidden_rows",
            f"{_named('row', [str(each) for each in hidden])} {_are(hidden)} {how} in the sheet, and "
            f"{were(len(hidden))} read and counted",
            hidden[0],
            expected="rows that can be seen",
            mend="Show them (clear the filter, or unhide them), and delete those that do not belong to the return.",
        )


def _hidden_columns(sheet: Sheet, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Doubt]:
    header = rows[0][1]
    used = [
        place for place in range(1, len(header) + 1) if any(len(row) >= place and row[place - 1] for _, row in rows)
    ]
    hidden = _within(used, sheet.raw.hidden_columns)
    if hidden:
        named = [f"{letters(each)} ({excerpt(header[each - 1])})" for each in hidden]
        yield Doubt(
            "hidden_columns",
            f"{_named('column', named)} {_are(hidden)} hidden in the sheet, and {were(len(hidden))} read",
            expected="columns that can be seen",
            mend="Unhide them, look whether they belong to the return, and delete those that do not.",
        )


def _merged(sheet: Sheet, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Doubt]:
    top, bottom, right = rows[0][0], rows[-1][0], len(rows[0][1])
    inside = [each for each in sheet.raw.merged if _meets(each, top, bottom, right)]
    if inside:
        ranges = [str(each) for each in inside]
        under_merged = [address(*place) for place in sheet.covered if any(_has(each, place) for each in inside[:_MOST])]
        kept = (
            f"; what {_named('cell', under_merged)} {'keeps' if len(under_merged) == 1 else 'keep'} below was not read"
        )
        yield Doubt(
            "merged_cells",
            f"the cells {_listed(ranges)} are merged: the first cell of each was read, the others as empty"
            + (kept if under_merged else ""),
            max(inside[0].top, top),
            expected="a value in each cell",
            mend="Unmerge them, and write the value into each cell that it is meant for.",
        )


def _meets(each: Range, top: int, bottom: int, right: int) -> bool:
    alone = each.top == each.bottom and each.left == each.right
    return not alone and each.top <= bottom and each.bottom >= top and each.left <= right


def _has(each: Range, place: tuple[int, int]) -> bool:
    return each.top <= place[0] <= each.bottom and each.left <= place[1] <= each.right


def _within(numbers: Sequence[int], spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the numbers inside a span."""
    begins, ends = spans_of(spans)
    found = []
    for each in numbers:
        place = bisect_right(begins, each) - 1
        if place >= 0 and each <= ends[place]:
            found.append(each)
    return found


def _named(what: str, names: Sequence[str]) -> str:
    return f"{what if len(names) == 1 else f'{what}s'} {_listed(names)}"


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST])
    more = len(names) - len(shown)
    return listing([*shown, counted(more, "more", "more")]) if more else listing(shown)


def _are(names: Sequence[object]) -> str:
    return "is" if len(names) == 1 else "are"

"""Write the workbook of an edition to the government's rules for accessible spreadsheets, with its gptables library.

In: the tables that an edition offers. Out: one `.xlsx`: cover, contents, notes, then one marked-up table a sheet; the
last describes each column. The same input gives the same bytes. Text from a return, the settings or a paper goes
through `_text`: gptables would read it as links, notes or gaps, and spreadsheet programs as formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pandas as pd

from trustbook import __version__
from trustbook.core.formatting import uncapitalised
from trustbook.core.period import Period
from trustbook.core.safe_text import for_xml
from trustbook.data.schema import Field, Kind
from trustbook.site.downloads.offered import WHAT, Offered, register
from trustbook.site.metadata import DRAFT

ABSENT = "[x]"
_MEANING = f"{ABSENT} means that the return does not report the figure, or that we do not have it. It never means nil."
_WIDEST, _NARROWEST = 48, 12
_NARROW = 30
"""A first column up to this width stays in view beside the others."""
_ABOVE_LISTS = 2
"""The rows above the list of contents, and above that of notes."""
_LINES_OF_HEADING = 3
_LONGEST_NAME = 31
"""The longest sheet name that every spreadsheet program accepts."""
_LONGEST_TEXT = 32_767 // 2
"""The longest text of a cell. Programs count UTF-16 units, at most two per character."""
_MOST_DIGITS = 10**15
"""Spreadsheet programs round whole numbers from here on."""
_MADE = datetime(2000, 1, 1)
"""A fixed creation date: the current time would change the bytes of a published edition."""


def write(
    path: Path,
    period: Period,
    trust: str,
    tables: Sequence[Offered],
    publisher: str | None = None,
    standing: str = DRAFT,
) -> None:
    """Write the workbook of a trust's return; its author is the publisher, and never the trust.

    `standing` says on its cover whether the edition is published, and as which revision.
    """
    import gptables

    sheets = {table.schema.title[:_LONGEST_NAME]: _sheet(table, period) for table in tables}
    sheets["Columns"] = _columns(tables)
    papers = register(tables)
    title = f"{trust}: finance return, {period.label}"
    cover = gptables.Cover(
        title=_text(title),
        intro=[
            WHAT,
            "Money is in thousands of pounds unless a row names another unit. A variance above zero is an overspend.",
            _MEANING,
        ],
        about=[
            _text(f"{standing}."),
            _text(f"Taken from: {'; '.join(paper['title'] for paper in papers.values())}."),
            "Each paper keeps its own licence, which the register of papers lists.",
            _text(f"Published by {publisher}." if publisher else "No publisher is named in the settings."),
            f"Made by trustbook {__version__}. The same tables are offered as CSV files, with a data package.",
        ],
    )
    book = gptables.produce_workbook(
        str(path),
        sheets,
        cover=cover,
        contentsheet_options={"title": "Contents"},
        notes_table=_notes(tables),
        auto_width=False,
        workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"title": for_xml(title), "author": for_xml(publisher or ""), "created": _MADE})
    for name, sheet in sheets.items():
        first = _widen(book.get_worksheet_by_name(name), sheet.table)
        above = 1 + len(sheet.subtitles) + 1 + len(sheet.legend)  # the title and the instructions have a row each
        book.get_worksheet_by_name(name).freeze_panes(above + 1, 1 if first <= _NARROW else 0)
    for name in ("Contents", "Notes"):
        book.get_worksheet_by_name(name).set_column(0, 0, _WIDEST // 2)
        book.get_worksheet_by_name(name).set_column(1, 1, _WIDEST * 2)
        book.get_worksheet_by_name(name).freeze_panes(_ABOVE_LISTS + 1, 0)
    book.close()


def _sheet(table: Offered, period: Period) -> Any:
    import gptables

    columns = table.schema.columns
    shown = pd.DataFrame({each.title: [_cell(cell, each) for cell in table.frame[each.name]] for each in columns})
    wraps = [each.title for each in columns if each.kind is Kind.TEXT]
    return gptables.GPTable(
        table=shown.astype(object),
        table_name=table.name,
        title=f"{table.schema.title}, {period.label}" if table.of_the_period else table.schema.title,
        subtitles=[f"One row: {uncapitalised(table.schema.about)}."],
        instructions="This sheet has one table. Numbers in square brackets refer to the notes sheet.",
        legend=[_MEANING],
        table_notes={each.title: f"$${_note(each)}$$" for each in columns if _has_note(each)},
        index_columns={},  # gptables would look for notes in them; they are formatted as other columns
        additional_formatting=[{"column": {"columns": wraps, "format": {"text_wrap": True, "valign": "top"}}}],
    )


def _columns(tables: Sequence[Offered]) -> Any:
    import gptables

    rows = [
        (table.schema.title, each.title, each.name, each.about) for table in tables for each in table.schema.columns
    ]
    frame = pd.DataFrame(rows, columns=["Table", "Column", "Name in the CSV file", "What it holds"])
    return gptables.GPTable(
        table=frame,
        table_name="columns",
        title="What each column holds",
        instructions="This sheet has one table.",
        index_columns={2: 0},
        additional_formatting=[{"column": {"columns": list(frame.columns), "format": {"text_wrap": True}}}],
    )


def _notes(tables: Sequence[Offered]) -> pd.DataFrame:
    """Return the meaning of each column of figures, because headings are too short to give it."""
    found = {
        _note(each): f"{each.title}: {each.about}"
        for table in tables
        for each in table.schema.columns
        if _has_note(each)
    }
    return pd.DataFrame({"Note": list(found), "What it means": list(found.values())})


def _has_note(column: Field) -> bool:
    return column.kind in (Kind.MONEY, Kind.NUMBER)


def _note(column: Field) -> str:
    return column.name


def _cell(cell: object, column: Field) -> Any:
    if pd.isna(cell):
        return ABSENT
    number = _number(str(cell)) if column.kind in (Kind.MONEY, Kind.NUMBER) else None
    return _text(str(cell)) if number is None else number


def _number(cell: str) -> int | float | None:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= _MOST_DIGITS:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _text(text: str) -> Any:
    """Return text as rich text: gptables looks for links, notes and gaps only in plain strings."""
    from gptables.core.gptable import FormatList

    plain = for_xml(text)
    return FormatList([{}, plain if len(plain) <= _LONGEST_TEXT else f"{plain[: _LONGEST_TEXT - 1]}…"])


def _shown(cell: Any) -> str:
    return str(getattr(cell, "string", cell))


def _widen(sheet: Any, table: pd.DataFrame) -> int:
    """Set column widths that fit the cells, up to the width where they wrap; return that of the first column.

    A heading may take three lines, so that a column of short figures is not as wide as the heading that explains them.
    """
    widths = []
    for position, name in enumerate(table.columns):
        heading = str(name).split("\n")[0]
        in_lines = max(-(-len(heading) // _LINES_OF_HEADING) + 3, *(len(word) + 1 for word in heading.split()))
        longest = max([in_lines, *(len(_shown(cell)) for cell in table[name])])
        widths.append(min(max(longest + 2, _NARROWEST), _WIDEST))
        sheet.set_column(position, position, widths[-1])
    return widths[0]

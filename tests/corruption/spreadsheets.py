"""True rows as a sheet of a workbook, as an analyst would type them: figures as numbers, everything else as text.

In: rows. Out: the bytes of a workbook with one sheet, called after the dataset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from corruption.truth import Rows, Sheet
from trustbook.data.schema import Kind

_SAVED_AT = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z<")
"""When a workbook was made and changed, which is kept in it as the text of two elements."""
_FIGURES = (Kind.MONEY, Kind.NUMBER)


def workbook_for(sheet: Sheet, suffix: str = "xlsx") -> str:
    """Name the workbook that stands in the place of a file."""
    return f"{sheet.file.removesuffix('.csv')}.{suffix}"


def as_workbook(rows: Rows, sheet: Sheet) -> bytes | None:
    """Save rows as a workbook; None where a cell has a character that no workbook can hold."""
    book = Workbook()
    try:
        fill(book.worksheets[0], rows, sheet)
    except IllegalCharacterError:
        return None
    return saved(book)


def fill(into: Worksheet, rows: Rows, sheet: Sheet) -> None:
    """Type rows into a sheet. Raises IllegalCharacterError."""
    into.title = sheet.dataset
    kinds = [sheet.schema[name].kind if name in sheet.schema.names else Kind.TEXT for name in rows[0]] if rows else []
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            if not text:
                continue
            figure = number > 1 and place <= len(kinds) and kinds[place - 1] in _FIGURES and is_plain(text)
            cell = into.cell(number, place, float(text) if figure else text)
            if not figure and cell.data_type != "e":
                cell.data_type = "s"  # a text that begins with = would be a formula


def is_plain(text: str) -> bool:
    """Whether a text is a figure that a spreadsheet keeps as it is typed."""
    whole, _, rest = text.removeprefix("-").partition(".")
    plain = whole.isascii() and whole.isdigit() and len(whole) <= 15 and (whole == "0" or not whole.startswith("0"))
    return plain and (rest.isdigit() if "." in text else True)


def saved(book: Workbook) -> bytes:
    """Save a workbook in memory: the same cells give the same bytes, whenever they are saved."""
    stream = BytesIO()
    book.save(stream)
    return repacked(stream.getvalue(), lambda _, content: _SAVED_AT.sub(b"2024-01-01T00:00:00Z<", content))


def repacked(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Pack a workbook again, each part as `change` gives it by name and content, and none with a date of its own."""
    stream = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(ZipInfo(part.filename), change(part.filename, old.read(part)), ZIP_DEFLATED)
    return stream.getvalue()

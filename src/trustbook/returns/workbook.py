"""A return that is a workbook: one sheet for each dataset.

In: an `.xlsx` file. Out: the rows of each sheet by its name, read like the rows of a CSV file. What is packed in it is
looked at before it is read: a small archive can hold far more than a return.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import repeat
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from trustbook.characters import excerpt, named, refused
from trustbook.errors import ReturnError
from trustbook.incoming import read_file
from trustbook.returns.rows import MOST_BYTES, MOST_COLUMNS, require_short

MOST_PARTS = 1_000
"""A workbook has about five parts a sheet, and one for each picture."""
MOST_UNPACKED = 64_000_000
"""Twenty times the sheets of the longest return, written as XML."""
MOST_ELEMENTS = 500_000
"""The longest return with every column filled has 300,000: a cell and its value each count as one."""
MOST_MERGED = 1_000
MOST_BETWEEN = 1_000_000
"""Bytes from one tag to the next. A cell has at most 32,767 characters; of a tag without end, parsers read long."""
_DEEPEST = 100
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 2**16
_NOT_XML = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
"""What may stand before the first tag of a part that is XML."""


@dataclass
class _Contents:
    """What the parts of a workbook hold together."""

    elements: int = 0
    has_formulas: bool = False
    merged: dict[str, list[str]] = field(default_factory=dict)
    """The ranges that were merged, by part."""


def read_sheets(path: Path, name: str) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Go through the sheets: name, and rows with their numbers. Raises ReturnError for a file that is no workbook.

    A formula is read as the value that the workbook keeps for it; one without such a value stays a formula, which no
    column accepts.
    """
    raw = read_file(path, name, MOST_BYTES)
    try:
        contents = _look_into(raw, name)
        sheets = _sheets(raw, contents, name)
    except ReturnError:
        raise
    except Exception as error:  # a damaged archive makes openpyxl and what it stands on raise nearly anything
        raise _no_workbook(str(error).strip() or type(error).__name__, name) from None
    yield from sheets


def _no_workbook(why: str, name: str) -> ReturnError:
    return ReturnError(f"it is not a workbook ({excerpt(why[:200])})", file=name, expected="an .xlsx file")


def _look_into(raw: bytes, name: str) -> _Contents:
    """Count what is packed, without keeping any of it."""
    contents = _Contents()
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise _too_much(f"{len(parts):,} parts of {unpacked:,} bytes", name)
        if len({part.filename for part in parts}) < len(parts):
            raise BadZipFile("two parts have one name")
        for part in parts:
            with archive.open(part) as stream:
                first = stream.read(_CHUNK)
                if first.lstrip(_NOT_XML).startswith(b"<"):
                    _look_through(part.filename, first, stream, contents, name)
    return contents


def _look_through(part: str, first: bytes, stream: Any, contents: _Contents, name: str) -> None:
    depth = last = 0
    parser = expat.ParserCreate()

    def begins(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, last
        depth, last = depth + 1, parser.CurrentByteIndex
        contents.elements += 1
        if contents.elements > MOST_ELEMENTS or depth > _DEEPEST:
            raise _too_much(f"more than {MOST_ELEMENTS:,} cells, values and formats", name)
        tag = tag.rpartition(":")[2]
        if tag == "f":
            contents.has_formulas = True
        elif tag == "mergeCell":
            contents.merged.setdefault(part, []).append(attributes.get("ref", ""))
            if len(contents.merged[part]) > MOST_MERGED:
                raise _too_much(f"more than {MOST_MERGED:,} merged ranges in a sheet", name)
        elif tag == "row" and float(attributes.get("r", 1)) > _LAST_ROW:
            raise ValueError(f"row {attributes['r']} is below the last that there can be")

    def ends(_: str) -> None:
        nonlocal depth, last
        depth, last = depth - 1, parser.CurrentByteIndex

    def declares(*_: object) -> None:
        raise ReturnError(
            f"the part {excerpt(part)} declares a document type, which no workbook needs",
            file=name,
            expected="a workbook as a spreadsheet saves it",
            mend="Open it in a spreadsheet, save it as .xlsx, and try again.",
        )

    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.StartDoctypeDeclHandler = declares
    chunk, fed = first, 0
    while chunk:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - last > MOST_BETWEEN:
            raise _too_much(f"more than {MOST_BETWEEN:,} bytes from one tag to the next", name)
        chunk = stream.read(_CHUNK)
    parser.Parse(b"", True)


def _too_much(what: str, name: str) -> ReturnError:
    return ReturnError(
        f"the workbook holds {what}",
        file=name,
        expected=f"at most {MOST_PARTS:,} parts, {MOST_UNPACKED:,} bytes, {MOST_ELEMENTS:,} cells, values and formats",
        mend="Copy the tables into a new workbook, without the formatting around them.",
    )


def _sheets(raw: bytes, contents: _Contents, name: str) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know are no concern here
        with closing(openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True)) as book:
            titles = [sheet.title for sheet in book.worksheets]
            values = [_cells(sheet, contents) for sheet in book.worksheets]
        formulas: Any = repeat({})
        if contents.has_formulas:
            with closing(openpyxl.load_workbook(BytesIO(raw), read_only=True)) as book:
                formulas = [_cells(sheet, contents) for sheet in book.worksheets]
    for title in titles:
        _require_title(title, name)
    return [(title, _rows(kept, written, name)) for title, kept, written in zip(titles, values, formulas, strict=False)]


def _require_title(title: str, name: str) -> None:
    odd = refused(title)
    if odd is not None:
        raise ReturnError(
            f"the name of the sheet '{excerpt(title)}' has the character {named(odd)}",
            file=name,
            expected="text that can be seen",
            mend="Type the name again.",
        )


def _cells(sheet: Any, contents: _Contents) -> dict[tuple[int, int], object]:
    """The values by row and column; what a merged range covers is not seen, and is no value."""
    from openpyxl.utils import range_boundaries
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with sheet._get_source() as part:  # its own rows would be filled up to the last column and row
        parser = WorkSheetParser(part, sheet._shared_strings, data_only=book.data_only, epoch=book.epoch, **formats)
        cells = (cell for _, row in parser.parse() for cell in row if cell["value"] is not None)
        found = {(cell["row"], cell["column"]): cell["value"] for cell in cells}
    for number, column in found:
        if number > _LAST_ROW or column > _LAST_COLUMN:
            raise ValueError(f"a cell in row {number} and column {column}, which no sheet has")
    for ref in contents.merged.get(sheet._worksheet_path, ()):
        left, top, right, bottom = range_boundaries(ref)
        for place in [each for each in found if top <= each[0] <= bottom and left <= each[1] <= right]:
            if place != (top, left):
                del found[place]
    return found


def _rows(
    values: dict[tuple[int, int], object], formulas: dict[tuple[int, int], object], name: str
) -> list[tuple[int, list[str]]]:
    """Rows down to the last cell that holds anything, however far the sheet's formatting goes."""
    texts: dict[int, dict[int, str]] = {}
    for number, column in {**values, **formulas}:
        text = _text(values.get((number, column)), formulas.get((number, column)))
        if text and (column <= MOST_COLUMNS or text.strip()):
            texts.setdefault(number, {})[column] = text
    width = max((max(row) for row in texts.values()), default=0)
    if width > MOST_COLUMNS:
        number, widest = next((number, row) for number, row in texts.items() if width in row)
        require_short(number, [widest.get(column, "") for column in range(1, width + 1)], name)
    return [
        (number, [texts[number].get(column, "") for column in range(1, width + 1)] if number in texts else [])
        for number in range(1, max(texts, default=0) + 1)
    ]


def _text(value: object, raw: object) -> str:
    if value is None:
        return raw if isinstance(raw, str) and raw.startswith("=") else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)

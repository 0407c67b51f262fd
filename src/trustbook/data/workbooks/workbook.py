"""Read a return that is a workbook, with one sheet for each dataset.

In: a file. Out: its sheets, with rows like those of a CSV file. The format is identified by content, not by name, and
the size of an archive is checked before it is read.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

from trustbook.core.characters import describe_character, excerpt, forbidden_character
from trustbook.core.errors import ReturnError
from trustbook.core.incoming import read_file
from trustbook.data.corrections import Correction
from trustbook.data.rows import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, require_short
from trustbook.data.workbooks import ooxml
from trustbook.data.workbooks.kinds import Format, damaged, ending, format_of_packed, format_of_unpacked, is_packed
from trustbook.data.workbooks.ooxml_sheet import read_sheet
from trustbook.data.workbooks.open_document import read_open_document
from trustbook.data.workbooks.packed import open_bounded
from trustbook.data.workbooks.sheets import RawSheet, Sheet, covered
from trustbook.data.workbooks.xls import read_xls
from trustbook.data.workbooks.xlsb import read_xlsb

_ALIKE = {Format.OOXML: (".xlsx", ".xlsm")}


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Read the sheets of a workbook. Raises ReturnError if it is not a workbook or has no sheet with cells.

    A formula is read as the value that the workbook stores for it.
    """
    return sheets_of(read_file(path, name, MOST_BYTES), path, name)


def sheets_of(raw: bytes, path: Path, name: str) -> list[Sheet]:
    """Take the sheets out of a workbook's bytes; `path` says what it is called. Raises as `read_sheets` does."""
    corrections: list[Correction] = []
    try:
        kind, found = _read_any(raw, name, corrections)
        for each in found:
            _require_title(each.title, name)
        sheets = [_sheet(each, name) for each in found]
    except ReturnError:
        raise
    except Exception as error:  # a damaged file can make zlib, expat and our readers raise nearly anything
        raise damaged(str(error).strip() or type(error).__name__, name) from None
    if not sheets:
        raise ReturnError(
            "the workbook has no sheet with cells",
            code="no_sheet",
            file=name,
            expected="one sheet for each dataset",
            mend="Open it in a spreadsheet, and save it as .xlsx.",
        )
    if ending(path) not in _ALIKE.get(kind, (kind.value,)):
        corrections.append(Correction("other_ending", f"the file is an {kind.value} workbook, whatever its name says"))
    first = sheets[0]
    sheets[0] = Sheet(first.title, first.rows, first.blank, first.raw, first.covered, corrections, first.doubts)
    return sheets


def read_raw(raw: bytes, name: str) -> list[RawSheet]:
    """Read the sheets of a workbook as they are, hidden rows and all. Raises ReturnError if it is not a workbook."""
    try:
        return _read_any(raw, name, [])[1]
    except ReturnError:
        raise
    except Exception as error:  # a damaged file can make zlib, expat and our readers raise nearly anything
        raise damaged(str(error).strip() or type(error).__name__, name) from None


def _read_any(raw: bytes, name: str, corrections: list[Correction]) -> tuple[Format, list[RawSheet]]:
    if not is_packed(raw):
        kind = format_of_unpacked(raw, name)
        found, without = read_xls(raw, name)
        corrections += _without_cells(without)
        return kind, found
    try:
        archive = open_bounded(raw, name)
    except BadZipFile as error:
        raise damaged(str(error), name) from None
    with archive:
        kind = format_of_packed(archive, name)
        if kind is Format.OPEN_DOCUMENT:
            return kind, read_open_document(archive, name)
        if kind is Format.BINARY:
            found, without = read_xlsb(archive, name)
        else:
            book = ooxml.open_book(archive)
            found = [read_sheet(archive.read(each.part), each, book, name) for each in book.sheets if each.part]
            without = [each.title for each in book.sheets if not each.part]
        corrections += _without_cells(without)
        return kind, found


def _without_cells(titles: list[str]) -> list[Correction]:
    return [
        Correction("sheet_without_cells", f"the sheet '{excerpt(each)}' has no cells (a chart?) and was left out")
        for each in titles
    ]


def _require_title(title: str, name: str) -> None:
    forbidden = forbidden_character(title)
    if forbidden is not None:
        raise ReturnError(
            f"the name of the sheet '{excerpt(title)}' has the character {describe_character(forbidden)}",
            code="name_of_sheet",
            file=name,
            expected="text that can be seen",
            mend="Type the name again.",
        )


def _sheet(found: RawSheet, name: str) -> Sheet:
    """Lay out the non-blank rows, all as wide as the widest, without the cells under merged ranges."""
    covered_cells = set(covered(found.cells, found.merged))
    texts: dict[int, dict[int, str]] = {}
    for place, cell in found.cells.items():
        if place not in covered_cells and cell.text.strip():
            texts.setdefault(place[0], {})[place[1]] = cell.text
    width = max((max(row) for row in texts.values()), default=0)
    if width > MOST_COLUMNS:
        number, widest = next((number, row) for number, row in sorted(texts.items()) if width in row)
        require_short(number, [widest.get(column, "") for column in range(1, width + 1)], name)
    counted = sorted(texts.items())[: MOST_ROWS + 2]  # enough for the reader to see that there are too many
    rows = [(number, [row.get(column, "") for column in range(1, width + 1)]) for number, row in counted]
    return Sheet(found.title, rows, max(texts, default=0) - len(texts), found, sorted(covered_cells))

"""A return that is a workbook: one sheet for each dataset.

In: a file. Out: its sheets, with rows like those of a CSV file. The content says what the file is, and not its name;
what is packed in it is looked at before it is read.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

from trustbook.core.characters import excerpt, named, refused
from trustbook.core.errors import ReturnError
from trustbook.core.incoming import read_file
from trustbook.data.corrections import Mend
from trustbook.data.rows import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, require_short
from trustbook.data.workbooks import ooxml
from trustbook.data.workbooks.kinds import Format, damaged, ending, format_of_packed, format_of_unpacked, is_packed
from trustbook.data.workbooks.ooxml_sheet import read_sheet
from trustbook.data.workbooks.open_document import read_open_document
from trustbook.data.workbooks.packed import open_bounded
from trustbook.data.workbooks.sheets import Found, Sheet, covered
from trustbook.data.workbooks.xls import read_xls
from trustbook.data.workbooks.xlsb import read_xlsb

_ALIKE = {Format.OOXML: (".xlsx", ".xlsm")}


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Read the sheets of a workbook. Raises ReturnError for a file that is none, or has no sheet with a table.

    A formula is read as the value that the workbook keeps for it.
    """
    raw = read_file(path, name, MOST_BYTES)
    mends: list[Mend] = []
    try:
        kind, found = _found(raw, name, mends)
        for each in found:
            _require_title(each.title, name)
        sheets = [_sheet(each, name) for each in found]
    except ReturnError:
        raise
    except Exception as error:  # a damaged file makes zlib, expat and what reads the parts raise nearly anything
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
        mends.append(Mend("other_ending", f"the file is an {kind.value} workbook, whatever its name says"))
    first = sheets[0]
    sheets[0] = Sheet(first.title, first.rows, first.blank, first.found, first.covered, mends, first.doubts)
    return sheets


def _found(raw: bytes, name: str, mends: list[Mend]) -> tuple[Format, list[Found]]:
    if not is_packed(raw):
        kind = format_of_unpacked(raw, name)
        found, without = read_xls(raw, name)
        mends += _without_cells(without)
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
        mends += _without_cells(without)
        return kind, found


def _without_cells(titles: list[str]) -> list[Mend]:
    return [
        Mend("sheet_without_cells", f"the sheet '{excerpt(each)}' has no cells (a chart?) and was left out")
        for each in titles
    ]


def _require_title(title: str, name: str) -> None:
    odd = refused(title)
    if odd is not None:
        raise ReturnError(
            f"the name of the sheet '{excerpt(title)}' has the character {named(odd)}",
            code="name_of_sheet",
            file=name,
            expected="text that can be seen",
            mend="Type the name again.",
        )


def _sheet(found: Found, name: str) -> Sheet:
    """Lay out the rows that hold anything, each as wide as the widest; what a merged range covers is no value."""
    unseen = set(covered(found.cells, found.merged))
    texts: dict[int, dict[int, str]] = {}
    for place, cell in found.cells.items():
        if place not in unseen and cell.text.strip():
            texts.setdefault(place[0], {})[place[1]] = cell.text
    width = max((max(row) for row in texts.values()), default=0)
    if width > MOST_COLUMNS:
        number, widest = next((number, row) for number, row in sorted(texts.items()) if width in row)
        require_short(number, [widest.get(column, "") for column in range(1, width + 1)], name)
    counted = sorted(texts.items())[: MOST_ROWS + 2]  # one more than is refused
    rows = [(number, [row.get(column, "") for column in range(1, width + 1)]) for number, row in counted]
    return Sheet(found.title, rows, max(texts, default=0) - len(texts), found, sorted(unseen))

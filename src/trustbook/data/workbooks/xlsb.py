"""Read the sheets of an .xlsb workbook: like .xlsx, but with binary records instead of XML.

In: a bounded archive. Out: `RawSheet` for each sheet with cells. A record has a kind, a length and its bytes; kinds
that are not named here are skipped, as the format requires.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zipfile import ZipFile

from trustbook.data.workbooks.dates import BUILT_IN_NUMBERS, number_cell, shows
from trustbook.data.workbooks.ooxml import Book, SheetEntry, related, require_distinct_parts
from trustbook.data.workbooks.packed import Tally
from trustbook.data.workbooks.sheets import LAST_COLUMN, LAST_ROW, Cell, Holds, Look, RawSheet, SheetBuilder

ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"},
    **{0x2A: "#N/A", 0x2B: "#GETTING_DATA"},
}
_STATES = {1: "hidden", 2: "very hidden"}
_ROW, _FILTER_COLUMN, _COLUMN, _MERGED = 0, 163, 60, 176
_RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOL, _FORMULA_ERROR, _RICH_TEXT = 8, 9, 10, 11, 62
_CELLS = range(1, 12)
_SHORT_CELLS = range(12, 19)
"""Cells without a column number; only programs other than Excel could write them."""
_SHARED_TEXT, _FORMAT, _STYLE, _BUNDLE_SHEET, _PROPERTIES, _BEGIN_STYLES, _END_STYLES = 19, 44, 47, 156, 153, 617, 618
_HIDDEN_ROW, _HIDDEN_COLUMN, _HUNDREDTHS, _WHOLE = 0x10, 0x1, 0x1, 0x2
_MORE, _SEVEN = 0x80, 0x7F


def records(content: bytes, tally: Tally) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part. Raises ValueError if one is cut off, ReturnError if there are too many."""
    at = 0
    while at < len(content):
        kind, at = _varying(content, at, 2)
        size, at = _varying(content, at, 4)
        tally.add()
        if at + size > len(content):
            raise ValueError("a record is cut off")
        yield kind, content[at : at + size]
        at += size


def _varying(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of several bytes, each but the last with its highest bit set; return it and where it ends."""
    number = 0
    for place in range(most):
        byte = content[at]
        at += 1
        number |= (byte & _SEVEN) << 7 * place
        if not byte & _MORE:
            break
    return number, at


def wide(content: bytes, at: int) -> tuple[str, int]:
    """Read a text of two bytes for each unit, after its length; return it and where it ends."""
    (length,) = struct.unpack_from("<I", content, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    ends = at + 4 + 2 * length
    if ends > len(content):
        raise ValueError("a text is cut off")
    return content[at + 4 : ends].decode("utf-16-le", "surrogatepass"), ends


def rk(bits: int) -> float:
    """Decode a number of four bytes: an integer or the upper half of a double, perhaps in hundredths."""
    if bits & _WHOLE:
        number = float((bits >> 2) - (1 << 30 if bits & 0x80000000 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))[0])
    return number / 100 if bits & _HUNDREDTHS else number


def read_xlsb(archive: ZipFile, name: str) -> tuple[list[RawSheet], list[str]]:
    """Read the sheets with cells; list the others. Raises ValueError, KeyError or struct.error if damaged."""
    main = next((part for kind, part in related(archive, "").values() if kind == "officeDocument"), "xl/workbook.bin")
    parts = related(archive, main)
    book, tally = Book(), Tally(name)
    for kind, body in records(archive.read(main), tally):
        if kind == _PROPERTIES:
            book.starts_1904 = bool(body[0] & 1)
        elif kind == _BUNDLE_SHEET:
            book.sheets.append(_named(body, parts))
    require_distinct_parts(book.sheets)
    for what, part in dict.fromkeys(parts.values()):
        if what == "sharedStrings":
            book.texts += [
                wide(body, 1)[0] for kind, body in records(archive.read(part), tally) if kind == _SHARED_TEXT
            ]
        elif what == "styles":
            for number, code in _styles(archive.read(part), tally):
                book.styles.append(shows(code, number))
                code = code or BUILT_IN_NUMBERS.get(number, "")
                book.looks.append(Look(code) if code else None)
    found = [_Sheet(each, book, tally).read(archive.read(each.part)) for each in book.sheets if each.part]
    return found, [each.title for each in book.sheets if not each.part]


def _named(body: bytes, parts: dict[str, tuple[str, str]]) -> SheetEntry:
    (state,) = struct.unpack_from("<I", body)
    identity, at = wide(body, 8)
    title, _ = wide(body, at)
    if identity not in parts:
        raise ValueError(f"the part of the sheet {title} is missing")
    kind, part = parts[identity]
    return SheetEntry(title, _STATES.get(state & 3, ""), part if kind == "worksheet" else "")


def _styles(content: bytes, tally: Tally) -> Iterator[tuple[int, str]]:
    codes: dict[int, str] = {}
    inside = False
    for kind, body in records(content, tally):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = wide(body, 2)[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            inside = kind == _BEGIN_STYLES
        elif kind == _STYLE and inside:
            (number,) = struct.unpack_from("<H", body, 2)
            yield number, codes.get(number, "")


class _Sheet(SheetBuilder):
    """A sheet that is being read."""

    def __init__(self, named: SheetEntry, book: Book, tally: Tally) -> None:
        super().__init__(tally.name, named.title, named.state)
        self.book, self.tally, self.row = book, tally, 0

    def read(self, content: bytes) -> RawSheet:
        for kind, body in records(content, self.tally):
            if kind == _ROW:
                self._row(body)
            elif kind in _CELLS or kind == _RICH_TEXT:
                self._cell(kind, body)
            elif kind in _SHORT_CELLS:
                raise ValueError("cells that do not say their column")
            elif kind == _COLUMN:
                first, last, _, _, flags = struct.unpack_from("<IIIIH", body)
                if flags & _HIDDEN_COLUMN:
                    self.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                self.merge(top + 1, left + 1, bottom + 1, right + 1)
            elif kind == _FILTER_COLUMN:
                self.filtered = True
        return self.finished(self.book.starts_1904)

    def _row(self, body: bytes) -> None:
        self.row = struct.unpack_from("<I", body)[0] + 1
        if self.row > LAST_ROW:
            raise ValueError(f"row {self.row} is below the last that there can be")
        if body[11] & _HIDDEN_ROW:
            self.hidden_rows.append((self.row, self.row))

    def _cell(self, kind: int, body: bytes) -> None:
        column, style = struct.unpack_from("<II", body)
        if column >= LAST_COLUMN or not self.row:
            raise ValueError(f"a cell in row {self.row} and column {column + 1}, which no sheet has")
        cell = self._read(kind, body, style & 0xFFFFFF)
        if cell is not None and cell.text:
            self.cells[self.row, column + 1] = cell
            look = self.book.look(style & 0xFFFFFF)
            if look is not None:
                self.looks[self.row, column + 1] = look

    def _read(self, kind: int, body: bytes, style: int) -> Cell | None:
        if kind in (_TEXT, _FORMULA_TEXT):
            return Cell(wide(body, 8)[0])
        if kind == _RICH_TEXT:
            return Cell(wide(body, 9)[0])
        if kind == _SHARED:
            return Cell(self.book.texts[struct.unpack_from("<I", body, 8)[0]])
        if kind in (_BOOL, _FORMULA_BOOL):
            return Cell("TRUE" if body[8] else "FALSE")
        if kind in (_ERROR, _FORMULA_ERROR):
            return Cell(ERRORS.get(body[8], "an error"), Holds.ERROR)
        if kind == _RK:
            return self._number(rk(struct.unpack_from("<I", body, 8)[0]), style)
        if kind in (_REAL, _FORMULA_REAL):
            return self._number(struct.unpack_from("<d", body, 8)[0], style)
        return None

    def _number(self, number: float, style: int) -> Cell:
        return number_cell(number, self.book.shows(style), self.book.starts_1904)

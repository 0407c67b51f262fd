"""Read the sheets of an .xls workbook of Excel 97 to 2003, which is a sequence of binary records.

In: the bytes of a file. Out: `RawSheet` for each sheet with cells. Older workbooks are rejected, since the encoding of
their texts depends on the machine that wrote them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trustbook.data.workbooks.dates import BUILT_IN_NUMBERS, Shows, number_cell, shows
from trustbook.data.workbooks.kinds import SAVE_AS, not_a_workbook
from trustbook.data.workbooks.old_container import Container
from trustbook.data.workbooks.packed import Tally, protected
from trustbook.data.workbooks.sheets import Cell, Holds, Look, RawSheet, SheetBuilder
from trustbook.data.workbooks.xls_texts import texts_of, unicode_text
from trustbook.data.workbooks.xlsb import ERRORS, rk

_BEGIN, _END, _PASSWORD = 0x809, 0x0A, 0x2F
_CONTINUES = b"\x3c\x00"
_SHEET, _FORMAT, _STYLE, _TEXTS, _FROM_1904 = 0x85, 0x41E, 0xE0, 0xFC, 0x22
_RK, _RKS, _NUMBER, _TEXT, _OWN_TEXT, _RICH_TEXT, _BOOL_OR_ERROR = 0x27E, 0xBD, 0x203, 0xFD, 0x204, 0xD6, 0x205
_FORMULA, _RESULT = 0x06, 0x207
_ROW, _COLUMN, _MERGED, _FILTERED = 0x208, 0x7D, 0xE5, 0x9B
_VERSION_8 = 0x600
_STATES = {1: "hidden", 2: "very hidden"}
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x1
_RESULT_TEXT, _RESULT_BOOL, _RESULT_ERROR = 0, 1, 2

Record = tuple[int, list[bytes]]
"""The kind of a record, and its bytes with those of the records that continue it."""


@dataclass
class _Book:
    sheets: list[tuple[str, str, int, bool]] = field(default_factory=list)
    """Title, state, offset, and whether it has cells."""
    texts: Sequence[str] = ()
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    starts_1904: bool = False

    def shows(self, style: int) -> Shows:
        number = self.styles[style] if style < len(self.styles) else 0
        return shows(self.codes.get(number, ""), number)

    def code(self, style: int) -> str:
        """Return the code of a style's number format; nothing for the general one."""
        number = self.styles[style] if style < len(self.styles) else 0
        code = self.codes.get(number) or BUILT_IN_NUMBERS.get(number, "")
        return "" if code.lower() == "general" else code


def read_xls(raw: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Read the sheets with cells; list the others. Raises ValueError, KeyError or struct.error if damaged."""
    container = Container(raw)
    if not container.has("Workbook"):
        raise not_a_workbook("one of Excel 95 or older", name, SAVE_AS)
    content, tally = container.stream("Workbook"), Tally(name)
    book = _book(content, tally)
    found = [_Sheet(title, state, book, tally).read(content, at) for title, state, at, cells in book.sheets if cells]
    return found, [title for title, _, _, cells in book.sheets if not cells]


def _records(content: bytes, at: int, tally: Tally) -> Iterator[Record]:
    """Yield the records from an offset to the matching end, without nested parts such as charts."""
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", content, at)
        parts = [content[at + 4 : at + 4 + size]]
        at += 4 + size
        while content[at : at + 2] == _CONTINUES:
            (size,) = struct.unpack_from("<H", content, at + 2)
            parts.append(content[at + 4 : at + 4 + size])
            at += 4 + size
        tally.add(len(parts))
        depth += (kind == _BEGIN) - (kind == _END)
        if kind == _BEGIN and struct.unpack_from("<H", parts[0])[0] != _VERSION_8:
            raise not_a_workbook("one of Excel 95 or older", tally.name, SAVE_AS)
        if depth < 1:
            return
        if depth == 1:
            yield kind, parts


def _book(content: bytes, tally: Tally) -> _Book:
    book = _Book()
    for kind, parts in _records(content, 0, tally):
        body = parts[0]
        if kind == _PASSWORD:
            raise protected(tally.name)
        if kind == _SHEET:
            at, state, what = struct.unpack_from("<IBB", body)
            title = unicode_text([body[6:7] + b"\x00" + body[7:]])
            book.sheets.append((title, _STATES.get(state & 3, ""), at, what == 0))
        elif kind == _FORMAT:
            book.codes[struct.unpack_from("<H", body)[0]] = unicode_text([body[2:], *parts[1:]])
        elif kind == _STYLE:
            book.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _TEXTS:
            book.texts = texts_of(parts, tally)
        elif kind == _FROM_1904:
            book.starts_1904 = body[:1] == b"\x01"
    return book


class _Sheet(SheetBuilder):
    """A sheet that is being read."""

    def __init__(self, title: str, state: str, book: _Book, tally: Tally) -> None:
        super().__init__(tally.name, title, state)
        self.book, self.tally = book, tally
        self.waiting: tuple[int, int] | None = None
        """The cell of a formula whose text follows in a later record."""

    def read(self, content: bytes, at: int) -> RawSheet:
        for kind, parts in _records(content, at, self.tally):
            body = parts[0]
            if kind == _ROW:
                row, height, flags = struct.unpack_from("<H4xH4xH", body)
                if flags & _HIDDEN_ROW or not height:
                    self.hidden_rows.append((row + 1, row + 1))
            elif kind == _COLUMN:
                first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
                if flags & _HIDDEN_COLUMN or not width:
                    self.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED:
                (count,) = struct.unpack_from("<H", body)
                for top, bottom, left, right in struct.iter_unpack("<HHHH", body[2 : 2 + 8 * count]):
                    self.merge(top + 1, left + 1, bottom + 1, right + 1)
            elif kind == _FILTERED:
                self.filtered = True
            else:
                self._cell(kind, parts)
        return self.finished(self.book.starts_1904)

    def _cell(self, kind: int, parts: list[bytes]) -> None:
        body = parts[0]
        if kind == _RKS:
            row, first = struct.unpack_from("<HH", body)
            self.tally.add(len(body) // 6)
            for place, (style, bits) in enumerate(struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])):
                self._put(row, first + place, self._number(rk(bits), style), style)
        elif kind in (_RK, _NUMBER, _TEXT, _OWN_TEXT, _RICH_TEXT, _BOOL_OR_ERROR, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", body)
            self._put(row, column, self._read(kind, parts, style), style)
            if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _RESULT_TEXT:
                self.waiting = row, column
        elif kind == _RESULT and self.waiting:
            text = unicode_text(parts)
            self.cells.pop((self.waiting[0] + 1, self.waiting[1] + 1), None)
            self._put(*self.waiting, Cell(text))
            self.waiting = None

    def _put(self, row: int, column: int, cell: Cell, style: int = 0) -> None:
        if cell.text:
            self.cells[row + 1, column + 1] = cell
            if code := self.book.code(style):
                self.looks[row + 1, column + 1] = Look(code)

    def _read(self, kind: int, parts: list[bytes], style: int) -> Cell:
        body = parts[0]
        if kind == _RK:
            return self._number(rk(struct.unpack_from("<I", body, 6)[0]), style)
        if kind == _NUMBER:
            return self._number(struct.unpack_from("<d", body, 6)[0], style)
        if kind == _TEXT:
            return Cell(self.book.texts[struct.unpack_from("<I", body, 6)[0]])
        if kind in (_OWN_TEXT, _RICH_TEXT):
            return Cell(unicode_text([body[6:], *parts[1:]]))
        if kind == _BOOL_OR_ERROR:
            return _error(body[6]) if body[7] else _bool(body[6])
        return self._result(body, style)

    def _result(self, body: bytes, style: int) -> Cell:
        """Read the stored value of a formula; a text follows in its own record, and until then there is no value."""
        if body[12:14] != b"\xff\xff":
            return self._number(struct.unpack_from("<d", body, 6)[0], style)
        if body[6] == _RESULT_BOOL:
            return _bool(body[8])
        return _error(body[8]) if body[6] == _RESULT_ERROR else Cell("=", Holds.NO_VALUE)

    def _number(self, number: float, style: int) -> Cell:
        return number_cell(number, self.book.shows(style), self.book.starts_1904)


def _bool(value: int) -> Cell:
    return Cell("TRUE" if value else "FALSE")


def _error(code: int) -> Cell:
    return Cell(ERRORS.get(code, "an error"), Holds.ERROR)

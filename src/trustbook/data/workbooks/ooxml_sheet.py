"""Read a sheet of an .xlsx or .xlsm workbook in one pass: values, what is hidden, merged ranges.

In: the bounded part of the sheet, and its book. Out: `RawSheet`.
"""

from __future__ import annotations

from collections.abc import Mapping

from trustbook.data.numbers import figure
from trustbook.data.workbooks.dates import number_cell, of_iso, shown
from trustbook.data.workbooks.ooxml import Book, SheetEntry, unescaped
from trustbook.data.workbooks.packed import parse
from trustbook.data.workbooks.sheets import (
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    Holds,
    RawSheet,
    SheetBuilder,
    numbers,
    range_of,
)

_YES = ("1", "true")


class _Sheet(SheetBuilder):
    """A sheet that is being read."""

    def __init__(self, named: SheetEntry, book: Book, name: str) -> None:
        super().__init__(name, named.title, named.state)
        self.book = book
        self.row = self.column = 0
        self.all_hidden = False
        self.kind, self.style = "n", 0
        self.formula: str | None = None
        self.formula_parts: list[str] = []
        self.value: list[str] | None = None
        self.reading: list[str] | None = None
        self.in_phonetic = False

    def begins(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._row(attributes)
        elif tag == "v" or (tag == "t" and not self.in_phonetic):
            self.value = self.reading = [] if self.value is None else self.value
        elif tag == "f":
            self.formula_parts = self.reading = []
        elif tag == "rPh":
            self.in_phonetic = True
        else:
            self._about_the_sheet(tag, attributes)

    def _row(self, attributes: Mapping[str, str]) -> None:
        number = float(attributes.get("r", self.row + 1))
        if not number <= LAST_ROW:
            raise ValueError(f"row {attributes.get('r')} is below the last that there can be")
        self.row, self.column = int(number), 0
        flat = "ht" in attributes and float(attributes["ht"]) == 0
        if attributes.get("hidden", "1" if self.all_hidden else "0") in _YES or flat:
            self.hidden_rows.append((self.row, self.row))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            place = numbers(attributes["r"])
            if place is None:
                raise ValueError(f"a cell {attributes['r']}, which no sheet has")
            self.row, self.column = place
        else:
            self.column += 1
            if self.column > LAST_COLUMN or not 1 <= self.row <= LAST_ROW:
                raise ValueError(f"a cell in row {self.row} and column {self.column}, which no sheet has")
        self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self.formula = self.value = None

    def _about_the_sheet(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "mergeCell":
            found = range_of(attributes.get("ref", ""))
            if found is None:
                raise ValueError("a merged range that no sheet has")
            self.merge(found.top, found.left, found.bottom, found.right)
        elif tag == "col":
            if attributes.get("hidden") in _YES or float(attributes.get("width", 1)) == 0:
                self.hidden_columns.append((int(attributes.get("min", 1)), int(attributes.get("max", LAST_COLUMN))))
        elif tag == "sheetFormatPr":
            self.all_hidden = attributes.get("zeroHeight") in _YES
        elif tag == "filterColumn":
            self.filtered = True

    def text(self, piece: str) -> None:
        if self.reading is not None:
            self.reading.append(piece)

    def ends(self, tag: str) -> None:
        self.reading = None
        if tag == "f":
            self.formula = "".join(self.formula_parts)
        elif tag == "rPh":
            self.in_phonetic = False
        elif tag == "c":
            cell = self._read()
            if cell is not None:
                self.cells[self.row, self.column] = cell
                look = self.book.look(self.style)
                if look is not None:
                    self.looks[self.row, self.column] = look
            self.value = self.formula = None

    def _read(self) -> Cell | None:
        value = "".join(self.value) if self.value is not None else ""
        if not value.strip() and self.kind != "inlineStr":
            if self.formula is not None and not (self.kind == "str" and self.value is not None):
                return Cell(f"={self.formula}", Holds.NO_VALUE)
            return None if self.kind != "str" or not value else Cell(value)
        if self.kind in ("s", "str", "inlineStr"):
            text = self.book.texts[int(value)] if self.kind == "s" else unescaped(value)
            return Cell(text) if text else None
        if self.kind == "e":
            return Cell(value, Holds.ERROR)
        if self.kind == "b":
            return Cell("TRUE" if value.strip() in _YES else "FALSE")
        return self._number(value.strip())

    def _number(self, value: str) -> Cell:
        style = self.book.shows(self.style)
        if self.kind == "d":
            found = of_iso(value)
            return Cell(value, Holds.NO_DATE) if found is None else shown(found, style)
        return number_cell(figure(value), style, self.book.starts_1904)


def read_sheet(content: bytes, named: SheetEntry, book: Book, name: str) -> RawSheet:
    """Read a sheet. Raises ValueError if it is damaged, ReturnError if it has more than any return."""
    sheet = _Sheet(named, book, name)
    parse(content, sheet.begins, sheet.ends, sheet.text)
    return sheet.finished(book.starts_1904)

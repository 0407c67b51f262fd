"""Read the sheets of an .ods workbook in one pass: values, what is hidden, merged ranges.

In: a bounded archive. Out: `RawSheet` for each sheet. One row or cell can be repeated a million times: empty ones are
only counted, and others are repeated up to the limit for any workbook.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from zipfile import ZipFile

from trustbook.data.numbers import figure, plain_number
from trustbook.data.workbooks.dates import of_iso, shown
from trustbook.data.workbooks.open_document_styles import Styles
from trustbook.data.workbooks.packed import MOST_ELEMENTS, parse, too_much
from trustbook.data.workbooks.sheets import LAST_COLUMN, LAST_ROW, Cell, Holds, Look, RawSheet, SheetBuilder

_CELLS = ("table-cell", "covered-table-cell")
_NOT_CELLS = ("annotation", "shapes", "tracked-changes", "frame", "custom-shape", "forms", "dde-links", "label-ranges")
"""Elements of a table that are not cells: comments, drawings, deleted content."""
_NUMBERS = ("float", "percentage", "currency")
_ERRORS = ("#", "Err:")


class _Sheet(SheetBuilder):
    """A sheet that is being read."""

    def __init__(self, name: str, title: str, hidden: bool) -> None:
        super().__init__(name, title, "hidden" if hidden else "")
        self.column_styles: list[tuple[int, str]] = []
        self.row = self.column = self.columns = 0


class _Reading:
    """The state while reading the part with all the sheets."""

    def __init__(self, styles: Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.done: list[RawSheet] = []
        self.sheet: _Sheet | None = None
        self.depth = self.cell_depth = self.skip_depth = self.laid_out = 0
        self.starts_1904 = False
        self.row: Mapping[str, str] = {}
        self.row_cells: list[tuple[int, int, Cell]] = []
        self.row_shown: list[tuple[int, int, Look]] = []
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[list[str]] = []
        self.inside = False

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        own = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        self.styles.begins(tag, own)
        self.depth += 1
        if tag in _NOT_CELLS or (tag == "table" and (self.sheet is not None or self.skip_depth)):
            self.skip_depth += 1
        elif self.skip_depth:
            return
        elif tag == "table":
            hidden = own.get("style-name", "") in self.styles.hidden
            self.sheet = _Sheet(self.name, own.get("name", ""), hidden)
        elif tag == "null-date":
            self.starts_1904 = own.get("date-value", "").startswith("1904")
        elif self.sheet is not None:
            self._in_sheet(tag, own, attributes, self.sheet)

    def _in_sheet(self, tag: str, own: dict[str, str], attributes: dict[str, str], sheet: _Sheet) -> None:
        if tag == "table-column":
            first, sheet.columns = sheet.columns + 1, sheet.columns + _count(own, "number-columns-repeated")
            sheet.column_styles.append((sheet.columns, own.get("default-cell-style-name", "")))
            if own.get("visibility", "visible") != "visible":
                sheet.hidden_columns.append((first, sheet.columns))
        elif tag == "table-row":
            self.row, self.row_cells, self.row_shown, sheet.column = own, [], [], 0
        elif tag in _CELLS:
            self.cell, self.cell_depth, self.paragraphs = own, self.depth, []
            if any(value == "error" for key, value in attributes.items() if key.endswith(":value-type")):
                self.cell["value-type"] = "error"
        elif self.cell is not None:
            self._in_cell(tag, own)

    def _in_cell(self, tag: str, own: Mapping[str, str]) -> None:
        if tag == "p" and self.depth == self.cell_depth + 1:  # paragraphs of drawings are deeper
            self.paragraphs.append([])
            self.inside = True
        elif self.inside and tag == "s":
            self.paragraphs[-1].append(" " * min(int(own.get("c", 1)), LAST_COLUMN))
        elif self.inside and tag in ("tab", "line-break"):
            self.paragraphs[-1].append("\t" if tag == "tab" else "\n")

    def text(self, piece: str) -> None:
        if self.inside and not self.skip_depth:
            self.paragraphs[-1].append(piece)

    def ends(self, tag: str) -> None:
        self.styles.ends(tag)
        self.depth -= 1
        if tag in _NOT_CELLS or (self.skip_depth and tag == "table"):
            self.skip_depth -= 1
        elif self.skip_depth or self.sheet is None:
            return
        elif tag == "p" and self.depth == self.cell_depth:
            self.inside = False
        elif tag in _CELLS and self.cell is not None:
            self._end_cell(self.cell, self.sheet)
            self.cell = None
        elif tag == "table-row":
            self._end_row(self.sheet)
        elif tag == "table":
            self.done.append(self.sheet.finished(self.starts_1904))
            self.sheet = None

    def _end_cell(self, cell: dict[str, str], sheet: _Sheet) -> None:
        first, sheet.column = sheet.column + 1, sheet.column + _count(cell, "number-columns-repeated")
        right, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if right > 1 or down > 1:
            top = sheet.row + 1
            sheet.merge(top, first, top + down - 1, first + right - 1)
        found = self._read(cell, first, sheet)
        if found is not None:
            self.row_cells.append((first, sheet.column, found))
            text = "\n".join("".join(each) for each in self.paragraphs)
            if found.holds is not Holds.TEXT and text and text != found.text:
                self.row_shown.append((first, sheet.column, Look("", text)))

    def _read(self, cell: dict[str, str], column: int, sheet: _Sheet) -> Cell | None:
        kind = cell.get("value-type", "")
        text = "\n".join("".join(each) for each in self.paragraphs)
        if kind == "error" or ("formula" in cell and text.startswith(_ERRORS)):
            return Cell(text or "an error", Holds.ERROR)
        if kind in _NUMBERS:
            return Cell(plain_number(figure(cell["value"])), Holds.NUMBER)
        if kind == "date":
            found = of_iso(cell.get("date-value", ""))
            style = cell.get("style-name") or self.row.get("default-cell-style-name") or _style_of(column, sheet)
            return Cell(text, Holds.NO_DATE) if found is None else shown(found, self.styles.shows(style))
        if kind == "time":
            return Cell(text or cell.get("time-value", ""), Holds.NO_DATE)
        if kind == "boolean":
            return Cell(cell.get("boolean-value", text).upper())
        if not kind and "formula" in cell:
            return Cell("=" + cell["formula"].partition("=")[2], Holds.NO_VALUE)
        text = cell.get("string-value", text)
        return Cell(text) if text else None

    def _end_row(self, sheet: _Sheet) -> None:
        first, last = sheet.row + 1, sheet.row + _count(self.row, "number-rows-repeated")
        sheet.row = last
        if self.row.get("visibility", "visible") != "visible":
            sheet.hidden_rows.append((first, last))
            sheet.filtered |= self.row["visibility"] == "filter"
        self.laid_out += sum(right - left + 1 for left, right, _ in self.row_cells) * (last - first + 1)
        if self.laid_out > MOST_ELEMENTS:
            raise too_much(f"more than {MOST_ELEMENTS:,} cells, values and formats", self.name)
        for left, right, cell in self.row_cells:
            if last > LAST_ROW or right > LAST_COLUMN:
                raise ValueError(f"a cell in row {last} and column {right}, which no sheet has")
            for row in range(first, last + 1):
                sheet.cells.update(((row, column), cell) for column in range(left, right + 1))
        for left, right, look in self.row_shown:
            for row in range(first, last + 1):
                sheet.looks.update(((row, column), look) for column in range(left, right + 1))


def _count(attributes: Mapping[str, str], name: str) -> int:
    count = int(attributes.get(name, 1))
    if count < 1:
        raise ValueError(f"{name} is {count}")
    return count


def _style_of(column: int, sheet: _Sheet) -> str:
    place = bisect_left(sheet.column_styles, (column, ""))
    return sheet.column_styles[place][1] if place < len(sheet.column_styles) else ""


def read_open_document(archive: ZipFile, name: str) -> list[RawSheet]:
    """Read the sheets. Raises ValueError or KeyError if a part is damaged, ReturnError if one is too large."""
    styles = Styles()
    if "styles.xml" in archive.namelist():
        parse(
            archive.read("styles.xml"), lambda tag, given: styles.begins(tag, _own(given)), styles.ends, lambda _: None
        )
    reading = _Reading(styles, name)
    parse(archive.read("content.xml"), reading.begins, reading.ends, reading.text)
    return reading.done


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}

"""What a spreadsheet hides, keeps otherwise than it shows, or saves in another form.

In: a file of a return. Out: a workbook in its place. Only returns are taken from workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from random import Random

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from corruption.operators.registry import Files, Gone, Spot, file
from corruption.spreadsheets import fill, is_plain, repacked, saved, workbook_for
from trustbook.data.schema import Kind

_ALOUD = "what a spreadsheet hides is said"
_SAME = "read the same, or refused"
_FORM = "the form of the file"
_FIGURES = (Kind.MONEY, Kind.NUMBER)

Edit = Callable[[Worksheet, Spot, Random], "bool | None"]
"""Changes a sheet; False where there is nothing to change."""


def _book(spot: Spot) -> Workbook:
    book = Workbook()
    fill(book.worksheets[0], spot.sheet.rows, spot.sheet)
    return book


def _instead(spot: Spot, content: bytes, suffix: str = "xlsx") -> Files:
    return {spot.sheet.file: Gone.ABSENT, workbook_for(spot.sheet, suffix): content}


def _sheet(seen_by: str, *, aloud: bool = False) -> Callable[[Edit], Edit]:
    """An operator that changes the sheet of a file's workbook."""

    def register(edit: Edit) -> Edit:
        def make(spot: Spot, random: Random) -> Files | None:
            if spot.sheet.period is None:
                return None
            book = _book(spot)
            return None if edit(book.worksheets[0], spot, random) is False else _instead(spot, saved(book))

        make.__name__, make.__doc__ = edit.__name__, edit.__doc__
        file(seen_by=seen_by, aloud=aloud)(make)
        return edit

    return register


def _whole(seen_by: str) -> Callable[[Callable[[Spot, bytes], Files]], Callable[[Spot, bytes], Files]]:
    """An operator that saves a file's workbook in another form."""

    def register(save: Callable[[Spot, bytes], Files]) -> Callable[[Spot, bytes], Files]:
        def make(spot: Spot, random: Random) -> Files | None:
            return None if spot.sheet.period is None else save(spot, saved(_book(spot)))

        make.__name__, make.__doc__ = save.__name__, save.__doc__
        file(seen_by=seen_by)(make)
        return save

    return register


def _figures(spot: Spot) -> list[tuple[int, int]]:
    """The places of figures, as a sheet counts rows and columns."""
    return [
        (number, place)
        for number, row in enumerate(spot.sheet.rows[1:], 2)
        for place, text in enumerate(row, 1)
        if spot.sheet.schema[spot.sheet.header[place - 1]].kind in _FIGURES and is_plain(text)
    ]


@_sheet("read the same")
def saved_as_a_workbook(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A workbook with nothing wrong in it."""


@_sheet(_ALOUD, aloud=True)
def row_hidden(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A row that was hidden by hand."""
    sheet.row_dimensions[random.randint(2, len(spot.sheet.rows))].hidden = True


@_sheet(_ALOUD, aloud=True)
def rows_hidden_by_a_filter(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A filter that shows some of the rows."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(spot.sheet.header))}{len(spot.sheet.rows)}"
    sheet.auto_filter.add_filter_column(0, [spot.sheet.rows[1][0]])
    for number in range(3, len(spot.sheet.rows) + 1):
        sheet.row_dimensions[number].hidden = True
    if len(spot.sheet.rows) == 2:
        sheet.row_dimensions[2].hidden = True


@_sheet(_ALOUD, aloud=True)
def column_hidden(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A column that was hidden."""
    sheet.column_dimensions[get_column_letter(random.randint(1, len(spot.sheet.header)))].hidden = True


@file(seen_by=_ALOUD, aloud=True)
def sheet_hidden(spot: Spot, random: Random) -> Files | None:
    """A sheet that was hidden beside one that is seen."""
    return _beside_another(spot, "hidden")


@file(seen_by=_ALOUD, aloud=True)
def sheet_very_hidden(spot: Spot, random: Random) -> Files | None:
    """A sheet that only a macro can show."""
    return _beside_another(spot, "veryHidden")


def _beside_another(spot: Spot, state: str) -> Files | None:
    known = spot.truth.of(spot.sheet.period)
    other = next((name for name in ("adjustments", "controls") if name in known and name != spot.sheet.dataset), None)
    if spot.sheet.period is None or other is None:
        return None
    book = _book(spot)
    fill(book.create_sheet(), known[other].rows, known[other])
    book.worksheets[0].sheet_state = state
    book.active = 1
    return {known[other].file: Gone.ABSENT} | _instead(spot, saved(book))


@_sheet("read the same, aloud, or refused", aloud=True)
def figures_kept_as_text(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """A column of figures that a spreadsheet keeps as text."""
    known = _figures(spot)
    if not known:
        return False
    column = random.choice(known)[1]
    for number, place in known:
        if place == column:
            sheet.cell(number, place).value = spot.sheet.rows[number - 1][place - 1]
            sheet.cell(number, place).data_type = "s"
    return True


@_sheet(_ALOUD, aloud=True)
def cells_merged(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """A cell merged with the one below it, whose content the merge takes away."""
    if len(spot.sheet.rows) < 3:
        return False
    number, place = random.randint(2, len(spot.sheet.rows) - 1), random.randint(1, len(spot.sheet.header))
    sheet.merge_cells(start_row=number, end_row=number + 1, start_column=place, end_column=place)
    return True


@_sheet("the type of the column")
def formula_without_its_value(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """A formula of which no value was kept, as programs save it."""
    known = _figures(spot)
    if known:
        number, place = random.choice(known)
        sheet.cell(number, place).value = f"=SUM({spot.sheet.rows[number - 1][place - 1]},0)"
    return bool(known)


@_sheet("the type of the column")
def error_for_a_figure(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """An error of the spreadsheet's where a figure was."""
    known = _figures(spot)
    if known:
        sheet.cell(*random.choice(known)).value = random.choice(["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
    return bool(known)


@_sheet(_SAME)
def dates_kept_as_dates(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """Dates as a spreadsheet makes them of what is typed: a month becomes its first day, and is shown as a month."""
    return _as_dates(sheet, spot)


@_sheet(_SAME)
def dates_counted_from_1904(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """Dates of an old Macintosh."""
    from openpyxl.utils.datetime import MAC_EPOCH

    if sheet.parent is not None:
        sheet.parent.epoch = MAC_EPOCH
    return _as_dates(sheet, spot)


def _as_dates(sheet: Worksheet, spot: Spot) -> bool:
    changed = False
    for place, name in enumerate(spot.sheet.header, 1):
        if spot.sheet.schema[name].kind is not Kind.DATE:
            continue
        for number, row in enumerate(spot.sheet.rows[1:], 2):
            day = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", row[place - 1])
            if day and 1 <= int(day[2]) <= 12 and not (day[3] is None and int(day[2]) == (int(day[1]) + 1) % 100):
                cell = sheet.cell(number, place)
                cell.value = date(int(day[1]), int(day[2]), int(day[3] or 1))
                cell.number_format = "dd/mm/yyyy" if day[3] else "mmm-yy"
                changed = True
    return changed


@_sheet("the type of the column")
def date_with_a_time(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """A figure that became a moment."""
    known = _figures(spot)
    if known:
        sheet.cell(*random.choice(known)).value = datetime(2024, 1, 31, 17, 45)
    return bool(known)


@_sheet("read the same, aloud, or refused", aloud=True)
def long_fractions(sheet: Worksheet, spot: Spot, random: Random) -> bool:
    """Figures of formulas, with more decimals than any paper prints."""
    known = [each for each in _figures(spot) if spot.sheet.schema[spot.sheet.header[each[1] - 1]].kind is Kind.MONEY]
    if known:
        number, place = random.choice(known)
        sheet.cell(number, place).value = float(spot.sheet.rows[number - 1][place - 1]) + 0.0004321
    return bool(known)


@_sheet(_SAME)
def title_above_a_sheet(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A title and a blank row above the header."""
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1).value = "Finance return"


@_sheet(_FORM)
def footnote_below_a_sheet(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A footnote below the table."""
    sheet.cell(len(spot.sheet.rows) + 2, 1).value = "Note: figures are provisional"


@_sheet("the names of the datasets")
def sheet_of_another_name(sheet: Worksheet, spot: Spot, random: Random) -> None:
    """A sheet as a spreadsheet calls it."""
    sheet.title = "Sheet1"


_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


@_whole(_SAME)
def strict_open_xml(spot: Spot, book: bytes) -> Files:
    """A workbook saved as 'Strict Open XML Spreadsheet'."""

    def strictly(name: str, content: bytes) -> bytes:
        for loose, strict in _STRICT.items():
            content = content.replace(loose, strict)
        return content

    return _instead(spot, repacked(book, strictly))


@_whole(_SAME)
def ending_in_capitals(spot: Spot, book: bytes) -> Files:
    """A workbook whose ending is in capitals."""
    return _instead(spot, book, "XLSX")


@_whole(_SAME)
def workbook_with_macros(spot: Spot, book: bytes) -> Files:
    """A workbook that may hold macros."""
    loose, macros = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    kept = repacked(book, lambda _, content: content.replace(b"openxmlformats-officedocument." + loose, macros))
    return _instead(spot, kept, "xlsm")


@_whole(_SAME)
def workbook_of_excel_97(spot: Spot, book: bytes) -> Files:
    """A workbook of the form before 2007."""
    import xlwt

    old = xlwt.Workbook()
    sheet = old.add_sheet(spot.sheet.dataset[:31])
    figures = set(_figures(spot))
    for number, row in enumerate(spot.sheet.rows):
        for place, text in enumerate(row):
            if text:
                sheet.write(number, place, float(text) if (number + 1, place + 1) in figures else text)
    stream = BytesIO()
    old.save(stream)
    return _instead(spot, stream.getvalue(), "xls")


@_whole(_FORM)
def workbook_cut_off(spot: Spot, book: bytes) -> Files:
    """A workbook of which the second half was not saved."""
    return _instead(spot, book[: len(book) // 2])


@_whole(_FORM)
def workbook_with_a_password(spot: Spot, book: bytes) -> Files:
    """A workbook that asks for a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    return _instead(spot, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.ljust(512, b"\0") + bytes(2048))


@_whole(_FORM)
def workbook_that_is_a_web_page(spot: Spot, book: bytes) -> Files:
    """A table of a web page, saved under the name of a workbook."""
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in spot.sheet.rows)
    return _instead(spot, f"<html><body><table>{cells}</table></body></html>".encode(), "xls")


@_whole(_FORM)
def workbook_that_is_a_csv_file(spot: Spot, book: bytes) -> Files:
    """A CSV file renamed."""
    return _instead(spot, spot.sheet.raw)


@_whole(_FORM)
def workbook_without_a_sheet(spot: Spot, book: bytes) -> Files:
    """A workbook whose list of sheets is empty."""
    return _instead(spot, repacked(book, lambda name, content: re.sub(rb"<sheet [^>]*/>", b"", content)))

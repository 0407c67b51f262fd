"""Check what a cell of a sheet contains besides its text: an error, a formula without its value, a date, a number.

In: a sheet, the lines of a column and their text. Out: the text to read as the column's kind, and problems, corrections
and doubts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.data import cells
from trustbook.data.corrections import Correction, Doubt
from trustbook.data.dates import is_financial_year
from trustbook.data.schema import Field, Kind
from trustbook.data.workbooks.dates import as_day
from trustbook.data.workbooks.sheets import Cell, Holds, Sheet, address

_ERRORS = {
    "#REF!": "the formula refers to cells that are no longer there",
    "#DIV/0!": "the formula divides by nothing",
    "#VALUE!": "the formula works with a text where it needs a number",
    "#NAME?": "the formula uses a name that the spreadsheet does not know",
    "#N/A": "the formula looked for something that is not there",
    "#NUM!": "the formula gives no number that can be shown",
    "#NULL!": "the formula refers to cells that two ranges should share and do not",
    "#SPILL!": "the formula has no room for its results",
    "#CALC!": "the formula cannot be worked out",
    "#GETTING_DATA": "the formula still waited for its data",
}
_DATED = (Holds.DAY, Holds.MONTH, Holds.YEAR)
_DECIMALS = {Kind.MONEY: 3, Kind.NUMBER: 15}
_ROUNDED = {Kind.MONEY: "rounded to the nearest pound", Kind.NUMBER: "rounded to 15 decimals"}
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass
class SheetColumn:
    """A column of a sheet: its position, and what was found in its cells."""

    sheet: Sheet
    name: str
    column: Field
    place: int
    problems: list[ReturnError] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _as_text: list[int] = field(default_factory=list)

    def prepared(self, lines: Sequence[int], written: Sequence[str | None]) -> list[str | None]:
        """Return the text to read for each cell; None if it is empty or was rejected."""
        found = [None if cell is None else self._one(line, cell) for line, cell in zip(lines, written, strict=True)]
        if self._as_text:
            first, count = self._as_text[0], len(self._as_text)
            self.corrections.append(
                Correction(
                    "number_kept_as_text",
                    "a number that the sheet keeps as text was read as a number"
                    if count == 1
                    else f"{count} numbers that the sheet keeps as text were read as numbers, from here on",
                    first,
                    self.column.name,
                )
            )
        return found

    def _one(self, line: int, text: str) -> str | None:
        cell = self.sheet.cell(line, self.place)
        if cell is None:
            return text
        if cell.holds in (Holds.ERROR, Holds.NO_VALUE, Holds.NO_DATE):
            self._refuse(line, *_broken(cell))
            return None
        if cell.holds in _DATED:
            return self._date(line, cell)
        if cell.holds is Holds.NUMBER:
            return self._number(line, cell.text)
        if self.column.kind in _DECIMALS:
            plain = cells.plain(text, self.column.kind)
            if plain is not None and not plain.why:
                self._as_text.append(line)
        return text

    def _number(self, line: int, text: str) -> str | None:
        kind = self.column.kind
        if kind is Kind.DATE and not _YEAR.fullmatch(text):
            day = as_day(text, self.sheet.raw.starts_1904)
            if day is not None:
                self._refuse(
                    line,
                    "number_for_date",
                    f"found the number {text}, which would be {day} as a date",
                    "a cell that the spreadsheet shows as a date",
                    f"If it is {day}, give the cell the format of a date, or type it as text: {day}.",
                )
                return None
        most = _DECIMALS.get(kind)
        if most is None or len(text.partition(".")[2]) <= most:
            return text
        rounded = Decimal(text).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
        plain = f"{rounded:f}".rstrip("0").rstrip(".")
        plain = "0" if plain == "-0" else plain
        self.corrections.append(Correction("rounded", _ROUNDED[kind], line, self.column.name, text, plain))
        return plain

    def _date(self, line: int, cell: Cell) -> str | None:
        kind = self.column.kind
        if kind in _DECIMALS:
            self._refuse(
                line,
                "date_for_number",
                f"found the date {cell.kept or cell.text}",
                "a number",
                "The cell has the format of a date. If its number is right, give it the format of a number; if the "
                "spreadsheet took something else for a date, type it again.",
            )
            return None
        if kind is Kind.TEXT:
            self.doubts.append(
                Doubt(
                    "date_in_text",
                    f"the spreadsheet keeps '{excerpt(cell.text)}' as a date, in a column of text",
                    line,
                    self.column.name,
                    "text",
                    "Spreadsheets take a reference such as 3-1 for a date: type it again in a cell formatted as text.",
                )
            )
            return cell.text
        if cell.holds is Holds.MONTH and is_financial_year(cell.text):
            self._refuse(
                line,
                "month_like_year",
                f"found the month {cell.kept[:7]}, which is written like the financial year {cell.text}",
                "a date that can be read in one way",
                "Let the cell show the day, or type the financial year as text in a cell with the format of text.",
            )
            return None
        self._shown_as_other(line, cell)
        return cell.text

    def _shown_as_other(self, line: int, cell: Cell) -> None:
        """Record that a cell shows less than its value: a month, a year, a day without its time."""
        if not cell.kept:
            return
        day, _, time = cell.kept.partition(" ")
        if cell.holds is Holds.DAY:
            self.corrections.append(
                Correction(
                    "time_left_out", f"the time {time} was left out", line, self.column.name, cell.kept, cell.text
                )
            )
            return
        first = day.endswith("-01") if cell.holds is Holds.MONTH else day.endswith("-01-01")
        why = f"the sheet shows {cell.holds.value} and keeps a day of it"
        if first and not time:
            self.corrections.append(
                Correction("day_of_month_or_year", why, line, self.column.name, cell.kept, cell.text)
            )
            return
        self.doubts.append(
            Doubt(
                "shows_less_than_it_keeps",
                f"the sheet shows {cell.holds.value}, {cell.text}, and keeps {cell.kept}; {cell.text} was read",
                line,
                self.column.name,
                f"the first day of the {cell.holds.name.lower()}, or a cell that shows the day",
                "If the day is meant, let the cell show it; if not, type it as text: " + cell.text + ".",
            )
        )

    def _refuse(self, line: int, code: str, problem: str, expected: str, mend: str) -> None:
        place = f"cell {address(line, self.place)}"
        self.problems.append(
            ReturnError(
                problem,
                code=code,
                file=self.name,
                line=line,
                column=self.column.name,
                expected=expected,
                mend=mend,
                place=place,
            )
        )


def _broken(cell: Cell) -> tuple[str, str, str, str]:
    """The code of what is wrong with a cell that has no value, what was expected, and how to mend it."""
    if cell.holds is Holds.ERROR:
        why = _ERRORS.get(cell.text.strip().upper(), "the spreadsheet could not work it out")
        return (
            "spreadsheet_error",
            f"found {excerpt(cell.text)}, an error of the spreadsheet: {why}",
            "a value",
            "Open the workbook in the spreadsheet, correct the formula, recalculate and save; or paste its value.",
        )
    if cell.holds is Holds.NO_VALUE:
        formula = f" ({excerpt(cell.text)})" if len(cell.text) > 1 else ""
        return (
            "formula_without_value",
            f"found a formula without its value{formula}: the program that saved the workbook did not work it out",
            "a value",
            "Open the workbook in Excel or LibreOffice, let it recalculate, and save it; or paste its value.",
        )
    return (
        "no_such_day",
        f"found {excerpt(cell.text)} in a cell with the format of a date or a time, which is no day that there is",
        "a day, a month or a year",
        "Give the cell the format of a number if it is a figure, or type the date again.",
    )

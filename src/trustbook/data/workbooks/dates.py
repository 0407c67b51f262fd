"""Convert serial numbers of a sheet to dates, and read what a number format shows: a day, month, year or time.

In: a serial number, the first day of the calendar, and a number format. Out: a `Cell` with what the spreadsheet shows,
and the date that it stores.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import Enum

from trustbook.data.numbers import plain_number
from trustbook.data.workbooks.sheets import Cell, Holds

_BUILT_IN = {14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy-mm-dd h:mm"} | dict.fromkeys(
    (18, 19, 20, 21, 45, 46, 47), "h:mm:ss"
)
"""Built-in date formats, which a file refers to by number."""
BUILT_IN_NUMBERS = (
    {
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        14: "dd/mm/yyyy",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        10: "0.00%",
        37: "#,##0;(#,##0)",
        38: "#,##0;(#,##0)",
        39: "#,##0.00;(#,##0.00)",
        40: "#,##0.00;(#,##0.00)",
        41: '#,##0;-#,##0;"-"',
        42: '£#,##0;-£#,##0;£"-"',
        43: '#,##0.00;-#,##0.00;"-"',
        44: '£#,##0.00;-£#,##0.00;£"-"',
    }
    | dict.fromkeys((5, 6), "£#,##0;-£#,##0")
    | dict.fromkeys((7, 8), "£#,##0.00;-£#,##0.00")
)
"""Built-in number formats, which a file refers to by number, with the currency of this country."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_NO_LETTERS_OF_DATES = re.compile(r"general|standard|am/pm|a/p", re.IGNORECASE)
_MINUTES = re.compile(r"(?<=[hs\]:.])[^a-z]*m+|\[m+\]|m+(?=[^a-z]*s)", re.IGNORECASE)
_FALSE_DAY = 60
"""29 February 1900, which spreadsheets count although it did not exist."""
_LAST_SERIAL = 2_958_465
_IN_DAY = 86_400


class Shows(Enum):
    """What a number format shows of a date."""

    NO_DATE = "no date"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"


def shows(code: str, number: int = 0) -> Shows:
    """Return what a number format shows, from its code, or from its number if it has no code."""
    first = _LITERAL.sub("", code or _BUILT_IN.get(number, "")).split(";")[0]
    plain = _NO_LETTERS_OF_DATES.sub("", first).lower()
    timed = any(letter in plain for letter in "hs")
    plain = _MINUTES.sub("", plain)
    if "d" in plain:
        return Shows.DAY
    if "m" in plain:
        return Shows.MONTH
    if "y" in plain or ("e" in plain and not re.search(r"[0#?]", plain)):
        return Shows.YEAR
    return Shows.TIME if timed else Shows.NO_DATE


def number_cell(number: float, format_shows: Shows, starts_1904: bool) -> Cell:
    """Return a number as a cell: a date if its format shows one. Raises ValueError for infinity and NaN."""
    if number - number != 0:
        raise ValueError("a number that is none")
    if format_shows is not Shows.NO_DATE:
        return dated(number, format_shows, starts_1904)
    return Cell(plain_number(number), Holds.NUMBER)


def dated(serial: float, format_shows: Shows, starts_1904: bool) -> Cell:
    """Read a number in a format that shows a date."""
    found = moment(serial, starts_1904)
    if found is None or format_shows is Shows.TIME:
        return Cell(f"{serial:.15g}", Holds.NO_DATE)
    return shown(found, format_shows)


def shown(found: datetime, format_shows: Shows) -> Cell:
    """Return a moment as the spreadsheet shows it; `kept` is the stored value if that is more."""
    day = found.date().isoformat()
    timed = found.time() != datetime.min.time()
    kept = f"{day} {found.time().isoformat('seconds')}" if timed else day
    if format_shows is Shows.MONTH:
        return Cell(day[:7], Holds.MONTH, kept)
    if format_shows is Shows.YEAR:
        return Cell(day[:4], Holds.YEAR, kept)
    return Cell(day, Holds.DAY, kept if timed else "")


def moment(serial: float, starts_1904: bool = False) -> datetime | None:
    """Convert a serial number to a moment, to the second; None if there is none."""
    if not (0 if starts_1904 else 1) <= serial < _LAST_SERIAL + 1 or (not starts_1904 and int(serial) == _FALSE_DAY):
        return None
    first = datetime(1904, 1, 1) if starts_1904 else datetime(1899, 12, 31 if serial < _FALSE_DAY else 30)
    try:
        return first + timedelta(seconds=round(serial * _IN_DAY))
    except OverflowError:
        return None


def of_iso(text: str) -> datetime | None:
    """Read a date stored as text, `2024-01-31` or `2024-01-31T14:30:00`."""
    try:
        found = datetime.fromisoformat(text.removesuffix("Z"))
        return found.replace(tzinfo=None) if found.tzinfo is None else None
    except ValueError:
        return None


def as_day(text: str, starts_1904: bool) -> date | None:
    """Return the day that a number of five digits would be as a serial number."""
    found = moment(float(text), starts_1904) if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII) else None
    return None if found is None else found.date()

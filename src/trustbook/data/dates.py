"""Read dates in text: a day, a month, a period or a financial year, as a spreadsheet or a paper wrote it.

In: a cell's text. Out: its plain form and why that differs, or None for text that is no date or is ambiguous, and
advice on how to write it.
"""

from __future__ import annotations

import re
from datetime import date

from trustbook.core.period import FIRST_YEAR, LAST_YEAR, MONTHS_IN_YEAR
from trustbook.data.workbooks.dates import moment

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november")
_NAMES = {name: number for number, name in enumerate((*_MONTHS, "december"), 1)}
_NAMES |= {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_EACH_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_NAME = "".join(("(?P<name>", _EACH_NAME, r")\.?"))
_AFTER_DAY = r"(?:st|nd|rd|th)?"

_PLAIN = re.compile(r"\d{4}(-\d{2}(-P?\d{2})?)?", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0{1,9})?)?\Z", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.IGNORECASE)
_FORWARD = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_BACKWARD = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{4})[/-](\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
_DAY_BEFORE = "".join((r"((?P<day>\d{1,2})", _AFTER_DAY, "[ -])?", _NAME))
_DAY_AFTER = "".join(("(?P<name2>", _EACH_NAME, r")\.? (?P<day2>\d{1,2})", _AFTER_DAY, r",? (?P<year2>\d{4})"))
_NAMED = re.compile("".join((_DAY_BEFORE, r"[ -](?P<year>\d{4})|", _DAY_AFTER)), re.ASCII | re.IGNORECASE)
_SHORT_YEAR = re.compile("".join((_DAY_BEFORE, r"[ -]'?(?P<year>\d{2})")), re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"([1-9]\d{4})(\.\d+)?", re.ASCII)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_PERIOD = re.compile(r".*\b(P|Period|Month|M) ?\d{1,2}\b.*", re.ASCII | re.IGNORECASE)

PlainDate = tuple[str, str]
"""The plain form, and why it was corrected: empty if it was already plain."""


def read_date(text: str) -> PlainDate | None:
    """Return the plain form of an unambiguous date; None for any other text."""
    if _PLAIN.fullmatch(text):
        return (text, "") if exists(text) else None
    dashed = text.translate(_DASHES)
    if dashed != text and _PLAIN.fullmatch(dashed):
        return (dashed, "a dash") if exists(dashed) else None
    bare = _MIDNIGHT.sub("", dashed)
    if bare != dashed:
        day = (bare, "") if _is_day(bare) else _from_numbers(bare)
        return None if day is None else (day[0], "midnight, which is the day alone")
    return _from_numbers(dashed) or _from_years(dashed) or _from_words(" ".join(dashed.split()))


def exists(text: str) -> bool:
    """Check whether a day, month, period or financial year in plain form exists."""
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return False
    if "P" in text:
        start, _, month = text.rpartition("-P")
        return _is_pair(int(start[:4]), int(start[5:])) and 1 <= int(month) <= MONTHS_IN_YEAR
    if "-" not in text:
        return True
    year, part, *day = (int(each) for each in text.split("-"))
    if not day:
        return 1 <= part <= MONTHS_IN_YEAR or _is_pair(year, part)
    return _day(year, part, day[0]) is not None


def is_financial_year(month: str) -> bool:
    """Check whether a month such as `2011-12` would be read as a financial year."""
    year, _, part = month.partition("-")
    return _is_pair(int(year), int(part))


def date_advice(text: str) -> str:
    """Advise how to write a date that cannot be read."""
    dashed = " ".join(text.translate(_DASHES).split())
    serial = _SERIAL.fullmatch(dashed)
    if serial:
        return _serial_number_advice(
            int(serial[1]), "the day" if not serial[2] or not serial[2].strip(".0") else "the time"
        )
    timed = _TIME.search(dashed)
    if timed and timed[0] and not dashed.startswith(timed[0]):
        return f"Write the day alone, without a time of day: {dashed[: timed.start()].strip()}."
    short = _SHORT_YEAR.fullmatch(dashed)
    if short:
        month, year = _NAMES[short["name"].lower()], short["year"]
        if short["day"]:
            return f"Write all four digits of the year, such as 20{year}-{month:02d}-{int(short['day']):02d}."
        return f"It could be a month, or a day without its year: write 20{year}-{month:02d} if the month is meant."
    if any(not FIRST_YEAR <= int(year) <= LAST_YEAR for year in _FOUR_DIGITS.findall(dashed)):
        return f"Years are from {FIRST_YEAR} to {LAST_YEAR}."
    pair = _month_like_a_year(dashed)
    if pair:
        return f"Write {pair} if the financial year is meant, or a day of the month, such as {pair}-01."
    if re.fullmatch(r"\d{2}[/-]\d{2}", dashed):
        return "Write the first year with four digits, such as 2023-24, or the month as 2024-01."
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", dashed):
        return "Write the year first and with four digits, so that it can be one day only."
    if _PERIOD.fullmatch(dashed):
        return "Write a period with its financial year and two digits: 2023-24-P07."
    if "/" in text or _BACKWARD.fullmatch(dashed):
        return "Write the year first, so that it can be one day only."
    return ""


def _from_numbers(text: str) -> PlainDate | None:
    forward = _FORWARD.fullmatch(text)
    if forward:
        parts = [part for part in forward.groups() if part and part.isdigit()]
        return _read(_day(*map(int, parts)), "the year, the month, the day")
    backward = _BACKWARD.fullmatch(text)
    if backward is None:
        return None
    day, month, year = (int(part) for part in backward.group(1, 3, 4))
    if day <= MONTHS_IN_YEAR and day != month:
        return None
    return _read(_day(year, month, day), "the day before the month")


def _from_years(text: str) -> PlainDate | None:
    """Read a financial year with a slash, or with both years in full. 2011/12 could also be December 2011."""
    both, slashed = _TWO_YEARS.fullmatch(text), _SLASHED.fullmatch(text)
    if both:
        plain = f"{both[1]}-{both[2][2:]}"
        return (plain, "a financial year") if int(both[2]) == int(both[1]) + 1 and exists(plain) else None
    if slashed is None or not exists(f"{slashed[1]}-{slashed[2]}"):
        return None
    is_month = 1 <= int(slashed[2]) <= MONTHS_IN_YEAR
    is_year = _is_pair(int(slashed[1]), int(slashed[2]))
    if is_month and is_year:
        return None
    return (f"{slashed[1]}-{slashed[2]}", "a financial year" if is_year else "a month")


def _from_words(text: str) -> PlainDate | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    month = _NAMES[(found["name"] or found["name2"]).lower()]
    year, day = int(found["year"] or found["year2"]), found["day"] or found["day2"]
    if day:
        return _read(_day(year, month, int(day)), "the day in words")
    plain = f"{year:04d}-{month:02d}"
    if not exists(plain) or _is_pair(year, month):  # 2011-12 would be read as the financial year
        return None
    return (plain, "the month in words")


def _month_like_a_year(text: str) -> str:
    """Return `2011-12` for text that may mean December 2011 but would be read as the financial year."""
    slashed, named = _SLASHED.fullmatch(text), _NAMED.fullmatch(text)
    if slashed:
        year, month = int(slashed[1]), int(slashed[2])
    elif named and named["year"] and not named["day"]:
        year, month = int(named["year"]), _NAMES[named["name"].lower()]
    else:
        return ""
    return f"{year}-{month:02d}" if _is_pair(year, month) else ""


def _read(day: date | None, why: str) -> PlainDate | None:
    return None if day is None else (day.isoformat(), why)


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII)) and exists(text)


def _is_pair(year: int, part: int) -> bool:
    return part == (year + 1) % 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _serial_number_advice(number: int, what: str) -> str:
    day, other = (str(moment(number, starts_1904)).partition(" ")[0] for starts_1904 in (False, True))
    return (
        f"It looks like the number that a spreadsheet keeps for a date: {what} would be {day}, or "
        f"{other} in a workbook that counts from 1904. Write the date that is meant."
    )

"""One cell: the plain text of a figure or a date, however a spreadsheet or a PDF wrote it.

In: a cell's text and the kind of its column. Out: the plain form and why it was mended, or None for a cell that can be
read in no way or in two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trustbook.returns.schema import Kind

_MONEY = re.compile(r"-?\d{1,12}(\.\d{1,3})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d{2}(-P?\d{2})?)?", re.ASCII)
_PATTERN = {Kind.MONEY: _MONEY, Kind.NUMBER: _NUMBER, Kind.DATE: _DATE}

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}( \d{3})+(?![\d,])", re.ASCII)
_MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011", "-"))
_SHAPE = re.compile(
    r"(?P<open>\()?(?P<sign>-)?(?P<pound>£)?(?P<sign2>-)?(?P<digits>\d{1,3}(,\d{3})+|\d{1,15})(?P<rest>\.\d{1,15})?"
    r"(?P<scale>[mk%])?(?P<close>\))?(?P<sign3>-)?",
    re.IGNORECASE | re.ASCII,
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_FACTOR = {"": Decimal(1), "k": Decimal(1), "m": Decimal(1000), "%": Decimal("0.01")}
_UNITS = {"k": "thousands of pounds", "m": "millions", "%": "per cent"}
_TOTAL = re.compile(r"(grand |overall |net |sub[- ]?)?totals?\b.*", re.IGNORECASE)
_ONLY_A_TOTAL = re.compile(r"(all|net|sum|overall|(grand|overall|net|sub)?[- ]?(totals?|sum))\s*[:.]?", re.IGNORECASE)
_PART_TOTAL = re.compile(r"sub", re.IGNORECASE)
_FIRST_MONTHS = 12


@dataclass(frozen=True)
class Plain:
    """A cell in its plain form; `why` is empty where nothing was mended, `scale` is the unit that it carried."""

    text: str
    why: str = ""
    scale: str = ""


def plain(text: str, kind: Kind) -> Plain | None:
    """Give the plain form of a cell, or None.

    `1,234`, `(43)`, `£1.2m` and `12.5%` have one meaning. A pound sign with no scale in a column of thousands has two,
    so has a comma that does not part thousands, and so has the date 01/02/2024: those are not read.
    """
    if _PATTERN[kind].fullmatch(text):
        return Plain(text) if kind is not Kind.DATE or _exists(text) else None
    return _date(text) if kind is Kind.DATE else _figure(text, kind)


def _figure(text: str, kind: Kind) -> Plain | None:
    spaced = text.translate(_SPACES).translate(_MINUSES)
    spaced = _SPACED.sub(lambda digits: digits[0].replace(" ", ","), spaced)
    found = None if re.search(r"\d +\d", spaced) else _SHAPE.fullmatch(spaced.replace(" ", ""))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [name for name in ("open", "sign", "sign2", "sign3") if found[name]]
    scale = (found["scale"] or "").lower()
    if len(signs) > 1 or not _has_one_meaning(kind, bool(found["pound"]), scale):
        return None
    if kind is Kind.NUMBER and found["digits"].count(",") == 1 and not found["rest"]:
        return None  # 150,938 may part thousands, or be the decimal comma of another language
    value = Decimal(found["digits"].replace(",", "") + (found["rest"] or "")) * _FACTOR[scale]
    written = f"{-value if signs else value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    if not _PATTERN[kind].fullmatch(written):
        return None
    reasons = [
        reason
        for reason, so in (
            ("thousands separators", "," in found["digits"]),
            ("brackets for a minus", bool(found["open"])),
            (_UNITS.get(scale, ""), bool(scale)),
        )
        if so
    ]
    return Plain(written, " and ".join(reasons) or "spaces and signs", scale)


def _has_one_meaning(kind: Kind, pound: bool, scale: str) -> bool:
    if kind is Kind.MONEY:
        return scale in ("m", "k") if pound else scale in ("", "m", "k")
    return not pound and scale in ("", "%")


def _exists(text: str) -> bool:
    """Whether a day, a month, a period or a financial year is one that there is."""
    if "P" in text:
        start, _, month = text.rpartition("-P")
        return _exists(start) and int(start[5:]) == (int(start[:4]) + 1) % 100 and 1 <= int(month) <= _FIRST_MONTHS
    if "-" not in text:
        return True
    year, part, *day = (int(each) for each in text.split("-"))
    if not day:
        return 1 <= part <= _FIRST_MONTHS or part == (year + 1) % 100
    try:
        date(year, part, day[0])
    except ValueError:
        return False
    return True


def is_financial_year(text: str) -> bool:
    """Whether a year and a part of it, `2011-12`, are a financial year: a month of the same form is taken for one."""
    year, _, part = text.partition("-")
    return len(part) == len("12") and int(part) == (int(year) + 1) % 100


def _date(text: str) -> Plain | None:
    found = _SLASHED.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if day <= _FIRST_MONTHS and day != month:
        return None
    try:
        return Plain(date(year, month, day).isoformat(), "the day before the month")
    except ValueError:
        return None


def is_total(cell: str) -> bool:
    """Whether the name of a line is that of a total."""
    return bool(_TOTAL.fullmatch(cell.strip())) or is_only_a_total(cell)


def is_only_a_total(cell: str) -> bool:
    """Whether a cell says that its line is a total, and nothing else: a note may begin with the word and mean more."""
    return bool(_ONLY_A_TOTAL.fullmatch(cell.strip()))


def is_part_total(cell: str) -> bool:
    """Whether a total is one of some of the lines only."""
    return is_total(cell) and bool(_PART_TOTAL.match(cell.strip()))


def advice(cell: str) -> str:
    """Say how to mend a cell that cannot be read."""
    if cell.startswith("#"):
        return "This is an error of the spreadsheet: mend it there and paste the value."
    if cell.startswith("="):
        return "This is a formula: paste its value."
    if "/" in cell:
        return "Write the year first, so that it can be one day only."
    if "£" in cell or "," in cell:
        return "Write the figure plainly in the unit of the column."
    return "Leave the cell empty if the paper does not report it."


def listed(cell: object) -> list[str]:
    """The parts of a cell that names several things: `V01; V02`."""
    return [part.strip() for part in cell.split(";") if part.strip()] if isinstance(cell, str) else []

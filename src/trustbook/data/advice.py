"""Advise how to fix a cell that cannot be read, from what it looks like.

In: the cell and the kind of its column. Out: one or two sentences.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from trustbook.data.dates import date_advice
from trustbook.data.schema import Kind

_ERROR = re.compile(
    r"#(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT)[!?]?|Err:\d{3}", re.IGNORECASE
)
_TOO_NARROW = re.compile(r"#{2,}")
_NOTHING = re.compile(
    r"[-\u2010-\u2015\u2212]+|\.{1,3}|:|\*|\?|x|nil|none|null|nan|n[./]?a\.?|not (available|applicable|known|reported)"
    r"|tb[cda]|unknown|\[?[xzcu]\]?|~|\u2026",
    re.IGNORECASE,
)
_FINE = re.compile(r"-?\d{1,12}\.\d{4,}", re.ASCII)
_EXPONENT = re.compile(r"-?\d+(\.\d+)?e[+-]?\d+", re.IGNORECASE | re.ASCII)
_THOUSAND = Decimal("0.001")
GENERAL = "Leave the cell empty if the paper does not report it."
"""The advice for text that matches no known pattern."""
_IF_NONE = "Leave the cell empty if the figure is not reported, and write 0 if it is zero."


def is_error(cell: str) -> bool:
    """Check whether a cell is a spreadsheet error rather than text that someone wrote."""
    return bool(_ERROR.fullmatch(cell) or _TOO_NARROW.fullmatch(cell))


def advice(cell: str, kind: Kind) -> str:
    """Advise how to fix a cell that cannot be read."""
    if _TOO_NARROW.fullmatch(cell):
        return "A spreadsheet shows this where a column is too narrow: make the column wider there, and save it again."
    if cell.startswith("#") or _ERROR.fullmatch(cell):
        return "This is a spreadsheet error: correct it there, and paste the value."
    if cell.startswith(("=", "'=")):
        return "This is a formula: paste its value."
    if _NOTHING.fullmatch(cell):
        return _IF_NONE if kind is not Kind.DATE else "Leave the cell empty if the date is not reported."
    if kind is Kind.DATE:
        return date_advice(cell) or GENERAL
    return _figure_advice(cell, kind)


def _figure_advice(cell: str, kind: Kind) -> str:
    if kind is Kind.MONEY and _FINE.fullmatch(cell):
        rounded = Decimal(cell).quantize(_THOUSAND, ROUND_HALF_UP).normalize()
        return f"It has fractions of a pound: round it in the spreadsheet, to {rounded:f}."
    if _EXPONENT.fullmatch(cell):
        return "A spreadsheet shortened the figure: show it there with all its digits, and save it again."
    if "%" in cell and kind is Kind.MONEY:
        return "Write the amount of money; this column does not take shares."
    if "£" in cell or "," in cell:
        return "Write the figure plainly in the unit of the column."
    if re.fullmatch(r"[+-]?[\d.,]+ ?[*\u2020\u2021a-z\u00b9\u00b2\u00b3()\[\]]{1,3}", cell, re.IGNORECASE):
        return "Write the figure alone, and explain the mark in the note column."
    return GENERAL

"""Read numbers as stored in spreadsheet files, and write them with the digits that a spreadsheet shows."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite


def figure(text: str) -> float:
    """Read a number as stored in a file. Raises ValueError if it is not one."""
    number = float(text)
    if "_" in text or not isfinite(number):
        raise ValueError(f"a cell with {text}, which is no number")
    return number


def plain_number(number: float) -> str:
    """Write a number with the fifteen digits that a spreadsheet shows, without an exponent."""
    text = f"{number:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text

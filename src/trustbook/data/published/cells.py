"""Read a cell of a published file as a figure, a symbol or a year, or say why it is none of them.

In: a cell's text, and what its column is. Out: the exact figure or today's symbol, the year in our form, or `Wrong`:
what was found, what was expected and how to fix it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from trustbook.core.period import FIRST_YEAR, LAST_YEAR, MONTHS_IN_YEAR
from trustbook.data.conventions import AMBIGUOUS_SYMBOLS, OLDER_SYMBOLS, SYMBOLS, YEARS

_TIME = re.compile(r"(\d{4})(?:[-/]?(\d{2}))?", re.ASCII)
_FIGURE = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_WHOLE = Decimal(100)
_LONGEST = 40
"""The number of characters of a cell that are shown."""
DOWNLOAD = "Download the file again as published, or leave the line as it is there."
_A_FIGURE = (
    f"a plain number, or one of the symbols {', '.join(SYMBOLS)}, or one of the older symbols {' '.join(OLDER_SYMBOLS)}"
)


@dataclass(frozen=True)
class PublishedCell:
    """A figure in the unit in which it is stored, or a symbol; `older` is the symbol as an older file writes it."""

    value: Decimal | None
    symbol: str | None = None
    older: str = ""


@dataclass(frozen=True)
class Wrong:
    """Why a cell cannot be read."""

    problem: str
    expected: str
    mend: str = DOWNLOAD


def figure(text: str, unit: str, *, below_zero: bool = False) -> PublishedCell | Wrong:
    """Read a figure or a symbol; a share is published in per cent, and divided exactly by a hundred."""
    if _FIGURE.fullmatch(text):
        return _in_range(text, unit, below_zero)
    symbol = _symbol(text)
    if symbol is not None:
        return symbol
    found = f"found '{text[:_LONGEST]}'"
    dash = text.translate(_DASHES)
    if dash in AMBIGUOUS_SYMBOLS:
        return Wrong(
            f"{found if text else 'the cell is empty'}, {AMBIGUOUS_SYMBOLS[dash]}",
            _A_FIGURE,
            "Look up in the notes of the release what it means, and put 0 or the symbol there.",
        )
    return Wrong(found, _A_FIGURE, _advice(dash))


def _symbol(text: str) -> PublishedCell | None:
    plain = "".join(text.casefold().split())
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1]
    if plain in OLDER_SYMBOLS:
        return PublishedCell(None, OLDER_SYMBOLS[plain], plain)
    return PublishedCell(None, plain) if plain in SYMBOLS else None


def _in_range(text: str, unit: str, below_zero: bool) -> PublishedCell | Wrong:
    value = Decimal(text) + 0  # turns -0 into 0
    share = unit == "share"
    if value < 0 and not below_zero:
        return Wrong(
            f"found '{text[:_LONGEST]}'",
            "per cent from 0 to 100" if share else "nothing below zero",
            "If the measure can be below zero (a change, a balance), say below_zero: true of it in compared_measures "
            "of params/trust.yaml; if not, ask the department.",
        )
    if share and abs(value) > _WHOLE:
        return Wrong(
            f"found '{text[:_LONGEST]}'",
            f"per cent from {'-100' if below_zero else '0'} to 100",
            "If the column is not in per cent, correct its unit in compared_measures of params/trust.yaml.",
        )
    return PublishedCell(value / _WHOLE if share else value)


def _advice(text: str) -> str:
    if text.startswith("#"):
        return "This is an error of a spreadsheet: download the file again as published."
    if any(char.isdigit() for char in text):
        return (
            "A spreadsheet writes figures so (%, a comma, an E), and may have rounded them: download the file again as "
            "published, and do not save it from a spreadsheet."
        )
    return "If the release explains it, put the symbol of the same meaning there."


def year(text: str, kind: str | None) -> str | Wrong:
    """Read a time as `2023`, or `2023-24` if it spans two years. `kind` is the time_identifier, in lower case."""
    found = _TIME.fullmatch(text)
    expected = "a year such as 2023, or two that follow each other such as 202324"
    if found is None or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        return Wrong(f"found '{text[:_LONGEST]}'", expected)
    first, second = found[1], found[2]
    if not FIRST_YEAR <= int(first) <= LAST_YEAR:
        return Wrong(f"found '{text}'", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    if kind is None and second and 1 <= int(second) <= MONTHS_IN_YEAR:
        return Wrong(
            f"found '{text}', which could be a month or two years",
            "the kind of time in a column time_identifier, such as Academic year",
            "Download the file with its column time_identifier.",
        )
    digits = YEARS.get(kind or "")
    if digits is not None and len(first + (second or "")) not in digits:
        return Wrong(
            f"found '{text}' of a {kind}",
            "both its years, such as 202324" if digits == (6,) else "one year, such as 2023",
            "Correct time_period or time_identifier as the release says; either reading could be wrong by a year.",
        )
    return f"{first}-{second}" if second else first

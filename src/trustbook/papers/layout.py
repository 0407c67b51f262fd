"""Say where things stand in a grid, and read its cells as figures.

In: the cells of a grid. Out: `Layout` and `Column`, which the finding of headings fills; whether a cell has a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from trustbook.papers.amounts import Amount, is_not_applicable, parse_amount
from trustbook.papers.model import GridCell
from trustbook.papers.words import plain

Line = Sequence[GridCell]
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERIOD = re.compile(r"(?:19|20)\d\d ?[-/–] ?(?:(?:19|20)?\d\d)\b")
_NUMBERED = re.compile(
    r"(?:19|20)\d\d(?: ?[-/–] ?(?:(?:19|20)?\d\d)\b)?"
    r"|\b(?:note|month|period|quarter|year|table|p|m|q|monitor)[ .]?\d{1,2}\b",
    re.IGNORECASE,
)
"""Numbers that are no figures: years, and what stands after the words of a calendar or a note."""


@dataclass
class Column:
    """One column of a table: its heading line by line, and what it was found to be."""

    index: int
    lines: list[str] = field(default_factory=list)
    """Its heading, line by line from the top, groups that span it included, as printed."""
    name: str = ""
    """Its heading on one line, units left out."""
    kind: str = ""
    unit: str = ""
    scale: str = ""
    source: str = ""
    """Where its unit was found: `heading`, `cells`, or `near` the table."""
    text: bool = False
    """It has words (a status), not figures."""

    @property
    def heading(self) -> str:
        """Its whole heading as printed."""
        return " ".join(self.lines)


@dataclass
class Layout:
    """Where things stand in a grid."""

    head: list[int]
    body: list[int]
    label: int
    columns: list[Column]
    titles: list[str]
    """Lines above the headings that span the table or stand alone."""
    outer: list[int] = field(default_factory=list)
    """Columns before the labels that name a section (a directorate printed once for its services)."""
    why: str = ""
    doubtful: dict[int, str] = field(default_factory=dict)
    """Columns whose heading cannot be told, and why."""


@lru_cache(maxsize=50_000)
def is_year(text: str) -> bool:
    """Check whether a text is a year and no figure (`2023`, `2023/24`)."""
    text = text.strip()
    return bool(_YEAR.fullmatch(text) or _PERIOD.fullmatch(text))


def figure(cell: GridCell) -> Amount | None:
    """Read a cell as a figure; where a workbook keeps the number, that is its number, whatever the format shows."""
    amount = parse_amount(cell.text)
    if cell.number is None:
        if cell.red and amount is not None and amount.number and not amount.sign:
            both = f"{amount.number} or {-amount.number}"
            return replace(amount, number=None, why=f"{both}: it is in red, which may stand for a minus sign")
        return amount
    seen = amount or Amount(cell.text, None)
    if seen.number is not None and seen.sign and seen.number * cell.number < 0:
        return replace(
            seen, number=None, why=f"{cell.text} is {-seen.number if seen.number < 0 else seen.number} in the cell"
        )
    sign = "" if seen.is_dash else seen.sign
    return replace(seen, number=cell.number, sign=sign, why="")


def has_figure(cell: GridCell) -> bool:
    """Check whether a cell has a figure, or what may be one; a dash does not count, nor does a year."""
    if is_year(cell.text):
        return False
    amount = figure(cell)
    return amount is not None and not amount.is_dash


def has_figure_text(text: str) -> bool:
    """Check whether words have a figure in them (`fewer than 5`); years, months and notes are none."""
    return any(each.isdigit() for each in _NUMBERED.sub(" ", text))


def is_words(text: str) -> bool:
    """Check whether a text is words: no figure, or a year; and not what stands for a figure that is not there."""
    return (parse_amount(text) is None or is_year(text)) and not is_not_applicable(text)


def texts_of(row: Line) -> tuple[str, ...]:
    """Give the texts of a row as they are compared."""
    return tuple(plain(cell.text) for cell in row)

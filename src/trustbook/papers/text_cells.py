"""Tell what a piece of a text is: a figure, a unit, a blank cell or words; and keep with it the line it stands in.

In: a piece of a text. Out: its kind; `Piece`; the cells and rows of a `Grid` made of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trustbook.papers.amounts import is_not_applicable, parse_amount
from trustbook.papers.model import Grid, GridCell, Refusal

BLANK, FIGURE, BROKEN, UNIT, WORDS = "blank", "figure", "broken", "unit", "words"
_UNIT = re.compile(r"\(?(?:£ ?'?0{3}'?s?'?|'?000'?s?|£ ?m(?:illions?|n)?|£ ?k|£|%|£ ?bn|fte|wte)\)?", re.IGNORECASE)
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
YEAR = re.compile(r"(?:19|20)\d\d(?: ?[-/\u2013] ?(?:\d{1,2}|(?:19|20)\d\d))?")
"""A year as it heads a column or a row: `2019/20`, `2017/2018`, `2011-12`, `2024`."""
_YEARS_SHORT = re.compile(r"\d\d/\d\d")
_HEADING_WORDS = re.compile(
    r"\b(?:budget|outturn|variance|forecast|actuals?|month|period|quarter|savings?|movement|expenditure|income|net|gross"
    r"|spend|spent|estimates?|approved|proposed|projected|revised|original|latest|current|previous|annual|total|pressures?"
    r"|provisional|achieved|anticipated|risk|unachieved|amount|remaining|cost|to date|year|explanation|comments?|notes?"
    r"|narrative|status|red|amber|green|mitigations?|contract|position|requests?|ytd|full|rag|fte|posts|number|level"
    r"|service|directorate|heading|department|area|scheme|division|portfolio|programme|description"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september"
    r"|october|november|december|value|[mpq]\d{1,2}|covid|change|adverse|favourable|over|under|reserves?)\b",
    re.IGNORECASE,
)
_LABEL_HEADINGS = re.compile(
    r"(?:services?|directorates?|(?:budget )?headings?|departments?|service areas?|areas?|schemes?|divisions?"
    r"|portfolios?|programmes?|descriptions?|committees?|projects?|savings proposals?|cost centres?|objectives?"
    r"|sub-?jective|functions?|units?|teams?|budgets? heads?|year|detail|details|item|items)",
    re.IGNORECASE,
)
_REMARK_HEADINGS = re.compile(
    r"(?:explanations?|comments?|notes?|narrative|reasons?|status|commentary|rag|key)\b.{0,60}", re.IGNORECASE
)
TOTAL = re.compile(r"\b(?:sub-?)?totals?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A piece of a text: what stands there, its line, and how many cells it stands for."""

    text: str
    line: int
    cells: int = 1
    """How many blank cells a run of spaces stands for; 1 for anything else."""

    @property
    def kind(self) -> str:
        """What it is."""
        return kind_of(self.text)


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> str:
    """Tell whether a piece of a text is blank, a figure, a figure that cannot be read, a unit, or words."""
    plain = text.strip().translate(_QUOTES)
    if not plain:
        return BLANK
    if _UNIT.fullmatch(plain):
        return UNIT
    if (YEAR.fullmatch(plain) and "/" in plain) or _YEARS_SHORT.fullmatch(plain) or re.fullmatch(r"\d{4}-\d\d", plain):
        return WORDS
    if is_not_applicable(plain) and plain.lower() != "x":
        return FIGURE
    amount = parse_amount(plain)
    if amount is None:
        return WORDS
    return BROKEN if amount.why else FIGURE


def is_figure(text: str) -> bool:
    """Check whether a piece is a figure, readable or not."""
    return kind_of(text) in (FIGURE, BROKEN)


def is_heading_like(text: str) -> bool:
    """Check whether a piece could stand in the heading of a column: a word of finance, a year or a unit."""
    plain = text.strip().translate(_QUOTES)
    if "[" in plain or "?" in plain:
        return False  # words put in by whoever shortened the text, or a question
    has_unit = any(kind_of(word) == UNIT for word in plain.split())
    return has_unit or YEAR.search(plain) is not None or _HEADING_WORDS.search(plain) is not None


def heads_labels(text: str) -> bool:
    """Check whether a heading stands above labels (`Service`, `Directorate`)."""
    return _LABEL_HEADINGS.fullmatch(text.strip().strip(":").strip()) is not None


def heads_remarks(text: str) -> bool:
    """Check whether a heading stands above words (`Explanation of Main Movements`, `Comments`)."""
    return _REMARK_HEADINGS.fullmatch(text.strip()) is not None


def is_total(label: str) -> bool:
    """Check whether a label names a total."""
    return TOTAL.search(label) is not None


def plain_quotes(text: str) -> str:
    """Write all single quotes the same way."""
    return text.translate(_QUOTES)


def grid_of(
    rows: Sequence[Sequence[tuple[str, int, int]]],
    *,
    header_rows: int,
    title: str | None = None,
    around: Iterable[str] = (),
    refused: Iterable[Refusal] = (),
) -> Grid:
    """Make a grid of rows of (text, line, columns covered); shorter rows are filled with blank cells at the end."""
    rows = [*_without_second_percent(rows[:header_rows]), *rows[header_rows:]]
    width = max((sum(span for _, _, span in row) for row in rows), default=0)
    made, lines = [], [line for row in rows for _, line, _ in row if line]
    for row in rows:
        cells: list[GridCell] = []
        last = next((line for _, line, _ in row if line), 0)
        for text, line, span in row:
            place = f"line {line or last}, column {len(cells) + 1}"
            cells.append(GridCell(text.strip(), place, spans_columns=span))
            cells += [GridCell("", place) for _ in range(span - 1)]
        place = f"line {last}"
        cells += [GridCell("", place) for _ in range(width - len(cells))]
        made.append(tuple(cells))
    place = f"lines {min(lines)} to {max(lines)}" if lines else "line 1"
    return Grid(tuple(made), place, title or None, tuple(around), header_rows, tuple(refused))


def _without_second_percent(heads: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[tuple[str, int, int]]]:
    """Drop a unit `%` beneath a heading that says `%` already (`% Change`)."""
    said: set[int] = set()
    made = []
    for row in heads:
        at, cells = 0, []
        for text, line, span in row:
            bare = text.strip() in ("%", "(%)")
            cells.append(("" if bare and at in said else text, line, span))
            if "%" in text:
                said.add(at)
            at += span
        made.append(cells)
    return made

"""Find words of headings that belong to no column's name, and tokens in which cells have run together.

In: a line near a heading, or a row. Out: whether it has words that a column may have lost. A table whose heading has
such words is refused: a name without them would be another column's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from trustbook.core.characters import excerpt
from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import BROKEN, FIGURE, UNIT, YEAR, heads_labels, is_heading_like, kind_of

_OF_COLUMNS = re.compile(
    r"\b(?:budgets?|outturns?|variances?|forecasts?|actuals?|month|period|quarter|movement|projected|projections?|revised"
    r"|original|latest|ytd|fte|wte|to date|estimates?|approved|annual|current|previous|last year|this year|full year"
    r"|over|under|position|spend|spent)\b",
    re.IGNORECASE,
)
"""Words that stand in the headings of columns and seldom name rows."""
_SMALL = re.compile(r"[\d/&-]+|at|of|to|from|and|the|for|by|in|as|or|\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_MOST_WORDS = 14
_GLUED_WORDS = re.compile(r"£(?!(?:k|m|mn|bn|millions?|thousands?)\b)[A-Za-z]|[%)][A-Za-z]{3}|[a-z]{2}[A-Z][a-z]{2}")
_GLUED_FIGURES = re.compile(
    r"[A-Za-z)]\d{1,3}(?:,\d{3})+(?!\d)|\d\(\d|\)\d|%\(?\d|,\d{3}\d|\.\d+[.,]\d|[a-z)]\(?\d+\.\d|\d-\d[\d,]*,\d{3}"
)

_BREAKS_OFF = re.compile(
    r"(?<!\bin )(?<!\bin-)(?<!this )(?<!last )(?<!previous )(?<!current )(?<!per )(?<!next )(?<!prior )(?<!each )"
    r"\b(?:month|period|quarter|at|of|from|and|for|the)$",
    re.IGNORECASE,
)
"""A name that lacks its last word (`Forecast Variance Month`)."""
_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d\d")


def is_row_of_headings(text: str, columns: int) -> bool:
    """Check whether all words of a line are those of headings, and some are those of columns of figures."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    if not all(
        kind_of(word) == UNIT
        or YEAR.fullmatch(word)
        or _SMALL.fullmatch(word)
        or heads_labels(word)
        or is_heading_like(word)
        for word in words
    ):
        return False
    return _OF_COLUMNS.search(text) is not None or sum(
        kind_of(word) == UNIT or YEAR.fullmatch(word) is not None for word in words
    ) >= min(2, columns)


def has_glued_words(text: str) -> bool:
    """Check whether two headings have run together (`£Variance`)."""
    return _GLUED_WORDS.search(text) is not None


def has_glued_figures(text: str) -> bool:
    """Check whether a figure has run together with another, or with a word (`1,070(64)`, `Need3,275`)."""
    return _GLUED_FIGURES.search(text) is not None


def without_broken_headings(grid: Grid) -> Grid:
    """Refuse all figures of a grid of which a heading lacks its last word, or has taken in an amount."""
    heads = grid.rows[: grid.header_rows or 0]
    names = [" ".join(row[at].text for row in heads if kind_of(row[at].text) != UNIT) for at in range(_width(grid))]
    broken = next(
        (name for name in names[1:] if _BREAKS_OFF.search(" ".join(name.split())) or _AMOUNT.search(name)), ""
    )
    if not broken:
        return grid
    why = f"a word is lost in the heading {excerpt(broken)}, or a figure stands in it"
    lost = [
        Refusal(cell.text, cell.place, why)
        for row in grid.rows[len(heads) :]
        for cell in row[1:]
        if kind_of(cell.text) in (FIGURE, BROKEN)
    ]
    return replace(grid, rows=(), header_rows=None, refused=(*grid.refused, *lost))


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)

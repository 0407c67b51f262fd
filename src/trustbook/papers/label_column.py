"""Find the column that says what the lines of a table are: first, in the middle or last.

In: the rows of a grid, and where its body begins. Out: the column of labels, the columns of sections before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.layout import Line, has_figure, is_words
from trustbook.papers.words import Words

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_TEXT = 60


def label_column(rows: Sequence[Line], first: int, words: Words) -> tuple[int, list[int], str]:
    """Find the column of labels, the columns of sections before it, and why there is none."""
    body = [row for row in rows[first:] if any(cell.text.strip() for cell in row)]
    width = len(rows[0])
    last_figures = max((at for row in body for at, cell in enumerate(row) if has_figure(cell)), default=width)
    scores: dict[int, float] = {}
    filled: dict[int, int] = {}
    for index in range(width):
        texts = [row[index].text.strip() for row in body if row[index].text.strip()]
        wordy = [each for each in texts if is_words(each)]
        heading = [row[index].text.strip() for row in rows[:first] if row[index].text.strip()]
        if not wordy or len(wordy) < len(texts) / 2:
            continue
        joined = " ".join(heading)
        if words.is_comment_heading(joined) or words.is_reference_heading(joined):
            continue
        with_figures = sum(
            bool(row[index].text.strip()) and bool(any(has_figure(cell) for cell in row)) for row in body
        )
        merged = sum(row[index].spans_rows > 1 for row in body)
        filled[index] = with_figures
        distinct = len(set(wordy)) / len(wordy)
        length = sum(map(len, wordy)) / len(wordy)
        if words.is_status_heading(joined) or all(words.is_direction(each) for each in wordy):
            continue
        named = 0.5 if any(words.is_label_heading(each) for each in [*heading, joined]) else 0.0
        code = (
            -0.6
            if not named and all(re.fullmatch(r"[A-Za-z]{0,4}[ .-]?\d{0,5}", each) for each in wordy) and length < 8
            else 0.0
        )
        long = -0.5 if length > _LONG_TEXT else 0.0
        group = -2.0 if merged or (index + 1 < width and _names_groups(body, index, with_figures)) else 0.0
        if index > last_figures:
            group -= 0.3  # words after all the figures are more often remarks
        fits = with_figures / max(len(body), 1) + distinct + named + code + long + group
        scores[index] = fits - 0.05 * index / width
    if not scores:
        years = _year_column(rows, first)
        return (years, [], "") if years is not None else (-1, [], "no column says what its lines are")
    label = max(scores, key=lambda each: scores[each])
    outer = [index for index in scores if index < label and filled[index] <= filled[label] and _is_outer(body, index)]
    return label, outer, ""


def _names_groups(body: Sequence[Line], index: int, with_figures: int) -> bool:
    """Check whether a column has a text only where a group of rows begins, and the next column one in most rows."""
    next_filled = sum(
        is_words(row[index + 1].text.strip())
        for row in body
        if row[index + 1].text.strip() and any(has_figure(cell) for cell in row)
    )
    return with_figures < next_filled


def _is_outer(body: Sequence[Line], index: int) -> bool:
    """Check whether a column names sections: each text once, or again and again in rows that follow each other."""
    texts = [row[index].text.strip() for row in body if row[index].text.strip()]
    return len(texts) < len(body) or len(set(texts)) < len(texts)


def _year_column(rows: Sequence[Line], first: int) -> int | None:
    for index in range(min(2, len(rows[0]))):
        texts = [row[index].text.strip() for row in rows[first:] if row[index].text.strip()]
        if len(texts) > 1 and all(_YEAR.fullmatch(each) for each in texts) and len(set(texts)) == len(texts):
            return index
    return None

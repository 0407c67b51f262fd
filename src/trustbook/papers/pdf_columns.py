"""Find the columns of a table by the places of its words, where no ruled lines part them.

In: lines of words. Out: segments of each line, and the columns in which figures stand below each other; nothing where
figures of two columns cannot be told apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trustbook.papers.pdf_rows import is_figure
from trustbook.papers.pdf_words import Line

_AMOUNT = re.compile(r"[-–−(]?£?(?:\d{1,3}(?:,\d{3})+|\d+\.\d+)%?\)?")
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how far its text goes to the left and the right, and whether figures stand in it."""

    x0: float
    x1: float
    figures: bool


def segments_of(line: Line, posts: Sequence[float] = (), spaced: bool = False) -> list[Line]:
    """Part a line of words into the texts of its cells: at wide gaps, between figures, and at ruled lines.

    `spaced` says that the file draws all spaces, so that where none is drawn a cell ends.
    """
    segments: list[list[int]] = [[0]]
    words = line.words
    for i in range(1, len(words)):
        before, word = words[i - 1], words[i]
        gap, size = word.x0 - before.x1, max(before.size, word.size)
        wide = gap > (1.1 if before.space_after else 0.12 if spaced else 0.62) * size
        figures = gap > 0.2 * size and is_figure(before.text) and is_figure(word.text) and before.text != "£"
        ruled = any(before.x1 - 1 <= post <= word.x0 + 1 for post in posts)
        if wide or figures or ruled:
            segments.append([i])
        else:
            segments[-1].append(i)
    found = _currency_joined([Line(tuple(words[i] for i in segment)) for segment in segments])
    if sum(is_figure(segment.text) for segment in found) < 2:
        return found
    return [part for segment in found for part in _figure_parted(segment)]


def _figure_parted(segment: Line) -> list[Line]:
    """Part a label from a figure that stands close to its end, in a line of figures."""
    words = segment.words
    begin = len(words)
    while begin > 1 and _AMOUNT.fullmatch(words[begin - 1].text):
        begin -= 1
    if begin == len(words) or is_figure(segment.text):
        return [segment]
    return [Line(words[:begin]), *(Line((word,)) for word in words[begin:])]


def _currency_joined(segments: list[Line]) -> list[Line]:
    """Join a pound sign with the figure after it, and a per cent sign with the one before."""
    joined: list[Line] = []
    for segment in segments:
        if joined and (
            (joined[-1].text in ("£", "-£", "(£", "£(", "£-") and segment.text[:1] in "0123456789-(–")
            or (
                segment.text in ("%", "%)", ")")
                and is_figure(joined[-1].text.rstrip("(") or "x")
                and segment.x0 - joined[-1].x1 < 0.8 * segment.size
            )
        ):
            joined[-1] = Line((*joined[-1].words, *segment.words))
        else:
            joined.append(segment)
    return joined


def is_body(segments: Sequence[Line]) -> bool:
    """Check whether a line looks like a row: a label and figures, or several figures, not numbered prose."""
    if len(segments) < 2 or any(_LEADER.search(segment.text) for segment in segments):
        return False
    figures = [is_figure(segment.text) for segment in segments]
    if not any(figures):
        return False
    if sum(figures) == 1 and figures[0]:
        return False
    return figures.count(False) <= 2 * sum(figures) + 2


def columns_of(rows: Sequence[Sequence[Line]], posts: Sequence[float] = ()) -> list[Column] | None:
    """Find the columns of rows that are divided into segments. None where two figures of a row fall into one column."""
    figures = [[s for s in segments if is_figure(s.text)] for segments in rows]
    spans = _spans(((s.x0, s.x1) for row in figures for s in row), posts)
    if not spans or any(_two_in_one(row, spans) for row in figures):
        aligned = _by_right_edge(figures)
        if not aligned:
            return None
        spans = aligned
    astride = sum(
        not is_figure(s.text) and any(s.x0 < a - 3 and s.x1 > a + 1 for a, _ in spans) for row in rows for s in row
    )
    if astride >= 2 and astride * 5 >= len(rows):  # rows of two tables: labels where the other has its figures
        return None
    texts = [
        (s.x0, s.x1)
        for segments in rows
        for s in segments
        if not is_figure(s.text) and not any(_overlap(s, a, b) > 0 for a, b in spans)
    ]
    words = _spans(texts, posts, 0.0)
    columns = [Column(a, b, True) for a, b in spans] + [Column(a, b, False) for a, b in words]
    columns.sort(key=lambda column: column.x0)
    for before, after in itertools.pairwise(columns):
        if after.x0 < before.x1:
            return None
    # A text that runs over into the columns after it (a long label on a row without figures there) is still a label.
    first = columns[0]
    if first.figures:
        lead = [s for segments in rows for s in segments[:1] if not is_figure(s.text) and s.x0 < first.x0 - 1]
        if lead:
            columns.insert(0, Column(min(s.x0 for s in lead), first.x0, False))
    return columns


def _spans(
    stretches: Iterable[tuple[float, float]], posts: Sequence[float], gap: float = 0.0
) -> list[tuple[float, float]]:
    """Join stretches that overlap, but never over a ruled line."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted(stretches):
        if spans and x0 <= spans[-1][1] + gap and not any(spans[-1][0] < post < x0 + 1 for post in posts):
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _two_in_one(row: Sequence[Line], spans: Sequence[tuple[float, float]]) -> bool:
    places = [next(i for i, (a, b) in enumerate(spans) if a - 0.1 <= (s.x0 + s.x1) / 2 <= b + 0.1) for s in row]
    return len(places) != len(set(places))


def _by_right_edge(figures: Sequence[Sequence[Line]]) -> list[tuple[float, float]] | None:
    """Find columns by the right ends of their figures, where their left ends reach into each other."""
    edges: list[list[Line]] = []
    for segment in sorted((s for row in figures for s in row), key=lambda s: s.x1):
        if edges and segment.x1 - edges[-1][-1].x1 <= 2.0:
            edges[-1].append(segment)
        else:
            edges.append([segment])
    spans = [(min(s.x0 for s in edge), max(s.x1 for s in edge)) for edge in edges]
    if any(len(edge) < 2 for edge in edges) or any(_crowded(row, edges) for row in figures):
        return None
    # each column begins after the end of the one before it
    return [(max(a, spans[i - 1][1] + 0.01) if i else a, b) for i, (a, b) in enumerate(spans)]


def _crowded(row: Sequence[Line], edges: Sequence[Sequence[Line]]) -> bool:
    places = [next(i for i, edge in enumerate(edges) if s in edge) for s in row]
    return len(places) != len(set(places))


def _overlap(segment: Line, x0: float, x1: float) -> float:
    return min(segment.x1, x1) - max(segment.x0, x0)


def column_of(segment: Line, columns: Sequence[Column]) -> tuple[int, int] | None:
    """Return the first and the last column over which a text of a row stands. None if it stands in none."""
    over = [i for i, column in enumerate(columns) if _overlap(segment, column.x0, column.x1) > 0.3]
    if not over:
        return None
    return over[0], over[-1]

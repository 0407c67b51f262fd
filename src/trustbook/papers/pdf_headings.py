"""Give the headings above a table to its columns: lines of one heading, and headings that stand over several columns.

In: the lines above the figures of a table, its columns, the ruled lines. Out: rows of heading cells; None where a
heading may belong to one set of columns or to another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trustbook.papers.pdf_columns import Column
from trustbook.papers.pdf_shapes import Rule
from trustbook.papers.pdf_tables import PageCell
from trustbook.papers.pdf_words import Line

Span = tuple[int, int]
_UNIT = re.compile(r"[(£'’0ksmn%)]+|£ ?(?:millions?|thousands?)", re.IGNORECASE)
_SLACK = 1.5
_MOST_WAYS = 300


@dataclass(slots=True)
class _Heading:
    """A heading of one or more lines."""

    lines: list[Line]

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def heading_rows(
    lines: Sequence[Sequence[Line]], columns: Sequence[Column], across: Sequence[Rule]
) -> list[list[PageCell]] | None:
    """Make rows of heading cells of the lines above a table, each line divided into segments."""
    if not lines:
        return []
    blocks = _blocks(lines)
    if blocks is None:
        return None
    rows: list[list[PageCell]] = []
    own: list[_Heading | None] = [None] * len(columns)
    for level, block in enumerate(reversed(blocks)):
        headings = _joined(block)
        if headings is None:
            return None
        if level == 0:
            spans = _in_order(headings, columns)
            if spans is not None:
                for heading, (i, _) in zip(headings, spans, strict=True):
                    own[i] = heading
        else:
            spans = _over_several(headings, columns, own, across)
        if spans is None:
            return None
        rows.insert(0, _row(headings, spans, len(columns)))
    return rows


def _blocks(lines: Sequence[Sequence[Line]]) -> list[list[Sequence[Line]]] | None:
    """Part the lines above a table where a gap is wider than within a heading, or a line stands over several."""
    blocks: list[list[Sequence[Line]]] = []
    for segments in lines:
        if blocks:
            above, below = blocks[-1][-1][0], segments[0]
            if below.baseline - above.baseline <= 1.25 * max(above.size, below.size):
                blocks[-1].append(segments)
                continue
        blocks.append([segments])
    divided: list[list[Sequence[Line]]] = []
    for block in blocks:
        rest = list(block)
        while len(rest) > 1 and all(any(_wide(s, other) for other in rest[1:]) for s in rest[0]):
            divided.append([rest.pop(0)])
        if any(_wide(s, other) for line in rest for s in line for other in rest if other is not line):
            return None  # two headings set so close that they look like one
        divided.append(rest)
    return divided


def _wide(segment: Line, line: Sequence[Line]) -> bool:
    """Check whether a text stands over two or more texts of another line."""
    return sum(min(segment.x1, other.x1) - max(segment.x0, other.x0) > 0.5 for other in line) >= 2


def _joined(block: Sequence[Sequence[Line]]) -> list[_Heading] | None:
    """Join the lines of each heading: texts below each other. None if two texts of a line fall into one heading."""
    headings: list[_Heading] = []
    for segment in sorted((s for line in block for s in line), key=lambda s: s.x0):
        if headings and segment.x0 < headings[-1].x1 - 0.5:
            headings[-1].lines.append(segment)
        else:
            headings.append(_Heading([segment]))
    for heading in headings:
        heading.lines.sort(key=lambda line: line.baseline)
        if any(b.baseline - a.baseline < 0.5 * a.size for a, b in pairwise(heading.lines)):
            return None
        if any(_may_be_a_group(a, b, heading, headings, block) for a, b in pairwise(heading.lines)):
            return None
    return headings


def _may_be_a_group(
    above: Line, below: Line, heading: _Heading, headings: Sequence[_Heading], block: Sequence[Sequence[Line]]
) -> bool:
    """Check whether the upper line of a heading may be a heading of its own, set at the left of several columns.

    Words that are only wrapped go on to a new line because the next word does not fit.
    """
    line = next((segments for segments in block if any(segment is above for segment in segments)), [])
    if len(line) >= len(headings) or _UNIT.fullmatch(below.text):
        return False
    word = below.words[0]
    widest = max(each.x1 - each.x0 for each in heading.lines)
    return above.x1 - above.x0 + 0.25 * above.size + word.x1 - word.x0 < widest - 0.5


def _in_order(headings: Sequence[_Heading], columns: Sequence[Column]) -> list[Span] | None:
    """Give each heading to one column, in their order. None if there is more than one way to do it, or none."""
    choices = [[i for i in range(len(columns)) if _may_head(heading, i, columns)] for heading in headings]
    ways: list[list[int]] = []

    def go(i: int, taken: list[int]) -> None:
        if len(ways) >= _MOST_WAYS:
            return
        if i == len(headings):
            ways.append(list(taken))
            return
        for column in choices[i]:
            if not taken or column > taken[-1]:
                go(i + 1, [*taken, column])

    go(0, [])
    if not ways or len(ways) >= _MOST_WAYS:
        return None
    # a column of figures without a heading cannot be read: prefer the ways in which each has one
    bare = [sum(c.figures and i not in way for i, c in enumerate(columns)) for way in ways]
    ways = [way for way, count in zip(ways, bare, strict=True) if count == min(bare)]
    touching = [sum(_touch(h, columns[i]) for h, i in zip(headings, way, strict=True)) for way in ways]
    best = [way for way, count in zip(ways, touching, strict=True) if count == max(touching)]
    return [(i, i) for i in best[0]] if len(best) == 1 else None


def _may_head(heading: _Heading, i: int, columns: Sequence[Column]) -> bool:
    """Check whether a heading can stand over a column: it reaches into neither of the columns at its sides."""
    after_left = i == 0 or heading.x0 >= columns[i - 1].x1 - _SLACK or not columns[i - 1].figures
    before_right = i + 1 == len(columns) or heading.x1 <= columns[i + 1].x0 + _SLACK
    if i > 0 and not columns[i - 1].figures and heading.x1 <= columns[i - 1].x1:
        return False
    return after_left and before_right


def _touch(heading: _Heading, column: Column) -> bool:
    return min(heading.x1, column.x1) - max(heading.x0, column.x0) > 0


def _over_several(
    headings: Sequence[_Heading],
    columns: Sequence[Column],
    own: Sequence[_Heading | None],
    across: Sequence[Rule],
) -> list[Span] | None:
    """Tell over which columns the headings of a higher line stand. None where that is not clear."""
    ruled = [_by_rule(heading, columns, own, across) for heading in headings]
    first = 0 if columns[0].figures else 1
    if all(ruled):
        spans = [span for span in ruled if span is not None]
        return spans if all(b < c for (_, b), (c, _) in pairwise(spans)) else None
    if len(headings) >= len(columns) - first:
        return _in_order(headings, columns)
    to_right = [
        next((i for i, h in enumerate(own) if h is not None and abs(h.x1 - heading.x1) < 0.8), None)
        for heading in headings
    ]
    to_left = [any(h is not None and abs(h.x0 - heading.x0) < 0.8 for h in own) for heading in headings]
    if len(headings) > 2 and all(i is not None for i in to_right) and not all(to_left):
        return [(i, i) for i in to_right if i is not None]
    return _centred(headings, columns, own, ruled)


def _by_rule(
    heading: _Heading, columns: Sequence[Column], own: Sequence[_Heading | None], across: Sequence[Rule]
) -> Span | None:
    """Return the columns under a ruled line that stands just below a heading and is shorter than the table."""
    last = heading.lines[-1]
    for rule in across:
        if not (last.baseline - 1 <= rule.at <= last.baseline + last.size):
            continue
        if rule.start > heading.x0 + 2 or rule.end < heading.x1 - 2:
            continue
        middles = [h.middle if (h := own[i]) else (c.x0 + c.x1) / 2 for i, c in enumerate(columns)]
        under = [i for i, middle in enumerate(middles) if rule.start - 3 <= middle <= rule.end + 3]
        # a line that goes on below the empty cell at its side does not show how far the heading goes
        if 1 <= len(under) < len(columns) and (columns[0].figures or under[0] > 0):
            return under[0], under[-1]
    return None


def _centred(
    headings: Sequence[_Heading],
    columns: Sequence[Column],
    own: Sequence[_Heading | None],
    ruled: Sequence[Span | None],
) -> list[Span] | None:
    """Find the one way to part all columns of figures among headings, each in the middle of its own."""
    lefts = [min(c.x0, h.x0) if (h := own[i]) else c.x0 for i, c in enumerate(columns)]
    rights = [max(c.x1, h.x1) if (h := own[i]) else c.x1 for i, c in enumerate(columns)]
    first = 0 if columns[0].figures else 1
    choices: list[list[Span]] = []
    for heading, known in zip(headings, ruled, strict=True):
        if known is not None:
            choices.append([known])
        elif first and heading.x1 < lefts[1] and heading.x0 <= columns[0].x1:
            choices.append([(0, 0)])
        else:
            choices.append(
                [
                    (i, j)
                    for i in range(first, len(columns))
                    for j in range(i, len(columns))
                    if lefts[i] - 2 <= heading.x0 and heading.x1 <= rights[j] + 2
                    if abs((lefts[i] + rights[j]) / 2 - heading.middle)
                    <= 4 + 0.1 * (rights[j] - lefts[i]) / (j - i + 1)
                ]
            )
    ways: list[list[Span]] = []

    def go(i: int, taken: list[Span]) -> None:
        if len(ways) >= _MOST_WAYS:
            return
        if i == len(choices):
            ways.append(list(taken))
            return
        for span in choices[i]:
            if not taken or span[0] > taken[-1][1]:
                go(i + 1, [*taken, span])

    go(0, [])
    # only if every column of figures has its heading is it certain how far each heading goes
    full = [way for way in ways if sum(b - max(a, first) + 1 for a, b in way if b >= first) == len(columns) - first]
    return full[0] if len(full) == 1 and len(ways) < _MOST_WAYS else None


def _row(headings: Sequence[_Heading], spans: Sequence[Span], count: int) -> list[PageCell]:
    cells = [PageCell([]) for _ in range(count)]
    for heading, (first, last) in zip(headings, spans, strict=True):
        cells[first] = PageCell(heading.lines, last - first + 1)
        for i in range(first + 1, last + 1):
            cells[i] = PageCell([], covered=True)
    return cells

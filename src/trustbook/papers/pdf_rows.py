"""Tell which lines of text make one row of a table where no ruled line says so, as with labels over two lines.

In: the lines of text between two ruled lines, each divided into columns. Out: groups of lines, one a row, each with
a doubt where it cannot be told to which row a line belongs.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from trustbook.papers.amounts import parse_amount
from trustbook.papers.pdf_words import Line

_UNIT = re.compile(r"[£(]*\s*'?\s*0{3}s?\)?|[£%(),]+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d[-–/]?")
_GOES_ON = re.compile(r"(?:[-–&/,(]|\b(?:and|of|for|with|to|the|in|by|on|from|at|a|or|not|per|than|under|over))$", re.I)
_CONTINUES = re.compile(r"[a-z&/)]|\(")


@dataclass(slots=True)
class Strip:
    """One line of text across a table: what stands on it in each column."""

    cells: dict[int, Line]

    @property
    def baseline(self) -> float:
        """Return the place of its first cell."""
        return min(line.baseline for line in self.cells.values())

    @property
    def size(self) -> float:
        """Return the size of its largest text."""
        return max(line.size for line in self.cells.values())


@dataclass(slots=True)
class RowGroup:
    """The lines of text that make one row."""

    strips: list[Strip] = field(default_factory=list)
    doubt: str = ""

    def lines(self, column: int) -> list[Line]:
        """Return its lines in a column, from the top."""
        return [strip.cells[column] for strip in self.strips if column in strip.cells]


def is_figure(text: str) -> bool:
    """Check whether a text is a figure of a table, or a dash for one; not a year, nor a unit (`£000`, `%`)."""
    return not _UNIT.fullmatch(text) and not _YEAR.fullmatch(text) and parse_amount(text) is not None


def rows_of(strips: Sequence[Strip], label: int, right: float, bounded: bool) -> list[RowGroup]:
    """Group the lines between two ruled lines into rows.

    `label` is the column of the labels and `right` how far it goes; `bounded` says that ruled lines stand around every
    row of the table, so that lines with one line of figures among them are one row.
    """
    ordered = sorted(strips, key=lambda strip: strip.baseline)
    anchors = [strip for strip in ordered if _has_figure(strip, label)]
    joined = _same_height_joined(ordered, anchors)
    anchors = [strip for strip in joined if _has_figure(strip, label)]
    if not joined:
        return []
    if bounded and len(anchors) <= 1:
        return [RowGroup(list(joined))]
    spacing = _spacing(joined, anchors)
    groups: list[RowGroup] = []
    between: list[Strip] = []
    for strip in joined:
        if strip not in anchors:
            between.append(strip)
            continue
        group = RowGroup([strip])
        _place(groups, between, group, label, right, spacing)
        groups.append(group)
        between = []
    _place(groups, between, None, label, right, spacing)
    return _centred(groups, {id(strip) for strip in anchors}, label)


def _centred(groups: list[RowGroup], anchors: set[int], label: int) -> list[RowGroup]:
    """Check rows against their neighbours in a table whose figures stand in the middle of their labels.

    A row whose figures do not stand there takes the lines above or below it with which they do; failing that, it is in
    doubt.
    """

    def off(strips: list[Strip]) -> float | None:
        lines = [strip.cells[label].baseline for strip in strips if label in strip.cells]
        figures = [strip.baseline for strip in strips if id(strip) in anchors]
        return figures[0] - (lines[0] + lines[-1]) / 2 if lines and figures else None

    sure = [group for group in groups if not group.doubt and sum(label in strip.cells for strip in group.strips) > 1]
    apart = [value for group in sure if (value := off(group.strips)) is not None]
    if len(apart) < 2 or statistics.median(abs(value) for value in apart) > 0.8:
        return groups
    kept: list[RowGroup] = []
    rest = list(groups)
    while rest:
        group = rest.pop(0)
        value = off(group.strips)
        if value is None or (abs(value) < 0.25 * group.strips[0].size and not group.doubt):
            kept.append(group)
            continue
        choices = []
        for above in range(4):
            for below in range(4):
                before = kept[len(kept) - above :] if above else []
                after = rest[:below]
                if len(before) < above or len(after) < below:
                    continue
                if any(id(strip) in anchors for each in [*before, *after] for strip in each.strips):
                    continue
                strips = [s for each in [*before, group, *after] for s in each.strips]
                close = max((b.baseline - a.baseline for a, b in pairwise(strips)), default=0) < 1.7 * strips[0].size
                centre = off(strips)
                if close and centre is not None and abs(centre) < 0.22 * strips[0].size:
                    choices.append((above, below, strips))
        if len(choices) == 1:
            above, below, strips = choices[0]
            kept = kept[: len(kept) - above]
            rest = rest[below:]
            kept.append(RowGroup(strips))
        else:
            for each in [*kept[-1:], *rest[:1]]:
                if not any(id(strip) in anchors for strip in each.strips):
                    each.doubt = each.doubt or "it may be part of a label, or a heading"
            group.doubt = group.doubt or "the lines of its label do not stand around its figures as in the other rows"
            kept.append(group)
    return kept


def _has_figure(strip: Strip, label: int) -> bool:
    return any(is_figure(line.text) for column, line in strip.cells.items() if column != label)


def _same_height_joined(ordered: list[Strip], anchors: list[Strip]) -> list[Strip]:
    """Join lines that are less than half a line apart and share no column: cells of one row, set a little askew."""
    joined: list[Strip] = []
    for strip in ordered:
        if joined:
            before = joined[-1]
            apart = strip.baseline - before.baseline
            near = apart <= 0.35 * min(strip.size, before.size)
            if near and not before.cells.keys() & strip.cells.keys():
                joined[-1] = Strip({**before.cells, **strip.cells})
                continue
        joined.append(strip)
    return joined


@dataclass(frozen=True, slots=True)
class _Spacing:
    """How far apart lines are: at most `within` in one row, at least `between` from row to row, where that is clear."""

    within: float | None
    between: float | None


def _spacing(strips: list[Strip], anchors: list[Strip]) -> _Spacing:
    """Tell the distance of lines within a row from the distance of rows, if the two are different."""
    known = {id(strip) for strip in anchors}
    gaps, rows = [], []
    for before, after in pairwise(strips):
        apart, size = after.baseline - before.baseline, min(before.size, after.size)
        if 0.93 * size <= apart <= 2.2 * size:
            gaps.append(apart)
            if id(before) in known and id(after) in known:
                rows.append(apart)
    if not gaps:
        return _Spacing(None, None)
    size = statistics.median(strip.size for strip in strips)
    least = min(gaps)
    further = [gap for gap in gaps if gap > 1.06 * least]
    pitch = min(rows, default=None)
    if least <= 1.4 * size and further and min(further) >= 1.12 * least and (pitch is None or pitch >= 1.12 * least):
        between = max(1.12 * least, 0.95 * statistics.median(further))
        if all(widest >= between for widest in _widest_between(strips, known)):
            return _Spacing(1.06 * least, between)
    return _Spacing(None, 0.97 * pitch if pitch is not None and pitch >= 1.45 * size else None)


def _widest_between(strips: list[Strip], anchors: set[int]) -> list[float]:
    """Return the widest gap between each two lines of figures that follow each other: one row ends there."""
    widest: list[float] = []
    current: float | None = None
    for before, after in pairwise(strips):
        if id(before) in anchors:
            current = 0.0
        if current is not None:
            current = max(current, after.baseline - before.baseline)
            if id(after) in anchors:
                widest.append(current)
    return widest


def _place(
    groups: list[RowGroup],
    between: list[Strip],
    after: RowGroup | None,
    label: int,
    right: float,
    spacing: _Spacing,
) -> None:
    """Give the lines between two rows to the one above, to the one below, or make them headings of their own."""
    if not between:
        return
    before = groups[-1] if groups else None
    chain = [*([before.strips[-1]] if before else []), *between, *([after.strips[0]] if after else [])]
    links = [_link(upper, lower, label, right, spacing) for upper, lower in pairwise(chain)]
    if before and after and all(link is True for link in links):
        apart = [lower.baseline - upper.baseline for upper, lower in pairwise(chain)]
        widest = max(range(len(apart)), key=apart.__getitem__)
        rest = [each for i, each in enumerate(apart) if i != widest]
        links[widest] = False if apart[widest] > 1.12 * max(rest) else None
    first = 0
    if before:
        while first < len(between) and links[first] is True:
            before.strips.append(between[first])
            first += 1
        if first < len(links) and links[first] is None:
            before.doubt = _doubt(chain[first + 1], label)
    last = len(between)
    if after:
        offset = 1 if before else 0
        while last > first and links[last - 1 + offset] is True:
            last -= 1
            after.strips.insert(0, between[last])
        if links[last - 1 + offset] is None:
            after.doubt = _doubt(chain[last - 1 + offset], label)
    offset = 1 if before else 0
    for i in range(first, last):
        if i > first and links[i - 1 + offset] is True:
            groups[-1].strips.append(between[i])
        else:
            groups.append(RowGroup([between[i]]))
        # what may be part of a label is no heading
        if (i == first and before and before.doubt) or (i == last - 1 and after and after.doubt):
            groups[-1].doubt = "it may be part of a label, or a heading"


def _doubt(strip: Strip, label: int) -> str:
    line = strip.cells.get(label) or next(iter(strip.cells.values()))
    return f"the line {line.text[:60]!r} may be part of this row's label, or a heading or row of its own"


def _link(upper: Strip, lower: Strip, label: int, right: float, spacing: _Spacing) -> bool | None:
    """Say whether two lines that follow each other are of one row: yes, no, or None where it cannot be told."""
    apart = lower.baseline - upper.baseline
    size = min(upper.size, lower.size)
    if apart < 0.93 * size:  # closer than two rows can be: text set in the middle of its row
        return True
    if apart > 2.2 * size:
        return False
    if spacing.within is not None and apart <= spacing.within:
        return True
    above, below = upper.cells.get(label), lower.cells.get(label)
    if above is None or below is None:
        return False if spacing.between is not None and apart >= spacing.between else None
    by_words = label_goes_on(above, below, right)
    if spacing.between is None or apart < spacing.between:
        return by_words
    # a footnote mark makes the gap above its line wider
    marked = any(word.marked for line in lower.cells.values() for word in line.words)
    return None if by_words or (marked and by_words is None) else False


def label_goes_on(above: Line, below: Line, right: float) -> bool | None:
    """Say by their words whether a label goes on in the line below: yes, no, or None where it cannot be told."""
    if above.bold != below.bold or above.text.endswith(":"):
        return False
    if below.x0 < above.x0 - 2:
        return False
    if _CONTINUES.match(below.text) or _GOES_ON.search(above.text):
        return True
    first = below.words[0]
    if above.x1 + 0.25 * above.size + (first.x1 - first.x0) <= right - 1:
        return False  # its first word would have found room on the line above
    return None

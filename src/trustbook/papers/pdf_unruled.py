"""Read the tables of a page whose cells no ruled lines part, by the places of their words.

In: the lines of a page that stand in no ruled grid, and the ruled lines and shaded areas among them. Out: `PageTable`s,
and the lines that are in none: a table whose columns cannot be told apart stays among those.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trustbook.papers.pdf_columns import Column, column_of, columns_of, is_body, segments_of
from trustbook.papers.pdf_headings import heading_rows
from trustbook.papers.pdf_rows import RowGroup, Strip, is_figure, rows_of
from trustbook.papers.pdf_shapes import Box, Rule
from trustbook.papers.pdf_tables import PageCell, PageTable
from trustbook.papers.pdf_words import Line

_MOST_HEADING_LINES = 24
_NO_COLUMNS = "the figures of two columns cannot be told apart, since no ruled lines part them"
_NO_HEADINGS = "it cannot be told which heading above this figure is its own, since no ruled lines part the headings"
_ALONE = "this figure stands in a row by itself, in no table whose headings can be told"
_TWO_TABLES = "this may be one table, or two that stand side by side"
_PROSE = 11
"""Words: a text of so many on a line of its own is a sentence, not a label."""


@dataclass(slots=True)
class _Entry:
    line: Line
    segments: list[Line]
    body: bool


def unruled_tables(
    lines: Sequence[Line],
    across: Sequence[Rule],
    down: Sequence[Rule],
    areas: Sequence[Box],
    page: int,
    before: PageTable | None = None,
) -> tuple[list[PageTable], list[Line]]:
    """Find the tables among lines of words, and return them with the lines that are in none.

    The first of them may go on from `before`, the last table of the page before, and then has its columns.
    """
    entries = []
    spaced = _spaces_are_drawn(lines)
    for line in _askew_joined(lines):
        posts = [rule.at for rule in down if rule.start - 2 <= line.baseline <= rule.end + 2]
        segments = segments_of(line, posts, spaced)
        entries.append(_Entry(line, segments, is_body(segments)))
    tables: list[PageTable] = []
    used: set[int] = set()
    for region in _regions(entries):
        first, last = _below_headings(entries, *region)
        start = max(used, default=-1) + 1
        found = _rest(entries, first, last, start, across, areas, page, before) if before and not tables else None
        found = found or _tables(entries, first, last, start, across, down, areas, page)
        if found is not None:
            made, taken = found
            tables += made
            used |= taken
    for i, entry in enumerate(entries[1:-1], start=1):
        if entry.body and i not in used:
            tables += _refused(entries, i, i, _ALONE, page)[0]
            used.add(i)
    return tables, [entry.line for i, entry in enumerate(entries) if i not in used]


def _spaces_are_drawn(lines: Sequence[Line]) -> bool:
    """Check whether the file draws a space wherever two words of a text follow each other."""
    gaps = [a.space_after for line in lines for a, b in pairwise(line.words) if b.x0 - a.x1 < 0.45 * a.size]
    return len(gaps) > 10 and sum(gaps) > 0.7 * len(gaps)


def _askew_joined(lines: Sequence[Line]) -> list[Line]:
    """Join lines less than half a line apart that do not overlap: a footnote mark moves the text it stands at."""
    joined: list[Line] = []
    for line in sorted(lines, key=lambda each: each.baseline):
        if joined and line.baseline - joined[-1].baseline <= 0.38 * min(line.size, joined[-1].size):
            words = sorted((*joined[-1].words, *line.words), key=lambda word: word.x0)
            if all(b.x0 >= a.x1 for a, b in pairwise(words)):
                joined[-1] = Line(tuple(words))
                continue
        joined.append(line)
    return joined


def _regions(entries: Sequence[_Entry]) -> list[tuple[int, int]]:
    """Find runs of rows that may be one table: first and last row of each."""
    regions: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for i, entry in enumerate(entries):
        if not entry.body:
            continue
        if first is not None and _goes_on(entries, first, last, i):
            last = i
            continue
        if first is not None:
            regions.append((first, last))
        first = last = i
    if first is not None:
        regions.append((first, last))
    return regions


def _below_headings(entries: Sequence[_Entry], first: int, last: int) -> tuple[int, int]:
    """Leave out lines at the top that are the end of headings (`Month` above `8`), not rows of figures."""
    while first < last:
        entry, above = entries[first], entries[first - 1] if first else None
        small = all(re.fullmatch(r"\d{1,2}", segment.text) for segment in entry.segments)
        if not small or above is None or entry.line.baseline - above.line.baseline > 1.38 * entry.line.size:
            break
        first = next(i for i in range(first + 1, last + 1) if entries[i].body)
    return first, last


def _goes_on(entries: Sequence[_Entry], first: int, last: int, i: int) -> bool:
    """Check whether a row belongs to the table of the row before it."""
    before, entry = entries[last].line, entries[i].line
    if entry.baseline - before.baseline > 9 * max(before.size, entry.size):
        return False
    figures = [s for row in entries[first : last + 1] if row.body for s in row.segments if is_figure(s.text)]
    left, right = min(s.x0 for s in figures), max(s.x1 for s in figures)
    first_x = min(row.segments[0].x1 for row in entries[first : last + 1] if row.body)
    for between in entries[last + 1 : i]:
        if any(len(segment.words) >= _PROSE for segment in between.segments):
            return False
        # headings of another table: words among the columns of figures, where the rows have figures
        among = [s for s in between.segments if s.x1 > left and s.x0 < right and not (s.x0 < left and s.x0 < first_x)]
        if among:
            return False
    return True


def _tables(
    entries: Sequence[_Entry],
    first: int,
    last: int,
    start: int,
    across: Sequence[Rule],
    down: Sequence[Rule],
    areas: Sequence[Box],
    page: int,
) -> tuple[list[PageTable], set[int]] | None:
    """Read the rows from `first` to `last` as one table, or as two that stand side by side."""
    body = [entry.segments for entry in entries[first : last + 1] if entry.body]
    top, bottom = entries[first].line.top, entries[last].line.bottom
    posts = [r.at for r in down if min(r.end, bottom) - max(r.start, top) > 0.6 * (bottom - top)]
    columns = columns_of(body, posts)
    if columns is None:
        if sum(sum(is_figure(s.text) for s in row) >= 2 for row in body) < 2:
            return None
        return _refused(entries, first, last, _NO_COLUMNS, page)
    if sum(column.figures for column in columns) == 0:
        return None
    columns = _with_labels(columns, entries[max(start, first - 3) : last + 1])
    columns = _under_one_heading(columns, body, entries[start:first])
    parting = _side_by_side(columns, body)
    if parting == 0:
        return _refused(entries, first, last, _TWO_TABLES, page)
    if parting is not None:
        made: list[PageTable] = []
        used: set[int] = set()
        for left in (True, False):
            halves = [_half(entry, parting, left) for entry in entries]
            rows = [i for i in range(first, last + 1) if halves[i] is not None and halves[i].body]  # type: ignore[union-attr]
            kept = [each for each in halves if each is not None]
            if len(rows) < 2:
                return None
            places = [i for i, each in enumerate(halves) if each is not None]
            found = _tables(
                kept,
                places.index(rows[0]),
                places.index(rows[-1]),
                sum(p < start for p in places),
                across,
                down,
                areas,
                page,
            )
            if found is None:
                return None
            made += found[0]
            used |= {places[i] for i in found[1]}
        return made, used
    if not _enough(columns, body):
        return None
    return _table(entries, first, last, start, columns, across, areas, page)


def _rest(
    entries: Sequence[_Entry],
    first: int,
    last: int,
    start: int,
    across: Sequence[Rule],
    areas: Sequence[Box],
    page: int,
    before: PageTable,
) -> tuple[list[PageTable], set[int]] | None:
    """Read the rows as the rest of a table of the page before, if they stand in its columns under the same headings."""
    columns = before.columns
    if not columns:
        return None
    body = [entry.segments for entry in entries[first : last + 1] if entry.body]
    reached = list(columns)
    for row in body:
        for segment in row:
            if not is_figure(segment.text):
                continue
            span = column_of(segment, columns)
            if span is None or span[0] != span[1] or not columns[span[0]].figures:
                return None
            column = reached[span[0]]
            reached[span[0]] = Column(min(column.x0, segment.x0), max(column.x1, segment.x1), True)
    if any(b.x0 < a.x1 for a, b in pairwise(reached)):
        return None
    made = _table(entries, first, last, start, reached, across, areas, page, rest=True)
    if made is None or not made[0][0].header:
        return made if made and min(made[1]) == start == 0 else None
    mine, theirs = made[0][0], before
    same = [[cell.text for cell in row] for row in mine.rows[: mine.header or 0]]
    return made if same == [[cell.text for cell in row] for row in theirs.rows[: len(same)]] else None


def _parted_again(segments: Sequence[Line], columns: Sequence[Column]) -> list[Line]:
    """Part a text from a figure close after it, where the figure stands in a column of figures."""
    divided: list[Line] = []
    for segment in segments:
        words = segment.words
        begin = 0
        for i in range(1, len(words)):
            ends = any(c.figures and c.x0 - 1 <= words[i].x0 and abs(words[i].x1 - c.x1) < 4 for c in columns)
            if ends and is_figure(words[i].text) and not is_figure(words[i - 1].text + words[i].text):
                divided.append(Line(words[begin:i]))
                begin = i
        divided.append(Line(words[begin:]))
    return divided


def _half(entry: _Entry, parting: float, left: bool) -> _Entry | None:
    kept = [s for s in entry.segments if ((s.x0 + s.x1) / 2 < parting) == left]
    if not kept:
        return None
    return _Entry(Line(tuple(word for s in kept for word in s.words)), kept, is_body(kept))


def _enough(columns: Sequence[Column], body: Sequence[Sequence[Line]]) -> bool:
    """Check whether figures stand below each other, as in a table, and not once each, as in prose."""
    counts = [
        sum(any(is_figure(s.text) and c.x0 - 0.5 <= s.x0 and s.x1 <= c.x1 + 0.5 for s in row) for row in body)
        for c in columns
        if c.figures
    ]
    if len(body) == 1:  # its headings are checked later on
        return len(counts) >= 3
    return max(counts) >= 2 and sum(count >= 2 for count in counts) * 2 > len(counts)


def _side_by_side(columns: Sequence[Column], body: Sequence[Sequence[Line]]) -> float | None:
    """Return where one table ends and another begins to its right; None if there is one table; 0 if it is not clear."""
    if columns[0].figures:
        return None
    for k in range(2, len(columns) - 1):
        if columns[k].figures or not columns[k + 1].figures or not any(c.figures for c in columns[1:k]):
            continue
        texts = [s.text for row in body for s in row if columns[k].x0 - 1 <= s.x0 and s.x1 <= columns[k].x1 + 1]
        if len(texts) < 2 or len(set(texts)) < 0.8 * len(texts) or statistics.mean(map(len, texts)) < 5:
            continue
        gaps = [b.x0 - a.x1 for a, b in pairwise(columns)]
        usual = statistics.median(gap for i, gap in enumerate(gaps) if i != k - 1) if len(gaps) > 1 else 0
        if gaps[k - 1] >= max(16.0, 1.2 * usual):
            return (columns[k - 1].x1 + columns[k].x0) / 2
        return 0
    return None


def _table(
    entries: Sequence[_Entry],
    first: int,
    last: int,
    start: int,
    columns: list[Column],
    across: Sequence[Rule],
    areas: Sequence[Box],
    page: int,
    rest: bool = False,
) -> tuple[list[PageTable], set[int]] | None:
    label = next((i for i, column in enumerate(columns) if not column.figures), 0)
    top = _heading_top(entries, first, start, columns)
    if _is_cut(entries, top, start, columns):
        return _refused(entries, top, last, _NO_HEADINGS, page)
    body_top = _body_top(entries, top, first, columns, label)
    if body_top == top:
        top = body_top = _label_top(entries, first, start, columns, label)
    end, doubt = _body_end(entries, top, first, last, columns, label, across)
    headings = heading_rows([entry.segments for entry in entries[top:body_top]], columns, across)
    if headings is None:
        return _refused(entries, top, last, _NO_HEADINGS, page)
    if first == last and not rest and not _all_headed(headings, columns):
        return None
    if headings and not _mostly_headed(headings, columns):
        return _refused(entries, top, last, _NO_HEADINGS, page)
    x0, x1 = columns[0].x0, columns[-1].x1
    strips = [strip for entry in entries[body_top : end + 1] if (strip := _strip(entry, columns)) is not None]
    if len(strips) != end + 1 - body_top:
        return _refused(entries, top, last, _NO_COLUMNS, page)
    head = entries[body_top - 1].line.baseline if body_top > top else entries[body_top].line.top - 1
    edges = _row_edges(across, areas, x0, x1, head, entries[end].line.bottom)
    groups: list[RowGroup] = []
    bodies = sum(entry.body for entry in entries[first : last + 1])
    inner = [at for at in edges if at > entries[first].line.baseline]
    bounded = bodies > 1 and len(inner) >= 0.8 * (bodies - 1)
    right = max((s.cells[label].x1 for s in strips if label in s.cells and len(s.cells) > 1), default=columns[label].x1)
    for low, high in zip([head, *edges], [*edges, float("inf")], strict=True):
        inside = [strip for strip in strips if low < strip.baseline <= high]
        groups += rows_of(inside, label, right, bounded)
    if groups and doubt:
        groups[-1].doubt = groups[-1].doubt or doubt
    _doubt_below_words(groups, entries[body_top : end + 1], columns, label)
    rows = [_cells(group, columns) for group in groups]
    lines = [entry.line for entry in entries[top : end + 1]]
    box = Box(min(x.x0 for x in lines), lines[0].top, max(x.x1 for x in lines), lines[-1].bottom)
    edges_x = tuple([column.x0 for column in columns] + [x1])
    closed = _row_edges(across, (), x0, x1, head, lines[-1].bottom + 1.5 * lines[-1].size)
    open_bottom = not bounded or not closed or closed[-1] < lines[-1].baseline
    table = PageTable(
        page, box, [*headings, *rows], edges_x, len(headings) or None, ruled=False, columns=tuple(columns)
    )
    table.open_bottom, table.bounded = open_bottom, bounded
    return [table], set(range(top, end + 1))


def _doubt_below_words(
    groups: Sequence[RowGroup], entries: Sequence[_Entry], columns: Sequence[Column], label: int
) -> None:
    """Doubt the rows below words that stand over columns of figures: they may be the headings of another table."""
    for entry in entries:
        if entry.body:
            continue
        spans = [column_of(segment, columns) for segment in entry.segments if not is_figure(segment.text)]
        if any(s is not None and any(columns[i].figures for i in range(s[0], s[1] + 1) if i != label) for s in spans):
            why = f"the words above it, {entry.line.text[:60]!r}, may be the headings of another table"
            for group in groups:
                if group.strips[-1].baseline > entry.line.baseline:
                    group.doubt = group.doubt or why
            return


def _with_labels(columns: list[Column], entries: Sequence[_Entry]) -> list[Column]:
    """Add the labels that stand on lines of their own, above and below the middle of their row."""
    edge = columns[0].x0 if columns[0].figures else columns[1].x0 if len(columns) > 1 else 0.0
    labels = [e.segments[0] for e in entries if not e.body and len(e.segments) == 1 and e.segments[0].x1 < edge]
    if not columns[0].figures:
        return [Column(columns[0].x0, max([columns[0].x1, *(s.x1 for s in labels)]), False), *columns[1:]]
    if len(labels) < 2:
        return columns
    return [Column(min(s.x0 for s in labels), max(s.x1 for s in labels), False), *columns]


def _under_one_heading(columns: list[Column], body: Sequence[Sequence[Line]], above: Sequence[_Entry]) -> list[Column]:
    """Join columns under one heading of which no row has both: figures set to the left and to the right of a column."""
    headings = next((entry.segments for entry in reversed(above) if len(entry.segments) > 1), [])
    joined = [columns[0]]
    for column in columns[1:]:
        before = joined[-1]
        one = any(h.x0 - 1.5 <= before.x0 and column.x1 <= h.x1 + 1.5 for h in headings)
        if one and before.figures and column.figures and not any(_both(row, before, column) for row in body):
            joined[-1] = Column(before.x0, column.x1, True)
        else:
            joined.append(column)
    return joined


def _both(row: Sequence[Line], one: Column, other: Column) -> bool:
    return all(any(min(s.x1, c.x1) > max(s.x0, c.x0) for s in row) for c in (one, other))


def _refused(entries: Sequence[_Entry], first: int, last: int, why: str, page: int) -> tuple[list[PageTable], set[int]]:
    """Make a table of which no figure can be read: each row with its figures, in doubt."""
    rows = []
    for entry in entries[first : last + 1]:
        if entry.body:
            rows.append([PageCell([segment], doubt=why) for segment in entry.segments])
    width = max(map(len, rows))
    for row in rows:
        row += [PageCell([], doubt=why) for _ in range(width - len(row))]
    lines = [entry.line for entry in entries[first : last + 1]]
    box = Box(min(x.x0 for x in lines), lines[0].top, max(x.x1 for x in lines), lines[-1].bottom)
    return [PageTable(page, box, rows, (), ruled=False)], set(range(first, last + 1))


def _all_headed(headings: Sequence[Sequence[PageCell]], columns: Sequence[Column]) -> bool:
    """Check whether every column of figures has a heading: a single row is a table only then."""
    return all(
        any(row[i].lines or row[i].covered for row in headings) for i, column in enumerate(columns) if column.figures
    )


def _mostly_headed(headings: Sequence[Sequence[PageCell]], columns: Sequence[Column]) -> bool:
    """Check whether most columns of figures have a heading: a stray line above a table is none."""
    figures = [i for i, column in enumerate(columns) if column.figures]
    return 2 * sum(any(row[i].lines or row[i].covered for row in headings) for i in figures) > len(figures)


def _heading_top(entries: Sequence[_Entry], first: int, start: int, columns: Sequence[Column]) -> int:
    """Find the highest line above the first row that is a heading of its columns, not a title of the table."""
    x_label = columns[1].x0 - 2 if len(columns) > 1 and not columns[0].figures else columns[0].x1
    top = first
    below = entries[first].line
    gap: float | None = None
    for i in range(first - 1, max(start, first - _MOST_HEADING_LINES) - 1, -1):
        line = entries[i].line
        apart = below.baseline - line.baseline
        if apart > max((3.4 if top == first else 2.4) * max(line.size, below.size), 1.2 * (gap or 0.0)) or (
            gap and apart > 2.6 * max(gap, line.size)
        ):
            break
        segments = entries[i].segments
        if any(len(segment.words) >= _PROSE for segment in segments):
            break
        in_label = len(segments) == 1 and line.x1 <= x_label + 3 and top == first  # the label of the first row
        if (
            (_is_title(segments, columns) and not in_label)
            or segments[-1].x1 < columns[0].x0
            or segments[0].x0 > columns[-1].x1
        ):
            break
        if len(segments) > 1 or (segments[0].x1 > x_label and segments[0].x0 > columns[0].x0 + 3):
            top = i
        gap = min(gap or apart, apart)
        below = line
    return top


def _is_title(segments: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Check whether a line is one text that begins at the left of the table or stands in its middle."""
    if len(segments) != 1 or len(segments[0].words) < 2:
        return False
    segment = segments[0]
    if segment.x0 <= columns[0].x0 + 3:
        return segment.x1 > columns[0].x0
    middle = (columns[0].x0 + columns[-1].x1) / 2
    if segment.x1 - segment.x0 < 0.3 * (columns[-1].x1 - columns[0].x0):
        return False
    return not columns[0].figures and abs((segment.x0 + segment.x1) / 2 - middle) < 6


def _body_top(entries: Sequence[_Entry], top: int, first: int, columns: Sequence[Column], label: int) -> int:
    """Find the first line below the headings: lines with a text over a column of figures are headings."""
    for i in range(first - 1, top - 1, -1):
        spans = [column_of(s, columns) for s in entries[i].segments]
        if len(spans) > 1 or any(span != (label, label) for span in spans):
            return i + 1
    return top


def _is_cut(entries: Sequence[_Entry], top: int, start: int, columns: Sequence[Column]) -> bool:
    """Check whether headings go on above the highest line that was taken for one."""
    if top == 0 or top <= start:
        return False
    above, line = entries[top - 1], entries[top].line
    reach = (1.5 if len(above.segments) == 1 else 3.4) * line.size
    apart = line.baseline - above.line.baseline
    if columns[0].figures and len(above.segments) == 1 and apart <= reach and above.line.x1 <= columns[-1].x1:
        return True  # no column of labels stands at the left: this may be a title, or the heading of several columns
    if apart > reach or _is_title(above.segments, columns):
        return False
    if any(len(segment.words) >= _PROSE for segment in above.segments[:1]) and above.line.x0 <= columns[0].x0 + 3:
        return False
    return len(above.segments) > 1 or above.segments[0].x0 > columns[0].x0 + 3


def _label_top(entries: Sequence[_Entry], first: int, start: int, columns: Sequence[Column], label: int) -> int:
    """Find the first line of the first row, where there are no headings: its label may begin above its figures."""
    top = first
    while top > start and first - top < 4:
        above = entries[top - 1]
        spans = [column_of(s, columns) for s in above.segments]
        apart = entries[top].line.baseline - above.line.baseline
        if any(span != (label, label) for span in spans) or apart > 1.35 * above.line.size:
            break
        top -= 1
    return top


def _body_end(
    entries: Sequence[_Entry],
    top: int,
    first: int,
    last: int,
    columns: Sequence[Column],
    label: int,
    across: Sequence[Rule],
) -> tuple[int, str]:
    """Find the last line of the last row, whose label may go on below its figures, and a doubt if that is not clear."""
    end = last
    left = min(entry.line.x0 for entry in entries[top : last + 1]) - 3
    right = columns[label + 1].x0 if label + 1 < len(columns) else columns[label].x1 + 3
    gaps = [b.line.baseline - a.line.baseline for a, b in pairwise(entries[first : last + 1])]
    pitch = statistics.median(gaps) if gaps else 0.0
    while end + 1 < len(entries):
        below, line = entries[end + 1], entries[end].line
        apart = below.line.baseline - line.baseline
        near = apart <= max(1.35 * line.size, 1.15 * pitch) and below.line.size >= 0.9 * line.size
        ruled = any(
            line.baseline < r.at < below.line.baseline and r.start < below.line.x1 and r.end > below.line.x0
            for r in across
        )
        if not near or ruled or below.line.x1 < columns[0].x0 or below.line.x0 > columns[-1].x1:
            return end, ""
        spans = [column_of(s, columns) for s in below.segments]
        whole = all(span is not None and span[0] == span[1] and not columns[span[0]].figures for span in spans)
        alone = len(spans) == 1 and spans[0] == (label, label)
        if not whole or below.line.x0 < left or (alone and below.line.x1 > right) or end - last >= 8:
            return end, f"the line below it, {below.line.text[:60]!r}, may be part of its label"
        end += 1
    return end, ""


def _row_edges(
    across: Sequence[Rule], areas: Sequence[Box], x0: float, x1: float, top: float, bottom: float
) -> list[float]:
    """Return the heights at which a ruled line or the edge of a shaded area parts two rows."""
    found = [(rule.at, rule.start, rule.end) for rule in across]
    found += [(y, area.x0, area.x1) for area in areas for y in (area.top, area.bottom)]
    heights: dict[int, float] = {}
    for at, start, end in found:
        if top < at < bottom and min(end, x1) > max(start, x0):
            heights[round(at)] = heights.get(round(at), 0.0) + min(end, x1) - max(start, x0)
    edges: list[float] = []
    for at in sorted(at for at, length in heights.items() if length > 0.5 * (x1 - x0)):
        if not edges or at - edges[-1] > 4:
            edges.append(float(at))
    return edges


def _strip(entry: _Entry, columns: Sequence[Column]) -> Strip | None:
    """Give the texts of a line to the columns. None if one stands in no column."""
    cells: dict[int, Line] = {}
    segments = _parted_again(entry.segments, columns) if entry.body else entry.segments
    for segment in segments:
        span = column_of(segment, columns)
        if span is None:
            nearest = min(range(len(columns)), key=lambda i: _distance(segment, columns[i]))
            if _distance(segment, columns[nearest]) > 60:
                return None
            span = (nearest, nearest)
        figure = is_figure(segment.text)
        if figure and span[0] != span[1] and entry.body:
            return None
        column = span[0]
        if column in cells:
            if figure or is_figure(cells[column].text):
                return None
            cells[column] = Line((*cells[column].words, *segment.words))
        else:
            cells[column] = segment
    return Strip(cells)


def _distance(segment: Line, column: Column) -> float:
    return max(column.x0 - segment.x1, segment.x0 - column.x1, 0.0)


def _cells(group: RowGroup, columns: Sequence[Column]) -> list[PageCell]:
    return [PageCell(group.lines(i), doubt=group.doubt) for i in range(len(columns))]

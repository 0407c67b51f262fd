"""Place the headings of a table that has one cell a line.

In: the cells before the first row, and its columns. Out: rows of headings, each with a cell for each column; None where
they cannot be placed, or in more than one way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trustbook.papers.text_cells import UNIT, WORDS, Piece, heads_labels, is_heading_like, kind_of
from trustbook.papers.text_headings import is_heading_phrase
from trustbook.papers.text_stream import NUMBER, TEXT, Body

Heads = list[list[tuple[str, int, int]]]
"""Rows of (text, line, columns covered)."""
_MOST_ROWS = 6
_MOST_LONE_WORDS = 4


@dataclass(frozen=True)
class Columns:
    """What is known of the columns that headings must fit."""

    body: Body
    percent: tuple[bool | None, ...]
    """For each column whether it is a percentage; None where it is open."""

    @property
    def numbers(self) -> list[int]:
        """Return the columns of figures."""
        return self.body.columns(NUMBER)


def place_headings(cells: Sequence[Piece], columns: Columns) -> tuple[Heads, int] | None:
    """Return the rows of headings and how many of the cells before them are not headings."""
    if len(columns.numbers) == 1 and not any(kind_of(cell.text) == UNIT for cell in cells[-2 * columns.body.width :]):
        return None  # a list of words and figures: nothing says that it is a table
    rows, left = _rows_up(cells, len(cells), columns)
    if rows and _is_good(rows, columns):
        return None if _has_heading(cells[:left]) or _has_lone_words(cells[:left], columns) else (_as_heads(rows), left)
    if rows and all(_name(rows, at) for at in columns.numbers):
        return None  # each column has a name, and some of these contradict the figures
    placed = _one_short_row(cells, columns) or _in_order(cells, columns)
    return None if placed and _has_lone_words(cells[: placed[1]], columns) else placed


def _rows_up(cells: Sequence[Piece], end: int, columns: Columns) -> tuple[list[list[Piece]], int]:
    """Return the rows above `end` that have a cell for each column, and where they begin."""
    width = columns.body.width
    rows: list[list[Piece]] = []
    while len(rows) < _MOST_ROWS:
        if end >= width:
            row = list(cells[end - width : end])
        elif end == width - 1 and columns.body.label == 0 and rows and cells[0].text.strip() and cells[0].line == 1:
            row = [Piece("", cells[0].line), *cells[:end]]  # the first cell of a text is lost if it is blank
        else:
            break
        if not _is_plausible(row, columns):
            break
        rows.insert(0, row)
        end = max(0, end - width)
    return rows, end


def _one_short_row(cells: Sequence[Piece], columns: Columns) -> tuple[Heads, int] | None:
    """Place a row of one word, with blank cells around it, between whole rows: it heads the column without a name."""
    width = columns.body.width
    found: list[tuple[Heads, int]] = []
    below, end = _rows_up(cells, len(cells), columns)
    for kept in range(len(below) + 1):
        bottom = below[len(below) - kept :]
        stop = len(cells) - kept * width
        for short in range(1, width):
            above, left = _rows_up(cells, stop - short, columns)
            words = [cell for cell in cells[max(0, stop - short) : stop] if cell.text.strip()]
            row = cells[max(0, stop - short) : stop]
            if not above or len(words) != 1 or row[0].text.strip() or row[-1].text.strip():
                continue
            open_columns = [at for at in columns.numbers if not _name([*above, *bottom], at)]
            if len(open_columns) != len(words) or not all(is_heading_like(cell.text) for cell in words):
                continue
            middle = [Piece("", stop)] * width
            for at, cell in zip(open_columns, words, strict=True):
                middle[at] = cell
            rows = [*above, middle, *bottom]
            if _is_good(rows, columns) and not _has_heading(cells[:left]):
                found.append((_as_heads(rows), left))
    del end
    names = {tuple(tuple(text for text, _, _ in row) for row in heads) for heads, _ in found}
    return found[0] if len(names) == 1 else None


def _in_order(cells: Sequence[Piece], columns: Columns) -> tuple[Heads, int] | None:
    """Place rows that have as many words as there are columns of figures, and groups above a heading that repeats."""
    numbers = columns.numbers
    given = [at for at, cell in enumerate(cells) if cell.text.strip()]
    rows: list[list[Piece]] = []
    while len(given) >= len(numbers) and len(rows) < _MOST_ROWS:
        taken = [cells[at] for at in given[-len(numbers) :]]
        units = [kind_of(cell.text) == UNIT for cell in taken]
        if not all(is_heading_like(cell.text) for cell in taken) or (any(units) and not all(units)):
            break
        row = [Piece("", taken[0].line)] * columns.body.width
        for at, cell in zip(numbers, taken, strict=True):
            row[at] = cell
        rows.insert(0, row)
        given = given[: -len(numbers)]
    if not rows:
        return None
    heads = _as_heads(rows)
    names = [_name(rows, at) for at in numbers]
    if len(set(names)) < len(names):
        repeats = _repeats(names)
        groups = [cells[at] for at in given[-repeats:]] if repeats else []
        if len(groups) < 2 or not all(is_heading_like(cell.text) for cell in groups):
            return None
        given = given[:-repeats]
        heads.insert(0, _group_row(groups, columns))
    elif not _is_good(rows, columns):
        return None
    left = given[-1] + 1 if given else 0
    if not all(is_heading_phrase(name) for name in names) or not _percent_agrees(names, columns):
        return None
    return None if _has_heading(cells[:left]) else (heads, left)


def _has_heading(cells: Sequence[Piece]) -> bool:
    """Check whether cells above the headings look like headings too: then a cell is lost, and all are out of place."""
    return any(
        len(words) <= 3
        and all(is_heading_like(word) or re.fullmatch(r"[\d/&-]+|at|of", word.lower()) for word in words)
        for cell in cells[-3 * _MOST_ROWS :]
        if (words := cell.text.split())
    )


def _has_lone_words(cells: Sequence[Piece], columns: Columns) -> bool:
    """Check whether the row above the headings has words above a column of figures, and blank cells."""
    row = list(cells[-columns.body.width :])
    if len(row) == columns.body.width - 1:
        row.insert(0, Piece("", row[0].line))  # the first cell of a table is lost if it is blank
    if len(row) < columns.body.width or all(cell.text.strip() for cell in row):
        return False
    return any(row[at].text.strip() and len(row[at].text.split()) <= _MOST_LONE_WORDS for at in columns.numbers)


def _group_row(groups: Sequence[Piece], columns: Columns) -> list[tuple[str, int, int]]:
    """Make a row of groups, each above as many columns of figures."""
    numbers = columns.numbers
    each = len(numbers) // len(groups)
    row: list[tuple[str, int, int]] = []
    at = 0
    for number, group in enumerate(groups):
        first, last = numbers[number * each], numbers[number * each + each - 1]
        row += [("", group.line, 1)] * (first - at)
        row.append((group.text, group.line, last - first + 1))
        at = last + 1
    return row + [("", groups[-1].line, 1)] * (columns.body.width - at)


def _repeats(names: Sequence[str]) -> int:
    """Return how many times a series of names comes over."""
    for part in range(1, len(names) // 2 + 1):
        if len(names) % part == 0 and list(names) == list(names[:part]) * (len(names) // part):
            return len(names) // part if len(set(names[:part])) == part else 0
    return 0


def _is_plausible(row: Sequence[Piece], columns: Columns) -> bool:
    """Check whether cells can be one row of headings: units above figures only, words of finance above figures."""
    body = columns.body
    above = [kind_of(row[at].text) == UNIT for at in columns.numbers if row[at].text.strip()]
    if any(above) and not all(above):
        return False  # units stand in a row of their own
    words = 0
    fitting = 0
    for at, cell in enumerate(row):
        text = cell.text.strip()
        if not text:
            continue
        if kind_of(text) == UNIT and body.kinds[at] != NUMBER:
            return False
        if kind_of(text) not in (UNIT, WORDS) and not is_heading_like(text):
            return False
        if at == body.label:
            if is_heading_like(text) and not heads_labels(text):
                return False
            continue
        if body.kinds[at] == TEXT:
            continue
        if body.kinds[at] != NUMBER or heads_labels(text):
            return False
        words += 1
        fitting += is_heading_like(text)
    return words > 0 and fitting * 4 >= words * 3 and fitting >= words - 1


def _is_good(rows: Sequence[Sequence[Piece]], columns: Columns) -> bool:
    """Check that each column of figures has a name of its own, and that percentages are named so."""
    names = [_name(rows, at) for at in columns.numbers]
    whole = [
        name or "%" * any("%" in row[at].text for row in rows) for name, at in zip(names, columns.numbers, strict=True)
    ]
    if any(not name for name in whole) or any(_lacks_a_group(row, columns) for row in rows):
        return False
    distinct = [name for name in whole if "%" not in name]
    if len({name.lower() for name in distinct}) < len(distinct):
        units = [" ".join(row[at].text for row in rows) for at in columns.numbers]
        if len(set(units)) < len(units):
            return False
    return _percent_agrees([" ".join(row[at].text for row in rows) for at in columns.numbers], columns)


def _lacks_a_group(row: Sequence[Piece], columns: Columns) -> bool:
    """Check whether a row of groups, each above several columns, leaves one column without: a cell of it is lost."""
    given = [row[at].text.strip() for at in columns.numbers]
    named = [text for text in given if text]
    return len(named) >= 4 and len(named) < len(given) and all(named.count(text) > 1 for text in named)


def _percent_agrees(names: Sequence[str], columns: Columns) -> bool:
    told = [columns.percent[at] for at in columns.numbers]
    return all(each is None or ("%" in name) == each for name, each in zip(names, told, strict=True))


def _name(rows: Sequence[Sequence[Piece]], at: int) -> str:
    """Return the words above a column, without units."""
    texts = [row[at].text.strip() for row in rows]
    return " ".join(text for text in texts if text and kind_of(text) != UNIT)


def _as_heads(rows: Sequence[Sequence[Piece]]) -> Heads:
    return [[(cell.text.strip(), cell.line, 1) for cell in row] for row in rows]

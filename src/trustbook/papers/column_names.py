"""Name the columns of a table: the lines of their headings from the top, with the groups that span them in front.

In: the rows of headings and the columns. Out: the name of each column; for those that cannot be told apart, why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from trustbook.papers.layout import Layout, Line
from trustbook.papers.words import Words, plain

_WHEN = re.compile(
    r"\b(?:month|period|quarter|year|q|p|m|to|at|as|of|since|from|date|end|the|full|age|per|cent|percent|percentage"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?=\b|\d)"
)


def name_columns(rows: Sequence[Line], layout: Layout, words: Words) -> None:
    """Name the columns: their lines from the top, with the groups that span them in front."""
    spans = any(cell.spans_columns > 1 for number in layout.head for cell in rows[number])
    lines: dict[int, list[str]] = {column.index: [] for column in layout.columns}
    for number in layout.head:
        texts = _spread(rows[number])
        for index in lines:
            text = " ".join(texts.get(index, "").split())
            if text and (not lines[index] or lines[index][-1] != text):
                lines[index].append(text)
    for column in layout.columns:
        column.lines = lines[column.index]
    if not spans:
        _spread_groups(rows, layout, words)
        _complete_names(rows, layout, words)
    for column in layout.columns:
        parts = [part for line in column.lines if (part := words.without_scale(line))]
        if len(parts) > 1 and parts[-1] == "%" and "%" in " ".join(parts[:-1]):
            parts.pop()  # a row of units below headings that say it already
        column.name = " ".join(parts) or column.heading  # a heading that is only a unit stays
    _tell_apart(layout)


def _spread(row: Line) -> dict[int, str]:
    """Lay the texts of a row over the columns that they span."""
    found: dict[int, str] = {}
    for index, cell in enumerate(row):
        if cell.text.strip():
            for place in range(index, min(index + cell.spans_columns, len(row))):
                found.setdefault(place, cell.text.strip())
    return found


def _names(layout: Layout, words: Words) -> list[str]:
    return [plain(" ".join(words.without_scale(line) for line in column.lines)) for column in layout.columns]


def _spread_groups(rows: Sequence[Line], layout: Layout, words: Words) -> None:
    """Lay a group's name over the columns after it, where the file has no spans and names would otherwise be the same.

    A name that is given once for a block of columns is wanted where the headings below repeat.
    """
    if len(layout.head) < 2 or len(set(_names(layout, words))) == len(layout.columns):
        return
    number = layout.head[0]
    places = [column.index for column in layout.columns]
    groups = [index for index, cell in enumerate(rows[number]) if cell.text.strip() and index in places]
    if len(groups) < 2:
        return
    below: dict[int, str] = {}
    for column in layout.columns:
        own = column.lines[1:] if column.index in groups else column.lines
        below[column.index] = plain(" ".join(words.without_scale(line) for line in own))
    blocks = _blocks(places, below, layout.label)
    owners = [[group for group in groups if group in block] for block in blocks]
    if any(len(each) != 1 for each in owners):
        firsts = [block[0] for block in blocks]
        if groups[0] != places[0] or not set(firsts) <= set(groups):
            return
        ends = [*groups[1:], len(rows[number])]
        blocks = [[each for each in places if first <= each < after] for first, after in zip(groups, ends, strict=True)]
        owners = [[group] for group in groups]
    for block, owner in zip(blocks, owners, strict=True):
        name = " ".join(rows[number][owner[0]].text.split())
        for column in layout.columns:
            if column.index in block and column.index != owner[0]:
                column.lines.insert(0, name)


def _complete_names(rows: Sequence[Line], layout: Layout, words: Words) -> None:
    """Lay the line of a heading over the next columns too, where those have only a month or a per cent sign below it.

    In a file without spans a heading merged over columns stands in the first of them only.
    """
    for number in layout.head[:-1]:
        above = ""
        last = -1
        for column in layout.columns:
            own = " ".join(rows[number][column.index].text.split())
            if own:
                above, last = "" if is_incomplete([own], words) else own, column.index
            elif above and column.index == last + 1 and column.lines and is_incomplete(column.lines, words):
                column.lines.insert(0, above)
                last = column.index
            else:
                above = ""


def is_incomplete(lines: Sequence[str], words: Words) -> bool:
    """Check whether a heading says only when (perhaps as a per cent), and not what."""
    text = plain(" ".join(words.without_scale(line) for line in lines))
    return any(each.isalnum() for each in text) and not re.search(r"[a-z]", _WHEN.sub(" ", text))


def _blocks(places: Sequence[int], below: dict[int, str], label: int) -> list[list[int]]:
    """Part columns into blocks: a new one begins where a heading comes again that the block already has."""
    blocks: list[list[int]] = []
    seen: set[str] = set()
    for place in places:
        if not blocks or below[place] in seen or label in range(blocks[-1][-1], place):
            blocks.append([])
            seen = set()
        blocks[-1].append(place)
        seen.add(below[place])
    return blocks


def _tell_apart(layout: Layout) -> None:
    """Note the columns whose names are still the same: which is which cannot be told."""
    for before, column in pairwise(list(layout.columns)):
        same = sum(plain(each.name) == plain(column.name) for each in layout.columns)
        if same > 1 and before.name and not re.search("[a-z]", plain(column.name)):  # each `%` is of the column before
            column.name = f"{before.name} {column.name}"
    counted = Counter(plain(column.name) for column in layout.columns if column.name)
    for column in layout.columns:
        if counted.get(plain(column.name), 0) > 1:
            layout.doubtful[column.index] = f"two columns are headed '{column.name}'"
